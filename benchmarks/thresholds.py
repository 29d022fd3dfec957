"""Com que frequência uma solução honesta do exercício 02 ficaria aquém dos limiares dele.

A rede ingênua padronizada, como o exercício a pede, treina a partir de milhares de pesos
iniciais e ordens de batches; cada limiar é comparado com o pior caso encontrado.

    python benchmarks/thresholds.py [--seeds 4000]
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from _common import OUTPUT, decimal, save

from mlp_course.checks.a02_mlp_keras.evaluation import MIN_AUC
from mlp_course.checks.a02_mlp_keras.training import (
    BATCH_SIZE,
    MAX_LOSS_RATIO,
    MIN_FIRST_LOSS,
    N_FIT,
)
from mlp_course.data import load_split
from mlp_course.population import Population
from mlp_course.population.auc import roc_auc

TOGETHER = 200
MAX_RATE = 1e-3


def main() -> None:
    """Treina, mostra as margens e grava."""
    parser = argparse.ArgumentParser(description="Mede as margens dos limiares do exercício 02.")
    parser.add_argument("--seeds", type=int, default=4000)
    parser.add_argument("--output", type=Path, default=OUTPUT / "thresholds.json")
    args = parser.parse_args()
    if args.seeds < TOGETHER:
        parser.error(f"--seeds deve ser ao menos {TOGETHER}.")
    batches = [train(seed) for seed in range(args.seeds // TOGETHER)]
    auc, ratio, first = (np.concatenate(parts) for parts in zip(*batches, strict=True))
    rows = [
        describe("AUC na validação", auc, MIN_AUC, auc < MIN_AUC),
        describe("perda mínima ÷ máxima", ratio, MAX_LOSS_RATIO, ratio >= MAX_LOSS_RATIO),
        describe("primeira perda", first, MIN_FIRST_LOSS, first < MIN_FIRST_LOSS),
    ]
    for row in rows:
        show(row)
    within = all(row["rate_at_most"] <= MAX_RATE for row in rows)
    save({"rows": rows, "within_goal": within}, args.output)


def train(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Treina `TOGETHER` redes ingênuas; de cada uma, a AUC na validação e o que a perda fez."""
    split = load_split(standardize=True)
    table = pd.DataFrame({"neurons": [(100, 100)] * TOGETHER, "reg": [(0.0, 0.0)] * TOGETHER})
    networks = Population.from_hyperparameters(table, seed=seed)
    history = networks.fit(
        split.X_train, split.y_train, validation_split=0.25, batch_size=BATCH_SIZE, seed=seed
    )
    loss = np.asarray(history.loss)
    auc = roc_auc(networks.predict(split.X_train[N_FIT:]), split.y_train[N_FIT:])
    return auc, loss.min(axis=0) / loss.max(axis=0), loss[0]


def describe(name: str, values: np.ndarray, threshold: float, failed: np.ndarray) -> dict:
    """Resume uma medida; a taxa de falha é o limite superior de um intervalo de 95 %."""
    from scipy.stats import beta

    n, k = len(values), int(failed.sum())
    return {
        "measure": name,
        "threshold": threshold,
        "seeds": n,
        "failed": k,
        "rate_at_most": float(beta.ppf(0.95, k + 1, n - k)),
        "mean": float(values.mean()),
        "std": float(values.std(ddof=1)),
        "min": float(values.min()),
        "max": float(values.max()),
    }


def show(row: dict) -> None:
    """Imprime uma linha em português."""
    mean, std, low, high = (decimal(row[name], 4) for name in ("mean", "std", "min", "max"))
    print(
        f"{row['measure']:<22} limiar {decimal(row['threshold'])}   média {mean}  desvio {std}  "
        f"de {low} a {high}   {row['failed']} de {row['seeds']} falhariam "
        f"(taxa até {decimal(100 * row['rate_at_most'])} %)"
    )


if __name__ == "__main__":
    main()
