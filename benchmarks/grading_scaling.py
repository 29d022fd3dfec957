"""O custo de corrigir turmas de 100, 300 e 1 000 entregas pequenas, para ver se é linear.

Cada turma é corrigida do começo ao fim, devolutivas e página da turma incluídas, e
depois outra vez, quando nada mudou e nada se executa. A memória é a do processo que
coordena, que tem a turma inteira.

    python benchmarks/grading_scaling.py [--sizes 100 300 1000]
"""

import argparse
import subprocess
import tempfile
import time
from pathlib import Path

import pandas as pd
import psutil
from _common import OUTPUT, QUIET, decimal, save
from grading_endurance import ROOT, build_class, command

# Acima disto, a entrega de uma turma grande custa mais do que a de uma pequena.
TOLERANCE = 1.15
SAMPLE_SECONDS = 0.5


def main() -> None:
    """Corrige cada turma, mostra e grava."""
    parser = argparse.ArgumentParser(description="Mede o custo de turmas de vários tamanhos.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 300, 1000])
    parser.add_argument("--output", type=Path, default=OUTPUT / "grading_scaling.json")
    args = parser.parse_args()
    if min(args.sizes) < 1:
        parser.error("--sizes: cada turma tem ao menos uma entrega.")
    rows = []
    for size in sorted(args.sizes):
        rows.append(measure(size))
        show(rows[-1])
    growth = rows[-1]["each"] / rows[0]["each"]
    verdict = "linear" if growth <= TOLERANCE else "CRESCE COM A TURMA"
    print(f"por entrega, da menor turma à maior: ×{decimal(growth)} — {verdict}")
    save({"classes": rows, "growth": growth}, args.output)


def measure(size: int) -> dict[str, float]:
    """Corrige uma turma de `size` entregas e a repete; segundos e o pico de memória, em MiB."""
    with tempfile.TemporaryDirectory() as folder:
        submitted, output = Path(folder, "entregas"), Path(folder, "saida")
        build_class(submitted, size)
        seconds, memory = run(command(submitted, output))
        again, _ = run(command(submitted, output))
        grades = pd.read_csv(output / "grades.csv")
        if len(grades) != size or set(grades["auto_score"]) != {14}:
            raise SystemExit(f"A turma de {size} não foi corrigida como devia.")
    each = seconds / size
    return {"size": size, "seconds": seconds, "each": each, "again": again, "mebibytes": memory}


def run(arguments: list[str]) -> tuple[float, float]:
    """Executa a correção; devolve os segundos e o pico do processo que coordena."""
    start, peak = time.perf_counter(), 0
    process = subprocess.Popen(
        arguments, cwd=ROOT, env=QUIET, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    watched = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            peak = max(peak, watched.memory_info().rss)
        except psutil.Error:
            break
        time.sleep(SAMPLE_SECONDS)
    if process.wait():
        raise SystemExit("mlp-course grade não terminou bem.")
    return time.perf_counter() - start, peak / (1 << 20)


def show(row: dict[str, float]) -> None:
    """Imprime uma turma em português."""
    print(
        f"{row['size']:5.0f} entregas: {decimal(row['seconds'], 1)} s, {decimal(row['each'])} s "
        f"cada; outra vez, sem nada novo, {decimal(row['again'], 1)} s; "
        f"quem coordena usa {row['mebibytes']:.0f} MiB",
        flush=True,
    )


if __name__ == "__main__":
    main()
