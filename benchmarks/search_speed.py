"""Quanto custa a busca de cem redes, ao lado de quem faz o mesmo e do limite da máquina.

Na mesma execução: o laço do original no Keras e o RandomSearch do KerasTuner (algumas
redes, o resto **extrapolado**), o RandomizedSearchCV do scikit-learn (100 candidatos
inteiros) e a população. O limite é o número de contas dividido pelo pico de um produto
grande de matrizes, medido aqui.

O livro mostra o resultado guardado em benchmarks/resultados/, que esta medida regrava.

    python benchmarks/search_speed.py [--keras-networks 5] [--runs 5] [--output ARQUIVO.json]
"""

import argparse
import os
import tempfile
import time
import warnings
from pathlib import Path

# Antes de qualquer import do TensorFlow, que só as lê ao carregar.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import numpy as np
import pandas as pd
from _common import (
    N_TRAIN,
    RESULTS,
    circumstances,
    count_flops,
    count_processors,
    decimal,
    gemm_peak,
    run_fresh,
    save,
)

from mlp_course.data import Split, load_split
from mlp_course.search import random_search, sample_hyperparameters

N_NETWORKS = 100
OURS = """
import json, time
from mlp_course.data import load_split
from mlp_course.population import search_population
from mlp_course.search import sample_hyperparameters
split, table = load_split(), sample_hyperparameters({n_networks})
seconds = []
for _ in range({runs} + 1):
    start = time.perf_counter()
    found = search_population(table, split, progress=False)
    seconds.append(time.perf_counter() - start)
print(json.dumps({{"cold": seconds[0], "warm": min(seconds[1:]), "all": seconds,
                  "epochs": found["epochs"].tolist()}}))
"""


def main() -> None:
    """Mede, mostra e grava."""
    parser = argparse.ArgumentParser(description="Mede a busca de cem redes e os seus pares.")
    parser.add_argument("--keras-networks", type=int, default=5, help="redes no Keras (padrão: 5)")
    parser.add_argument("--runs", type=int, default=5, help="repetições a quente (padrão: 5)")
    parser.add_argument("--output", type=Path, default=RESULTS / "search_speed.json")
    args = parser.parse_args()
    if min(args.keras_networks, args.runs) < 1:
        parser.error("meça ao menos uma rede e uma repetição.")
    report = circumstances()
    split, table = load_split(), sample_hyperparameters(N_NETWORKS)
    ours = run_fresh(OURS.format(n_networks=N_NETWORKS, runs=args.runs))
    peak = gemm_peak()
    seconds = {
        "keras": time_keras_loop(table, split, args.keras_networks),
        "keras_tuner": time_keras_tuner(split, args.keras_networks),
        "randomized_search_cv": time_randomized_search(table, split),
        "population_cold": ours["cold"],
        "population_warm": ours["warm"],
        "limit": flops(table, ours["epochs"]) / peak,
    }
    report |= compare(seconds) | {
        "keras_networks": args.keras_networks,
        "gemm_peak_gflops": peak / 1e9,
        "gflop_trained": flops(table, ours["epochs"]) / 1e9,
        "gflop_50_epochs": flops(table, [50] * N_NETWORKS) / 1e9,
        "population_runs": ours["all"],
    }
    report["names"] = names(report)
    show(report)
    save(report, args.output)


def flops(table: pd.DataFrame, epochs: list[int]) -> int:
    """Conta as operações das redes nas epochs que cada uma treinou."""
    return sum(count_flops(*row) for row in zip(table["neurons"], epochs, strict=True))


def time_keras_loop(table: pd.DataFrame, split: Split, n_networks: int) -> float:
    """Mede o laço do original em linhas espaçadas e extrapola para a tabela."""
    rows = np.linspace(0, len(table) - 1, n_networks).astype(int)
    start = time.perf_counter()
    random_search(table.iloc[rows], split, engine="keras", progress=False)
    return (time.perf_counter() - start) / n_networks * len(table)


def time_keras_tuner(split: Split, n_networks: int) -> float:
    """Mede o RandomSearch do KerasTuner em algumas redes e extrapola."""
    import keras_tuner

    from mlp_course.models import create_model
    from mlp_course.search import PENALTIES
    from mlp_course.training import early_stopping

    choices = [float(value) for value in PENALTIES]

    def build(hp):  # type: ignore[no-untyped-def]
        neurons = hp.Int("h1", 25, 99), hp.Int("h2", 20, 98)
        return create_model(neurons, (hp.Choice("l1", choices), hp.Choice("l2", choices)))

    with tempfile.TemporaryDirectory() as folder:
        objective = keras_tuner.Objective("val_auc", "max")
        tuner = keras_tuner.RandomSearch(
            build, objective, max_trials=n_networks, seed=42, directory=folder
        )
        # O KerasTuner importa o TensorBoard mesmo sem o callback dele; aqui ele não é preciso.
        tuner._configure_tensorboard_dir = lambda *args: None
        start = time.perf_counter()
        tuner.search(
            split.X_train,
            split.y_train,
            validation_split=0.25,
            epochs=50,
            batch_size=96,
            callbacks=[early_stopping()],
            verbose=0,
        )
        return (time.perf_counter() - start) / n_networks * N_NETWORKS


def time_randomized_search(table: pd.DataFrame, split: Split) -> float:
    """Mede o scikit-learn nas 100 larguras; fica a melhor de duas execuções.

    Faz menos: sem L1, sem early stopping pela AUC, uma AUC por rede e não por epoch.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.model_selection import PredefinedSplit, RandomizedSearchCV
    from sklearn.neural_network import MLPClassifier

    fold = np.where(np.arange(len(split.y_train)) < N_TRAIN, -1, 0)
    candidates = [
        {"hidden_layer_sizes": [neurons], "alpha": [reg[1]]}
        for neurons, reg in zip(table["neurons"], table["reg"], strict=True)
    ]
    network = MLPClassifier(batch_size=96, max_iter=50, random_state=42)
    durations = []
    for _ in range(2):
        search = RandomizedSearchCV(
            network,
            candidates,
            n_iter=len(candidates),
            scoring="roc_auc",
            cv=PredefinedSplit(fold),
            n_jobs=count_processors(),
            refit=False,
        )
        start = time.perf_counter()
        with warnings.catch_warnings():
            # O aviso de cada rede vem dos processos filhos, que herdam só o ambiente.
            warnings.simplefilter("ignore", ConvergenceWarning)
            os.environ["PYTHONWARNINGS"] = "ignore"
            search.fit(split.X_train, split.y_train)
        durations.append(time.perf_counter() - start)
    return min(durations)


def compare(seconds: dict[str, float]) -> dict:
    """Põe cada tempo ao lado da população e das metas."""
    cold, warm = seconds["population_cold"], seconds["population_warm"]
    ratios = {
        "keras_to_cold": seconds["keras"] / cold,
        "randomized_search_cv_to_cold": seconds["randomized_search_cv"] / cold,
        "keras_tuner_to_cold": seconds["keras_tuner"] / cold,
        "warm_to_limit": warm / seconds["limit"],
    }
    goals = {
        "keras_to_cold": ratios["keras_to_cold"] >= 100,
        "randomized_search_cv_to_cold": ratios["randomized_search_cv_to_cold"] >= 2,
        "warm_to_limit": ratios["warm_to_limit"] <= 8,
    }
    return {"seconds": seconds, "ratios": ratios, "within_goals": goals}


def names(report: dict) -> dict[str, str]:
    """Devolve o nome de cada medida em português."""
    extrapolated = f"extrapolado de {report['keras_networks']}"
    return {
        "keras_tuner": f"KerasTuner RandomSearch ({extrapolated})",
        "keras": f"Laço do original no Keras ({extrapolated})",
        "randomized_search_cv": f"RandomizedSearchCV, n_jobs={report['processors']} (faz menos)",
        "population_cold": "População, a frio",
        "population_warm": "População, a quente",
        "limit": "Limite: contas ÷ pico do produto",
    }


def show(report: dict) -> None:
    """Imprime a tabela em português."""
    print(
        f"100 redes, até 50 epochs; máquina {report['condition']}, com "
        f"{report['processors']} processadores, pico de "
        f"{decimal(report['gemm_peak_gflops'], 0)} GFLOP/s, "
        f"{decimal(report['gflop_trained'], 1)} GFLOP treinados"
    )
    cold = report["seconds"]["population_cold"]
    for key, name in report["names"].items():
        value = report["seconds"][key]
        print(f"{name:55} {decimal(value, 3):>9} s   {decimal(value / cold):>8} × a frio")
    ratio, goals = report["ratios"], report["within_goals"]
    for key, text, goal in (
        ("keras_to_cold", "Keras ÷ população a frio", ">= 100"),
        ("randomized_search_cv_to_cold", "RandomizedSearchCV ÷ a frio", ">= 2"),
        ("warm_to_limit", "a quente ÷ limite", "<= 8"),
    ):
        verdict = "dentro da meta" if goals[key] else "FORA DA META"
        print(f"{text:30} {decimal(ratio[key], 1):>7}   meta {goal}: {verdict}")


if __name__ == "__main__":
    main()
