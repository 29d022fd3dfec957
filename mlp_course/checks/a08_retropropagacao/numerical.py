"""Juiz de `08-retropropagacao` para a conferência numérica dos gradientes."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.a08_retropropagacao.network import (
    draw_problem,
    formats,
    missing_six,
    same_blocks,
    six,
)
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.numpy_mlp import Floats, backward, entropy_terms, forward
from mlp_course.checks.read_matrices import shape_of
from mlp_course.checks.reference import Mistakes, Reference, Rule

# Com um passo grande, cada fórmula tem o seu erro: a de um lado só se denuncia.
COARSE_STEP = 0.05


def challenge_numerical(rng: np.random.Generator) -> Challenge:
    """Um passo pequeno, e um grande em que o erro de cada fórmula aparece."""
    calls = {"fine": [*draw_problem(rng, 6, (3, 4, 3, 1)), 1e-5], "coarse": _draw_coarse(rng)}
    return {"calls": calls}


def _draw_coarse(rng: np.random.Generator) -> list[Any]:
    """Sorteia uma rede em que a diferença com o passo grande se afasta da derivada exata.

    Em uma em cada dez as duas coincidem a menos da folga, e ignorar h passaria por certo.
    """
    while True:
        problem = draw_problem(rng, 6, (3, 3, 4, 1))
        pairs = zip(numerical(*problem, COARSE_STEP), backward(*problem), strict=True)
        if max(np.abs(a - b).max() for a, b in pairs) > 1e-3:
            return [*problem, COARSE_STEP]


def loss(X: Floats, y: NDArray, weights: Sequence[Floats]) -> float:
    """Devolve a entropia cruzada média da rede."""
    return float(entropy_terms(y, forward(X, weights)).mean())


def numerical(
    X: Floats,
    y: NDArray,
    weights: list[Floats],
    h: float,
    sides: tuple[float, float] = (1, -1),
    factor: float = 1,
) -> list[Floats]:
    """Devolve ``factor (L(w + sides[0] h) - L(w + sides[1] h)) / (sides[0] - sides[1]) h``."""
    gradients = []
    for block, W in enumerate(weights):
        gradient = np.zeros_like(W)
        for where in np.ndindex(W.shape):
            losses = []
            for side in sides:
                moved = [np.array(w) for w in weights]
                moved[block][where] += side * h
                losses.append(loss(X, y, moved))
            gradient[where] = factor * (losses[0] - losses[1]) / ((sides[0] - sides[1]) * h)
        gradients.append(gradient)
    return gradients


def _accumulated(X: Floats, y: NDArray, weights: list[Floats], h: float) -> list[Floats]:
    """As diferenças de quem soma h, subtrai 2 h e esquece de somar h outra vez."""
    moved = [np.array(w) for w in weights]
    gradients = []
    for W in moved:
        gradient = np.zeros_like(W)
        for where in np.ndindex(W.shape):
            W[where] += h
            above = loss(X, y, moved)
            W[where] -= 2 * h
            gradient[where] = (above - loss(X, y, moved)) / (2 * h)
        gradients.append(gradient)
    return gradients


MISTAKES: Mistakes = {
    "o sinal trocado: primeiro w + h, depois w - h": partial(numerical, factor=-1),
    "falta o 2: os dois lados estão a 2 h um do outro": partial(numerical, factor=2),
    "um 2 a mais": partial(numerical, factor=1 / 2),
    "falta dividir por 2 h": lambda X, y, w, h: numerical(X, y, w, h, factor=2 * h),
    "falta dividir por h": lambda X, y, w, h: numerical(X, y, w, h, factor=h),
    "a soma das perdas, e não a média": lambda X, y, w, h: numerical(X, y, w, h, factor=len(y)),
    "a diferença de um lado só, L(w + h) - L(w)": partial(numerical, sides=(1, 0)),
    "a diferença de um lado só, L(w) - L(w - h)": partial(numerical, sides=(0, -1)),
    "outro passo, ou a derivada exata: h foi ignorado": lambda X, y, w, h: backward(X, y, w),
    "pesos que não voltaram ao que eram: as mudanças se acumulam": _accumulated,
}


def _same_scaled(found: Any, wrong: list[Floats]) -> bool:
    """Compara na escala da resposta errada: com um h pequeno, em outra tudo caberia na folga."""
    scale = max(np.abs(part).max() for part in wrong)
    scaled = None if found is None else [np.asarray(part, dtype=float) / scale for part in found]
    return same_blocks(scaled, [part / scale for part in wrong])


def _name_pattern(found: list[Any] | None, central: list[Floats]) -> str:
    """O que se vê sem conhecer a conta: os formatos, os zeros e os blocos constantes."""
    if found is None:
        return ""
    if any(shape_of(a) != b.shape for a, b in zip(found, central, strict=True)):
        return "gradientes com outros formatos"
    arrays = [np.asarray(part, dtype=float) for part in found]
    if not any(array.any() for array in arrays):
        return "zeros: loss recebeu os pesos sem a mudança"
    # Quem muda um bloco inteiro de uma vez obtém o mesmo número em todo o bloco.
    constant = all(float(np.ptp(array)) < 1e-9 for array in arrays)
    return "o mesmo número no bloco todo: mude um peso por vez" if constant else ""


_judge_numerical = Reference(
    numerical,
    (
        Rule(
            ("fine",),
            "quanto a perda muda quando um só peso muda, para cada um deles",
            "Mude um peso, meça a perda, e devolva o peso ao que era antes do próximo.",
            gate=True,
            same=same_blocks,
            mistakes=MISTAKES,
            found=_name_pattern,
        ),
        Rule(
            ("coarse",),
            "a diferença central, dos dois lados do peso, com o passo h recebido",
            "São duas perdas, em w + h e em w - h, divididas por 2 h.",
            same=same_blocks,
            mistakes=MISTAKES,
            found=_name_pattern,
        ),
    ),
    read=six,
    needed=("fine",),
    equal=_same_scaled,
    after=(
        lambda data, challenge: [formats(data["fine"]["result"], challenge["calls"]["fine"][2])],
    ),
)


def judge_numerical(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga a diferença central com um passo pequeno e com um grande."""
    return missing_six(data, "fine") or _judge_numerical(data, challenge)
