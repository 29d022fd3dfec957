"""A tabela de resultados: o que os relatórios e as planilhas leem.

O lote a preenche com `build_result`; daqui para a frente ninguém precisa saber como
uma nota foi obtida.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import pandas as pd

from mlp_course.checks.verdict import Verdict
from mlp_course.grading.intake.matching import is_answer
from mlp_course.grading.intake.submission import Submission

# As seis primeiras são de sempre. As outras dizem de que a nota é feita, para que ninguém
# precise abrir o banco: `score` é `auto_score + manual_score - penalty`.
COLUMNS = [
    *("student", "assignment", "score", "max_score", "status", "message"),
    *("auto_score", "manual_score", "penalty", "seconds_late", "pending"),
]
GRADED, PENDING, UNGRADED = "corrigida", "manual pendente", "não corrigida"
STOPPED, CHECK = "interrompida", "conferir"


@dataclass(frozen=True)
class ItemResult:
    """Um item de um exercício.

    Parameters
    ----------
    item : str
        O que vem depois do ponto no nome da verificação.
    title : str
    points, max_points : float
    message : str
        O que faltou, em uma linha; vazio se está certo.
    seconds : float, optional
        Tempo da célula, se medido.
    """

    item: str
    title: str
    points: float
    max_points: float
    message: str
    seconds: float | None = None


@dataclass(frozen=True)
class Result:
    """Uma entrega, corrigida ou não.

    Parameters
    ----------
    student, assignment : str
    score : float
        A nota final: automática, mais a dada por uma pessoa, menos o desconto por atraso.
    max_score : float or None
        O máximo do exercício inteiro; `None` se não se sabe de que exercício é.
    status : str
        Em português, como em ``grades.csv``.
    message : str
    seconds : float, default 0
        Tempo de execução do notebook.
    repairs : tuple of str
        O que foi restaurado.
    lms_id, origin : str
        Como em `Submission`.
    items : tuple of ItemResult
    answers : dict of str
        Código de cada resposta, para procurar soluções parecidas.
    auto_score, manual_score, penalty, seconds_late : float
        De que a nota final é feita, e quanto a entrega atrasou.
    pending : bool
        Se alguma parte ainda espera por uma pessoa.
    """

    student: str
    assignment: str
    score: float
    max_score: float | None
    status: str
    message: str
    seconds: float = 0.0
    repairs: tuple[str, ...] = ()
    lms_id: str = ""
    origin: str = ""
    items: tuple[ItemResult, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    auto_score: float = 0.0
    manual_score: float = 0.0
    penalty: float = 0.0
    seconds_late: float = 0.0
    pending: bool = False

    @property
    def is_graded(self) -> bool:
        """Se a nota vem de uma correção, e não da falta de uma."""
        return bool(self.items) or self.manual_score > 0

    @property
    def waits(self) -> bool:
        """Se a nota ainda pode mudar, porque falta a parte que uma pessoa corrige."""
        return self.pending or self.status == PENDING


def build_result(
    submission: Submission,
    *,
    status: str,
    message: str,
    score: float = 0.0,
    max_score: float | None = None,
    seconds: float = 0.0,
    verdicts: Mapping[str, Verdict] | None = None,
    notebook: Any = None,
) -> Result:
    """Junta o que a recepção e a correção sabem de uma entrega.

    Parameters
    ----------
    submission : Submission
    status, message : str
        Como em ``grades.csv``.
    score, max_score : float
    seconds : float
    verdicts : mapping of Verdict, optional
        O que o juiz decidiu de cada verificação.
    notebook : NotebookNode, optional
        O notebook corrigido, de onde vem o código das respostas.
    """
    return Result(
        submission.student,
        submission.assignment,
        float(score),
        max_score,
        status,
        message,
        float(seconds),
        submission.repairs,
        submission.lms_id,
        submission.origin,
        collect_items(verdicts or {}),
        collect_answers(notebook) if notebook is not None else {},
        auto_score=float(score),
    )


def to_frame(results: Sequence[Result]) -> pd.DataFrame:
    """Uma linha por entrega, com as colunas de ``grades.csv``."""
    return pd.DataFrame([asdict(r) for r in results], columns=COLUMNS)


def items_frame(results: Sequence[Result]) -> pd.DataFrame:
    """Uma linha por item de cada entrega."""
    rows = [
        {"student": r.student, "assignment": r.assignment, **asdict(item)}
        for r in results
        for item in r.items
    ]
    columns = ["student", "assignment", *ItemResult.__dataclass_fields__]
    return pd.DataFrame(rows, columns=columns)


def first_message(verdicts: Mapping[str, Verdict]) -> str:
    """O que faltou no primeiro item sem todos os pontos, com a pista que o aluno viu."""
    missed = (verdict for verdict in verdicts.values() if verdict.status != "right")
    return next((" ".join([v.headline, *v.details[:2]]) for v in missed), "")


def collect_items(verdicts: Mapping[str, Verdict]) -> tuple[ItemResult, ...]:
    """Faz dos vereditos os itens de uma entrega."""
    return tuple(
        ItemResult(
            check_id.split(".")[-1],
            verdict.title,
            verdict.score,
            verdict.max_score,
            "" if verdict.status == "right" else next(iter(verdict.details), verdict.headline),
        )
        for check_id, verdict in verdicts.items()
    )


def collect_answers(notebook: Any) -> dict[str, str]:
    """Código de cada célula de resposta, pela marca."""
    return {
        str(cell.metadata["nbgrader"]["grade_id"]): cell.source
        for cell in notebook.cells
        if cell.cell_type == "code" and is_answer(cell)
    }
