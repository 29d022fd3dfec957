"""O veredito: a nota de um item e o que dizer ao aluno.

É só dados, que viram texto no terminal; `card` os mostra no notebook.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from mlp_course.checks.definition import Check, Criterion

_STATUS = {
    "right": ("✔", "Certo"),
    "partial": ("◐", "Em parte"),
    "wrong": ("✘", "Ainda não"),
    "not_attempted": ("○", "Ainda não respondido"),
}
BLANK_MESSAGE = "Escreva a sua resposta no lugar das reticências (...) e execute de novo."


@dataclass(frozen=True)
class Verdict:
    """Resultado de uma verificação.

    Parameters
    ----------
    check_id, title : str
        O item.
    status : {"right", "partial", "wrong", "not_attempted"}
    score, max_score : float
        Pontos obtidos e possíveis.
    message : str
        O que se esperava e o que foi encontrado.
    hint : str
        Por onde seguir; vazio quando está certo.
    see : str
        Seção do livro a reler.
    """

    check_id: str
    title: str
    status: str
    score: float
    max_score: float
    message: str
    hint: str
    see: str

    def __str__(self) -> str:
        return "\n".join([self.headline, *self.details])

    __repr__ = __str__

    @property
    def headline(self) -> str:
        """Uma linha: sinal, item, situação e pontos."""
        mark, word = _STATUS[self.status]
        unit = "ponto" if self.max_score == 1 else "pontos"
        points = f"{format_points(self.score)} de {format_points(self.max_score)} {unit}"
        return f"{mark} {self.title} — {word} ({points})"

    @property
    def details(self) -> list[str]:
        """As linhas depois da primeira: o que faltou, a pista e o que reler."""
        lines = self.message.splitlines()
        if self.hint:
            lines.append(f"Pista: {self.hint}")
        if self.status != "right":
            lines.append(f"Releia: {self.see}.")
        return lines


def score_criteria(check: Check, criteria: Sequence[Criterion]) -> Verdict:
    """Soma os pesos cumpridos e escolhe o que dizer: os critérios que faltaram.

    Raises
    ------
    ValueError
        Se o juiz não devolver nenhum critério: sem veredito não há ponto.
    """
    total = sum(c.weight for c in criteria)
    if not total > 0:  # um peso NaN também não dá ponto
        raise ValueError(f"{check.check_id}: o juiz não devolveu critérios com peso.")
    missed = [c for c in criteria if not c.ok]
    earned = sum(c.weight for c in criteria if c.ok) / total
    status = "right" if not missed else "partial" if earned > 0 else "wrong"
    return Verdict(
        check.check_id,
        check.title,
        status,
        # Arredondar para baixo jamais dá pontos que o juiz não deu.
        check.points if not missed else math.floor(check.points * earned * 100 + 1e-9) / 100,
        check.points,
        "\n".join(_explain(c) for c in missed),
        missed[0].hint if missed else "",
        check.see,
    )


def not_attempted(check: Check) -> Verdict:
    """Veredito de quem ainda não escreveu nada: sem erro e sem ponto."""
    return Verdict(
        check.check_id,
        check.title,
        "not_attempted",
        0,
        check.points,
        BLANK_MESSAGE,
        "",
        check.see,
    )


def describe_status(status: str) -> str:
    """Devolve o sinal e a palavra de uma situação: ``"✔ Certo"``."""
    return " ".join(_STATUS[status])


def format_points(points: float) -> str:
    """Escreve pontos com vírgula decimal e sem zeros à toa."""
    return f"{points:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _explain(criterion: Criterion) -> str:
    found = f" Encontrado: {criterion.found}" if criterion.found else ""
    return f"Esperado: {criterion.expected}.{found}{'.' if found else ''}"
