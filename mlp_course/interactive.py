"""Figuras em que se pode mexer: os dados vão na página, o desenho é feito no navegador.

No livro, ``web/figures`` as desenha; fora dele, no PDF e no JupyterLab, fica o
texto que diz o que elas mostram. Cada uma acompanha uma figura fixa de `mlp_course.plots`.
"""

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from mlp_course.errors import CourseError
from mlp_course.hyperparameters import validate_table
from mlp_course.roc import roc_curves


@dataclass(frozen=True)
class InteractiveFigure:
    """Uma figura à espera do navegador.

    Parameters
    ----------
    kind : str
        ``"roc"`` ou ``"parallel"``: que desenho fazer.
    summary : str
        O que a figura mostra, para quem não a vê.
    data : dict
        Só texto e números, como em JSON.
    """

    kind: str
    summary: str
    data: dict[str, Any]

    def __repr__(self) -> str:
        return self.summary

    def _repr_html_(self) -> str:
        # "</" fecharia o elemento antes do fim dos dados.
        data = json.dumps(self.data, separators=(",", ":"), allow_nan=False).replace("</", "<\\/")
        return (
            f'<div class="interativa" data-kind="{html.escape(self.kind)}">'
            f'<p class="interativa-resumo">{html.escape(self.summary)}</p>'
            f'<script type="application/json">{data}</script></div>'
        )


def roc(scores: Mapping[str, ArrayLike], y: ArrayLike) -> InteractiveFigure:
    """Curvas ROC em que se escolhe o limiar e se leem as quatro contagens.

    Parameters
    ----------
    scores : mapping of str to array_like, (n_rows,)
        Nome do modelo e os escores que ele dá à classe 1.
    y : array_like, (n_rows,)
        Rótulos 0 ou 1.

    Returns
    -------
    InteractiveFigure

    Raises
    ------
    CourseError
        Se `y` não tiver as duas classes ou faltar um escore por rótulo.

    References
    ----------
    Fawcett (2006), *An introduction to ROC analysis*.
    """
    models = [
        {
            "name": curve.name,
            "auc": _rounded(curve.auc),
            "fpr": _rounded(curve.fpr),
            "tpr": _rounded(curve.tpr),
            # O primeiro limiar é infinito, que o JSON não tem: nenhuma probabilidade chega a 2.
            "threshold": _rounded(np.minimum(curve.thresholds, 2)),
        }
        for curve in roc_curves(scores, y)
    ]
    labels = np.asarray(y)
    positives = int(np.sum(labels == 1))
    counts = {"positives": positives, "negatives": len(labels) - positives}
    summary = (
        f"Curvas ROC de {', '.join(scores)} em {len(labels)} linhas. "
        "No livro, escolha um limiar e leia as contagens de cada curva."
    )
    return InteractiveFigure("roc", summary, {"models": models, **counts})


def parallel_coordinates(table: pd.DataFrame) -> InteractiveFigure:
    """A busca em coordenadas paralelas: uma linha por rede, um eixo por hiperparâmetro.

    Parameters
    ----------
    table : pandas.DataFrame
        De `random_search`, com as colunas ``epochs`` e ``auc``.

    Returns
    -------
    InteractiveFigure

    Raises
    ------
    CourseError
        Se faltarem as colunas ou nenhuma rede tiver AUC.

    References
    ----------
    Inselberg (1985), *The plane with parallel coordinates*.
    """
    validate_table(table)
    if not {"epochs", "auc"} <= set(table) or not table["auc"].notna().any():
        raise CourseError("A tabela não traz 'epochs' e 'auc': passe o resultado de random_search.")
    done = table[table["auc"].notna()]
    rows = [
        {
            "row": int(label),
            "h1": int(row["neurons"][0]),
            "h2": int(row["neurons"][1]),
            "l1": float(row["reg"][0]),
            "l2": float(row["reg"][1]),
            "epochs": int(row["epochs"]),
            "auc": _rounded(row["auc"]),
        }
        for label, row in done.iterrows()
    ]
    summary = (
        f"As {len(rows)} redes da busca em coordenadas paralelas: h1, h2, l1, l2, epochs e AUC. "
        "No livro, percorra as redes e leia os valores de cada uma."
    )
    return InteractiveFigure("parallel", summary, {"rows": rows})


def _rounded(values: Any) -> Any:
    return np.round(np.asarray(values, dtype=float), 5).tolist()
