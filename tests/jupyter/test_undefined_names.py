"""Um nome que falta: a frase diz que célula executar."""

import os

import nbclient
import nbformat
import pytest

from mlp_course.checks.registry import ASSIGNMENTS
from mlp_course.jupyter.undefined_names import explain
from mlp_course.kernel_profile import kernel_environment
from tests.needs import ROOT

EXERCISE = ROOT / "exercises" / "03-curvas" / "03-curvas.ipynb"


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("history", "1. Treinar uma vez (2 pontos)"),
        ("best_epoch", "3. A melhor epoch (3 pontos)"),
        ("np", "Exercício 03 — Ler curvas de treino"),
        ("network", "Exercício 03 — Ler curvas de treino"),
    ],
)
def test_o_notebook_aberto_diz_onde_o_nome_nasce(name, heading):
    assert f"a célula de “{heading}”" in explain(name, "", EXERCISE)


def test_sem_o_notebook_a_verificacao_diz_o_item(tmp_path):
    source = '# confere\ncheck("03-curvas.lacuna", gap)'

    for notebook in (None, tmp_path / "mudou-de-nome.ipynb"):
        assert "a resposta de 03-curvas.lacuna é que o define" in explain("gap", source, notebook)


def test_sem_o_notebook_check_vem_da_primeira_celula():
    assert "a primeira célula de código" in explain("check", 'check("03-curvas.lacuna", gap)')


@pytest.mark.parametrize("content", ["", "{", "[]", '{"cells": [1]}', '{"cells": [{}]}', "\xff"])
def test_um_arquivo_que_nao_se_le_nao_atrapalha(tmp_path, content):
    path = tmp_path / "a.ipynb"
    path.write_bytes(content.encode("latin-1"))

    assert "confira como está escrito" in explain("x", "print(x)", path)


def test_um_nome_local_nao_passa_por_definido(tmp_path):
    cells = [
        nbformat.v4.new_markdown_cell("# Um"),
        nbformat.v4.new_code_cell("def f():\n    local = 1\n"),
        nbformat.v4.new_code_cell("%matplotlib inline\nlocal = 2"),
        nbformat.v4.new_markdown_cell("## Dois"),
        nbformat.v4.new_code_cell("for local in range(3):\n    pass"),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "a.ipynb")

    assert "“Dois”" in explain("local", "", tmp_path / "a.ipynb")


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    sources = [
        'check("01-dados.carregar", (X, y))',
        "from mlp_course.checks import check",
        'check("03-curvas.treinar", history)',
        "def inside():\n    return missing\ninside()",
        'check("01-dados.contar", {})',
        'check("01-dados.contar", {"maligno": 212, "benigno": 357})',
        "1 / 0",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources])
    client = nbclient.NotebookClient(notebook, kernel_name="python3", allow_errors=True)
    profile = kernel_environment(tmp_path_factory.mktemp("ipython"))
    client.execute(env=os.environ | profile | {"JPY_SESSION_NAME": str(EXERCISE)})
    return [cell.outputs for cell in notebook.cells]


def test_antes_de_o_notebook_importar_o_curso_a_frase_ja_vem(outputs):
    (error,) = outputs[0]

    assert error.traceback == [f"NameError: {error.evalue}"]
    assert "“check” ainda não existe neste kernel" in error.evalue
    assert "“Exercício 03 — Ler curvas de treino”" in error.evalue


def test_na_celula_de_verificacao_fica_so_a_frase(outputs):
    (error,) = outputs[2]

    assert error.ename == "NameError"
    assert len(error.traceback) == 1
    assert "“1. Treinar uma vez (2 pontos)”" in error.traceback[0]


def test_em_uma_celula_do_aluno_a_frase_segue_a_pilha(outputs):
    (error,) = outputs[3]

    assert "return" in "".join(error.traceback)
    assert "“missing” ainda não existe neste kernel" in error.traceback[-1]


def test_o_veredito_que_falta_e_um_cartao_e_um_erro_de_uma_linha(outputs):
    card, error = outputs[4]

    assert 'role="status"' in card.data["text/html"]
    assert "Esperado:" in card.data["text/plain"]
    assert error.output_type == "error"
    assert len(error.traceback) == 1
    assert "Esperado:" in error.evalue


def test_o_veredito_certo_e_so_o_cartao(outputs):
    (card,) = outputs[5]

    assert "✔" in card.data["text/html"]


def test_outros_erros_ficam_como_o_python_os_mostra(outputs):
    (error,) = outputs[6]

    assert error.ename == "ZeroDivisionError"
    assert len(error.traceback) > 2


def test_todo_exercicio_tem_um_notebook_que_a_frase_pode_ler():
    for name in ASSIGNMENTS:
        assert "“Exercício" in explain("check", "", ROOT / "exercises" / name / f"{name}.ipynb")
