"""Critérios de `01-dados` que só a correção conhece."""

from mlp_course.checks.a01_dados.functions import (
    judge_split_calls,
    judge_standardize,
    read_parts,
    split_calls,
)
from mlp_course.checks.compare import close, failed_calls
from mlp_course.checks.definition import Criterion, HiddenCheck


def challenge_rare_class(rng):
    """Uma classe com 8 % das linhas, em um total que 4 não divide."""
    return {"calls": split_calls(rng, n_rows=901, positive_rate=0.08, prefix="rare_")}


def judge_rare_class(data, challenge):
    names = [name for name in challenge["calls"] if name.startswith("rare_")]
    first, *rest = judge_split_calls(data, challenge, names)
    # Tamanhos e semente já foram julgados: se as linhas estão certas, só contam os estratos.
    strata = rest[0] if rest else first
    return [
        Criterion(
            strata.ok,
            "a mesma proporção quando uma das classes é rara",
            strata.found,
            "Experimente a sua função com uma classe de poucas linhas.",
        )
    ]


def challenge_integers(rng):
    integers = rng.integers(0, 50, size=(40, 3))
    return {"calls": {"integers": [integers, integers[:5] + 3]}}


def judge_integers(data, challenge):
    if failure := failed_calls(data, ["integers"]):
        return [failure]
    train, _ = challenge["calls"]["integers"]
    parts, shapes = read_parts(data["integers"]["result"])
    # De quem são as medidas usadas no teste já se julgou: aqui, só se as casas decimais ficaram.
    right = (
        len(shapes) == len(parts) == 2
        and close(parts[0], (train - train.mean(axis=0)) / train.std(axis=0))
        and bool((parts[1] % 1).any())
    )
    return [
        Criterion(
            any(c.ok for c in judge_standardize(data, challenge)) and right,
            "o mesmo resultado com medidas inteiras",
            "",
            "Um quociente guardado em uma matriz de inteiros perde as casas decimais.",
        )
    ]


HIDDEN_CHECKS = (
    HiddenCheck(
        "01-dados.dividir",
        judge_rare_class,
        challenge_rare_class,
        quotes=(
            "a proporção das classes é a mesma nas duas partes, também quando uma classe é rara",
        ),
    ),
    HiddenCheck(
        "01-dados.padronizar",
        judge_integers,
        challenge_integers,
        quotes=("As medidas podem ser números inteiros.",),
    ),
)
