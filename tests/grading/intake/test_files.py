"""Arquivos estragados ou estranhos: as respostas se salvam, ou a linha diz por que não."""

import os

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_course.grading.intake import archive
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
        (to_bytes(right_notebook(), "utf-16-le"), "UTF-16"),
        (to_bytes(right_notebook(), "utf-16-be"), "UTF-16"),
        (to_bytes(right_notebook(), "utf-32"), "UTF-32"),
        (b"\xef\xbb\xbf" * 2 + GOOD, ""),
    ],
    ids=[
        *["BOM", "CRLF", "CRLF nas células", "zeros no fim", "Latin-1", "UTF-16"],
        *["UTF-16 sem BOM", "UTF-16 do outro lado", "UTF-32", "BOM dobrado"],
    ],
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
        (GOOD[: GOOD.index(b"null") + 3], "unreadable", "cortado"),
        (GOOD + b"}", "unreadable", "quebrado"),
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
