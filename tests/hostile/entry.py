"""Uma entrega hostil: o que ela tenta, e o que tem de receber.

Quase todas são de `01-dados`, que vale 14 pontos: carregar 2, contar 1, dividir 4,
padronizar 4, aplicar 3. As que tentam subir a nota partem do exercício em branco, e
por isso têm de receber 0. As que tentam atrapalhar partem da solução e atacam depois
de `dividir`: o que já estava respondido vale 7.

Nada disto pode executar fora da sandbox. O que destrói, esgota ou mata começa por
`GUARD`, que só deixa passar dentro dela.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

GUARD = """
import os
# Fora da sandbox, que tem este nome de máquina, o ataque nem começa.
if os.uname().nodename != "correcao":
    raise SystemExit("só dentro da sandbox")
"""
ALL, NONE, ANSWERED = 14.0, 0.0, 7.0
# Parte do nome de tudo o que um ataque tenta deixar para trás; só deste processo, e curto o
# bastante para ser o nome de um processo.
CANARY = f"canario-{secrets.token_hex(3)}"
# No lugar da porta em que o teste escuta, que só se conhece ao escrever o corpus.
PORT = "PORTA_DO_TESTE"

# Em branco, o nbgrader já sabe que a resposta de texto vale 0 e não chama ninguém.
GRADED, PENDING = "corrigida", "manual pendente"
INTERRUPTED, UNGRADED = "interrompida", "não corrigida"


@dataclass(frozen=True)
class Hostile:
    """Uma entrega hostil ou estragada.

    Parameters
    ----------
    name : str
        Nome do aluno.
    why : str
        O que ela tenta.
    score : float
        Pontos que deve receber: nem um a mais.
    status : str
    message : str, default ""
        Parte da mensagem que a linha dela deve trazer.
    feedback : str, default ""
        Parte do que a devolutiva deve mostrar.
    first : str, default ""
        Código de uma célula nova, antes de todas.
    after : mapping of str to str
        Código de uma célula nova depois da célula com esta marca.
    cells : mapping of str to str
        Respostas trocadas.
    based_on : {"blank", "right"}
    files : mapping of str to bytes, optional
        Em vez de um notebook, estes arquivos na pasta do exercício.
    assignment : str, default "01-dados"
    """

    name: str
    why: str
    score: float
    status: str = GRADED
    message: str = ""
    feedback: str = ""
    first: str = ""
    after: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    based_on: str = "blank"
    files: Mapping[str, bytes] | None = None
    assignment: str = "01-dados"


def raising(name: str, why: str, first: str, **options) -> Hostile:
    """Um ataque que quer pontos, em um exercício em branco."""
    return Hostile(name, why, NONE, first=first, **options)


def harming(
    name: str,
    why: str,
    code: str,
    *,
    after: str = "dividir",
    score: float = ANSWERED,
    status: str = INTERRUPTED,
    message: str = "",
    feedback: str = "",
) -> Hostile:
    """Um ataque que quer atrapalhar, depois de o item `after` já estar respondido."""
    return Hostile(
        name,
        why,
        score,
        status,
        message,
        feedback,
        after={f"{after}-verificacao": GUARD + code},
        based_on="right",
    )
