"""O que veio no lugar do notebook tem resposta: uma linha, ou um lugar na conta."""

import pytest

from mlp_course.grading.intake import receive_class
from tests.grading.deliveries import write_files, zip_of
from tests.grading.intake.test_class_folders import SOURCES, by

PLATFORMS = {
    "moodle": ("Ana Souza_11_assignsubmission_file_/{}", "Bia_12_assignsubmission_file_/x.ipynb"),
    "moodle sem pastas": (
        "Ana Souza_11_assignsubmission_file_{}",
        "Bia_12_assignsubmission_file_x.ipynb",
    ),
    "canvas": ("Ana Souza_11_123456_{}", "Bia_12_123457_x.ipynb"),
    "sala de aula": ("Exercício 1/Ana Souza - {}", "Exercício 1/Bia - 01-dados.ipynb"),
    "pasta": ("Ana Souza/{}", "Bia/01-dados.ipynb"),
}
NOT_NOTEBOOKS = {
    "01-dados.pdf": b"%PDF-1.7",
    "01-dados.docx": zip_of({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}),
    "01-dados.py": b"print(1)",
    "01-dados.html": b"<html>",
    "01-dados.txt": b"fiz tudo, professora",
    "01-dados.json": b'{"a": 1}',
    "01-dados.ipynb": b"",
    "01-dados.ipynb.txt": b"nada",
    "01-dados.rar": b"Rar!",
    "foto do caderno.jpg": b"\xff\xd8\xff",
    "trabalho.docx": b"PK\x03\x04",
    "script.py": b"print(1)",
}
NOTEBOOK_IN_DISGUISE = (
    "01-dados.ipynb.txt",
    "01-dados.json",
    "01-dados.txt",
    "01-dados.ipynb.json",
)


def received(tmp_path, files, zipped):
    path = write_files(tmp_path / "turma", files)
    if zipped:
        path = tmp_path / "turma.zip"
        path.write_bytes(zip_of(files))
    return receive_class(path, SOURCES)


def ana_of(reception):
    (row,) = [s for s in reception.submissions if s.student == "Ana Souza"]
    return row


@pytest.mark.parametrize("form", PLATFORMS.values(), ids=PLATFORMS)
@pytest.mark.parametrize("name", NOT_NOTEBOOKS)
@pytest.mark.parametrize("zipped", [True, False], ids=["zip", "pasta"])
def test_o_que_nao_e_notebook_vira_uma_linha_que_diz_o_que_veio(tmp_path, form, name, zipped):
    files = {form[0].format(name): NOT_NOTEBOOKS[name], form[1]: by("bia")}

    reception = received(tmp_path, files, zipped)

    row = ana_of(reception)
    assert row.status in ("missing", "unreadable")
    assert row.message
    assert row.assignment == "01-dados"
    assert [p.fate for p in reception.tally.placements if p.student == "Ana Souza"] == ["no grade"]
    assert reception.tally.n_rows == 2


@pytest.mark.parametrize("form", PLATFORMS.values(), ids=PLATFORMS)
@pytest.mark.parametrize("name", NOTEBOOK_IN_DISGUISE)
@pytest.mark.parametrize("zipped", [True, False], ids=["zip", "pasta"])
def test_notebook_com_outra_extensao_e_lido(tmp_path, form, name, zipped):
    files = {form[0].format(name): by("ana"), form[1]: by("bia")}

    assert ana_of(received(tmp_path, files, zipped)).status == "ready"


@pytest.mark.parametrize("name", ["ana.ipynb.txt", "ana.json", "ana.txt", "ana.IPYNB", "ana"])
def test_notebook_solto_com_outra_extensao_e_lido(tmp_path, name):
    reception = received(tmp_path, {name: by("ana"), "bia.ipynb": by("bia")}, False)

    assert [(s.student, s.status) for s in reception.submissions] == [
        ("ana", "ready"),
        ("bia", "ready"),
    ]


@pytest.mark.parametrize("name", ["ana.pdf", "ana.py", "ana_01-dados.docx", "ana_01-dados.txt"])
def test_arquivo_solto_de_outro_tipo_e_a_linha_de_quem_o_nomeia(tmp_path, name):
    reception = received(tmp_path, {name: b"x", "bia.ipynb": by("bia")}, True)

    assert [(s.student, s.status) for s in reception.submissions] == [
        ("ana", "missing"),
        ("bia", "ready"),
    ]


@pytest.mark.parametrize("name", ["leia-me.txt", "notas.csv", "lista de nomes.txt", "README.md"])
def test_o_que_nao_e_de_aluno_fica_de_lado_com_o_motivo(tmp_path, name):
    reception = received(tmp_path, {name: b"x", "bia.ipynb": by("bia")}, False)

    assert [s.student for s in reception.submissions] == ["bia"]
    (aside,) = reception.tally.aside
    assert aside.origin == name
    assert aside.reason
    assert reception.tally.describe() == (
        "2 arquivos entraram: 1 com nota, 0 sem nota, 1 posto de lado; 1 linha de 1 aluno."
    )


def test_o_que_acompanha_o_notebook_fica_de_lado_na_conta(tmp_path):
    files = {"ana/01-dados/x.ipynb": by("ana"), "ana/01-dados/figura.png": b"x"}

    reception = received(tmp_path, files, False)

    assert reception.tally.n_rows == 1
    assert [(p.origin, p.student) for p in reception.tally.aside] == [
        ("ana/01-dados/figura.png", "ana")
    ]


def test_documento_do_office_com_nome_de_notebook_diz_o_que_e(tmp_path):
    reception = received(tmp_path, {"ana.ipynb": NOT_NOTEBOOKS["01-dados.docx"]}, False)

    (row,) = reception.submissions
    assert "documento do Office" in row.message
