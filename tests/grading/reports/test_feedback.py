"""A devolutiva: em português, com o que o aluno precisa, e inerte."""

import pytest
from bs4 import BeautifulSoup
from nbconvert.filters import Highlight2HTML
from traitlets.config import Config

from mlp_course.grading.nbgrader.gradebook import Course
from mlp_course.grading.nbgrader.pages import PageTask, render_page
from mlp_course.grading.reports import feedback, formulas
from mlp_course.grading.reports.feedback import (
    FeedbackExporter,
    InertPreprocessor,
    configure_feedback,
)
from mlp_course.publishing.webassets import install_packages
from tests.exercises.submissions import ROOT
from tests.grading.attacks import (
    ATTACKS,
    attacked_notebook,
    dangers,
    graded_notebook,
    shown,
    student_cell,
)
from tests.grading.pages import examine


@pytest.fixture
def katex(monkeypatch):
    """O KaTeX do livro, que o npm instala."""
    folder = install_packages(ROOT) / "node_modules" / "katex" / "dist"
    monkeypatch.setattr(formulas, "KATEX", folder / "katex.min.js")


def export(notebook, student="ana"):
    exporter = FeedbackExporter(config=configure_feedback(Config()))
    exporter.register_preprocessor(InertPreprocessor, enabled=True)
    details = {
        "student": student, "assignment": "01-dados", "notebook": "01-dados",
        "score": 0.5, "max_score": 17.0, "late_penalty": 0,
    }  # fmt: skip
    html, _ = exporter.from_notebook_node(notebook, {"nbgrader": details})
    return html


def test_pagina_em_portugues_com_nota_itens_e_pista():
    soup = BeautifulSoup(
        export(graded_notebook(repairs=["A verificação “x” voltou."])), "html.parser"
    )

    assert soup.html["lang"] == "pt-BR"
    text = soup.get_text()
    assert "0,5 de 17 pontos" in text
    assert "Pista: Conte com y == 1." in text
    assert "Releia: Os dados." in text
    assert "A verificação “x” voltou." in text
    assert "aguarda uma pessoa (até 3)" in text
    assert "Score" not in text
    assert len(soup.select("table tbody tr")) == 6


def test_links_do_resumo_levam_a_cada_item():
    soup = BeautifulSoup(export(graded_notebook()), "html.parser")

    for link in soup.select("table a"):
        assert soup.find(id=link["href"].removeprefix("#")) is not None


def test_nada_do_aluno_sobrevive_em_parte_nenhuma_da_pagina():
    html = export(attacked_notebook(), student=ATTACKS[0])

    soup = BeautifulSoup(html, "html.parser")
    assert dangers(soup) == []
    assert len(soup.select(".veredito.right")) == 0
    policy = soup.select_one("meta[http-equiv=Content-Security-Policy]")["content"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


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


def test_formulas_do_texto_e_do_sympy_viram_mathml(katex):
    answer = "A perda $x^2 < 1$ e\n\n$$\\frac{a}{b}$$\n\n\\begin{align}a&=b\\end{align}\n\n`$x$`"
    latex = shown({"text/latex": r"$\displaystyle \int_0^1 x\,dx$", "text/plain": "Integral"})

    soup = BeautifulSoup(
        export(graded_notebook([student_cell("code", "x", [latex])], answer)), "html.parser"
    )

    graded = soup.select_one(".celula.graded")
    assert [m.get("display") for m in graded.select("math")] == [None, "block", "block"]
    assert graded.select_one("math mo").get_text() == "<"
    assert graded.select_one("p > code").get_text() == "$x$"
    assert len(soup.select(".celula.extra math")) == 1
    assert dangers(soup) == []


@pytest.mark.parametrize(
    "tex",
    [
        r"\href{javascript:atacado=1}{x}",
        r"\url{javascript:atacado=1}",
        r"\text{<img src=x onerror=atacado=1>}",
        r"\htmlClass{a}{x} \htmlId{item-1}{x} \htmlStyle{position: fixed}{x}",
        r"\includegraphics{https://mal.example/espia.png}",
        r"\unicode{x3c}script\unicode{x3e}",
        r"\def\a{\a\a}\a",
        r"\rule{1000000em}{1000000em}",
        r"<math><maction actiontype='statusline' xlink:href='javascript:1'>x</maction></math>",
        "x" * 10_000,
        "{" * 2000,
        "\ue000D<script>atacado = 1</script>\ue001",
    ],
)
def test_formula_hostil_vira_desenho_ou_texto(katex, tex):
    soup = BeautifulSoup(export(graded_notebook(answer=f"Antes ${tex}$ depois")), "html.parser")

    assert dangers(soup) == []
    assert "depois" in soup.select_one(".celula.graded").get_text()


def test_sem_o_katex_a_formula_aparece_como_foi_escrita(monkeypatch, tmp_path):
    monkeypatch.setattr(formulas, "KATEX", tmp_path / "katex.js")
    monkeypatch.setattr(formulas, "_known", {})

    soup = BeautifulSoup(export(graded_notebook(answer="Então $x_0 < 1$.")), "html.parser")

    assert soup.select_one(".celula.graded p > code").get_text() == "$x_0 < 1$"


def test_figura_svg_aparece_como_imagem_e_a_hostil_e_dita():
    drawing = "<svg xmlns='http://www.w3.org/2000/svg'><rect width='4' height='4'/></svg>"
    hostile = drawing.replace("<rect", "<script>atacado = 1</script><rect")
    cell = student_cell(
        "code", "x", [shown({"image/svg+xml": text}) for text in (drawing, hostile)]
    )

    soup = BeautifulSoup(export(graded_notebook([cell])), "html.parser")

    image = soup.select_one(".celula.extra img")
    assert image["src"].startswith("data:image/svg+xml;base64,")
    assert image["alt"].startswith("Figura da célula")
    assert "figura SVG deixada de fora" in soup.select_one(".celula.extra").get_text()


def test_sob_o_veredito_so_o_veredito():
    soup = BeautifulSoup(export(graded_notebook()), "html.parser")

    assert "Out[" not in soup.get_text()
    for cell in soup.select(".celula.check"):
        assert cell.select_one(".veredito")
        assert not cell.select(".saida")


def test_markdown_do_aluno_mantem_a_formatacao_e_o_codigo():
    answer = "**forte**, `a < b` e\n\n```python\nif a <b: print('<div>')\n```"

    soup = BeautifulSoup(export(graded_notebook(answer=answer)), "html.parser")

    graded = soup.select_one(".celula.graded")
    assert graded.strong.get_text() == "forte"
    assert graded.select_one("p code").get_text() == "a < b"
    assert "print('<\u2060div>')" in graded.select_one("pre").get_text()


def test_erro_do_python_aparece_sem_codigos_de_cor():
    error = {
        "output_type": "error", "ename": "NameError", "evalue": "x",
        "traceback": ["\x1b[31mNameError\x1b[39m: name \x1b[38;5;28m'<x>'\x1b[39m is not defined"],
    }  # fmt: skip

    html = export(graded_notebook([student_cell("code", "x", [error])]))

    shown_error = BeautifulSoup(html, "html.parser").select_one("pre.erro").get_text()
    assert "NameError: name '<x>' is not defined" in shown_error


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


def test_celula_que_nao_acaba_de_se_colorir_vai_sem_cores_e_as_outras_com(monkeypatch):
    color = Highlight2HTML.__call__

    def hang(self, source, *rest, **options):
        while "sem fim" in source:
            pass
        return color(self, source, *rest, **options)

    monkeypatch.setattr(Highlight2HTML, "__call__", hang)
    monkeypatch.setattr(feedback, "_PIECE_SECONDS", 0.02)
    bad = student_cell("code", "x = '<sem fim>'", name="aluno-910")
    good = student_cell("code", "import numpy", name="aluno-911")

    soup = BeautifulSoup(export(graded_notebook([bad, good])), "html.parser")

    cells = {pre.get_text().strip(): pre for pre in soup.select(".extra pre")}
    assert cells["x = '<sem fim>'"].find("span") is None
    assert cells["import numpy"].select("span.kn")


def test_markdown_que_nao_acaba_de_se_ler_aparece_como_foi_escrito(monkeypatch):
    def hang(self, source):
        while True:
            pass

    monkeypatch.setattr(feedback.MarkdownWithMath, "render", hang)
    monkeypatch.setattr(feedback, "_PIECE_SECONDS", 0.02)
    monkeypatch.setattr(feedback, "_PAGE_SECONDS", 0.2)

    soup = BeautifulSoup(export(graded_notebook(answer="Por **vazamento**.")), "html.parser")

    assert "Por **vazamento**." in soup.get_text()
    assert "pontos" in soup.select_one(".nota").get_text()


@pytest.mark.parametrize("kind", ["text", "output"])
@pytest.mark.parametrize(
    "attachments",
    [None, {}, {"foto.webp": {}}, {"foto.webp": {"image/webp": "UklGRg=="}}, {"outra.png": {}}],
)
def test_anexo_que_falta_ou_que_nao_se_le_nao_tira_a_devolutiva(kind, attachments):
    text = "Veja ![foto](attachment:foto.webp) aqui."
    if kind == "text":
        cell = student_cell("markdown", text)
        if attachments is not None:
            cell.attachments = attachments
    else:
        cell = student_cell("code", "x", [shown({"text/markdown": text})])

    soup = BeautifulSoup(export(graded_notebook([cell])), "html.parser")

    assert "Veja" in soup.get_text()
    assert "aqui." in soup.get_text()
    assert dangers(soup) == []


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
    long = {"output_type": "stream", "name": "stdout", "text": "a" * 10**5}
    notebook = graded_notebook([student_cell("code", "x", [long])])
    notebook = course.overwrite_cells("ana", "01-dados", notebook)
    course.store("ana", "01-dados", notebook)
    with Gradebook(course.db_url, "redes-neurais-keras") as gradebook:
        comment = gradebook.find_comment("vazamento-texto", "01-dados", "01-dados", "ana")
        comment.manual_comment = "Boa explicação. <script>atacado = 1</script>"
        grade = gradebook.find_grade("vazamento-texto", "01-dados", "01-dados", "ana")
        grade.manual_score, grade.needs_manual_grade = 2.5, False
        gradebook.db.commit()

    page = render_page(PageTask(str(tmp_path), str(ROOT), "ana", "01-dados"))

    soup = BeautifulSoup(page, "html.parser")
    assert dangers(soup) == []
    assert "[cortado aqui: eram 100000 caracteres]" in soup.get_text()
    assert "Boa explicação." in soup.select_one(".comentario").get_text()
    assert "2,5 de 3" in soup.get_text()
    assert "2,5 de 17 pontos" in soup.select_one(".nota").get_text()
