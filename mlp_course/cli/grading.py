"""Os comandos que corrigem uma turma e contam as notas."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from mlp_course.authoring.course import find_course_root
from mlp_course.console import printable


def add_grade_options(command: argparse.ArgumentParser) -> None:
    """Acrescenta as opções de ``mlp-course grade``."""
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
        "--again",
        nargs="*",
        metavar="NOME",
        help="corrige de novo o que foi interrompido; com um aluno, e se quiser um exercício, "
        "só isso: --again ana 01-dados",
    )
    command.add_argument(
        "--student",
        default="",
        metavar="ALUNO",
        help="diz que tudo em ENTREGAS é deste aluno, como uma entrega atrasada",
    )
    command.add_argument(
        "--replace",
        action="store_true",
        help="deixa entregas vindas de outro lugar substituir as que já têm nota",
    )
    _add_sheet_options(command)


def add_report_options(command: argparse.ArgumentParser) -> None:
    """Acrescenta as opções de ``mlp-course report``."""
    command.add_argument(
        "output", type=Path, metavar="PASTA", help="a pasta de saída de uma correção"
    )
    _add_sheet_options(command)


def grade(arguments: argparse.Namespace) -> None:
    """Corrige as entregas de uma turma."""
    from mlp_course.grading import grade_class
    from mlp_course.grading.options import ReportOptions
    from mlp_course.grading.reports.terminal import format_changes, format_grades
    from mlp_course.grading.state.again import parse_again

    options = replace(_chosen_options(arguments, ReportOptions()), similar=arguments.similar)
    if arguments.sandbox == "none":
        print(
            "AVISO: sem sandbox, o código dos alunos pode ler e apagar tudo o que você pode.",
            file=sys.stderr,
        )
    grades = grade_class(
        arguments.submitted,
        arguments.output,
        find_course_root(arguments.course),
        sandbox=arguments.sandbox,
        workers=arguments.workers,
        scheduler=arguments.scheduler,
        options=options,
        again=parse_again(arguments.again),
        student=arguments.student,
        replace=arguments.replace,
    )
    print(format_grades(grades))
    print()
    for line in grades.attrs["tally"].tell():
        # O nome de um arquivo é de quem o enviou: nada dele comanda este terminal.
        print(printable(line))
    for notice in grades.attrs["notices"]:
        print(f"\n{printable(notice)}")
    if len(grades.attrs["changes"]):
        print(f"\nNotas que mudaram:\n{format_changes(grades.attrs['changes'])}")
    _print_files(arguments.output)
    print(f"Devolutivas: {arguments.output / 'feedback'}")


def report(arguments: argparse.Namespace) -> None:
    """Refaz tabela, página e planilhas com as notas do banco, sem executar nada."""
    from mlp_course.grading.class_files import report_class
    from mlp_course.grading.reports.class_state import load_state
    from mlp_course.grading.reports.terminal import format_grades

    options = _chosen_options(arguments, load_state(arguments.output).options)
    print(format_grades(report_class(arguments.output, options)))
    _print_files(arguments.output)


def _chosen_options(arguments: argparse.Namespace, default: Any) -> Any:
    """As escolhas de antes, com as que se deram agora no lugar delas."""
    names = ("scale", "decimal", "language")
    chosen = {name: getattr(arguments, name) for name in names}
    return replace(default, **{n: value for n, value in chosen.items() if value is not None})


def _print_files(output: Path) -> None:
    print(f"\nNotas: {output / 'grades.csv'}")
    print(f"Página da turma: {output / 'turma.html'}")
    print(f"Planilhas (Moodle, Canvas, Google): {output / 'planilhas'}")


def _add_sheet_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--scale", type=float, metavar="N", help="nota máxima das planilhas, como 10"
    )
    command.add_argument(
        "--decimal",
        choices=[",", "."],
        help="sinal decimal da planilha do Moodle (padrão: a vírgula)",
    )
    command.add_argument(
        "--language",
        choices=["pt_br", "en"],
        help="idioma da plataforma de ensino (padrão: pt_br)",
    )
