"""Juízes de `09-projeto` sobre as funções: preparar e avaliar sem que o teste opine.

O vazamento é visto por fora. Em `prepare`, cópias de linhas do treino no teste
mostram se a transformação é a mesma, e trocar as outras linhas mostra se o treino
as olha. Em `evaluate_split`, rótulos falsos no teste, mais numeroso que o treino,
são o que aprende quem os usa; medidas absurdas no teste estragam a escala de quem
as mede.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks._dados_functions import read_parts
from mlp_course.checks._numbers import numbers
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.judging import close, failed_calls, number

N_COPIES = 10
MAX_RATIO = 20
N_CLASSES = 3
N_TRAIN = 600
MODELS = {"network": "a rede", "baseline": "a linha de base"}
# As nuvens ficam a sete desvios padrão. De 300 redes (8 a 64 neurônios, 10 a 60 epochs, batches de
# 32 a 128, taxa de 1e-3 a 1e-2), nenhuma acertou menos que 0,66 destas linhas, e só a pior, que
# tampouco aprende os vinhos, ficou abaixo de 0,9; quem não aprendeu nada fica perto de 0,33.
MIN_LEARNED = 0.6


def challenge_prepare(rng: np.random.Generator) -> Challenge:
    """Duas vezes o mesmo treino, com testes que só coincidem nas cópias do treino."""
    location, scale = rng.uniform(-5, 5, size=5), rng.permutation([1.0, 5, 30, 200, 1000])
    X_train = (rng.normal(size=(80, 5)) + location) * scale
    near, far = ((rng.normal(s, s, size=(20, 5)) + location) * scale for s in (2, 30))
    tests = {
        name: np.vstack([X_train[:N_COPIES], rest]) for name, rest in (("near", near), ("far", far))
    }
    calls = {name: [X_train, X_test] for name, X_test in tests.items()}
    return {"calls": calls | {"again": [X_train, tests["near"]]}}


def judge_prepare(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga escalas, vazamento, igualdade da transformação e cópias das entradas."""
    names = ["near", "far", "again"]
    if failure := failed_calls(data, names):
        return [failure]
    parts = []
    for name in names:
        pair = _two_matrices(data[name]["result"], challenge["calls"][name])
        if pair is None:
            return [
                Criterion(
                    False,
                    "o par (treino, teste), duas matrizes de números finitos com as mesmas linhas",
                    "outros formatos, NaN ou infinito",
                    "A função termina com return treino, teste.",
                )
            ]
        parts.append(pair)
    near, far, again = parts
    train, test = near
    X_train, X_test = challenge["calls"]["near"]
    if fault := _name_scale_fault(train, X_train):
        return [
            Criterion(
                False,
                "colunas de treino em escalas parecidas, sem perder as diferenças entre as linhas",
                fault,
                "Cada coluna tem a sua média e o seu desvio padrão.",
            )
        ]
    if not close(np.vstack(near), np.vstack(again)):
        return [Criterion(False, "o mesmo resultado para as mesmas entradas", "um sorteio")]
    if not close(train, far[0]):
        return [
            Criterion(
                False,
                "que o treino preparado não mude quando só o teste muda",
                "o treino depende das linhas de teste: vazamento",
                "Nada que se mede (média, máximo, direções) pode sair das linhas de teste.",
            )
        ]
    return [
        Criterion(
            close(test[:N_COPIES], train[:N_COPIES]),
            "que uma linha igual, no treino ou no teste, saia igual",
            _name_test_fault(near, X_train, X_test),
            "Meça uma vez, no treino; aplique o que mediu às duas partes.",
            weight=3,
        ),
        Criterion(
            not data["near"]["mutated"],
            "que as matrizes recebidas continuem como eram",
            "as entradas foram alteradas",
            "Operações como X -= ... mudam a matriz de quem chamou: crie outra.",
        ),
    ]


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
            if fooled[model] > right[model]
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


def _two_matrices(result: Any, inputs: list[NDArray]) -> list[NDArray] | None:
    parts, shapes = read_parts(result)
    if [len(shape or ()) for shape in shapes] != [2, 2]:
        return None
    train, _ = parts
    n_columns = train.shape[1]
    return parts if shapes == [(len(rows), n_columns) for rows in inputs] else None


def _name_scale_fault(train: NDArray, X_train: NDArray) -> str:
    if close(train, X_train):
        return "as medidas como vieram"
    if len(np.unique(train, axis=0)) < len(train):
        return "linhas diferentes que saíram iguais"
    stds = train.std(axis=0)
    # Uma coluna constante, como a de um viés, não tem escala.
    stds = stds[stds > 0]
    if stds.max() / stds.min() <= MAX_RATIO:
        return ""
    ratios = stds / X_train.std(axis=0) if train.shape == X_train.shape else stds
    if close(ratios, np.full_like(ratios, ratios.mean())):
        return "a mesma conta em todas as colunas: as escalas continuam diferentes"
    return f"a maior escala é {number(stds.max() / stds.min())} vezes a menor"


def _name_test_fault(parts: list[NDArray], X_train: NDArray, X_test: NDArray) -> str:
    train, test = parts
    if close(test, X_test):
        return "o teste sem preparação"
    if close(test.mean(axis=0), train.mean(axis=0)) or close(test.max(axis=0), train.max(axis=0)):
        return "o teste preparado com as próprias estatísticas"
    return "treino e teste em transformações diferentes"


def _scores(result: Any, model: str, shape: tuple[int, int]) -> NDArray | None:
    return numbers(result.get(model), shape) if isinstance(result, dict) else None


def _shape_criterion(result: Any, model: str, shape: tuple[int, int]) -> Criterion:
    found = result.get(model) if isinstance(result, dict) else None
    array = numbers(found)
    if found is None:
        fault = f"a chave '{model}' não está lá"
    elif array is None:
        fault = f"em {model}, algo que não são números finitos"
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
    found = "uma rede que acerta quase tão pouco quanto o acaso"
    return Criterion(False, expected, found, "Confira as epochs e se X passou por prepare.")
