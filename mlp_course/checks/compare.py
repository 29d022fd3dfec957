"""O que os juízes têm em comum: comparar números e ler o que uma função devolveu."""

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


def failed_calls(data: dict[str, Any], names: list[str]) -> Criterion | None:
    """Critério não cumprido se alguma chamada da função falhou ou nada devolveu."""
    for name in names:
        call = data.get(name)
        if call is None:
            return Criterion(
                False,
                "que a função devolva um valor em todos os casos",
                "uma chamada que devolveu None",
                "Toda saída da função precisa de um return.",
            )
        if call["error"]:
            return Criterion(
                False,
                "que a função termine sem erro",
                call["error"],
                "Chame a função em uma célula sua com uma entrada pequena e leia o erro.",
            )
    return None


def number(value: Any) -> str:
    """Escreve um número curto, com vírgula decimal."""
    return f"{value:.4g}".replace(".", ",")
