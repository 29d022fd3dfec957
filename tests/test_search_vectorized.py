"""A busca com a população: o mesmo resultado para qualquer número de processos."""

import multiprocessing
import os
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from distributed import Client

from mlp_course.population import search as population_search
from mlp_course.population import search_population
from mlp_course.search import random_search, refit_best, sample_hyperparameters


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    # Mais de três tarefas de ROWS_PER_TASK linhas, a última incompleta.
    return sample_hyperparameters(80)


@pytest.fixture(scope="module")
def searched(table, split_standardized) -> pd.DataFrame:
    return random_search(table, split_standardized, progress=False)


class TwoTasks(Executor):
    """Conclui as duas primeiras tarefas; as outras ficam na fila."""

    def __init__(self) -> None:
        self.submitted = 0

    def submit(self, fn, /, *args, **kwargs):
        future: Future = Future()
        self.submitted += 1
        if self.submitted <= 2:
            future.set_result(fn(*args, **kwargs))
        return future


def test_a_busca_padrao_preenche_todas_as_linhas_e_mantem_a_tabela(table, searched):
    assert list(searched.columns) == ["neurons", "reg", "epochs", "auc"]
    assert searched["epochs"].dtype == "Int64"
    assert searched["epochs"].between(11, 50).all()
    assert searched["auc"].between(0, 1).all()
    assert table["auc"].isna().all()


def test_a_tabela_e_a_da_populacao(table, searched, split_standardized):
    found = search_population(table, split_standardized, progress=False)

    pd.testing.assert_frame_equal(searched[["epochs", "auc"]], found[["epochs", "auc"]])


def test_a_vencedora_se_reajusta_pelas_suas_epochs(searched, split_standardized):
    model = refit_best(searched, split_standardized)

    best = searched.loc[searched["auc"].idxmax()]
    assert len(model.history.epoch) == best["epochs"]
    assert tuple(layer.units for layer in model.layers) == (*best["neurons"], 1)


@pytest.mark.parametrize("workers", [pytest.param(1, marks=pytest.mark.lento), 2])
def test_um_pool_de_processos_da_a_mesma_tabela(workers, table, searched, split_standardized):
    # spawn: os processos não herdam as threads do TensorFlow.
    context = multiprocessing.get_context("spawn")

    with ProcessPoolExecutor(workers, mp_context=context) as executor:
        result = random_search(table, split_standardized, progress=False, executor=executor)

    pd.testing.assert_frame_equal(result, searched)


@pytest.mark.lento
def test_um_cluster_do_dask_da_a_mesma_tabela(table, searched, split_standardized, dask_cluster):
    with Client(dask_cluster) as client:
        result = random_search(
            table, split_standardized, progress=False, executor=client.get_executor()
        )
        workers = client.run(os.getpid)

    pd.testing.assert_frame_equal(result, searched)
    assert len(workers) == len(set(workers.values()) - {os.getpid()}) == 2


def test_a_barra_conta_as_redes_de_todas_as_tarefas(table, split_standardized, capsys):
    with ThreadPoolExecutor(1) as executor:
        random_search(table.head(30), split_standardized, executor=executor)

    assert "30/30" in capsys.readouterr().err


def test_ctrl_c_devolve_as_linhas_prontas_e_cancela_as_outras(
    table, split_standardized, monkeypatch
):
    seen = []

    def interrupted(futures):
        """Entrega as duas primeiras tarefas; na espera da terceira chega o Ctrl-C."""
        seen.extend(futures)
        yield from futures[:2]
        raise KeyboardInterrupt

    monkeypatch.setattr(population_search, "as_completed", interrupted)

    result = random_search(table, split_standardized, progress=False, executor=TwoTasks())

    done = result["auc"].notna()
    assert done.sum() == 2 * population_search.ROWS_PER_TASK
    assert result.loc[~done, "epochs"].isna().all()
    assert [future.cancelled() for future in seen] == [False, False, True, True]


def test_ctrl_c_na_busca_do_keras_devolve_as_linhas_prontas(table, split, monkeypatch):
    curves = iter([[0.5, 0.6], [0.7]])

    def fit_two(*args, **kwargs):
        try:
            return {"val_auc": next(curves)}
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr("mlp_course.search.fit", fit_two)

    result = random_search(table.head(4), split, engine="keras", progress=False)

    assert result["epochs"].tolist() == [2, 1, pd.NA, pd.NA]
    np.testing.assert_array_equal(result["auc"], [0.6, 0.7, np.nan, np.nan])


def test_um_erro_em_outro_processo_chega_a_quem_chamou(table, split_standardized, monkeypatch):
    def fail(*args):
        raise RuntimeError("o disco do outro lado encheu")

    monkeypatch.setattr(population_search, "_train_alone", fail)

    with (
        ThreadPoolExecutor(1) as executor,
        pytest.raises(RuntimeError, match="o disco do outro lado"),
    ):
        random_search(table, split_standardized, progress=False, executor=executor)


def test_o_keras_recusa_um_executor(table, split, refuses):
    with ThreadPoolExecutor(1) as executor, refuses("executor só serve com engine='vectorized'"):
        random_search(table, split, engine="keras", progress=False, executor=executor)
