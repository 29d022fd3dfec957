"""Juiz de `04-regularizacao` para a regra de parada feita à mão."""

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.definition import Challenge
from mlp_course.checks.read_numbers import numbers
from mlp_course.checks.reference import Mistakes, Reference, Rule

Floats = NDArray[np.float64]


def stopping_rule(
    values: Floats, patience: int, improves: Callable = np.greater
) -> tuple[int, int]:
    """Devolve (última epoch, melhor epoch), contadas a partir de 1, como o Keras com mode='max'.

    Se a paciência nunca acaba, a última epoch é a última de `values`.
    """
    best = 1
    for epoch, value in enumerate(values, start=1):
        if improves(value, values[best - 1]):
            best = epoch
        elif epoch - best >= patience:
            return epoch, best
    return len(values), best


def ran_out(values: Floats, patience: int) -> bool:
    """Diz se a paciência acaba exatamente na última epoch de `values`."""
    stop, best = stopping_rule(values, patience)
    return stop == len(values) and stop - best == patience


def challenge_stop(rng: np.random.Generator) -> Challenge:
    """Uma parada seguida de valores ainda melhores, um empate e um treino que não para."""
    patience = int(rng.integers(3, 6))
    rising = np.sort(rng.uniform(0.6, 0.85, int(rng.integers(6, 10))))
    # Duas quedas no meio da subida: a contagem recomeça quando a AUC volta a melhorar.
    rising[[1, 2, 3, 4]] = rising[[2, 1, 4, 3]]
    wobble = 0.86 + np.resize([0.01, 0.03, 0.02, 0.04], patience)
    # Cada melhora por pouco ainda é melhora, e a última epoch também pode ser a melhor.
    climbing = 0.91 + np.cumsum(rng.uniform(2e-6, 2e-5, 12))
    # Muitas epochs sem melhora, e nunca mais de duas seguidas.
    zigzag = [0.91, 0.9, 0.92, 0.91, 0.93, 0.92, 0.94, 0.93, 0.925]
    # Uma queda longa: só nela quem compara cada epoch com a anterior gasta a paciência.
    falling = 0.95 - 0.005 * np.arange(patience + 1)
    calls = {
        "stops": np.concatenate([rising, [0.91], wobble, falling, [0.96]]),
        "tie": np.concatenate([rising, [0.91, 0.9, 0.91], wobble, wobble]),
        "never": np.concatenate([rising, zigzag]),
        "climbs": np.concatenate([rising, climbing]),
    }
    return {"calls": {name: [values, patience] for name, values in calls.items()}}


def _against_previous(values: Floats, patience: int) -> tuple[int, int]:
    epochs = np.arange(len(values))
    last_rise = np.maximum.accumulate(epochs * np.append(False, values[1:] > values[:-1]))
    return _stop_by(epochs - last_rise, values, patience)


def _never_resets(values: Floats, patience: int) -> tuple[int, int]:
    running = np.maximum.accumulate(values)
    return _stop_by(np.cumsum(np.append(False, values[1:] <= running[:-1])), values, patience)


def _stop_by(waited: NDArray[np.int64], values: Floats, patience: int) -> tuple[int, int]:
    """Devolve onde para, e a melhor epoch até ali, quem conta a espera de outro jeito."""
    stop = next((n for n, wait in enumerate(waited, start=1) if wait >= patience), len(values))
    return stop, int(np.argmax(values[:stop])) + 1


def _value_of_best(values: Floats, patience: int) -> tuple[int, float]:
    stop, best = stopping_rule(values, patience)
    return stop, values[best - 1]


STOP_MISTAKES: Mistakes = {
    "a direção trocada, como mode='min': a menor AUC virou a melhor": (
        lambda v, p: stopping_rule(-v, p)
    ),
    "a direção trocada e a contagem a partir de 0": (
        lambda v, p: np.subtract(stopping_rule(-v, p), 1)
    ),
    "a contagem começa em 0": lambda v, p: np.subtract(stopping_rule(v, p), 1),
    "uma epoch a mais de paciência": lambda v, p: stopping_rule(v, p + 1),
    "uma epoch a menos de paciência": lambda v, p: stopping_rule(v, p - 1),
    "a ordem trocada: primeiro a melhor, depois a da parada": (
        lambda v, p: stopping_rule(v, p)[::-1]
    ),
    "cada epoch comparada com a anterior, e não com a melhor": _against_previous,
    "uma contagem que não recomeça quando a AUC melhora": _never_resets,
    "a melhor epoch procurada também depois da parada": (
        lambda v, p: (stopping_rule(v, p)[0], np.argmax(v) + 1)
    ),
    "o empate contado como melhora": lambda v, p: stopping_rule(v, p, np.greater_equal),
    "a última epoch no lugar da melhor": lambda v, p: (stopping_rule(v, p)[0],) * 2,
    "a maior AUC no lugar da sua epoch": _value_of_best,
    "a paciência ignorada: até o fim, nada interrompe o treino": (
        lambda v, p: (len(v), np.argmax(v) + 1)
    ),
}


judge_stop = Reference(
    stopping_rule,
    (
        Rule(
            ("stops",),
            "a epoch em que a paciência acaba e a melhor até ali, contadas a partir de 1",
            "Acompanhe à mão uma lista curta, com patience=2, e compare.",
            weight=0,
            gate=True,
            same=lambda found, right: np.equal(found, right).any(),
        ),
        Rule(
            ("stops",),
            "a epoch em que a paciência acaba, contada a partir de 1",
            "Conte as epochs seguidas sem superar a melhor; ao chegar a patience, pare.",
            part=0,
        ),
        Rule(
            ("stops",),
            "a melhor epoch entre as que foram treinadas",
            "O que vem depois da parada nunca chegou a acontecer.",
            part=1,
        ),
        Rule(
            ("tie", "climbs"),
            "que igualar a melhor AUC não conte como melhora, e superá-la por pouco conte",
            "Melhorar é ser estritamente maior.",
            mistakes={
                "melhoras por pouco que não contaram, como com min_delta": (
                    lambda v, p: stopping_rule(v, p, lambda new, best: new > best + 1e-3)
                ),
            },
        ),
        Rule(
            ("never",),
            "a última epoch, quando a paciência não acaba",
            "Depois do laço ainda falta um return.",
        ),
    ),
    read=partial(numbers, shape=(2,)),
    blame=(
        "dois números: a epoch em que o treino para e a melhor epoch",
        "outra coisa",
        "A função termina com return stop_epoch, best_epoch, nos dois casos.",
    ),
    mistakes=STOP_MISTAKES,
    # Uma epoch é um número inteiro: não há quase igual.
    equal=np.array_equal,
)
