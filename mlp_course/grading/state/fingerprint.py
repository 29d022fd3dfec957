"""Impressões digitais: o que muda uma nota, e só isso.

Para cada verificação, o código do seu desafio e do seu juiz e tudo o que eles
chamam dentro do curso, símbolo a símbolo. Corrigir um juiz muda a impressão das
verificações que o usam e de nenhuma outra.
"""

import ast
import hashlib
import json
import platform
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[2]
_LIBRARIES = ("ipykernel", "keras", "matplotlib", "numpy", "pandas", "scikit-learn", "tensorflow")
# O que todo julgamento usa, sem depender do exercício.
_MACHINERY = (
    ("mlp_course.checks.definition", None),
    ("mlp_course.checks.verdict", "score_criteria"),
    ("mlp_course.checks.verdict", "not_attempted"),
    ("mlp_course.grading.judging.judge", None),
)
_LISTS = ("CHECKS", "HIDDEN_CHECKS")


def digest(*parts: Any) -> str:
    """Resume dados JSON, textos e bytes em um texto curto."""
    state = hashlib.sha256()
    for part in parts:
        content = part if isinstance(part, bytes) else json.dumps(part, sort_keys=True).encode()
        state.update(len(content).to_bytes(8, "big") + content)
    return state.hexdigest()[:32]


def fingerprint_environment(*parts: Any) -> str:
    """Resume o que muda uma execução: Python, bibliotecas e o que vier em `parts`."""
    return digest(platform.python_version(), [_version_of(name) for name in _LIBRARIES], *parts)


def fingerprint_checks(module: str, hidden: str, check_ids: Mapping[str, Any]) -> dict[str, str]:
    """Resume o código de cada verificação de um exercício.

    Parameters
    ----------
    module : str
        Módulo com ``CHECKS``.
    hidden : str
        Código das verificações ocultas; vazio se não houver.
    check_ids : iterable of str

    Returns
    -------
    dict of str
    """
    modules = {module: _parse(module)}
    trees = list(modules.values())
    if hidden:
        trees.append(_Module(ast.parse(hidden)))
    shared: set[str] = set()
    for name, symbol in _MACHINERY:
        shared |= _texts(_parse(name), symbol, set())
    prints = {}
    for check_id in check_ids:
        texts = set(shared)
        for tree in trees:
            texts |= _check_texts(tree, check_id)
        prints[check_id] = digest(sorted(texts))
    return prints


class _Module:
    """Um módulo já lido: o que cada nome do topo define."""

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        self.names: dict[str, list[ast.stmt]] = {}
        for node in tree.body:
            for name in _defined(node):
                self.names.setdefault(name, []).append(node)


@cache
def _parse(name: str) -> _Module:
    path = _ROOT.joinpath(*name.split(".")[1:])
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return _Module(ast.parse(path.read_text("utf-8")))


def _check_texts(module: _Module, check_id: str) -> set[str]:
    """Textos da definição de `check_id`; se a lista não for direta, os do módulo todo."""
    lists = [node for name in _LISTS for node in module.names.get(name, [])]
    entries = [e for node in lists for e in getattr(getattr(node, "value", None), "elts", [])]
    if not entries or not all(_id_of(entry) for entry in entries):
        return _texts(module, None, set())
    texts: set[str] = set()
    for entry in entries:
        if _id_of(entry) == check_id:
            texts |= _reached(module, entry, set())
    return texts


def _id_of(entry: ast.expr) -> str | None:
    if not isinstance(entry, ast.Call):
        return None
    named = {k.arg: k.value for k in entry.keywords}
    first = entry.args[0] if entry.args else named.get("check_id")
    return str(first.value) if isinstance(first, ast.Constant) else None


def _texts(module: _Module, symbol: str | None, seen: set) -> set[str]:
    """Textos de um símbolo e do que ele alcança; sem símbolo, do módulo inteiro."""
    if (id(module), symbol) in seen:
        return set()
    seen.add((id(module), symbol))
    known = symbol is not None and symbol in module.names
    nodes: list[Any] = module.names[str(symbol)] if known else module.tree.body
    texts: set[str] = set()
    for node in nodes:
        texts |= _reached(module, _only(node, symbol) if known else node, seen)
    return texts


def _only(node: ast.AST, symbol: str | None) -> ast.AST:
    """De um import de vários nomes, só o que interessa."""
    if not isinstance(node, ast.ImportFrom):
        return node
    names = [alias for alias in node.names if (alias.asname or alias.name) == symbol]
    return ast.ImportFrom(module=node.module, names=names, level=node.level)


def _reached(module: _Module, node: ast.AST, seen: set) -> set[str]:
    texts = {_source(node)}
    for name, symbol in _course_imports(node):
        texts |= _texts(_parse(name), symbol, seen)
    for child in ast.walk(node):
        if isinstance(child, ast.Name) and child.id in module.names:
            texts |= _texts(module, child.id, seen)
    return texts


@cache
def _source(node: ast.AST) -> str:
    return ast.unparse(node)


def _course_imports(node: ast.AST) -> Iterator[tuple[str, str | None]]:
    for child in ast.walk(node):
        if isinstance(child, ast.ImportFrom) and (child.module or "").startswith("mlp_course"):
            for alias in child.names:
                submodule = f"{child.module}.{alias.name}"
                exists = _ROOT.joinpath(*submodule.split(".")[1:])
                is_module = exists.with_suffix(".py").exists() or exists.is_dir()
                yield (submodule, None) if is_module else (str(child.module), alias.name)
        elif isinstance(child, ast.Import):
            for alias in child.names:
                if alias.name.startswith("mlp_course."):
                    yield alias.name, None


def _defined(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        for alias in node.names:
            yield alias.asname or alias.name.split(".")[0]
    elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            for child in ast.walk(target):
                if isinstance(child, ast.Name):
                    yield child.id


def _version_of(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
