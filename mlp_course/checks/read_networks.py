"""Ler uma rede do Keras já coletada: o que ela calcula e como foi compilada.

A mesma rede se escreve de muitos jeitos; o que a define são os pesos e o que ela responde às
linhas do coletor. Os nomes na configuração servem para dizer o que há no lugar do esperado.
"""

import re
from itertools import pairwise, product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, softmax

from mlp_course.checks.collectors import probe_rows
from mlp_course.checks.compare import close

_FUNCTIONS = {
    "relu": lambda z: np.maximum(z, 0),
    "linear": lambda z: z,
    "sigmoid": expit,
    "tanh": np.tanh,
    "softmax": lambda z: softmax(z, axis=-1),
}
_UNKNOWN = "que não são as da configuração"
# Mais camadas do que isto fariam combinações demais; nenhum exercício pede tantas.
_MAX_DENSE = 4
_NOISE = re.compile("Dropout|Noise|ActivityRegularization")
_LOSS_ALIASES = {"bce": "binarycrossentropy", "mse": "meansquarederror"}
_ACTIVATION_LAYERS = {
    "Activation": None,
    "ReLU": "relu",
    "LeakyReLU": "leaky_relu",
    "PReLU": "prelu",
    "ELU": "elu",
    "Softmax": "softmax",
}


def activations(layers: list[dict]) -> list[str]:
    """Devolve uma ativação por camada densa, na ordem.

    Camadas só de ativação contam para a densa anterior; redes dentro de redes são abertas.
    """
    found: list[str] = []
    for layer in _flat(layers):
        name = layer["class"]
        if name == "Dense":
            found.append(_activation_name(layer.get("activation")))
        elif name in _ACTIVATION_LAYERS and found[-1:] == ["linear"]:
            found[-1] = _ACTIVATION_LAYERS[name] or _activation_name(layer.get("activation"))
    return found


def computed_activations(data: dict) -> list[str]:
    """Devolve as ativações que explicam o que a rede calcula, uma por camada densa.

    Onde as respostas não se podem refazer, valem as da configuração.
    """
    named, layers = activations(data["layers"]), _dense_weights(data["weights"])
    if data.get("outputs") is None or not 0 < len(layers) <= _MAX_DENSE:
        return named
    rows = probe_rows(len(layers[0][0]))
    # Primeiro os nomes da configuração: é com eles que o aluno escreveu a rede.
    for guess in (named, *product(_FUNCTIONS, repeat=len(layers))):
        known = len(guess) == len(layers) and set(guess) <= set(_FUNCTIONS)
        if known and close(data["outputs"], _forward(rows, layers, guess)):
            return list(guess)
    return named if set(named) - set(_FUNCTIONS) else [_UNKNOWN] * len(layers)


def training_extras(layers: list[dict]) -> list[str]:
    """Devolve o que muda o treino e não o que a rede responde: ruído e penalidades."""
    flat = _flat(layers)
    noise = [layer["class"] for layer in flat if _NOISE.search(str(layer["class"]))]
    penalties = [
        name
        for name in ("kernel_regularizer", "bias_regularizer", "activity_regularizer")
        if any(layer.get(name) for layer in flat)
    ]
    return list(dict.fromkeys([*noise, *penalties]))


def loss_of(data: dict) -> tuple[str, bool]:
    """Devolve o nome da perda, sem sublinhados, e se ela espera logits."""
    loss = (data["compiled"] or {}).get("loss")
    if isinstance(loss, list) and len(loss) == 1:
        loss = loss[0]
    config = loss.get("config") if isinstance(loss, dict) else None
    from_logits = bool(config.get("from_logits")) if isinstance(config, dict) else False
    name = name_of(loss)
    return _LOSS_ALIASES.get(name, name), from_logits


def name_of(item: Any) -> str:
    """Devolve o nome de um otimizador ou perda, em minúsculas e sem sublinhados."""
    if isinstance(item, dict):
        item = item.get("class_name") if item.get("class_name") != "function" else item["config"]
    return str(item).lower().replace("_", "").replace("lossscaleoptimizer", "")


def metric_names(metrics: Any) -> list[str]:
    """Devolve os nomes com que as métricas aparecem no histórico."""
    if isinstance(metrics, list):
        return [name for metric in metrics for name in metric_names(metric)]
    if isinstance(metrics, dict) and isinstance(metrics.get("config"), dict):
        return [str(metrics["config"].get("name"))]
    return [str(metrics).lower()] if isinstance(metrics, str) else []


def _activation_name(activation: Any) -> str:
    """O nome de uma ativação; a do TensorFlow (`tf.nn.softmax`) chega como uma função."""
    if isinstance(activation, dict):
        activation = activation.get("config")
    return str(activation).removesuffix("_v2")


def is_roc_auc(metric: Any) -> bool:
    """Diz se uma métrica da configuração é a área sob a curva ROC."""
    if isinstance(metric, str):
        return metric.lower() == "auc"
    if not isinstance(metric, dict) or metric.get("class_name") != "AUC":
        return False
    config = metric.get("config")
    return isinstance(config, dict) and config.get("curve", "ROC") == "ROC"


def _dense_weights(weights: list[NDArray]) -> list[tuple[NDArray, NDArray]]:
    """Devolve pesos e viés de cada camada densa; vazio se não for uma pilha delas."""
    layers: list[tuple[NDArray, NDArray]] = []
    has_bias = True
    for w in weights:
        if w.ndim == 2:
            layers.append((w, np.zeros(w.shape[1])))
            has_bias = False
        elif not has_bias and w.shape == layers[-1][1].shape:
            layers[-1] = (layers[-1][0], w)
            has_bias = True
        else:
            return []
    chained = all(a.shape[1] == b.shape[0] for (a, _), (b, _) in pairwise(layers))
    return layers if chained else []


def _forward(rows: NDArray, layers: list[tuple[NDArray, NDArray]], names: Any) -> NDArray:
    for (kernel, bias), name in zip(layers, names, strict=True):
        rows = _FUNCTIONS[name](rows @ kernel + bias)
    return rows


def _flat(layers: list[dict]) -> list[dict]:
    flat = []
    for layer in layers:
        inner = layer.get("layers")
        if isinstance(inner, list):
            flat += _flat([_inner_layer(i) for i in inner if isinstance(i, dict)])
        else:
            flat.append(layer)
    return flat


def _inner_layer(layer: dict) -> dict:
    """Uma camada como o Keras a guarda dentro de outra, no formato do coletor."""
    config = layer.get("config")
    return {"class": layer.get("class_name"), **(config if isinstance(config, dict) else {})}
