"""Juízes de `06-avaliacao` para a incerteza: bootstrap e comparação em pares."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.a06_avaliacao.roc import Floats, draw_scores, ordered_pairs
from mlp_course.checks.compare import close, failed_calls, number
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_numbers import numbers, scalar
from mlp_course.checks.reference import Reference, Rule

SUMMARY = ("difference", "standard_error", "wins")
BOOTSTRAP_SEEDS, N_BOOT = 4, 800
LIMITS, LIMITS_90 = (2.5, 97.5), (5, 95)
# Em desvios padrão da AUC. A média dos quatro intervalos erra por 0,07 no limite de baixo e 0,04 no
# de cima: 0,32 reprova uma resposta certa menos de uma vez em 100 mil. O intervalo de 90 % fica a
# 0,37 e 0,25; decidir qual dos dois está mais perto erra menos de uma vez em 10 mil.
BOOTSTRAP_TOLERANCE = 0.32
# Para dar nome a um erro: distância entre os dois pares de limites.
FAULT_TOLERANCE = 0.5
PAIRED_TOLERANCE, ERROR_MARGIN = 1e-6, 1e-5
# Sobrevive ao arredondamento na quarta casa.
NARROW_WIN = 2e-4


def challenge_bootstrap(rng: np.random.Generator) -> Challenge:
    """Um conjunto de teste com quatro sementes e, com menos reamostras, duas vezes a mesma."""
    y, scores = draw_scores(rng, 120, rng.uniform(0.35, 0.5))
    seeds = [int(rng.integers(1000)) + 1000 * i for i in range(BOOTSTRAP_SEEDS)]
    calls = {f"seed{i}": [y, scores, N_BOOT, seed] for i, seed in enumerate(seeds)}
    return {"calls": calls | {name: [y, scores, 40, seeds[0]] for name in ("short", "again")}}


def judge_bootstrap(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga onde estão os limites, em média de quatro sementes, e o papel da semente."""
    seeds = [f"seed{i}" for i in range(BOOTSTRAP_SEEDS)]
    names = [*seeds, "short", "again"]
    if failure := failed_calls(data, names):
        return [failure]
    pairs = {name: numbers(data[name]["result"], (2,)) for name in names}
    intervals = {name: pair for name, pair in pairs.items() if pair is not None}
    if len(intervals) < len(pairs):
        return [Criterion(False, "um par de números finitos, (low, high)", "outra coisa")]
    by_seed = np.array([intervals[name] for name in seeds])
    found = by_seed.mean(axis=0)
    y, scores, *_ = challenge["calls"]["short"]
    aucs = _bootstrap_reference(y, scores)
    expected, narrower = np.percentile(aucs, LIMITS), np.percentile(aucs, LIMITS_90)
    near = np.abs(found - expected) / aucs.std() < BOOTSTRAP_TOLERANCE
    is_narrower = np.linalg.norm(found - narrower) < np.linalg.norm(found - expected)
    if is_narrower or not near.any():
        return [
            Criterion(
                False,
                "os percentis 2,5 e 97,5 de AUCs medidas em linhas sorteadas com reposição",
                _name_interval_fault(by_seed, y, scores, aucs),
                "A reamostra tem n linhas, e a mesma linha pode vir mais de uma vez.",
            )
        ]
    repeats = np.array_equal(intervals["short"], intervals["again"])
    varies = bool(np.ptp(by_seed, axis=0).any())
    return [
        Criterion(near[0], "o limite de baixo no percentil 2,5", "outro valor"),
        Criterion(near[1], "o limite de cima no percentil 97,5", "outro valor"),
        Criterion(
            repeats and varies,
            "que seed decida o sorteio: a mesma repete, outra muda",
            "seed ignorada" if repeats else "intervalos diferentes com a mesma seed",
            "Comece a função com rng = np.random.default_rng(seed).",
        ),
    ]


def _bootstrap_reference(y: NDArray, scores: NDArray, n_boot: int = 20_000) -> Floats:
    """AUCs de bootstrap: quantas vezes cada linha foi sorteada pesa os seus pares."""
    counts = np.random.default_rng(0).multinomial(len(y), np.full(len(y), 1 / len(y)), n_boot)
    positives, negatives = counts[:, y == 1], counts[:, y == 0]
    right = ((positives @ ordered_pairs(y, scores)) * negatives).sum(axis=1)
    return right / (positives.sum(axis=1) * negatives.sum(axis=1))


def _name_interval_fault(by_seed: Floats, y: NDArray, scores: NDArray, aucs: Floats) -> str:
    found = by_seed.mean(axis=0)
    low, high = found
    if close(low, high):
        # Semente por semente: a média de quatro reamostras pode coincidir com a AUC das linhas.
        same = close(by_seed, np.full(by_seed.shape, ordered_pairs(y, scores).mean()))
        return (
            "um intervalo sem largura: sorteio sem reposição, a mesma AUC em toda reamostra"
            if same
            else "um intervalo sem largura: a mesma reamostra a cada volta do laço"
        )
    if low > high:
        return "low maior que high"
    hard = _bootstrap_reference(y, (scores >= 0.5).astype(float))
    # Desvio padrão da AUC de quem não sabe nada, em torno de 0,5.
    chance = np.sqrt(len(y) / (12 * np.prod(np.bincount(y))))
    faults: dict[str, Any] = {
        "um intervalo de 90 %: os percentis 5 e 95": np.percentile(aucs, LIMITS_90),
        "as classes trocadas: a AUC da ordem contrária": np.percentile(1 - aucs, LIMITS),
        "rótulos já decididos em 0,5, no lugar dos escores": np.percentile(hard, LIMITS),
        "rótulos e escores sorteados separadamente: a AUC do acaso": (
            0.5 - 1.96 * chance,
            0.5 + 1.96 * chance,
        ),
    }
    for name, interval in faults.items():
        if np.linalg.norm(found - interval) < FAULT_TOLERANCE * aucs.std():
            return name
    # Com 0,025 e 0,975 o de baixo é quase o mínimo, que varia demais: só o de cima identifica.
    if abs(high - np.percentile(aucs, 0.975)) < BOOTSTRAP_TOLERANCE * aucs.std():
        return "frações em np.percentile, que conta de 0 a 100: elas são de np.quantile"
    expected = np.percentile(aucs, LIMITS)
    width = (high - low) / (expected[1] - expected[0])
    if width < 0.3:
        return "um intervalo estreito demais: o erro da média, e não a variação da AUC"
    return f"{number(width)} vez(es) a largura esperada"


def challenge_paired(rng: np.random.Generator) -> Challenge:
    """Doze divisões, com duas em que os modelos empatam."""
    while True:
        easiness = rng.normal(0.95, 0.02, size=12)
        auc_b = easiness + rng.normal(0, 0.004, size=12)
        # Sete vitórias, três derrotas e dois empates: nenhuma fração se confunde com outra.
        signs = rng.permutation([1] * 7 + [-1] * 3 + [0] * 2)
        margins = rng.uniform(0.004, 0.012, size=12)
        # Uma vitória por muito pouco ainda é vitória.
        margins[rng.choice(np.flatnonzero(signs == 1))] = NARROW_WIN
        auc_a = auc_b + signs * margins
        a, b = np.round(auc_a, 4), np.round(auc_b, 4)
        # Cada conta errada dá outro número: nem o certo, nem o de outro erro.
        errors = [wrong(a, b) for wrong in ERROR_MISTAKES.values()]
        errors.append(paired_summary(a, b)["standard_error"])
        wins = [wrong(a, b) for wrong in WINS_MISTAKES.values()]
        wins.append(paired_summary(a, b)["wins"])
        gaps = np.diff(sorted(errors)).min(), np.diff(sorted(wins)).min()
        if min(gaps) > ERROR_MARGIN:
            return {"calls": {"main": [a, b]}}


def paired_summary(a: Floats, b: Floats) -> dict[str, float]:
    """Resume a comparação de dois modelos medidos nas mesmas divisões."""
    d = a - b
    values = (d.mean(), d.std(ddof=1) / np.sqrt(len(d)), np.mean(d > 0))
    return dict(zip(SUMMARY, values, strict=True))


DIFFERENCE_MISTAKES = {
    "b menos a: o sinal está trocado": lambda a, b: np.mean(b - a),
    "a soma, e não a média": lambda a, b: np.sum(a - b),
}
ERROR_MISTAKES = {
    "o desvio padrão das diferenças, sem dividir pela raiz de n": lambda a, b: (a - b).std(ddof=1),
    "o erro de amostras independentes: as divisões não foram pareadas": (
        lambda a, b: np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / len(a))
    ),
    "desvio padrão com divisor n (ddof=0); aqui o divisor é n - 1": (
        lambda a, b: (a - b).std() / np.sqrt(len(a))
    ),
    "a divisão por n, e não pela raiz de n": lambda a, b: (a - b).std(ddof=1) / len(a),
    "o erro que sairia de cada vetor em ordem crescente: os pares se perdem": (
        lambda a, b: (np.sort(a) - np.sort(b)).std(ddof=1) / np.sqrt(len(a))
    ),
}
WINS_MISTAKES = {
    "empates contados como vitória": lambda a, b: np.mean(a >= b),
    "as vitórias de b": lambda a, b: np.mean(a < b),
    "a contagem das vitórias, e não a fração": lambda a, b: np.sum(a > b),
    "a fração que sairia de cada vetor em ordem crescente: os pares se perdem": (
        lambda a, b: np.mean(np.sort(a) > np.sort(b))
    ),
    "empates contados como meia vitória": lambda a, b: np.mean((np.sign(a - b) + 1) / 2),
    "a fração só das divisões sem empate": lambda a, b: np.sum(a > b) / np.sum(a != b),
    "a fração que sairia se vitórias por pouco fossem empates": lambda a, b: np.mean(a - b > 1e-3),
}


def _read_summary(result: Any) -> dict[str, float | None] | None:
    if not isinstance(result, dict) or not set(SUMMARY) <= set(result):
        return None
    return {key: scalar(result[key]) for key in SUMMARY}


judge_paired = Reference(
    paired_summary,
    (
        Rule(
            ("main",),
            "a média das diferenças, a menos b",
            "Subtraia divisão por divisão e tire a média.",
            part="difference",
            mistakes=DIFFERENCE_MISTAKES,
        ),
        Rule(
            ("main",),
            "o erro padrão da média das diferenças",
            "Só o vetor das diferenças entra nesta conta.",
            part="standard_error",
            mistakes=ERROR_MISTAKES,
        ),
        Rule(
            ("main",),
            "a fração das divisões em que a é estritamente maior",
            "A média de um vetor de True e False é uma fração.",
            part="wins",
            mistakes=WINS_MISTAKES,
        ),
    ),
    read=_read_summary,
    blame=(f"um dicionário com as chaves {', '.join(SUMMARY)}", "", ""),
    equal=partial(close, tolerance=PAIRED_TOLERANCE),
)
