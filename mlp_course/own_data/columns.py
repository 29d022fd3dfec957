"""O que cada coluna é, e quais não ajudam a aprender ou ensinam a resposta errada."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

DATE_FORMATS = {
    "%d/%m/%Y": re.compile(r"\d{1,2}/\d{1,2}/\d{4}"),
    "%d/%m/%y": re.compile(r"\d{1,2}/\d{1,2}/\d{2}"),
    "%Y-%m-%d": re.compile(r"\d{4}-\d{1,2}-\d{1,2}"),
    "%d-%m-%Y": re.compile(r"\d{1,2}-\d{1,2}-\d{4}"),
    "%d.%m.%Y": re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}"),
    "%d/%m/%Y %H:%M": re.compile(r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}"),
    "%d/%m/%Y %H:%M:%S": re.compile(r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}:\d{2}"),
    "%Y-%m-%d %H:%M:%S": re.compile(r"\d{4}-\d{1,2}-\d{1,2}[ T]\d{1,2}:\d{2}:\d{2}"),
}
# Mais categorias do que isto, e cada uma tem poucas linhas de que se aprenda algo.
MAX_CATEGORIES = 50
# A parte dos valores que precisa ser um número, ou uma data, para que a coluna o seja.
_MOSTLY = 0.9
_ID_NAME = re.compile(
    r"(^|[\W_])(id|uuid|cpf|cnpj|rg|matr[ií]cula|c[oó]digo|protocolo|prontu[aá]rio|index|"
    r"[ií]ndice|unnamed: 0|nome|name|e-?mail|telefone)($|[\W_])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Column:
    """Uma coluna e o papel dela.

    Parameters
    ----------
    name : str
    kind : str
        ``"number"``, ``"category"``, ``"date"`` ou ``"left out"``.
    note : str
        Por que fica de fora, ou um cuidado a tomar com ela; vazia se não há o que dizer.
    date_format : str
        O formato de `strptime`, nas datas.
    """

    name: str
    kind: str
    note: str = ""
    date_format: str = ""


def describe_column(values: pd.Series, target: pd.Series) -> Column:
    """Diz o que uma coluna é e se ela entra no modelo.

    Parameters
    ----------
    values : Series
        A coluna como foi lida.
    target : Series
        O alvo das mesmas linhas, sem faltas.
    """
    name, present = str(values.name), values.dropna()
    distinct = present.nunique()
    if not len(present):
        return Column(name, "left out", "está vazia")
    filled = values.notna()
    if tells(filled, target):
        told = target[filled].iloc[0]
        return Column(name, "left out", f"só está preenchida quando o alvo é “{told!s:.40}”")
    if distinct == 1 and filled.all():
        return Column(name, "left out", f"tem um valor só, “{present.iloc[0]!s:.40}”")
    if tells(values, target):
        return Column(name, "left out", "repete o alvo: quem a tem já sabe a resposta")
    unique = distinct == len(present) and len(present) > 20
    if unique and (_ID_NAME.search(name) or _is_counter(present)):
        return Column(name, "left out", "é um identificador: um valor diferente em cada linha")
    numbers = to_numbers(values)
    if numbers.notna().sum() >= _MOSTLY * len(present):
        return Column(name, "number", _number_note(values, numbers))
    date_format = find_date_format(present)
    if date_format:
        return Column(name, "date", "", date_format)
    if distinct > MAX_CATEGORIES and distinct > 0.5 * len(present):
        return Column(
            name, "left out", f"é texto livre: {distinct} textos em {len(present)} linhas"
        )
    if distinct > MAX_CATEGORIES:
        note = f"tem {distinct} categorias: ficam as {MAX_CATEGORIES} mais comuns"
        return Column(name, "category", note)
    return Column(name, "category")


def to_numbers(values: pd.Series) -> pd.Series:
    """Converte em números também “R$ 1.234,50”, “12,5” e “40%”; o resto vira NaN."""
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        return values.astype(float).replace([np.inf, -np.inf], np.nan)
    text = values.astype("string").str.replace(r"^R\$\s*|\s*%$|\s", "", regex=True)
    comma = text.str.fullmatch(r"[-+]?[\d.]*\d,\d+").fillna(False).astype(bool)
    text = text.mask(comma, text.str.replace(".", "").str.replace(",", "."))
    return pd.to_numeric(text, errors="coerce").astype(float).replace([np.inf, -np.inf], np.nan)


def find_date_format(present: pd.Series) -> str:
    """Devolve o formato de data que quase todos os valores têm; vazio se não há."""
    text = present.astype(str).str.strip()
    for form, pattern in DATE_FORMATS.items():
        if text.str.fullmatch(pattern).mean() >= _MOSTLY:
            dates = pd.to_datetime(text, format=form, errors="coerce")
            if dates.notna().mean() >= _MOSTLY:
                return form
    return ""


def tells(values: pd.Series, target: pd.Series) -> bool:
    """Diz se cada valor da coluna vem sempre com o mesmo alvo, e cada alvo com um valor só."""
    both = pd.DataFrame({"value": values.to_numpy(), "target": target.to_numpy()}).dropna()
    if len(both) < 0.5 * len(values):
        return False
    pairs = len(both.drop_duplicates())
    return pairs == both["value"].nunique() == both["target"].nunique()


def _is_counter(present: pd.Series) -> bool:
    """Uma sequência de inteiros, um a um, é a conta das linhas."""
    if not pd.api.types.is_numeric_dtype(present):
        return False
    steps = np.diff(np.sort(present.to_numpy(float)))
    return bool((steps == 1).all())


def _number_note(values: pd.Series, numbers: pd.Series) -> str:
    lost = values[values.notna() & numbers.isna()]
    if not len(lost):
        return ""
    shown = f"{lost.iloc[0]!s:.30}"
    if len(lost) == 1:
        return f"um valor que não é número, “{shown}”, vira uma falta"
    return f"{len(lost)} valores que não são números, como “{shown}”, viram faltas"
