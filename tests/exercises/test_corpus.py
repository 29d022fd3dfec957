"""Cada resposta do corpus, pelo caminho inteiro da correção, recebe o que deve.

Todas são entregues como uma turma e corrigidas de uma vez: notebooks de verdade,
kernels de verdade, isolados, e juízes fora deles. No nível rápido vão só as
primeiras de cada exercício; as outras são lentas.
"""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.utils import determine_grade

from tests.exercises.corpus import CORPUS
from tests.exercises.submissions import ROOT, write_submission
from tests.needs import need_sandbox

# Certa, em branco e com um erro: o caminho inteiro, para cada exercício.
N_FAST = 3
CASES = [
    pytest.param(
        assignment,
        answers,
        id=f"{assignment}-{answers.name}",
        marks=[pytest.mark.lento] if number >= N_FAST else [],
    )
    for assignment, entries in CORPUS.items()
    for number, answers in enumerate(entries)
    if not answers.only_judged
]


@pytest.fixture(scope="module")
def graded(request, tmp_path_factory) -> Path:
    """A pasta com as respostas pedidas já corrigidas: o nome da resposta é o do aluno.

    Só as que esta execução vai olhar, num lote só: as lentas, quando ninguém as pediu,
    não estão na sessão nem são corrigidas.
    """
    need_sandbox()
    submitted, output = tmp_path_factory.mktemp("entregas"), tmp_path_factory.mktemp("correcao")
    for item in request.session.items:
        # Os exemplos das docstrings não têm módulo de teste.
        if getattr(item, "module", None) is request.module:
            assignment, answers = (item.callspec.params[n] for n in ("assignment", "answers"))
            write_submission(submitted, answers.name, assignment, answers)
    command = Path(sys.executable).with_name("mlp-course")
    subprocess.run(
        [command, "grade", submitted, "--output", output], cwd=ROOT, check=True, capture_output=True
    )
    return output / "autograded"


@pytest.mark.parametrize(("assignment", "answers"), CASES)
def test_resposta_recebe_a_nota_e_a_mensagem_do_corpus(assignment, answers, graded):
    cells = graded_cells(graded / answers.name / assignment / f"{assignment}.ipynb")

    found = {item: determine_grade(cell)[0] for item, cell in cells.items()}
    expected = {
        item: answers.scores.get(item, float(cell.metadata.nbgrader.points))
        for item, cell in cells.items()
    }
    assert found == pytest.approx(expected)
    for item, message in answers.messages.items():
        assert message in output_text(cells[item]), item


def graded_cells(path: Path) -> dict[str, nbformat.NotebookNode]:
    """As células de verificação corrigidas, pelo nome do item."""
    return {
        cell.metadata.nbgrader.grade_id.removesuffix("-verificacao"): cell
        for cell in nbformat.read(path, as_version=4).cells
        if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "code"
    }


def output_text(cell: nbformat.NotebookNode) -> str:
    return "\n".join(
        output.get("evalue") or output.get("data", {}).get("text/plain", "")
        for output in cell.outputs
    )
