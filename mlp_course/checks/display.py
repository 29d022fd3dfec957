"""Mostrar um resultado: com formatação no notebook, como texto no terminal."""

import sys
from typing import Any

from mlp_course.console import forgive_encoding


def get_shell() -> Any:
    """O IPython em que o código roda; None fora dele, sem o carregar."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def in_notebook() -> bool:
    """Se o código roda em um kernel, cujas saídas um navegador mostra."""
    return getattr(get_shell(), "kernel", None) is not None


def show(result: Any) -> None:
    """Mostra `result` onde o código está rodando."""
    if get_shell() is None:
        forgive_encoding()
        print(result)
    else:
        from IPython.display import display

        display(result)
