"""O que um aluno não pode receber: o texto dos gabaritos e dos critérios ocultos."""

import ast
import re

from mlp_course.authoring.release import read_source_notebook
from tests.exercises.submissions import ROOT

# Uma linha só, como um import ou uma conta comum, não entrega a resposta.
MIN_LINES = 2
_SOLUTION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END", flags=re.DOTALL)
# Uma linha menor que isto é um parêntese ou uma conta comum.
MIN_CHARACTERS = 13


def solution_blocks(assignment: str) -> list[str]:
    """Cada bloco de gabarito da fonte de um exercício."""
    cells = read_source_notebook(ROOT, assignment).cells
    return [block for cell in cells for block in _SOLUTION.findall(cell.source)]


def read_hidden(assignment: str) -> str:
    """O código das verificações ocultas de um exercício."""
    return (ROOT / "solutions" / assignment / "hidden_checks.py").read_text("utf-8")


def secret_lines(assignment: str) -> set[str]:
    """Cada linha do gabarito e dos critérios ocultos que o enunciado não mostra."""
    cells = read_source_notebook(ROOT, assignment).cells
    given = "\n".join(_SOLUTION.sub("", cell.source) for cell in cells)
    text = "\n".join([*solution_blocks(assignment), read_hidden(assignment)])
    return {
        line
        for line in plain_lines(text).splitlines()
        if len(line) >= MIN_CHARACTERS
        and not line.startswith(("import ", "from "))
        and line not in given
    }


def secret_blocks(assignment: str) -> list[str]:
    """Cada bloco de gabarito e cada definição oculta de um exercício, sem espaços a mais."""
    solutions = solution_blocks(assignment)
    hidden = read_hidden(assignment)
    # Um juiz é uma função ou uma declaração; a lista deles, de uma linha por item, só os nomeia.
    functions = [
        ast.get_source_segment(hidden, node) or ""
        for node in ast.parse(hidden).body
        if isinstance(node, ast.FunctionDef | ast.Assign | ast.AnnAssign)
    ]
    blocks = [plain_lines(text) for text in (*solutions, *functions)]
    return [block for block in blocks if block.count("\n") + 1 >= MIN_LINES]


def plain_lines(text: str) -> str:
    """Devolve as linhas sem espaços em volta, e sem as vazias."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
