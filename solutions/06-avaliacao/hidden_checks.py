"""Critérios de `06-avaliacao` que só a correção conhece."""

from itertools import pairwise

import numpy as np

from mlp_course.checks.a06_avaliacao.cost import (
    Costs,
    is_cheapest,
    judge_threshold,
    read_threshold,
)
from mlp_course.checks.a06_avaliacao.roc import auc, draw_scores, judge_auc
from mlp_course.checks.a06_avaliacao.uncertainty import judge_bootstrap, judge_paired
from mlp_course.checks.compare import close, failed_calls, number
from mlp_course.checks.definition import Criterion, HiddenCheck
from mlp_course.checks.read_numbers import numbers, scalar


def extreme(common, ok, expected, found, hint):
    """Critério de um caso extremo, que um chute acerta: sozinho, não dá pontos.

    A quem ainda erra o comum, não se aponta mais um erro.
    """
    fair = any(criterion.ok for criterion in common)
    return [Criterion(ok and fair, expected, found if fair else "", hint)]


# Uma média de frações pode passar de 1 por um fio.
ROUNDING = 1e-9
AUC_CALLS = {
    "logits": "com logits inteiros",
    "all_tied": "com todos os escores empatados",
    "perfect": "com a ordem perfeita",
    "one_positive": "com um positivo só, de escore baixo",
}


def challenge_auc_extremes(rng):
    """Logits inteiros, tudo empatado, ordem perfeita e um positivo só, entre os mais baixos."""
    y, _ = draw_scores(rng, 50, 0.3)
    values = rng.normal(size=30)
    # Abaixo de 0,5 a AUC continua a ser a que é: quem fica com a maior entre a e 1 - a, erra.
    one = (values == np.sort(values)[rng.integers(3, 10)]).astype(float)
    calls = {
        "logits": [y, rng.integers(-5, 6, size=50) + 2 * y],
        "all_tied": [y, np.full(50, 0.3)],
        "perfect": [y, y - 7.5],
        "one_positive": [one, values],
    }
    return {"calls": calls}


def judge_auc_extremes(data, challenge):
    if failure := failed_calls(data, AUC_CALLS):
        return [failure]
    found = [scalar(data[name]["result"]) for name in AUC_CALLS]
    right = [auc(*challenge["calls"][name]) for name in AUC_CALLS]
    kinds = zip(AUC_CALLS.values(), found, right, strict=True)
    wrong = [kind for kind, f, r in kinds if not close(f, r)]
    return extreme(
        judge_auc(data, challenge),
        not wrong,
        "a mesma AUC com logits, tudo empatado, ordem perfeita ou um positivo só",
        f"outro valor {'; '.join(wrong)}",
        "Experimente escores negativos e escores todos iguais.",
    )


# Chamadas de duas reamostras, e quantas: o intervalo ainda mostra as duas AUCs. Com uma só, quem
# troca n por n_boot sorteia uma linha, que nunca tem duas classes, e não termina.
FEW, N_FEW, FEW_BOOT = ("alone", "mixed"), 90, 2
CONSECUTIVE = tuple(f"next{i}" for i in range(12))
# As AUCs de reamostras de "mixed" com quatro negativos: só linhas sorteadas as têm.
FOUR_NEGATIVES = (0.25, 0.75)
FEW_AUCS = np.array([0, 1 / 4, 1 / 3, 1 / 2, 2 / 3, 3 / 4, 1])
RARE = "com três positivos em vinte linhas"
TWO_CLASSES = "Antes de medir, confira se a reamostra tem as duas classes; se não, sorteie outra."


def challenge_rare_positives(rng):
    """Poucas linhas: muitas reamostras vêm com uma classe só.

    De quatro linhas na ordem perfeita, um terço das reamostras tem uma classe só, e as outras,
    AUC 1. De cinco, com os dois positivos entre os negativos, a AUC diz quantos negativos vieram.
    """
    right = 0
    # Com todos os pares na ordem certa, toda reamostra teria AUC 1 e o intervalo, largura zero.
    while not 0.75 < right < 0.97:
        y, scores = draw_scores(rng, 20, 0.15)
        right = auc(y, scores)
    seed = int(rng.integers(1000))
    alone = [np.array([0, 1, 0, 0]), np.array([0.3, 0.9, 0.1, 0.2])]
    mixed = [np.array([0, 1, 0, 1, 0]), np.array([0.2, 0.5, 0.1, 0.6, 0.9])]
    calls = {
        f"{name}{i}": [*rows, FEW_BOOT, seed + i]
        for name, rows in zip(FEW, (alone, mixed), strict=True)
        for i in range(N_FEW)
    }
    many = draw_scores(rng, 40, 0.5)
    calls |= {name: [*many, FEW_BOOT, seed + i] for i, name in enumerate(CONSECUTIVE)}
    return {"calls": calls | {"rare": [y, scores, 1000, seed]}}


def judge_rare_positives(data, challenge):
    if failure := failed_calls(data, {"rare": RARE}):
        return [failure]
    common = judge_bootstrap(data, challenge)
    # A quem ainda erra o comum, não se aponta mais um erro.
    if any(c.ok for c in common) and (fault := _name_few_rows_fault(data)):
        return extreme(common, False, *fault)
    interval = numbers(data["rare"]["result"], (2,))
    low, high = (np.nan, np.nan) if interval is None else interval
    above = "um limite acima de 1: intervalo normal, e não percentil"
    found = above if high > 1 else f"de {number(low)} a {number(high)}"
    return extreme(
        common,
        -ROUNDING <= low < auc(*challenge["calls"]["rare"][:2]) <= high <= 1 + ROUNDING,
        f"um intervalo dentro de [0, 1] em volta da AUC, mesmo {RARE}",
        "limites que não são dois números finitos" if interval is None else found,
        TWO_CLASSES,
    )


def _name_few_rows_fault(data):
    """O que se esperava, o que veio e a pista, ou None se as chamadas de poucas linhas servem."""
    alone, mixed = ([_interval(data[f"{name}{i}"]) for i in range(N_FEW)] for name in FEW)
    if bad := [interval for interval in alone if interval is None or not close(interval, (1, 1))]:
        shown = "nada que sejam dois números" if bad[0] is None else _from_to(bad[0])
        return (
            "outro sorteio no lugar da reamostra de uma classe só, até que haja n_boot AUCs",
            f"com quatro linhas e todos os pares na ordem certa, em que toda AUC é 1, {shown}",
            TWO_CLASSES,
        )
    following = [_interval(data[name]) for name in CONSECUTIVE]
    # Uma seed ignorada repete sempre a mesma reamostra, e já tem o seu critério.
    if None in mixed or None in following or len({*following}) == 1:
        return None
    if not any(close(*pair) for pair in mixed):
        return (
            "os percentis de n_boot AUCs",
            f"com n_boot={FEW_BOOT} e cinco linhas, {_from_to(mixed[0])}; "
            f"em {N_FEW} sementes, as duas AUCs jamais são iguais",
            "Pare quando a lista tiver n_boot AUCs.",
        )
    # Outros percentis não deixam ler as duas AUCs, e já têm o seu critério.
    legible = all(any(_are_aucs(pair) for pair in _ends(both)) for both in mixed)
    four = any(_has(both, value) for both in mixed for value in FOUR_NEGATIVES)
    if legible and not four:
        return (
            "n linhas sorteadas entre todas, seja qual for a classe de cada uma",
            f"em {N_FEW * FEW_BOOT} reamostras de cinco linhas, nenhuma AUC de um positivo e "
            "quatro negativos",
            "Sorteie n números de linhas, de 0 a n - 1, e não uma quantidade fixa de cada classe.",
        )
    if all(any(_has(b, end) for pair in _ends(a) for end in pair) for a, b in pairwise(following)):
        return (
            "um gerador só, criado uma vez, antes do laço",
            "uma AUC que a seed e a seed + 1 têm em comum, como se cada reamostra tivesse um "
            "gerador novo",
            "Crie rng = np.random.default_rng(seed) antes do laço e sorteie sempre dele.",
        )
    return None


def _interval(call):
    interval = numbers((call or {}).get("result"), (2,))
    return None if interval is None else tuple(interval.tolist())


def _from_to(interval):
    return "de {} a {}".format(*map(number, interval))


def _ends(interval):
    """As duas AUCs de um intervalo de duas: os limites ou, se np.percentile interpolou, além."""
    low, high = interval
    beyond = 0.025 / 0.95 * (high - low)
    return (low, high), (low - beyond, high + beyond)


def _has(interval, value):
    return any(abs(end - value) < 1e-6 for pair in _ends(interval) for end in pair)


def _are_aucs(pair):
    """Diz se os dois são AUCs de cinco linhas em que os positivos não se distinguem."""
    return all(np.abs(FEW_AUCS - end).min() < 1e-6 for end in pair)


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
    new_faults = [
        c.found or f"outro valor em: {c.expected}"
        for c in criteria
        if not c.ok and c.expected not in known
    ]
    return extreme(
        common,
        not new_faults,
        "o mesmo resumo com listas do Python e só duas divisões",
        next(iter(new_faults), ""),
        "Converta as entradas com np.asarray.",
    )


ENDS = {
    "nobody": "quando liberar alguém sai caro demais",
    "everybody": "quando um alarme falso sai caro demais",
}
END_FAULTS = {
    "nobody": "um limiar que ainda chama alguém de benigno",
    "everybody": "um limiar que ainda chama um benigno de maligno",
}


def challenge_nobody_is_benign(rng):
    """Um maligno no alto da lista, caro demais: não se libera ninguém. E o contrário, embaixo."""
    scores = np.sort(rng.uniform(0.2, 0.9, size=30))
    y = (rng.uniform(size=30) < 0.7).astype(int)
    y[-1], y[-2] = 0, 1
    lowest = y.copy()
    lowest[0] = 1
    return {
        "calls": {"nobody": [y, scores, 1000.0, 1.0], "everybody": [lowest, scores, 1.0, 1000.0]}
    }


def judge_nobody_is_benign(data, challenge):
    if failure := failed_calls(data, ENDS):
        return [failure]
    found = {name: read_threshold(data[name]["result"]) for name in ENDS}
    wrong = [
        name
        for name, threshold in found.items()
        if threshold is None or not is_cheapest(threshold, Costs(*challenge["calls"][name]))
    ]
    return extreme(
        judge_threshold(data, challenge),
        not wrong,
        "o menor custo também quando o melhor é não chamar ninguém de benigno, ou chamar todos",
        "; ".join(f"{END_FAULTS[name]}, {ENDS[name]}" for name in wrong),
        "Inclua entre os candidatos cada escore, também o menor, e um valor acima de todos.",
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
            "sorteie `n` linhas **com reposição** entre as `n` que você tem, seja qual for a "
            "classe de cada uma",
            "Se vier uma reamostra com uma classe só, a AUC não existe: sorteie outra no lugar, "
            "até ter `n_boot` AUCs.",
            "crie o gerador uma vez, antes do laço",
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
        quotes=(
            "Basta experimentar cada escore que aparece e mais um valor acima de todos "
            "(ninguém é benigno).",
        ),
    ),
)
