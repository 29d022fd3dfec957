"""Juízes de `08-avaliacao` para a curva ROC e a AUC."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks._numbers import first_match, numbers, scalar
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.judging import close, failed_calls

Floats = NDArray[np.float64]


def draw_scores(
    rng: np.random.Generator, n_rows: int, positive_rate: float, shift: float = 1.5
) -> tuple[NDArray[np.int64], Floats]:
    """Sorteia rótulos com as duas classes e escores em (0, 1), melhores que o acaso."""
    y = (rng.permutation(n_rows) < positive_rate * n_rows).astype(int)
    logits = rng.normal(size=n_rows) + shift * y - shift / 2
    return y, 1 / (1 + np.exp(-logits))


def ordered_pairs(y: NDArray, scores: NDArray, tie: float = 0.5) -> Floats:
    """Devolve quanto vale cada par (positivo, negativo), (n_positives, n_negatives)."""
    positives, negatives = scores[y == 1][:, None], scores[y == 0][None, :]
    return (positives > negatives) + tie * (positives == negatives)


def challenge_roc(rng: np.random.Generator) -> Challenge:
    """Escores todos distintos e, à parte, escores com muitos empates."""
    distinct = draw_scores(rng, 40, rng.uniform(0.3, 0.45))
    y, scores = draw_scores(rng, 60, rng.uniform(0.3, 0.45))
    return {"calls": {"distinct": [*distinct], "ties": [y, np.round(scores * 5) / 5]}}


def judge_roc(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga a curva, os empates e os dois extremos."""
    if failure := failed_calls(data, ["distinct", "ties"]):
        return [failure]
    found = {name: _as_curve(data[name]["result"]) for name in ("distinct", "ties")}
    curves = {name: curve for name, curve in found.items() if curve is not None}
    if len(curves) < len(found):
        return [
            Criterion(
                False,
                "dois vetores de números do mesmo tamanho, fpr e tpr",
                "outra coisa",
                "A função termina com return fpr, tpr.",
            )
        ]
    expected = {name: roc_reference(*challenge["calls"][name]) for name in curves}
    distinct_ok = _same_curve(curves["distinct"], expected["distinct"])
    if not distinct_ok:
        return [
            Criterion(
                False,
                "a curva de FPR (horizontal) e TPR (vertical), limiar por limiar",
                _name_curve_fault(curves["distinct"], *challenge["calls"]["distinct"]),
                "Para cada limiar, conte quantos de cada classe têm escore maior ou igual a ele.",
            )
        ]
    n_thresholds = len(np.unique(challenge["calls"]["ties"][1]))
    too_many = len(np.unique(curves["ties"], axis=0)) > n_thresholds + 1
    return [
        Criterion(True, "a curva de FPR (horizontal) e TPR (vertical), limiar por limiar"),
        Criterion(
            _same_curve(curves["ties"], expected["ties"]),
            "um ponto por escore distinto: quem empata entra junto",
            "empates separados, uma linha por vez" if too_many else "uma curva diferente",
            "Percorra np.unique(scores), e não as linhas.",
        ),
        Criterion(
            all(close(c[[0, -1]], [[0, 0], [1, 1]]) for c in curves.values()),
            "uma curva que começa em (0, 0) e termina em (1, 1)",
            _name_end_fault(curves["distinct"]),
            "O limiar acima de todos os escores não chama ninguém de positivo.",
        ),
    ]


def roc_reference(y: NDArray, scores: NDArray) -> Floats:
    """Pontos (fpr, tpr) da curva ROC, (n_thresholds + 1, 2)."""
    thresholds = np.unique(scores)[::-1]
    points = [
        [np.mean(scores[y == label] >= threshold) for label in (0, 1)] for threshold in thresholds
    ]
    return np.array([[0.0, 0.0], *points])


def judge_auc(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga a AUC sem empates e com empates."""
    if failure := failed_calls(data, ["distinct", "ties"]):
        return [failure]
    found = {name: scalar(data[name]["result"]) for name in ("distinct", "ties")}
    pairs = {name: ordered_pairs(*challenge["calls"][name]) for name in found}
    if not close(found["distinct"], pairs["distinct"].mean()):
        return [
            Criterion(
                False,
                "a fração dos pares (positivo, negativo) na ordem certa",
                _name_auc_fault(found["distinct"], *challenge["calls"]["distinct"]),
                "Compare cada escore da classe 1 com cada escore da classe 0.",
            )
        ]
    y, scores = challenge["calls"]["ties"]
    tie_faults = {
        "empates contados como erro": ordered_pairs(y, scores, 0).mean(),
        "empates contados como acerto": ordered_pairs(y, scores, 1).mean(),
    }
    return [
        Criterion(True, "a fração dos pares (positivo, negativo) na ordem certa"),
        Criterion(
            close(found["ties"], pairs["ties"].mean()),
            "meio ponto por par empatado",
            first_match(found["ties"], tie_faults),
            "Conte à parte os pares em que os dois escores são iguais.",
        ),
    ]


def _as_curve(result: Any) -> Floats | None:
    """Os pontos (fpr, tpr), ou None se o resultado não forem dois vetores de números."""
    if not isinstance(result, list | np.ndarray) or len(result) != 2:
        return None
    fpr, tpr = (numbers(part) for part in result)
    if fpr is None or tpr is None or fpr.ndim != 1 or fpr.shape != tpr.shape or len(fpr) < 2:
        return None
    return np.column_stack([fpr, tpr])


def _same_curve(found: Floats, expected: Floats) -> bool:
    """Diz se são a mesma curva, a menos dos extremos e de pontos no meio de um segmento reto."""
    if (np.diff(found, axis=0) < -1e-6).any():
        return False
    inside = [
        c[(np.abs(c).max(axis=1) > 1e-6) & (np.abs(c - 1).max(axis=1) > 1e-6)]
        for c in (found, expected)
    ]
    before, after = np.diff(expected[:-1], axis=0), np.diff(expected[1:], axis=0)
    turns = np.abs(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]) > 1e-9
    corners = expected[1:-1][turns]
    return _contains(inside[1], inside[0]) and _contains(inside[0], corners)


def _contains(points: Floats, some: Floats) -> bool:
    if not len(some) or not len(points):
        return not len(some)
    distances = np.abs(points[None] - some[:, None]).max(axis=2)
    return bool((distances.min(axis=1) < 1e-4).all())


def _name_curve_fault(found: Floats, y: NDArray, scores: NDArray) -> str:
    expected = roc_reference(y, scores)
    rates = np.array([np.mean(y == 0), np.mean(y == 1)])
    faults = {
        "fpr e tpr trocados": found[:, ::-1],
        "a curva de (1, 1) a (0, 0): o limiar desce, e não sobe": found[::-1],
        "contagens, e não frações": found / (rates * len(y)),
        "frações do total de linhas, e não das linhas de cada classe": found / rates,
    }
    if name := next((n for n, curve in faults.items() if _same_curve(curve, expected)), ""):
        return name
    if _same_curve(found, roc_reference(y, -scores)):
        return "positivos com escore abaixo do limiar"
    hard = roc_reference(y, (scores >= 0.5).astype(float))
    return "a curva de rótulos já decididos em 0,5" if _same_curve(found, hard) else ""


def _name_end_fault(curve: Floats) -> str:
    start, end = close(curve[0], [0, 0]), close(curve[-1], [1, 1])
    return " e ".join(
        text
        for ok, text in ((start, "falta o ponto (0, 0)"), (end, "falta o ponto (1, 1)"))
        if not ok
    )


def _name_auc_fault(found: float | None, y: NDArray, scores: NDArray) -> str:
    hard = (scores >= 0.5).astype(int)
    pairs = ordered_pairs(y, scores)
    faults = {
        "a AUC de rótulos já decididos em 0,5": ordered_pairs(y, hard).mean(),
        "as classes trocadas: a AUC da ordem contrária": 1 - pairs.mean(),
        "a acurácia, e não a AUC": np.mean(hard == y),
        "a contagem dos pares, sem dividir pelo total": pairs.sum(),
        "a divisão por todos os pares de linhas, e não pelos de classes diferentes": (
            pairs.sum() / (len(y) * (len(y) - 1) / 2)
        ),
    }
    return first_match(found, faults)
