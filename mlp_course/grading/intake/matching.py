"""Casa as células do aluno com as da fonte, mesmo sem as marcas do nbgrader.

Primeiro pelas marcas. O que sobra se casa pelo texto igual (`difflib`) e, por fim,
pelas respostas que mais se parecem com o que a fonte pede ali: os nomes que a
célula define, o texto e o lugar, em uma atribuição ótima.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
from nbformat import NotebookNode
from rapidfuzz import fuzz
from scipy.optimize import linear_sum_assignment

from mlp_course.grading.intake.cells import Cell
from mlp_course.grading.intake.recognize import grade_id_of, plain_text

_NAMES, _TEXT, _PLACE, _EDITED = 1.0, 0.4, 0.5, 0.1
_ENOUGH = 0.45
_COMPARED = 1500
_READ = 4000
_NAME = r"[A-Za-z_]\w*"
_BINDING = re.compile(
    rf"^(?:(?:async +)?def +({_NAME})|class +({_NAME})|"
    rf"\(?({_NAME}(?: *, *{_NAME})*)\)? *(?::[^=\n]+)?=(?!=))",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Match:
    """Que célula do aluno responde a cada célula da fonte.

    Parameters
    ----------
    chosen : dict of int to int
        Posição na fonte → posição na entrega.
    repeated : dict of int to tuple of int
        Posição na fonte → células da entrega com a mesma marca, fora a escolhida.
    guessed : frozenset of int
        Posições da fonte casadas sem marca, pelo lugar e pelo texto.
    """

    chosen: dict[int, int]
    repeated: dict[int, tuple[int, ...]]
    guessed: frozenset[int]


def match_cells(source: Sequence[NotebookNode], cells: Sequence[Cell]) -> Match:
    """Casa as células da entrega com as da fonte.

    Parameters
    ----------
    source : sequence of NotebookNode
        Células da fonte, como o aluno as recebeu.
    cells : sequence of Cell
        Células da entrega.

    Returns
    -------
    Match
        Uma célula da fonte que ninguém respondeu não aparece.
    """
    chosen, repeated = _by_grade_id(source, cells)
    marked = set(chosen)
    chosen |= _by_equal_text(source, cells, chosen, repeated)
    chosen |= _by_likeness(source, cells, chosen, repeated)
    unmarked = {i for i in chosen if i not in marked and grade_id_of(source[i])}
    return Match(chosen, repeated, frozenset(unmarked))


def is_answer(cell: NotebookNode) -> bool:
    """Diz se o aluno responde nesta célula da fonte."""
    details = cell.metadata.get("nbgrader", {})
    return bool(details.get("solution") or details.get("task"))


def is_check(cell: NotebookNode) -> bool:
    """Diz se esta célula da fonte é uma verificação."""
    details = cell.metadata.get("nbgrader", {})
    return bool(details.get("grade") and not details.get("solution"))


def bound_names(code: str) -> set[str]:
    """Nomes que um código define no topo, haja ou não erro de sintaxe.

    Uma expressão regular, porque o código é de quem quiser: o analisador do Python
    pode ser derrubado por expressões fundas demais.
    """
    found = _BINDING.findall(code[:_READ])
    return {name.strip() for groups in found for part in groups for name in part.split(",")} - {""}


def _by_grade_id(
    source: Sequence[NotebookNode], cells: Sequence[Cell]
) -> tuple[dict[int, int], dict[int, tuple[int, ...]]]:
    chosen, repeated = {}, {}
    for i, cell in enumerate(source):
        name = grade_id_of(cell)
        same = [j for j, found in enumerate(cells) if name and found.grade_id == name]
        if not same:
            continue
        # Das repetidas vale a última que foi escrita: é a que o kernel do aluno executou por fim.
        written = [j for j in same if plain_text(cells[j].text) != plain_text(cell.source)]
        chosen[i] = written[-1] if written and is_answer(cell) else same[-1]
        if len(same) > 1:
            repeated[i] = tuple(j for j in same if j != chosen[i])
    return chosen, repeated


def _by_equal_text(
    source: Sequence[NotebookNode],
    cells: Sequence[Cell],
    chosen: dict[int, int],
    repeated: dict[int, tuple[int, ...]],
) -> dict[int, int]:
    """Células idênticas às da fonte, primeiro as que estão em ordem."""
    used = _used(chosen, repeated)
    left = [i for i in range(len(source)) if i not in chosen]
    free = [j for j in range(len(cells)) if j not in used]
    ours = [(source[i].cell_type, plain_text(source[i].source)) for i in left]
    theirs = [(cells[j].kind, plain_text(cells[j].text)) for j in free]
    found = {}
    for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        for k in range(block.size):
            found[left[block.a + k]] = free[block.b + k]
    taken = set(found.values())
    for i, key in zip(left, ours, strict=True):
        if i not in found and key[1]:
            same = (j for j, other in zip(free, theirs, strict=True) if other == key)
            j = next((j for j in same if j not in taken), None)
            if j is not None:
                found[i] = j
                taken.add(j)
    return found


def _by_likeness(
    source: Sequence[NotebookNode],
    cells: Sequence[Cell],
    chosen: dict[int, int],
    repeated: dict[int, tuple[int, ...]],
) -> dict[int, int]:
    """Respostas e verificações sem marca, casadas pelo que mais se parece."""
    used = _used(chosen, repeated)
    left = [i for i, c in enumerate(source) if i not in chosen and grade_id_of(c)]
    # Uma célula com outra marca conhecida já tem o seu lugar.
    known = {grade_id_of(cell) for cell in source}
    free = [j for j in range(len(cells)) if j not in used and cells[j].grade_id not in known - {""}]
    if not left or not free:
        return {}
    gaps = _gaps(len(source), len(cells), chosen)
    names = [bound_names(cells[j].text) if cells[j].kind == "code" else set() for j in free]
    texts = [plain_text(cells[j].text[:_COMPARED]) for j in free]
    scores = np.zeros((len(left), len(free)))
    for row, i in enumerate(left):
        wanted = bound_names(source[i].source) if source[i].cell_type == "code" else set()
        text = source[i].source[:_COMPARED]
        plain = plain_text(text)
        for column, j in enumerate(free):
            if cells[j].kind != source[i].cell_type or not cells[j].text.strip():
                continue
            score = _PLACE * gaps[i].holds(j) + 0.001 * column / len(free)
            score += _TEXT * fuzz.ratio(text, cells[j].text[:_COMPARED]) / 100
            score += _NAMES * len(wanted & names[column]) / len(wanted) if wanted else 0
            scores[row, column] = score + _EDITED * (plain != texts[column])
    rows, columns = linear_sum_assignment(scores, maximize=True)
    found = {
        left[row]: free[column]
        for row, column in zip(rows, columns, strict=True)
        if scores[row, column] >= _ENOUGH
    }
    return found | _last_text(source, cells, left, free, found)


def _last_text(
    source: Sequence[NotebookNode],
    cells: Sequence[Cell],
    left: Sequence[int],
    free: Sequence[int],
    found: dict[int, int],
) -> dict[int, int]:
    """Se falta uma só resposta de texto e sobra uma só célula de texto, é ela."""
    answers = [i for i in left if i not in found and source[i].cell_type == "markdown"]
    texts = [j for j in free if j not in found.values() and cells[j].kind == "markdown"]
    texts = [j for j in texts if cells[j].text.strip()]
    return {answers[0]: texts[0]} if len(answers) == len(texts) == 1 else {}


@dataclass(frozen=True)
class _Gap:
    """Entre que células da entrega uma célula da fonte deveria estar."""

    after: int
    before: int

    def holds(self, position: int) -> bool:
        return self.after < position < self.before


def _gaps(n_source: int, n_cells: int, chosen: dict[int, int]) -> list[_Gap]:
    gaps = []
    for i in range(n_source):
        after = max((k for k in chosen if k < i), default=None)
        before = min((k for k in chosen if k > i), default=None)
        gaps.append(
            _Gap(
                -1 if after is None else chosen[after],
                n_cells if before is None else chosen[before],
            )
        )
    return gaps


def _used(chosen: dict[int, int], repeated: dict[int, tuple[int, ...]]) -> set[int]:
    return set(chosen.values()) | {j for same in repeated.values() for j in same}
