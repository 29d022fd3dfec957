import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_course import search
from mlp_course.search import (
    PENALTIES,
    best_row,
    format_table,
    random_search,
    refit_best,
    row_seed,
    sample_hyperparameters,
)

seeds = st.integers(min_value=0, max_value=2**32 - 1)
sizes = st.integers(min_value=1, max_value=60)


@pytest.fixture
def table():
    return sample_hyperparameters(3)


@pytest.fixture
def searched(table):
    return table.assign(epochs=pd.array([11, 12, 13], dtype="Int64"), auc=[0.9, 0.95, 0.8])


@pytest.fixture
def no_training(monkeypatch):
    """Troca o treino por um histórico pronto, de tamanho diferente a cada rede."""
    histories = iter([[0.5, 0.6], [0.7, 0.9, 0.8], [0.4]])
    monkeypatch.setattr(search, "fit", lambda *args, **kwargs: {"val_auc": next(histories)})


@pytest.fixture
def two_epochs(monkeypatch):
    full_fit = search.fit
    monkeypatch.setattr(search, "fit", lambda *args, **kwargs: full_fit(*args, epochs=2, **kwargs))


@given(n_iter=sizes, seed=seeds)
def test_toda_tabela_sorteada_respeita_os_intervalos_do_original(n_iter, seed):
    table = sample_hyperparameters(n_iter, seed)

    assert list(table.columns) == ["neurons", "reg", "epochs", "auc"]
    assert list(table.index) == list(range(n_iter))
    for (h1, h2), (l1, l2) in zip(table["neurons"], table["reg"], strict=True):
        assert 25 <= h1 <= 99
        assert 20 <= h2 < h1
        assert l1 in PENALTIES
        assert l2 in PENALTIES
    assert table[["epochs", "auc"]].isna().all(axis=None)


@given(n_iter=sizes, extra=sizes, seed=seeds)
def test_pedir_mais_linhas_nao_muda_as_primeiras(n_iter, extra, seed):
    short = sample_hyperparameters(n_iter, seed)
    long = sample_hyperparameters(n_iter + extra, seed)

    pd.testing.assert_frame_equal(long.head(n_iter), short)


@given(seed=seeds)
def test_o_sorteio_nao_toca_no_estado_global(seed):
    python, numpy = random.getstate(), np.random.get_state()  # noqa: NPY002

    sample_hyperparameters(5, seed)

    assert random.getstate() == python
    np.testing.assert_array_equal(np.random.get_state()[1], numpy[1])  # noqa: NPY002


@given(seed=seeds, labels=st.sets(st.integers(0, 10_000), min_size=2, max_size=20))
def test_cada_linha_tem_a_sua_propria_semente(seed, labels):
    drawn = {label: row_seed(seed, label) for label in labels}

    assert all(0 <= value < 2**32 for value in drawn.values())
    assert all(row_seed(seed, label) == value for label, value in drawn.items())
    assert len(set(drawn.values())) == len(labels)


@pytest.mark.usefixtures("no_training")
def test_a_busca_guarda_o_numero_de_epochs_e_a_auc_da_ultima(table, split):
    result = random_search(table, split, engine="keras", progress=False)

    assert list(result["epochs"]) == [2, 3, 1]
    assert list(result["auc"]) == [0.6, 0.8, 0.4]
    assert result["epochs"].dtype == "Int64"


@pytest.mark.usefixtures("no_training")
def test_a_busca_devolve_uma_copia_e_mantem_as_linhas(table, split):
    shuffled = table.iloc[[2, 0, 1]]

    result = random_search(shuffled, split, engine="keras", progress=False)

    assert list(result.index) == [2, 0, 1]
    assert list(result["neurons"]) == list(shuffled["neurons"])
    assert table["auc"].isna().all()


@pytest.mark.usefixtures("no_training")
@pytest.mark.parametrize("progress", [True, False])
def test_a_barra_de_progresso_aparece_se_for_pedida(progress, table, split, capsys):
    random_search(table, split, engine="keras", progress=progress)

    assert ("3/3" in capsys.readouterr().err) == progress


@pytest.mark.lento
@pytest.mark.usefixtures("deterministic", "two_epochs")
def test_o_resultado_de_uma_linha_nao_depende_das_outras(table, split):
    together = random_search(table.iloc[[0, 1]], split, engine="keras", progress=False)
    alone = random_search(table.iloc[[1]], split, engine="keras", progress=False)

    pd.testing.assert_frame_equal(together.loc[[1]], alone)


def test_a_semente_da_busca_muda_os_pesos_iniciais(table, split, monkeypatch):
    initial = []

    def note(model, *args, **kwargs):
        initial.append(model.get_weights()[0])
        return {"val_auc": [0.5]}

    monkeypatch.setattr(search, "fit", note)

    for seed in (1, 2, 1):
        random_search(table.head(1), split, engine="keras", seed=seed, progress=False)

    assert not np.array_equal(initial[0], initial[1])
    np.testing.assert_array_equal(initial[0], initial[2])


@pytest.mark.parametrize("mode", ["max", "min"])
def test_a_direcao_pedida_chega_ao_early_stopping(mode, table, split, monkeypatch):
    received = []

    def note(*args, callbacks, **kwargs):
        received.extend(callback.mode for callback in callbacks)
        return {"val_auc": [0.5]}

    monkeypatch.setattr(search, "fit", note)

    random_search(table, split, engine="keras", mode=mode, progress=False)

    assert received == 3 * [mode]


def test_a_melhor_linha_e_a_de_maior_auc(searched):
    assert best_row(searched).name == 1


def test_no_empate_a_melhor_linha_e_a_primeira(searched):
    assert best_row(searched.assign(auc=[0.5, 0.9, 0.9])).name == 1


def test_linhas_ainda_sem_auc_nao_concorrem(searched):
    assert best_row(searched.assign(auc=[np.nan, 0.5, 0.4])).name == 1


def test_a_tabela_para_leitura_nao_arredonda_penalidades_pequenas():
    table = sample_hyperparameters(2)

    formatted = format_table(table)

    assert list(formatted["reg"]) == ["(0.01, 1e-10)", "(1e-15, 0.01)"]
    assert table.loc[0, "reg"] == (0.01, 1e-10)


@pytest.mark.parametrize("n_iter", [0, -3])
def test_sortear_menos_de_uma_combinacao_e_recusado(n_iter, refuses):
    with refuses(f"n_iter={n_iter}: sorteie ao menos uma"):
        sample_hyperparameters(n_iter)


@pytest.mark.parametrize("engine", ["torch", "", None])
def test_motor_desconhecido_e_recusado(engine, table, split, refuses):
    with refuses("engine=.* não existe: use .*'keras'"):
        random_search(table, split, engine=engine, progress=False)


@pytest.mark.parametrize("mode", ["auto", None])
def test_direcao_desconhecida_e_recusada_antes_de_treinar(mode, table, split, refuses):
    with refuses("mode=.* não existe: use 'max'"):
        random_search(table, split, mode=mode, progress=False)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.assign(dropout=0.5), r"colunas desconhecidas \['dropout'\]"),
        (lambda t: t.drop(columns="reg"), r"sem as obrigatórias \['reg'\]"),
        (lambda t: t.head(0), "A tabela está vazia: sorteie"),
        (lambda t: t.assign(neurons=[(0, 5)] * 3), "1 ou mais"),
        (lambda t: t.assign(neurons=[(9, 8, 7)] * 3), "exatamente dois valores"),
        (lambda t: t.assign(neurons="30-20"), "exatamente dois valores"),
        (lambda t: t.assign(reg=[(0.1, -0.1)] * 3), r"valor inválido \(-0.1\)"),
    ],
)
def test_tabela_defeituosa_e_recusada_por_quem_a_usa(change, message, searched, split, refuses):
    defective = change(searched)

    for use in (
        lambda: random_search(defective, split, progress=False),
        lambda: refit_best(defective, split),
        lambda: format_table(defective),
    ):
        with refuses(message):
            use()


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.assign(auc=np.nan),
        lambda t: t.assign(auc=None),
        lambda t: t.drop(columns="auc"),
        lambda t: t.drop(columns="epochs"),
    ],
)
def test_reajustar_antes_da_busca_e_recusado(change, searched, split, refuses):
    with refuses("ainda não tem AUC: passe-a antes por random_search"):
        refit_best(change(searched), split)


def test_o_reajuste_com_semente_se_repete(split):
    table = sample_hyperparameters(1).assign(epochs=1, auc=0.5)

    first, second = (refit_best(table, split, seed=7).get_weights() for _ in range(2))

    for one, other in zip(first, second, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-6)
