"""O kernel do notebook, em um processo recém-bifurcado do zigoto."""

import os
import random
import sys
import tempfile
from pathlib import Path

CONNECTION_FILE = ".kernel/connection.json"
COURSE_FOLDER = ".course"
READY = b"pronto"


def run(scratch: str, announce: int) -> None:
    """Executa um kernel até o fim; avisa por `announce` quando já aceita mensagens."""
    _forget_the_zygote(announce)
    unwanted = ("", str(Path.cwd()), os.environ.pop("INSIDE_PATH", ""))
    os.chdir(scratch)
    course = str(Path(scratch, COURSE_FOLDER))
    os.environ.update(
        HOME=scratch,
        TMPDIR=str(Path(scratch, "tmp")),
        IPYTHONDIR=str(Path(scratch, ".ipython")),
        PYTHONPATH=course,
    )
    Path(scratch, "tmp").mkdir(exist_ok=True)
    tempfile.tempdir = None  # o do zigoto foi guardado
    sys.path[:] = [course, *(path for path in sys.path if path not in unwanted)]
    sys.argv[:] = ["kernel"]
    for name in [n for n in sys.modules if n == "inside" or n.startswith("inside.")]:
        del sys.modules[name]
    _reseed()
    from ipykernel.iostream import OutStream
    from ipykernel.kernelapp import IPKernelApp
    from traitlets.config import Config

    config = Config()
    # O que o C++ escreve no descritor de erros não é saída da célula.
    config.IPKernelApp.capture_fd_output = False
    config.IPKernelApp.log_level = 50
    config.HistoryManager.enabled = False
    # Mensagens menores: quem imprime sem parar é interrompido antes de passar do tamanho aceito.
    OutStream.flush_interval = 0.05
    app = IPKernelApp.instance(config=config)
    app.initialize(["-f", str(Path(scratch, CONNECTION_FILE))])
    os.write(announce, READY)
    os.close(announce)
    app.start()


def _forget_the_zygote(announce: int) -> None:
    """Fecha tudo o que foi herdado, menos `announce`; entrada e saída vão ao vazio."""
    null = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(null, standard)
    os.closerange(3, announce)
    os.closerange(announce + 1, 1 << 16)


def _reseed() -> None:
    """Sem isto, todos os kernels começariam com os mesmos sorteios."""
    random.seed()
    if "numpy" in sys.modules:
        import numpy as np

        np.random.seed()  # noqa: NPY002 — é o estado global que o aluno pode usar
