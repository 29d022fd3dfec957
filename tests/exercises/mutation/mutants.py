"""Os mutantes: cada comparação, número e operador booleano de um juiz, quebrado um por vez."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

# Não são julgamento: pontos e textos dos itens, que outros testes conferem.
_SKIPPED = {"CHECKS", "HIDDEN_CHECKS", "ALLOWED_MODULES"}
_NEGATED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_SWAPPED_CALLS = {"any": "all", "all": "any"}
# As palavras com que uma regra declarada diz quando encerra e em quantas chamadas vale.
_RULE_WORDS = {"gate", "enough"}
_TOLERANCE = 0.01


@dataclass(frozen=True)
class Mutant:
    """Uma mudança em uma função, um método ou uma constante de um módulo.

    Parameters
    ----------
    owner : str
        Nome do que muda: ``"função"``, ``"Classe.método"`` ou ``"CONSTANTE"``.
    line : int
    before, after : str
        A expressão que muda, como estava e como ficou.
    tree : ast.stmt
        A definição inteira, já mudada.
    """

    owner: str
    line: int
    before: str
    after: str
    tree: ast.stmt

    @property
    def change(self) -> str:
        """A mudança em uma linha; não depende do número da linha no arquivo."""
        return f"{self.before} → {self.after}"

    def key(self, module: str) -> tuple[str, str]:
        """O que identifica o mutante na lista dos equivalentes."""
        return f"{module.removeprefix('mlp_course.checks.')}:{self.owner}", normalize(self.change)


def normalize(change: str) -> str:
    """Tira parênteses e espaços: cada versão do Python os escreve de um jeito."""
    return change.translate(str.maketrans("", "", "() "))


def find_mutants(source: str) -> Iterator[Mutant]:
    """Devolve os mutantes de um módulo, na ordem do arquivo."""
    for statement in ast.parse(source).body:
        for owner, definition in _definitions(statement):
            parents = {c: p for p in ast.walk(definition) for c in ast.iter_child_nodes(p)}
            for position, node in enumerate(ast.walk(definition)):
                if isinstance(definition, ast.FunctionDef) and _is_annotation(node, parents):
                    continue
                for step in range(_count_changes(node)):
                    yield _mutate(owner, definition, position, step, parents)


def _definitions(statement: ast.stmt) -> Iterator[tuple[str, ast.stmt]]:
    if isinstance(statement, ast.FunctionDef):
        yield statement.name, statement
    elif isinstance(statement, ast.ClassDef):
        for inner in statement.body:
            if isinstance(inner, ast.FunctionDef):
                yield f"{statement.name}.{inner.name}", inner
    elif isinstance(statement, ast.Assign | ast.AnnAssign):
        target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
        if isinstance(target, ast.Name) and target.id not in _SKIPPED:
            yield target.id, statement


def _count_changes(node: ast.AST) -> int:
    if isinstance(node, ast.Compare):
        return len(node.ops)
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return 1 if isinstance(node.value, int) else 2 * bool(node.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return int(node.func.id in _SWAPPED_CALLS)
    if isinstance(node, ast.keyword):
        return int(node.arg in _RULE_WORDS)
    return int(isinstance(node, ast.BoolOp) or _is_not(node))


def _mutate(
    owner: str, definition: ast.stmt, position: int, step: int, parents: dict[ast.AST, ast.AST]
) -> Mutant:
    original = list(ast.walk(definition))[position]
    tree = copy.deepcopy(definition)
    nodes = list(ast.walk(tree))
    _change(nodes[position], step)
    # Um número sozinho não diz nada: mostra-se a expressão menor que o contém.
    shown = original
    while isinstance(shown, ast.Constant | ast.UnaryOp) and shown in parents:
        if isinstance(parents[shown], ast.Dict):
            break
        shown = parents[shown]
    place = list(ast.walk(definition)).index(shown)
    before, after = (_text(node) for node in (shown, nodes[place]))
    line = getattr(original, "lineno", definition.lineno)
    return Mutant(owner, line, before, after, tree)


def _change(node: ast.AST, step: int) -> None:
    if isinstance(node, ast.Compare):
        node.ops[step] = _NEGATED[type(node.ops[step])]()
    elif isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif isinstance(node, ast.UnaryOp):
        node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), node.operand)
    elif isinstance(node, ast.keyword):
        node.value = _swap_word(node.value)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        node.func.id = _SWAPPED_CALLS[node.func.id]
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        node.value += 1
    elif isinstance(node, ast.Constant) and isinstance(node.value, float):
        # Um número pequeno é uma tolerância: nenhuma, ou mil vezes a que era.
        factors = (0, 1000) if node.value <= _TOLERANCE else (0.1, 10)
        node.value *= factors[step]


def _swap_word(value: ast.expr) -> ast.expr:
    if isinstance(value, ast.Name):
        return ast.Name(_SWAPPED_CALLS[value.id], ast.Load())
    return ast.Constant(not ast.literal_eval(value))


def _is_not(node: ast.AST) -> bool:
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)


def _is_annotation(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Diz se o nó está em uma anotação de tipo, que não roda."""
    while node in parents:
        parent = parents[node]
        if isinstance(parent, ast.arg) or getattr(parent, "annotation", None) is node:
            return True
        if isinstance(parent, ast.FunctionDef) and parent.returns is node:
            return True
        node = parent
    return False


def _text(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())
