"""As duas redes do curso: a ingênua e a regularizada.

Ambas são perceptrons com duas camadas ocultas ReLU e saída sigmoide, compiladas
com Adam, entropia cruzada e AUC, como no notebook original, na forma que o
Keras 3 recomenda (`Input` no lugar de `input_shape`).
"""

from collections.abc import Sequence

import keras

from mlp_course.defaults import NAIVE_NEURONS
from mlp_course.errors import CourseError
from mlp_course.hyperparameters import is_positive_integer, validate_neurons, validate_reg


def create_naive_model(n_features: int = 30) -> keras.Sequential:
    """Cria a rede ingênua: 100 e 100 neurônios, sem regularização.

    Parameters
    ----------
    n_features : int, default 30
        Colunas da entrada.

    Returns
    -------
    keras.Sequential
        Rede `n_features`-100-100-1 compilada; com 30 colunas tem
        3100 + 10100 + 101 = 13 301 parâmetros. A métrica se chama ``auc``.

    Raises
    ------
    CourseError
        Se `n_features` não for um inteiro positivo.
    """
    return _compile_mlp(NAIVE_NEURONS, (0, 0), n_features)


def create_model(
    neurons: Sequence[int] = (10, 10),
    reg: Sequence[float] = (1e-3, 1e-3),
    n_features: int = 30,
) -> keras.Sequential:
    """Cria uma rede com elastic net nos pesos e vieses das três camadas.

    Parameters
    ----------
    neurons : pair of int, default (10, 10)
        Neurônios da primeira e da segunda camada oculta.
    reg : pair of float, default (1e-3, 1e-3)
        Penalidades `l1` (soma dos valores absolutos) e `l2` (soma dos quadrados).
    n_features : int, default 30
        Colunas da entrada.

    Returns
    -------
    keras.Sequential
        Rede compilada; a métrica se chama ``auc``.

    Raises
    ------
    CourseError
        Se um tamanho não for inteiro positivo ou uma penalidade for negativa.

    References
    ----------
    Zou e Hastie (2005), *Regularization and variable selection via the elastic
    net*.
    """
    return _compile_mlp(validate_neurons(neurons), validate_reg(reg), n_features)


def _compile_mlp(
    neurons: tuple[int, int], reg: tuple[float, float], n_features: int
) -> keras.Sequential:
    if not is_positive_integer(n_features):
        raise CourseError(f"n_features={n_features!r}: era esperado um inteiro, 1 ou mais.")
    model = keras.Sequential(
        [
            keras.Input((int(n_features),)),
            _dense(neurons[0], "relu", reg),
            _dense(neurons[1], "relu", reg),
            _dense(1, "sigmoid", reg),
        ]
    )
    model.compile(
        optimizer="adam", loss="binary_crossentropy", metrics=[keras.metrics.AUC(name="auc")]
    )
    return model


def _dense(units: int, activation: str, reg: tuple[float, float]) -> keras.layers.Dense:
    if reg == (0, 0):
        return keras.layers.Dense(units, activation=activation)
    l1, l2 = reg
    return keras.layers.Dense(
        units,
        activation=activation,
        kernel_regularizer=keras.regularizers.L1L2(l1=l1, l2=l2),
        bias_regularizer=keras.regularizers.L1L2(l1=l1, l2=l2),
    )
