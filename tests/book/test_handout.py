"""O notebook corrigido que se baixa: o código do capítulo, e só bibliotecas que todos têm."""

import ast
import importlib.util
import re

import jupytext
import pytest
from nbclient import NotebookClient

from mlp_course.kernel_profile import kernel_environment
from tests.book.chapters import HIDDEN, tags_of
from tests.needs import ROOT

CHAPTER = ROOT / "book" / "parte2" / "06-notebook-corrigido.md"
ALLOWED = {"keras", "matplotlib", "numpy", "pandas", "random", "sklearn"}


@pytest.fixture(scope="module")
def handout():
    path = ROOT / "book" / "_ext" / "handout.py"
    spec = importlib.util.spec_from_file_location("handout", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.make_handout(CHAPTER)


def code(notebook) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def test_o_que_se_baixa_e_o_codigo_que_se_le(handout):
    shown = [
        cell.source
        for cell in jupytext.read(CHAPTER).cells
        if cell.cell_type == "code" and not tags_of(cell) & HIDDEN
    ]

    assert len(shown) > 10
    assert code(handout) == shown


def test_so_pede_bibliotecas_que_se_instalam_com_o_tensorflow_e_o_scikit_learn(handout):
    imported = set()
    for node in ast.walk(ast.parse("\n".join(code(handout)))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module.split(".")[0])

    assert imported <= ALLOWED


def test_as_dezesseis_celulas_do_original_estao_marcadas(handout):
    text = " ".join(c.source for c in handout.cells if c.cell_type == "markdown")

    assert {int(number) for number in re.findall(r"\d+", text)} == set(range(1, 17))


@pytest.mark.lento
def test_o_que_se_baixa_roda_do_comeco_ao_fim_em_outra_pasta(handout, tmp_path, monkeypatch):
    for name, value in kernel_environment(tmp_path / "ipython").items():
        monkeypatch.setenv(name, value)
    resources = {"metadata": {"path": str(tmp_path)}}

    executed = NotebookClient(handout, timeout=600, resources=resources).execute()

    assert "ajustada − ingênua" in str(executed.cells[-1].outputs)
