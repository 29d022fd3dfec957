"""Uma rede de duas camadas ocultas em NumPy: a referência dos juízes de `07` e `08`.

Os pesos são uma lista de seis matrizes, na ordem de `keras.Model.get_weights`. Os
argumentos opcionais existem para que um juiz calcule a resposta de quem cometeu
um erro conhecido e possa dizer o nome dele.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, xlogy

Floats = NDArray[np.float64]
Activation = Callable[[Floats], Floats]


def relu(z: Floats) -> Floats:
    """Devolve ``max(z, 0)``, elemento a elemento."""
    return np.maximum(z, 0)


def identity(z: Floats) -> Floats:
    """Devolve `z`: uma camada sem ativação."""
    return z


def draw_weights(rng: np.random.Generator, sizes: Sequence[int]) -> list[Floats]:
    """Sorteia pesos e vieses para camadas de `sizes` neurônios; nenhum viés é zero."""
    weights: list[Floats] = []
    for inputs, units in pairwise(sizes):
        weights.append(rng.normal(0, np.sqrt(2 / inputs), size=(inputs, units)))
        weights.append(rng.uniform(0.2, 0.6, size=units) * rng.choice([-1, 1], size=units))
    return weights


def layer_outputs(
    X: Floats,
    weights: Sequence[Floats],
    activations: Sequence[Activation] = (relu, relu, expit),
    bias: float = 1,
) -> tuple[list[Floats], list[Floats]]:
    """Devolve as somas ``z`` e as ativações ``a`` das três camadas, cada uma (n, units)."""
    sums, outputs = [], [X]
    for W, b, activation in zip(weights[::2], weights[1::2], activations, strict=True):
        sums.append(outputs[-1] @ W + bias * b)
        outputs.append(activation(sums[-1]))
    return sums, outputs[1:]


def forward(
    X: Floats,
    weights: Sequence[Floats],
    activations: Sequence[Activation] = (relu, relu, expit),
    bias: float = 1,
) -> Floats:
    """Devolve a saída da rede, (n,)."""
    return layer_outputs(X, weights, activations, bias)[1][-1][:, 0]


def entropy_terms(y: NDArray, p: NDArray) -> Floats:
    """Devolve a entropia cruzada de cada linha; infinita onde `p` nega o rótulo."""
    return -(xlogy(y, p) + xlogy(1 - y, 1 - p))


def backward(
    X: Floats,
    y: NDArray,
    weights: Sequence[Floats],
    *,
    masks: Sequence[int] | None = (0, 1),
    slope: Callable[[Floats], NDArray] = lambda z: z > 0,
    delta: Floats | None = None,
    transposed: bool = False,
) -> list[Floats]:
    """Devolve os gradientes da entropia cruzada média, na ordem e formato dos pesos.

    Parameters
    ----------
    X : array, (n, n_features)
    y : array, (n,)
    weights : sequence of array
    masks : sequence of int, optional
        De que camada oculta vem a derivada da ReLU da primeira e da segunda; None
        é esquecê-la.
    slope : callable
        A derivada da ReLU.
    delta : array, (n, 1), optional
        O erro na saída, se não for ``(p - y) / n``.
    transposed : bool, default False
        Se o produto dos pesos sai transposto; só cabe em camadas quadradas.

    Returns
    -------
    list of array
    """
    sums, (a1, a2, p) = layer_outputs(X, weights)
    slopes = [1, 1] if masks is None else [slope(sums[layer]) for layer in masks]
    delta3 = (p - np.reshape(y, (-1, 1))) / len(p) if delta is None else delta
    delta2 = delta3 @ weights[4].T * slopes[1]
    delta1 = delta2 @ weights[2].T * slopes[0]
    gradients = []
    for inputs, error in ((X, delta1), (a1, delta2), (a2, delta3)):
        product = inputs.T @ error
        gradients += [product.T if transposed else product, error.sum(axis=0)]
    return gradients
