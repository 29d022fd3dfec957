"""Juiz de `08-retropropagacao` para os gradientes da rede."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.compare import close, failed_calls
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.numpy_mlp import Floats, backward, draw_weights, forward, layer_outputs
from mlp_course.checks.read_matrices import as_floats, describe_shape, shape_of
from mlp_course.checks.read_numbers import numbers

PARTS = ("W1", "b1", "W2", "b2", "W3", "b3")
SIX = "uma lista de seis gradientes, na ordem e nos formatos dos pesos"
# De trás para a frente, como a volta as percorre.
LAYERS = {2: "saída", 1: "segunda camada oculta", 0: "primeira camada oculta"}


def draw_problem(
    rng: np.random.Generator, n_rows: int, sizes: Sequence[int]
) -> tuple[Floats, NDArray[np.int64], list[Floats]]:
    """Sorteia linhas, rótulos e uma rede em que nenhum gradiente é quase zero.

    As máscaras das duas camadas são diferentes, e por isso trocá-las se nota. A saída fica
    longe de 0 e de 1, que a perda do enunciado corta para não dar infinito.
    """
    while True:
        X, weights = rng.normal(size=(n_rows, sizes[0])), draw_weights(rng, sizes)
        y = rng.permutation(np.arange(n_rows) % 2)
        masks = [z > 0 for z in layer_outputs(X, weights)[0][:2]]
        active = all(0.2 < mask.mean() < 0.8 for mask in masks)
        smallest = min(np.abs(g).max() for g in backward(X, y, weights))
        p = forward(X, weights)
        if active and smallest > 0.02 and p.min() > 1e-4 and p.max() < 1 - 1e-4:
            return X, y, weights


def challenge_gradients(rng: np.random.Generator) -> Challenge:
    """Uma rede toda quadrada, em que trocas não dão erro de formato, e outra não."""
    calls = {
        "square": [*draw_problem(rng, 5, (5, 5, 5, 1))],
        "other": [*draw_problem(rng, 9, (6, 5, 3, 1))],
    }
    return {"calls": calls}


def judge_gradients(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga os gradientes camada por camada, de trás para a frente, e os formatos."""
    problems = {name: challenge["calls"][name] for name in ("square", "other")}
    found = {name: six((data[name] or {}).get("result")) for name in problems}
    square, other = found["square"], found["other"]
    if square is None:
        return missing_six(data, "square")
    reference = {name: backward(*problem) for name, problem in problems.items()}
    right = [_same_layer(square, reference["square"], layer) for layer in LAYERS]
    if not any(right):
        fault = _name_layer_fault(square, problems["square"], 2)
        hint = "Escreva primeiro a saída: delta3, dW3 e db3. As outras camadas vêm dela."
        return [Criterion(False, SIX, fault, hint)]
    return [
        *[
            Criterion(
                ok,
                f"os gradientes de W{layer + 1} e b{layer + 1}, da {LAYERS[layer]}",
                _name_layer_fault(square, problems["square"], layer),
                "Confira esta camada com a conta numérica do item seguinte.",
            )
            for layer, ok in zip(LAYERS, right, strict=True)
        ],
        formats(square, reference["square"]),
        Criterion(
            other is not None
            and all(
                _same_layer(other, reference["other"], layer)
                for layer, ok in zip(LAYERS, right, strict=True)
                if ok
            ),
            "o mesmo em redes com camadas de tamanhos diferentes",
            (data["other"] or {}).get("error") or "outros valores",
            "Uma troca de camadas só não dá erro quando elas têm o mesmo tamanho.",
        ),
    ]


def formats(found: list[Any], expected: list[Floats]) -> Criterion:
    """Critério de que cada parte tem o formato do peso a que se refere."""
    wrong = [
        name for name, a, b in zip(PARTS, found, expected, strict=True) if shape_of(a) != b.shape
    ]
    return Criterion(
        not wrong,
        "cada gradiente com o formato do seu peso; o de um viés é (neurônios,)",
        f"outro formato em {', '.join(wrong)}",
        "Sem o mesmo formato, o passo do SGD muda o formato do peso.",
    )


def six(result: Any) -> list[Any] | None:
    """Lê seis matrizes de números, de qualquer formato."""
    if not isinstance(result, list) or len(result) != len(PARTS):
        return None
    return result if all(as_floats(part) is not None for part in result) else None


def missing_six(data: Any, name: str) -> list[Criterion]:
    """O critério não cumprido de quem não devolveu seis matrizes; nenhum, de quem devolveu."""
    if failure := failed_calls(data, [name]):
        return [failure]
    result = data[name]["result"]
    if six(result) is not None:
        return []
    if not isinstance(result, list):
        found = "outra coisa"
    elif len(result) == len(PARTS):
        found = "seis partes, uma delas sem ser uma matriz de números"
    else:
        found = f"uma lista de tamanho {len(result)}"
    return [Criterion(False, SIX, found, "Termine com return [dW1, db1, dW2, db2, dW3, db3].")]


def same(found: Any, expected: Floats) -> bool:
    """Compara valores; um viés em linha ou coluna tem os mesmos números."""
    array = numbers(found)
    if array is None or (expected.ndim == 2 and array.shape != expected.shape):
        return False
    return array.size == expected.size and close(array.ravel(), expected.ravel())


def same_blocks(found: Sequence[Any] | None, expected: Sequence[Floats]) -> bool:
    """Compara gradientes bloco por bloco."""
    return found is not None and all(map(same, found, expected))


def _same_layer(found: list[Any], expected: list[Floats], layer: int) -> bool:
    return same_blocks(_pair(found, layer), _pair(expected, layer))


def _pair(blocks: list[Any], layer: int) -> list[Any]:
    """Os pesos e o viés de uma camada."""
    return blocks[2 * layer : 2 * layer + 2]


def _faults(X: Floats, y: NDArray, weights: list[Floats]) -> dict[str, list[Floats]]:
    """Os gradientes de quem cometeu cada erro conhecido."""
    n = len(y)
    p = forward(X, weights)[:, None]
    error = p - y[:, None]
    return {
        "o sinal trocado: y - p no lugar de p - y": backward(X, y, weights, delta=-error / n),
        "a soma, e não a média: falta dividir por n": backward(X, y, weights, delta=error),
        "a soma, e não a média, com o sinal trocado": backward(X, y, weights, delta=-error),
        "a divisão por n feita duas vezes": backward(X, y, weights, delta=error / n**2),
        "a derivada da sigmoide a mais na saída": backward(
            X, y, weights, delta=error * p * (1 - p) / n
        ),
        "o produto transposto: o gradiente saiu com linhas e colunas trocadas": backward(
            X, y, weights, transposed=True
        ),
        "a derivada da ReLU esquecida": backward(X, y, weights, masks=None),
        "as máscaras da ReLU de camadas trocadas": backward(X, y, weights, masks=(1, 0)),
        "a máscara da ReLU da primeira camada nas duas": backward(X, y, weights, masks=(0, 0)),
        "a máscara da ReLU da segunda camada nas duas": backward(X, y, weights, masks=(1, 1)),
        "a máscara da ReLU ao contrário: z < 0": backward(X, y, weights, slope=lambda z: z < 0),
    }


def _name_layer_fault(found: list[Any], problem: list[Any], layer: int) -> str:
    """O nome do erro que explica os dois gradientes da camada; "" se nenhum explica.

    Uma camada sozinha não separa algumas trocas de máscaras: vale antes o erro que
    explica também as outras.
    """
    faults = _faults(*problem)
    matching = [name for name, wrong in faults.items() if _same_layer(found, wrong, layer)]
    whole = [name for name in matching if same_blocks(found, faults[name])]
    return next(iter(whole + matching), "") or _name_part_fault(
        _pair(found, layer), _pair(backward(*problem), layer)
    )


def _name_part_fault(found: list[Any], expected: list[Floats]) -> str:
    (dW, db), (W_right, b_right) = found, expected
    if same(dW, W_right):
        zero = same(db, 0 * b_right)
        return "o viés sem gradiente" if zero else "só o gradiente do viés está diferente"
    if same(db, b_right):
        shape = "" if shape_of(dW) == W_right.shape else f" ({describe_shape(dW)})"
        return f"só o gradiente dos pesos está diferente{shape}"
    return ""
