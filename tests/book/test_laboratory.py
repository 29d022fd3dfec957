"""O laboratório no navegador: concorda com o Keras, obedece ao leitor e ao endereço."""

import keras
import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from mlp_course.models import create_model
from tests.book.conftest import new_page

pytestmark = pytest.mark.navegador

PAGE = "parte4/01-laboratorio.html"
DEFAULTS = {
    "h1": 100,
    "h2": 100,
    "l1": 0,
    "l2": 0,
    "learningRate": 0.001,
    "batch": 96,
    "epochs": 50,
    "standardize": True,
    "mode": "none",
    "patience": 10,
    "seed": 42,
}


@pytest.fixture
def open_laboratory(html, browser):
    """Abre a página do disco, com um endereço dado, e espera que ela fique pronta."""
    pages = []

    def open_page(address="", **options):
        page = new_page(browser, **options)
        pages.append(page)
        page.goto((html / PAGE).as_uri() + address)
        page.wait_for_function(
            "document.querySelector('[data-lab=visible-status]').textContent.startsWith('Pronto')"
        )
        return page

    yield open_page
    for page in pages:
        page.close()


@pytest.fixture
def train(open_laboratory):
    """Treina pela interface de programação da página e devolve o resultado."""

    def run(given=None, **settings):
        page = open_laboratory()
        return page.evaluate(
            "([settings, given]) => laboratorio.train(settings, given).then(r => ({...r, "
            "scores: [...r.scores], weights: r.weights.map(w => [...w.values])}))",
            [DEFAULTS | settings, given],
        )

    return run


@pytest.mark.parametrize("reg", [(0, 0), (1e-3, 1e-2)])
def test_do_mesmo_ponto_e_na_mesma_ordem_o_navegador_da_o_que_o_keras_da(
    train, split_standardized, reg
):
    split, epochs = split_standardized, 4
    keras.utils.set_random_seed(7)
    model = create_model((20, 12), reg)
    orders = [np.random.default_rng(i).permutation(319) for i in range(epochs)]
    given = {
        "weights": [
            {"shape": list(w.shape), "values": w.ravel().tolist()} for w in model.get_weights()
        ],
        "orders": [order.tolist() for order in orders],
    }

    found = train(given, h1=20, h2=12, l1=reg[0], l2=reg[1], epochs=epochs)

    losses = []
    for order in orders:
        history = model.fit(
            split.X_train[order], split.y_train[order], batch_size=96, shuffle=False, verbose=0
        )
        losses.append(history.history["loss"][0])
    np.testing.assert_allclose(found["history"]["loss"], losses, rtol=1e-3)
    for values, expected in zip(found["weights"], model.get_weights(), strict=True):
        np.testing.assert_allclose(values, expected.ravel(), atol=2e-4)
    scores = model.predict(split.X_test, verbose=0)[:, 0]
    np.testing.assert_allclose(found["scores"], scores, atol=1e-3)
    validation = model.predict(split.X_train[319:], verbose=0)[:, 0]
    expected_auc = roc_auc_score(split.y_train[319:], validation)
    assert found["history"]["valAuc"][-1] == pytest.approx(expected_auc, abs=2e-3)


def test_a_rede_ingenua_padronizada_chega_a_098_no_teste(train, split_standardized):
    found = train(epochs=50)

    assert found["stopped"] == "limit"
    assert len(found["history"]["loss"]) == 50
    assert roc_auc_score(split_standardized.y_test, found["scores"]) >= 0.98


@pytest.mark.parametrize("mode", ["min", "max"])
def test_o_early_stopping_para_quando_o_do_keras_pararia(train, mode):
    found = train(mode=mode, patience=4, epochs=200)

    curve = np.array(found["history"]["valAuc"]) * (1 if mode == "max" else -1)
    assert found["stopped"] == "early"
    best = int(np.argmax(curve[:-1]))
    assert len(curve) == best + 1 + 4
    assert (curve[best + 1 :] <= curve[best]).all()


def test_a_mesma_semente_repete_e_outra_muda(train):
    first, again, other = (train(epochs=3, seed=seed) for seed in (1, 1, 2))

    assert first["history"] == again["history"]
    assert first["history"] != other["history"]


def test_o_endereco_guarda_as_escolhas_e_as_devolve(open_laboratory):
    page = open_laboratory("#h1=7&mode=min&standardize=false")

    assert page.input_value("[name=h1]") == "7"
    assert page.input_value("[name=mode]") == "min"
    assert not page.is_checked("[name=standardize]")
    page.select_option("[name=preset]", "original")
    address = page.evaluate("location.hash")
    again = open_laboratory(address)
    for name in ("h1", "h2", "l1", "l2", "mode"):
        assert again.input_value(f"[name={name}]") == page.input_value(f"[name={name}]")
    assert again.input_value("[name=preset]") == "original"


@pytest.mark.parametrize(
    ("address", "name", "value"),
    [
        ("#h1=99999", "h1", "200"),
        ("#h1=-3", "h1", "1"),
        ("#h1=abc", "h1", "100"),
        ("#mode=talvez", "mode", "none"),
        ("#l2=0.02", "l2", "0.02"),
    ],
)
def test_um_endereco_estragado_vira_o_valor_aceito_mais_proximo(
    open_laboratory, address, name, value
):
    assert open_laboratory(address).input_value(f"[name={name}]") == value


def test_tudo_se_faz_so_com_o_teclado(open_laboratory):
    page = open_laboratory("#epochs=12&h1=10&h2=10")
    page.focus("[name=preset]")
    reached = []
    for _ in range(25):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.dataset.lab"))
    assert {"run", "step", "restart", "copy", "part", "threshold", "row"} <= set(reached)

    page.focus("[data-lab=run]")
    page.keyboard.press("Enter")
    finished = "document.querySelector('[data-lab=status]').textContent.includes('limite')"
    page.wait_for_function(finished)
    page.focus("[data-lab=threshold]")
    page.keyboard.press("End")

    # Com o limiar em 1 nada é chamado de benigno.
    assert page.inner_text("[data-lab=malignantMissed]") == "0"
    assert page.inner_text("[data-lab=benignFound]") == "0"
    assert "Epoch 12" in page.inner_text("[data-lab=status]")
    assert "AUC na validação" in page.inner_text("[data-lab=roc-auc]")


def test_pausar_e_dar_um_passo_de_cada_vez(open_laboratory):
    page = open_laboratory()
    for expected in ("Epoch 1:", "Epoch 2:"):
        page.click("[data-lab=step]")
        page.wait_for_function(
            "text => document.querySelector('[data-lab=visible-status]').textContent"
            ".startsWith(text)",
            arg=expected,
        )
    assert "Em pausa" in page.inner_text("[data-lab=visible-status]")


def test_quem_pede_menos_movimento_ve_as_curvas_so_no_fim(open_laboratory):
    page = open_laboratory("#epochs=30&h1=10&h2=10", reduced_motion="reduce")
    page.evaluate(
        "() => { globalThis.labels = new Set();"
        " new MutationObserver(() => labels.add("
        "document.querySelector('[data-lab=loss]').getAttribute('aria-label')))"
        ".observe(document.querySelector('[data-lab=loss]'), {attributes: true}); }"
    )
    page.click("[data-lab=run]")
    page.wait_for_function(
        "document.querySelector('[data-lab=status]').textContent.includes('limite')"
    )

    assert len(page.evaluate("[...labels]")) == 1
