"""Juízes de `04-regularizacao` para as penalidades e o gradiente feitos com NumPy."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.compare import close, failed_calls
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_numbers import numbers, scalar

Floats = NDArray[np.float64]
Faults = Mapping[str, Callable[..., Any]]


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


def judge_l1(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga a soma dos valores absolutos."""
    return _judge_penalty(data, challenge, l1, "dos valores absolutos", _L1_FAULTS)


def judge_l2(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga a soma dos quadrados."""
    return _judge_penalty(data, challenge, l2, "dos quadrados", _L2_FAULTS)


def _judge_penalty(
    data: Any, challenge: Challenge, reference: Callable, what: str, faults: Faults
) -> Sequence[Criterion]:
    names = ["vector", "matrix"]
    if failure := failed_calls(data, names):
        return [failure]
    arguments = [challenge["calls"][name] for name in names]
    found = [scalar(data[name]["result"]) for name in names]
    if None in found:
        return [_number_criterion()]
    expected = [reference(*a) for a in arguments]
    ratios = [f / e for f, e in zip(found, expected, strict=True) if f is not None]
    fault = name_fault(found, arguments, faults)
    grows = Criterion(
        min(ratios) > 0 and close(ratios[0], ratios[1]),
        f"um número proporcional a strength e à soma {what} de todos os pesos",
        fault,
        "Aplique a conta a cada peso, some tudo, e só então multiplique por strength.",
    )
    if not grows.ok:
        return [grows]
    return [
        grows,
        Criterion(
            close(found, expected),
            f"strength vezes essa soma, sem outro fator, como no Keras: a soma {what}",
            fault or f"{np.mean(ratios):.3g} vezes o esperado".replace(".", ","),
            "Confira se há uma metade ou um dobro a mais.",
            weight=2,
        ),
    ]


_L1_FAULTS: Faults = {
    "os quadrados, que são da L2": l2,
    "a soma sem o valor absoluto: pesos de sinais opostos se cancelam": lambda w, s: s * w.sum(),
    "a média, e não a soma": lambda w, s: s * np.abs(w).mean(),
    "a soma sem strength": lambda w, s: np.abs(w).sum(),
    "só o maior valor absoluto": lambda w, s: s * np.abs(w).max(),
    "norm(w, 1), que em uma matriz não soma todos os pesos": lambda w, s: s * np.linalg.norm(w, 1),
    "a metade: um fator ½ que o Keras não usa": lambda w, s: l1(w, s) / 2,
}
_L2_FAULTS: Faults = {
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


def judge_elastic_net(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga as duas parcelas e a presença dos vieses."""
    names = ["l1_only", "l2_only", "both"]
    if failure := failed_calls(data, names):
        return [failure]
    arguments = [challenge["calls"][name] for name in names]
    found = [scalar(data[name]["result"]) for name in names]
    if None in found:
        return [_number_criterion()]
    right = [close(f, elastic_net(*a)) for f, a in zip(found, arguments, strict=True)]
    fault = name_fault(found, arguments, _ELASTIC_NET_FAULTS)
    if not (right[0] or right[1]):
        return [
            Criterion(
                False,
                "a penalidade L1 quando l2 é zero, e a L2 quando l1 é zero",
                fault,
                "Some as suas duas funções: l1 multiplica |w|, l2 multiplica w².",
            )
        ]
    return [
        Criterion(
            right[0],
            "só a penalidade L1 quando l2 é zero",
            fault,
            "l1 multiplica a soma dos valores absolutos.",
        ),
        Criterion(
            right[1],
            "só a penalidade L2 quando l1 é zero",
            fault,
            "l2 multiplica a soma dos quadrados, sem fator ½.",
        ),
        Criterion(
            right[2],
            "a soma das duas penalidades, sobre os pesos e sobre os vieses",
            fault,
            "São quatro parcelas: L1 e L2 de kernel, L1 e L2 de bias.",
            weight=2,
        ),
    ]


_ELASTIC_NET_FAULTS: Faults = {
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


def challenge_gradient(rng: np.random.Generator) -> Challenge:
    """Cada penalidade sozinha e as duas juntas, com alguns pesos iguais a zero."""
    first, second = rng.uniform(0.1, 0.3), rng.uniform(0.4, 0.8)
    with_zeros = _weights(rng, (3, 4))
    with_zeros[1, :2] = 0
    calls = {
        "l1_only": [_weights(rng, 6), first, 0.0],
        "l2_only": [_weights(rng, 6), 0.0, second],
        "zeros": [with_zeros, first, second],
    }
    return {"calls": calls}


def judge_gradient(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga o empurrão de cada penalidade e o que acontece no zero."""
    names = ["l1_only", "l2_only", "zeros"]
    if failure := failed_calls(data, names):
        return [failure]
    arguments = [challenge["calls"][name] for name in names]
    results = [data[name]["result"] for name in names]
    right = [
        numbers(r) is not None and close(r, penalty_gradient(*a))
        for r, a in zip(results, arguments, strict=True)
    ]
    fault = name_fault(results, arguments, _GRADIENT_FAULTS) or _name_shape_fault(
        results, arguments
    )
    if not (right[0] or right[1]):
        return [
            Criterion(
                False,
                "a derivada da penalidade em cada peso, no formato de w",
                fault,
                "Derive |w| e w² separadamente, depois some.",
            )
        ]
    return [
        Criterion(
            right[0],
            "com l2 zero, um empurrão de tamanho l1, no sentido do sinal do peso",
            fault,
            "A derivada de |w| é o sinal de w: np.sign.",
        ),
        Criterion(
            right[1],
            "com l1 zero, um empurrão proporcional ao peso",
            fault,
            "A derivada de w² traz um fator na frente.",
        ),
        Criterion(
            right[2],
            "as duas derivadas somadas, com zero no peso que já é zero",
            fault,
            "np.sign(0) é 0; w / |w| não existe ali.",
        ),
    ]


_GRADIENT_FAULTS: Faults = {
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


def name_fault(results: Sequence[Any], arguments: Sequence[list], faults: Faults) -> str:
    """Devolve o nome do erro conhecido que dá os mesmos resultados em todas as chamadas."""
    for name, wrong in faults.items():
        if all(close(r, wrong(*a)) for r, a in zip(results, arguments, strict=True)):
            return name
    return ""


def _name_shape_fault(results: Sequence[Any], arguments: Sequence[list]) -> str:
    for result, (w, *_) in zip(results, arguments, strict=True):
        try:
            found = np.asarray(result, dtype=float)
        except (TypeError, ValueError):
            return "outra coisa que não números"
        if found.shape != w.shape:
            return "um resultado que não tem o formato de w"
        if np.isnan(found).any():
            return "NaN onde o peso é zero: w / |w| divide por zero"
    return ""


def _number_criterion() -> Criterion:
    return Criterion(
        False,
        "que a função devolva um número só",
        "outra coisa",
        "A penalidade soma todos os pesos: .sum() sem axis.",
    )


def _weights(rng: np.random.Generator, shape: int | tuple[int, ...]) -> Floats:
    """Pesos longe do zero, de sinais sorteados, com um de cada sinal garantido."""
    w = rng.uniform(0.3, 2, shape) * rng.choice([-1, 1], shape)
    w.flat[0], w.flat[1] = abs(w.flat[0]), -abs(w.flat[1])
    return w
