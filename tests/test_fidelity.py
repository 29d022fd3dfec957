"""O que o notebook original fixa e o curso repete.

Os valores abaixo foram copiados das saídas impressas do notebook de Felipe Maia
Polo; as células estão citadas entre colchetes.
"""

import inspect

import keras
import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from mlp_course.data import load_split
from mlp_course.evaluation import compare_models
from mlp_course.models import create_model, create_naive_model
from mlp_course.search import random_search, refit_best, sample_hyperparameters
from mlp_course.training import early_stopping, fit, set_seeds

# Células [11] e [14]: linha, neurons e reg, como foram impressos.
PRINTED_ROWS = """
0 (39, 20) (0.01, 1e-10)
1 (56, 34) (1e-15, 0.01)
2 (38, 37) (0, 0.001)
3 (79, 22) (0, 0)
4 (52, 34) (0.001, 0.001)
44 (50, 24) (1e-10, 0.1)
67 (37, 21) (1e-05, 0.01)
79 (96, 82) (1e-15, 1e-15)
25 (32, 23) (0.1, 0)
75 (86, 47) (0.1, 1e-05)
98 (92, 21) (0.01, 0.1)
51 (41, 24) (0.01, 1e-05)
33 (88, 31) (0.1, 0)
29 (43, 28) (1e-15, 1e-15)
30 (96, 88) (1e-10, 0.01)
""".strip().splitlines()


class BatchCounter(keras.callbacks.Callback):
    """Conta os passos de treino de cada epoch."""

    def __init__(self):
        super().__init__()
        self.steps = []

    def on_epoch_begin(self, epoch, logs=None):
        self.steps.append(0)

    def on_train_batch_end(self, batch, logs=None):
        self.steps[-1] += 1


@pytest.fixture(scope="module")
def naive_training(split):
    """O treino da célula [9], com os argumentos padrão de `fit`."""
    set_seeds()
    counter = BatchCounter()
    history = fit(create_naive_model(), split.X_train, split.y_train, callbacks=[counter])
    return history, counter.steps


@pytest.fixture
def fit_calls(monkeypatch):
    """Anota o que chega ao treino do Keras, sem deixar de treinar."""
    calls, keras_fit = [], keras.Model.fit

    def spy(self, X, y, **kwargs):
        calls.append({"X": X, "y": y, **kwargs})
        return keras_fit(self, X, y, **kwargs)

    monkeypatch.setattr(keras.Model, "fit", spy)
    return calls


def test_os_formatos_sao_os_da_celula_5():
    split = load_split()

    shapes = [split.X_train.shape, split.X_test.shape, split.y_train.shape, split.y_test.shape]
    assert shapes == [(426, 30), (143, 30), (426,), (143,)]


def test_a_rede_ingenua_tem_13301_parametros():
    model = create_naive_model()

    assert [layer.count_params() for layer in model.layers] == [3100, 10100, 101]
    assert model.count_params() == 13301


def test_a_rede_ingenua_treina_50_epochs_de_4_passos(naive_training):
    history, steps = naive_training

    assert steps == 50 * [4]
    assert len(history["loss"]) == 50


def test_as_metricas_tem_os_nomes_da_celula_9(naive_training):
    history, _ = naive_training

    assert set(history) == {"auc", "loss", "val_auc", "val_loss"}


def test_a_primeira_perda_sem_padronizar_e_grande_e_o_treino_a_reduz(naive_training):
    history, _ = naive_training

    # Uma rede que responde 0,5 a tudo tem perda log 2; sem padronizar, ela começa muito acima.
    assert history["loss"][0] > 2 * np.log(2)
    assert history["loss"][-1] < history["loss"][0]


@pytest.mark.parametrize("printed", PRINTED_ROWS, ids=lambda row: row.split()[0])
def test_a_tabela_sorteada_repete_a_linha_impressa(printed):
    table = sample_hyperparameters()

    label = int(printed.split()[0])
    row = table.loc[label]
    assert f"{label} {row['neurons']} {row['reg']}" == printed


def test_a_tabela_sorteada_tem_100_linhas_e_as_quatro_colunas():
    table = sample_hyperparameters()

    assert table.shape == (100, 4)
    assert list(table.columns) == ["neurons", "reg", "epochs", "auc"]


def test_os_padroes_de_create_model_sao_os_da_celula_12():
    parameters = inspect.signature(create_model).parameters

    assert parameters["neurons"].default == (10, 10)
    assert parameters["reg"].default == (0.001, 0.001)
    assert parameters["n_features"].default == 30


def test_os_padroes_do_treino_sao_os_da_celula_13():
    fitting = inspect.signature(fit).parameters
    callback = early_stopping()

    defaults = [fitting[name].default for name in ("validation_split", "epochs", "batch_size")]
    assert defaults == [0.25, 50, 96]
    assert (callback.monitor, callback.patience) == ("val_auc", 10)
    assert not callback.restore_best_weights


def test_a_elastic_net_esta_nos_pesos_e_nos_vieses_das_tres_camadas():
    model = create_model(reg=(0.25, 0.5))

    configs = [layer.get_config() for layer in model.layers]
    assert len(configs) == 3
    for config in configs:
        for regularizer in (config["kernel_regularizer"], config["bias_regularizer"]):
            assert regularizer["class_name"] == "L1L2"
            assert regularizer["config"] == {"l1": 0.25, "l2": 0.5}


def test_a_perda_soma_a_penalidade_de_todos_os_pesos_e_vieses(split_standardized):
    X, y = split_standardized.X_test, split_standardized.y_test
    l1, l2 = 0.25, 0.5
    model = create_model((4, 3), reg=(l1, l2))
    rng = np.random.default_rng(0)
    weights = [rng.normal(scale=0.3, size=w.shape) for w in model.get_weights()]
    model.set_weights(weights)

    loss = model.evaluate(X, y, verbose=0, return_dict=True)["loss"]

    p = model.predict(X, verbose=0)[:, 0].astype(float)
    cross_entropy = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    penalty = sum(l1 * np.abs(w).sum() + l2 * np.square(w).sum() for w in weights)
    assert len(weights) == 6
    assert loss == pytest.approx(cross_entropy + penalty, rel=1e-4)


def test_minimizar_a_auc_da_as_11_a_16_epochs_do_original(split):
    # As três redes largas da célula [14]; as estreitas variam mais com os pesos iniciais.
    table = sample_hyperparameters().loc[[30, 33, 79]]

    result = random_search(table, split, engine="keras", mode="min", progress=False)

    assert result["epochs"].between(11, 16).all()
    assert result["auc"].between(0, 1).all()


def test_a_rede_final_treina_as_426_linhas_pelas_epochs_da_melhor(split, fit_calls):
    table = sample_hyperparameters(3).assign(
        epochs=pd.array([5, 3, 4], dtype="Int64"), auc=[0.8, 0.95, 0.9]
    )

    model = refit_best(table, split)

    (call,) = fit_calls
    np.testing.assert_array_equal(call["X"], split.X_train)
    np.testing.assert_array_equal(call["y"], split.y_train)
    assert (call["validation_split"], call["epochs"], call["batch_size"]) == (0, 3, 96)
    assert call["callbacks"] is None
    assert len(model.history.epoch) == 3
    assert tuple(layer.units for layer in model.layers) == (*table.loc[1, "neurons"], 1)


def test_a_comparacao_usa_as_143_linhas_de_teste(split_standardized):
    # Sem padronizar, a sigmoide satura e os empates dependem do arredondamento de cada máquina.
    split = split_standardized
    models = {"ingênua": create_naive_model(), "ajustada": create_model()}

    table = compare_models(models, split)

    for name, model in models.items():
        scores = model.predict(split.X_test, verbose=0)[:, 0]
        expected = roc_auc_score(split.y_test, scores)
        # Um par a mais ou a menos na ordem certa vale 1 / (53 × 90).
        assert table.loc[name, "test_auc"] == pytest.approx(expected, abs=5e-4)
