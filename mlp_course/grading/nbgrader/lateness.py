"""Quem entregou depois do prazo, e quanto isso custa, como o nbgrader o faz.

A hora da entrega é a de ``timestamp.txt``, ao lado do notebook; o prazo e a prorrogação
de cada aluno estão no banco de notas; o desconto é do ``LateSubmissionPlugin`` que o
curso configurou. A data de um arquivo não serve: é a de quem o baixou ou copiou.
"""

import sqlite3
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from nbformat.v4 import new_notebook
from traitlets.config import Config

from mlp_course.errors import GradingError
from mlp_course.grading.intake.files import MAX_FILE_BYTES
from mlp_course.grading.intake.submission import READY, Submission

TIMESTAMP = "timestamp.txt"
_MAX_BYTES = 1024
Timestamps = dict[tuple[str, str], str]


def find_timestamps(submitted: Path, submissions: Iterable[Submission]) -> Timestamps:
    """Procura a hora de cada entrega em ``timestamp.txt``, como o nbgrader a escreve.

    Só vale o que está na pasta do próprio notebook: o mesmo nome e os mesmos bytes. Um
    arquivo que não diz uma data é como se não houvesse.
    """
    stamps = list(_list_timestamps(submitted))
    if not stamps:
        return {}
    found = {}
    for s in submissions:
        name = PurePosixPath(s.origin).name
        texts = {text for text, read in stamps if s.status == READY and read(name) == s.digest}
        valid = [text for text in texts if _parse(text)]
        if len(valid) == 1:
            found[s.student, s.assignment] = valid[0]
    return found


def apply_lateness(
    config: Config, gradebook: Any, root: Path, timestamps: Timestamps, keys: Iterable[Any]
) -> set[tuple[str, str]]:
    """Grava a hora de cada entrega e refaz os descontos; devolve as que mudaram.

    Parameters
    ----------
    config : Config
        A do curso: ``AssignLatePenalties`` e ``LateSubmissionPlugin``.
    gradebook : nbgrader.api.Gradebook
    root : Path
        A pasta do curso, onde pode estar o módulo do plugin.
    timestamps : dict of str
    keys : iterable of (str, str)
        As entregas desta turma, por aluno e exercício.

    Raises
    ------
    GradingError
        Se o plugin do curso não se puder usar.
    """
    from nbgrader.api import SubmittedAssignment
    from nbgrader.utils import parse_utc

    wanted, late = set(keys), []
    for submission in gradebook.db.query(SubmittedAssignment):
        key = submission.student_id, submission.name
        if key not in wanted:
            continue
        if key in timestamps:
            submission.timestamp = parse_utc(timestamps[key])
        if submission.total_seconds_late or submission.late_submission_penalty:
            late.append((key, submission.late_submission_penalty))
    gradebook.db.commit()
    before = dict(late)
    # Escrito como texto, o endereço perderia a senha de um banco que tem uma.
    address = gradebook.engine.url.render_as_string(hide_password=False)
    for key in before:
        _penalize(config, address, root, *key)
    gradebook.db.expire_all()
    after = {
        key: gradebook.find_submission(key[1], key[0]).late_submission_penalty for key in before
    }
    return {key for key in before if after[key] != before[key]}


def copy_due_dates(root: Path, gradebook: Any, assignments: Sequence[str]) -> None:
    """Traz do banco da pasta do curso o prazo dos exercícios que aqui não têm nenhum."""
    path = root / "gradebook.db"
    if not path.is_file():
        return
    try:
        address = f"file:{quote(str(path))}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as database:
            dates = dict(database.execute("SELECT name, duedate FROM assignment"))
    except sqlite3.Error:
        return
    for name in assignments:
        if dates.get(name) and gradebook.find_assignment(name).duedate is None:
            gradebook.update_or_create_assignment(name, duedate=dates[name])


def _penalize(config: Config, db_url: str, root: Path, student: str, assignment: str) -> None:
    from nbgrader.preprocessors import AssignLatePenalties

    names = {"student": student, "assignment": assignment, "notebook": assignment}
    try:
        with _importable(root):
            step = AssignLatePenalties(config=config)
            step.log.disabled = True
            step.preprocess(new_notebook(), {"nbgrader": names | {"db_url": db_url}})
    except Exception as error:
        raise GradingError(
            f"O desconto por atraso de {student} em {assignment} não se pôde calcular "
            f"({type(error).__name__}: {error}): confira c.AssignLatePenalties e "
            f"c.LateSubmissionPlugin em {root / 'nbgrader_config.py'}."
        ) from error


def _list_timestamps(submitted: Path) -> Iterator[tuple[str, Any]]:
    """Cada ``timestamp.txt``, com a função que dá a impressão de um arquivo ao lado dele."""
    if submitted.is_dir():
        for path in sorted(submitted.rglob(TIMESTAMP)):
            if not path.is_symlink() and path.is_file() and path.stat().st_size <= _MAX_BYTES:
                text = path.read_text("utf-8", errors="replace").strip()
                yield text, lambda name, folder=path.parent: _digest_of(folder / name)
    elif zipfile.is_zipfile(submitted):
        with zipfile.ZipFile(submitted) as archive:
            names = set(archive.namelist())
            for stamp in sorted(n for n in names if PurePosixPath(n).name == TIMESTAMP):
                if archive.getinfo(stamp).file_size > _MAX_BYTES:
                    continue
                text = archive.read(stamp).decode("utf-8", errors="replace").strip()
                folder = PurePosixPath(stamp).parent
                digests = {
                    PurePosixPath(n).name: sha256(archive.read(n)).hexdigest()
                    for n in names
                    if PurePosixPath(n).parent == folder
                    and n.endswith(".ipynb")
                    and archive.getinfo(n).file_size <= MAX_FILE_BYTES
                }
                yield text, digests.get


def _digest_of(path: Path) -> str:
    """Impressão de um arquivo comum que a recepção também leria; vazia para o resto."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_FILE_BYTES:
        return ""
    return sha256(path.read_bytes()).hexdigest()


def _parse(text: str) -> datetime | None:
    from nbgrader.utils import parse_utc

    try:
        return parse_utc(text) if text else None
    except (ValueError, OverflowError, TypeError):
        return None


@contextmanager
def _importable(root: Path) -> Iterator[None]:
    # O plugin do curso é um módulo ao lado de nbgrader_config.py.
    sys.path.insert(0, str(root))
    try:
        yield
    finally:
        sys.path.remove(str(root))
