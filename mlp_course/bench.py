"""Executa as medidas de velocidade de ``benchmarks/``, uma por afirmação do curso."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def list_benchmarks(root: Path) -> list[str]:
    """Devolve os nomes das medidas, em ordem."""
    return sorted(path.stem for path in Path(root, "benchmarks").glob("[a-z]*.py"))


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
    ValueError
        Se um nome não existir.
    """
    known = list_benchmarks(root)
    if unknown := sorted(set(names) - set(known)):
        raise ValueError(f"Não há medida chamada {unknown}. Existem em benchmarks/: {known}.")
    for name in names or known:
        print(f"--> benchmarks/{name}.py", flush=True)
        command = [sys.executable, str(Path("benchmarks", f"{name}.py"))]
        if code := subprocess.run(command, cwd=root, check=False).returncode:  # noqa: S603
            return code
    return 0
