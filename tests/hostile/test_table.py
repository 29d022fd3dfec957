"""A tabela que o livro mostra é a deste corpus."""

import csv

from tests.exercises.submissions import ROOT
from tests.hostile.corpus import FAMILIES


def test_tabela_do_livro_tem_cada_entrega_e_a_nota_que_o_corpus_pede():
    with (ROOT / "book" / "guias" / "ataques.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            (row["grupo"], row["entrega"], row["tenta"], float(row["aqui"].replace(",", ".")))
            for row in csv.DictReader(file)
        ]

    assert rows == [
        (family, entry.name, entry.why, entry.score)
        for family, entries in FAMILIES.items()
        for entry in entries
    ]
