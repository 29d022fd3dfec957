"""Juiz de `09-projeto` sobre a rede: livre, com uma saída que diga probabilidades."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_networks import activations, loss_of

# O que a célula de verificação pede: tamanhos que não são os de nenhum dos dois conjuntos.
N_FEATURES, N_CLASSES = 7, 4


def judge_network(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga tamanhos, camadas ocultas, e a saída com a sua perda."""
    kernels = [np.shape(w) for w in data["weights"] if np.ndim(w) == 2]
    found = activations(data["layers"])
    *hidden, output = found or ["ausente"]
    if not kernels:
        return [
            Criterion(
                False,
                "um MLP com o tamanho da entrada definido",
                "uma rede ainda sem pesos",
                "Comece por keras.Input((n_features,)).",
            )
        ]
    fault = _name_output_fault(output, data)
    return [
        Criterion(
            kernels[0][0] == N_FEATURES and kernels[-1][1] == N_CLASSES,
            "n_features entradas e n_classes saídas, quaisquer que sejam",
            f"{kernels[0][0]} entradas e {kernels[-1][1]} saídas, onde se pediam "
            f"{N_FEATURES} e {N_CLASSES}",
            "Use os argumentos da função, e não números escritos à mão.",
        ),
        Criterion(
            any(name != "linear" for name in hidden),
            "ao menos uma camada oculta com ativação",
            "camadas ocultas sem ativação: juntas, valem por uma camada linear"
            if hidden
            else "nenhuma camada oculta: isto é uma regressão logística",
            "Dense(n, activation='relu'), por exemplo.",
        ),
        Criterion(
            not fault,
            "uma saída em que as classes somam 1, com a entropia cruzada de rótulos inteiros",
            fault,
            "Com várias classes a saída é softmax; a perda, a entropia cruzada categórica esparsa.",
            weight=2,
        ),
    ]


def _name_output_fault(output: str, data: dict) -> str:
    if data["compiled"] is None:
        return "uma rede sem compile"
    if data["compiled"].get("loss") is None:
        return "compile sem perda"
    loss, from_logits = loss_of(data)
    if output not in ("softmax", "linear"):
        return f"ativação de saída {output}: as probabilidades das classes não somam 1"
    if loss == "categoricalcrossentropy":
        return "categorical_crossentropy, que espera rótulos em one-hot; os daqui são inteiros"
    if loss != "sparsecategoricalcrossentropy":
        return f"a perda {loss}"
    if output == "linear" and not from_logits:
        return "saída linear com entropia cruzada de probabilidades"
    if output == "softmax" and from_logits:
        return "softmax e from_logits=True: a softmax é aplicada duas vezes"
    return ""
