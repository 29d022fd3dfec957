"""Erros que param a correção inteira, e só eles; o de uma entrega vira uma linha da tabela."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from mlp_course.errors import GradingError

_LONGEST = 1000
_KEPT = "O que já foi corrigido está guardado: repita o comando e a correção continua dali."


_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO)


def stops_the_class(error: BaseException) -> bool:
    """Diz se um erro é do disco ou do banco, e não de uma entrega: nenhuma outra passaria."""
    if isinstance(error, OSError):
        return error.errno in _DISK
    return isinstance(error, (DatabaseError, sqlite3.DatabaseError, MemoryError))


def explain_error(error: Exception) -> str:
    """O erro de uma entrega, em uma linha da tabela."""
    if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
        return (
            "O nome deste aluno é longo demais para uma pasta deste disco: encurte-o nas "
            "entregas e corrija de novo."
        )
    # Um KeyError só diz a chave; sem o nome do erro, a linha não diria nada.
    return f"{type(error).__name__}: {error}"[:_LONGEST]


@contextmanager
def tell_error(errors: dict[tuple[str, str], str], key: tuple[str, str]) -> Iterator[None]:
    """Faz do erro de uma entrega uma linha em `errors`, e deixa as outras seguirem."""
    try:
        yield
    except Exception as error:
        # Um nome ou um notebook pode fazer o disco e o nbgrader levantarem quase tudo.
        if stops_the_class(error):
            raise
        errors[key] = explain_error(error)


@contextmanager
def explain_storage_errors(output: Path) -> Iterator[None]:
    """Traduz disco cheio e banco travado ou danificado em uma mensagem com o que fazer."""
    try:
        yield
    except OSError as error:
        if error.errno not in _DISK:
            raise
        raise GradingError(_disk_message(output)) from None
    except (DatabaseError, sqlite3.DatabaseError) as error:
        text = str(error)
        if "full" in text or "disk I/O" in text:
            raise GradingError(_disk_message(output)) from None
        if "locked" in text or "readonly" in text:
            raise GradingError(
                f"O banco de notas de {output} está em uso por outro programa, talvez o "
                f"formgrader ou outra correção: feche-o. {_KEPT}"
            ) from None
        if "not a database" in text or "malformed" in text:
            raise GradingError(
                f"O banco de notas de {output} está danificado: guarde-o em outro lugar e repita o "
                "comando. As notas automáticas voltam do registro; as dadas à mão, não."
            ) from None
        raise


def _disk_message(output: Path) -> str:
    return f"O disco de {output} está cheio ou não aceita escrita: libere espaço. {_KEPT}"
