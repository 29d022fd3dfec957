"""A devolutiva: em português, com o que o aluno precisa, e inerte."""

import nbformat
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from traitlets.config import Config

from mlp_course.checks.verdict import Verdict
from mlp_course.grading.feedback import FeedbackExporter, InertPreprocessor, configure_feedback
from mlp_course.grading.gradebook import Course
from mlp_course.grading.inert import clean_html, inert_markdown, make_inert
from mlp_course.grading.intake.cells import read_cells
from mlp_course.grading.intake.restoring import restore
from mlp_course.grading.results import collect_items
from mlp_course.grading.verify import verdict_outputs
from tests.exercises.submissions import ROOT
from tests.grading.deliveries import find_cell, load_sources, right_notebook, to_bytes
from tests.grading.pages import examine

ATTACKS = [
    "<script>atacado = 1</script>",
    "<img src=x onerror='atacado = 1'>",
    "<svg onload='atacado = 1'><script>atacado = 1</script></svg>",
    "<iframe srcdoc='<script>parent.atacado = 1</script>'></iframe>",
    "<a href='javascript:atacado = 1' id=alvo>clique</a>",
    "<a href='data:text/html,<script>opener.atacado = 1</script>'>clique</a>",
    "<form action='https://mal.example'><input name=x><button>ok</button></form>",
    "<meta http-equiv=refresh content='0; url=https://mal.example'>",
    "<base href='https://mal.example/'>",
    "<link rel=stylesheet href='https://mal.example/x.css'>",
    "<style>body{display:none}</style>",
    "<div style='position:fixed;inset:0;background:url(https://mal.example/x)'>tapa tudo</div>",
    "<object data='data:text/html,<script>atacado = 1</script>'></object>",
    "<embed src='https://mal.example/x'>",
    "<math><mtext><table><mglyph><style><img src=x onerror='atacado = 1'>",
    "<details open ontoggle='atacado = 1'><summary>x</summary></details>",
    "<template><script>atacado = 1</script></template>",
    "<p class='veredito right' id='resumo'>✔ Certo (2 de 2 pontos)</p>",
    "<img src='https://mal.example/espia.png'>",
    "<video src=x onerror='atacado = 1'></video>",
    "</section></main><script>atacado = 1</script>",
    "<!--><script>atacado = 1</script>-->",
    "<noscript><p title='</noscript><img src=x onerror=atacado=1>'></noscript>",
]
MARKDOWN = [
    "[clique](javascript:atacado=1)",
    "![x](https://mal.example/espia.png)",
    "![x](javascript:atacado=1)",
    "<javascript:atacado=1>",
    "[x]: javascript:atacado=1\n\n[x]",
    "`<script>atacado = 1</script>`",
    "$$<img src=x onerror=atacado=1>$$",
    '![" onerror="atacado=1](x.png)',
    '[x](https://a.example "\\" onmouseover=\\"atacado=1")',
]
VERDICT = Verdict(
    "01-dados.contar", "Contar as classes", "wrong", 0, 1,
    "Esperado: <b>357</b>. Encontrado: " + ATTACKS[1] + ".", "Conte com y == 1.", "Os dados",
)  # fmt: skip


def graded_notebook(cells=(), answer="", repairs=()):
    """Uma entrega corrigida, com células e saídas do aluno."""
    notebook = restore(
        load_sources()["01-dados"], read_cells(to_bytes(right_notebook())).cells
    ).notebook
    notebook.metadata["mlp_course"] = {"repairs": list(repairs)}
    for cell in notebook.cells:
        details = cell.metadata.get("nbgrader", {})
        if details.get("grade"):
            details["score"] = 0
            details["pending"] = details["solution"]
        if details.get("grade") and cell.cell_type == "code":
            cell.outputs = [nbformat.from_dict(o) for o in verdict_outputs(VERDICT)]
    if answer:
        find_cell(notebook, "vazamento-texto").source = answer
    notebook.cells[4:4] = list(cells)
    return notebook


def student_cell(kind, source, outputs=(), name="aluno-900"):
    data = {"cell_type": kind, "id": name, "metadata": {}, "source": source}
    if kind == "code":
        data |= {"outputs": list(outputs), "execution_count": None}
    return nbformat.from_dict(data)


def shown(data):
    return {"output_type": "display_data", "data": data, "metadata": {}}


def attacked_notebook():
    """Tudo de uma vez: em respostas, células a mais e cada tipo de saída."""
    streams = [
        {"output_type": "stream", "name": n, "text": "\n".join(ATTACKS)}
        for n in ("stdout", "stderr")
    ]
    error = {"output_type": "error", "ename": "E", "evalue": "x", "traceback": list(ATTACKS)}
    data = [
        shown({kind: attack})
        for attack in ATTACKS
        for kind in ("text/html", "text/markdown", "text/plain", "text/latex", "image/svg+xml",
                     "application/javascript", "application/vnd.jupyter.widget-view+json")
    ]  # fmt: skip
    data.append(shown({"image/png": 'x" onerror="atacado=1'}))
    data.append({**shown({"text/html": ATTACKS[0]}), "metadata": {"text/html": {"isolated": True}}})
    cells = [
        student_cell("code", "\n".join(ATTACKS), [*streams, error, *data[i : i + 20]], f"aluno-{i}")
        for i in range(0, len(data), 20)
    ]
    cells += [
        student_cell("markdown", text, name=f"aluno-m{i}")
        for i, text in enumerate([*ATTACKS, *MARKDOWN])
    ]
    cells += [student_cell("raw", ATTACKS[0], name="aluno-r")]
    return graded_notebook(cells, "\n\n".join([*ATTACKS, *MARKDOWN]), ATTACKS)


def export(notebook, student="ana"):
    exporter = FeedbackExporter(config=configure_feedback(Config()))
    exporter.register_preprocessor(InertPreprocessor, enabled=True)
    details = {
        "student": student, "assignment": "01-dados", "notebook": "01-dados",
        "score": 0.5, "max_score": 17.0, "late_penalty": 0,
    }  # fmt: skip
    html, _ = exporter.from_notebook_node(notebook, {"nbgrader": details})
    return html


FORBIDDEN = "script, iframe, object, embed, svg, math, form, link, base, video, template"
ALLOWED_STYLES = ("", "text-align:left", "text-align:right", "text-align:center")


def is_danger(name: str, value) -> bool:
    """Diz se um atributo executa algo, pede algo à rede ou tapa a página."""
    text = "".join(str(value).split()).lower()
    if name == "src":
        return not text.startswith("data:image/")
    if name == "href":
        return text.startswith(("javascript:", "data:", "vbscript:"))
    if name == "style":
        return text.rstrip(";") not in ALLOWED_STYLES
    return name.startswith("on") or name in ("srcdoc", "action", "formaction")


def dangers(soup: BeautifulSoup) -> list[str]:
    found = [str(element)[:80] for element in soup.select(FORBIDDEN)]
    found += [str(m) for m in soup.select("meta[http-equiv]") if "Security" not in m["http-equiv"]]
    attributes = [pair for element in soup.find_all(True) for pair in element.attrs.items()]
    return found + [f"{name}={value}" for name, value in attributes if is_danger(name, value)]


def test_pagina_em_portugues_com_nota_itens_e_pista():
    soup = BeautifulSoup(
        export(graded_notebook(repairs=["A verificação «x» voltou."])), "html.parser"
    )

    assert soup.html["lang"] == "pt-BR"
    text = soup.get_text()
    assert "0,5 de 17 pontos" in text
    assert "Pista: Conte com y == 1." in text
    assert "Releia: Os dados." in text
    assert "A verificação «x» voltou." in text
    assert "aguarda uma pessoa (até 3)" in text
    assert "Score" not in text
    assert len(soup.select("table tbody tr")) == 6


def test_links_do_resumo_levam_a_cada_item():
    soup = BeautifulSoup(export(graded_notebook()), "html.parser")

    for link in soup.select("table a"):
        assert soup.find(id=link["href"].removeprefix("#")) is not None


@pytest.mark.parametrize("attack", ATTACKS)
def test_html_do_aluno_fica_inerte(attack):
    soup = BeautifulSoup(clean_html(attack), "html.parser")

    assert dangers(soup) == []
    assert not [e for e in soup.find_all(True) if e.get("class") or e.get("id")]


def test_nada_do_aluno_sobrevive_em_parte_nenhuma_da_pagina():
    html = export(attacked_notebook(), student=ATTACKS[0])

    soup = BeautifulSoup(html, "html.parser")
    assert dangers(soup) == []
    assert len(soup.select(".veredito.right")) == 0
    policy = soup.select_one("meta[http-equiv=Content-Security-Policy]")["content"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


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
    assert [i.points for i in collect_items(after)] == [0] * 5


def test_tabela_do_pandas_e_figura_continuam_visiveis():
    import pandas as pd

    table = pd.DataFrame({"a": [1, 2]})._repr_html_()
    image = "iVBORw0KGgo="
    cell = student_cell("code", "df", [shown({"text/html": table}), shown({"image/png": image})])

    soup = BeautifulSoup(export(graded_notebook([cell])), "html.parser")

    cells = [c.get_text() for c in soup.select(".rica td")]
    assert cells == ["1", "2"]
    assert soup.select_one(".rica img")["src"] == f"data:image/png;base64,{image}"
    assert soup.select_one(".rica img")["alt"].startswith("Figura da célula")


def test_markdown_do_aluno_mantem_a_formatacao_e_o_codigo():
    answer = "**forte**, `a < b` e\n\n```python\nif a <b: print('<div>')\n```"

    soup = BeautifulSoup(export(graded_notebook(answer=answer)), "html.parser")

    graded = soup.select_one(".celula.graded")
    assert graded.strong.get_text() == "forte"
    assert graded.select_one("p code").get_text() == "a < b"
    assert "print('<\u2060div>')" in graded.select_one("pre").get_text()


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


def test_saidas_e_celulas_sem_fim_sao_cortadas():
    cell = student_cell(
        "code",
        "x = 1\n" * 100_000,
        [{"output_type": "stream", "name": "stdout", "text": "a" * 10**6}],
    )
    long = student_cell("markdown", "[" * 10**6, name="aluno-901")

    html = export(graded_notebook([cell, long]))

    assert "[cortado aqui: eram 1000000 caracteres]" in html
    assert len(html) < 10**6


def test_formgrader_continua_com_o_modelo_dele():
    config = configure_feedback(Config())

    assert "HTMLExporter" not in config


@pytest.mark.navegador
def test_no_navegador_nada_executa_nada_sai_para_a_rede_e_o_axe_passa(tmp_path):
    path = tmp_path / "01-dados.html"
    path.write_text(export(attacked_notebook()), encoding="utf-8")

    found = examine(path)

    assert not any(found.values()), found


@pytest.mark.filterwarnings(
    "ignore::sqlalchemy.exc.SAWarning",
    "ignore::ResourceWarning",
    "ignore::pytest.PytestUnraisableExceptionWarning",
    "ignore::DeprecationWarning",
    "ignore::FutureWarning",
    "ignore::nbformat.warnings.MissingIDFieldWarning",
)
def test_o_nbgrader_gera_a_devolutiva_do_curso_com_o_comentario_de_quem_corrigiu(tmp_path):
    from nbgrader.api import Gradebook

    course = Course(tmp_path, ROOT)
    configure_feedback(course.config)
    course.prepare(["01-dados"])
    notebook = course.overwrite_cells("ana", "01-dados", graded_notebook())
    course.store("ana", "01-dados", notebook)
    with Gradebook(course.db_url, "redes-neurais-keras") as gradebook:
        comment = gradebook.find_comment("vazamento-texto", "01-dados", "01-dados", "ana")
        comment.manual_comment = "Boa explicação. <script>atacado = 1</script>"
        grade = gradebook.find_grade("vazamento-texto", "01-dados", "01-dados", "ana")
        grade.manual_score, grade.needs_manual_grade = 2.5, False
        gradebook.db.commit()

    course.write_feedback([("ana", "01-dados")])

    soup = BeautifulSoup(course.feedback_file("ana", "01-dados").read_text("utf-8"), "html.parser")
    assert dangers(soup) == []
    assert "Boa explicação." in soup.select_one(".comentario").get_text()
    assert "2,5 de 3" in soup.get_text()
    assert "2,5 de 17 pontos" in soup.select_one(".nota").get_text()
