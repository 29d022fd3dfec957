"""Pares de soluções parecidas demais, com a evidência lado a lado.

Compara sequências de tokens em que nomes, números e textos viram um só símbolo: trocar
nomes de variáveis não muda nada. A medida é a razão de subsequência comum do RapidFuzz, que
o nbgrader já traz e que resolve a turma inteira em C++; o alinhamento das linhas é dele
também. O copydetect faz o mesmo por winnowing, mas lê arquivos do disco, está em beta e
acrescentaria uma dependência.

Quem separa os tokens é uma expressão que anda só para a frente: o Pygments leva minutos em
um texto feito para isso, e o `difflib`, o cubo das linhas de dois cúmplices.

Exercícios pequenos têm respostas certas iguais por acaso. Um par aqui é o começo de
uma conversa, nunca uma conclusão.
"""

import keyword
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, zip_longest
from typing import Any

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from mlp_course.grading.intake.matching import is_answer
from mlp_course.grading.reports.results import Result

_MAX_CODE = 30_000
# Um texto sem fim vai até onde puder: nenhum começo se tenta duas vezes.
_TOKEN = re.compile(
    r"(?P<comment>\#[^\n]*)"
    r"|(?P<text>(?i:[rbuf]{0,2})(?:"
    r'"""(?:\\.|[^\\])*?(?:"""|\Z)'
    r"|'''(?:\\.|[^\\])*?(?:'''|\Z)"
    r'|"(?:\\.|[^"\\\n])*"?'
    r"|'(?:\\.|[^'\\\n])*'?))"
    r"|(?P<number>\d[\w.]*)"
    r"|(?P<name>[^\W\d]\w*)"
    r"|(?P<sign>\S)",
    re.DOTALL,
)
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
    pairs: list[SimilarPair] = []
    codes: dict[tuple[str, str], str] = {}
    for assignment in sorted({r.assignment for r in results}):
        ours = [r for r in results if r.assignment == assignment and r.answers]
        given = _given_lines((sources or {}).get(assignment))
        theirs = {r.student: _own_code(r, given) for r in ours}
        pairs += _pairs_of(assignment, theirs, threshold, min_tokens)
        codes |= {(assignment, student): code for student, code in theirs.items()}
    pairs.sort(key=lambda p: (-p.similarity, p.assignment, p.first, p.second))
    # Só os que se mostram: quando a turma inteira copiou, os pares são milhares.
    return [
        replace(
            p,
            rows=tuple(_align(codes[p.assignment, p.first], codes[p.assignment, p.second])),
        )
        for p in pairs[:limit]
    ]


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
        SimilarPair(assignment, students[i], students[j], float(scores[i, j]) / 100, ())
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
    for found in _TOKEN.finditer(code):
        kind, value = str(found.lastgroup), found[0]
        if kind == "sign" or (kind == "name" and keyword.iskeyword(value)):
            tokens.append(value)
        elif kind != "comment":
            tokens.append(kind)
    return tokens


def _align(first: str, second: str) -> list[tuple[str, str, bool]]:
    """Linhas das duas soluções, com as que dizem o mesmo uma diante da outra."""
    left, right = first.splitlines(), second.splitlines()
    ours, theirs = ([_key(line) for line in lines] for lines in (left, right))
    rows: list[tuple[str, str, bool]] = []
    for step in Levenshtein.opcodes(ours, theirs):
        mine, other = left[step.src_start : step.src_end], right[step.dest_start : step.dest_end]
        same = step.tag == "equal"
        rows += [(a, b, same) for a, b in zip_longest(mine, other, fillvalue="")]
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
