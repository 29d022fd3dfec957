"""Juízes de `05-busca-aleatoria` para a vantagem da vencedora e as repetições."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mlp_course.checks.compare import close, failed_calls, number
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_matrices import as_floats
from mlp_course.checks.read_numbers import numbers
from mlp_course.data import load_split
from mlp_course.population import Population
from mlp_course.population.auc import roc_auc

Floats = NDArray[np.float64]

N_REPEATS, N_TWINS, EPOCHS = 10, 20, 50
# Um par de linhas em outra ordem muda a AUC em 0,0004 na validação e em 0,0002 no teste. Outro
# arredondamento não troca nenhum par; uma epoch a menos troca algum em uma de cada quatro redes.
TOLERANCE, SHARE = 1e-4, 0.95
PREMIUM_MARGIN = 1e-3


def challenge_premium(rng: np.random.Generator) -> Challenge:
    """Em nenhuma repetição a vencedora da validação é a do teste."""
    while True:
        val, test = draw_aucs(rng, 6, 9)
        right, faults = premium(val, test), _premium_faults(val, test)
        # Nenhum erro conhecido dá, por acaso, o número certo.
        wrong = [abs(v - right[i]) for i, named in enumerate(faults) for v in named.values()]
        if min(wrong) > PREMIUM_MARGIN:
            return {"calls": {"main": [val, test]}}


def draw_aucs(rng: np.random.Generator, n_repeats: int, n_networks: int) -> tuple[Floats, Floats]:
    """Sorteia AUC de validação e de teste cujas vencedoras são redes diferentes."""
    val, test = (rng.uniform(0.7, 0.9, size=(n_repeats, n_networks)) for _ in range(2))
    for row in range(n_repeats):
        winner, other = rng.choice(n_networks, size=2, replace=False)
        val[row, winner], test[row, other] = rng.uniform(0.91, 0.95, size=2)
    return val, test


def judge_premium(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga as duas vantagens médias."""
    return judge_premium_call(data, challenge, "main")


def judge_premium_call(data: Any, challenge: Challenge, name: str) -> Sequence[Criterion]:
    """Critérios de winner_premium para a chamada `name`."""
    if failure := failed_calls(data, [name]):
        return [failure]
    pair = numbers(data[name]["result"])
    if pair is None or pair.size != 2:
        return [
            Criterion(
                False,
                "dois números: a vantagem na validação e a no teste",
                "outra coisa",
                "As médias são sobre as repetições; termine com return na_validacao, no_teste.",
            )
        ]
    found, expected = pair.ravel(), premium(*challenge["calls"][name])
    faults = _name_premium_faults(found, *challenge["calls"][name])
    return [
        Criterion(
            close(found[0], expected[0]),
            "na validação, a vencedora de cada repetição menos a média daquela repetição",
            faults[0],
            "Uma vencedora por linha: o eixo das redes é o 1.",
        ),
        Criterion(
            close(found[1], expected[1]),
            "no teste, a mesma rede que venceu na validação, menos a média do teste",
            faults[1],
            "Guarde a posição da vencedora na validação e leia essa posição no teste.",
        ),
    ]


def premium(val: Floats, test: Floats) -> Floats:
    """Devolve a vantagem média da vencedora na validação e no teste."""
    rows, winners = np.arange(len(val)), val.argmax(axis=1)
    return np.array([np.mean(a[rows, winners] - a.mean(axis=1)) for a in (val, test)])


def _name_premium_faults(found: Floats, val: Floats, test: Floats) -> tuple[str, str]:
    right = premium(val, test)
    if close(found, right[::-1]):
        swapped = "teste e validação trocados"
        return swapped, swapped
    names = [
        next((name for name, value in faults.items() if close(found[i], value)), number(found[i]))
        for i, faults in enumerate(_premium_faults(val, test))
    ]
    return names[0], names[1]


def _premium_faults(val: Floats, test: Floats) -> list[dict[str, Any]]:
    """O que cada erro conhecido dá na validação e no teste, pelo nome."""
    right = premium(val, test)
    rows = np.arange(len(val))
    single = int(val.mean(axis=0).argmax())
    common = [
        {
            "a vantagem sem descontar a média": a[rows, val.argmax(axis=1)].mean(),
            "a soma das repetições, e não a média": len(val) * right[i],
            "o sinal trocado": -right[i],
            "uma só vencedora para todas as repetições": a[:, single].mean() - a.mean(),
        }
        for i, a in enumerate((val, test))
    ]
    by_column = (val.max(axis=0) - val.mean(axis=0)).mean()
    common[0]["uma vencedora por rede, e não por repetição: o eixo é o 1"] = by_column
    common[0]["a pior rede, e não a melhor"] = (val.min(axis=1) - val.mean(axis=1)).mean()
    worst = test[rows, val.argmin(axis=1)]
    common[1] |= {
        "a melhor rede do teste, escolhida olhando o teste": np.mean(
            test.max(axis=1) - test.mean(axis=1)
        ),
        "a média da validação no lugar da do teste": np.mean(
            test[rows, val.argmax(axis=1)] - val.mean(axis=1)
        ),
        "a pior rede, e não a melhor": np.mean(worst - test.mean(axis=1)),
    }
    return common


def judge_repeats(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga as duas matrizes de AUC, refazendo as dez repetições."""
    if not isinstance(data, dict) or not {"val", "test"} <= set(data):
        return [Criterion(False, "um dicionário com as chaves 'val' e 'test'", "outra coisa")]
    texts = {
        "val": "em 'val', a AUC de validação da última epoch, sementes por redes",
        "test": "em 'test', a AUC no teste das mesmas redes",
    }
    hint = "O laço divide, cria, treina e guarda: as quatro coisas com a semente da vez."
    return [
        Criterion(
            _agree(numbers(data[name]), _repeats()[name]),
            text,
            _name_repeat_fault(data[name], name),
            hint,
        )
        for name, text in texts.items()
    ]


@cache
def _repeats(standardize: bool = True) -> dict[str, Floats]:
    twins = pd.DataFrame({"neurons": [(30, 20)] * N_TWINS, "reg": [(1e-3, 1e-3)] * N_TWINS})
    found: dict[str, list[Floats]] = {"val": [], "best": [], "test": []}
    for seed in range(N_REPEATS):
        split = load_split(seed, standardize)
        networks = Population.from_hyperparameters(twins, seed=seed)
        history = networks.fit(
            split.X_train, split.y_train, validation_split=0.25, epochs=EPOCHS, seed=seed
        )
        found["val"].append(np.asarray(history.last_val_auc, dtype=float))
        found["best"].append(np.nanmax(np.asarray(history.val_auc, dtype=float), axis=0))
        found["test"].append(roc_auc(networks.predict(split.X_test), split.y_test))
    return {name: np.array(rows) for name, rows in found.items()}


def _agree(found: Floats | None, expected: Floats) -> bool:
    if found is None or found.shape != expected.shape:
        return False
    return bool(np.mean(np.abs(found - expected) < TOLERANCE) >= SHARE)


def _name_repeat_fault(value: Any, name: str) -> str:
    array, found = as_floats(value), numbers(value)
    if array is not None and np.isnan(array).any():
        return "NaN: sem validation_split não há AUC de validação"
    if found is None:
        return "algo que não é uma matriz de números"
    if found.shape != (N_REPEATS, N_TWINS):
        return f"formato {found.shape}"
    right, other = _repeats(), "test" if name == "val" else "val"
    if name == "val" and _agree(found, right["best"]):
        return "a melhor AUC do caminho no lugar da última"
    if _agree(found, right[other]):
        return "as AUC da outra chave"
    if len(np.unique(found, axis=0)) == 1:
        return "dez repetições iguais: a semente não mudou com o laço"
    if _agree(found, _repeats(standardize=False)[name]):
        return "medidas cruas; aqui são as padronizadas"
    return "outros treinos: confira as sementes, validation_split e epochs"
