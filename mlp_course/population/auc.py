"""A AUC exata de muitas redes de uma vez, só com ordenações.

A AUC é a fração dos pares (positivo, negativo) que a rede põe na ordem certa;
um empate vale meio par. O Keras a aproxima com 200 limiares; aqui ela é contada.
"""

import numpy as np
from numpy.typing import NDArray


def roc_auc(scores: NDArray[np.float32], y: NDArray[np.int64]) -> NDArray[np.float64]:
    """Devolve a AUC de cada linha de `scores`.

    Parameters
    ----------
    scores : array of float32, (n_models, n_rows)
        Probabilidades da classe 1, em [0, 1].
    y : array of int, (n_rows,)
        Rótulos 0 ou 1.

    Returns
    -------
    array of float, (n_models,)
        NaN se alguma probabilidade for NaN ou `y` tiver uma classe só.

    References
    ----------
    Hanley e McNeil (1982), *The meaning and use of the area under a ROC curve*.

    Examples
    --------
    >>> roc_auc(np.array([[0.1, 0.4, 0.4, 0.8]], dtype=np.float32), np.array([0, 0, 1, 1]))
    array([0.875])
    """
    pairs = int(y.sum()) * int((1 - y).sum())
    if pairs == 0:
        return np.full(len(scores), np.nan)
    # Os bits de um float não negativo, lidos como inteiro, têm a mesma ordem que ele: o rótulo
    # cabe no bit de baixo, e ordenar um vetor de inteiros dispensa o argsort.
    keys = np.ascontiguousarray(scores, dtype=np.float32).view(np.int32).astype(np.int64) * 2
    # Nos empates, os negativos vêm antes (contam 1) e depois vêm atrás (contam 0): a média é 1/2.
    favourable = _ordered_pairs(keys + y, positive_bit=1)
    adverse = _ordered_pairs(keys + (1 - y), positive_bit=0)
    auc = (favourable + adverse) / (2 * pairs)
    return np.where(np.isnan(scores).any(axis=1), np.nan, auc)


def _ordered_pairs(keys: NDArray[np.int64], positive_bit: int) -> NDArray[np.int64]:
    """Conta, em cada linha, os pares com o negativo antes do positivo."""
    keys.sort(axis=1)
    positive = (keys & 1) == positive_bit
    negatives_before = np.cumsum(~positive, axis=1)
    return (negatives_before * positive).sum(axis=1)
