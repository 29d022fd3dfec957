"""Juiz de `08-retropropagacao` para o mesmo treino em NumPy e no Keras."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.a08_retropropagacao.training import train, weights_like
from mlp_course.checks.compare import number
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.numpy_mlp import Floats

EPOCHS, BATCH_SIZE, LEARNING_RATE = 5, 32, 0.1
# Em float32, 70 passos afastam os pesos uns 1e-6; uma só epoch em outra ordem, mais de 1e-2.
KERAS_TOLERANCE = 5e-4


@cache
def real_problem() -> tuple[Floats, NDArray[np.int64], list[Floats]]:
    """Devolve o treino padronizado e os pesos iniciais que o notebook sorteia."""
    from mlp_course.data import load_split

    split, rng = load_split(seed=42, standardize=True), np.random.default_rng(42)
    weights: list[Floats] = []
    for inputs, units in ((30, 10), (10, 10), (10, 1)):
        limit = np.sqrt(6 / (inputs + units))
        weights += [rng.uniform(-limit, limit, size=(inputs, units)), np.zeros(units)]
    return split.X_train, split.y_train, weights


def judge_keras(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga os dois treinos, cada um contra o do juiz."""
    if not isinstance(data, dict) or not {"numpy", "keras"} <= set(data):
        return [Criterion(False, "um dicionário com as chaves 'numpy' e 'keras'")]
    X, y, weights = real_problem()
    expected = train(X, y, weights, EPOCHS, BATCH_SIZE, LEARNING_RATE)
    mine, theirs = (weights_like(data[name], weights) for name in ("numpy", "keras"))
    # Duas cópias de pesos errados já não valem nada, e o nome do erro ajuda mais.
    copied = _near(mine, expected) and _is_copy(mine, theirs)
    return [
        Criterion(
            not copied and _near(mine, expected),
            "em 'numpy', os seis pesos a que a sua função train chega",
            "os mesmos números nas duas chaves: um lado é cópia do outro"
            if copied
            else _name_keras_fault(mine),
            "Chame train com initial_weights e os valores pedidos.",
        ),
        Criterion(
            not copied and _near(theirs, expected),
            "em 'keras', os seis pesos a que o Keras chega, partindo dos mesmos",
            "" if copied else _name_keras_fault(theirs),
            "set_weights antes de fit; SGD com a taxa pedida; as linhas na ordem em que estão.",
        ),
    ]


def _near(found: list[Floats] | None, expected: list[Floats]) -> bool:
    return found is not None and _distance(found, expected) < KERAS_TOLERANCE


def _distance(found: Sequence[Floats], expected: Sequence[Floats]) -> float:
    return max(float(np.abs(a - b).max()) for a, b in zip(found, expected, strict=True))


def _is_copy(mine: list[Floats] | None, theirs: list[Floats] | None) -> bool:
    if mine is None or theirs is None:
        return False
    # Duas contas em ordens diferentes nunca coincidem em todos os algarismos de 431 pesos; uma
    # cópia que passou por set_weights, sem fit, é a outra arredondada para float32.
    a, b = (np.concatenate([w.ravel() for w in side]) for side in (mine, theirs))
    return np.array_equal(a, b) or np.array_equal(a.astype(np.float32), b)


def _name_keras_fault(found: list[Floats] | None) -> str:
    X, y, weights = real_problem()
    if found is None:
        return "algo que não são seis matrizes com os formatos de initial_weights"
    faults = {
        "os pesos iniciais: nada foi treinado": weights,
        "a taxa padrão do SGD no Keras, 0,01": train(X, y, weights, EPOCHS, BATCH_SIZE, 0.01),
        "um epoch só": train(X, y, weights, 1, BATCH_SIZE, LEARNING_RATE),
        "dez epochs: fit continua de onde parou": train(
            X, y, weights, 2 * EPOCHS, BATCH_SIZE, LEARNING_RATE
        ),
        "um passo por epoch, com todas as linhas": train(
            X, y, weights, EPOCHS, len(X), LEARNING_RATE
        ),
    }
    name = next((name for name, wrong in faults.items() if _near(found, wrong)), "")
    if name:
        return name
    distance = _distance(found, train(X, y, weights, EPOCHS, BATCH_SIZE, LEARNING_RATE))
    difference = f"(diferença de até {number(distance)})"
    if distance < 0.1:
        return (
            f"pesos próximos, mas não iguais {difference}: as linhas em outra ordem (shuffle), "
            "ou outro número de linhas ou de epochs"
        )
    if distance < 1.0:
        return (
            f"outros pesos {difference}: o otimizador, a taxa e o tamanho do batch são os pedidos?"
        )
    return f"outros pesos {difference}: a partida foi a mesma, e o otimizador, o SGD?"
