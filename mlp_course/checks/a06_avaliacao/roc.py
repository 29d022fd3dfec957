"""Juízes de `06-avaliacao` para a curva ROC e a AUC."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.compare import close, failed_calls
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_numbers import first_match, numbers, scalar

Floats = NDArray[np.float64]
AUC_MARGIN = 1e-3


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
    while not _is_telling(*distinct):
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
    too_many = len(curves["ties"]) > len(expected["ties"])
    starts, ends = (np.array([curve[place] for curve in curves.values()]) for place in (0, -1))
    missing = [
        f"falta o ponto {point}"
        for point, ok in (
            ("(0, 0)", close(starts, np.zeros_like(starts))),
            ("(1, 1)", close(ends, np.ones_like(ends))),
        )
        if not ok
    ]
    return [
        Criterion(True, "a curva de FPR (horizontal) e TPR (vertical), limiar por limiar"),
        Criterion(
            _same_curve(curves["ties"], expected["ties"]),
            "um ponto por escore distinto: quem empata entra junto",
            "empates separados, uma linha por vez" if too_many else "uma curva diferente",
            "Percorra np.unique(scores), e não as linhas.",
        ),
        Criterion(
            not missing,
            "uma curva que começa em (0, 0) e termina em (1, 1)",
            " e ".join(missing),
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
    if fpr is None or tpr is None or fpr.ndim != 1 or fpr.shape != tpr.shape or not len(fpr):
        return None
    return np.column_stack([fpr, tpr])


def _same_curve(found: Floats, expected: Floats) -> bool:
    """Diz se são a mesma curva, a menos dos extremos e de pontos no meio de um segmento reto."""
    before, after = np.diff(expected[:-1], axis=0), np.diff(expected[1:], axis=0)
    turns = ~np.isclose(before[:, 0] * after[:, 1], before[:, 1] * after[:, 0])
    corners = expected[1:-1][turns]
    return _is_part(found, expected) and _contains(found, corners)


def _is_part(found: Floats, expected: Floats) -> bool:
    """Diz se todo ponto está na curva esperada, e em ordem."""
    rises = close(found, np.maximum.accumulate(found, axis=0))
    return rises and _contains(expected, found)


def _contains(points: Floats, some: Floats) -> bool:
    distances = np.abs(points[None] - some[:, None]).max(axis=2)
    return bool((distances.min(axis=1) < 1e-4).all())


def _name_curve_fault(found: Floats, y: NDArray, scores: NDArray) -> str:
    expected, ordered = roc_reference(y, scores), np.unique(found, axis=0)
    rates = np.array([np.mean(y == 0), np.mean(y == 1)])
    faults = {
        "fpr e tpr trocados": found[:, ::-1],
        "os pontos fora de ordem: o limiar desce, do maior escore ao menor": ordered,
        "contagens, e não frações": found / (rates * len(y)),
        "frações do total de linhas, e não das linhas de cada classe": found / rates,
    }
    if name := next((n for n, curve in faults.items() if _same_curve(curve, expected)), ""):
        return name
    if _same_curve(ordered, roc_reference(y, -scores)):
        return "positivos com escore abaixo do limiar"
    if _same_curve(found, roc_reference(y, (scores >= 0.5).astype(float))):
        return "a curva de rótulos já decididos em 0,5"
    return "só alguns pontos da curva: falta limiar" if _is_part(found, expected) else ""


def _name_auc_fault(found: float | None, y: NDArray, scores: NDArray) -> str:
    return first_match(found, _auc_faults(y, scores))


def _is_telling(y: NDArray, scores: NDArray) -> bool:
    """Diz se nenhum erro conhecido dá, por acaso, a AUC certa."""
    right = ordered_pairs(y, scores).mean()
    return min(abs(value - right) for value in _auc_faults(y, scores).values()) > AUC_MARGIN


def _auc_faults(y: NDArray, scores: NDArray) -> dict[str, float]:
    hard = (scores >= 0.5).astype(int)
    pairs = ordered_pairs(y, scores)
    return {
        "a AUC de rótulos já decididos em 0,5": ordered_pairs(y, hard).mean(),
        "as classes trocadas: a AUC da ordem contrária": 1 - pairs.mean(),
        "a acurácia, e não a AUC": np.mean(hard == y),
        "a contagem dos pares, sem dividir pelo total": pairs.sum(),
        "a divisão por todos os pares de linhas, e não pelos de classes diferentes": (
            pairs.sum() / (len(y) * (len(y) - 1) / 2)
        ),
    }
