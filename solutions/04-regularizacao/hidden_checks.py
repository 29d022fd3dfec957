"""Critérios de `04-regularizacao` que só a correção conhece."""

from dataclasses import replace

import numpy as np

from mlp_course.checks.a04_regularizacao.penalties import (
    elastic_net,
    judge_gradient,
    penalty_gradient,
)
from mlp_course.checks.a04_regularizacao.stopping import stopping_rule
from mlp_course.checks.compare import close, failed_calls
from mlp_course.checks.definition import Criterion, HiddenCheck
from mlp_course.checks.read_numbers import numbers, scalar
from mlp_course.checks.reference import Reference, Rule


def challenge_layer(rng):
    """Uma camada grande em float32, com e sem penalidade."""
    kernel = rng.normal(size=(30, 16)).astype("float32")
    bias = rng.normal(size=16).astype("float32")
    return {
        "calls": {
            "large_float32": [kernel, bias, 1e-4, 1e-3],
            "no_penalty": [kernel, bias, 0.0, 0.0],
        }
    }


def naming(judge, kinds):
    """Um juiz de uma regra só que diz, quando ela falha, com que entradas foi."""

    def named(data, challenge):
        [criterion] = judge(data, challenge)
        [rule] = judge.rules
        if criterion.ok:
            return [criterion]
        alone = {
            name: replace(judge, rules=(replace(rule, calls=(name,)),))(data, challenge)[0]
            for name in kinds
        }
        wrong = [
            f"{kinds[name]}, {c.found or 'outro resultado'}"
            for name, c in alone.items()
            if not c.ok
        ]
        return [replace(criterion, found="; ".join(wrong))]

    return named


_judge_layer = Reference(
    elastic_net,
    (
        Rule(
            ("large_float32", "no_penalty"),
            "a mesma conta em uma camada grande, com ou sem penalidade",
            "Com as duas intensidades iguais a zero, a penalidade é zero.",
        ),
    ),
    read=scalar,
    needed=(),
)


judge_layer = naming(
    _judge_layer,
    {
        "large_float32": "com 30 x 16 pesos em float32",
        "no_penalty": "com as duas intensidades iguais a zero",
    },
)


def challenge_integers(rng):
    return {"calls": {"integers": [rng.permutation(np.arange(-4, 5)), 0.3, 0.2]}}


def judge_integers(data, challenge):
    failure = failed_calls(data, {"integers": "com pesos inteiros"})
    arguments = challenge["calls"]["integers"]
    result = None if failure else numbers(data["integers"]["result"])
    # Quem erra as duas derivadas não ganha este critério por uma coincidência.
    fair = any(criterion.ok for criterion in judge_gradient(data, challenge)[:2])
    right = result is not None and close(result, penalty_gradient(*arguments))
    return [
        Criterion(
            fair and right,
            "o mesmo gradiente com pesos inteiros",
            failure.found if failure else "" if right else "outros números",
            "Um resultado guardado em uma matriz de inteiros perde as casas decimais.",
        )
    ]


def challenge_extreme_stops(rng):
    # Uma subida com quedas, um patamar e, depois da parada, a maior AUC de todas.
    climb = np.minimum(np.linspace(0.8, 1, 60), 0.9) + rng.uniform(0, 0.08, 60)
    return {
        "calls": {
            "one_epoch": [np.array([0.5]), 3],
            "patience_one": [np.array([0.5, 0.6, 0.6, 0.9]), 1],
            "long": [np.append(np.round(climb, 2), 0.99), 10],
        }
    }


_judge_extreme_stops = Reference(
    stopping_rule,
    (
        Rule(
            ("one_epoch", "patience_one", "long"),
            "a regra também com uma epoch só, com paciência 1 e em séries longas",
            "Com paciência 1, a primeira epoch sem melhora já encerra o treino.",
        ),
    ),
    needed=(),
)


judge_extreme_stops = naming(
    _judge_extreme_stops,
    {
        "one_epoch": "com uma epoch só",
        "patience_one": "com paciência 1",
        "long": "em uma série longa",
    },
)


HIDDEN_CHECKS = (
    HiddenCheck(
        "04-regularizacao.elastic-net",
        judge_layer,
        challenge_layer,
        ("Com as duas intensidades iguais a zero, ela é zero",),
    ),
    HiddenCheck(
        "04-regularizacao.gradiente",
        judge_integers,
        challenge_integers,
        ("Os pesos podem vir como inteiros.",),
    ),
    HiddenCheck(
        "04-regularizacao.parada",
        judge_extreme_stops,
        challenge_extreme_stops,
        ("A série pode ter uma epoch só ou dezenas, e `patience` pode ser 1.",),
    ),
)
