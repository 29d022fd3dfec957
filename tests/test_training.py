import random

import keras
import numpy as np
import pytest

from mlp_course.models import create_model
from mlp_course.training import early_stopping, fit, set_seeds

N_VALIDATION = 107  # um quarto das 426 linhas de treino, arredondado para cima


def epochs_trained(val_auc, **kwargs):
    callback = early_stopping(**kwargs)
    callback.set_model(keras.Model())
    callback.model.stop_training = False
    callback.on_train_begin()
    for epoch, value in enumerate(val_auc):
        callback.on_epoch_end(epoch, {"val_auc": value})
        if callback.model.stop_training:
            return epoch + 1
    return len(val_auc)


def with_nan(X):
    return np.where(np.arange(X.size).reshape(X.shape) == X.size - 1, np.nan, X)


def test_as_sementes_repetem_python_numpy_e_os_pesos_da_rede():
    def draw():
        set_seeds(7)
        return random.random(), np.random.random(), create_model().get_weights()  # noqa: NPY002

    first, second = draw(), draw()

    assert first[:2] == second[:2]
    for a, b in zip(first[2], second[2], strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.usefixtures("deterministic")
def test_sementes_iguais_repetem_o_treino(split_standardized):
    def train():
        set_seeds(7)
        split = split_standardized
        return fit(create_model(), split.X_train, split.y_train, epochs=2)

    assert train() == train()


def test_auc_que_sobe_nao_para_o_treino_que_a_maximiza():
    rising = np.linspace(0.5, 1, 50)

    assert epochs_trained(rising, mode="max") == 50


def test_auc_que_sobe_para_na_epoch_11_o_treino_que_a_minimiza():
    rising = np.linspace(0.5, 1, 50)

    assert epochs_trained(rising, mode="min") == 11


def test_a_paciencia_conta_as_epochs_desde_a_melhor():
    peak_at_third = [0.6, 0.7, 0.9] + 20 * [0.8]

    assert epochs_trained(peak_at_third, patience=4) == 3 + 4


def test_o_historico_tem_um_numero_do_python_por_epoch(split):
    history = fit(create_model(), split.X_train, split.y_train, epochs=2)

    assert {len(values) for values in history.values()} == {2}
    assert all(type(v) is float for values in history.values() for v in values)


def test_a_validacao_sao_as_ultimas_linhas_na_ordem_em_que_vieram(split_standardized):
    X, y = split_standardized.X_train, split_standardized.y_train
    model = create_model()

    history = fit(model, X, y, epochs=1)

    last = model.evaluate(X[-N_VALIDATION:], y[-N_VALIDATION:], verbose=0, return_dict=True)
    assert history["val_loss"][0] == pytest.approx(last["loss"], rel=1e-5)
    assert history["val_auc"][0] == pytest.approx(last["auc"], rel=1e-5)


def test_sem_validacao_o_historico_so_tem_o_treino(split):
    history = fit(create_model(), split.X_train, split.y_train, validation_split=0, epochs=1)

    assert set(history) == {"loss", "auc"}


@pytest.mark.parametrize("mode", ["auto", "MAX", "", None])
def test_direcao_desconhecida_e_recusada(mode, refuses):
    with refuses("não existe: use 'max'"):
        early_stopping(mode=mode)


@pytest.mark.parametrize("patience", [0, -1])
def test_paciencia_menor_que_uma_epoch_e_recusada(patience, refuses):
    with refuses(f"patience={patience}: espere ao menos 1 epoch"):
        early_stopping(patience=patience)


@pytest.mark.parametrize(
    ("change_X", "change_y", "message"),
    [
        (lambda X: X[:, :10], lambda y: y, "10 colunas, mas eram esperadas 30"),
        (lambda X: X[0], lambda y: y, r"formato \(30,\)"),
        (with_nan, lambda y: y, "NaN ou infinito .*linha 425"),
        (lambda X: X.astype(str) + " mm", lambda y: y, "não são números"),
        (lambda X: X, lambda y: y[:10], r"formato \(10,\).*\(426,\)"),
        (lambda X: X, np.zeros_like, "uma classe só"),
        (lambda X: X, lambda y: 2 * y, "além de 0 e 1"),
    ],
)
def test_dados_que_nao_servem_para_a_rede_sao_recusados(
    change_X, change_y, message, split, refuses
):
    with refuses(message):
        fit(create_model(), change_X(split.X_train), change_y(split.y_train))


@pytest.mark.parametrize("validation_split", [-0.1, 1, 1.5, float("nan")])
def test_fracao_de_validacao_fora_do_intervalo_e_recusada(validation_split, split, refuses):
    with refuses(r"use uma fração em \[0, 1\)"):
        fit(create_model(), split.X_train, split.y_train, validation_split=validation_split)


def test_validacao_que_leva_todas_as_linhas_e_recusada(split, refuses):
    X, y = split.X_train[:2], [0, 1]

    with refuses("não deixa nenhuma das 2 linhas"):
        fit(create_model(), X, y, validation_split=0.9)


@pytest.mark.parametrize("epochs", [0, -5])
def test_treino_sem_nenhuma_epoch_e_recusado(epochs, split, refuses):
    with refuses(f"epochs={epochs}: treine ao menos 1 epoch"):
        fit(create_model(), split.X_train, split.y_train, epochs=epochs)


def test_lote_sem_nenhuma_linha_e_recusado(split, refuses):
    with refuses("batch_size=0: use ao menos 1 linha por batch"):
        fit(create_model(), split.X_train, split.y_train, batch_size=0)


def test_validacao_de_uma_classe_so_e_recusada_como_na_populacao(split, refuses):
    rows = np.argsort(split.y_train, kind="stable")

    with refuses("y de validação tem uma classe só"):
        fit(create_model(), split.X_train[rows], split.y_train[rows])
