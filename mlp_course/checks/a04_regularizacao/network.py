"""Juiz de `04-regularizacao` para a rede do Keras: que tensor paga qual penalidade."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from mlp_course.checks.compare import close, number
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_networks import activations
from mlp_course.checks.read_numbers import numbers

L1, L2 = 1e-4, 1e-3
SHAPES = [(30, 16), (16,), (16, 8), (8,), (8, 1), (1,)]
ACTIVATIONS = ["relu", "relu", "sigmoid"]
TENSORS = ("kernel", "bias")

Fine = tuple[float, float]
OTHER_KIND: Fine = (np.nan, np.nan)


def judge_network(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga a presença da penalidade em pesos e vieses das três camadas, e as intensidades."""
    shapes = [np.shape(w) for w in data["weights"]]
    dense = list(_dense_layers(data["layers"]))
    if shapes != SHAPES or len(dense) != len(ACTIVATIONS):
        return [
            Criterion(
                False,
                "a rede do enunciado: 30 entradas e camadas densas de 16, 8 e 1 neurônios",
                _name_network_fault(shapes, dense),
                "Copie make_network e acrescente só as penalidades.",
            )
        ]
    fines = {
        tensor: [_strengths(layer.get(f"{tensor}_regularizer")) for layer in dense]
        for tensor in TENSORS
    }
    if _pays_by_hand(fines, data):
        fines = {tensor: [(L1, L2)] * len(dense) for tensor in TENSORS}
    paid = [fine for tensor in TENSORS for fine in fines[tensor] if fine is not None]
    if not paid:
        return [
            Criterion(
                False,
                "uma penalidade sobre pesos e vieses das camadas",
                "activity_regularizer, que penaliza as saídas, e não os pesos"
                if any(layer.get("activity_regularizer") for layer in dense)
                else "camadas sem nenhuma penalidade",
                "Dense aceita kernel_regularizer e bias_regularizer.",
            )
        ]
    extra = _name_extra(data["layers"], dense)
    return [
        Criterion(
            None not in fines["kernel"],
            "penalidade sobre os pesos (kernel) das três camadas",
            _name_absence(fines["kernel"], "os pesos"),
            "O argumento é kernel_regularizer, em cada Dense.",
        ),
        Criterion(
            None not in fines["bias"],
            "penalidade sobre os vieses (bias) das três camadas",
            _name_absence(fines["bias"], "os vieses"),
            "O argumento é bias_regularizer, em cada Dense.",
        ),
        Criterion(
            all(_same(fine, (L1, L2)) for fine in paid) and not extra,
            "as intensidades do enunciado em cada penalidade, e nenhum freio a mais",
            extra or _name_strengths([fine for fine in paid if not _same(fine, (L1, L2))]),
            "keras.regularizers.L1L2 aceita l1= e l2=: diga os nomes.",
            weight=2,
        ),
        *_judge_activations(activations(data["layers"])),
    ]


def _pays_by_hand(fines: dict[str, list[Fine | None]], data: Any) -> bool:
    """Diz se regularizadores escritos pelo aluno, em todo tensor, somam o elastic net pedido."""
    found = data.get("added_loss")
    weights = np.concatenate([np.ravel(w) for w in data["weights"]]).astype(float)
    expected = L1 * np.abs(weights).sum() + L2 * np.square(weights).sum()
    other = all(fine is not None and np.isnan(fine).all() for t in TENSORS for fine in fines[t])
    return other and found is not None and close(found / expected, 1)


def _name_extra(layers: list[dict], dense: list[dict]) -> str:
    if any(layer.get("activity_regularizer") for layer in dense):
        return "também activity_regularizer, que penaliza as saídas"
    names = [layer["class"] for layer in layers]
    return next((f"uma camada {n} a mais" for n in names if "Dropout" in n or "Noise" in n), "")


def _judge_activations(found: list[str]) -> Iterator[Criterion]:
    # Só tira pontos: copiar make_network é o ponto de partida, e não o que se pede.
    if found != ACTIVATIONS:
        yield Criterion(
            False,
            "as ativações de make_network: relu, relu e sigmoid",
            f"as ativações {', '.join(found)}",
            "Copie make_network e acrescente só as penalidades.",
        )


def _dense_layers(layers: list[dict]) -> Iterator[dict]:
    """Percorre as camadas densas, também as de uma rede dentro da rede."""
    for layer in layers:
        if layer["class"] == "Dense":
            yield layer
        inner = layer.get("layers")
        if isinstance(inner, list):
            yield from _dense_layers([{"class": i["class_name"], **i["config"]} for i in inner])


def _name_network_fault(shapes: list[tuple[int, ...]], dense: list[dict]) -> str:
    kernels = [shape for shape in shapes if len(shape) == 2]
    if not kernels:
        return "nenhum peso de camada densa, como em uma rede sem keras.Input"
    if shapes == SHAPES:
        return f"{len(dense)} camadas do tipo Dense, e as outras de outro tipo"
    if any(layer.get("use_bias") is False for layer in dense):
        return "camadas sem vieses"
    units = ", ".join(str(outputs) for _, outputs in kernels)
    return f"{kernels[0][0]} entradas e camadas de {units} neurônios"


def _strengths(config: Any) -> Fine | None:
    """Lê (l1, l2) da configuração; None se não há penalidade, NaN se ela não é L1, L2 ou L1L2."""
    match config:
        case None:
            return None
        case {"class_name": "L1" | "L2" | "L1L2", "config": {**values}}:
            found = numbers([values.get(name, 0.0) for name in ("l1", "l2")], (2,))
            return OTHER_KIND if found is None else (float(found[0]), float(found[1]))
    return OTHER_KIND


def _same(found: Fine, expected: Fine) -> bool:
    return bool(np.allclose(found, expected, rtol=1e-4, atol=0))


def _name_absence(fines: list[Fine | None], what: str) -> str:
    if all(fine is None for fine in fines):
        return f"nenhuma camada penaliza {what}"
    if fines[-1] is None and None not in fines[:-1]:
        return f"a camada de saída não penaliza {what}"
    return (
        f"camadas que não penalizam {what}: {sum(fine is None for fine in fines)} de {len(fines)}"
    )


def _name_strengths(wrong: list[Fine]) -> str:
    known = {
        "l1 e l2 trocados": (L2, L1),
        "l2 pela metade": (L1, L2 / 2),
        "l2 em dobro": (L1, 2 * L2),
        "só a L1": (L1, 0),
        "só a L2": (0, L2),
        "só a L1, com a intensidade padrão do Keras": (0.01, 0),
        "só a L2, com a intensidade padrão do Keras": (0, 0.01),
        "L1L2 sem intensidades, que no Keras valem zero": (0, 0),
    }
    for name, strengths in known.items():
        if all(_same(fine, strengths) for fine in wrong):
            return name
    if np.isnan(wrong).any():
        return "um regularizador de outro tipo, e não L1L2"
    return "; ".join(dict.fromkeys(f"l1={number(l1)} e l2={number(l2)}" for l1, l2 in wrong))
