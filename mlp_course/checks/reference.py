"""Declarar um juiz: a função certa, as regras e os erros conhecidos.

Quase todo item é a mesma frase: chamar a função do aluno com entradas sorteadas, comparar com a
referência e dar nome ao erro conhecido. A frase está aqui; o item declara só o que é dele.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mlp_course.checks.compare import close, failed_calls
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_numbers import numbers

# Nome do erro -> função errada, com os argumentos da certa; ela devolve None onde não se aplica.
Mistakes = Mapping[str, Callable[..., Any]]
Equal = Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Rule:
    """Uma exigência: nas chamadas dadas, a resposta é a da referência."""

    #: Nomes das chamadas do desafio.
    calls: tuple[str, ...]
    #: A exigência, a pista e o peso, como em `Criterion`.
    expected: str
    hint: str = ""
    weight: float = 1
    #: Só esta posição, ou chave, de uma resposta de várias partes.
    part: int | str | None = None
    #: Não cumprida, é todo o veredito; com ``weight=0``, cumprida, nem aparece.
    gate: bool = False
    #: ``all`` ou ``any``: em quantas das chamadas a resposta precisa ser a da referência.
    enough: Callable[[Iterable[bool]], bool] = all
    #: ``same(found, right)``, no lugar de `Reference.equal`.
    same: Equal | None = None
    #: Erros desta regra; com ``part``, a função errada devolve só a parte.
    mistakes: Mistakes = field(default_factory=dict)
    #: O que dizer do erro sem nome: um texto, ou ``found(found, right)``.
    found: str | Callable[[Any, Any], str] = ""


@dataclass(frozen=True)
class Reference:
    """Um juiz declarado: ``Reference(…)(data, challenge)`` devolve os critérios."""

    #: A função certa, com os argumentos da do aluno.
    function: Callable[..., Any]
    #: As exigências, na ordem em que aparecem.
    rules: tuple[Rule, ...]
    #: ``read(result)``: a resposta pronta para comparar, ou None se ela não se lê.
    read: Callable[[Any], Any] = numbers
    #: ``(expected, found, hint)``: todo o veredito, quando alguma resposta não se lê.
    blame: tuple[str, str, str] | None = None
    #: Erros conhecidos; para dar o nome, um deles explica todas as chamadas que terminaram.
    mistakes: Mistakes = field(default_factory=dict)
    #: Chamadas que têm que terminar sem erro para que se julgue; sem ela, todas.
    needed: tuple[str, ...] | None = None
    #: Quando duas respostas são iguais.
    equal: Equal = close
    #: Juízes que acrescentam critérios, se nenhuma regra encerrou o julgamento.
    after: tuple[Callable[[Any, Challenge], Sequence[Criterion]], ...] = ()

    def __call__(self, data: Any, challenge: Challenge) -> Sequence[Criterion]:
        """Julga as chamadas da função do aluno."""
        names = list(dict.fromkeys(name for rule in self.rules for name in rule.calls))
        needed = names if self.needed is None else list(self.needed)
        if failure := failed_calls(data, needed):
            return [failure]
        calls = {name: self._read(data.get(name), challenge["calls"][name]) for name in names}
        if self.blame and any(calls[name].found is None for name in needed):
            return [Criterion(False, *self.blame)]
        criteria = []
        for rule in self.rules:
            criterion = self._judge(rule, calls)
            if rule.gate and not criterion.ok:
                return [criterion]
            criteria += [criterion] if criterion.weight else []
        return [*criteria, *(c for judge in self.after for c in judge(data, challenge))]

    def _read(self, answer: Any, arguments: list) -> "_Call":
        failure = failed_calls({"": answer}, [""])
        found = None if failure else self.read(answer["result"])
        return _Call(arguments, failure.found if failure else "", found, self.function(*arguments))

    def _judge(self, rule: Rule, calls: Mapping[str, "_Call"]) -> Criterion:
        asked, same = [calls[name].of(rule.part) for name in rule.calls], rule.same or self.equal
        right = [c.found is not None and bool(same(c.found, c.right)) for c in asked]
        if rule.enough(right):
            return Criterion(True, rule.expected, "", rule.hint, rule.weight)
        first = asked[right.index(False)]
        name = self._match(asked, rule.mistakes) or self._match(calls.values(), self.mistakes)
        other = rule.found if isinstance(rule.found, str) else rule.found(first.found, first.right)
        found = next((call.error for call in asked if call.error), "") or name or other
        return Criterion(False, rule.expected, found, rule.hint, rule.weight or 1)

    def _match(self, calls: Iterable["_Call"], mistakes: Mistakes) -> str:
        ended = [call for call in calls if not call.error]
        for name, wrong in mistakes.items():
            if ended and all(self.equal(call.found, wrong(*call.arguments)) for call in ended):
                return name
        return ""


@dataclass(frozen=True)
class _Call:
    """Uma chamada: o que se deu, o erro que houve, o que veio e o que devia vir."""

    arguments: list
    error: str
    found: Any
    right: Any

    def of(self, part: int | str | None) -> "_Call":
        if part is None or self.found is None:
            return self
        return replace(self, found=self.found[part], right=self.right[part])
