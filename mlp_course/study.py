"""O estudo repetido: o mesmo experimento em muitas divisões dos dados.

Uma divisão só diz pouco: com 143 linhas de teste, a AUC muda com quem caiu em
cada lado. Aqui a comparação inteira, busca incluída, recomeça do zero em cada
divisão, e o que se compara são as diferenças dentro da mesma divisão.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from tqdm.auto import tqdm

from mlp_course.data import Split, load_split
from mlp_course.defaults import EPOCHS, NAIVE_NEURONS
from mlp_course.errors import CourseError
from mlp_course.hyperparameters import Mode, validate_mode
from mlp_course.population import Population, search_population
from mlp_course.table import best_row, sample_hyperparameters

SCALINGS = {"raw": False, "standardized": True}
NAIVE = pd.DataFrame({"neurons": [NAIVE_NEURONS], "reg": [(0, 0)]})


def resampled_study(
    n_splits: int = 20,
    n_iter: int = 100,
    seed: int = 42,
    mode: Mode = "max",
    progress: bool = True,
) -> pd.DataFrame:
    """Repete a comparação do curso em `n_splits` divisões estratificadas.

    Em cada divisão e escala: a rede ingênua, treinada 50 epochs no treino inteiro; a
    ajustada, escolhida por uma busca nova de `n_iter` redes e treinada outra vez no
    treino inteiro; e, só com medidas padronizadas, a regressão logística.

    Parameters
    ----------
    n_splits : int, default 20
        Divisões 75 %/25 %; a primeira, com `seed`, é a do resto do curso.
    n_iter : int, default 100
        Linhas da busca em cada divisão e escala; a tabela é a mesma.
    seed : int, default 42
        A divisão `i` usa `seed + i`, também nos pesos iniciais.
    mode : {"max", "min"}, default "max"
        Direção do early stopping da busca.
    progress : bool, default True
        Se mostra a barra de progresso.

    Returns
    -------
    pandas.DataFrame
        Uma linha por resultado: ``split``; ``model`` ("naive", "tuned" ou "logistic");
        ``scaling`` ("raw" ou "standardized"); ``test_auc``; e ``val_auc``, a AUC de
        validação da linha vencedora (só "tuned").

    Raises
    ------
    CourseError
        Se `n_splits` ou `n_iter` for menor que 1 ou `mode` não existir.
    """
    validate_mode(mode)
    if n_splits < 1:
        raise CourseError(f"n_splits={n_splits}: repita em ao menos uma divisão.")
    table = sample_hyperparameters(n_iter)
    rows = []
    for i in tqdm(range(n_splits), desc="estudo", unit="divisão", disable=not progress):
        for scaling, standardize in SCALINGS.items():
            split = load_split(seed + i, standardize)
            for model, test_auc, val_auc in _compare(split, table, seed + i, mode, standardize):
                rows.append((i, model, scaling, test_auc, val_auc))
    return pd.DataFrame(rows, columns=["split", "model", "scaling", "test_auc", "val_auc"])


def paired_differences(
    study: pd.DataFrame,
    pairs: list[tuple[tuple[str, str], tuple[str, str]]],
    confidence: float = 0.95,
    seed: int = 42,
) -> pd.DataFrame:
    """Compara pares de modelos divisão a divisão, com intervalos bootstrap.

    Parameters
    ----------
    study : pandas.DataFrame
        O que `resampled_study` devolveu, com duas divisões ou mais.
    pairs : list of ((model, scaling), (model, scaling))
        A diferença é a AUC de teste do primeiro menos a do segundo.
    confidence : float, default 0.95
    seed : int, default 42
        Das 9 999 reamostragens.

    Returns
    -------
    pandas.DataFrame
        Uma linha por par: ``first``, ``second``, ``difference`` (média), ``low`` e
        ``high`` (intervalo percentil) e ``wins`` (fração das divisões em que o
        primeiro tem AUC maior).

    Raises
    ------
    CourseError
        Se um par não estiver no estudo ou houver menos de duas divisões.

    Notes
    -----
    As divisões partilham linhas: o intervalo diz quanto a média muda com o sorteio da
    divisão, e é otimista para outra amostra de tumores.

    References
    ----------
    Nadeau e Bengio (2003), *Inference for the generalization error*.
    """
    from scipy.stats import bootstrap

    by_split = study.pivot_table(index="split", columns=["model", "scaling"], values="test_auc")
    if len(by_split) < 2:
        raise CourseError("O estudo tem uma divisão só: uma diferença sem repetição não tem erro.")
    rows = []
    for first, second in pairs:
        difference = _column(by_split, first) - _column(by_split, second)
        interval = bootstrap(
            (difference,),
            np.mean,
            confidence_level=confidence,
            method="percentile",
            rng=np.random.default_rng(seed),
        ).confidence_interval
        wins = (difference > 0).mean()
        rows.append((*map(label_of, (first, second)), difference.mean(), *interval, wins))
    return pd.DataFrame(rows, columns=["first", "second", "difference", "low", "high", "wins"])


def label_of(key: tuple[str, str]) -> str:
    """Devolve o nome em português de (model, scaling)."""
    models = {"naive": "ingênua", "tuned": "ajustada", "logistic": "regressão logística"}
    scalings = {"raw": "cruas", "standardized": "padronizadas"}
    return f"{models[key[0]]}, {scalings[key[1]]}"


def _compare(
    split: Split, table: pd.DataFrame, seed: int, mode: Mode, standardized: bool
) -> Iterator[tuple[str, float, float]]:
    yield "naive", _train_and_test(NAIVE, EPOCHS, split, seed), np.nan
    found = search_population(table, split, mode=mode, seed=seed, progress=False, partial=False)
    best = best_row(table.assign(epochs=found["epochs"], auc=found["auc"]))
    winner = table.loc[[best.name], ["neurons", "reg"]]
    yield "tuned", _train_and_test(winner, int(best["epochs"]), split, seed), float(best["auc"])
    if standardized:
        yield "logistic", _logistic_auc(split), np.nan


def _train_and_test(row: pd.DataFrame, epochs: int, split: Split, seed: int) -> float:
    n_features = split.X_train.shape[1]
    network = Population.from_hyperparameters(row, n_features, seed)
    network.fit(split.X_train, split.y_train, epochs=epochs, seed=seed)
    return _auc(split.y_test, network.predict(split.X_test)[0])


def _logistic_auc(split: Split) -> float:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(max_iter=1000).fit(split.X_train, split.y_train)
    return _auc(split.y_test, model.predict_proba(split.X_test)[:, 1])


def _auc(y: ArrayLike, scores: ArrayLike) -> float:
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(y, scores))


def _column(by_split: pd.DataFrame, key: tuple[str, str]) -> np.ndarray:
    if tuple(key) not in by_split.columns:
        raise CourseError(f"{key} não está no estudo: use um de {list(by_split.columns)}.")
    return by_split[tuple(key)].to_numpy()
