"""Executa as medidas de velocidade de ``benchmarks/``, uma por afirmação do curso."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from mlp_course.errors import AuthoringError

FOLDER = "benchmarks"


def list_benchmarks(root: Path) -> list[str]:
    """Devolve os nomes das medidas, em ordem."""
    return sorted(path.stem for path in Path(root, FOLDER).glob("[a-z]*.py"))


def run_benchmarks(root: Path, names: Sequence[str] = ()) -> int:
    """Executa cada medida em um processo novo e devolve o primeiro código de erro, ou 0.

    Parameters
    ----------
    root : Path
        Pasta do curso.
    names : sequence of str, optional
        Quais; sem nenhuma, todas.

    Raises
    ------
    AuthoringError
        Se não houver medida nenhuma, ou se um nome não existir.
    """
    known = list_benchmarks(root)
    if not known:
        raise AuthoringError(
            f"Não há medidas em {Path(root, FOLDER)}: eram esperados arquivos como "
            "import_time.py. Use um clone completo do curso."
        )
    if unknown := sorted(set(names) - set(known)):
        raise AuthoringError(f"Não há medida chamada {unknown}. Existem em {FOLDER}/: {known}.")
    for name in names or known:
        print(f"--> {FOLDER}/{name}.py", flush=True)
        command = [sys.executable, str(Path(FOLDER, f"{name}.py"))]
        if code := subprocess.run(command, cwd=root, check=False).returncode:  # noqa: S603
            return code
    return 0
