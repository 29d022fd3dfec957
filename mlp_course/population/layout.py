"""Como muitas redes de larguras diferentes cabem em uma só matriz.

Cada rede é uma linha: os pesos das três camadas em fila, completados com zeros
até a largura da sua classe (o múltiplo de 34 seguinte). O viés é o peso de um
neurônio que vale sempre 1, o último de cada camada: somá-lo não custa uma conta
à parte. Zeros continuam zeros sob ReLU, elastic net e Adam, porque relu'(0) e
sign(0) valem 0; por isso a rede completada treina como a rede sozinha.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Weights = list[Array]

# A classe depende só da própria rede: assim a conta de cada rede é a mesma, bit a bit, quaisquer
# que sejam as outras. Nas cem redes da busca, 34 mede melhor que 20 e 25 (grupos pequenos demais,
# em que preparar cada conta pesa) e que 50 e 100 (zeros demais).
WIDTH_STEP = 34
# Em 32 redes os pesos, os dois momentos e o gradiente ainda moram no cache.
BLOCK_SIZE = 32


@dataclass(frozen=True)
class Layout:
    """Larguras completadas de uma classe de redes e o lugar de cada peso.

    Parameters
    ----------
    n_features : int
        Colunas da entrada.
    width1, width2 : int
        Neurônios de cada camada oculta, já completados, sem o que vale 1.
    """

    n_features: int
    width1: int
    width2: int

    @classmethod
    def of(cls, neurons: Sequence[int], n_features: int) -> "Layout":
        """Devolve a classe de uma rede com `neurons` nas camadas ocultas."""
        width1, width2 = (-(-int(n) // WIDTH_STEP) * WIDTH_STEP for n in neurons)
        return cls(n_features, width1, width2)

    @property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """Formato (saídas, entradas) de cada camada, com o neurônio que vale 1."""
        units1, units2 = self.width1 + 1, self.width2 + 1
        return (units1, self.n_features + 1), (units2, units1), (1, units2)

    @property
    def size(self) -> int:
        """Números por rede, com os zeros."""
        return sum(rows * columns for rows, columns in self.shapes)

    def layers(self, flat: Array) -> tuple[Array, Array, Array]:
        """Devolve as três camadas de `flat`, (n, size), como vistas (n, saídas, entradas)."""
        views, start = [], 0
        for rows, columns in self.shapes:
            part = flat[:, start : start + rows * columns]
            views.append(part.reshape(len(flat), rows, columns))
            start += rows * columns
        first, second, third = views
        return first, second, third

    def empty(self, n_models: int) -> Array:
        """Devolve redes sem nenhum peso, só com os neurônios que valem 1."""
        flat = np.zeros((n_models, self.size), dtype=np.float32)
        first, second, _ = self.layers(flat)
        first[:, -1, -1] = second[:, -1, -1] = 1
        return flat

    def write(self, row: Array, weights: Weights) -> None:
        """Copia para `row`, (size,), os pesos na forma do Keras."""
        for (kernel_view, bias_view), kernel, bias in zip(
            self._parts(row, weights[0].shape[1], weights[2].shape[1]),
            weights[::2],
            weights[1::2],
            strict=True,
        ):
            kernel_view[...] = kernel
            bias_view[...] = bias

    def read(self, row: Array, neurons: Sequence[int]) -> Weights:
        """Devolve os pesos de `row` na forma do Keras: kernel e viés de cada camada."""
        parts = self._parts(row, *neurons)
        return [np.ascontiguousarray(view) for pair in parts for view in pair]

    def _parts(self, row: Array, n1: int, n2: int) -> Iterator[tuple[Array, Array]]:
        layers = [layer[0] for layer in self.layers(row[None])]
        fans = [(self.n_features, n1), (n1, n2), (n2, 1)]
        for layer, (fan_in, fan_out) in zip(layers, fans, strict=True):
            yield layer[:fan_out, :fan_in].T, layer[:fan_out, -1]


@dataclass(frozen=True, eq=False)
class Block:
    """Redes da mesma classe, treinadas juntas.

    Parameters
    ----------
    layout : Layout
    indices : array of int, (n,)
        Posição de cada rede na população.
    weights : array, (n, layout.size)
    l1, l2 : array, (n, 1)
        Penalidades do elastic net.
    """

    layout: Layout
    indices: NDArray[np.int64]
    weights: Array
    l1: Array
    l2: Array


def make_blocks(
    neurons: NDArray[np.int64], reg: NDArray[np.float64], n_features: int
) -> list[Block]:
    """Agrupa as redes por classe, em blocos de até `BLOCK_SIZE`, ainda sem pesos.

    Parameters
    ----------
    neurons : array of int, (n_models, 2)
    reg : array, (n_models, 2)
    n_features : int

    Returns
    -------
    list of Block
        Os que dão mais trabalho primeiro: com mais de uma thread, o último é curto.
    """
    classes: dict[Layout, list[int]] = {}
    for i, pair in enumerate(neurons):
        classes.setdefault(Layout.of(pair, n_features), []).append(i)
    blocks = [
        _make_block(layout, np.array(part), reg)
        for layout, members in classes.items()
        for part in np.array_split(members, -(-len(members) // BLOCK_SIZE))
    ]
    return sorted(blocks, key=lambda block: -block.weights.size)


def _make_block(layout: Layout, indices: NDArray[np.int64], reg: NDArray[np.float64]) -> Block:
    l1, l2 = np.hsplit(reg[indices].astype(np.float32), 2)
    return Block(layout, indices, layout.empty(len(indices)), l1, l2)
