"""Impressões digitais: o que muda uma nota.

O ambiente (bibliotecas, limites, o que a sandbox vê) decide se uma entrega se executa de novo; o
código que julga, se as respostas guardadas se julgam de novo. Este se resume por exercício: os
arquivos do juiz dele e os que todos os juízes usam.
"""

import hashlib
import json
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[2]
_LIBRARIES = ("ipykernel", "keras", "matplotlib", "numpy", "pandas", "scikit-learn", "tensorflow")
# O que todo juiz pode usar: a maquinaria dos vereditos e os módulos que o curso ensina.
_MACHINERY = (
    "*.py",
    "population/*.py",
    "checks/*.py",
    "grading/judging/judge.py",
    "grading/judging/answer_format.py",
)


def digest(*parts: Any) -> str:
    """Resume dados JSON, textos e bytes em um texto curto."""
    state = hashlib.sha256()
    for part in parts:
        content = part if isinstance(part, bytes) else json.dumps(part, sort_keys=True).encode()
        state.update(len(content).to_bytes(8, "big") + content)
    return state.hexdigest()[:32]


def fingerprint_environment(*parts: Any) -> str:
    """Resume o que muda uma execução: Python, bibliotecas e o que vier em `parts`."""
    return digest(platform.python_version(), [_version_of(name) for name in _LIBRARIES], *parts)


def fingerprint_judge(module: str, hidden: str) -> str:
    """Resume o código que julga um exercício.

    Parameters
    ----------
    module : str
        O pacote do exercício, como ``"mlp_course.checks.a01_dados"``.
    hidden : str
        Código das verificações ocultas; vazio se não houver.
    """
    return digest(_machinery(), _files(f"checks/{module.rpartition('.')[2]}/*.py"), hidden)


@cache
def _machinery() -> str:
    return _files(*_MACHINERY)


def _files(*patterns: str) -> str:
    paths = sorted(path for pattern in patterns for path in _ROOT.glob(pattern))
    return digest(*(part for p in paths for part in (str(p.relative_to(_ROOT)), p.read_bytes())))


def _version_of(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
