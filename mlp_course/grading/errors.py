"""Erros que param a correção inteira, e só eles; o de uma entrega vira uma linha da tabela."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import OperationalError

from mlp_course.errors import GradingError

_KEPT = "O que já foi corrigido está guardado: repita o comando e a correção continua dali."


@contextmanager
def explain_storage_errors(output: Path) -> Iterator[None]:
    """Traduz disco cheio e banco travado em uma mensagem com o que fazer."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG):
            raise
        raise GradingError(_disk_message(output)) from None
    except (OperationalError, sqlite3.OperationalError) as error:
        text = str(error)
        if "full" in text or "disk I/O" in text:
            raise GradingError(_disk_message(output)) from None
        if "locked" in text or "readonly" in text:
            raise GradingError(
                f"O banco de notas de {output} está em uso por outro programa, talvez o "
                f"formgrader ou outra correção: feche-o. {_KEPT}"
            ) from None
        raise


def _disk_message(output: Path) -> str:
    return f"O disco de {output} está cheio ou não aceita escrita: libere espaço. {_KEPT}"
