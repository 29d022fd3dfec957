"""A linha de comando ``mlp-course``: comandos, sem lógica.

Cada comando importa o que usa só quando é chamado, para que a ajuda responda
na hora.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from mlp_course.authoring.course import find_course_root, path_from_here
from mlp_course.cli import grading
from mlp_course.cli.portuguese import PortugueseParser
from mlp_course.console import forgive_encoding, printable
from mlp_course.errors import CourseError

# O código que o sysexits.h dá a um defeito do programa.
DEFECT = 70
_REFUSED = "mlp-course: o sistema recusou {path} ({why}): confira o caminho e as permissões."
_DEFECT = """\
mlp-course: isto é um defeito do curso, e não um erro seu ({kind}: {error}).
Repita o comando com --debug no fim e mande o que ele mostrar a quem mantém o curso."""


def main(argv: Sequence[str] | None = None) -> int:
    """Executa um comando e devolve o código de saída.

    Parameters
    ----------
    argv : sequence of str, optional
        Os argumentos; sem eles, os do processo.

    Returns
    -------
    int
        0; 1, se o que se conferiu não passou; 2, com uma linha que diz o que corrigir; 70,
        se o erro é do próprio curso. Com ``--debug``, este último mostra de onde veio.
    """
    forgive_encoding()
    parser = _build_parser()
    arguments = parser.parse_args(argv)
    if "run" not in arguments:
        parser.print_help()
        return 0
    try:
        return arguments.run(arguments) or 0
    except CourseError as error:
        # Uma mensagem pode trazer o nome que um aluno deu a um arquivo.
        print(f"mlp-course: {printable(str(error), lines=True)}", file=sys.stderr)
        return 2
    except Exception as error:
        if arguments.debug:
            raise
        if isinstance(error, OSError) and error.filename:
            text = _REFUSED.format(path=error.filename, why=error.strerror)
            print(printable(text), file=sys.stderr)
            return 2
        text = _DEFECT.format(kind=type(error).__name__, error=error)
        print(printable(text, lines=True), file=sys.stderr)
        return DEFECT


def _build_parser() -> argparse.ArgumentParser:
    parser = PortugueseParser(
        prog="mlp-course",
        description="Ferramentas do curso Redes Neurais com TensorFlow 2 e Keras.",
        add_help=False,
    )
    _add_help(parser)
    commands = parser.add_subparsers(title="comandos", metavar="COMANDO")
    command = _add_command(commands, "check", "confere um exercício em um kernel novo", _check)
    command.add_argument("notebook", type=Path, metavar="NOTEBOOK", help="o arquivo, ou só NN-nome")
    command = _add_command(commands, "release", "gera exercises/ a partir de solutions/", _release)
    command.add_argument(
        "assignments", nargs="*", metavar="EXERCÍCIO", help="quais; sem nome, todos"
    )
    command = _add_command(commands, "new", "cria um exercício a partir de um modelo", _new)
    command.add_argument("assignment", metavar="NN-nome", help="o nome, como 10-convolucao")
    command = _add_command(commands, "grade", "corrige as entregas de uma turma", grading.grade)
    grading.add_grade_options(command)
    command = _add_command(
        commands, "report", "refaz tabela, página e planilhas com as notas do banco", grading.report
    )
    grading.add_report_options(command)
    command = _add_command(commands, "doctor", "diz se esta máquina serve para corrigir", _doctor)
    command.add_argument(
        "--quiet",
        action="store_true",
        help="só responde se a sandbox funciona aqui, pelo código de saída: 0 ou 1",
    )
    _add_command(commands, "bundle", "junta em _build/aluno.zip o que o aluno recebe", _bundle)
    command = _add_command(commands, "book", "constrói o livro em _build/html", _book)
    command.add_argument("--epub", action="store_true", help="constrói também o EPUB")
    command.add_argument("--pdf", action="store_true", help="constrói também o PDF (pede Chromium)")
    command.add_argument(
        "--editions",
        action="store_true",
        help="constrói também o EPUB e, onde houver um Chromium que funcione, o PDF",
    )
    command = _add_command(commands, "bench", "mede a velocidade ao lado dos pares", _bench)
    command.add_argument("names", nargs="*", metavar="MEDIDA", help="quais; sem nome, todas")
    for name, command in commands.choices.items():
        if name not in ("check", "report"):
            _add_course(command)
    return parser


def _add_command(commands, name: str, text: str, run) -> argparse.ArgumentParser:  # type: ignore[no-untyped-def]
    command = commands.add_parser(
        name, help=text, description=text[0].upper() + text[1:] + ".", add_help=False
    )
    _add_help(command)
    command.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)
    command.set_defaults(run=run)
    return command


def _add_help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="mostra esta ajuda e termina")


def _add_course(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--course",
        type=Path,
        metavar="PASTA",
        help="a pasta do curso (padrão: a pasta atual, ou a primeira acima dela que o seja)",
    )


def _check(arguments: argparse.Namespace) -> int:
    from mlp_course.checks.notebook import check_notebook

    report = check_notebook(arguments.notebook)
    print(report)
    return int(not report.passed)


def _release(arguments: argparse.Namespace) -> None:
    from mlp_course.authoring.release import release

    root = find_course_root(arguments.course)
    for path in release(root, arguments.assignments or None):
        print(f"gerado: {path_from_here(path)}")


def _new(arguments: argparse.Namespace) -> None:
    from mlp_course.authoring.scaffold import new_exercise

    for path in new_exercise(find_course_root(arguments.course), arguments.assignment):
        print(f"criado: {path_from_here(path)}")
    print(f"Agora reescreva os quatro, e execute mlp-course release {arguments.assignment}")


def _doctor(arguments: argparse.Namespace) -> int:
    from mlp_course.grading.sandbox import doctor

    if arguments.quiet:
        return int(bool(doctor.find_obstacle()))
    root, notice = _examined_folder(arguments.course)
    findings = doctor.examine(root)
    print(doctor.report(findings) + notice)
    return int(not all(finding.ok for finding in findings))


def _examined_folder(course: Path | None) -> tuple[Path, str]:
    """A pasta que o notebook não pode ver; fora do curso, a atual, com uma ressalva."""
    try:
        return find_course_root(course), ""
    except CourseError:
        if course is not None:
            raise
        return Path.cwd(), (
            "\nAqui não há gabaritos a esconder: antes de corrigir, repita na pasta do curso, "
            "ou diga onde ela está com --course PASTA."
        )


def _bundle(arguments: argparse.Namespace) -> None:
    from mlp_course.authoring.bundle import make_bundle

    path = make_bundle(find_course_root(arguments.course))
    print(f"pacote do aluno: {path_from_here(path)} ({path.stat().st_size // 1024} KiB)")


def _book(arguments: argparse.Namespace) -> int:
    from mlp_course.publishing.book import build_book

    root = find_course_root(arguments.course)
    # Antes do HTML, que as oferece na capa.
    for build_edition in _chosen_editions(arguments):
        build_edition(root)
    return build_book(root)


def _chosen_editions(arguments: argparse.Namespace) -> list[Callable[[Path], Any]]:
    if not (arguments.editions or arguments.epub or arguments.pdf):
        return []
    editions = import_module("mlp_course.publishing.editions")
    if arguments.editions:
        return [editions.build_editions]
    chosen = ((arguments.epub, editions.build_epub), (arguments.pdf, editions.build_pdf))
    return [build_edition for asked, build_edition in chosen if asked]


def _bench(arguments: argparse.Namespace) -> int:
    from mlp_course.authoring.bench import run_benchmarks

    return run_benchmarks(find_course_root(arguments.course), arguments.names)
