"""Cada célula do notebook original tem o seu lugar no livro, marcado e com o código à vista."""

import re

import pytest

from tests.book.chapters import HIDDEN, MARK, chapters, sources, tags_of

CELLS = range(1, 17)
ROW = re.compile(r"^\| (\d+) \| .+ \| \{doc\}`(?:[^`<]*<)?\.\./([^`>]+)>?` \|$", re.MULTILINE)


def places() -> dict[int, str]:
    """O capítulo que a tabela da origem dá a cada célula."""
    rows = ROW.findall(sources()["guias/origem"])
    assert len(rows) == len(CELLS)
    return {int(cell): name for cell, name in rows}


def marked(text: str) -> set[int]:
    """As células que as marcas de um texto citam."""
    cited: set[int] = set()
    for numbers in MARK.findall(text):
        found = [int(n) for n in re.findall(r"\d+", numbers)]
        spans = re.search(r"–| a ", numbers)
        cited |= set(range(found[0], found[-1] + 1)) if spans else set(found)
    return cited


def code_after(cells: list, number: int) -> object:
    """A primeira célula de código depois da marca de uma célula do original, menos as guardas."""
    start = next(i for i, cell in enumerate(cells) if number in marked(cell.source))
    return next(
        cell
        for cell in cells[start:]
        if cell.cell_type == "code" and "remove-cell" not in tags_of(cell)
    )


def test_a_tabela_tem_as_dezesseis_celulas_em_ordem():
    assert list(places()) == list(CELLS)


@pytest.mark.parametrize("number", CELLS)
def test_a_celula_esta_no_seu_capitulo_com_o_codigo_a_vista(number):
    notebook = chapters()[places()[number]].notebook

    assert number in marked("\n".join(cell.source for cell in notebook.cells))
    assert not tags_of(code_after(notebook.cells, number)) & HIDDEN


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("*Célula 4 do original.*", {4}),
        ("*Células 2 e 3 do original.*", {2, 3}),
        ("*Células 6 a 8 do original, em outra ordem.*", {6, 7, 8}),
        ("A célula 9 do original imprime a perda.", set()),
    ],
)
def test_so_a_marca_conta(text, cells):
    assert marked(text) == cells
