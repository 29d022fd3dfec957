"""As figuras do curso, com rótulos em português.

Cada função desenha em um eixo dado, ou cria um, e o devolve: quem chama decide
o tamanho, o título e onde salvar. As séries diferem na cor e no traço, para
quem não distingue as cores. A paleta é a de Okabe e Ito (2008).
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.colors import Normalize
from matplotlib.ticker import FuncFormatter
from numpy.typing import ArrayLike

from mlp_course.errors import CourseError
from mlp_course.hyperparameters import validate_table
from mlp_course.roc import roc_curves
from mlp_course.study import label_of
from mlp_course.table import PENALTIES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
LINE_STYLES = ("-", "--", "-.", ":")


def plot_loss(history: Mapping[str, Sequence[float]], ax: "Axes | None" = None) -> "Axes":
    """Desenha a função de perda por epoch, no treino e na validação.

    Parameters
    ----------
    history : mapping
        O que `mlp_course.training.fit` devolve; usa ``loss`` e ``val_loss``.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    CourseError
        Se o histórico não tiver ``loss``.
    """
    ax = _plot_curves(history, "loss", ax)
    ax.set(title="Função de perda", ylabel="Entropia cruzada")
    return ax


def plot_auc(history: Mapping[str, Sequence[float]], ax: "Axes | None" = None) -> "Axes":
    """Desenha a AUC por epoch, no treino e na validação.

    Parâmetros, retorno e erros como em `plot_loss`, com ``auc`` e ``val_auc``.
    """
    ax = _plot_curves(history, "auc", ax)
    ax.set(title="AUC (ROC)", ylabel="AUC")
    return ax


def plot_roc(scores: Mapping[str, ArrayLike], y: ArrayLike, ax: "Axes | None" = None) -> "Axes":
    """Desenha a curva ROC de cada modelo, com a AUC na legenda.

    Parameters
    ----------
    scores : mapping of str to array_like, (n_rows,)
        Nome do modelo e os escores que ele dá à classe 1.
    y : array_like, (n_rows,)
        Rótulos 0 ou 1.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    CourseError
        Se `y` não tiver as duas classes ou faltar um escore por rótulo.

    References
    ----------
    Fawcett (2006), *An introduction to ROC analysis*.
    """
    curves = roc_curves(scores, y)
    ax = ax if ax is not None else _new_axes()
    for i, curve in enumerate(curves):
        label = f"{curve.name} (AUC {_decimal(curve.auc)})"
        ax.plot(curve.fpr, curve.tpr, label=label, **_style(i))
    ax.plot([0, 1], [0, 1], color="0.5", linewidth=1, linestyle=":", label="acaso (AUC 0,5)")
    ax.set(
        title="Curva ROC",
        xlabel="Taxa de falsos positivos",
        ylabel="Taxa de verdadeiros positivos",
        aspect="equal",
    )
    ax.legend(loc="lower right")
    return ax


def plot_hyperparameters(table: pd.DataFrame) -> "Figure":
    """Mostra a tabela da busca como figura: tamanhos, penalidades e AUC.

    Parameters
    ----------
    table : pandas.DataFrame
        De `sample_hyperparameters` ou `random_search`. Sem AUC, os pontos saem
        cinza; com ela, quanto mais escuro, maior a AUC, e um anel marca a melhor linha.

    Returns
    -------
    matplotlib.figure.Figure
        À esquerda h1 × h2; à direita l1 × l2, com pontos espalhados dentro de
        cada casa para não se cobrirem.
    """
    import matplotlib.pyplot as plt

    validate_table(table)
    auc = table["auc"].astype(float).to_numpy() if "auc" in table else np.full(len(table), np.nan)
    fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4.4), layout="constrained")
    marks = _auc_marks(auc)
    points = left.scatter(*np.array(table["neurons"].tolist()).T, **marks)
    positions = _penalty_positions(table["reg"].tolist())
    right.scatter(*positions.T, **marks)
    if np.isfinite(auc).any():
        best = int(np.nanargmax(auc))
        ring = {"s": 160, "facecolors": "none", "edgecolors": COLORS[1], "linewidths": 2}
        left.scatter(*table["neurons"].iloc[best], label="melhor linha", **ring)
        right.scatter(*positions[best], **ring)
        left.legend(loc="upper left")
        marks_of_auc = FuncFormatter(lambda value, _: _decimal(value))
        fig.colorbar(points, ax=right, label="AUC de validação", format=marks_of_auc)
    left.set(
        title="Neurônios", xlabel="primeira camada oculta (h1)", ylabel="segunda camada oculta (h2)"
    )
    labels = [f"{value:g}".replace(".", ",") for value in PENALTIES]
    right.set_xticks(range(len(PENALTIES)), labels, rotation=45)
    right.set_yticks(range(len(PENALTIES)), labels)
    right.set(title="Regularização", xlabel="l1", ylabel="l2")
    return fig


def plot_study(study: pd.DataFrame, ax: "Axes | None" = None) -> "Axes":
    """Desenha a AUC de teste de cada divisão, uma faixa por modelo.

    Parameters
    ----------
    study : pandas.DataFrame
        O que `mlp_course.study.resampled_study` devolveu.
    ax : matplotlib.axes.Axes, optional
        Onde desenhar; sem ele, cria uma figura.

    Returns
    -------
    matplotlib.axes.Axes
        Um ponto por divisão e um traço na média.
    """
    ax = ax if ax is not None else _new_axes()
    labels = []
    for i, (key, part) in enumerate(study.groupby(["model", "scaling"], sort=False)):
        auc = part["test_auc"].to_numpy()
        # O deslocamento segue o número da divisão: a mesma divisão fica na mesma altura da faixa.
        heights = i + np.interp(part["split"], (0, max(study["split"].max(), 1)), (-0.25, 0.25))
        ax.scatter(auc, heights, s=22, color=COLORS[i % len(COLORS)], alpha=0.75)
        ax.plot([auc.mean()] * 2, [i - 0.38, i + 0.38], color="0.15", linewidth=2)
        labels.append(label_of(key).replace(", ", "\n"))
    ax.set_yticks(range(len(labels)), labels)
    ax.invert_yaxis()
    ax.set(xlabel="AUC no teste (traço: média)")
    return ax


def plot_differences(differences: pd.DataFrame, ax: "Axes | None" = None) -> "Axes":
    """Desenha diferenças pareadas com os seus intervalos, ao lado do zero.

    Parameters
    ----------
    differences : pandas.DataFrame
        O que `mlp_course.study.paired_differences` devolveu.
    ax : matplotlib.axes.Axes, optional
        Onde desenhar; sem ele, cria uma figura.

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = ax if ax is not None else _new_axes()
    center = differences["difference"].to_numpy()
    errors = np.abs(differences[["low", "high"]].to_numpy().T - center)
    ax.axvline(0, color="0.4", linewidth=1)
    positions = range(len(differences))
    ax.errorbar(center, positions, xerr=errors, fmt="o", color=COLORS[0], capsize=4, linewidth=2)
    pairs = zip(differences["first"], differences["second"], strict=True)
    ax.set_yticks(positions, [f"{first}\nmenos {second}" for first, second in pairs])
    ax.invert_yaxis()
    ax.set(xlabel="diferença de AUC no teste, com intervalo")
    return ax


def _plot_curves(history: Mapping[str, Sequence[float]], metric: str, ax: "Axes | None") -> "Axes":
    if metric not in history:
        raise CourseError(
            f"O histórico não tem {metric!r} (tem {sorted(history)}): passe o que "
            "mlp_course.training.fit devolve."
        )
    ax = ax if ax is not None else _new_axes()
    for i, (key, label) in enumerate([(metric, "treino"), (f"val_{metric}", "validação")]):
        if key in history:
            ax.plot(range(1, len(history[key]) + 1), history[key], label=label, **_style(i))
    ax.set_xlabel("Epoch")
    ax.legend()
    return ax


def _new_axes() -> "Axes":
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(6, 4), layout="constrained")[1]


def _style(i: int) -> dict:
    return {
        "color": COLORS[i % len(COLORS)],
        "linestyle": LINE_STYLES[i % len(LINE_STYLES)],
        "linewidth": 2,
    }


def _decimal(value: float) -> str:
    return f"{value:.3f}".replace(".", ",")


def _auc_marks(auc: np.ndarray) -> dict:
    if not np.isfinite(auc).any():
        return {"color": "0.45", "s": 40}
    # O piso no percentil 10 impede que uma rede que não aprendeu apague as outras diferenças.
    norm = Normalize(np.nanpercentile(auc, 10), np.nanmax(auc))
    return {"c": auc, "cmap": "viridis_r", "norm": norm, "s": 40, "plotnonfinite": True}


def _penalty_positions(reg: list[tuple[float, float]]) -> np.ndarray:
    logs = np.log10(np.maximum(PENALTIES, 1e-20))
    values = np.log10(np.maximum(np.array(reg, dtype=float), 1e-20))
    jitter = np.random.default_rng(0).uniform(-0.3, 0.3, size=(len(reg), 2))
    # Acima da escala, uma posição por década, como entre as suas últimas marcas.
    above = np.maximum(values - logs[-1], 0)
    return np.interp(values, logs, range(len(PENALTIES))) + above + jitter
