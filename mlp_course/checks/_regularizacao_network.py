"""Juiz de `06-regularizacao` para a rede do Keras: que tensor paga qual multa."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from mlp_course.checks.definition import Challenge, Criterion

L1, L2 = 1e-4, 1e-3
SHAPES = [(30, 16), (16,), (16, 8), (8,), (8, 1), (1,)]
TENSORS = ("kernel", "bias")


def judge_network(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga a presença da multa em pesos e vieses das três camadas, e as intensidades."""
    shapes = [np.shape(w) for w in data["weights"]]
    dense = [layer for layer in data["layers"] if layer["class"] == "Dense"]
    if shapes != SHAPES or len(dense) != 3:
        units = [shape[1] for shape in shapes if len(shape) == 2]
        return [
            Criterion(
                False,
                "a rede do enunciado: 30 entradas e camadas densas de 16, 8 e 1 neurônios",
                f"camadas de {', '.join(map(str, units))} neurônios" if units else "rede sem pesos",
                "Copie make_network e acrescente só as multas.",
            )
        ]
    fines = {
        tensor: [_strengths(layer.get(f"{tensor}_regularizer")) for layer in dense]
        for tensor in TENSORS
    }
    paid = [fine for tensor in TENSORS for fine in fines[tensor] if fine is not None]
    if not paid:
        return [
            Criterion(
                False,
                "uma multa sobre pesos e vieses das camadas",
                "activity_regularizer, que multa as saídas, e não os pesos"
                if any(layer.get("activity_regularizer") for layer in dense)
                else "camadas sem nenhuma multa",
                "Dense aceita kernel_regularizer e bias_regularizer.",
            )
        ]
    return [
        Criterion(
            None not in fines["kernel"],
            "multa sobre os pesos (kernel) das três camadas",
            _name_absence(fines["kernel"], "os pesos"),
            "O argumento é kernel_regularizer, em cada Dense.",
        ),
        Criterion(
            None not in fines["bias"],
            "multa sobre os vieses (bias) das três camadas",
            _name_absence(fines["bias"], "os vieses"),
            "O argumento é bias_regularizer, em cada Dense.",
        ),
        Criterion(
            all(_same(fine, (L1, L2)) for fine in paid),
            "as intensidades do enunciado em cada multa",
            _name_strengths([fine for fine in paid if not _same(fine, (L1, L2))]),
            "keras.regularizers.L1L2 aceita l1= e l2=: diga os nomes.",
            weight=2,
        ),
    ]


def _strengths(config: Any) -> tuple[float, float] | None:
    """Lê (l1, l2) da configuração; None se não há multa, NaN se ela não é L1, L2 ou L1L2."""
    if config is None:
        return None
    values = config.get("config") if isinstance(config, dict) else None
    known = isinstance(config, dict) and config.get("class_name") in ("L1", "L2", "L1L2")
    if not known or not isinstance(values, dict):
        return (np.nan, np.nan)
    l1, l2 = (values.get(name, 0.0) for name in ("l1", "l2"))
    numeric = isinstance(l1, int | float) and isinstance(l2, int | float)
    return (float(l1), float(l2)) if numeric else (np.nan, np.nan)


def _same(found: tuple[float, float], expected: tuple[float, float]) -> bool:
    return bool(np.allclose(found, expected, rtol=1e-4, atol=0))


def _name_absence(fines: list[tuple[float, float] | None], what: str) -> str:
    if all(fine is None for fine in fines):
        return f"nenhuma camada multa {what}"
    if fines[-1] is None and None not in fines[:-1]:
        return f"a camada de saída não multa {what}"
    return f"camadas que não multam {what}: {sum(fine is None for fine in fines)} de {len(fines)}"


def _name_strengths(wrong: list[tuple[float, float]]) -> str:
    known = {
        "l1 e l2 trocados": (L2, L1),
        "l2 pela metade": (L1, L2 / 2),
        "l2 em dobro": (L1, 2 * L2),
        "só a L1": (L1, 0),
        "só a L2": (0, L2),
        "as intensidades padrão do Keras": (0.01, 0.01),
    }
    for name, strengths in known.items():
        if all(_same(fine, strengths) for fine in wrong):
            return name
    if np.isnan(wrong).any():
        return "um regularizador de outro tipo"
    return ", ".join(f"l1={l1:g} e l2={l2:g}" for l1, l2 in wrong[:1])
