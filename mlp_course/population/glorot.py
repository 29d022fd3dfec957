"""Os pesos iniciais de cada rede, sorteados sem depender das outras."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mlp_course.population.layout import Weights


def glorot_uniform(neurons: NDArray[np.int64], n_features: int, seed: int, label: int) -> Weights:
    """Sorteia os pesos de uma rede, na forma do Keras; os vieses são zero.

    Parameters
    ----------
    neurons : array of int, (2,)
    n_features : int
    seed : int
    label : int
        Rótulo da linha da tabela: com `seed`, é a chave de um gerador por contador, e
        a rede recebe os mesmos pesos em qualquer tabela em que esteja.

    Returns
    -------
    list of array
        Kernel e viés das três camadas.

    References
    ----------
    Glorot e Bengio (2010), *Understanding the difficulty of training deep
    feedforward neural networks*; Salmon et al. (2011), *Parallel random numbers: as
    easy as 1, 2, 3* (Philox).
    """
    rng = np.random.Generator(np.random.Philox(key=[seed, label]))
    widths = [n_features, *(int(n) for n in neurons), 1]
    weights = []
    for fan_in, fan_out in pairwise(widths):
        limit = np.float32(np.sqrt(6 / (fan_in + fan_out)))
        uniform = rng.random((fan_in, fan_out), dtype=np.float32)
        weights += [(2 * uniform - 1) * limit, np.zeros(fan_out, np.float32)]
    return weights
