"""O que um módulo declara, em vez de programar: juízes, tabelas de erros e as constantes deles.

Um juiz declarado é um objeto, que `CHECKS` e outros já guardam. Por isso um mutante não o troca:
muda o que há dentro dele, e depois devolve.
"""

import ast
import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from mlp_course.checks.reference import Reference

Namespace = dict[str, Any]


@dataclass(frozen=True)
class Declaration:
    """Um nome do topo de um módulo que não é função: de onde vem e o que cita."""

    namespace: Namespace
    name: str
    statement: ast.stmt
    names: frozenset[str]

    @property
    def value(self) -> Any:
        """O que o nome vale agora."""
        return self.namespace[self.name]


def find_declarations(path: Path, namespace: Namespace) -> list[Declaration]:
    """Devolve as atribuições do topo de um módulo, na ordem do arquivo."""
    found = []
    for statement in ast.parse(path.read_text("utf-8")).body:
        if not isinstance(statement, ast.Assign | ast.AnnAssign):
            continue
        target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
        if isinstance(target, ast.Name) and target.id in namespace:
            value = statement.value or ast.Constant(None)
            cited = frozenset(n.id for n in ast.walk(value) if isinstance(n, ast.Name))
            found.append(Declaration(namespace, target.id, statement, cited))
    return found


def find_users(name: str, declarations: Sequence[Declaration]) -> set[str]:
    """Devolve o que é declarado com `name`, também por outra declaração, e o que isso cita.

    Entre o citado estão as funções que o executam, como a que um `partial` completa.
    """
    users, pending = set(), [name]
    while pending:
        cited = pending.pop()
        for declaration in declarations:
            if cited in declaration.names and declaration.name not in users:
                users |= {declaration.name, *declaration.names}
                pending.append(declaration.name)
    return users


def find_judges(declarations: Sequence[Declaration]) -> dict[int, frozenset[str]]:
    """Devolve, para cada juiz declarado, os nomes de que ele depende, também pelos outros."""
    by_name = {declaration.name: declaration for declaration in declarations}
    judges = {}
    for declaration in declarations:
        if isinstance(declaration.value, Reference):
            names, pending = {declaration.name}, [declaration]
            while pending:
                new = pending.pop().names - names
                names |= new
                pending += [by_name[name] for name in new if name in by_name]
            judges[id(declaration.value)] = frozenset(names)
    return judges


@contextlib.contextmanager
def replaced(
    name: str, value: Any, namespaces: Sequence[Namespace], declarations: Sequence[Declaration]
) -> Iterator[None]:
    """Põe um valor no lugar de outro, no que o importou e no que foi declarado com ele."""
    with contextlib.ExitStack() as stack:
        old = next(space[name] for space in namespaces if name in space)
        if not _same_place(old, value):
            holders = [space for space in namespaces if space.get(name) is old]
            for space in holders:
                stack.callback(space.__setitem__, name, old)
                space[name] = value
            for user in declarations:
                if name in user.names and user.namespace in holders:
                    stack.enter_context(
                        replaced(user.name, _evaluate(user), namespaces, declarations)
                    )
        else:
            stack.enter_context(_filled(old, value))
        yield


def _same_place(old: Any, value: Any) -> bool:
    """Diz se outros guardam o próprio objeto, e por isso é nele que se mexe."""
    return isinstance(old, Reference | dict) and type(old) is type(value)


def _evaluate(declaration: Declaration) -> Any:
    namespace = dict(declaration.namespace)
    module = ast.fix_missing_locations(ast.Module([declaration.statement], []))
    exec(compile(module, declaration.name, "exec"), namespace)  # noqa: S102
    return namespace[declaration.name]


@contextlib.contextmanager
def reevaluated(
    name: str, namespaces: Sequence[Namespace], declarations: Sequence[Declaration]
) -> Iterator[None]:
    """Declara de novo o que uma função, que acaba de mudar, montou ao carregar o módulo."""
    with contextlib.ExitStack() as stack:
        for user in declarations:
            if name in user.names:
                # O que nem se monta com a função mudada fica como estava: ela ainda muda por si.
                with contextlib.suppress(Exception):
                    value = _evaluate(user)
                    stack.enter_context(replaced(user.name, value, namespaces, declarations))
        yield


@contextlib.contextmanager
def _filled(old: Any, value: Any) -> Iterator[None]:
    saved = _content(old)
    _fill(old, _content(value))
    try:
        yield
    finally:
        _fill(old, saved)


def _content(value: Any) -> dict:
    if isinstance(value, Reference):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return dict(value)


def _fill(value: Any, content: Mapping) -> None:
    if isinstance(value, Reference):
        for name, part in content.items():
            object.__setattr__(value, name, part)
    else:
        value.clear()
        value.update(content)
