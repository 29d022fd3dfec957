"""Lê as notas do banco do nbgrader e as escreve como tabela."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

COLUMNS = ["student", "assignment", "score", "max_score", "status", "message"]


def read_grades(
    output: Path,
    entries: Sequence[tuple[str, str]],
    errors: Mapping[tuple[str, str], str] | None = None,
) -> pd.DataFrame:
    """Monta a tabela de notas das entregas `entries`.

    Parameters
    ----------
    output : Path
        Pasta com ``gradebook.db`` e ``autograded/``.
    entries : sequence of (student, assignment)
    errors : mapping, optional
        O que impediu a correção, por entrega.

    Returns
    -------
    pandas.DataFrame
        `score` e `max_score` são os pontos automáticos; a parte manual que falta
        aparece em `status`.
    """
    from nbgrader.api import Gradebook

    errors = errors or {}
    rows = []
    with Gradebook(f"sqlite:///{output / 'gradebook.db'}") as gradebook:
        for student, assignment in entries:
            if (student, assignment) in errors:
                message = str(errors[student, assignment]).strip().splitlines()[-1]
                rows.append([student, assignment, 0.0, None, "não corrigida", message])
                continue
            submission = gradebook.find_submission(assignment, student)
            rows.append(
                [
                    student,
                    assignment,
                    _auto_score(submission),
                    _auto_max_score(submission),
                    "manual pendente" if submission.needs_manual_grade else "corrigida",
                    _first_message(output, student, assignment),
                ]
            )
    return pd.DataFrame(rows, columns=COLUMNS)


def write_grades(grades: pd.DataFrame, path: Path) -> None:
    """Escreve a tabela em CSV (UTF-8, ponto decimal)."""
    grades.to_csv(path, index=False)


def _auto_grades(submission: Any) -> list:
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    return [grade for grade in grades if grade.cell.cell_type == "code"]


def _auto_score(submission: Any) -> float:
    return round(sum(grade.auto_score or 0.0 for grade in _auto_grades(submission)), 2)


def _auto_max_score(submission: Any) -> float:
    return sum(grade.max_score for grade in _auto_grades(submission))


def _first_message(output: Path, student: str, assignment: str) -> str:
    """O que faltou no primeiro item sem todos os pontos, com a pista que o aluno viu."""
    import nbformat

    path = output / "autograded" / student / assignment / f"{assignment}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if not cell.metadata.get("nbgrader", {}).get("grade") or cell.cell_type != "code":
            continue
        for result in cell.outputs:
            text = _text_of(result)
            if text and result.output_type != "execute_result" and not text.startswith("✔"):
                return " ".join(text.splitlines()[:3])
    return ""


def _text_of(output: Any) -> str:
    if output.output_type == "error":
        return str(output.evalue)
    return str(output.get("data", {}).get("text/plain", ""))


def format_grades(grades: pd.DataFrame) -> str:
    """Desenha a tabela de notas para o terminal, com a mensagem abreviada."""
    lines = [f"{'aluno':<10} {'exercício':<16} {'pontos':>13}  {'%':>4}  situação / o que faltou"]
    for row in grades.itertuples(index=False):
        possible = row.max_score or 0
        percent = f"{100 * row.score / possible:.0f}" if possible else "–"
        points = f"{row.score:g} de {possible:g}".replace(".", ",")
        lines.append(
            f"{row.student:<10} {row.assignment:<16} {points:>13}  {percent:>4}  {row.status}"
        )
        if row.message:
            lines.append(f"{'':<47}{row.message[:150]}")
    return "\n".join(lines)
