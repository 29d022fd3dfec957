"""Juiz de `09-projeto` sobre `prepare`: a mesma transformação, medida só no treino.

O vazamento é visto por fora: cópias de linhas do treino no teste mostram se a
transformação é a mesma, e trocar as outras linhas mostra se o treino as olha.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.a01_dados.functions import read_parts
from mlp_course.checks.compare import close, failed_calls, number
from mlp_course.checks.definition import Challenge, Criterion

N_COPIES = 10
MAX_RATIO = 20
# Cinco faixas por medida juntam por acaso uma ou outra linha; três já juntam uma em cada cinco.
MIN_DISTINCT = 0.9
# Quem padroniza, leva a faixas ou gira as medidas explica 0,66 ou mais de cada uma; quem padroniza
# cada linha, ou satura as medidas grandes, perde quase toda a menor ou a maior delas.
MIN_RECOVERY = 0.3


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
    if len(np.unique(train, axis=0)) < MIN_DISTINCT * len(train):
        return "linhas diferentes que saíram iguais"
    stds = train.std(axis=0)
    # Uma coluna constante, como a de um viés, não tem escala.
    varying = stds[np.ptp(train, axis=0) > 0]
    ratio = varying.max() / varying.min()
    if ratio > MAX_RATIO:
        return _name_ratio_fault(stds, X_train.std(axis=0), ratio)
    reduced = train.shape[1] < X_train.shape[1]
    if reduced or _worst_recovery(train, X_train) >= MIN_RECOVERY:
        return ""
    if close(train, _standardize_rows(X_train)):
        return "cada linha com a própria média (axis=1): as medidas pequenas sumiram"
    return "uma medida se perdeu: já não se lê no treino preparado"


def _name_ratio_fault(stds: NDArray, input_stds: NDArray, ratio: float) -> str:
    if stds.shape == input_stds.shape:
        factors = stds / input_stds
        if close(factors / factors.mean(), np.ones(len(factors))):
            return "a mesma conta em todas as colunas: as escalas continuam diferentes"
    return f"a maior escala é {number(ratio)} vezes a menor"


def _worst_recovery(train: NDArray, X_train: NDArray) -> float:
    """Fração da variação que uma reta ainda explica, na medida que mais se perdeu."""
    targets = _standardize(X_train)
    inputs = np.column_stack([np.ones(len(train)), train])
    coefficients, *_ = np.linalg.lstsq(inputs, targets)
    lost = np.mean((targets - inputs @ coefficients) ** 2, axis=0)
    return float(1 - lost.max())


def _standardize(X: NDArray) -> NDArray:
    return (X - X.mean(axis=0)) / X.std(axis=0)


def _standardize_rows(X: NDArray) -> NDArray:
    return _standardize(X.T).T


def _name_test_fault(parts: list[NDArray], X_train: NDArray, X_test: NDArray) -> str:
    train, test = parts
    if close(test, X_test):
        return "o teste sem preparação"
    if close(test.mean(axis=0), train.mean(axis=0)) or close(test.max(axis=0), train.max(axis=0)):
        return "o teste preparado com as próprias estatísticas"
    return "treino e teste em transformações diferentes"
