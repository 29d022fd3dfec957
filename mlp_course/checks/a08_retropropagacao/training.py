"""Juízes de `08-retropropagacao` para o passo do SGD e o laço de treino."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.a08_retropropagacao.network import draw_problem, same_blocks, six
from mlp_course.checks.compare import close, failed_calls
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.numpy_mlp import Floats, backward
from mlp_course.checks.read_matrices import copy_calls
from mlp_course.checks.read_numbers import numbers

SIX_WEIGHTS = "uma lista de seis matrizes: os pesos, na ordem e nos formatos em que vieram"


def challenge_step(rng: np.random.Generator) -> Challenge:
    """Pesos e gradientes quaisquer, nos formatos de uma rede pequena."""
    weights = draw_problem(rng, 6, (4, 3, 2, 1))[2]
    gradients = [rng.uniform(0.5, 2, w.shape) * rng.choice([-1, 1], w.shape) for w in weights]
    calls = {"main": [weights, gradients, float(rng.uniform(0.1, 0.4))]}
    return {"calls": calls, "problems": copy_calls(calls)}


def judge_step(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga um passo: pesos e vieses andam contra o gradiente."""
    if failure := failed_calls(data, ["main"]):
        return [failure]
    weights, gradients, rate = challenge["problems"]["main"]
    found = weights_like(data["main"]["result"], weights)
    if found is None:
        return [Criterion(False, SIX_WEIGHTS, "outra coisa", "Devolva os seis pesos novos.")]
    moves = [a - b for a, b in zip(found, weights, strict=True)]
    kernels = all(close(moves[i], -rate * gradients[i]) for i in (0, 2, 4))
    biases = all(close(moves[i], -rate * gradients[i]) for i in (1, 3, 5))
    fault = _name_step_fault(moves, found, gradients, rate)
    if not kernels and not biases:
        hint = "Cada peso anda contra o seu gradiente, learning_rate vezes."
        return [Criterion(False, "um passo contra o gradiente, em cada peso", fault, hint)]
    return [
        Criterion(kernels, "um passo contra o gradiente nas matrizes W", fault, "", 2),
        Criterion(biases, "o mesmo passo nos vieses", fault, "Os vieses também se treinam.", 1),
    ]


def weights_like(result: Any, weights: Sequence[Floats]) -> list[Floats] | None:
    """Lê seis matrizes de números finitos com os formatos de `weights`."""
    parts = six(result)
    if parts is None:
        return None
    read = [numbers(part, w.shape) for part, w in zip(parts, weights, strict=True)]
    whole = [array for array in read if array is not None]
    return whole if len(whole) == len(read) else None


def _name_step_fault(
    moves: list[Floats], found: list[Floats], gradients: list[Floats], rate: float
) -> str:
    faults: dict[str, Callable[[Floats], Floats]] = {
        "um passo a favor do gradiente: assim a perda sobe": lambda g: rate * g,
        "um passo sem a taxa de aprendizado": lambda g: -g,
        "um passo a favor do gradiente, sem a taxa": lambda g: g,
        "a divisão pela taxa, e não o produto": lambda g: -g / rate,
        "pesos que não mudaram": lambda g: 0 * g,
        "só o sinal do gradiente": lambda g: -rate * np.sign(g),
    }
    for name, move in faults.items():
        if same_blocks(moves, [move(g) for g in gradients]):
            return name
    if same_blocks(found, [-rate * g for g in gradients]):
        return "só o passo, sem somar ao peso"
    if all(not moves[i].any() for i in (1, 3, 5)):
        return "vieses que não mudaram"
    return ""


def challenge_training(rng: np.random.Generator) -> Challenge:
    """Dados em que o último batch é menor, com alguns epochs."""
    calls = {"main": [*draw_problem(rng, 22, (5, 4, 3, 1)), 3, 8, float(rng.uniform(0.3, 0.5))]}
    return {"calls": calls, "problems": copy_calls(calls)}


def judge_training(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga os pesos no fim do treino, contra o mesmo treino feito pelo juiz."""
    if failure := failed_calls(data, ["main"]):
        return [failure]
    problem = challenge["problems"]["main"]
    X, _, weights, epochs, batch_size, _ = problem
    found = weights_like(data["main"]["result"], weights)
    if found is None:
        return [Criterion(False, SIX_WEIGHTS, "outra coisa", "Devolva os pesos do fim do treino.")]
    return [
        Criterion(
            same_blocks(found, train(*problem)),
            f"os pesos depois de {epochs} epochs de {len(X)} linhas em batches de {batch_size}, "
            "na ordem",
            _name_training_fault(found, *problem),
            "Em cada epoch os batches são as linhas 0 a 7, 8 a 15 e 16 a 21; a cada um, um passo.",
        )
    ]


def train(
    X: Floats,
    y: NDArray,
    weights: list[Floats],
    epochs: int,
    batch_size: int,
    learning_rate: float,
    gradients_of: Callable[..., list[Floats]] = backward,
    drop_last: bool = False,
) -> list[Floats]:
    """Devolve os pesos depois de `epochs` voltas pelas linhas, em ordem, com o SGD."""
    for _ in range(epochs):
        for start in range(0, len(X), batch_size):
            rows = slice(start, start + batch_size)
            if drop_last and len(X[rows]) < batch_size:
                break
            gradients = gradients_of(X[rows], y[rows], weights)
            weights = [w - learning_rate * g for w, g in zip(weights, gradients, strict=True)]
    return weights


def _name_training_fault(
    found: list[Floats],
    X: Floats,
    y: NDArray,
    weights: list[Floats],
    epochs: int,
    batch_size: int,
    rate: float,
) -> str:
    matches = (
        name
        for name, wrong in _training_faults(X, y, weights, epochs, batch_size, rate)
        if same_blocks(found, wrong)
    )
    return next(matches, "pesos diferentes: gradients e sgd_step já passam na verificação?")


def _training_faults(
    X: Floats, y: NDArray, weights: list[Floats], epochs: int, size: int, rate: float
) -> Iterator[tuple[str, list[Floats]]]:
    """Os pesos a que cada erro conhecido leva, um por vez."""
    n, first = len(X), slice(0, size)

    def at_start(rows: NDArray, labels: NDArray, _: list[Floats]) -> list[Floats]:
        return backward(rows, labels, weights)

    def summed(rows: NDArray, labels: NDArray, current: list[Floats]) -> list[Floats]:
        return [len(rows) * g for g in backward(rows, labels, current)]

    def by_size(rows: NDArray, labels: NDArray, current: list[Floats]) -> list[Floats]:
        return [len(rows) / size * g for g in backward(rows, labels, current)]

    yield "os pesos iniciais: nada foi treinado", weights
    yield "um só epoch", train(X, y, weights, 1, size, rate)
    yield "um epoch a menos", train(X, y, weights, epochs - 1, size, rate)
    yield "um epoch a mais", train(X, y, weights, epochs + 1, size, rate)
    yield (
        "um passo por epoch, com todas as linhas",
        train(X, y, weights, epochs, n, rate),
    )
    yield (
        "o último batch, menor, ficou de fora",
        train(X, y, weights, epochs, size, rate, drop_last=True),
    )
    yield (
        "só o primeiro batch de cada epoch",
        train(X[first], y[first], weights, epochs, size, rate),
    )
    yield (
        "um passo a favor do gradiente: assim a perda sobe",
        train(X, y, weights, epochs, size, -rate),
    )
    yield (
        "gradientes sempre nos pesos iniciais",
        train(X, y, weights, epochs, size, rate, gradients_of=at_start),
    )
    yield (
        "a soma, e não a média, das linhas do batch",
        train(X, y, weights, epochs, size, rate, gradients_of=summed),
    )
    yield (
        "a divisão pelo tamanho nominal do batch, e não pelas linhas que ele tem",
        train(X, y, weights, epochs, size, rate, gradients_of=by_size),
    )
    yield "a ordem das linhas invertida", train(X[::-1], y[::-1], weights, epochs, size, rate)
