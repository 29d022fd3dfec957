"""Uma turma inteira entra e nenhum aluno some, seja como for que os arquivos se chamem."""

import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any

import nbformat
import pytest

from mlp_course.grading.intake import receive_class
from tests.grading.deliveries import write_files, zip_of

ASSIGNMENTS = ("01-dados", "03-curvas")


def tiny(assignment: str, text: str = "") -> Any:
    cell = nbformat.v4.new_code_cell(text, id=f"{assignment}-r")
    cell.metadata["nbgrader"] = {"grade_id": f"{assignment}-r", "solution": True, "grade": False}
    return nbformat.v4.new_notebook(cells=[cell])


SOURCES = {name: tiny(name) for name in ASSIGNMENTS}


def by(student: str, assignment: str = "01-dados") -> bytes:
    """O notebook de um aluno: a resposta é o nome dele."""
    return json.dumps(tiny(assignment, f"autor = {student!r}")).encode()


def received(path):
    reception = receive_class(path, SOURCES)
    keys = [(s.student, s.assignment) for s in reception.submissions]
    assert len(set(keys)) == len(keys)
    assert reception.tally.n_rows == len(keys)
    return reception


def authors(reception) -> list[str]:
    """De quem são os notebooks que valem, pelo que há dentro deles."""
    answers = [s.notebook.cells[0].source for s in reception.submissions if s.notebook]
    return sorted(answer.removeprefix("autor = ").strip("'\"") for answer in answers)


def students(reception) -> list[str]:
    return sorted({s.student for s in reception.submissions})


def write_class(tmp_path, names: Sequence[str]):
    """Uma pasta com um notebook por nome de arquivo; o autor de cada um é o próprio nome."""
    return write_files(tmp_path / "turma", {name: by(name) for name in names})


NAMED = [f"Aluno {chr(65 + i // 26)}{chr(65 + i % 26)}" for i in range(29)]


@pytest.mark.parametrize("unnamed", ["01-dados.ipynb", "Cópia de 01-dados (1).ipynb"])
@pytest.mark.parametrize("top", ["", "Exercício 1/", "Lista de dados/"])
@pytest.mark.parametrize("zipped", [True, False])
def test_um_arquivo_sem_nome_ao_lado_de_29_com_nome(tmp_path, unnamed, top, zipped):
    files = {f"{top}{name} - 01-dados.ipynb": by(name) for name in NAMED}
    files[top + unnamed] = by("ninguém")
    path = write_files(tmp_path / "turma", files)
    if zipped:
        path = tmp_path / "drive-download-20261124T120000Z-001.zip"
        path.write_bytes(zip_of(files))

    reception = received(path)

    assert authors(reception) == sorted([*NAMED, "ninguém"])
    assert set(NAMED) < set(students(reception))
    assert any(s.startswith("sem nome - ") for s in students(reception))
    assert reception.tally.n_files == 30


@pytest.mark.parametrize(
    "names",
    [
        ["01-dados.ipynb", "01-dados (1).ipynb", "01-dados (2).ipynb"],
        ["noturno/01-dados.ipynb", "noturno/01-dados (1).ipynb", "diurno/01-dados.ipynb"],
        ["ana.ipynb", "ana (1).ipynb", "ana_final.ipynb"],
        ["ana_01-dados.ipynb", "ana_01-dados_v2.ipynb", "Cópia de ana.ipynb"],
        ["Turma A/ana.ipynb", "Turma A/bia.ipynb", "Turma B/ana.ipynb"],
        ["3B/ana.ipynb", "3B/bia.ipynb", "3C/caio.ipynb"],
        ["calouros/ana.ipynb", "calouros/bia.ipynb", "veteranos/caio.ipynb"],
        ["calouros/01-dados/ana.ipynb", "calouros/01-dados/bia.ipynb", "outra/01-dados/x.ipynb"],
        ["Turma A/ana/01-dados.ipynb", "Turma A/bia/01-dados.ipynb", "Turma B/ana/01-dados.ipynb"],
        ["curso/2026/Turma A/ana.ipynb", "curso/2026/Turma A/bia.ipynb", "curso/2026/B/x y.ipynb"],
        ["01-dados-joao-123/x.ipynb", "01-dados-joao-124/x.ipynb", "01-dados-joao/x.ipynb"],
        ["01-dados-20240017.ipynb", "01-dados-20240018.ipynb", "01-dados.ipynb"],
        ["ana-20240017.ipynb", "ana-20240018.ipynb", "ana-0017.ipynb"],
        ["calculo/Grupo 1/01-dados.ipynb", "calculo/Grupo 2/01-dados.ipynb", "ana.ipynb"],
        ["17/01-dados/01-dados.ipynb", "18/01-dados/01-dados.ipynb", "a/01-dados/01-dados.ipynb"],
        ["Ana - Maria - 01-dados.ipynb", "Ana - Bia - 01-dados.ipynb", "Ana - 01-dados.ipynb"],
        [f"calouros/01-dados ({i}).ipynb" for i in range(1, 8)] + ["bia/01-dados.ipynb"],
        [f"calouros/01-dados/01-dados ({i}).ipynb" for i in range(1, 8)] + ["bia/x.ipynb"],
        ["calouros/李雷.ipynb", "calouros/韩梅梅.ipynb", "bia/x.ipynb"],
        ["Ana Bia/ana.ipynb", "Ana Bia/bia.ipynb", "caio/x.ipynb"],
        ["abc/abc/ana.ipynb", "abc/abc/bia.ipynb", "def/def/caio.ipynb"],
        ["José/x.ipynb", "Jose\u0301.ipynb", "Jose.ipynb"],
        ["a" * 90 + ".ipynb", "a" * 90 + "b.ipynb", "a" * 80 + ".ipynb"],
        ["Ana_11_assignsubmission_file_/x.ipynb", "Ana_12_assignsubmission_file_/x.ipynb"],
        ["Ana_11_assignsubmission_file_/x.ipynb", "Ana.ipynb", "Ana - 01-dados.ipynb"],
        ["souzaana_11_12345_x.ipynb", "souzaana_12_12346_x.ipynb", "01-dados.ipynb"],
    ],
)
def test_nenhum_notebook_some_em_outro(tmp_path, names):
    reception = received(write_class(tmp_path, names))

    assert authors(reception) == sorted(names)
    assert reception.tally.n_files == len(names)
    assert len(reception.submissions) == len(names)


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("01-dados-20240017.ipynb", "20240017"),
        ("01-dados-0017.ipynb", "0017"),
        ("20240017_01-dados.ipynb", "20240017"),
        ("01-dados(20240017).ipynb", "20240017"),
        ("01-dados-20240017 (1).ipynb", "20240017"),
        ("01-dados-joao-123/01-dados.ipynb", "joao-123"),
        ("01-dados-joao-123-main/01-dados.ipynb", "joao-123"),
        ("01-dados-joao-123.zip", "joao-123"),
        ("joao-123/01-dados/01-dados.ipynb", "joao-123"),
        ("ana_final.ipynb", "ana"),
        ("ana_01-dados_v2.ipynb", "ana"),
        ("ana-01-dados-versão 3.ipynb", "ana"),
        ("ana (1).ipynb", "ana"),
        ("Cópia de ana.ipynb", "ana"),
        ("Co\u0301pia de Cópia de ana.ipynb", "ana"),
        ("Copy of ana_01-dados.ipynb", "ana"),
        ("ana - Copia.ipynb", "ana"),
        ("ana - Copy (2).ipynb", "ana"),
        ("ana_01-dados_FINAL_v2 (3).ipynb", "ana"),
        ("Ana Souza - Cópia de 01-dados.ipynb", "Ana Souza"),
        ("Ana Souza - 01-dados_final (1).ipynb", "Ana Souza"),
        ("Cópia de 01-dados - Ana Souza.ipynb", "Ana Souza"),
        ("Exercício 1 - Ana Souza.ipynb", "Ana Souza"),
        ("Turma A/ana.ipynb", "ana"),
        ("entregas/2026/Turma A/ana/01-dados/01-dados.ipynb", "ana"),
        ("Grupo 3/01-dados.ipynb", "Grupo 3"),
        ("Ana D'Ávila/Untitled7.ipynb", "Ana D'Ávila"),
    ],
)
def test_o_nome_do_aluno_e_o_que_sobra(tmp_path, name, student):
    content = zip_of({"01-dados.ipynb": by(student)}) if name.endswith("zip") else by(student)
    files = {name: content, "Zoe/01-dados.ipynb": by("Zoe")}

    reception = received(write_files(tmp_path / "turma", files))

    assert students(reception) == sorted([student, "Zoe"])


def test_as_entregas_do_mesmo_nome_apontam_uma_a_outra(tmp_path):
    reception = received(write_class(tmp_path, ["ana.ipynb", "ana (1).ipynb"]))

    assert students(reception) == ["ana", "ana 1"]
    first, second = reception.submissions
    assert any("“ana (1).ipynb”" in repair for repair in first.repairs)
    assert any("“ana.ipynb”" in repair for repair in second.repairs)


def test_a_copia_igual_byte_a_byte_ao_lado_nao_faz_outra_linha(tmp_path):
    files = {"ana.ipynb": by("ana"), "ana (1).ipynb": by("ana"), "bia.ipynb": by("bia")}

    reception = received(write_files(tmp_path / "turma", files))

    assert students(reception) == ["ana", "bia"]
    assert [p.reason for p in reception.tally.aside] == ["é igual à versão que vale"]


def test_o_aluno_de_duas_secoes_com_exercicios_diferentes_e_um_so(tmp_path):
    files = {
        "Turma A/ana/01-dados.ipynb": by("ana"),
        "Turma B/ana/03-curvas.ipynb": by("ana", "03-curvas"),
        "Turma B/bia/03-curvas.ipynb": by("bia", "03-curvas"),
    }

    reception = received(write_files(tmp_path / "turma", files))

    assert [(s.student, s.assignment) for s in reception.submissions] == [
        ("ana", "01-dados"),
        ("ana", "03-curvas"),
        ("bia", "03-curvas"),
    ]


def test_a_pasta_de_um_aluno_sozinho_na_secao_e_dele(tmp_path):
    files = {
        "Lista 1/Ana/x.ipynb": by("ana"),
        "Lista 2/Ana/uma coisa.ipynb": by("ana", "03-curvas"),
        "Lista 2/Ana/outra coisa.ipynb": by("ana, dados"),
    }

    reception = received(write_files(tmp_path / "turma", files))

    assert all(student.startswith("Ana") for student in students(reception))
    assert reception.tally.n_rows == 3


def test_o_mesmo_caminho_duas_vezes_no_zip_sao_dois_alunos(tmp_path):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("Ex/Ana - 01-dados.ipynb", by("uma"))
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("Ex/Ana - 01-dados.ipynb", by("outra"))
    (tmp_path / "x.zip").write_bytes(target.getvalue())

    assert authors(received(tmp_path / "x.zip")) == ["outra", "uma"]


@pytest.mark.parametrize(
    "parts",
    [
        ("Ex 1-20261124T120000Z-001.zip", "Ex 1-20261124T120000Z-002.zip"),
        ("drive-download-20261124T120000Z-1-001.zip", "drive-download-20261124T120000Z-1-002.zip"),
        ("turma-001.zip", "turma-002.zip"),
        ("turma a.zip", "turma b.zip"),
        ("3B.zip", "3C.zip"),
    ],
)
@pytest.mark.parametrize("top", ["", "Exercício 1/", "dados da turma/"])
def test_turma_espalhada_em_varios_zips(tmp_path, parts, top):
    halves = (NAMED[:15], NAMED[15:])
    for part, half in zip(parts, halves, strict=True):
        files = {f"{top}{name} - 01-dados.ipynb": by(name) for name in half}
        files[f"{top}01-dados.ipynb"] = by(part)
        write_files(tmp_path / "turma", {part: zip_of(files)})

    reception = received(tmp_path / "turma")

    assert authors(reception) == sorted([*NAMED, *parts])
    assert set(NAMED) < set(students(reception))


@pytest.mark.parametrize(
    "inside",
    [
        ("ana.ipynb", "bia.ipynb"),
        ("abc/ana.ipynb", "abc/bia.ipynb"),
        ("Turma A/ana/x.ipynb", "Turma A/bia/x.ipynb"),
        ("Ana_11_assignsubmission_file_/x.ipynb", "Ana_12_assignsubmission_file_/x.ipynb"),
    ],
)
@pytest.mark.parametrize("nested", [True, False], ids=["zip em zip", "zip em pasta"])
def test_zip_com_mais_de_um_aluno_ao_lado_de_entregas(tmp_path, inside, nested):
    files = {"abc.zip": zip_of({n: by(n) for n in inside}), "Zoe Lima.ipynb": by("Zoe")}
    path = write_files(tmp_path / "turma", files)
    if nested:
        path = tmp_path / "turma.zip"
        path.write_bytes(zip_of(files))

    reception = received(path)

    assert authors(reception) == sorted([*inside, "Zoe"])
    rows = [s for s in reception.submissions if s.student != "Zoe Lima"]
    assert nested is False or all("cada um ficou em uma linha" in s.repairs[0] for s in rows)


@pytest.mark.parametrize(
    "piece",
    ["-main", "copia ", " - ", "a.zip", "_1_2345", "(1)", "do do ", "a_1_assignsubmission_"],
)
def test_nome_enorme_dentro_de_um_zip_nao_esconde_ninguem(tmp_path, piece):
    files = {f"{piece * (60_000 // len(piece))}{end}.ipynb": by(end) for end in "xy"}
    path = tmp_path / "turma.zip"
    path.write_bytes(zip_of(files | {"bia.ipynb": by("bia")}))

    reception = received(path)

    assert reception.tally.n_files == 3
    assert len(authors(reception)) + len(reception.tally.aside) == 3
    assert "bia" in students(reception)
