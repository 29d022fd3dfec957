"""Executa um notebook em um kernel confinado, célula a célula, dentro de limites.

O que o kernel diz não vale como prova de nada: daqui saem o que as células
mostraram, limpo, e os arquivos de resposta, que o juiz lê em outro processo.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mlp_course.checks.exits import asks_to_exit, exit_message
from mlp_course.grading.sandbox import limits as messages
from mlp_course.grading.sandbox.kernel_client import Kernel
from mlp_course.grading.sandbox.limits import LimitError, Limits
from mlp_course.grading.sandbox.outputs import INTERRUPTED, OutputRecorder, error_output
from mlp_course.grading.sandbox.sandbox import Sandbox

_WATCH_SECONDS = 0.2
_LONGEST_VISIT = 1.0
_INTERRUPT_SECONDS = 5
_PRINT_SECONDS = 2
_TRAILING_SECONDS = 2
_MAX_TRAILING_SECONDS = 10


@dataclass(frozen=True)
class Execution:
    """O que restou da execução de um notebook.

    Parameters
    ----------
    outputs : dict of list
        Saídas de cada célula executada, pela posição.
    answers : dict of bytes
        Arquivo de resposta de cada verificação que deixou um.
    incident : str, default ""
        Por que a execução parou antes do fim; vazio se chegou ao fim.
    seconds : float
    peak_memory : int
        Bytes, da árvore de processos.
    """

    outputs: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    answers: dict[str, bytes] = field(default_factory=dict)
    incident: str = ""
    seconds: float = 0.0
    peak_memory: int = 0


def execute_notebook(
    cells: Mapping[int, str],
    checks: Mapping[int, str],
    files: Mapping[str, bytes],
    sandbox: Sandbox,
) -> Execution:
    """Executa as células em ordem e recolhe as respostas.

    Parameters
    ----------
    cells : mapping of int to str
        Código de cada célula, pela posição no notebook.
    checks : mapping of int to str
        Que verificação cada célula de verificação faz.
    files : mapping of str to bytes
        O que pôr no rascunho: o pacote reduzido e os desafios.
    sandbox : Sandbox

    Returns
    -------
    Execution
        Um limite atingido não é um erro: está em `incident`, e as respostas já
        recolhidas continuam ali.
    """
    limits, start = sandbox.limits, time.monotonic()
    outputs: dict[int, list[dict[str, Any]]] = {}
    answers: dict[str, bytes] = {}
    incident = ""
    with sandbox.kernel(files) as kernel:
        session = _Session(kernel, limits)
        for position, code in cells.items():
            name = answer_file(checks[position]) if position in checks else ""
            kernel.remove_file(name)
            try:
                session.run(code)
            except LimitError as error:
                incident = str(error)
            outputs[position] = session.recorder.take()
            if incident:
                outputs[position].append(error_output(INTERRUPTED, incident))
                break
            content = kernel.read_file(name, limits.answer_bytes) if name else None
            if content is not None:
                answers[checks[position]] = content
        return Execution(
            outputs, answers, incident, time.monotonic() - start, session.watcher.peak_memory
        )


def challenge_file(check_id: str) -> str:
    """Nome, no rascunho, do desafio de uma verificação."""
    return f".desafio.{check_id}.npz"


def answer_file(check_id: str) -> str:
    """Nome, no rascunho, da resposta a uma verificação."""
    return f".resposta.{check_id}.npz"


class _Stopwatch:
    """Conta o tempo de uma célula, visita a visita, sem o que a máquina ficou parada.

    Quem vigia volta aqui várias vezes por segundo. Se demorou mais, foi a máquina que não
    o deixou rodar, nem a ele nem à célula: o prazo do aluno não paga por isso.
    """

    def __init__(self) -> None:
        self._last, self._elapsed = time.monotonic(), 0.0

    def tick(self) -> float:
        """Segundos contados até esta visita."""
        now = time.monotonic()
        self._elapsed += min(now - self._last, _LONGEST_VISIT)
        self._last = now
        return self._elapsed


class _Watcher:
    """Mede a árvore de processos de tempos em tempos e recusa o que passa dos limites."""

    def __init__(self, kernel: Kernel, limits: Limits) -> None:
        self.kernel, self.limits = kernel, limits
        self.start = time.monotonic()
        self.peak_memory = 0
        self._baseline = kernel.usage(kernel.processes()).largest_bytes
        self._next = self.start

    def look(self, *, now: bool = False) -> None:
        """Confere os limites: a árvore de processos, que custa a medir, se já é hora ou se `now`.

        Raises
        ------
        LimitError
        """
        moment = time.monotonic()
        late = moment - self.start > self.limits.wall_seconds
        # O rascunho não aceita mais do que o limite: chegar a ele já é passar dele.
        if self.kernel.count_files() >= self.limits.scratch_files:
            raise LimitError(messages.files_message(self.limits))
        if now or late or moment >= self._next:
            worked = time.thread_time()
            self._measure()
            # Medir não toma mais do que um quinto do tempo deste processo. Contar o do relógio
            # daria folga a quem ocupa a máquina toda: quanto pior, mais rara seria a medida.
            worked = time.thread_time() - worked
            self._next = time.monotonic() + max(_WATCH_SECONDS, 4 * worked)
        if late:
            raise LimitError(messages.wall_message(self.limits))

    def _measure(self) -> None:
        tree, limits = self.kernel.processes(), self.limits
        if len(tree) > limits.processes:
            raise LimitError(messages.processes_message(limits))
        usage = self.kernel.usage(tree)
        if usage.cpu_seconds > limits.cpu_seconds:
            raise LimitError(messages.cpu_message(limits))
        # Cada processo nasce com as páginas do zigoto, que são as mesmas para todos.
        memory = usage.memory_bytes - max(0, len(tree) - 1) * self._baseline
        if memory > limits.memory_bytes:
            # A soma contou várias vezes o que os processos partilham; só agora vale medir melhor.
            memory = self.kernel.shared_memory_bytes(tree)
        self.peak_memory = max(self.peak_memory, memory)
        if memory > limits.memory_bytes:
            raise LimitError(messages.memory_message(limits))


class _Session:
    """A conversa com um kernel: pede uma célula e ouve até que ela termine."""

    def __init__(self, kernel: Kernel, limits: Limits) -> None:
        self.kernel, self.limits = kernel, limits
        self.watcher = _Watcher(kernel, limits)
        self.recorder = OutputRecorder(limits)
        self._rested = self._exiting = False

    def run(self, code: str) -> None:
        """Executa uma célula; as saídas ficam em `recorder`.

        Raises
        ------
        LimitError
            Se o kernel tiver de ser encerrado, ou tiver parado.
        """
        request = self.kernel.execute(code)
        if request is None:
            raise LimitError(_dead_message(code))
        clock = _Stopwatch()
        deadline = patience = self.limits.cell_seconds
        interrupted, self._rested = False, False
        while not self._is_finished(request):
            if not self.kernel.is_alive():
                raise LimitError(_dead_message(code))
            self.watcher.look()
            now = clock.tick()
            late = now > deadline
            if interrupted and late:
                # Quem esgotou a máquina também não responde: essa é a causa, e não o silêncio.
                self.watcher.look(now=True)
                raise LimitError(messages.DEAF_MESSAGE)
            if self.recorder.is_full:
                # Um print enorme, mas só um, acaba sozinho: interrompê-lo perderia a resposta.
                patience = min(patience, now + _PRINT_SECONDS)
            if late or (now > patience and not interrupted):
                self.kernel.interrupt()
                interrupted, deadline = True, now + _INTERRUPT_SECONDS
                full = self.recorder.is_full
                reason = messages.output_message if full else messages.time_message
                self.recorder.note(reason(self.limits))
        if self._exiting:
            raise LimitError(exit_message(code, asked=True))
        # O limite vale também para a célula curta que deixou memória ou processos para trás.
        self.watcher.look(now=True)

    def _is_finished(self, request: str) -> bool:
        """Ouve por um instante; diz se a célula respondeu e parou de escrever."""
        client = self.kernel.client
        if client.shell_channel.socket.poll(0):
            reply = _receive(client.shell_channel)
            if reply and _parent(reply) == request:
                self._exiting = asks_to_exit(reply["content"])
                self._drain(request)
                return True
        if self._rested:
            client.shell_channel.socket.poll(int(1000 * _WATCH_SECONDS))
        else:
            self._listen(request, _WATCH_SECONDS)
        return False

    def _drain(self, request: str) -> None:
        """Depois da resposta, espera pouco pelo aviso de que a célula descansou."""
        start = heard = time.monotonic()
        while not self._rested and self.kernel.is_alive():
            # Quem escreveu demais deixa uma fila: enquanto ela anda, o aviso ainda vem.
            if self._listen(request, 0.05):
                heard = time.monotonic()
            now = time.monotonic()
            if now - heard > _TRAILING_SECONDS or now - start > _MAX_TRAILING_SECONDS:
                return

    def _listen(self, request: str, seconds: float) -> bool:
        """Guarda o que chegar em `seconds`, ou até o descanso da célula; diz se algo chegou."""
        channel = self.kernel.client.iopub_channel
        until, heard = time.monotonic() + seconds, False
        while not self._rested and channel.socket.poll(_milliseconds(until)):
            message, heard = _receive(channel), True
            if message is not None and _parent(message) == request:
                self._rested = self.recorder.add(message)
            if time.monotonic() > until:
                break
        return heard


def _dead_message(code: str) -> str:
    return exit_message(code, asked=False) or messages.DEAD_MESSAGE


def _milliseconds(until: float) -> int:
    return max(0, int(1000 * (until - time.monotonic())))


def _receive(channel: Any) -> dict[str, Any] | None:
    """Lê uma mensagem; `None` se ela estiver quebrada ou mal assinada."""
    try:
        message = channel.get_msg(timeout=0)
    except Exception:
        # O aluno controla cada byte: qualquer mensagem que não se leia é como se não viesse.
        return None
    return message if isinstance(message, dict) else None


def _parent(message: dict[str, Any]) -> Any:
    header = message.get("parent_header")
    return header.get("msg_id") if isinstance(header, dict) else None
