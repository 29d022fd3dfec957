"""As curvas ROC de vários modelos nas mesmas linhas, prontas para desenhar."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlp_course.data import validate_target
from mlp_course.errors import CourseError


@dataclass(frozen=True)
class RocCurve:
    """Uma curva: `fpr`, `tpr` e o limiar de cada ponto, (n_points,), e a AUC."""

    name: str
    fpr: NDArray[np.float64]
    tpr: NDArray[np.float64]
    thresholds: NDArray[np.float64]
    auc: float


def roc_curves(scores: Mapping[str, ArrayLike], y: ArrayLike) -> list[RocCurve]:
    """Calcula a curva de cada modelo, sem descartar pontos.

    Parameters
    ----------
    scores : mapping of str to array_like, (n_rows,)
        Nome do modelo e os escores que ele dá à classe 1.
    y : array_like, (n_rows,)
        Rótulos 0 ou 1.

    Returns
    -------
    list of RocCurve
        Na ordem de `scores`.

    Raises
    ------
    CourseError
        Se `y` não tiver as duas classes ou faltar um escore por rótulo.

    References
    ----------
    Fawcett (2006), *An introduction to ROC analysis*.
    """
    from sklearn.metrics import roc_auc_score, roc_curve

    y = validate_target(y)
    curves = []
    for name, values in scores.items():
        if np.shape(values) != y.shape:
            raise CourseError(
                f"Os escores de {name!r} têm formato {np.shape(values)}, mas y tem {y.shape}: "
                "passe um escore por rótulo, como predict_scores."
            )
        fpr, tpr, thresholds = roc_curve(y, values, drop_intermediate=False)
        auc = float(roc_auc_score(y, values))
        curves.append(RocCurve(name, fpr, tpr, thresholds, auc))
    return curves
