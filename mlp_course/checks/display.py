"""Mostrar um resultado: com formatação no notebook, como texto no terminal."""

from typing import Any

from mlp_course.console import forgive_encoding


def in_notebook() -> bool:
    """Se o código roda em um kernel, cujas saídas um navegador mostra."""
    from IPython import get_ipython

    return getattr(get_ipython(), "kernel", None) is not None


def show(result: Any) -> None:
    """Mostra `result` onde o código está rodando."""
    from IPython import get_ipython
    from IPython.display import display

    if get_ipython() is None:
        forgive_encoding()
        print(result)
    else:
        display(result)
