"""O que veio junto sem ninguém escolher: do sistema, do editor e do ambiente do Python.

Sai antes de se julgar qualquer limite, porque quem compacta a pasta inteira envia o
``.venv`` sem saber.
"""

import re
from collections.abc import Container, Iterable, Sequence

_JUNK = re.compile(
    r"^(\..*|~\$.*|__MACOSX|(eh)?Thumbs\.db|desktop\.ini|Icon\r|\$RECYCLE\.BIN"
    r"|System Volume Information|__pycache__|site-packages|node_modules)$",
    re.IGNORECASE,
)
_ENVIRONMENT_MARKS = ("pyvenv.cfg", "conda-meta")
# O resto do que há na pasta de um ambiente é do aluno, que pode tê-lo criado ali mesmo.
_ENVIRONMENT_PARTS = frozenset(
    (
        *_ENVIRONMENT_MARKS,
        *("bin", "sbin", "scripts", "include", "lib", "lib64", "libs", "library", "dlls", "tcl"),
        *("tools", "share", "etc", "man", "doc", "ssl", "pkgs", "envs"),
    )
)


def is_junk(part: str) -> bool:
    """Diz se um nome é do sistema do aluno, e não dele."""
    return bool(_JUNK.match(part))


def find_environments(paths: Iterable[Sequence[str]]) -> set[tuple[str, ...]]:
    """Devolve as pastas que são um ambiente do Python (venv ou conda), com qualquer nome."""
    return {
        tuple(path[:i])
        for path in paths
        for i, part in enumerate(path)
        if part in _ENVIRONMENT_MARKS
    }


def is_system_path(path: Sequence[str], environments: Container[tuple[str, ...]] = ()) -> bool:
    """Diz se um arquivo é do sistema do aluno: lixo, ou parte de um ambiente do Python.

    Parameters
    ----------
    path : sequence of str
        Pastas e nome.
    environments : container of tuple of str
        As pastas que `find_environments` achou.
    """
    # Não são nomes: “.” é a própria pasta, e quem quer sair dela com “..” se recusa adiante.
    if any(is_junk(part) for part in path if part not in (".", "..")):
        return True
    return any(
        part.lower() in _ENVIRONMENT_PARTS and tuple(path[:i]) in environments
        for i, part in enumerate(path)
    )
