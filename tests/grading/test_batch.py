"""Uma turma pequena, corrigida de ponta a ponta em kernels reais."""

import nbformat
import pandas as pd
import pytest
from nbgrader.api import Gradebook

from mlp_course.grading import grade_class
from mlp_course.grading.gradebook import COLUMNS, format_grades
from tests.exercises.corpus import a01_dados
from tests.exercises.submissions import ROOT, write_submission

pytestmark = pytest.mark.filterwarnings(
    # O nbgrader 0.9.6 consulta o banco com objetos fora da sessão e fecha arquivos tarde.
    "ignore::sqlalchemy.exc.SAWarning",
    "ignore::ResourceWarning",
    "ignore::pytest.PytestUnraisableExceptionWarning",
    # O nbclient e o nbconvert que ele chama ainda usam nomes antigos.
    "ignore::DeprecationWarning",
    "ignore::FutureWarning",
    "ignore::nbformat.warnings.MissingIDFieldWarning",
)
STUDENTS = {
    "ana": a01_dados.RIGHT,
    "bruno": a01_dados.BLANK,
    "carla": a01_dados.LEAKAGE,
    "davi": a01_dados.ALTERNATIVE,
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("turma")
    for student, answers in STUDENTS.items():
        write_submission(folder / "entregas", student, "01-dados", answers)
    broken = folder / "entregas" / "eva" / "01-dados" / "01-dados.ipynb"
    broken.parent.mkdir(parents=True)
    broken.write_text("{isto não é um notebook", encoding="utf-8")
    grades = grade_class(folder / "entregas", folder / "saida", ROOT, progress=False)
    return folder / "saida", grades.set_index("student")


def test_certa_e_alternativa_recebem_tudo_e_a_em_branco_nada(graded):
    _, grades = graded

    assert grades.loc["ana", "score"] == grades.loc["davi", "score"] == 14
    assert grades.loc["bruno", "score"] == 0
    assert set(grades.loc[["ana", "bruno", "carla", "davi"], "max_score"]) == {14}


def test_erro_tipico_fica_no_meio_com_a_mensagem_que_o_nomeia(graded):
    _, grades = graded

    assert 0 < grades.loc["carla", "score"] < 14
    assert "classes trocadas" in grades.loc["carla", "message"]


def test_notebook_ilegivel_vira_uma_linha_e_nao_para_a_turma(graded):
    _, grades = graded

    assert grades.loc["eva", "status"] == "não corrigida"
    assert grades.loc["eva", "score"] == 0


def test_texto_escrito_espera_por_uma_pessoa(graded):
    _, grades = graded

    assert grades.loc["ana", "status"] == "manual pendente"


def test_tabela_e_escrita_em_csv_com_as_colunas_combinadas(graded):
    output, grades = graded

    written = pd.read_csv(output / "grades.csv")

    assert list(written.columns) == COLUMNS
    assert written["score"].tolist() == grades["score"].tolist()


def test_devolutiva_em_html_mostra_a_pista(graded):
    output, _ = graded

    html = (output / "feedback" / "carla" / "01-dados" / "01-dados.html").read_text("utf-8")

    assert "classes trocadas" in html


def test_banco_de_notas_guarda_as_mesmas_notas(graded):
    output, grades = graded

    with Gradebook(f"sqlite:///{output / 'gradebook.db'}") as gradebook:
        score = gradebook.find_submission("01-dados", "carla").code_score

    assert score == pytest.approx(grades.loc["carla", "score"])


def test_entregas_ficam_intactas(graded):
    output, _ = graded
    path = output.parent / "entregas" / "ana" / "01-dados" / "01-dados.ipynb"

    assert not any(c.get("outputs") for c in nbformat.read(path, as_version=4).cells)


def test_tabela_no_terminal_tem_uma_linha_por_entrega(graded):
    _, grades = graded

    text = format_grades(grades.reset_index()[COLUMNS])

    for student in (*STUDENTS, "eva"):
        assert student in text
    assert "14 de 14" in text
