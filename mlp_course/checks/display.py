"""Mostrar um resultado: com formatação no notebook, como texto no terminal."""

from typing import Any

from mlp_course.console import forgive_encoding


def show(result: Any) -> None:
    """Mostra `result` onde o código está rodando."""
    from IPython import get_ipython
    from IPython.display import display

    if get_ipython() is None:
        forgive_encoding()
        print(result)
    else:
        display(result)
