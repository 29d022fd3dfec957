"""O resumo certo de uma lista de divisões, e os números que os enganos conhecidos dariam."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.a09_projeto.results import MODELS, Measured, auc_of

PERCENT = "em porcentagem: use números de 0 a 1"


def summarize_splits(splits: Sequence[Measured]) -> dict[str, float]:
    """Devolve os seis números do resumo, na ordem do enunciado."""
    accuracy = _accuracies(splits)
    auc = {m: np.mean([s.auc(m) for s in splits]) for m in MODELS}
    d = accuracy["network"] - accuracy["baseline"]
    return {
        **{f"{m}_accuracy": float(accuracy[m].mean()) for m in MODELS},
        **{f"{m}_auc": float(auc[m]) for m in MODELS},
        "difference": float(d.mean()),
        "standard_error": float(d.std(ddof=1) * np.sqrt(_correction(splits))),
    }


def decide_winner(summary: dict[str, float]) -> str:
    """Devolve quem vence por mais de dois erros padrão."""
    difference, error = summary["difference"], summary["standard_error"]
    if abs(difference) <= 2 * error:
        return "empate"
    return "rede" if difference > 0 else "linha de base"


def wrong_numbers(splits: Sequence[Measured]) -> dict[str, dict[str, float]]:
    """Devolve, por número do resumo, o nome e o valor de cada engano conhecido."""
    accuracy, right = _accuracies(splits), summarize_splits(splits)
    wrong = {f"{m}_accuracy": _wrong_averages(accuracy[m]) for m in MODELS}
    for model, other in zip(MODELS, MODELS[::-1], strict=True):
        aucs = np.array([s.auc(model) for s in splits])
        wrong[f"{model}_auc"] = _wrong_averages(aucs) | _wrong_aucs(splits, model)
        wrong[f"{model}_auc"]["a acurácia, e não a AUC"] = right[f"{model}_accuracy"]
        for metric in ("accuracy", "auc"):
            wrong[f"{model}_{metric}"]["o número do outro modelo"] = right[f"{other}_{metric}"]
    d = accuracy["network"] - accuracy["baseline"]
    wrong["difference"] = {
        "o sinal trocado": -d.mean(),
        "a soma das diferenças, e não a média": d.sum(),
        "a mediana das diferenças, e não a média": float(np.median(d)),
        "a diferença sem sinal": float(np.abs(d).mean()),
        PERCENT: 100 * d.mean(),
    }
    wrong["standard_error"] = _wrong_errors(accuracy, splits)
    return wrong


def _accuracies(splits: Sequence[Measured]) -> dict[str, NDArray]:
    return {m: np.array([s.accuracy(m) for s in splits]) for m in MODELS}


def _correction(splits: Sequence[Measured]) -> float:
    return 1 / len(splits) + len(splits[0].test) / len(splits[0].train)


def _wrong_averages(values: NDArray) -> dict[str, float]:
    return {
        PERCENT: 100 * values.mean(),
        "a soma das divisões, e não a média": values.sum(),
        "a mediana das divisões, e não a média": float(np.median(values)),
        "a melhor divisão, e não a média": values.max(),
        "a pior divisão, e não a média": values.min(),
        "uma divisão só: a primeira": values[0],
        "uma divisão só: a última": values[-1],
    }


def _wrong_aucs(splits: Sequence[Measured], model: str) -> dict[str, float]:
    found = [_wrong_aucs_of(split.y_test, split.scores[model]) for split in splits]
    return {name: float(np.mean([f[name] for f in found])) for name in found[0]}


def _wrong_aucs_of(y: NDArray, scores: NDArray) -> dict[str, float]:
    classes = range(scores.shape[1])
    members = np.eye(len(classes))[y].astype(bool)
    decided = np.eye(len(classes))[np.argmax(scores, axis=1)]
    return {
        "a AUC de classes já decididas": float(
            np.mean([auc_of(decided[:, k], members[:, k]) for k in classes])
        ),
        "uma média em que a classe maior pesa mais (weighted)": float(
            np.average([auc_of(scores[:, k], y == k) for k in classes], weights=members.sum(axis=0))
        ),
        "todas as classes em um vetor só (micro)": auc_of(scores.ravel(), members.ravel()),
        "cada classe contra outra (ovo), e não contra o resto": float(
            np.mean(
                [
                    auc_of(scores[np.isin(y, [i, j]), i], y[np.isin(y, [i, j])] == i)
                    for i in classes
                    for j in classes
                    if i != j
                ]
            )
        ),
    }


def _wrong_errors(accuracy: dict[str, NDArray], splits: Sequence[Measured]) -> dict[str, float]:
    d = accuracy["network"] - accuracy["baseline"]
    n, std, correction = len(d), d.std(ddof=1), _correction(splits)
    ratio = correction - 1 / n
    independent = sum(a.var(ddof=1) for a in accuracy.values())
    error = std * np.sqrt(correction)
    return {
        "o erro padrão sem a correção: as divisões compartilham linhas": std / np.sqrt(n),
        "desvio padrão com divisor n (ddof=0); aqui o divisor é n - 1": (
            d.std() * np.sqrt(correction)
        ),
        "o desvio padrão das diferenças": std,
        "as divisões não foram pareadas": np.sqrt(independent * correction),
        "as linhas de treino divididas pelas de teste": std * np.sqrt(1 / n + 1 / ratio),
        "as linhas de teste divididas por todas": std * np.sqrt(1 / n + ratio / (1 + ratio)),
        "a variância: faltou a raiz": error**2,
        "dois erros padrão, e não um": 2 * error,
        PERCENT: 100 * error,
    }
