"""Um veredito na célula do notebook: o que se vê, o número que o nbgrader lê e os dados.

Os dados vão nos metadados da saída; quem faz a devolutiva os lê dali, e nunca do texto.
"""

from dataclasses import asdict
from typing import Any

from mlp_course.checks.card import Card
from mlp_course.checks.verdict import Verdict

_KEY = "mlp_course"


def verdict_outputs(verdict: Verdict) -> list[dict[str, Any]]:
    """Saídas da célula: o veredito e a nota, um número simples que o nbgrader lê."""
    return [
        {
            "output_type": "display_data",
            "data": {"text/plain": str(verdict), "text/html": Card(verdict)._repr_html_()},
            "metadata": {_KEY: {"verdict": asdict(verdict)}},
        },
        {
            "output_type": "execute_result",
            "execution_count": None,
            "data": {"text/plain": format_score(verdict.score)},
            "metadata": {},
        },
    ]


def read_verdict(cell: Any) -> Verdict | None:
    """Devolve o veredito de uma célula de verificação corrigida; None se não há um.

    Só vale para células que a correção escreveu: as saídas de outra são de quem a executou.
    """
    for output in cell.get("outputs", []):
        written = output.get("metadata", {}).get(_KEY, {})
        if "verdict" in written:
            return Verdict(**written["verdict"])
    return None


def format_score(score: float) -> str:
    """Escreve uma nota como número simples: sem expoente, sem NaN, nunca negativo."""
    value = float(score)
    if not 0 <= value < 1e6:
        return "0"
    return f"{abs(value):.2f}".rstrip("0").rstrip(".")
