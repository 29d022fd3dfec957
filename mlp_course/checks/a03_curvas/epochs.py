"""Juízes de `03-curvas` para a melhor epoch e a lacuna entre treino e validação."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.definition import Challenge
from mlp_course.checks.read_numbers import scalar
from mlp_course.checks.reference import Reference, Rule

Floats = NDArray[np.float64]
GAP_MARGIN = 1e-3


def challenge_best(rng: np.random.Generator) -> Challenge:
    """Uma perda, uma AUC e, em cada direção, uma série com empate."""
    calls = {}
    for name, mode in (("loss", "min"), ("auc", "max"), ("tie_min", "min"), ("tie_max", "max")):
        n_epochs = int(rng.integers(10, 20))
        values, best = rng.uniform(0.3, 0.7, n_epochs), int(rng.integers(2, n_epochs - 3))
        # O pior vem antes do melhor: quem o procura, mesmo contando de 0, nunca acerta por sorte.
        worst = int(rng.integers(0, best))
        values[best], values[worst] = (0.2, 0.8) if mode == "min" else (0.8, 0.2)
        if name.startswith("tie"):
            values[-2] = values[best]
        calls[name] = [values, mode]
    return {"calls": calls}


def best_epoch(values: Floats, mode: str) -> int:
    """Devolve a primeira epoch de melhor valor, contada a partir de 1."""
    return int(np.argmin(values) if mode == "min" else np.argmax(values)) + 1


BEST_MISTAKES = {
    "a contagem começa em 0: a primeira epoch é a 1": lambda v, mode: best_epoch(v, mode) - 1,
    "uma epoch a mais": lambda v, mode: best_epoch(v, mode) + 1,
    "a direção trocada: a pior epoch": lambda v, mode: best_epoch(-v, mode),
    "a direção trocada, e a contagem começa em 0": lambda v, mode: best_epoch(-v, mode) - 1,
    "sempre o menor valor: mode foi ignorado": lambda v, mode: best_epoch(v, "min"),
    "sempre o maior valor: mode foi ignorado": lambda v, mode: best_epoch(v, "max"),
    "o valor da métrica, e não a epoch": lambda v, mode: v[best_epoch(v, mode) - 1],
    "a última das epochs empatadas": lambda v, mode: len(v) + 1 - best_epoch(v[::-1], mode),
    "a última epoch": lambda v, mode: len(v),
}


judge_best = Reference(
    best_epoch,
    (
        Rule(
            ("loss",),
            "com mode='min', a epoch de menor valor, contada a partir de 1",
            "np.argmin conta posições a partir de 0; a primeira epoch é a 1.",
        ),
        Rule(
            ("auc",),
            "com mode='max', a epoch de maior valor, contada a partir de 1",
            "mode diz a direção: para a AUC, melhor é maior.",
        ),
        Rule(
            ("tie_min", "tie_max"),
            "no empate, a primeira das melhores epochs",
            "Treinar mais para chegar ao mesmo valor não ajuda.",
        ),
    ),
    read=scalar,
    blame=(
        "que a função devolva um número: a epoch",
        "outra coisa",
        "Uma posição só, e não o vetor inteiro.",
    ),
    mistakes=BEST_MISTAKES,
)


def challenge_gap(rng: np.random.Generator) -> Challenge:
    """Lacunas positivas, uma delas na epoch 1, e uma negativa."""
    while True:
        n_epochs = int(rng.integers(8, 15))
        train = np.linspace(0.7, 0.1, n_epochs) + rng.uniform(0, 0.03, n_epochs)
        val = train + rng.uniform(0.05, 0.4, n_epochs)
        epoch = int(rng.integers(3, n_epochs - 1))
        # A lacuna de outra epoch, ou a média delas, nunca passa pela pedida.
        others = np.append(np.delete(val - train, epoch - 1), np.mean(val - train))
        if np.abs(others - (val - train)[epoch - 1]).min() > GAP_MARGIN:
            break
    calls = {
        "middle": [train, val, epoch],
        "first": [train, val, 1],
        "negative": [val, train, epoch],
    }
    return {"calls": calls}


def gap(train_loss: Floats, val_loss: Floats, epoch: int) -> float:
    """Devolve a perda de validação menos a de treino na epoch, contada a partir de 1."""
    return float(val_loss[epoch - 1] - train_loss[epoch - 1])


GAP_MISTAKES = {
    "o sinal trocado: treino menos validação": lambda t, v, e: t[e - 1] - v[e - 1],
    "o valor absoluto da diferença": lambda t, v, e: abs(v[e - 1] - t[e - 1]),
    "o valor absoluto, com o sinal trocado": lambda t, v, e: -abs(v[e - 1] - t[e - 1]),
    "a epoch seguinte: a contagem foi de 0": lambda t, v, e: v[e] - t[e],
    "sempre a primeira epoch": lambda t, v, e: v[0] - t[0],
    "sempre a última epoch": lambda t, v, e: v[-1] - t[-1],
    "a média de todas as epochs": lambda t, v, e: float(np.mean(v - t)),
    "a razão, e não a diferença": lambda t, v, e: v[e - 1] / t[e - 1],
}


def _not_a_number(found: Any, right: Any) -> str:
    return "outra coisa que não um número" if found is None else ""


judge_gap = Reference(
    gap,
    (
        Rule(
            ("middle", "first"),
            "a perda de validação menos a de treino, na epoch pedida",
            "A epoch 1 está na posição 0 do vetor.",
            weight=2,
            gate=True,
            found=_not_a_number,
        ),
        Rule(
            ("negative",),
            "uma lacuna negativa quando a validação tem a perda menor",
            "O sinal informa: não use o valor absoluto.",
            found=_not_a_number,
        ),
    ),
    read=scalar,
    mistakes=GAP_MISTAKES,
)
