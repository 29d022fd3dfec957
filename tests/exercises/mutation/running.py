"""Aplica cada mutante ao juiz já carregado e vê se algum caso o percebe."""

import ast
import contextlib
import functools
import importlib
import inspect
import pkgutil
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mlp_course.checks.registry import ASSIGNMENTS, load_hidden_checks
from mlp_course.checks.reference import Reference
from tests.exercises.mutation.collecting import Case
from tests.exercises.mutation.declared import (
    Declaration,
    find_declarations,
    find_judges,
    find_users,
    reevaluated,
    replaced,
)
from tests.exercises.mutation.mutants import Mutant, find_mutants
from tests.exercises.submissions import ROOT

Namespace = dict[str, Any]


@dataclass(frozen=True)
class Source:
    """Um módulo de verificação: onde está e os nomes que define, já carregados."""

    name: str
    path: Path
    namespace: Namespace

    def owns(self, value: object) -> bool:
        """Diz se uma função foi definida aqui."""
        code = getattr(inspect.unwrap(value), "__code__", None) if callable(value) else None
        return code is not None and code.co_filename == str(self.path)


@dataclass(frozen=True)
class Result:
    """O que aconteceu com um mutante."""

    source: str
    mutant: Mutant
    killed_by: str = ""

    @property
    def where(self) -> str:
        """Módulo e função ou constante."""
        return f"{self.source}:{self.mutant.owner}"


def load_sources(assignment: str) -> list[Source]:
    """Devolve os módulos de um exercício: os do seu pacote e os critérios ocultos."""
    main = importlib.import_module(ASSIGNMENTS[assignment])
    inner = pkgutil.iter_modules(main.__path__, f"{main.__name__}.")
    modules = [*(importlib.import_module(module.name) for module in inner), main]
    sources = [Source(m.__name__, Path(str(m.__file__)), vars(m)) for m in modules]
    path = ROOT / "solutions" / assignment / "hidden_checks.py"
    hidden = load_hidden_checks(str(ROOT / "solutions"), assignment).values()
    namespaces = (f.__globals__ for h in hidden for f in (h.judge, h.challenge) if _is_code(f))
    found = next((n for n in namespaces if n.get("__file__") == str(path)), None)
    return [*sources, Source("hidden_checks", path, found)] if found else sources


def _is_code(value: object) -> bool:
    return isinstance(value, types.FunctionType)


def run_mutants(
    sources: Sequence[Source], cases: Sequence[Case], report: Callable[[], None] = lambda: None
) -> list[Result]:
    """Julga os casos com cada mutante; o que ninguém percebe volta sem `killed_by`.

    Funções que só montam desafios ficam de fora: os dados já foram coletados.
    """
    if failing := [f"{c.answers} em {c.definition.check_id}" for c in cases if not c.passes()]:
        raise ValueError(
            f"Não recebem o que o corpus pede, mesmo sem mutantes: {', '.join(failing)}."
        )
    functions = {
        f"{source.name}:{name}": function
        for source in sources
        for name, function in _functions(source)
    }
    declarations = _declarations(sources)
    judges = find_judges(declarations)
    calls = [_called(case, functions, judges) for case in cases]
    judged = set().union(*calls)
    setup = _reachable({n for n in functions if _is_setup(n)}, functions) - judged
    results = []
    for source in sources:
        for mutant in find_mutants(source.path.read_text("utf-8")):
            key = f"{source.name}:{mutant.owner}"
            direct = {key} if key in functions else _users(mutant.owner, functions)
            if direct and direct <= setup:
                continue
            users = direct | {mutant.owner} | _declared_with(mutant.owner, declarations, functions)
            affected = [c for c, used in zip(cases, calls, strict=True) if users & used]
            results.append(_try(source, mutant, sources, affected, functions))
            report()
    return results


def _try(
    source: Source,
    mutant: Mutant,
    sources: Sequence[Source],
    cases: Sequence[Case],
    functions: dict[str, Any],
) -> Result:
    result = Result(source.name, mutant)
    with applied(source, mutant, sources):
        stale = _stale_caches(mutant.owner, functions)
        _clear(stale)
        for case in cases:
            if not case.passes():
                result = replace(result, killed_by=f"{case.answers}/{case.definition.check_id}")
                break
    _clear(stale)
    return result


@contextlib.contextmanager
def applied(source: Source, mutant: Mutant, sources: Sequence[Source]) -> Iterator[None]:
    """Põe o mutante no lugar do original, em todos os módulos que o importaram."""
    namespace = dict(source.namespace)
    spaces = [source.namespace, *(s.namespace for s in sources if s is not source)]
    name = mutant.owner.rpartition(".")[2]
    tree = mutant.tree
    if isinstance(tree, ast.FunctionDef):
        tree.decorator_list = []
    module = ast.fix_missing_locations(ast.Module([tree], []))
    try:
        exec(compile(module, str(source.path), "exec"), namespace)  # noqa: S102
    except Exception:
        # Uma constante que nem se calcula, como uma divisão por zero: fica como estava.
        namespace = source.namespace
    if isinstance(tree, ast.FunctionDef):
        function = inspect.unwrap(_lookup(source.namespace, mutant.owner))
        parts = ("__code__", "__defaults__", "__kwdefaults__")
        saved = {part: getattr(function, part) for part in parts}
        for part in parts:
            setattr(function, part, getattr(inspect.unwrap(namespace[name]), part))
        try:
            with reevaluated(name, spaces, _declarations(sources)):
                yield
        finally:
            for part, value in saved.items():
                setattr(function, part, value)
        return
    value = namespace[name]
    with replaced(name, value, spaces, _declarations(sources)):
        yield


def _declarations(sources: Sequence[Source]) -> list[Declaration]:
    return [d for source in sources for d in find_declarations(source.path, source.namespace)]


def _functions(source: Source) -> Iterator[tuple[str, Any]]:
    for name, value in list(source.namespace.items()):
        if isinstance(value, type) and value.__module__ == source.namespace["__name__"]:
            for inner, method in vars(value).items():
                if source.owns(method):
                    yield f"{name}.{inner}", method
        elif source.owns(value):
            yield name, value


def _declared_with(
    name: str, declarations: Sequence[Declaration], functions: dict[str, Any]
) -> set[str]:
    """O que se declara com um nome, e as funções que isso cita, com o módulo delas."""
    users = find_users(name, declarations)
    return users | {n for n in functions if n.rpartition(":")[2] in users}


def _called(
    case: Case, functions: dict[str, Any], judges: dict[int, frozenset[str]]
) -> set[str]:
    """Nomes das funções que o juiz chama neste caso, e do que os juízes declarados citam."""
    _clear(functions.values())
    names = {inspect.unwrap(f).__code__: name for name, f in functions.items()}
    called = set()

    def profile(frame: types.FrameType, event: str, argument: object) -> None:
        if event == "call" and frame.f_code in names:
            called.add(names[frame.f_code])
        elif event == "call" and frame.f_code is Reference.__call__.__code__:
            called.update(judges.get(id(frame.f_locals["self"]), ()))

    sys.setprofile(profile)
    try:
        case.passes()
    finally:
        sys.setprofile(None)
    return called


def _is_setup(name: str) -> bool:
    return name.rpartition(":")[2].startswith("challenge")


def _names(function: Any) -> set[str]:
    """Nomes globais que o código de uma função usa, também nas funções de dentro."""
    pending, names = [inspect.unwrap(function).__code__], set()
    while pending:
        code = pending.pop()
        names |= set(code.co_names)
        pending += [c for c in code.co_consts if isinstance(c, types.CodeType)]
    return names


def _users(constant: str, functions: dict[str, Any]) -> set[str]:
    return {name for name, function in functions.items() if constant in _names(function)}


def _reachable(start: set[str], functions: dict[str, Any]) -> set[str]:
    """Nomes das funções a que se chega a partir de `start`."""
    found, pending = set(start), list(start)
    while pending:
        used = _names(functions[pending.pop()])
        new = {n for n in functions if n.rpartition(":")[2].rpartition(".")[2] in used} - found
        found |= new
        pending += new
    return found


def _stale_caches(owner: str, functions: dict[str, Any]) -> list[Any]:
    """Funções com memória cujo resultado depende do que mudou."""
    short = owner.rpartition(".")[2]
    return [
        function
        for name, function in functions.items()
        if hasattr(function, "cache_clear")
        and (
            name.endswith(f":{owner}")
            or any(short in _names(functions[n]) for n in _reachable({name}, functions))
        )
    ]


def _clear(functions: Any) -> None:
    for function in functions:
        if isinstance(function, functools._lru_cache_wrapper):
            function.cache_clear()


def _lookup(namespace: Namespace, owner: str) -> Any:
    first, _, rest = owner.partition(".")
    return getattr(namespace[first], rest) if rest else namespace[first]
