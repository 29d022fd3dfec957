"""Os imports só descem: de quem usa para o que é usado, sem volta e sem círculo."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.needs import ROOT

PACKAGE = ROOT / "mlp_course"
# De baixo para cima. Um nome importa os da sua linha e os das linhas acima desta lista.
LAYERS = [
    {"errors", "console", "defaults", "jupyter", "kernel_profile"},
    {"data", "hyperparameters", "roc"},
    {"table", "models", "population"},
    {"training", "study"},
    {"search", "evaluation", "plots", "interactive"},
    {"checks"},
    {"authoring"},
    {"grading", "publishing"},
    {"cli"},
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
# O que executa dentro da sandbox é um programa à parte, com outro `mlp_course`.
INSIDE = PACKAGE / "grading" / "sandbox" / "inside" / "course"


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {
    module_of(path): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if not path.is_relative_to(INSIDE)
}


def imports_of(path: Path) -> set[str]:
    """Os módulos do curso que um arquivo importa, também dentro de funções."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in FILES else node.module for name in inner}
    return {name for name in found if name in FILES and name != "mlp_course"}


def room(module: str) -> str:
    return module.split(".")[1]


@pytest.mark.parametrize("module", [name for name in FILES if name != "mlp_course"])
def test_um_modulo_so_importa_o_que_esta_abaixo_ou_ao_lado(module):
    upwards = {
        other for other in imports_of(FILES[module]) if LEVEL[room(other)] > LEVEL[room(module)]
    }

    assert upwards == set()


def test_nenhum_import_fecha_um_circulo():
    graph = {name: imports_of(path) - {name} for name, path in FILES.items()}

    order = list(TopologicalSorter(graph).static_order())

    assert set(order) == set(FILES)


def test_nenhum_arquivo_passa_do_que_se_le_de_uma_vez():
    long = {
        module: n_lines
        for module, path in FILES.items()
        if (n_lines := len(path.read_text("utf-8").splitlines())) > 300
    }

    assert long == {}
