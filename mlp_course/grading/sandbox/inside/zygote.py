"""O processo quente: importa as bibliotecas uma vez e bifurca um kernel por entrega.

Uso, dentro da sandbox: ``python -m inside.zygote MODO DESCRITOR MÓDULO…``.
MODO é ``nested`` (um confinamento novo por kernel), ``single`` (a sandbox
inteira serve a uma só entrega) ou ``none`` (sem sandbox). O zigoto nunca executa
código de aluno e nenhum descendente seu herda o soquete de comando.
"""

import base64
import contextlib
import gc
import importlib
import os
import socket
import sys
from pathlib import Path
from typing import Any

from . import confine, kernel, wire


def main(mode: str, descriptor: str, *modules: str) -> None:
    """Prepara o processo e atende pedidos até que o trabalhador feche o soquete."""
    channel = socket.socket(fileno=int(descriptor))
    confine.hide_memory()
    if mode == "nested" and not confine.can_nest():
        wire.send(channel, {"ready": False})
        return
    if mode == "none":
        confine.adopt_orphans()
    for module in modules:
        importlib.import_module(module)
    gc.collect()
    # O que já existe não é revisitado pelo coletor: as páginas continuam partilhadas.
    gc.freeze()
    wire.send(channel, {"ready": True})
    while True:
        try:
            request, _ = wire.receive(channel)
        except (EOFError, OSError):
            return
        _reap()
        child = os.fork()
        if not child:
            _answer(mode, channel, request)
        os.waitpid(child, 0)


def _reap() -> None:
    """Recolhe os kernels que já terminaram."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _answer(mode: str, channel: socket.socket, request: dict[str, Any]) -> None:
    """Prepara o rascunho, cria o kernel e entrega ao trabalhador com que vigiá-lo."""
    try:
        limits, scratch = request["limits"], request["scratch"]
        if mode == "nested":
            confine.enter_namespaces(limits["scratch_bytes"], limits["scratch_files"])
        folder = os.open(scratch, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        _write_files(Path(scratch), request["files"])
        ready, announce = os.pipe()
        child = os.fork()
        if not child:
            channel.close()
            os.close(ready)
            _become_first(mode, announce, request)
        wire.send(channel, {"ok": True}, (os.pidfd_open(child), folder, ready))
    except BaseException as error:
        with contextlib.suppress(OSError):
            wire.send(channel, {"ok": False, "error": f"{type(error).__name__}: {error}"})
    finally:
        os._exit(0)


def _write_files(folder: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(content))


def _become_first(mode: str, announce: int, request: dict[str, Any]) -> None:
    """No namespace novo, o primeiro processo só recolhe órfãos; quando ele morre, tudo morre."""
    code = 1
    try:
        os.setsid()
        if mode == "nested":
            confine.mount_processes(confine.max_tasks(request["limits"]))
            confine.drop_privileges()
            child = os.fork()
            if child:
                os.close(announce)
                while os.wait()[0] != child:
                    pass
                os._exit(0)
            os.setsid()
        if mode != "none":
            confine.drop_privileges()
        confine.limit_resources(request["limits"], alone=mode == "nested")
        if mode != "none":
            confine.filter_system_calls()
        confine.hide_memory(False)
        kernel.run(request["scratch"], announce)
        code = 0
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.write(announce, f"{type(error).__name__}: {error}".encode())
    finally:
        os._exit(code)


if __name__ == "__main__":
    main(*sys.argv[1:])
