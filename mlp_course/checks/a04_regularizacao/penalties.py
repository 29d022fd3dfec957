"""Juízes de `04-regularizacao` para as penalidades e o gradiente feitos com NumPy."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.compare import close
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_numbers import scalar
from mlp_course.checks.reference import Mistakes, Reference, Rule

Floats = NDArray[np.float64]
NOT_A_NUMBER = (
    "que a função devolva um número só",
    "outra coisa",
    "A penalidade soma todos os pesos: .sum() sem axis.",
)


def l1(w: Floats, strength: float) -> float:
    """Devolve strength vezes a soma dos valores absolutos."""
    return strength * float(np.abs(w).sum())


def l2(w: Floats, strength: float) -> float:
    """Devolve strength vezes a soma dos quadrados."""
    return strength * float(np.square(w).sum())


def elastic_net(kernel: Floats, bias: Floats, l1_strength: float, l2_strength: float) -> float:
    """Devolve a soma das duas penalidades, sobre pesos e vieses."""
    return sum(l1(w, l1_strength) + l2(w, l2_strength) for w in (kernel, bias))


def penalty_gradient(w: Floats, l1_strength: float, l2_strength: float) -> Floats:
    """Devolve a derivada do elastic net em cada peso; em zero, a da L1 vale zero."""
    return l1_strength * np.sign(w) + 2 * l2_strength * w


def challenge_penalty(rng: np.random.Generator) -> Challenge:
    """Um vetor e uma matriz, com sinais dos dois lados e intensidades diferentes."""
    calls = {
        "vector": [_weights(rng, int(rng.integers(5, 9))), rng.uniform(0.1, 0.3)],
        "matrix": [_weights(rng, (int(rng.integers(3, 5)), 4)), rng.uniform(0.4, 0.8)],
    }
    return {"calls": calls}


L1_MISTAKES: Mistakes = {
    "os quadrados, que são da L2": l2,
    "a soma sem o valor absoluto: pesos de sinais opostos se cancelam": lambda w, s: s * w.sum(),
    "a média, e não a soma": lambda w, s: s * np.abs(w).mean(),
    "a soma sem strength": lambda w, s: np.abs(w).sum(),
    "só o maior valor absoluto": lambda w, s: s * np.abs(w).max(),
    "norm(w, 1), que em uma matriz não soma todos os pesos": lambda w, s: s * np.linalg.norm(w, 1),
    "a metade: um fator ½ que o Keras não usa": lambda w, s: l1(w, s) / 2,
}
L2_MISTAKES: Mistakes = {
    "os valores absolutos, que são da L1": l1,
    "a raiz da soma dos quadrados: a norma, e não o seu quadrado": (
        lambda w, s: s * np.sqrt(np.square(w).sum())
    ),
    "a média, e não a soma": lambda w, s: s * np.square(w).mean(),
    "a soma sem strength": lambda w, s: np.square(w).sum(),
    "o quadrado da soma, e não a soma dos quadrados": lambda w, s: s * w.sum() ** 2,
    "norm(w, 2), que em uma matriz não soma todos os pesos": (
        lambda w, s: s * np.linalg.norm(w, 2) ** 2
    ),
    "a metade: um fator ½ que o Keras não usa": lambda w, s: l2(w, s) / 2,
    "o dobro: o fator 2 é do gradiente": lambda w, s: 2 * l2(w, s),
}


def _judge_penalty(
    penalty: Callable, what: str, mistakes: Mistakes, data: Any, challenge: Challenge
) -> Sequence[Criterion]:
    # O mesmo fator nas duas chamadas: a soma é a certa, e só ele sobra.
    first = scalar((data.get("vector") or {}).get("result"))
    factor = math.nan if first is None else first / penalty(*challenge["calls"]["vector"])
    judge = Reference(
        penalty,
        (
            Rule(
                ("vector", "matrix"),
                f"um número proporcional a strength e à soma {what} de todos os pesos",
                "Aplique a conta a cada peso, some tudo, e só então multiplique por strength.",
                gate=True,
                same=lambda found, right: factor > 0 and close(found / right, factor),
            ),
            Rule(
                ("vector", "matrix"),
                f"strength vezes essa soma, sem outro fator, como no Keras: a soma {what}",
                "Confira se há uma metade ou um dobro a mais.",
                weight=2,
                found="quase o esperado, como se arredondado"
                if close(factor, 1, 0.02)
                else f"{factor:.3g} vezes o esperado".replace(".", ","),
            ),
        ),
        read=scalar,
        blame=NOT_A_NUMBER,
        mistakes=mistakes,
    )
    return judge(data, challenge)


judge_l1 = partial(_judge_penalty, l1, "dos valores absolutos", L1_MISTAKES)
judge_l2 = partial(_judge_penalty, l2, "dos quadrados", L2_MISTAKES)


def challenge_elastic_net(rng: np.random.Generator) -> Challenge:
    """Cada penalidade sozinha, sem vieses, e as duas com vieses."""
    kernel, bias = _weights(rng, (3, 4)), _weights(rng, 4)
    first, second = rng.uniform(0.1, 0.3), rng.uniform(0.4, 0.8)
    calls = {
        "l1_only": [kernel, np.zeros(4), first, 0.0],
        "l2_only": [kernel, np.zeros(4), 0.0, second],
        "both": [kernel, bias, first, second],
    }
    return {"calls": calls}


ELASTIC_NET_MISTAKES: Mistakes = {
    "l1 e l2 trocados": lambda k, b, s1, s2: elastic_net(k, b, s2, s1),
    "só os pesos: os vieses ficaram de fora": lambda k, b, s1, s2: l1(k, s1) + l2(k, s2),
    "só os vieses: os pesos ficaram de fora": lambda k, b, s1, s2: l1(b, s1) + l2(b, s2),
    "só a penalidade L1": lambda k, b, s1, s2: l1(k, s1) + l1(b, s1),
    "só a penalidade L2": lambda k, b, s1, s2: l2(k, s2) + l2(b, s2),
    "a L2 pela metade: um fator ½ que o Keras não usa": (
        lambda k, b, s1, s2: elastic_net(k, b, s1, s2 / 2)
    ),
    "a L2 em dobro": lambda k, b, s1, s2: elastic_net(k, b, s1, 2 * s2),
    "a média das duas, e não a soma": lambda k, b, s1, s2: elastic_net(k, b, s1, s2) / 2,
}


judge_elastic_net = Reference(
    elastic_net,
    (
        Rule(
            ("l1_only", "l2_only"),
            "a penalidade L1 quando l2 é zero, e a L2 quando l1 é zero",
            "Some as suas duas funções: l1 multiplica |w|, l2 multiplica w².",
            weight=0,
            gate=True,
            enough=any,
        ),
        Rule(
            ("l1_only",),
            "só a penalidade L1 quando l2 é zero",
            "l1 multiplica a soma dos valores absolutos.",
        ),
        Rule(
            ("l2_only",),
            "só a penalidade L2 quando l1 é zero",
            "l2 multiplica a soma dos quadrados, sem fator ½.",
        ),
        Rule(
            ("both",),
            "a soma das duas penalidades, sobre os pesos e sobre os vieses",
            "São quatro parcelas: L1 e L2 de kernel, L1 e L2 de bias.",
            weight=2,
        ),
    ),
    read=scalar,
    blame=NOT_A_NUMBER,
    mistakes=ELASTIC_NET_MISTAKES,
)


TINY = 1e-5


def challenge_gradient(rng: np.random.Generator) -> Challenge:
    """Cada penalidade sozinha e as duas juntas, com alguns pesos iguais a zero."""
    first, second = rng.uniform(0.1, 0.3), rng.uniform(0.4, 0.8)
    with_zeros = _weights(rng, (3, 4))
    with_zeros[1, :2] = 0
    # Um peso minúsculo não é zero: a L1 o empurra como aos outros.
    alone = _weights(rng, 6)
    alone[:2] = TINY, -TINY
    calls = {
        "l1_only": [alone, first, 0.0],
        "l2_only": [_weights(rng, 6), 0.0, second],
        "zeros": [with_zeros, first, second],
    }
    return {"calls": calls}


GRADIENT_MISTAKES: Mistakes = {
    "o fator 2 da derivada de w² esquecido": lambda w, s1, s2: s1 * np.sign(w) + s2 * w,
    "o sinal trocado: o gradiente aponta para onde a penalidade cresce": (
        lambda w, s1, s2: -penalty_gradient(w, s1, s2)
    ),
    "l1 e l2 trocados": lambda w, s1, s2: penalty_gradient(w, s2, s1),
    "a L1 sem o sinal do peso": lambda w, s1, s2: s1 + 2 * s2 * w,
    "a derivada da L1 proporcional ao valor absoluto": (
        lambda w, s1, s2: s1 * np.abs(w) + 2 * s2 * w
    ),
    "a própria penalidade de cada peso, e não a sua derivada": (
        lambda w, s1, s2: s1 * np.abs(w) + s2 * np.square(w)
    ),
    "só a derivada da L1": lambda w, s1, s2: s1 * np.sign(w),
    "só a derivada da L2": lambda w, s1, s2: 2 * s2 * w,
    "a L2 sem o sinal do peso": lambda w, s1, s2: s1 * np.sign(w) + 2 * s2 * np.abs(w),
    "o peso que já é zero tratado como positivo": (
        lambda w, s1, s2: s1 * np.where(w < 0, -1, 1) + 2 * s2 * w
    ),
    "o peso que já é zero tratado como negativo": (
        lambda w, s1, s2: s1 * np.where(w > 0, 1, -1) + 2 * s2 * w
    ),
}


def _real(result: Any) -> Floats | None:
    # Como `numbers`, mas com o NaN, que aqui é um erro conhecido.
    try:
        array = np.asarray(result)
    except ValueError:
        return None
    return array.astype(float) if array.dtype.kind in "iuf" else None


def _not_a_gradient(found: Floats | None, right: Floats) -> str:
    if found is None:
        return "outra coisa que não números"
    if found.shape != right.shape:
        return "um resultado que não tem o formato de w"
    return "NaN onde o peso é zero: w / |w| divide por zero" if np.isnan(found).any() else ""


judge_gradient = Reference(
    penalty_gradient,
    (
        Rule(
            ("l1_only", "l2_only"),
            "a derivada da penalidade em cada peso, no formato de w",
            "Derive |w| e w² separadamente, depois some.",
            weight=0,
            gate=True,
            enough=any,
            found=_not_a_gradient,
        ),
        Rule(
            ("l1_only",),
            "com l2 zero, um empurrão de tamanho l1, no sentido do sinal do peso",
            "A derivada de |w| é o sinal de w: np.sign.",
            found=_not_a_gradient,
        ),
        Rule(
            ("l2_only",),
            "com l1 zero, um empurrão proporcional ao peso",
            "A derivada de w² traz um fator na frente.",
            found=_not_a_gradient,
        ),
        Rule(
            ("zeros",),
            "as duas derivadas somadas, com zero no peso que já é zero",
            "np.sign(0) é 0; w / |w| não existe ali.",
            found=_not_a_gradient,
        ),
    ),
    read=_real,
    mistakes=GRADIENT_MISTAKES,
)


def _weights(rng: np.random.Generator, shape: int | tuple[int, ...]) -> Floats:
    """Pesos longe do zero, de sinais sorteados, com um de cada sinal garantido."""
    w = rng.uniform(0.3, 2, shape) * rng.choice([-1, 1], shape)
    w.flat[0], w.flat[1] = abs(w.flat[0]), -abs(w.flat[1])
    return w
