"""Coletores: de uma resposta qualquer a dados puros.

Dados puros são `None`, booleanos, números, textos, listas, dicionários e
matrizes numéricas do NumPy. Nada aqui conhece um exercício em particular: um
exercício novo não acrescenta código que rode junto do código do aluno.
"""

import copy
import math
from collections.abc import Callable, Mapping
from numbers import Integral, Real
from typing import Any

import numpy as np

from mlp_course.checks.traces import added_loss, global_draws

Plain = Any
MAX_DEPTH = 8
# Nenhuma conta de um juiz lê um inteiro maior: ele nem vira um float.
MAX_BITS = 64


class CollectError(Exception):
    """A resposta não é do tipo que o item pede."""

    def __init__(self, expected: str, found: str) -> None:
        super().__init__(f"Esperado: {expected}. Encontrado: {found}.")
        self.expected, self.found = expected, found


def collect(collector: str, answer: Any, challenge: dict[str, Any]) -> Plain:
    """Reduz `answer` a dados puros com o coletor de nome `collector`.

    Parameters
    ----------
    collector : {"value", "array", "table", "model", "history", "figure", "function"}
    answer : any
        A resposta do aluno.
    challenge : dict
        Usado só por ``"function"``: a chave ``"calls"`` dá, por nome, a lista de
        argumentos de cada chamada.

    Returns
    -------
    dados puros

    Raises
    ------
    CollectError
        Se a resposta for de outro tipo.
    ValueError
        Se o coletor não existir.
    """
    if collector == "function":
        return collect_function(answer, challenge["calls"])
    if collector not in _COLLECTORS:
        raise ValueError(f"O coletor {collector!r} não existe: use {sorted(_COLLECTORS)}.")
    return _COLLECTORS[collector](answer)


def is_blank(answer: Any) -> bool:
    """Diz se nada foi respondido: reticências, nada, ou só isso dentro de uma coleção."""
    if answer is None or answer is ...:
        return True
    if isinstance(answer, Mapping):
        return bool(answer) and all(is_blank(v) for v in answer.values())
    return isinstance(answer, list | tuple) and bool(answer) and all(is_blank(v) for v in answer)


def collect_value(answer: Any, depth: int = 0) -> Plain:
    """Números, textos, coleções e matrizes, em qualquer combinação."""
    if depth > MAX_DEPTH:
        raise CollectError("um valor simples", "coleções dentro de coleções demais")
    if answer is None or answer is ... or isinstance(answer, bool | str):
        return None if answer is ... else answer
    if isinstance(answer, np.bool_):
        return bool(answer)
    if isinstance(answer, Integral):
        if (bits := int(answer).bit_length()) > MAX_BITS:
            raise CollectError(f"inteiros de até {MAX_BITS} bits", f"um inteiro de {bits} bits")
        return int(answer)
    if isinstance(answer, Real):
        return float(answer)
    if isinstance(answer, Mapping):
        return {_plain_key(k): collect_value(v, depth + 1) for k, v in answer.items()}
    if isinstance(answer, list | tuple | set | frozenset):
        return [collect_value(v, depth + 1) for v in answer]
    if isinstance(answer, np.ndarray) and answer.dtype.kind == "U":
        # np.where entre dois textos devolve uma matriz deles.
        return answer.tolist()
    return collect_array(answer)


def collect_array(answer: Any) -> np.ndarray:
    """Matriz numérica, de listas, NumPy, pandas ou tensores."""
    try:
        array = np.asarray(answer)
    except Exception as error:
        raise CollectError("uma matriz de números", f"{_kind(answer)} ({error})") from None
    if array.dtype.kind not in "biuf":
        raise CollectError("uma matriz de números", f"{_kind(answer)} de {array.dtype}")
    return np.array(array)


def collect_table(answer: Any) -> Plain:
    """DataFrame: nomes das colunas, índice e valores por coluna."""
    if not hasattr(answer, "columns") or not hasattr(answer, "to_dict"):
        raise CollectError("uma tabela do pandas (DataFrame)", _kind(answer))
    return {
        "columns": [str(c) for c in answer.columns],
        "index": collect_value(list(answer.index)),
        "values": {str(c): [_cell(v) for v in answer[c]] for c in answer.columns},
    }


def collect_model(answer: Any) -> Plain:
    """Rede do Keras: configuração das camadas, pesos e como foi compilada."""
    if not hasattr(answer, "layers") or not hasattr(answer, "get_weights"):
        raise CollectError("uma rede do Keras", _kind(answer))
    # Uma rede que é uma classe do aluno pode não ter um formato de entrada só.
    shape = getattr(answer, "input_shape", None) if answer.built else None
    return {
        "input_shape": None if shape is None else collect_value(list(shape)),
        "layers": [{"class": type(la).__name__, **_layer_config(la)} for la in answer.layers],
        "weights": [np.asarray(w) for w in answer.get_weights()],
        "outputs": _probe_outputs(answer),
        "added_loss": added_loss(answer),
        "compiled": _compile_config(answer),
    }


def probe_rows(n_features: int) -> np.ndarray:
    """Linhas fixas que se mostram a uma rede: o que ela responde diz o que calcula."""
    return np.random.default_rng(0).normal(size=(16, n_features)).astype("float32")


def collect_history(answer: Any) -> Plain:
    """Histórico de treino: as séries, os passos por epoch e as correções que a rede já teve."""
    series = getattr(answer, "history", answer)
    if not isinstance(series, Mapping):
        raise CollectError("o histórico que fit devolve", _kind(answer))
    try:
        numbers = {str(k): [float(v) for v in values] for k, values in series.items()}
    except (TypeError, ValueError):
        raise CollectError("séries de números, uma por métrica", "outros valores") from None
    return {
        "series": numbers,
        "steps": collect_value((getattr(answer, "params", None) or {}).get("steps")),
        "iterations": _optimizer_steps(getattr(answer, "model", None)),
    }


def collect_figure(answer: Any) -> Plain:
    """Figura ou eixos do Matplotlib: títulos, rótulos, legendas e linhas."""
    if hasattr(answer, "get_xlabel"):
        figure, axes = answer.get_figure(), [answer]
    elif hasattr(answer, "get_axes"):
        figure, axes = answer, answer.get_axes()
    else:
        raise CollectError("uma figura ou eixos do Matplotlib", _kind(answer))
    return {"axes": [_axes_data(ax, figure) for ax in axes]}


def collect_function(answer: Any, calls: Mapping[str, list]) -> Plain:
    """Chama a função do aluno com cada lista de argumentos do desafio.

    Cada chamada recebe cópias, também do que está em listas e dicionários: alterar uma matriz, ou
    mexer nos geradores globais, é observado, e nada do que a função altera chega ao juiz.
    """
    if not callable(answer):
        raise CollectError("uma função (sem parênteses depois do nome)", _kind(answer))
    return {name: _call(answer, arguments) for name, arguments in calls.items()}


def _call(function: Callable, arguments: list) -> Plain:
    copies, before = copy.deepcopy(arguments), global_draws()
    try:
        result = collect_value(function(*copies))
    except Exception as error:
        kind = "" if isinstance(error, CollectError) else f"{type(error).__name__}: "
        return {"error": f"{kind}{error}", "result": None, "mutated": False}
    mutated = any(
        isinstance(a, np.ndarray) and not np.array_equal(a, b, equal_nan=True)
        for a, b in zip(arguments, copies, strict=True)
    )
    call = {"error": None, "result": result, "mutated": mutated}
    return None if is_blank(result) else call | {"reseeded": global_draws() != before}


def _axes_data(ax: Any, figure: Any) -> dict:
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
            *(_line(_shown_name(line, legends), line.get_data()) for line in ax.get_lines()),
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
    same = [text for handle, text in shown if _stroke(handle) == _stroke(line)]
    label = str(line.get_label())
    return label if len(same) != 1 or any(label == text for _, text in shown) else same[0]


def _stroke(artist: Any) -> tuple:
    return tuple(str(getattr(artist, f"get_{n}", str)()) for n in ("color", "linestyle", "marker"))


def _line(label: Any, points: Any) -> dict:
    x, y = (np.asarray(values, dtype=float) for values in points)
    return {"label": str(label), "x": x, "y": y}


def _probe_outputs(model: Any) -> np.ndarray | None:
    kernels = [w for w in model.get_weights() if np.ndim(w) == 2]
    if not kernels:
        return None
    try:
        return collect_array(model(probe_rows(len(kernels[0])), training=False))
    except Exception:
        # A rede é código do aluno, e falha de qualquer jeito; sem respostas, fica a configuração.
        return None


def _optimizer_steps(model: Any) -> int | None:
    optimizer = getattr(model, "optimizer", None)
    return None if optimizer is None else int(optimizer.iterations)


def _compile_config(model: Any) -> dict | None:
    if getattr(model, "optimizer", None) is None:
        return None
    config = _json_config(model.get_compile_config() or {})
    return {name: config.get(name) for name in ("optimizer", "loss", "metrics")}


def _layer_config(layer: Any) -> dict:
    try:
        return _json_config(layer.get_config())
    except NotImplementedError:
        # Uma camada escrita pelo aluno, que o Keras não sabe descrever: fica só a classe.
        return {}


def _json_config(config: Any) -> Any:
    """Só o que é JSON; do resto fica o nome do tipo, que basta para julgar."""
    if isinstance(config, Mapping):
        return {str(k): _json_config(v) for k, v in config.items()}
    if isinstance(config, list | tuple):
        return [_json_config(v) for v in config]
    if config is None or isinstance(config, bool | int | float | str):
        return config
    return type(config).__name__


def _cell(value: Any) -> Plain:
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    plain = collect_value(value)
    return None if isinstance(plain, float) and math.isnan(plain) else plain


def _plain_key(key: Any) -> str | int | float | bool:
    plain = collect_value(key)
    return plain if isinstance(plain, str | int | float | bool) else str(plain)


def _kind(answer: Any) -> str:
    return f"um objeto do tipo {type(answer).__name__}"


_COLLECTORS: dict[str, Callable[[Any], Plain]] = {
    "value": collect_value,
    "array": collect_array,
    "table": collect_table,
    "model": collect_model,
    "history": collect_history,
    "figure": collect_figure,
}
