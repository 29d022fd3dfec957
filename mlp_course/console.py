"""O console de quem chama: nem todo ele sabe escrever em português, e menos ainda ✔."""

import io
import sys


def forgive_encoding() -> None:
    """Faz o que o console não sabe codificar sair como ``?``, em vez de parar o comando.

    Um Windows que manda a saída para um arquivo usa a página 1252, que tem os acentos,
    mas não os sinais de certo e errado.
    """
    for stream in (sys.stdout, sys.stderr):
        # Em um notebook, o que está no lugar dos canais aceita qualquer texto.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
