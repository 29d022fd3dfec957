"""A rubrica de cada resposta escrita: o gabarito da fonte, mostrado ao lado da resposta.

A pasta da correção guarda a fonte de cada exercício em ``solutions/``; a rubrica é o que
está entre ``BEGIN SOLUTION`` e ``END SOLUTION`` na célula de mesma marca.
"""

import re
from pathlib import Path
from typing import Any

import nbformat

RUBRIC = "mlp_course_rubric"
_SOLUTION = re.compile(r"###\s*BEGIN SOLUTION[^\n]*\n(.*?)###\s*END SOLUTION", re.DOTALL)


def read_rubrics(autograded: Path) -> dict[str, str]:
    """As rubricas de um exercício, pela marca da célula; vazio se a fonte não está lá.

    Parameters
    ----------
    autograded : Path
        O notebook corrigido, em ``autograded/aluno/exercício/``.
    """
    folder = autograded.absolute().parent
    source = folder.parents[2] / "solutions" / folder.name / autograded.name
    if not source.is_file():
        return {}
    cells = nbformat.read(source, as_version=4).cells
    return {
        cell.metadata["nbgrader"]["grade_id"]: text
        for cell in cells
        if cell.cell_type == "markdown" and "nbgrader" in cell.metadata
        if (text := "\n".join(_SOLUTION.findall(cell.source)).strip())
    }


def add_rubric(notebook: Any, resources: Any) -> tuple[Any, Any]:
    """Põe a rubrica em cada célula de texto que vale nota; só a da fonte, nunca a do aluno."""
    rubrics = resources.get("rubrics", {})
    for cell in notebook.cells:
        cell.metadata.pop(RUBRIC, None)
        details = cell.metadata.get("nbgrader", {})
        is_written = cell.cell_type == "markdown" and details.get("grade")
        if is_written and details.get("grade_id") in rubrics:
            cell.metadata[RUBRIC] = rubrics[details["grade_id"]]
    return notebook, resources
