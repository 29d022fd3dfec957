"""Juízes de `07-neuronio` para as ativações: sigmoide e ReLU."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, softmax

from mlp_course.checks.compare import close, failed_calls
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_matrices import as_floats, describe_shape, untouched
from mlp_course.checks.read_numbers import first_match, numbers

# Como o Python e o NumPy chamam uma conta que estoura.
OVERFLOW_ERRORS = ("FloatingPointError", "OverflowError")


def challenge_sigmoid(rng: np.random.Generator) -> Challenge:
    """Somas comuns, em matriz, e somas em que uma exponencial estoura."""
    moderate = rng.uniform(-6, 6, size=(5, 4))
    extreme = np.concatenate([rng.uniform(-5000, -800, 3), [0.0], rng.uniform(800, 5000, 3)])
    return {"calls": {"moderate": [moderate], "extreme": [rng.permutation(extreme)]}}


def judge_sigmoid(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga os valores, a estabilidade e o respeito à entrada."""
    if failure := failed_calls(data, ["moderate"]):
        return [failure]
    (z,) = challenge["calls"]["moderate"]
    expected = "1 / (1 + exp(-z)) de cada elemento, no formato de z"
    if not close(numbers(data["moderate"]["result"]), expit(z)):
        fault = _name_sigmoid_fault(data["moderate"]["result"], z)
        return [
            Criterion(False, expected, fault, "Experimente z = 0: a resposta deve ser 0,5."),
        ]
    return [
        Criterion(True, expected),
        stability(data["extreme"], challenge["calls"]["extreme"][0]),
        untouched(data, ["moderate", "extreme"]),
    ]


def stability(call: dict[str, Any] | None, z: NDArray) -> Criterion:
    """Critério de valores certos, sem conta que estoure, onde ``exp(abs(z))`` não cabe."""
    result, error = (call["result"], call["error"]) if call else (None, None)
    return Criterion(
        close(numbers(result), expit(z)),
        "valores finitos e nenhuma conta que estoure, mesmo com z = -5000 ou z = 5000",
        _name_instability(result, error),
        "exp(x) só estoura com x positivo: escreva a conta com exp(-abs(z)).",
        weight=2,
    )


def challenge_relu(rng: np.random.Generator) -> Challenge:
    """Uma matriz com valores dos dois lados do zero e dos dois lados de 1 e de -1."""
    z = np.linspace(0.2, 4, 20) * np.tile([1, -1], 10) + rng.uniform(-0.1, 0.1, size=20)
    return {"calls": {"matrix": [rng.permutation(z).reshape(4, 5)]}}


def judge_relu(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga os valores e o respeito à entrada."""
    if failure := failed_calls(data, ["matrix"]):
        return [failure]
    (z,) = challenge["calls"]["matrix"]
    expected = "max(z, 0) de cada elemento, no formato de z"
    if not close(numbers(data["matrix"]["result"]), np.maximum(z, 0)):
        return [
            Criterion(
                False,
                expected,
                _name_relu_fault(data["matrix"]["result"], z),
                "Um elemento positivo passa como está; um negativo vira zero.",
            )
        ]
    return [Criterion(True, expected, weight=3), untouched(data, ["matrix"])]


def _name_instability(result: Any, error: str | None) -> str:
    if error:
        overflow = error.startswith(OVERFLOW_ERRORS)
        return f"overflow, a exponencial de um número grande ({error})" if overflow else error
    array = as_floats(result)
    if array is not None and np.isnan(array).any():
        return "NaN: infinito dividido por infinito"
    return "outros valores"


def _name_sigmoid_fault(result: Any, z: NDArray) -> str:
    s = expit(z)
    faults: dict[str, Any] = {
        "σ(-z), com o sinal do expoente trocado": expit(-z),
        "a derivada da sigmoide": s * (1 - s),
        "a tangente hiperbólica": np.tanh(z),
        "classes já decididas em 0 e 1": np.round(s),
        "1/1 + exp(-z): faltam parênteses no denominador": 1 + np.exp(-z),
        "uma softmax: as saídas dependem umas das outras": softmax(z),
        "uma softmax, linha a linha": softmax(z, axis=1),
    }
    return _describe(result, z, faults)


def _name_relu_fault(result: Any, z: NDArray) -> str:
    faults: dict[str, Any] = {
        "o valor absoluto": np.abs(z),
        "min(z, 0): ficou a parte negativa": np.minimum(z, 0),
        "a derivada da ReLU, 0 ou 1": z > 0,
        "um corte em 1 (np.clip com teto)": np.clip(z, 0, 1),
        "a entrada como veio": z,
        "a softplus, que é parecida mas suave": np.logaddexp(0, z),
        "np.max, que reduz a matriz; o máximo elemento a elemento é outro": z.max(axis=0),
        "só o maior elemento da matriz": z.max(),
        "os negativos removidos, e não zerados": z[z > 0],
    }
    if _is_leaky(result, z):
        return "uma leaky ReLU: os negativos encolheram, mas não viraram zero"
    return _describe(result, z, faults)


def _is_leaky(result: Any, z: NDArray) -> bool:
    found = numbers(result, z.shape)
    if found is None or not close(found[z > 0], z[z > 0]):
        return False
    slopes = found[z < 0] / z[z < 0]
    return bool(slopes.min() > 0 and slopes.max() < 1 and np.ptp(slopes) < 1e-4)


def _describe(result: Any, z: NDArray, faults: dict[str, Any]) -> str:
    array = as_floats(result)
    name = first_match(array, faults)
    return name or ("" if array is not None and array.shape == z.shape else describe_shape(result))
