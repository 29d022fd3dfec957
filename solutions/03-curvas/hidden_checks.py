"""Critérios de `03-curvas` que só a correção conhece."""

import numpy as np

from mlp_course.checks.a03_curvas.diagnosis import (
    MAX_RISE,
    MAX_TRAIN_LOSS,
    diagnose,
    read_diagnoses,
)
from mlp_course.checks.a03_curvas.epochs import best_epoch, gap
from mlp_course.checks.a03_curvas.series import extract_calls, judge_extract_calls
from mlp_course.checks.compare import failed_calls
from mlp_course.checks.definition import Criterion, HiddenCheck
from mlp_course.checks.read_numbers import scalar
from mlp_course.checks.reference import Reference, Rule

UNTOUCHED = "não alteram os vetores que recebem"
LIMITS = (
    "limit_train_below",
    "limit_train_equal",
    "limit_train_above",
    "limit_rise_below",
    "limit_rise_equal",
    "limit_rise_above",
)


def challenge_other_metric(rng):
    """Uma métrica de outro nome, em um histórico de uma epoch só.

    O nome dela está dentro do nome de outra, que vem antes.
    """
    calls = extract_calls(rng, {"accuracy": "accuracy"}, n_epochs=1)["calls"]
    (history, metric), other = calls["accuracy"], "binary_accuracy"
    longer = {key: rng.uniform(0.9, 0.99, 1).tolist() for key in (other, f"val_{other}")}
    return {"calls": {"accuracy": [longer | history, metric]}}


def judge_other_metric(data, challenge):
    # A contagem das epochs já foi julgada: aqui só contam as duas séries.
    criteria = judge_extract_calls(data, challenge, ["accuracy"])[:2]
    return [
        Criterion(
            all(c.ok for c in criteria),
            "a mesma resposta para qualquer métrica, mesmo com uma epoch só",
            next((c.found for c in criteria if not c.ok), ""),
            "Use metric no lugar de um nome fixo.",
        )
    ]


def challenge_edges(rng):
    falling = np.sort(rng.uniform(0.1, 0.9, 12))[::-1].copy()
    return {
        "calls": {
            "edge_first": [falling, "max"],
            "edge_last": [falling, "min"],
            "edge_integers": [np.array([3, 1, 4, 1, 5]), "max"],
            # Quem começa a procurar de um melhor inventado, 0 ou 1, nunca o troca.
            "edge_above_one": [np.insert(rng.uniform(1.5, 20, 11), 4, 1.2), "min"],
            "edge_negative": [np.insert(-rng.uniform(1.5, 20, 11), 4, -1.2), "max"],
            # Por um triz não é empate: arredondar antes de comparar dá a outra epoch.
            "edge_close": [np.append(falling, [0.09002, 0.09]), "min"],
        }
    }


EDGES = Reference(
    best_epoch,
    (
        Rule(
            (
                "edge_first",
                "edge_last",
                "edge_integers",
                "edge_above_one",
                "edge_negative",
                "edge_close",
            ),
            "a epoch certa também quando a melhor é a primeira ou a última, e com qualquer número",
            "Experimente um vetor que só desce, com os dois modos; depois, some 10 a ele, e tire.",
        ),
    ),
    read=scalar,
    needed=(),
)


def judge_edges(data, challenge):
    return _untouched(data, EDGES(data, challenge))


def _untouched(data, criteria):
    """Os mesmos critérios, se nenhuma chamada alterou um vetor que recebeu."""
    if not any(call and call["mutated"] for call in data.values()):
        return criteria
    return [
        Criterion(
            False,
            "que a função não altere os vetores que recebe",
            "um vetor que voltou alterado",
            "sort e operações como -= mudam o próprio vetor: crie outro.",
        )
    ]


def challenge_last_epoch(rng):
    train, val = rng.uniform(0.1, 0.4, 6), rng.uniform(0.5, 0.9, 6)
    return {"calls": {"last": [train.astype("float32"), val.astype("float32"), 6]}}


LAST_EPOCH = Reference(
    gap,
    (
        Rule(
            # Quem devolve sempre a última epoch não ganha este critério.
            ("last", "middle", "first"),
            "a lacuna da última epoch",
            "Com 6 epochs, a última é a 6.",
        ),
    ),
    read=scalar,
    needed=(),
)


def judge_last_epoch(data, challenge):
    return _untouched(data, LAST_EPOCH(data, challenge))


def challenge_limits(rng):
    """Curvas a um passo dos dois limites, de cada lado, e em cima deles."""
    n_epochs = int(rng.integers(5, 9))
    falling = np.linspace(0.9, 0.3, n_epochs)
    calls = {}
    for side, sign in (("below", -1), ("above", 1)):
        train, val = falling.copy(), falling + 0.02
        train[-1] = MAX_TRAIN_LOSS + sign * 0.01
        calls[f"limit_train_{side}"] = [train, val]
        rising = falling + 0.02
        rising[-1] = (MAX_RISE + sign * 0.02) * rising[:-1].min()
        calls[f"limit_rise_{side}"] = [falling.copy(), rising]
    at_train, at_rise = falling.copy(), np.linspace(1, 0.25, n_epochs)
    at_train[-1] = MAX_TRAIN_LOSS
    # 1,2 vez uma potência de 2 é exata: o quociente e o produto dão no mesmo.
    at_rise = np.append(at_rise, MAX_RISE * 0.25)
    calls["limit_train_equal"] = [at_train, falling + 0.02]
    calls["limit_rise_equal"] = [np.append(falling, 0.3), at_rise]
    return {"calls": calls}


def judge_limits(data, challenge):
    failure = failed_calls(data, list(LIMITS))
    expected = [diagnose(*challenge["calls"][name]) for name in LIMITS]
    found = [] if failure else read_diagnoses(data, list(LIMITS))
    wrong = {n for n, f, e in zip(LIMITS, found, expected, strict=False) if f != e}
    only_equal = wrong and wrong <= {"limit_train_equal", "limit_rise_equal"}
    return _untouched(
        data,
        [
            Criterion(
                found == expected,
                "os limites do enunciado, 0,5 e 1,2, e nenhum outro",
                failure.found
                if failure
                else "outro texto só quando a perda é igual ao limite: maior não é maior ou igual"
                if only_equal
                else "outro texto perto de um limite",
                "Confira os dois números e se a comparação é com a menor perda de validação.",
            )
        ],
    )


HIDDEN_CHECKS = (
    HiddenCheck(
        "03-curvas.extrair",
        judge_other_metric,
        challenge_other_metric,
        ("métricas de qualquer nome e às vezes uma epoch só", "procure pelo nome"),
    ),
    HiddenCheck(
        "03-curvas.melhor-epoch",
        judge_edges,
        challenge_edges,
        (
            "A melhor pode ser a primeira ou a última, e os valores, inteiros, negativos ou "
            "maiores que 1.",
            UNTOUCHED,
        ),
    ),
    HiddenCheck(
        "03-curvas.lacuna",
        judge_last_epoch,
        challenge_last_epoch,
        ("`epoch` é contada a partir de 1.", UNTOUCHED),
    ),
    HiddenCheck(
        "03-curvas.diagnosticar",
        judge_limits,
        challenge_limits,
        ("A última perda de treino é maior que 0,5?", UNTOUCHED),
    ),
)
