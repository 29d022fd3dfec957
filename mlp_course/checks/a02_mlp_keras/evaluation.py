"""Juiz de `02-mlp-keras.avaliar`: as probabilidades da validação e a AUC delas."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.a02_mlp_keras.training import N_FIT
from mlp_course.checks.compare import close, number
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_numbers import first_match, numbers, scalar
from mlp_course.data import load_split

# Nas sementes de benchmarks/thresholds.py a AUC fica acima de 0,99: uma solução honesta passa.
MIN_AUC = 0.95
# O padrão do Keras e os outros números redondos.
KERAS_THRESHOLDS = (200, 500, 1000)
# Em 107 linhas uma AUC difere da seguinte em 2e-4: a maior da história não passa pela pedida.
AUC_TOLERANCE = 3e-5
USEFUL_AUC = 0.7


def judge_evaluation(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga os escores das linhas de validação e a AUC calculada deles."""
    from sklearn.metrics import average_precision_score, roc_auc_score

    split = load_split()
    y_val = split.y_train[N_FIT:]
    if not isinstance(data, dict) or not {"scores", "auc"} <= set(data):
        return [Criterion(False, "um dicionário com as chaves 'scores' e 'auc'", _name(data))]
    scores = numbers(data["scores"])
    if scores is None or scores.shape != y_val.shape:
        return [
            Criterion(
                False,
                f"um escore finito por tumor da validação, em um vetor de {len(y_val)} números",
                "valores que não são números finitos"
                if scores is None
                else _name_rows(scores.shape),
                "predict devolve uma coluna: use .ravel() para ter um vetor.",
            )
        ]
    auc = float(roc_auc_score(y_val, scores))
    if auc < USEFUL_AUC:
        return [
            Criterion(
                False,
                "escores que separem benignos de malignos",
                "os mesmos escores em todas as linhas"
                if not np.ptp(scores)
                else "a ordem invertida: os escores são de maligno"
                if auc < 1 - USEFUL_AUC
                else f"AUC {number(auc)}: rede que não aprendeu, ou linhas fora de ordem",
                "O escore da linha i é a probabilidade de benigno do tumor i da validação.",
            )
        ]
    decided = {
        "o que daria a AUC de classes já decididas": roc_auc_score(y_val, scores >= 0.5),
        "o que daria a acurácia, e não a AUC": np.mean((scores >= 0.5) == y_val),
        "o que daria a precisão média, e não a AUC": average_precision_score(y_val, scores),
        "em porcentagem: a AUC vai de 0 a 1": 100 * auc,
    }
    claimed, classes = scalar(data["auc"]), np.unique(scores)
    areas = [auc, *(keras_auc(y_val, scores, n) for n in KERAS_THRESHOLDS)]
    return [
        Criterion(
            len(classes) > 2,
            "probabilidades, e não classes já decididas",
            f"escores que são só {' e '.join(map(number, classes))}",
            "Não arredonde: a AUC compara a ordem dos escores.",
        ),
        Criterion(
            any(close(claimed, area, AUC_TOLERANCE) for area in areas),
            "a AUC destes escores, nas linhas de validação",
            first_match(claimed, decided) or "um número que não sai deles",
            "roc_auc_score recebe primeiro os rótulos, depois os escores.",
        ),
        Criterion(
            auc >= MIN_AUC,
            f"uma AUC de {number(MIN_AUC)} ou mais na validação",
            f"AUC {number(auc)}",
            "Use split com standardize=True e a rede treinada por 50 epochs.",
        ),
    ]


def keras_auc(y: NDArray, scores: NDArray, n_thresholds: int = 200) -> float:
    """Devolve a AUC como o Keras a aproxima: trapézios sobre limiares igualmente espaçados."""
    inner = np.arange(1, n_thresholds - 1) / (n_thresholds - 1)
    said = scores[:, None] > np.concatenate([[-1e-7], inner, [1 + 1e-7]])
    tpr, fpr = said[y == 1].mean(axis=0), said[y == 0].mean(axis=0)
    return float(np.sum((fpr[:-1] - fpr[1:]) * (tpr[:-1] + tpr[1:]) / 2))


def _name(data: Any) -> str:
    return (
        f"as chaves {', '.join(map(str, data))}"
        if data and isinstance(data, dict)
        else ("um dicionário vazio" if isinstance(data, dict) else "algo que não é um dicionário")
    )


def _name_rows(shape: tuple[int, ...]) -> str:
    known = {
        143: "143 linhas: são as do teste, que fica fechado até o capítulo 6",
        426: "426 linhas: é todo o treino, com a validação junto",
        N_FIT: f"{N_FIT} linhas: são as que ajustaram a rede",
    }
    return known.get(shape[0] if shape else 0, f"formato {shape}")
