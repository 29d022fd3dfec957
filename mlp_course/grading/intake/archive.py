"""Zips abertos só em memória, com tudo limitado: tamanho declarado e real, razão, nomes.

Nada é extraído para o disco. O que é do sistema do aluno, e não dele, sai antes de
tudo: não conta para os limites nem recusa ninguém. Um nome perigoso no zip de um
aluno recusa o zip inteiro; no zip da turma, só aquele arquivo.
"""

import io
import re
import stat
import struct
import zipfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from mlp_course.errors import GradingError
from mlp_course.grading.intake.files import (
    ASK,
    MAX_CLASS_FILES,
    MAX_FILE_BYTES,
    MAX_STUDENT_FILES,
    MEBIBYTE,
    Budget,
    FileError,
    Item,
    bound_class,
    empty_folder,
    refused,
    too_big,
)
from mlp_course.grading.intake.slimming import (
    MAX_ARCHIVE_BYTES,
    MAX_DIRECTORY_BYTES,
    slim_archive,
)
from mlp_course.grading.intake.submission import REFUSED, UNREADABLE
from mlp_course.grading.intake.zip_entries import (
    Entry,
    directory_size,
    list_empty_folders,
    list_own,
    modified_at,
)

MAX_CLASS_DIRECTORY_BYTES = 64 * MEBIBYTE
MAX_RATIO = 200
MAX_ARCHIVE_RATIO = 10
_TOO_MANY = f"O zip tem mais de {MAX_STUDENT_FILES} arquivos: {ASK}."
# O que se pode tomar por um notebook ou por outro zip.
_OPENED = ("", ".ipynb", ".json", ".txt", ".zip")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def list_archive(path: Path) -> list[Item]:
    """Lista os arquivos do zip da turma; os de nome perigoso vêm com a recusa.

    Raises
    ------
    GradingError
        Se o zip estiver quebrado ou for grande demais.
    """
    try:
        with path.open("rb") as file:
            if directory_size(file) > MAX_CLASS_DIRECTORY_BYTES:
                raise GradingError(f"{path} tem mais de {MAX_CLASS_FILES} arquivos.")
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, UnicodeError, NotImplementedError, struct.error):
        raise GradingError(f"{path} não é um zip que se possa abrir: baixe-o de novo.") from None
    items = [_entry_item(archive, entry) for entry in list_own(archive)]
    # Quem só tinha lixo, ou nada, também é alguém da turma.
    items += [empty_folder(folder) for folder in list_empty_folders(archive)]
    return bound_class(items, path)


def open_nested(content: bytes) -> list[Item]:
    """Lista os arquivos de um zip que um aluno enviou.

    Raises
    ------
    FileError
        Se estiver quebrado, tiver arquivos demais ou qualquer nome perigoso.
    """
    if directory_size(io.BytesIO(content)) > MAX_DIRECTORY_BYTES:
        raise FileError(REFUSED, _TOO_MANY)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        raise FileError(UNREADABLE, "O zip está quebrado ou incompleto.") from None
    entries = list_own(archive)
    if len(entries) > MAX_STUDENT_FILES:
        raise FileError(REFUSED, _TOO_MANY)
    for entry in entries:
        if (reason := _find_danger(entry)) and not _is_harmless_link(entry):
            raise FileError(REFUSED, reason)
    return [_entry_item(archive, entry) for entry in entries]


def is_archive(content: bytes) -> bool:
    """Diz se os bytes começam como um zip."""
    return content[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def _entry_item(archive: zipfile.ZipFile, entry: Entry) -> Item:
    reason, modified = _find_danger(entry), modified_at(entry.info)
    parts = tuple(p for p in entry.parts if p not in ("", ".", "..")) or ("sem nome",)
    if reason:
        return replace(refused(parts, reason), modified=modified)
    return Item(parts, partial(_read_entry, archive, entry.info), modified=modified)


def _read_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> bytes:
    if info.flag_bits & 1:
        raise FileError(UNREADABLE, "O zip tem senha: peça outro sem senha.")
    if info.compress_type not in _METHODS:
        raise FileError(UNREADABLE, "O zip usa uma compressão incomum: peça outro, ou o .ipynb.")
    if info.file_size > max(MEBIBYTE, MAX_RATIO * info.compress_size):
        raise FileError(REFUSED, f"O zip cresce demais ao ser aberto: {ASK}.")
    if info.file_size > MAX_FILE_BYTES:
        return _read_big_archive(archive, info, budget)
    try:
        with archive.open(info) as file:
            # O tamanho declarado pode mentir: só se lê até o limite, e um byte a mais o denuncia.
            content = file.read(MAX_FILE_BYTES + 1)
    except FileError:
        raise
    except Exception:
        # Cabeçalhos forjados fazem o zipfile levantar quase qualquer erro.
        raise FileError(UNREADABLE, "O arquivo está danificado dentro do zip.") from None
    if len(content) > MAX_FILE_BYTES:
        raise FileError(REFUSED, too_big(len(content)))
    budget.spend(len(content))
    return content


def _read_big_archive(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> bytes:
    """Um zip dentro do zip, sem o que é do sistema; qualquer outro arquivo assim é recusado."""
    content = b""
    # Um zip de verdade quase não se compacta de novo; o que se compacta só quer custar tempo.
    if info.file_size <= min(MAX_ARCHIVE_BYTES, MAX_ARCHIVE_RATIO * info.compress_size):
        try:
            with archive.open(info) as file:
                content = slim_archive(cast("BinaryIO", file), MAX_FILE_BYTES)
        except (zipfile.BadZipFile, OSError, RuntimeError):
            content = b""
    if not content:
        raise FileError(REFUSED, too_big(info.file_size))
    budget.spend(len(content))
    return content


def _find_danger(entry: Entry) -> str:
    """Diz por que um arquivo do zip não pode ser aberto; vazio se nada há."""
    if entry.name.startswith(("/", "\\")) or re.match(r"^[A-Za-z]:", entry.name):
        return f"O zip tem um arquivo com caminho absoluto: {ASK}."
    if ".." in entry.parts:
        return f"O zip tem um arquivo que sai da própria pasta (..): {ASK}."
    kind = stat.S_IFMT(entry.info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return f"O zip tem um atalho (ligação simbólica): {ASK}."
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return f"O zip tem um arquivo especial do sistema: {ASK}."
    return ""


def _is_harmless_link(entry: Entry) -> bool:
    """Um atalho com nome de outra coisa, como ``dados.csv``: não se abre, e nada se perde."""
    kind, suffix = stat.S_IFMT(entry.info.external_attr >> 16), Path(entry.name).suffix.lower()
    inside = ".." not in entry.parts and not entry.name.startswith(("/", "\\"))
    return kind == stat.S_IFLNK and inside and suffix not in _OPENED
