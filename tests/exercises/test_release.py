"""O que o aluno recebe: em dia com as fontes, e sem nada que entregue a resposta."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest

from mlp_course.checks.registry import ASSIGNMENTS, load_checks
from mlp_course.release import build_source_notebook, list_assignments, release
from tests.exercises.submissions import ROOT


@pytest.fixture(scope="module")
def fresh(tmp_path_factory) -> Path:
    """Uma cópia do curso em que os exercícios acabam de ser gerados."""
    root = tmp_path_factory.mktemp("curso")
    shutil.copytree(
        ROOT / "solutions", root / "solutions", ignore=shutil.ignore_patterns("*.ipynb")
    )
    shutil.copy(ROOT / "nbgrader_config.py", root)
    release(root)
    return root


def test_toda_fonte_tem_verificacoes():
    assert list_assignments(ROOT) == sorted(ASSIGNMENTS)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_exercicio_publicado_e_identico_ao_gerado_agora(assignment, fresh):
    name = f"exercises/{assignment}/{assignment}.ipynb"

    assert (ROOT / name).read_text("utf-8") == (fresh / name).read_text("utf-8")


def test_exercicios_so_contem_notebooks():
    files = [path for path in (ROOT / "exercises").rglob("*") if path.is_file()]

    visible = [f for f in files if ".ipynb_checkpoints" not in f.parts]
    assert {path.suffix for path in visible} == {".ipynb"}


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_exercicio_nao_tem_linhas_da_solucao_nem_da_correcao(assignment):
    released = (ROOT / "exercises" / assignment / f"{assignment}.ipynb").read_text("utf-8")
    hidden = (ROOT / "solutions" / assignment / "hidden_checks.py").read_text("utf-8")
    notebook = nbformat.read(build_source_notebook(ROOT, assignment), as_version=4)
    solutions = [
        line.strip()
        for cell in notebook.cells
        for block in re.findall(r"BEGIN SOLUTION\n(.*?)### END", cell.source, flags=re.S)
        for line in block.splitlines()
    ]
    secret = solutions + [line.strip() for line in hidden.splitlines()]

    # Linhas curtas, como um parêntese, importações comuns e o que o enunciado já mostra não
    # entregam nada.
    given = "\n".join(
        re.sub(r"### BEGIN SOLUTION\n.*?### END", "", cell.source, flags=re.S)
        for cell in notebook.cells
    )
    leaked = [
        line
        for line in secret
        if len(line) > 12
        and not line.startswith(("import ", "from "))
        and line not in given
        and line in released
    ]
    assert len(solutions) > 5
    assert leaked == []
    assert "SOLUTION" not in released
    assert "HIDDEN" not in released


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_pontos_da_celula_sao_os_da_verificacao(assignment):
    notebook = nbformat.read(ROOT / f"exercises/{assignment}/{assignment}.ipynb", as_version=4)
    points = {
        re.search(r'check\(\s*"(.+?)"', cell.source)[1]: cell.metadata.nbgrader.points
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
    }

    assert points == {name: check.points for name, check in load_checks(assignment).items()}


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_exercicio_tem_uma_celula_corrigida_por_uma_pessoa(assignment):
    notebook = nbformat.read(ROOT / f"exercises/{assignment}/{assignment}.ipynb", as_version=4)
    manual = [
        cell.source
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "markdown"
    ]

    assert manual == ["*Escreva sua resposta aqui.*"]


def test_exercicio_sem_fonte_e_recusado():
    with pytest.raises(ValueError, match="Não há fonte para"):
        release(ROOT, ["99-nada"])
