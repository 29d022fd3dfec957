"""As curvas do treino de uma população, uma coluna por rede."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_course.hyperparameters import Mode
from mlp_course.population.train import METRICS, BlockResult


@dataclass(frozen=True, eq=False)
class History:
    """As curvas do treino de uma população.

    Parameters
    ----------
    loss, auc, val_loss, val_auc : array, (epochs, n_models)
        NaN depois que a rede parou e, em `val_`, se não houve validação. `loss` e
        `val_loss` incluem o elastic net; `auc` usa os escores de cada batch antes
        do seu passo, como o Keras, mas é exata.
    stopped_epoch : array of int, (n_models,)
        Epoch, a partir de 0, em que o early stopping agiu; 0 se não agiu, como
        no Keras.
    epochs : array of int, (n_models,)
        Epochs treinadas.
    last_val_auc, best_val_auc : array, (n_models,)
        AUC de validação da última epoch, dona dos pesos que ficaram, e a melhor do
        caminho (a menor, se `mode="min"`).
    """

    loss: NDArray[np.float64]
    auc: NDArray[np.float64]
    val_loss: NDArray[np.float64]
    val_auc: NDArray[np.float64]
    stopped_epoch: NDArray[np.int64]
    epochs: NDArray[np.int64]
    last_val_auc: NDArray[np.float64]
    best_val_auc: NDArray[np.float64]


def collect_history(results: Sequence[BlockResult], n_models: int, mode: Mode) -> History:
    """Junta as curvas dos blocos na ordem da população."""
    n_epochs = max(len(result.curves["loss"]) for result in results)
    curves = {name: np.full((n_epochs, n_models), np.nan) for name in METRICS}
    epochs, stopped_epoch = np.zeros((2, n_models), np.int64)
    for result in results:
        indices = result.block.indices
        for name in METRICS:
            curves[name][:, indices] = result.curves[name]
        stopped_epoch[indices], epochs[indices] = result.stopped_epoch, result.n_epochs
    last = curves["val_auc"][epochs - 1, np.arange(n_models)]
    # fmax e fmin ignoram NaN sem avisar quando só há NaN, isto é, sem validação.
    best = (np.fmax if mode == "max" else np.fmin).reduce(curves["val_auc"])
    return History(
        **curves, stopped_epoch=stopped_epoch, epochs=epochs, last_val_auc=last, best_val_auc=best
    )
