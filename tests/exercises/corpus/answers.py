"""Uma entrega do corpus: o que ela escreve em cada célula e a nota que deve receber."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Answers:
    """Respostas a um exercício.

    `cells` troca só as células citadas; as outras ficam como na solução, ou em
    branco se `based_on` for ``"release"``. `scores` e `messages` citam só os
    itens que não recebem todos os pontos: o valor máximo e uma parte do texto.
    Com `only_judged`, a entrega é mais uma variação de um erro que outra já leva
    pelo caminho inteiro: suas células rodam junto dos testes e só o juiz as vê.
    """

    name: str
    cells: Mapping[str, str] = field(default_factory=dict)
    based_on: str = "solution"
    scores: Mapping[str, float] = field(default_factory=dict)
    messages: Mapping[str, str] = field(default_factory=dict)
    only_judged: bool = False


RIGHT = Answers("certa")
