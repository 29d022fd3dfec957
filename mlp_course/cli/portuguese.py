"""O argparse em português: ajuda e erros, sem depender do idioma do sistema."""

import argparse
from typing import NoReturn

# Pedaços fixos das mensagens do argparse 3.11 a 3.13; o que varia fica como está.
TRANSLATIONS = {
    "usage: ": "uso: ",
    "positional arguments:": "argumentos:",
    "options:": "opções:",
    "the following arguments are required:": "faltam os argumentos:",
    "unrecognized arguments:": "argumentos desconhecidos:",
    "expected one argument": "falta o valor",
    "expected at least one argument": "falta ao menos um valor",
    "not allowed with argument": "não combina com",
    "invalid choice:": "não existe:",
    "choose from": "escolha entre",
    "argument ": "argumento ",
    "invalid ": "não é um valor válido: ",
    " value: ": " = ",
}


class PortugueseParser(argparse.ArgumentParser):
    """`argparse.ArgumentParser` com ajuda e erros em português; os erros saem com código 2."""

    def format_usage(self) -> str:
        """Devolve a linha de uso."""
        return translate(super().format_usage())

    def format_help(self) -> str:
        """Devolve a ajuda inteira."""
        return translate(super().format_help())

    def error(self, message: str) -> NoReturn:
        """Mostra o erro em uma linha, com o comando que ensina mais, e termina."""
        self.exit(2, f"{self.prog}: {translate(message)}. Veja: {self.prog} --help\n")


def translate(text: str) -> str:
    """Troca os pedaços conhecidos; na ajuda, só os títulos são do argparse."""
    for english, portuguese in TRANSLATIONS.items():
        text = text.replace(english, portuguese)
    return text
