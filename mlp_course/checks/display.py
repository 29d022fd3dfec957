"""Mostrar um resultado: com formatação no notebook, como texto no terminal."""

from typing import Any


def show(result: Any) -> None:
    """Mostra `result` onde o código está rodando."""
    from IPython import get_ipython
    from IPython.display import display

    if get_ipython() is None:
        print(result)
    else:
        display(result)
