"""Um Jupyter de verdade, com o formgrader, aberto na pasta de saída de uma correção."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EXTENSION = "nbgrader.server_extensions.formgrader"


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve uma pasta enquanto durar o bloco; devolve o endereço."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root"),
            *("--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"),
            *("--IdentityProvider.token=", f"--ServerApp.jpserver_extensions={EXTENSION}=True"),
        ],
        cwd=folder,
        env=os.environ | {"JUPYTER_CONFIG_DIR": str(folder / ".jupyter")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        _wait_until_ready(process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=60)


def _wait_until_ready(process: subprocess.Popen[str]) -> None:
    said = []
    for line in process.stderr or ():
        said.append(line)
        if "is running at" in line:
            return
    raise AssertionError("o servidor não começou:\n" + "".join(said))
