"""Cada resposta do corpus, pelo notebook e pelo kernel de verdade, recebe o que deve."""

import pytest
from nbgrader.utils import determine_grade

from tests.exercises.corpus import CORPUS
from tests.exercises.submissions import fill_notebook

CASES = [
    pytest.param(assignment, answers, id=f"{assignment}-{answers.name}")
    for assignment, entries in CORPUS.items()
    for answers in entries
]


@pytest.mark.parametrize(("assignment", "answers"), CASES)
def test_resposta_recebe_a_nota_e_a_mensagem_do_corpus(assignment, answers, run_as_grader):
    cells = run_as_grader(fill_notebook(assignment, answers))

    found = {item: determine_grade(cell)[0] for item, cell in cells.items()}
    expected = {
        item: answers.scores.get(item, float(cell.metadata.nbgrader.points))
        for item, cell in cells.items()
    }
    assert found == pytest.approx(expected)
    for item, message in answers.messages.items():
        assert message in output_text(cells[item]), item


def output_text(cell) -> str:
    return "\n".join(
        output.get("evalue") or output.get("data", {}).get("text/plain", "")
        for output in cell.outputs
    )
