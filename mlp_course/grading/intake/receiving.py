"""Das pastas e zips da turma à lista de entregas: uma por aluno e exercício."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nbformat import NotebookNode

from mlp_course.grading.intake.desk import Candidate, Desk, Fault, Pile, origin_of
from mlp_course.grading.intake.grouping import group_as_one, group_files
from mlp_course.grading.intake.groups import read_groups, share_with_members
from mlp_course.grading.intake.places import Names
from mlp_course.grading.intake.recognize import list_marks
from mlp_course.grading.intake.seating import Seat, seat_students
from mlp_course.grading.intake.submission import (
    MISSING,
    READY,
    REFUSED,
    UNKNOWN,
    UNREADABLE,
    Submission,
)
from mlp_course.grading.intake.tally import ASIDE, GRADED, NO_GRADE, VERSION, Placement, Tally
from mlp_course.grading.intake.versions import choose_version, date_of

_MAX_LEFT_OUT = 10
_SEVERITY = (REFUSED, UNREADABLE, UNKNOWN, MISSING)


@dataclass(frozen=True)
class Reception:
    """O que se recebeu de uma turma.

    Parameters
    ----------
    submissions : tuple of Submission
        Em ordem de aluno e exercício, sem repetição.
    tally : Tally
        Cada arquivo que entrou, e onde acabou.
    """

    submissions: tuple[Submission, ...]
    tally: Tally


def read_submissions(submitted: Path, sources: Mapping[str, NotebookNode]) -> list[Submission]:
    """Lê as entregas de uma turma; é `receive_class`, sem a conta dos arquivos."""
    return list(receive_class(submitted, sources).submissions)


def receive_class(
    submitted: Path, sources: Mapping[str, NotebookNode], student: str = ""
) -> Reception:
    """Lê as entregas de uma turma e as restaura; nenhuma entrega ruim impede as outras.

    Parameters
    ----------
    submitted : Path
        Pasta do nbgrader (``aluno/exercício/``), pasta qualquer, ou zip exportado
        pelo Moodle, pelo Canvas ou pelo Google Sala de Aula.
    sources : mapping of str to NotebookNode
        Cada exercício como o aluno o recebeu.
    student : str, default ""
        Se tudo é de um aluno só, o nome dele; as pastas lá dentro não nomeiam mais ninguém.

    Returns
    -------
    Reception
        O que não se pôde usar também está em `submissions`, com `status` e `message`.

    Raises
    ------
    GradingError
        Se `submitted` não existir ou não se puder abrir.
    """
    names, marks = Names(list(sources)), list_marks(sources)
    path = Path(submitted)
    grouping = group_as_one(path, student) if student else group_files(path, names)
    piles = [Desk(sources, marks, bundle).open_all() for bundle in grouping.bundles]
    placements = [Placement(origin_of(i), ASIDE, why) for i, why in grouping.aside if i.name]
    placements += _drop_optional(piles)
    _name_assignments(piles, sources)
    submissions = []
    for seat in seat_students([p for p in piles if p.candidates or p.faults], names):
        rows, placed = _read_seat(seat)
        submissions += rows
        placements += placed
    submissions = share_with_members(submissions, read_groups(Path(submitted)))
    submissions.sort(key=lambda s: (s.student, s.assignment))
    tally = Tally(tuple(placements), len(submissions), len({s.student for s in submissions}))
    return Reception(tuple(submissions), tally)


def _drop_optional(piles: Sequence[Pile]) -> list[Placement]:
    """Um ``.txt`` solto que não é notebook não é a entrega de ninguém."""
    dropped = []
    for pile in piles:
        if pile.bundle.optional and not pile.candidates:
            dropped += [
                Placement(f.origin, ASIDE, "não é um notebook, nem diz ser de um exercício")
                for f in pile.faults
            ]
            pile.faults.clear()
    return dropped


def _name_assignments(piles: Sequence[Pile], sources: Mapping[str, NotebookNode]) -> None:
    """Se a turma toda entregou um exercício só, o que não se leu também é dele."""
    known = {c.assignment for pile in piles for c in pile.candidates} or set(sources)
    if len(known) != 1:
        return
    (only,) = known
    for pile in piles:
        pile.faults = [replace(f, assignment=f.assignment or only) for f in pile.faults]


def _read_seat(seat: Seat) -> tuple[list[Submission], list[Placement]]:
    submissions, placements = [], []
    for assignment in dict.fromkeys(c.assignment for c in seat.candidates):
        same = [c for c in seat.candidates if c.assignment == assignment]
        row = _choose(seat, same)
        submissions.append(row)
        placements += [_place(seat, c, row) for c in same]
    answered = {s.assignment for s in submissions}
    told: list[Fault] = []
    left: list[Fault] = []
    for fault in seat.faults:
        is_left = fault.assignment not in answered if fault.assignment else not answered
        (left if is_left else told).append(fault)
    for assignment in dict.fromkeys(f.assignment for f in left):
        same_faults = [f for f in left if f.assignment == assignment]
        submissions.append(_explain(seat, same_faults))
        placements += [
            Placement(f.origin, NO_GRADE, f.message, seat.student, assignment)
            for f in same_faults
            if f.item.name
        ]
    placements += [
        Placement(f.origin, ASIDE, _why_aside(f), seat.student, f.assignment)
        for f in told
        if f.item.name
    ]
    return submissions, placements


def _why_aside(fault: Fault) -> str:
    return "acompanha o notebook" if fault.status == MISSING else fault.message


def _place(seat: Seat, candidate: Candidate, row: Submission) -> Placement:
    origin = origin_of(candidate.item)
    if candidate.item.path == tuple(row.origin.split("/")) and candidate.digest == row.digest:
        return Placement(origin, GRADED, "", seat.student, row.assignment)
    same = candidate.digest == row.digest
    reason = "é igual à versão que vale" if same else f"vale “{row.origin}”"
    return Placement(origin, VERSION, reason, seat.student, row.assignment)


def _choose(seat: Seat, same: Sequence[Candidate]) -> Submission:
    best, chosen = choose_version(same)
    repairs = [*chosen, *seat.notes, *best.notes, *best.restored.repairs]
    if best.owner.late:
        repairs.append("A plataforma marcou a entrega como atrasada.")
    repairs += [
        f"“{f.item.name}” ficou de fora: {f.message}"
        for f in seat.faults
        if f.status in (REFUSED, UNREADABLE) and f.assignment in ("", best.assignment)
    ][:_MAX_LEFT_OUT]
    notebook = best.restored.notebook
    # Assim a devolutiva, que só vê o notebook, também pode dizer o que foi restaurado.
    notebook.metadata["mlp_course"] = {"repairs": repairs}
    return Submission(
        seat.student,
        best.assignment,
        notebook,
        READY,
        "",
        tuple(repairs),
        best.digest,
        origin_of(best.item),
        best.owner.lms_id,
        date_of(best),
    )


def _explain(seat: Seat, faults: Sequence[Fault]) -> Submission:
    """A linha de quem não tem nota: diz o pior motivo, e lista os outros arquivos."""
    worst = min(faults, key=lambda f: _SEVERITY.index(f.status))
    others = [f"“{f.item.name}” também ficou sem nota." for f in faults if f is not worst]
    return Submission(
        seat.student,
        worst.assignment,
        None,
        worst.status,
        worst.message,
        (*seat.notes, *others[:_MAX_LEFT_OUT]),
        worst.digest,
        worst.origin,
        worst.owner.lms_id,
    )
