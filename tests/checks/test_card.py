"""O cartão do veredito: o que se vê no notebook, em cada situação."""

import re

import pytest
from bs4 import BeautifulSoup

from mlp_course.checks import Check, Criterion, book_links, run_check
from mlp_course.checks.card import Card
from mlp_course.checks.registry import ASSIGNMENTS, load_checks
from tests.needs import ROOT


def judge_item(criteria, answer=1, see="capítulo “Os dados”"):
    check = Check("xx.item", "Item", 2, "value", lambda data, challenge: criteria(data), see)
    return run_check(check, answer)


def read(card):
    return BeautifulSoup(card._repr_html_(), "html.parser")


def test_o_que_veio_do_aluno_nunca_vira_marcacao():
    verdict = judge_item(lambda data: [Criterion(False, "x", f"<script>{data}</script>")], "a & b")

    page = read(Card(verdict, ("Pista 1: <img src=x>",)))

    assert page.find("script") is None
    assert page.find("img") is None
    assert "<script>a & b</script>" in page.text


@pytest.mark.parametrize(
    ("results", "answer", "word"),
    [
        ((True, True), 1, "✔ Item — Certo (2 de 2 pontos)"),
        ((True, False), 1, "◐ Item — Em parte (1 de 2 pontos)"),
        ((False, False), 1, "✘ Item — Ainda não (0 de 2 pontos)"),
        ((True, True), ..., "○ Item — Ainda não respondido (0 de 2 pontos)"),
    ],
)
def test_cada_situacao_tem_sinal_palavra_e_cor_propria(results, answer, word):
    verdict = judge_item(lambda data: [Criterion(ok, "x") for ok in results], answer)

    section = read(Card(verdict)).section

    assert section["role"] == "status"
    assert section.p.text == word
    assert re.search(r"border:1px solid (#\w{6})", section["style"])


def test_as_quatro_cores_sao_diferentes_e_se_veem_no_claro_e_no_escuro():
    from mlp_course.checks.card import _COLORS

    def luminance(color):
        parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    assert len(set(_COLORS.values())) == 4
    for color in _COLORS.values():
        for background in ("#ffffff", "#111111"):
            light, dark = sorted(map(luminance, (color, background)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 3


def test_esperado_e_encontrado_ficam_um_sobre_o_outro():
    verdict = judge_item(lambda data: [Criterion(False, "o número 2", "1")])

    section = read(Card(verdict)).section

    assert [b.text for b in section.find_all("b")] == ["Esperado:", "Encontrado:", "Releia:"]
    assert section.find("br") is not None


def test_as_pistas_pedidas_aparecem_numeradas():
    verdict = judge_item(lambda data: [Criterion(False, "x")])

    card = Card(verdict, ("Pista 1: some.", "Pista 2: divida."))

    assert str(card).endswith("Pista 1: some.\nPista 2: divida.")
    assert "Pista 2:" in [b.text for b in read(card).find_all("b")]


def test_sem_endereco_o_capitulo_e_so_o_nome(monkeypatch):
    monkeypatch.setattr(book_links, "book_address", lambda: None)
    verdict = judge_item(lambda data: [Criterion(False, "x")])

    assert read(Card(verdict)).find("a") is None
    assert "Releia: capítulo “Os dados”." in read(Card(verdict)).text


def test_com_endereco_o_capitulo_e_um_link(monkeypatch):
    monkeypatch.setattr(book_links, "book_address", lambda: "https://curso.example/livro")
    verdict = judge_item(lambda data: [Criterion(False, "x")])

    link = read(Card(verdict)).a

    assert (link.text, link["href"]) == (
        "Os dados",
        "https://curso.example/livro/parte1/02-dados.html",
    )


@pytest.mark.parametrize(
    ("config", "address"),
    [
        ("html:\n  baseurl: https://curso.example/livro/\n", "https://curso.example/livro"),
        ('html:\n  baseurl: "http://a.example"\n', "http://a.example"),
        ("html:\n  home_page_in_navbar: true\n", None),
        ('html:\n  baseurl: ""\n', None),
    ],
)
def test_o_endereco_e_o_que_o_config_diz(tmp_path, monkeypatch, config, address):
    (tmp_path / "_config.yml").write_text(config, encoding="utf-8")
    monkeypatch.setattr(book_links, "_PACKAGE", tmp_path)

    assert book_links.book_address.__wrapped__() == address


def test_cada_capitulo_citado_tem_a_sua_pagina():
    cited = {
        title
        for name in ASSIGNMENTS
        for check in load_checks(name).values()
        for title in re.findall(r"“([^”]+)”", check.see)
    }

    assert cited == set(book_links.PAGES)
    for title, page in book_links.PAGES.items():
        text = (ROOT / "book" / f"{page}.md").read_text("utf-8")
        assert f"\n# {title}\n" in text
