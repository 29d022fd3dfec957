"""Critérios de `08-retropropagacao` que só a correção conhece.

Um caso extremo tem respostas que um chute acerta: sozinho, não dá pontos.
"""

from dataclasses import replace

import numpy as np

from mlp_course.checks.a08_retropropagacao.layer import (
    judge_output,
    layer_gradients,
    same_part,
    triple,
)
from mlp_course.checks.a08_retropropagacao.network import (
    draw_problem,
    judge_gradients,
    same,
    same_blocks,
    six,
)
from mlp_course.checks.a08_retropropagacao.training import judge_training
from mlp_course.checks.compare import failed_calls
from mlp_course.checks.definition import Criterion, HiddenCheck
from mlp_course.checks.numpy_mlp import backward
from mlp_course.checks.reference import Reference, Rule

# Quem erra no caso comum não ganha pontos pelo caso extremo que esconde o erro.
SEEN = "o erro apontado acima; com estas entradas a conta sai certa"
NAMES = {"at_zero": "somas iguais a zero", "one_row": "uma linha só", "float32": "float32"}


def edge_judge(judge, edges, common, expected, hint, found, same=None):
    """Um critério só: o caso extremo certo e, com ele, também o comum."""
    rules = (
        Rule(edges, expected, hint, weight=0, gate=True, same=same, found=found),
        Rule(common, expected, hint, found=SEEN),
    )
    return replace(judge, rules=rules, mistakes={}, needed=edges)


def challenge_saturated(rng):
    """Certezas certas e erradas: p igual a 0 e a 1."""
    y = rng.permutation([0, 0, 1, 1, 0, 1])
    p = np.where(np.arange(6) < 2, y, np.where(np.arange(6) < 4, 1 - y, 0.3)).astype(float)
    return {"calls": {"saturated": [y, p]}}


judge_saturated = edge_judge(
    judge_output,
    ("saturated",),
    ("main",),
    "um erro finito também onde a rede tem certeza (p = 0 ou p = 1)",
    "Use a forma já simplificada: sem dividir por p nem por 1 - p.",
    "NaN ou outros valores",
    lambda found, right: same(found, right.ravel()),
)


def challenge_one_row(rng):
    """Uma linha só, e um neurônio só."""
    return {"calls": {"one": [rng.normal(size=s) for s in ((1, 5), (5, 1), (1, 1))]}}


judge_one_row = edge_judge(
    Reference(
        layer_gradients,
        (),
        triple,
        equal=lambda found, right: all(map(same_part, found, right)),
    ),
    ("one",),
    ("main", "square"),
    "o mesmo com uma linha só e um neurônio só",
    "Nenhuma dimensão pode sumir: evite squeeze.",
    "outros valores ou formatos",
    same_blocks,
)


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
    return {"calls": calls}


def judge_edges(data, challenge):
    names = ["at_zero", "one_row", "float32"]
    if failure := failed_calls(data, names):
        return [failure]
    found = {name: six(data[name]["result"]) for name in names}
    wrong = [
        name for name in names if not same_blocks(found[name], backward(*challenge["calls"][name]))
    ]
    layers_right = all(criterion.ok for criterion in judge_gradients(data, challenge)[:3])
    if wrong == ["at_zero"]:
        fault = "outra derivada da ReLU em z = 0; aqui ela vale 0"
    else:
        kinds = " e com ".join(NAMES[name] for name in wrong)
        fault = f"outros valores ou formatos com {kinds}" if wrong else SEEN
    return [
        Criterion(
            not wrong and layers_right,
            "o mesmo com uma linha só, com float32 e onde a soma é exatamente zero",
            fault,
            "Em z = 0 a máscara é z > 0, e não z >= 0, como no Keras.",
        )
    ]


def challenge_batches(rng):
    """Um batch maior que os dados, e um que os divide sem sobra."""
    return {
        "calls": {
            "large": [*draw_problem(rng, 10, (4, 4, 3, 1)), 2, 64, 0.3],
            "exact": [*draw_problem(rng, 12, (4, 3, 3, 1)), 2, 4, 0.3],
        }
    }


judge_batches = edge_judge(
    judge_training,
    ("large", "exact"),
    ("main",),
    "o mesmo com um batch maior que os dados e com um que os divide sem sobra",
    "Um passo por batch, nem mais nem menos, e nunca com um batch vazio.",
    "outros pesos",
)


HIDDEN_CHECKS = (
    HiddenCheck(
        "08-retropropagacao.saida",
        judge_saturated,
        challenge_saturated,
        quotes=("existe também onde a rede tem certeza, com $p = 0$ ou $p = 1$",),
    ),
    HiddenCheck(
        "08-retropropagacao.camada",
        judge_one_row,
        challenge_one_row,
        quotes=("mesmo com uma linha só ou um neurônio só",),
    ),
    HiddenCheck(
        "08-retropropagacao.gradientes",
        judge_edges,
        challenge_edges,
        quotes=(
            "Em $z = 0$ a derivada não existe; usamos 0, como o Keras.",
            "qualquer número de linhas, uma que seja, e também a dados e pesos em `float32`",
        ),
    ),
    HiddenCheck(
        "08-retropropagacao.treino",
        judge_batches,
        challenge_batches,
        quotes=(
            "Se não sobrarem, ele é como os outros; e, se `batch_size` passar do número de linhas, "
            "há um só batch.",
        ),
    ),
)
