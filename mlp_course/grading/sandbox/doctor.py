"""Esta máquina serve para corrigir? Tenta escapar da sandbox e conta o que aconteceu.

Nada é suposto: cada exame executa, em um kernel como o de uma entrega, o que um
notebook hostil tentaria, e olha o resultado de fora.
"""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from mlp_course.authoring.release import SOURCE
from mlp_course.grading.sandbox.bwrap import find_missing
from mlp_course.grading.sandbox.execute import Execution, execute_notebook
from mlp_course.grading.sandbox.limits import MEBIBYTE, Limits
from mlp_course.grading.sandbox.sandbox import BASE_MODULES, Sandbox, SandboxError

_LIMITS = Limits(cell_seconds=20, wall_seconds=60, memory_bytes=600 * MEBIBYTE)
_ESCAPED = "escapou"
_WORKER_BYTES = 1536 * MEBIBYTE
_EXIT_SECONDS = 5


@dataclass(frozen=True)
class Finding:
    """O resultado de um exame.

    Parameters
    ----------
    name : str
        O que foi examinado.
    ok : bool
    detail : str
        O que se observou, em palavras simples.
    """

    name: str
    ok: bool
    detail: str

    def __str__(self) -> str:
        return f"{'✔' if self.ok else '✘'} {self.name}: {self.detail}"


def examine(root: Path, *, confined: bool = True) -> list[Finding]:
    """Examina a máquina e a sandbox.

    Parameters
    ----------
    root : Path
        Pasta do curso, que a sandbox não pode mostrar.
    confined : bool, default True
        Se falso, faz os mesmos exames sem sandbox, para ver o que eles apanham.

    Returns
    -------
    list of Finding
    """
    findings = [_check_machine()]
    if confined and (missing := find_missing()):
        return [*findings, Finding("sandbox", False, missing)]
    hidden = (root / SOURCE,)
    try:
        with Sandbox(BASE_MODULES, _LIMITS, confined=confined, hidden=hidden) as sandbox:
            findings.append(_describe_mode(sandbox))
            findings += [probe(sandbox, root) for probe in _PROBES]
    except SandboxError as error:
        findings.append(Finding("sandbox", False, str(error)))
    return findings


def find_obstacle() -> str:
    """Tenta iniciar uma sandbox vazia, o que leva menos de um segundo.

    Returns
    -------
    str
        Vazio se ela começou; senão a causa, em uma linha.
    """
    try:
        with Sandbox((), Limits()):
            return ""
    except SandboxError as error:
        return error.cause


def report(findings: list[Finding]) -> str:
    """Escreve os exames, um por linha, e a conclusão."""
    failed = [finding.name for finding in findings if not finding.ok]
    conclusion = (
        f"Esta máquina ainda não serve para corrigir: resolva {', '.join(failed)}."
        if failed
        else "Esta máquina serve para corrigir entregas."
    )
    return "\n".join([*map(str, findings), "", conclusion])


def _check_machine() -> Finding:
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    memory = psutil.virtual_memory().available
    fit = max(1, memory // _WORKER_BYTES)
    detail = f"{cores} núcleos e {memory / (1 << 30):.1f} GiB livres".replace(".", ",")
    if memory < _WORKER_BYTES:
        return Finding("máquina", False, f"{detail}; um trabalhador usa até 1,5 GiB")
    advice = "" if fit >= cores else f"; use --workers {fit}"
    return Finding("máquina", True, detail + advice)


def _describe_mode(sandbox: Sandbox) -> Finding:
    details = {
        "nested": "um confinamento novo por entrega, com as bibliotecas já carregadas",
        "single": "uma sandbox nova por entrega; a correção fica mais lenta neste sistema",
        "none": "desligada",
    }
    return Finding("sandbox", sandbox.mode != "none", details[sandbox.mode])


def _probe_network(sandbox: Sandbox, root: Path) -> Finding:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code = f"import socket; socket.create_connection(('127.0.0.1', {port}), 2)"
        escaped = _escapes(sandbox, code)
    return _finding("rede", escaped, "o notebook alcança a rede", "o notebook não alcança a rede")


def _probe_reading(sandbox: Sandbox, root: Path) -> Finding:
    secrets = [str(root / SOURCE), str(Path(__file__).parents[2] / "checks" / "verdict.py")]
    code = f"import os; assert any(os.path.exists(path) for path in {secrets!r})"
    bad, good = "o notebook lê gabaritos e juízes", "gabaritos e juízes não existem lá dentro"
    return _finding("gabaritos", _escapes(sandbox, code), bad, good)


def _probe_writing(sandbox: Sandbox, root: Path) -> Finding:
    folders = ["/usr", "/etc", "/", "/dev", sys.prefix, str(root)]
    name = f".mlp-course-{os.getpid()}"
    code = (
        "import os, pathlib\nescaped = False\n"
        f"for folder in {folders!r}:\n"
        f"    path = pathlib.Path(folder, {name!r})\n"
        "    try:\n        path.write_text('x'); path.unlink(); escaped = True\n"
        "    except OSError: pass\nassert escaped"
    )
    bad, good = "o notebook escreve no sistema", "o sistema é só leitura lá dentro"
    return _finding("escrita", _escapes(sandbox, code), bad, good)


def _probe_processes(sandbox: Sandbox, root: Path) -> Finding:
    # Um número não prova nada: lá dentro, ele pode ser o de um processo da própria entrega.
    mark = _sleep_mark()
    code = (
        "import pathlib\n"
        "lines = [path.read_bytes() for path in pathlib.Path('/proc').glob('[0-9]*/cmdline')]\n"
        f"assert any({mark!r}.encode() in line for line in lines)"
    )
    with subprocess.Popen(["sleep", mark]) as outside:  # noqa: S603, S607
        escaped = _escapes(sandbox, code)
        outside.kill()
    bad, good = "o notebook vê os processos de fora", "o notebook só vê os seus processos"
    return _finding("processos", escaped, bad, good)


def _probe_memory(sandbox: Sandbox, root: Path) -> Finding:
    code = (
        "import os, time\n"
        "for _ in range(4):\n"
        "    if not os.fork():\n"
        f"        block = bytearray({250 * MEBIBYTE}); time.sleep(30); os._exit(0)\n"
        "time.sleep(15)"
    )
    execution = _run(sandbox, code)
    stopped = "memória" in execution.incident
    bad = "quatro processos passaram do limite somados e ninguém os parou"
    return _finding("memória", not stopped, bad, "o limite vale para todos os processos somados")


def _probe_survivors(sandbox: Sandbox, root: Path) -> Finding:
    mark = _sleep_mark()
    _run(
        sandbox, f"import subprocess; subprocess.Popen(['sleep', {mark!r}], start_new_session=True)"
    )
    left = _survivors(mark)
    for process in left:
        process.kill()
    bad, good = "um processo sobreviveu ao kernel", "nada sobrevive ao kernel"
    return _finding("fim", bool(left), bad, good)


def _sleep_mark() -> str:
    """Um tempo de espera que nenhum outro processo pediu: por ele se reconhece este."""
    return f"86400.{secrets.randbelow(10**12):012}"


def _survivors(mark: str) -> list[psutil.Process]:
    """O kernel já morreu; o sistema pode levar um instante para recolher o resto."""
    deadline = time.monotonic() + _EXIT_SECONDS
    while (left := _sleepers(mark)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def _sleepers(mark: str) -> list[psutil.Process]:
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if mark in (process.info["cmdline"] or [])
    ]


def _escapes(sandbox: Sandbox, code: str) -> bool:
    """Executa a tentativa; só conta como escape se ela chegar ao fim sem erro."""
    outputs = _run(sandbox, f"{code}\nprint({_ESCAPED!r})").outputs[0]
    return any(_ESCAPED in output.get("text", "") for output in outputs)


def _run(sandbox: Sandbox, code: str) -> Execution:
    return execute_notebook({0: code}, {}, {}, sandbox)


def _finding(name: str, escaped: bool, bad: str, good: str) -> Finding:
    return Finding(name, not escaped, bad if escaped else good)


_PROBES: tuple[Callable[[Sandbox, Path], Finding], ...] = (
    _probe_network,
    _probe_reading,
    _probe_writing,
    _probe_processes,
    _probe_memory,
    _probe_survivors,
)
