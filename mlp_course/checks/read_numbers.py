"""Ler números do que um coletor devolveu, sem confiar no tipo nem no formato."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.compare import close


def numbers(value: Any, shape: tuple[int, ...] | None = None) -> NDArray[np.float64] | None:
    """Devolve `value` como matriz de números finitos, ou None.

    Textos, booleanos e, se `shape` é dado, outros formatos não servem.
    """
    try:
        array = np.asarray(value)
        if array.dtype.kind not in "iuf":
            return None
        array = array.astype(float)
    except (TypeError, ValueError, OverflowError):
        return None
    same_shape = shape is None or array.shape == shape
    return array if same_shape and np.isfinite(array).all() else None


def scalar(value: Any) -> float | None:
    """Devolve `value` como um número, ou None; vale uma matriz de um número só."""
    array = numbers(value)
    return float(array.ravel()[0]) if array is not None and array.size == 1 else None


def first_match(found: Any, faults: dict[str, Any], tolerance: float = 1e-4) -> str:
    """Devolve o nome da primeira resposta errada conhecida igual a `found`, ou ""."""
    return next((name for name, value in faults.items() if close(found, value, tolerance)), "")
