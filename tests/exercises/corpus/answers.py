"""Uma entrega do corpus: o que ela escreve em cada célula e a nota que deve receber."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

# O código de uma resposta, a nota dela e uma parte da mensagem.
Mistake = tuple[str, float, str]


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


def combine_mistakes(
    mistakes: Mapping[str, Sequence[Mistake]],
    others: Mapping[str, str] | None = None,
    based_on: str = "solution",
) -> tuple[Answers, ...]:
    """Junta os erros em poucas entregas, um por item em cada: só os juízes as veem.

    `others` são as células dos itens que ficam como estão, para que um erro não
    chegue ao item seguinte.
    """
    entries = []
    for number, row in enumerate(zip_longest(*mistakes.values()), start=1):
        found = {item: m for item, m in zip(mistakes, row, strict=True) if m}
        entries.append(
            Answers(
                f"variacao-{number}",
                {**(others or {}), **{item: code for item, (code, _, _) in found.items()}},
                based_on=based_on,
                scores={item: score for item, (_, score, _) in found.items()},
                messages={item: message for item, (_, _, message) in found.items()},
                only_judged=True,
            )
        )
    return tuple(entries)
