"""As células de uma entrega, com o que a correção usa: tipo, texto, marca e imagens coladas.

Quem lê os bytes é `mlp_course.checks.reading`, o mesmo da conferência do aluno.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from mlp_course.checks.reading import RawCell, UnreadableError, clean_source, read_notebook
from mlp_course.grading.intake.files import FileError
from mlp_course.grading.intake.submission import REFUSED, UNREADABLE

_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")


@dataclass(frozen=True)
class Cell:
    r"""Uma célula como o aluno a entregou.

    Parameters
    ----------
    kind : {"code", "markdown", "raw"}
    text : str
        Fins de linha ``\n``, sem caracteres que não cabem em UTF-8.
    grade_id : str, default ""
        Marca do nbgrader; vazia se outro editor a apagou.
    attachments : dict
        Imagens coladas em uma célula de texto.
    """

    kind: str
    text: str
    grade_id: str = ""
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """Um notebook lido: as células e o que foi preciso perdoar."""

    cells: tuple[Cell, ...]
    notes: tuple[str, ...]


def read_cells(content: bytes) -> Draft:
    """Lê um notebook.

    Raises
    ------
    FileError
        Se os bytes não forem um notebook; a mensagem diz o que eles parecem ser.
    """
    try:
        cells, notes = read_notebook(content)
    except UnreadableError as error:
        if not error.wanted:
            raise FileError(REFUSED, f"{error.reason}.") from None
        raise FileError(UNREADABLE, f"{error.reason}: peça {error.wanted}.") from None
    return Draft(tuple(_read_cell(cell) for cell in cells), tuple(notes))


def _read_cell(cell: RawCell) -> Cell:
    marks = _grade_id(cell.data.get("metadata")), _attachments(cell.data)
    return Cell(cell.kind, cell.text, *marks)


def _grade_id(metadata: Any) -> str:
    details = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = details.get("grade_id") if isinstance(details, dict) else None
    return name if isinstance(name, str) else ""


def _attachments(cell: dict[str, Any]) -> dict[str, dict[str, str]]:
    found = cell.get("attachments")
    if not isinstance(found, dict):
        return {}
    return {
        clean_source(name): {
            kind: data
            for kind, data in bundle.items()
            if kind in ("image/png", "image/jpeg", "image/gif", "image/webp")
            and isinstance(data, str)
            and _BASE64.fullmatch(data)
        }
        for name, bundle in found.items()
        if isinstance(bundle, dict)
    }
