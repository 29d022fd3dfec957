"""Verificações de `01-dados`: carregar, dividir com estratos, padronizar sem vazamento."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.datasets import load_breast_cancer

from mlp_course.checks.definition import Challenge, Check, Criterion
from mlp_course.checks.judging import close, failed_calls, number

SEE = "capítulo «Os dados»"
SPLIT_SEEDS = range(8)
STANDARDIZED_PARTS = ("X_train", "X_test", "y_train", "y_test")


def judge_load(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    X, y = load_breast_cancer(return_X_y=True)
    if not isinstance(data, list) or len(data) != 2:
        return [Criterion(False, "o par (X, y)", "outra coisa", "Devolva as medidas e os rótulos.")]
    shapes = tuple(np.shape(part) for part in data)
    swapped = shapes == (y.shape, X.shape)
    return [
        Criterion(
            shapes[0] == X.shape and shapes[1] in (y.shape, (len(y), 1)),
            "569 linhas e 30 colunas em X, e um rótulo por linha em y",
            "X e y trocados" if swapped else f"formatos {shapes[0]} e {shapes[1]}",
            "return_X_y=True devolve primeiro as medidas, depois os rótulos.",
        ),
        Criterion(
            close(data[0], X) and close(np.ravel(data[1]), y),
            "os valores do scikit-learn, sem alteração e na mesma ordem",
            "valores diferentes",
            "Nesta etapa ainda não se padroniza nem se embaralha.",
        ),
    ]


def judge_counts(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    y = load_breast_cancer().target
    expected = {"maligno": int((y == 0).sum()), "benigno": int((y == 1).sum())}
    if not isinstance(data, dict):
        return [Criterion(False, "um dicionário com as chaves 'maligno' e 'benigno'")]
    found = {str(key).strip().lower(): value for key, value in data.items()}
    swapped = found == dict(zip(expected, reversed(expected.values()), strict=True))
    return [
        Criterion(
            found == expected,
            "quantos tumores há em cada classe, nas chaves 'maligno' e 'benigno'",
            "classes trocadas" if swapped else "",
            "Em target_names, a posição do nome é o rótulo: o primeiro nome é o da classe 0.",
        )
    ]


def challenge_split(rng: np.random.Generator) -> Challenge:
    return {"calls": split_calls(rng, n_rows=400, positive_rate=rng.uniform(0.25, 0.4))}


def split_calls(
    rng: np.random.Generator, n_rows: int, positive_rate: float, prefix: str = ""
) -> dict[str, list]:
    """Chamadas de split_data sobre linhas numeradas: a coluna 0 identifica cada uma."""
    y = (rng.permutation(n_rows) < positive_rate * n_rows).astype(int)
    X = np.column_stack([np.arange(n_rows), y, rng.normal(size=n_rows)])
    seeds = [int(rng.integers(1000)) + seed for seed in SPLIT_SEEDS]
    calls = {f"{prefix}seed{i}": [X, y, seed] for i, seed in enumerate(seeds)}
    return calls | {f"{prefix}again": [X, y, seeds[0]]}


def judge_split(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    names = [name for name in challenge["calls"] if name.startswith(("seed", "again"))]
    return judge_split_calls(data, challenge, names)


def judge_split_calls(data: Any, challenge: Challenge, names: list[str]) -> Sequence[Criterion]:
    """Critérios de split_data para as chamadas `names`; a última repete a semente da primeira."""
    if failure := failed_calls(data, names):
        return [failure]
    X, y, _ = challenge["calls"][names[0]]
    results = [data[name]["result"] for name in names]
    if wrong := next((r for r in results if not _is_four_parts(r)), None):
        return [_four_parts_criterion(wrong)]
    expected_test = len(X) / 4
    sizes_ok = all(abs(len(r[1]) - expected_test) <= 1 for r in results)
    rows_ok = all(_keeps_every_row(r, X, y) for r in results)
    strata_ok = all(abs(np.sum(r[3]) - np.mean(y) * len(r[3])) <= 1.5 for r in results)
    first, last = results[0], results[-1]
    repeats = np.array_equal(first[1], last[1])
    varies = any(not np.array_equal(first[1], r[1]) for r in results[1:-1])
    return [
        Criterion(
            sizes_ok,
            "75 % das linhas no treino e 25 % no teste",
            f"{len(first[0])} de treino e {len(first[1])} de teste, em {len(X)}",
            "O argumento test_size diz a fração do teste.",
        ),
        Criterion(
            rows_ok,
            "cada linha em uma parte só, junto do seu rótulo",
            "linhas repetidas, perdidas ou com o rótulo de outra",
            "Divida X e y na mesma chamada, com os mesmos índices.",
        ),
        Criterion(
            strata_ok,
            "a mesma proporção de classes no treino e no teste, em todo sorteio",
            "proporções diferentes: a divisão não é estratificada",
            "train_test_split tem um argumento para isso: procure «stratify».",
            weight=2,
        ),
        Criterion(
            repeats and varies,
            "que seed decida o sorteio: a mesma repete, outra muda",
            "seed ignorada" if repeats else "sorteios diferentes com a mesma seed",
            "Passe seed a quem sorteia: random_state=seed.",
        ),
    ]


def challenge_standardize(rng: np.random.Generator) -> Challenge:
    location, scale = rng.uniform(-50, 50, size=4), rng.uniform(0.1, 30, size=4)
    X_train = rng.normal(location, scale, size=(60, 4))
    # O teste vem de outro lugar: quem usa as estatísticas dele, ou as de tudo, se denuncia.
    X_test = rng.normal(location + 2 * scale, 2 * scale, size=(20, 4))
    return {"calls": {"main": [X_train, X_test]}}


def judge_standardize(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    if failure := failed_calls(data, ["main"]):
        return [failure]
    X_train, X_test = challenge["calls"]["main"]
    result = data["main"]["result"]
    if not _has_shapes(result, [X_train.shape, X_test.shape]):
        return [
            Criterion(
                False,
                "o par (treino, teste), com os formatos das entradas",
                "outros formatos",
                "A função devolve duas matrizes: return treino, teste.",
            )
        ]
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    sample_std = X_train.std(axis=0, ddof=1)
    return [
        Criterion(
            close(result[0], (X_train - mean) / std),
            "que cada coluna do treino fique com média 0 e desvio padrão 1",
            _name_train_fault(result[0], X_train, X_test),
            "Subtraia a média de cada coluna (axis=0) e divida pelo desvio padrão dela.",
        ),
        Criterion(
            close(result[1], (X_test - mean) / std)
            or close(result[1], (X_test - mean) / sample_std),
            "que o teste use a média e o desvio padrão medidos no treino",
            _name_test_fault(result[1], X_train, X_test),
            "Meça uma vez, no treino; aplique as mesmas duas medidas ao teste.",
            weight=2,
        ),
        Criterion(
            not data["main"]["mutated"],
            "que as matrizes recebidas continuem como eram",
            "as entradas foram alteradas",
            "Operações como X -= ... mudam a matriz de quem chamou: crie outra.",
        ),
    ]


def judge_apply(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    X, y = load_breast_cancer(return_X_y=True)
    if not isinstance(data, dict) or set(data) != set(STANDARDIZED_PARTS):
        return [Criterion(False, f"um dicionário com as chaves {', '.join(STANDARDIZED_PARTS)}")]
    parts = [data[name] for name in STANDARDIZED_PARTS]
    shapes = [np.shape(part) for part in parts]
    # 569 não se divide por 4: quem arredonda por classe chega a 142 ou 144.
    sizes = [(569 - n_test, n_test) for n_test in (142, 143, 144)]
    if not any(_has_shapes(parts, [(a, 30), (b, 30), (a,), (b,)]) for a, b in sizes):
        return [
            Criterion(
                False,
                "75 % das 569 linhas no treino e 25 % no teste, com 30 colunas",
                f"formatos {', '.join(map(str, shapes))}",
                "Use split_data e depois standardize, nesta ordem.",
            )
        ]
    together = np.vstack(parts[:2])
    train_is_standard = close(parts[0].mean(axis=0), np.zeros(30), 1e-3) and close(
        parts[0].std(axis=0), np.ones(30), 2e-3
    )
    return [
        Criterion(
            train_is_standard,
            "o treino padronizado, com média 0 e desvio padrão 1 em cada coluna",
            f"médias de treino até {number(np.abs(parts[0].mean(axis=0)).max())}",
            "Padronize depois de dividir, nunca antes.",
        ),
        Criterion(
            _is_one_scaling(together, X),
            "treino e teste na mesma escala, cada tumor uma vez",
            "treino e teste em escalas diferentes, ou linhas perdidas",
            "O teste usa as medidas do treino: chame standardize uma vez só, com os dois.",
        ),
        Criterion(
            abs(np.sum(parts[3]) - np.mean(y) * len(parts[3])) <= 1.5,
            "as duas classes na mesma proporção nas duas partes",
            "proporções diferentes",
            "Use a sua split_data, que já estratifica.",
        ),
    ]


def _is_four_parts(result: Any) -> bool:
    return (
        isinstance(result, list)
        and [np.ndim(part) for part in result] == [2, 2, 1, 1]
        and len(result[0]) == len(result[2])
        and len(result[1]) == len(result[3])
    )


def _four_parts_criterion(result: Any) -> Criterion:
    dims = [np.ndim(part) for part in result] if isinstance(result, list) else []
    return Criterion(
        False,
        "quatro partes, nesta ordem: X_train, X_test, y_train, y_test",
        "as partes em outra ordem" if sorted(dims) == [1, 1, 2, 2] else f"{len(dims)} partes",
        "É a ordem em que train_test_split(X, y) as devolve.",
    )


def _keeps_every_row(result: list, X: np.ndarray, y: np.ndarray) -> bool:
    rows = np.concatenate([result[0], result[1]])
    labels = np.concatenate([result[2], result[3]])
    ids = rows[:, 0].astype(int)
    return np.array_equal(np.sort(ids), np.arange(len(X))) and np.array_equal(labels, y[ids])


def _has_shapes(parts: Any, shapes: list[tuple]) -> bool:
    return isinstance(parts, list) and [np.shape(part) for part in parts] == shapes


def _name_train_fault(found: np.ndarray, X_train: np.ndarray, X_test: np.ndarray) -> str:
    everything = np.vstack([X_train, X_test])
    centered = X_train - X_train.mean(axis=0)
    faults = {
        "estatísticas medidas em treino e teste juntos: vazamento": (
            (X_train - everything.mean(axis=0)) / everything.std(axis=0)
        ),
        "desvio padrão com divisor n - 1 (ddof=1); aqui o divisor é n": (
            centered / X_train.std(axis=0, ddof=1)
        ),
        "divisão pela variância, e não pelo desvio padrão": centered / X_train.var(axis=0),
        "uma só média para todas as colunas": (X_train - X_train.mean()) / X_train.std(),
    }
    return _first_match(found, faults)


def _name_test_fault(found: np.ndarray, X_train: np.ndarray, X_test: np.ndarray) -> str:
    everything = np.vstack([X_train, X_test])
    faults = {
        "estatísticas medidas em treino e teste juntos: vazamento": (
            (X_test - everything.mean(axis=0)) / everything.std(axis=0)
        ),
        "o teste padronizado com as próprias estatísticas": (
            (X_test - X_test.mean(axis=0)) / X_test.std(axis=0)
        ),
        "o teste sem padronização": X_test,
    }
    return _first_match(found, faults)


def _first_match(found: np.ndarray, faults: dict[str, np.ndarray]) -> str:
    return next((name for name, values in faults.items() if close(found, values)), "")


def _is_one_scaling(standardized: np.ndarray, X: np.ndarray) -> bool:
    """Coluna a coluna, os valores ordenados devem ser uma reta dos originais ordenados."""
    ours, theirs = np.sort(standardized, axis=0), np.sort(X, axis=0)
    return all(np.corrcoef(ours[:, j], theirs[:, j])[0, 1] > 1 - 1e-6 for j in range(X.shape[1]))


CHECKS = (
    Check(
        "01-dados.carregar",
        "Carregar os dados",
        2,
        "value",
        judge_load,
        SEE,
        (
            "A função load_breast_cancer está em sklearn.datasets.",
            "Um argumento dela devolve diretamente o par (X, y).",
        ),
    ),
    Check(
        "01-dados.contar",
        "Contar as classes",
        1,
        "value",
        judge_counts,
        SEE,
        ("Compare y com 0 e some: True vale 1.", "load_breast_cancer().target_names dá os nomes."),
    ),
    Check(
        "01-dados.dividir",
        "Dividir em treino e teste",
        4,
        "function",
        judge_split,
        SEE,
        (
            "train_test_split faz tudo em uma chamada.",
            "São três argumentos além de X e y: o tamanho, a semente e as classes.",
        ),
        challenge_split,
    ),
    Check(
        "01-dados.padronizar",
        "Padronizar sem vazamento",
        4,
        "function",
        judge_standardize,
        SEE,
        (
            "StandardScaler separa medir (fit) de aplicar (transform).",
            "Só uma das duas matrizes pode passar por fit.",
        ),
        challenge_standardize,
    ),
    Check(
        "01-dados.aplicar",
        "Preparar os dados do curso",
        3,
        "value",
        judge_apply,
        SEE,
        ("Duas linhas bastam: split_data com seed 42, depois standardize.",),
    ),
)
