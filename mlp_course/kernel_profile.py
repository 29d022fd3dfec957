"""Como iniciar kernels que só registram o que o código do notebook escreve.

As bibliotecas em C++ do TensorFlow escrevem direto no descritor de erros ao
serem importadas. Por padrão o kernel captura isso como saída da célula, e o
nbgrader dá zero a uma célula com saída de erro. O perfil daqui deixa essas
linhas no terminal; os avisos do Python continuam na célula.
"""

import os
import sys
from pathlib import Path

_PROFILE = """\
c = get_config()
c.IPKernelApp.capture_fd_output = False
c.Application.log_level = 40
"""


def quiet_environment() -> Path:
    """Faz todo kernel deste ambiente virtual seguir o perfil daqui, também no JupyterLab.

    Returns
    -------
    Path
        O arquivo escrito, em ``etc/ipython`` do ambiente.
    """
    return _write_profile(Path(sys.prefix, "etc", "ipython"))


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


def _write_profile(folder: Path) -> Path:
    path = folder / "ipython_kernel_config.py"
    if path.is_file() and path.read_text(encoding="utf-8") == _PROFILE:
        return path
    folder.mkdir(parents=True, exist_ok=True)
    # Um kernel que nascesse no meio da escrita leria um arquivo vazio.
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_text(_PROFILE, encoding="utf-8")
    partial.replace(path)
    return path
