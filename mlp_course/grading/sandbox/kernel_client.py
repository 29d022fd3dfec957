"""Um kernel visto de fora: processo, rascunho e canais de mensagens.

O processo é um descritor (pidfd), que nunca aponta para outro processo; o
rascunho também, e por ele se leem as respostas e se alcançam os soquetes, que só
existem dentro da sandbox. Tudo o que vem do kernel foi escrito pelo aluno.
"""

import contextlib
import json
import os
import secrets
import select
import shutil
import signal
import stat
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import zmq
from jupyter_client.blocking import BlockingKernelClient

from mlp_course.grading.sandbox.inside.kernel import CONNECTION_FILE

_PORTS = {
    f"{name}_port": i for i, name in enumerate(("shell", "iopub", "stdin", "hb", "control"), 1)
}
_MAX_MESSAGE_BYTES = 48 << 20
_MAX_QUEUED_MESSAGES = 4
_CHANNEL_MILLISECONDS = 1000
_NEVER_MILLISECONDS = 24 * 3600 * 1000
_KILL_SECONDS = 10


@dataclass(frozen=True)
class Usage:
    """O que a árvore de processos de um kernel usa agora.

    Parameters
    ----------
    memory_bytes : int
        Soma da memória residente; páginas partilhadas contam em cada processo.
    largest_bytes : int
        Memória residente do maior processo.
    cpu_seconds : float
    """

    memory_bytes: int
    largest_bytes: int
    cpu_seconds: float


def connection_file(scratch: str) -> tuple[str, bytes]:
    """Nome e conteúdo do arquivo de conexão de um kernel novo, por IPC."""
    info = {
        "transport": "ipc",
        "ip": str(Path(scratch, ".kernel", "k")),
        "key": secrets.token_hex(),
        "signature_scheme": "hmac-sha256",
        **_PORTS,
    }
    return CONNECTION_FILE, json.dumps(info).encode()


class Kernel:
    """Um kernel em execução.

    Parameters
    ----------
    process : int
        Descritor (pidfd) do primeiro processo.
    folder : int
        Descritor da pasta de rascunho.
    connection : bytes
        Arquivo de conexão.
    disposable : Path, optional
        Pasta de rascunho a apagar no fim, quando não é a da sandbox.
    sandbox_pid : int, optional
        Sem sandbox, o processo cujos descendentes têm de morrer com o kernel.
    """

    def __init__(
        self,
        process: int,
        folder: int,
        connection: bytes,
        disposable: Path | None = None,
        sandbox_pid: int | None = None,
    ) -> None:
        self._process, self._folder = process, folder
        self._connection = json.loads(connection)
        self._disposable, self._sandbox_pid = disposable, sandbox_pid
        self._context: zmq.Context | None = None
        self.client = BlockingKernelClient()
        self.process_id = _host_process_id(process)

    def connect(self) -> None:
        """Liga os canais; o kernel já os abriu."""
        self._context = context = zmq.Context()
        # Vale para todos os soquetes: o que o aluno manda não pode encher a memória daqui.
        context.setsockopt(zmq.MAXMSGSIZE, _MAX_MESSAGE_BYTES)
        context.setsockopt(zmq.RCVHWM, _MAX_QUEUED_MESSAGES)
        context.setsockopt(zmq.LINGER, 0)
        # Um soquete trocado por um atalho não é procurado de novo durante uma correção. Com -1, que
        # diria o mesmo, a queda do kernel no meio de uma leitura derruba este processo ou o deixa
        # esperando (libzmq, #2163 e #2756).
        context.setsockopt(zmq.RECONNECT_IVL, _NEVER_MILLISECONDS)
        context.setsockopt(zmq.SNDTIMEO, _CHANNEL_MILLISECONDS)
        context.setsockopt(zmq.RCVTIMEO, _CHANNEL_MILLISECONDS)
        self.client = BlockingKernelClient(context=context)
        reachable = self._connection | {"ip": f"/proc/self/fd/{self._folder}/.kernel/k"}
        self.client.load_connection_info(reachable)
        self.client.start_channels(stdin=False, hb=False)

    def is_alive(self) -> bool:
        """Diz se o primeiro processo ainda existe."""
        readable, _, _ = select.select([self._process], [], [], 0)
        return not readable

    def processes(self) -> list[psutil.Process]:
        """A árvore de processos inteira; vazia se o kernel já terminou."""
        try:
            root = psutil.Process(self.process_id)
            return [root, *root.children(recursive=True)]
        except psutil.Error:
            return []

    def usage(self, tree: list[psutil.Process]) -> Usage:
        """Mede uma árvore de processos."""
        memory, cpu = [0], 0.0
        for process in tree:
            with contextlib.suppress(psutil.Error):
                times = process.cpu_times()
                cpu += times.user + times.system + times.children_user + times.children_system
                memory.append(process.memory_info().rss)
        return Usage(sum(memory), max(memory), cpu)

    def count_files(self) -> int:
        """Arquivos no rascunho; zero sem sandbox, quando ele é uma pasta do disco de todos."""
        if self._disposable:
            return 0
        files = os.statvfs(self._folder)
        return files.f_files - files.f_ffree

    def shared_memory_bytes(self, tree: list[psutil.Process]) -> int:
        """Memória da árvore com as páginas partilhadas divididas; mais cara de medir."""
        total = 0
        for process in tree:
            with contextlib.suppress(psutil.Error):
                total += process.memory_full_info().pss
        return total

    def remove_file(self, name: str) -> None:
        """Apaga um arquivo do rascunho, se existir."""
        with contextlib.suppress(OSError):
            os.unlink(name, dir_fd=self._folder)

    def read_file(self, name: str, max_bytes: int) -> bytes | None:
        """Lê um arquivo do rascunho; `None` se faltar, for grande ou não for um arquivo comum."""
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        try:
            descriptor = os.open(name, flags, dir_fd=self._folder)
        except OSError:
            return None
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > max_bytes:
            os.close(descriptor)
            return None
        with os.fdopen(descriptor, "rb") as file:
            content = file.read(max_bytes + 1)
        return content if len(content) <= max_bytes else None

    def execute(self, code: str) -> str | None:
        """Pede uma célula; devolve o nome do pedido, ou `None` se o kernel não recebe mais nada."""
        try:
            return str(self.client.execute(code, allow_stdin=False, stop_on_error=False))
        except zmq.ZMQError:
            return None

    def interrupt(self) -> None:
        """Pede ao kernel que interrompa a célula."""
        with contextlib.suppress(zmq.ZMQError):
            channel = self.client.control_channel
            channel.send(self.client.session.msg("interrupt_request", {}))

    def close(self) -> bool:
        """Mata o kernel e tudo o que ele criou; diz se ele de fato terminou."""
        if self._context:
            self.client.stop_channels()
            self._context.destroy(linger=0)
        self._kill_orphans()
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._process, signal.SIGKILL)
        ended, _, _ = select.select([self._process], [], [], _KILL_SECONDS)
        os.close(self._process)
        os.close(self._folder)
        if self._disposable:
            shutil.rmtree(self._disposable, ignore_errors=True)
        return bool(ended)

    def _kill_orphans(self) -> None:
        """Sem sandbox não há namespace que morra com o kernel: mata-se um por um."""
        if self._disposable is None or self._sandbox_pid is None:
            return
        with contextlib.suppress(psutil.Error):
            for process in psutil.Process(self._sandbox_pid).children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    process.kill()


def _host_process_id(descriptor: int) -> int:
    for line in Path(f"/proc/self/fdinfo/{descriptor}").read_text(encoding="utf-8").splitlines():
        if line.startswith("Pid:"):
            return int(line.split()[1])
    return -1
