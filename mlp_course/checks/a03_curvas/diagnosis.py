"""Juízes de `03-curvas` para o diagnóstico: históricos sintéticos, novos a cada execução."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.compare import failed_calls
from mlp_course.checks.definition import Challenge, Criterion

Floats = NDArray[np.float64]
UNDER, OVER, GOOD = "subajuste", "sobreajuste", "bom"
MAX_TRAIN_LOSS, MAX_RISE = 0.5, 1.2

UNDERFITS = ("under_flat", "under_dip")
OVERFITS = ("over_low", "over_middle", "over_high")
GOOD_FITS = ("good_close", "good_apart")
RISING_UNDERFIT = "under_rising"


def challenge_diagnosis(rng: np.random.Generator) -> Challenge:
    """Curvas de cada tipo, cada uma com o que engana uma regra parecida com a certa."""
    calls = {
        "under_flat": draw_underfit(rng),
        # O treino passa por menos de 0,5 e volta: a menor perda de treino engana.
        "under_dip": draw_underfit(rng, fall=0.22, dip=0.15),
        # Termina abaixo de 0,5, entre 0,5 e a primeira perda, e acima dela: comparar a
        # validação com um destes números engana.
        "over_low": draw_overfit(rng, rise=0.25),
        "over_middle": draw_overfit(rng, rise=0.57),
        "over_high": draw_overfit(rng, rise=0.9),
        # A validação fica a menos e a mais de 1,2 vez o treino: comparar as duas engana.
        "good_close": draw_good(rng, floor=0.2, distance=0.015),
        "good_apart": draw_good(rng, floor=0.06, distance=0.045),
        "under_rising": draw_underfit(rng, val_rise=0.5),
    }
    return {"calls": {name: list(curves) for name, curves in calls.items()}}


def draw_underfit(
    rng: np.random.Generator, fall: float = 0.1, dip: float = 0.0, val_rise: float = 0.0
) -> tuple[Floats, Floats]:
    """Perdas (treino, validação) que partem de 0,75 e não descem o bastante."""
    t = _time(rng)
    fall += rng.uniform(-0.01, 0.01)
    train = 0.75 - fall * t - dip * np.sin(np.pi * t) + _noise(rng, t)
    return train, train + rng.uniform(0.01, 0.04) + val_rise * t


def draw_overfit(rng: np.random.Generator, rise: float) -> tuple[Floats, Floats]:
    """O treino vai a zero; a validação parte de 0,77, desce, vira e sobe por volta de `rise`."""
    t = _time(rng)
    train = 0.7 * np.exp(-rng.uniform(4, 6) * t) * (1 + _noise(rng, t))
    val = 0.65 * np.exp(-20 * t) + 0.12 + rise * rng.uniform(0.9, 1.1) * t + _noise(rng, t)
    # A última epoch melhora um pouco: olhar só as duas últimas engana.
    val[-1] = val[-2] - 0.003
    return train, val


def draw_good(rng: np.random.Generator, floor: float, distance: float) -> tuple[Floats, Floats]:
    """As duas descem até `floor` e se acalmam, próximas; a última epoch oscila para cima."""
    t = _time(rng)
    train = 0.6 * np.exp(-5 * t) + floor * rng.uniform(0.95, 1.05) + _noise(rng, t)
    val = train + distance * rng.uniform(0.9, 1.1)
    val[-1] = val[-2] + 0.003
    return train, val


def diagnose(train_loss: Floats, val_loss: Floats, limit: float | None = None) -> str:
    """A regra do exercício, ou a mesma com outro `limit` para a última perda de validação."""
    if train_loss[-1] > MAX_TRAIN_LOSS:
        return UNDER
    if limit is None:
        limit = MAX_RISE * float(np.min(val_loss))
    return OVER if val_loss[-1] > limit else GOOD


def read_diagnoses(data: Any, names: list[str]) -> list[str]:
    """Devolve os textos das chamadas, sem maiúsculas nem espaços nas pontas."""
    return [str(data[name]["result"]).strip().lower() for name in names]


def judge_diagnosis(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga os três diagnósticos e a ordem das perguntas."""
    names = [*UNDERFITS, *OVERFITS, *GOOD_FITS, RISING_UNDERFIT]
    if failure := failed_calls(data, names):
        return [failure]
    found = read_diagnoses(data, names)
    arguments = [challenge["calls"][name] for name in names]
    unknown = [text for text in found if text not in (UNDER, OVER, GOOD)]
    if unknown or len(set(found)) == 1:
        return [
            Criterion(
                False,
                f"um dos três textos, conforme as curvas: {UNDER!r}, {OVER!r} ou {GOOD!r}",
                "a mesma resposta para todas as curvas"
                if len(set(found)) == 1
                else f"{unknown[0][:40]!r}",
                "Confira a grafia: sem acentos, sem ponto.",
            )
        ]
    right = {name: f == diagnose(*a) for name, f, a in zip(names, found, arguments, strict=True)}
    fault = next(
        (name for name, rule in _FAULTS.items() if found == [rule(*a) for a in arguments]), ""
    )
    return [
        Criterion(
            all(right[name] for name in UNDERFITS),
            "subajuste quando a rede não aprendeu nem o treino",
            fault,
            "Olhe a última perda de treino.",
        ),
        Criterion(
            all(right[name] for name in OVERFITS),
            "sobreajuste quando a validação piora depois do seu melhor ponto",
            fault,
            "Compare a última perda de validação com a menor de todas.",
        ),
        Criterion(
            all(right[name] for name in GOOD_FITS),
            "bom quando nenhuma das duas coisas acontece",
            fault,
            "Uma oscilação pequena na última epoch ainda é um bom ajuste.",
        ),
        Criterion(
            right[RISING_UNDERFIT] and right["under_flat"],
            "que a pergunta sobre o treino venha primeiro",
            fault,
            "Quem não aprendeu o treino não pode tê-lo decorado.",
        ),
    ]


def _swap_names(train: Floats, val: Floats) -> str:
    return {UNDER: OVER, OVER: UNDER}.get(diagnose(train, val), GOOD)


def _validation_first(train: Floats, val: Floats) -> str:
    perfect_train = np.zeros_like(train)
    return OVER if diagnose(perfect_train, val) == OVER else diagnose(train, val)


_FAULTS: dict[str, Callable[[Floats, Floats], str]] = {
    "subajuste e sobreajuste trocados": _swap_names,
    "as séries trocadas: a validação no lugar do treino": lambda train, val: diagnose(val, train),
    "a regra aplicada só à perda de treino": lambda train, val: diagnose(train, train),
    "a regra aplicada só à perda de validação": lambda train, val: diagnose(val, val),
    "a pergunta sobre a validação feita antes": _validation_first,
    "a menor perda de treino, e não a última": lambda train, val: diagnose(
        train.min(keepdims=True), val
    ),
    "a última epoch comparada só com a anterior": lambda train, val: diagnose(train, val, val[-2]),
    "a última epoch comparada com a primeira": lambda train, val: diagnose(train, val, val[0]),
    "sem a folga de 1,2: qualquer subida já é sobreajuste": lambda train, val: diagnose(
        train, val, val.min()
    ),
    "a validação comparada com o treino, e não com a sua menor perda": lambda train, val: diagnose(
        train, val, MAX_RISE * train.min()
    ),
}


def _time(rng: np.random.Generator) -> Floats:
    return np.linspace(0, 1, int(rng.integers(30, 61)))


def _noise(rng: np.random.Generator, t: Floats) -> Floats:
    return rng.uniform(-0.003, 0.003, len(t))
