"""A resposta certa, escrita de outro jeito, recebe a mesma nota: sempre a máxima."""

import warnings
from functools import cache

import numpy as np
import pytest

from mlp_course.checks import artifacts
from mlp_course.checks.collectors import collect
from mlp_course.checks.registry import ASSIGNMENTS
from mlp_course.checks.verdict import Verdict, score_criteria
from mlp_course.grading.judging.answer_format import find_fault
from tests.exercises.corpus.answers import RIGHT
from tests.exercises.mutation.collecting import SEED, collect_answers
from tests.exercises.rewriting import rewrites

# (item, jeito): por que este não se aceita, com a frase do enunciado que o diz.
REFUSED: dict[tuple[str, str], str] = {}


@cache
def right_answers(assignment: str) -> list:
    return collect_answers(assignment, RIGHT)


def judge(definition, answer) -> Verdict:
    """O caminho da correção: coletar, ir e vir do arquivo, julgar."""
    challenge = definition.challenge(np.random.default_rng(SEED))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = artifacts.load(artifacts.dump(collect(definition.collect, answer, challenge)))
    assert not find_fault(definition.collect, data)
    return score_criteria(definition, definition.judge(data, challenge))


# Os outros treinam redes, ou esperam pelo TensorFlow.
FAST = ("03-curvas", "07-neuronio", "08-retropropagacao")
CASES = [
    pytest.param(name, marks=[] if name in FAST else [pytest.mark.lento]) for name in ASSIGNMENTS
]


@pytest.mark.parametrize("assignment", CASES)
def test_a_resposta_certa_escrita_de_outro_jeito_recebe_tudo(assignment):
    refused = {}
    for definition, answer in right_answers(assignment):
        for name, rewritten in rewrites(definition.collect, answer):
            verdict = judge(definition, rewritten)
            if verdict.status != "right":
                refused[definition.check_id, name] = str(verdict)

    assert {key: text for key, text in refused.items() if key not in REFUSED} == {}
    assert {key for key in REFUSED if key[0].startswith(assignment)} <= set(refused)


@pytest.mark.parametrize("assignment", CASES)
def test_ha_mais_de_um_jeito_para_quase_todo_item(assignment):
    forms = [len(list(rewrites(d.collect, a))) for d, a in right_answers(assignment)]

    assert sum(n > 1 for n in forms) >= len(forms) - 2
