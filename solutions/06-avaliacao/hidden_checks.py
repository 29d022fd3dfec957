"""Critérios de `06-avaliacao` que só a correção conhece."""

import numpy as np

from mlp_course.checks.a06_avaliacao.cost import (
    Costs,
    is_cheapest,
    judge_threshold,
    read_threshold,
)
from mlp_course.checks.a06_avaliacao.roc import auc, draw_scores, judge_auc
from mlp_course.checks.a06_avaliacao.uncertainty import judge_bootstrap, judge_paired
from mlp_course.checks.compare import close, failed_calls
from mlp_course.checks.definition import Criterion, HiddenCheck
from mlp_course.checks.read_numbers import numbers, scalar


def extreme(common, ok, expected, found, hint):
    """Critério de um caso extremo, que um chute acerta: sozinho, não dá pontos.

    A quem ainda erra o comum, não se aponta mais um erro.
    """
    fair = any(criterion.ok for criterion in common)
    return [Criterion(ok and fair, expected, found if fair else "", hint)]


AUC_CALLS = ("logits", "all_tied", "perfect", "one_positive")


def challenge_auc_extremes(rng):
    """Logits inteiros, tudo empatado, ordem perfeita e um positivo só."""
    y, _ = draw_scores(rng, 50, 0.3)
    one = np.zeros(30)
    one[int(rng.integers(30))] = 1
    calls = {
        "logits": [y, rng.integers(-5, 6, size=50) + 2 * y],
        "all_tied": [y, np.full(50, 0.3)],
        "perfect": [y, y - 7.5],
        "one_positive": [one, rng.normal(size=30)],
    }
    return {"calls": calls}


def judge_auc_extremes(data, challenge):
    if failure := failed_calls(data, list(AUC_CALLS)):
        return [failure]
    found = [scalar(data[name]["result"]) for name in AUC_CALLS]
    right = [auc(*challenge["calls"][name]) for name in AUC_CALLS]
    n_wrong = sum(not close(f, r) for f, r in zip(found, right, strict=True))
    return extreme(
        judge_auc(data, challenge),
        n_wrong == 0,
        "a mesma AUC com logits, tudo empatado, ordem perfeita ou um positivo só",
        f"valores diferentes em {n_wrong} de {len(AUC_CALLS)} casos",
        "Experimente escores negativos e escores todos iguais.",
    )


def challenge_rare_positives(rng):
    """Tão poucos positivos que, em mil reamostras, dezenas vêm com uma classe só."""
    right = 0
    # Com todos os pares na ordem certa, toda reamostra teria AUC 1 e o intervalo, largura zero.
    while not 0.75 < right < 0.97:
        y, scores = draw_scores(rng, 20, 0.15)
        right = auc(y, scores)
    return {"calls": {"rare": [y, scores, 1000, int(rng.integers(1000))]}}


def judge_rare_positives(data, challenge):
    if failure := failed_calls(data, ["rare"]):
        return [failure]
    interval = numbers(data["rare"]["result"], (2,))
    low, high = (np.nan, np.nan) if interval is None else interval
    above = "um limite acima de 1: intervalo normal, e não percentil"
    found = above if high > 1 else "outros limites"
    return extreme(
        judge_bootstrap(data, challenge),
        0 <= low < auc(*challenge["calls"]["rare"][:2]) <= high <= 1,
        "um intervalo dentro de [0, 1] em volta da AUC, mesmo com três positivos em vinte linhas",
        "NaN: uma reamostra com uma classe só" if interval is None else found,
        "Antes de medir, confira se a reamostra tem as duas classes.",
    )


def challenge_lists(rng):
    """Listas do Python e só duas divisões."""
    a, b = rng.uniform(0.9, 0.95, size=2), rng.uniform(0.95, 0.99, size=2)
    return {"calls": {"lists": [[float(b[0]), float(a[0])], [float(a[1]), float(b[1])]]}}


def judge_lists(data, challenge):
    arguments = list(np.array(challenge["calls"]["lists"]))
    criteria = judge_paired({"main": data.get("lists")}, {"calls": {"main": arguments}})
    common = judge_paired(data, challenge)
    # Um erro já apontado com vetores não é cobrado outra vez.
    known = {c.expected for c in common if not c.ok}
    new_faults = [c.found for c in criteria if not c.ok and c.expected not in known]
    return extreme(
        common,
        not new_faults,
        "o mesmo resumo com listas do Python e só duas divisões",
        next(iter(new_faults), ""),
        "Converta as entradas com np.asarray.",
    )


def challenge_nobody_is_benign(rng):
    """Um maligno no alto da lista, caro demais: o melhor é não liberar ninguém."""
    scores = np.sort(rng.uniform(0.2, 0.9, size=30))
    y = (rng.uniform(size=30) < 0.7).astype(int)
    y[-1], y[-2] = 0, 1
    return {"calls": {"nobody": [y, scores, 1000.0, 1.0]}}


def judge_nobody_is_benign(data, challenge):
    if failure := failed_calls(data, ["nobody"]):
        return [failure]
    found = read_threshold(data["nobody"]["result"])
    return extreme(
        judge_threshold(data, challenge),
        found is not None and is_cheapest(found, Costs(*challenge["calls"]["nobody"])),
        "um limiar acima de todos os escores, quando liberar alguém sai caro demais",
        "um limiar que ainda chama alguém de benigno",
        "Inclua entre os candidatos um valor maior que todos os escores.",
    )


HIDDEN_CHECKS = (
    HiddenCheck(
        "06-avaliacao.auc",
        judge_auc_extremes,
        challenge_auc_extremes,
        quotes=(
            "Um par empatado vale meio",
            "eles podem ser probabilidades, notas de 1 a 5 ou logits",
        ),
    ),
    HiddenCheck(
        "06-avaliacao.bootstrap",
        judge_rare_positives,
        challenge_rare_positives,
        quotes=(
            "Se vier uma reamostra com uma classe só, a AUC não existe: sorteie outra no lugar.",
        ),
    ),
    HiddenCheck(
        "06-avaliacao.pareada",
        judge_lists,
        challenge_lists,
        quotes=("que recebe duas listas ou vetores",),
    ),
    HiddenCheck(
        "06-avaliacao.limiar",
        judge_nobody_is_benign,
        challenge_nobody_is_benign,
        quotes=("mais um valor acima de todos (ninguém é benigno)",),
    ),
)
