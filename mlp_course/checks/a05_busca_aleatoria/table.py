"""Juiz de `05-busca-aleatoria` para a tabela da busca."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_numbers import numbers
from mlp_course.data import load_split
from mlp_course.population import Population

Floats = NDArray[np.float64]
Columns = dict[str, Floats | None]

N_NETWORKS = 40
SEARCH_COLUMNS = ("neurons", "reg", "epochs", "auc", "best_auc")
# Medidas cruas tornam o treino sensível ao último dígito: outra máquina pode mudar poucas redes.
SEARCH_TOLERANCE, SEARCH_SHARE = 5e-3, 0.9
# A maioria não muda: com tudo arredondado, as diferenças são pequenas, mas são de todas.
SEARCH_MEDIAN = 1e-3


def judge_search(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga a tabela da busca, refazendo a busca com as linhas que ela traz."""
    values = data["values"]
    missing = [name for name in SEARCH_COLUMNS if name not in values]
    if missing or len(data["index"]) != N_NETWORKS:
        found = f"faltam {', '.join(missing)}" if missing else f"{len(data['index'])} linhas"
        return [Criterion(False, f"{N_NETWORKS} linhas e as colunas {SEARCH_COLUMNS}", found)]
    networks = _as_networks(values)
    if networks is None:
        return [
            Criterion(
                False,
                "em neurons, pares (h1, h2); em reg, pares (l1, l2), como no item 1",
                "outros valores",
                "neurons são os dois primeiros números de cada linha; reg, os dois últimos.",
            )
        ]
    columns = {name: numbers(_floats(values[name]), (N_NETWORKS,)) for name in SEARCH_COLUMNS[2:]}
    tables = [networks.set_axis(labels) for labels in _possible_labels(data["index"])]
    wrong, fault = _compare(columns, tables)
    texts = {
        "epochs": "em epochs, quantas epochs cada rede treinou",
        "auc": "em auc, a AUC de validação da última epoch de cada rede",
        "best_auc": "em best_auc, a melhor AUC de validação de cada rede",
    }
    hint = "table.join(search_population(...)) põe cada resultado na sua linha, pelo índice."
    return [Criterion(name not in wrong, text, fault, hint) for name, text in texts.items()]


def _as_networks(values: dict[str, list]) -> pd.DataFrame | None:
    neurons = numbers(values["neurons"], (N_NETWORKS, 2))
    reg = numbers(values["reg"], (N_NETWORKS, 2))
    if neurons is None or reg is None:
        return None
    # A busca é refeita aqui: só com redes do tamanho das do item 1 ela termina logo.
    sizes_ok = ((neurons >= 1) & (neurons < 101) & (neurons % 1 == 0)).all()
    if not sizes_ok or reg.min() < 0 or reg.max() > 1:
        return None
    return pd.DataFrame(
        {"neurons": list(map(tuple, neurons.astype(int))), "reg": list(map(tuple, reg))}
    )


def _possible_labels(index: Any) -> Iterator[NDArray[np.int64]]:
    """Os rótulos com que cada rede pode ter sido treinada; deles vêm os pesos iniciais.

    São os da tabela; ou as posições, se o índice mudou depois da busca; ou todos 0, se cada rede
    foi treinada em uma tabela só dela.
    """
    labels = numbers(index, (N_NETWORKS,))
    if labels is not None and (labels % 1 == 0).all() and labels.min() >= 0:
        yield labels.astype(int)
    yield np.arange(N_NETWORKS)
    yield np.zeros(N_NETWORKS, dtype=int)


def _floats(column: list) -> list:
    return [np.nan if value is None else value for value in column]


def _compare(columns: Columns, tables: Sequence[pd.DataFrame]) -> tuple[set[str], str]:
    """As colunas erradas, com os rótulos que deixam menos delas, e o nome do erro."""
    attempts = []
    for table in tables:
        expected = _search(table)
        wrong = {name for name, column in columns.items() if not _agree(column, expected[name])}
        if not wrong:
            return wrong, ""
        attempts.append((wrong, table, expected))
    wrong, table, expected = min(attempts, key=lambda attempt: len(attempt[0]))
    return wrong, _name_search_fault(columns, table, expected)


def _search(table: pd.DataFrame, mode: Any = "max", standardize: bool = False) -> pd.DataFrame:
    return _train(tuple(table.itertuples(name=None)), mode, standardize)


@lru_cache
def _train(rows: tuple[tuple, ...], mode: Any, standardize: bool) -> pd.DataFrame:
    """O mesmo que search_population, que não aceita rótulos repetidos.

    Guarda o que treinou: verificar de novo a mesma tabela não espera outra vez.
    """
    split = load_split(42, standardize)
    labels, neurons, reg = zip(*rows, strict=True)
    table = pd.DataFrame({"neurons": neurons, "reg": reg}, labels)
    networks = Population.from_hyperparameters(table, seed=42)
    history = networks.fit(
        split.X_train, split.y_train, validation_split=0.25, patience=10, mode=mode, seed=42
    )
    found = {
        "epochs": history.epochs,
        "auc": history.last_val_auc,
        "best_auc": history.best_val_auc,
    }
    return pd.DataFrame(found, dtype=float)


def _agree(found: Floats | None, expected: Any) -> bool:
    if found is None:
        return False
    return _is_near(found, expected) and _median_distance(found, expected) < SEARCH_MEDIAN


def _is_near(found: Floats, expected: Any) -> bool:
    return bool(np.mean(np.abs(found - np.asarray(expected)) < SEARCH_TOLERANCE) >= SEARCH_SHARE)


def _median_distance(found: Floats, expected: Any) -> float:
    return float(np.median(np.abs(found - np.asarray(expected))))


def _name_search_fault(found: Columns, table: pd.DataFrame, expected: pd.DataFrame) -> str:
    auc, best = found["auc"], found["best_auc"]
    if auc is None or best is None or found["epochs"] is None:
        return "colunas vazias ou sem números"
    if _agree(auc, expected["best_auc"]) and not _agree(auc, expected["auc"]):
        return "a AUC da melhor epoch no lugar da AUC da última"
    if _agree(best, expected["auc"]):
        return "a AUC da última epoch no lugar da AUC da melhor"
    if _is_near(auc, expected["auc"]) and _is_near(best, expected["best_auc"]):
        return "AUCs próximas das certas, mas não elas, como se arredondadas"
    if _agree(np.sort(auc), np.sort(expected["auc"])):
        return "resultados em outras linhas da tabela"
    if any(_is_sorted(column) for column in (auc, best)):
        return "a tabela ordenada e o índice refeito: sem os rótulos não dá para treinar igual"
    lowest = _search(table, mode="min")["auc"]
    if _agree(best, lowest) or _agree(auc, lowest):
        return "mode='min': o early stopping ficou do lado errado"
    if _agree(auc, _search(table, standardize=True)["auc"]):
        return "medidas padronizadas; aqui são as cruas"
    return "outro treino: confira split, mode e seed=42"


def _is_sorted(column: Floats) -> bool:
    """Diz se uma coluna só sobe ou só desce."""
    steps = np.diff(column)
    return bool((steps >= 0).all() != (steps <= 0).all())
