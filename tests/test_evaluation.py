from dataclasses import replace

import keras
import numpy as np
import pytest

from mlp_course.evaluation import compare_models, predict_scores
from mlp_course.models import create_model, create_naive_model


def network(*last_layers):
    return keras.Sequential([keras.Input((30,)), *last_layers])


def chance_of_correct_order(y, scores):
    """A AUC pela definição: pares (benigno, maligno) na ordem certa; empate vale meio."""
    difference = scores[y == 1][:, None] - scores[y == 0][None, :]
    return np.mean((difference > 0) + 0.5 * (difference == 0))


def test_os_escores_sao_as_saidas_da_rede_uma_por_linha(split_standardized):
    model = create_model()

    scores = predict_scores(model, split_standardized.X_test)

    outputs = model.predict(split_standardized.X_test, verbose=0)
    assert scores.shape == (143,)
    # predict divide em batches de 32: a soma muda de ordem e o último bit também.
    np.testing.assert_allclose(scores, outputs[:, 0], atol=1e-6)


def test_a_auc_da_tabela_e_a_chance_de_ordenar_bem_um_par(split_standardized):
    model, split = create_model(), split_standardized

    table = compare_models({"rede": model}, split)

    expected = chance_of_correct_order(split.y_test, predict_scores(model, split.X_test))
    assert table.loc["rede", "test_auc"] == pytest.approx(expected)


def test_a_tabela_mantem_a_ordem_e_conta_os_parametros(split):
    models = {"ingênua": create_naive_model(), "ajustada": create_model((4, 3))}

    table = compare_models(models, split)

    assert table.index.name == "model"
    assert list(table.index) == ["ingênua", "ajustada"]
    assert list(table.columns) == ["parameters", "test_auc"]
    assert table.loc["ajustada", "parameters"] == 31 * 4 + 5 * 3 + 4


def test_o_treino_nao_influi_na_comparacao(split_standardized):
    model, split = create_model(), split_standardized
    other_training = replace(split, X_train=-split.X_train, y_train=1 - split.y_train)

    first, second = (
        compare_models({"m": model}, split),
        compare_models({"m": model}, other_training),
    )

    assert first.equals(second)


@pytest.mark.parametrize(
    ("X", "message"),
    [
        (np.zeros((5, 29)), "29 colunas, mas eram esperadas 30"),
        (np.zeros(30), r"X\.reshape\(1, -1\)"),
        (np.full((2, 30), np.nan), "NaN ou infinito"),
        ([["texto"] * 30], "não são números"),
    ],
)
def test_medidas_que_nao_cabem_na_rede_sao_recusadas(X, message, refuses):
    with refuses(message):
        predict_scores(create_model(), X)


@pytest.mark.parametrize(
    "last_layer",
    [
        lambda: keras.layers.Dense(2, activation="softmax"),
        lambda: keras.layers.Dense(1, kernel_initializer="ones"),
        lambda: keras.layers.Dense(
            1, activation="sigmoid", kernel_initializer=keras.initializers.Constant(np.nan)
        ),
    ],
    ids=["softmax", "linear", "divergiu"],
)
def test_saida_que_nao_e_probabilidade_e_recusada(last_layer, split, refuses):
    with refuses(r"Dense\(1, activation='sigmoid'\)"):
        predict_scores(network(last_layer()), split.X_test)


def test_comparar_nenhum_modelo_e_recusado(split, refuses):
    with refuses("Nenhum modelo para comparar: passe um dicionário"):
        compare_models({}, split)
