"""Cada resposta volta à célula de onde saiu, e tudo o mais volta a ser da fonte."""

import random

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_course.grading.intake.cells import read_cells
from mlp_course.grading.intake.matching import is_answer
from mlp_course.grading.intake.restoring import restore
from tests.grading.deliveries import (
    answers_of,
    find_cell,
    load_sources,
    receive_one,
    remove_cell,
    right_notebook,
    strip_metadata,
    to_bytes,
)

SOURCE = load_sources()["01-dados"]


def restored(notebook):
    return restore(SOURCE, read_cells(to_bytes(notebook)).cells)


def locked(notebook):
    """O que o aluno não escreve: tipo, id, metadados e, fora das respostas, o texto."""
    ours = [cell for cell in notebook.cells if not cell.id.startswith("aluno-")]
    return [(c.cell_type, c.id, dict(c.metadata), "" if is_answer(c) else c.source) for c in ours]


def test_entrega_intacta_volta_igual_sem_nada_a_dizer(tmp_path):
    submission = receive_one(tmp_path, to_bytes(right_notebook()))

    assert submission.status == "ready"
    assert submission.repairs == ()
    assert answers_of(submission.notebook) == answers_of(right_notebook())
    assert locked(submission.notebook) == locked(SOURCE)
    nbformat.validate(submission.notebook)


def test_metadados_apagados_nao_custam_as_respostas():
    result = restored(strip_metadata(right_notebook()))

    assert answers_of(result.notebook) == answers_of(right_notebook())
    assert locked(result.notebook) == locked(SOURCE)
    assert "apagou as marcas" in result.repairs[0]


@pytest.mark.parametrize("name", ["carregar-verificacao", "preparo"])
def test_celula_travada_apagada_volta(name):
    result = restored(remove_cell(right_notebook(), name))

    assert locked(result.notebook) == locked(SOURCE)
    assert any(name.removesuffix("-verificacao") in r and "voltou" in r for r in result.repairs)


def test_verificacao_alterada_volta_a_ser_a_da_fonte():
    notebook = right_notebook()
    find_cell(notebook, "contar-verificacao").source = "print('✔ 100 %')"

    result = restored(notebook)

    assert locked(result.notebook) == locked(SOURCE)
    assert result.repairs == (
        "A verificação “contar” tinha sido alterada: voltou a ser a do exercício.",
    )


def test_resposta_apagada_volta_em_branco():
    result = restored(remove_cell(right_notebook(), "contar"))

    assert find_cell(result.notebook, "contar").source == find_cell(SOURCE, "contar").source
    assert any("“contar”" in r and "em branco" in r for r in result.repairs)


def test_celula_repetida_vale_a_ultima_escrita():
    notebook = right_notebook()
    position = notebook.cells.index(find_cell(notebook, "contar"))
    again = nbformat.from_dict(find_cell(notebook, "contar"))
    again = again.copy()
    again["source"] = "counts = {'maligno': 212, 'benigno': 357}  # segunda tentativa"
    notebook.cells.insert(position + 1, again)

    result = restored(notebook)

    assert "segunda tentativa" in find_cell(result.notebook, "contar").source
    assert (
        sum(
            c.metadata.get("nbgrader", {}).get("grade_id") == "contar"
            for c in result.notebook.cells
        )
        == 1
    )
    assert any("aparecia 2 vezes" in r for r in result.repairs)


def test_copia_em_branco_depois_da_resposta_nao_a_apaga():
    notebook = right_notebook()
    position = notebook.cells.index(find_cell(notebook, "dividir"))
    notebook.cells.insert(position + 1, find_cell(SOURCE, "dividir"))

    result = restored(notebook)

    assert answers_of(result.notebook) == answers_of(right_notebook())


def test_verificacao_repetida_fica_uma_so():
    notebook = right_notebook()
    notebook.cells.append(find_cell(notebook, "contar-verificacao"))

    result = restored(notebook)

    assert [c.source for c in result.notebook.cells].count('check("01-dados.contar", counts)') == 1


def test_celulas_do_aluno_ficam_depois_da_que_as_precedia():
    notebook = right_notebook()
    position = notebook.cells.index(find_cell(notebook, "dividir"))
    notebook.cells.insert(position, nbformat.v4.new_code_cell("import math"))
    notebook.cells.insert(0, nbformat.v4.new_markdown_cell("Meu caderno"))

    cells = restored(notebook).notebook.cells

    before = cells[[c.source for c in cells].index("import math") - 1]
    assert (
        before.source == SOURCE.cells[SOURCE.cells.index(find_cell(SOURCE, "dividir")) - 1].source
    )
    assert cells[0].source == "Meu caderno"
    assert all(not c.metadata for c in cells if c.id.startswith("aluno-"))


def test_resposta_escrita_fora_da_celula_e_casada_pelos_nomes_que_define():
    notebook = strip_metadata(right_notebook())
    position = next(
        i for i, c in enumerate(notebook.cells) if c.source.startswith("def split_data")
    )
    notebook.cells.insert(position, nbformat.v4.new_code_cell("print(X.shape)"))
    notebook.cells.insert(position + 2, nbformat.v4.new_code_cell("rascunho = split_data(X, y, 1)"))

    result = restored(notebook)

    assert answers_of(result.notebook) == answers_of(right_notebook())
    assert [c.source for c in result.notebook.cells if c.id.startswith("aluno-")] == [
        "print(X.shape)",
        "rascunho = split_data(X, y, 1)",
    ]


def test_codigo_com_erro_de_sintaxe_tambem_e_casado():
    notebook = right_notebook()
    broken = "def standardize(X_train, X_test):\n    return (X_train -"
    find_cell(notebook, "padronizar").source = broken

    result = restored(strip_metadata(notebook))

    assert find_cell(result.notebook, "padronizar").source == broken


def test_resposta_que_virou_texto_volta_a_ser_codigo():
    notebook = right_notebook()
    cell = find_cell(notebook, "contar")
    cell["cell_type"] = "markdown"
    for name in ("outputs", "execution_count"):
        del cell[name]

    result = restored(notebook)

    assert find_cell(result.notebook, "contar").cell_type == "code"
    assert answers_of(result.notebook) == answers_of(right_notebook())


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "image/gif", "image/webp"])
def test_imagem_colada_na_resposta_de_texto_fica(kind):
    notebook = right_notebook()
    image = {"grafico.png": {kind: "iVBORw0KGgo="}}
    cell = find_cell(notebook, "vazamento-texto")
    cell["source"], cell["attachments"] = "![](attachment:grafico.png)", image

    result = restored(notebook)

    assert find_cell(result.notebook, "vazamento-texto").attachments == image


@given(st.randoms(use_true_random=False))
def test_com_as_marcas_a_ordem_das_celulas_nao_importa(randomness: random.Random):
    notebook = right_notebook()
    randomness.shuffle(notebook.cells)

    result = restored(notebook)

    assert answers_of(result.notebook) == answers_of(right_notebook())
    assert locked(result.notebook) == locked(SOURCE)


@given(st.randoms(use_true_random=False))
def test_sem_marcas_e_fora_de_ordem_as_respostas_voltam(randomness: random.Random):
    notebook = strip_metadata(right_notebook())
    randomness.shuffle(notebook.cells)

    result = restored(notebook)

    assert answers_of(result.notebook) == answers_of(right_notebook())
    assert locked(result.notebook) == locked(SOURCE)


@pytest.mark.parametrize("assignment", sorted(load_sources()))
def test_cada_exercicio_sem_marcas_recupera_a_propria_solucao(assignment):
    from tests.exercises.corpus.answers import RIGHT
    from tests.exercises.submissions import fill_notebook

    source = load_sources()[assignment]
    wanted = answers_of(fill_notebook(assignment, RIGHT))
    stripped = strip_metadata(fill_notebook(assignment, RIGHT))

    result = restore(source, read_cells(to_bytes(stripped)).cells)

    assert answers_of(result.notebook) == wanted


@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "cell_type": st.sampled_from(["code", "markdown", "raw", "heading", 3, None]),
                "source": st.one_of(st.text(), st.lists(st.text()), st.none(), st.integers()),
                "metadata": st.one_of(
                    st.none(),
                    st.builds(
                        lambda g: {"nbgrader": {"grade_id": g, "solution": True}},
                        st.sampled_from(["carregar", "contar-verificacao", "x", 7]),
                    ),
                ),
                "attachments": st.one_of(st.none(), st.dictionaries(st.text(), st.none())),
            },
        ),
        max_size=12,
    )
)
def test_qualquer_lista_de_celulas_da_um_notebook_valido_com_a_fonte_inteira(cells):
    result = restore(SOURCE, read_cells(to_bytes({"cells": cells}, "utf-8")).cells)

    assert locked(result.notebook) == locked(SOURCE)
    nbformat.validate(result.notebook)
    nbformat.writes(result.notebook).encode("utf-8")
