"""Tabelas como as pessoas as têm: as do scikit-learn, e outras sujas de vários jeitos."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from sklearn.datasets import (
    load_breast_cancer,
    load_diabetes,
    load_digits,
    load_iris,
    load_wine,
)

N_ROWS = 160


def brazilian_money(value: float) -> str:
    return f"R$ {value:,.2f}".translate(str.maketrans(",.", ".,"))


def customers(n_rows: int = N_ROWS, seed: int = 0) -> pd.DataFrame:
    """Números com vírgula, dinheiro, datas, faltas, um código, uma constante e um vazamento."""
    rng = np.random.default_rng(seed)
    age, income = rng.integers(18, 80, n_rows), rng.gamma(3, 900, n_rows)
    district = rng.choice(["Centro", "São José", "Açude", "Zona Norte"], n_rows)
    visit = pd.to_datetime("2022-01-01") + pd.to_timedelta(rng.integers(0, 900, n_rows), "D")
    logit = 0.06 * (age - 50) - 0.0004 * (income - 2700) + (district == "Açude")
    left = np.where(logit + rng.normal(0, 0.7, n_rows) > 0, "sim", "não")
    table = pd.DataFrame(
        {
            "Código": range(1000, 1000 + n_rows),
            "Idade ": age.astype(object),
            "Renda": [brazilian_money(v) for v in income],
            "Peso": [f"{v:.1f}".replace(".", ",") for v in rng.normal(70, 12, n_rows)],
            "Bairro": district,
            "Visita": visit.strftime("%d/%m/%Y"),
            "País": "Brasil",
            "Motivo": np.where(left == "sim", "saiu", "ficou"),
            "Observação": [f"texto {i}" for i in rng.permutation(n_rows)],
            "Cancelou": left,
        }
    )
    table.loc[::9, "Idade "] = "?"
    table.loc[3, "Idade "] = "vinte"
    table.loc[::11, "Bairro"] = None
    table.loc[[5, 6], "Cancelou"] = None
    return table


def lengths(n_rows: int = N_ROWS) -> pd.DataFrame:
    """Um alvo numérico com faltas, percentagens e uma categoria só de números."""
    rng = np.random.default_rng(1)
    share, floor = rng.uniform(0, 100, n_rows), rng.integers(1, 5, n_rows)
    return pd.DataFrame(
        {
            "cobertura": [f"{v:.0f}%" for v in share],
            "andar": floor,
            "ativo": rng.random(n_rows) > 0.5,
            "preço": [brazilian_money(v) for v in 900 + 30 * share + 500 * floor],
        }
    )


def many_levels(n_rows: int = 400) -> pd.DataFrame:
    """Oitenta cidades, uma coluna vazia e um alvo 0/1 com faltas, que o pandas lê como 0.0/1.0."""
    rng = np.random.default_rng(2)
    city, x = rng.integers(0, 80, n_rows), rng.normal(size=n_rows)
    label = (x + rng.normal(0, 0.5, n_rows) > 0).astype(float)
    label[:4] = np.nan
    return pd.DataFrame(
        {"x": x, "cidade": [f"cidade {c}" for c in city], "nada": np.nan, "alvo": label}
    )


def only_texts(n_rows: int = N_ROWS) -> pd.DataFrame:
    """Nenhum número: só categorias, e três classes com acentos."""
    rng = np.random.default_rng(3)
    color = rng.choice(["azul", "âmbar", "verde"], n_rows)
    size = rng.choice(["P", "M", "G"], n_rows)
    kind = np.where(rng.random(n_rows) < 0.8, color, rng.permutation(color))
    return pd.DataFrame({"cor": color, "tamanho": size, "espécie": np.char.upper(kind.astype(str))})


# Nome: a tabela, como se grava, o alvo e a tarefa que se espera.
Written = tuple[Callable[[], pd.DataFrame], dict, str, str]
TABLES: dict[str, Written] = {
    "Clientes 2024": (customers, {"sep": ";", "encoding": "cp1252"}, "cancelou", "binary"),
    "mama": (lambda: load_breast_cancer(as_frame=True).frame, {}, "target", "binary"),
    "vinhos": (lambda: load_wine(as_frame=True).frame, {"sep": "\t"}, "target", "multiclass"),
    "flores": (
        lambda: load_iris(as_frame=True).frame,
        {"sep": "|", "encoding": "utf-16"},
        "TARGET",
        "multiclass",
    ),
    "diabetes": (
        lambda: load_diabetes(as_frame=True).frame,
        {"sep": ";", "decimal": ","},
        "target",
        "number",
    ),
    "digitos": (lambda: load_digits(as_frame=True).frame.head(400), {}, "target", "multiclass"),
    "1 imóveis": (lengths, {"sep": ";", "encoding": "utf-8-sig"}, "preço", "number"),
    "cidades": (many_levels, {}, "alvo", "binary"),
    "só textos": (only_texts, {"encoding": "cp1252"}, "espécie", "multiclass"),
}


def write(name: str, folder) -> tuple:
    """Grava uma das tabelas e devolve o caminho, o alvo e a tarefa."""
    make, form, target, task = TABLES[name]
    path = folder / f"{name}.csv"
    make().to_csv(path, index=False, **form)
    return path, target, task
