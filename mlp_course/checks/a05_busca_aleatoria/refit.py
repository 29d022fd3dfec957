"""Juiz de `05-busca-aleatoria` para o reajuste com o treino inteiro."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mlp_course.checks.compare import failed_calls
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_matrices import describe_shape
from mlp_course.checks.read_numbers import numbers
from mlp_course.population import Population

Floats = NDArray[np.float64]

SEED = 42
# Na mesma máquina a conta se repete; outra ordem de somas em float32 muda menos de 1e-4.
TOLERANCE = 2e-3


def draw_problem(rng: np.random.Generator, n_features: int, epochs: int) -> list[Any]:
    """Sorteia os argumentos de refit: linhas separáveis e penalidades que se notam."""
    X = rng.normal(size=(240, n_features))
    y = (X[:, 0] + X[:, 1] + rng.normal(0, 0.5, size=240) > 0).astype(int)
    return [(16, 9), (1e-3, 1e-2), epochs, X, y, rng.normal(size=(20, n_features))]


def challenge_refit(rng: np.random.Generator) -> Challenge:
    """Poucas epochs, para que uma a mais ou a menos mude os escores."""
    return {"calls": {"main": draw_problem(rng, int(rng.integers(5, 12)), 6)}}


def judge_refit(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga os escores da rede reajustada, contra o mesmo treino feito pelo juiz."""
    if failure := failed_calls(data, ["main"]):
        return [failure]
    problem, result = challenge["calls"]["main"], data["main"]["result"]
    n_new = len(problem[-1])
    found = numbers(result)
    expected = "um escore por linha de X_new, da rede treinada com todas as linhas de X"
    if found is None or found.size != n_new:
        return [
            Criterion(
                False,
                expected,
                describe_shape(result),
                "predict devolve uma linha por rede, e aqui há uma rede só.",
            )
        ]
    right = near(found.ravel(), refit(*problem))
    return [
        Criterion(
            right,
            expected,
            "" if right else _name_refit_fault(found.ravel(), problem),
            "Sem validation_split e sem patience, fit usa todas as linhas e todas as epochs.",
            weight=3,
        ),
        Criterion(
            right and found.shape == (n_new,),
            "um vetor (n_new,)",
            describe_shape(result) if right else "escores de outro treino",
            "A primeira linha do que predict devolve já é o vetor.",
        ),
    ]


def refit(
    neurons: Sequence[int],
    reg: Sequence[float],
    epochs: int,
    X: Floats,
    y: NDArray,
    X_new: Floats,
    seed: int = SEED,
    **settings: Any,
) -> Floats:
    """Devolve os escores de `X_new` depois do treino; `settings` vão a ``fit``."""
    table = pd.DataFrame({"neurons": [tuple(neurons)], "reg": [tuple(reg)]})
    network = Population.from_hyperparameters(table, X.shape[1], seed=SEED)
    network.fit(X, y, epochs=epochs, seed=seed, **settings)
    return network.predict(X_new)[0].astype(float)


def near(found: Floats, expected: Floats) -> bool:
    """Diz se dois vetores de escores são do mesmo treino."""
    return found.shape == expected.shape and float(np.abs(found - expected).max()) < TOLERANCE


def _name_refit_fault(found: Floats, problem: list[Any]) -> str:
    neurons, reg, epochs, X, y, X_new = problem
    right = refit(*problem)
    data = (X, y, X_new)
    part: dict[str, Any] = {"validation_split": 0.25}
    faults = {
        "a rede treinada com 75 % das linhas: a validação não voltou": refit(
            neurons, reg, epochs, *data, **part
        ),
        "75 % das linhas e 50 epochs": refit(neurons, reg, 50, *data, **part),
        "50 epochs, o padrão de fit: epochs foi ignorado": refit(neurons, reg, 50, *data),
        "uma epoch a mais": refit(neurons, reg, epochs + 1, *data),
        "uma epoch a menos": refit(neurons, reg, epochs - 1, *data),
        "h1 e h2 trocados": refit(neurons[::-1], reg, epochs, *data),
        "l1 e l2 trocados": refit(neurons, reg[::-1], epochs, *data),
        "as penalidades ficaram de fora": refit(neurons, (0, 0), epochs, *data),
        "as classes 0 e 1 no lugar das probabilidades": (right > 0.5).astype(float),
        "a probabilidade da classe 0": 1 - right,
    }
    names = (name for name, scores in faults.items() if near(found, scores))
    return next(names, "outros escores: seed=42 na criação e em fit?")
