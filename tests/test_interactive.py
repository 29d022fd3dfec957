"""As figuras interativas levam dados válidos e dizem em texto o que mostram."""

import json

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from mlp_course import interactive

Y = np.array([0, 0, 1, 1, 1])
SCORES = {"a": np.array([0.1, 0.6, 0.4, 0.8, 0.9]), "<b>": np.full(5, 0.5)}


def data_of(figure):
    box = BeautifulSoup(figure._repr_html_(), "html.parser").div
    return box["data-kind"], json.loads(box.script.string), box.p.get_text()


def searched(auc):
    return pd.DataFrame(
        {
            "neurons": [(30, 20), (99, 98)],
            "reg": [(0, 0.1), (1e-15, 1e-3)],
            "epochs": 12,
            "auc": auc,
        }
    )


def test_roc_leva_cada_limiar_e_as_contagens():
    kind, data, summary = data_of(interactive.roc(SCORES, Y))

    assert (kind, data["positives"], data["negatives"]) == ("roc", 3, 2)
    a, b = data["models"]
    assert a["threshold"] == [2, 0.9, 0.8, 0.6, 0.4, 0.1]
    assert a["tpr"] == [0, 0.33333, 0.66667, 0.66667, 1, 1]
    assert a["fpr"] == [0, 0, 0, 0.5, 0.5, 1]
    assert b["auc"] == 0.5
    assert "a, <b> em 5 linhas" in summary


def test_busca_leva_uma_linha_por_rede_treinada():
    kind, data, _ = data_of(interactive.parallel_coordinates(searched([0.9, np.nan])))

    assert kind == "parallel"
    assert data["rows"] == [
        {"row": 0, "h1": 30, "h2": 20, "l1": 0, "l2": 0.1, "epochs": 12, "auc": 0.9}
    ]


def test_texto_nao_fecha_o_elemento_dos_dados():
    figure = interactive.roc({"</script><b>": SCORES["a"]}, Y)

    assert data_of(figure)[1]["models"][0]["name"] == "</script><b>"
    assert BeautifulSoup(figure._repr_html_(), "html.parser").find("b") is None


def test_fora_do_livro_vale_o_resumo():
    assert repr(interactive.parallel_coordinates(searched(0.9))).startswith("As 2 redes da busca")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: interactive.roc({"a": [0.1]}, Y), "um escore por rótulo"),
        (
            lambda: interactive.parallel_coordinates(searched(0.9).drop(columns="auc")),
            "random_search",
        ),
        (lambda: interactive.parallel_coordinates(searched(np.nan)), "random_search"),
    ],
)
def test_entrada_errada_e_nomeada(make, message):
    with pytest.raises(ValueError, match=message):
        make()
