"""Respostas a `09-projeto`."""

from tests.exercises.corpus.a09_projeto.certas import ALTERNATIVE, ALTERNATIVE_2
from tests.exercises.corpus.a09_projeto.detalhes import DETAILS, FIXED_SIZES, HALF_DONE, WEAK
from tests.exercises.corpus.a09_projeto.incerteza import (
    CONSTANT,
    NO_BASELINE,
    NO_UNCERTAINTY,
    NOTHING_LEARNED,
)
from tests.exercises.corpus.a09_projeto.ordem import ORDER, UNEVEN, WRONG_ROWS
from tests.exercises.corpus.a09_projeto.variacoes import VARIATIONS
from tests.exercises.corpus.a09_projeto.vazamentos import LEAKAGE, TRAIN_ONLY
from tests.exercises.corpus.answers import RIGHT, Answers

ITEMS = ["dados", "dividir", "preparar", "rede", "avaliar", "resultados", "resumo"]

BLANK = Answers(
    "em-branco",
    based_on="release",
    scores=dict.fromkeys(ITEMS, 0),
    messages=dict.fromkeys(set(ITEMS) - {"dados"}, "Ainda não respondido"),
)

ANSWERS = (
    RIGHT,
    BLANK,
    LEAKAGE,
    ALTERNATIVE,
    ALTERNATIVE_2,
    NO_UNCERTAINTY,
    NO_BASELINE,
    DETAILS,
    ORDER,
    NOTHING_LEARNED,
    TRAIN_ONLY,
    FIXED_SIZES,
    HALF_DONE,
    UNEVEN,
    WEAK,
    WRONG_ROWS,
    CONSTANT,
    *VARIATIONS,
)
