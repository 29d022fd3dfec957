"""Em que linhas uma AUC foi medida: os valores do histórico o denunciam.

A AUC conta pares de um benigno e um maligno, com meio ponto no empate: vezes o dobro do número
de pares, é inteira. As linhas do teste e as da validação têm outros números de pares, e uma fração
de outro tamanho também.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mlp_course.data import load_split

# O Keras soma em float32: a AUC vezes o número de pares é inteira só até aqui. Com os 68 mil
# meios pares de 384 linhas o desvio chega a 0,011.
_WHOLE = 0.05


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


def name_other_rows(
    auc: Sequence[float], val_auc: Sequence[float], n_fit: int, n_validation: int
) -> str:
    """Diz em que outras linhas do treino as AUCs foram medidas, ou "" se nada o denuncia.

    Quaisquer `n_fit` linhas no ajuste, com as outras na validação, servem; e uma série que não
    conta pares em divisão nenhuma não é uma AUC da curva ROC, e nada diz das linhas.

    Parameters
    ----------
    auc, val_auc : sequence of float
        As AUCs de cada epoch, no ajuste e na validação.
    n_fit, n_validation : int
        Quantas linhas deveriam estar em cada parte.
    """
    fit, val = np.asarray(auc, dtype=float), np.asarray(val_auc, dtype=float)
    if not len(fit) or len(fit) != len(val) or not np.isfinite([fit, val]).all():
        return ""
    y = load_split().y_train
    n_rows, n_benign = len(y), int(y.sum())
    if _splits_rows(fit, val, n_rows, n_benign, n_validation):
        return ""
    for size in range(2, n_rows - 1):
        if _splits_rows(fit, val, n_rows, n_benign, size):
            return f"{n_rows - size} linhas no ajuste e {size} na validação"
    if _counts_pairs(val, n_benign * (n_rows - n_benign)):
        return "validação em todas as linhas de treino, também nas que ajustam a rede"
    return ""


def _splits_rows(fit: NDArray, val: NDArray, n_rows: int, n_benign: int, size: int) -> bool:
    """Diz se `val` conta pares de `size` das linhas, e `fit`, das outras, com as duas classes."""
    n_malignant = n_rows - n_benign
    for benign in range(max(1, size - n_malignant + 1), min(size, n_benign)):
        left = (n_benign - benign) * (n_malignant - size + benign)
        if _counts_pairs(val, benign * (size - benign)) and _counts_pairs(fit, left):
            return True
    return False


def _counts_pairs(values: NDArray, n_pairs: int) -> bool:
    halves = values * 2 * n_pairs
    return bool(np.all(np.abs(halves - np.round(halves)) < _WHOLE))
