import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from mlp_course.plots import plot_auc, plot_hyperparameters, plot_loss, plot_roc
from mlp_course.search import PENALTIES, sample_hyperparameters

HISTORY = {
    "loss": [3.0, 2.0, 1.0],
    "val_loss": [4.0, 3.0, 2.0],
    "auc": [0.5, 0.7, 0.9],
    "val_auc": [0.4, 0.6, 0.8],
}
Y = [0, 1, 0, 1]


@pytest.fixture(autouse=True)
def _fecha_figuras():
    yield
    plt.close("all")


@pytest.fixture
def table():
    return sample_hyperparameters(100)


@pytest.fixture
def searched(table):
    auc = np.linspace(0.5, 0.9, len(table))
    auc[17] = 0.99
    return table.assign(epochs=pd.array([11] * len(table), dtype="Int64"), auc=auc)


def legend_of(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def points_of(ax):
    return np.asarray(ax.collections[0].get_offsets())


@pytest.mark.parametrize(
    ("plot", "metric", "title", "ylabel"),
    [
        (plot_loss, "loss", "Função de perda", "Entropia cruzada"),
        (plot_auc, "auc", "AUC (ROC)", "AUC"),
    ],
)
def test_as_curvas_mostram_treino_e_validacao_desde_a_epoch_1(plot, metric, title, ylabel):
    ax = plot(HISTORY)

    train, validation = ax.lines
    assert (ax.get_title(), ax.get_xlabel(), ax.get_ylabel()) == (title, "Epoch", ylabel)
    assert legend_of(ax) == ["treino", "validação"]
    assert list(train.get_xdata()) == [1, 2, 3]
    assert list(train.get_ydata()) == HISTORY[metric]
    assert list(validation.get_ydata()) == HISTORY[f"val_{metric}"]


def test_as_series_diferem_na_cor_e_no_traco():
    train, validation = plot_loss(HISTORY).lines

    assert train.get_color() != validation.get_color()
    assert train.get_linestyle() != validation.get_linestyle()


def test_sem_validacao_a_curva_do_treino_aparece_sozinha():
    ax = plot_loss({"loss": [2.0, 1.0]})

    assert legend_of(ax) == ["treino"]


def test_o_eixo_dado_e_usado_e_devolvido():
    _, (left, middle, right) = plt.subplots(1, 3)

    assert plot_loss(HISTORY, ax=left) is left
    assert plot_auc(HISTORY, ax=middle) is middle
    assert plot_roc({"m": [0.1, 0.9, 0.2, 0.8]}, Y, ax=right) is right
    assert len(plt.get_fignums()) == 1


@pytest.mark.parametrize(("plot", "metric"), [(plot_loss, "loss"), (plot_auc, "auc")])
def test_historico_sem_a_metrica_e_recusado(plot, metric, refuses):
    with refuses(f"não tem '{metric}'"):
        plot({"accuracy": [0.5]})


def test_a_curva_roc_traz_a_auc_com_virgula_e_a_linha_do_acaso():
    ax = plot_roc({"perfeito": [0.1, 0.9, 0.2, 0.8], "metade": [0.1, 0.2, 0.2, 0.1]}, Y)

    assert legend_of(ax) == ["perfeito (AUC 1,000)", "metade (AUC 0,500)", "acaso (AUC 0,5)"]
    for curve in ax.lines:
        assert (curve.get_xdata()[0], curve.get_ydata()[0]) == (0, 0)
        assert (curve.get_xdata()[-1], curve.get_ydata()[-1]) == (1, 1)


@pytest.mark.parametrize(
    ("scores", "y", "message"),
    [
        ([0.1, 0.2], Y, r"escores de 'm' têm formato \(2,\), mas y tem \(4,\)"),
        ([[0.1], [0.2], [0.3], [0.4]], Y, r"formato \(4, 1\)"),
        ([0.1, 0.2], [1, 1], "uma classe só"),
        ([0.1, 0.2], [0, 2], "além de 0 e 1"),
    ],
)
def test_escores_sem_rotulo_correspondente_sao_recusados(scores, y, message, refuses):
    with refuses(message):
        plot_roc({"m": scores}, y)


def test_cada_linha_da_tabela_e_um_ponto_em_cada_painel(table):
    sizes, penalties = plot_hyperparameters(table).axes

    np.testing.assert_array_equal(points_of(sizes), np.array(table["neurons"].tolist()))
    expected = [[PENALTIES.index(value) for value in reg] for reg in table["reg"]]
    np.testing.assert_array_equal(points_of(penalties).round(), expected)


def test_as_penalidades_sao_rotuladas_sem_arredondar(table):
    _, penalties = plot_hyperparameters(table).axes

    labels = [text.get_text() for text in penalties.get_xticklabels()]
    assert labels == ["0", "1e-15", "1e-10", "1e-05", "0,001", "0,01", "0,1"]


def test_uma_penalidade_acima_da_escala_fica_acima_dela():
    table = pd.DataFrame({"neurons": [(50, 25)] * 2, "reg": [(0.1, 1.0), (0.1, 10.0)]})
    _, penalties = plot_hyperparameters(table).axes

    np.testing.assert_array_equal(points_of(penalties).round(), [[6, 7], [6, 8]])


def test_antes_da_busca_nao_ha_cor_nem_melhor_linha(table):
    for unsearched in (table, table[["neurons", "reg"]]):
        figure = plot_hyperparameters(unsearched)

        assert len(figure.axes) == 2
        assert all(len(ax.collections) == 1 for ax in figure.axes)


def test_depois_da_busca_um_anel_marca_a_melhor_linha(searched):
    sizes, penalties, colorbar = plot_hyperparameters(searched).axes

    ring = np.asarray(sizes.collections[1].get_offsets())
    np.testing.assert_array_equal(ring, [searched.loc[17, "neurons"]])
    np.testing.assert_array_equal(
        penalties.collections[1].get_offsets(), points_of(penalties)[[17]]
    )
    assert colorbar.get_ylabel() == "AUC de validação"
    assert legend_of(sizes) == ["melhor linha"]


def test_linha_sem_auc_continua_na_figura(searched):
    partial = searched.assign(auc=searched["auc"].where(searched.index != 3))

    sizes, *_ = plot_hyperparameters(partial).axes

    assert len(points_of(sizes)) == len(partial)


def test_figura_de_tabela_vazia_e_recusada(table, refuses):
    with refuses("A tabela está vazia"):
        plot_hyperparameters(table.head(0))
