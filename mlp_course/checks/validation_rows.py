"""Em que linhas uma AUC foi medida: os valores do histórico o denunciam.

A AUC conta pares de um benigno e um maligno, com meio ponto no empate: vezes o dobro do número
de pares, é inteira. As linhas do teste e as da validação têm outros números de pares.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mlp_course.data import load_split

# O Keras soma em float32: a AUC vezes o número de pares é inteira só até aqui.
_WHOLE = 0.02


def validated_on_test(val_auc: Sequence[float], n_validation: int) -> bool:
    """Diz se as AUCs de validação só podem ter saído das linhas do teste do curso.

    Parameters
    ----------
    val_auc : sequence of float
        A AUC de validação de cada epoch.
    n_validation : int
        Quantas linhas de treino deveriam estar na validação; quaisquer delas servem.
    """
    split = load_split()
    values = np.asarray(val_auc, dtype=float)
    if not len(values) or not np.isfinite(values).all():
        return False
    # As linhas que sobram para o ajuste têm ao menos um tumor de cada classe.
    n_benign, n_malignant = int(split.y_train.sum()), int((1 - split.y_train).sum())
    fewest = max(1, n_validation - n_malignant + 1)
    own = [n * (n_validation - n) for n in range(fewest, min(n_validation, n_benign))]
    n_test = int(split.y_test.sum()) * int((1 - split.y_test).sum())
    return _counts_pairs(values, n_test) and not any(_counts_pairs(values, n) for n in own)


def _counts_pairs(values: NDArray, n_pairs: int) -> bool:
    halves = values * 2 * n_pairs
    return bool(np.all(np.abs(halves - np.round(halves)) < _WHOLE))
