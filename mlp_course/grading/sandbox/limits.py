"""Quanto uma entrega pode gastar, e o que se diz quando ela gasta mais."""

from dataclasses import asdict, dataclass
from typing import Any

MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Limites de uma entrega; os de memória, processos e CPU valem para a árvore inteira.

    Parameters
    ----------
    cell_seconds : float, default 120
        Tempo de uma célula; passado ele, a célula é interrompida e as outras seguem.
    wall_seconds : float, default 300
        Tempo do notebook inteiro.
    cpu_seconds : int, default 600
        Tempo de processador, somados todos os processos.
    memory_bytes : int, default 2 GiB
    scratch_bytes : int, default 256 MiB
        Arquivos que o notebook pode criar.
    scratch_files : int, default 10 000
    processes : int, default 64
    open_files : int, default 1024
        Por processo.
    output_bytes : int, default 1 MiB
        O que cada célula pode mostrar.
    answer_bytes : int, default 32 MiB
        Tamanho de uma resposta coletada.
    judge_seconds : float, default 60
        Tempo de processador de um juiz; parado, ele espera até cinco vezes isso.
    judge_bytes : int, default 2 GiB
        Memória de um juiz.
    """

    cell_seconds: float = 120
    wall_seconds: float = 300
    cpu_seconds: int = 600
    memory_bytes: int = 2048 * MEBIBYTE
    scratch_bytes: int = 256 * MEBIBYTE
    scratch_files: int = 10_000
    processes: int = 64
    open_files: int = 1024
    output_bytes: int = MEBIBYTE
    answer_bytes: int = 32 * MEBIBYTE
    judge_seconds: float = 60
    judge_bytes: int = 2048 * MEBIBYTE

    def to_dict(self) -> dict[str, Any]:
        """Devolve os limites como dicionário, para o lado de dentro da sandbox."""
        return asdict(self)


class LimitError(Exception):
    """Um limite foi atingido e o kernel teve de ser encerrado."""


def time_message(limits: Limits) -> str:
    """Texto para a célula que passou do tempo."""
    return (
        f"A célula passou de {limits.cell_seconds:g} segundos e foi interrompida. "
        "Procure um laço que não termina ou um treino longo demais."
    )


def output_message(limits: Limits) -> str:
    """Texto para a célula que escreveu demais."""
    return (
        f"A célula mostrou mais de {limits.output_bytes // MEBIBYTE} MiB e foi interrompida. "
        "Procure um print dentro de um laço."
    )


def wall_message(limits: Limits) -> str:
    """Texto para o notebook que passou do tempo total."""
    return (
        f"O notebook passou de {limits.wall_seconds:g} segundos e parou aqui. "
        "O que já estava respondido vale."
    )


def memory_message(limits: Limits) -> str:
    """Texto para quem usou memória demais."""
    return (
        f"O notebook usou mais de {limits.memory_bytes // MEBIBYTE} MiB de memória e parou aqui. "
        "O que já estava respondido vale."
    )


def processes_message(limits: Limits) -> str:
    """Texto para quem criou processos demais."""
    return (
        f"O notebook criou mais de {limits.processes} processos e parou aqui. "
        "O que já estava respondido vale."
    )


def cpu_message(limits: Limits) -> str:
    """Texto para quem usou o processador por tempo demais."""
    return (
        f"O notebook usou mais de {limits.cpu_seconds} segundos de processador e parou aqui. "
        "O que já estava respondido vale."
    )


def files_message(limits: Limits) -> str:
    """Texto para quem encheu o rascunho."""
    return (
        f"O notebook criou mais de {limits.scratch_files} arquivos e parou aqui. "
        "O que já estava respondido vale."
    )


DEAD_MESSAGE = (
    "O kernel parou sozinho nesta célula, por falta de memória ou por um erro fora do Python. "
    "O que já estava respondido vale."
)
DEAF_MESSAGE = (
    "A célula não respondeu à interrupção e o kernel foi encerrado. "
    "O que já estava respondido vale."
)
