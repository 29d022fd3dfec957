"""Dos bytes de um arquivo às células de um notebook: qualquer codificação, qualquer formato.

É por aqui que passam a conferência do aluno e a correção da turma, para que as duas
leiam o mesmo. Só se olha o tipo e o texto de cada célula, por isso um metadado quebrado
ou que falta não estraga nada. Formatos 2, 3 e 4 do Jupyter são aceitos.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

MAX_FILE_BYTES = 32 << 20
MAX_CELLS = 1000
ANOTHER_COPY, THE_NOTEBOOK = "outra cópia", "o arquivo .ipynb"
_KINDS = ("code", "markdown", "raw")
# O que só uma célula de código tem, nos vários formatos.
_CODE_KEYS = frozenset(["outputs", "execution_count", "prompt_number", "input"])
_BLANK = " \t\r\n\0\ufeff"
_LOOKS_LIKE = (
    (b"%PDF", "é um PDF"),
    (b"<", "é uma página da web, talvez salva no lugar do notebook"),
    (b"PK\x03\x04", "é um .zip"),
    (b"Rar!", "é um .rar"),
    (b"7z\xbc\xaf", "é um .7z"),
    (b"\x1f\x8b", "é um .gz"),
    (b"\x89PNG", "é uma imagem"),
    (b"\xff\xd8\xff", "é uma imagem"),
    (b"\xd0\xcf\x11\xe0", "é um documento do Office"),
)


class UnreadableError(Exception):
    """Os bytes não são um notebook que se possa ler.

    Parameters
    ----------
    reason : str
        O que há de errado, em uma frase sem ponto.
    wanted : str, default ""
        O que serviria no lugar; vazio se nada do mesmo tamanho serve.
    """

    def __init__(self, reason: str, wanted: str = "") -> None:
        super().__init__(reason)
        self.reason, self.wanted = reason, wanted


@dataclass(frozen=True)
class RawCell:
    r"""Uma célula como veio.

    Parameters
    ----------
    kind : {"code", "markdown", "raw"}
    text : str
        Fins de linha ``\n``, sem caracteres que não cabem em UTF-8.
    data : dict
        O resto que o arquivo diz dela, sem garantia nenhuma.
    """

    kind: str
    text: str
    data: dict[str, Any]


def read_notebook(content: bytes) -> tuple[list[RawCell], list[str]]:
    """Lê um notebook.

    Parameters
    ----------
    content : bytes

    Returns
    -------
    tuple of (list of RawCell, list of str)
        As células, e em frases o que foi preciso converter.

    Raises
    ------
    UnreadableError
        Se os bytes não forem um notebook; a mensagem diz o que eles parecem ser.
    """
    text, notes = _decode(content)
    raw, old = _list_cells(_parse(text))
    if len(raw) > MAX_CELLS:
        raise UnreadableError(f"O notebook tem {len(raw)} células; o limite é {MAX_CELLS}")
    if old:
        notes.append("O notebook estava em um formato antigo do Jupyter e foi convertido.")
    return [_read_cell(cell) for cell in raw if isinstance(cell, dict)], notes


def clean_source(text: str) -> str:
    r"""Devolve um texto com fins de linha ``\n`` e que se pode gravar em UTF-8."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    # Um notebook pode trazer metade de um par substituto, que nenhum arquivo aceita.
    return text.encode("utf-8", "replace").decode("utf-8")


def _decode(content: bytes) -> tuple[str, list[str]]:
    stripped = content.strip(b" \t\r\n\0")
    if not stripped:
        raise UnreadableError("O arquivo está vazio", ANOTHER_COPY)
    for start, description in _LOOKS_LIKE:
        if stripped.startswith(start):
            raise UnreadableError(f"O arquivo {description}", THE_NOTEBOOK)
    # Com a marca de ordem ou sem ela: os zeros entre as letras denunciam o UTF-16 e o UTF-32.
    encoding = json.detect_encoding(content)
    if not encoding.startswith("utf-8"):
        text = content.decode(encoding, "replace").strip(_BLANK)
        if text.startswith("{"):
            return text, [f"O arquivo estava em {encoding[:6].upper()} e foi convertido."]
    try:
        return stripped.decode("utf-8").strip(_BLANK), []
    except UnicodeDecodeError:
        note = "O arquivo estava em Latin-1 e foi convertido para UTF-8."
        return _decode_mixed(stripped).strip(_BLANK), [note]


def _decode_mixed(content: bytes) -> str:
    """Lê como Latin-1 só o que não é UTF-8: um trecho colado não estraga os outros."""
    text = content.decode("utf-8", "surrogateescape")
    return re.sub(
        "[\udc80-\udcff]+",
        lambda found: found[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace"),
        text,
    )


def _parse(text: str) -> Any:
    try:
        # Sem o modo estrito, uma quebra de linha solta dentro de um texto não impede a leitura.
        return json.loads(text, strict=False)
    except RecursionError:
        raise UnreadableError("O arquivo tem listas dentro de listas demais") from None
    except ValueError as error:
        raise _explain(text, error) from None


def _explain(text: str, error: ValueError) -> UnreadableError:
    if "\n<<<<<<<" in text and "\n>>>>>>>" in text:
        return UnreadableError("O arquivo tem marcas de conflito do git", ANOTHER_COPY)
    if not text.startswith("{"):
        return UnreadableError("O arquivo não é um notebook", THE_NOTEBOOK)
    line, position = getattr(error, "lineno", 0), getattr(error, "pos", 0)
    ends_early = not text.endswith("}") or position >= len(text) - 1
    reason = str(error)
    if "Unterminated" in reason or (ends_early and not reason.startswith("Extra data")):
        return UnreadableError("O notebook foi cortado antes do fim", ANOTHER_COPY)
    return UnreadableError(f"O notebook está quebrado na linha {line}", ANOTHER_COPY)


def _list_cells(data: Any) -> tuple[list[Any], bool]:
    """Células do notebook, e se ele é dos formatos 2 ou 3, com folhas."""
    if isinstance(data, dict):
        if isinstance(data.get("cells"), list):
            return data["cells"], False
        if isinstance(data.get("worksheets"), list):
            sheets = [s.get("cells") for s in data["worksheets"] if isinstance(s, dict)]
            return [cell for cells in sheets if isinstance(cells, list) for cell in cells], True
    raise UnreadableError("O arquivo não tem células de notebook", THE_NOTEBOOK)


def _read_cell(cell: dict[str, Any]) -> RawCell:
    kind, text = cell.get("cell_type"), _join(cell.get("source", cell.get("input", "")))
    if kind == "heading":
        level = cell.get("level")
        text = "#" * (level if isinstance(level, int) and 1 <= level <= 6 else 1) + f" {text}"
    elif kind not in _KINDS and _CODE_KEYS & set(cell):
        kind = "code"
    return RawCell(kind if kind in _KINDS else "markdown", text, cell)


def _join(source: Any) -> str:
    lines = source if isinstance(source, list) else [source]
    text = "".join(line for line in lines if isinstance(line, str))
    return clean_source(text)
