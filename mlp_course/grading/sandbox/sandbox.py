"""A sandbox: o bubblewrap com quase nada à vista, e o zigoto dentro dela.

Só o sistema, o Python e o ambiente virtual são montados, em leitura. O curso,
as verificações, as entregas e o banco de notas ficam fora. O zigoto importa as
bibliotecas uma vez; cada entrega recebe um kernel bifurcado dele, com um
confinamento próprio (`mlp_course.grading.sandbox.inside.confine`).

References
----------
bubblewrap: https://github.com/containers/bubblewrap
"""

import base64
import contextlib
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from mlp_course.grading.sandbox.bwrap import INSIDE, build_command, find_bwrap, find_missing
from mlp_course.grading.sandbox.inside import confine, wire
from mlp_course.grading.sandbox.inside.kernel import READY
from mlp_course.grading.sandbox.kernel_client import Kernel, connection_file
from mlp_course.grading.sandbox.limits import Limits
from mlp_course.grading.sandbox.refusal import explain_refusal, read_machine

BASE_MODULES = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "matplotlib.pyplot",
    "pandas",
    "sklearn.datasets",
    "sklearn.linear_model",
    "sklearn.metrics",
    "sklearn.model_selection",
    "sklearn.preprocessing",
)
KERAS_MODULES = (*BASE_MODULES, "keras")
# Só para o que nunca vai começar: em uma máquina cheia, carregar tudo leva minutos.
_STARTUP_SECONDS = 600
_KERNEL_SECONDS = 180
_EXIT_SECONDS = 5
_SPEAKER = "bwrap: "
_ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "CUDA_VISIBLE_DEVICES": "-1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "PYTHONDONTWRITEBYTECODE": "1",
    # Um núcleo por kernel: os trabalhadores já ocupam os outros.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
}


class SandboxError(RuntimeError):
    """A sandbox não começou; a mensagem diz por quê, e o que fazer nas linhas seguintes."""

    @property
    def cause(self) -> str:
        """A causa, em uma linha."""
        return str(self).partition("\n")[0]


class Sandbox:
    """Um zigoto pronto para bifurcar kernels.

    Parameters
    ----------
    modules : sequence of str
        O que importar antes do primeiro kernel.
    limits : Limits
    confined : bool, default True
        Se falso, sem bubblewrap: só para quem aceita executar código alheio sem proteção.
    nested : bool, default True
        Se falso, ou se o sistema não o permitir, cada sandbox serve a uma só entrega.
    hidden : sequence of Path, default ()
        Pastas a esconder se estiverem dentro de algo montado.
    """

    def __init__(
        self,
        modules: Iterable[str],
        limits: Limits,
        *,
        confined: bool = True,
        nested: bool = True,
        hidden: Iterable[Path] = (),
    ) -> None:
        if confined and (missing := find_missing()):
            raise SandboxError(missing)
        self.modules, self.limits, self.hidden = tuple(modules), limits, tuple(hidden)
        self.confined = confined
        self.mode = "none" if not confined else "nested" if nested else "single"
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._errors: IO[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._used = False

    def __enter__(self) -> "Sandbox":
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Processo de fora que mantém a sandbox viva."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Inicia o zigoto e espera que ele tenha importado tudo.

        Raises
        ------
        SandboxError
            Se o bubblewrap ou o zigoto não começar.
        """
        self.close()
        if not self._launch() and self.mode == "nested":
            # Há sistemas que permitem uma sandbox, mas não outra dentro dela.
            self.mode = "single"
            self.close()
            self._launch()

    @contextmanager
    def kernel(self, files: Mapping[str, bytes]) -> Iterator[Kernel]:
        """Um kernel só para quem chamou, com `files` no rascunho; morre ao sair.

        Raises
        ------
        SandboxError
            Se o kernel não começar, mesmo em um zigoto novo.
        """
        if self._used and self.mode == "single":
            self.close()
        try:
            kernel = self._fork(files)
        except (OSError, EOFError, SandboxError):
            # O zigoto pode ter morrido: outro toma o seu lugar, uma vez.
            self.close()
            kernel = self._fork(files)
        self._used = True
        try:
            yield kernel
        finally:
            ended = kernel.close()
            if self.mode == "single" or not ended:
                self.close()

    def close(self) -> None:
        """Encerra o zigoto e tudo o que restar dele."""
        if self._channel:
            self._channel.close()
        if self._process:
            # Sem soquete, o zigoto sai, e o namespace de PIDs termina antes do bubblewrap.
            try:
                self._process.wait(_EXIT_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._folder:
            self._folder.cleanup()
        if self._errors:
            self._errors.close()
        self._channel = self._process = self._folder = self._errors = None
        self._used = False

    def _launch(self) -> bool:
        # Um arquivo, e não um tubo que ninguém lê e que encheria.
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 — fica aberto com o processo
        ours, theirs = socket.socketpair()
        ours.settimeout(_STARTUP_SECONDS)
        self._channel = ours
        zygote = ["-m", "inside.zygote", self.mode, str(theirs.fileno()), *self.modules]
        if self.mode == "none":
            self._folder = tempfile.TemporaryDirectory(prefix="mlp-course-")
            shutil.copytree(INSIDE, Path(self._folder.name, "inside"))
            command = [sys.executable, *zygote]
            environment = _ENVIRONMENT | {
                "PYTHONPATH": self._folder.name,
                "INSIDE_PATH": self._folder.name,
                "HOME": self._folder.name,
            }
        else:
            command = [*build_command(self.limits, self.mode, self.hidden), sys.executable, *zygote]
            environment = _ENVIRONMENT
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 — o comando é montado aqui
                command,
                pass_fds=[theirs.fileno()],
                env=environment,
                cwd=self._folder.name if self._folder else "/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
            )
        try:
            return bool(wire.receive(ours)[0]["ready"])
        except (EOFError, OSError):
            message = self._explain_failure()
            self.close()
            raise SandboxError(message) from None

    def _fork(self, files: Mapping[str, bytes]) -> Kernel:
        if self._process is None:
            self.start()
        assert self._channel is not None  # noqa: S101 — start o abriu ou levantou um erro
        scratch = confine.SCRATCH
        if self.mode == "none":
            scratch = tempfile.mkdtemp(prefix="mlp-course-kernel-")
        name, connection = connection_file(scratch)
        request = {
            "scratch": scratch,
            "limits": self.limits.to_dict(),
            "files": {
                path: base64.b64encode(content).decode()
                for path, content in ({**files, name: connection}).items()
            },
        }
        self._channel.settimeout(_KERNEL_SECONDS)
        wire.send(self._channel, request)
        answer, descriptors = wire.receive(self._channel)
        if not answer["ok"]:
            raise SandboxError(f"O kernel não começou na sandbox: {answer['error']}.")
        process, folder, ready = descriptors
        kernel = Kernel(
            process, folder, connection, None if self.mode != "none" else Path(scratch), self.pid
        )
        message = _wait_ready(ready)
        if message != READY:
            kernel.close()
            raise SandboxError(f"O kernel não começou na sandbox: {message.decode() or 'saiu'}.")
        kernel.connect()
        return kernel

    def _explain_failure(self) -> str:
        assert self._process is not None  # noqa: S101 — só é chamada depois de iniciado
        assert self._errors is not None  # noqa: S101
        self._process.kill()
        self._process.wait()
        self._errors.seek(0)
        text = self._errors.read().decode(errors="replace")
        return f"A sandbox não começou: {_explain(text)}"


def _explain(text: str) -> str:
    """Explica o que o bubblewrap, ou o zigoto dentro dele, escreveu antes de sair."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if lines and not lines[-1].startswith(_SPEAKER):
        return f"{lines[-1]}."
    said = lines[-1].removeprefix(_SPEAKER) if lines else ""
    return str(explain_refusal(said, read_machine(), find_bwrap() or "bwrap"))


def _wait_ready(descriptor: int) -> bytes:
    """Lê o aviso do kernel: READY, ou por que ele não começou."""
    message, deadline = b"", time.monotonic() + _KERNEL_SECONDS
    with contextlib.closing(os.fdopen(descriptor, "rb", buffering=0)) as pipe:
        while message != READY and time.monotonic() < deadline:
            readable, _, _ = select.select([pipe], [], [], 1)
            if readable and not (data := pipe.read(4096)):
                break
            message += data if readable else b""
    return message
