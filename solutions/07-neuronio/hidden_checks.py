"""Critérios de `07-neuronio` que só a correção conhece.

Um caso extremo tem respostas que um chute acerta: sozinho, não dá pontos.
"""

from functools import partial

import numpy as np

from mlp_course.checks.a07_neuronio.activations import judge_relu, judge_sigmoid
from mlp_course.checks.a07_neuronio.loss import draw_probabilities, mean_cost, same_cost_or_sum
from mlp_course.checks.a07_neuronio.network import draw_network, judge_forward, reference_layer
from mlp_course.checks.compare import failed_calls
from mlp_course.checks.definition import Criterion, HiddenCheck
from mlp_course.checks.reference import Reference, Rule


# Cada caso, como o aluno o lê.
NAMES = {
    "integers": "inteiros",
    "float32": "float32",
    "number": "um número só",
    "one": "uma linha só",
    "zeros": "pesos nulos",
}
SEEN = "o erro apontado acima; com estas entradas a conta sai certa"


def judge_cases(judge, names, expected, hint, data, challenge):
    """Julga os casos `names` em um critério só, de quem já tem o essencial certo."""
    if failure := failed_calls(data, names):
        return [failure]
    found = {name: judge.read(data[name]["result"]) for name in names}
    right = {name: judge.function(*challenge["calls"][name]) for name in names}
    wrong = [NAMES[name] for name in names if not judge.equal(found[name], right[name])]
    text = f"outros valores ou formatos com {' e com '.join(wrong)}" if wrong else SEEN
    return [Criterion(not wrong and judge(data, challenge)[0].ok, expected, text, hint)]


def challenge_kinds(rng):
    """A mesma matriz em inteiros e em float32, e um número só."""
    z = rng.integers(1, 6, size=(6, 3)) * rng.choice([-1, 1], size=(6, 3))
    return {
        "calls": {"integers": [z], "float32": [z.astype(np.float32)], "number": [float(z[0, 0])]}
    }


KINDS = (
    ("integers", "float32", "number"),
    "a mesma conta com inteiros, com float32 e com um número só",
    "Guardar um quociente em uma matriz de inteiros perde as casas decimais.",
)
judge_sigmoid_kinds = partial(judge_cases, judge_sigmoid, *KINDS)
judge_relu_kinds = partial(judge_cases, judge_relu, *KINDS)


def challenge_one_row(rng):
    return {"calls": {"one_row": [rng.normal(size=(1, 6)), rng.normal(size=(6, 2)), np.ones(2)]}}


judge_one_row = Reference(
    reference_layer.function,
    (
        Rule(
            # Quem já perdeu pontos pelo viés não os perde outra vez, nem os recupera aqui.
            ("one_row", "main", "square"),
            "o mesmo em um batch de uma linha só: o resultado é (1, neurônios)",
            "Nenhuma dimensão pode sumir: evite squeeze.",
        ),
    ),
    needed=("one_row",),
)


def challenge_networks(rng):
    """Uma linha só; e uma rede de pesos nulos, que nada sabe."""
    X, weights = draw_network(rng, 9, (30, 8, 4, 1))
    calls = {
        "one": [X[:1], weights],
        "zeros": [X, [0 * w for w in weights]],
        "float32": [X.astype(np.float32), [w.astype(np.float32) for w in weights]],
    }
    return {"calls": calls}


judge_networks = partial(
    judge_cases,
    judge_forward,
    ("one", "zeros", "float32"),
    "a mesma conta com uma linha só, com float32 e com pesos nulos",
    "Uma linha só ainda é uma matriz: o formato é (1, 30).",
)


def challenge_float32(rng):
    """Em float32, 1 - 1e-15 é 1, e o corte não protege do log de zero."""
    y, p = draw_probabilities(rng)
    p[np.flatnonzero(y == 1)[:3]] = 1
    p[np.flatnonzero(y == 0)[:3]] = 0
    return {"calls": {"float32": [y, p.astype(np.float32)], "lists": [y.tolist(), p.tolist()]}}


judge_float32 = Reference(
    mean_cost,
    (
        Rule(
            ("lists", "float32", "moderate"),
            "o mesmo custo com probabilidades em float32 e com listas",
            "Em float32, 1 - 1e-15 é igual a 1: corte com 1e-7 e converta as listas.",
            found="outro valor, ou infinito",
        ),
    ),
    needed=(),
    # A soma no lugar da média já foi cobrada.
    equal=same_cost_or_sum,
)


HIDDEN_CHECKS = (
    HiddenCheck(
        "07-neuronio.sigmoide",
        judge_sigmoid_kinds,
        challenge_kinds,
        quotes=("pode ser de inteiros ou de `float32`, e `z` pode ser um número só",),
    ),
    HiddenCheck(
        "07-neuronio.relu",
        judge_relu_kinds,
        challenge_kinds,
        quotes=("`z` pode ter inteiros ou `float32`, ou ser um número só",),
    ),
    HiddenCheck(
        "07-neuronio.camada",
        judge_one_row,
        challenge_one_row,
        quotes=("Com uma linha só, `Z` ainda é uma matriz, (1, neurônios).",),
    ),
    HiddenCheck(
        "07-neuronio.rede",
        judge_networks,
        challenge_networks,
        quotes=(
            "com qualquer número de linhas (uma, por exemplo) e com quaisquer pesos, mesmo nulos "
            "ou em `float32`",
        ),
    ),
    HiddenCheck(
        "07-neuronio.entropia",
        judge_float32,
        challenge_float32,
        quotes=("ou listas de n números. `p` pode vir em `float32`",),
    ),
)
