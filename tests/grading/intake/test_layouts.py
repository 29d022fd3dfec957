"""De quem é cada arquivo, em cada forma que uma turma chega."""

import shutil

import pytest

from mlp_course.errors import GradingError
from mlp_course.grading.intake.names import find_owner
from tests.exercises.corpus.answers import RIGHT
from tests.exercises.submissions import fill_notebook
from tests.grading.deliveries import (
    load_sources,
    receive,
    remove_cell,
    right_notebook,
    set_date,
    to_bytes,
    write_files,
    zip_of,
)

GOOD = to_bytes(right_notebook())
OTHER = to_bytes(fill_notebook("03-curvas", RIGHT))
BLANK = to_bytes(load_sources()["01-dados"])


def test_estrutura_do_nbgrader(tmp_path):
    write_files(
        tmp_path,
        {
            "ana/01-dados/01-dados.ipynb": GOOD,
            "ana/01-dados/timestamp.txt": b"2026-11-24",
            "ana/03-curvas/03-curvas.ipynb": OTHER,
            "bruno/01-dados/01-dados.ipynb": BLANK,
            "bruno/01-dados/.ipynb_checkpoints/01-dados-checkpoint.ipynb": GOOD,
        },
    )

    found = receive(tmp_path)

    assert list(found) == [("ana", "01-dados"), ("ana", "03-curvas"), ("bruno", "01-dados")]
    assert {s.status for s in found.values()} == {"ready"}
    assert all(s.repairs == () for s in found.values())


@pytest.mark.parametrize("student", ["arquivos", "entrega", "resposta-fixa", "turma-b", "12", "v2"])
def test_no_nbgrader_qualquer_nome_de_pasta_e_de_um_aluno(tmp_path, student):
    write_files(
        tmp_path,
        {
            f"{student}/01-dados/01-dados.ipynb": GOOD,
            f"{student}/03-curvas/03-curvas.ipynb": OTHER,
            "ana/01-dados/01-dados.ipynb": GOOD,
        },
    )

    found = receive(tmp_path)

    assert set(found) == {
        (student, "01-dados"),
        (student, "03-curvas"),
        ("ana", "01-dados"),
    }


def test_zip_do_moodle_com_pastas(tmp_path):
    path = tmp_path / "Turma A-01-dados-4232.zip"
    path.write_bytes(
        zip_of(
            {
                "Ana Lúcia Souza_123456_assignsubmission_file_/qualquer.ipynb": GOOD,
                "João D'Ávila_123457_assignsubmission_file/01-dados.ipynb": BLANK,
                "Bia Reis_123458_assignsubmission_onlinetext_/onlinetext.html": b"<p>oi</p>",
            }
        )
    )

    found = receive(path)

    assert list(found) == [
        ("Ana Lúcia Souza", "01-dados"),
        ("Bia Reis", "01-dados"),
        ("João D'Ávila", "01-dados"),
    ]
    assert found["Ana Lúcia Souza", "01-dados"].lms_id == "123456"
    assert found["Bia Reis", "01-dados"].status == "missing"
    assert "onlinetext.html" in found["Bia Reis", "01-dados"].message


def test_zip_do_moodle_sem_pastas(tmp_path):
    path = tmp_path / "01-dados.zip"
    path.write_bytes(zip_of({"Ana Souza_123456_assignsubmission_file_minha entrega.ipynb": GOOD}))

    (submission,) = receive(path).values()

    assert (submission.student, submission.lms_id) == ("Ana Souza", "123456")


def test_homonimos_do_moodle_nao_se_misturam(tmp_path):
    path = tmp_path / "01-dados.zip"
    path.write_bytes(
        zip_of(
            {
                "Ana Souza_11_assignsubmission_file_/x.ipynb": GOOD,
                "Ana Souza_12_assignsubmission_file_/x.ipynb": BLANK,
            }
        )
    )

    assert list(receive(path)) == [("Ana Souza 11", "01-dados"), ("Ana Souza 12", "01-dados")]


def test_zip_do_canvas_com_atrasados_e_reenvios(tmp_path):
    path = tmp_path / "submissions.zip"
    path.write_bytes(
        zip_of(
            {
                "souzaana_4567_998877_01-dados-1.ipynb": GOOD,
                "reisbia_LATE_4568_998878_01-dados.ipynb": BLANK,
                "anon_x7Qp2_998879_01-dados.ipynb": GOOD,
            }
        )
    )

    found = receive(path)

    assert list(found) == [
        ("anon_x7Qp2", "01-dados"),
        ("reisbia", "01-dados"),
        ("souzaana", "01-dados"),
    ]
    assert found["souzaana", "01-dados"].lms_id == "4567"
    assert found["souzaana", "01-dados"].repairs == ()
    assert any("atrasada" in r for r in found["reisbia", "01-dados"].repairs)


def test_zip_do_google_sala_de_aula(tmp_path):
    path = tmp_path / "drive-download-20261124T120000Z-001.zip"
    path.write_bytes(
        zip_of(
            {
                "Exercício 1/Ana Souza - 01-dados.ipynb": GOOD,
                "Exercício 1/Bia Reis - Cópia de 01-dados.ipynb": BLANK,
                "Exercício 1/01-dados - Caio Lima.ipynb": BLANK,
            }
        )
    )

    assert [student for student, _ in receive(path)] == ["Ana Souza", "Bia Reis", "Caio Lima"]


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("ana.ipynb", "ana"),
        ("01-dados_ana.ipynb", "ana"),
        ("ana-01_Dados (1).ipynb", "ana"),
        ("ana/qualquer coisa.ipynb", "ana"),
        ("01-dados/ana.ipynb", "ana"),
        ("ana_01-dados/01-dados.ipynb", "ana"),
        ("ana.zip", "ana"),
    ],
)
def test_pasta_qualquer(tmp_path, name, student):
    content = zip_of({"trabalho/01-dados.ipynb": GOOD}) if name.endswith("zip") else GOOD
    write_files(tmp_path / "entregas", {name: content, "bia.ipynb": BLANK})

    found = receive(tmp_path / "entregas")

    assert found[student, "01-dados"].status == "ready"
    assert len(found) == 2


def test_pasta_que_embrulha_a_turma_nao_e_um_aluno(tmp_path):
    path = tmp_path / "entregas.zip"
    path.write_bytes(zip_of({"turma/ana.ipynb": GOOD, "turma/bia.ipynb": BLANK}))

    assert [student for student, _ in receive(path)] == ["ana", "bia"]


def test_pasta_com_os_zips_de_varias_tarefas(tmp_path):
    for assignment, content, number in (("01-dados", GOOD, 7), ("03-curvas", OTHER, 8)):
        name = f"Ana Souza_{number}_assignsubmission_file_/x.ipynb"
        write_files(tmp_path, {f"Curso-{assignment}-1.zip": zip_of({name: content})})

    found = receive(tmp_path)

    assert list(found) == [("Ana Souza", "01-dados"), ("Ana Souza", "03-curvas")]
    assert [s.lms_id for s in found.values()] == ["7", "8"]


@pytest.mark.parametrize(
    "inside",
    [
        "Bia Reis_9_assignsubmission_file_/x.ipynb",
        "bia/01-dados/01-dados.ipynb",
        "reisbia_12_34567_01-dados.ipynb",
        "Bia Reis - 01-dados.ipynb",
    ],
)
@pytest.mark.parametrize("wrapped", [True, False])
def test_o_que_esta_dentro_da_entrega_nao_a_faz_passar_por_outro(tmp_path, inside, wrapped):
    files = {f"mal/01-dados/{inside}": GOOD}
    if wrapped:
        files = {"mal/01-dados/entrega.zip": zip_of({inside: GOOD})}
    write_files(tmp_path, files | {"bia/01-dados/01-dados.ipynb": BLANK})

    found = receive(tmp_path)

    assert list(found) == [("bia", "01-dados"), ("mal", "01-dados")]
    assert found["bia", "01-dados"].repairs == ()


def test_zip_que_imita_uma_exportacao_ao_lado_de_outras_entregas_e_de_um_aluno_so(tmp_path):
    fake = zip_of({"Bia Reis_9_assignsubmission_file_/x.ipynb": GOOD})
    write_files(tmp_path, {"mal.zip": fake, "Bia Reis.ipynb": BLANK})

    assert list(receive(tmp_path)) == [("Bia Reis", "01-dados"), ("mal", "01-dados")]


def test_notebook_apontado_diretamente(tmp_path):
    write_files(tmp_path / "ana", {"01-dados.ipynb": GOOD, "outro.ipynb": OTHER})

    (submission,) = receive(tmp_path / "ana" / "01-dados.ipynb").values()

    assert (submission.student, submission.assignment) == ("ana", "01-dados")


def test_nome_com_letras_do_macos_e_o_mesmo_aluno(tmp_path):
    composed, decomposed = "Jos\u00e9", "Jose\u0301"
    write_files(
        tmp_path,
        {f"{composed}/01-dados/01-dados.ipynb": GOOD, f"{decomposed}/03-curvas/x.ipynb": OTHER},
    )

    assert list(receive(tmp_path)) == [(composed, "01-dados"), (composed, "03-curvas")]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..", "a/b", "*[x]?", "  . ", "x" * 300, "\u202e"]
)
def test_nome_de_aluno_serve_de_pasta_em_qualquer_sistema(name):
    owner = find_owner([name, "x.ipynb"], ["01-dados"], "turma")

    assert owner.name
    assert len(owner.name) <= 80
    assert not set(owner.name) & set('/\\*?[]<>:|"\u202e')
    assert not owner.name.startswith((".", " "))


def test_entre_varios_notebooks_fica_o_mais_completo(tmp_path):
    half = remove_cell(remove_cell(right_notebook(), "aplicar"), "contar")
    write_files(
        tmp_path,
        {
            "ana/01-dados/01-dados.ipynb": BLANK,
            "ana/01-dados/01-dados (1).ipynb": GOOD,
            "ana/01-dados/01-dados (2).ipynb": to_bytes(half),
        },
    )
    set_date(tmp_path / "ana/01-dados/01-dados.ipynb", 2026, 11, 23, 10)
    set_date(tmp_path / "ana/01-dados/01-dados (1).ipynb", 2026, 11, 24, 10)
    set_date(tmp_path / "ana/01-dados/01-dados (2).ipynb", 2026, 11, 24, 12)

    (submission,) = receive(tmp_path).values()

    assert submission.origin.endswith("01-dados (1).ipynb")
    assert submission.repairs == (
        "Vieram 3 notebooks deste exercício: valeu “01-dados (1).ipynb” (24/11/2026 10:00), o "
        "único completo. Ficaram de fora “01-dados (2).ipynb” (24/11/2026 12:00), "
        "“01-dados.ipynb” (23/11/2026 10:00).",
    )


def test_arquivo_renomeado_e_achado_pelo_conteudo(tmp_path):
    write_files(tmp_path, {"ana/Untitled7.ipynb": GOOD, "bia/03-curvas/03-curvas.ipynb": GOOD})

    found = receive(tmp_path)

    assert list(found) == [("ana", "01-dados"), ("bia", "01-dados")]
    assert all("reconhecido pelo conteúdo" in s.repairs[0] for s in found.values())


def test_pasta_de_exercicio_vazia_e_uma_entrega_que_falta(tmp_path):
    write_files(tmp_path, {"bia/01-dados/01-dados.ipynb": GOOD})
    (tmp_path / "ana" / "01-dados").mkdir(parents=True)

    found = receive(tmp_path)

    assert found["ana", "01-dados"].status == "missing"
    assert found["ana", "01-dados"].message == "A pasta do exercício está vazia."


def test_arquivos_soltos_que_nao_sao_de_aluno_ficam_de_fora(tmp_path):
    write_files(tmp_path, {"leia-me.txt": b"oi", "notas.csv": b"a,b", "ana.ipynb": GOOD})

    assert list(receive(tmp_path)) == [("ana", "01-dados")]


def test_caminho_que_nao_existe_e_zip_quebrado_dizem_o_que_ha(tmp_path):
    with pytest.raises(GradingError, match="não existe"):
        receive(tmp_path / "nada")
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04isto nao e um zip")
    with pytest.raises(ValueError, match="não é um zip"):
        receive(tmp_path / "x.zip")


def test_pasta_vazia_nao_tem_entregas(tmp_path):
    assert receive(tmp_path) == {}


def test_as_entregas_do_aluno_nao_mudam(tmp_path):
    write_files(tmp_path / "a", {"ana/01-dados/x.zip": zip_of({"x.ipynb": GOOD})})
    shutil.copytree(tmp_path / "a", tmp_path / "b")

    receive(tmp_path / "a")

    files = sorted(p.relative_to(tmp_path / "a") for p in (tmp_path / "a").rglob("*"))
    assert files == sorted(p.relative_to(tmp_path / "b") for p in (tmp_path / "b").rglob("*"))
