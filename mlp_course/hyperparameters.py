"""Os hiperparâmetros: que valores aceitam, um a um e na tabela da busca.

Fica abaixo das redes, da busca e da população, que os recebem do mesmo jeito, e
não importa o Keras: um processo que só treina populações não paga por ele.
"""

from collections.abc import Sequence
from typing import Literal, TypeGuard, get_args

import numpy as np
import pandas as pd

from mlp_course.errors import CourseError

Mode = Literal["max", "min"]
COLUMNS = ["neurons", "reg", "epochs", "auc"]


def validate_table(table: pd.DataFrame) -> None:
    """Confere colunas e valores de uma tabela de hiperparâmetros.

    Parameters
    ----------
    table : pandas.DataFrame
        Colunas ``neurons`` e ``reg``; ``epochs`` e ``auc`` são opcionais.

    Raises
    ------
    CourseError
        Se a tabela estiver vazia, tiver colunas a mais ou a menos, um número de
        neurônios que não seja inteiro positivo ou uma penalidade negativa.
    """
    unknown = sorted(set(table.columns) - set(COLUMNS))
    missing = [name for name in COLUMNS[:2] if name not in table.columns]
    if unknown or missing:
        raise CourseError(
            f"A tabela tem colunas desconhecidas {unknown} ou sem as obrigatórias {missing}: "
            "use neurons, reg, epochs e auc, como sample_hyperparameters."
        )
    if table.empty:
        raise CourseError("A tabela está vazia: sorteie linhas com sample_hyperparameters.")
    for neurons, reg in zip(table["neurons"], table["reg"], strict=True):
        validate_neurons(neurons)
        validate_reg(reg)


def validate_neurons(neurons: Sequence[int]) -> tuple[int, int]:
    """Devolve `neurons` como dois inteiros positivos, ou explica por que não pode."""
    pair = _as_pair(neurons, "neurons")
    if not all(is_positive_integer(n) for n in pair):
        raise CourseError(
            f"neurons={tuple(pair)}: cada camada oculta precisa de um número inteiro de "
            "neurônios, 1 ou mais. Por exemplo, (10, 10)."
        )
    return int(pair[0]), int(pair[1])


def validate_reg(reg: Sequence[float]) -> tuple[float, float]:
    """Devolve `reg` como duas penalidades não negativas, ou explica por que não pode."""
    pair = _as_pair(reg, "reg")
    for value in pair:
        if not _is_number(value) or not 0 <= value < float("inf"):
            raise CourseError(
                f"reg tem um valor inválido ({value}): as penalidades l1 e l2 devem ser "
                "números >= 0."
            )
    return float(pair[0]), float(pair[1])


def validate_mode(mode: str) -> None:
    """Confere se `mode` é "max" ou "min"."""
    if mode not in get_args(Mode):
        raise CourseError(
            f"mode={mode!r} não existe: use 'max' (maximizar a AUC) ou 'min' (o defeito do "
            "TensorFlow 2.3.1)."
        )


def validate_training(epochs: int = 1, batch_size: int = 1, patience: int | None = None) -> None:
    """Confere quanto se treina: cada número, se dado, deve ser 1 ou mais."""
    if epochs < 1:
        raise CourseError(f"epochs={epochs}: treine ao menos 1 epoch.")
    if batch_size < 1:
        raise CourseError(f"batch_size={batch_size}: use ao menos 1 linha por batch.")
    if patience is not None and patience < 1:
        raise CourseError(f"patience={patience}: espere ao menos 1 epoch sem melhora.")


def is_positive_integer(value: object) -> TypeGuard[int | float]:
    """Diz se `value` é um número inteiro, 1 ou mais; 10.0 vale, True não."""
    return _is_number(value) and 0 < value < float("inf") and value % 1 == 0


def _is_number(value: object) -> TypeGuard[int | float]:
    # np.float64 é um float, mas np.float32 e np.int64 não são float nem int; bool é int.
    number = isinstance(value, int | float | np.integer | np.floating)
    return number and not isinstance(value, bool)


def _as_pair(values: Sequence, name: str) -> list:
    try:
        pair = list(values)
    except TypeError:
        pair = [values]
    if len(pair) != 2 or isinstance(values, str):
        raise CourseError(f"{name}={values!r}: eram esperados exatamente dois valores, (a, b).")
    return pair
