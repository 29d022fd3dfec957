"""Mensagens entre o trabalhador e o zigoto: JSON com tamanho à frente, e descritores.

Os dois lados são nossos: o processo do aluno não herda este soquete.
"""

import array
import json
import socket
import struct
from typing import Any

_HEADER = struct.Struct("!I")
_MAX_DESCRIPTORS = 8


def send(
    channel: socket.socket, message: dict[str, Any], descriptors: tuple[int, ...] = ()
) -> None:
    """Envia uma mensagem e, com ela, descritores abertos."""
    payload = json.dumps(message).encode()
    ancillary = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))]
    channel.sendmsg([_HEADER.pack(len(payload))], ancillary if descriptors else [])
    channel.sendall(payload)


def receive(channel: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Recebe uma mensagem e os descritores que vieram com ela.

    Raises
    ------
    EOFError
        Se o outro lado fechou.
    """
    header, descriptors, _, _ = socket.recv_fds(channel, _HEADER.size, _MAX_DESCRIPTORS)
    while len(header) < _HEADER.size:
        header += _read(channel, _HEADER.size - len(header))
    (size,) = _HEADER.unpack(header)
    payload = bytearray()
    while len(payload) < size:
        payload += _read(channel, size - len(payload))
    return json.loads(payload), descriptors


def _read(channel: socket.socket, size: int) -> bytes:
    data = channel.recv(min(size, 1 << 20))
    if not data:
        raise EOFError("o outro lado fechou a conexão")
    return data
