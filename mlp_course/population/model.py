"""A população: muitas redes com a interface de uma."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from mlp_course.data import validate_features
from mlp_course.defaults import BATCH_SIZE, EPOCHS
from mlp_course.hyperparameters import Mode, validate_table
from mlp_course.population import keras_bridge, storage
from mlp_course.population.arguments import add_ones, make_data, make_plan, validate_labels
from mlp_course.population.glorot import glorot_uniform
from mlp_course.population.history import History, collect_history
from mlp_course.population.layout import Array, Block, Weights, make_blocks
from mlp_course.population.train import predict_block, train_blocks

if TYPE_CHECKING:
    import keras


class Population:
    """Redes de duas camadas ocultas treinadas juntas.

    Crie-a com `from_hyperparameters`, `from_models` ou `load`.

    Parameters
    ----------
    neurons : array of int, (n_models, 2)
    reg : array, (n_models, 2)
        Penalidades l1 e l2.
    n_features : int
    weights : sequence of list of array
        De cada rede, kernel e viés das três camadas, como em `keras.Model.get_weights`.
    """

    def __init__(
        self,
        neurons: NDArray[np.int64],
        reg: NDArray[np.float64],
        n_features: int,
        weights: Sequence[Weights],
    ) -> None:
        self.neurons, self.reg, self.n_features = neurons, reg, n_features
        self._place(make_blocks(neurons, reg, n_features))
        for i, (block, row) in self._rows.items():
            block.layout.write(row, weights[i])

    @classmethod
    def from_hyperparameters(
        cls, table: pd.DataFrame, n_features: int = 30, seed: int = 42
    ) -> "Population":
        """Cria uma rede por linha da tabela, sem passar pelo Keras.

        Parameters
        ----------
        table : pandas.DataFrame
            Colunas ``neurons`` e ``reg``; o índice são inteiros >= 0.
        n_features : int, default 30
        seed : int, default 42
            Os pesos de uma linha dependem só de `seed` e do rótulo dela no índice.

        Raises
        ------
        ValueError
            Se a tabela ou um argumento não servir.
        """
        validate_table(table)
        labels = validate_labels(table.index, n_features, seed)
        neurons = np.array([tuple(pair) for pair in table["neurons"]], dtype=np.int64)
        reg = np.array([tuple(pair) for pair in table["reg"]], dtype=np.float64)
        weights = [
            glorot_uniform(pair, n_features, seed, label)
            for pair, label in zip(neurons, labels, strict=True)
        ]
        return cls(neurons, reg, n_features, weights)

    @classmethod
    def from_models(cls, models: Sequence["keras.Model"]) -> "Population":
        """Copia redes do Keras, com os pesos que têm agora.

        Parameters
        ----------
        models : sequence of keras.Model
            Compiladas como em `create_model`: duas camadas ReLU e uma sigmoide, Adam
            com os valores de fábrica, entropia cruzada, o mesmo elastic net em tudo.

        Raises
        ------
        ValueError
            Se não houver rede ou alguma for diferente disso.
        """
        return cls(*keras_bridge.describe(models))

    def __len__(self) -> int:
        return len(self.neurons)

    def fit(
        self,
        X: ArrayLike,
        y: ArrayLike,
        validation_data: tuple[ArrayLike, ArrayLike] | None = None,
        validation_split: float = 0.0,
        epochs: int = EPOCHS,
        batch_size: int = BATCH_SIZE,
        shuffle: bool = True,
        patience: int | None = None,
        mode: Mode = "max",
        seed: int | None = None,
        n_threads: int | None = None,
    ) -> History:
        """Treina todas as redes, no lugar, e devolve as curvas.

        Cada chamada começa o Adam do zero. O early stopping olha a AUC exata de
        validação (a do Keras é aproximada por 200 limiares) e não restaura pesos.

        Parameters
        ----------
        X : array_like, (n_rows, n_features)
        y : array_like, (n_rows,)
            Rótulos 0 ou 1.
        validation_data : pair of array_like, optional
            (X, y); tem precedência sobre `validation_split`.
        validation_split : float, default 0.0
            Fração **final** das linhas, sem embaralhar.
        epochs : int, default 50
        batch_size : int, default 96
        shuffle : bool, default True
            Se embaralha a cada epoch; a ordem é a mesma para todas as redes.
        patience : int, optional
            Epochs seguidas sem melhora que se toleram; sem ele não há early stopping.
        mode : {"max", "min"}, default "max"
            O que é melhorar; veja `mlp_course.training.early_stopping`.
        seed : int, optional
            Da ordem das linhas; sem ele, cada chamada sorteia outra.
        n_threads : int, optional
            Por omissão, os processadores disponíveis; não muda o resultado.

        Returns
        -------
        History

        Raises
        ------
        ValueError
            Se os dados ou um argumento não servirem.
        """
        data = make_data(X, y, self.n_features, validation_data, validation_split)
        plan = make_plan(data, epochs, batch_size, shuffle, patience, mode, seed)
        results = list(train_blocks(self._blocks, data, plan, n_threads))
        self._place([result.block for result in results])
        return collect_history(results, len(self), mode)

    def predict(self, X: ArrayLike) -> Array:
        """Devolve a probabilidade da classe 1, (n_models, n_rows).

        Parameters
        ----------
        X : array_like, (n_rows, n_features)
        """
        rows = add_ones(validate_features(X, self.n_features))
        scores = np.empty((len(self), len(rows)), np.float32)
        for block in self._blocks:
            for start in range(0, len(rows), 1024):  # a memória não cresce com as linhas
                part = slice(start, start + 1024)
                scores[block.indices, part] = predict_block(block, rows[part])
        return scores

    def get_weights(self, i: int) -> Weights:
        """Devolve os pesos da rede `i` como `keras.Model.get_weights`."""
        block, row = self._rows[range(len(self))[i]]
        return block.layout.read(row, self.neurons[i])

    def to_model(self, i: int) -> "keras.Model":
        """Devolve a rede `i` como modelo compilado do Keras.

        Parameters
        ----------
        i : int
            Posição na população, a partir de 0.

        Raises
        ------
        IndexError
            Se não existir.
        """
        return keras_bridge.build(
            self.neurons[i], self.reg[i], self.n_features, self.get_weights(i)
        )

    def save(self, path: str | Path) -> None:
        """Grava as redes em um arquivo NPZ, sem pickle."""
        weights = [self.get_weights(i) for i in range(len(self))]
        storage.save(Path(path), self.neurons, self.reg, self.n_features, weights)

    @classmethod
    def load(cls, path: str | Path) -> "Population":
        """Lê o que `save` gravou.

        Raises
        ------
        ValueError
            Se o arquivo não for de uma população.
        """
        return cls(*storage.load(Path(path)))

    def _place(self, blocks: Sequence[Block]) -> None:
        self._blocks = list(blocks)
        self._rows = {
            int(i): (block, row)
            for block in self._blocks
            for i, row in zip(block.indices, block.weights, strict=True)
        }
