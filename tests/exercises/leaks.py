"""O que um aluno não pode receber: o texto dos gabaritos e dos critérios ocultos."""

import ast
import re

from mlp_course.authoring.release import read_source_notebook
from tests.exercises.submissions import ROOT

# Uma linha só, como um import ou uma conta comum, não entrega a resposta.
MIN_LINES = 2


def secret_blocks(assignment: str) -> list[str]:
    """Cada bloco de gabarito e cada definição oculta de um exercício, sem espaços a mais."""
    notebook = read_source_notebook(ROOT, assignment)
    solutions = [
        block
        for cell in notebook.cells
        for block in re.findall(r"BEGIN SOLUTION\n(.*?)### END", cell.source, flags=re.DOTALL)
    ]
    hidden = (ROOT / "solutions" / assignment / "hidden_checks.py").read_text("utf-8")
    functions = [
        ast.get_source_segment(hidden, node) or ""
        for node in ast.parse(hidden).body
        if isinstance(node, ast.FunctionDef)
    ]
    blocks = [plain_lines(text) for text in (*solutions, *functions)]
    return [block for block in blocks if block.count("\n") + 1 >= MIN_LINES]


def plain_lines(text: str) -> str:
    """Devolve as linhas sem espaços em volta, e sem as vazias."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
