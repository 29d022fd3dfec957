"""O Chromium é achado por uma função só, e só serve o que abre uma página."""

import pytest

from mlp_course.publishing import chromium
from mlp_course.publishing.chromium import Chromium, find_chromium, use_browser
from mlp_course.publishing.editions import build_pdf
from tests.needs import need_chromium


@pytest.fixture
def find_again():
    """A busca guarda a resposta: aqui, cada teste faz a sua."""
    find_chromium.cache_clear()
    yield
    find_chromium.cache_clear()


@pytest.mark.navegador
def test_o_chromium_achado_abre_uma_pagina_e_a_imprime(tmp_path):
    target = tmp_path / "pagina.pdf"

    def print_page(browser):
        page = browser.new_page()
        page.set_content("<h1>curso</h1>")
        page.pdf(path=target)

    use_browser(need_chromium(), print_page)

    assert target.read_bytes().startswith(b"%PDF")


@pytest.mark.navegador
def test_um_executavel_que_nao_abre_paginas_nao_serve_e_o_proximo_serve(
    monkeypatch, tmp_path, find_again
):
    working = need_chromium()
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(chromium, "_candidates", lambda root: [Chromium(str(broken)), working])
    find_chromium.cache_clear()

    assert find_chromium(tmp_path) == working


def test_o_do_sistema_vem_antes_do_que_seria_instalado(monkeypatch, tmp_path):
    found = tmp_path / "chromium"
    found.touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert next(chromium._candidates(tmp_path)).path == str(found)


def test_sem_nenhum_o_pdf_diz_o_que_instalar(monkeypatch, tmp_path, find_again, refuses):
    monkeypatch.setattr(chromium, "_candidates", lambda root: [])

    with refuses("Falta o Chromium.*apt install chromium"):
        build_pdf(tmp_path)
