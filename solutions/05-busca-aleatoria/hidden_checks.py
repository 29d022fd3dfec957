"""Critérios de `05-busca-aleatoria` que só a correção conhece."""

from dataclasses import replace

import numpy as np

from mlp_course.checks.a05_busca_aleatoria.choice import draw_curves, judge_choice
from mlp_course.checks.a05_busca_aleatoria.refit import draw_problem, near, refit
from mlp_course.checks.a05_busca_aleatoria.repeat import draw_aucs, judge_premium
from mlp_course.checks.a05_busca_aleatoria.sample import as_rows, judge_sample
from mlp_course.checks.compare import failed_calls
from mlp_course.checks.definition import Criterion, HiddenCheck
from mlp_course.checks.read_matrices import as_floats
from mlp_course.checks.reference import Reference, Rule


def earned(criteria):
    """Diz se o item já tem algum critério cumprido.

    Um caso extremo tem respostas que um chute acerta: sozinho, não dá pontos.
    """
    return any(criterion.ok for criterion in criteria)


def keeps(judge, data, challenge, name):
    """Diz se a chamada `name` cumpre o que a comum cumpria: um erro não é cobrado duas vezes."""
    rules = tuple(replace(rule, calls=(name,), mistakes={}) for rule in judge.rules)
    common = judge(data, challenge)
    found = replace(judge, rules=rules, mistakes={})(data, challenge)
    kept = [now.ok or not before.ok for now, before in zip(found, common, strict=False)]
    return earned(common) and len(found) == len(common) and all(kept)


def describe(call, other):
    """O erro de uma chamada que não terminou, ou o que se diz de uma que terminou."""
    return (call or {}).get("error") or other


def challenge_few_rows(rng):
    """Poucas linhas: uma só, e cinco."""
    seed = int(rng.integers(10_000))
    return {"calls": {"one": [1, seed], "five": [5, seed]}}


def judge_few_rows(data, challenge):
    sizes = {"one": 1, "five": 5}
    if failure := failed_calls(data, {name: f"com n_iter={n}" for name, n in sizes.items()}):
        return [failure]
    wrong = [n for name, n in sizes.items() if as_rows(data[name]["result"], n) is None]
    return [
        Criterion(
            not wrong and earned(judge_sample(data, challenge)),
            "n_iter linhas, também quando n_iter é 1 ou 5",
            f"com n_iter={wrong[0]}, outra coisa que não {wrong[0]} linha(s) de quatro números"
            if wrong
            else "o número certo de linhas, mas nenhum sorteio certo",
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
    texts = {
        "ties": (
            "a primeira rede e a epoch mais cedo, em caso de empate",
            "argmax para no primeiro.",
        ),
        "one": ("a mesma regra com uma rede só", "Uma coluna ainda é uma matriz."),
    }
    return [
        Criterion(
            keeps(judge_choice, data, challenge, name),
            expected,
            describe(data[name], "outra rede ou outra epoch"),
            hint,
            weight=0.5,
        )
        for name, (expected, hint) in texts.items()
    ]


def challenge_other_sizes(rng):
    """Trinta medidas e uma epoch só; treze medidas e mais epochs."""
    return {
        "calls": {
            "one_epoch": draw_problem(rng, 30, 1),
            "more": draw_problem(rng, 13, int(rng.integers(8, 12))),
        }
    }


OTHER_SIZES = "o mesmo treino com outro número de medidas e de epochs: "
BY_HAND = "escores de outro treino, como se epochs, ou o número de medidas, estivesse escrito à mão"
SIZES_HINT = "Use os argumentos: X.shape[1] medidas e epochs epochs."
judge_other_sizes = Reference(
    refit,
    (
        Rule(("main",), OTHER_SIZES.rstrip(": "), SIZES_HINT, weight=0, gate=True),
        *(
            Rule((name,), OTHER_SIZES + sizes, SIZES_HINT, weight=0.5, found=BY_HAND)
            for name, sizes in (
                ("one_epoch", "trinta medidas e uma epoch só"),
                ("more", "treze medidas e oito epochs ou mais"),
            )
        ),
    ),
    read=as_floats,
    needed=("one_epoch", "more"),
    equal=near,
)


def challenge_one_repeat(rng):
    """Uma repetição só, e matrizes em listas."""
    val, test = draw_aucs(rng, 3, 4)
    return {"calls": {"one": [*draw_aucs(rng, 1, 5)], "lists": [val.tolist(), test.tolist()]}}


def judge_one_repeat(data, challenge):
    kinds = {"one": "com uma repetição só", "lists": "com listas do Python"}
    wrong = [name for name in kinds if not keeps(judge_premium, data, challenge, name)]
    # A quem ainda erra o comum, não se aponta mais um erro.
    some = earned(judge_premium(data, challenge))
    faults = [f"{kinds[name]}, {describe(data[name], 'outros números')}" for name in wrong]
    return [
        Criterion(
            not wrong,
            "a mesma conta com uma repetição só e com listas do Python",
            "; ".join(faults) if some else "",
            "Converta as entradas com np.asarray e leia os tamanhos delas.",
            weight=0.5,
        )
    ]


HIDDEN_CHECKS = (
    HiddenCheck(
        "05-busca-aleatoria.sortear",
        judge_few_rows,
        challenge_few_rows,
        quotes=("Ela devolve uma lista com `n_iter` linhas",),
    ),
    HiddenCheck(
        "05-busca-aleatoria.escolher",
        judge_ties,
        challenge_ties,
        quotes=(
            "Em caso de empate, vale a primeira rede e a epoch mais cedo.",
            "A regra é a mesma com uma rede só.",
        ),
    ),
    HiddenCheck(
        "05-busca-aleatoria.reajustar",
        judge_other_sizes,
        challenge_other_sizes,
        quotes=(
            "por exatamente `epochs` epochs",
            "O número de colunas de `X` muda a cada verificação.",
        ),
    ),
    HiddenCheck(
        "05-busca-aleatoria.premio",
        judge_one_repeat,
        challenge_one_repeat,
        quotes=("podem vir como listas de listas e ter uma repetição só",),
    ),
)
