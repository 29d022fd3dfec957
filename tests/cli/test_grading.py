"""O que a correção diz no terminal não é comandado por quem enviou o arquivo."""

from mlp_course.console import printable


def test_nome_de_arquivo_nao_comanda_o_terminal():
    text = printable("“ana\x1b[2J\x07\n\u202e.ipynb”: é igual à versão que vale")

    assert text == "“ana?[2J???.ipynb”: é igual à versão que vale"
