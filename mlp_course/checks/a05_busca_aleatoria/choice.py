"""Juiz de `05-busca-aleatoria` para a escolha da rede e da epoch."""

from operator import eq
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mlp_course.checks.definition import Challenge
from mlp_course.checks.read_numbers import scalar
from mlp_course.checks.reference import Reference, Rule

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
    # Antes dela, quase a mesma AUC: quem arredonda fica com esta epoch.
    curves[peak - 3, best] = 0.9898
    curves[stops[last] - 2 : stops[last], last] = 0.885, 0.97
    curves[np.arange(n_epochs)[:, None] >= stops] = np.nan
    return curves


def choose(val_auc: Floats) -> tuple[int, int]:
    """Devolve a rede de maior AUC e quantas epochs a levam até lá."""
    row = int(np.nanmax(val_auc, axis=0).argmax())
    return row, int(np.nanargmax(val_auc[:, row])) + 1


ROW_MISTAKES = {
    "a posição contada de 1; aqui a primeira rede é a 0": lambda c: choose(c)[0] + 1,
    "a pior rede, e não a melhor": lambda c: np.nanmax(c, axis=0).argmin(),
    "a rede que termina melhor: a última epoch no lugar da melhor": (
        lambda c: pd.DataFrame(c).ffill().iloc[-1].argmax()
    ),
    "uma rede que parou cedo: NaN contado como o maior valor": lambda c: c.max(axis=0).argmax(),
    "a rede de maior média": lambda c: np.nanmean(c, axis=0).argmax(),
}
EPOCH_MISTAKES = {
    "uma epoch a menos: a posição conta de 0": lambda c: choose(c)[1] - 1,
    "uma epoch a mais": lambda c: choose(c)[1] + 1,
    "a última epoch que a rede treinou, e não a melhor": (
        lambda c: np.isfinite(c[:, choose(c)[0]]).sum()
    ),
    "o máximo de epochs, e não a melhor": len,
}


def _row_and_epochs(result: Any) -> tuple[float, float] | None:
    pair = list(np.atleast_1d(result)) if isinstance(result, np.ndarray) else result
    if not isinstance(pair, list) or len(pair) != 2:
        return None
    row, epochs = map(scalar, pair)
    return None if row is None or epochs is None else (row, epochs)


judge_choice = Reference(
    choose,
    (
        Rule(
            ("main",),
            "a rede de maior AUC de validação, na melhor epoch dela",
            "Primeiro o máximo de cada coluna, sem os NaN; depois o maior deles.",
            weight=2,
            part=0,
            mistakes=ROW_MISTAKES,
        ),
        Rule(
            ("main",),
            "quantas epochs levam essa rede à sua melhor AUC",
            "A posição do máximo conta de 0; as epochs, de 1.",
            part=1,
            mistakes=EPOCH_MISTAKES,
        ),
    ),
    read=_row_and_epochs,
    blame=("um par de números, (row, epochs)", "outra coisa", ""),
    mistakes={"row e epochs trocados": lambda c: choose(c)[::-1]},
    equal=eq,
)
