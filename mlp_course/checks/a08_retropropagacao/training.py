"""Juízes de `08-retropropagacao` para o passo do SGD e o laço de treino."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.a08_retropropagacao.network import draw_problem, six
from mlp_course.checks.compare import close
from mlp_course.checks.definition import Challenge
from mlp_course.checks.numpy_mlp import Floats, backward
from mlp_course.checks.read_numbers import numbers
from mlp_course.checks.reference import Mistakes, Reference, Rule

SIX_WEIGHTS = "uma lista de seis matrizes: os pesos, na ordem e nos formatos em que vieram"
N_ROWS, EPOCHS, BATCH_SIZE = 22, 3, 8


def weights_like(result: Any, weights: Sequence[Floats]) -> list[Floats] | None:
    """Lê seis matrizes de números finitos com os formatos de `weights`."""
    parts = six(result)
    if parts is None:
        return None
    read = [numbers(part, w.shape) for part, w in zip(parts, weights, strict=True)]
    whole = [array for array in read if array is not None]
    return whole if len(whole) == len(read) else None


def same_weights(found: Any, expected: list[Floats]) -> bool:
    """Compara pesos, um por um; outro formato é outra resposta."""
    weights = weights_like(found, expected)
    return weights is not None and all(map(close, weights, expected))


def _six_weights(hint: str) -> Rule:
    """Antes de tudo, que sejam seis matrizes nos formatos dos pesos."""
    return Rule(
        ("main",),
        SIX_WEIGHTS,
        hint,
        weight=0,
        gate=True,
        same=lambda found, right: weights_like(found, right) is not None,
        found="outra coisa",
    )


def challenge_step(rng: np.random.Generator) -> Challenge:
    """Pesos e gradientes quaisquer, nos formatos de uma rede pequena."""
    weights = draw_problem(rng, 6, (4, 3, 2, 1))[2]
    gradients = [rng.uniform(0.5, 2, w.shape) * rng.choice([-1, 1], w.shape) for w in weights]
    return {"calls": {"main": [weights, gradients, float(rng.uniform(0.1, 0.4))]}}


def sgd_step(weights: list[Floats], grads: list[Floats], learning_rate: float) -> list[Floats]:
    """Devolve os pesos depois de um passo contra o gradiente."""
    return [w - learning_rate * g for w, g in zip(weights, grads, strict=True)]


def _same_kernels(found: list[Any], right: list[Floats]) -> bool:
    return all(map(close, found[::2], right[::2]))


def _same_biases(found: list[Any], right: list[Floats]) -> bool:
    return all(map(close, found[1::2], right[1::2]))


STEP_MISTAKES: Mistakes = {
    "um passo a favor do gradiente: assim a perda sobe": lambda w, g, rate: sgd_step(w, g, -rate),
    "um passo sem a taxa de aprendizado": lambda w, g, rate: sgd_step(w, g, 1),
    "um passo a favor do gradiente, sem a taxa": lambda w, g, rate: sgd_step(w, g, -1),
    "a divisão pela taxa, e não o produto": lambda w, g, rate: sgd_step(w, g, 1 / rate),
    "pesos que não mudaram": lambda w, g, rate: w,
    "só o sinal do gradiente": lambda w, g, rate: sgd_step(w, [np.sign(part) for part in g], rate),
    "só o passo, sem somar ao peso": lambda w, g, rate: [-rate * part for part in g],
    "vieses que não mudaram": lambda w, g, rate: [
        new if new.ndim == 2 else old for old, new in zip(w, sgd_step(w, g, rate), strict=True)
    ],
}


judge_step = Reference(
    sgd_step,
    (
        _six_weights("Devolva os seis pesos novos."),
        Rule(
            ("main",),
            "um passo contra o gradiente, em cada peso",
            "Cada peso anda contra o seu gradiente, learning_rate vezes.",
            weight=0,
            gate=True,
            same=lambda found, right: _same_kernels(found, right) or _same_biases(found, right),
        ),
        Rule(("main",), "um passo contra o gradiente nas matrizes W", "", 2, same=_same_kernels),
        Rule(
            ("main",), "o mesmo passo nos vieses", "Os vieses também se treinam.", same=_same_biases
        ),
    ),
    read=six,
    mistakes=STEP_MISTAKES,
    equal=same_weights,
)


def challenge_training(rng: np.random.Generator) -> Challenge:
    """Dados em que o último batch é menor, com alguns epochs."""
    problem = draw_problem(rng, N_ROWS, (5, 4, 3, 1))
    return {"calls": {"main": [*problem, EPOCHS, BATCH_SIZE, float(rng.uniform(0.3, 0.5))]}}


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
            weights = sgd_step(weights, gradients_of(X[rows], y[rows], weights), learning_rate)
    return weights


def _summed(X: Floats, y: NDArray, weights: list[Floats]) -> list[Floats]:
    return [len(X) * g for g in backward(X, y, weights)]


def _over_nominal_size(X: Floats, y: NDArray, weights: list[Floats]) -> list[Floats]:
    return [len(X) / BATCH_SIZE * g for g in backward(X, y, weights)]


TRAINING_MISTAKES: Mistakes = {
    "os pesos iniciais: nada foi treinado": lambda X, y, w, n, size, rate: w,
    "um só epoch": lambda X, y, w, n, size, rate: train(X, y, w, 1, size, rate),
    "um epoch a menos": lambda X, y, w, n, size, rate: train(X, y, w, n - 1, size, rate),
    "um epoch a mais": lambda X, y, w, n, size, rate: train(X, y, w, n + 1, size, rate),
    "um passo por epoch, com todas as linhas": lambda X, y, w, n, size, rate: train(
        X, y, w, n, len(X), rate
    ),
    "o último batch, menor, ficou de fora": partial(train, drop_last=True),
    "só o primeiro batch de cada epoch": lambda X, y, w, n, size, rate: train(
        X[:size], y[:size], w, n, size, rate
    ),
    "um passo a favor do gradiente: assim a perda sobe": lambda X, y, w, n, size, rate: train(
        X, y, w, n, size, -rate
    ),
    "gradientes sempre nos pesos iniciais": lambda X, y, w, n, size, rate: train(
        X, y, w, n, size, rate, lambda rows, labels, _: backward(rows, labels, w)
    ),
    "a soma, e não a média, das linhas do batch": partial(train, gradients_of=_summed),
    "a divisão pelo tamanho nominal do batch, e não pelas linhas que ele tem": partial(
        train, gradients_of=_over_nominal_size
    ),
    "a ordem das linhas invertida": lambda X, y, *others: train(X[::-1], y[::-1], *others),
}


judge_training = Reference(
    train,
    (
        _six_weights("Devolva os pesos do fim do treino."),
        Rule(
            ("main",),
            f"os pesos depois de {EPOCHS} epochs de {N_ROWS} linhas em batches de {BATCH_SIZE}, "
            "na ordem",
            "Em cada epoch os batches são as linhas 0 a 7, 8 a 15 e 16 a 21; a cada um, um passo.",
            found="pesos diferentes: gradients e sgd_step já passam na verificação?",
        ),
    ),
    read=six,
    mistakes=TRAINING_MISTAKES,
    equal=same_weights,
)
