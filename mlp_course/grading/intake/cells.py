"""Dos bytes de um arquivo às células: qualquer codificação, qualquer formato de notebook.

Só se lê o que a correção usa (tipo, texto, marca e imagens anexadas), por isso um
metadado quebrado não estraga a entrega. Formatos 2 e 3 e 4 do Jupyter são aceitos.
"""

import codecs
import json
import re
from dataclasses import dataclass, field
from typing import Any

from mlp_course.grading.intake.files import FileError
from mlp_course.grading.intake.submission import REFUSED, UNREADABLE

MAX_CELLS = 1000
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
_KINDS = ("code", "markdown", "raw")
_WIDE = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LOOKS_LIKE = (
    (b"%PDF", "é um PDF"),
    (b"<", "é uma página da web, talvez salva no lugar do notebook"),
    (b"Rar!", "é um .rar"),
    (b"7z\xbc\xaf", "é um .7z"),
    (b"\x1f\x8b", "é um .gz"),
    (b"\x89PNG", "é uma imagem"),
    (b"\xff\xd8\xff", "é uma imagem"),
    (b"\xd0\xcf\x11\xe0", "é um documento do Office"),
)


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
    text, notes = _decode(content)
    data = _parse(text)
    raw, old = _list_cells(data)
    if len(raw) > MAX_CELLS:
        raise FileError(REFUSED, f"O notebook tem {len(raw)} células; o limite é {MAX_CELLS}.")
    if old:
        notes.append("O notebook estava em um formato antigo do Jupyter e foi convertido.")
    cells = tuple(_read_cell(cell) for cell in raw if isinstance(cell, dict))
    return Draft(cells, tuple(notes))


def _decode(content: bytes) -> tuple[str, list[str]]:
    stripped = content.strip(b" \t\r\n\0")
    if not stripped:
        raise FileError(UNREADABLE, "O arquivo está vazio: peça outra cópia.")
    for start, description in _LOOKS_LIKE:
        if stripped.startswith(start):
            raise FileError(UNREADABLE, f"O arquivo {description}: peça o arquivo .ipynb.")
    for mark, encoding in _WIDE:
        if content.startswith(mark):
            note = "O arquivo estava em UTF-16 e foi convertido."
            return content.decode(encoding, "replace"), [note]
    try:
        return stripped.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        note = "O arquivo estava em Latin-1 e foi convertido para UTF-8."
        return stripped.decode("cp1252", "replace"), [note]


def _parse(text: str) -> Any:
    try:
        # Sem o modo estrito, uma quebra de linha solta dentro de um texto não impede a leitura.
        return json.loads(text, strict=False)
    except RecursionError:
        raise FileError(REFUSED, "O arquivo tem listas dentro de listas demais.") from None
    except ValueError as error:
        raise FileError(UNREADABLE, _explain(text, error)) from None


def _explain(text: str, error: ValueError) -> str:
    if "\n<<<<<<<" in text and "\n>>>>>>>" in text:
        return "O arquivo tem marcas de conflito do git: peça outra cópia."
    if not text.lstrip().startswith("{"):
        return "O arquivo não é um notebook: peça o arquivo .ipynb."
    line, position = getattr(error, "lineno", 0), getattr(error, "pos", 0)
    ends_early = not text.rstrip().endswith("}") or position >= len(text.rstrip()) - 1
    reason = str(error)
    if "Unterminated" in reason or (ends_early and not reason.startswith("Extra data")):
        return "O notebook foi cortado antes do fim: peça outra cópia."
    return f"O notebook está quebrado na linha {line}: peça outra cópia."


def _list_cells(data: Any) -> tuple[list[Any], bool]:
    """Células do notebook, e se ele é dos formatos 2 ou 3, com folhas."""
    if isinstance(data, dict):
        if isinstance(data.get("cells"), list):
            return data["cells"], False
        if isinstance(data.get("worksheets"), list):
            sheets = [s.get("cells") for s in data["worksheets"] if isinstance(s, dict)]
            return [cell for cells in sheets if isinstance(cells, list) for cell in cells], True
    raise FileError(UNREADABLE, "O arquivo não tem células de notebook: peça o arquivo .ipynb.")


def _read_cell(cell: dict[str, Any]) -> Cell:
    kind, text = cell.get("cell_type"), _join(cell.get("source", cell.get("input", "")))
    if kind == "heading":
        level = cell.get("level")
        text = "#" * (level if isinstance(level, int) and 1 <= level <= 6 else 1) + f" {text}"
    kind = kind if kind in _KINDS else "markdown"
    return Cell(str(kind), text, _grade_id(cell.get("metadata")), _attachments(cell))


def _join(source: Any) -> str:
    lines = source if isinstance(source, list) else [source]
    text = "".join(line for line in lines if isinstance(line, str))
    return clean_source(text)


def clean_source(text: str) -> str:
    r"""Devolve um texto com fins de linha ``\n`` e que se pode gravar em UTF-8."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    # Um notebook pode trazer metade de um par substituto, que nenhum arquivo aceita.
    return text.encode("utf-8", "replace").decode("utf-8")


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
            if kind in ("image/png", "image/jpeg", "image/gif")
            and isinstance(data, str)
            and _BASE64.fullmatch(data)
        }
        for name, bundle in found.items()
        if isinstance(bundle, dict)
    }
