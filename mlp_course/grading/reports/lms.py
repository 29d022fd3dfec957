"""As planilhas de notas que as plataformas de ensino importam.

- Moodle: a planilha de notas off-line da tarefa (``mod/assign/feedback/offline``),
  uma por exercício, com os cabeçalhos no idioma do site. As três colunas que ele
  exige são o identificador, a nota e a data da nota. Em português, ele escreve
  “Participante101”, sem espaço. Uma linha com data anterior à nota que já está no
  Moodle é pulada: por isso a data é a de agora, com o fuso.
- Canvas: o arquivo do livro de notas (``lib/gradebook_importer.rb``), um só, com uma
  coluna por exercício e a linha ``Points Possible``. Ele não tem comentários: o que
  espera por uma pessoa vai em ``Section``, que a importação não lê. O número da
  correção anônima não é o do aluno, e por isso não entra em ``ID``.
- Google Sala de Aula: as colunas do arquivo que ela exporta. Ela não importa notas:
  quem abre o arquivo é uma pessoa, e em português ele tem a forma de um Excel
  brasileiro (BOM, ponto e vírgula, vírgula decimal).
- ``notas.csv``: a tabela inteira, para uma pessoa abrir, na mesma forma.

Quem não foi corrigido fica com a nota em branco e o motivo no comentário: um zero
que ninguém deu não pode entrar no diário por engano.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from mlp_course.grading.options import ReportOptions
from mlp_course.grading.reports.results import Result
from mlp_course.grading.state.ledger import write_atomically

_MAX_COMMENT = 500
_MOODLE: Mapping[str, tuple[str, ...]] = {
    "pt_br": (
        "Identificador",
        "Nome completo",
        "Status",
        "Nota",
        "Nota máxima",
        "Última modificação (nota)",
        "Comentários de feedback",
    ),
    "en": (
        "Identifier",
        "Full name",
        "Status",
        "Grade",
        "Maximum Grade",
        "Last modified (grade)",
        "Feedback comments",
    ),
}
# O que o Moodle tira do começo do identificador, letra por letra (hiddenuser, em mod_assign).
_PARTICIPANT = {"pt_br": "Participante", "en": "Participant "}
_BOM = "\ufeff"
_PENDING = "falta uma pessoa"
_DECIMAL = {"pt_br": ",", "en": "."}
_STATUS = {"pt_br": "Situação", "en": "Status"}
_NOTES = (
    *("Aluno", "Exercício", "Nota", "Nota máxima", "Automática", "Manual"),
    *("Desconto por atraso", "Horas de atraso", "Situação", "Espera por uma pessoa", "Mensagem"),
)
_CLASSROOM: Mapping[str, tuple[str, ...]] = {
    "pt_br": ("Sobrenome", "Nome", "Endereço de e-mail", "Pontos"),
    "en": ("Last Name", "First Name", "Email Address", "Points"),
}


def write_lms_files(
    results: Sequence[Result],
    folder: Path,
    options: ReportOptions | None = None,
) -> list[Path]:
    """Escreve uma planilha para cada plataforma.

    Parameters
    ----------
    results : sequence of Result
    folder : Path
        Recebe ``moodle/EXERCÍCIO.csv``, ``canvas.csv``, ``google.csv`` e ``notas.csv``.
    options : ReportOptions, optional
        Nota máxima, sinal decimal do Moodle (o Canvas usa sempre o ponto) e idioma do
        site, de que dependem os cabeçalhos do Moodle e do Google e a forma do que se abre.

    Returns
    -------
    list of Path
    """
    options = options or ReportOptions()
    scale, decimal, language = options.scale, options.decimal, options.language
    known = [r for r in results if r.assignment]
    assignments = sorted({r.assignment for r in known})
    files = {
        folder / "moodle" / f"{name}.csv": format_moodle(
            [r for r in known if r.assignment == name], scale, decimal, language
        )
        for name in assignments
    }
    files[folder / "canvas.csv"] = format_canvas(known, scale)
    files[folder / "google.csv"] = format_classroom(known, scale, language)
    files[folder / "notas.csv"] = format_notes(results, language)
    for path, text in files.items():
        write_atomically(path, text)
    return list(files)


def format_moodle(
    results: Sequence[Result], scale: float | None, decimal: str, language: str
) -> str:
    """Planilha de notas off-line de uma tarefa do Moodle."""
    rows: list[Sequence[str]] = [_MOODLE[language]]
    now = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %z")
    for r in results:
        identifier = f"{_PARTICIPANT[language]}{r.lms_id}" if r.lms_id else ""
        maximum = scale or r.max_score or 0
        rows.append(
            [
                identifier,
                r.student,
                r.status,
                _number(_scaled(r, scale), decimal),
                _number(maximum, decimal),
                now,
                _comment(r),
            ]
        )
    return _to_csv(rows)


def format_canvas(results: Sequence[Result], scale: float | None) -> str:
    """Livro de notas do Canvas."""
    assignments, students = _axes(results)
    fixed = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    rows = [
        [*fixed, *assignments],
        ["    Points Possible", "", "", "", "", *_maxima(results, assignments, scale)],
    ]
    for student, ours in students.items():
        # Um número fora de ID faria o Canvas procurar o aluno errado, ou nenhum.
        lms_id = next((r.lms_id for r in ours.values() if _is_number(r.lms_id)), "")
        rows.append(
            [
                student,
                lms_id,
                "",
                "",
                _waiting(ours),
                *(_cell(ours.get(name), scale) for name in assignments),
            ]
        )
    return _to_csv(rows)


def format_classroom(results: Sequence[Result], scale: float | None, language: str) -> str:
    """Colunas do arquivo de notas do Google Sala de Aula."""
    assignments, students = _axes(results)
    *names, points = _CLASSROOM[language]
    decimal = _DECIMAL[language]
    maxima = _maxima(results, assignments, scale, decimal)
    rows = [[*names, *assignments, _STATUS[language]], ["", "", points, *maxima, ""]]
    for student, ours in students.items():
        first, _, last = student.rpartition(" ")
        who = ["", "", student] if "@" in student else [_as_text(last), first, ""]
        grades = [_cell(ours.get(name), scale, decimal) for name in assignments]
        rows.append([*who, *grades, _waiting(ours)])
    return _to_sheet(rows, language)


def format_notes(results: Sequence[Result], language: str) -> str:
    """A tabela inteira, na forma que o Excel do idioma abre com dois cliques."""
    decimal = _DECIMAL[language]
    rows: list[Sequence[str]] = [_NOTES]
    for r in results:
        shown = (r.score, r.max_score, r.auto_score, r.manual_score, r.penalty)
        numbers = shown if r.is_graded else (None, r.max_score, None, None, None)
        rows.append(
            [
                _as_text(r.student),
                _as_text(r.assignment),
                *(_number(value, decimal) for value in numbers),
                _number(r.seconds_late / 3600, decimal),
                r.status,
                _PENDING if r.waits else "",
                _comment(r),
            ]
        )
    return _to_sheet(rows, language)


def _axes(results: Iterable[Result]) -> tuple[list[str], dict[str, dict[str, Result]]]:
    students: dict[str, dict[str, Result]] = {}
    for r in results:
        students.setdefault(r.student, {})[r.assignment] = r
    assignments = sorted({name for ours in students.values() for name in ours})
    return assignments, dict(sorted(students.items()))


def _maxima(
    results: Sequence[Result], assignments: list[str], scale: float | None, decimal: str = "."
) -> list[str]:
    points = {r.assignment: r.max_score or 0 for r in results}
    return [_number(scale or points[name], decimal) for name in assignments]


def _cell(result: Result | None, scale: float | None, decimal: str = ".") -> str:
    return _number(_scaled(result, scale), decimal) if result else ""


def _waiting(ours: Mapping[str, Result]) -> str:
    names = [name for name, result in ours.items() if result.waits]
    return f"{_PENDING}: {', '.join(sorted(names))}" if names else ""


def _scaled(result: Result, scale: float | None) -> float | None:
    if not result.is_graded or not result.max_score:
        return None
    return result.score if scale is None else result.score / result.max_score * scale


def _number(value: float | None, decimal: str) -> str:
    if value is None:
        return ""
    return f"{value:.2f}".replace(".", decimal)


def _comment(result: Result) -> str:
    parts = [result.message, *result.repairs]
    if result.penalty:
        parts.append(f"Menos {_number(result.penalty, ',')} por atraso.")
    if result.waits:
        parts.append("Falta a parte corrigida por uma pessoa.")
    return _safe(" ".join(part for part in parts if part))[:_MAX_COMMENT]


def _safe(text: str) -> str:
    """Texto de uma linha que nenhuma planilha executa como fórmula."""
    text = " ".join(str(text).split())
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _as_text(text: str) -> str:
    """Um número de aluno que a planilha não arredonda nem perde os zeros: ``="0012"``."""
    return f'="{text}"' if _is_number(re.sub("[.-]", "", text)) else _safe(text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _to_sheet(rows: Iterable[Sequence[Any]], language: str) -> str:
    return _BOM + _to_csv(rows, ";" if language == "pt_br" else ",")


def _to_csv(rows: Iterable[Sequence[Any]], delimiter: str = ",") -> str:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return target.getvalue()
