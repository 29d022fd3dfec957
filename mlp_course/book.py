"""Constrói o livro: toda célula executada, todo aviso um erro."""

import os
import shutil
import subprocess
from pathlib import Path

from mlp_course.kernels import kernel_environment
from mlp_course.webassets import build_web_assets

EDITIONS = Path("_build", "baixar")


def build_book(root: Path) -> int:
    """Constrói o livro em ``_build/html`` e devolve o código de saída do Jupyter Book.

    Parameters
    ----------
    root : Path
        Pasta do curso, com ``_config.yml`` e ``book/``.
    """
    assets = build_web_assets(root)
    code = build_pages(root, "html")
    # O Sphinx não copia nada quando nenhum texto mudou, e então um .js novo ficaria de fora.
    html = Path(root, "_build", "html")
    shutil.copytree(Path(root, "book", "_static"), html / "_static", dirs_exist_ok=True)
    shutil.copytree(assets, html, dirs_exist_ok=True)
    if Path(root, EDITIONS).exists():
        shutil.copytree(Path(root, EDITIONS), html / EDITIONS.name, dirs_exist_ok=True)
    return code


def build_pages(root: Path, builder: str) -> int:
    """Executa o Jupyter Book e devolve o seu código de saída; qualquer aviso é um erro.

    Parameters
    ----------
    root : Path
        Pasta do curso.
    builder : {"html", "epub", "singlehtml"}
        O que o Sphinx escreve, em ``_build`` e em uma pasta com esse nome.
    """
    environment = os.environ | kernel_environment(Path(root, "_build", "ipython"))
    # Um aviso causado por uma célula do livro interrompe a construção.
    environment["PYTHONWARNINGS"] = "error:::__main__"
    command = ["jupyter-book", "build", "book", "--config", "_config.yml", "--path-output", "."]
    if builder != "html":
        command += ["--builder", "custom", "--custom-builder", builder]
    return subprocess.run(  # noqa: S603 — comando fixo, sem texto de fora
        [*command, "-W", "-n", "--keep-going"], cwd=root, env=environment, check=False
    ).returncode
