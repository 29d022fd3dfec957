"""As perguntas do livro respondem a cada resposta, com o teclado e com vírgula decimal."""

import sys

import pytest
from bs4 import BeautifulSoup

from tests.book.chapters import is_chapter
from tests.book.conftest import new_page, pages
from tests.needs import ROOT

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from quiz import CHOICE, NUMBER, read_options

CHAPTERS = [page for page in pages() if is_chapter(page)]


class Directive:
    """O bastante de uma diretiva para ler as opções."""

    def error(self, message):
        return ValueError(message)


def forms(html, page):
    return BeautifulSoup((html / page).read_text("utf-8"), "html.parser").select("form.quiz")


@pytest.mark.parametrize("page", CHAPTERS)
def test_capitulo_tem_perguntas_com_uma_resposta_certa_e_comentario_em_todas(html, page):
    found = forms(html, page)

    assert len(found) >= 2
    for form in found:
        comments = form.select("[role=status] > p")
        assert len(form.select("[role=status] > p.certa")) == 1
        assert min(len(comment.get_text()) for comment in comments) > 20
        assert all(comment.has_attr("hidden") for comment in comments)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["- [x] uma :: certa"], "duas ou mais"),
        (["- [x] uma :: certa", "- [ ] sem comentário"], "sem comentário"),
        (["- [x] uma :: certa", "- [x] outra :: certa"], "só uma"),
        (["- [ ] uma :: não", "- [ ] outra :: não"], "só uma"),
        (["- 3 :: certa", "- [ ] outra :: não"], "outra"),
    ],
)
def test_pergunta_torta_interrompe_a_construcao(lines, message):
    with pytest.raises(ValueError, match=message):
        read_options(lines, Directive())


def test_opcoes_guardam_marca_e_comentario():
    assert CHOICE.fullmatch("- [x] a :: b")["mark"] == "x"
    assert NUMBER.fullmatch("- -0,5 :: b")["label"] == "-0,5"
    assert [o.right for o in read_options(["- 3 :: certa", "- outro :: não"], Directive())] == [
        True,
        False,
    ]


@pytest.fixture
def tab(html, browser):
    page = new_page(browser, viewport={"width": 390, "height": 900})
    page.goto((html / "parte1/03-primeiro-modelo.html").as_uri(), wait_until="load")
    yield page
    page.close()


def answer_number(tab, text):
    form = tab.locator("form.quiz").first
    form.locator("input").fill(text)
    form.locator("input").press("Enter")
    return form.locator("[role=status] > p:visible").all_inner_texts()


@pytest.mark.navegador
def test_numero_recebe_o_comentario_do_seu_engano(tab):
    assert [text[:6] for text in answer_number(tab, "10.100")] == ["Certo."]
    assert "Faltaram os vieses" in answer_number(tab, "10 000")[0]
    assert "um viés por neurônio" in answer_number(tab, "7,5")[0]
    assert answer_number(tab, "muitos") == ["Escreva um número, como 0,25."]
    assert [text[:6] for text in answer_number(tab, "10100")] == ["Certo."]


@pytest.mark.navegador
def test_escolha_pelo_teclado(html, tab):
    tab.goto((html / "parte1/05-busca-aleatoria.html").as_uri(), wait_until="load")
    form = tab.locator("form.quiz").first
    button = form.get_by_role("button", name="Conferir")
    button.press("Enter")
    assert form.locator("[role=status]").inner_text() == "Escolha uma das respostas."

    form.locator("input").first.focus()
    tab.keyboard.press("ArrowDown")
    button.press("Enter")
    assert form.locator("[role=status]").inner_text().startswith("Certo.")

    form.locator("input:checked").focus()
    tab.keyboard.press("ArrowDown")
    button.press("Enter")
    assert form.locator("[role=status]").inner_text().startswith("Ainda não.")
