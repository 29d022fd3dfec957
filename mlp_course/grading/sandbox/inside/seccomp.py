"""Chamadas de sistema que o código do aluno não tem por que fazer.

Um filtro pequeno, por recusa, no espírito do perfil padrão do Docker: nada que
crie namespaces ou monte discos (com um tmpfs novo, a memória escaparia dos
limites), memória que nenhum processo mostra (memfd, System V), chaveiros do
kernel, espionagem de processos e famílias de soquete que atravessam o namespace
de rede (vsock).

References
----------
`seccomp(2)`, *Seccomp BPF* na documentação do Linux.
"""

import ctypes
import errno
import platform
import struct
from dataclasses import dataclass

# Nome e número de cada chamada recusada, em x86-64 e em ARM de 64 bits (- se não existe lá).
_DENIED = """
acct 163 89, add_key 248 217, adjtimex 159 171, bpf 321 280, chroot 161 51,
clock_settime 227 112, delete_module 176 106, fanotify_init 300 262, finit_module 313 273,
fsconfig 431 431, fsmount 432 432, fsopen 430 430, fspick 433 433, init_module 175 105,
io_uring_enter 426 426, io_uring_register 427 427, io_uring_setup 425 425, ioperm 173 -,
iopl 172 -, kcmp 312 272, kexec_file_load 320 294, kexec_load 246 104, keyctl 250 219,
memfd_create 319 279, memfd_secret 447 447, modify_ldt 154 -, mount 165 40,
mount_setattr 442 442, move_mount 429 429, mq_open 240 180, mq_unlink 241 181, msgctl 71 187,
msgget 68 186, msgrcv 70 188, msgsnd 69 189, name_to_handle_at 303 264,
open_by_handle_at 304 265, open_tree 428 428, perf_event_open 298 241, pidfd_getfd 438 438,
pivot_root 155 41, process_madvise 440 440, process_vm_readv 310 270,
process_vm_writev 311 271, ptrace 101 117, quotactl 179 60, reboot 169 142,
request_key 249 218, semctl 66 191, semget 64 190, semop 65 193, semtimedop 220 192,
setns 308 268, settimeofday 164 170, shmat 30 196, shmctl 31 195, shmget 29 194,
swapoff 168 225, swapon 167 224, sysfs 139 -, syslog 103 116, umount2 166 39, unshare 272 97,
uselib 134 -, userfaultfd 323 282, vhangup 153 -
"""
_NAMES = [entry.split() for entry in _DENIED.replace("\n", " ").split(",")]


@dataclass(frozen=True)
class _Architecture:
    """Números de uma arquitetura: o seu código de auditoria e as chamadas que o filtro examina."""

    code: int
    denied: tuple[int, ...]
    clone: int
    clone3: int
    socket: int


_X86_64 = _Architecture(0xC000003E, tuple(int(e[1]) for e in _NAMES), 56, 435, 41)
_AARCH64 = _Architecture(0xC00000B7, tuple(int(e[2]) for e in _NAMES if e[2] != "-"), 220, 435, 198)
_ARCHITECTURES = {"x86_64": _X86_64, "aarch64": _AARCH64}
_NAMESPACE_FLAGS = 0x7E020080  # CLONE_NEW*: usuário, PID, montagem, rede, IPC, UTS, cgroup, tempo
_SOCKET_FAMILIES = (1, 2, 10, 16)  # unix, inet, inet6, netlink
_X32_BIT = 0x40000000

_LOAD, _JUMP_EQUAL, _JUMP_GE, _JUMP_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # posições em struct seccomp_data


def is_supported() -> bool:
    """Diz se há filtro para a arquitetura desta máquina."""
    return platform.machine() in _ARCHITECTURES


def install_filter() -> None:
    """Aplica o filtro a este processo e a todos os que ele criar, sem volta.

    Raises
    ------
    OSError
        Se o kernel recusar o filtro.
    """
    program = build_filter(platform.machine())
    code = ctypes.create_string_buffer(program)
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    no_new_privileges, set_seccomp, mode_filter = 38, 22, 2
    if libc.prctl(no_new_privileges, 1, 0, 0, 0) or libc.prctl(
        set_seccomp, mode_filter, ctypes.create_string_buffer(header), 0, 0
    ):
        raise OSError(ctypes.get_errno(), "o filtro de chamadas de sistema não foi aceito")


def build_filter(machine: str) -> bytes:
    """Monta o programa BPF: oito bytes por instrução."""
    architecture = _ARCHITECTURES[machine]
    refuse = _ERRNO | errno.EPERM
    program = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, architecture.code),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_JUMP_GE, 0, 1, _X32_BIT),
        (_RETURN, 0, 0, refuse),
        # A glibc volta a clone, que se pode examinar, quando clone3 não existe.
        (_JUMP_EQUAL, 0, 1, architecture.clone3),
        (_RETURN, 0, 0, _ERRNO | errno.ENOSYS),
        (_JUMP_EQUAL, 0, 4, architecture.clone),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_JUMP_SET, 0, 1, _NAMESPACE_FLAGS),
        (_RETURN, 0, 0, refuse),
        (_RETURN, 0, 0, _ALLOW),
        (_JUMP_EQUAL, 0, len(_SOCKET_FAMILIES) + 3, architecture.socket),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        *(
            (_JUMP_EQUAL, len(_SOCKET_FAMILIES) - i, 0, family)
            for i, family in enumerate(_SOCKET_FAMILIES)
        ),
        (_RETURN, 0, 0, _ERRNO | errno.EAFNOSUPPORT),
        (_RETURN, 0, 0, _ALLOW),
    ]
    for number in architecture.denied:
        program += [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, refuse)]
    program.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *instruction) for instruction in program)
