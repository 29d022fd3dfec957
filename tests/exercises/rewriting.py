"""A mesma resposta, escrita de outros jeitos: nenhum deles pode mudar a nota.

Cada jeito recebe o que o aluno daria a `check` e devolve o mesmo em outra forma: uma
função que é um lambda, um resultado que é lista, tensor ou tabela, uma rede funcional em
vez de sequencial, uma figura com o título à esquerda.
"""

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

Rewrite = Callable[[Any], Any]


def rewrites(collector: str, answer: Any) -> Iterator[tuple[str, Any]]:
    """Devolve, com o nome do jeito, cada forma da resposta a um item.

    Parameters
    ----------
    collector : str
        O coletor do item, que diz o tipo da resposta.
    answer : any
        A resposta certa.
    """
    if collector == "function":
        yield from ((name, form(answer)) for name, form in FORMS.items())
        for name, convert in VALUES.items():
            yield f"devolve {name}", _after(answer, convert)
    elif collector in ("value", "array"):
        yield from ((name, convert_all(answer, convert)) for name, convert in VALUES.items())
    elif collector == "table":
        yield from ((name, change(answer.copy())) for name, change in TABLES.items())
    elif collector == "model":
        yield from ((name, rebuild(answer)) for name, rebuild in MODELS.items())
    elif collector == "figure":
        yield from ((name, _redrawn(answer, change)) for name, change in FIGURES.items())


def convert_all(value: Any, convert: Rewrite) -> Any:
    """Converte cada matriz e cada número, por dentro de tuplas, listas e dicionários."""
    if isinstance(value, Mapping):
        return {key: convert_all(inner, convert) for key, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(convert_all(inner, convert) for inner in value)
    if isinstance(value, list) and not _is_numeric(value):
        return [convert_all(inner, convert) for inner in value]
    return convert(value)


def _is_numeric(value: Any) -> bool:
    try:
        return np.asarray(value).dtype.kind in "biuf"
    except ValueError:
        return False


def _after(function: Callable[..., Any], convert: Rewrite) -> Callable[..., Any]:
    return lambda *arguments: convert_all(function(*arguments), convert)


class _Caller:
    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function

    def __call__(self, *arguments: Any) -> Any:
        return self.function(*arguments)

    def method(self, *arguments: Any) -> Any:
        return self.function(*arguments)


FORMS: dict[str, Rewrite] = {
    "um lambda": lambda function: lambda *arguments: function(*arguments),
    "functools.partial": functools.partial,
    "um objeto com __call__": _Caller,
    "um método": lambda function: _Caller(function).method,
}


def _as_list(value: Any) -> Any:
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else value


def _as_numpy(value: Any) -> Any:
    return np.asarray(value) if _is_numeric(value) else value


def _as_float32(value: Any) -> Any:
    array = np.asarray(value) if _is_numeric(value) else None
    if array is None or array.dtype.kind != "f":
        return value
    return array.astype(np.float32)[()]


def _as_tensor(value: Any) -> Any:
    import tensorflow as tf

    return tf.constant(value) if _is_numeric(value) else value


def _as_pandas(value: Any) -> Any:
    array = np.asarray(value) if _is_numeric(value) else None
    if array is None or array.ndim not in (1, 2):
        return value
    return pd.Series(array) if array.ndim == 1 else pd.DataFrame(array)


VALUES: dict[str, Rewrite] = {
    "listas e números do Python": _as_list,
    "matrizes do NumPy": _as_numpy,
    "float32": _as_float32,
    "tensores": _as_tensor,
    "Series e DataFrame": _as_pandas,
}


def _as_objects(table: pd.DataFrame) -> pd.DataFrame:
    return table.astype(object)


def _with_float32(table: pd.DataFrame) -> pd.DataFrame:
    floats = {name: "float32" for name in table.columns if table[name].dtype.kind == "f"}
    return table.astype(floats)


TABLES: dict[str, Rewrite] = {
    "colunas de objetos": _as_objects,
    "colunas em float32": _with_float32,
    "colunas em outra ordem": lambda table: table[list(table.columns)[::-1]],
}


def _recompiled(model: Any, other: Any) -> Any:
    if model.compiled:
        other.compile_from_config(model.get_compile_config())
    return other


def _as_functional(model: Any) -> Any:
    import keras

    inputs = keras.Input(model.input_shape[1:])
    outputs = inputs
    for layer in model.layers:
        outputs = layer(outputs)
    return _recompiled(model, keras.Model(inputs, outputs))


def _as_nested(model: Any) -> Any:
    import keras

    hidden = keras.Sequential([keras.Input(model.input_shape[1:]), *model.layers[:-1]])
    outer = [keras.Input(model.input_shape[1:]), hidden, model.layers[-1]]
    return _recompiled(model, keras.Sequential(outer))


def _as_subclass(model: Any) -> Any:
    import keras

    class Network(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.steps = list(model.layers)

        def call(self, inputs: Any) -> Any:
            for layer in self.steps:
                inputs = layer(inputs)
            return inputs

    network = Network()
    network(np.zeros((1, *model.input_shape[1:]), np.float32))
    return _recompiled(model, network)


MODELS: dict[str, Rewrite] = {
    "funcional": _as_functional,
    "uma Sequential dentro da outra": _as_nested,
    "uma classe": _as_subclass,
}


def _redrawn(figure: Any, change: Callable[[Any], None]) -> Any:
    import pickle

    other = pickle.loads(pickle.dumps(figure))  # noqa: S301
    change(other)
    return other


def _move_titles(figure: Any, to: str) -> None:
    for ax in figure.axes:
        title = ax.get_title()
        ax.set_title("")
        ax.set_title(title, loc=to)


def _use_suptitle(figure: Any) -> None:
    titles = [ax.get_title() for ax in figure.axes]
    for ax in figure.axes:
        ax.set_title("")
    figure.suptitle(" ".join(filter(None, titles)))


def _use_figure_legend(figure: Any) -> None:
    handles, labels = figure.axes[0].get_legend_handles_labels()
    for ax in figure.axes:
        if ax.get_legend():
            ax.get_legend().remove()
    figure.legend(handles, labels)


def _reverse_legend(figure: Any) -> None:
    for ax in figure.axes:
        handles, labels = ax.get_legend_handles_labels()
        ax.legend(handles[::-1], labels[::-1])


def _name_only_in_legend(figure: Any) -> None:
    for ax in figure.axes:
        handles, labels = ax.get_legend_handles_labels()
        for handle in handles:
            handle.set_label("")
        ax.legend(handles[::-1], labels[::-1])


FIGURES: dict[str, Callable[[Any], None]] = {
    "título à esquerda": functools.partial(_move_titles, to="left"),
    "título à direita": functools.partial(_move_titles, to="right"),
    "título da figura": _use_suptitle,
    "legenda da figura": _use_figure_legend,
    "legenda em outra ordem": _reverse_legend,
    "nomes só na legenda": _name_only_in_legend,
}

