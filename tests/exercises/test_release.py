"""O que o aluno recebe: em dia com as fontes, e sem nada que entregue a resposta."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from mlp_course.checks.registry import ASSIGNMENTS, load_checks
from mlp_course.authoring.release import list_assignments, read_source_notebook, release
from tests.exercises.leaks import secret_lines, solution_blocks
from tests.exercises.submissions import ROOT


@pytest.fixture(scope="module")
def fresh(tmp_path_factory) -> Path:
    """Uma cópia do curso em que os exercícios acabam de ser gerados."""
    root = copy_course(tmp_path_factory.mktemp("curso"), "*")
    release(root)
    return root


@pytest.fixture
def small(tmp_path) -> Path:
    """Um curso de um exercício só, em uma pasta cujo nome o glob leria de outro jeito."""
    return copy_course(tmp_path / "curso [2026]", "01-dados")


def copy_course(root: Path, pattern: str) -> Path:
    for folder in ROOT.glob(f"solutions/{pattern}/"):
        ignore = shutil.ignore_patterns("*.ipynb", "__pycache__")
        shutil.copytree(folder, root / "solutions" / folder.name, ignore=ignore)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    return root


def snapshot(folder: Path) -> dict[Path, tuple[int, int, bytes]]:
    """O que há em cada arquivo e qual arquivo é: trocado pelo mesmo conteúdo, já é outro."""
    return {
        path: (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


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

    assert sum(block.count("\n") for block in solution_blocks(assignment)) > 2
    assert [line for line in secret_lines(assignment) if line in released] == []
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


def test_gerar_nao_escreve_nada_ao_lado_das_fontes(small):
    before = snapshot(small / "solutions")

    release(small)
    read_source_notebook(small, "01-dados")

    assert snapshot(small / "solutions") == before


def test_exercicio_em_dia_nao_e_tocado(small):
    release(small)
    before = snapshot(small / "exercises")

    release(small)

    assert snapshot(small / "exercises") == before


def test_exercicio_acompanha_os_arquivos_ao_lado_da_fonte(small):
    data = small / "solutions/01-dados/dados/tumores.csv"
    data.parent.mkdir()
    data.write_text("raio,classe\n", encoding="utf-8")
    release(small)
    published = small / "exercises/01-dados"
    assert sorted(p.name for p in published.rglob("*.*")) == ["01-dados.ipynb", "tumores.csv"]

    data.unlink()
    release(small)

    assert [p.name for p in published.rglob("*.*")] == ["01-dados.ipynb"]


def test_exercicio_estragado_volta_a_ser_o_gerado(small):
    [path] = release(small)
    before = path.read_bytes()
    path.write_bytes(before[:100])

    release(small)

    assert path.read_bytes() == before


def test_duas_geracoes_ao_mesmo_tempo_dao_o_mesmo_que_uma(small, fresh):
    code = "from pathlib import Path; from mlp_course.authoring.release import release; release(Path())"
    both = [
        subprocess.Popen([sys.executable, "-c", code], cwd=small, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    errors = [process.communicate()[1] for process in both]

    assert [process.returncode for process in both] == [0, 0], errors
    name = "exercises/01-dados/01-dados.ipynb"
    assert [p for p in small.rglob("exercises/**/*") if p.is_file()] == [small / name]
    assert (small / name).read_bytes() == (fresh / name).read_bytes()


def test_fonte_que_o_nbgrader_recusa_deixa_o_exercicio_como_estava(small):
    [path] = release(small)
    before = path.read_bytes()
    source = small / "solutions/01-dados/01-dados.py"
    broken = source.read_text("utf-8").replace("### END SOLUTION", "", 1)
    source.write_text(broken, encoding="utf-8")

    with pytest.raises(ValueError, match="O nbgrader recusou 01-dados"):
        release(small)

    assert path.read_bytes() == before


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_cada_lacuna_tem_reticencias_uma_vez_so(assignment):
    notebook = nbformat.read(ROOT / "exercises" / assignment / f"{assignment}.ipynb", as_version=4)
    blanks = [
        cell.source
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution")
    ]

    assert blanks
    for source in blanks:
        named = re.findall(r"^ *\w[^#\n]*= *.*\.\.\.$", source, re.MULTILINE)
        alone = re.findall(r"^ *\.\.\.$", source, re.MULTILINE)
        assert bool(named) != (len(alone) == source.count("ESCREVA SEU CÓDIGO AQUI")), source
