"""A página da turma: como foram as notas, o que mais se errou, quem precisa de atenção.

Um arquivo HTML só, que abre sem rede e não executa nada. Tudo o que veio de um aluno
é escapado pelo Jinja2, e a política de conteúdo da página proíbe scripts.
"""

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mlp_course.checks.verdict import BLANK_MESSAGE, format_points
from mlp_course.grading.reports.results import GRADED, PENDING, ItemResult, Result
from mlp_course.grading.reports.similarity import SimilarPair
from mlp_course.grading.state.ledger import write_atomically

TEMPLATES = Path(__file__).with_name("templates")
_BINS = 10
_SLOWEST = 10
_MISSED = 15


@dataclass(frozen=True)
class AssignmentSummary:
    """Um exercício, visto de longe.

    Parameters
    ----------
    assignment : str
    n_graded, n_ungraded : int
    mean, median : float
        Percentual dos pontos, só das corrigidas.
    bins : tuple of int
        Quantas entregas em cada décimo da nota, do 0 ao 100 %.
    """

    assignment: str
    n_graded: int
    n_ungraded: int
    mean: float
    median: float
    bins: tuple[int, ...]


@dataclass(frozen=True)
class MissedItem:
    """Um item e o erro que mais se repetiu nele.

    Parameters
    ----------
    assignment, item, title : str
    n_answers, n_missed : int
        Quantas entregas, e quantas sem todos os pontos.
    mean : float
        Percentual médio dos pontos.
    mistake : str
        A mensagem mais frequente.
    n_mistake : int
        Quantas vezes, sem contar diferenças de números.
    """

    assignment: str
    item: str
    title: str
    n_answers: int
    n_missed: int
    mean: float
    mistake: str
    n_mistake: int


def write_report(
    results: Sequence[Result],
    path: Path,
    *,
    sandbox: str = "bwrap",
    pairs: Sequence[SimilarPair] | None = None,
    changes: Sequence[dict[str, Any]] = (),
    received: Sequence[str] = (),
) -> None:
    """Escreve a página da turma.

    Parameters
    ----------
    results : sequence of Result
    path : Path
        O arquivo ``.html``; os links para as devolutivas são relativos à pasta dele.
    sandbox : {"bwrap", "none"}, default "bwrap"
        Com ``"none"``, a página avisa que nada protegia as notas.
    pairs : sequence of SimilarPair, optional
        Sem ele, a página não fala de semelhanças.
    changes : sequence of dict, default ()
        Notas que mudaram desde a correção anterior: ``student, assignment, check,
        before, after, reason``.
    received : sequence of str, default ()
        Quantos arquivos entraram e, de cada um posto de lado, por quê.
    """
    page = render_report(results, sandbox=sandbox, pairs=pairs, changes=changes, received=received)
    write_atomically(path, page)


def render_report(
    results: Sequence[Result],
    *,
    sandbox: str = "bwrap",
    pairs: Sequence[SimilarPair] | None = None,
    changes: Sequence[dict[str, Any]] = (),
    received: Sequence[str] = (),
) -> str:
    """Devolve a página da turma em HTML; os parâmetros são os de `write_report`."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = format_points
    environment.filters["percent"] = lambda value: f"{value:.0f} %"
    environment.filters["seconds"] = lambda value: f"{value:.1f} s".replace(".", ",")
    students = sorted({r.student for r in results})
    assignments = sorted({r.assignment for r in results if r.assignment})
    graded = [r for r in results if r.is_graded]
    return environment.get_template("turma/index.html.j2").render(
        results=results,
        received=received,
        students=students,
        assignments=assignments,
        table={(r.student, r.assignment): r for r in results},
        link=feedback_link,
        summaries=[summarize([r for r in results if r.assignment == a]) for a in assignments],
        missed=find_missed_items(results)[:_MISSED],
        attention=[r for r in results if r.status not in (GRADED, PENDING)],
        n_pending=sum(r.waits for r in results),
        slowest=sorted(graded, key=lambda r: -r.seconds)[:_SLOWEST],
        median_seconds=statistics.median(r.seconds for r in graded) if graded else 0.0,
        total_seconds=sum(r.seconds for r in graded),
        restored=[r for r in results if r.repairs],
        sandbox=sandbox,
        pairs=pairs,
        changes=changes,
    )


def summarize(results: Sequence[Result]) -> AssignmentSummary:
    """Resume as entregas de um exercício."""
    shares = [100 * r.score / r.max_score for r in results if r.is_graded and r.max_score]
    bins = Counter(min(int(share * _BINS / 100), _BINS - 1) for share in shares)
    return AssignmentSummary(
        results[0].assignment,
        len(shares),
        len(results) - len(shares),
        statistics.fmean(shares) if shares else 0.0,
        statistics.median(shares) if shares else 0.0,
        tuple(bins[i] for i in range(_BINS)),
    )


def find_missed_items(results: Sequence[Result]) -> list[MissedItem]:
    """Itens em que alguém perdeu pontos, os mais perdidos primeiro."""
    groups: dict[tuple[str, str], list[ItemResult]] = {}
    for r in results:
        for item in r.items:
            groups.setdefault((r.assignment, item.item), []).append(item)
    missed = []
    for (assignment, name), items in groups.items():
        wrong = [item for item in items if item.points < item.max_points]
        if wrong:
            messages = [item.message for item in wrong]
            # Deixar em branco não é um erro que se explique em aula, a não ser que só haja isso.
            attempted = [m for m in messages if not m.startswith(BLANK_MESSAGE)]
            mistake, count = _most_frequent(attempted or messages)
            mean = statistics.fmean(100 * i.points / i.max_points for i in items if i.max_points)
            missed.append(
                MissedItem(
                    assignment,
                    name,
                    Counter(i.title for i in items).most_common(1)[0][0],
                    len(items),
                    len(wrong),
                    mean,
                    mistake,
                    count,
                )
            )
    return sorted(missed, key=lambda m: (round(m.mean, 6), -m.n_missed, m.assignment, m.item))


def feedback_link(result: Result) -> str:
    """Endereço da devolutiva, relativo à pasta de saída."""
    student, assignment = quote(result.student, safe=""), quote(result.assignment, safe="")
    return f"feedback/{student}/{assignment}/{assignment}.html"


def _most_frequent(messages: Sequence[str]) -> tuple[str, int]:
    """A mensagem que mais se repete; as que só diferem nos números contam como uma."""
    keys = [re.sub(r"\d+([.,]\d+)?", "#", message) for message in messages]
    key, count = Counter(keys).most_common(1)[0]
    examples = Counter(m for m, k in zip(messages, keys, strict=True) if k == key)
    return examples.most_common(1)[0][0], count
