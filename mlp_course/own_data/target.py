"""O que o alvo pede: duas classes, várias classes ou um número."""

import difflib
from dataclasses import dataclass

import pandas as pd

from mlp_course.own_data.columns import find_date_format, to_numbers
from mlp_course.own_data.errors import OwnDataError

TASKS = {"classes": "classes", "numero": "number"}
# Um alvo numérico com mais valores do que isto é uma quantidade, e não um código de classe.
MAX_NUMBER_CLASSES = 10
MAX_CLASSES = 50
MIN_ROWS = 50
# Cinco partes na validação cruzada, e ao menos duas linhas de cada classe fora do teste e dentro.
MIN_ROWS_PER_CLASS = 8


@dataclass(frozen=True)
class Target:
    """O alvo.

    Parameters
    ----------
    name : str
    task : str
        ``"binary"``, ``"multiclass"`` ou ``"number"``.
    classes : tuple of str
        Os rótulos, em ordem; vazia para um número.
    rows : Series of bool
        As linhas em que ele existe.
    notes : tuple of str
        O que foi decidido e convém conferir.
    """

    name: str
    task: str
    classes: tuple[str, ...]
    rows: pd.Series
    notes: tuple[str, ...]


def describe_target(table: pd.DataFrame, name: str, task: str | None = None) -> Target:
    """Decide a tarefa, ou diz por que não se pode treinar.

    Parameters
    ----------
    table : DataFrame
    name : str
        A coluna do alvo, sem contar maiúsculas.
    task : str, optional
        ``"classes"`` ou ``"numero"``, para não a deixar a cargo dos valores.

    Raises
    ------
    OwnDataError
        Se a coluna não existe, tem uma classe só, poucas linhas ou classes demais.
    """
    column = find_column(table, name)
    values = table[column]
    rows = values.notna()
    notes = []
    if not rows.all():
        notes.append(f"linhas sem o alvo, que ficam de fora: {int((~rows).sum())}")
    present = values[rows]
    if len(present) < MIN_ROWS:
        raise OwnDataError(
            f"São {len(present)} linhas com “{column}”, e com menos de {MIN_ROWS} não há como "
            "separar treino e teste e ainda confiar na medida: junte mais exemplos."
        )
    numbers = to_numbers(present)
    distinct = present.nunique()
    is_number = bool(numbers.notna().all()) and not pd.api.types.is_bool_dtype(present)
    if task == "numero" and not is_number:
        raise OwnDataError(
            f"“{column}” não é um número em todas as linhas (há, por exemplo, "
            f"“{present[numbers.isna()].iloc[0]!s:.40}”): use --task classes, ou corrija-a."
        )
    if is_number and task != "classes" and (task == "numero" or distinct > MAX_NUMBER_CLASSES):
        return _number(column, distinct, rows, notes)
    if is_number and distinct > 2 and task is None:
        notes.append(
            f"“{column}” tem só {distinct} números diferentes e foi tratada como classes; para "
            "prever o número, repita com --task numero"
        )
    if find_date_format(present):
        raise OwnDataError(
            f"“{column}” é uma data, e um modelo do curso prevê uma classe ou um número: crie uma "
            "coluna com o que quer saber, como os dias entre duas datas."
        )
    counts = present.map(label_text).value_counts()
    _check_classes(column, counts, len(present))
    classes = tuple(sorted(counts.index, key=_label_order))
    return Target(
        column, "binary" if len(classes) == 2 else "multiclass", classes, rows, tuple(notes)
    )


def find_column(table: pd.DataFrame, name: str) -> str:
    """Acha a coluna do alvo pelo nome, ou sugere as parecidas."""
    wanted = name.strip().casefold()
    for column in table.columns:
        if column.casefold() == wanted:
            return column
    near = difflib.get_close_matches(wanted, [c.casefold() for c in table.columns], n=1)
    shown = next((c for c in table.columns if near and c.casefold() == near[0]), "")
    listed = ", ".join(table.columns[:12]) + (", …" if len(table.columns) > 12 else "")
    hint = f" Seria “{shown}”?" if shown else ""
    raise OwnDataError(f"Não há uma coluna “{name}”.{hint} As colunas são: {listed}.")


def label_text(value: object) -> str:
    """O rótulo como texto: 1.0, que o pandas lê onde falta algum valor, é 1."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _label_order(label: str) -> tuple[int, float, str]:
    try:
        return 0, float(label), label
    except ValueError:
        return 1, 0.0, label


def _number(column: str, distinct: int, rows: pd.Series, notes: list[str]) -> Target:
    if distinct == 1:
        raise OwnDataError(f"“{column}” tem o mesmo valor em todas as linhas: não há o que prever.")
    return Target(column, "number", (), rows, tuple(notes))


def _check_classes(column: str, counts: pd.Series, n_rows: int) -> None:
    if len(counts) == 1:
        raise OwnDataError(
            f"“{column}” tem uma classe só, “{counts.index[0]}”, em todas as linhas: sem exemplos "
            "da outra não há o que aprender."
        )
    if len(counts) > MAX_CLASSES:
        raise OwnDataError(
            f"“{column}” tem {len(counts)} valores diferentes em {n_rows} linhas: parece um texto "
            f"ou um identificador. O curso começa com até {MAX_CLASSES} classes: junte as raras."
        )
    rare = counts[counts < MIN_ROWS_PER_CLASS]
    if len(rare):
        raise OwnDataError(
            f"“{rare.index[-1]}”, em “{column}”, aparece em {rare.iloc[-1]} linhas, e cada classe "
            f"precisa de ao menos {MIN_ROWS_PER_CLASS}: junte as classes raras, ou tire-as."
        )
