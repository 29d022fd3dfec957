"""Arquivos estragados, estranhos ou mal-intencionados: uma linha clara, e nada extraído."""

import io
import os
import struct
import zipfile

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_course.grading.intake import archive, files
from mlp_course.grading.intake.cells import read_cells
from mlp_course.grading.intake.files import FileError
from tests.grading.deliveries import (
    answers_of,
    receive,
    receive_one,
    right_notebook,
    to_bytes,
    write_files,
    zip_of,
)

GOOD = to_bytes(right_notebook())


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (b"\xef\xbb\xbf" + GOOD, ""),
        (GOOD.replace(b"\n", b"\r\n"), ""),
        (GOOD.replace(b"\\n", b"\\r\\n"), ""),
        (GOOD + b"\n\0\0\0", ""),
        (to_bytes(right_notebook(), "cp1252"), "Latin-1"),
        (to_bytes(right_notebook(), "utf-16"), "UTF-16"),
    ],
    ids=["BOM", "CRLF", "CRLF nas células", "zeros no fim", "Latin-1", "UTF-16"],
)
def test_codificacao_nao_custa_as_respostas(tmp_path, content, note):
    submission = receive_one(tmp_path, content)

    assert submission.status == "ready"
    assert answers_of(submission.notebook) == answers_of(right_notebook())
    assert [note] * bool(note) == [n for r in submission.repairs for n in [note] if n in r]


def test_nbformat_3_e_convertido(tmp_path):
    old = nbformat.convert(right_notebook(), 3)

    submission = receive_one(tmp_path, to_bytes(old))

    assert answers_of(submission.notebook) == answers_of(right_notebook())
    assert any("formato antigo" in r for r in submission.repairs)


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"", "unreadable", "vazio"),
        (b"   \n", "unreadable", "vazio"),
        (GOOD[: len(GOOD) // 2], "unreadable", "cortado"),
        (GOOD.replace(b'"cells"', b"cells", 1), "unreadable", "quebrado na linha 2"),
        (b"<!DOCTYPE html><html>", "unreadable", "página da web"),
        (b"%PDF-1.7 ...", "unreadable", "PDF"),
        (b"Rar!\x1a\x07", "unreadable", ".rar"),
        (b"print('oi')", "unreadable", "não é um notebook"),
        (b"[1, 2]", "unreadable", "não tem células"),
        (b'{"cells": 3}', "unreadable", "não tem células"),
        (b'{"a": ' + b"[" * 100_000, "refused", "listas dentro de listas"),
        (b'{\n<<<<<<< HEAD\n"a"\n=======\n"b"\n>>>>>>> x\n}', "unreadable", "conflito do git"),
        (b'{"cells": [' + b"{}," * 1001 + b"{}]}", "refused", "1002 células"),
        (b'{"cells": [], "n": ' + b"9" * 5000 + b"}", "unreadable", "quebrado"),
    ],
)
def test_o_que_nao_se_le_vira_uma_linha_que_diz_por_que(tmp_path, content, status, words):
    submission = receive_one(tmp_path, content)

    assert (submission.status, submission.notebook) == (status, None)
    assert words in submission.message
    assert "\n" not in submission.message
    assert (submission.student, submission.assignment) == ("ana", "01-dados")


@pytest.mark.parametrize("name", ["01-dados.pdf", "01-dados.py", "01-dados.html", "entrega.docx"])
def test_arquivo_de_outro_tipo_e_nomeado(tmp_path, name):
    submission = receive_one(tmp_path, b"qualquer coisa", name)

    assert submission.status == "missing"
    assert name in submission.message


@pytest.mark.parametrize("name", ["01-dados.rar", "01-dados.7z", "01-dados.tar.gz"])
def test_compactado_em_outro_formato_pede_zip(tmp_path, name):
    submission = receive_one(tmp_path, b"qualquer coisa", name)

    assert submission.status == "unreadable"
    assert "peça o .ipynb ou um .zip" in submission.message


def test_notebook_de_outro_curso_nao_e_de_nenhum_exercicio(tmp_path):
    other = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")])
    write_files(tmp_path, {"ana/trabalho.ipynb": to_bytes(other), "bia/01-dados.ipynb": GOOD})

    assert receive(tmp_path)["ana", "01-dados"].status == "unknown"


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


@pytest.mark.parametrize("link", ["ana", "ana/01-dados", "ana/01-dados/01-dados.ipynb"])
def test_atalho_no_disco_nao_e_seguido(tmp_path, link):
    write_files(tmp_path / "alheio", {"01-dados/01-dados.ipynb": GOOD})
    target = {"ana": "alheio", "ana/01-dados": "alheio/01-dados"}.get(
        link, "alheio/01-dados/01-dados.ipynb"
    )
    write_files(tmp_path / "entregas", {"bia/01-dados/01-dados.ipynb": GOOD})
    path = tmp_path / "entregas" / link
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(tmp_path / target)

    found = receive(tmp_path / "entregas")

    assert found["ana", "01-dados"].status == "refused"
    assert "atalho" in found["ana", "01-dados"].message
    assert found["bia", "01-dados"].status == "ready"


def test_fila_do_sistema_nao_prende_a_leitura(tmp_path):
    write_files(tmp_path, {"bia/01-dados/01-dados.ipynb": GOOD, "ana/01-dados/x.txt": b""})
    os.mkfifo(tmp_path / "ana" / "01-dados" / "01-dados.ipynb")

    found = receive(tmp_path)

    assert found["ana", "01-dados"].status == "refused"


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


def test_uma_entrega_ruim_nao_impede_as_outras(tmp_path):
    write_files(
        tmp_path,
        {
            "a/01-dados/01-dados.ipynb": b"\x00\xff" * 99,
            "b/01-dados/01-dados.zip": b"PK\x03\x04" + b"\xff" * 99,
            "c/01-dados/01-dados.ipynb": GOOD,
        },
    )

    statuses = {student: s.status for (student, _), s in receive(tmp_path).items()}

    assert statuses == {"a": "unreadable", "b": "unreadable", "c": "ready"}


def message_of(read, content: bytes) -> str:
    """O motivo da recusa; vazio se leu. Qualquer outro erro passa."""
    try:
        read(content)
    except FileError as error:
        return error.message
    return ""


@given(st.binary(max_size=300))
def test_bytes_quaisquer_nunca_estouram(content):
    for prefix in (b"", b"{", b"[", b"PK"):
        assert message_of(read_cells, prefix + content)
    assert message_of(archive.open_nested, b"PK\x03\x04" + content)


@given(st.data())
def test_zip_ou_notebook_com_bytes_trocados_nunca_estoura(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("x")
    name = data.draw(st.sampled_from(["x.zip", "x.ipynb"]))
    content = bytearray(_SMALL_ZIP if name == "x.zip" else GOOD)
    for _ in range(data.draw(st.integers(1, 8))):
        position = data.draw(st.integers(0, len(content) - 1))
        content[position] = data.draw(st.integers(0, 255))

    submission = receive_one(folder, bytes(content), name)

    assert submission.status in ("ready", "missing", "unreadable", "unknown", "refused")
    assert (submission.notebook is None) == (submission.status != "ready")
    assert (submission.message == "") == (submission.status == "ready")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["cells", "worksheets", "cell_type", "source", "input", "metadata"])
            | st.text(),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(_JSON)
def test_json_qualquer_nunca_estoura(data):
    content = to_bytes(data) if _fits(data) else b"{}"
    has_cells = isinstance(data, dict) and any(
        isinstance(data.get(name), list) for name in ("cells", "worksheets")
    )

    assert bool(message_of(read_cells, content)) != (has_cells and _fits(data))


def _fits(data) -> bool:
    try:
        to_bytes(data)
    except UnicodeEncodeError:
        return False
    return True


_SMALL_ZIP = zip_of({"01-dados.ipynb": GOOD})
