"""A devolutiva de cada aluno: nota, o que faltou e o que foi restaurado, em português.

É o conversor do nbgrader com outro exportador, por isso vale também para quem a gera
pelo formgrader depois da correção manual. A página é um arquivo só, não pede nada à
rede e não executa nada: além de tudo passar por `mlp_course.grading.reports.sanitize`, a
política de conteúdo dela proíbe scripts.
"""

import html
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.markdown_mistune import MarkdownWithMath
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.preprocessors import GetGrades
from nbgrader.preprocessors.base import NbGraderPreprocessor
from traitlets.config import Config

from mlp_course.checks.verdict import format_points
from mlp_course.grading.intake.matching import is_answer, is_check
from mlp_course.grading.intake.restoring import STUDENT_CELL
from mlp_course.grading.judging.verdict_cell import read_verdict
from mlp_course.grading.reports.deadline import Allowance, OutOfTimeError
from mlp_course.grading.reports.formulas import MathRenderer, fill_formulas, mark_latex
from mlp_course.grading.reports.sanitize import clean_html, make_inert

TEMPLATES = Path(__file__).with_name("templates")
_TEMPLATE = "devolutiva"
_MAX_SOURCE = 60_000
_MAX_MARKDOWN = 20_000
_MAX_OUTPUT = 20_000
_MAX_OUTPUTS = 50
# De processador: uma célula comum leva milésimos, e uma página comum, menos de um segundo.
_PAGE_SECONDS, _PIECE_SECONDS = 8.0, 2.0


def configure_feedback(config: Config) -> Config:
    """Faz o nbgrader gerar as devolutivas do curso.

    Parameters
    ----------
    config : Config
        A configuração do nbgrader, como o ``c`` de ``nbgrader_config.py``.
    """
    config.GenerateFeedback.exporter_class = FeedbackExporter
    config.GenerateFeedback.preprocessors = [
        GetGradesAndPending,
        InertPreprocessor,
        CSSHTMLHeaderPreprocessor,
    ]
    config.FeedbackExporter.template_name = _TEMPLATE
    config.FeedbackExporter.extra_template_basedirs = [str(TEMPLATES)]
    config.FeedbackExporter.exclude_anchor_links = True
    # O estilo do JupyterLab só tem cores dentro dele.
    config.CSSHTMLHeaderPreprocessor.style = "default"
    return config


class GetGradesAndPending(GetGrades):
    """Traz do banco as notas, e se alguma ainda espera por uma pessoa."""

    def _get_score(self, cell: Any, resources: Any) -> None:
        super()._get_score(cell, resources)
        name = cell.metadata["nbgrader"]["grade_id"]
        grade = self.gradebook.find_grade(
            name, self.notebook_id, self.assignment_id, self.student_id
        )
        cell.metadata.nbgrader["pending"] = bool(grade.needs_manual_grade)


class InertPreprocessor(NbGraderPreprocessor):
    """Deixa inerte o que é do aluno, antes de qualquer conversão.

    Os do nbconvert nascem desligados, e o nbgrader não liga os que registra; os dele não.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Devolve o notebook inerte, com os textos sem fim cortados."""
        notebook = make_inert(nb)
        for cell in notebook.cells:
            cell.source = _cut(cell.source, _MAX_SOURCE)
            if cell.cell_type == "code":
                cell.outputs = cell.outputs[:_MAX_OUTPUTS]
                for output in cell.outputs:
                    _cut_output(output)
                    _show_formula(output)
        return notebook, resources


class FeedbackExporter(HTMLExporter):
    """Exporta um notebook corrigido para a página da devolutiva."""

    @property
    def default_config(self) -> Config:
        """Só formatos que se podem mostrar sem executar nada, do mais rico ao mais simples."""
        config = super().default_config
        config.NbConvertBase.display_data_priority = [
            "text/html",
            "image/png",
            "image/jpeg",
            "image/svg+xml",
            "text/markdown",
            "text/latex",
            "text/plain",
        ]
        return config

    def default_filters(self) -> Any:
        """Acrescenta os filtros da página e troca o de limpeza pelo do curso."""
        yield from super().default_filters()
        yield "clean_html", clean_html
        yield "markdown2html", self._render_markdown
        yield "points", format_points
        yield "read_verdict", read_verdict
        yield "role", _role_of

    @pass_context
    def _render_markdown(self, context: Any, source: str) -> str:
        plain = f"<pre>{html.escape(source)}</pre>"
        if len(source) > _MAX_MARKDOWN:
            return plain
        try:
            return self._allowance.spend(self._render_with_math, context, source)
        except Exception:
            # Um texto feito para derrubar o analisador, ou que pede um anexo que não veio, perde
            # a formatação, e só ele.
            return plain

    def _highlight(self, source: str, language: str | None = None, metadata: Any = None) -> str:
        """O código em cores; o que custaria demais para colorir vai sem elas."""
        try:
            color = Highlight2HTML(pygments_lexer="python", parent=self)
            return str(self._allowance.spend(color, source, language, metadata))
        except (OutOfTimeError, RecursionError):
            return f'<div class="highlight"><pre>{html.escape(source)}</pre></div>'

    def _render_with_math(self, context: Any, source: str) -> str:
        """O mesmo que `HTMLExporter.markdown2html`, com as fórmulas marcadas."""
        renderer = MathRenderer(
            escape=False,
            attachments=context.get("cell", {}).get("attachments", {}),
            exclude_anchor_links=self.exclude_anchor_links,
        )
        return str(MarkdownWithMath(renderer=renderer).render(source))

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[str, Any]:
        """Devolve a página, com as fórmulas já desenhadas."""
        self._allowance = Allowance(_PAGE_SECONDS, _PIECE_SECONDS)
        # O HTMLExporter põe o filtro dele no lugar de qualquer outro que não esteja aqui.
        known = self.trait_values()["filters"]
        self.set_trait("filters", {**known, "highlight_code": self._highlight})
        page, resources = super().from_notebook_node(nb, resources, **kw)
        return fill_formulas(page), resources


def _show_formula(output: Any) -> None:
    """Uma saída que é uma fórmula, como as do SymPy, vira uma fórmula na página."""
    data = output.get("data", {})
    formula = mark_latex(data["text/latex"]) if "text/latex" in data else None
    if formula and "text/html" not in data:
        output.data = {"text/html": formula}


def _cut_output(output: Any) -> None:
    if output.output_type == "stream":
        output.text = _cut(output.text, _MAX_OUTPUT)
    elif output.output_type == "error":
        output.traceback = [_cut(line, _MAX_OUTPUT) for line in output.traceback[:_MAX_OUTPUTS]]
    else:
        for kind in ("text/plain", "text/latex"):
            if kind in output.data:
                output.data[kind] = _cut(output.data[kind], _MAX_OUTPUT)


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    return f"{text[:limit]}\n[cortado aqui: eram {len(text)} caracteres]"


def _role_of(cell: Any) -> str:
    """Diz o que uma célula é na devolutiva."""
    details = cell.metadata.get("nbgrader", {})
    if is_check(cell) and cell.cell_type == "code":
        return "check"
    if is_answer(cell):
        return "graded" if details.get("grade") or details.get("task") else "answer"
    return "extra" if cell.get("id", "").startswith(STUDENT_CELL) else "source"
