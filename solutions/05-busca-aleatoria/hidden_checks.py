"""Critérios de `05-busca-aleatoria` que só a correção conhece."""

import numpy as np

from mlp_course.checks.a05_busca_aleatoria.choice import (
    draw_curves,
    judge_choice,
    judge_choice_call,
)
from mlp_course.checks.a05_busca_aleatoria.refit import draw_problem, judge_refit, near, refit
from mlp_course.checks.a05_busca_aleatoria.repeat import (
    draw_aucs,
    judge_premium,
    judge_premium_call,
)
from mlp_course.checks.a05_busca_aleatoria.sample import as_rows, judge_sample
from mlp_course.checks.compare import failed_calls
from mlp_course.checks.definition import Criterion, HiddenCheck
from mlp_course.checks.read_numbers import numbers


def earned(judge, data, challenge):
    """Diz se o item já tem algum critério cumprido.

    Um caso extremo tem respostas que um chute acerta: sozinho, não dá pontos.
    """
    return any(criterion.ok for criterion in judge(data, challenge))


def challenge_few_rows(rng):
    """Poucas linhas: uma só, e cinco."""
    seed = int(rng.integers(10_000))
    return {"calls": {"one": [1, seed], "five": [5, seed]}}


def judge_few_rows(data, challenge):
    if failure := failed_calls(data, ["one", "five"]):
        return [failure]
    one, five = as_rows(data["one"]["result"], 1), as_rows(data["five"]["result"], 5)
    counted = one is not None and five is not None
    return [
        Criterion(
            counted and earned(judge_sample, data, challenge),
            "n_iter linhas, também quando n_iter é 1 ou 5",
            "linhas sem sorteio" if counted else "outro número de linhas",
            "A função devolve n_iter linhas, seja qual for n_iter.",
        )
    ]


def challenge_ties(rng):
    """Um empate entre redes, outro entre epochs, e uma rede só."""
    curves = draw_curves(rng, n_epochs=24, n_networks=8)
    first, second = np.sort(rng.choice(8, size=2, replace=False))
    curves[[4, 7], first], curves[2, second] = 0.995, 0.995
    return {"calls": {"ties": [curves], "one": [draw_curves(rng, 30, 6)[:, :1]]}}


def judge_ties(data, challenge):
    # Um erro já apontado no caso comum não é cobrado outra vez.
    common = judge_choice(data, challenge)
    named = [c.ok for c in common] if len(common) == 2 else [False, False]
    texts = {
        "ties": (
            "a primeira rede e a epoch mais cedo, em caso de empate",
            "argmax para no primeiro",
        ),
        "one": ("a mesma regra com uma rede só", "Uma coluna ainda é uma matriz"),
    }
    criteria = []
    for name, (expected, hint) in texts.items():
        found = judge_choice_call(data, challenge, name)
        right = [c.ok for c in found] if len(found) == 2 else [False, False]
        kept = all(now or not before for now, before in zip(right, named, strict=True))
        fault = "outra rede ou outra epoch"
        criteria.append(Criterion(kept and any(named), expected, fault, f"{hint}.", weight=0.5))
    return criteria


def challenge_other_sizes(rng):
    """Trinta medidas e uma epoch só; treze medidas e mais epochs."""
    return {
        "calls": {
            "one_epoch": draw_problem(rng, 30, 1),
            "more": draw_problem(rng, 13, int(rng.integers(8, 12))),
        }
    }


def judge_other_sizes(data, challenge):
    names = ("one_epoch", "more")
    if failure := failed_calls(data, list(names)):
        return [failure]
    wrong, right = [], earned(judge_refit, data, challenge)
    for name in names:
        found = numbers(data[name]["result"])
        if found is None or not near(found.ravel(), refit(*challenge["calls"][name])):
            wrong.append(name)
    return [
        Criterion(
            not wrong and right,
            "o mesmo treino com outro número de medidas e de epochs",
            "epochs ou n_features escritos à mão" if right else "escores de outro treino",
            "Use os argumentos: X.shape[1] medidas e epochs epochs.",
        )
    ]


def challenge_one_repeat(rng):
    """Uma repetição só, e matrizes em listas."""
    val, test = draw_aucs(rng, 3, 4)
    return {"calls": {"one": [*draw_aucs(rng, 1, 5)], "lists": [val.tolist(), test.tolist()]}}


def judge_one_repeat(data, challenge):
    calls = dict(challenge["calls"])
    calls["lists"] = [np.array(matrix) for matrix in calls["lists"]]
    common = [c.ok for c in judge_premium(data, challenge)]
    wrong = []
    for name in ("one", "lists"):
        found = [c.ok for c in judge_premium_call(data, {"calls": calls}, name)]
        same = len(found) == len(common)
        kept = same and all(now or not before for now, before in zip(found, common, strict=True))
        wrong += [] if kept else [name]
    fault = f"outros números, ou um erro, em {len(wrong)} de 2 casos"
    return [
        Criterion(
            not wrong and any(common),
            "a mesma conta com uma repetição só e com listas do Python",
            fault if any(common) else "outros números",
            "Converta as entradas com np.asarray e leia os tamanhos delas.",
            weight=0.5,
        )
    ]


HIDDEN_CHECKS = (
    HiddenCheck("05-busca-aleatoria.sortear", judge_few_rows, challenge_few_rows),
    HiddenCheck("05-busca-aleatoria.escolher", judge_ties, challenge_ties),
    HiddenCheck("05-busca-aleatoria.reajustar", judge_other_sizes, challenge_other_sizes),
    HiddenCheck("05-busca-aleatoria.premio", judge_one_repeat, challenge_one_repeat),
)
