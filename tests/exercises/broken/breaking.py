"""Os jeitos de quebrar um gabarito: um operador, um número, um nome ou um comando por vez."""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Pow: ast.Mult,
}
# Os enganos de nome que se veem: a palavra vizinha, o outro conjunto, a outra estatística.
_NAMES = {
    "argmin": "argmax",
    "argmax": "argmin",
    "min": "max",
    "max": "min",
    "minimum": "maximum",
    "maximum": "minimum",
    "mean": "median",
    "std": "var",
    "sum": "mean",
    "zeros": "ones",
    "exp": "exp2",
    "log": "log10",
    "fit_transform": "transform",
    "X_train": "X_test",
    "X_test": "X_train",
    "y_train": "y_test",
    "y_test": "y_train",
}
# Mudam o que se vê na tela, e nenhum enunciado os pede.
_DECORATION = {"verbose", "figsize", "layout", "color", "linestyle", "strict", "width"}
_SYMMETRIC = {"maximum", "minimum", "max", "min", "allclose", "array_equal", "isclose"}
_WORDS = {
    "relu": "sigmoid",
    "sigmoid": "relu",
    "softmax": "sigmoid",
    "adam": "sgd",
    "binary_crossentropy": "mse",
    "min": "max",
    "max": "min",
}


@dataclass(frozen=True)
class Broken:
    """Uma célula com um ponto quebrado.

    Parameters
    ----------
    source : str
        A célula inteira, já quebrada.
    change : str
        O que mudou, em uma linha.
    """

    source: str
    change: str


def break_cell(source: str) -> Iterator[Broken]:
    """Devolve a célula quebrada de cada jeito, sem repetir nenhum texto."""
    tree = ast.parse(source)
    seen = {ast.unparse(tree)}
    decoration = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg in _DECORATION
        for inner in ast.walk(node)
    }
    for position, node in enumerate(ast.walk(tree)):
        if node in decoration:
            continue
        for change in _changes(node):
            other = copy.deepcopy(tree)
            target = list(ast.walk(other))[position]
            before = _line(tree, node)
            change(target)
            text = ast.unparse(ast.fix_missing_locations(other))
            if text not in seen:
                seen.add(text)
                yield Broken(text, f"{before} → {_line(other, target)}")


def _changes(node: ast.AST) -> Iterator[Callable[[ast.AST], None]]:
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            for other in _COMPARISONS[type(operator)]:
                yield lambda n, i=place, op=other: n.ops.__setitem__(i, op())
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _OPERATORS:
        yield lambda n: setattr(n, "op", _OPERATORS[type(n.op)]())
    elif isinstance(node, ast.BoolOp):
        yield lambda n: setattr(n, "op", ast.Or() if isinstance(n.op, ast.And) else ast.And())
    elif isinstance(node, ast.Constant):
        yield from (lambda n, v=value: setattr(n, "value", v) for value in _near(node.value))
    elif isinstance(node, ast.Call):
        yield from _call_changes(node)
    elif isinstance(node, ast.Attribute) and node.attr in _NAMES:
        yield lambda n: setattr(n, "attr", _NAMES[n.attr])
    elif isinstance(node, ast.IfExp):
        yield _swap_branches
    elif isinstance(node, ast.FunctionDef | ast.For | ast.While | ast.If | ast.Module):
        yield from (lambda n, i=i: _drop(n.body, i) for i in _droppable(node))


def _call_changes(node: ast.Call) -> Iterator[Callable[[ast.AST], None]]:
    yield from (lambda n, i=i: n.keywords.pop(i) for i in _removable(node))
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    starred = any(isinstance(argument, ast.Starred) for argument in node.args)
    if len(node.args) > 1 and not starred and name not in _SYMMETRIC:
        yield lambda n: n.args.__setitem__(slice(0, 2), n.args[1::-1])
    if isinstance(node.func, ast.Name) and node.func.id in _NAMES:
        yield lambda n: setattr(n.func, "id", _NAMES[n.func.id])


def _removable(node: ast.Call) -> list[int]:
    return [i for i, k in enumerate(node.keywords) if k.arg and k.arg not in _DECORATION]


def _near(value: object) -> tuple[object, ...]:
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, int):
        return value + 1, value - 1
    if isinstance(value, float):
        return value * 2, value / 10
    return (_WORDS[value],) if isinstance(value, str) and value in _WORDS else ()


def _swap_branches(node: ast.AST) -> None:
    node.body, node.orelse = node.orelse, node.body


def _droppable(node: ast.AST) -> Iterator[int]:
    """Os comandos cuja falta ainda deixa uma célula que roda até o fim."""
    for place, statement in enumerate(node.body):
        is_docstring = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if isinstance(statement, ast.Expr | ast.AugAssign | ast.If) and not is_docstring:
            yield place


def _drop(body: list[ast.stmt], place: int) -> None:
    body[place] = ast.Pass()


def _line(tree: ast.AST, node: ast.AST) -> str:
    """A menor expressão, ou o comando, que mostra `node`, em uma linha."""
    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    shown = node
    while isinstance(shown, ast.Constant | ast.keyword | ast.UnaryOp) and shown in parents:
        shown = parents[shown]
    if isinstance(shown, ast.FunctionDef | ast.For | ast.While | ast.If | ast.Module):
        return " ; ".join(" ".join(ast.unparse(s).split()) for s in shown.body)[:300]
    return " ".join(ast.unparse(shown).split())
