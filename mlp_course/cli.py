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
    command = _add_command(commands, "check", "confere um exercício em um kernel novo", _check)
    command.add_argument("notebook", type=Path, metavar="NOTEBOOK", help="o seu arquivo .ipynb")
    command = _add_command(commands, "release", "gera exercises/ a partir de solutions/", _release)
    command.add_argument(
        "assignments", nargs="*", metavar="EXERCÍCIO", help="quais; sem nome, todos"
    )
    command = _add_command(commands, "new", "cria um exercício a partir de um modelo", _new)
    command.add_argument("assignment", metavar="NN-nome", help="o nome, como 10-convolucao")
    command = _add_command(commands, "grade", "corrige as entregas de uma turma", _grade)
    command.add_argument(
        "submitted", type=Path, metavar="ENTREGAS", help="pasta aluno/exercício/, ou o zip da turma"
    )
    command.add_argument(
        "--output", type=Path, required=True, metavar="PASTA", help="onde escrever o resultado"
    )
    command.add_argument(
        "--sandbox",
        choices=["bwrap", "none"],
        default="bwrap",
        help="com none, o código dos alunos roda sem proteção nenhuma (padrão: bwrap)",
    )
    command.add_argument(
        "--workers", type=int, metavar="N", help="entregas ao mesmo tempo (padrão: os núcleos)"
    )
    command.add_argument(
        "--scheduler", metavar="tcp://…", help="endereço de um cluster do Dask que faça o trabalho"
    )
    command.add_argument(
        "--similar", action="store_true", help="mostra na página da turma os pares parecidos demais"
    )
    command.add_argument(
        "--scale", type=float, metavar="N", help="nota máxima das planilhas, como 10"
    )
    command.add_argument(
        "--decimal",
        choices=[",", "."],
        default=",",
        help="sinal decimal da planilha do Moodle (padrão: a vírgula)",
    )
    command.add_argument(
        "--language",
        choices=["pt_br", "en"],
        default="pt_br",
        help="idioma da plataforma de ensino (padrão: pt_br)",
    )
    _add_command(commands, "doctor", "diz se esta máquina serve para corrigir", _doctor)
    _add_command(commands, "bundle", "junta em _build/aluno.zip o que o aluno recebe", _bundle)
    command = _add_command(commands, "book", "constrói o livro em _build/html", _book)
    command.add_argument("--epub", action="store_true", help="constrói também o EPUB")
    command.add_argument("--pdf", action="store_true", help="constrói também o PDF (pede Chromium)")
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


def _check(arguments: argparse.Namespace) -> int:
    from mlp_course.student import check_notebook

    report = check_notebook(arguments.notebook)
    print(report)
    return int(not report.passed)


def _release(arguments: argparse.Namespace) -> None:
    from mlp_course.release import release

    for path in release(Path(), arguments.assignments or None):
        print(f"gerado: {path.relative_to(Path.cwd())}")


def _new(arguments: argparse.Namespace) -> None:
    from mlp_course.scaffold import new_exercise

    for path in new_exercise(Path(), arguments.assignment):
        print(f"criado: {path}")
    print(f"Agora reescreva os quatro, e execute mlp-course release {arguments.assignment}")


def _grade(arguments: argparse.Namespace) -> None:
    from mlp_course.grading import grade_class
    from mlp_course.grading.gradebook import format_changes, format_grades
    from mlp_course.grading.options import ReportOptions

    options = ReportOptions(
        arguments.similar, arguments.scale, arguments.decimal, arguments.language
    )
    if arguments.sandbox == "none":
        print(
            "AVISO: sem sandbox, o código dos alunos pode ler e apagar tudo o que você pode.",
            file=sys.stderr,
        )
    grades = grade_class(
        arguments.submitted,
        arguments.output,
        sandbox=arguments.sandbox,
        workers=arguments.workers,
        scheduler=arguments.scheduler,
        options=options,
    )
    print(format_grades(grades))
    if len(grades.attrs["changes"]):
        print(f"\nNotas que mudaram:\n{format_changes(grades.attrs['changes'])}")
    print(f"\nNotas: {arguments.output / 'grades.csv'}")
    print(f"Devolutivas: {arguments.output / 'feedback'}")
    print(f"Página da turma: {arguments.output / 'turma.html'}")
    print(f"Planilhas (Moodle, Canvas, Google): {arguments.output / 'planilhas'}")


def _doctor(arguments: argparse.Namespace) -> int:
    from mlp_course.grading.doctor import examine, report

    findings = examine(Path().resolve())
    print(report(findings))
    return int(not all(finding.ok for finding in findings))


def _bundle(arguments: argparse.Namespace) -> None:
    from mlp_course.bundle import make_bundle

    path = make_bundle(Path())
    print(f"pacote do aluno: {path} ({path.stat().st_size // 1024} KiB)")


def _book(arguments: argparse.Namespace) -> int:
    from mlp_course.book import build_book

    if arguments.epub or arguments.pdf:
        from mlp_course.editions import build_epub, build_pdf

        # Antes do HTML, que os oferece na capa.
        if arguments.epub:
            build_epub(Path())
        if arguments.pdf:
            build_pdf(Path())
    return build_book(Path())


def _bench(arguments: argparse.Namespace) -> int:
    from mlp_course.bench import run_benchmarks

    return run_benchmarks(Path(), arguments.names)
