"""A linha de comando ``mlp-course``: comandos, sem lógica.

Cada comando importa o que usa só quando é chamado, para que a ajuda responda
na hora.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from mlp_course.cli_portuguese import PortugueseParser


def main(argv: Sequence[str] | None = None) -> int:
    """Executa um comando e devolve o código de saída: 0, ou 2 com uma mensagem."""
    parser = _build_parser()
    arguments = parser.parse_args(argv)
    if "run" not in arguments:
        parser.print_help()
        return 0
    try:
        return arguments.run(arguments) or 0
    except (ValueError, FileNotFoundError) as error:
        print(f"mlp-course: {error}", file=sys.stderr)
        return 2


def _build_parser() -> argparse.ArgumentParser:
    parser = PortugueseParser(
        prog="mlp-course",
        description="Ferramentas do curso Redes Neurais com TensorFlow 2 e Keras.",
        add_help=False,
    )
    _add_help(parser)
    commands = parser.add_subparsers(title="comandos", metavar="COMANDO")
    command = _add_command(commands, "release", "gera exercises/ a partir de solutions/", _release)
    command.add_argument(
        "assignments", nargs="*", metavar="EXERCÍCIO", help="quais; sem nome, todos"
    )
    command = _add_command(commands, "grade", "corrige as entregas de uma turma", _grade)
    command.add_argument("submitted", type=Path, metavar="ENTREGAS", help="pasta aluno/exercício/")
    command.add_argument(
        "--output", type=Path, required=True, metavar="PASTA", help="onde escrever o resultado"
    )
    _add_command(commands, "book", "constrói o livro em _build/html", _book)
    command = _add_command(commands, "bench", "mede a velocidade ao lado dos pares", _bench)
    command.add_argument("names", nargs="*", metavar="MEDIDA", help="quais; sem nome, todas")
    return parser


def _add_command(commands, name: str, text: str, run) -> argparse.ArgumentParser:  # type: ignore[no-untyped-def]
    command = commands.add_parser(
        name, help=text, description=text[0].upper() + text[1:] + ".", add_help=False
    )
    _add_help(command)
    command.set_defaults(run=run)
    return command


def _add_help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="mostra esta ajuda e termina")


def _release(arguments: argparse.Namespace) -> None:
    from mlp_course.release import release

    for path in release(Path(), arguments.assignments or None):
        print(f"gerado: {path.relative_to(Path.cwd())}")


def _grade(arguments: argparse.Namespace) -> None:
    from mlp_course.grading import grade_class
    from mlp_course.grading.gradebook import format_grades

    grades = grade_class(arguments.submitted, arguments.output)
    print(format_grades(grades))
    print(f"\nNotas: {arguments.output / 'grades.csv'}")
    print(f"Devolutivas: {arguments.output / 'feedback'}")


def _book(arguments: argparse.Namespace) -> int:
    from mlp_course.book import build_book

    return build_book(Path())


def _bench(arguments: argparse.Namespace) -> int:
    from mlp_course.bench import run_benchmarks

    return run_benchmarks(Path(), arguments.names)
