"""A conta da recepção: cada arquivo que entrou, e onde acabou."""

from collections import Counter
from dataclasses import dataclass

GRADED, VERSION, NO_GRADE, ASIDE = "graded", "version", "no grade", "aside"


@dataclass(frozen=True)
class Placement:
    """Onde um arquivo acabou.

    Parameters
    ----------
    origin : str
        Caminho, a partir do que se apontou.
    fate : {"graded", "version", "no grade", "aside"}
        Vai ser corrigido; é outra versão do que vai; está em uma linha que diz por
        que não tem nota; ou ficou de lado.
    reason : str
        Por que não conta; vazio se conta.
    student, assignment : str, default ""
        A linha a que pertence; vazios se de nenhuma.
    """

    origin: str
    fate: str
    reason: str
    student: str = ""
    assignment: str = ""


@dataclass(frozen=True)
class Tally:
    """Resumo da recepção, para quem o mostra.

    Parameters
    ----------
    placements : tuple of Placement
        Um por arquivo; os de dentro do zip de um aluno, um a um.
    n_rows : int
        Linhas da tabela: um aluno e um exercício em cada uma.
    n_students : int
    """

    placements: tuple[Placement, ...]
    n_rows: int
    n_students: int

    @property
    def n_files(self) -> int:
        """Quantos arquivos entraram."""
        return len(self.placements)

    @property
    def aside(self) -> tuple[Placement, ...]:
        """Os que não são a nota de ninguém: versões antigas, anexos, o que é de outro."""
        return tuple(p for p in self.placements if p.fate in (VERSION, ASIDE))

    def tell(self) -> tuple[str, ...]:
        """A frase de `describe` e, depois dela, uma por arquivo posto de lado."""
        return self.describe(), *(f"“{p.origin}”: {p.reason}." for p in self.aside)

    def describe(self) -> str:
        """Uma frase com os três números.

        Examples
        --------
        >>> Tally((Placement("ana.ipynb", "graded", "", "ana", "01-dados"),), 1, 1).describe()
        '1 arquivo entrou: 1 com nota, 0 sem nota, 0 postos de lado; 1 linha de 1 aluno.'
        """
        fates = Counter(p.fate for p in self.placements)
        came = "arquivo entrou" if self.n_files == 1 else "arquivos entraram"
        aside = "posto de lado" if len(self.aside) == 1 else "postos de lado"
        rows = "linha" if self.n_rows == 1 else "linhas"
        students = "aluno" if self.n_students == 1 else "alunos"
        return (
            f"{self.n_files} {came}: {fates[GRADED]} com nota, {fates[NO_GRADE]} sem nota, "
            f"{len(self.aside)} {aside}; {self.n_rows} {rows} de {self.n_students} "
            f"{students}."
        )
