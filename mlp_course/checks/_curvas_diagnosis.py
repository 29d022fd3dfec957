"""Juízes de `05-curvas` para o diagnóstico: históricos sintéticos, novos a cada execução."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.judging import failed_calls

Floats = NDArray[np.float64]
UNDER, OVER, GOOD = "subajuste", "sobreajuste", "bom"
MAX_TRAIN_LOSS, MAX_RISE = 0.5, 1.2


def challenge_diagnosis(rng: np.random.Generator) -> Challenge:
    """Duas curvas de cada tipo e um subajuste em que a validação também piora."""
    calls = {
        "under0": draw_underfit(rng),
        "under1": draw_underfit(rng),
        # Uma termina abaixo da primeira perda, outra acima: comparar com a primeira engana.
        "over0": draw_overfit(rng, rise=0.5),
        "over1": draw_overfit(rng, rise=0.9),
        "good0": draw_good(rng),
        "good1": draw_good(rng),
        "under_rising": draw_underfit(rng, val_rise=0.5),
    }
    return {"calls": {name: list(curves) for name, curves in calls.items()}}


def draw_underfit(rng: np.random.Generator, val_rise: float = 0.0) -> tuple[Floats, Floats]:
    """Perdas (treino, validação) que quase não descem do meio a meio, ln 2."""
    t = _time(rng)
    train = 0.75 - rng.uniform(0.05, 0.15) * t + _noise(rng, t)
    return train, train + rng.uniform(0.01, 0.04) + val_rise * t


def draw_overfit(rng: np.random.Generator, rise: float) -> tuple[Floats, Floats]:
    """O treino vai a zero; a validação parte de 0,77, desce, vira e sobe por volta de `rise`."""
    t = _time(rng)
    train = 0.7 * np.exp(-rng.uniform(4, 6) * t) * (1 + _noise(rng, t))
    val = 0.65 * np.exp(-10 * t) + 0.12 + rise * rng.uniform(0.9, 1.1) * t + _noise(rng, t)
    # A última epoch melhora um pouco: olhar só as duas últimas engana.
    val[-1] = val[-2] - 0.003
    return train, val


def draw_good(rng: np.random.Generator) -> tuple[Floats, Floats]:
    """As duas descem e se acalmam, próximas; a última epoch oscila para cima."""
    t = _time(rng)
    train = 0.6 * np.exp(-5 * t) + rng.uniform(0.05, 0.12) + _noise(rng, t)
    val = train + rng.uniform(0.02, 0.05)
    val[-1] = val[-2] + 0.003
    return train, val


def diagnose(train_loss: Floats, val_loss: Floats) -> str:
    """A regra do exercício, na ordem em que as perguntas são feitas."""
    if train_loss[-1] > MAX_TRAIN_LOSS:
        return UNDER
    return OVER if val_loss[-1] > MAX_RISE * np.min(val_loss) else GOOD


def read_diagnoses(data: Any, names: list[str]) -> list[str]:
    """Devolve os textos das chamadas, sem maiúsculas nem espaços nas pontas."""
    return [str(data[name]["result"]).strip().lower() for name in names]


def judge_diagnosis(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga os três diagnósticos e a ordem das perguntas."""
    names = ["under0", "under1", "over0", "over1", "good0", "good1", "under_rising"]
    if failure := failed_calls(data, names):
        return [failure]
    found = read_diagnoses(data, names)
    arguments = [challenge["calls"][name] for name in names]
    if not set(found) <= {UNDER, OVER, GOOD} or len(set(found)) == 1:
        return [
            Criterion(
                False,
                f"um dos três textos, conforme as curvas: {UNDER!r}, {OVER!r} ou {GOOD!r}",
                "a mesma resposta para todas as curvas"
                if len(set(found)) == 1
                else f"{found[0][:40]!r}",
                "Confira a grafia: sem acentos, sem ponto.",
            )
        ]
    expected = [diagnose(*a) for a in arguments]
    right = [f == e for f, e in zip(found, expected, strict=True)]
    fault = next(
        (name for name, rule in _FAULTS.items() if found == [rule(*a) for a in arguments]), ""
    )
    return [
        Criterion(
            right[0] and right[1],
            "subajuste quando a rede não aprendeu nem o treino",
            fault,
            "Olhe a última perda de treino.",
        ),
        Criterion(
            right[2] and right[3],
            "sobreajuste quando a validação piora depois do seu melhor ponto",
            fault,
            "Compare a última perda de validação com a menor de todas.",
        ),
        Criterion(
            right[4] and right[5],
            "bom quando nenhuma das duas coisas acontece",
            fault,
            "Uma oscilação pequena na última epoch ainda é um bom ajuste.",
        ),
        Criterion(
            right[6] and right[0],
            "que a pergunta sobre o treino venha primeiro",
            fault,
            "Quem não aprendeu o treino não pode tê-lo decorado.",
        ),
    ]


def _swap_names(train: Floats, val: Floats) -> str:
    return {UNDER: OVER, OVER: UNDER}.get(diagnose(train, val), GOOD)


def _validation_first(train: Floats, val: Floats) -> str:
    return OVER if val[-1] > MAX_RISE * np.min(val) else diagnose(train, val)


def _only_last_two(train: Floats, val: Floats) -> str:
    return UNDER if train[-1] > MAX_TRAIN_LOSS else OVER if val[-1] > val[-2] else GOOD


def _against_first(train: Floats, val: Floats) -> str:
    return UNDER if train[-1] > MAX_TRAIN_LOSS else OVER if val[-1] > val[0] else GOOD


_FAULTS: dict[str, Callable[[Floats, Floats], str]] = {
    "subajuste e sobreajuste trocados": _swap_names,
    "as séries trocadas: a validação no lugar do treino": lambda train, val: diagnose(val, train),
    "a regra aplicada só à perda de treino": lambda train, val: diagnose(train, train),
    "a regra aplicada só à perda de validação": lambda train, val: diagnose(val, val),
    "a pergunta sobre a validação feita antes": _validation_first,
    "a última epoch comparada só com a anterior": _only_last_two,
    "a última epoch comparada com a primeira": _against_first,
}


def _time(rng: np.random.Generator) -> Floats:
    return np.linspace(0, 1, int(rng.integers(30, 61)))


def _noise(rng: np.random.Generator, t: Floats) -> Floats:
    return rng.uniform(-0.003, 0.003, len(t))
