"""Caminhos com colchetes, espaços e acentos: o nbgrader os lê como caminhos."""

import os
import shutil
import subprocess
import sys
import tempfile

import pytest

from mlp_course.authoring.literal_globs import escape_existing, read_paths_literally
from mlp_course.authoring.release import build_source_notebook, release
from mlp_course.grading.nbgrader.gradebook import Course
from tests.exercises.corpus import a01_dados
from tests.exercises.submissions import write_submission
from tests.grading.classroom import QUIET, copy_course

pytestmark = QUIET
FOLDERS = ["turma [A]", "curso [2026-1] ção é", "[!x]", "a * b", "[[a]", "Redes (noite) #1 {2}"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_so_o_que_ja_existe_se_protege(tmp_path, folder):
    (tmp_path / folder / "submitted" / "ana [x]").mkdir(parents=True)
    read_paths_literally()
    import nbgrader.converters.base as nbgrader

    found = nbgrader.glob.glob(f"{tmp_path}/{folder}/submitted/*")

    assert found == [f"{tmp_path}/{folder}/submitted/ana [x]"]
    assert nbgrader.glob.glob(f"{tmp_path}/{folder}/nada/*") == []


def test_padrao_relativo_e_curinga_continuam_valendo(tmp_path, monkeypatch):
    (tmp_path / "a [1]").mkdir()
    monkeypatch.chdir(tmp_path)

    assert escape_existing("a [1]/./*.ipynb") == "a [[]1]/./*.ipynb"
    assert escape_existing("b*/x") == "b*/x"
    assert escape_existing("/*") == "/*"


@pytest.mark.parametrize("folder", FOLDERS[1:3])
def test_pasta_de_saida_com_qualquer_nome_recebe_os_exercicios(tmp_path, folder):
    output = tmp_path / folder
    course = Course(output, copy_course(tmp_path / "de" / folder))
    course.prepare(["01-dados"])
    write_submission(output / "submitted", "ana", "01-dados", a01_dados.RIGHT)

    with course.api() as api:
        assert api.get_source_assignments() == {"01-dados"}
        assert api.get_submitted_students("01-dados") == {"ana"}
    assert (output / "exercises" / "01-dados" / "01-dados.ipynb").exists()


def test_pasta_temporaria_com_colchetes_nao_impede_a_geracao(tmp_path, monkeypatch):
    root = copy_course(tmp_path / "curso")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp [João]"))
    (tmp_path / "tmp [João]").mkdir()

    assert [path.name for path in release(root)] == ["01-dados.ipynb"]


def test_o_ignorado_em_pasta_com_colchetes_nao_vai_ao_aluno(tmp_path):
    root = copy_course(tmp_path / "curso [1]")
    extra = root / "solutions" / "01-dados" / "figuras [2]"
    extra.mkdir()
    for name in ("segredo.py", "figura.png"):
        (extra / name).write_bytes(b"x")

    release(root)

    published = root / "exercises" / "01-dados"
    assert sorted(p.name for p in published.rglob("*.*")) == ["01-dados.ipynb", "figura.png"]


def test_comando_do_nbgrader_na_raiz_acha_o_curso(tmp_path):
    root = copy_course(tmp_path / "curso [2026] ção")
    build_source_notebook(root, "01-dados")
    shutil.rmtree(root / "exercises", ignore_errors=True)

    result = subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", "01-dados"],
        cwd=root,
        env=os.environ | {"JUPYTER_CONFIG_DIR": str(tmp_path / "jupyter")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stderr
    assert (root / "exercises" / "01-dados" / "01-dados.ipynb").exists()
