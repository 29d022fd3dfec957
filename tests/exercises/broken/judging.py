"""Executa o gabarito com uma célula quebrada e julga o item dela."""

import contextlib
import os
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from unittest.mock import patch

import numpy as np

from mlp_course.checks.collectors import CollectError, collect, is_blank
from mlp_course.checks.definition import Check
from mlp_course.checks.registry import HIDDEN_CHECKS_VARIABLE, find_check
from mlp_course.checks.verdict import score_criteria
from tests.exercises.broken.breaking import Broken, break_cell
from tests.exercises.corpus.answers import RIGHT, Answers
from tests.exercises.mutation.collecting import SEED, collect_answers
from tests.exercises.mutation.mutants import normalize
from tests.exercises.submissions import ROOT, fill_notebook

SEEDS = (SEED, SEED + 1, SEED + 2)
_CALL = re.compile(r"""^check\(["']([\w.-]+)["']""", re.MULTILINE)
# A resposta destes é um objeto que outras células mudam: só executando tudo de novo.
_LIVE = ("model", "history")


@dataclass(frozen=True)
class Survivor:
    """Uma resposta quebrada que recebeu tudo, em algum dos sorteios."""

    item: str
    change: str
    seeds: int

    @property
    def key(self) -> tuple[str, str]:
        """O que a identifica na lista das equivalentes: item e mudança."""
        return self.item, normalize(self.change)


def find_survivors(assignment: str) -> tuple[int, list[Survivor]]:
    """Quebra cada célula de resposta de um exercício; devolve quantas e as que passaram."""
    tried, alive = 0, []
    with patch.dict(os.environ, {HIDDEN_CHECKS_VARIABLE: str(ROOT / "solutions")}):
        for item, definition, broken, answer in _answers(assignment):
            tried += 1
            if right := sum(_is_right(definition, answer, seed) for seed in SEEDS):
                alive.append(Survivor(item, broken.change, right))
    return tried, alive


def _answers(assignment: str) -> Iterator[tuple[str, Check, Broken, object]]:
    """Cada resposta quebrada: o item, a sua verificação, a quebra e o que ela daria a check."""
    namespace: dict[str, object] = {"__name__": "__main__"}
    cells = [c for c in fill_notebook(assignment, RIGHT).cells if c.cell_type == "code"]
    for cell, following in zip(cells, [*cells[1:], None], strict=True):
        call = _CALL.search(following.source) if following else None
        if call and cell.metadata.nbgrader.get("solution"):
            definition = find_check(call[1])
            for broken in break_cell(cell.source):
                with contextlib.suppress(Exception):
                    answer = (
                        _rerun(assignment, cell.metadata.nbgrader.grade_id, broken, call[1])
                        if definition.collect in _LIVE
                        else _run_here(namespace, broken, following.source)
                    )
                    yield call[1], definition, broken, answer
        with patch("mlp_course.checks.check", lambda *a, **k: None), _quiet():
            exec(compile(cell.source, assignment, "exec"), namespace)  # noqa: S102


def _run_here(namespace: dict[str, object], broken: Broken, check_cell: str) -> object:
    """Só a célula quebrada, no estado em que as anteriores deixaram o kernel."""
    given: list[object] = []
    state = namespace | {"check": lambda check_id, answer=...: given.append(answer)}
    with _quiet():
        for source in (broken.source, check_cell):
            exec(compile(source, "quebrada", "exec"), state)  # noqa: S102
    return given[0]


def _rerun(assignment: str, cell: str, broken: Broken, check_id: str) -> object:
    """O notebook inteiro, com a célula quebrada."""
    answers = Answers("quebrada", {cell: broken.source})
    for definition, answer in collect_answers(assignment, answers, until=check_id):
        if definition.check_id == check_id:
            return answer
    return None


def _is_right(definition: Check, answer: object, seed: int) -> bool:
    if is_blank(answer):
        return False
    challenge = definition.challenge(np.random.default_rng(seed))
    with _quiet(), np.errstate(all="ignore"):
        try:
            data = collect(definition.collect, answer, challenge)
        except CollectError:
            return False
        if is_blank(data):
            return False
        return score_criteria(definition, definition.judge(data, challenge)).status == "right"


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    with (
        warnings.catch_warnings(),
        open(os.devnull, "w", encoding="utf-8") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        warnings.simplefilter("ignore")
        yield
