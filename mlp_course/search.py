"""A busca aleatória: treinar cada linha da tabela sorteada e ficar com a melhor.

Cada linha recebe a sua própria
semente, derivada de `seed` e do rótulo da linha: o resultado de uma rede não
depende de quantas outras foram treinadas, nem da ordem.
"""

from concurrent.futures import Executor
from typing import Literal, get_args

import keras
import numpy as np
import pandas as pd
from tqdm.auto import tqdm

from mlp_course.data import Split
from mlp_course.errors import CourseError
from mlp_course.hyperparameters import Mode, validate_mode, validate_table
from mlp_course.models import create_model
from mlp_course.population import search_population
from mlp_course.table import PENALTIES, best_row, format_table, sample_hyperparameters
from mlp_course.training import early_stopping, fit, set_seeds

__all__ = [
    "PENALTIES",
    "best_row",
    "format_table",
    "random_search",
    "refit_best",
    "sample_hyperparameters",
]

Engine = Literal["vectorized", "keras"]


def random_search(
    table: pd.DataFrame,
    split: Split,
    engine: Engine = "vectorized",
    mode: Mode = "max",
    seed: int = 42,
    progress: bool = True,
    executor: Executor | None = None,
) -> pd.DataFrame:
    """Treina uma rede por linha e preenche ``epochs`` e ``auc``.

    Parameters
    ----------
    table : pandas.DataFrame
        Como a de `sample_hyperparameters`; não é alterada.
    split : Split
        Só `X_train` e `y_train` são usados; o último quarto valida.
    engine : {"vectorized", "keras"}, default "vectorized"
        Quem treina: todas as redes de uma vez (`mlp_course.population`) ou uma por
        vez no Keras, que fixa de novo as sementes globais a cada linha. As contas são
        as mesmas; os sorteios, não. A AUC também difere um pouco, exata no primeiro e
        por 200 limiares no Keras, e com ela a epoch em que cada rede para e, às vezes,
        a linha que vence.
    mode : {"max", "min"}, default "max"
        Direção do early stopping; veja `early_stopping`.
    seed : int, default 42
        Base da semente de cada linha.
    progress : bool, default True
        Se mostra a barra de progresso.
    executor : concurrent.futures.Executor, optional
        Só para ``"vectorized"``: divide a tabela entre processos ou máquinas, sem
        mudar o resultado.

    Returns
    -------
    pandas.DataFrame
        Cópia da tabela: ``epochs`` é o número de epochs treinadas e ``auc`` a
        AUC de validação da última delas, como no original. Se a busca for
        interrompida (Ctrl-C), as linhas que não terminaram ficam vazias.

    Raises
    ------
    CourseError
        Se a tabela estiver vazia, tiver colunas a mais ou a menos, ou `engine`
        ou `mode` não existirem, ou se `executor` vier com ``"keras"``.
    """
    validate_table(table)
    validate_mode(mode)
    if engine not in get_args(Engine):
        raise CourseError(f"engine={engine!r} não existe: use 'vectorized' ou 'keras'.")
    if engine == "vectorized":
        found = search_population(
            table, split, mode=mode, seed=seed, progress=progress, executor=executor
        )
        return table.assign(epochs=found["epochs"], auc=found["auc"])
    if executor is not None:
        raise CourseError("executor só serve com engine='vectorized': o Keras treina aqui mesmo.")
    epochs, auc = _search_with_keras(table, split, mode, seed, progress)
    return table.assign(epochs=pd.array(epochs, dtype="Int64"), auc=auc)


def refit_best(table: pd.DataFrame, split: Split, seed: int | None = None) -> keras.Sequential:
    """Treina a melhor linha da busca com todo o treino, pelas suas epochs.

    Parameters
    ----------
    table : pandas.DataFrame
        O que `random_search` devolveu.
    split : Split
        As 426 linhas de treino são usadas, sem validação.
    seed : int, optional
        Fixa antes as sementes globais, como `set_seeds`; sem ela, os pesos iniciais
        vêm do estado em que elas estiverem.

    Returns
    -------
    keras.Sequential
        A rede ajustada (*tuned*).

    Raises
    ------
    CourseError
        Se a tabela ainda não tiver nenhuma AUC.
    """
    best = best_row(table)
    if seed is not None:
        set_seeds(seed)
    model = create_model(best["neurons"], best["reg"], n_features=split.X_train.shape[1])
    fit(model, split.X_train, split.y_train, validation_split=0, epochs=int(best["epochs"]))
    return model


def _search_with_keras(
    table: pd.DataFrame, split: Split, mode: Mode, seed: int, progress: bool
) -> tuple[list, list[float]]:
    epochs, auc = [pd.NA] * len(table), [np.nan] * len(table)
    rows = zip(table.index, table["neurons"], table["reg"], strict=True)
    with tqdm(total=len(table), desc="busca", unit="rede", disable=not progress) as bar:
        try:
            for i, (label, neurons, reg) in enumerate(rows):
                curve = _fit_row(neurons, reg, split, mode, row_seed(seed, label))
                epochs[i], auc[i] = len(curve), curve[-1]
                bar.update()
        except KeyboardInterrupt:
            bar.set_description("busca interrompida")
    return epochs, auc


def _fit_row(
    neurons: tuple[int, int], reg: tuple[float, float], split: Split, mode: Mode, seed: int
) -> list[float]:
    keras.backend.clear_session()
    set_seeds(seed)
    model = create_model(neurons, reg, n_features=split.X_train.shape[1])
    callbacks = [early_stopping(mode=mode)]
    return fit(model, split.X_train, split.y_train, callbacks=callbacks)["val_auc"]


def row_seed(seed: int, label: int) -> int:
    """Semente da linha `label`: a mesma em qualquer ordem ou fatia da tabela."""
    return int(np.random.SeedSequence([seed, label]).generate_state(1)[0])
