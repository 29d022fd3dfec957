"""Juízes de `09-projeto` sobre os resultados: tudo se recalcula dos escores entregues."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.a01_dados.functions import is_stratified
from mlp_course.checks.a09_projeto.data import (
    count_distinct,
    is_quarter,
    load_dataset,
    name_overlap,
    read_name,
    rows_of,
)
from mlp_course.checks.compare import close, number
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_numbers import numbers

MODELS = ("network", "baseline")
MIN_SPLITS = 5
# Nos vinhos, a média de cinco divisões de uma rede pequena é 0,974 com desvio padrão 0,010, e a
# pior em 200 redes foi 0,947; nos algarismos, 0,93 ou mais. Fica a sete desvios padrão do limiar.
MIN_ACCURACY = 0.9
USEFUL_ACCURACY = 0.6


@dataclass(frozen=True)
class Measured:
    """Uma divisão já conferida: linhas, rótulos do teste e escores dos dois modelos."""

    train: NDArray
    test: NDArray
    y_test: NDArray
    scores: dict[str, NDArray]

    def accuracy(self, model: str) -> float:
        """Fração das linhas em que a classe mais provável é a verdadeira."""
        return float(np.mean(np.argmax(self.scores[model], axis=1) == self.y_test))

    def auc(self, model: str) -> float:
        """Média das AUCs de cada classe contra o resto."""
        scores = self.scores[model]
        return float(np.mean([auc_of(s, self.y_test == k) for k, s in enumerate(scores.T)]))


def auc_of(scores: NDArray, positive: NDArray) -> float:
    """Devolve a fração dos pares (positivo, negativo) em ordem; um empate vale meio."""
    above = scores[positive][:, None] - scores[~positive]
    return float(np.mean((above > 0) + 0.5 * (above == 0)))


def judge_results(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga vazamento, divisões, probabilidades, a rede e a linha de base."""
    splits = read_results(data)
    if isinstance(splits, Criterion):
        return [splits]
    y = load_dataset(data["dataset"])[1]
    network, baseline = (float(np.mean([s.accuracy(m) for s in splits])) for m in MODELS)
    scores = {m: np.vstack([s.scores[m] for s in splits]) for m in MODELS}
    constant = {m: not np.ptp(scores[m], axis=0).any() for m in MODELS}
    if network < USEFUL_ACCURACY:
        return [
            Criterion(
                False,
                "escores da rede bem melhores que o acaso",
                "os mesmos escores em todas as linhas"
                if constant["network"]
                else f"acurácia {number(network)}: rede que não aprendeu, ou linhas fora de ordem",
                "A linha i responde por test[i].",
            )
        ]
    pairs = [(s.train, s.test) for s in splits]
    overlap = next((fault for pair in pairs if (fault := name_overlap(pair))), "")
    if overlap:
        return [
            Criterion(
                False,
                "que nenhuma linha esteja no treino e no teste da mesma divisão",
                overlap,
                "Use os pares de make_splits sem juntá-los.",
            )
        ]
    n_distinct = count_distinct(pairs)
    copied = np.array_equal(scores["network"], scores["baseline"])
    fault = next((f for m in MODELS if (f := _name_scores_fault(scores[m], m))), "")
    return [
        Criterion(
            n_distinct >= MIN_SPLITS,
            f"{MIN_SPLITS} divisões diferentes, ou mais: sem elas não há incerteza",
            f"{n_distinct}, em uma lista de {len(splits)}",
            "Chame make_splits uma vez só, e percorra a lista.",
            weight=2,
        ),
        Criterion(
            all(is_quarter(s.test, y) and is_stratified(s.y_test, y) for s in splits),
            "25 % das linhas em cada teste, com a proporção de classes de todas",
            "um teste de outro tamanho, ou sem estratos",
            "São as divisões da sua make_splits.",
        ),
        Criterion(
            not fault,
            "probabilidades: números de 0 a 1 que somam 1 em cada linha",
            fault,
            "predict e predict_proba já as dão; se a saída é linear, aplique softmax.",
            weight=2,
        ),
        Criterion(
            network >= MIN_ACCURACY,
            f"uma rede com acurácia média de {number(MIN_ACCURACY)} ou mais",
            f"{number(network)}",
            "Confira a preparação e o número de epochs.",
        ),
        Criterion(
            baseline >= MIN_ACCURACY and not copied,
            f"uma linha de base honesta: outro modelo, com acurácia média de "
            f"{number(MIN_ACCURACY)} ou mais",
            "os escores da rede, repetidos em baseline"
            if copied
            else f"acurácia {number(baseline)}, a de quem responde sempre a mesma classe"
            if constant["baseline"]
            else f"acurácia {number(baseline)}",
            "A regressão logística, com as medidas preparadas, é um bom começo.",
            weight=2,
        ),
    ]


def read_results(data: Any) -> list[Measured] | Criterion:
    """Devolve as divisões, ou o critério que diz o que nelas não se lê."""
    name = read_name(data)
    if isinstance(name, Criterion):
        return name
    results = data.get("results")
    if not isinstance(results, list) or not results:
        return Criterion(False, "em results, uma lista com um dicionário por divisão")
    y = load_dataset(name)[1]
    splits = []
    for i, result in enumerate(results):
        measured = _read_split(result, y)
        if isinstance(measured, str):
            return Criterion(
                False,
                "em cada divisão, as chaves train, test, network e baseline: números de linhas e "
                "uma matriz (linhas de teste, classes) por modelo",
                f"na divisão {i}, {measured}",
                "{'train': train, 'test': test, **evaluate_split(X, y, train, test)}",
            )
        splits.append(measured)
    return splits


def _read_split(result: Any, y: NDArray) -> Measured | str:
    keys = {"train", "test", *MODELS}
    if not isinstance(result, dict) or not keys <= set(result):
        found = set(result) if isinstance(result, dict) else set()
        return f"falta {', '.join(sorted(keys - found))}"
    rows = {part: rows_of(result[part], len(y)) for part in ("train", "test")}
    train, test = rows["train"], rows["test"]
    if train is None or test is None:
        return "train ou test não são números de linhas"
    classes = np.unique(y)
    if set(y[test]) != set(classes):
        return "há uma classe que não está no teste"
    shape = (len(test), len(classes))
    scores = {}
    for model in MODELS:
        array = numbers(result[model], shape)
        if array is None:
            return f"{model} não tem formato {shape}, com números finitos"
        scores[model] = array
    return Measured(train, test, y[test], scores)


def _name_scores_fault(scores: NDArray, model: str) -> str:
    if set(np.unique(scores)) <= {0, 1}:
        fault = "só 0 e 1: classes já decididas"
        # O predict_proba destes modelos é honesto, mas não diz dúvida nenhuma.
        other = ", como em uma árvore sem limite ou com um só vizinho"
        return f"em {model}, {fault}{other if model == 'baseline' else ''}"
    if scores.min() < 0:
        return f"em {model}, números negativos: faltou a softmax"
    sums = scores.sum(axis=1)
    right = close(sums, np.ones(len(sums)), 1e-3)
    return "" if right else f"em {model}, linhas que não somam 1"
