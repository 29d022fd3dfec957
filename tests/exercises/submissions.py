"""Monta as entregas do corpus a partir dos notebooks que os alunos recebem."""

import re
from functools import cache
from pathlib import Path

import nbformat

from mlp_course.authoring.release import read_source_notebook
from tests.exercises.corpus.answers import Answers

# Delimitam o gabarito na fonte; quem entrega não as escreve.
_MARKS = re.compile(r"^### (BEGIN|END) SOLUTION\n?", re.MULTILINE)
ROOT = Path(__file__).resolve().parents[2]


def fill_notebook(assignment: str, answers: Answers) -> nbformat.NotebookNode:
    """Devolve o notebook do aluno com as células de `answers` preenchidas."""
    notebook = nbformat.read(ROOT / "exercises" / assignment / f"{assignment}.ipynb", as_version=4)
    solutions = _solution_cells(assignment) if answers.based_on == "solution" else {}
    texts = solutions | {name: code.strip() for name, code in answers.cells.items()}
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in texts:
            cell.source = texts.pop(name)
    unknown = set(texts) & set(answers.cells)
    if unknown:
        raise ValueError(f"{assignment} não tem as células {sorted(unknown)}.")
    return notebook


def write_submission(folder: Path, student: str, assignment: str, answers: Answers) -> Path:
    """Escreve uma entrega na estrutura do nbgrader: aluno/exercício/exercício.ipynb."""
    path = folder / student / assignment / f"{assignment}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(fill_notebook(assignment, answers), path)
    return path


@cache
def _solution_cells(assignment: str) -> dict[str, str]:
    return {
        cell.metadata.nbgrader.grade_id: _MARKS.sub("", cell.source)
        for cell in read_source_notebook(ROOT, assignment).cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
