"""Juiz de `06-avaliacao` para o estudo repetido: dois modelos em vinte divisões."""

import warnings
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.a06_avaliacao.cost import train_network
from mlp_course.checks.a06_avaliacao.roc import ordered_pairs
from mlp_course.checks.compare import close
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_numbers import first_match, numbers
from mlp_course.data import load_split

N_SPLITS = 20
# Um par trocado muda a AUC em 1 / (90 × 53); outra ordem de soma troca poucos.
STUDY_TOLERANCE = 1e-3
# Com medidas cruas a regressão logística demora: duas divisões bastam para reconhecê-las.
N_RAW = 2


def judge_study(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga a tabela das 20 divisões, contra os mesmos modelos treinados aqui."""
    columns = {
        name: numbers(data["values"].get(name), (N_SPLITS,))
        for name in ("seed", "network", "logistic")
    }
    seeds, network, logistic = columns.values()
    if seeds is None or network is None or logistic is None:
        return [Criterion(False, f"as colunas seed, network e logistic, com {N_SPLITS} números")]
    if set(seeds) != set(range(N_SPLITS)):
        return [Criterion(False, "uma linha para cada semente de 0 a 19", "outras sementes")]
    order = np.argsort(seeds)
    network, logistic = network[order], logistic[order]
    scores = _study_scores()
    expected = {name: _aucs(scores, name) for name in ("network", "logistic")}
    if close(network, expected["logistic"], STUDY_TOLERANCE) and close(
        logistic, expected["network"], STUDY_TOLERANCE
    ):
        return [Criterion(False, "cada AUC na coluna do seu modelo", "as colunas trocadas")]
    return [
        Criterion(
            close(found, expected[name], STUDY_TOLERANCE),
            f"em {name}, a AUC no teste de cada divisão, com as medidas padronizadas",
            _name_study_fault(found, name),
            hint,
        )
        for name, found, hint in (
            ("network", network, "network_scores(split, seed) e a sua auc_by_pairs bastam."),
            ("logistic", logistic, "Use o mesmo split dos dois lados, na mesma volta do laço."),
        )
    ]


@cache
def _study_scores(n_splits: int = N_SPLITS, standardize: bool = True) -> list[dict[str, NDArray]]:
    """Rótulos e escores de teste dos dois modelos em cada divisão."""
    from sklearn.linear_model import LogisticRegression

    rows = []
    for seed in range(n_splits):
        split = load_split(seed, standardize=standardize)
        network = train_network(split.X_train, split.y_train, seed)
        logistic = LogisticRegression(max_iter=1000)
        with warnings.catch_warnings():
            # Com medidas cruas ela não converge, e o aviso não é para quem lê o veredito.
            warnings.simplefilter("ignore")
            logistic.fit(split.X_train, split.y_train)
        rows.append(
            {
                "y": split.y_test,
                "network": network.predict(split.X_test)[0],
                "logistic": logistic.predict_proba(split.X_test)[:, 1],
            }
        )
    return rows


def _aucs(scores: list[dict[str, NDArray]], name: str, hard: bool = False) -> NDArray:
    return np.array(
        [ordered_pairs(s["y"], s[name] >= 0.5 if hard else s[name]).mean() for s in scores]
    )


def _name_study_fault(found: NDArray, name: str) -> str:
    scores = _study_scores()
    if close(found, _aucs(scores, name), STUDY_TOLERANCE):
        return ""
    other = "logistic" if name == "network" else "network"
    faults = {
        # Antes das medidas cruas: em duas divisões, um modelo pode coincidir com elas por acaso.
        "a AUC do outro modelo": _aucs(scores, other),
        "a AUC de rótulos já decididos em 0,5": _aucs(scores, name, hard=True),
        "a acurácia, e não a AUC": [np.mean((s[name] >= 0.5) == s["y"]) for s in scores],
        "a mesma AUC em toda divisão": np.full(N_SPLITS, found.mean()),
    }
    if fault := first_match(found, faults, STUDY_TOLERANCE):
        return fault
    raw = _aucs(_study_scores(N_RAW, standardize=False), name)
    if close(found[:N_RAW], raw, STUDY_TOLERANCE):
        return "medidas sem padronização"
    return "a AUC de outras divisões ou de outro modelo"
