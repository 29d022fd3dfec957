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


def printable(text: str, *, lines: bool = False) -> str:
    r"""Devolve o texto sem nada que comande um terminal, com ``?`` no lugar.

    Parameters
    ----------
    text : str
        Pode trazer o que um aluno escreveu: um nome de arquivo, uma mensagem de erro.
    lines : bool, default False
        Se as quebras de linha ficam, porque são de quem escreveu a mensagem.

    Examples
    --------
    >>> printable("ana\x1b[2J"), printable("duas\nlinhas", lines=True)
    ('ana?[2J', 'duas\nlinhas')
    """
    return "".join(c if c.isprintable() or (lines and c == "\n") else "?" for c in text)
