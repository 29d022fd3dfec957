"""Juiz de `03-curvas` para a figura: o que está escrito e o que está desenhado.

A figura chega sem o histórico, mas o treino do exercício deixa marcas que toda
semente repete: a perda de treino vai a quase zero e a de validação fica acima.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.compare import number
from mlp_course.checks.definition import Challenge, Criterion

MIN_EPOCHS = 10
_TRAIN, _VAL = re.compile(r"trein|train"), re.compile(r"val")


@dataclass(frozen=True)
class Curve:
    """Uma linha da figura e o nome que a legenda lhe dá."""

    name: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]


def judge_figure(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga curvas, legenda, título, rótulos e a marca da melhor epoch."""
    pairs = [ax for ax in data["axes"] if _has_pair(_curves(ax))]
    if not pairs:
        return [
            Criterion(
                False,
                "duas curvas no mesmo par de eixos, com um ponto por epoch",
                _name_pair_fault(data["axes"]),
                "Chame ax.plot duas vezes: uma para o treino, outra para a validação.",
            )
        ]
    axes = next((ax for ax in pairs if _train_falls(ax)), pairs[0])
    low, high = sorted(_curves(axes), key=_lowest)
    if not _train_falls(axes):
        return [
            Criterion(
                False,
                "as curvas da função de perda",
                "curvas que sobem, como as da AUC",
                "Extraia a métrica 'loss'.",
            )
        ]
    swapped = bool(_VAL.search(low.name) and _TRAIN.search(high.name))
    named = bool(_TRAIN.search(low.name) and _VAL.search(high.name))
    return [
        Criterion(
            named,
            "na legenda, qual curva é a do treino e qual é a da validação",
            "os nomes das séries trocados: a perda que vai a quase zero é a de treino"
            if swapped
            else _name_legend_fault(axes),
            "Dê label a cada ax.plot e chame ax.legend().",
            weight=2,
        ),
        Criterion(
            all(np.array_equal(c.x, np.arange(1, len(c.y) + 1)) for c in (low, high)),
            "as epochs no eixo horizontal, contadas a partir de 1",
            "a contagem começa em 0" if any(c.x[0] == 0 for c in (low, high)) else "outros números",
            "Sem o primeiro argumento, ax.plot conta a partir de 0.",
        ),
        Criterion(
            bool(axes["title"].strip()),
            "um título",
            "uma figura sem título",
            "ax.set_title diz o que se vê.",
        ),
        Criterion(
            bool(re.search(r"epoch|epoca", _plain(axes["xlabel"]))),
            "o rótulo do eixo horizontal, com a palavra epoch",
            _name_label(axes["xlabel"]),
            "ax.set_xlabel diz o que o eixo conta.",
        ),
        Criterion(
            bool(re.search(r"perda|loss|entrop", _plain(axes["ylabel"]))),
            "o rótulo do eixo vertical, com o nome da perda",
            _name_label(axes["ylabel"]),
            "ax.set_ylabel diz o que o eixo mede.",
        ),
        _judge_mark(axes, high),
    ]


def _judge_mark(axes: dict, val: Curve) -> Criterion:
    best = float(val.x[np.argmin(val.y)])
    marks = [float(line["x"][0]) for line in axes["lines"] if _is_vertical(line)]
    return Criterion(
        best in marks,
        "uma linha vertical na epoch de menor perda de validação",
        "nenhuma marca"
        if not marks
        else "a marca uma epoch antes"
        if best - 1 in marks
        else "a marca uma epoch depois"
        if best + 1 in marks
        else f"a marca em {number(marks[0])}",
        "ax.axvline(epoch) desenha a linha; o eixo conta a partir de 1.",
    )


def _has_pair(curves: list[Curve]) -> bool:
    return len(curves) == 2 and all(np.isfinite([c.x, c.y]).all() for c in curves)


def _train_falls(axes: dict) -> bool:
    """Diz se a mais baixa das curvas desce, como a perda de treino; a AUC sobe."""
    low = min(_curves(axes), key=_lowest)
    return bool(np.argmax(low.y) < np.argmin(low.y))


def _lowest(curve: Curve) -> float:
    return float(curve.y.min())


def _is_vertical(line: dict) -> bool:
    """Diz se todos os pontos estão na mesma epoch; um ponto só também a marca."""
    return len(set(line["x"].tolist())) == 1


def _curves(axes: dict) -> list[Curve]:
    """Devolve as linhas com muitos pontos; sem label, vale a legenda na mesma posição."""
    legend = axes["legend"]
    return [
        Curve(_plain(_shown_name(line["label"], legend, i)), line["x"], line["y"])
        for i, line in enumerate(axes["lines"])
        if len(line["x"]) >= MIN_EPOCHS and not _is_vertical(line)
    ]


def _shown_name(label: str, legend: list[str], position: int) -> str:
    if label in legend:
        return label
    return legend[position] if position < len(legend) else ""


def _name_legend_fault(axes: dict) -> str:
    if axes["legend"]:
        return f"a legenda {', '.join(axes['legend'])[:60]}"
    labels = [line["label"] for line in axes["lines"] if not line["label"].startswith("_")]
    return "nomes dados às curvas, mas nenhuma legenda" if labels else "uma figura sem legenda"


def _name_pair_fault(all_axes: list[dict]) -> str:
    most = max((len(_curves(ax)) for ax in all_axes), default=0)
    known = {
        0: "nenhuma curva",
        1: "uma curva só",
        2: "duas curvas, com valores que não são finitos (NaN ou infinito)",
    }
    return known.get(most, f"{most} curvas")


def _name_label(text: str) -> str:
    return f"o rótulo {text.strip()[:40]!r}" if text.strip() else "um eixo sem rótulo"


def _plain(text: str) -> str:
    """Minúsculas sem acentos: validação, Validacao e VALIDAÇÃO são a mesma palavra."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
