"""O que o professor escolhe sobre os arquivos que a correção escreve."""

from dataclasses import dataclass

from mlp_course.errors import GradingError


@dataclass(frozen=True)
class ReportOptions:
    """Escolhas das planilhas e da página da turma.

    Parameters
    ----------
    similar : bool, default False
        Se a página da turma mostra pares de soluções parecidas demais.
    scale : float, optional
        Nota máxima das planilhas, como 10; sem ela, os pontos de cada exercício.
    decimal : {",", "."}, default ","
        Sinal decimal da planilha do Moodle.
    language : {"pt_br", "en"}, default "pt_br"
        Idioma da plataforma de ensino, de que dependem os cabeçalhos.

    Raises
    ------
    GradingError
        Se alguma escolha não existir.
    """

    similar: bool = False
    scale: float | None = None
    decimal: str = ","
    language: str = "pt_br"

    def __post_init__(self) -> None:
        if self.decimal not in (",", "."):
            raise GradingError(f'decimal={self.decimal!r}: use "," ou ".".')
        if self.language not in ("pt_br", "en"):
            raise GradingError(f'language={self.language!r}: use "pt_br" ou "en".')
        if self.scale is not None and not 0 < self.scale < float("inf"):
            raise GradingError(f"scale={self.scale}: a nota máxima deve ser maior que zero.")
