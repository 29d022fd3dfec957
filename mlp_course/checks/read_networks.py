"""Ler uma rede do Keras já coletada: ativações, perda, otimizador e métricas, pelo nome."""

from typing import Any

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


def loss_of(data: dict) -> tuple[str, bool]:
    """Devolve o nome da perda, sem sublinhados, e se ela espera logits."""
    loss = (data["compiled"] or {}).get("loss")
    if isinstance(loss, list) and len(loss) == 1:
        loss = loss[0]
    config = loss.get("config") if isinstance(loss, dict) else None
    from_logits = bool(config.get("from_logits")) if isinstance(config, dict) else False
    return name_of(loss), from_logits


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
