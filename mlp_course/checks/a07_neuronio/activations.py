"""Juízes de `07-neuronio` para as ativações: sigmoide e ReLU."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from scipy.special import expit, softmax

from mlp_course.checks.compare import close
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.numpy_mlp import Floats, relu
from mlp_course.checks.read_matrices import as_floats, other_shape, untouched
from mlp_course.checks.read_numbers import numbers
from mlp_course.checks.reference import Mistakes, Reference, Rule

# Como o Python e o NumPy chamam uma conta que estoura.
OVERFLOW_ERRORS = ("FloatingPointError", "OverflowError")


def challenge_sigmoid(rng: np.random.Generator) -> Challenge:
    """Somas comuns, em matriz, e somas em que uma exponencial estoura."""
    moderate = rng.uniform(-6, 6, size=(5, 4))
    extreme = np.concatenate([rng.uniform(-5000, -800, 3), [0.0], rng.uniform(800, 5000, 3)])
    return {"calls": {"moderate": [moderate], "extreme": [rng.permutation(extreme)]}}


SIGMOID_MISTAKES: Mistakes = {
    "σ(-z), com o sinal do expoente trocado": lambda z: expit(-z),
    "a derivada da sigmoide": lambda z: expit(z) * expit(-z),
    "a tangente hiperbólica": np.tanh,
    "classes já decididas em 0 e 1": lambda z: np.round(expit(z)),
    "1/1 + exp(-z): faltam parênteses no denominador": lambda z: 1 + np.exp(-z),
    "uma softmax: as saídas dependem umas das outras": softmax,
    "uma softmax, linha a linha": partial(softmax, axis=1),
}


def _judge_extreme(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga a estabilidade, onde ``exp(abs(z))`` não cabe, e o respeito à entrada."""
    call = data["extreme"] or {"result": None, "error": None}
    (z,) = challenge["calls"]["extreme"]
    stable = Criterion(
        close(numbers(call["result"]), expit(z)),
        "valores finitos e nenhuma conta que estoure, mesmo com z = -5000 ou z = 5000",
        _name_instability(call["result"], call["error"]),
        "exp(x) só estoura com x positivo: escreva a conta com exp(-abs(z)).",
        weight=2,
    )
    return [stable, untouched(data, ["moderate", "extreme"])]


def _name_instability(result: Any, error: str | None) -> str:
    if error:
        overflow = error.startswith(OVERFLOW_ERRORS)
        return f"overflow, a exponencial de um número grande ({error})" if overflow else error
    array = as_floats(result)
    if array is not None and np.isnan(array).any():
        return "NaN: infinito dividido por infinito"
    return "outros valores"


judge_sigmoid = Reference(
    expit,
    (
        Rule(
            ("moderate",),
            "1 / (1 + exp(-z)) de cada elemento, no formato de z",
            "Experimente z = 0: a resposta deve ser 0,5.",
            gate=True,
            found=other_shape,
        ),
    ),
    read=as_floats,
    mistakes=SIGMOID_MISTAKES,
    after=(_judge_extreme,),
)


def challenge_relu(rng: np.random.Generator) -> Challenge:
    """Uma matriz com valores dos dois lados do zero e dos dois lados de 1 e de -1."""
    z = np.linspace(0.2, 4, 20) * np.tile([1, -1], 10) + rng.uniform(-0.1, 0.1, size=20)
    return {"calls": {"matrix": [rng.permutation(z).reshape(4, 5)]}}


RELU_MISTAKES: Mistakes = {
    "o valor absoluto": np.abs,
    "min(z, 0): ficou a parte negativa": lambda z: np.minimum(z, 0),
    "a derivada da ReLU, 0 ou 1": lambda z: z > 0,
    "um corte em 1 (np.clip com teto)": lambda z: np.clip(z, 0, 1),
    "a entrada como veio": lambda z: z,
    "a softplus, que é parecida mas suave": lambda z: np.logaddexp(0, z),
    "np.max, que reduz a matriz; o máximo elemento a elemento é outro": lambda z: z.max(axis=0),
    "só o maior elemento da matriz": np.max,
    "os negativos removidos, e não zerados": lambda z: z[z > 0],
}


def _describe_relu(found: Floats | None, right: Floats) -> str:
    if found is not None and found.shape == right.shape:
        positive = right > 0
        if close(found[positive], right[positive]) and (found[~positive] < 0).all():
            return "negativos que não viraram zero, como em uma leaky ReLU"
    return other_shape(found, right)


judge_relu = Reference(
    relu,
    (
        Rule(
            ("matrix",),
            "max(z, 0) de cada elemento, no formato de z",
            "Um elemento positivo passa como está; um negativo vira zero.",
            weight=3,
            gate=True,
            found=_describe_relu,
        ),
    ),
    read=as_floats,
    mistakes=RELU_MISTAKES,
    after=(lambda data, challenge: [untouched(data, ["matrix"])],),
)
