"""As notas que valem: as do banco do nbgrader, com o que uma pessoa deu e o atraso tirou.

Tabela, página da turma, terminal e planilhas leem daqui, e só daqui. Por isso todos
mostram o mesmo número que o formgrader e o ``nbgrader export``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mlp_course.grading.reports.results import (
    CHECK,
    GRADED,
    PENDING,
    UNGRADED,
    ItemResult,
    Result,
)

_EARLIER = "A nota é a da entrega anterior; a nova não foi corrigida: {message}"


@dataclass(frozen=True)
class Total:
    """O que o banco diz de uma entrega.

    Parameters
    ----------
    student, assignment : str
    auto_score, manual_score : float
        O que veio das verificações e o que veio de uma pessoa. Em um item em que a
        pessoa mudou a nota automática, vale a dela.
    penalty : float
        Desconto por atraso.
    max_score : float
    seconds_late : float
        Depois do prazo, contada a prorrogação do aluno, se houver.
    pending : bool
        Se alguma parte ainda espera por uma pessoa.
    cells : tuple of ItemResult
        Cada célula de verificação, para as entregas de que não há outro registro.
    """

    student: str
    assignment: str
    auto_score: float
    manual_score: float
    penalty: float
    max_score: float
    seconds_late: float
    pending: bool
    cells: tuple[ItemResult, ...] = ()

    @property
    def score(self) -> float:
        """A nota final, como o ``nbgrader export`` a calcula: nunca abaixo de zero."""
        return max(0.0, round(self.auto_score + self.manual_score - self.penalty, 2))


Totals = dict[tuple[str, str], Total]


def read_totals(gradebook: Any) -> Totals:
    """Lê do banco, sem mudar nada, o total de cada entrega.

    Parameters
    ----------
    gradebook : nbgrader.api.Gradebook
        Já aberto.

    Returns
    -------
    dict of Total
        Por aluno e exercício.
    """
    from nbgrader.api import SubmittedAssignment

    grades = _read_grades(gradebook)
    return {
        (s.student_id, s.name): _to_total(s, grades.get(s.id, []))
        for s in gradebook.db.query(SubmittedAssignment)
    }


def settle(results: Iterable[Result], totals: Totals, output: Path) -> list[Result]:
    """Põe em cada linha a nota do banco, e acrescenta as entregas que só o banco conhece.

    Parameters
    ----------
    results : iterable of Result
        As linhas da última correção, ainda só com os pontos automáticos.
    totals : dict of Total
    output : Path
        A pasta de saída. Um banco pode servir a várias turmas: desta são as entregas que
        têm um notebook corrigido nela.
    """
    rows = {(r.student, r.assignment): r for r in results}
    for key, total in totals.items():
        if key in rows:
            rows[key] = _with_total(rows[key], total)
        elif Path(output, "autograded", *key).is_dir():
            row = Result(*key, 0.0, total.max_score, GRADED, "", items=total.cells)
            rows[key] = _with_total(row, total)
    return [rows[key] for key in sorted(rows)]


def _with_total(result: Result, total: Total) -> Result:
    status, message, items = result.status, result.message, result.items
    if status == UNGRADED:
        # O banco ainda tem a nota que a entrega anterior ganhou: mostrá-la sem dizer seria enganar.
        status, message, items = CHECK, _EARLIER.format(message=message), total.cells
    elif status in (GRADED, PENDING):
        status = PENDING if total.pending else GRADED
    return replace(
        result,
        score=total.score,
        max_score=total.max_score,
        status=status,
        message=message,
        items=items,
        auto_score=total.auto_score,
        manual_score=total.manual_score,
        penalty=total.penalty,
        seconds_late=total.seconds_late,
        pending=total.pending,
    )


def _read_grades(gradebook: Any) -> dict[str, list[Any]]:
    """As notas de cada célula, por entrega, em uma consulta só: a turma pode ser grande."""
    from nbgrader.api import BaseCell, Grade, SubmittedNotebook
    from sqlalchemy.orm import undefer

    found: dict[str, list[Any]] = {}
    query = (
        gradebook.db.query(SubmittedNotebook.assignment_id, BaseCell.name, Grade)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .options(undefer(Grade.max_score), undefer(Grade.cell_type))
        .order_by(BaseCell.name)
    )
    for submission, name, grade in query:
        found.setdefault(submission, []).append((name, grade))
    return found


def _to_total(submission: Any, grades: list[Any]) -> Total:
    by_hand = sum(
        (grade.manual_score if grade.manual_score is not None else 0.0)
        + (grade.extra_credit or 0.0)
        for _, grade in grades
    )
    by_judge = sum(grade.auto_score or 0.0 for _, grade in grades if grade.manual_score is None)
    return Total(
        submission.student_id,
        submission.name,
        round(float(by_judge), 2),
        round(float(by_hand), 2),
        round(float(submission.late_submission_penalty or 0.0), 2),
        round(float(submission.max_score), 2),
        float(submission.total_seconds_late),
        bool(submission.needs_manual_grade),
        tuple(
            ItemResult(name.split(".")[-1], name, float(grade.score), float(grade.max_score), "")
            for name, grade in grades
            if grade.cell_type == "code"
        ),
    )
