"""A mesa em que se abre um maço: cada arquivo vira um notebook lido ou um motivo."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from nbformat import NotebookNode

from mlp_course.grading.intake import archive
from mlp_course.grading.intake.cells import read_cells
from mlp_course.grading.intake.files import MAX_DEPTH, Budget, FileError, Item
from mlp_course.grading.intake.grouping import Bundle
from mlp_course.grading.intake.names import Owner, find_assignment
from mlp_course.grading.intake.places import ARCHIVES, NOTEBOOKS
from mlp_course.grading.intake.recognize import Marks, recognize
from mlp_course.grading.intake.restoring import Restored, restore
from mlp_course.grading.intake.submission import MISSING, REFUSED, UNKNOWN, UNREADABLE

_PACKED = (".rar", ".7z", ".gz", ".tar", ".tgz", ".xz", ".bz2")


@dataclass(frozen=True)
class Candidate:
    """Um notebook lido e reconhecido.

    Parameters
    ----------
    assignment : str
    restored : Restored
    notes : tuple of str
        O que se perdoou ao ler.
    digest : str
        SHA-256 dos bytes.
    item : Item
    owner : Owner
    modified : float or None
        Data do arquivo, em segundos desde 1970; `None` se não há.
    """

    assignment: str
    restored: Restored
    notes: tuple[str, ...]
    digest: str
    item: Item
    owner: Owner
    modified: float | None


@dataclass(frozen=True)
class Fault:
    """Um arquivo que não se pôde usar, e por quê."""

    assignment: str
    status: str
    message: str
    digest: str
    item: Item
    owner: Owner

    @property
    def origin(self) -> str:
        """Caminho do arquivo, como veio."""
        return origin_of(self.item)


@dataclass
class Pile:
    """Um maço aberto."""

    bundle: Bundle
    candidates: list[Candidate] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: tuple[str, ...] = ()


def origin_of(item: Item) -> str:
    """Caminho de um arquivo, como veio; o de uma pasta vazia é o dela."""
    return "/".join(part for part in item.path if part)


class Desk:
    """Abre um maço, sem passar do que se lê de um aluno.

    Parameters
    ----------
    sources : mapping of str to NotebookNode
    marks : mapping of str to Marks
    bundle : Bundle
    """

    def __init__(
        self, sources: Mapping[str, NotebookNode], marks: Mapping[str, Marks], bundle: Bundle
    ) -> None:
        self.sources, self.marks, self.budget = sources, marks, Budget()
        self.pile = Pile(bundle)

    def open_all(self) -> Pile:
        """Abre todos os arquivos do maço."""
        for item, owner in self.pile.bundle.files:
            self._open(item, owner, item.modified, MAX_DEPTH)
        return self.pile

    def _open(self, item: Item, owner: Owner, modified: float | None, depth: int) -> None:
        digest = ""
        try:
            _refuse_by_name(item)
            content = item.read(self.budget)
            digest = hashlib.sha256(content).hexdigest()
            if archive.is_archive(content):
                self._open_archive(item, owner, content, modified, depth)
            else:
                self.pile.candidates.append(self._read(item, owner, content, digest, modified))
        except FileError as error:
            if error.status != REFUSED and not _says_notebook(item):
                error = _no_notebook(item) if item.name else error
            guess = self._guess(item)
            self.pile.faults.append(Fault(guess, error.status, error.message, digest, item, owner))

    def _open_archive(
        self, item: Item, owner: Owner, content: bytes, modified: float | None, depth: int
    ) -> None:
        if not depth:
            raise FileError(REFUSED, f"Há mais de {MAX_DEPTH} zips, um dentro do outro.")
        inside = archive.open_nested(content)
        if not inside:
            raise FileError(MISSING, "O zip está vazio.")
        if any(inner.name == "[Content_Types].xml" for inner in inside):
            raise FileError(UNREADABLE, "O arquivo é um documento do Office: peça o .ipynb.")
        for inner in inside:
            date = modified if inner.modified is None else inner.modified
            self._open(replace(inner, path=(*item.path, *inner.path)), owner, date, depth - 1)

    def _read(
        self, item: Item, owner: Owner, content: bytes, digest: str, modified: float | None
    ) -> Candidate:
        draft = read_cells(content)
        assignment = recognize(draft.cells, self._whole_path(item), self.marks)
        if not assignment:
            raise FileError(UNKNOWN, f"“{item.name}” não é de nenhum exercício do curso.")
        notes = list(draft.notes)
        if find_assignment(item.name, [assignment]) != assignment:
            notes.insert(
                0, f"O arquivo se chamava “{item.name}”: o exercício foi reconhecido pelo conteúdo."
            )
        restored = restore(self.sources[assignment], draft.cells)
        return Candidate(assignment, restored, tuple(notes), digest, item, owner, modified)

    def _guess(self, item: Item) -> str:
        """Exercício de que o caminho fala, do nome do arquivo para fora."""
        names = (find_assignment(part, self.sources) for part in reversed(self._whole_path(item)))
        return next((name for name in names if name), "")

    def _whole_path(self, item: Item) -> Sequence[str]:
        # A pasta que se apontou é de quem ensina, e o nome dela não fala das entregas.
        return (*self.pile.bundle.trail[1:], *item.path)


def _refuse_by_name(item: Item) -> None:
    if item.refusal:
        raise FileError(REFUSED, item.refusal)
    if item.suffix in _PACKED:
        raise FileError(UNREADABLE, f"Veio um {item.suffix}: peça o .ipynb ou um .zip.")
    if not item.name:
        raise FileError(MISSING, "A pasta do exercício está vazia.")
    if item.suffix not in (*NOTEBOOKS, *ARCHIVES) and ".ipynb" not in item.name.lower():
        raise _no_notebook(item)


def _says_notebook(item: Item) -> bool:
    return ".ipynb" in item.name.lower() or item.suffix in (*ARCHIVES, *_PACKED)


def _no_notebook(item: Item) -> FileError:
    return FileError(MISSING, f"Não veio nenhum notebook; veio “{item.name}”.")
