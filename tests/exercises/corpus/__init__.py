"""O corpus: para cada exercício, respostas certas, erradas e o que cada uma deve receber.

As respostas a ``NN-nome`` estão em ``aNN_nome/``, na ordem em que a turma de
exemplo as entrega: certa, em branco, com um erro, certa de outro jeito.
"""

from importlib import import_module

from mlp_course.checks.registry import ASSIGNMENTS
from tests.exercises.corpus.answers import Answers

CORPUS: dict[str, tuple[Answers, ...]] = {
    assignment: import_module(f"{__name__}.{module.rpartition('.')[2]}").ANSWERS
    for assignment, module in ASSIGNMENTS.items()
}
