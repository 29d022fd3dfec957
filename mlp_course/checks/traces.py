"""O que uma resposta deixa atrás de si: os geradores globais, e a perda que a rede acrescenta."""

import random
from typing import Any

import numpy as np


def global_draws() -> tuple:
    """Devolve em que ponto estão os geradores que todo o programa divide.

    Muda se alguém sorteia de `random` ou de `np.random`, ou os semeia de novo.
    """
    state: Any = np.random.get_state()  # noqa: NPY002
    return random.getstate(), state[1].tobytes(), state[2]


def added_loss(model: Any) -> float | None:
    """Devolve a soma das penalidades que a rede põe na perda, ou None se ela não as calcula."""
    try:
        return float(sum(float(np.asarray(loss)) for loss in model.losses))
    except Exception:
        return None
