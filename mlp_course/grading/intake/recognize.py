"""De que exercício é um notebook: pelo que ele contém, e só depois pelo nome.

Um aluno troca o nome do arquivo sem pensar; as chamadas de `check` e as marcas das
células dizem mais.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nbformat import NotebookNode

from mlp_course.grading.intake.cells import Cell
from mlp_course.grading.intake.names import find_assignment

_CHECK = re.compile(r"""\bcheck\(\s*["'](?P<assignment>[\w-]+)\.(?P<item>[\w-]+)["']""")
_ENOUGH_TEXT = 0.3


@dataclass(frozen=True)
class Marks:
    """O que distingue um exercício dos outros.

    Parameters
    ----------
    grade_ids : frozenset of str
    texts : frozenset of str
        Células de texto, sem espaços repetidos.
    """

    grade_ids: frozenset[str]
    texts: frozenset[str]


def list_marks(sources: Mapping[str, NotebookNode]) -> dict[str, Marks]:
    """Resume cada fonte, descontado o que mais de um exercício tem."""
    ids = {name: {grade_id_of(c) for c in source.cells} - {""} for name, source in sources.items()}
    texts = {
        name: {plain_text(c.source) for c in source.cells if c.cell_type == "markdown"} - {""}
        for name, source in sources.items()
    }
    times_id = Counter(i for found in ids.values() for i in found)
    times_text = Counter(t for found in texts.values() for t in found)
    return {
        name: Marks(
            frozenset(i for i in ids[name] if times_id[i] == 1),
            frozenset(t for t in texts[name] if times_text[t] == 1),
        )
        for name in sources
    }


def recognize(cells: Sequence[Cell], path: Sequence[str], marks: Mapping[str, Marks]) -> str:
    """Diz de que exercício é um notebook; vazio se de nenhum.

    Parameters
    ----------
    cells : sequence of Cell
    path : sequence of str
        Pastas e nome do arquivo, para quando o conteúdo não basta.
    marks : mapping of str to Marks
    """
    if by_content := _by_content(cells, marks):
        return by_content
    for part in reversed(path):
        if name := find_assignment(part, marks):
            return name
    return ""


def plain_text(text: str) -> str:
    """Texto sem diferenças que um editor introduz: espaços, fins de linha."""
    return " ".join(text.split())


def grade_id_of(cell: NotebookNode) -> str:
    """Marca do nbgrader em uma célula da fonte; vazia se não houver."""
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def _by_content(cells: Sequence[Cell], marks: Mapping[str, Marks]) -> str:
    code = "\n".join(cell.text for cell in cells if cell.kind == "code")
    called = Counter(name for name, _ in set(_CHECK.findall(code)) if name in marks)
    ids = {cell.grade_id for cell in cells}
    marked = Counter({name: len(ids & mark.grade_ids) for name, mark in marks.items()})
    for counter in (called, marked):
        best = counter.most_common(2)
        if best and best[0][1] > 0 and (len(best) == 1 or best[0][1] > best[1][1]):
            return best[0][0]
    texts = {plain_text(cell.text) for cell in cells}
    shares = {
        name: len(texts & mark.texts) / len(mark.texts)
        for name, mark in marks.items()
        if mark.texts
    }
    best_name = max(shares, key=lambda name: shares[name], default="")
    return best_name if best_name and shares[best_name] >= _ENOUGH_TEXT else ""
