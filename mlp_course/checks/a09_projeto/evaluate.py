"""Juiz de `09-projeto` sobre `evaluate_split`: avaliar sem que o teste opine.

O vazamento é visto por fora. Rótulos falsos no teste, mais numeroso que o treino,
são o que aprende quem os usa; medidas absurdas no teste estragam a escala de quem
as mede.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.compare import failed_calls, number
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_numbers import numbers

N_CLASSES = 3
N_TRAIN = 600
MODELS = {"network": "a rede", "baseline": "a linha de base"}
# As nuvens ficam a sete desvios padrão. De 300 redes (8 a 64 neurônios, 10 a 60 epochs, batches de
# 32 a 128, taxa de 1e-3 a 1e-2), só a pior, que tampouco aprende os vinhos, acertou menos que 0,9
# destas linhas. Uma rede sem treino dá uma classe a cada nuvem, e por sorte acerta duas das três.
MIN_LEARNED = 0.8
# Quem responde sem saber repete um terço dos rótulos falsos; mais da metade, só quem os viu.
MIN_FOOLED = 0.5


def challenge_evaluate(rng: np.random.Generator) -> Challenge:
    """Uma chamada com rótulos falsos no teste, outra com medidas absurdas."""
    X, y = _draw_classes(rng, N_TRAIN + 900)
    train, test = np.split(rng.permutation(len(y)), [N_TRAIN])
    # O teste é maior que o treino: quem aprende com os dois acredita nos rótulos falsos.
    false = y.copy()
    false[test] = (y[test] + 1) % N_CLASSES
    X_far, y_far = _draw_classes(rng, N_TRAIN + 500)
    train_far, test_far = np.split(rng.permutation(len(y_far)), [N_TRAIN])
    # Mais de um terço de tudo: nem a mediana e os quartis de quem mede o teste resistem.
    absurd = test_far[100:]
    X_far[absurd] += 1e6 * X_far[train_far].std(axis=0)
    return {
        "calls": {"labels": [X, false, train, test], "absurd": [X_far, y_far, train_far, test_far]},
        "truth": {"labels": y[test], "absurd": y_far[test_far[:100]]},
    }


def judge_evaluate(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga o que a rede e a linha de base aprenderam, e de quais linhas."""
    if failure := failed_calls(data, ["labels", "absurd"]):
        return [failure]
    shapes = {name: (len(challenge["calls"][name][3]), N_CLASSES) for name in ("labels", "absurd")}
    scores: dict[tuple[str, str], NDArray] = {}
    for name, shape in shapes.items():
        for model in MODELS:
            array = _scores(data[name]["result"], model, shape)
            if array is None:
                return [_shape_criterion(data[name]["result"], model, shape)]
            scores[name, model] = array
    right, fooled, robust = {}, {}, {}
    truth = challenge["truth"]
    for model in MODELS:
        guess = np.argmax(scores["labels", model], axis=1)
        right[model] = np.mean(guess == truth["labels"])
        fooled[model] = np.mean(guess == (truth["labels"] + 1) % N_CLASSES)
        ordinary = np.argmax(scores["absurd", model], axis=1)[: len(truth["absurd"])]
        robust[model] = np.mean(ordinary == truth["absurd"])
    if max(right["network"], fooled["network"]) < MIN_LEARNED:
        _, _, _, test = challenge["calls"]["labels"]
        return [_learning_criterion(scores["labels", "network"], test, truth["labels"])]
    same = np.array_equal(scores["labels", "network"], scores["labels", "baseline"])
    honest = [
        Criterion(
            right[model] >= MIN_LEARNED,
            f"que {who} aprenda só com as linhas de treino",
            f"{who} repetiu rótulos que só existem no teste: vazamento"
            if fooled[model] > MIN_FOOLED
            else f"{who} acertou {number(right[model])} de classes bem separadas",
            "Em fit entram só X_train e y[train]; a validação também sai do treino.",
            weight=3 if model == "network" else 1,
        )
        for model, who in MODELS.items()
    ]
    if right["network"] < MIN_LEARNED:
        return [c for c in honest if not c.ok]
    steady = [
        Criterion(
            right[model] >= MIN_LEARNED and robust[model] >= MIN_LEARNED,
            f"que medidas absurdas no teste não atrapalhem {who} nas outras linhas",
            f"{who} desaprendeu: a preparação mediu o teste, ou não houve preparação"
            if right[model] >= MIN_LEARNED
            else "",
            "Chame prepare(X[train], X[test]), nunca prepare(X, …).",
        )
        for model, who in MODELS.items()
    ]
    return [
        *honest,
        *steady,
        Criterion(
            not same,
            "uma linha de base que seja outro modelo",
            "os escores da rede, repetidos em baseline",
            "Treine à parte um modelo simples, como LogisticRegression.",
        ),
    ]


def _draw_classes(rng: np.random.Generator, n_rows: int) -> tuple[NDArray, NDArray]:
    """Três nuvens em oito medidas, giradas, em escalas diferentes."""
    y = rng.integers(N_CLASSES, size=n_rows)
    rotation = np.linalg.qr(rng.normal(size=(8, 8)))[0]
    clouds = 5 * np.eye(N_CLASSES, 8)[y] + rng.normal(size=(n_rows, 8))
    return (clouds @ rotation + rng.uniform(-3, 3, size=8)) * rng.uniform(1, 100, size=8), y


def _scores(result: Any, model: str, shape: tuple[int, int]) -> NDArray | None:
    return numbers(result.get(model), shape) if isinstance(result, dict) else None


def _shape_criterion(result: Any, model: str, shape: tuple[int, int]) -> Criterion:
    found = result.get(model) if isinstance(result, dict) else None
    array = numbers(found)
    if found is None:
        fault = f"a chave '{model}' não está lá"
    elif array is None:
        fault = f"em {model}, algo que não são números finitos"
    elif array.ndim == 0:
        fault = f"em {model}, um número só: faltam as probabilidades"
    elif array.ndim == 1:
        fault = f"em {model}, um vetor: classes já decididas"
    else:
        fault = f"em {model}, formato {array.shape}, onde se pedia {shape}"
    return Criterion(
        False,
        "um dicionário com as chaves 'network' e 'baseline', e nelas uma linha por linha de teste "
        "e uma coluna por classe",
        fault,
        "O número de classes sai de y: len(np.unique(y)).",
    )


def _learning_criterion(scores: NDArray, test: NDArray, truth: NDArray) -> Criterion:
    expected = "uma rede que aprenda classes bem separadas"
    if not np.ptp(scores, axis=0).any():
        return Criterion(False, expected, "as mesmas probabilidades em todas as linhas")
    guess = np.empty(len(test), dtype=int)
    guess[np.argsort(test)] = np.argmax(scores, axis=1)
    if np.mean(guess == truth) >= MIN_LEARNED:
        return Criterion(
            False,
            "as linhas de teste na ordem em que vieram",
            "as linhas em ordem crescente",
            "X[test] segue a ordem de test; uma máscara não.",
        )
    right = number(np.mean(np.argmax(scores, axis=1) == truth))
    found = f"uma rede que acerta {right}, onde o acaso acerta um terço"
    return Criterion(False, expected, found, "Confira as epochs e se X passou por prepare.")
