"""Juiz de `05-busca-aleatoria` para a escolha da rede e da epoch."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.compare import failed_calls
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_numbers import first_match, scalar

Floats = NDArray[np.float64]


def challenge_curves(rng: np.random.Generator) -> Challenge:
    """Curvas em que a melhor rede não é a que termina melhor, nem a pior, nem a de maior média."""
    return {"calls": {"main": [draw_curves(rng, n_epochs=50, n_networks=12)]}}


def draw_curves(rng: np.random.Generator, n_epochs: int, n_networks: int) -> Floats:
    """Sorteia curvas de validação que param em epochs diferentes, (n_epochs, n_networks)."""
    curves = rng.uniform(0.88, 0.95, size=(n_epochs, n_networks))
    # A rede 0 para cedo e não tem papel: quem conta os NaN como máximo, ou erra a posição por uma,
    # acaba em uma rede que nenhum outro erro escolhe.
    roles = 1 + rng.permutation(n_networks - 1)[:4]
    while roles[0] + 1 in roles:
        roles = 1 + rng.permutation(n_networks - 1)[:4]
    best, last, worst, steady = roles
    curves[:, worst] -= 0.1
    curves[:, steady] = np.maximum(curves[:, steady], 0.93)
    stops = rng.integers(n_epochs // 2, n_epochs - 5, size=n_networks)
    stops[steady] = n_epochs
    # A melhor epoch é maior que toda posição de rede e não é a melhor de outra rede: quem troca row
    # e epochs, ou erra a rede, não acerta por acaso.
    peak = int(rng.integers(n_networks, n_epochs // 2 - 1))
    curves[peak] -= 0.04
    # A melhor do caminho termina mal; outra termina melhor que todas, e só na última epoch.
    curves[peak, best], curves[stops[best] - 1, best] = 0.99, 0.885
    curves[stops[last] - 2 : stops[last], last] = 0.885, 0.97
    curves[np.arange(n_epochs)[:, None] >= stops] = np.nan
    return curves


def judge_choice(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga a rede e o número de epochs escolhidos."""
    return judge_choice_call(data, challenge, "main")


def judge_choice_call(data: Any, challenge: Challenge, name: str) -> Sequence[Criterion]:
    """Critérios de choose para a chamada `name`."""
    if failure := failed_calls(data, [name]):
        return [failure]
    (curves,) = challenge["calls"][name]
    result = data[name]["result"]
    pair = list(np.atleast_1d(result)) if isinstance(result, np.ndarray) else result
    is_pair = isinstance(pair, list) and len(pair) == 2
    row, epochs = (scalar(value) for value in pair) if is_pair else (None, None)
    if row is None or epochs is None:
        return [Criterion(False, "um par de números, (row, epochs)", "outra coisa")]
    filled = np.where(np.isnan(curves), -np.inf, curves)
    best = int(filled.max(axis=0).argmax())
    peak = int(filled[:, best].argmax()) + 1
    swapped = (row, epochs) == (peak, best)
    epoch_fault = _name_epoch_fault(epochs, curves[:, best], peak)
    return [
        Criterion(
            row == best,
            "a rede de maior AUC de validação, na melhor epoch dela",
            "row e epochs trocados" if swapped else _name_row_fault(row, curves, best),
            "Primeiro o máximo de cada coluna, sem os NaN; depois o maior deles.",
            weight=2,
        ),
        Criterion(
            epochs == peak,
            "quantas epochs levam essa rede à sua melhor AUC",
            "row e epochs trocados" if swapped else epoch_fault,
            "A posição do máximo conta de 0; as epochs, de 1.",
        ),
    ]


def _name_row_fault(row: float, curves: Floats, best: int) -> str:
    if row == best + 1:
        return "a posição contada de 1; aqui a primeira rede é a 0"
    highest, last = np.nanmax(curves, axis=0), last_values(curves)
    faults = {
        "a pior rede, e não a melhor": highest.argmin(),
        "a rede que termina melhor: a última epoch no lugar da melhor": last.argmax(),
        "uma rede que parou cedo: NaN contado como o maior valor": (
            int(np.argmax(np.max(curves, axis=0)))
        ),
        "a rede de maior média": np.nanmean(curves, axis=0).argmax(),
    }
    return first_match(row, faults)


def _name_epoch_fault(epochs: float, curve: Floats, peak: int) -> str:
    faults = {
        "uma epoch a menos: a posição conta de 0": peak - 1,
        "uma epoch a mais": peak + 1,
        "a última epoch que a rede treinou, e não a melhor": np.isfinite(curve).sum(),
        "o máximo de epochs, e não a melhor": len(curve),
    }
    return first_match(epochs, faults)


def last_values(curves: Floats) -> Floats:
    """AUC da última epoch treinada de cada rede, (n_networks,)."""
    trained = np.isfinite(curves).sum(axis=0)
    return curves[trained - 1, np.arange(curves.shape[1])]
