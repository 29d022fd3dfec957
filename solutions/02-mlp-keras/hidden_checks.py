"""Critérios de `02-mlp-keras` que só a correção conhece."""

import numpy as np

from mlp_course.checks.a02_mlp_keras.evaluation import judge_evaluation
from mlp_course.checks.a02_mlp_keras.training import judge_training
from mlp_course.checks.definition import Criterion, HiddenCheck
from mlp_course.checks.read_networks import is_roc_auc, metric_names
from mlp_course.checks.read_numbers import numbers


def judge_default_metric_kind(data, challenge):
    metrics = (data["compiled"] or {}).get("metrics")
    return [
        Criterion(
            any(is_roc_auc(m) and "auc" in _names(m) for m in _flatten(metrics)),
            "que a métrica chamada 'auc' seja mesmo a AUC",
            "nenhuma métrica do Keras que meça a área sob a curva ROC",
            "O nome não basta: use keras.metrics.AUC.",
        )
    ]


def _flatten(metrics):
    if isinstance(metrics, list):
        return [metric for inner in metrics for metric in _flatten(inner)]
    if isinstance(metrics, dict) and "class_name" not in metrics:
        return _flatten(list(metrics.values()))
    return [metrics]


def _names(metric):
    return [name.lower() for name in metric_names(metric)]


def judge_validation_auc(data, challenge):
    series = {name.lower(): values for name, values in data["series"].items()}
    val_auc = series.get("val_auc", [])
    honest = any(c.ok for c in judge_training(data, challenge))
    return [
        Criterion(
            honest and bool(val_auc) and np.median(val_auc) > 0.9,
            "uma AUC de validação acima de 0,9 na maior parte das epochs",
            f"mediana {np.median(val_auc):.3f}".replace(".", ",") if val_auc else "nenhuma AUC",
            "Confira se treinou com as medidas padronizadas.",
        )
    ]


def judge_scores_are_probabilities(data, challenge):
    useful = any(c.ok for c in judge_evaluation(data, challenge))
    scores = numbers(data["scores"]) if useful else np.array([np.nan])
    return [
        Criterion(
            np.min(scores) >= 0 and np.max(scores) <= 1,
            "escores entre 0 e 1",
            "escores fora desse intervalo" if useful else "",
            "A saída da rede deve passar pela sigmoide.",
        )
    ]


HIDDEN_CHECKS = (
    HiddenCheck(
        "02-mlp-keras.compilar",
        judge_default_metric_kind,
        quotes=('a métrica AUC, com o nome `"auc"`',),
    ),
    HiddenCheck(
        "02-mlp-keras.treinar",
        judge_validation_auc,
        quotes=("Na maior parte das epochs, a AUC de validação deve passar de 0,9",),
    ),
    HiddenCheck(
        "02-mlp-keras.avaliar",
        judge_scores_are_probabilities,
        quotes=("a probabilidade que a rede dá a cada tumor da **validação**",),
    ),
)
