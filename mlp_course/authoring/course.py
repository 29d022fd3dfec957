"""A pasta do curso, achada de onde o comando foi chamado.

Quem escreve um exercício está quase sempre em uma subpasta; por isso procura-se para
cima, como o git faz, até a pasta que tem o que só a raiz do curso tem.
"""

import os
from pathlib import Path

from mlp_course.errors import AuthoringError

# O livro não conta: quem dá só os exercícios pode tirá-lo.
MARKERS = ("nbgrader_config.py", "solutions")


def find_course_root(start: Path | None = None) -> Path:
    """Devolve a raiz do curso: `start`, ou a primeira pasta acima dela que o seja.

    Parameters
    ----------
    start : Path, optional
        De onde procurar; sem ela, a pasta atual.

    Returns
    -------
    Path
        Um caminho absoluto.

    Raises
    ------
    AuthoringError
        Se nem `start` nem nenhuma pasta acima dela for a raiz do curso.
    """
    folder = Path.cwd() if start is None else Path(start).resolve()
    for candidate in (folder, *folder.parents):
        if is_course_root(candidate):
            return candidate
    expected = " e ".join(MARKERS)
    raise AuthoringError(
        f"Não achei o curso em {folder} nem acima dela: a raiz do curso tem {expected}. "
        "Entre na pasta do curso, ou diga onde ela está com --course PASTA."
    )


def is_course_root(folder: Path) -> bool:
    """Diz se uma pasta é a raiz do curso; a que não se pode abrir não é."""
    try:
        return all(Path(folder, marker).exists() for marker in MARKERS)
    except PermissionError:
        return False


def path_from_here(path: Path) -> Path:
    """Devolve o caminho que leva a `path` a partir da pasta atual, para mostrar a quem a usa."""
    try:
        return Path(os.path.relpath(path))
    except ValueError:  # no Windows, de um disco a outro não há caminho relativo
        return Path(path)
