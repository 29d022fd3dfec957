"""O formato que cada coletor produz, para recusar uma resposta forjada antes do juiz.

Juízes podem contar com estas formas: uma lista de camadas é uma lista de
dicionários, uma série é uma lista de números. O resto é com eles: de uma rede só se
leem configuração e pesos, e nenhum juiz a reconstrói.
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np


def find_fault(collector: str, data: Any) -> str:
    """Diz o que há de errado com os dados de um coletor; vazio se nada há."""
    if not _SHAPES.get(collector, lambda value: True)(data):
        return "a resposta não tem o formato que a verificação escreve"
    return ""


def simplest_answer(collector: str, calls: Iterable[str]) -> Any:
    """A menor resposta que um coletor escreve; `calls` são as chamadas, se é uma função."""
    call = {"error": None, "result": 0, "mutated": False}
    return {
        "array": np.zeros(1),
        "table": {"columns": [], "index": [], "values": {}},
        "model": {"layers": [], "weights": [], "compiled": None, "input_shape": None},
        "history": {"series": {}, "steps": None, "iterations": None},
        "figure": {"axes": []},
        "function": dict.fromkeys(calls, call),
    }.get(collector, 0)


def _is_table(data: Any) -> bool:
    return (
        _has(data, columns=_list_of(str), values=dict)
        and set(data["values"]) == set(data["columns"])
        and all(isinstance(column, list) for column in data["values"].values())
    )


def _is_model(data: Any) -> bool:
    return (
        _has(data, layers=_list_of(dict), weights=_list_of(np.ndarray))
        and all(isinstance(layer.get("class"), str) for layer in data["layers"])
        and isinstance(data.get("compiled"), dict | None)
        and isinstance(data.get("input_shape"), list | None)
    )


def _is_history(data: Any) -> bool:
    return _has(data, series=dict) and all(
        isinstance(name, str) and _list_of(int | float)(values)
        for name, values in data["series"].items()
    )


def _is_figure(data: Any) -> bool:
    return _has(data, axes=_list_of(dict)) and all(
        _has(ax, title=str, xlabel=str, ylabel=str, legend=_list_of(str), lines=_list_of(dict))
        and all(_has(line, label=str, x=np.ndarray, y=np.ndarray) for line in ax["lines"])
        for ax in data["axes"]
    )


def _is_calls(data: Any) -> bool:
    return isinstance(data, dict) and all(
        call is None or (_has(call, mutated=bool) and isinstance(call.get("error"), str | None))
        for call in data.values()
    )


def _has(data: Any, **fields: Any) -> bool:
    return isinstance(data, dict) and all(
        name in data
        and (isinstance(data[name], kind) if isinstance(kind, type) else kind(data[name]))
        for name, kind in fields.items()
    )


def _list_of(kind: Any) -> Callable[[Any], bool]:
    return lambda data: isinstance(data, list) and all(isinstance(item, kind) for item in data)


_SHAPES: dict[str, Callable[[Any], bool]] = {
    "array": lambda data: isinstance(data, np.ndarray),
    "table": _is_table,
    "model": _is_model,
    "history": _is_history,
    "figure": _is_figure,
    "function": _is_calls,
}
