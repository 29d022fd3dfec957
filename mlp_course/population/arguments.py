"""O que `Population.fit` recebe, conferido e posto na forma do treino."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlp_course.data import split_rows, validate_features, validate_target
from mlp_course.errors import CourseError
from mlp_course.hyperparameters import Mode, validate_mode, validate_training
from mlp_course.population.layout import Array
from mlp_course.population.plan import Data, Plan


def make_data(
    X: ArrayLike,
    y: ArrayLike,
    n_features: int,
    validation_data: tuple[ArrayLike, ArrayLike] | None,
    validation_split: float,
) -> Data:
    """Confere as linhas e separa as de validação, como o Keras."""
    X = validate_features(X, n_features)
    y = validate_target(y, len(X))
    if validation_data is not None:
        X_val, y_val = validation_data
        X_val = validate_features(X_val, n_features, name="X de validação")
        y_val = validate_target(y_val, len(X_val), name="y de validação")
        return Data(add_ones(X), y, add_ones(X_val), y_val)
    n_train = split_rows(y, validation_split)
    return Data(add_ones(X[:n_train]), y[:n_train], add_ones(X[n_train:]), y[n_train:])


def make_plan(
    data: Data,
    epochs: int,
    batch_size: int,
    shuffle: bool,
    patience: int | None,
    mode: Mode,
    seed: int | None,
) -> Plan:
    """Confere as escolhas do treino."""
    validate_mode(mode)
    validate_training(epochs, batch_size, patience)
    if patience is not None and not len(data.X_val):
        raise CourseError(
            f"patience={patience} pede uma parte de validação: passe validation_split ou "
            "validation_data."
        )
    if seed is not None and seed < 0:
        raise CourseError(f"seed={seed}: use um inteiro >= 0.")
    order_seed = _fresh_seed() if seed is None else int(seed)
    sign = 1 if mode == "max" else -1
    return Plan(int(epochs), int(batch_size), order_seed if shuffle else None, patience, sign)


def validate_labels(index: Iterable, n_features: int, seed: int) -> list[int]:
    """Confere o que decide os pesos iniciais e devolve os rótulos da tabela."""
    if n_features < 1:
        raise CourseError(f"n_features={n_features}: era esperado um inteiro, 1 ou mais.")
    labels = list(index)
    for value in (seed, *labels):
        if not isinstance(value, int | np.integer) or value < 0:
            raise CourseError(
                f"{value!r} não serve de semente ou de rótulo de linha: use inteiros >= 0, como "
                "os de reset_index()."
            )
    return [int(label) for label in labels]


def add_ones(X: NDArray[np.float64]) -> Array:
    """Devolve `X` em float32 com a coluna de uns do viés."""
    return np.hstack([X, np.ones((len(X), 1))]).astype(np.float32)


def _fresh_seed() -> int:
    return int(np.random.SeedSequence().generate_state(1)[0])
