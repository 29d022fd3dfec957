"""Pares de soluções parecidas demais, com a evidência lado a lado.

Compara sequências de tokens do Pygments em que nomes, números e textos viram um só
símbolo: trocar nomes de variáveis não muda nada. A medida é a razão de subsequência
comum do RapidFuzz, que o nbgrader já traz e que resolve a turma inteira em C++; o
alinhamento das linhas é do `difflib`. O copydetect faz o mesmo por winnowing, mas lê
arquivos do disco, está em beta e acrescentaria uma dependência.

Exercícios pequenos têm respostas certas iguais por acaso. Um par aqui é o começo de
uma conversa, nunca uma conclusão.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any

from pygments.lexers.python import PythonLexer  # type: ignore[import-untyped]
from pygments.token import (  # type: ignore[import-untyped]
    Comment,
    Name,
    Number,
    String,
    Whitespace,
    is_token_subtype,
)
from rapidfuzz import fuzz, process

from mlp_course.grading.intake.matching import is_answer
from mlp_course.grading.reports.results import Result

_MAX_CODE = 30_000
_FIRST_SYMBOL = 0xE000  # área de uso privado do Unicode: um caractere por token


@dataclass(frozen=True)
class SimilarPair:
    """Duas entregas parecidas.

    Parameters
    ----------
    assignment, first, second : str
    similarity : float
        De 0 a 1.
    rows : tuple of (str, str, bool)
        Linhas das duas, alinhadas, e se são iguais a menos dos nomes.
    """

    assignment: str
    first: str
    second: str
    similarity: float
    rows: tuple[tuple[str, str, bool], ...]


def find_similar_pairs(
    results: Sequence[Result],
    sources: Mapping[str, Any] | None = None,
    *,
    threshold: float = 0.9,
    min_tokens: int = 60,
    limit: int = 20,
) -> list[SimilarPair]:
    """Procura pares parecidos em cada exercício.

    Parameters
    ----------
    results : sequence of Result
    sources : mapping of str to NotebookNode, optional
        As fontes; o que já vinha escrito no exercício não conta.
    threshold : float, default 0.9
        Semelhança a partir da qual um par aparece.
    min_tokens : int, default 60
        Respostas menores que isto são parecidas por natureza e ficam de fora.
    limit : int, default 20
        Quantos pares, os mais parecidos primeiro.

    Returns
    -------
    list of SimilarPair
    """
    pairs = []
    for assignment in sorted({r.assignment for r in results}):
        ours = [r for r in results if r.assignment == assignment and r.answers]
        given = _given_lines((sources or {}).get(assignment))
        codes = {r.student: _own_code(r, given) for r in ours}
        pairs += _pairs_of(assignment, codes, threshold, min_tokens)
    return sorted(pairs, key=lambda p: (-p.similarity, p.assignment, p.first, p.second))[:limit]


def _pairs_of(
    assignment: str, codes: Mapping[str, str], threshold: float, min_tokens: int
) -> list[SimilarPair]:
    symbols: dict[str, str] = {}
    texts = {student: _encode(code, symbols) for student, code in sorted(codes.items())}
    texts = {student: text for student, text in texts.items() if len(text) >= min_tokens}
    if len(texts) < 2:
        return []
    students = list(texts)
    scores = process.cdist(list(texts.values()), list(texts.values()), scorer=fuzz.ratio)
    return [
        SimilarPair(
            assignment,
            students[i],
            students[j],
            float(scores[i, j]) / 100,
            tuple(_align(codes[students[i]], codes[students[j]])),
        )
        for i, j in combinations(range(len(students)), 2)
        if scores[i, j] >= 100 * threshold
    ]


def _encode(code: str, symbols: dict[str, str]) -> str:
    """Um caractere por token; nomes, números e textos perdem o valor."""
    return "".join(
        symbols.setdefault(token, chr(_FIRST_SYMBOL + len(symbols))) for token in _tokens(code)
    )


def _tokens(code: str) -> list[str]:
    tokens = []
    for kind, value in PythonLexer(stripnl=False).get_tokens(code):
        if is_token_subtype(kind, Comment) or not value.strip() or kind in Whitespace:
            continue
        if any(is_token_subtype(kind, family) for family in (Name, Number, String)):
            tokens.append(str(kind))
        else:
            tokens.append(value)
    return tokens


def _align(first: str, second: str) -> list[tuple[str, str, bool]]:
    """Linhas das duas soluções, com as que dizem o mesmo uma diante da outra."""
    left, right = first.splitlines(), second.splitlines()
    ours, theirs = ([_key(line) for line in lines] for lines in (left, right))
    rows: list[tuple[str, str, bool]] = []
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        for k in range(max(i2 - i1, j2 - j1)):
            rows.append(
                (
                    left[i1 + k] if i1 + k < i2 else "",
                    right[j1 + k] if j1 + k < j2 else "",
                    tag == "equal",
                )
            )
    return rows


def _own_code(result: Result, given: set[str]) -> str:
    """O que o aluno escreveu, sem as linhas que já vinham no exercício nem comentários."""
    code = "\n".join(result.answers.values())[:_MAX_CODE]
    return "\n".join(line for line in code.splitlines() if _key(line) not in given | {""})


def _given_lines(source: Any) -> set[str]:
    if source is None:
        return set()
    return {
        _key(line)
        for cell in source.cells
        if cell.cell_type == "code" and is_answer(cell)
        for line in cell.source.splitlines()
    }


def _key(line: str) -> str:
    return " ".join(_tokens(line))
