"""Juiz de `05-busca-aleatoria` para o sorteio das linhas."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.compare import failed_calls, number
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_matrices import describe_shape
from mlp_course.checks.read_numbers import numbers

Floats = NDArray[np.float64]

# Em float32, como uma resposta pode vir; 1e-15 e 0 continuam diferentes.
PENALTIES = np.array([0, 1e-15, 1e-10, 1e-5, 1e-3, 1e-2, 1e-1], dtype=np.float32)
# Em 2000 linhas a posição média de h1 (desvio 0,0066) e de h2 (0,0075), a distância à ponta mais
# próxima (0,0037), a fração de cada penalidade (0,008) e a de cada par (0,003) saem destas folgas
# menos de uma vez em um milhão.
N_DRAWS, FIRST_SLACK, SECOND_SLACK, END_SLACK = 2000, 0.0335, 0.04, 0.03
SHARE_SLACK, PAIR_SLACK = 0.045, 0.0225
UNEVEN = "uns valores mais prováveis que outros"


def challenge_sample(rng: np.random.Generator) -> Challenge:
    """Muitas linhas, duas vezes com a mesma semente e uma com outra."""
    seed = int(rng.integers(10_000))
    many = {"many": seed, "again": seed, "other": seed + 1}
    return {"calls": {name: [N_DRAWS, value] for name, value in many.items()}}


def judge_sample(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga cada coluna do sorteio e o papel da semente."""
    names = ("many", "again", "other")
    if failure := failed_calls(data, list(names)):
        return [failure]
    tables = []
    for name in names:
        table = as_rows(data[name]["result"], N_DRAWS)
        if table is None:
            return [
                Criterion(
                    False,
                    "uma lista de n_iter linhas, cada uma (h1, h2, l1, l2)",
                    _name_shape_fault(data[name]["result"]),
                    "A lista nasce vazia dentro da função; depois, rows.append((h1, h2, l1, l2)).",
                )
            ]
        tables.append(table)
    rows, again, other = tables
    if len(np.unique(rows, axis=0)) == 1:
        return [
            Criterion(
                False,
                "linhas sorteadas, diferentes entre si",
                "todas as linhas iguais: o gerador recomeça a cada volta do laço",
                "Crie o gerador uma vez, antes do laço.",
            )
        ]
    h1, h2, l1, l2 = rows.T
    first_fault, second_fault = _name_first_fault(h1), _name_second_fault(h1, h2)
    penalty_fault = _name_penalty_fault(l1, l2)
    # Um sorteio todo errado não ganha pontos por se repetir.
    all_wrong = first_fault and second_fault and penalty_fault
    repeats, varies = np.array_equal(rows, again), not np.array_equal(rows, other)
    seed_fault = "" if varies else "seed ignorada"
    if not repeats:
        seed_fault = "listas diferentes com a mesma seed"
    elif varies and any(data[name].get("reseeded") for name in names):
        seed_fault = "um gerador global, que o resto do programa também usa"
    return [
        Criterion(
            not first_fault,
            "h1 inteiro de 25 a 99, todos igualmente prováveis",
            first_fault,
            "randrange(a, b) não inclui b; randint(a, b) inclui.",
        ),
        Criterion(
            not second_fault,
            "h2 inteiro de 20 até um a menos que o h1 da mesma linha",
            second_fault,
            "O limite de h2 é o h1 que acabou de sair.",
        ),
        Criterion(
            not penalty_fault,
            "l1 e l2 sorteadas uma independente da outra, entre os sete valores",
            penalty_fault,
            "São dois sorteios: um choice para cada penalidade.",
        ),
        Criterion(
            not seed_fault and not all_wrong,
            "que seed decida o sorteio, em um gerador só da função: a mesma repete, outra muda",
            seed_fault,
            "Comece a função com rng = random.Random(seed).",
        ),
    ]


def as_rows(result: Any, n_rows: int) -> Floats | None:
    """Linhas (h1, h2, l1, l2), também se vierem em dois pares; None se não forem."""
    array = numbers(result)
    if array is None or array.shape not in ((n_rows, 4), (n_rows, 2, 2)):
        return None
    return array.reshape(n_rows, 4)


def _name_shape_fault(result: Any) -> str:
    array = numbers(result)
    if array is not None and array.shape[1:] in ((4,), (2, 2)):
        return f"{len(array)} linhas para n_iter = {N_DRAWS}"
    return describe_shape(result)


def _name_first_fault(h1: Floats) -> str:
    if (h1 % 1 != 0).any():
        return "números que não são inteiros"
    low, high = h1.min(), h1.max()
    if len({*np.sign(np.diff(h1)), 0.0}) == 2:
        return "as linhas em ordem de h1, e não na do sorteio"
    if low != 25 or high != 99:
        extra = ": randint inclui o extremo" if high == 100 else ""
        return f"de {number(low)} a {number(high)}{extra}"
    return "" if _is_even(h1 - low, high - h1, FIRST_SLACK) else UNEVEN


def _name_second_fault(h1: Floats, h2: Floats) -> str:
    if (h2 % 1 != 0).any():
        return "números que não são inteiros"
    gap, low = h1 - h2, h2.min()
    closest = gap.min()
    if closest < 0:
        return "h2 maior ou igual a h1: sorteado sem olhar o h1 da linha"
    if closest == 0:
        return "h2 igual a h1: o limite foi incluído"
    if low != 20:
        return f"o menor h2 é {number(low)}"
    if closest >= 2:
        return "h2 nunca chega a h1 - 1: randrange(20, h1) já exclui h1"
    return "" if _is_even(h2 - low, gap - closest, SECOND_SLACK) else UNEVEN


def _is_even(below: Floats, above: Floats, slack: float) -> bool:
    """Diz se os valores não puxam para uma ponta nem para o meio, dadas as distâncias às duas."""
    span = (below + above).sum()
    to_nearest = np.minimum(below, above).sum() / span
    return abs(below.sum() / span - 0.5) < slack and abs(to_nearest - 0.25) < END_SLACK


def _name_penalty_fault(l1: Floats, l2: Floats) -> str:
    which = np.stack([l1, l2]).astype(np.float32)[..., None] == PENALTIES
    if not which.any(axis=2).all():
        return "valores fora da lista PENALTIES"
    if np.array_equal(l1, l2):
        return "l1 e l2 sempre iguais: um sorteio só"
    if not (l1 == l2).any():
        return "l1 e l2 nunca iguais: o segundo sorteio não pode excluir o primeiro"
    shares = which.mean(axis=1)
    if np.abs(shares - 1 / len(PENALTIES)).max() > SHARE_SLACK:
        return UNEVEN
    together = (which[0, :, :, None] & which[1, :, None, :]).mean(axis=0)
    independent = np.abs(together - 1 / len(PENALTIES) ** 2).max() < PAIR_SLACK
    return "" if independent else "l2 depende de l1"
