"""O livro construído: completo, em português, sem pedir nada a outro servidor."""

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.book.chapters import is_chapter
from tests.book.conftest import new_page, pages

PAGES = pages()
# Fórmulas maiores do que o seu lugar: as que rolam e as que saem da tela.
CUT_FORMULAS = """
  [...document.querySelectorAll('.katex-display')]
    .filter((box) => box.scrollWidth > box.clientWidth || box.getBoundingClientRect().left < 0)
    .map((box) => box.querySelector('annotation').textContent)
"""


def soup_of(html: Path, page: str) -> BeautifulSoup:
    return BeautifulSoup((html / page).read_text("utf-8"), "html.parser")


@cache
def anchors_of(path: Path) -> frozenset[str]:
    """As âncoras de uma página, lidas uma vez só: todas as outras apontam para ela."""
    soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    return frozenset(tag["id"] for tag in soup.find_all(id=True))


@pytest.mark.parametrize("page", PAGES)
def test_pagina_diz_que_esta_em_portugues(html, page):
    assert soup_of(html, page).html["lang"].lower() == "pt-br"


@pytest.mark.parametrize("page", PAGES)
def test_links_internos_e_ancoras_existem(html, page):
    broken = []
    for link in soup_of(html, page).select("a[href]"):
        parts = urlsplit(link["href"])
        if parts.scheme or parts.netloc:
            continue
        target = (html / page).parent / unquote(parts.path) if parts.path else html / page
        if not target.exists():
            broken.append(link["href"])
        elif not parts.fragment or target.suffix != ".html":
            continue
        elif unquote(parts.fragment) not in anchors_of(target.resolve()):
            broken.append(link["href"])
    assert broken == []


@pytest.mark.parametrize("page", PAGES)
def test_toda_figura_tem_texto_alternativo(html, page):
    images = soup_of(html, page).select("article img")

    assert [i["src"] for i in images if len(i.get("alt", "")) < 20] == []


@pytest.mark.parametrize("page", [page for page in PAGES if is_chapter(page)])
def test_capitulo_termina_com_resumo_pratica_e_duas_ou_tres_perguntas_abertas(html, page):
    article = soup_of(html, page).select_one("article")
    titles = [re.sub(r"#$", "", h.get_text()).strip() for h in article.select("h2")]

    assert titles[-3:] == ["O que aprendemos", "Pratique", "Perguntas de revisão"]
    assert len(article.select("#perguntas-de-revisao .admonition.dropdown")) in (2, 3)


@pytest.mark.parametrize("page", PAGES)
def test_nao_ha_erro_nem_saida_de_erro_nas_celulas(html, page):
    soup = soup_of(html, page)

    assert soup.select(".output.traceback, .output.stderr") == []


@pytest.mark.navegador
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("page", PAGES)
def test_pagina_abre_sem_erro_sem_sair_e_cabe_na_tela(html, browser, page, width):
    tab = new_page(browser, viewport={"width": width, "height": 900})
    problems: list[str] = []
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.on("requestfailed", lambda request: problems.append(request.url))
    tab.on(
        "request",
        lambda request: (
            problems.append(f"para fora: {request.url}")
            if urlsplit(request.url).scheme not in ("file", "data", "blob")
            else None
        ),
    )
    tab.goto((html / page).as_uri(), wait_until="load")
    overflow = tab.evaluate("document.documentElement.scrollWidth") - width
    cut = tab.evaluate(CUT_FORMULAS)
    tab.close()

    assert problems == []
    assert overflow <= 0
    assert cut == []
