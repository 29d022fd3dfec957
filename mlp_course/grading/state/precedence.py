"""Quem pode trocar a nota de quem: uma entrega vinda de outro lugar nunca o faz calada.

Uma entrega atrasada, corrigida sozinha na pasta da turma, pode trazer dentro dela pastas com o
nome de colegas. O que a distingue da turma baixada de novo, ou que mudou de pasta, são os
bytes: a turma traz quase todas as entregas como já eram, e um aluno não tem as dos outros.
Onde isso não decide, a nota que já existe fica, e quem corrige diz se a nova a substitui.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mlp_course.grading.intake.submission import Submission
from mlp_course.grading.intake.tally import ASIDE, GRADED, NO_GRADE, VERSION, Placement, Tally
from mlp_course.grading.state.ledger import Record, count_records, load_record

Key = tuple[str, str]
_KEPT = (
    "{student} já tem uma linha em {assignment}, de outra entrega, e é ela que vale. "
    "Se estas entregas são da turma e a substituem, repita com --replace; se são todas de um "
    "aluno só, com --student e o nome dele"
)


@dataclass(frozen=True)
class Precedence:
    """De onde vieram as entregas de agora, e se podem substituir as que já têm nota.

    Parameters
    ----------
    submitted : str
        O caminho que se apontou.
    before : str, default ""
        O da correção anterior, para os registros que não dizem o seu.
    rows : frozenset of (str, str), default ()
        As linhas da correção anterior, também as de quem não pôde ser corrigido.
    replaces : bool, default False
        Se quem corrige disse que sim, ou se é a própria turma.
    """

    submitted: str
    before: str = ""
    rows: frozenset[Key] = frozenset()
    replaces: bool = False

    def read(self, folder: Path, submissions: Sequence[Submission]) -> "Precedence":
        """Confere se estas entregas são a turma já conhecida, ainda que de outro lugar.

        Parameters
        ----------
        folder : Path
            Onde estão os registros.
        submissions : sequence of Submission
        """
        if self.replaces or self.before in ("", self.submitted):
            return self
        n_known = count_records(folder, {s.assignment for s in submissions if s.assignment})
        n_ours = sum(self._is_known(s, folder) for s in submissions)
        return replace(self, replaces=2 * n_ours > n_known)

    def _is_known(self, submission: Submission, folder: Path) -> bool:
        record = load_record(folder, submission.student, submission.assignment)
        return record is not None and not self.keeps(submission, record)

    def comes_from_elsewhere(self, record: Record | None) -> bool:
        """Diz se a entrega que já tem nota veio de outro lugar que não este."""
        if record is None or self.replaces:
            return False
        return (record.source or self.before or self.submitted) != self.submitted

    def keeps(self, submission: Submission, record: Record | None) -> bool:
        """Diz se a linha que já existe fica, e a entrega de agora não conta."""
        if record is None:
            known = (submission.student, submission.assignment) in self.rows
            return known and not self.replaces and self.before not in ("", self.submitted)
        return self.comes_from_elsewhere(record) and submission.digest != record.received


def set_aside(tally: Tally, kept: Collection[Key], rows: Mapping[Key, Submission]) -> Tally:
    """A conta da recepção, com as entregas que não contaram entre as postas de lado."""
    if not kept:
        return tally
    left = set(rows) - set(kept)
    placements = tuple(_aside(p) if _is_of(p, kept) else p for p in tally.placements)
    return replace(
        tally,
        placements=placements,
        n_rows=len(left),
        n_students=len({student for student, _ in left}),
    )


def _is_of(placement: Placement, kept: Collection[Key]) -> bool:
    counted = placement.fate in (GRADED, NO_GRADE, VERSION)
    return counted and (placement.student, placement.assignment) in kept


def _aside(placement: Placement) -> Placement:
    reason = _KEPT.format(student=placement.student, assignment=placement.assignment)
    return replace(placement, fate=ASIDE, reason=reason)
