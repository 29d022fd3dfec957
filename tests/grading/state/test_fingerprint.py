"""A impressão de um juiz muda com o que ele usa, e só com isso."""

import shutil

import pytest

from mlp_course.grading.state import fingerprint
from mlp_course.grading.state.fingerprint import fingerprint_judge
from tests.exercises.submissions import ROOT

MODULE = "mlp_course.checks.a01_dados"


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Uma cópia do pacote, para mudar os seus arquivos."""
    folder = tmp_path / "mlp_course"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "mlp_course", folder, ignore=ignored)
    monkeypatch.setattr(fingerprint, "_ROOT", folder)
    fingerprint._machinery.cache_clear()
    yield folder
    fingerprint._machinery.cache_clear()


def change(path) -> None:
    path.write_text(path.read_text("utf-8") + "# outra linha\n", encoding="utf-8")
    fingerprint._machinery.cache_clear()


@pytest.mark.parametrize(
    "name",
    [
        "checks/a01_dados/functions.py",
        "checks/reference.py",
        "checks/verdict.py",
        "grading/judging/judge.py",
        "population/train.py",
        "data.py",
    ],
)
def test_muda_com_os_arquivos_do_exercicio_e_com_os_de_todos(package, name):
    before = fingerprint_judge(MODULE, "")

    change(package / name)

    assert fingerprint_judge(MODULE, "") != before


@pytest.mark.parametrize(
    "name", ["checks/a03_curvas/epochs.py", "grading/reports/class_page.py", "publishing/book.py"]
)
def test_nao_muda_com_o_que_nao_julga_o_exercicio(package, name):
    before = fingerprint_judge(MODULE, "")

    change(package / name)

    assert fingerprint_judge(MODULE, "") == before


def test_muda_com_as_verificacoes_ocultas():
    assert fingerprint_judge(MODULE, "") != fingerprint_judge(MODULE, "HIDDEN_CHECKS = ()")
