"""O servidor que desenha as fórmulas: espera-se que ele atenda, e não só que exista."""

import sys

import pytest
from sphinxcontrib import katex

from tests.exercises.submissions import ROOT

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from formulas import start_server

# Como o Node faz, mas devagar: o arquivo do soquete existe antes de alguém escutar nele.
LATE = """
import socket, sys, time
server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[1])
time.sleep(0.3)
server.listen()
connection, _ = server.accept()
connection.sendall(b"pronto")
"""
GONE = "import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])"


def server_of(program: str):
    class Server(katex.KaTeXServer):
        @classmethod
        def build_command(cls, socket=None, port=None):
            return [sys.executable, "-c", program, str(socket)]

    return Server


def test_servidor_que_demora_a_escutar_e_esperado(tmp_path):
    process, connection = start_server(server_of(LATE), tmp_path, timeout=60)

    with connection:
        assert connection.recv(6) == b"pronto"
    process.communicate()


def test_servidor_que_sai_sem_atender_e_um_erro_e_nao_uma_espera(tmp_path):
    with pytest.raises(katex.KaTeXError):
        start_server(server_of(GONE), tmp_path, timeout=60)
