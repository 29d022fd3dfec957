"""O cartão: um veredito como se vê no notebook e na devolutiva.

A cor (verde, âmbar, vermelho) só repete o sinal e a palavra; texto e fundo seguem o
tema, claro ou escuro. No terminal, o mesmo em texto.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from mlp_course.checks.book_links import find_page
from mlp_course.checks.verdict import Verdict

# Cada cor tem contraste de 3:1 ou mais sobre branco e sobre quase preto.
_COLORS = {
    "right": "#2b8a4b",
    "partial": "#b7740b",
    "wrong": "#d64545",
    "not_attempted": "#7a7f87",
}
_LABEL = re.compile(r"(?:^|(?<=\. ))(Esperado|Encontrado|Pista(?: \d+)?):")
_TITLE = re.compile(r"“([^”]+)”")


@dataclass(frozen=True)
class Card:
    """Um veredito e as pistas que o aluno pediu.

    Parameters
    ----------
    verdict : Verdict
    hints : tuple of str, default ()
        Já numeradas.
    """

    verdict: Verdict
    hints: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join([str(self.verdict), *self.hints])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        verdict = self.verdict
        color = _COLORS[verdict.status]
        body = "".join(f"<p style='margin:.3em 0'>{text}</p>" for text in self._paragraphs())
        return (
            f'<section lang="pt-BR" role="status" aria-label="Verificação: '
            f"{escape(verdict.title)}\" style='border:1px solid {color};"
            "border-left-width:8px;border-radius:6px;padding:.6em .9em;max-width:46em'>"
            f"<p style='margin:0;font-weight:600'>{escape(verdict.headline)}</p>{body}</section>"
        )

    def _paragraphs(self) -> Iterator[str]:
        verdict = self.verdict
        for line in verdict.message.splitlines():
            yield _mark_labels(line)
        if verdict.hint:
            yield _mark_labels(f"Pista: {verdict.hint}")
        yield from map(_mark_labels, self.hints)
        if verdict.status != "right":
            yield f"<b>Releia:</b> {_link(verdict.see)}."


def _mark_labels(line: str) -> str:
    # O esperado e o encontrado, um sobre o outro: assim se comparam.
    marked = _LABEL.sub(r"<b>\1:</b>", escape(line, quote=False))
    return marked.replace(". <b>Encontrado:", ".<br><b>Encontrado:")


def _link(see: str) -> str:
    def link(match: re.Match[str]) -> str:
        title, address = escape(match[1]), find_page(match[1])
        return f'“<a href="{escape(address)}">{title}</a>”' if address else f"“{title}”"

    return _TITLE.sub(link, escape(see, quote=False))
