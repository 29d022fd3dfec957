"""As variações do corpus: o juiz, sozinho, dá a cada uma a nota e a mensagem que ela pede.

As de exercícios que treinam redes demoram: no nível rápido vão as primeiras de cada um.
"""

import pytest

from mlp_course.checks.verdict import score_criteria
from tests.exercises.corpus import CORPUS
from tests.exercises.mutation.collecting import collect_cases

TRAINING = {"04-regularizacao", "05-busca-aleatoria", "06-avaliacao"}
N_FAST = 4


def is_slow(assignment: str, number: int) -> bool:
    return assignment in TRAINING and number >= N_FAST


CASES = [
    pytest.param(
        assignment,
        answers,
        id=f"{assignment}-{answers.name}",
        marks=[pytest.mark.lento] if is_slow(assignment, number) else [],
    )
    for assignment, entries in CORPUS.items()
    for number, answers in enumerate(a for a in entries if a.only_judged)
]


@pytest.mark.parametrize(("assignment", "answers"), CASES)
def test_juiz_da_a_variacao_a_nota_e_a_mensagem_do_corpus(assignment, answers):
    cases = collect_cases(assignment, [answers])
    judged = {case.definition.check_id.split(".")[1] for case in cases}

    assert set(answers.scores) <= judged
    for case in cases:
        verdict = score_criteria(
            case.definition, case.definition.judge(case.data, case.challenge)
        )
        assert case.passes(), verdict
