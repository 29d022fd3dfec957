"""As tabelas que o terminal mostra; nada do que um aluno escreveu comanda este terminal."""

import textwrap
from typing import Any

import pandas as pd

from mlp_course.console import printable
from mlp_course.grading.reports.results import PENDING

_MESSAGE_WIDTH = 150


def format_grades(grades: pd.DataFrame) -> str:
    """Desenha a tabela de notas para o terminal, com a mensagem abreviada."""
    lines = [f"{'aluno':<10} {'exercício':<16} {'pontos':>13}  {'%':>4}  situação / o que faltou"]
    for row in grades.itertuples(index=False):
        possible = row.max_score or 0
        percent = f"{100 * row.score / possible:.0f}" if possible else "–"
        points = f"{row.score:g} de {possible:g}".replace(".", ",")
        student = printable(row.student)
        status = row.status + _remarks(row)
        lines.append(f"{student:<10} {row.assignment:<16} {points:>13}  {percent:>4}  {status}")
        if row.message:
            message = printable(textwrap.shorten(row.message, _MESSAGE_WIDTH, placeholder=" …"))
            lines.append(f"{'':<47}{message}")
    return "\n".join(lines)


def format_changes(changes: pd.DataFrame) -> str:
    """Desenha a tabela de antes e depois: de quem a nota mudou, em que item e por quê."""
    lines = [f"{'aluno':<10} {'item':<28} {'antes':>6} {'depois':>6}  por quê"]
    for row in changes.itertuples(index=False):
        before, after = (_number(value) for value in (row.before, row.after))
        student = printable(row.student)
        lines.append(f"{student:<10} {row.check:<28} {before:>6} {after:>6}  {row.reason}")
    return "\n".join(lines)


def _remarks(row: Any) -> str:
    """O que a situação não diz: que falta uma pessoa, e quanto o atraso custou."""
    remarks = []
    if getattr(row, "pending", False) and row.status != PENDING:
        remarks.append(PENDING)
    if getattr(row, "penalty", 0):
        remarks.append(f"menos {_number(row.penalty)} por atraso")
    return f" ({'; '.join(remarks)})" if remarks else ""


def _number(value: Any) -> str:
    return "–" if pd.isna(value) else f"{value:g}".replace(".", ",")
