"""Um nome que falta, explicado: que célula executar antes.

Ao reabrir um notebook, o kernel é novo e nada foi executado: o primeiro erro de quase
todo aluno é um NameError em inglês. Aqui ele ganha uma frase, e na célula de verificação
fica só ela.
"""

import ast
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_CALL = re.compile(r"""^check\(\s*["']([0-9]{2}-[a-z0-9-]+\.[a-z0-9_-]+)["']""", re.MULTILINE)
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)


def load_ipython_extension(shell: Any) -> None:
    """Liga a explicação; o perfil dos kernels do curso a pede, e `check` também."""
    if NameError not in shell.custom_exceptions:
        shell.set_custom_exc((*shell.custom_exceptions, NameError), _show)


def explain(name: str, source: str, notebook: Path | None = None) -> str:
    """Diz que célula executar para que `name` exista.

    Parameters
    ----------
    name : str
        O nome que falta.
    source : str
        A célula que parou.
    notebook : Path, optional
        O arquivo aberto, se se sabe qual é.

    Returns
    -------
    str
    """
    missing = f"“{name}” ainda não existe neste kernel"
    if place := _find_cell(name, notebook):
        return f"{missing}: execute antes a célula de “{place}”, que o define."
    if name == "check":
        return f"{missing}: execute antes a primeira célula de código do notebook, que o importa."
    if call := _CALL.search(source):
        return f"{missing}: a resposta de {call[1]} é que o define; execute-a antes."
    return (
        f"{missing}: se outra célula o define, execute-a antes; se nenhuma o define, confira "
        "como está escrito."
    )


def _show(shell: Any, kind: type, error: NameError, trace: Any, tb_offset: Any = None) -> None:
    source = shell.user_ns.get("In", [""])[-1]
    sentence = explain(error.name or "", source, _open_notebook(shell)) if error.name else ""
    lines = [f"{kind.__name__}: {sentence or error}"]
    if not (sentence and _CALL.search(source)):
        standard = shell.InteractiveTB.structured_traceback(kind, error, trace, tb_offset=1)
        lines = [*standard, *([sentence] if sentence else [])]
    shell._showtraceback(kind, type(error)(sentence or str(error)), lines)


def _open_notebook(shell: Any) -> Path | None:
    """O arquivo que o Jupyter ou o VS Code diz ter aberto."""
    name = shell.user_ns.get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME")
    return Path(name) if name else None


def _find_cell(name: str, notebook: Path | None) -> str:
    """O título acima da primeira célula que define `name`; vazio se não se acha."""
    heading = ""
    for kind, source in _read_cells(notebook):
        if kind == "markdown":
            heading = [heading, *_HEADING.findall(source)][-1]
        elif kind == "code" and name in _defined_names(source):
            return heading
    return ""


def _read_cells(notebook: Path | None) -> Iterator[tuple[str, str]]:
    # O arquivo pode ter mudado de nome, ou estar pela metade: então não se sabe, e basta.
    try:
        content = json.loads(notebook.read_text(encoding="utf-8")) if notebook else {}
        cells = [(cell["cell_type"], "".join(cell["source"])) for cell in content["cells"]]
    except (OSError, ValueError, KeyError, TypeError):
        return
    yield from cells


def _defined_names(source: str) -> set[str]:
    """Os nomes que uma célula passa a definir; nenhum, se ela não é Python que se leia."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return set()
    names: set[str] = set()
    for statement in tree.body:
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            names.add(statement.name)
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names.add(node.id)
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                names |= {alias.asname or alias.name.split(".")[0] for alias in node.names}
    return names
