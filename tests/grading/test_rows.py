"""O que falha em uma entrega é uma linha que o diz: nunca uma parada, nunca um silêncio."""

import shutil
from pathlib import Path

import pytest

from mlp_course.grading import grade_class
from tests.grading.classroom import QUIET, grade
from tests.grading.deliveries import right_notebook, to_bytes, zip_of

pytestmark = [pytest.mark.usefixtures("bubblewrap"), *QUIET]
BROKEN = "\nc.FeedbackExporter.preprocessors = ['nao_existe.Nada']\n"


@pytest.fixture
def folder(graded, tmp_path) -> Path:
    shutil.copytree(graded[0].parent, tmp_path / "turma")
    return tmp_path / "turma"


def test_devolutiva_que_falha_e_uma_linha_e_volta_quando_se_conserta(folder, graded):
    shutil.rmtree(folder / "saida/feedback/ana")
    config = folder / "curso/nbgrader_config.py"
    text = config.read_text("utf-8")
    config.write_text(text + BROKEN, "utf-8")

    broken = grade(folder, folder / "curso")

    assert broken["score"].tolist() == graded[1]["score"].tolist()
    assert broken.loc["ana", "status"] == "conferir"
    assert "devolutiva" in broken.loc["ana", "message"]
    assert "nao_existe" in broken.loc["ana", "message"]
    assert broken.loc["davi", "status"] == graded[1].loc["davi", "status"]

    config.write_text(text, "utf-8")
    again = grade(folder, folder / "curso")

    assert again.loc["ana", "status"] == graded[1].loc["ana", "status"]
    assert (folder / "saida/feedback/ana/01-dados/01-dados.html").exists()


def test_nome_que_nao_cabe_em_uma_pasta_e_uma_linha(folder, graded):
    name = "𠀀" * 80
    late = folder / "atrasadas.zip"
    late.write_bytes(zip_of({f"{name}/01-dados/01-dados.ipynb": to_bytes(right_notebook())}))

    grades = grade_class(late, folder / "saida", folder / "curso", progress=False)

    grades = grades.set_index("student")
    assert grades.loc[name, "status"] == "não corrigida"
    assert "longo demais" in grades.loc[name, "message"]
    assert grades.drop(name)["score"].tolist() == graded[1]["score"].tolist()
    assert name in (folder / "saida/turma.html").read_text("utf-8")


@pytest.mark.lento
def test_nome_de_quarenta_e_quatro_letras_fora_do_ascii_e_corrigido(folder):
    name = "я" * 44
    shutil.copytree(folder / "entregas/ana", folder / "entregas" / name)

    grades = grade(folder, folder / "curso")

    assert grades.loc[name, "score"] == 14
    assert (folder / "saida/feedback" / name / "01-dados/01-dados.html").exists()
