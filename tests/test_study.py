import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from mlp_course.data import load_split
from mlp_course.plots import plot_differences, plot_study
from mlp_course.population import search_population
from mlp_course.search import sample_hyperparameters
from mlp_course.study import paired_differences, resampled_study

NAIVE_RAW, TUNED_RAW = ("naive", "raw"), ("tuned", "raw")
aucs = npst.arrays(float, st.integers(2, 30), elements=st.floats(0.5, 1))


@pytest.fixture(scope="module")
def study() -> pd.DataFrame:
    return resampled_study(n_splits=2, n_iter=4, progress=False)


def study_of(first, second) -> pd.DataFrame:
    parts = [
        pd.DataFrame({"split": range(len(auc)), "model": model, "scaling": "raw", "test_auc": auc})
        for model, auc in (("naive", first), ("tuned", second))
    ]
    return pd.concat(parts, ignore_index=True)


def test_cada_divisao_traz_os_cinco_resultados(study):
    assert list(study.columns) == ["split", "model", "scaling", "test_auc", "val_auc"]
    expected = [
        ("naive", "raw"),
        ("tuned", "raw"),
        ("naive", "standardized"),
        ("tuned", "standardized"),
        ("logistic", "standardized"),
    ]
    for _, part in study.groupby("split"):
        assert list(zip(part["model"], part["scaling"], strict=True)) == expected
    assert study["test_auc"].between(0.5, 1).all()
    assert (study["val_auc"].notna() == (study["model"] == "tuned")).all()


def test_repetir_da_o_mesmo_e_mais_divisoes_nao_mudam_as_primeiras(study):
    longer = resampled_study(n_splits=1, n_iter=4, progress=False)

    pd.testing.assert_frame_equal(longer, study[study["split"] == 0])


def test_a_auc_de_validacao_e_a_da_vencedora_da_busca_daquela_divisao(study):
    found = search_population(sample_hyperparameters(4), load_split(43), seed=43, progress=False)

    row = study[(study["split"] == 1) & (study["model"] == "tuned") & (study["scaling"] == "raw")]
    assert row["val_auc"].item() == found["auc"].max()


@given(first=aucs, seed=st.integers(0, 100))
def test_a_diferenca_de_um_modelo_para_ele_mesmo_e_zero(first, seed):
    row = paired_differences(study_of(first, first), [(NAIVE_RAW, TUNED_RAW)], seed=seed).loc[0]

    assert row[["difference", "low", "high", "wins"]].tolist() == [0, 0, 0, 0]


@given(first=aucs, gain=st.floats(0.01, 0.2))
def test_uma_vantagem_constante_e_recuperada_sem_incerteza(first, gain):
    row = paired_differences(study_of(first + gain, first), [(NAIVE_RAW, TUNED_RAW)]).loc[0]

    assert row[["difference", "low", "high"]].tolist() == pytest.approx([gain] * 3)
    assert row["wins"] == 1


def test_o_intervalo_contem_a_media_e_encolhe_com_mais_divisoes():
    rng = np.random.default_rng(0)
    widths = []
    for n in (10, 1000):
        study = study_of(rng.normal(0.9, 0.02, n), rng.normal(0.9, 0.02, n))
        row = paired_differences(study, [(NAIVE_RAW, TUNED_RAW)]).loc[0]
        assert row["low"] < row["difference"] < row["high"]
        widths.append(row["high"] - row["low"])

    # A largura cai com a raiz do número de divisões: dez vezes em cem vezes mais.
    assert 5 < widths[0] / widths[1] < 20


def test_as_figuras_mostram_cada_divisao_e_cada_diferenca(study):
    differences = paired_differences(study, [(NAIVE_RAW, TUNED_RAW), (TUNED_RAW, NAIVE_RAW)])

    points, intervals = plot_study(study), plot_differences(differences)

    assert [len(c.get_offsets()) for c in points.collections] == [2] * 5
    assert "ingênua\ncruas" in [t.get_text() for t in points.get_yticklabels()]
    assert len(intervals.get_yticklabels()) == 2


@pytest.mark.parametrize(
    ("use", "message"),
    [
        (lambda s: resampled_study(n_splits=0), "repita em ao menos uma divisão"),
        (lambda s: resampled_study(1, n_iter=0), "sorteie ao menos uma combinação"),
        (lambda s: resampled_study(1, mode="auto"), "mode='auto' não existe"),
        (
            lambda s: paired_differences(s, [(NAIVE_RAW, ("logistic", "raw"))]),
            "não está no estudo: use um de",
        ),
        (
            lambda s: paired_differences(s[s["split"] == 0], [(NAIVE_RAW, TUNED_RAW)]),
            "O estudo tem uma divisão só",
        ),
    ],
)
def test_pedido_que_nao_serve_e_explicado(use, message, study, refuses):
    with refuses(message):
        use(study)


def test_um_estudo_interrompido_para_em_vez_de_comparar_uma_busca_pela_metade(monkeypatch):
    from mlp_course.population import search as population_search

    def interrupted(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(population_search, "train_blocks", interrupted)

    with pytest.raises(KeyboardInterrupt):
        resampled_study(n_splits=1, n_iter=2, progress=False)
