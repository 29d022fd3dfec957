"""Executa as respostas do corpus no próprio processo e guarda o que os juízes recebem."""

import contextlib
import io
import os
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from unittest.mock import patch

import numpy as np

from mlp_course.checks.definition import Challenge, Check
from mlp_course.checks.registry import HIDDEN_CHECKS_VARIABLE, find_check
from mlp_course.checks.collectors import CollectError, Plain, collect, is_blank
from mlp_course.checks.verdict import score_criteria
from tests.exercises.corpus.answers import Answers
from tests.exercises.submissions import ROOT, fill_notebook

SEED = 20_261_124


@dataclass(frozen=True, eq=False)
class Case:
    """Uma resposta a um item: os dados coletados e o que o corpus espera deles."""

    answers: str
    definition: Check
    data: Plain
    challenge: Challenge
    score: float
    message: str

    def passes(self) -> bool:
        """Diz se o juiz dá a nota e a mensagem que o corpus pede; um erro também é não."""
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                criteria = self.definition.judge(self.data, self.challenge)
                verdict = score_criteria(self.definition, criteria)
        except Exception:
            return False
        return abs(verdict.score - self.score) < 1e-9 and self.message in str(verdict)


def collect_cases(
    assignment: str, entries: Iterable[Answers], seeds: Iterable[int] = (SEED,)
) -> list[Case]:
    """Executa cada entrega e devolve um caso por item respondido e semente do desafio.

    Um item em branco, ou recusado pelo coletor, não passa pelo juiz e fica de fora.
    """
    seeds = tuple(seeds)
    with patch.dict(os.environ, {HIDDEN_CHECKS_VARIABLE: str(ROOT / "solutions")}):
        return [case for answers in entries for case in _collect_one(assignment, answers, seeds)]


def collect_answers(
    assignment: str, answers: Answers, until: str = ""
) -> list[tuple[Check, object]]:
    """Executa uma entrega, até a verificação `until`, e devolve o que ela dá a cada uma."""
    given: list[tuple[Check, object]] = []

    def check(check_id: str, answer: object = ..., *, hint: int = 0) -> None:
        given.append((find_check(check_id), answer))

    with patch.dict(os.environ, {HIDDEN_CHECKS_VARIABLE: str(ROOT / "solutions")}):
        _execute(assignment, answers, check, until)
    return given


def _collect_one(assignment: str, answers: Answers, seeds: tuple[int, ...]) -> list[Case]:
    cases: list[Case] = []

    def check(check_id: str, answer: object = ..., *, hint: int = 0) -> None:
        definition, item = find_check(check_id), check_id.split(".")[1]
        score = answers.scores.get(item, definition.points)
        message = answers.messages.get(item, "")
        for seed in () if is_blank(answer) else seeds:
            challenge = definition.challenge(np.random.default_rng(seed))
            with contextlib.suppress(CollectError):
                data = collect(definition.collect, answer, challenge)
                if not is_blank(data):
                    cases.append(Case(answers.name, definition, data, challenge, score, message))

    _execute(assignment, answers, check)
    return cases


def _execute(
    assignment: str, answers: Answers, check: Callable[..., None], until: str = ""
) -> None:
    namespace: dict[str, object] = {"__name__": "__main__"}
    with patch("mlp_course.checks.check", check), _quiet():
        for cell in fill_notebook(assignment, answers).cells:
            if cell.cell_type == "code":
                # Como na correção, uma célula que falha não para as outras.
                with contextlib.suppress(Exception):
                    exec(compile(cell.source, answers.name, "exec"), namespace)  # noqa: S102
                if until and f'check("{until}"' in cell.source:
                    return


@contextlib.contextmanager
def _quiet():
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        yield
