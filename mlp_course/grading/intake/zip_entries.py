"""O que o índice de um zip diz de cada arquivo: como se chama, de quem e de quando é.

O formato guarda bytes. Com o bit 11, são UTF-8; sem ele, depende de quem compactou:
o macOS escreve UTF-8, o Windows brasileiro cp850, outros programas cp1252. Como um
zip vem de um programa só, escolhe-se uma página de código para todos os nomes dele:
a que dá as letras que o português usa, no lugar em que as usa.
"""

import io
import re
import struct
import time
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from mlp_course.grading.intake.junk import find_environments, is_system_path

# O maior comentário possível depois do índice, e os registros de 64 bits.
_TAIL_BYTES = 65_557 + 76
_UTF8_BIT = 0x800
_UNICODE_PATH, _UNIX_TIME, _NTFS = 0x7075, 0x5455, 0x000A
# A ordem desempata: o próprio Windows escreve em cp850.
_CODE_PAGES = ("cp850", "cp1252")
_LETTERS = frozenset("áàâãéêíóôõúüçñÁÀÂÃÉÊÍÓÔÕÚÜÇÑªº°–")
_STRANGE, _WRONG_CASE, _LOWER_START = -3.0, -2.0, -0.5
# O NTFS conta em décimos de microssegundo desde 1601.
_NTFS_EPOCH, _NTFS_TICKS = 11_644_473_600, 10_000_000
# O zip não tem datas antes de 1980, e muitos programas escrevem esta quando não têm nenhuma.
_FIRST_YEAR, _OLDEST = 1980, 315_619_200.0


@dataclass(frozen=True)
class Entry:
    """Um arquivo do índice, com o nome em Unicode e as pastas separadas."""

    info: zipfile.ZipInfo
    name: str
    parts: tuple[str, ...]

    @property
    def is_folder(self) -> bool:
        """Se é só a pasta; no Windows, há quem a termine com a barra invertida."""
        return self.name.endswith(("/", "\\"))


def list_own(archive: zipfile.ZipFile) -> list[Entry]:
    """Devolve os arquivos que são do aluno, sem pastas nem o que o sistema dele pôs ali."""
    entries, environments = _list_entries(archive)
    return [
        entry
        for entry in entries
        if not entry.is_folder and not is_system_path(entry.parts, environments)
    ]


def list_empty_folders(archive: zipfile.ZipFile) -> list[tuple[str, ...]]:
    """Devolve as pastas em que não sobra nada do aluno, e nenhuma outra vazia."""
    entries, environments = _list_entries(archive)
    folders: set[tuple[str, ...]] = set()
    filled: set[tuple[str, ...]] = set()
    for entry in entries:
        if ".." in entry.parts or not entry.parts[:1] or not entry.parts[0]:
            continue
        own = not is_system_path(entry.parts, environments) and not entry.is_folder
        for i in range(1, len(entry.parts)):
            folder = entry.parts[:i]
            if is_system_path(folder, environments):
                break
            (filled if own else folders).add(folder)
    empty = folders - filled
    outer = {folder[:i] for folder in empty for i in range(1, len(folder))}
    return sorted(empty - outer)


def _list_entries(archive: zipfile.ZipFile) -> tuple[list[Entry], set[tuple[str, ...]]]:
    infos = archive.infolist()
    entries = [
        Entry(info, name, tuple(part for part in re.split(r"[/\\]", name) if part != "."))
        for info, name in zip(infos, decode_names(infos), strict=True)
    ]
    return entries, find_environments(entry.parts for entry in entries)


def decode_names(infos: Sequence[zipfile.ZipInfo]) -> list[str]:
    """Devolve o nome de cada arquivo de um zip, com os acentos compostos.

    Parameters
    ----------
    infos : sequence of ZipInfo
        Todos os do mesmo zip, como o `zipfile` os leu.

    Returns
    -------
    list of str
        Na mesma ordem.
    """
    names = [_declared_name(info) for info in infos]
    unknown = [_raw_name(info) for info, name in zip(infos, names, strict=True) if name is None]
    page = _choose_code_page(unknown)
    return [
        unicodedata.normalize("NFC", _decode(_raw_name(info), page) if name is None else name)
        for info, name in zip(infos, names, strict=True)
    ]


def modified_at(info: zipfile.ZipInfo) -> float | None:
    """Quando o arquivo foi alterado, em segundos desde a época; `None` se o zip não diz.

    Parameters
    ----------
    info : ZipInfo

    Returns
    -------
    float or None
        Pela hora universal, se o programa a guardou; senão, pela local de quem compactou,
        que se supõe a mesma daqui.
    """
    for kind, data in _extra_fields(info):
        if kind == _UNIX_TIME and len(data) >= 5 and data[0] & 1:
            return _plausible(float(struct.unpack_from("<i", data, 1)[0]))
        if kind == _NTFS and len(data) >= 16 and data[4:8] == b"\x01\x00\x18\x00":
            ticks = struct.unpack_from("<Q", data, 8)[0]
            return _plausible(ticks / _NTFS_TICKS - _NTFS_EPOCH)
    if info.date_time[0] <= _FIRST_YEAR:
        return None
    try:
        return _plausible(time.mktime((*info.date_time, 0, 0, -1)))
    except (OverflowError, ValueError):
        return None


def time_fields(info: zipfile.ZipInfo) -> bytes:
    """Devolve só os campos a mais que dizem a data, para os copiar em outro zip."""
    return b"".join(
        struct.pack("<HH", kind, len(data)) + data
        for kind, data in _extra_fields(info)
        if kind in (_UNIX_TIME, _NTFS)
    )


def _plausible(seconds: float) -> float | None:
    return seconds if seconds > _OLDEST else None


def _declared_name(info: zipfile.ZipInfo) -> str | None:
    """Nome em UTF-8, dito pelo zip ou evidente pelos bytes; `None` se não há."""
    if info.flag_bits & _UTF8_BIT:
        return info.filename
    raw = _raw_name(info)
    for kind, data in _extra_fields(info):
        # O Info-ZIP guarda aqui o nome em UTF-8, com a soma do outro para provar que é o mesmo.
        if kind == _UNICODE_PATH and data[1:5] == struct.pack("<L", zlib.crc32(raw)):
            return data[5:].decode("utf-8", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _raw_name(info: zipfile.ZipInfo) -> bytes:
    # Sem o bit, o zipfile leu os bytes em cp437, que tem um caractere para cada um.
    return info.orig_filename.split("\0")[0].encode("cp437", "replace")


def _extra_fields(info: zipfile.ZipInfo) -> Iterator[tuple[int, bytes]]:
    extra = info.extra
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        yield kind, extra[4 : 4 + size]
        extra = extra[4 + size :]


def _decode(raw: bytes, page: str) -> str:
    return raw.decode(page, "replace")


def _choose_code_page(names: Sequence[bytes]) -> str:
    return max(_CODE_PAGES, key=lambda page: sum(_likelihood(_decode(n, page)) for n in names))


def _likelihood(name: str) -> float:
    """Quanto um nome parece português: letras esperadas, maiúsculas onde se escrevem."""
    total = 0.0
    for i, letter in enumerate(name):
        if letter.isascii():
            continue
        before, after = name[i - 1 : i], name[i + 1 : i + 2]
        total += 1 if letter in _LETTERS else _STRANGE
        if letter.isupper():
            wrong = before.islower()
        else:
            wrong = after.isupper() or (i > 1 and name[i - 2 : i].isupper())
        # “JOÃO” e “GONÇALVES” trocam o Ã e o Ç de uma página para a outra.
        wrong = wrong or (letter == "Ã" and after.isalpha() and after not in "OESMN")
        total += _WRONG_CASE * wrong
        total += _LOWER_START * (letter.islower() and not before.isalpha())
    return total


def directory_size(file: BinaryIO) -> int:
    """Tamanho do índice do zip, lido antes que alguém o percorra."""
    length = file.seek(0, io.SEEK_END)
    start = max(0, length - _TAIL_BYTES)
    tail = _read_at(file, start, _TAIL_BYTES)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        return 0
    size = int(struct.unpack_from("<L", tail, end + 12)[0])
    if end >= 20 and tail[end - 20 : end - 16] == b"PK\x06\x07":
        # O registro de 64 bits está onde o localizador diz ou logo antes dele: vale o maior.
        (declared,) = struct.unpack_from("<Q", tail, end - 12)
        for position in (declared, start + end - 76):
            record = _read_at(file, position, 56) if 0 <= position < length else b""
            if len(record) == 56 and record.startswith(b"PK\x06\x06"):
                size = max(size, int(struct.unpack_from("<Q", record, 40)[0]))
    return size


def _read_at(file: BinaryIO, position: int, size: int) -> bytes:
    file.seek(position)
    return file.read(size)
