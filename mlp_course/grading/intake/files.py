"""Arquivos que outra pessoa montou: lidos em memória, sem confiar neles.

Nenhum atalho é seguido, e nada é aberto antes de se saber que é um arquivo comum.
O que se recusa continua na lista, com o motivo, para que a entrega vire uma linha.
"""

import os
import stat
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from mlp_course.checks.reading import MAX_FILE_BYTES
from mlp_course.errors import GradingError
from mlp_course.grading.intake.crowding import (
    MAX_FOLDER_FILES,
    enclosing,
    find_deepest,
    find_full,
)
from mlp_course.grading.intake.junk import find_environments, is_system_path
from mlp_course.grading.intake.slimming import MAX_STUDENT_FILES, slim_archive
from mlp_course.grading.intake.submission import REFUSED, UNREADABLE

MEBIBYTE = 1 << 20
MAX_STUDENT_BYTES = 64 * MEBIBYTE
MAX_CLASS_FILES = 100_000
MAX_DEPTH = 3
ASK = "envie só o .ipynb"
_MAX_FOLDERS = 12


class FileError(Exception):
    """Um arquivo que não se pode usar: `status` da entrega e o motivo."""

    def __init__(self, status: str, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


@dataclass
class Budget:
    """Quanto ainda se lê de um aluno, somando tudo o que ele enviou."""

    bytes_left: int = MAX_STUDENT_BYTES
    files_left: int = MAX_STUDENT_FILES

    def spend(self, size: int) -> None:
        """Desconta um arquivo lido.

        Raises
        ------
        FileError
            Se o total passar do limite.
        """
        self.bytes_left -= size
        self.files_left -= 1
        if self.bytes_left < 0:
            raise FileError(
                REFUSED, f"A entrega passa de {MAX_STUDENT_BYTES // MEBIBYTE} MiB: {ASK}."
            )
        if self.files_left < 0:
            raise FileError(REFUSED, f"A entrega tem mais de {MAX_STUDENT_FILES} arquivos: {ASK}.")


@dataclass(frozen=True)
class Item:
    """Um arquivo ainda não lido.

    Parameters
    ----------
    path : tuple of str
        Pastas e nome; uma pasta vazia termina em ``""``.
    read : callable
        Devolve os bytes; levanta `FileError`.
    disk : Path, optional
        Onde está, se for um arquivo comum de uma pasta.
    refusal : str, default ""
        Por que não se deve abri-lo.
    modified : float, optional
        Quando foi alterado, em segundos desde a época; `None` se não se sabe.
    """

    path: tuple[str, ...]
    read: Callable[[Budget], bytes] = field(repr=False, compare=False)
    disk: Path | None = None
    refusal: str = ""
    modified: float | None = None

    @property
    def name(self) -> str:
        """Nome do arquivo, sem as pastas."""
        return self.path[-1]

    @property
    def suffix(self) -> str:
        """Extensão, em minúsculas."""
        return Path(self.name).suffix.lower()

    def without(self, n_folders: int) -> "Item":
        """O mesmo arquivo, sem as primeiras pastas."""
        return replace(self, path=self.path[n_folders:])


def list_folder(root: Path) -> list[Item]:
    """Lista os arquivos de uma pasta; atalhos e arquivos especiais vêm com a recusa."""
    return bound_class(list(_walk(root, (), _MAX_FOLDERS)), root)


def bound_class(items: Sequence[Item], where: Path) -> list[Item]:
    """Troca por uma recusa cada pasta com arquivos demais, para que as outras sigam.

    Parameters
    ----------
    items : sequence of Item
    where : Path
        De onde vieram, para a mensagem.

    Returns
    -------
    list of Item

    Raises
    ------
    GradingError
        Se, ainda assim, forem mais de `MAX_CLASS_FILES`.
    """
    bounded = _collapse(items, find_full(item.path for item in items))
    while len(bounded) > MAX_CLASS_FILES:
        found = find_deepest(item.path for item in bounded)
        if not found:
            raise GradingError(
                f"{where} tem mais de {MAX_CLASS_FILES} arquivos: aponte só as entregas."
            )
        bounded = _collapse(bounded, found)
    return bounded


def _collapse(items: Sequence[Item], folders: set[tuple[str, ...]]) -> list[Item]:
    if not folders:
        return list(items)
    kept = [item for item in items if folders.isdisjoint(enclosing(item.path))]
    return kept + [_crowded(folder) for folder in sorted(folders)]


def _walk(folder: Path, parts: tuple[str, ...], depth: int) -> Iterator[Item]:
    try:
        entries = _own_entries(folder)
    except OSError as error:
        if not parts:
            raise
        yield refused((*parts, ""), f"A pasta não pôde ser aberta ({error.strerror}).")
        return
    if not entries and parts:
        yield empty_folder(parts)
    if len(entries) > MAX_FOLDER_FILES and parts:
        yield _crowded(parts)
        return
    for entry in entries:
        path = (*parts, _readable(entry.name))
        if entry.is_symlink():
            yield refused(path, f"É um atalho (ligação simbólica), e não um arquivo: {ASK}.")
        elif entry.is_dir():
            if depth:
                yield from _walk(Path(entry.path), path, depth - 1)
            else:
                yield refused((*path, ""), f"Há pastas demais, uma dentro da outra: {ASK}.")
        elif entry.is_file():
            disk, modified = Path(entry.path), entry.stat(follow_symlinks=False).st_mtime
            yield Item(path, partial(_read_file, disk), disk, modified=modified)
        else:
            yield refused(path, f"É um arquivo especial do sistema: {ASK}.")


def _own_entries(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    environments = find_environments((entry.name,) for entry in entries)
    return [entry for entry in entries if not is_system_path((entry.name,), environments)]


def _read_file(path: Path, budget: Budget) -> bytes:
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        with os.fdopen(os.open(path, flags), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise FileError(REFUSED, "É um arquivo especial do sistema.")
            if status.st_size > MAX_FILE_BYTES:
                content = slim_archive(file, MAX_FILE_BYTES)
                if not content:
                    raise FileError(REFUSED, too_big(status.st_size))
            else:
                content = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise FileError(
            UNREADABLE, f"O arquivo não pôde ser aberto ({error.strerror or error})."
        ) from None
    budget.spend(len(content))
    return content


def _readable(name: str) -> str:
    """Nome que se pode escrever em UTF-8, com os acentos compostos, que o macOS separa."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return unicodedata.normalize("NFC", text)


def too_big(size: int) -> str:
    """Texto para o arquivo que passa do limite."""
    limit = MAX_FILE_BYTES // MEBIBYTE
    return f"O arquivo tem {size / MEBIBYTE:.0f} MiB, e o limite é {limit}: {ASK}."


def refused(path: tuple[str, ...], reason: str) -> Item:
    """Um arquivo que não se deve abrir."""
    return Item(path, partial(_refuse, reason), refusal=reason)


def empty_folder(folder: tuple[str, ...]) -> Item:
    """Uma pasta em que não há nada do aluno."""
    return Item((*folder, ""), _nothing)


def _crowded(folder: tuple[str, ...]) -> Item:
    reason = f"Uma pasta tem mais de {MAX_FOLDER_FILES} arquivos: {ASK}."
    return refused((*folder, ""), reason)


def _refuse(reason: str, _: Budget) -> bytes:
    raise FileError(REFUSED, reason)


def _nothing(_: Budget) -> bytes:
    return b""
