"""O que é uma verificação: desafio, coletor e juiz, em uma definição curta.

O juiz devolve critérios, não uma nota: a nota é a soma dos pesos dos critérios
cumpridos. Assim o crédito parcial é automático e cada erro tem a sua mensagem.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Challenge = dict[str, Any]


@dataclass(frozen=True)
class Criterion:
    """Uma exigência e se ela foi cumprida.

    Parameters
    ----------
    ok : bool
        Se a resposta cumpre a exigência.
    expected : str
        A exigência, dita sem revelar a resposta.
    found : str, default ""
        O que foi encontrado, com o nome do erro quando ele é conhecido.
    hint : str, default ""
        Por onde seguir.
    weight : float, default 1
        Quanto vale em relação aos outros critérios do item.
    """

    ok: bool
    expected: str
    found: str = ""
    hint: str = ""
    weight: float = 1

    def __post_init__(self) -> None:
        # Um juiz compara com NumPy; aqui a comparação vira bool de verdade, e só True vale.
        object.__setattr__(self, "ok", bool(self.ok))


@dataclass(frozen=True)
class Check:
    """Uma verificação de um item de exercício.

    Parameters
    ----------
    check_id : str
        ``"NN-nome.item"``.
    title : str
        O item, em poucas palavras.
    points : float
        Quanto o item vale; igual aos pontos da célula no notebook.
    collect : str
        Nome de um coletor de `mlp_course.checks.collectors`.
    judge : callable
        ``judge(data, challenge) -> sequence of Criterion``.
    see : str
        Seção do livro a reler.
    hints : tuple of str, default ()
        Pistas em degraus, para ``check(…, hint=n)``.
    challenge : callable, optional
        ``challenge(rng) -> dict``: as entradas desta execução.
    """

    check_id: str
    title: str
    points: float
    collect: str
    judge: Callable[[Any, Challenge], Sequence[Criterion]]
    see: str
    hints: tuple[str, ...] = ()
    challenge: Callable[[np.random.Generator], Challenge] = lambda rng: {}


@dataclass(frozen=True)
class HiddenCheck:
    """Critérios a mais, que só a correção conhece, para um item já definido.

    Vivem ao lado das fontes do exercício, nunca no pacote do aluno. Os desafios
    dos dois se somam; as chaves não podem se repetir. `quotes` traz, para cada critério,
    a frase do enunciado que ele confere: o que o enunciado não diz não se exige.
    """

    check_id: str
    judge: Callable[[Any, Challenge], Sequence[Criterion]]
    challenge: Callable[[np.random.Generator], Challenge] = lambda rng: {}
    quotes: tuple[str, ...] = ()


def merge(check: Check, hidden: HiddenCheck) -> Check:
    """Devolve a verificação com os critérios ocultos acrescentados."""

    def challenge(rng: np.random.Generator) -> Challenge:
        visible, extra = check.challenge(rng), hidden.challenge(rng)
        calls = _join(check.check_id, visible.pop("calls", {}), extra.pop("calls", {}))
        return _join(check.check_id, visible, extra) | ({"calls": calls} if calls else {})

    def judge(data: Any, challenge: Challenge) -> Sequence[Criterion]:
        return [*check.judge(data, challenge), *hidden.judge(data, challenge)]

    return Check(
        check.check_id,
        check.title,
        check.points,
        check.collect,
        judge,
        check.see,
        check.hints,
        challenge,
    )


def _join(check_id: str, visible: Challenge, extra: Challenge) -> Challenge:
    if repeated := visible.keys() & extra.keys():
        raise ValueError(f"{check_id}: nomes repetidos nos dois desafios: {sorted(repeated)}.")
    return visible | extra
