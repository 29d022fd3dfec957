"""Todas as páginas passam no axe-core, nas duas larguras e nos dois temas, e falam português."""

import re

import pytest

from tests.book.conftest import new_page, pages
from tests.needs import ROOT

pytestmark = pytest.mark.navegador

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# O que o tema e as extensões escrevem em inglês quando ninguém traduz.
ENGLISH = re.compile(
    r"\b(Skip to|Color mode|Back to top|Toggle|Click to|Copy|Light|Dark|System Settings|"
    r"next page|previous page|Search|Contents|Download|Fullscreen|Print|Show|Hide|Theme by)\b"
)
VISIBLE_TEXT = """() => {
  const found = [];
  for (const e of document.querySelectorAll('body *')) {
    if (e.closest('article, script, style, noscript, svg')) continue;
    for (const a of ['title', 'aria-label', 'placeholder', 'data-tooltip', 'data-bs-title'])
      if (e.getAttribute(a)) found.push(e.getAttribute(a));
    for (const n of e.childNodes) if (n.nodeType === 3 && n.data.trim()) found.push(n.data.trim());
  }
  for (const e of document.querySelectorAll('article [data-tooltip], article button[title]'))
    found.push(e.dataset.tooltip ?? e.title);
  return found;
}"""


@pytest.fixture(scope="module")
def axe(html) -> str:
    return (ROOT / "_build/web/node_modules/axe-core/axe.min.js").read_text("utf-8")


# No nível rápido, cada página de um jeito, alternando largura e tema; no lento, dos outros três.
LOOKS = [(1280, "dark"), (390, "light"), (1280, "light"), (390, "dark")]
FAST = [
    pytest.param(page, [LOOKS[i % len(LOOKS)]], id=f"{page}-um") for i, page in enumerate(pages())
]
SLOW = [
    pytest.param(
        page,
        [look for j, look in enumerate(LOOKS) if j != i % len(LOOKS)],
        id=f"{page}-outros",
        marks=pytest.mark.lento,
    )
    for i, page in enumerate(pages())
]


@pytest.mark.parametrize(("page", "looks"), FAST + SLOW)
def test_a_pagina_e_acessivel_nas_duas_larguras_e_nos_dois_temas(html, browser, axe, page, looks):
    problems = []
    tab = new_page(browser)
    tab.goto((html / page).as_uri(), wait_until="load")
    tab.evaluate(axe)
    for width, theme in looks:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        # As cores mudam em transição: mede-se no fim dela.
        tab.evaluate("document.getAnimations().forEach(a => a.finish())")
        result = tab.evaluate("rules => axe.run(document, {runOnly: rules, preload: false})", RULES)
        problems += [
            f"{width} {theme} {violation['id']}: {node['html'][:120]}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]
    tab.close()

    assert problems == []


@pytest.mark.parametrize("page", pages()[:3])
def test_a_interface_nao_tem_texto_em_ingles(html, browser, page):
    tab = new_page(browser)
    tab.goto((html / page).as_uri(), wait_until="load")
    tab.wait_for_function(
        "document.querySelectorAll('pre').length === 0 || document.querySelector('.copybtn')"
    )
    texts = tab.evaluate(VISIBLE_TEXT)
    tab.close()

    assert len(texts) > 20
    assert [text for text in texts if ENGLISH.search(text)] == []
