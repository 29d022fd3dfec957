"""Refaz o notebook do aluno sobre a fonte: dela, tudo, menos as respostas.

As células da fonte voltam na ordem da fonte, com ids, marcas e verificações dela. As
que o aluno acrescentou ficam logo depois da célula que as precedia.
"""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import nbformat
from nbformat import NotebookNode

from mlp_course.grading.intake.cells import Cell
from mlp_course.grading.intake.matching import Match, is_answer, is_check, match_cells
from mlp_course.grading.intake.recognize import grade_id_of, plain_text

STUDENT_CELL = "aluno-"  # começo do id das células que o aluno acrescentou
_CHECK_SUFFIX = "-verificacao"


@dataclass(frozen=True)
class Restored:
    """Um notebook refeito.

    Parameters
    ----------
    notebook : NotebookNode
    repairs : tuple of str
        O que foi restaurado.
    n_answered : int
        Quantas células de resposta diferem da fonte.
    """

    notebook: NotebookNode
    repairs: tuple[str, ...]
    n_answered: int


def restore(source: NotebookNode, cells: Sequence[Cell]) -> Restored:
    """Põe as respostas de uma entrega nas células da fonte.

    Parameters
    ----------
    source : NotebookNode
        O exercício como o aluno o recebeu.
    cells : sequence of Cell
        Células da entrega, em qualquer ordem e com ou sem marcas.
    """
    match = match_cells(source.cells, cells)
    extras = _place_extras(source, cells, match)
    notebook = copy.deepcopy(source)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    rebuilt: list[NotebookNode] = [*extras.get(-1, [])]
    n_answered = 0
    for i, cell in enumerate(notebook.cells):
        cell.setdefault("id", f"fonte-{i:03d}")
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if is_answer(cell) and i in match.chosen:
            answer = cells[match.chosen[i]]
            n_answered += plain_text(answer.text) != plain_text(cell.source)
            cell.source = answer.text
            if cell.cell_type == "markdown" and answer.attachments:
                cell.attachments = nbformat.from_dict(answer.attachments)
        rebuilt += [cell, *extras.get(i, [])]
    notebook.cells = rebuilt
    return Restored(notebook, tuple(_list_repairs(source, cells, match)), n_answered)


def _place_extras(
    source: NotebookNode, cells: Sequence[Cell], match: Match
) -> dict[int, list[NotebookNode]]:
    """Células do aluno que não são da fonte, pela posição da fonte que as precede."""
    owner = {j: i for i, j in match.chosen.items()}
    dropped = {
        j
        for i, same in match.repeated.items()
        for j in same
        if not is_answer(source.cells[i]) or _same_text(cells, j, match.chosen[i], source.cells[i])
    }
    extras: dict[int, list[NotebookNode]] = {}
    last = -1
    for j, cell in enumerate(cells):
        if j in owner:
            last = owner[j]
        elif j not in dropped and cell.text.strip():
            extras.setdefault(last, []).append(_new_cell(cell, j))
    return extras


def _same_text(cells: Sequence[Cell], j: int, chosen: int, source: NotebookNode) -> bool:
    text = plain_text(cells[j].text)
    return text in (plain_text(cells[chosen].text), plain_text(source.source))


def _new_cell(cell: Cell, position: int) -> NotebookNode:
    data: dict[str, Any] = {
        "cell_type": cell.kind,
        "id": f"{STUDENT_CELL}{position:03d}",
        "metadata": {},
        "source": cell.text,
    }
    if cell.kind == "code":
        data |= {"outputs": [], "execution_count": None}
    if cell.kind == "markdown" and cell.attachments:
        data["attachments"] = cell.attachments
    return nbformat.from_dict(data)


def _list_repairs(source: NotebookNode, cells: Sequence[Cell], match: Match) -> list[str]:
    """Frases sobre o que voltou a ser como na fonte, da mais geral à mais particular."""
    repairs = []
    if match.guessed:
        n_cells = sum(bool(grade_id_of(cell)) for cell in source.cells)
        repairs.append(
            f"Outro editor apagou as marcas de {len(match.guessed)} das {n_cells} células: foram "
            "reconhecidas pelo lugar e pelo texto."
        )
    order = [match.chosen[i] for i in sorted(match.chosen)]
    if order != sorted(order):
        repairs.append("As células estavam fora de ordem: voltaram à ordem do exercício.")
    for i, cell in enumerate(source.cells):
        name = grade_id_of(cell)
        if not name:
            continue
        label, j = f"“{name.removesuffix(_CHECK_SUFFIX)}”", match.chosen.get(i)
        if j is None:
            repairs.append(_missing(cell, label))
            continue
        if i in match.repeated:
            times = len(match.repeated[i]) + 1
            which = "valeu a última escrita" if is_answer(cell) else "ficou uma"
            repairs.append(f"A célula {label} aparecia {times} vezes: {which}.")
        if not is_answer(cell) and plain_text(cells[j].text) != plain_text(cell.source):
            what = "A verificação" if is_check(cell) else "A célula"
            repairs.append(f"{what} {label} tinha sido alterada: voltou a ser a do exercício.")
        if is_answer(cell) and cells[j].kind != cell.cell_type:
            repairs.append(f"A resposta {label} tinha mudado de tipo: voltou a ser a do exercício.")
    return repairs


def _missing(cell: NotebookNode, label: str) -> str:
    if is_check(cell):
        return f"A verificação {label} tinha sido apagada: voltou."
    if is_answer(cell):
        return f"A célula de resposta {label} não estava na entrega: voltou em branco."
    return f"A célula {label} tinha sido apagada: voltou."
