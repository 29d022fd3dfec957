"""Critérios de `07-neuronio` que só a correção conhece.

Um caso extremo tem respostas que um chute acerta: sozinho, não dá pontos.
"""

import numpy as np
from scipy.special import expit

from mlp_course.checks.a07_neuronio.activations import judge_relu, judge_sigmoid
from mlp_course.checks.a07_neuronio.loss import draw_probabilities, judge_entropy
from mlp_course.checks.a07_neuronio.network import column, draw_network, judge_forward, judge_layer
from mlp_course.checks.compare import close, failed_calls
from mlp_course.checks.definition import Criterion, HiddenCheck
from mlp_course.checks.numpy_mlp import entropy_terms, forward
from mlp_course.checks.read_matrices import copy_calls
from mlp_course.checks.read_numbers import numbers, scalar


def earned(judge, data, challenge):
    """Diz se o essencial do item já está certo."""
    return judge(data, challenge)[0].ok


def kinds_of(z):
    """A mesma matriz em inteiros e em float32, e um número só."""
    return {"integers": [z], "float32": [z.astype(np.float32)], "number": [float(z[0, 0])]}


def judge_kinds(data, challenge, reference, judge):
    calls = {name: challenge["calls"][name][0] for name in ("integers", "float32", "number")}
    if failure := failed_calls(data, list(calls)):
        return [failure]
    wrong = [n for n, z in calls.items() if not close(numbers(data[n]["result"]), reference(z))]
    return [
        Criterion(
            not wrong and earned(judge, data, challenge),
            "a mesma conta com inteiros, com float32 e com um número só",
            f"outros valores em {len(wrong)} de {len(calls)} casos",
            "Guardar um quociente em uma matriz de inteiros perde as casas decimais.",
        )
    ]


def challenge_kinds(rng):
    z = rng.integers(1, 6, size=(6, 3)) * rng.choice([-1, 1], size=(6, 3))
    return {"calls": kinds_of(z)}


def judge_sigmoid_kinds(data, challenge):
    return judge_kinds(data, challenge, expit, judge_sigmoid)


def judge_relu_kinds(data, challenge):
    return judge_kinds(data, challenge, lambda z: np.maximum(z, 0), judge_relu)


def challenge_one_row(rng):
    return {"calls": {"one_row": [rng.normal(size=(1, 6)), rng.normal(size=(6, 2)), np.ones(2)]}}


def judge_one_row(data, challenge):
    if failure := failed_calls(data, ["one_row"]):
        return [failure]
    A, W, b = challenge["calls"]["one_row"]
    bias_ok = all(criterion.ok for criterion in judge_layer(data, challenge))
    return [
        Criterion(
            # Quem já perdeu pontos pelo viés não os perde outra vez, nem os recupera aqui.
            close(numbers(data["one_row"]["result"]), A @ W + b) and bias_ok,
            "o mesmo em um batch de uma linha só: o resultado é (1, neurônios)",
            "",
            "Nenhuma dimensão pode sumir: evite squeeze.",
        )
    ]


def challenge_networks(rng):
    """Uma linha só; e uma rede de pesos nulos, que nada sabe."""
    X, weights = draw_network(rng, 9, (30, 8, 4, 1))
    calls = {
        "one": [X[:1], weights],
        "zeros": [X, [0 * w for w in weights]],
        "float32": [X.astype(np.float32), [w.astype(np.float32) for w in weights]],
    }
    return {"calls": calls, "hidden_networks": copy_calls(calls)}


def judge_networks(data, challenge):
    networks = challenge["hidden_networks"]
    if failure := failed_calls(data, list(networks)):
        return [failure]
    wrong = [
        name
        for name, (X, weights) in networks.items()
        if not close(column(data[name]["result"], len(X)), forward(X, weights))
    ]
    return [
        Criterion(
            not wrong and earned(judge_forward, data, challenge),
            "a mesma conta com uma linha só, com float32 e com pesos nulos",
            f"outros valores em {len(wrong)} de {len(networks)} casos",
            "Uma linha só ainda é uma matriz: o formato é (1, 30).",
        )
    ]


def challenge_float32(rng):
    """Em float32, 1 - 1e-15 é 1, e o corte não protege do log de zero."""
    y, p = draw_probabilities(rng)
    p[np.flatnonzero(y == 1)[:3]] = 1
    p[np.flatnonzero(y == 0)[:3]] = 0
    return {"calls": {"float32": [y, p.astype(np.float32)], "lists": [y.tolist(), p.tolist()]}}


def judge_float32(data, challenge):
    y, p = (np.asarray(a, dtype=float) for a in challenge["calls"]["lists"])
    terms = entropy_terms(y, p)
    calls = [data[name] or {"error": "nada foi devolvido"} for name in ("float32", "lists")]
    error = next((call["error"] for call in calls if call["error"]), "")
    found = [scalar(call.get("result")) for call in calls]
    # A soma no lugar da média já foi cobrada.
    right = any(all(close(f, value, 1e-3) for f in found) for value in (terms.mean(), terms.sum()))
    return [
        Criterion(
            right and earned(judge_entropy, data, challenge),
            "o mesmo custo com probabilidades em float32 e com listas",
            error or "outro valor, ou infinito",
            "Em float32, 1 - 1e-15 é igual a 1: corte com 1e-7 e converta as listas.",
        )
    ]


HIDDEN_CHECKS = (
    HiddenCheck("07-neuronio.sigmoide", judge_sigmoid_kinds, challenge_kinds),
    HiddenCheck("07-neuronio.relu", judge_relu_kinds, challenge_kinds),
    HiddenCheck("07-neuronio.camada", judge_one_row, challenge_one_row),
    HiddenCheck("07-neuronio.rede", judge_networks, challenge_networks),
    HiddenCheck("07-neuronio.entropia", judge_float32, challenge_float32),
)
