"""O corpus: para cada exercício, respostas certas, erradas e o que cada uma deve receber."""

from tests.exercises.corpus import a01_dados, a04_mlp_keras
from tests.exercises.corpus.answers import Answers

CORPUS: dict[str, tuple[Answers, ...]] = {
    "01-dados": a01_dados.ANSWERS,
    "04-mlp-keras": a04_mlp_keras.ANSWERS,
}
