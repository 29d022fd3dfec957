"""Juízes de `09-projeto` sobre os dados: o conjunto escolhido e as divisões."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.a01_dados.functions import is_stratified
from mlp_course.checks.compare import close, failed_calls
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_numbers import numbers

DATASETS = ("wine", "digits")
TEST_FRACTION = 0.25


@cache
def load_dataset(name: str) -> tuple[NDArray, NDArray]:
    """Devolve as medidas e os rótulos de um dos conjuntos do projeto."""
    from sklearn import datasets

    X, y = getattr(datasets, f"load_{name}")(return_X_y=True)
    return X, y


def read_name(data: Any) -> str | Criterion:
    """Devolve o nome do conjunto, ou o critério que diz o que está no lugar dele."""
    name = data.get("dataset") if isinstance(data, dict) else None
    if isinstance(name, str) and name in DATASETS:
        return name
    return Criterion(
        False,
        "em dataset, o texto 'wine' ou 'digits'",
        f"{name!r}" if isinstance(name, str) else "algo que não é um texto",
        "Outro conjunto daria outro projeto: escolha um destes dois e escreva o nome entre aspas.",
    )


def judge_data(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga o nome, as medidas e os rótulos."""
    name = read_name(data)
    if isinstance(name, Criterion):
        return [name]
    X, y = load_dataset(name)
    found_X, found_y = numbers(data.get("X")), numbers(data.get("y"))
    return [
        Criterion(
            close(found_X, X),
            f"em X, as medidas de load_{name}, como vêm do scikit-learn",
            _name_features_fault(found_X, name),
            "Preparar é o item 3, e só depois de dividir.",
        ),
        Criterion(
            close(found_y, y),
            f"em y, um rótulo inteiro por linha de load_{name}",
            _name_labels_fault(found_y, name),
            "return_X_y=True devolve primeiro as medidas, depois os rótulos.",
        ),
    ]


def challenge_splits(rng: np.random.Generator) -> Challenge:
    """Rótulos de três classes desiguais, como os dos vinhos."""
    y = np.repeat([0, 1, 2], rng.integers(50, 80, size=3))
    return {"calls": split_calls(rng, rng.permutation(y), n_splits=6)}


def split_calls(
    rng: np.random.Generator, y: NDArray, n_splits: int, prefix: str = ""
) -> dict[str, list]:
    """Chamadas de make_splits: uma semente, outra, e a primeira de novo."""
    first = int(rng.integers(1000))
    seeds = {"first": first, "other": first + 1 + int(rng.integers(1000)), "again": first}
    return {f"{prefix}{name}": [y, n_splits, seed] for name, seed in seeds.items()}


def judge_splits(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga make_splits em duas sementes."""
    return judge_splits_calls(data, challenge, "")


def judge_splits_calls(data: Any, challenge: Challenge, prefix: str) -> Sequence[Criterion]:
    """Critérios de make_splits para as chamadas que começam por `prefix`."""
    names = [f"{prefix}{name}" for name in ("first", "other", "again")]
    if failure := failed_calls(data, names):
        return [failure]
    name, *_ = names
    y, n_splits, _ = challenge["calls"][name]
    lists = []
    for result in (data[name]["result"] for name in names):
        pairs = _read_splits(result, len(y))
        if len(pairs) != n_splits:
            return [_pairs_criterion(result, n_splits, len(y))]
        lists.append(pairs)
    first, other, again = lists
    if fault := next((f for pair in first + other if (f := name_overlap(pair))), ""):
        return [
            Criterion(
                False,
                "que nenhuma linha esteja no treino e no teste ao mesmo tempo, nem duas vezes",
                fault,
                "O treino são as linhas que não foram para o teste.",
            )
        ]
    drawn, redrawn, repeated = (_tests(pairs) for pairs in (first, other, again))
    return [
        Criterion(
            all(is_quarter(test, y) and len(train) + len(test) == len(y) for train, test in first),
            "25 % das linhas no teste e todas as outras no treino",
            "treino e teste trocados"
            if all(is_quarter(train, y) for train, _ in first)
            else "outra fração, ou linhas que ficaram de fora",
            "Partes de validação cruzada têm outro tamanho: aqui cada par é um sorteio.",
        ),
        Criterion(
            all(is_stratified(y[test], y) for _, test in first + other),
            "a proporção das classes igual no treino e no teste, em todo par",
            "proporções diferentes: a divisão não é estratificada",
            "O scikit-learn tem sorteios estratificados: procure “StratifiedShuffleSplit”.",
            weight=2,
        ),
        Criterion(
            count_distinct(first) == n_splits,
            "que cada par seja um novo sorteio",
            "a mesma divisão repetida: não mede incerteza nenhuma",
            "Dentro do laço, cada volta precisa de outra semente, ou do mesmo gerador.",
            weight=2,
        ),
        Criterion(
            drawn == repeated != redrawn,
            "que seed decida os sorteios: a mesma repete, outra muda",
            "seed ignorada" if drawn == repeated else "sorteios diferentes com a mesma seed",
            "Passe seed a quem sorteia.",
        ),
    ]


def rows_of(part: Any, n_rows: int) -> NDArray | None:
    """Devolve um vetor não vazio de números de linhas existentes, ou None."""
    rows = numbers(part)
    if rows is None or rows.ndim != 1 or not len(rows):
        return None
    valid = (rows == np.round(rows)) & (rows >= 0) & (rows < n_rows)
    return rows.astype(int) if valid.all() else None


def name_overlap(pair: tuple[NDArray, NDArray]) -> str:
    """Devolve o nome do que há de errado entre treino e teste, ou ""."""
    train, test = pair
    if shared := len(np.intersect1d(train, test)):
        return f"{shared} linhas no treino e no teste ao mesmo tempo: vazamento"
    rows = np.concatenate(pair)
    return "linhas repetidas dentro de uma parte" if len(np.unique(rows)) < len(rows) else ""


def is_quarter(test: NDArray, y: NDArray) -> bool:
    """Diz se o teste tem 25 % das linhas; arredondar por classe muda até uma linha em cada."""
    return bool(abs(len(test) - TEST_FRACTION * len(y)) <= len(np.unique(y)))


def count_distinct(pairs: list[tuple[NDArray, NDArray]]) -> int:
    """Conta os conjuntos de teste diferentes."""
    return len(set(_tests(pairs)))


def _tests(pairs: list[tuple[NDArray, NDArray]]) -> list[frozenset[int]]:
    return [frozenset(test.tolist()) for _, test in pairs]


def _read_splits(result: Any, n_rows: int) -> list[tuple[NDArray, NDArray]]:
    """Devolve os pares legíveis de números de linhas, em ordem."""
    pairs = result if isinstance(result, list) else []
    read = [
        tuple(rows for part in pair if (rows := rows_of(part, n_rows)) is not None)
        for pair in pairs
        if isinstance(pair, list)
    ]
    return [pair for pair in read if len(pair) == 2]


def _pairs_criterion(result: Any, n_splits: int, n_rows: int) -> Criterion:
    return Criterion(
        False,
        "uma lista de n_splits pares (train, test) com números de linhas",
        _name_pairs_fault(result, n_splits, n_rows),
        "Um par por divisão: [(train, test), …]; np.flatnonzero leva de máscara a números.",
    )


def _name_pairs_fault(result: Any, n_splits: int, n_rows: int) -> str:
    pairs = result if isinstance(result, list) else []
    if any(_is_mask(part) for pair in pairs if isinstance(pair, list) for part in pair):
        return "máscaras de True e False"
    if _read_splits([result], n_rows):
        return "um par só, fora de uma lista"
    if found := len(_read_splits(result, n_rows)):
        return f"{found} pares, onde se pediam {n_splits}"
    return "outra coisa"


def _is_mask(part: Any) -> bool:
    values = part.tolist() if isinstance(part, np.ndarray) else part
    return isinstance(values, list) and {type(value) for value in values} == {bool}


def _name_features_fault(found: NDArray | None, name: str) -> str:
    if found is None:
        return "outra coisa: não é uma matriz de números"
    X, y = load_dataset(name)
    other = load_dataset(*(d for d in DATASETS if d != name))[0]
    if close(found, y):
        return "X e y trocados"
    if close(found, other):
        return "as medidas do outro conjunto"
    if found.shape != X.shape:
        return f"formato {found.shape}"
    if close(found.mean(axis=0), np.zeros(X.shape[1]), 1e-3):
        return "medidas padronizadas com todas as linhas: vazamento"
    return "medidas alteradas ou em outra ordem"


def _name_labels_fault(found: NDArray | None, name: str) -> str:
    if found is None:
        return "outra coisa: não é um vetor de números"
    y = load_dataset(name)[1]
    if found.shape == (len(y), y.max() + 1):
        return "rótulos em one-hot"
    if found.shape != y.shape:
        return f"formato {found.shape}"
    same = close(np.sort(found), np.sort(y))
    return "rótulos em outra ordem" if same else "outros números no lugar dos rótulos"
