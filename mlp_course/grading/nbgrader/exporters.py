"""As mesmas tabelas e planilhas, escritas pelo ``nbgrader export``.

    nbgrader export --exporter mlp_course.grading.nbgrader.exporters.MoodleExporter

Na pasta de saída de uma correção, cada uma escreve o arquivo que `mlp-course report`
escreveria, com as escolhas da última correção; ``--to``, ``--student`` e
``--assignment`` valem como no nbgrader.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nbgrader.plugins import ExportPlugin

from mlp_course.errors import GradingError
from mlp_course.grading.nbgrader.gradebook import write_grades
from mlp_course.grading.nbgrader.totals import read_totals, settle
from mlp_course.grading.options import ReportOptions
from mlp_course.grading.reports.class_state import load_state
from mlp_course.grading.reports.lms import (
    format_canvas,
    format_classroom,
    format_moodle,
    format_notes,
)
from mlp_course.grading.reports.results import Result, to_frame
from mlp_course.grading.state.ledger import write_atomically


class CourseExporter(ExportPlugin):
    """O que as planilhas têm em comum: de onde vêm as linhas e para onde vai o arquivo."""

    default = ""

    def export(self, gradebook: Any) -> None:
        """Escreve o arquivo com o total que o banco tem agora."""
        output = Path(self.parent.coursedir.root)
        state = load_state(output)
        results = [
            r
            for r in settle(state.results, read_totals(gradebook), output)
            if (not self.student or r.student in map(str, self.student))
            and (not self.assignment or r.assignment in map(str, self.assignment))
        ]
        self.write(results, state.options, Path(self.to or output / self.default))

    def write(self, results: Sequence[Result], options: ReportOptions, path: Path) -> None:
        """Escreve as linhas em `path`."""
        raise NotImplementedError


class GradesExporter(CourseExporter):
    """A tabela de notas, como ``grades.csv``."""

    default = "grades.csv"

    def write(self, results: Sequence[Result], options: ReportOptions, path: Path) -> None:
        """Escreve uma linha por entrega."""
        write_grades(to_frame(results), path)


class NotesExporter(CourseExporter):
    """A tabela para uma pessoa abrir, como ``planilhas/notas.csv``."""

    default = "planilhas/notas.csv"

    def write(self, results: Sequence[Result], options: ReportOptions, path: Path) -> None:
        """Escreve a tabela na forma do idioma."""
        write_atomically(path, format_notes(results, options.language))


class MoodleExporter(CourseExporter):
    """Uma planilha por exercício, como ``planilhas/moodle/``; com ``--to``, uma só ou a pasta."""

    default = "planilhas/moodle"

    def write(self, results: Sequence[Result], options: ReportOptions, path: Path) -> None:
        """Escreve a planilha de cada exercício."""
        names = sorted({r.assignment for r in results if r.assignment})
        single = path.suffix == ".csv"
        if single and len(names) != 1:
            raise GradingError(
                f"O Moodle quer um arquivo por exercício, e há {len(names)} ({', '.join(names)}): "
                "escolha um com --assignment, ou dê uma pasta em --to."
            )
        for name in names:
            rows = [r for r in results if r.assignment == name]
            text = format_moodle(rows, options.scale, options.decimal, options.language)
            write_atomically(path if single else path / f"{name}.csv", text)


class CanvasExporter(CourseExporter):
    """O livro de notas do Canvas, como ``planilhas/canvas.csv``."""

    default = "planilhas/canvas.csv"

    def write(self, results: Sequence[Result], options: ReportOptions, path: Path) -> None:
        """Escreve uma linha por aluno."""
        known = [r for r in results if r.assignment]
        write_atomically(path, format_canvas(known, options.scale))


class ClassroomExporter(CourseExporter):
    """As colunas do Google Sala de Aula, como ``planilhas/google.csv``."""

    default = "planilhas/google.csv"

    def write(self, results: Sequence[Result], options: ReportOptions, path: Path) -> None:
        """Escreve uma linha por aluno."""
        known = [r for r in results if r.assignment]
        write_atomically(path, format_classroom(known, options.scale, options.language))
