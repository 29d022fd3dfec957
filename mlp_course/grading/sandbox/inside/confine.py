"""Um confinamento novo por entrega, dentro da sandbox que já está pronta.

O zigoto guarda, só no seu namespace de usuário, o direito de montar. Cada
entrega ganha dele um namespace de PIDs, de montagem e de IPC que morrem com o
kernel: nenhum processo, arquivo ou memória passa de uma entrega à próxima.
"""

import contextlib
import ctypes
import os
import resource
from pathlib import Path
from typing import Any

from . import seccomp

SCRATCH = "/scratch"
_SHARED_MEMORY = "/dev/shm"  # noqa: S108 — o ponto de montagem, não um arquivo temporário
_NEW_NAMESPACES = 0x00020000 | 0x20000000 | 0x08000000 | 0x04000000  # montagem, PID, IPC, UTS
_READ_ONLY, _NO_SUID, _NO_DEV, _NO_EXEC, _REMOUNT, _BIND = 1, 2, 4, 8, 32, 4096
_CPU_MARGIN = 10
_PID_LIMIT = "/proc/sys/kernel/pid_max"
_SET_DUMPABLE, _SET_CHILD_SUBREAPER = 4, 36
_CAP_AMBIENT, _CAP_AMBIENT_CLEAR_ALL = 47, 4
_CAPABILITY_VERSION_3 = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)


def enter_namespaces(scratch_bytes: int, scratch_files: int) -> None:
    """Separa este processo e os que ele criar, com um rascunho vazio e limitado.

    Raises
    ------
    OSError
        Se o kernel não permitir namespaces aqui dentro.
    """
    _call("unshare", _NEW_NAMESPACES)
    options = f"size={scratch_bytes},nr_inodes={scratch_files},mode=700".encode()
    for folder in (SCRATCH, _SHARED_MEMORY):
        _mount(b"tmpfs", folder, _NO_SUID | _NO_DEV, options)


def mount_processes(max_tasks: int) -> None:
    """Troca ``/proc`` pelo do namespace de PIDs novo; só o primeiro processo dele o faz.

    A partir do Linux 6.14 o namespace tem a sua própria contagem de processos e
    threads: com ela, nem o root passa de `max_tasks`.
    """
    flags = _NO_SUID | _NO_DEV | _NO_EXEC
    _mount(b"proc", "/proc", flags, None)
    with contextlib.suppress(OSError):
        if _has_own_pid_limit():
            Path(_PID_LIMIT).write_text(str(max_tasks), encoding="utf-8")
    _mount(b"proc", "/proc", flags | _READ_ONLY | _REMOUNT | _BIND, None)


def _has_own_pid_limit() -> bool:
    version = tuple(int(part) for part in os.uname().release.split(".")[:2])
    return version >= (6, 14)


def hide_memory(hidden: bool = True) -> None:
    """Impede (ou volta a permitir) que outros processos leiam a memória deste."""
    _call("prctl", _SET_DUMPABLE, int(not hidden), 0, 0, 0)


def adopt_orphans() -> None:
    """Sem namespace de PIDs, os órfãos de um kernel ficam sob este processo, e ao alcance."""
    _call("prctl", _SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def drop_privileges() -> None:
    """Abre mão de tudo o que permitiria montar ou criar namespaces."""
    _call("prctl", _CAP_AMBIENT, _CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    _call("capset", header, (ctypes.c_uint32 * 6)())


def limit_resources(limits: dict[str, Any], *, alone: bool) -> None:
    """Limites por processo; os da árvore inteira são vigiados de fora.

    `alone` diz se o namespace é só desta entrega: sem isso o kernel contaria os
    processos de todo o usuário.
    """
    pairs = [
        (resource.RLIMIT_DATA, limits["memory_bytes"]),
        (resource.RLIMIT_FSIZE, limits["scratch_bytes"]),
        # Com folga: quem vigia de fora encerra antes, e diz a causa.
        (resource.RLIMIT_CPU, limits["cpu_seconds"] + _CPU_MARGIN),
        (resource.RLIMIT_NOFILE, limits["open_files"]),
        (resource.RLIMIT_CORE, 0),
    ]
    if alone:
        # O kernel conta threads, e as bibliotecas numéricas criam muitas.
        pairs.append((resource.RLIMIT_NPROC, max_tasks(limits)))
    for name, value in pairs:
        _, ceiling = resource.getrlimit(name)
        value = value if ceiling == resource.RLIM_INFINITY else min(value, ceiling)
        resource.setrlimit(name, (value, value))


def max_tasks(limits: dict[str, Any]) -> int:
    """Processos e threads que o kernel do Linux deixa criar; acima disso, fork falha."""
    return 8 * limits["processes"]


def filter_system_calls() -> None:
    """Aplica o filtro de chamadas de sistema."""
    seccomp.install_filter()


def can_nest() -> bool:
    """Tenta um confinamento em um processo à parte e diz se o kernel o permite."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return status == 0
    code = 1
    try:
        enter_namespaces(1 << 20, 16)
        first = os.fork()
        if not first:
            mount_processes(1 << 10)
            os._exit(0)
        code = int(os.waitpid(first, 0)[1] != 0)
    finally:
        os._exit(code)


def _mount(kind: bytes, target: str, flags: int, options: bytes | None) -> None:
    _call("mount", kind, target.encode(), kind, flags, options)


def _call(name: str, *arguments: Any) -> None:
    if getattr(_libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
