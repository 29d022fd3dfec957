"""O que se pede para esquecer: um acidente não vale para sempre."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mlp_course.errors import GradingError
from mlp_course.grading.state.ledger import Record


@dataclass(frozen=True)
class Again:
    """Que entregas corrigir de novo, como se nunca tivessem sido.

    Parameters
    ----------
    student, assignment : str, default ""
        De quem e de que exercício; vazios, todas as que algo interrompeu.
    """

    student: str = ""
    assignment: str = ""

    def covers(self, record: Record) -> bool:
        """Diz se uma entrega corrigida se corrige de novo."""
        if not self.student:
            return bool(record.outcome.incident or record.outcome.faults)
        return self.student == record.student and self.assignment in ("", record.assignment)

    def require(self, keys: Iterable[tuple[str, str]]) -> None:
        """Confere que alguém do que se pediu está entre as entregas.

        Parameters
        ----------
        keys : iterable of (str, str)
            Aluno e exercício de cada entrega.

        Raises
        ------
        GradingError
            Se não houver tal entrega.
        """
        if not self.student:
            return
        theirs = sorted(assignment for student, assignment in keys if student == self.student)
        if not theirs:
            raise GradingError(
                f"--again: não há entrega de {self.student!r} aqui; use o nome como ele está em "
                "grades.csv."
            )
        if self.assignment and self.assignment not in theirs:
            raise GradingError(
                f"--again: {self.student!r} não entregou {self.assignment!r} aqui; entregou "
                f"{', '.join(theirs)}."
            )


def parse_again(words: Sequence[str] | None) -> Again | None:
    """Lê o que veio depois de ``--again``: nada, um aluno, ou um aluno e um exercício."""
    if words is None:
        return None
    if len(words) > 2:
        raise GradingError(
            "--again recebe um aluno e, se for o caso, um exercício: ponha o nome entre aspas."
        )
    return Again(*words)
