"""Os enganos que os juízes reconhecem, lidos dos próprios juízes.

Um juiz declarado diz os seus em `Rule.mistakes` e `Reference.mistakes`. Um juiz que é uma função
os escreve no lugar do que encontrou, em cada `Criterion`; dali se leem os textos.
"""

import ast
import functools
import inspect
import textwrap
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from mlp_course.checks.definition import Check
from mlp_course.checks.reference import Reference

_FOUND = 2
_SUFFIXES = ("FAULTS", "MISTAKES")
_VAGUE = ("outr", "valores diferentes", "algo que não")


def known_mistakes(check: Check) -> dict[str, str]:
    """Devolve cada engano que o item reconhece e a pista que o juiz dá com ele.

    Parameters
    ----------
    check : Check

    Returns
    -------
    dict of str to str
        Na ordem em que o juiz os procura; a pista é vazia se não há uma só.

    Examples
    --------
    >>> from mlp_course.checks.registry import find_check
    >>> list(known_mistakes(find_check("03-curvas.lacuna")))[:1]
    ['o sinal trocado: treino menos validação']
    """
    judge = check.judge
    pairs = _declared(judge) if isinstance(judge, Reference) else _written(judge)
    found: dict[str, str] = {}
    for mistake, hint in pairs:
        if not mistake.startswith(_VAGUE):
            found.setdefault(mistake, hint)
    return found


def _declared(judge: Reference) -> Iterator[tuple[str, str]]:
    hints = [rule.hint for rule in judge.rules if rule.hint]
    for rule in judge.rules:
        yield from ((name, rule.hint) for name in rule.mistakes)
        if isinstance(rule.found, str) and rule.found:
            yield rule.found, rule.hint
    yield from ((name, hints[0] if hints else "") for name in judge.mistakes)


def _written(judge: Callable[..., Any]) -> Iterator[tuple[str, str]]:
    while isinstance(judge, functools.partial):
        judge = judge.func
    seen, waiting = set(), [judge]
    while waiting:
        function = waiting.pop(0)
        if function in seen:
            continue
        seen.add(function)
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
        yield from _in_criteria(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Dict):
                yield from ((key, "") for key in _sentences(k for k in node.keys if k))
            elif isinstance(node, ast.Name):
                named = function.__globals__.get(node.id)
                if isinstance(named, dict) and node.id.endswith(_SUFFIXES):
                    yield from ((str(key), "") for key in named)
                elif isinstance(named, Reference):
                    yield from _declared(named)
                elif inspect.isfunction(named) and ".checks.a" in named.__module__:
                    waiting.append(named)


def _in_criteria(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """O que cada `Criterion` diz ter encontrado, e o que as funções ``_name…`` devolvem."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Criterion":
            found, hint = (*node.args[_FOUND:], None, None)[:2]
            told = hint.value if isinstance(hint, ast.Constant) else ""
            yield from ((text, str(told)) for text in _sentences([found]))
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("_name"):
            returned = [n.value for n in ast.walk(node) if isinstance(n, ast.Return)]
            values = [v for n in ast.walk(node) if isinstance(n, ast.Dict) for v in n.values]
            yield from ((text, "") for text in _sentences([*returned, *values]))


def _sentences(nodes: Iterable[ast.expr | None]) -> Iterator[str]:
    """Os textos que as expressões podem valer, sem os que têm lacunas nem os que nada dizem."""
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if " " in node.value:
                yield node.value
        elif isinstance(node, ast.IfExp):
            yield from _sentences([node.body, node.orelse])
        elif isinstance(node, ast.BoolOp):
            yield from _sentences(node.values)
