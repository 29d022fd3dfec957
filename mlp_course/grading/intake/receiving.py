"""Das pastas e zips da turma à lista de entregas: uma por aluno e exercício."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nbformat import NotebookNode

from mlp_course.grading.intake import archive
from mlp_course.grading.intake.cells import read_cells
from mlp_course.grading.intake.files import MAX_DEPTH, Budget, FileError, Item
from mlp_course.grading.intake.grouping import ARCHIVES, NOTEBOOKS, Person, group_students
from mlp_course.grading.intake.names import Owner, find_assignment
from mlp_course.grading.intake.recognize import Marks, list_marks, recognize
from mlp_course.grading.intake.restoring import Restored, restore
from mlp_course.grading.intake.submission import (
    MISSING,
    READY,
    REFUSED,
    UNKNOWN,
    UNREADABLE,
    Submission,
)

_MAX_LEFT_OUT = 10
_SEVERITY = (REFUSED, UNREADABLE, UNKNOWN, MISSING)
_PACKED = (".rar", ".7z", ".gz", ".tar", ".tgz", ".xz", ".bz2")


@dataclass(frozen=True)
class _Candidate:
    assignment: str
    restored: Restored
    notes: tuple[str, ...]
    digest: str
    item: Item
    owner: Owner


@dataclass(frozen=True)
class _Fault:
    assignment: str
    status: str
    message: str
    digest: str
    origin: str
    owner: Owner


def read_submissions(submitted: Path, sources: Mapping[str, NotebookNode]) -> list[Submission]:
    """Lê as entregas de uma turma e as restaura; nenhuma entrega ruim impede as outras.

    Parameters
    ----------
    submitted : Path
        Pasta do nbgrader (``aluno/exercício/``), pasta qualquer, ou zip exportado
        pelo Moodle, pelo Canvas ou pelo Google Sala de Aula.
    sources : mapping of str to NotebookNode
        Cada exercício como o aluno o recebeu.

    Returns
    -------
    list of Submission
        Em ordem de aluno e exercício, sem repetição. O que não se pôde usar também
        está na lista, com `status` e `message`.

    Raises
    ------
    GradingError
        Se `submitted` não existir ou não se puder abrir.
    """
    marks = list_marks(sources)
    found = []
    for person in group_students(Path(submitted), list(sources)):
        found += _read_person(person, sources, marks)
    return _name_assignments(found, sources)


class _Desk:
    """A mesa em que se abre tudo o que veio de um aluno."""

    def __init__(self, sources: Mapping[str, NotebookNode], marks: Mapping[str, Marks]) -> None:
        self.sources, self.marks, self.budget = sources, marks, Budget()
        self.candidates: list[_Candidate] = []
        self.faults: list[_Fault] = []

    def open(self, item: Item, owner: Owner, depth: int = MAX_DEPTH) -> None:
        """Lê um arquivo; de um zip, lê cada um dos que há nele."""
        digest = ""
        try:
            if item.refusal:
                raise FileError(REFUSED, item.refusal)
            if item.suffix in _PACKED:
                raise FileError(UNREADABLE, f"Veio um {item.suffix}: peça o .ipynb ou um .zip.")
            if not item.name:
                raise FileError(MISSING, "A pasta do exercício está vazia.")
            if item.suffix not in (*NOTEBOOKS, *ARCHIVES):
                raise _no_notebook(item)
            content = item.read(self.budget)
            digest = hashlib.sha256(content).hexdigest()
            if archive.is_archive(content):
                self._open_archive(item, owner, content, depth)
            else:
                self.candidates.append(self._read(item, owner, content, digest))
        except FileError as error:
            if error.status != REFUSED and item.suffix not in (".ipynb", *ARCHIVES, *_PACKED):
                error = _no_notebook(item) if item.name else error
            origin = "/".join(part for part in item.path if part)
            guess = _guess(item, self.sources)
            self.faults.append(_Fault(guess, error.status, error.message, digest, origin, owner))

    def _open_archive(self, item: Item, owner: Owner, content: bytes, depth: int) -> None:
        if not depth:
            raise FileError(REFUSED, f"Há mais de {MAX_DEPTH} zips, um dentro do outro.")
        inside = archive.open_nested(content)
        if not inside:
            raise FileError(MISSING, "O zip está vazio.")
        for inner in inside:
            self.open(replace(inner, path=(*item.path, *inner.path)), owner, depth - 1)

    def _read(self, item: Item, owner: Owner, content: bytes, digest: str) -> _Candidate:
        draft = read_cells(content)
        assignment = recognize(draft.cells, item.path, self.marks)
        if not assignment:
            raise FileError(UNKNOWN, f"«{item.name}» não é de nenhum exercício do curso.")
        notes = list(draft.notes)
        if find_assignment(item.name, [assignment]) != assignment:
            notes.insert(
                0, f"O arquivo se chamava «{item.name}»: o exercício foi reconhecido pelo conteúdo."
            )
        restored = restore(self.sources[assignment], draft.cells)
        return _Candidate(assignment, restored, tuple(notes), digest, item, owner)


def _read_person(
    person: Person, sources: Mapping[str, NotebookNode], marks: Mapping[str, Marks]
) -> list[Submission]:
    desk = _Desk(sources, marks)
    for item, owner in person.files:
        desk.open(item, owner)
    submissions = []
    for assignment in dict.fromkeys(c.assignment for c in desk.candidates):
        same = [c for c in desk.candidates if c.assignment == assignment]
        submissions.append(_choose(person.student, same, desk.faults))
    answered = {s.assignment for s in submissions}
    left = [f for f in desk.faults if f.assignment not in answered]
    left = [f for f in left if f.assignment or not answered]
    for assignment in dict.fromkeys(f.assignment for f in left):
        worst = min(
            (f for f in left if f.assignment == assignment),
            key=lambda f: _SEVERITY.index(f.status),
        )
        submissions.append(_explain(person.student, worst))
    return submissions


def _choose(student: str, same: Sequence[_Candidate], faults: Sequence[_Fault]) -> Submission:
    """Fica com o notebook mais completo; entre iguais, o de caminho menor."""
    best = min(same, key=lambda c: (-c.restored.n_answered, len(c.item.path), c.item.path))
    n_different = len({c.digest for c in same})
    repairs = []
    if n_different > 1:
        repairs.append(
            f"Vieram {n_different} notebooks deste exercício: ficou o mais completo, "
            f"«{best.item.name}»."
        )
    repairs += [*best.notes, *best.restored.repairs]
    if best.owner.late:
        repairs.append("A plataforma marcou a entrega como atrasada.")
    repairs += [
        f"«{f.origin.split('/')[-1]}» ficou de fora: {f.message}"
        for f in faults
        if f.status in (REFUSED, UNREADABLE) and f.assignment in ("", best.assignment)
    ][:_MAX_LEFT_OUT]
    notebook = best.restored.notebook
    # Assim a devolutiva, que só vê o notebook, também pode dizer o que foi restaurado.
    notebook.metadata["mlp_course"] = {"repairs": repairs}
    return Submission(
        student,
        best.assignment,
        notebook,
        READY,
        "",
        tuple(repairs),
        best.digest,
        "/".join(best.item.path),
        best.owner.lms_id,
    )


def _explain(student: str, fault: _Fault) -> Submission:
    return Submission(
        student,
        fault.assignment,
        None,
        fault.status,
        fault.message,
        (),
        fault.digest,
        fault.origin,
        fault.owner.lms_id,
    )


def _no_notebook(item: Item) -> FileError:
    return FileError(MISSING, f"Não veio nenhum notebook; veio «{item.name}».")


def _guess(item: Item, sources: Mapping[str, NotebookNode]) -> str:
    """Exercício de que o caminho fala, do nome do arquivo para fora."""
    for part in reversed(item.path):
        if name := find_assignment(part, sources):
            return name
    return ""


def _name_assignments(
    submissions: Sequence[Submission], sources: Mapping[str, NotebookNode]
) -> list[Submission]:
    """Se a turma toda entregou um exercício só, o que não se leu também é dele."""
    known = {s.assignment for s in submissions if s.status == READY} or set(sources)
    (only,) = known if len(known) == 1 else ("",)
    named: dict[tuple[str, str], Submission] = {}
    for submission in submissions:
        submission = replace(submission, assignment=submission.assignment or only)
        key = submission.student, submission.assignment
        if key not in named or _rank(submission) < _rank(named[key]):
            named[key] = submission
    return [named[key] for key in sorted(named)]


def _rank(submission: Submission) -> int:
    return (READY, *_SEVERITY).index(submission.status)
