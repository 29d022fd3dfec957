"""O que o coletor de figuras lê: eixos do Matplotlib reduzidos a textos e vetores."""

from typing import Any

import numpy as np


def axes_data(ax: Any, figure: Any) -> dict:
    """Devolve título, rótulos, legenda e linhas de um par de eixos."""
    titles = [ax.get_title(loc) for loc in ("center", "left", "right")]
    title = " ".join(text for text in titles if text.strip())
    # Sem título nem legenda nos eixos, valem os da figura, que quem olha lê do mesmo jeito.
    legends = [ax.get_legend()] if ax.get_legend() else list(figure.legends)
    return {
        "title": title or getattr(figure, "get_suptitle", str)(),
        "xlabel": ax.get_xlabel(),
        "ylabel": ax.get_ylabel(),
        "legend": [text.get_text() for legend in legends for text in legend.get_texts()],
        "lines": [
            *(
                _line(_shown_name(line, legends), line.get_data(), *_look(line))
                for line in ax.get_lines()
            ),
            # vlines e hlines desenham segmentos, e não linhas.
            *(
                _line(segments.get_label(), np.transpose(points))
                for segments in ax.collections
                if hasattr(segments, "get_segments")
                for points in segments.get_segments()
            ),
        ],
    }


def _shown_name(line: Any, legends: list) -> str:
    """O nome que a legenda dá a uma linha: pelo label, ou pelo traço e a cor que ela mostra."""
    shown = [
        (handle, text.get_text())
        for legend in legends
        for handle, text in zip(legend.legend_handles, legend.get_texts(), strict=False)
    ]
    names = [text for _, text in shown]
    same = [text for handle, text in shown if _stroke(handle) == _stroke(line)]
    label = str(line.get_label())
    return label if label in names or len(same) != 1 else same[0]


def _stroke(artist: Any) -> tuple:
    return tuple(str(getattr(artist, f"get_{n}", str)()) for n in ("color", "linestyle", "marker"))


def _look(line: Any) -> tuple[str, str]:
    """A cor de uma linha, em hexadecimal, e o seu traço: o tracejado, ou o marcador sem linha."""
    from matplotlib.colors import to_hex

    # Dois tracejados escritos como tuplas têm, no Matplotlib, o mesmo nome: "--".
    dashes = getattr(line, "_unscaled_dash_pattern", line.get_linestyle())
    return to_hex(line.get_color()), f"{line.get_linestyle()} {dashes} {line.get_marker()}"


def _line(label: Any, points: Any, color: str = "", stroke: str = "") -> dict:
    x, y = (np.asarray(values, dtype=float) for values in points)
    return {"label": str(label), "x": x, "y": y, "color": color, "stroke": stroke}
