"""Os processos da correção não sobrevivem a quem os criou."""

import ctypes
import signal

_SET_PARENT_DEATH_SIGNAL = 1


def die_with_parent() -> None:
    """Pede ao Linux que mate este processo quando quem o criou morrer, de que modo for."""
    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
