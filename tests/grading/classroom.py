"""Turmas de verdade para os testes da correção: entregas, cópias do curso, registros."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from mlp_course.grading import grade_class
from mlp_course.grading.reports.results import COLUMNS
from tests.exercises.corpus import a01_dados
from tests.exercises.submissions import ROOT, write_submission

QUIET = [
    # O nbgrader 0.9.6 consulta o banco com objetos fora da sessão e fecha arquivos tarde.
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    # O nbclient e o nbconvert que ele chama ainda usam nomes antigos.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::nbformat.warnings.MissingIDFieldWarning"),
]
STUDENTS = {
    "ana": a01_dados.RIGHT,
    "bruno": a01_dados.BLANK,
    "carla": a01_dados.LEAKAGE,
    "davi": a01_dados.ALTERNATIVE,
}
STOPS = replace(
    a01_dados.RIGHT, cells=a01_dados.RIGHT.cells | {"dividir": "import os; os._exit(1)"}
)


def copy_course(folder: Path) -> Path:
    """Uma cópia do curso em que se podem corrigir as verificações."""
    root = folder / "curso"
    source = "solutions/01-dados"
    shutil.copytree(ROOT / source, root / source, ignore=shutil.ignore_patterns("*.ipynb"))
    shutil.copy(ROOT / "nbgrader_config.py", root)
    return root


def grade(folder: Path, root: Path, **options) -> pd.DataFrame:
    grades = grade_class(folder / "entregas", folder / "saida", root, progress=False, **options)
    assert list(grades.columns) == COLUMNS
    return grades.set_index("student")


def read_records(output: Path) -> dict[str, dict]:
    return {p.stem: json.loads(p.read_text()) for p in output.glob("registro/*/*.json")}


@pytest.fixture(scope="session")
def graded(tmp_path_factory, bubblewrap):
    folder = tmp_path_factory.mktemp("turma")
    root = copy_course(folder)
    for student, answers in (STUDENTS | {"fabio": STOPS}).items():
        write_submission(folder / "entregas", student, "01-dados", answers)
    broken = folder / "entregas" / "eva" / "01-dados" / "01-dados.ipynb"
    broken.parent.mkdir(parents=True)
    broken.write_text("{isto não é um notebook", encoding="utf-8")
    return folder / "saida", grade(folder, root)
