"""As figuras interativas, no navegador: seletor, mouse e os dois temas."""

import re

import pytest

from tests.book.conftest import new_page

pytestmark = pytest.mark.navegador


@pytest.fixture
def open_page(html, browser):
    tabs = []

    def open_one(page):
        tab = new_page(browser, viewport={"width": 1000, "height": 900})
        tabs.append(tab)
        tab.goto((html / page).as_uri(), wait_until="load")
        tab.locator("div.interativa svg[role=img]").wait_for()
        return tab

    yield open_one
    for tab in tabs:
        tab.close()


def numbers(text):
    return [int(n) for n in re.findall(r"\d+(?= de )", text)]


def test_limiar_no_teclado_move_as_contagens(open_page):
    tab = open_page("parte1/06-modelo-final.html")
    output = tab.locator("div.interativa output")
    slider = tab.get_by_label("Limiar", exact=True)

    slider.press("Home")
    assert numbers(output.inner_text()) == [90, 53, 90, 53]
    slider.press("End")
    none = numbers(output.inner_text())
    assert none[1] <= 5
    assert none[3] <= 5


def test_mouse_na_curva_escolhe_o_limiar(open_page):
    tab = open_page("parte1/06-modelo-final.html")
    chart = tab.locator("div.interativa svg[role=img]")
    chart.scroll_into_view_if_needed()
    before = tab.get_by_label("Limiar", exact=True).input_value()
    box = chart.bounding_box()

    tab.mouse.move(box["x"] + 0.97 * box["width"], box["y"] + 0.06 * box["height"])

    slider = tab.get_by_label("Limiar", exact=True)
    tab.wait_for_function("([e, v]) => e.value !== v", arg=[slider.element_handle(), before])
    assert float(slider.input_value()) < 0.1


def test_busca_percorre_as_cem_redes_da_melhor_a_pior(open_page):
    tab = open_page("parte1/05-busca-aleatoria.html")
    output, slider = tab.locator("div.interativa output"), tab.get_by_label("Rede, da pior")
    assert "a melhor de 100: h1 = " in output.inner_text()
    best = float(re.search(r"AUC (0,\d+)", output.inner_text())[1].replace(",", "."))
    line = tab.locator("div.interativa polyline").get_attribute("points")

    slider.press("Home")

    assert "100ª melhor de 100" in output.inner_text()
    worst = float(re.search(r"AUC (0,\d+)", output.inner_text())[1].replace(",", "."))
    assert worst < best
    assert tab.locator("div.interativa polyline").get_attribute("points") != line
    assert slider.get_attribute("aria-valuetext") == output.inner_text()


def test_tema_escuro_redesenha_a_figura(open_page):
    tab = open_page("parte1/05-busca-aleatoria.html")
    first = "document.querySelector('div.interativa svg path').getAttribute('stroke')"
    colors = {tab.evaluate(first)}

    for theme in ("dark", "light"):
        tab.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        colors.add(tab.evaluate(first))

    assert len(colors) == 2
    assert tab.locator("div.interativa svg[role=img]").count() == 1
