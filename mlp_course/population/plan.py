"""O que um treino recebe e quando cada rede para."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_course.population.layout import Array


@dataclass(frozen=True, eq=False)
class Data:
    """Linhas de treino e de validação, em float32 e com a coluna de uns.

    Parameters
    ----------
    X, X_val : array, (n_rows, n_features + 1)
        Sem validação, `X_val` tem zero linhas.
    y, y_val : array of int, (n_rows,)
    """

    X: Array
    y: NDArray[np.int64]
    X_val: Array
    y_val: NDArray[np.int64]


@dataclass(frozen=True)
class Plan:
    """Como treinar.

    Parameters
    ----------
    epochs, batch_size : int
    seed : int or None
        Da ordem das linhas; None não embaralha.
    patience : int or None
        None treina todas as epochs.
    sign : {1, -1}
        1 maximiza a AUC de validação, -1 a minimiza.
    """

    epochs: int
    batch_size: int
    seed: int | None
    patience: int | None
    sign: int


@dataclass(eq=False)
class Patience:
    """O early stopping do Keras, um por rede.

    Parameters
    ----------
    best : array, (n,)
    wait : array of int, (n,)
        Epochs desde a melhor.
    """

    best: NDArray[np.float64]
    wait: NDArray[np.int64]

    @classmethod
    def start(cls, n_models: int) -> "Patience":
        """Devolve o estado antes da primeira epoch."""
        return cls(np.full(n_models, np.nan), np.zeros(n_models, np.int64))

    def stops(self, score: NDArray[np.float64], plan: Plan, epoch: int) -> NDArray[np.bool_]:
        """Registra a AUC da epoch, já com o sinal de `plan`, e diz quem para."""
        # No Keras a primeira AUC vale como melhor mesmo se for NaN, e então nada mais a supera.
        better = score > self.best if epoch > 0 else np.ones(len(score), bool)
        self.best = np.where(better, score, self.best)
        self.wait = np.where(better, 0, self.wait + 1)
        if plan.patience is None or epoch == 0:
            return np.zeros(len(score), bool)
        return self.wait >= plan.patience

    def keep(self, rows: NDArray[np.bool_]) -> None:
        """Esquece as redes fora de `rows`."""
        self.best, self.wait = self.best[rows], self.wait[rows]
