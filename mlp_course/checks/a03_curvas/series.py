"""Juízes de `03-curvas` para o treino e para as curvas extraídas do histórico."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.compare import close, failed_calls, number
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_numbers import numbers

Floats = NDArray[np.float64]
SERIES = ("loss", "auc", "val_loss", "val_auc")
N_EPOCHS = 60
# Em 200 sementes a perda de treino termina abaixo de 0,1 % da primeira.
MAX_LOSS_RATIO = 0.5


def judge_training(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga o histórico: perda que cai, epochs, séries e o tamanho do treino."""
    series, steps = data["series"], data["steps"]
    losses = series.get("loss", [])
    falls = (
        len(losses) > 1
        and bool(np.isfinite(losses).all())
        and losses[-1] < MAX_LOSS_RATIO * losses[0]
    )
    learns = Criterion(
        falls,
        "que a perda de treino caia a menos da metade",
        f"de {number(losses[0])} a {number(losses[-1])}" if losses else "um histórico sem perda",
        "Treine com split.X_train e split.y_train, já padronizados.",
    )
    if not falls:
        return [learns]
    return [
        learns,
        Criterion(
            len(losses) == N_EPOCHS,
            f"{N_EPOCHS} epochs",
            f"{len(losses)} epochs",
            "O argumento epochs diz quantas vezes a rede vê todo o treino.",
        ),
        Criterion(
            set(SERIES) <= set(series),
            "perda e AUC, no treino e na validação",
            f"só {', '.join(sorted(series))}",
            "As séries val_ só existem quando fit separa ou recebe linhas de validação.",
        ),
        Criterion(
            steps == 1,
            "1 passo por epoch: 42 linhas em um batch de 96",
            _name_steps_fault(steps),
            "São 90 % das linhas para validação e batch_size=96.",
        ),
    ]


def challenge_extract(rng: np.random.Generator) -> Challenge:
    """Dois históricos com as séries em ordem sorteada."""
    return extract_calls(rng, {"loss": "loss", "auc": "auc"}, n_epochs=int(rng.integers(5, 12)))


def extract_calls(rng: np.random.Generator, metrics: dict[str, str], n_epochs: int) -> Challenge:
    """Uma chamada por métrica."""
    calls = {}
    for name, metric in metrics.items():
        other = "auc" if metric != "auc" else "loss"
        # As da outra métrica vêm antes: quem toma as séries pela posição nunca acerta por sorte.
        order = [str(key) for m in (other, metric) for key in rng.permutation([m, f"val_{m}"])]
        history = {key: rng.uniform(0.1, 0.9, n_epochs).tolist() for key in order}
        calls[name] = [history, metric]
    return {"calls": calls}


def judge_extract(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga as três séries devolvidas para a perda e para a AUC."""
    return judge_extract_calls(data, challenge, ["loss", "auc"])


def judge_extract_calls(data: Any, challenge: Challenge, names: list[str]) -> Sequence[Criterion]:
    """Critérios de extract_curves para as chamadas `names`."""
    if failure := failed_calls(data, names):
        return [failure]
    curves = {name: challenge["calls"][name][0] for name in names}
    metrics = {name: challenge["calls"][name][1] for name in names}
    results = [data[name]["result"] for name in names]
    parts = [vectors for vectors in map(_three_vectors, results) if vectors]
    sizes = [[len(vector) for vector in vectors] for vectors in parts]
    # As epochs de tamanho diferente têm o seu próprio critério: as séries ainda podem estar certas.
    uneven = next((s for s in sizes if s[1] != s[2]), None)
    if uneven or len(parts) < len(names):
        return [
            Criterion(
                False,
                "três vetores de números do mesmo tamanho: epochs, treino e validação",
                "vetores de {}, {} e {} números".format(*uneven) if uneven else "outra coisa",
                "A função termina com return epochs, train, val.",
            )
        ]
    train = [curves[name][metrics[name]] for name in names]
    val = [curves[name][f"val_{metrics[name]}"] for name in names]
    found_epochs, found_train, found_val = (list(part) for part in zip(*parts, strict=True))
    train_ok, val_ok = _all_close(found_train, train), _all_close(found_val, val)
    swapped = _all_close(found_train, val) and _all_close(found_val, train)
    if not (train_ok or val_ok or swapped):
        return [
            Criterion(
                False,
                "as séries da métrica pedida",
                _name_series_fault(found_train, curves, names),
                "A chave do treino é metric; a da validação começa por val_.",
            )
        ]
    epochs = [np.arange(1, len(t) + 1) for t in train]
    return [
        Criterion(
            train_ok,
            "na segunda posição, a série de treino",
            "treino e validação trocados"
            if swapped
            else "a série de validação, nas duas posições"
            if _all_close(found_train, val)
            else "outra série",
            "A ordem é: epochs, treino, validação.",
        ),
        Criterion(
            val_ok,
            "na terceira posição, a série de validação",
            "treino e validação trocados"
            if swapped
            else "a série de treino, nas duas posições"
            if _all_close(found_val, train)
            else "outra série",
            "O Keras põe val_ na frente do nome da métrica.",
        ),
        Criterion(
            _all_close(found_epochs, epochs),
            "na primeira posição, as epochs, contadas a partir de 1",
            _name_epochs_fault(found_epochs, epochs),
            "np.arange(1, n + 1) vai de 1 a n.",
        ),
    ]


def _name_steps_fault(steps: Any) -> str:
    known = {
        2: "2 passos: o batch ficou no padrão do Keras, 32",
        4: "4 passos: linhas demais no treino (a fração da validação é 0.9)",
        5: "5 passos: o treino não separou a validação",
    }
    if not isinstance(steps, int):
        return "um histórico sem passos: guarde o objeto que fit devolve"
    return known.get(steps, f"{steps} passos")


def _three_vectors(result: Any) -> list[Floats]:
    """Devolve os três vetores de `result`, ou uma lista vazia se não são três vetores."""
    if isinstance(result, np.ndarray):
        result = list(np.atleast_1d(result))
    if not isinstance(result, list) or len(result) != 3:
        return []
    vectors = [v for v in map(numbers, result) if v is not None and v.ndim == 1]
    return vectors if len(vectors) == len(result) else []


def _all_close(found: list[Any], expected: list[Any]) -> bool:
    return all(close(f, e) for f, e in zip(found, expected, strict=True))


def _name_epochs_fault(found: list[Floats], epochs: list[Any]) -> str:
    if _all_close(found, [e - 1 for e in epochs]):
        return "a contagem começa em 0"
    short = _all_close(found, [e[:-1] for e in epochs])
    return "falta a última epoch" if short else "outros números"


def _name_series_fault(found_train: list[Floats], curves: dict, names: list[str]) -> str:
    for metric in ("loss", "auc"):
        keys = [curves[name].get(metric) for name in names]
        if None not in keys and _all_close(found_train, keys):
            return f"sempre a série {metric!r}: metric foi ignorado"
    by_position = zip(*(c.values() for c in curves.values()), strict=True)
    if any(_all_close(found_train, list(series)) for series in by_position):
        return "séries tomadas pela posição no dicionário"
    return "outras séries"
