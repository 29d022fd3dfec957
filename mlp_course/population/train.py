"""O treino de um bloco, epoch por epoch, e de muitos blocos em threads.

A ordem das linhas de cada epoch vem só da semente e do número da epoch, a mesma
para todas as redes. O early stopping é um por rede: quem para fica com os pesos
que tem e sai das matrizes, que encolhem.
"""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass

import numpy as np
from joblib import cpu_count
from numpy.typing import NDArray

from mlp_course.population.auc import roc_auc
from mlp_course.population.blas import one_blas_thread
from mlp_course.population.layout import Array, Block
from mlp_course.population.plan import Data, Patience, Plan
from mlp_course.population.step import (
    Adam,
    Batch,
    Buffers,
    ElasticNet,
    Forward,
    Gradient,
    cross_entropy,
    sigmoid,
)

METRICS = ("loss", "auc", "val_loss", "val_auc")


@dataclass(frozen=True, eq=False)
class BlockResult:
    """O que o treino de um bloco deixou: pesos finais e as quatro curvas.

    Parameters
    ----------
    block : Block
        Com os pesos finais.
    curves : dict of array, (epochs, n)
        Uma por nome de `METRICS`, NaN depois que a rede parou.
    stopped_epoch : array of int, (n,)
        Epoch, a partir de 0, em que o early stopping agiu; 0 se não agiu.
    n_epochs : array of int, (n,)
        Epochs treinadas.
    """

    block: Block
    curves: dict[str, NDArray[np.float64]]
    stopped_epoch: NDArray[np.int64]
    n_epochs: NDArray[np.int64]


class _Active:
    """As redes do bloco que ainda treinam."""

    def __init__(self, block: Block, data: Data, plan: Plan) -> None:
        n_models = len(block.weights)
        self.block, self.data, self.plan = block, data, plan
        self.rows = np.arange(n_models)
        self.weights = block.weights.copy()
        self.adam = Adam(np.zeros_like(self.weights), np.zeros_like(self.weights))
        self.patience = Patience.start(n_models)
        batch_size = min(plan.batch_size, len(data.X))
        self._buffers = Buffers(block.layout, n_models, max(batch_size, len(data.X_val)))
        self._columns_val = np.ascontiguousarray(data.X_val.T)
        self._prepare()

    def keep(self, rows: NDArray[np.bool_]) -> None:
        """Tira das matrizes as redes fora de `rows`."""
        self.rows, self.weights = self.rows[rows], self.weights[rows]
        self.adam.momentum, self.adam.velocity = self.adam.momentum[rows], self.adam.velocity[rows]
        self.patience.keep(rows)
        self._prepare()

    def _prepare(self) -> None:
        layout, l1, l2 = self.block.layout, self.block.l1[self.rows], self.block.l2[self.rows]
        sizes = {self.plan.batch_size, len(self.data.X) % self.plan.batch_size}
        self._gradients = {
            n: Gradient(layout, self.weights, n, self._buffers)
            for n in (min(size, len(self.data.X)) for size in sizes)
        }
        self._elastic_net = ElasticNet(self.weights, l1, l2, self._buffers)
        self._forward_val = Forward(layout, self.weights, len(self.data.X_val), self._buffers)

    def epoch(self, epoch: int) -> dict[str, NDArray[np.float64]]:
        """Treina uma epoch e devolve um valor por rede de cada métrica."""
        order = epoch_order(len(self.data.X), self.plan.seed, epoch)
        penalties = np.zeros(len(self.rows))
        logits = np.empty((len(self.rows), len(order)), np.float32)
        for start in range(0, len(order), self.plan.batch_size):
            rows = order[start : start + self.plan.batch_size]
            batch = Batch.of(self.data.X[rows], self.data.y[rows])
            penalties += self._step(batch, out=logits[:, start : start + len(rows)])
        y = self.data.y[order]
        return {
            "loss": cross_entropy(logits, y) + penalties / len(order),
            "auc": roc_auc(sigmoid(logits), y),
        } | self._validate()

    def _step(self, batch: Batch, out: Array) -> Array:
        """Anda um passo; a perda relatada, como no Keras, é a de antes dele."""
        gradient = self._gradients[len(batch.y)]
        out[...] = gradient(batch)[:, 0]
        penalty = self._elastic_net()
        self._elastic_net.add_gradient(gradient.flat)
        gradient.freeze_constant_units()
        self.adam.update(self.weights, gradient.flat)
        return penalty * len(batch.y)

    def _validate(self) -> dict[str, NDArray[np.float64]]:
        if not len(self.data.X_val):
            nothing = np.full(len(self.rows), np.nan)
            return {"val_loss": nothing, "val_auc": nothing}
        logits = self._forward_val(self._columns_val)[:, 0]
        return {
            "val_loss": cross_entropy(logits, self.data.y_val) + self._elastic_net(),
            "val_auc": roc_auc(sigmoid(logits), self.data.y_val),
        }


def epoch_order(n_rows: int, seed: int | None, epoch: int) -> NDArray[np.int64]:
    """Devolve a ordem das linhas na epoch `epoch`, a partir de 0."""
    if seed is None:
        return np.arange(n_rows)
    return np.random.default_rng([seed, epoch]).permutation(n_rows)


def train_block(
    block: Block, data: Data, plan: Plan, cancelled: threading.Event | None = None
) -> BlockResult:
    """Treina um bloco; o recebido não é alterado.

    Se `cancelled` for acionado, para na epoch seguinte com o que tem.
    """
    n_models = len(block.weights)
    curves = {name: np.full((plan.epochs, n_models), np.nan) for name in METRICS}
    stopped_epoch, n_epochs = np.zeros((2, n_models), np.int64)
    final = np.empty_like(block.weights)
    active = _Active(block, data, plan)
    with np.errstate(all="ignore"):  # um treino que diverge segue até o fim, como no Keras
        for epoch in range(plan.epochs):
            values = active.epoch(epoch)
            for name, value in values.items():
                curves[name][epoch, active.rows] = value
            n_epochs[active.rows] += 1
            stops = active.patience.stops(plan.sign * values["val_auc"], plan, epoch)
            if stops.any():
                stopped_epoch[active.rows[stops]] = epoch
                final[active.rows[stops]] = active.weights[stops]
                active.keep(~stops)
            if not len(active.rows) or (cancelled is not None and cancelled.is_set()):
                break
    final[active.rows] = active.weights
    trained = Block(block.layout, block.indices, final, block.l1, block.l2)
    return BlockResult(trained, curves, stopped_epoch, n_epochs)


def train_blocks(
    blocks: Sequence[Block], data: Data, plan: Plan, n_threads: int | None = None
) -> Iterator[BlockResult]:
    """Treina os blocos em threads e os entrega à medida que terminam.

    Interromper o iterador (Ctrl-C ou `close`) faz as threads pararem na epoch
    seguinte. O resultado não depende de quantas são.
    """
    n_threads = n_threads or cpu_count()
    # Cada bloco fica com a sua thread, e os produtos dele não se dividem.
    with one_blas_thread():
        if n_threads == 1 or len(blocks) == 1:
            yield from (train_block(block, data, plan) for block in blocks)
            return
        cancelled = threading.Event()
        with ThreadPoolExecutor(n_threads) as executor:
            futures = [executor.submit(train_block, b, data, plan, cancelled) for b in blocks]
            try:
                yield from _results(futures)
            finally:
                cancelled.set()
                executor.shutdown(wait=True, cancel_futures=True)


def _results(futures: list[Future[BlockResult]]) -> Iterator[BlockResult]:
    for future in as_completed(futures):
        yield future.result()


def predict_block(block: Block, X: Array) -> Array:
    """Devolve as probabilidades de um bloco, (n, n_rows)."""
    buffers = Buffers(block.layout, len(block.weights), len(X))
    forward = Forward(block.layout, block.weights, len(X), buffers)
    with np.errstate(all="ignore"):
        return sigmoid(forward(np.ascontiguousarray(X.T)))[:, 0]
