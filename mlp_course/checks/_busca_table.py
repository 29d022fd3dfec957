"""Juízes de `07-busca-aleatoria` para o sorteio, a tabela da busca e a escolha."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mlp_course.checks._matrices import describe_shape
from mlp_course.checks._numbers import first_match, numbers, scalar
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.judging import failed_calls, number
from mlp_course.data import load_split
from mlp_course.population import search_population

Floats = NDArray[np.float64]

PENALTIES = np.array([0, 1e-15, 1e-10, 1e-5, 1e-3, 1e-2, 1e-1])
# Em 2000 linhas a média de h1 (desvio 0,48), a posição de h2 (0,007) e a fração de cada
# penalidade (0,008) saem destas folgas menos de uma vez em um milhão.
N_DRAWS, MEAN_SLACK, POSITION_SLACK, SHARE_SLACK = 2000, 2.5, 0.04, 0.045
N_NETWORKS = 40
SEARCH_COLUMNS = ("neurons", "reg", "epochs", "auc", "best_auc")
# Medidas cruas tornam o treino sensível ao último dígito: outra máquina pode mudar poucas redes.
SEARCH_TOLERANCE, SEARCH_SHARE = 5e-3, 0.9


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
    tables = {name: as_rows(data[name]["result"], N_DRAWS) for name in names}
    rows = tables["many"]
    if rows is None or tables["again"] is None or tables["other"] is None:
        return [
            Criterion(
                False,
                "uma lista de n_iter linhas, cada uma (h1, h2, l1, l2)",
                _name_shape_fault(data["many"]["result"]),
                "Junte as linhas em uma lista: rows.append((h1, h2, l1, l2)).",
            )
        ]
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
    sizes_ok = not (first_fault and second_fault)
    repeats = np.array_equal(rows, tables["again"])
    varies = not np.array_equal(rows, tables["other"])
    seed_fault = "" if varies else "seed ignorada"
    if not repeats:
        seed_fault = "listas diferentes com a mesma seed"
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
            repeats and varies and (sizes_ok or not penalty_fault),
            "que seed decida o sorteio: a mesma repete, outra muda",
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
    if array is None or array.ndim < 2:
        return "outra coisa"
    if array.shape[1:] in ((4,), (2, 2)):
        return f"{len(array)} linhas para n_iter = {N_DRAWS}"
    return describe_shape(array)


def judge_search(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga a tabela da busca, refazendo a busca com as linhas que ela traz."""
    values = data["values"]
    missing = [name for name in SEARCH_COLUMNS if name not in values]
    if missing or len(data["index"]) != N_NETWORKS:
        found = f"faltam {', '.join(missing)}" if missing else f"{len(data['index'])} linhas"
        return [Criterion(False, f"{N_NETWORKS} linhas e as colunas {SEARCH_COLUMNS}", found)]
    table = _as_table(data)
    if table is None:
        return [
            Criterion(
                False,
                "em neurons, pares (h1, h2); em reg, pares (l1, l2), como no item 1",
                "outros valores",
                "neurons são os dois primeiros números de cada linha; reg, os dois últimos.",
            )
        ]
    columns = {name: numbers(_floats(values[name]), (N_NETWORKS,)) for name in SEARCH_COLUMNS[2:]}
    expected = _search(table)
    wrong = {name for name, column in columns.items() if not _agree(column, expected[name])}
    fault = _name_search_fault(columns, table, expected) if wrong else ""
    texts = {
        "epochs": "em epochs, quantas epochs cada rede treinou",
        "auc": "em auc, a AUC de validação da última epoch de cada rede",
        "best_auc": "em best_auc, a melhor AUC de validação de cada rede",
    }
    hint = "table.join(search_population(...)) põe cada resultado na sua linha, pelo índice."
    return [Criterion(name not in wrong, text, fault, hint) for name, text in texts.items()]


def challenge_curves(rng: np.random.Generator) -> Challenge:
    """Curvas em que a melhor rede, a que termina melhor e a pior são três diferentes."""
    return {"calls": {"main": [draw_curves(rng, n_epochs=50, n_networks=12)]}}


def draw_curves(rng: np.random.Generator, n_epochs: int, n_networks: int) -> Floats:
    """Sorteia curvas de validação que param em epochs diferentes, (n_epochs, n_networks)."""
    curves = rng.uniform(0.88, 0.95, size=(n_epochs, n_networks))
    # A rede 0 para cedo e não tem papel: quem conta os NaN como máximo, ou erra a posição por uma,
    # acaba em uma rede que nenhum outro erro escolhe.
    best, last, worst = 1 + rng.permutation(n_networks - 1)[:3]
    while best + 1 in (last, worst):
        best, last, worst = 1 + rng.permutation(n_networks - 1)[:3]
    curves[:, worst] -= 0.1
    stops = rng.integers(n_epochs // 2, n_epochs - 5, size=n_networks)
    stops[rng.integers(1, n_networks)] = n_epochs
    peak = int(rng.integers(5, n_epochs // 3))
    # A melhor do caminho termina mal; outra termina melhor que todas.
    curves[peak, best], curves[stops[best] - 1, best] = 0.99, 0.885
    curves[stops[last] - 1, last] = 0.97
    curves[np.arange(n_epochs)[:, None] >= stops] = np.nan
    return curves


def judge_choice(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga a rede e o número de epochs escolhidos."""
    return judge_choice_call(data, challenge, "main")


def judge_choice_call(data: Any, challenge: Challenge, name: str) -> Sequence[Criterion]:
    """Critérios de choose para a chamada `name`."""
    if failure := failed_calls(data, [name]):
        return [failure]
    (curves,) = challenge["calls"][name]
    result = data[name]["result"]
    pair = list(result) if isinstance(result, list | np.ndarray) and np.ndim(result) else []
    row, epochs = (scalar(value) for value in pair) if len(pair) == 2 else (None, None)
    if row is None or epochs is None:
        return [Criterion(False, "um par de números, (row, epochs)", "outra coisa")]
    filled = np.where(np.isnan(curves), -np.inf, curves)
    best = int(filled.max(axis=0).argmax())
    peak = int(filled[:, best].argmax()) + 1
    swapped = (row, epochs) == (peak, best)
    epoch_fault = _name_epoch_fault(epochs, curves[:, best], peak)
    return [
        Criterion(
            row == best,
            "a rede de maior AUC de validação, na melhor epoch dela",
            "row e epochs trocados" if swapped else _name_row_fault(row, curves, best),
            "Primeiro o máximo de cada coluna, sem os NaN; depois o maior deles.",
            weight=2,
        ),
        Criterion(
            epochs == peak,
            "quantas epochs levam essa rede à sua melhor AUC",
            "row e epochs trocados" if swapped else epoch_fault,
            "A posição do máximo conta de 0; as epochs, de 1.",
        ),
    ]


def _name_first_fault(h1: Floats) -> str:
    if (h1 % 1 != 0).any():
        return "números que não são inteiros"
    if h1.min() != 25 or h1.max() != 99:
        extra = ": randint inclui o extremo" if h1.max() == 100 else ""
        return f"de {number(h1.min())} a {number(h1.max())}{extra}"
    return "" if abs(h1.mean() - 62) < MEAN_SLACK else "uns valores mais prováveis que outros"


def _name_second_fault(h1: Floats, h2: Floats) -> str:
    if (h2 % 1 != 0).any():
        return "números que não são inteiros"
    if (h2 == h1).any() and not (h2 > h1).any():
        return "h2 igual a h1: o limite foi incluído"
    if (h2 >= h1).any():
        return "h2 maior ou igual a h1: sorteado sem olhar o h1 da linha"
    if h2.min() != 20:
        return f"o menor h2 é {number(h2.min())}"
    room = h1 > 30
    position = np.mean((h2[room] - 20) / (h1[room] - 21))
    return "" if abs(position - 0.5) < POSITION_SLACK else "uns valores mais prováveis que outros"


def _name_penalty_fault(l1: Floats, l2: Floats) -> str:
    both = np.stack([l1, l2])
    # Relativa: 1e-15 e 0 são valores diferentes, e em float32 cada um ainda é o mesmo.
    which = np.abs(both[..., None] - PENALTIES) <= 1e-5 * PENALTIES
    if not which.any(axis=2).all():
        return "valores fora da lista PENALTIES"
    if np.array_equal(l1, l2):
        return "l1 e l2 sempre iguais: um sorteio só"
    shares = which.mean(axis=1)
    if np.abs(shares - 1 / len(PENALTIES)).max() > SHARE_SLACK:
        return "uns valores mais prováveis que outros"
    together = (which[0, :, :, None] & which[1, :, None, :]).mean(axis=0)
    independent = np.abs(together - 1 / len(PENALTIES) ** 2).max() < SHARE_SLACK / 2
    return "" if independent else "l2 depende de l1"


def _as_table(data: dict) -> pd.DataFrame | None:
    index = numbers(data["index"], (N_NETWORKS,))
    neurons = numbers(data["values"]["neurons"], (N_NETWORKS, 2))
    reg = numbers(data["values"]["reg"], (N_NETWORKS, 2))
    if index is None or neurons is None or reg is None:
        return None
    labels = index.astype(int)
    # A busca é refeita aqui: só com redes do tamanho das do item 1 ela termina logo.
    sizes_ok = ((neurons >= 1) & (neurons < 101) & (neurons % 1 == 0)).all()
    labels_ok = len(set(labels)) == N_NETWORKS and (labels == index).all() and (labels >= 0).all()
    if not sizes_ok or not labels_ok or reg.min() < 0 or reg.max() > 1:
        return None
    return pd.DataFrame(
        {"neurons": list(map(tuple, neurons.astype(int))), "reg": list(map(tuple, reg))}, labels
    )


def _floats(column: list) -> list:
    return [np.nan if value is None else value for value in column]


def _search(table: pd.DataFrame, mode: Any = "max", standardize: bool = False) -> pd.DataFrame:
    split = load_split(42, standardize)
    found = search_population(table, split, mode=mode, seed=42, progress=False)
    return found.astype(float)


def _agree(found: Floats | None, expected: Any) -> bool:
    if found is None:
        return False
    return bool(np.mean(np.abs(found - np.asarray(expected)) < SEARCH_TOLERANCE) >= SEARCH_SHARE)


def _name_search_fault(
    found: dict[str, Floats | None], table: pd.DataFrame, expected: pd.DataFrame
) -> str:
    auc, best = found["auc"], found["best_auc"]
    if auc is None or best is None or found["epochs"] is None:
        return "colunas vazias ou sem números"
    if _agree(auc, expected["best_auc"]) and not _agree(auc, expected["auc"]):
        return "a AUC da melhor epoch no lugar da AUC da última"
    if _agree(best, expected["auc"]):
        return "a AUC da última epoch no lugar da AUC da melhor"
    if _agree(np.sort(auc), np.sort(expected["auc"])):
        return "resultados em outras linhas da tabela"
    if _agree(best, _search(table, mode="min")["auc"]) or _agree(
        auc, _search(table, mode="min")["auc"]
    ):
        return "mode='min': o early stopping ficou do lado errado"
    if _agree(auc, _search(table, standardize=True)["auc"]):
        return "medidas padronizadas; aqui são as cruas"
    return "outro treino: confira split, mode e seed=42"


def _name_row_fault(row: float, curves: Floats, best: int) -> str:
    if row == best + 1:
        return "a posição contada de 1; aqui a primeira rede é a 0"
    highest, last = np.nanmax(curves, axis=0), last_values(curves)
    faults = {
        "a pior rede, e não a melhor": highest.argmin(),
        "a rede que termina pior": last.argmin(),
        "a rede que termina melhor: a última epoch no lugar da melhor": last.argmax(),
        "uma rede que parou cedo: NaN contado como o maior valor": (
            int(np.argmax(np.max(curves, axis=0)))
        ),
        "a rede de maior média": np.nanmean(curves, axis=0).argmax(),
    }
    return first_match(row, faults)


def _name_epoch_fault(epochs: float, curve: Floats, peak: int) -> str:
    faults = {
        "uma epoch a menos: a posição conta de 0": peak - 1,
        "uma epoch a mais": peak + 1,
        "a última epoch que a rede treinou, e não a melhor": np.isfinite(curve).sum(),
        "o máximo de epochs, e não a melhor": len(curve),
    }
    return first_match(epochs, faults)


def last_values(curves: Floats) -> Floats:
    """AUC da última epoch treinada de cada rede, (n_networks,)."""
    trained = np.isfinite(curves).sum(axis=0)
    return curves[trained - 1, np.arange(curves.shape[1])]
