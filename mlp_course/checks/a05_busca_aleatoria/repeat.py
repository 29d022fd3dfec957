"""Juízes de `05-busca-aleatoria` para a vantagem da vencedora e as repetições."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mlp_course.checks.compare import number
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_matrices import as_floats
from mlp_course.checks.read_numbers import numbers
from mlp_course.checks.reference import Mistakes, Reference, Rule
from mlp_course.data import load_split
from mlp_course.population import Population
from mlp_course.population.auc import roc_auc

Floats = NDArray[np.float64]

N_REPEATS, N_TWINS, EPOCHS = 10, 20, 50
# Um par de linhas em outra ordem muda a AUC em 0,0004 na validação e em 0,0002 no teste. Outro
# arredondamento não troca nenhum par; uma epoch a menos troca algum em uma de cada quatro redes.
TOLERANCE, SHARE = 1e-4, 0.95
# Nem nas poucas redes em que outra máquina troca pares a AUC vai mais longe que isto.
FAR = 3e-3
PREMIUM_MARGIN = 1e-3


def premium(val_auc: Any, test_auc: Any) -> Floats:
    """Devolve a vantagem média da vencedora na validação e no teste."""
    winners = np.argmax(val_auc, axis=1)
    return np.array([_gain(np.asarray(auc), winners) for auc in (val_auc, test_auc)])


def _gain(auc: Floats, networks: NDArray) -> float:
    """A AUC de uma rede por repetição menos a média da repetição, na média."""
    return float(np.mean(auc[np.arange(len(auc)), networks] - auc.mean(axis=1)))


VAL_MISTAKES: Mistakes = {
    "a vantagem sem descontar a média": lambda v, t: v.max(axis=1).mean(),
    "a soma das repetições, e não a média": lambda v, t: len(v) * premium(v, t)[0],
    "o sinal trocado": lambda v, t: -premium(v, t)[0],
    "uma só vencedora para todas as repetições": lambda v, t: _gain(v, v.mean(axis=0).argmax()),
    "uma vencedora por rede, e não por repetição: o eixo é o 1": (
        lambda v, t: np.mean(v.max(axis=0) - v.mean(axis=0))
    ),
    "a pior rede, e não a melhor": lambda v, t: _gain(v, v.argmin(axis=1)),
    "a média das outras redes, sem a vencedora": (
        lambda v, t: premium(v, t)[0] * v.shape[1] / (v.shape[1] - 1)
    ),
    "a mediana da repetição, e não a média": (
        lambda v, t: np.mean(v.max(axis=1) - np.median(v, axis=1))
    ),
}
TEST_MISTAKES: Mistakes = {
    "a vantagem sem descontar a média": lambda v, t: _gain(t, v.argmax(axis=1)) + t.mean(),
    "a soma das repetições, e não a média": lambda v, t: len(v) * premium(v, t)[1],
    "o sinal trocado": lambda v, t: -premium(v, t)[1],
    "uma só vencedora para todas as repetições": lambda v, t: _gain(t, v.mean(axis=0).argmax()),
    "a melhor rede do teste, escolhida olhando o teste": lambda v, t: _gain(t, t.argmax(axis=1)),
    "a média da validação no lugar da do teste": (
        lambda v, t: _gain(t, v.argmax(axis=1)) + t.mean() - v.mean()
    ),
    "a pior rede, e não a melhor": lambda v, t: _gain(t, v.argmin(axis=1)),
    "a média das outras redes, sem a vencedora": (
        lambda v, t: premium(v, t)[1] * t.shape[1] / (t.shape[1] - 1)
    ),
}


def challenge_premium(rng: np.random.Generator) -> Challenge:
    """Em nenhuma repetição a vencedora da validação é a do teste."""
    while True:
        val, test = draw_aucs(rng, 6, 9)
        right, mistakes = premium(val, test), (VAL_MISTAKES, TEST_MISTAKES)
        # Nenhum erro conhecido dá, por acaso, o número certo.
        wrong = [abs(f(val, test) - right[i]) for i in (0, 1) for f in mistakes[i].values()]
        if min(wrong) > PREMIUM_MARGIN:
            return {"calls": {"main": [val, test]}}


def draw_aucs(rng: np.random.Generator, n_repeats: int, n_networks: int) -> tuple[Floats, Floats]:
    """Sorteia AUC de validação e de teste cujas vencedoras são redes diferentes."""
    val, test = (rng.uniform(0.7, 0.9, size=(n_repeats, n_networks)) for _ in range(2))
    for row in range(n_repeats):
        winner, other = rng.choice(n_networks, size=2, replace=False)
        val[row, winner], test[row, other] = rng.uniform(0.91, 0.95, size=2)
    return val, test


def _two_numbers(result: Any) -> Floats | None:
    pair = numbers(result)
    return pair.ravel() if pair is not None and pair.size == 2 else None


judge_premium = Reference(
    premium,
    (
        Rule(
            ("main",),
            "na validação, a vencedora de cada repetição menos a média daquela repetição",
            "Uma vencedora por linha: o eixo das redes é o 1.",
            part=0,
            mistakes=VAL_MISTAKES,
            found=lambda found, right: number(found),
        ),
        Rule(
            ("main",),
            "no teste, a mesma rede que venceu na validação, menos a média do teste",
            "Guarde a posição da vencedora na validação e leia essa posição no teste.",
            part=1,
            mistakes=TEST_MISTAKES,
            found=lambda found, right: number(found),
        ),
    ),
    read=_two_numbers,
    blame=(
        "dois números: a vantagem na validação e a no teste",
        "outra coisa",
        "As médias são sobre as repetições; termine com return na_validacao, no_teste.",
    ),
    mistakes={"teste e validação trocados": lambda v, t: premium(v, t)[::-1]},
)


def judge_repeats(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga as duas matrizes de AUC, refazendo as dez repetições."""
    if not isinstance(data, dict) or not {"val", "test"} <= set(data):
        return [Criterion(False, "um dicionário com as chaves 'val' e 'test'", "outra coisa")]
    texts = {
        "val": "em 'val', a AUC de validação da última epoch, sementes por redes",
        "test": "em 'test', a AUC no teste das mesmas redes",
    }
    hint = "O laço divide, cria, treina e guarda: as quatro coisas com a semente da vez."
    right = {name: _agree(numbers(data[name]), _repeats()[name]) for name in texts}
    # Com uma das duas certa, os treinos são os pedidos: o que falta está na medida.
    other = (
        "outros números, dos treinos certos: confira que AUC se mede, em que linhas e em que ordem"
        if any(right.values())
        else "outros números: confira a ordem, as sementes, validation_split e epochs"
    )
    return [
        Criterion(right[name], text, _name_repeat_fault(data[name], name) or other, hint)
        for name, text in texts.items()
    ]


@cache
def _repeats(standardize: bool = True) -> dict[str, Floats]:
    twins = pd.DataFrame({"neurons": [(30, 20)] * N_TWINS, "reg": [(1e-3, 1e-3)] * N_TWINS})
    found: dict[str, list[Floats]] = {"val": [], "best": [], "test": [], "hard": []}
    for seed in range(N_REPEATS):
        split = load_split(seed, standardize)
        networks = Population.from_hyperparameters(twins, seed=seed)
        history = networks.fit(
            split.X_train, split.y_train, validation_split=0.25, epochs=EPOCHS, seed=seed
        )
        found["val"].append(np.asarray(history.last_val_auc, dtype=float))
        found["best"].append(np.nanmax(np.asarray(history.val_auc, dtype=float), axis=0))
        scores = networks.predict(split.X_test)
        found["test"].append(roc_auc(scores, split.y_test))
        found["hard"].append(roc_auc((scores >= 0.5).astype(float), split.y_test))
    return {name: np.array(rows) for name, rows in found.items()}


def _agree(found: Floats | None, expected: Floats) -> bool:
    if found is None or found.shape != expected.shape:
        return False
    distances = np.abs(found - expected)
    return bool(np.mean(distances < TOLERANCE) >= SHARE and distances.max() < FAR)


def _name_repeat_fault(value: Any, name: str) -> str:
    array, found = as_floats(value), numbers(value)
    if array is not None and np.isnan(array).any():
        if name == "val" and np.isnan(array).all():
            return "só NaN, como se faltasse validation_split"
        return f"NaN em {np.isnan(array).sum()} de {array.size} valores"
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
        return "dez linhas iguais, como se a semente não mudasse com o laço"
    if _agree(found[::-1], right[name]):
        return "as sementes na ordem contrária"
    if name == "test" and _agree(found, right["hard"]):
        return "a AUC de rótulos já decididos em 0,5"
    if _agree(found, _repeats(standardize=False)[name]):
        return "medidas cruas; aqui são as padronizadas"
    return ""
