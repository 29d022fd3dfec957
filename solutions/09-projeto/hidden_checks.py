"""Critérios de `09-projeto` que só a correção conhece."""

import numpy as np

from mlp_course.checks.a01_dados.functions import read_parts
from mlp_course.checks.a09_projeto.data import judge_splits_calls, split_calls
from mlp_course.checks.a09_projeto.prepare import judge_prepare
from mlp_course.checks.compare import failed_calls
from mlp_course.checks.definition import Criterion, HiddenCheck


def challenge_rare_class(rng):
    """Duas classes raras entre cinco, em um total que 4 não divide."""
    y = np.repeat([0, 1, 2, 3, 4], [501, 243, 102, 29, 26])
    return {"calls": split_calls(rng, rng.permutation(y), n_splits=7, prefix="rare_")}


def judge_rare_class(data, challenge):
    return [
        Criterion(
            all(c.ok for c in judge_splits_calls(data, challenge, "rare_")),
            "as mesmas exigências quando algumas classes são raras",
            "",
            "Experimente a sua função com uma classe de poucas linhas.",
        )
    ]


def challenge_hard_inputs(rng):
    """Inteiros, como nos algarismos, com um ponto sempre apagado e uma só linha de teste."""
    integers = rng.integers(0, 17, size=(60, 6))
    integers[:, 2] = 0
    single = integers[:1].copy()
    single[0, 2] = 3
    return {"calls": {"integers": [integers, integers[:5]], "single": [integers, single]}}


def judge_hard_inputs(data, challenge):
    if failure := failed_calls(data, ["integers", "single"]):
        return [failure]
    prepared = any(c.ok for c in judge_prepare(data, challenge))
    found = {name: read_parts(data[name]["result"])[1] for name in ("integers", "single")}
    rows = {name: [shape and shape[:1] for shape in shapes] for name, shapes in found.items()}
    return [
        Criterion(
            prepared and rows == {"integers": [(60,), (5,)], "single": [(60,), (1,)]},
            "números finitos mesmo com uma coluna que não varia, ou um teste de uma linha só",
            "NaN, infinito ou linhas a menos"
            if prepared
            else "uma preparação que ainda não passa com as outras entradas",
            "Em load_digits há pontos sempre apagados: o desvio padrão deles é zero.",
        )
    ]


HIDDEN_CHECKS = (
    HiddenCheck(
        "09-projeto.dividir",
        judge_rare_class,
        challenge_rare_class,
        quotes=("mesmo quando uma classe tem poucas linhas",),
    ),
    HiddenCheck(
        "09-projeto.preparar",
        judge_hard_inputs,
        challenge_hard_inputs,
        quotes=(
            "mesmo com medidas inteiras, uma coluna que não varia no treino ou uma só linha de teste",
        ),
    ),
)
