"""Zips dos alunos e da turma: abertos em memória, ou recusados sem extrair nada."""

import io
import struct
import zipfile

import pytest

from mlp_course.grading.intake import archive, files
from tests.grading.deliveries import (
    answers_of,
    receive,
    receive_one,
    right_notebook,
    to_bytes,
    zip_of,
)

GOOD = to_bytes(right_notebook())


@pytest.mark.parametrize("name", ["01-dados.zip", "01-dados.ipynb"])
def test_zip_na_entrega_e_aberto_mesmo_com_outro_nome(tmp_path, name):
    nested = zip_of({"mais/x.zip": zip_of({"01-dados.ipynb": GOOD}), "dados.csv": b"1,2"})

    submission = receive_one(tmp_path, nested, name)

    assert submission.status == "ready"
    assert answers_of(submission.notebook) == answers_of(right_notebook())


def test_zips_fundos_demais_sao_recusados(tmp_path):
    content = GOOD
    for _ in range(5):
        content = zip_of({"x.zip" if content is not GOOD else "01-dados.ipynb": content})

    submission = receive_one(tmp_path, content, "01-dados.zip")

    assert submission.status == "refused"
    assert "um dentro do outro" in submission.message


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../../fora.ipynb", "sai da própria pasta"),
        ("..\\..\\fora.ipynb", "sai da própria pasta"),
        ("/etc/fora.ipynb", "caminho absoluto"),
        ("\\\\servidor\\fora.ipynb", "caminho absoluto"),
        ("C:\\fora.ipynb", "caminho absoluto"),
    ],
)
def test_zip_que_aponta_para_fora_e_recusado_inteiro(tmp_path, name, words):
    submission = receive_one(tmp_path, zip_of({"01-dados.ipynb": GOOD, name: GOOD}), "x.zip")

    assert submission.status == "refused"
    assert words in submission.message
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["x.zip"]


def test_atalho_dentro_do_zip_e_recusado(tmp_path):
    content = zip_of({"01-dados.ipynb": GOOD}, links={"segredo.ipynb": "/etc/passwd"})

    submission = receive_one(tmp_path, content, "x.zip")

    assert submission.status == "refused"
    assert "atalho" in submission.message


def test_no_zip_da_turma_so_a_entrega_perigosa_e_recusada(tmp_path):
    path = tmp_path / "turma.zip"
    path.write_bytes(
        zip_of(
            {"ana/01-dados/01-dados.ipynb": GOOD, "../mal/01-dados/01-dados.ipynb": GOOD},
            links={"bia/01-dados/01-dados.ipynb": "../../ana/01-dados/01-dados.ipynb"},
        )
    )

    found = receive(path)

    assert {key[0]: s.status for key, s in found.items()} == {
        "ana": "ready",
        "bia": "refused",
        "mal": "refused",
    }


def test_zip_que_cresce_demais_e_recusado_sem_ser_aberto(tmp_path):
    bomb = zip_of({"01-dados.ipynb": b" " * (8 << 20)})

    submission = receive_one(tmp_path, bomb, "x.zip")

    assert submission.status == "refused"
    assert "cresce demais" in submission.message


def test_arquivo_maior_que_o_limite_e_recusado(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_FILE_BYTES", 1000)
    monkeypatch.setattr(archive, "MAX_FILE_BYTES", 1000)

    for name, content in (("01-dados.ipynb", GOOD), ("x.zip", zip_of({"01-dados.ipynb": GOOD}))):
        submission = receive_one(
            tmp_path / name, content[:1001] if name != "x.zip" else content, name
        )
        assert submission.status == "refused"
        assert "o limite é" in submission.message


def test_tamanho_declarado_menor_que_o_real_nao_engana(tmp_path):
    content = bytearray(zip_of({"01-dados.ipynb": GOOD}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", content, content.index(mark) + offset, 10)

    submission = receive_one(tmp_path, bytes(content), "x.zip")

    assert submission.status == "unreadable"
    assert "danificado" in submission.message


def test_soma_dos_arquivos_de_um_aluno_tem_limite(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_STUDENT_BYTES", 3 * len(GOOD))
    many = {f"a{i}.ipynb": GOOD + b" " * i for i in range(5)}
    content = zip_of(many)
    monkeypatch.setattr(
        files.Budget,
        "__init__",
        lambda self: self.__dict__.update(bytes_left=files.MAX_STUDENT_BYTES, files_left=10),
    )

    submission = receive_one(tmp_path, content, "x.zip")

    assert submission.status == "ready"
    assert any("passa de" in r for r in submission.repairs)


def test_zip_com_arquivos_demais_e_recusado(tmp_path):
    many = zip_of({f"{i}.txt": b"" for i in range(files.MAX_STUDENT_FILES + 1)})

    submission = receive_one(tmp_path, many, "x.zip")

    assert submission.status == "refused"
    assert "mais de 500 arquivos" in submission.message


def test_indice_enorme_e_recusado_antes_de_ser_percorrido(tmp_path):
    """O índice declara ter 4 GiB; abri-lo encheria a memória."""
    content = bytearray(zip_of({"01-dados.ipynb": GOOD}))
    struct.pack_into("<L", content, content.rindex(b"PK\x05\x06") + 12, 0xFFFFFFF0)

    assert receive_one(tmp_path, bytes(content), "x.zip").status == "refused"


def test_zip_com_senha_pede_outro(tmp_path):
    content = bytearray(zip_of({"01-dados.ipynb": GOOD}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = content.index(mark) + offset
        content[position] |= 1

    submission = receive_one(tmp_path, bytes(content), "x.zip")

    assert submission.status == "unreadable"
    assert "senha" in submission.message


def test_compressao_incomum_nao_e_aberta(tmp_path):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as file:
        file.writestr("01-dados.ipynb", GOOD)

    submission = receive_one(tmp_path, target.getvalue(), "x.zip")

    assert submission.status == "unreadable"
    assert "compressão incomum" in submission.message


def test_nome_em_utf8_sem_aviso_e_entendido(tmp_path):
    """O macOS escreve UTF-8 sem ligar o bit que o diz."""
    name = "José Antônio_7_assignsubmission_file_/01-dados.ipynb"
    content = zip_of({name: GOOD})
    content = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        position = content.index(mark) + offset
        content[position] &= ~0x08
    path = tmp_path / "x.zip"
    path.write_bytes(content)

    assert list(receive(path)) == [("José Antônio", "01-dados")]
