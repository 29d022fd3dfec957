"""Juízes de `08-retropropagacao` para o erro na saída e a volta por uma camada."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.a08_retropropagacao.network import same
from mlp_course.checks.compare import close, failed_calls
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.numpy_mlp import Floats
from mlp_course.checks.read_matrices import as_floats, describe_shape, shape_of
from mlp_course.checks.read_numbers import first_match, numbers
from mlp_course.checks.reference import Mistakes, Reference, Rule

N_ROWS, INPUTS, UNITS = 7, 4, 3


def challenge_output(rng: np.random.Generator) -> Challenge:
    """Rótulos das duas classes e probabilidades que nem sempre concordam com eles."""
    y = rng.permutation(np.arange(8) < 4).astype(int)
    return {"calls": {"main": [y, rng.uniform(0.1, 0.9, size=8)]}}


def output_delta(y: NDArray, p: Floats) -> Floats:
    """Devolve a derivada da perda média em relação à soma da saída, (n, 1)."""
    return ((p - y) / len(y))[:, None]


OUTPUT_MISTAKES: Mistakes = {
    "o sinal trocado: y - p": lambda y, p: (y - p) / len(y),
    "o sinal trocado, e sem a média": lambda y, p: y - p,
    "o erro sem dividir por n: a perda é uma média": lambda y, p: p - y,
    "a divisão por n feita duas vezes": lambda y, p: (p - y) / len(y) ** 2,
    "a derivada da sigmoide a mais, p (1 - p): ela já se cancelou": lambda y, p: (
        (p - y) * p * (1 - p) / len(y)
    ),
    "a derivada da sigmoide a mais, e sem a média": lambda y, p: (p - y) * p * (1 - p),
    "a derivada em relação a p, e não à soma z": lambda y, p: (p - y) / (p * (1 - p)) / len(y),
    "o valor absoluto do erro": lambda y, p: np.abs(p - y) / len(y),
    "o erro ao quadrado": lambda y, p: (p - y) ** 2 / len(y),
}


def same_output(found: Any, expected: Floats) -> bool:
    """Compara os valores, em vetor ou em coluna."""
    n = len(expected)
    return shape_of(found) in ((n,), (n, 1)) and same(found, expected.ravel())


def _describe_output(found: Any, right: Floats) -> str:
    n, shape = len(right), shape_of(found)
    if shape == (n, n):
        return "uma matriz (n, n): broadcasting de uma coluna contra um vetor"
    if shape not in ((n,), (n, 1)):
        return describe_shape(found)
    return "" if numbers(found) is not None else "NaN, infinito, True ou False, e não números"


judge_output = Reference(
    output_delta,
    (
        Rule(
            ("main",),
            "a derivada da perda média em relação à soma da saída, linha por linha",
            "O erro de uma linha é o que a rede disse menos o que aconteceu.",
            weight=3,
            gate=True,
            mistakes=OUTPUT_MISTAKES,
            found=_describe_output,
        ),
        Rule(
            ("main",),
            "uma coluna (n, 1), pronta para o produto de matrizes",
            "Um vetor vira coluna com [:, None] ou .reshape(-1, 1).",
            same=lambda found, right: shape_of(found) == right.shape,
            found=lambda found, right: describe_shape(found),
        ),
    ),
    # O que não é uma matriz também se descreve.
    read=lambda result: result,
    equal=same_output,
)


def challenge_layer(rng: np.random.Generator) -> Challenge:
    """Uma camada retangular e uma quadrada, em que um produto transposto não dá erro."""
    sizes = {"main": (N_ROWS, INPUTS, UNITS), "square": (4, 4, 4)}
    calls = {
        name: [
            rng.normal(size=(n_rows, inputs)),
            rng.normal(size=(inputs, units)),
            rng.normal(size=(n_rows, units)),
        ]
        for name, (n_rows, inputs, units) in sizes.items()
    }
    return {"calls": calls}


def layer_gradients(A: Floats, W: Floats, delta: Floats) -> list[Floats]:
    """Devolve os gradientes em relação a W, b e A."""
    return [A.T @ delta, delta.sum(axis=0), delta @ W.T]


def judge_layer(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga os três gradientes de uma camada, cada um por si."""
    calls = challenge["calls"]
    failure = failed_calls(data, ["main"])
    results = {name: triple((data[name] or {}).get("result")) for name in calls}
    if failure or results["main"] is None:
        fault = _name_first_fault(results["square"], calls["square"])
        if fault or failure is None:
            found = fault or "outra coisa"
            hint = "A função termina com return dW, db, dA."
            return [Criterion(False, "três matrizes: dW, db e dA, nesta ordem", found, hint)]
        return [failure]
    names = {
        "dW": "o gradiente de cada peso: a entrada dele vezes o erro do neurônio, nas n linhas",
        "db": "o gradiente de cada viés: os erros do neurônio, somados nas linhas",
        "dA": "o erro de cada entrada: os erros dos neurônios, pelos pesos que os ligam a ela",
    }
    hints = {
        "dW": "dW tem o formato de W: que produto de A e delta dá (entradas, neurônios)?",
        "db": "db tem o formato de b, (neurônios,): uma soma no eixo das linhas.",
        "dA": "dA tem o formato de A: que produto de delta e W dá (n, entradas)?",
    }
    return [
        Criterion(
            all(
                parts is not None and same_part(parts[i], layer_gradients(*calls[call])[i])
                for call, parts in results.items()
            ),
            expected,
            _name_part_fault(results["main"], calls["main"], i)
            or _name_part_fault(results["square"], calls["square"], i),
            hints[name],
        )
        for i, (name, expected) in enumerate(names.items())
    ]


def triple(result: Any) -> list[Any] | None:
    """Lê três matrizes de números, de qualquer formato."""
    if not isinstance(result, list) or len(result) != 3:
        return None
    return result if all(as_floats(part) is not None for part in result) else None


def same_part(found: Any, expected: Floats) -> bool:
    """Compara um gradiente; um viés em linha, (1, neurônios), tem os mesmos números."""
    array = numbers(found)
    if array is not None and expected.ndim == 1 and array.shape == (1, len(expected)):
        array = array[0]
    return close(array, expected)


def _name_first_fault(parts: list[Any] | None, inputs: list[Floats]) -> str:
    names = (_name_part_fault(parts, inputs, i) for i in range(3))
    return next((name for name in names if name), "")


def _name_part_fault(parts: list[Any] | None, inputs: list[Floats], i: int) -> str:
    if parts is None:
        return ""
    A, W, delta = inputs
    expected = layer_gradients(A, W, delta)
    n = len(A)
    by_part: list[dict[str, Any]] = [
        {
            "dW transposto: o produto é da entrada pelo erro, nessa ordem": expected[0].T,
            "A sem transpor": A @ delta if n == A.shape[1] else None,
            "a entrada somada antes do produto": np.outer(A.sum(axis=0), delta.sum(axis=0)),
            "o erro da primeira linha só": np.outer(A[0], delta[0]),
        },
        {
            "a média dos erros, e não a soma: o 1/n já está em delta": delta.mean(axis=0),
            "a soma no eixo dos neurônios, e não no das linhas": delta.sum(axis=1),
            "a soma de tudo em um número só": delta.sum(),
            "os erros sem somar": delta,
        },
        {
            "W sem transpor": delta @ W if W.shape[0] == W.shape[1] else None,
            "o erro como veio, sem passar pelos pesos": delta,
            "dA transposto": expected[2].T,
            "a entrada no lugar do erro dela": A,
        },
    ]
    common = {
        "o sinal trocado": -expected[i],
        "a divisão por n feita outra vez: o 1/n já está em delta": expected[i] / n,
    }
    found = as_floats(parts[i])
    others = {
        f"o que devia ser {other}: a ordem é dW, db, dA": expected[j]
        for j, other in enumerate(("dW", "db", "dA"))
        if j != i
    }
    name = first_match(found, by_part[i] | common | others)
    wrong_shape = shape_of(parts[i]) != expected[i].shape
    return name or (describe_shape(parts[i]) if wrong_shape else "")
