"""Os geradores globais, de `random` e do NumPy, que todo o programa divide."""

import random
from typing import Any

import numpy as np


def global_draws() -> tuple:
    """Devolve em que ponto eles estão: muda se alguém sorteia, ou os semeia de novo."""
    state: Any = np.random.get_state()  # noqa: NPY002
    return random.getstate(), state[1].tobytes(), state[2]
