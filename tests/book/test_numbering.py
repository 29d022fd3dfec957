"""Os capítulos têm os mesmos números, de 0 em diante, no índice, no título e nas figuras."""

import re

import pytest
from bs4 import BeautifulSoup

from tests.book.chapters import numbered
from tests.book.conftest import pages

NUMBERS = {f"{name}.html": number for number, name in enumerate(numbered())}


def soup_of(html, page):
    return BeautifulSoup((html / page).read_text("utf-8"), "html.parser")


@pytest.mark.parametrize("page", pages())
def test_a_barra_lateral_numera_os_capitulos_a_partir_de_zero(html, page):
    texts = [
        link.get_text(" ", strip=True) for link in soup_of(html, page).select("nav.bd-links li > a")
    ]
    found = [int(match[1]) for text in texts if (match := re.match(r"(\d+)\. ", text))]

    assert found == list(NUMBERS.values())


@pytest.mark.parametrize("page", pages())
def test_o_titulo_traz_o_numero_do_capitulo_e_os_guias_nenhum(html, page):
    number = soup_of(html, page).select_one("article h1 .section-number")

    assert (number and number.get_text(strip=True)) == (
        f"{NUMBERS[page]}." if page in NUMBERS else None
    )


@pytest.mark.parametrize("page", NUMBERS)
def test_as_figuras_levam_o_numero_do_capitulo_e_quem_as_cita_tambem(html, page):
    soup = soup_of(html, page)
    captions = [n.get_text(strip=True) for n in soup.select("figcaption .caption-number")]
    cited = {n.get_text(strip=True) for n in soup.select(".std-numref")}

    assert captions == [f"Fig. {NUMBERS[page]}.{i}" for i in range(1, len(captions) + 1)]
    assert cited <= set(captions)
