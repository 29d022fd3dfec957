"""Critérios de `04-mlp-keras` que só a correção conhece."""

import numpy as np

from mlp_course.checks.definition import Criterion, HiddenCheck
from mlp_course.data import load_split


def judge_default_metric_kind(data, challenge):
    metrics = str((data["compiled"] or {}).get("metrics"))
    return [
        Criterion(
            "AUC" in metrics,
            "que a métrica chamada 'auc' seja mesmo a AUC",
            "outra métrica com esse nome",
            "O nome não basta: use keras.metrics.AUC.",
        )
    ]


def judge_last_validation_auc(data, challenge):
    val_auc = data["series"].get("val_auc", [])
    return [
        Criterion(
            bool(val_auc) and np.mean(val_auc[-10:]) > 0.9,
            "uma AUC de validação acima de 0,9 nas últimas dez epochs",
            "",
            "Confira se treinou com as medidas padronizadas.",
        )
    ]


def judge_scores_are_probabilities(data, challenge):
    scores = np.ravel(data["scores"]) if isinstance(data, dict) and "scores" in data else []
    n_test = len(load_split().y_test)
    return [
        Criterion(
            len(scores) == n_test and min(scores) >= 0 and max(scores) <= 1,
            "escores entre 0 e 1",
            "",
            "A saída da rede deve passar pela sigmoide.",
        )
    ]


HIDDEN_CHECKS = (
    HiddenCheck("04-mlp-keras.compilar", judge_default_metric_kind),
    HiddenCheck("04-mlp-keras.treinar", judge_last_validation_auc),
    HiddenCheck("04-mlp-keras.avaliar", judge_scores_are_probabilities),
)
