"""O que as medidas da busca compartilham: processos, contas, pico e estado da máquina."""

import datetime
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

QUIET = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
OUTPUT = Path("_build/bench")
# O que o livro mostra fica com ele, e não em _build/, que se apaga.
RESULTS = Path(__file__).resolve().parent / "resultados"
BUSY_PERCENT = 10
N_FEATURES, N_TRAIN, N_VALIDATION = 30, 319, 107


def run_fresh(code: str) -> dict[str, Any]:
    """Roda `code` em um processo novo e devolve o JSON da sua última linha."""
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, env=QUIET, check=True, capture_output=True, text=True)
    return json.loads(run.stdout.splitlines()[-1])


def best_seconds(action: Callable[[], object], runs: int) -> float:
    """Devolve a menor duração de `runs` chamadas, em segundos."""
    durations = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        durations.append(time.perf_counter() - start)
    return min(durations)


def gemm_peak(size: int = 2048, runs: int = 8) -> float:
    """Devolve as contas por segundo de um produto grande em float32, no NumPy."""
    import numpy as np

    a = np.random.default_rng(0).normal(size=(size, size)).astype(np.float32)
    return 2 * size**3 / best_seconds(lambda: a @ a, runs)


def count_flops(neurons: tuple[int, int], epochs: int) -> int:
    """Conta multiplicações e somas dos produtos de matrizes de um treino, sem os zeros.

    A volta repete a ida duas vezes (pesos e ativações), menos o gradiente da entrada.
    """
    h1, h2 = neurons
    forward = 2 * (N_FEATURES * h1 + h1 * h2 + h2)
    training_row = 3 * forward - 2 * N_FEATURES * h1
    return epochs * (N_TRAIN * training_row + N_VALIDATION * forward)


def circumstances(seconds: float = 2) -> dict[str, Any]:
    """Diz quando se mede e em que máquina, em termos gerais, antes de começar a medir.

    A ocupação é a de agora, e não `os.getloadavg`: a média de um minuto ainda conta a medida
    anterior de `make bench` e chamaria de ocupada uma máquina quieta.
    """
    import psutil

    busy = psutil.cpu_percent(interval=seconds)
    return {
        "date": datetime.date.today().isoformat(),
        "condition": "ocupada" if busy > BUSY_PERCENT else "quieta",
        "busy_percent": busy,
        "processors": count_processors(),
        "python": platform.python_version(),
        "tensorflow": version("tensorflow"),
        "numpy": version("numpy"),
    }


def count_processors() -> int:
    """Conta os processadores que este processo pode usar."""
    import joblib

    return joblib.cpu_count()


def decimal(value: float, digits: int = 2) -> str:
    """Escreve um número com vírgula decimal."""
    return f"{value:.{digits}f}".replace(".", ",")


def save(report: dict[str, Any], path: Path) -> None:
    """Grava o relatório em JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(f"Gravado em {path}.")
