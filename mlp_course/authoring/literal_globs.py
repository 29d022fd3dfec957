"""O nbgrader lê o caminho do curso como se fosse um padrão; aqui, ele é só um caminho.

Ele junta a pasta do curso aos seus curingas e entrega tudo ao `glob`: em
``turma [A]/submitted/*``, os colchetes passam a querer dizer “um A”, e nada se acha.
O que já existe com aquele nome não é curinga, por isso se protege antes.
"""

import glob
import os
from importlib import import_module
from types import SimpleNamespace
from typing import Any

# Onde o nbgrader monta padrões com caminhos do disco.
_MODULES = ("nbgrader.apps.api", "nbgrader.converters.base", "nbgrader.utils")


def read_paths_literally() -> None:
    """Faz o nbgrader deste processo achar cursos com colchetes no caminho.

    Chamá-la de novo não muda nada.
    """
    literal = SimpleNamespace(glob=_literal_glob, iglob=glob.iglob, escape=glob.escape)
    for name in _MODULES:
        vars(import_module(name))["glob"] = literal


def escape_existing(pattern: str) -> str:
    """Protege a parte de um padrão que já existe no disco.

    Parameters
    ----------
    pattern : str
        Como ``turma [A]/submitted/*/01-dados``.

    Returns
    -------
    str
        Se ``turma [A]`` existe, ``turma [[]A]/submitted/*/01-dados``.
    """
    existing = pattern
    while existing and not os.path.lexists(existing):
        existing = os.path.split(existing)[0]
    return glob.escape(existing) + pattern[len(existing) :]


def _literal_glob(pattern: str, **options: Any) -> list[str]:
    return glob.glob(escape_existing(pattern), **options)  # noqa: PTH207 — o nbgrader quer textos
