"""Juízes de `07-neuronio` para a camada e a rede inteira."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from scipy.special import expit

from mlp_course.checks.compare import close, failed_calls
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.numpy_mlp import Floats, draw_weights, forward, identity, relu
from mlp_course.checks.read_matrices import as_floats, describe_shape, other_shape
from mlp_course.checks.read_numbers import numbers
from mlp_course.checks.reference import Mistakes, Reference, Rule

# O maior viés sorteado é 3,3: nenhum engano com os vieses desloca a resposta tanto.
MAX_SHIFT = 12


def challenge_layer(rng: np.random.Generator) -> Challenge:
    """Um lote retangular e um quadrado, em que um broadcasting errado não dá erro."""
    calls = {}
    for name, (n_rows, inputs, units) in {"main": (7, 4, 3), "square": (5, 5, 5)}.items():
        b = rng.permutation(np.linspace(-3, 3, units) + rng.uniform(-0.3, 0.3, units))
        calls[name] = [rng.normal(size=(n_rows, inputs)), rng.normal(size=(inputs, units)), b]
    return {"calls": calls}


def _dense(A: Floats, W: Floats, b: Floats) -> Floats:
    return A @ W + b


def _when_square(wrong: Callable[[Floats, Floats, Floats], Floats]) -> Callable[..., Floats]:
    """O erro onde ele passa por certo: com outros formatos, a conta do aluno estoura."""
    return lambda A, W, b: wrong(A, W, b) if len(A) == len(b) else _dense(A, W, b)


LAYER_MISTAKES: Mistakes = {
    "o produto sem o viés": lambda A, W, b: A @ W,
    "o viés subtraído": lambda A, W, b: A @ W - b,
    "a soma dos vieses em todos os neurônios": lambda A, W, b: A @ W + b.sum(),
    "a média dos vieses em todos os neurônios": lambda A, W, b: A @ W + b.mean(),
    "um só viés, o primeiro, em todos os neurônios": lambda A, W, b: A @ W + b[0],
    "a ReLU já aplicada; aqui se pede só a soma": lambda A, W, b: relu(A @ W + b),
    "a sigmoide já aplicada; aqui se pede só a soma": lambda A, W, b: expit(A @ W + b),
    "broadcasting errado: um viés por linha, e não por neurônio": _when_square(
        lambda A, W, b: A @ W + b[:, None]
    ),
    "o produto com W transposta": _when_square(lambda A, W, b: A @ W.T + b),
    "o produto com W transposta, sem o viés": _when_square(lambda A, W, b: A @ W.T),
    "o produto elemento a elemento (*), e não o de matrizes (@)": _when_square(
        lambda A, W, b: A * W + b
    ),
    "a resposta transposta: (neurônios, n)": lambda A, W, b: (A @ W + b).T,
}


def _same_product(found: Floats, right: Floats) -> bool:
    """Diz se a resposta é a certa a menos de um deslocamento por neurônio: o viés."""
    if found.shape != right.shape:
        return False
    shift = (found - right)[0]
    return bool(np.abs(shift).max() <= MAX_SHIFT) and close(found - right, 0 * right + shift)


_PRODUCT = Rule(
    ("main",),
    "o produto de A por W, um neurônio por coluna, mais o viés",
    "A é (n, entradas), W é (entradas, neurônios): o resultado é (n, neurônios).",
    gate=True,
    same=_same_product,
    found=other_shape,
)
_BIAS = Rule(
    ("main", "square"),
    "o viés de cada neurônio somado à coluna dele, em todas as linhas",
    "Some b ao produto: o NumPy repete um vetor (neurônios,) em cada linha.",
    weight=2,
)
reference_layer = Reference(
    _dense, (_PRODUCT, _BIAS), read=as_floats, mistakes=LAYER_MISTAKES, needed=("main",)
)


def judge_layer(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga o produto e o viés; o lote quadrado dá nome ao erro que no outro estoura."""
    if failed_calls(data, ["main"]):
        square = replace(reference_layer, rules=(replace(_PRODUCT, calls=("square",)),), needed=())
        criteria = square(data, challenge)
        if criteria[0].found in LAYER_MISTAKES:
            return criteria
    return reference_layer(data, challenge)


def challenge_forward(rng: np.random.Generator) -> Challenge:
    """Redes 30-h1-h2-1, uma de tamanhos fixos e outra sorteada."""
    h1 = int(rng.integers(7, 12))
    sizes = {"main": (30, 6, 6, 1), "other": (30, h1, int(rng.integers(2, h1)), 1)}
    calls = {name: [*draw_network(rng, 12, layers)] for name, layers in sizes.items()}
    return {"calls": calls}


def draw_network(
    rng: np.random.Generator, n_rows: int, sizes: Sequence[int]
) -> tuple[Floats, list[Floats]]:
    """Sorteia linhas e uma rede cuja saída depende de fato de cada camada."""
    while True:
        X, weights = rng.normal(size=(n_rows, sizes[0])), draw_weights(rng, sizes)
        p = forward(X, weights)
        if np.ptp(p) > 0.3 and min(p.min(), 1 - p.max()) > 0.005:
            return X, weights


def column(result: Any, n_rows: int) -> Floats | None:
    """Lê uma probabilidade por linha, de um vetor ou de uma coluna."""
    array = numbers(result)
    if array is None or array.shape not in ((n_rows,), (n_rows, 1)):
        return None
    return array.ravel()


def _without_bias(*layers: int) -> Callable[..., Floats]:
    """Devolve a rede sem o viés das camadas dadas, contadas de 0."""
    zeroed = [2 * layer + 1 for layer in layers]
    return lambda X, weights: forward(X, [w * (i not in zeroed) for i, w in enumerate(weights)])


FORWARD_MISTAKES: Mistakes = {
    "a rede sem os vieses": _without_bias(0, 1, 2),
    "camadas ocultas sem ativação: a rede virou uma regressão logística": partial(
        forward, activations=(identity, identity, expit)
    ),
    "a segunda camada oculta sem ReLU": partial(forward, activations=(relu, identity, expit)),
    "a primeira camada oculta sem ReLU": partial(forward, activations=(identity, relu, expit)),
    "a saída sem a sigmoide: logits, e não probabilidades": partial(
        forward, activations=(relu, relu, identity)
    ),
    "ReLU também na saída": partial(forward, activations=(relu, relu, relu)),
    "ReLU na saída, antes da sigmoide": partial(
        forward, activations=(relu, relu, lambda z: expit(relu(z)))
    ),
    "sigmoide nas camadas ocultas": partial(forward, activations=(expit, expit, expit)),
    "a probabilidade da outra classe": lambda X, weights: 1 - forward(X, weights),
    "classes já decididas em 0 e 1": lambda X, weights: np.round(forward(X, weights)),
    "a sigmoide aplicada duas vezes": lambda X, weights: expit(forward(X, weights)),
    "o viés só na última camada": _without_bias(0, 1),
    "a saída sem o seu viés": _without_bias(2),
}


judge_forward = Reference(
    forward,
    (
        Rule(
            ("main",),
            "a probabilidade de cada linha: duas camadas com ReLU e uma com sigmoide",
            "Confira camada por camada: ativação, produto, viés.",
            weight=2,
            gate=True,
            mistakes=FORWARD_MISTAKES,
            found=lambda p, right: "" if column(p, len(right)) is not None else describe_shape(p),
        ),
        Rule(
            ("main",),
            "um vetor (n,), uma probabilidade por linha",
            "A última camada dá uma coluna (n, 1): [:, 0] ou .ravel() faz dela um vetor.",
            same=lambda p, right: p.shape == right.shape,
            found=other_shape,
        ),
        Rule(
            ("other",),
            "a mesma conta em redes de qualquer tamanho",
            "Os tamanhos estão nos pesos: nenhum número de neurônios precisa aparecer no código.",
            found="outros valores em uma rede de camadas diferentes",
        ),
    ),
    read=as_floats,
    needed=("main",),
    # Uma coluna vale na conta; o formato é uma exigência à parte.
    equal=lambda p, right: close(column(p, len(right)), right),
)
