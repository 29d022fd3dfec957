"""Um CSV como as pessoas os fazem: a codificação, o separador e a vírgula decimal se descobrem."""

import csv
import re
from collections import Counter
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pandas as pd

from mlp_course.own_data.errors import OwnDataError

# O que as pessoas escrevem onde falta um valor, além do que o pandas já sabe.
MISSING = ("?", "-", "--", "—", "s/d", "S/D", "n/d", "N/D", "n.d.", "não informado", "ignorado")
SEPARATORS = ";,\t|"
_BRAZILIAN = re.compile(r"[-+]?(\d{1,3}(\.\d{3})+|\d+),\d+")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(\.\d{3})+(,\d+)?")
# Com o ponto como separador de milhares, o pandas leria estas como números.
_DOTTED = re.compile(r"\d{1,3}\.\d{1,3}\.\d{1,4}(\.\d{1,3})?")
_SAMPLE_LINES = 500
_OTHER_KINDS = {
    b"PK\x03\x04": "uma planilha ou um zip",
    b"\xd0\xcf\x11\xe0": "uma planilha antiga do Excel",
    b"PAR1": "um arquivo Parquet",
    b"%PDF": "um PDF",
    b"\x1f\x8b": "um arquivo comprimido",
}


@dataclass(frozen=True)
class Dialect:
    """Como um CSV foi escrito, com os nomes que `pandas.read_csv` dá.

    Parameters
    ----------
    encoding : str
        ``"utf-8-sig"``, ``"utf-16"`` ou ``"cp1252"``.
    sep : str
        Um de ``; , | tab``.
    decimal : str
        Vírgula, se é ela que separa os décimos.
    thousands : str or None
        O ponto, se ele separa os milhares.
    """

    encoding: str
    sep: str
    decimal: str
    thousands: str | None


def read_table(path: Path) -> tuple[pd.DataFrame, Dialect]:
    """Lê um CSV sem que se diga como foi escrito.

    Parameters
    ----------
    path : Path
        O arquivo, com uma linha de títulos.

    Returns
    -------
    table : DataFrame
        Como `pandas.read_csv` o lê no dialeto achado.
    dialect : Dialect
        O que se achou.

    Raises
    ------
    OwnDataError
        Se o arquivo não existe, não é texto ou não tem nenhuma linha de dados.
    """
    text, encoding = _decode(path)
    lines = [line for line in text.splitlines()[:_SAMPLE_LINES] if line.strip()]
    if len(lines) < 2:
        raise OwnDataError(
            f"{path.name} não tem linhas de dados: espera-se uma linha de títulos e, depois "
            "dela, uma linha por exemplo."
        )
    sep = _find_separator(lines)
    decimal, thousands = _find_decimal(lines, sep)
    dialect = Dialect(encoding, sep, decimal, thousands)
    try:
        table = pd.read_csv(
            StringIO(text),
            sep=sep,
            decimal=decimal,
            thousands=thousands,
            na_values=list(MISSING),
            skipinitialspace=True,
        )
    except (pd.errors.ParserError, ValueError) as error:
        raise OwnDataError(
            f"{path.name} não se deixa ler como uma tabela separada por “{_name(sep)}” ({error}): "
            "confira se cada linha tem o mesmo número de colunas que os títulos."
        ) from None
    table.columns = [str(name).strip() for name in table.columns]
    repeated = [name for name, count in Counter(table.columns).items() if count > 1]
    if repeated:
        raise OwnDataError(
            f"Duas colunas de {path.name} se chamam “{repeated[0]}”: dê um nome a cada uma."
        )
    return table, dialect


def _decode(path: Path) -> tuple[str, str]:
    if path.is_dir() or not path.exists():
        raise OwnDataError(f"Não há um arquivo {path}: diga o caminho de um CSV.")
    content = path.read_bytes()
    for start, kind in _OTHER_KINDS.items():
        if content.startswith(start):
            raise OwnDataError(
                f"{path.name} é {kind}, e espera-se um CSV. Abra-o no programa que o fez e use "
                "“Salvar como”, tipo CSV."
            )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), "utf-16"
    if b"\0" in content:
        raise OwnDataError(f"{path.name} não é um texto: espera-se um CSV.")
    try:
        return content.decode("utf-8-sig"), "utf-8-sig"
    except UnicodeDecodeError:
        # Em Windows-1252 quase todo byte é uma letra; os cinco que não são viram um sinal.
        return content.decode("cp1252", errors="replace"), "cp1252"


def _find_separator(lines: list[str]) -> str:
    """O que divide todas as linhas no mesmo número de colunas, e no maior."""
    rows = {
        sep: list(csv.reader(lines, delimiter=sep, skipinitialspace=True)) for sep in SEPARATORS
    }

    def agreement(sep: str) -> tuple[bool, float, int]:
        titles = len(rows[sep][0])
        same = sum(len(row) == titles for row in rows[sep])
        return titles > 1, round(same / len(rows[sep]), 2), titles

    return max(SEPARATORS, key=agreement)


def _find_decimal(lines: list[str], sep: str) -> tuple[str, str | None]:
    if sep == ",":
        # Só entre aspas um número teria vírgula, e aí ela tanto pode ser de um país como de outro.
        return ".", None
    cells = [c.strip() for row in csv.reader(lines[1:], delimiter=sep) for c in row]
    brazilian = sum(bool(_BRAZILIAN.fullmatch(c)) for c in cells)
    english = sum(bool(re.fullmatch(r"[-+]?\d+\.\d+", c)) for c in cells)
    if not brazilian or english > brazilian:
        return ".", None
    dotted = any(_DOTTED.fullmatch(c) and not _THOUSANDS.fullmatch(c) for c in cells)
    thousands = any(_THOUSANDS.fullmatch(c) for c in cells) and not dotted
    return ",", "." if thousands else None


def _name(sep: str) -> str:
    return "tabulação" if sep == "\t" else sep
