"""O que já foi corrigido, em disco: um arquivo por entrega, escrito de uma vez só.

O registro é gravado antes do banco de notas. Uma correção interrompida em
qualquer ponto recomeça dele sem executar de novo o que já terminou.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from mlp_course.checks.verdict import Verdict
from mlp_course.grading.state.task import Outcome

_FORMAT = 2
# Um nome de arquivo tem até 255 bytes, e o temporário acrescenta alguns.
_LONGEST_NAME = 160


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
    source, received : str, default ""
        De onde veio a entrega, e a impressão do arquivo como veio.
    """

    student: str
    assignment: str
    digest: str
    environment: str
    judge: str
    seed: int
    outcome: Outcome
    stored: bool = False
    source: str = ""
    received: str = ""

    def stale_checks(self, judge: str) -> frozenset[str]:
        """Verificações a julgar de novo: todas, se o juiz mudou; senão, as que ele não julgou."""
        return frozenset(self.outcome.verdicts if judge != self.judge else self.outcome.faults)


def has_record(folder: Path, student: str, assignment: str) -> bool:
    """Diz se uma entrega já foi corrigida alguma vez, sem ler o registro."""
    return _path(folder, student, assignment).exists()


def count_records(folder: Path, assignments: Iterable[str]) -> int:
    """Quantas entregas destes exercícios já foram corrigidas."""
    return sum(len(list((folder / quote(a, safe="")).glob("*.json"))) for a in assignments)


def load_record(folder: Path, student: str, assignment: str) -> Record | None:
    """Lê o registro de uma entrega; `None` se não houver ou não for deste formato."""
    try:
        data = json.loads(_path(folder, student, assignment).read_text("utf-8"))
        if data.pop("format") != _FORMAT:
            return None
        outcome = data["outcome"]
        outcome["verdicts"] = {n: Verdict(**v) for n, v in outcome["verdicts"].items()}
        return Record(**data | {"outcome": Outcome(**outcome)})
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
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


def _path(folder: Path, student: str, assignment: str) -> Path:
    return folder / quote(assignment, safe="") / f"{file_name(student)}.json"


def file_name(student: str) -> str:
    """O nome de um aluno como nome de arquivo, que caiba em qualquer disco.

    Cada letra fora do ASCII ocupa até doze caracteres: do nome comprido fica o começo, e uma
    impressão que o distingue dos que começam igual.
    """
    name = quote(student, safe="")
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[:_LONGEST_NAME]}~{hashlib.sha256(student.encode()).hexdigest()[:16]}"
