"""Como iniciar kernels que só registram o que o código do notebook escreve.

O perfil está em ``jupyter/ipython_kernel_config.tmpl``. Instalar o curso o põe em
``etc/ipython`` do ambiente, onde todo kernel o lê, também o do JupyterLab; aqui ele vai
para a pasta de quem inicia kernels com outro ``IPYTHONDIR``.
"""

import os
import sys
from importlib.resources import files
from pathlib import Path


def kernel_environment(folder: Path) -> dict[str, str]:
    """Escreve o perfil em `folder` e devolve as variáveis de ambiente que o usam.

    Parameters
    ----------
    folder : Path
        Pasta de trabalho, criada se faltar.

    Returns
    -------
    dict of str
        Para juntar a `os.environ` de quem inicia o kernel.
    """
    _write_profile(Path(folder, "profile_default"))
    return {
        "IPYTHONDIR": str(Path(folder).resolve()),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        # O kernel "python3" e o alembic deste ambiente, mesmo que ele não esteja ativado.
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
    }


def _write_profile(folder: Path) -> None:
    path = folder / "ipython_kernel_config.py"
    profile = files("mlp_course").joinpath("jupyter", "ipython_kernel_config.tmpl").read_bytes()
    if path.is_file() and path.read_bytes() == profile:
        return
    folder.mkdir(parents=True, exist_ok=True)
    # Um kernel que nascesse no meio da escrita leria um arquivo vazio.
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_bytes(profile)
    partial.replace(path)
