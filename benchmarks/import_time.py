"""Quanto custa `import mlp_course` e `mlp-course --help`.

Cada comando roda em um processo novo, em rodadas alternadas para que um
soluço da máquina não caia sempre sobre o mesmo; fica o menor tempo de cada um.
Do import se desconta a partida do Python sozinho. O par de comparação, na mesma
execução, é `import keras`: o que se pagaria sem o import preguiçoso.

    python benchmarks/import_time.py [--runs 7]
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

GOAL_IMPORT = 0.15  # segundos, além da partida do Python
GOAL_HELP = 0.40  # segundos, do comando à resposta
OUTPUT = Path("_build/bench/import_time.json")

COMMANDS = {
    "python": [sys.executable, "-c", "pass"],
    "import mlp_course": [sys.executable, "-c", "import mlp_course"],
    "import keras": [sys.executable, "-c", "import keras"],
    "mlp-course --help": [str(Path(sys.executable).with_name("mlp-course")), "--help"],
}
QUIET = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}


def main() -> None:
    """Mede, mostra e grava."""
    parser = argparse.ArgumentParser(description="Mede o tempo de import e do --help.")
    parser.add_argument("--runs", type=int, default=7, help="rodadas; vale a melhor (padrão: 7)")
    parser.add_argument("--output", type=Path, default=OUTPUT, help=f"padrão: {OUTPUT}")
    args = parser.parse_args()
    if args.runs < 1:
        parser.error("--runs: meça ao menos uma rodada.")
    report = compare(best_times(args.runs)) | {"runs": args.runs}
    show(report)
    args.output.parent.mkdir(parents=True, exist_ok=True)
    args.output.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(f"Gravado em {args.output}.")


def best_times(runs: int) -> dict[str, float]:
    """Devolve o menor tempo de cada comando, em segundos."""
    for command in COMMANDS.values():
        measure(command)  # a primeira vez lê do disco e compila; não conta
    rounds = [{name: measure(command) for name, command in COMMANDS.items()} for _ in range(runs)]
    return {name: min(times[name] for times in rounds) for name in COMMANDS}


def measure(command: list[str]) -> float:
    """Roda o comando em um processo novo e devolve a sua duração, em segundos."""
    start = time.perf_counter()
    subprocess.run(command, env=QUIET, check=True, capture_output=True)
    return time.perf_counter() - start


def compare(best: dict[str, float]) -> dict:
    """Desconta a partida do Python e põe cada tempo ao lado da meta e do par."""
    package = best["import mlp_course"] - best["python"]
    keras = best["import keras"] - best["python"]
    command = best["mlp-course --help"]
    return {
        "python": platform.python_version(),
        "best_seconds": best,
        "import": result(package, GOAL_IMPORT, keras),
        "help": result(command, GOAL_HELP, best["import keras"]),
    }


def result(seconds: float, goal: float, peer_seconds: float) -> dict:
    """Junta um tempo, a sua meta e a razão para `import keras`."""
    return {
        "seconds": seconds,
        "goal": goal,
        "within_goal": seconds <= goal,
        "keras_seconds": peer_seconds,
        "ratio_to_keras": seconds / peer_seconds,
    }


def show(report: dict) -> None:
    """Imprime o relatório em português."""
    print(f"Python {report['python']}, melhor de {report['runs']} rodadas")
    names = {
        "import": "import mlp_course, além do Python",
        "help": "mlp-course --help, ao todo",
    }
    for key, name in names.items():
        row = report[key]
        verdict = "dentro da meta" if row["within_goal"] else "FORA DA META"
        print(
            f"{name:34} {decimal(row['seconds'])} s   meta {decimal(row['goal'], 2)} s: {verdict}"
            f"   ({decimal(100 * row['ratio_to_keras'], 1)} % de import keras, "
            f"{decimal(row['keras_seconds'], 2)} s)"
        )


def decimal(value: float, digits: int = 3) -> str:
    """Escreve um número com vírgula decimal."""
    return f"{value:.{digits}f}".replace(".", ",")


if __name__ == "__main__":
    main()
