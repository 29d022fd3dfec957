"""A tabela de resultados: o que os relatórios e as planilhas leem.

O lote a preenche com `build_result`; daqui para a frente ninguém precisa saber como
uma nota foi obtida.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import pandas as pd

from mlp_course.grading.intake.matching import is_answer, is_check
from mlp_course.grading.intake.submission import Submission

COLUMNS = ["student", "assignment", "score", "max_score", "status", "message"]
GRADED, PENDING = "corrigida", "manual pendente"
_CHECK_SUFFIX = "-verificacao"
_STATUS = {"✔": "right", "◐": "partial", "✘": "wrong", "○": "not_attempted"}


@dataclass(frozen=True)
class Verdict:
    """O que o juiz escreveu em uma célula, lido de volta.

    Parameters
    ----------
    status : {"right", "partial", "wrong", "not_attempted", ""}
    title : str
    headline : str
        A primeira linha inteira, com os pontos.
    lines : tuple of str
        O que faltou, e a pista.
    """

    status: str
    title: str
    headline: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class ItemResult:
    """Um item de um exercício.

    Parameters
    ----------
    item : str
        Marca da célula, sem o fim ``-verificacao``.
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
    max_score : float or None
        `None` se não se sabe de que exercício é.
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

    @property
    def is_graded(self) -> bool:
        """Se a nota vem de uma correção, e não da falta de uma."""
        return bool(self.items)


def build_result(
    submission: Submission,
    *,
    status: str,
    message: str,
    score: float = 0.0,
    max_score: float | None = None,
    seconds: float = 0.0,
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
    notebook : NotebookNode, optional
        O notebook corrigido, com os vereditos nas células de verificação.
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
        collect_items(notebook) if notebook is not None else (),
        collect_answers(notebook) if notebook is not None else {},
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


def collect_items(notebook: Any) -> tuple[ItemResult, ...]:
    """Lê os itens de um notebook corrigido pelo que o juiz escreveu."""
    items = []
    for cell in notebook.cells:
        if not is_check(cell) or cell.cell_type != "code":
            continue
        details, verdict = cell.metadata["nbgrader"], read_verdict(cell)
        name = str(details["grade_id"]).removesuffix(_CHECK_SUFFIX)
        missed = verdict.status not in ("right", "")
        message = (verdict.lines[0] if verdict.lines else verdict.headline) if missed else ""
        items.append(
            ItemResult(
                name, verdict.title or name, _read_score(cell), float(details["points"]), message
            )
        )
    return tuple(items)


def collect_answers(notebook: Any) -> dict[str, str]:
    """Código de cada célula de resposta, pela marca."""
    return {
        str(cell.metadata["nbgrader"]["grade_id"]): cell.source
        for cell in notebook.cells
        if cell.cell_type == "code" and is_answer(cell)
    }


def read_verdict(cell: Any) -> Verdict:
    """Lê o veredito escrito em uma célula de verificação."""
    for output in cell.get("outputs", []):
        text = str(output.get("data", {}).get("text/plain", ""))
        if output.output_type == "display_data" and text[:1] in _STATUS:
            headline, *lines = text.splitlines()
            title = headline[1:].rpartition(" — ")[0].strip()
            return Verdict(_STATUS[text[0]], title, headline, tuple(lines))
    return Verdict("", "", "", ())


def _read_score(cell: Any) -> float:
    for output in cell.outputs:
        if output.output_type == "execute_result":
            try:
                return float(output.data["text/plain"])
            except (KeyError, ValueError):
                return 0.0
    return 0.0
