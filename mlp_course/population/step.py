"""Um passo de treino de muitas redes: ida, volta, elastic net e Adam.

Cada array tem as redes no primeiro eixo, (n, neurônios, linhas), e `np.matmul`
multiplica todas de uma vez. Nada é alocado no laço: os rascunhos e as suas
vistas são preparados uma vez, e cada conta escreve sobre o que já não serve. Em
redes tão pequenas, preparar custaria tanto quanto calcular.

Conferido contra o Keras, rede por rede, em ``tests/test_population.py``.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.population.layout import Array, Layout

LEARNING_RATE, BETA_1, BETA_2, EPSILON = 1e-3, 0.9, 0.999, 1e-7


@dataclass(frozen=True, eq=False)
class Batch:
    """Linhas de um batch, com a coluna de uns do viés.

    Parameters
    ----------
    rows : array, (n_rows, n_features + 1)
    columns : array, (n_features + 1, n_rows)
        As mesmas, transpostas: cada lado da conta lê a memória em sequência.
    y : array, (n_rows,)
    """

    rows: Array
    columns: Array
    y: Array

    @classmethod
    def of(cls, rows: Array, y: NDArray) -> "Batch":
        """Monta o batch a partir de linhas que já têm a coluna de uns."""
        return cls(rows, np.ascontiguousarray(rows.T), y.astype(np.float32))


class Buffers:
    """Memória de rascunho de um bloco, alocada uma vez.

    Parameters
    ----------
    layout : Layout
    n_models : int
        Redes do bloco; depois podem ser menos, nunca mais.
    n_rows : int
        Maior número de linhas de uma ida.
    """

    def __init__(self, layout: Layout, n_models: int, n_rows: int) -> None:
        units = [rows for rows, _ in layout.shapes]
        self._hidden = [np.empty(n_models * u * n_rows, np.float32) for u in units]
        self._deltas = [np.empty_like(hidden) for hidden in self._hidden]
        self._active = [np.empty(hidden.shape, bool) for hidden in self._hidden]
        self.flats = np.empty((3, n_models, layout.size), np.float32)

    def hidden(self, layer: int, *shape: int) -> Array:
        """Devolve o lugar das ativações de uma camada, (n, neurônios, linhas)."""
        return self._cut(self._hidden, layer, shape)

    def deltas(self, layer: int, *shape: int) -> Array:
        """Devolve o lugar do gradiente em relação a elas."""
        return self._cut(self._deltas, layer, shape)

    def active(self, layer: int, *shape: int) -> NDArray[np.bool_]:
        """Devolve o lugar de relu'."""
        return self._cut(self._active, layer, shape)

    @staticmethod
    def _cut(buffers: list[Any], layer: int, shape: tuple[int, ...]) -> Any:
        return buffers[layer][: int(np.prod(shape))].reshape(shape)


class Forward:
    """A ida de redes com pesos em `weights`, para um número fixo de linhas.

    Parameters
    ----------
    layout : Layout
    weights : array, (n, size)
        Lidos a cada chamada; quem os altera no lugar altera a ida.
    n_rows : int
    buffers : Buffers
    """

    def __init__(self, layout: Layout, weights: Array, n_rows: int, buffers: Buffers) -> None:
        n_models = len(weights)
        (units1, _), (units2, _), _ = layout.shapes
        self.first, self.second, self.third = layout.layers(weights)
        self.hidden1 = buffers.hidden(0, n_models, units1, n_rows)
        self.hidden2 = buffers.hidden(1, n_models, units2, n_rows)
        self.logits = buffers.hidden(2, n_models, 1, n_rows)

    def __call__(self, columns: Array) -> Array:
        """Devolve os logits, (n, 1, n_rows), válidos até a chamada seguinte."""
        np.matmul(self.first, columns, out=self.hidden1)
        np.clip(self.hidden1, 0, np.inf, out=self.hidden1)  # ReLU; np.maximum leva o dobro
        np.matmul(self.second, self.hidden1, out=self.hidden2)
        np.clip(self.hidden2, 0, np.inf, out=self.hidden2)
        return np.matmul(self.third, self.hidden2, out=self.logits)


class Gradient:
    """O gradiente da entropia cruzada, camada por camada, de trás para a frente.

    Parameters
    ----------
    layout : Layout
    weights : array, (n, size)
    n_rows : int
    buffers : Buffers
    """

    def __init__(self, layout: Layout, weights: Array, n_rows: int, buffers: Buffers) -> None:
        n_models = len(weights)
        (units1, _), (units2, _), _ = layout.shapes
        self.forward = Forward(layout, weights, n_rows, buffers)
        self.flat = buffers.flats[0, :n_models]
        self._grad1, self._grad2, self._grad3 = layout.layers(self.flat)
        self._delta1 = buffers.deltas(0, n_models, units1, n_rows)
        self._delta2 = buffers.deltas(1, n_models, units2, n_rows)
        self._delta3 = buffers.deltas(2, n_models, 1, n_rows)
        self._active1 = buffers.active(0, n_models, units1, n_rows)
        self._active2 = buffers.active(1, n_models, units2, n_rows)
        self._second_T = self.forward.second.transpose(0, 2, 1)
        self._third_T = self.forward.third.transpose(0, 2, 1)
        self._hidden1_T = self.forward.hidden1.transpose(0, 2, 1)
        self._hidden2_T = self.forward.hidden2.transpose(0, 2, 1)

    def __call__(self, batch: Batch) -> Array:
        """Escreve o gradiente em `flat` e devolve os logits, (n, 1, n_rows)."""
        forward, delta1, delta2, delta3 = self.forward, self._delta1, self._delta2, self._delta3
        logits = forward(batch.columns)
        sigmoid(logits, out=delta3)
        delta3 -= batch.y
        delta3 /= np.float32(len(batch.y))
        np.matmul(delta3, self._hidden2_T, out=self._grad3)
        np.multiply(self._third_T, delta3, out=delta2)
        delta2 *= np.greater(forward.hidden2, 0, out=self._active2)
        np.matmul(delta2, self._hidden1_T, out=self._grad2)
        np.matmul(self._second_T, delta2, out=delta1)
        delta1 *= np.greater(forward.hidden1, 0, out=self._active1)
        np.matmul(delta1, batch.rows, out=self._grad1)
        return logits

    def freeze_constant_units(self) -> None:
        """Zera o gradiente dos neurônios que valem 1."""
        self._grad1[:, -1] = 0
        self._grad2[:, -1] = 0


class ElasticNet:
    """O elastic net e o seu gradiente.

    Parameters
    ----------
    weights : array, (n, size)
    l1, l2 : array, (n, 1)
    buffers : Buffers

    References
    ----------
    Zou e Hastie (2005), *Regularization and variable selection via the elastic net*.
    """

    def __init__(self, weights: Array, l1: Array, l2: Array, buffers: Buffers) -> None:
        self._weights, self._l1, self._twice_l2 = weights, l1, 2 * l2
        self._l1_gradient = buffers.flats[1, : len(weights)]
        self._l2_gradient = buffers.flats[2, : len(weights)]
        # Os dois pesos fixos em 1 de cada rede não pagam penalidade.
        self._exempt = 2 * (l1 + l2)[:, 0]

    def __call__(self) -> Array:
        """Devolve a penalidade de cada rede, (n,), e prepara o gradiente."""
        np.sign(self._weights, out=self._l1_gradient)
        self._l1_gradient *= self._l1
        np.multiply(self._weights, self._twice_l2, out=self._l2_gradient)
        value = np.vecdot(self._l2_gradient, self._weights) / 2
        value += np.vecdot(self._l1_gradient, self._weights)
        return value - self._exempt

    def add_gradient(self, gradient: Array) -> None:
        """Soma a `gradient` o gradiente da última chamada."""
        gradient += self._l1_gradient
        gradient += self._l2_gradient


class Adam:
    """O Adam do Keras, com as médias guardadas em outra escala.

    Com ``momentum = m / (1 - β1)`` e ``velocity = v / (1 - β2)``, cada média custa uma
    conta a menos por passo; as escalas voltam no tamanho do passo e no épsilon.

    Parameters
    ----------
    momentum, velocity : array, (n, size)
    n_steps : int, default 0

    References
    ----------
    Kingma e Ba (2015), *Adam: a method for stochastic optimization*, na forma de
    `keras.optimizers.Adam`: a correção do começo entra no tamanho do passo.
    """

    def __init__(self, momentum: Array, velocity: Array, n_steps: int = 0) -> None:
        self.momentum, self.velocity, self.n_steps = momentum, velocity, n_steps

    def update(self, weights: Array, gradient: Array) -> None:
        """Anda um passo, no lugar; `gradient` é consumido."""
        self.n_steps += 1
        self.momentum *= np.float32(BETA_1)
        self.momentum += gradient
        np.square(gradient, out=gradient)
        self.velocity *= np.float32(BETA_2)
        self.velocity += gradient
        change = np.sqrt(self.velocity, out=gradient)
        change += np.float32(EPSILON / (1 - BETA_2) ** 0.5)
        np.divide(self.momentum, change, out=change)
        change *= np.float32(self._step_size())
        weights -= change

    def _step_size(self) -> float:
        scale = (1 - BETA_1) / (1 - BETA_2) ** 0.5
        correction = (1 - BETA_2**self.n_steps) ** 0.5 / (1 - BETA_1**self.n_steps)
        return LEARNING_RATE * scale * correction


def sigmoid(logits: Array, out: Array | None = None) -> Array:
    """Devolve as probabilidades; um logit muito negativo dá 0, sem aviso do NumPy."""
    with np.errstate(over="ignore"):
        scores = np.exp(np.negative(logits, out=out), out=out)
        scores += np.float32(1)
        return np.reciprocal(scores, out=scores)


def cross_entropy(logits: Array, y: NDArray) -> NDArray[np.float64]:
    """Devolve a entropia cruzada média de cada rede, (n,), para logits (n, n_rows).

    A forma é estável para logits grandes, a mesma de
    `tf.nn.sigmoid_cross_entropy_with_logits`, que o Keras usa ao compilar o treino; em
    modo eager ele corta as probabilidades em 1e-7, e a perda não passa de 16,1.
    """
    values = np.maximum(logits, 0) - logits * y + np.log1p(np.exp(-np.abs(logits)))
    return values.mean(axis=1, dtype=float)
