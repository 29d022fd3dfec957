"""Uma thread de BLAS por produto, enquanto houver alguém treinando.

Um produto pequeno não rende dividido entre threads. O limite é do processo inteiro: duas
buscas em threads diferentes dividem um só, que a última a terminar desfaz.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits

_lock = threading.Lock()
_limits: list[threadpool_limits] = []
_users = 0


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Limita a BLAS a uma thread; o limite de antes volta quando o último usuário sai."""
    global _users
    with _lock:
        if not _users:
            _limits.append(threadpool_limits(limits=1, user_api="blas"))
        _users += 1
    try:
        yield
    finally:
        with _lock:
            _users -= 1
            if not _users:
                _limits.pop().restore_original_limits()
