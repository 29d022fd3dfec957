"""Trabalhos em grupo: a nota de um arquivo vai a cada membro que a plataforma nomeia.

- Moodle: o zip já traz a pasta de cada membro, com uma cópia do arquivo do grupo; nada se
  faz aqui.
- Canvas: vem um arquivo só, com o nome do grupo e o número de um dos membros. Quem são os
  outros, diz a planilha do conjunto de grupos (*Pessoas → Grupos*), que se põe na pasta das
  entregas: as colunas ``name``, ``canvas_user_id`` e ``group_name``.

Sem a planilha, a entrega fica em uma linha só, que diz isso.
"""

import copy
import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mlp_course.grading.intake.names import clean_name
from mlp_course.grading.intake.submission import Submission

_COLUMNS = {"name", "canvas_user_id", "group_name"}
_MAX_BYTES = 4 << 20
_GROUP = re.compile(r"(grupo|group|equipe|time|team|projectgroup)\d+|(grupo|equipe)[a-z]")
_NO_SHEET = (
    "O nome é o de um grupo, e o Canvas não diz no arquivo quem são os membros: ponha na pasta "
    "das entregas a planilha do conjunto de grupos (Pessoas → Grupos) e repita o comando."
)


@dataclass(frozen=True)
class Member:
    """Quem é de um grupo: o nome e o número que o Canvas lhe deu."""

    name: str
    lms_id: str


Groups = Mapping[str, Sequence[Member]]


def read_groups(submitted: Path) -> Groups:
    """Lê as planilhas de grupos do Canvas que estão na pasta das entregas.

    Returns
    -------
    mapping of str to sequence of Member
        Pelo nome do grupo, só com letras e números, como o Canvas o escreve no arquivo.
    """
    groups: dict[str, list[Member]] = defaultdict(list)
    for path in sorted(submitted.glob("*.csv")) if submitted.is_dir() else ():
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _MAX_BYTES:
            continue
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
        rows = csv.DictReader(io.StringIO(text, newline=""))
        try:
            if not set(rows.fieldnames or ()) >= _COLUMNS:
                continue
            for row in rows:
                name, number = clean_name(row["name"] or ""), (row["canvas_user_id"] or "").strip()
                group = _plain(row["group_name"] or "")
                if group and name and number.isascii() and number.isdecimal():
                    groups[group].append(Member(name, number))
        except csv.Error:
            continue
    return {group: tuple(dict.fromkeys(members)) for group, members in groups.items()}


def share_with_members(submissions: Sequence[Submission], groups: Groups) -> list[Submission]:
    """Troca a linha de um grupo por uma de cada membro; sem a planilha, ela diz o que falta.

    O que um membro entregou sozinho, no mesmo exercício, vale mais do que o do grupo.
    """
    # Quem já entregou sozinho outro exercício tem nesta turma o nome do arquivo dele.
    known = {s.lms_id: s.student for s in submissions if s.lms_id and not _is_of(s, groups)}
    names = Counter(m.name for m in {m for members in groups.values() for m in members})
    own = {(s.student, s.assignment) for s in submissions if not _is_of(s, groups)}
    shared = []
    for submission in submissions:
        if not _is_of(submission, groups):
            is_group = bool(submission.lms_id and _GROUP.fullmatch(_plain(submission.student)))
            shared.append(_note(submission, _NO_SHEET) if is_group else submission)
            continue
        for member in groups[_plain(submission.student)]:
            alone = names[member.name] == 1
            name = member.name if alone else f"{member.name} {member.lms_id}"
            name = known.get(member.lms_id, name)
            if (name, submission.assignment) not in own:
                own.add((name, submission.assignment))
                told = _note(submission, f"Entrega do grupo “{submission.student}”.")
                shared.append(replace(told, student=name, lms_id=member.lms_id))
    return shared


def _is_of(submission: Submission, groups: Groups) -> bool:
    # Só o Canvas dá um número e o nome do grupo; uma pasta de mesmo nome é de outra origem.
    return bool(submission.lms_id) and _plain(submission.student) in groups


def _note(submission: Submission, text: str) -> Submission:
    repairs = (*submission.repairs, text)
    notebook = submission.notebook
    if notebook is not None:
        notebook = copy.deepcopy(notebook)
        # A devolutiva só vê o notebook.
        notebook.metadata["mlp_course"] = {"repairs": list(repairs)}
    return replace(submission, notebook=notebook, repairs=repairs)


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
