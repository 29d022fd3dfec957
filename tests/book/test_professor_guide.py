"""Os comandos do guia do professor existem; as células, o livro as executa."""

import re
import shlex

import pytest
from nbgrader.apps import NbGraderApp

from mlp_course.cli.commands import _build_parser
from tests.needs import ROOT

GUIDE = (ROOT / "book/guias/professor.md").read_text("utf-8")
COMMANDS = [
    line
    for block in re.findall(r"```bash\n(.*?)```", GUIDE, flags=re.S)
    for line in block.splitlines()
]


def commands_of(program: str) -> list[list[str]]:
    words = [shlex.split(line) for line in COMMANDS]
    return [command[1:] for command in words if command[0].endswith(f"/{program}")]


@pytest.mark.parametrize("arguments", commands_of("mlp-course"), ids=" ".join)
def test_comando_do_curso_e_aceito(arguments):
    assert callable(_build_parser().parse_args(arguments).run)


@pytest.mark.parametrize("arguments", commands_of("nbgrader"), ids=" ".join)
def test_comando_do_nbgrader_existe(arguments):
    assert arguments[0] in NbGraderApp().subcommands


def test_todo_comando_do_guia_e_de_um_programa_conhecido():
    known = ("/mlp-course", "/nbgrader", "/jupyter", "/python")

    programs = {shlex.split(line)[0] for line in COMMANDS}
    assert {p for p in programs if not p.endswith(known)} == {"cd"}


def test_situacoes_explicadas_sao_as_que_a_correcao_escreve():
    source = "".join(p.read_text("utf-8") for p in (ROOT / "mlp_course/grading").rglob("*.py"))
    section = GUIDE.split("## Leia as notas")[1].split("##")[0]
    explained = re.findall(r"^\| `(.+?)` \|", section, flags=re.M)

    assert len(explained) == 5
    assert [name for name in explained if f'"{name}"' not in source] == []
