"""Critérios de `08-retropropagacao` que só a correção conhece.

Um caso extremo tem respostas que um chute acerta: sozinho, não dá pontos.
"""

import numpy as np

from mlp_course.checks.a08_retropropagacao.layer import (
    judge_layer,
    judge_output,
    layer_reference,
    triple,
)
from mlp_course.checks.a08_retropropagacao.network import (
    draw_problem,
    judge_gradients,
    same_blocks,
    six,
)
from mlp_course.checks.a08_retropropagacao.training import judge_training, train, weights_like
from mlp_course.checks.compare import close, failed_calls
from mlp_course.checks.definition import Criterion, HiddenCheck
from mlp_course.checks.numpy_mlp import backward
from mlp_course.checks.read_matrices import copy_calls
from mlp_course.checks.read_numbers import numbers

# Quem erra no caso comum não ganha pontos pelo caso extremo que esconde o erro.
SEEN = "um erro já apontado, que este caso não mostra"


def challenge_saturated(rng):
    """Certezas certas e erradas: p igual a 0 e a 1."""
    y = rng.permutation([0, 0, 1, 1, 0, 1])
    p = np.where(np.arange(6) < 2, y, np.where(np.arange(6) < 4, 1 - y, 0.3)).astype(float)
    return {"calls": {"saturated": [y, p]}}


def judge_saturated(data, challenge):
    if failure := failed_calls(data, ["saturated"]):
        return [failure]
    y, p = challenge["calls"]["saturated"]
    found = numbers(data["saturated"]["result"])
    right = found is not None and close(found.ravel(), (p - y) / len(y))
    return [
        Criterion(
            right and judge_output(data, challenge)[0].ok,
            "um erro finito também onde a rede tem certeza (p = 0 ou p = 1)",
            SEEN if right else "NaN ou outros valores",
            "Use a forma já simplificada: sem dividir por p nem por 1 - p.",
        )
    ]


def challenge_one_row(rng):
    """Uma linha só, e um neurônio só."""
    return {"calls": {"one": [rng.normal(size=s) for s in ((1, 5), (5, 1), (1, 1))]}}


def judge_one_row(data, challenge):
    if failure := failed_calls(data, ["one"]):
        return [failure]
    A, W, delta = challenge["calls"]["one"]
    parts = triple(data["one"]["result"])
    right = parts is not None and same_blocks(parts, layer_reference(A, W, delta))
    common = challenge | {"calls": {k: v for k, v in challenge["calls"].items() if k != "one"}}
    return [
        Criterion(
            right and all(criterion.ok for criterion in judge_layer(data, common)),
            "o mesmo com uma linha só e um neurônio só",
            SEEN if right else "outros valores ou formatos",
            "Nenhuma dimensão pode sumir: evite squeeze.",
        )
    ]


def challenge_edges(rng):
    """Somas exatamente zero, uma linha só e float32."""
    X, y, weights = draw_problem(rng, 8, (4, 5, 3, 1))
    resting = [weights[0], 0 * weights[1], *weights[2:]]
    zeros = np.array(X)
    zeros[:3] = 0
    # Com viés positivo na segunda camada, o erro chega à primeira e é a máscara dela que decide.
    resting[3] = np.abs(resting[3])
    calls = {
        "at_zero": [zeros, y, resting],
        "one_row": [X[:1], y[:1], weights],
        "float32": [X.astype("float32"), y, [w.astype("float32") for w in weights]],
    }
    return {"calls": calls, "edges": copy_calls(calls)}


def judge_edges(data, challenge):
    edges = challenge["edges"]
    if failure := failed_calls(data, list(edges)):
        return [failure]
    found = {name: six(data[name]["result"]) for name in edges}
    wrong = [
        name
        for name, parts in found.items()
        if parts is None or not same_blocks(parts, backward(*edges[name]))
    ]
    essential = all(criterion.ok for criterion in judge_gradients(data, challenge)[:3])
    return [
        Criterion(
            not wrong and essential,
            "o mesmo com uma linha só, com float32 e onde a soma é exatamente zero",
            _name_edge_fault(wrong, len(edges)),
            "Em z = 0 a máscara é z > 0, e não z >= 0, como no Keras.",
        )
    ]


def _name_edge_fault(wrong, n_edges):
    if not wrong:
        return SEEN
    if wrong == ["at_zero"]:
        return "outra derivada da ReLU em z = 0; aqui ela vale 0"
    return f"outros valores em {len(wrong)} de {n_edges} casos"


def challenge_batches(rng):
    """Um batch maior que os dados, e um que os divide sem sobra."""
    calls = {
        "large": [*draw_problem(rng, 10, (4, 4, 3, 1)), 2, 64, 0.3],
        "exact": [*draw_problem(rng, 12, (4, 3, 3, 1)), 2, 4, 0.3],
    }
    return {"calls": calls, "batches": copy_calls(calls)}


def judge_batches(data, challenge):
    batches = challenge["batches"]
    if failure := failed_calls(data, list(batches)):
        return [failure]
    found = {name: weights_like(data[name]["result"], batches[name][2]) for name in batches}
    right = all(
        parts is not None and same_blocks(parts, train(*batches[name]))
        for name, parts in found.items()
    )
    return [
        Criterion(
            right and judge_training(data, challenge)[0].ok,
            "o mesmo com um batch maior que os dados e com um que os divide sem sobra",
            SEEN if right else "outros pesos",
            "Um passo por batch, nem mais nem menos, e nunca com um batch vazio.",
        )
    ]


HIDDEN_CHECKS = (
    HiddenCheck("08-retropropagacao.saida", judge_saturated, challenge_saturated),
    HiddenCheck("08-retropropagacao.camada", judge_one_row, challenge_one_row),
    HiddenCheck("08-retropropagacao.gradientes", judge_edges, challenge_edges),
    HiddenCheck("08-retropropagacao.treino", judge_batches, challenge_batches),
)
