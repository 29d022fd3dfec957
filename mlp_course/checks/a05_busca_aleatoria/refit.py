"""Juiz de `05-busca-aleatoria` para o reajuste com o treino inteiro."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mlp_course.checks.definition import Challenge
from mlp_course.checks.read_matrices import as_floats, describe_shape
from mlp_course.checks.reference import Mistakes, Reference, Rule
from mlp_course.population import Population

Floats = NDArray[np.float64]

SEED = 42
# Na mesma máquina a conta se repete; outra ordem de somas em float32 muda menos de 1e-4. Em 150
# sorteios, outra semente em fit muda algum escore em ao menos 1,6e-3.
TOLERANCE = 5e-4


def draw_problem(rng: np.random.Generator, n_features: int, epochs: int) -> list[Any]:
    """Sorteia os argumentos de refit: linhas separáveis e penalidades que se notam."""
    X = rng.normal(size=(240, n_features))
    y = (X[:, 0] + X[:, 1] + rng.normal(0, 0.5, size=240) > 0).astype(int)
    return [(16, 9), (1e-3, 1e-2), epochs, X, y, rng.normal(size=(20, n_features))]


def challenge_refit(rng: np.random.Generator) -> Challenge:
    """Poucas epochs, para que uma a mais ou a menos mude os escores."""
    return {"calls": {"main": draw_problem(rng, int(rng.integers(5, 12)), 6)}}


def refit(
    neurons: Any, reg: Any, epochs: int, X: Floats, y: NDArray, X_new: Floats, **settings: Any
) -> Floats:
    """Devolve os escores de `X_new` depois do treino; `settings` vão a ``fit``."""
    table = pd.DataFrame({"neurons": [tuple(neurons)], "reg": [tuple(reg)]})
    network = Population.from_hyperparameters(table, X.shape[1], seed=SEED)
    network.fit(X, y, epochs=epochs, seed=SEED, **settings)
    return network.predict(X_new)[0].astype(float)


# n, r e e são neurons, reg e epochs; d, os dados: X, y e X_new.
REFIT_MISTAKES: Mistakes = {
    "a rede treinada com 75 % das linhas: a validação não voltou": (
        lambda n, r, e, *d: refit(n, r, e, *d, validation_split=0.25)
    ),
    "75 % das linhas e 50 epochs": lambda n, r, e, *d: refit(n, r, 50, *d, validation_split=0.25),
    "50 epochs, o padrão de fit: epochs foi ignorado": lambda n, r, e, *d: refit(n, r, 50, *d),
    "uma epoch a mais": lambda n, r, e, *d: refit(n, r, e + 1, *d),
    "uma epoch a menos": lambda n, r, e, *d: refit(n, r, e - 1, *d),
    "h1 e h2 trocados": lambda n, r, e, *d: refit(n[::-1], r, e, *d),
    "l1 e l2 trocados": lambda n, r, e, *d: refit(n, r[::-1], e, *d),
    "as penalidades ficaram de fora": lambda n, r, e, *d: refit(n, (0, 0), e, *d),
    "as classes 0 e 1 no lugar das probabilidades": lambda *problem: refit(*problem) > 0.5,
    "a probabilidade da classe 0": lambda *problem: 1 - refit(*problem),
}


def near(found: Floats, expected: Floats) -> bool:
    """Diz se os escores são do mesmo treino, seja qual for o formato."""
    same_size = found.size == expected.size
    return same_size and float(np.abs(found.ravel() - expected).max()) < TOLERANCE


EXPECTED = "um escore por linha de X_new, da rede treinada com todas as linhas de X"
judge_refit = Reference(
    refit,
    (
        Rule(
            ("main",),
            EXPECTED,
            "predict devolve uma linha por rede, e aqui há uma rede só.",
            weight=0,
            gate=True,
            same=lambda found, right: found.size == right.size,
            found=lambda found, right: describe_shape(found),
        ),
        Rule(
            ("main",),
            EXPECTED,
            "Sem validation_split e sem patience, fit usa todas as linhas e todas as epochs.",
            weight=3,
            mistakes=REFIT_MISTAKES,
            found="outros escores; confira seed=42, na criação e em fit, e o que fit recebe",
        ),
        Rule(
            ("main",),
            "um vetor (n_new,)",
            "A primeira linha do que predict devolve já é o vetor.",
            same=lambda found, right: found.shape == right.shape and near(found, right),
            found=lambda found, right: (
                describe_shape(found) if near(found, right) else "escores de outro treino"
            ),
        ),
    ),
    read=as_floats,
    equal=near,
)
