"""Ler matrizes de respostas tortas: o formato e os valores, sem nunca estourar."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.definition import Criterion


def as_floats(value: Any) -> NDArray[np.float64] | None:
    """Devolve `value` como matriz, ainda que de booleanos ou com NaN; None se não der."""
    try:
        array = np.asarray(value)
    except ValueError:
        return None
    return array.astype(float) if array.dtype.kind in "biuf" else None


def shape_of(value: Any) -> tuple[int, ...] | None:
    """Devolve o formato de uma matriz de números; None se não for uma."""
    array = as_floats(value)
    return None if array is None else array.shape


def describe_shape(value: Any) -> str:
    """Diz o formato em poucas palavras."""
    shape = shape_of(value)
    return "algo que não é uma matriz de números" if shape is None else f"formato {shape}"


def other_shape(found: Any, right: Any) -> str:
    """Diz o formato, se não é o da resposta certa."""
    return "" if shape_of(found) == np.shape(right) else describe_shape(found)


def untouched(data: dict[str, Any], names: Sequence[str]) -> Criterion:
    """Critério de que a função não alterou as matrizes recebidas."""
    return Criterion(
        not any((data[name] or {}).get("mutated") for name in names),
        "que a matriz recebida continue como era",
        "a entrada foi alterada",
        "z[z < 0] = ... muda a matriz de quem chamou: devolva outra.",
    )
