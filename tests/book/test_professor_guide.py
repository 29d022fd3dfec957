"""Os comandos do guia do professor existem; as células, o livro as executa."""

import re
import shlex

import pytest
import yaml
from nbgrader.apps import NbGraderApp

from mlp_course.cli.commands import _build_parser
from mlp_course.grading.intake.names import find_owner
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


FIGURES = re.findall(
    r"^---\n(tags: \[hide-input\].*?)^---\ndraw_route\((.*?)^\)", GUIDE, flags=re.S | re.M
)


@pytest.mark.parametrize(
    ("platform", "name", "number"),
    [
        ("Moodle", "Ana Souza", "101"),
        ("Canvas", "souzaana", "12345"),
        ("Google Sala de Aula", "Ana Souza", ""),
        ("nbgrader", "ana", ""),
    ],
)
def test_cada_plataforma_tem_uma_figura_que_diz_o_nome_e_a_linha(platform, name, number):
    routes = {(said := re.findall(r'"(.+)"', call))[0]: (said, head) for head, call in FIGURES}
    (_, _, path, _), head = routes[platform]
    alt = yaml.safe_load(head)["mystnb"]["image"]["alt"]
    owner = find_owner(path.split("/"), ["01-dados"], "turma")

    assert (owner.name, owner.lms_id) == (name, number)
    assert f"A linha em grades.csv: {name}, 01-dados, 15.5, 17.0, corrigida." in alt
    assert all(part in alt for part in path.split("/"))
    assert number in alt
    assert f"### {platform}\n" in GUIDE


def test_o_guia_manda_entregar_o_zip_e_nunca_o_repositorio():
    section = GUIDE.split("## Distribua os exercícios")[1].split("\n## ")[0]

    assert "mlp-course bundle" in section
    assert "nunca o repositório" in section


def test_a_nota_do_exemplo_se_faz_com_os_numeros_do_guia():
    section = GUIDE.split("## Como a nota final é feita")[1].split("\n## ")[0]

    assert "14 automáticos" in section
    assert "15,5 de 17" in section
    assert f"{10 * (14 + 1.5) / 17:.2f}".replace(".", ",") in section
