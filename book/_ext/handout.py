"""O notebook corrigido, para baixar: as células à vista do capítulo, em uma página só.

É escrito na construção, a partir do próprio capítulo: o que se lê e o que se baixa são o
mesmo código. Do texto ficam só o título e as marcas de cada célula.
"""

import re
from pathlib import Path

import jupytext
import nbformat
from sphinx.application import Sphinx

CHAPTER = Path("parte2", "06-notebook-corrigido.md")
TARGET = Path("_build", "notebook-corrigido.ipynb")
_MARK = re.compile(r"^\*(Células? [^*]+)\*", re.MULTILINE)
_HIDDEN = {"remove-cell", "remove-input"}


def make_handout(chapter: Path) -> nbformat.NotebookNode:
    """Devolve o notebook de uma página: o título, as marcas e as células à vista."""
    cells: list[nbformat.NotebookNode] = []
    for cell in jupytext.read(chapter).cells:
        if cell.cell_type == "code" and not _HIDDEN & set(cell.metadata.get("tags", ())):
            cells.append(nbformat.v4.new_code_cell(cell.source))
        elif cell.cell_type == "markdown":
            title = re.search(r"^# .+$", cell.source, re.MULTILINE)
            marks = [mark.rstrip(".") for mark in _MARK.findall(cell.source)]
            lines = [*([title[0]] if title else []), *(f"**{mark}**" for mark in marks)]
            if lines:
                cells.append(nbformat.v4.new_markdown_cell("\n\n".join(lines)))
    for number, cell in enumerate(cells):
        # Um nome sorteado mudaria o arquivo a cada construção.
        cell["id"] = f"celula-{number:02d}"
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    return notebook


def write_handout(app: Sphinx) -> None:
    """Escreve o notebook antes que o capítulo, que o oferece, seja lido."""
    book = Path(app.srcdir)
    target = book.parent / TARGET
    target.parent.mkdir(exist_ok=True)
    text = nbformat.writes(make_handout(book / CHAPTER)) + "\n"
    if not target.is_file() or target.read_text(encoding="utf-8") != text:
        target.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Escreve o notebook no começo de cada construção que tem o capítulo."""
    app.connect("builder-inited", write_handout)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
