"""O que é do aluno fica inerte, e o que é da fonte e do juiz não muda."""

import nbformat
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from mlp_course.grading.judging.verdict_cell import read_verdict
from mlp_course.grading.reports.sanitize import clean_html, inert_markdown, make_inert
from tests.grading.attacks import ATTACKS, attacked_notebook, dangers, graded_notebook


@pytest.mark.parametrize("attack", ATTACKS)
def test_html_do_aluno_fica_inerte(attack):
    soup = BeautifulSoup(clean_html(attack), "html.parser")

    assert dangers(soup) == []
    assert not [e for e in soup.find_all(True) if e.get("class") or e.get("id")]


def test_notebook_guardado_para_o_formgrader_tambem_fica_inerte():
    notebook = make_inert(attacked_notebook())

    for cell in notebook.cells:
        if cell.cell_type != "code":
            assert not any(f"<{c}" in cell.source for c in ("s", "i", "a", "f", "m", "/", "!"))
        for output in cell.get("outputs", []):
            assert set(output.get("data", {})) <= {
                "text/plain", "text/html", "text/markdown", "text/latex", "image/png",
            }  # fmt: skip
            if "text/html" in output.get("data", {}) and cell.id.startswith("aluno"):
                assert dangers(BeautifulSoup(output.data["text/html"], "html.parser")) == []
    nbformat.validate(notebook)


def test_vereditos_e_enunciado_nao_mudam():
    before = graded_notebook()

    after = make_inert(before)

    ours = [(c.source, c.get("outputs")) for c in before.cells]
    assert [(c.source, c.get("outputs")) for c in after.cells] == ours
    verdicts = [verdict for cell in after.cells if (verdict := read_verdict(cell))]
    assert [verdict.score for verdict in verdicts] == [0] * 5


@given(st.text(alphabet=st.sampled_from("<>/!?aA b\"'=`$[]()&;:\n\u2060"), max_size=60))
def test_texto_qualquer_nao_vira_marca(text):
    assert (
        BeautifulSoup("<p>" + inert_markdown(text) + "</p>", "html.parser").find_all(True)[1:] == []
    )
    assert inert_markdown(text).replace("\u2060", "") == text.replace("\u2060", "")


@pytest.mark.parametrize(
    "text", ["<div>" * 50_000, "<b></i>" * 30_000, "<p>" * 100_000, "<p>x</p>" * 100_000]
)
def test_html_que_um_navegador_demoraria_a_arrumar_vira_texto(text):
    soup = BeautifulSoup(clean_html(text), "html.parser")

    assert [element.name for element in soup.find_all(True)] == ["pre"]
    assert text.startswith(soup.get_text())
