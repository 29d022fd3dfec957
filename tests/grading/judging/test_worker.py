"""O trabalhador: de quem é a culpa quando uma resposta não se julga."""

import base64
import json

import nbformat
import pytest

from mlp_course.checks import artifacts
from mlp_course.grading.judging import worker
from mlp_course.grading.judging.verify import Judge
from mlp_course.grading.sandbox.limits import Limits
from mlp_course.grading.state.fingerprint import digest
from mlp_course.grading.state.task import Task
from tests.grading.judging.test_verify import HIDDEN, RIGHT

CHECKS = ("01-dados.contar", "01-dados.carregar")
BLANK = artifacts.dump({"blank": True})


@pytest.fixture
def task_with():
    """Uma entrega já executada, a rejulgar com um juiz cujo critério oculto tem este corpo."""

    def build(body: str) -> Task:
        limits, hidden = Limits(judge_seconds=2), HIDDEN.format(body=body)
        judge = Judge({"01-dados": hidden}, limits)
        prints = {name: digest(judge.challenge(name, 1)) for name in CHECKS}
        judge.close()
        cells = [
            nbformat.v4.new_code_cell(
                f"check({name!r}, ...)",
                metadata={"nbgrader": {"grade": True, "points": 1, "grade_id": name}},
            )
            for name in CHECKS
        ]
        return Task(
            "ana",
            "01-dados",
            json.dumps(nbformat.v4.new_notebook(cells=cells)),
            (),
            hidden,
            1,
            limits,
            stale=frozenset(CHECKS),
            answers={
                name: base64.b64encode(content).decode()
                for name, content in zip(CHECKS, (RIGHT, BLANK), strict=True)
            },
            challenges=prints,
        )

    yield build
    worker._this_bench().close()


def test_resposta_que_esgota_o_juiz_e_do_aluno_e_a_proxima_vez_nao_a_espera(task_with):
    outcome = worker.grade_submission(
        task_with("if data:\n        while True: pass\n    return []")
    )

    verdict = outcome.verdicts["01-dados.contar"]
    assert (verdict.score, verdict.status) == (0, "wrong")
    assert "o juiz passou de 2 s" in verdict.message
    assert "Não foi por sua causa" not in verdict.message
    assert outcome.verdicts["01-dados.carregar"].status == "not_attempted"
    # O que está em `faults` é julgado de novo a cada repetição.
    assert outcome.faults == {}


def test_juiz_que_nao_responde_a_ninguem_e_falha_dele(task_with):
    outcome = worker.grade_submission(task_with("while True: pass"))

    assert set(outcome.faults) == {"01-dados.contar"}
    assert "Não foi por sua causa" in outcome.verdicts["01-dados.contar"].message
