"""O que se confere no texto sem o construir: as palavras, as perguntas e o que fica à vista."""

import re
from itertools import product

import pytest

from mlp_course.publishing.chapters import Chapter
from tests.book.chapters import HIDDEN, MARK, chapters, is_chapter, sources, tags_of

PAGES = sources()
# Uma palavra por ideia, e as do Brasil: a que o livro usa em lugar de cada uma.
FOREIGN = {
    r"\bsobreajust\w+": "overfitting",
    r"\bmultas?\b": "penalidade",
    r"\bfreios?\b": "penalidade, ou early stopping",
    r"\bapanh\w+": "pegar",
    r"\bpartilh\w+": "compartilhar",
    r"\bhá[ -]de \w+[aei]r\b": "ter que, ou dever",
    r"\bcontinu\w+ a \w+[aei]r\b": "continuar, com gerúndio",
    "«": "“",
    "»": "”",
}
# Palavras que toda pergunta tem.
COMMON = frozenset(
    re.findall(
        r"\w+",
        "a as ao à o os um uma e é ou de do da dos das em no na nos nas que se com por para como "
        "não mais qual quais quanto quantos quantas seu sua já tem têm",
    )
)
# O notebook corrigido é mostrado inteiro, com as figuras dele.
SHOWN_WHOLE = "parte2/06-notebook-corrigido"


def foreign_words(name: str, text: str) -> list[str]:
    """Cada palavra que o livro não usa, com a que se usa no lugar e onde ela está."""
    lines = text.splitlines()
    if name == "guias/glossario":
        lines.remove("sobreajuste")
    return [
        f"{name}.md: “{match[0]}” → {instead}, em “{line[:60]}”"
        for line in lines
        for word, instead in FOREIGN.items()
        if (match := re.search(word, line, re.IGNORECASE))
    ]


@pytest.mark.parametrize("name", PAGES)
def test_a_pagina_usa_as_palavras_e_as_aspas_do_curso(name):
    assert foreign_words(name, PAGES[name]) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("a multa da L2", ["multa"]),
        ("continua a tirar o fim", ["continua a tirar"]),
        ("a melhor continua a mesma", []),
        ("multiplica as entradas: o que há de errado?", []),
        ("a «melhor» delas", ["«", "»"]),
    ],
)
def test_palavra_de_fora_e_apontada_e_as_parecidas_nao(line, found):
    assert [re.search("“(.+?)” →", text)[1] for text in foreign_words("uma", line)] == found


def roots(question: str) -> set[str]:
    """O começo de cada palavra de uma pergunta: 'dois' pesos e um 'peso' são a mesma."""
    words = re.findall(r"\w+", question.casefold())
    return {word[:5] for word in words if word not in COMMON and len(word) > 1}


def is_repeated(quiz: str, question: str) -> bool:
    """Se a pergunta aberta tem quase as mesmas palavras da que se responde clicando."""
    one, other = roots(quiz), roots(question)
    common = len(one & other)
    mostly = 2 * common >= len(one | other)
    return mostly or (common >= 5 and 2 * common >= min(len(one), len(other)))


@pytest.mark.parametrize("name", [name for name in PAGES if is_chapter(name)])
def test_pergunta_aberta_nao_repete_a_que_se_responde_clicando(name):
    quizzes = re.findall(r"^:::\{quiz\} (.+)$", PAGES[name], re.MULTILINE)
    questions = re.findall(r"^\*\*\d\.\*\* (.+)$", PAGES[name], re.MULTILINE)

    assert [pair for pair in product(quizzes, questions) if is_repeated(*pair)] == []


@pytest.mark.parametrize(
    ("quiz", "question", "repeated"),
    [
        ("Qual penalidade leva pesos a zero?", "Por que a L2 não leva pesos a zero?", True),
        ("Uma camada recebe 24 valores e tem 30 neurônios. Qual é o limite uniforme de Glorot?",
         "Uma camada recebe 50 entradas e tem 70 neurônios. Qual é o limite uniforme?", True),
        ("Para que serve uma linha de base?",
         "A rede empata com a linha de base. Qual das duas você entregaria?", False),
    ],
)  # fmt: skip
def test_so_a_pergunta_quase_igual_conta_como_repetida(quiz, question, repeated):
    assert is_repeated(quiz, question) is repeated


def drawings_on_show(chapter: Chapter, taught: set[str]) -> list[str]:
    """As figuras cujo código está à vista sem ensinar nada; ``taught`` guarda o que já se viu.

    Ensina a célula que usa pela primeira vez uma função de figuras do curso, ou que está em uma
    seção que segue o original.
    """
    found, follows_original = [], False
    for cell in chapter.notebook.cells:
        if cell.cell_type == "markdown":
            *_, section = re.split(r"^## ", cell.source, flags=re.MULTILINE)
            new_section = section != cell.source
            follows_original = bool(MARK.search(section)) or (follows_original and not new_section)
        elif not tags_of(cell) & HIDDEN:
            new = set(re.findall(r"\bplot_\w+(?=\()", cell.source)) - taught
            figure = cell.metadata.get("mystnb", {}).get("figure")
            if figure and not new and not follows_original and chapter.name != SHOWN_WHOLE:
                found.append(f"{chapter.name}: {figure.get('name', figure)} pede hide-input")
            taught |= new
    return found


def test_o_codigo_que_so_desenha_fica_recolhido():
    taught: set[str] = set()
    found = [text for c in chapters().values() for text in drawings_on_show(c, taught)]

    assert found == []
    assert "plot_roc" in taught
