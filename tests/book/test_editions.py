"""O livro em EPUB e em PDF: inteiro, legível sem JavaScript e sem nada que se clique."""

import re
import zipfile
from pathlib import PurePosixPath
from urllib.parse import unquote, urldefrag
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from mlp_course.publishing.editions import build_epub, build_pdf
from tests.book.chapters import is_chapter, numbered
from tests.book.conftest import building, pages
from tests.needs import ROOT, need_chromium

XHTML = "{http://www.w3.org/1999/xhtml}"
MATHML = "{http://www.w3.org/1998/Math/MathML}"
A4_POINTS = (595, 842)


@pytest.fixture(scope="module")
def epub():
    with building():
        path = build_epub(ROOT)
    with zipfile.ZipFile(path) as archive:
        yield {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def pdf():
    need_chromium()
    with building():
        path = build_pdf(ROOT)
    return PdfReader(path)


@pytest.fixture(scope="module")
def documents(epub):
    """As páginas do EPUB: uma que não fosse XML bem formado pararia aqui."""
    return {
        name: ElementTree.fromstring(content)  # noqa: S314 — é o nosso livro
        for name, content in epub.items()
        if name.endswith((".xhtml", ".opf", ".ncx"))
    }


def test_epub_tem_todas_as_paginas_do_livro(documents):
    expected = {page.removesuffix(".html") + ".xhtml" for page in pages()}

    assert expected <= set(documents)


def test_epub_diz_o_titulo_e_a_lingua(documents):
    values = {e.tag.rpartition("}")[2]: e.text for e in documents["content.opf"].iter()}

    assert values["title"] == "Redes Neurais com TensorFlow 2 e Keras"
    assert values["language"] == "pt-BR"


def test_o_sumario_do_epub_tem_todas_as_paginas_e_os_numeros_dos_capitulos(documents):
    lines = ["".join(e.itertext()) for e in documents["nav.xhtml"].iter(f"{XHTML}a")]
    targets = {urldefrag(e.get("href")).url for e in documents["nav.xhtml"].iter(f"{XHTML}a")}
    numbers = [int(match[1]) for line in lines if (match := re.match(r"(\d+)\. ", line))]

    assert {page.removesuffix(".html") + ".xhtml" for page in pages()} <= targets
    assert numbers == list(range(len(numbered())))
    assert "Sumário" in "".join(documents["nav.xhtml"].itertext())


def test_todo_link_e_toda_imagem_do_epub_existem_nele(epub, documents):
    missing = []
    for name, document in documents.items():
        for element in document.iter():
            target = element.get("src") or element.get("href") or ""
            path = unquote(urldefrag(target).url)
            if path and not re.match(r"\w+:", path):
                found = PurePosixPath(name).parent / path
                missing += [(name, target)] * (_flat(found) not in epub)

    assert not missing


def test_nada_do_epub_vem_de_fora(documents):
    outside = [
        element.get("src")
        for document in documents.values()
        for element in document.iter()
        if "//" in (element.get("src") or "")
    ]

    assert not outside


def test_formulas_do_epub_sao_mathml(documents):
    math = [e for document in documents.values() for e in document.iter(f"{MATHML}math")]
    text = "".join("".join(document.itertext()) for document in documents.values())

    assert len(math) > 50
    assert r"\frac" not in text
    assert r"\(" not in text


def test_perguntas_do_epub_trazem_a_resposta_e_nenhum_formulario(documents):
    for page in pages():
        document = documents[page.removesuffix(".html") + ".xhtml"]

        assert not list(document.iter(f"{XHTML}form"))
        assert not list(document.iter(f"{XHTML}script"))
        if is_chapter(page):
            assert "Resposta:" in "".join(document.itertext())


def test_pdf_e_a4_marcado_e_com_todos_os_capitulos_nos_marcadores(pdf, documents):
    titles = set(_titles(pdf.outline))
    chapters = {
        " ".join(documents[page.removesuffix(".html") + ".xhtml"].find(f".//{XHTML}h1").itertext())
        for page in pages()[1:]
    }

    box = pdf.pages[0].mediabox
    assert (round(box.width), round(box.height)) == A4_POINTS
    assert "/StructTreeRoot" in pdf.trailer["/Root"]
    assert {_spaceless(title) for title in chapters} <= {_spaceless(title) for title in titles}


# Extrair o texto do livro inteiro demora: no nível rápido, o das primeiras páginas.
@pytest.mark.parametrize(
    ("n_pages", "n_answers"), [(50, 4), pytest.param(None, 30, marks=pytest.mark.lento)]
)
def test_pdf_mostra_o_codigo_e_as_respostas_sem_botoes(pdf, n_pages, n_answers):
    text = " ".join(page.extract_text() for page in pdf.pages[:n_pages])

    assert text.count("Resposta:") >= n_answers
    assert "Esconder o código" not in text
    # Um título começa pela palavra do botão; o botão, esteja só ou não, é o fim da linha dele.
    assert not re.search(r"Conferir\s*$", text.split("Referência da API")[0], re.MULTILINE)


def _flat(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def _titles(outline: list) -> list[str]:
    return [
        title
        for item in outline
        for title in ([str(item.title)] if isinstance(item, Destination) else _titles(item))
    ]


def _spaceless(text: str) -> str:
    return "".join(text.split())
