"""O que é do aluno fica inerte, e o que é da fonte e do juiz não muda."""

import nbformat
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from mlp_course.grading.judging.verdict_cell import read_verdict
from mlp_course.grading.reports.sanitize import clean_html, inert_markdown, make_inert
from mlp_course.grading.reports.svg import inert_svg
from tests.grading.attacks import (
    ATTACKS,
    attacked_notebook,
    dangers,
    graded_notebook,
    shown,
    student_cell,
)

PIXEL = "iVBORw0KGgo="
XLINK = "xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'"


@pytest.mark.parametrize("attack", ATTACKS)
def test_html_do_aluno_fica_inerte(attack):
    soup = BeautifulSoup(clean_html(attack), "html.parser")

    assert dangers(soup) == []
    assert soup.math is None
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


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:atacado=1)",
        "[x](JaVaScRiPt:atacado=1)",
        "[x](javascript\\:atacado=1)",
        "[x](javascript&colon;atacado=1)",
        "[x](java&#115;cript:atacado=1)",
        "[x](java&Tab;script&#58;atacado=1)",
        "[x]: vbscript:atacado\n\n[x]",
        "[x](data:image/svg+xml;base64,PHN2Zz4=)",
        "[x](data:text/html;base64,PHN2Zz4=)",
        "<javascript:atacado=1>",
    ],
)
def test_endereco_que_executa_no_markdown_deixa_de_ser_um(text):
    from nbconvert.filters import markdown2html

    soup = BeautifulSoup(markdown2html(inert_markdown(text)), "html.parser")

    assert dangers(soup) == []
    assert inert_markdown(inert_markdown(text)) == inert_markdown(text)


def test_texto_comum_e_imagem_colada_nao_mudam():
    for text in (
        "Os dados: 569 linhas. Data: 2026. a < b e R&D, &lt;tag&gt;",
        f"![figura](data:image/png;base64,{PIXEL})",
        "[livro](https://exemplo.br/a?b=1&c=2)",
    ):
        assert inert_markdown(text) == text


@pytest.mark.parametrize("kind", ["markdown", "raw"])
@pytest.mark.parametrize(
    "bundle",
    [
        {"text/html": "<script>atacado = 1</script>"},
        {"image/svg+xml": "PHN2Zz4="},
        {"image/png": 'x" onerror="atacado=1'},
        {"image/png;base64,x' onerror='atacado=1": PIXEL},
        "isto não é um anexo",
    ],
)
def test_anexo_so_fica_se_for_imagem_em_base64(kind, bundle):
    cell = student_cell(kind, "![x](attachment:a.png) ![y](attachment:b.png)")
    cell["attachments"] = {"a.png": bundle, "b.png": {"image/png": PIXEL}}
    notebook = graded_notebook([cell])

    found = make_inert(notebook).cells[4]

    assert list(found.get("attachments", {})) == (["b.png"] if kind == "markdown" else [])
    assert "attachment:a.png" not in found.source


@pytest.mark.parametrize("name", ["x' onclick='atacado=1", "<script>", "a" * 65, "", "a b", None])
def test_identificador_de_celula_vira_um_nome_simples_e_unico(name):
    cells = [student_cell("markdown", "a"), student_cell("code", "b")]
    for cell in cells:
        cell["id"] = name

    notebook = make_inert(graded_notebook(cells))

    names = [cell.id for cell in notebook.cells]
    assert len(set(names)) == len(names)
    nbformat.validate(notebook)


def test_metadados_do_aluno_nao_chegam_a_pagina():
    hostile = "'><script>atacado = 1</script>"
    cell = student_cell("code", "x")
    cell["metadata"] = {"tags": [hostile], "nbgrader": {"grade_id": hostile, "solution": True}}
    notebook = graded_notebook([cell])
    notebook.metadata |= {
        "widgets": {"application/vnd.jupyter.widget-state+json": hostile},
        "title": hostile,
        "kernelspec": {"name": hostile, "display_name": "x"},
        "language_info": {"name": hostile, "pygments_lexer": hostile},
    }

    assert "script" not in nbformat.writes(make_inert(notebook)).replace("description", "")


@pytest.mark.parametrize(
    "kind", ["application/javascript", "application/vnd.custom+json", "text/vnd.mermaid", "x/<b>"]
)
def test_saida_de_tipo_desconhecido_e_dita(kind):
    cell = student_cell("code", "x", [shown({kind: "atacado = 1"})])

    data = make_inert(graded_notebook([cell])).cells[4].outputs[0].data

    assert set(data) == {"text/plain"}
    assert kind in data["text/plain"]


def test_figura_svg_do_matplotlib_continua_inteira():
    import io

    from matplotlib.figure import Figure

    figure = Figure()
    figure.subplots().plot([1, 2, 3], label="perda")
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg")

    drawing = inert_svg(buffer.getvalue())

    for tag in ("<path", "<use", "<clipPath", "<g", "<style"):
        assert drawing.count(tag) == buffer.getvalue().count(tag) > 0
    assert inert_svg(drawing) == drawing


@pytest.mark.parametrize(
    "inside",
    [
        "<script>atacado = 1</script>",
        "<g onload='atacado = 1'/>",
        "<g ONCLICK='atacado = 1'/>",
        "<a xlink:href='javascript:atacado=1'><use xlink:href='javascript:x'/></a><script/>",
        "<use href='https://mal.example/x#a'/>",
        "<use xlink:href='data:image/svg+xml;base64,PHN2Zz4='/>",
        "<image href='https://mal.example/espia.png'/>",
        "<image href='data:image/svg+xml;base64,PHN2Zz4='/>",
        "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='x'/></foreignObject>",
        "<animate attributeName='href' to='javascript:atacado=1'/>",
        "<set attributeName='onmouseover' to='atacado=1'/>",
        "<style>@import url(https://mal.example/x.css);</style>",
        "<rect fill='url(https://mal.example/x#a)'/>",
        "<rect style='background: url(&quot;https://mal.example&quot;)'/>",
        "<handler type='text/ecmascript'>atacado = 1</handler>",
        "<g><g><embed src='x'/></g></g>",
    ],
)
def test_figura_svg_que_faz_mais_que_desenhar_fica_de_fora_e_e_dita(inside):
    text = f"<svg {XLINK}>{inside}</svg>"
    cell = student_cell("code", "x", [shown({"image/svg+xml": text})])

    data = make_inert(graded_notebook([cell])).cells[4].outputs[0].data

    assert inert_svg(text) is None
    assert data["text/plain"].startswith("[figura SVG deixada de fora")


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>",
        "<?xml-stylesheet href='javascript:1'?><html/>",
        f"<svg {XLINK}>" + "<g>" * 100 + "</g>" * 100 + "</svg>",
        f"<svg {XLINK}>" + " " * 600_000 + "</svg>",
        "<svg>",
        "",
    ],
)
def test_svg_malformado_fundo_ou_grande_demais_fica_de_fora(text):
    assert inert_svg(text) is None


def test_deixar_inerte_duas_vezes_da_o_mesmo_que_uma():
    once = make_inert(attacked_notebook())

    assert make_inert(once) == once
