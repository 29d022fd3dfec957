"""O que os juízes têm em comum: comparar números e ler o que uma função devolveu."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from mlp_course.checks.definition import Criterion

# Folga para respostas em float32: sete algarismos, depois de algumas contas.
TOLERANCE = 1e-4


def close(found: Any, expected: Any, tolerance: float = TOLERANCE) -> bool:
    """Diz se dois números ou matrizes numéricas são iguais, a menos de `tolerance`.

    Formatos diferentes, textos e NaN nunca são iguais a nada.
    """
    try:
        found, expected = np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
    except (TypeError, ValueError):
        return False
    return found.shape == expected.shape and bool(
        np.allclose(found, expected, rtol=tolerance, atol=tolerance)
    )


def failed_calls(
    data: dict[str, Any], names: Iterable[str] | Mapping[str, str]
) -> Criterion | None:
    """Critério não cumprido se alguma chamada da função falhou ou nada devolveu.

    Parameters
    ----------
    data : dict
        O que veio de cada chamada.
    names : iterable or mapping of str
        As chamadas a olhar; de um dicionário, também o que diz da entrada de cada uma:
        “com listas do Python”.
    """
    kinds = names if isinstance(names, Mapping) else {}
    for name in names:
        call, kind = data.get(name), f", {kinds[name]}" if name in kinds else ""
        if call is None:
            return Criterion(
                False,
                "que a função devolva um valor em todos os casos",
                f"uma chamada que devolveu None{kind}",
                "Toda saída da função precisa de um return.",
            )
        if call["error"]:
            return Criterion(
                False,
                "que a função termine sem erro",
                f"{call['error'].rstrip('.')}{kind}",
                "Chame a função em uma célula sua com uma entrada pequena e leia o erro.",
            )
    return None


def number(value: Any) -> str:
    """Escreve um número curto, com vírgula decimal."""
    return f"{value:.4g}".replace(".", ",")
