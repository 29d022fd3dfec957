"""Que chamada encerrou o kernel: ``exit()``, ``quit()`` ou ``os._exit``, pelo texto da célula.

``exit()`` só avisa que o kernel vai parar, e ele ainda atende pedidos por um instante: sem
ler esse aviso, as células seguintes se perderiam ou não conforme a pressa da máquina. A
conferência e a correção param nele, e por isso o que vem depois se perde sempre.
"""

import ast
from typing import Any

_NAMES = {"exit": "exit()", "quit": "quit()", "_exit": "os._exit()"}
_ATTRIBUTES = {"_exit": "os._exit()", "abort": "os.abort()"}
_EITHER = "exit() ou quit()"


def asks_to_exit(content: Any) -> bool:
    """Diz se, na resposta a uma célula, o kernel avisa que vai parar."""
    # Na correção, quem escreve a resposta é um kernel em que não se confia.
    payload = content.get("payload") if isinstance(content, dict) else None
    return isinstance(payload, list) and any(
        isinstance(part, dict) and part.get("source") == "ask_exit" and not part.get("keepkernel")
        for part in payload
    )


def exit_message(code: str, *, asked: bool) -> str:
    """Explica o fim do kernel pela chamada que a célula fez; vazio se não se sabe.

    Parameters
    ----------
    code : str
        O texto da célula.
    asked : bool
        Se o próprio kernel avisou que ia parar.

    Examples
    --------
    >>> exit_message("import os; os._exit(0)", asked=False)[:27]
    'A célula chamou os._exit(),'
    >>> exit_message("x = 1", asked=False)
    ''
    """
    call = _find_call(code) or (_EITHER if asked else "")
    if not call:
        return ""
    return (
        f"A célula chamou {call}, que encerra o kernel: as células seguintes não foram "
        "executadas. O que já estava respondido vale; apague a chamada."
    )


def _find_call(code: str) -> str:
    # As linhas do IPython (``%matplotlib``, ``!ls``) não são Python, e não chamam nada disto.
    lines = ("pass" if line.startswith(("%", "!")) else line for line in code.splitlines())
    try:
        tree = ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    for node in ast.walk(tree):
        found = _name_of(node.func) if isinstance(node, ast.Call) else _bare_name(node)
        if found:
            return found
    return ""


def _name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return _NAMES.get(function.id, "")
    if isinstance(function, ast.Attribute):
        return _ATTRIBUTES.get(function.attr, "")
    return ""


def _bare_name(node: ast.AST) -> str:
    # O IPython chama sozinho um ``exit`` que ocupa a linha.
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Name):
        return _NAMES.get(node.value.id, "")
    return ""
