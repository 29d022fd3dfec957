"""Os comandos do próprio nbgrader, na raiz de uma cópia do curso, com a configuração dele."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from mlp_course.authoring.release import build_source_notebook
from mlp_course.checks.registry import ASSIGNMENTS
from tests.exercises.corpus import a01_dados
from tests.exercises.corpus.answers import RIGHT
from tests.exercises.submissions import ROOT, write_submission
from tests.grading.classroom import QUIET

pytestmark = QUIET


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("curso")
    for name in ("solutions", "exercises"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    build_source_notebook(root, "01-dados")
    write_submission(root / "submitted", "ana", "01-dados", a01_dados.RIGHT)
    write_submission(root / "submitted", "carla", "01-dados", a01_dados.LEAKAGE)
    return root


def nbgrader(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        # O fluxo todo, sem nada do usuário que executa o teste.
        "JUPYTER_CONFIG_DIR": str(course / "jupyter"),
    }
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_o_ciclo_do_professor_funciona_do_comeco_ao_fim(course):
    for arguments in (
        ("generate_assignment", "01-dados", "--force"),
        ("autograde", "01-dados"),
        ("generate_feedback", "01-dados"),
        ("export",),
    ):
        result = nbgrader(course, *arguments)
        assert result.returncode == 0, result.stderr

    rows = (course / "grades.csv").read_text("utf-8").splitlines()
    assert len(rows) == 3
    assert (course / "feedback/carla/01-dados/01-dados.html").exists()
    assert not list((course / "exercises").rglob("*.py"))


def test_validate_mostra_em_portugues_o_que_falta_no_exercicio_em_branco(course):
    result = nbgrader(course, "validate", "exercises/01-dados/01-dados.ipynb")

    assert "VERIFICAÇÃO(ÕES) NÃO PASSARAM" in result.stdout
    assert "Ainda não respondido" in result.stdout


def test_validate_aprova_a_solucao(course):
    result = nbgrader(course, "validate", "submitted/ana/01-dados/01-dados.ipynb")

    assert "Success" in result.stdout, result.stdout


@pytest.mark.lento
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_nbgrader_sozinho_publica_e_corrige_a_solucao_de_cada_exercicio(assignment, course):
    build_source_notebook(course, assignment)
    write_submission(course / "submitted", "bia", assignment, RIGHT)

    for arguments in (
        ("generate_assignment", assignment, "--force"),
        ("autograde", assignment, "--student", "bia"),
    ):
        result = nbgrader(course, *arguments)
        assert result.returncode == 0, result.stderr

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission(assignment, "bia")
        assert submission.code_score == submission.max_code_score > 0
