"""Uma tabela inventada, suja como as de verdade: os alunos de uma academia, e quem saiu."""

import numpy as np
import pandas as pd

CITIES = ("São Paulo", "Niterói", "Belém", "Curitiba")
PLANS = {"básico": 79.9, "completo": 119.9, "família": 189.9}
# Quanto cada coisa empurra para a saída, em log das chances.
_EFFECTS = {"visits": -1.1, "básico": 0.9, "Belém": 0.5, "months": -0.04, "unknown": 0.6}


def gym_table(seed: int = 42, n_rows: int = 500) -> pd.DataFrame:
    """Sorteia a tabela da academia, com os textos como uma planilha brasileira os grava.

    Parameters
    ----------
    seed : int
        A mesma semente dá a mesma tabela.
    n_rows : int
        Quantos alunos.

    Returns
    -------
    DataFrame, (n_rows, 10)
        ``matrícula``, ``idade`` (com “?” onde falta), ``cidade``, ``plano``, ``início``
        (dia/mês/ano), ``visitas`` por semana (com vírgula), ``mensalidade`` (em reais),
        ``indicação`` (com faltas), ``cancelado em`` (só de quem saiu) e ``saiu``.

    Examples
    --------
    >>> table = gym_table(seed=1, n_rows=50)
    >>> (table["saiu"] == "sim").equals(table["cancelado em"].notna())
    True
    """
    rng = np.random.default_rng(seed)
    age = rng.integers(16, 71, n_rows)
    city = rng.choice(CITIES, n_rows, p=[0.4, 0.25, 0.2, 0.15])
    plan = rng.choice(list(PLANS), n_rows, p=[0.5, 0.35, 0.15])
    months = rng.integers(1, 37, n_rows)
    visits = np.clip(rng.normal(2.2, 0.9, n_rows), 0, 6).round(1)
    referral = rng.choice(["amigo", "internet", "fachada"], n_rows).astype(object)
    referral[rng.random(n_rows) < 0.2] = None
    push = (
        _EFFECTS["visits"] * (visits - 2.2)
        + _EFFECTS["básico"] * (plan == "básico")
        + _EFFECTS["Belém"] * (city == "Belém")
        + _EFFECTS["months"] * (months - 12)
        + _EFFECTS["unknown"] * pd.isna(referral)
        - 0.9
    )
    left = rng.random(n_rows) < 1 / (1 + np.exp(-1.5 * push))
    start = pd.Timestamp("2026-06-30") - pd.to_timedelta(months * 30 + rng.integers(0, 30), "D")
    gone = start + pd.to_timedelta(rng.integers(20, 200, n_rows), "D")
    price = np.array([PLANS[p] for p in plan]) * rng.choice([1, 0.9], n_rows, p=[0.8, 0.2])
    shown_age = age.astype(object)
    shown_age[rng.random(n_rows) < 0.08] = "?"
    return pd.DataFrame(
        {
            "matrícula": 2000 + np.arange(n_rows),
            "idade": shown_age,
            "cidade": city,
            "plano": plan,
            "início": start.strftime("%d/%m/%Y"),
            "visitas": [f"{v:.1f}".replace(".", ",") for v in visits],
            "mensalidade": [f"R$ {p:.2f}".replace(".", ",") for p in price],
            "indicação": referral,
            "cancelado em": np.where(left, gone.strftime("%d/%m/%Y"), None),
            "saiu": np.where(left, "sim", "não"),
        }
    )
