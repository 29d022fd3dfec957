"""A busca do livro: com ou sem acentos, em português ou com o termo inglês, acha o mesmo."""

import re

import pytest
from playwright.sync_api import Page

from tests.book.conftest import new_page


def found(tab: Page, html, query: str) -> list[str]:
    """As páginas que a busca mostra, na ordem."""
    tab.goto(f"{(html / 'search.html').as_uri()}?q={query}", wait_until="load")
    # O Sphinx escreve o resumo só depois de listar o último resultado.
    tab.wait_for_function(
        "() => /\\d/.test(document.querySelector('#search-results .search-summary')?.innerText)"
        " && Search._queued_query === null"
    )
    tab.wait_for_function(
        "() => { const n = document.querySelector('.search-summary').innerText.match(/\\d+/);"
        " return n && document.querySelectorAll('#search-results ul.search > li').length >= n[0]; }"
    )
    links = tab.locator("#search-results ul.search > li > a")
    hrefs = [link.get_attribute("href") for link in links.all()]
    return list(dict.fromkeys(re.sub(r"[?#].*", "", href) for href in hrefs))


@pytest.mark.navegador
@pytest.mark.parametrize(
    ("query", "same_as", "page"),
    [
        ("funcao", "função", "parte1/03-primeiro-modelo.html"),
        ("validacao", "validação", "parte4/02-validacao-cruzada.html"),
        ("ativacao", "ATIVAÇÃO", "parte3/01-neuronio.html"),
        ("retropropagacao", "retropropagação", "parte3/02-retropropagacao.html"),
        ("funcoes", "funções", "parte1/03-primeiro-modelo.html"),
        ("backpropagation", "retropropagação", "parte3/02-retropropagacao.html"),
        ("learning rate", "taxa de aprendizado", "parte3/03-otimizadores.html"),
        ("baseline", "linha de base", "parte2/04-linha-de-base.html"),
    ],
)
def test_a_busca_acha_o_mesmo_escrito_de_outro_jeito(html, browser, query, same_as, page):
    tab = new_page(browser)
    first, second = found(tab, html, query), found(tab, html, same_as)
    tab.close()

    assert page in first
    assert set(first) == set(second)


@pytest.mark.navegador
def test_o_que_o_livro_nao_tem_nao_se_acha(html, browser):
    tab = new_page(browser)
    tab.goto(f"{(html / 'search.html').as_uri()}?q=zzxxyy", wait_until="load")
    tab.wait_for_function("() => Search._queued_query === null && Search._index")
    results = tab.locator("#search-results ul.search > li").count()
    tab.close()

    assert results == 0
