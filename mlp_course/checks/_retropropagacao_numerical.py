"""Juiz de `03-retropropagacao` para a conferência numérica dos gradientes."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks._matrices import as_floats, copy_calls, shape_of
from mlp_course.checks._numpy_mlp import Floats, entropy_terms, forward
from mlp_course.checks._retropropagacao_network import (
    draw_problem,
    formats,
    same_blocks,
    six,
    six_criterion,
)
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.judging import failed_calls

# Com um passo grande, cada fórmula tem o seu erro: a de um lado só se denuncia.
COARSE_STEP = 0.05


def challenge_numerical(rng: np.random.Generator) -> Challenge:
    """Um passo pequeno, e um grande em que o erro de cada fórmula aparece."""
    fine, coarse = draw_problem(rng, 6, (3, 4, 3, 1)), draw_problem(rng, 6, (3, 3, 4, 1))
    calls = {"fine": [*fine, 1e-5], "coarse": [*coarse, COARSE_STEP]}
    return {"calls": calls, "problems": copy_calls(calls)}


def judge_numerical(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga a diferença central com um passo pequeno e com um grande."""
    if failure := failed_calls(data, ["fine"]):
        return [failure]
    problems = challenge["problems"]
    found = {name: six((data[name] or {}).get("result")) for name in problems}
    fine = found["fine"]
    if fine is None:
        return [six_criterion(data["fine"]["result"])]
    reference = {name: numerical(*problem) for name, problem in problems.items()}
    expected = "quanto a perda muda quando um só peso muda, para cada um deles"
    if not same_blocks(fine, reference["fine"]):
        return [
            Criterion(
                False,
                expected,
                _name_numerical_fault(fine, problems["fine"]),
                "Mude um peso, meça a perda, e devolva o peso ao que era antes do próximo.",
            )
        ]
    coarse = found["coarse"]
    return [
        Criterion(True, expected),
        Criterion(
            coarse is not None and same_blocks(coarse, reference["coarse"]),
            "a diferença central, dos dois lados do peso, com o passo h recebido",
            "" if coarse is None else _name_numerical_fault(coarse, problems["coarse"]),
            "São duas perdas, em w + h e em w - h, divididas por 2 h.",
        ),
        formats(fine, reference["fine"]),
    ]


def loss(X: Floats, y: NDArray, weights: Sequence[Floats]) -> float:
    """Devolve a entropia cruzada média da rede."""
    return float(entropy_terms(y, forward(X, weights)).mean())


def numerical(
    X: Floats,
    y: NDArray,
    weights: list[Floats],
    h: float,
    sides: tuple[float, float] = (1, -1),
) -> list[Floats]:
    """Devolve ``(L(w + sides[0] h) - L(w + sides[1] h)) / (sides[0] - sides[1]) h``."""
    gradients = []
    for block, W in enumerate(weights):
        gradient = np.zeros_like(W)
        for where in np.ndindex(W.shape):
            losses = []
            for side in sides:
                moved = [np.array(w) for w in weights]
                moved[block][where] += side * h
                losses.append(loss(X, y, moved))
            gradient[where] = (losses[0] - losses[1]) / ((sides[0] - sides[1]) * h)
        gradients.append(gradient)
    return gradients


def _name_numerical_fault(found: list[Any], problem: list[Any]) -> str:
    X, y, weights, h = problem
    central = numerical(*problem)
    scaled: dict[str, Callable[[Floats], Floats]] = {
        "o sinal trocado: primeiro w + h, depois w - h": lambda g: -g,
        "falta o 2: os dois lados estão a 2 h um do outro": lambda g: 2 * g,
        "um 2 a mais": lambda g: g / 2,
        "falta dividir por 2 h": lambda g: 2 * h * g,
        "falta dividir por h": lambda g: h * g,
    }
    faults = {name: [change(g) for g in central] for name, change in scaled.items()}
    faults |= {
        "a diferença de um lado só, L(w + h) - L(w)": numerical(X, y, weights, h, (1, 0)),
        "a diferença de um lado só, L(w) - L(w - h)": numerical(X, y, weights, h, (0, -1)),
        "outro passo: h foi ignorado": numerical(X, y, weights, 1e-5),
        "a soma das perdas, e não a média": [len(y) * g for g in central],
        "pesos que não voltaram ao que eram: as mudanças se acumulam": _accumulated(*problem),
    }
    matches = (name for name, wrong in faults.items() if same_blocks(found, wrong))
    return next(matches, "") or _name_together(found, central)


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


def _name_together(found: list[Any], central: list[Floats]) -> str:
    """Quem muda um bloco inteiro de uma vez obtém o mesmo número em todo o bloco."""
    arrays = [as_floats(part) for part in found]
    constant = [a is not None and a.size > 0 and float(np.ptp(a)) < 1e-9 for a in arrays]
    same_shapes = [shape_of(a) == b.shape for a, b in zip(found, central, strict=True)]
    if all(constant) and all(same_shapes):
        return "o mesmo número no bloco todo: mude um peso por vez"
    return "" if all(same_shapes) else "gradientes com outros formatos"
