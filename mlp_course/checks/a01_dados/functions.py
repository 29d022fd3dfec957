"""Juízes de `01-dados` sobre as duas funções: dividir com estratos e padronizar."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.compare import close, failed_calls
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_numbers import first_match, numbers

SPLIT_SEEDS = range(8)


def challenge_split(rng: np.random.Generator) -> Challenge:
    """Quatrocentas linhas, com uma classe de 25 % a 40 %."""
    return {"calls": split_calls(rng, n_rows=400, positive_rate=rng.uniform(0.25, 0.4))}


def split_calls(
    rng: np.random.Generator, n_rows: int, positive_rate: float, prefix: str = ""
) -> dict[str, list]:
    """Chamadas de split_data sobre linhas numeradas: a coluna 0 identifica cada uma."""
    while True:
        y = (rng.permutation(n_rows) < positive_rate * n_rows).astype(int)
        # Cortar no primeiro ou no último quarto, sem sortear, nunca dá estratos por sorte.
        if not any(is_stratified(y[cut], y) for cut in quarters(n_rows)):
            break
    X = np.column_stack([np.arange(n_rows), y, rng.normal(size=n_rows)])
    seeds = [int(rng.integers(1, 1000)) + 1000 * seed for seed in SPLIT_SEEDS]
    calls = {f"{prefix}seed{i}": [X, y, seed] for i, seed in enumerate(seeds)}
    return calls | {f"{prefix}again": [X, y, seeds[0]]}


def quarters(n_rows: int) -> list[slice]:
    """Devolve o primeiro e o último quarto de `n_rows` linhas, arredondado de cada lado."""
    sizes = {n_rows // 4, -(-n_rows // 4)}
    return [cut for n in sizes for cut in (slice(n), slice(n_rows - n, None))]


def judge_split(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga split_data em oito sementes."""
    names = [name for name in challenge["calls"] if name.startswith(("seed", "again"))]
    return judge_split_calls(data, challenge, names)


def judge_split_calls(data: Any, challenge: Challenge, names: list[str]) -> Sequence[Criterion]:
    """Critérios de split_data para as chamadas `names`; a última repete a semente da primeira."""
    if failure := failed_calls(data, names):
        return [failure]
    name, *_ = names
    X, y, _ = challenge["calls"][name]
    splits = []
    for result in (data[name]["result"] for name in names):
        parts = _four_parts(result, X.shape[1])
        if parts is None:
            return [_four_parts_criterion(result)]
        splits.append(parts)
    if fault := next((f for s in splits if (f := _name_rows_fault(s, X, y))), ""):
        return [
            Criterion(
                False,
                "cada linha em uma parte só, junto do seu rótulo",
                fault,
                "Divida X e y na mesma chamada, com os mesmos índices.",
            )
        ]
    first, *others, last = (test for _, test, _, _ in splits)
    # Uma semente por chamada, fora a última: quem usa só parte do número repete um sorteio.
    n_draws = len({test.tobytes() for test in (first, *others)})
    repeats, varies = np.array_equal(first, last), n_draws == 1 + len(others)
    return [
        Criterion(
            all(abs(len(y_test) - len(X) / 4) <= 1 for _, _, _, y_test in splits),
            "75 % das linhas no treino e 25 % no teste",
            f"{len(X) - len(first)} de treino e {len(first)} de teste, em {len(X)}",
            "O argumento test_size diz a fração do teste.",
        ),
        Criterion(
            all(is_stratified(y_test, y) for _, _, _, y_test in splits),
            "a mesma proporção de classes no treino e no teste, em todo sorteio",
            "proporções diferentes: a divisão não é estratificada",
            "train_test_split tem um argumento para isso: procure “stratify”.",
            weight=2,
        ),
        Criterion(
            repeats and varies,
            "que seed decida o sorteio: a mesma repete, outra muda",
            "sorteios diferentes com a mesma seed"
            if not repeats
            else "seed ignorada"
            if n_draws == 1
            else "o mesmo sorteio com sementes diferentes",
            "Passe seed a quem sorteia: random_state=seed.",
        ),
    ]


def is_stratified(y_test: NDArray, y: NDArray) -> bool:
    """Diz se cada classe tem no teste a proporção de todas as linhas, a menos de linha e meia."""
    expected = {label: np.mean(y == label) * len(y_test) for label in np.unique(y)}
    return all(abs(np.sum(y_test == label) - n) <= 1.5 for label, n in expected.items())


def challenge_standardize(rng: np.random.Generator) -> Challenge:
    """Sessenta linhas de treino e vinte de teste, em outro lugar."""
    location, scale = rng.uniform(-50, 50, size=4), rng.permutation([0.3, 2.0, 9, 30])
    X_train = rng.normal(location, scale, size=(60, 4))
    # O teste vem de outro lugar: quem usa as estatísticas dele, ou as de tudo, se denuncia.
    X_test = rng.normal(location + 2 * scale, 2 * scale, size=(20, 4))
    return {"calls": {"main": [X_train, X_test]}}


def judge_standardize(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga standardize, com o nome do vazamento ou da conta errada."""
    if failure := failed_calls(data, ["main"]):
        return [failure]
    X_train, X_test = challenge["calls"]["main"]
    result = data["main"]["result"]
    parts, shapes = read_parts(result)
    if shapes != [X_train.shape, X_test.shape]:
        return [
            Criterion(
                False,
                "o par (treino, teste), com os formatos das entradas e números finitos",
                "o teste antes do treino"
                if shapes == [X_test.shape, X_train.shape]
                else "outros formatos",
                "A função devolve duas matrizes: return treino, teste.",
            )
        ]
    train, test = parts
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    sample_std = X_train.std(axis=0, ddof=1)
    essential = [
        Criterion(
            close(train, (X_train - mean) / std),
            "que cada coluna do treino fique com média 0 e desvio padrão 1",
            _name_train_fault(train, X_train, X_test),
            "Subtraia a média de cada coluna (axis=0) e divida pelo desvio padrão dela.",
        ),
        Criterion(
            close(test, (X_test - mean) / std) or close(test, (X_test - mean) / sample_std),
            "que o teste use a média e o desvio padrão medidos no treino",
            _name_test_fault(test, X_train, X_test),
            "Meça uma vez, no treino; aplique as mesmas duas medidas ao teste.",
            weight=2,
        ),
    ]
    if not any(c.ok for c in essential):
        return essential
    return [
        *essential,
        Criterion(
            not data["main"]["mutated"],
            "que as matrizes recebidas continuem como eram",
            "as entradas foram alteradas",
            "Operações como X -= ... mudam a matriz de quem chamou: crie outra.",
        ),
    ]


def read_parts(result: Any) -> tuple[list[NDArray], list[tuple[int, ...] | None]]:
    """Devolve as partes de uma lista que são matrizes de números, e o formato de cada parte.

    O formato do que não é uma matriz de números finitos é None.
    """
    parts = [numbers(part) for part in result] if isinstance(result, list) else []
    shapes = [None if part is None else part.shape for part in parts]
    return [part for part in parts if part is not None], shapes


def _four_parts(result: Any, n_columns: int) -> list[NDArray] | None:
    """Devolve as quatro partes como matrizes, ou None se não forem isso."""
    parts, shapes = read_parts(result)
    if _dims(shapes) != [2, 2, 1, 1]:
        return None
    n_train, n_test = (len(labels) for labels in parts[2:])
    expected = [(n_train, n_columns), (n_test, n_columns), (n_train,), (n_test,)]
    return parts if shapes == expected else None


def _four_parts_criterion(result: Any) -> Criterion:
    _, shapes = read_parts(result)
    return Criterion(
        False,
        "quatro partes, nesta ordem: X_train, X_test, y_train, y_test",
        "as partes em outra ordem" if sorted(_dims(shapes)) == [1, 1, 2, 2] else "outros formatos",
        "É a ordem em que train_test_split(X, y) as devolve.",
    )


def _dims(shapes: list[tuple[int, ...] | None]) -> list[int]:
    return [len(shape or ()) for shape in shapes]


def _name_rows_fault(parts: list[NDArray], X: NDArray, y: NDArray) -> str:
    X_train, X_test, *labels = parts
    train, test = X_train[:, 0], X_test[:, 0]
    if len(np.intersect1d(train, test)):
        return "linhas de teste que também estão no treino: vazamento"
    rows = np.concatenate([train, test])
    if not np.array_equal(np.sort(rows), np.arange(len(X))):
        return "linhas repetidas, perdidas ou alteradas"
    same = np.array_equal(np.concatenate(labels), y[rows.astype(int)])
    return "" if same else "rótulos de outras linhas"


def _name_train_fault(found: NDArray, X_train: NDArray, X_test: NDArray) -> str:
    everything = np.vstack([X_train, X_test])
    centered = X_train - X_train.mean(axis=0)
    faults = {
        "estatísticas medidas em treino e teste juntos: vazamento": (
            (X_train - everything.mean(axis=0)) / everything.std(axis=0)
        ),
        "estatísticas medidas no teste": (X_train - X_test.mean(axis=0)) / X_test.std(axis=0),
        "desvio padrão com divisor n - 1 (ddof=1); aqui o divisor é n": (
            centered / X_train.std(axis=0, ddof=1)
        ),
        "divisão pela variância, e não pelo desvio padrão": centered / X_train.var(axis=0),
        "só a média subtraída: faltou dividir": centered,
        "uma só média para todas as colunas": (X_train - X_train.mean()) / X_train.std(),
        "o treino como veio": X_train,
    }
    return first_match(found, faults)


def _name_test_fault(found: NDArray, X_train: NDArray, X_test: NDArray) -> str:
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
    return first_match(found, faults)
