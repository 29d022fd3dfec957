"""Juízes de `06-regularizacao` para a regra de parada e o treino com early stopping."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks._numbers import numbers
from mlp_course.checks._regularizacao_penalties import name_fault
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.judging import failed_calls

Floats = NDArray[np.float64]
PATIENCE, MAX_EPOCHS, N_FIT = 10, 100, 319
# Em 200 sementes, as perdas na melhor e na última epoch diferem ao menos 0,25 %.
LOSS_TOLERANCE = 1e-3


def stopping_rule(values: Floats, patience: int) -> tuple[int, int]:
    """Devolve (última epoch, melhor epoch), contadas a partir de 1, como o Keras com mode='max'.

    Se a paciência nunca acaba, a última epoch é a última de `values`.
    """
    best, best_value = 0, -np.inf
    for epoch, value in enumerate(values, start=1):
        if value > best_value:
            best, best_value = epoch, value
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
    # Uma queda no meio da subida: a contagem recomeça quando a AUC volta a melhorar.
    rising[[2, 3]] = rising[[3, 2]]
    wobble = 0.86 + np.resize([0.01, 0.03, 0.02, 0.04], patience)
    calls = {
        "stops": np.concatenate([rising, [0.91], wobble, [0.95, 0.93, 0.96]]),
        "tie": np.concatenate([rising, [0.91, 0.9, 0.91], wobble, wobble]),
        "never": np.concatenate([rising, [0.91, 0.9, 0.89]]),
    }
    return {"calls": {name: [values, patience] for name, values in calls.items()}}


def judge_stop(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga onde para, qual epoch foi a melhor, o empate e o treino que não para."""
    names = ["stops", "tie", "never"]
    if failure := failed_calls(data, names):
        return [failure]
    arguments = [challenge["calls"][name] for name in names]
    results = [data[name]["result"] for name in names]
    found = [numbers(result, (2,)) for result in results]
    if any(pair is None for pair in found):
        return [
            Criterion(
                False,
                "dois números: a epoch em que o treino para e a melhor epoch",
                "outra coisa",
                "A função termina com return stop_epoch, best_epoch, nos dois casos.",
            )
        ]
    right = [
        np.asarray(pair) == stopping_rule(*a) for pair, a in zip(found, arguments, strict=True)
    ]
    fault = name_fault(results, arguments, _STOP_FAULTS)
    if not right[0].any():
        return [
            Criterion(
                False,
                "a epoch em que a paciência acaba e a melhor até ali, contadas a partir de 1",
                fault,
                "Acompanhe à mão uma lista curta, com patience=2, e compare.",
            )
        ]
    return [
        Criterion(
            right[0][0],
            "a epoch em que a paciência acaba, contada a partir de 1",
            fault,
            "Conte as epochs seguidas sem superar a melhor; ao chegar a patience, pare.",
        ),
        Criterion(
            right[0][1],
            "a melhor epoch entre as que foram treinadas",
            fault,
            "O que vem depois da parada nunca chegou a acontecer.",
        ),
        Criterion(
            right[1].all(),
            "que igualar a melhor AUC não conte como melhora",
            fault,
            "Melhorar é ser estritamente maior.",
        ),
        Criterion(
            right[2].all(),
            "a última epoch, quando a paciência não acaba",
            fault,
            "Depois do laço ainda falta um return.",
        ),
    ]


def _ties_count(values: Floats, patience: int) -> tuple[int, int]:
    # Cada empate ganha um quase nada: só assim a regra estrita o trata como melhora.
    return stopping_rule(values + 1e-9 * np.arange(len(values)), patience)


def _against_previous(values: Floats, patience: int) -> tuple[int, int]:
    waited = 0
    for epoch in range(1, len(values)):
        waited = 0 if values[epoch] > values[epoch - 1] else waited + 1
        if waited >= patience:
            return epoch + 1, int(np.argmax(values[: epoch + 1])) + 1
    return len(values), int(np.argmax(values)) + 1


def _never_resets(values: Floats, patience: int) -> tuple[int, int]:
    running = np.maximum.accumulate(values)
    worse = np.cumsum(np.append(False, values[1:] <= running[:-1]))
    stop = int(np.argmax(worse >= patience)) + 1 if worse[-1] >= patience else len(values)
    return stop, int(np.argmax(values[:stop])) + 1


def _global_best(values: Floats, patience: int) -> tuple[int, int]:
    return stopping_rule(values, patience)[0], int(np.argmax(values)) + 1


def _shifted(rule: Callable, by: int) -> Callable:
    return lambda values, patience: tuple(epoch + by for epoch in rule(values, patience))


_STOP_FAULTS: dict[str, Callable] = {
    "a direção trocada, como mode='min': a menor AUC virou a melhor": (
        lambda values, patience: stopping_rule(-values, patience)
    ),
    "a direção trocada e a contagem a partir de 0": _shifted(
        lambda values, patience: stopping_rule(-values, patience), -1
    ),
    "a contagem começa em 0": _shifted(stopping_rule, -1),
    "uma epoch a mais de paciência": lambda v, p: stopping_rule(v, p + 1),
    "uma epoch a menos de paciência": lambda v, p: stopping_rule(v, p - 1),
    "a ordem trocada: primeiro a melhor, depois a da parada": (
        lambda values, patience: stopping_rule(values, patience)[::-1]
    ),
    "cada epoch comparada com a anterior, e não com a melhor": _against_previous,
    "uma contagem que não recomeça quando a AUC melhora": _never_resets,
    "a melhor epoch procurada também depois da parada": _global_best,
    "o empate contado como melhora": _ties_count,
    "a última epoch no lugar da melhor": lambda v, p: (stopping_rule(v, p)[0],) * 2,
}


def judge_early_stopping(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga pelo comportamento: quantas epochs houve e de qual delas são os pesos."""
    from mlp_course.data import load_split

    y_val = load_split().y_train[N_FIT:]
    parts = data if isinstance(data, dict) else {}
    history, scores = parts.get("history"), numbers(parts.get("scores"))
    series = history if isinstance(history, dict) else {}
    auc, loss = (numbers(series.get(name)) for name in ("val_auc", "val_loss"))
    if auc is None or loss is None or auc.ndim != 1 or auc.shape != loss.shape or not len(auc):
        return [
            Criterion(
                False,
                "em history, o que fit devolve, com as séries val_auc e val_loss",
                f"as séries {', '.join(map(str, series)) or 'nenhuma'}",
                "Passe validation_data=(X_val, y_val) a fit.",
            )
        ]
    if scores is None or scores.size != len(y_val) or scores.min() < 0 or scores.max() > 1:
        return [
            Criterion(
                False,
                f"em scores, {len(y_val)} probabilidades: uma por linha de validação",
                f"formato {np.shape(scores)}" if scores is not None else "outra coisa",
                "Depois do treino: network.predict(X_val, verbose=0).",
            )
        ]
    stop, best = stopping_rule(auc, PATIENCE)
    n_epochs = len(auc)
    stopped_well = n_epochs == stop and (n_epochs == MAX_EPOCHS or ran_out(auc, PATIENCE))
    found_loss = _cross_entropy(y_val, scores.ravel())
    return [
        Criterion(
            stopped_well,
            f"parar quando val_auc fica {PATIENCE} epochs sem superar o seu maior valor",
            _name_stop_fault(auc, loss),
            "EarlyStopping recebe monitor, mode e patience, e vai em callbacks=[…].",
        ),
        Criterion(
            _same_loss(found_loss, loss[best - 1]),
            "escores da rede com os pesos da epoch de maior val_auc",
            _name_weights_fault(found_loss, auc, loss),
            "restore_best_weights=True traz de volta os melhores pesos.",
        ),
    ]


def _cross_entropy(y: NDArray[np.int64], scores: Floats) -> float:
    p = np.clip(scores, 1e-7, 1 - 1e-7)
    return float(-np.mean(np.where(y == 1, np.log(p), np.log1p(-p))))


def _same_loss(found: float, expected: float) -> bool:
    return math.isclose(found, expected, rel_tol=LOSS_TOLERANCE)


def _name_stop_fault(auc: Floats, loss: Floats) -> str:
    if len(auc) >= MAX_EPOCHS:
        return f"{len(auc)} epochs: nada interrompeu o treino"
    if ran_out(-auc, PATIENCE):
        return "uma parada de quem procura a menor AUC: mode='min'"
    if ran_out(-loss, PATIENCE):
        return "uma parada pela perda de validação: o monitor é outro"
    patience = next((p for p in range(1, len(auc)) if ran_out(auc, p)), None)
    return f"uma paciência de {patience}" if patience else f"{len(auc)} epochs"


def _name_weights_fault(found: float, auc: Floats, loss: Floats) -> str:
    if _same_loss(found, loss[-1]):
        return "os pesos da última epoch: os melhores não foram restaurados"
    if _same_loss(found, loss[np.argmin(auc)]):
        return "os pesos da epoch de menor AUC"
    if _same_loss(found, loss.min()):
        return "os pesos da epoch de menor perda, e não da de maior AUC"
    return "escores de outros pesos ou de outras linhas"
