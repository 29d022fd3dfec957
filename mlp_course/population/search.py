"""A busca inteira em uma população, em fatias que cabem na memória."""

from collections.abc import Iterator
from concurrent.futures import Executor, as_completed

import numpy as np
import pandas as pd
from tqdm.auto import tqdm

from mlp_course.data import Split
from mlp_course.defaults import BATCH_SIZE, EPOCHS, PATIENCE, VALIDATION_SPLIT
from mlp_course.errors import CourseError
from mlp_course.hyperparameters import Mode, validate_table
from mlp_course.population.arguments import make_data, make_plan
from mlp_course.population.history import collect_history
from mlp_course.population.layout import Layout
from mlp_course.population.model import Population
from mlp_course.population.plan import Data, Plan
from mlp_course.population.train import BlockResult, train_blocks

# Com um executor, fatias pequenas: a última a terminar atrasa pouco as outras.
ROWS_PER_TASK = 25


def search_population(
    table: pd.DataFrame,
    split: Split,
    *,
    mode: Mode = "max",
    seed: int = 42,
    progress: bool = True,
    chunk_size: int = 500,
    patience: int = PATIENCE,
    epochs: int = EPOCHS,
    batch_size: int = BATCH_SIZE,
    validation_split: float = VALIDATION_SPLIT,
    n_threads: int | None = None,
    executor: Executor | None = None,
    partial: bool = True,
) -> pd.DataFrame:
    """Treina uma rede por linha da tabela e devolve o que cada uma alcançou.

    O resultado de uma linha depende só dela, dos dados, de `seed` e do seu rótulo:
    é o mesmo em qualquer fatia, ordem, número de threads ou de processos; bit a bit, na
    mesma máquina e com a mesma BLAS.

    Parameters
    ----------
    table : pandas.DataFrame
        Colunas ``neurons`` e ``reg``; o índice são inteiros >= 0, sem repetição.
    split : Split
        Só `X_train` e `y_train` são usados.
    mode : {"max", "min"}, default "max"
    seed : int, default 42
        Dos pesos iniciais e da ordem das linhas.
    progress : bool, default True
        Se mostra a barra de progresso.
    chunk_size : int, default 500
        Redes na memória ao mesmo tempo; não muda o resultado.
    patience, epochs, batch_size : int, default 10, 50 e 96
    validation_split : float, default 0.25
    n_threads : int, optional
        Por omissão, os processadores disponíveis.
    executor : concurrent.futures.Executor, optional
        Quem treina as fatias: um pool de processos ou, em um cluster, o que
        ``dask.distributed.Client.get_executor`` devolve. Cada tarefa usa uma thread.
    partial : bool, default True
        Se uma busca interrompida (Ctrl-C) devolve o que já terminou, com as outras linhas
        vazias. Sem ela, a interrupção segue: quem compara buscas não quer uma pela metade.

    Returns
    -------
    pandas.DataFrame
        Mesmo índice; ``epochs`` treinadas, ``auc`` de validação da última delas e
        ``best_auc``, a melhor.

    Raises
    ------
    CourseError
        Se a tabela, os dados ou um argumento não servirem.
    """
    validate_table(table)
    if chunk_size < 1:
        raise CourseError(f"chunk_size={chunk_size}: treine ao menos 1 rede por vez.")
    if not table.index.is_unique:
        raise CourseError("A tabela tem rótulos repetidos no índice: use reset_index(drop=True).")
    data = make_data(split.X_train, split.y_train, split.X_train.shape[1], None, validation_split)
    plan = make_plan(data, epochs, batch_size, True, patience, mode, seed)
    found = _empty_result(table.index)
    rows = chunk_size if executor is None else min(chunk_size, ROWS_PER_TASK)
    chunks = _chunks(table, data.X.shape[1] - 1, rows)
    with tqdm(total=len(table), desc="busca", unit="rede", disable=not progress) as bar:
        try:
            for part in _train(chunks, data, plan, mode, seed, n_threads, executor):
                found.loc[part.index, part.columns] = part
                bar.update(len(part))
        except KeyboardInterrupt:
            bar.set_description("busca interrompida")
            if not partial:
                raise
    return found


def _train(
    chunks: Iterator[pd.DataFrame],
    data: Data,
    plan: Plan,
    mode: Mode,
    seed: int,
    n_threads: int | None,
    executor: Executor | None,
) -> Iterator[pd.DataFrame]:
    if executor is None:
        for chunk in chunks:
            yield from _train_chunk(chunk, data, plan, mode, seed, n_threads)
        return
    futures = [executor.submit(_train_alone, chunk, data, plan, mode, seed) for chunk in chunks]
    try:
        for future in as_completed(futures):
            yield future.result()
    finally:
        for future in futures:
            future.cancel()


def _train_chunk(
    chunk: pd.DataFrame, data: Data, plan: Plan, mode: Mode, seed: int, n_threads: int | None
) -> Iterator[pd.DataFrame]:
    population = Population.from_hyperparameters(chunk, data.X.shape[1] - 1, seed)
    for result in train_blocks(population._blocks, data, plan, n_threads):
        yield _summarize(result, chunk.index, mode)


def _train_alone(
    chunk: pd.DataFrame, data: Data, plan: Plan, mode: Mode, seed: int
) -> pd.DataFrame:
    """Treina uma fatia em outro processo, que pode nem ser desta máquina."""
    return pd.concat(_train_chunk(chunk, data, plan, mode, seed, n_threads=1))


def _chunks(table: pd.DataFrame, n_features: int, chunk_size: int) -> Iterator[pd.DataFrame]:
    """Corta a tabela com as redes da mesma classe vizinhas: os blocos saem cheios."""
    layouts = [Layout.of(pair, n_features) for pair in table["neurons"]]
    order = sorted(range(len(table)), key=lambda i: (-layouts[i].size, layouts[i].width1))
    for start in range(0, len(table), chunk_size):
        yield table.iloc[order[start : start + chunk_size]]


def _summarize(result: BlockResult, index: pd.Index, mode: Mode) -> pd.DataFrame:
    history = collect_history([result], len(index), mode)
    rows = result.block.indices
    return pd.DataFrame(
        {
            "epochs": history.epochs[rows],
            "auc": history.last_val_auc[rows],
            "best_auc": history.best_val_auc[rows],
        },
        index=index[rows],
    )


def _empty_result(index: pd.Index) -> pd.DataFrame:
    nothing = np.full(len(index), np.nan)
    epochs = pd.array([pd.NA] * len(index), dtype="Int64")
    return pd.DataFrame({"epochs": epochs, "auc": nothing, "best_auc": nothing}, index=index)
