"""Um critério oculto só exige o que o enunciado diz, e cita a frase."""

import nbformat
import numpy as np
import pytest

from mlp_course.checks.collectors import collect
from mlp_course.checks.registry import ASSIGNMENTS, load_hidden_checks
from tests.exercises.corpus.answers import RIGHT
from tests.exercises.mutation.collecting import SEED, collect_answers
from tests.exercises.submissions import ROOT

HIDDEN = [
    pytest.param(assignment, hidden, id=hidden.check_id)
    for assignment in ASSIGNMENTS
    for hidden in load_hidden_checks(str(ROOT / "solutions"), assignment).values()
]
# A resposta destes exercícios treina redes: a contagem dos critérios é do nível lento.
LIGHT = ("01-dados", "03-curvas", "07-neuronio", "08-retropropagacao")


def read_statement(assignment: str) -> str:
    notebook = nbformat.read(ROOT / "exercises" / assignment / f"{assignment}.ipynb", as_version=4)
    return " ".join(" ".join(c.source for c in notebook.cells).split())


@pytest.mark.parametrize(("assignment", "hidden"), HIDDEN)
def test_cada_frase_citada_esta_no_enunciado(assignment, hidden):
    statement = read_statement(assignment)

    assert hidden.quotes
    assert [quote for quote in hidden.quotes if " ".join(quote.split()) not in statement] == []


@pytest.mark.parametrize(
    "assignment",
    [pytest.param(n, marks=[] if n in LIGHT else [pytest.mark.lento]) for n in ASSIGNMENTS],
)
def test_cada_criterio_oculto_cita_uma_frase(assignment):
    hidden = load_hidden_checks(str(ROOT / "solutions"), assignment)
    unquoted = {}
    for definition, answer in collect_answers(assignment, RIGHT):
        if own := hidden.get(definition.check_id):
            challenge = definition.challenge(np.random.default_rng(SEED))
            data = collect(definition.collect, answer, challenge)
            criteria = own.judge(data, challenge)
            if len(own.quotes) < len(criteria):
                unquoted[definition.check_id] = [c.expected for c in criteria]

    assert unquoted == {}
