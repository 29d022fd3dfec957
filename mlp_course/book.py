"""Constrói o livro: toda célula executada, todo aviso um erro."""

import os
import subprocess
import sys
from pathlib import Path


def build_book(root: Path) -> int:
    """Constrói o livro em ``_build/html`` e devolve o código de saída do Jupyter Book.

    Parameters
    ----------
    root : Path
        Pasta do curso, com ``_config.yml`` e ``book/``.
    """
    environment = os.environ | {
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        # O kernel "python3" do ambiente do livro, e não o de outro Python do sistema.
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
    }
    command = ["jupyter-book", "build", "book", "--config", "_config.yml", "--path-output", "."]
    return subprocess.run(  # noqa: S603 — comando fixo, sem texto de fora
        [*command, "-W", "-n", "--keep-going"], cwd=root, env=environment, check=False
    ).returncode
