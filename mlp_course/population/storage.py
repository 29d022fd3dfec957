"""Uma população em um arquivo NPZ: só números, nenhum objeto para executar."""

from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from mlp_course.errors import CourseError
from mlp_course.hyperparameters import validate_neurons, validate_reg
from mlp_course.population.layout import Weights


def save(
    path: Path,
    neurons: NDArray[np.int64],
    reg: NDArray[np.float64],
    n_features: int,
    weights: Sequence[Weights],
) -> None:
    """Grava as larguras, as penalidades e todos os pesos em fila."""
    flat = np.concatenate([array.ravel() for layers in weights for array in layers])
    with path.open("wb") as file:  # um arquivo aberto guarda o nome dado, sem .npz a mais
        np.savez(file, neurons=neurons, reg=reg, n_features=np.int64(n_features), weights=flat)


def load(
    path: Path,
) -> tuple[NDArray[np.int64], NDArray[np.float64], int, list[Weights]]:
    """Lê o que `save` gravou e confere se as partes combinam."""
    try:
        with np.load(path, allow_pickle=False) as file:
            neurons, reg, n_features, flat = (
                file[name] for name in ("neurons", "reg", "n_features", "weights")
            )
        pairs = [validate_neurons(pair) for pair in neurons.tolist()]
        reg = np.array([validate_reg(pair) for pair in reg.tolist()])
        weights = _unflatten(flat, pairs, int(n_features))
    except (BadZipFile, KeyError, TypeError, ValueError, EOFError) as error:
        raise CourseError(f"{path} não é o arquivo de uma população: {error}") from None
    return np.array(pairs), reg, int(n_features), weights


def _unflatten(
    flat: NDArray[np.float32], neurons: Sequence[tuple[int, int]], n_features: int
) -> list[Weights]:
    weights, start = [], 0
    for n1, n2 in neurons:
        layers = []
        for shape in ((n_features, n1), (n1,), (n1, n2), (n2,), (n2, 1), (1,)):
            stop = start + int(np.prod(shape))
            layers.append(flat[start:stop].reshape(shape))
            start = stop
        weights.append(layers)
    if start != len(flat) or flat.dtype != np.float32:
        raise CourseError("o número de pesos não combina com as larguras.")
    return weights
