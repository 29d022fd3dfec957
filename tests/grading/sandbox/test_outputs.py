"""O que as células mostram é guardado até o limite, em tempo proporcional ao que chega."""

import re

from hypothesis import given
from hypothesis import strategies as st

from mlp_course.grading.sandbox.limits import MEBIBYTE, Limits
from mlp_course.grading.sandbox.outputs import OutputRecorder


def shown(*texts: str, limits: Limits | None = None) -> tuple[str, bool]:
    recorder = OutputRecorder(limits or Limits())
    for text in texts:
        recorder.add({"msg_type": "stream", "content": {"name": "stdout", "text": text}})
    full = recorder.is_full
    return "".join(output["text"] for output in recorder.take()), full


def test_saida_do_tamanho_do_limite_cabe_e_um_caractere_a_mais_nao():
    assert shown("a" * MEBIBYTE) == ("a" * MEBIBYTE, False)
    assert shown("a" * MEBIBYTE, "b") == ("a" * MEBIBYTE, True)


def test_mensagem_enorme_de_uma_linha_so_enche_o_limite_de_uma_vez():
    assert shown("x" * (64 * MEBIBYTE)) == ("x" * MEBIBYTE, True)


def test_limite_de_outro_tamanho_vale():
    assert shown("abc", "def", limits=Limits(output_bytes=4)) == ("abcd", True)


def test_barra_de_progresso_deixa_so_a_ultima_versao():
    assert shown("10 %\r50 %\r100 %\nfim\n") == ("100 %\nfim\n", False)
    assert shown("10 %\r") == ("10 %\r", False)


@given(st.text(alphabet="ab\r\n"))
def test_reescrita_e_a_de_um_terminal(text):
    assert shown(text)[0] == re.sub(r"[^\n]*\r(?=[^\n\r]|\r+[^\n\r])", "", text)
