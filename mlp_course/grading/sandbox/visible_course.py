"""O pacote ``mlp_course`` que o notebook vê na correção: só o que o exercício permite.

`check`, os coletores e os módulos de ``ALLOWED_MODULES``, com o que eles próprios
importam. Verificações, juízes e os outros módulos de referência não entram.
"""

import ast
import importlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from mlp_course.authoring.release import SOURCE
from mlp_course.checks.registry import ASSIGNMENTS
from mlp_course.errors import GradingError
from mlp_course.grading.sandbox.inside.kernel import COURSE_FOLDER

_ROOT = Path(__file__).parents[2]
_COURSE = Path(__file__).with_name("inside") / "course"
_COLLECTORS = ("checks/collectors.py", "checks/traces.py", "checks/artifacts.py")
# O que é de quem corrige, escreve e publica; e as verificações.
_NEVER = ("authoring", "checks", "cli", "grading", "publishing")


def allowed_modules(assignment: str) -> tuple[str, ...]:
    """Módulos do curso que o notebook de um exercício pode importar, além de `checks`."""
    module = importlib.import_module(ASSIGNMENTS[assignment])
    return tuple(getattr(module, "ALLOWED_MODULES", ()))


@cache
def build_package(allowed: tuple[str, ...]) -> dict[str, bytes]:
    """Devolve os arquivos do pacote reduzido, pelo caminho no rascunho.

    Parameters
    ----------
    allowed : tuple of str
        Nomes de módulos, como ``"data"``.

    Returns
    -------
    dict of bytes

    Raises
    ------
    GradingError
        Se um módulo não existir ou depender das verificações.
    """
    files = {str(p.relative_to(_COURSE)): p for p in _COURSE.rglob("*.py")}
    files |= {name: _ROOT / name for name in _COLLECTORS}
    files |= {str(path.relative_to(_ROOT)): path for path in _with_dependencies(allowed)}
    return {
        f"{COURSE_FOLDER}/mlp_course/{name}": path.read_bytes()
        for name, path in sorted(files.items())
    }


@cache
def inside_files() -> dict[str, bytes]:
    """Devolve o código que executa dentro da sandbox, para a impressão do ambiente."""
    folder = _COURSE.parent
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*.py"))}


def _with_dependencies(allowed: Iterable[str]) -> set[Path]:
    found: set[Path] = set()
    pending = list(allowed)
    while pending:
        name = pending.pop()
        if name.split(".")[0] in _NEVER:
            raise GradingError(f"mlp_course.{name} não pode ir para a sandbox.")
        new = set(_files_of(name)) - found
        found |= new
        pending += [other for path in new for other in _imports(path)]
    return found


def _files_of(name: str) -> Iterator[Path]:
    path = _ROOT / Path(*name.split("."))
    if path.is_dir():
        yield from path.glob("*.py")
    elif path.with_suffix(".py").exists():
        yield path.with_suffix(".py")
    else:
        raise GradingError(f"ALLOWED_MODULES cita mlp_course.{name}, que não existe.")


def _imports(path: Path) -> Iterator[str]:
    """Módulos do curso que um arquivo importa, em qualquer parte dele."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module == "mlp_course":
            names = [f"mlp_course.{a.name}" for a in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        yield from (n.removeprefix("mlp_course.") for n in names if n.startswith("mlp_course."))


def read_hidden_checks(root: Path, assignment: str) -> str:
    """Devolve o código das verificações ocultas de um exercício; vazio se não há nenhuma."""
    path = Path(root, SOURCE, assignment, "hidden_checks.py")
    return path.read_text("utf-8") if path.exists() else ""
