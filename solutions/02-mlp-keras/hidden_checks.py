"""Critérios de `02-mlp-keras` que só a correção conhece."""

import numpy as np

from mlp_course.checks.a02_mlp_keras import judge_evaluation, judge_training
from mlp_course.checks.definition import Criterion, HiddenCheck


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
    honest = any(c.ok for c in judge_training(data, challenge))
    return [
        Criterion(
            honest and bool(val_auc) and np.median(val_auc) > 0.9,
            "uma AUC de validação acima de 0,9 na maior parte das epochs",
            "",
            "Confira se treinou com as medidas padronizadas.",
        )
    ]


def judge_scores_are_probabilities(data, challenge):
    useful = any(c.ok for c in judge_evaluation(data, challenge))
    scores = np.ravel(data["scores"]) if useful else np.array([np.nan])
    return [
        Criterion(
            np.min(scores) >= 0 and np.max(scores) <= 1,
            "escores entre 0 e 1",
            "",
            "A saída da rede deve passar pela sigmoide.",
        )
    ]


HIDDEN_CHECKS = (
    HiddenCheck("02-mlp-keras.compilar", judge_default_metric_kind),
    HiddenCheck("02-mlp-keras.treinar", judge_last_validation_auc),
    HiddenCheck("02-mlp-keras.avaliar", judge_scores_are_probabilities),
)
