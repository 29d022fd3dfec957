"""O que já foi corrigido, em disco: um arquivo por entrega, escrito de uma vez só.

O registro é gravado antes do banco de notas. Uma correção interrompida em
qualquer ponto recomeça dele sem executar de novo o que já terminou.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mlp_course.checks.verdict import Verdict
from mlp_course.grading.state.task import Outcome

_FORMAT = 2


@dataclass(frozen=True)
class Record:
    """Uma entrega corrigida.

    Parameters
    ----------
    student, assignment : str
    digest : str
        Impressão da entrega e do notebook restaurado.
    environment : str
        Impressão do que muda uma execução.
    judge : str
        Impressão do código que julga o exercício.
    seed : int
        Semente dos desafios.
    outcome : Outcome
    stored : bool, default False
        Se já está no banco de notas.
    """

    student: str
    assignment: str
    digest: str
    environment: str
    judge: str
    seed: int
    outcome: Outcome
    stored: bool = False

    def stale_checks(self, judge: str) -> frozenset[str]:
        """Verificações a julgar de novo: todas, se o juiz mudou; senão, as que ele não julgou."""
        return frozenset(self.outcome.verdicts if judge != self.judge else self.outcome.faults)


def has_record(folder: Path, student: str, assignment: str) -> bool:
    """Diz se uma entrega já foi corrigida alguma vez, sem ler o registro."""
    return _path(folder, student, assignment).exists()


def load_record(folder: Path, student: str, assignment: str) -> Record | None:
    """Lê o registro de uma entrega; `None` se não houver ou não for deste formato."""
    try:
        data = json.loads(_path(folder, student, assignment).read_text("utf-8"))
        if data.pop("format") != _FORMAT:
            return None
        outcome = data["outcome"]
        outcome["verdicts"] = {n: Verdict(**v) for n, v in outcome["verdicts"].items()}
        return Record(**data | {"outcome": Outcome(**outcome)})
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        # Um registro que não se entende é como se não existisse: corrige-se de novo.
        return None


def save_record(folder: Path, record: Record) -> None:
    """Grava o registro inteiro ou nada, mesmo que a máquina pare no meio."""
    path = _path(folder, record.student, record.assignment)
    write_atomically(path, json.dumps({"format": _FORMAT, **asdict(record)}, ensure_ascii=False))


def write_atomically(path: Path, text: str) -> None:
    """Escreve um arquivo ao lado e o põe no lugar quando está completo."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.parcial")
    try:
        with temporary.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def score_changes(before: Record | None, after: Record, reason: str) -> list[dict[str, Any]]:
    """Itens cuja nota mudou entre dois registros da mesma entrega."""
    if before is None:
        return []
    return [
        {
            "student": after.student,
            "assignment": after.assignment,
            "check": name,
            "before": before.outcome.scores.get(name),
            "after": score,
            "reason": reason,
        }
        for name, score in after.outcome.scores.items()
        if before.outcome.scores.get(name) != score
    ]


def _path(folder: Path, student: str, assignment: str) -> Path:
    return folder / quote(assignment, safe="") / f"{quote(student, safe='')}.json"
