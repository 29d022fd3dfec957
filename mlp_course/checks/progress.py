"""`progress`: os itens já verificados nesta sessão, em uma tabela.

A sessão é a do kernel: ao reiniciá-lo, a tabela recomeça. Quem executa o
notebook de fora recebe os mesmos vereditos em um arquivo, se pedir.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path

from mlp_course.checks.display import show
from mlp_course.checks.registry import ASSIGNMENTS, load_checks
from mlp_course.checks.verdict import Verdict, describe_status, format_points

# Caminho de um arquivo em que cada veredito vira uma linha de JSON.
RECORD_VARIABLE = "MLP_COURSE_VERDICTS"

_verdicts: dict[str, Verdict] = {}


@dataclass(frozen=True)
class Row:
    """Um item na tabela: nome, situação, pontos e o que reler."""

    title: str
    status: str
    score: float
    max_score: float
    see: str


@dataclass(frozen=True)
class Progress:
    """Os itens de um exercício e o que já se sabe deles.

    Parameters
    ----------
    assignment : str
        ``"NN-nome"``.
    rows : sequence of Row
        Todos os itens, na ordem do exercício.
    """

    assignment: str
    rows: Sequence[Row]

    def __str__(self) -> str:
        width = max(len(row.title) for row in self.rows)
        lines = [
            f"{row.title:<{width}}  {_points(row.score, row.max_score):>11}  {row.status}"
            for row in self.rows
        ]
        return "\n".join([f"Exercício {self.assignment}", *lines, self.total, self.next_step])

    __repr__ = __str__

    @property
    def total(self) -> str:
        """A soma dos pontos, em uma frase."""
        score, max_score = (
            sum(getattr(row, name) for row in self.rows) for name in ("score", "max_score")
        )
        return f"Total: {_points(score, max_score)} pontos verificados"

    @property
    def next_step(self) -> str:
        """Por onde seguir: o primeiro item que falta, ou a entrega e o próximo exercício."""
        missing = [row for row in self.rows if row.score < row.max_score]
        if missing:
            return f"Próximo passo: o item “{missing[0].title}”; ajuda reler o {missing[0].see}."
        following = [name for name in ASSIGNMENTS if name > self.assignment]
        then = f" Depois, siga para o {following[0]}." if following else ""
        return f"Próximo passo: responda às perguntas escritas, salve e entregue.{then}"

    def _repr_html_(self) -> str:
        # Cabeçalhos com escopo e legenda: um leitor de tela diz a que item cada célula pertence.
        left, fixed = "style='text-align:left'", "style='white-space:nowrap'"
        header = (
            f"<th scope='col' {left}>Item</th><th scope='col' {left}>Situação</th>"
            "<th scope='col'>Pontos</th>"
        )
        body = "".join(
            f"<tr><th scope='row' {left}>{escape(row.title)}</th>"
            f"<td {left}>{escape(row.status)}</td>"
            f"<td {fixed}>{_points(row.score, row.max_score)}</td></tr>"
            for row in self.rows
        )
        return (
            f"<table lang='pt-BR'><caption {left}>"
            f"Exercício {escape(self.assignment)}. {self.total}.</caption>"
            f"<thead><tr>{header}</tr></thead><tbody>{body}</tbody></table>"
            f"<p lang='pt-BR'>{escape(self.next_step)}</p>"
        )


def progress() -> None:
    """Mostra os itens dos exercícios verificados nesta sessão: situação e pontos.

    No notebook sai uma tabela; no terminal, o mesmo em texto. Um item que ainda
    não passou por `check` aparece como não verificado.
    """
    assignments = dict.fromkeys(check_id.split(".")[0] for check_id in _verdicts)
    if not assignments:
        print("Nenhum item verificado nesta sessão: execute as células que chamam check.")
    for assignment in assignments:
        show(summarize(assignment, _verdicts))


def summarize(assignment: str, verdicts: Mapping[str, Verdict]) -> Progress:
    """Monta a tabela de um exercício com os vereditos que há.

    Parameters
    ----------
    assignment : str
    verdicts : mapping of str to Verdict
        Pelo nome da verificação; os de outros exercícios são ignorados.

    Returns
    -------
    Progress
    """
    rows = []
    for check_id, definition in load_checks(assignment).items():
        verdict = verdicts.get(check_id)
        status = describe_status(verdict.status) if verdict else "– Não verificado"
        score = verdict.score if verdict else 0.0
        rows.append(Row(definition.title, status, score, definition.points, definition.see))
    return Progress(assignment, tuple(rows))


def record(verdict: Verdict, *, asking: bool = False) -> None:
    """Guarda um veredito; o último de cada item é o que vale.

    Parameters
    ----------
    verdict : Verdict
    asking : bool, default False
        Se vem de um pedido de pista, que só vale enquanto o item não foi verificado.
    """
    if asking and verdict.check_id in _verdicts:
        return
    _verdicts[verdict.check_id] = verdict
    if path := os.environ.get(RECORD_VARIABLE):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(verdict)) + "\n")


def read_records(path: Path) -> dict[str, Verdict]:
    """Lê o arquivo que `record` escreveu; sem arquivo, nenhum veredito.

    Parameters
    ----------
    path : Path

    Returns
    -------
    dict of Verdict
        Pelo nome da verificação.
    """
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    verdicts = (Verdict(**json.loads(line)) for line in lines)
    return {verdict.check_id: verdict for verdict in verdicts}


def _points(score: float, max_score: float) -> str:
    return f"{format_points(score)} de {format_points(max_score)}"
