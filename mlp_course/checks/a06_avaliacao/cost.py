"""Juízes de `06-avaliacao` para o limiar de menor custo e a decisão na validação."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mlp_course.checks.a06_avaliacao.roc import draw_scores
from mlp_course.checks.compare import close, failed_calls, number
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_numbers import first_match, scalar
from mlp_course.data import load_split
from mlp_course.population import Population

NETWORK = pd.DataFrame({"neurons": [(30, 20)], "reg": [(1e-3, 1e-3)]})
COST_MISSED, COST_ALARM = 10, 1


def challenge_threshold(rng: np.random.Generator) -> Challenge:
    """Uma chamada em que cada um dos dois erros custa mais."""
    return {
        "calls": {
            "missed": _costly_call(rng, float(rng.integers(6, 12)), 1.0),
            "alarm": _costly_call(rng, 1.0, float(rng.integers(4, 8))),
        }
    }


def judge_threshold(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga o custo dos limiares escolhidos."""
    if failure := failed_calls(data, ["missed", "alarm"]):
        return [failure]
    criteria = []
    for name, expected in (
        ("missed", "um limiar de menor custo quando o maligno não visto custa mais"),
        ("alarm", "um limiar de menor custo quando o alarme falso custa mais"),
    ):
        found, call = read_threshold(data[name]["result"]), challenge["calls"][name]
        ok = found is not None and is_cheapest(found, *call)
        fault = "" if ok else _name_threshold_fault(found, *call)
        hint = "Calcule o custo de cada candidato e fique com o menor."
        criteria.append(Criterion(ok, expected, fault, hint))
    return criteria


def judge_decision(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga o limiar na validação e o custo dele no teste."""
    answer = data if isinstance(data, dict) else {}
    threshold = read_threshold(answer.get("threshold"))
    cost = scalar(answer.get("test_cost"))
    if threshold is None or cost is None:
        return [Criterion(False, "um dicionário com dois números: 'threshold' e 'test_cost'")]
    y_val, val_scores, y_test, test_scores = _decision_scores()
    prices = (COST_MISSED, COST_ALARM)
    chosen = is_cheapest(threshold, y_val, val_scores, *prices)
    fault = (
        "um limiar escolhido no teste: o custo medido nele fica otimista"
        if is_cheapest(threshold, y_test, test_scores, *prices)
        else _name_threshold_fault(threshold, y_val, val_scores, *prices)
    )
    costs = _nearby_costs(threshold, y_test, test_scores, *prices)
    faults = {
        "a soma, e não a média por tumor": total_cost(threshold, y_test, test_scores, *prices),
        "o custo na validação, e não no teste": (
            total_cost(threshold, y_val, val_scores, *prices) / len(y_val)
        ),
    }
    return [
        Criterion(
            chosen,
            "um limiar de menor custo na validação",
            fault,
            "Chame choose_threshold só com y_val e val_scores.",
        ),
        Criterion(
            any(close(cost, c / len(y_test)) for c in costs),
            "o custo médio por tumor no teste, com esse limiar",
            first_match(cost, faults),
            "Divida o custo total pelas linhas do teste.",
        ),
    ]


def total_cost(
    threshold: float, y: NDArray, scores: NDArray, cost_missed: float, cost_alarm: float
) -> float:
    """Custo da regra «benigno se escore >= threshold»."""
    benign = scores >= threshold
    return float(cost_missed * np.sum(benign & (y == 0)) + cost_alarm * np.sum(~benign & (y == 1)))


def is_cheapest(
    threshold: float, y: NDArray, scores: NDArray, cost_missed: float, cost_alarm: float
) -> bool:
    """Diz se nenhum outro limiar custa menos."""
    prices = (cost_missed, cost_alarm)
    lowest = _candidate_costs(y, scores, *prices)[1].min()
    return min(_nearby_costs(threshold, y, scores, *prices)) <= lowest


def read_threshold(value: Any) -> float | None:
    """Um número, que pode ser infinito: ninguém, ou todo mundo, é benigno."""
    infinite = isinstance(value, float) and np.isinf(value)
    return value if infinite else scalar(value)


def _is_float32(value: float) -> bool:
    # Um número grande demais para float32 vira infinito, sem aviso.
    with np.errstate(over="ignore"):
        return float(np.float32(value)) == value


def _candidate_costs(
    y: NDArray, scores: NDArray, cost_missed: float, cost_alarm: float
) -> tuple[NDArray, NDArray]:
    """Todos os limiares que mudam alguma decisão, e o custo de cada um."""
    candidates = np.append(np.unique(scores), np.inf)
    benign = scores >= candidates[:, None]
    missed, alarms = (benign & (y == 0)).sum(axis=1), (~benign & (y == 1)).sum(axis=1)
    return candidates, cost_missed * missed + cost_alarm * alarms


def _nearby_costs(
    threshold: float, y: NDArray, scores: NDArray, cost_missed: float, cost_alarm: float
) -> list[float]:
    # Um limiar guardado em float32 pode cair do outro lado do escore de onde saiu.
    step = 1e-6 * abs(threshold) if np.isfinite(threshold) and _is_float32(threshold) else 0.0
    around = (threshold - step, threshold, threshold + step)
    return [total_cost(t, y, scores, cost_missed, cost_alarm) for t in around]


def _costly_call(rng: np.random.Generator, cost_missed: float, cost_alarm: float) -> list:
    """Escores mal calibrados em que cada erro conhecido custa mais que o melhor limiar."""
    while True:
        y, scores = draw_scores(rng, 200, rng.uniform(0.5, 0.65), shift=2.5)
        scores = 1 / (1 + np.exp(-(0.6 * np.log(scores / (1 - scores)) + rng.uniform(-1, 1))))
        call: Any = [y, scores, cost_missed, cost_alarm]
        faults = [t for options in _threshold_faults(*call).values() for t in options]
        # Sem repetição: cada limiar errado tem um nome só.
        if len(set(faults)) == len(faults) and not any(is_cheapest(t, *call) for t in faults):
            return call


def _threshold_faults(
    y: NDArray, scores: NDArray, cost_missed: float, cost_alarm: float
) -> dict[str, list[float]]:
    def cheapest(*prices: float) -> list[float]:
        candidates, costs = _candidate_costs(y, scores, *prices)
        return list(candidates[costs == costs.min()])

    return {
        "o limiar 0,5, que não olha os custos": [0.5],
        "o limiar da teoria, que só vale para probabilidades calibradas": [
            cost_missed / (cost_missed + cost_alarm)
        ],
        "os dois custos trocados": cheapest(cost_alarm, cost_missed),
        "o limiar de menos erros, como se custassem o mesmo": cheapest(cost_alarm, cost_alarm),
    }


def _name_threshold_fault(
    found: float | None, y: NDArray, scores: NDArray, cost_missed: float, cost_alarm: float
) -> str:
    if found is None:
        return "outra coisa que não um número"
    call = (y, scores, cost_missed, cost_alarm)
    for name, thresholds in _threshold_faults(*call).items():
        if any(close(found, t) for t in thresholds):
            return name
    # Com > no lugar de >=, quem tem o escore do limiar muda de lado.
    if is_cheapest(float(np.nextafter(found, np.inf)), *call):
        return "a regra «escore > limiar»; aqui é >="
    return f"um limiar de custo total {number(total_cost(found, *call))}; há outro mais barato"


@cache
def _decision_scores() -> tuple[NDArray, NDArray, NDArray, NDArray]:
    split = load_split(seed=42, standardize=True)
    network = train_network(split.X_train[:319], split.y_train[:319], seed=42)
    val_scores, test_scores = (network.predict(X)[0] for X in (split.X_train[319:], split.X_test))
    return split.y_train[319:], val_scores, split.y_test, test_scores


def train_network(X: NDArray, y: NDArray, seed: int) -> Population:
    """Treina a rede do notebook, com as mesmas sementes."""
    network = Population.from_hyperparameters(NETWORK, seed=seed)
    network.fit(X, y, epochs=50, seed=seed)
    return network
