"""As planilhas que cada plataforma importa."""

import csv
from dataclasses import replace
from datetime import datetime

import pytest

from mlp_course.grading.options import ReportOptions
from mlp_course.grading.reports.lms import write_lms_files
from mlp_course.grading.reports.results import Result
from tests.grading.pages import sample_results


@pytest.fixture
def results() -> list[Result]:
    return sample_results()


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def sheet_of(path, delimiter=";"):
    """Como um Excel brasileiro lê: sem o BOM ele erraria os acentos."""
    text = path.read_bytes().decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(text.removeprefix("\ufeff").splitlines(), delimiter=delimiter))


def test_moodle_tem_uma_planilha_por_exercicio_com_virgula_decimal(results, tmp_path):
    write_lms_files(results, tmp_path)

    rows = rows_of(tmp_path / "moodle" / "01-dados.csv")
    assert rows[0] == [
        "Identificador",
        "Nome completo",
        "Status",
        "Nota",
        "Nota máxima",
        "Última modificação (nota)",
        "Comentários de feedback",
    ]
    assert rows[1][:5] == ["Participante12", "Ana Souza", "corrigida", "5,00", "5,00"]
    assert (tmp_path / "moodle" / "02-mlp-keras.csv").exists()


def test_moodle_na_escala_de_zero_a_dez_e_com_ponto(results, tmp_path):
    write_lms_files(results, tmp_path, ReportOptions(scale=10, decimal="."))

    rows = rows_of(tmp_path / "moodle" / "01-dados.csv")
    assert [row[3:5] for row in rows[1:4]] == [
        ["10.00", "10.00"],
        ["6.00", "10.00"],
        ["4.00", "10.00"],
    ]


def test_moodle_em_ingles(results, tmp_path):
    write_lms_files(results, tmp_path, ReportOptions(language="en"))

    rows = rows_of(tmp_path / "moodle" / "01-dados.csv")
    assert rows[0][:4] == ["Identifier", "Full name", "Status", "Grade"]
    assert "Last modified (grade)" in rows[0]
    assert rows[1][0] == "Participant 12"


def test_quem_nao_foi_corrigido_fica_sem_nota_e_com_o_motivo(results, tmp_path):
    write_lms_files(results, tmp_path)

    moodle = {row[1]: row for row in rows_of(tmp_path / "moodle" / "01-dados.csv")}
    canvas = {row[0]: row for row in rows_of(tmp_path / "canvas.csv")}
    assert moodle["Davi"][3] == ""
    assert moodle["Davi"][6] == "O arquivo está vazio."
    assert canvas["Davi"][5:] == ["", ""]


def test_comentario_diz_o_que_foi_restaurado_e_o_que_falta(results, tmp_path):
    write_lms_files(results, tmp_path)

    moodle = {row[1]: row for row in rows_of(tmp_path / "moodle" / "01-dados.csv")}
    assert "“contar” tinha sido alterada" in moodle["Bia Reis"][6]
    assert "corrigida por uma pessoa" in moodle["Bia Reis"][6]


def test_canvas_tem_uma_linha_por_aluno_e_os_pontos_possiveis(results, tmp_path):
    write_lms_files(results, tmp_path)

    rows = rows_of(tmp_path / "canvas.csv")
    assert rows[0] == [
        "Student",
        "ID",
        "SIS User ID",
        "SIS Login ID",
        "Section",
        "01-dados",
        "02-mlp-keras",
    ]
    assert rows[1] == ["    Points Possible", "", "", "", "", "5.00", "10.00"]
    assert rows[2] == ["Ana Souza", "12", "", "", "", "5.00", "10.00"]


def test_google_separa_sobrenome_e_reconhece_o_email(results, tmp_path):
    others = [*results, replace(results[0], student="eva@escola.br")]

    write_lms_files(others, tmp_path)

    rows = sheet_of(tmp_path / "google.csv")
    names = ["Sobrenome", "Nome", "Endereço de e-mail"]
    assert rows[0] == [*names, "01-dados", "02-mlp-keras", "Situação"]
    assert rows[1] == ["", "", "Pontos", "5,00", "10,00", ""]
    assert ["Souza", "Ana", "", "5,00", "10,00", ""] in rows
    assert ["", "", "eva@escola.br", "5,00", "", ""] in rows


def test_comentario_nao_vira_formula(results, tmp_path):
    attack = replace(results[3], message='=HYPERLINK("http://mal.example","nota")\nlinha')

    write_lms_files([attack], tmp_path)

    comment = rows_of(tmp_path / "moodle" / "01-dados.csv")[1][6]
    assert comment.startswith("'=HYPERLINK")
    assert "\n" not in comment


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"decimal": ";"}, "decimal"),
        ({"language": "fr"}, "language"),
        ({"scale": 0}, "maior que zero"),
    ],
)
def test_opcao_que_nao_existe_e_recusada(options, message):
    with pytest.raises(ValueError, match=message):
        ReportOptions(**options)


def test_data_da_nota_no_moodle_e_de_agora_com_o_fuso(results, tmp_path):
    before = datetime.now().astimezone().replace(second=0, microsecond=0)

    write_lms_files(results, tmp_path)

    written = rows_of(tmp_path / "moodle" / "01-dados.csv")[1][5]
    assert datetime.strptime(written, "%Y-%m-%d %H:%M %z") >= before


@pytest.mark.parametrize(
    ("lms_id", "written"), [("12", "12"), ("0012", "0012"), ("ab12c", ""), ("1e5", ""), ("", "")]
)
def test_canvas_so_recebe_o_numero_que_e_do_aluno(lms_id, written, results, tmp_path):
    write_lms_files([replace(results[0], lms_id=lms_id)], tmp_path)

    assert rows_of(tmp_path / "canvas.csv")[2][:2] == ["Ana Souza", written]


def test_o_que_espera_por_uma_pessoa_aparece_em_todas_as_planilhas(results, tmp_path):
    waiting = replace(results[0], pending=True, status="interrompida")

    write_lms_files([waiting], tmp_path)

    assert rows_of(tmp_path / "canvas.csv")[2][4] == "falta uma pessoa: 01-dados"
    assert sheet_of(tmp_path / "google.csv")[2][-1] == "falta uma pessoa: 01-dados"
    assert sheet_of(tmp_path / "notas.csv")[1][9] == "falta uma pessoa"
    comment = rows_of(tmp_path / "moodle" / "01-dados.csv")[1][6]
    assert "Falta a parte corrigida por uma pessoa." in comment


@pytest.mark.parametrize("student", ["0012345", "00.123-4", "1-2", "12345678901234567890"])
def test_zeros_e_digitos_do_aluno_sobrevivem_em_todo_arquivo(student, results, tmp_path):
    write_lms_files([replace(results[0], student=student)], tmp_path)

    assert sheet_of(tmp_path / "notas.csv")[1][0] == f'="{student}"'
    assert sheet_of(tmp_path / "google.csv")[2][0] == f'="{student}"'
    assert rows_of(tmp_path / "canvas.csv")[2][0] == student
    assert rows_of(tmp_path / "moodle" / "01-dados.csv")[1][1] == student


@pytest.mark.parametrize(
    ("language", "delimiter", "number"), [("pt_br", ";", "3,50"), ("en", ",", "3.50")]
)
def test_o_que_uma_pessoa_abre_tem_a_forma_do_idioma(
    language, delimiter, number, results, tmp_path
):
    result = replace(results[0], score=3.5)

    write_lms_files([result, results[3]], tmp_path, ReportOptions(language=language))

    rows = sheet_of(tmp_path / "notas.csv", delimiter)
    assert rows[1][2] == number
    assert rows[2][2] == ""
    assert "O arquivo está vazio." in rows[2][-1]
