"""Uso: ``python -m tests.exercises.broken [NN-nome …]``; sem nome, todos os exercícios.

Mostra as respostas quebradas que passaram inteiras e não estão entre as equivalentes. As
opções são as do teste de mutação.
"""

import sys
import tomllib
from pathlib import Path

from threadpoolctl import threadpool_limits

from tests.exercises.broken.judging import find_survivors
from tests.exercises.mutation.__main__ import main
from tests.exercises.mutation.exercises import Outcome
from tests.exercises.mutation.mutants import normalize

# As que dão a mesma resposta, ou uma que o enunciado também aceita, cada uma com o porquê.
EQUIVALENT = Path(__file__).with_name("equivalentes")
STAMPS = Path(__file__).with_name("conferidos.toml")


def load_equivalent(assignment: str) -> dict[tuple[str, str], str]:
    """Lê as quebras equivalentes de um exercício: por item e mudança, o porquê."""
    path = EQUIVALENT / f"{assignment}.toml"
    entries = tomllib.loads(path.read_text("utf-8"))["quebra"] if path.exists() else []
    return {
        (f"{assignment}.{entry['item']}", normalize(change)): entry["porque"]
        for entry in entries
        for change in entry["mudancas"]
    }


def break_answers(assignment: str) -> Outcome:
    """Quebra o gabarito de um exercício, um ponto por vez, e conta o que os juízes percebem."""
    known = load_equivalent(assignment)
    with threadpool_limits(1):
        tried, survivors = find_survivors(assignment)
    alive = [f"{s.item}, em {s.seeds} de 3 sorteios\n      {s.change}" for s in survivors
             if s.key not in known]
    # Uma linha da lista que os juízes já percebem é uma linha a apagar.
    gone = set(known) - {s.key for s in survivors}
    alive += [f"{item}: está entre as equivalentes e não passa\n      {c}" for item, c in gone]
    return Outcome(assignment, tried, tried - len(survivors), tuple(alive))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], break_answers, STAMPS))
