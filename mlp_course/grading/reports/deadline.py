"""Um prazo para o que pode não acabar: alguns textos custam o quadrado do seu tamanho.

O Pygments e o leitor de Markdown levam um minuto em certas células de sessenta mil
caracteres, e um notebook pode ter mil. O prazo é de processador, e não de relógio: o que
cabe nele cabe também em uma máquina ocupada.
"""

import signal
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

R = TypeVar("R")
_INSIST_SECONDS = 0.1


class OutOfTimeError(Exception):
    """O prazo acabou antes do trabalho."""


class Allowance:
    """Quanto processador ainda se gasta com uma página.

    Parameters
    ----------
    page_seconds : float
        Com a página inteira.
    piece_seconds : float
        Com um pedaço dela.
    """

    def __init__(self, page_seconds: float, piece_seconds: float) -> None:
        self._left, self._piece = page_seconds, piece_seconds

    def spend(self, work: Callable[..., R], *arguments: Any, **options: Any) -> R:
        """Faz um pedaço do trabalho.

        Raises
        ------
        OutOfTimeError
            Se o prazo do pedaço ou o da página acabar.
        """
        seconds = min(self._left, self._piece)
        if seconds <= 0:
            raise OutOfTimeError
        start = time.thread_time()
        try:
            return _run_within(seconds, work, *arguments, **options)
        finally:
            self._left -= time.thread_time() - start


def _run_within(seconds: float, work: Callable[..., R], *arguments: Any, **options: Any) -> R:
    if threading.current_thread() is not threading.main_thread() or not _has_timer():
        # Só a linha principal recebe sinais; as páginas da correção são feitas nela.
        return work(*arguments, **options)
    running = True

    def stop(*_: Any) -> None:
        if running:
            raise OutOfTimeError

    before = signal.signal(signal.SIGVTALRM, stop)
    # Insiste: alguém no meio do caminho pode engolir o primeiro aviso.
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _INSIST_SECONDS)
    try:
        return work(*arguments, **options)
    finally:
        running = False
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _has_timer() -> bool:
    return hasattr(signal, "setitimer")
