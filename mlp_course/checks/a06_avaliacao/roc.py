"""Juízes de `06-avaliacao` para a curva ROC e a AUC."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.compare import close
from mlp_course.checks.definition import Challenge
from mlp_course.checks.read_numbers import numbers, scalar
from mlp_course.checks.reference import Reference, Rule

Floats = NDArray[np.float64]
# Entre a AUC certa e a de cada erro conhecido, mais que a folga de `close`.
AUC_MARGIN = 2.5e-4
# Um float32 ainda separa dois escores a esta distância; quem arredonda, ou usa np.isclose, não.
ALMOST_TIED = 5e-7
ENDS = [0, -1]


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
    while True:
        distinct = draw_scores(rng, 40, rng.uniform(0.3, 0.45))
        _almost_tie(rng, *distinct)
        # Nenhum erro conhecido dá, por acaso, a AUC certa, nem a de outro erro.
        values = [mistake(*distinct) for mistake in (auc, *AUC_MISTAKES.values())]
        if np.diff(np.sort(values)).min() > AUC_MARGIN:
            break
    y, scores = draw_scores(rng, 60, rng.uniform(0.3, 0.45))
    return {"calls": {"distinct": [*distinct], "ties": [y, np.round(scores * 5) / 5]}}


def _almost_tie(rng: np.random.Generator, y: NDArray, scores: Floats) -> None:
    """Põe um negativo logo acima de um positivo: a ordem é clara, mas por muito pouco."""
    above, below = (rng.choice(np.flatnonzero(y == label)) for label in (0, 1))
    scores[above] = scores[below] + ALMOST_TIED


def roc_curve(y: NDArray, scores: NDArray) -> Floats:
    """Pontos (fpr, tpr) da curva ROC, (n_thresholds + 1, 2)."""
    thresholds = np.unique(scores)[::-1]
    points = [
        [np.mean(scores[y == label] >= threshold) for label in (0, 1)] for threshold in thresholds
    ]
    return np.array([[0.0, 0.0], *points])


# Para dar nome a um erro, a ordem dos pontos não conta.
CURVE_MISTAKES = {
    "fpr e tpr trocados": lambda y, s: roc_curve(y, s)[:, ::-1],
    "os pontos fora de ordem: o limiar desce, do maior escore ao menor": roc_curve,
    "contagens, e não frações": lambda y, s: roc_curve(y, s) * np.bincount(y),
    "frações do total de linhas, e não das linhas de cada classe": (
        lambda y, s: roc_curve(y, s) * np.bincount(y) / len(y)
    ),
    "positivos com escore abaixo do limiar": lambda y, s: roc_curve(y, -s),
    "a curva de rótulos já decididos em 0,5": lambda y, s: roc_curve(y, s >= 0.5),
}


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


def _same_points(found: Floats, expected: Floats) -> bool:
    return _same_curve(np.unique(found, axis=0), expected)


def _missing_ends(found: Floats, expected: Floats) -> str:
    points = zip(("(0, 0)", "(1, 1)"), ENDS, strict=True)
    missing = [point for point, end in points if not close(found[end], expected[end])]
    return " e ".join(f"falta o ponto {point}" for point in missing)


judge_roc = Reference(
    roc_curve,
    (
        Rule(
            ("distinct",),
            "a curva de FPR (horizontal) e TPR (vertical), limiar por limiar",
            "Para cada limiar, conte quantos de cada classe têm escore maior ou igual a ele.",
            gate=True,
            same=_same_curve,
            mistakes=CURVE_MISTAKES,
            found=lambda found, expected: (
                "só alguns pontos da curva: falta limiar" if _is_part(found, expected) else ""
            ),
        ),
        Rule(
            ("ties",),
            "um ponto por escore distinto: quem empata entra junto",
            "Percorra np.unique(scores), e não as linhas.",
            same=_same_curve,
            found=lambda found, expected: (
                "empates separados, uma linha por vez"
                if len(found) > len(expected)
                else "uma curva diferente"
            ),
        ),
        Rule(
            ("distinct", "ties"),
            "uma curva que começa em (0, 0) e termina em (1, 1)",
            "O limiar acima de todos os escores não chama ninguém de positivo.",
            same=lambda found, expected: close(found[ENDS], expected[ENDS]),
            found=_missing_ends,
        ),
    ),
    read=_as_curve,
    blame=(
        "dois vetores de números do mesmo tamanho, fpr e tpr",
        "outra coisa",
        "A função termina com return fpr, tpr.",
    ),
    equal=_same_points,
)


def auc(y: NDArray, scores: NDArray) -> float:
    """Devolve a fração dos pares na ordem certa; um par empatado vale meio."""
    return float(ordered_pairs(y, scores).mean())


AUC_MISTAKES = {
    "a AUC de rótulos já decididos em 0,5": lambda y, s: auc(y, s >= 0.5),
    "as classes trocadas: a AUC da ordem contrária": lambda y, s: 1 - auc(y, s),
    "a acurácia, e não a AUC": lambda y, s: np.mean((s >= 0.5) == y),
    "a contagem dos pares, sem dividir pelo total": lambda y, s: ordered_pairs(y, s).sum(),
    "a divisão por todos os pares de linhas, e não pelos de classes diferentes": (
        lambda y, s: ordered_pairs(y, s).sum() / (len(y) * (len(y) - 1) / 2)
    ),
    "a AUC que sairia se escores quase iguais empatassem": lambda y, s: auc(y, s.round(5)),
    "a AUC arredondada": lambda y, s: round(auc(y, s), 3),
}
TIE_MISTAKES = {
    "empates contados como erro": lambda y, s: ordered_pairs(y, s, tie=0).mean(),
    "empates contados como acerto": lambda y, s: ordered_pairs(y, s, tie=1).mean(),
}


judge_auc = Reference(
    auc,
    (
        Rule(
            ("distinct",),
            "a fração dos pares (positivo, negativo) na ordem certa",
            "Compare cada escore da classe 1 com cada escore da classe 0.",
            gate=True,
            mistakes=AUC_MISTAKES,
        ),
        Rule(
            ("ties",),
            "meio ponto por par empatado",
            "Conte à parte os pares em que os dois escores são iguais.",
            mistakes=TIE_MISTAKES,
        ),
    ),
    read=scalar,
)
