"""Quanto custa a busca quando as redes são 10, 100, 1 000 e 10 000.

Cada tamanho roda em um processo novo, que informa o tempo e o pico de memória
residente dele inteiro, com Python e bibliotecas.

O livro mostra o resultado guardado em benchmarks/resultados/, que esta medida regrava.

    python benchmarks/scaling.py [--sizes 10 100 1000 10000] [--output ARQUIVO.json]
"""

import argparse
from pathlib import Path

from _common import RESULTS, circumstances, decimal, run_fresh, save

GOAL_GIB = 2
CODE = """
import json, resource, time
from mlp_course.data import load_split
from mlp_course.population import search_population
from mlp_course.search import sample_hyperparameters
split, table = load_split(), sample_hyperparameters({size})
start = time.perf_counter()
found = search_population(table, split, progress=False)
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
print(json.dumps({{"networks": {size}, "seconds": seconds, "peak_gib": peak,
                  "network_epochs": int(found["epochs"].sum())}}))
"""


def main() -> None:
    """Mede, mostra e grava."""
    parser = argparse.ArgumentParser(description="Mede a busca contra o número de redes.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000, 10_000])
    parser.add_argument("--output", type=Path, default=RESULTS / "scaling.json")
    args = parser.parse_args()
    if min(args.sizes) < 1:
        parser.error("--sizes: cada tamanho deve ser ao menos 1.")
    report, rows = circumstances(), []
    for size in args.sizes:
        rows.append(run_fresh(CODE.format(size=size)))
        show(rows[-1])
    within = all(row["peak_gib"] <= GOAL_GIB for row in rows)
    print(f"Memória até {GOAL_GIB} GiB: {'dentro da meta' if within else 'FORA DA META'}")
    save(report | {"rows": rows, "memory_within_goal": within}, args.output)


def show(row: dict) -> None:
    """Imprime uma linha em português."""
    per_network = 1000 * row["seconds"] / row["networks"]
    print(
        f"{row['networks']:>6} redes {decimal(row['seconds']):>9} s   {decimal(per_network):>7} ms "
        f"por rede   pico {decimal(row['peak_gib'])} GiB   {row['network_epochs']} epochs de rede"
    )


if __name__ == "__main__":
    main()
