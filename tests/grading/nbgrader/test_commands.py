"""Os comandos do próprio nbgrader, na raiz de uma cópia do curso, com a configuração dele."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from nbgrader.api import Gradebook

from mlp_course.authoring.release import build_source_notebook
from mlp_course.checks.registry import ASSIGNMENTS
from tests.exercises.corpus import a01_dados
from tests.exercises.corpus.answers import RIGHT
from tests.exercises.submissions import ROOT, write_submission
from tests.grading.attacks import dangers
from tests.grading.classroom import QUIET

pytestmark = QUIET


def copy_whole_course(root: Path) -> Path:
    for name in ("solutions", "exercises"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    build_source_notebook(root, "01-dados")
    return root


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    root = copy_whole_course(tmp_path_factory.mktemp("curso"))
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


@pytest.mark.usefixtures("bubblewrap")
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


@pytest.mark.usefixtures("bubblewrap")
def test_na_raiz_o_codigo_do_aluno_nao_alcanca_o_curso_e_so_o_juiz_da_pontos(tmp_path):
    course = copy_whole_course(tmp_path)
    attack = f"""
from pathlib import Path
from IPython.display import HTML, display
for target in ({str(course / "atacado")!r},):
    try:
        Path(target).write_text("sim")
        print("escrevi", target)
    except OSError:
        pass
print(list(Path({str(course)!r}).glob("solutions/*/*")))
import mlp_course.checks
mlp_course.checks.check = lambda *a, **k: 999
display(HTML("<img src=x onerror='atacado = 1'><script>atacado = 1</script>"))
"""
    answers = replace(a01_dados.BLANK, cells=a01_dados.BLANK.cells | {"dividir": attack})
    write_submission(course / "submitted", "davi", "01-dados", answers)

    for arguments in (
        ("generate_assignment", "01-dados", "--force"),
        ("autograde", "01-dados"),
        ("generate_feedback", "01-dados"),
    ):
        result = nbgrader(course, *arguments)
        assert result.returncode == 0, result.stderr

    assert not Path(course, "atacado").exists()
    stored = Path(course, "autograded/davi/01-dados/01-dados.ipynb").read_text("utf-8")
    outputs = [o for cell in json.loads(stored)["cells"] for o in cell.get("outputs", [])]
    assert "hidden_checks" not in json.dumps(outputs)
    # As saídas com dados da correção são os vereditos, que o juiz escreve.
    theirs = [o for o in outputs if not o.get("metadata")]
    rich = ["".join(o.get("data", {}).get("text/html", "")) for o in theirs]
    assert dangers(BeautifulSoup("\n".join(rich), "html.parser")) == []
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        assert gradebook.find_submission("01-dados", "davi").code_score == 0
    page = Path(course, "feedback/davi/01-dados/01-dados.html").read_text("utf-8")
    assert 'lang="pt-BR"' in page


def test_validate_mostra_em_portugues_o_que_falta_no_exercicio_em_branco(course):
    result = nbgrader(course, "validate", "exercises/01-dados/01-dados.ipynb")

    assert "VERIFICAÇÃO(ÕES) NÃO PASSARAM" in result.stdout
    assert "Ainda não respondido" in result.stdout


def test_validate_aprova_a_solucao(course):
    result = nbgrader(course, "validate", "submitted/ana/01-dados/01-dados.ipynb")

    assert "Success" in result.stdout, result.stdout


@pytest.mark.lento
@pytest.mark.usefixtures("bubblewrap")
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
