"""A tabela da busca: sorteada como a do original, número por número, e lida depois.

Não importa o Keras, porque uma figura ou uma população não devem pagar por ele.
"""

import random

import numpy as np
import pandas as pd

from mlp_course.errors import CourseError
from mlp_course.hyperparameters import validate_table

PENALTIES = [0, 1e-15, 1e-10, 1e-5, 1e-3, 1e-2, 1e-1]


def sample_hyperparameters(n_iter: int = 100, seed: int = 42) -> pd.DataFrame:
    """Sorteia a tabela de hiperparâmetros do original.

    Parameters
    ----------
    n_iter : int, default 100
        Quantas combinações, 1 ou mais.
    seed : int, default 42
        Semente de um gerador próprio; o estado global não é tocado.

    Returns
    -------
    pandas.DataFrame
        Colunas ``neurons`` (h1, h2), com 20 <= h2 < h1 < 100, ``reg`` (l1, l2),
        ``epochs`` e ``auc``, estas ainda vazias.

    Raises
    ------
    CourseError
        Se `n_iter` for menor que 1.

    References
    ----------
    Bergstra e Bengio (2012), *Random search for hyper-parameter optimization*.

    Examples
    --------
    >>> sample_hyperparameters(1).loc[0, "neurons"]
    (39, 20)
    """
    if n_iter < 1:
        raise CourseError(f"n_iter={n_iter}: sorteie ao menos uma combinação.")
    rng = random.Random(seed)
    rows = [_draw(rng) for _ in range(n_iter)]
    table = pd.DataFrame({"neurons": [n for n, _ in rows], "reg": [r for _, r in rows]})
    return table.assign(
        epochs=pd.array([pd.NA] * n_iter, dtype="Int64"), auc=np.full(n_iter, np.nan)
    )


def best_row(table: pd.DataFrame) -> pd.Series:
    """Devolve a linha de maior AUC; em empate, a primeira."""
    validate_table(table)
    if "auc" not in table or "epochs" not in table or table["auc"].isna().all():
        raise CourseError("A tabela ainda não tem AUC: passe-a antes por random_search.")
    return table.iloc[int(np.nanargmax(table["auc"].to_numpy(dtype=float)))]


def format_table(table: pd.DataFrame) -> pd.DataFrame:
    """Devolve uma cópia para leitura: `reg` como texto, sem arredondar 1e-15 para 0.

    Parameters
    ----------
    table : pandas.DataFrame
        Tabela de hiperparâmetros.

    Returns
    -------
    pandas.DataFrame
        Mesmas linhas e colunas.
    """
    validate_table(table)
    return table.assign(reg=[f"({l1:g}, {l2:g})" for l1, l2 in table["reg"]])


def _draw(rng: random.Random) -> tuple[tuple[int, int], tuple[float, float]]:
    # A ordem das quatro chamadas é a do original: mudá-la muda a tabela.
    h1 = rng.randrange(25, 100)
    h2 = rng.randrange(20, h1)
    l1 = rng.choice(PENALTIES)
    l2 = rng.choice(PENALTIES)
    return (h1, h2), (l1, l2)
