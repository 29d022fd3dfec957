"""Uma turma pequena, corrigida de ponta a ponta em kernels reais, isolados."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from nbgrader.api import Gradebook

from mlp_course.grading import grade_class
from mlp_course.grading.errors import GradingError
from mlp_course.grading.nbgrader.gradebook import register_student
from mlp_course.grading.options import ReportOptions
from mlp_course.grading.reports.results import COLUMNS
from mlp_course.grading.reports.terminal import format_grades
from tests.exercises.corpus import a01_dados
from tests.exercises.leaks import plain_lines, secret_blocks
from tests.exercises.submissions import ROOT, write_submission
from tests.grading.classroom import QUIET, STUDENTS, copy_course, grade

pytestmark = [pytest.mark.usefixtures("bubblewrap"), *QUIET]


def test_certa_e_alternativa_recebem_tudo_e_a_em_branco_nada(graded):
    _, grades = graded

    assert grades.loc["ana", "score"] == grades.loc["davi", "score"] == 14
    assert grades.loc["bruno", "score"] == 0
    assert set(grades["max_score"]) == {17}


def test_erro_tipico_fica_no_meio_com_a_mensagem_que_o_nomeia(graded):
    _, grades = graded

    assert 0 < grades.loc["carla", "score"] < 14
    expected = a01_dados.LEAKAGE.messages.values()
    assert any(message in grades.loc["carla", "message"] for message in expected)


def test_notebook_ilegivel_vira_uma_linha_e_nao_para_a_turma(graded):
    _, grades = graded

    assert grades.loc["eva", "status"] == "não corrigida"
    assert grades.loc["eva", "score"] == 0
    assert grades.loc["eva", "message"]


def test_kernel_que_para_no_meio_guarda_o_que_ja_estava_respondido(graded):
    _, grades = graded

    assert grades.loc["fabio", "status"] == "interrompida"
    assert grades.loc["fabio", "score"] == 3
    assert "os._exit(), que encerra o kernel" in grades.loc["fabio", "message"]


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


def test_devolutiva_de_quem_nada_respondeu_nao_traz_gabarito_nem_criterio_oculto(graded):
    output, _ = graded

    page = BeautifulSoup(
        (output / "feedback" / "bruno" / "01-dados" / "01-dados.html").read_text("utf-8"),
        "html.parser",
    )
    received = plain_lines(page.get_text())

    assert [block for block in secret_blocks("01-dados") if block in received] == []


def test_pagina_da_turma_e_planilhas_sao_escritas(graded):
    output, _ = graded

    assert "carla" in (output / "turma.html").read_text("utf-8")
    assert (output / "planilhas" / "canvas.csv").exists()


def test_escala_e_pares_parecidos_so_quando_se_pede(graded, tmp_path):
    output, _ = graded
    shutil.copytree(output.parent, tmp_path, dirs_exist_ok=True)

    grade(tmp_path, tmp_path / "curso", options=ReportOptions(similar=True, scale=10))

    moodle = pd.read_csv(tmp_path / "saida" / "planilhas" / "moodle" / "01-dados.csv", decimal=",")
    assert dict(zip(moodle["Nome completo"], moodle["Nota"], strict=True))["ana"] == 8.24
    assert "Soluções parecidas" in (tmp_path / "saida" / "turma.html").read_text("utf-8")
    assert "Soluções parecidas" not in (output / "turma.html").read_text("utf-8")


def test_banco_de_notas_guarda_as_mesmas_notas(graded):
    output, grades = graded

    with Gradebook(f"sqlite:///{output / 'gradebook.db'}") as gradebook:
        scores = {
            s.student.id: s.code_score for s in gradebook.find_assignment("01-dados").submissions
        }

    assert scores == pytest.approx(grades.loc[sorted(scores), "score"].to_dict())
    assert set(scores) == {*STUDENTS, "fabio"}


def test_aluno_e_cadastrado_com_o_nome_da_entrega_e_o_escrito_a_mao_fica(graded, tmp_path):
    shutil.copy(graded[0] / "gradebook.db", tmp_path)
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
        register_student(gradebook, "Ana Maria Souza")
        gradebook.update_or_create_student("davi", first_name="Davi", last_name="Lima")

        register_student(gradebook, "davi")

        names = {s.id: (s.first_name, s.last_name) for s in gradebook.students}

    assert names["Ana Maria Souza"] == ("Ana", "Maria Souza")
    assert names["ana"] == ("", "ana")
    assert names["davi"] == ("Davi", "Lima")


def copy_output(output: Path, folder: Path) -> Path:
    copy = folder / "saida"
    shutil.copytree(output, copy)
    config = copy / "nbgrader_config.py"
    config.write_text(config.read_text("utf-8").replace(str(output), str(copy)), "utf-8")
    return copy


def nbgrader(folder: Path, *arguments: str) -> None:
    environment = os.environ | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "JUPYTER_CONFIG_DIR": str(folder.parent),
    }
    subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=folder,
        env=environment,
        check=True,
        capture_output=True,
    )


@pytest.mark.lento
def test_exportacao_e_devolutiva_do_nbgrader_funcionam_na_pasta_de_saida(graded, tmp_path):
    output, grades = graded
    copy = copy_output(output, tmp_path)
    shutil.rmtree(copy / "feedback")
    nbgrader(copy, "generate_feedback", "01-dados", "--force")
    nbgrader(copy, "export", "--to=notas.csv")

    exported = pd.read_csv(copy / "notas.csv").set_index("student_id")
    assert exported.loc["carla", "raw_score"] == pytest.approx(grades.loc["carla", "score"])
    page = (copy / "feedback" / "carla" / "01-dados" / "01-dados.html").read_text("utf-8")
    assert "<title>Devolutiva de 01-dados – carla</title>" in page
    assert (copy / "feedback" / "carla" / "01-dados" / "01-dados.html").exists()


@pytest.mark.lento
def test_o_autograde_do_nbgrader_na_pasta_de_saida_tambem_isola_e_julga_fora(graded, tmp_path):
    output, grades = graded
    copy, outside = copy_output(output, tmp_path), tmp_path / "fora.txt"
    path = copy / "submitted" / "carla" / "01-dados" / "01-dados.ipynb"
    notebook = nbformat.read(path, as_version=4)
    marks = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    answer = notebook.cells[marks.index("contar")]
    answer.source += f"""
try:
    open({str(outside)!r}, "w").write("escapei")
finally:
    import mlp_course.checks
    check = lambda *_: print(1)
"""
    nbformat.write(notebook, path)

    nbgrader(copy, "autograde", "01-dados", "--student", "carla", "--force")

    assert not outside.exists()
    with Gradebook(f"sqlite:///{copy / 'gradebook.db'}") as gradebook:
        score = gradebook.find_submission("01-dados", "carla").score
    assert score < grades.loc["carla", "score"]
    written = nbformat.read(copy / "autograded/carla/01-dados/01-dados.ipynb", as_version=4)
    kinds = [
        [output.output_type for output in cell.outputs]
        for cell in written.cells
        if cell.cell_type == "code" and cell.source.startswith("check(")
    ]
    assert kinds == [["display_data", "execute_result"]] * 5


def test_saida_da_celula_corrigida_e_so_a_do_juiz(graded):
    output, _ = graded
    path = output / "autograded" / "carla" / "01-dados" / "01-dados.ipynb"

    for cell in nbformat.read(path, as_version=4).cells:
        if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "code":
            assert [o.output_type for o in cell.outputs] == ["display_data", "execute_result"]
            float(cell.outputs[1].data["text/plain"])


def test_entregas_ficam_intactas(graded):
    output, _ = graded
    path = output.parent / "entregas" / "ana" / "01-dados" / "01-dados.ipynb"

    assert not any(c.get("outputs") for c in nbformat.read(path, as_version=4).cells)


def test_tabela_no_terminal_tem_uma_linha_por_entrega(graded):
    _, grades = graded

    text = format_grades(grades.reset_index()[COLUMNS])

    for student in (*STUDENTS, "eva"):
        assert student in text
    assert "14 de 17" in text


def test_sem_sandbox_a_turma_e_corrigida_e_o_relatorio_avisa(tmp_path):
    write_submission(tmp_path / "entregas", "ana", "01-dados", a01_dados.RIGHT)

    grades = grade(tmp_path, copy_course(tmp_path), sandbox="none", workers=1)

    assert grades.loc["ana", "score"] == 14
    assert json.loads((tmp_path / "saida/correcao.json").read_text())["sandbox"] == "none"
    assert "sandbox" in (tmp_path / "saida/turma.html").read_text("utf-8")


def test_sem_bubblewrap_a_correcao_recusa_antes_de_escrever(tmp_path, monkeypatch):
    write_submission(tmp_path / "entregas", "ana", "01-dados", a01_dados.RIGHT)
    root = copy_course(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("mlp_course.grading.sandbox.bwrap._wheel_folders", list)

    with pytest.raises(GradingError, match="--sandbox none"):
        grade(tmp_path, root)

    assert not (tmp_path / "saida").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [({"workers": 0}, "ao menos um"), ({"sandbox": "docker"}, "bwrap, none")],
)
def test_opcoes_que_nao_existem_sao_recusadas(options, message, tmp_path, refuses):
    with refuses(message):
        grade_class(tmp_path, tmp_path / "saida", ROOT, **options)
