"""O peso de cada página: o que o navegador pede para mostrá-la, somado como está em disco."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.book.conftest import new_page, pages

LIMIT, INTERACTIVE_LIMIT = 1_000_000, 3_000_000
INTERACTIVE = "#laboratorio, .interativa"


@pytest.mark.navegador
@pytest.mark.parametrize("page", pages())
def test_pagina_e_leve(html, browser, page):
    tab = new_page(browser, viewport={"width": 1280, "height": 900})
    asked: set[Path] = set()
    tab.on("requestfinished", lambda request: asked.add(path_of(request.url)))
    tab.goto((html / page).as_uri(), wait_until="networkidle")
    interactive = tab.query_selector(INTERACTIVE) is not None
    tab.close()
    sizes = {path.name: path.stat().st_size for path in asked if path.is_file()}

    assert html / page in asked
    assert sum(sizes.values()) <= (INTERACTIVE_LIMIT if interactive else LIMIT), sizes


@pytest.mark.navegador
def test_a_dica_de_um_botao_guarda_o_estilo_que_so_um_script_poe(html, browser):
    tab = new_page(browser, viewport={"width": 1280, "height": 900})
    tab.goto((html / "intro.html").as_uri(), wait_until="load")
    tab.hover("button.theme-switch-button")
    tab.wait_for_selector(".tooltip.show .tooltip-arrow")
    # A cor da seta depende do lado em que a dica aparece.
    colors = tab.evaluate(
        """() => {
          const arrow = getComputedStyle(document.querySelector('.tooltip-arrow'), '::before');
          return ['Top', 'Bottom', 'Left', 'Right'].map((side) => arrow[`border${side}Color`]);
        }"""
    )
    tab.close()

    assert set(colors) > {"rgba(0, 0, 0, 0)"}


@pytest.mark.parametrize("page", pages())
def test_formulas_chegam_desenhadas_e_com_mathml(html, page):
    text = (html / page).read_text("utf-8")

    assert text.count('class="math">') == text.count("</math>")
    assert "katex-error" not in text


def path_of(url: str) -> Path:
    return Path(unquote(urlsplit(url).path))
