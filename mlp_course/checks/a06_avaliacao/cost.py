"""Juízes de `06-avaliacao` para o limiar de menor custo e a decisão na validação."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mlp_course.checks.a06_avaliacao.roc import draw_scores
from mlp_course.checks.compare import close, number
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_numbers import first_match, scalar
from mlp_course.checks.reference import Reference, Rule
from mlp_course.data import load_split
from mlp_course.population import Population

NETWORK = pd.DataFrame({"neurons": [(30, 20)], "reg": [(1e-3, 1e-3)]})
COST_MISSED, COST_ALARM = 10, 1
# Mais que o passo de `Costs.nearby`: um limiar guardado em float32 ainda separa os dois escores.
ALMOST_BEST = 2e-6
# Folga de quem guardou o limiar em float32.
SAME_SCORE = 1e-6


def challenge_threshold(rng: np.random.Generator) -> Challenge:
    """Uma chamada em que cada um dos dois erros custa mais."""
    return {
        "calls": {
            "missed": _costly_call(rng, rng.uniform(0.75, 0.85), float(rng.integers(4, 6)), 1.0),
            "alarm": _costly_call(rng, rng.uniform(0.15, 0.25), 1.0, float(rng.integers(3, 6))),
        }
    }


def _costly_call(
    rng: np.random.Generator, benign_rate: float, cost_missed: float, cost_alarm: float
) -> list:
    """Escores mal calibrados em que cada erro conhecido custa mais que o único melhor limiar."""
    # Com as classes de tamanhos diferentes, somar frações não é somar contagens.
    while True:
        y, scores = draw_scores(rng, 200, benign_rate, shift=2.5)
        scores = 1 / (1 + np.exp(-(0.6 * np.log(scores / (1 - scores)) + rng.uniform(-1, 1))))
        call: Any = [y, scores, cost_missed, cost_alarm]
        (best, *others) = Costs(*call).cheapest()
        if others or not _push_up_to(best, y, scores):
            continue
        faults = [t for wrong in THRESHOLD_MISTAKES.values() for t in wrong(*call)]
        rounded = [round(best, digits) for digits in (2, 3, 4)]
        # Sem repetição: cada limiar errado tem um nome só.
        if len(set(faults)) == len(faults) and not any(
            is_cheapest(t, Costs(*call)) for t in (*faults, *rounded)
        ):
            return call


def _push_up_to(best: float, y: NDArray, scores: NDArray) -> bool:
    """Encosta o maligno de maior escore abaixo de `best`: uma grade não cai entre os dois."""
    below = np.where((y == 0) & (scores < best), scores, -np.inf)
    scores[below.argmax()] = best - ALMOST_BEST
    return bool(np.isfinite(best) and np.isfinite(below.max()))


@dataclass(frozen=True, eq=False)
class Costs:
    """Quanto custa cada limiar: a resposta certa não é um número, e sim um custo, o menor."""

    y: NDArray
    scores: NDArray
    missed: float
    alarm: float

    def total(self, threshold: Any) -> Any:
        """Custo da regra “benigno se escore >= threshold”, de um limiar ou de uma coluna deles."""
        benign = self.scores >= threshold
        missed, alarms = benign & (self.y == 0), ~benign & (self.y == 1)
        return self.missed * missed.sum(axis=-1) + self.alarm * alarms.sum(axis=-1)

    def cheapest(self) -> NDArray:
        """Os limiares de menor custo, entre todos os que mudam alguma decisão."""
        candidates = np.append(np.unique(self.scores), np.inf)
        costs = self.total(candidates[:, None])
        return candidates[costs == costs.min()]

    def nearby(self, threshold: float) -> list[float]:
        """Custos do limiar e, se ele foi guardado em float32, dos seus vizinhos."""
        # Quem o guardou assim pode cair do outro lado do escore de onde ele saiu. Um número grande
        # demais para float32 vira infinito, sem aviso.
        with np.errstate(over="ignore"):
            rounded = float(np.float32(threshold))
        step = 1e-6 * abs(rounded) if rounded == threshold and np.isfinite(rounded) else 0.0
        return [self.total(t) for t in (threshold - step, threshold, threshold + step)]


def is_cheapest(threshold: float, costs: Costs) -> bool:
    """Diz se nenhum outro limiar custa menos."""
    return bool(min(costs.nearby(threshold)) <= costs.total(costs.cheapest()[0]))


# Cada erro dá os limiares a que leva: vários podem ter o mesmo custo.
THRESHOLD_MISTAKES: dict[str, Callable[..., Sequence[float] | NDArray]] = {
    "o limiar 0,5, que não olha os custos": lambda y, s, missed, alarm: [0.5],
    "o limiar da teoria, que só vale para probabilidades calibradas": (
        lambda y, s, missed, alarm: [missed / (missed + alarm)]
    ),
    "os dois custos trocados": lambda y, s, missed, alarm: Costs(y, s, alarm, missed).cheapest(),
    "o limiar de menos erros, como se custassem o mesmo": (
        lambda y, s, missed, alarm: Costs(y, s, alarm, alarm).cheapest()
    ),
    "o limiar de quem soma frações de cada classe, e não contagens": (
        lambda y, s, missed, alarm: Costs(
            y, s, missed / np.sum(y == 0), alarm / np.sum(y == 1)
        ).cheapest()
    ),
    "o limiar que sairia com 10 e 1, e não com os custos recebidos": (
        lambda y, s, missed, alarm: Costs(y, s, COST_MISSED, COST_ALARM).cheapest()
    ),
}


def read_threshold(value: Any) -> float | None:
    """Um número, que pode ser infinito: ninguém, ou todo mundo, é benigno."""
    infinite = isinstance(value, float) and np.isinf(value)
    return value if infinite else scalar(value)


def _is_one_of(found: float | None, thresholds: Iterable[float]) -> bool:
    return any(close(found, t) for t in thresholds)


def _describe_threshold(found: float | None, costs: Costs) -> str:
    if found is None:
        return "outra coisa que não um número"
    # Com > no lugar de >=, quem tem o escore do limiar muda de lado.
    if is_cheapest(float(np.nextafter(found, np.inf)), costs):
        return "um limiar que seria o de menor custo se a regra fosse “escore > limiar”; aqui é >="
    return f"um limiar de custo total {number(costs.total(found))}; há outro mais barato"


judge_threshold = Reference(
    Costs,
    tuple(
        Rule(
            (name,),
            f"um limiar de menor custo quando o {error} custa mais",
            "Calcule o custo de cada candidato e fique com o menor.",
            same=is_cheapest,
            mistakes=THRESHOLD_MISTAKES,
            found=_describe_threshold,
        )
        for name, error in (("missed", "maligno não visto"), ("alarm", "alarme falso"))
    ),
    read=read_threshold,
    equal=_is_one_of,
)


def judge_decision(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga o limiar na validação e o custo dele no teste."""
    answer = data if isinstance(data, dict) else {}
    threshold = read_threshold(answer.get("threshold"))
    cost = scalar(answer.get("test_cost"))
    if threshold is None or cost is None:
        return [Criterion(False, "um dicionário com dois números: 'threshold' e 'test_cost'")]
    validation, test = (Costs(*scores, COST_MISSED, COST_ALARM) for scores in _decision_scores())
    # Com o teste à vista, o limiar pode cair entre dois escores da validação, em um do teste.
    # O mesmo número, e não um próximo, que uma grade também acerta.
    near_val, near_test = (np.abs(c.scores - threshold).min() for c in (validation, test))
    from_test = near_test < SAME_SCORE < near_val
    faults = {
        "a soma, e não a média por tumor": test.total(threshold),
        "o custo na validação, e não no teste": validation.total(threshold) / len(validation.y),
    }
    return [
        Criterion(
            is_cheapest(threshold, validation) and not from_test,
            "um limiar de menor custo na validação",
            _name_decision_fault(threshold, validation, test),
            "Chame choose_threshold só com y_val e val_scores.",
        ),
        Criterion(
            any(close(cost, total / len(test.y)) for total in test.nearby(threshold)),
            "o custo médio por tumor no teste, com esse limiar",
            first_match(cost, faults),
            "Divida o custo total pelas linhas do teste.",
        ),
    ]


def _name_decision_fault(threshold: float, validation: Costs, test: Costs) -> str:
    if is_cheapest(threshold, test):
        return "um limiar escolhido no teste: o custo medido nele fica otimista"
    call = (validation.y, validation.scores, COST_MISSED, COST_ALARM)
    if is_cheapest(threshold, validation):
        return "um limiar que é o escore de um tumor do teste: o teste ajudou a escolher"
    names = (n for n, wrong in THRESHOLD_MISTAKES.items() if _is_one_of(threshold, wrong(*call)))
    return next(names, "") or _describe_threshold(threshold, validation)


@cache
def _decision_scores() -> tuple[tuple[NDArray, NDArray], tuple[NDArray, NDArray]]:
    """Rótulos e escores da validação e do teste do notebook."""
    split = load_split(seed=42, standardize=True)
    network = train_network(split.X_train[:319], split.y_train[:319], seed=42)
    val_scores, test_scores = (network.predict(X)[0] for X in (split.X_train[319:], split.X_test))
    return (split.y_train[319:], val_scores), (split.y_test, test_scores)


def train_network(X: NDArray, y: NDArray, seed: int) -> Population:
    """Treina a rede do notebook, com as mesmas sementes."""
    network = Population.from_hyperparameters(NETWORK, seed=seed)
    network.fit(X, y, epochs=50, seed=seed)
    return network
