"""A linha de cada entrega: o que a correção guardou dela, ou por que não há o que guardar."""

import json
from typing import Any

import nbformat

from mlp_course.grading.intake.submission import Submission
from mlp_course.grading.reports.results import (
    CHECK,
    GRADED,
    STOPPED,
    UNGRADED,
    Result,
    build_result,
    first_message,
)
from mlp_course.grading.state.ledger import Record
from mlp_course.grading.state.task import Outcome

_NO_PAGE = "A nota está guardada, mas a devolutiva não pôde ser feita: {why}"


def make_row(
    submission: Submission,
    record: Record | None,
    source: Any,
    *,
    error: str = "",
    page_error: str = "",
) -> Result:
    """Monta a linha de uma entrega.

    Parameters
    ----------
    submission : Submission
    record : Record or None
        `None` se ela não foi corrigida.
    source : NotebookNode or None
        O exercício como o aluno o recebeu; `None` se não se sabe qual é.
    error : str, default ""
        O que impediu a correção.
    page_error : str, default ""
        O que impediu a devolutiva.
    """
    possible = total_points(source)
    if record is None:
        message = error or submission.message
        return build_result(submission, status=UNGRADED, message=message, max_score=possible)
    outcome = record.outcome
    status, message = GRADED, first_message(outcome.verdicts)
    if outcome.incident:
        status, message = STOPPED, outcome.incident
    if error or page_error:
        status, message = CHECK, error or _NO_PAGE.format(why=page_error)
    if outcome.faults:
        status, message = CHECK, "; ".join(outcome.faults.values())
    return build_result(
        submission,
        status=status,
        message=message,
        score=round(sum(outcome.scores.values()), 2),
        max_score=possible,
        seconds=outcome.seconds,
        verdicts=outcome.verdicts,
        notebook=read_outcome(outcome),
    )


def read_outcome(outcome: Outcome) -> Any:
    """O notebook de uma entrega corrigida."""
    return nbformat.from_dict(json.loads(outcome.notebook))


def total_points(source: Any) -> float | None:
    """O máximo de um exercício; `None` se não se sabe qual é."""
    if source is None:
        return None
    # Como o nbgrader soma: o que o juiz dá, o que uma pessoa dá e as tarefas sem resposta.
    details = [cell.metadata.get("nbgrader", {}) for cell in source.cells]
    return float(sum(d["points"] for d in details if d.get("grade") or d.get("task")))
