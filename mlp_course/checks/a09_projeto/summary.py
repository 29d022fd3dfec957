"""Juiz de `09-projeto` sobre o resumo: a função é chamada com resultados sorteados.

Com os resultados do aluno, médias diferentes coincidem (nos vinhos quase toda AUC é 1, e
quase todo vencedor é o empate); aqui cada engano conhecido dá outro número.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.a09_projeto.results import MODELS, Measured
from mlp_course.checks.a09_projeto.statistics import (
    decide_winner,
    summarize_splits,
    wrong_numbers,
)
from mlp_course.checks.compare import close, failed_calls, number
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_numbers import numbers, scalar

# Um número com três casas está a 0,0005 do inteiro; um engano, a mais que o dobro da folga.
TOLERANCE = 6e-4
SEPARATION = 3e-3
METRICS = ("network_accuracy", "baseline_accuracy", "network_auc", "baseline_auc")
KEYS = (*METRICS, "difference", "standard_error", "winner")
WINNERS = ("rede", "linha de base", "empate")
# Por caso, quanto cada modelo sabe, e entre quantos erros padrão a diferença deve ficar.
DRAWS = {
    "ahead": ((2.4, 0.8), (2.2, 2.8)),
    "behind": ((0.8, 2.4), (-2.8, -2.2)),
    "near": ((1.7, 1.2), (1.2, 1.8)),
}
CLASS_SIZES = (64, 32, 20, 12)


def challenge_summary(rng: np.random.Generator) -> Challenge:
    """Resultados de quatro classes desiguais: a rede vence, perde, quase vence e empata."""
    y = rng.permutation(np.repeat(range(len(CLASS_SIZES)), CLASS_SIZES))
    drawn = {name: _draw_results(rng, y, *draw) for name, draw in DRAWS.items()}
    while not _tells_apart(y, drawn):
        drawn = {name: _draw_results(rng, y, *draw) for name, draw in DRAWS.items()}
    same = [result | {"network": result["baseline"].copy()} for result in drawn["near"]]
    return {"calls": {name: [y, results] for name, results in (drawn | {"same": same}).items()}}


def judge_summary(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga cada número do resumo em todos os casos."""
    names = [*DRAWS, "same"]
    if failure := failed_calls(data, names):
        return [failure]
    found = {name: data[name]["result"] for name in names}
    if not all(isinstance(f, dict) and set(KEYS) <= set(f) for f in found.values()):
        return [_keys_criterion(next(iter(found.values())))]
    splits = {name: measure(*challenge["calls"][name]) for name in names}
    right = {name: summarize_splits(splits[name]) for name in names}
    # Com dois modelos iguais os enganos coincidem: este caso só serve a winner.
    wrong = {name: wrong_numbers(splits[name]) for name in DRAWS}

    def judge_number(key: str) -> tuple[bool, str]:
        failed = [n for n in DRAWS if not _near(found[n][key], right[n][key])]
        cases = [(found[n][key], right[n][key], wrong[n][key]) for n in failed]
        return not failed, _name_number_fault(cases)

    metrics = [
        Criterion(
            ok,
            f"em {key}, a média das divisões",
            fault,
            "Calcule a métrica em cada divisão; só depois tire a média.",
        )
        for key in METRICS
        for ok, fault in [judge_number(key)]
    ]
    if not any(c.ok for c in metrics):
        return metrics
    (difference_ok, difference), (error_ok, error) = map(
        judge_number, ("difference", "standard_error")
    )
    winners = {name: _text(found[name]["winner"]) for name in names}
    decided = {name: decide_winner(right[name]) for name in names}
    return [
        *metrics,
        Criterion(
            difference_ok,
            "em difference, a média das diferenças, rede menos linha de base",
            difference,
            "Subtraia divisão por divisão.",
        ),
        Criterion(
            error_ok,
            "em standard_error, o erro padrão corrigido da diferença",
            error,
            "Só o vetor das diferenças e os tamanhos das partes entram nesta conta.",
            weight=2,
        ),
        Criterion(
            difference_ok and error_ok and winners == decided,
            "em winner, o que a diferença e os dois erros padrão permitem dizer",
            _name_winner_fault(winners, decided, right, difference_ok and error_ok),
            "As respostas possíveis são 'rede', 'linha de base' e 'empate'.",
        ),
    ]


def measure(y: NDArray, results: list[dict[str, Any]]) -> list[Measured]:
    """Lê resultados sorteados aqui, já no formato certo."""
    return [
        Measured(r["train"], r["test"], y[r["test"]], {m: r[m] for m in MODELS}) for r in results
    ]


def _draw_results(
    rng: np.random.Generator,
    y: NDArray,
    strengths: tuple[float, float],
    limits: tuple[float, float],
) -> list[dict[str, Any]]:
    """Sorteia divisões até que a diferença fique entre os limites, em erros padrão."""
    while True:
        results = [_draw_split(rng, y, strengths) for _ in range(int(rng.integers(6, 9)))]
        right = summarize_splits(measure(y, results))
        low, high = np.multiply(limits, right["standard_error"])
        if low < right["difference"] < high:
            return results


def _tells_apart(y: NDArray, drawn: dict[str, list[dict[str, Any]]]) -> bool:
    """Diz se cada engano conhecido dá, em algum dos casos, um número longe do certo."""
    farthest: dict[tuple[str, str], float] = {}
    for results in drawn.values():
        splits = measure(y, results)
        right = summarize_splits(splits)
        for key, wrong in wrong_numbers(splits).items():
            for name, value in wrong.items():
                distance = abs(value - right[key])
                farthest[key, name] = max(distance, farthest.get((key, name), 0))
    return min(farthest.values()) > SEPARATION


def _draw_split(
    rng: np.random.Generator, y: NDArray, strengths: tuple[float, float]
) -> dict[str, Any]:
    test = np.concatenate(
        [rng.choice(rows, len(rows) // 4, replace=False) for rows in _rows_by_class(y)]
    )
    test = rng.permutation(test)
    train = np.setdiff1d(np.arange(len(y)), test)
    scores = {}
    for model, strength in zip(MODELS, strengths, strict=True):
        # Cada classe se reconhece mais ou menos que as outras: as médias ponderadas mudam.
        logits = np.eye(len(CLASS_SIZES))[y[test]] * strength * rng.permutation([0.4, 0.8, 1.2, 2])
        odds = np.exp(logits + rng.normal(size=logits.shape))
        scores[model] = odds / odds.sum(axis=1, keepdims=True)
    return {"train": train, "test": test, **scores}


def _rows_by_class(y: NDArray) -> list[NDArray]:
    return [np.flatnonzero(y == k) for k in range(len(CLASS_SIZES))]


def _keys_criterion(found: Any) -> Criterion:
    missing = set(KEYS) - set(found) if isinstance(found, dict) else set()
    return Criterion(
        False,
        f"um dicionário com as chaves {', '.join(KEYS)}",
        f"falta {', '.join(sorted(missing))}" if missing else "algo que não é um dicionário",
        "summarize termina com return, e o dicionário depois dele.",
    )


def _near(found: Any, expected: float) -> bool:
    return close(scalar(found), expected, TOLERANCE)


def _name_number_fault(cases: list[tuple[Any, float, dict[str, float]]]) -> str:
    """O engano que explica todos os casos errados, e não só um deles."""
    if not cases:
        return ""
    for value, _, _ in cases:
        if scalar(value) is None:
            several = numbers(value) is not None
            return "um valor por divisão: faltou juntá-los" if several else "algo que não é número"
    for name in cases[0][2]:
        if all(_near(value, wrong[name]) for value, _, wrong in cases):
            return name
    if all(scalar(value) in (round(right, 1), round(right, 2)) for value, right, _ in cases):
        return "um número arredondado: guarde três casas ou mais"
    value, *_ = cases[0]
    return f"{number(scalar(value))} em um sorteio, que não sai desta conta com os resultados dele"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _name_winner_fault(
    winners: dict[str, str],
    decided: dict[str, str],
    right: dict[str, dict[str, float]],
    reliable: bool,
) -> str:
    case = next((name for name in winners if winners[name] != decided[name]), "")
    if case and winners[case] not in WINNERS:
        return f"{winners[case]!r}" if winners[case] else "algo que não é um destes textos"
    if not reliable:
        return "um vencedor apoiado em uma difference ou um standard_error que não está certo"
    if case == "same":
        return f"{winners[case]!r}, com as duas iguais: zero não passa de zero"
    if case == "near" and winners[case] == "rede":
        return "só a média decidiu: a diferença não passa de dois erros padrão"
    ratio = right[case]["difference"] / right[case]["standard_error"] if case else 0
    return f"{winners[case]!r}, com uma diferença de {number(ratio)} erros padrão" if case else ""
