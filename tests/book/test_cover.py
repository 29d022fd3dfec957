"""A capa diz quantos capítulos e exercícios há, e leva a cada capítulo pelo número do índice."""

import re

from tests.book.chapters import numbered, sources
from tests.needs import ROOT

COVER = sources()["intro"]
ROW = re.compile(r"^\| \[(\d+)\. (.+?)\]\((.+?)\.md\) \| .+\? \|$", re.MULTILINE)


def test_o_caminho_tem_os_numeros_e_os_capitulos_do_indice():
    rows = ROW.findall(COVER)

    assert [(int(n), name) for n, _, name in rows] == list(enumerate(numbered()))


def test_o_caminho_chama_cada_capitulo_pelo_titulo():
    titles = {n: re.search(r"^# (.+)$", text, re.MULTILINE)[1] for n, text in sources().items()}

    assert [title for _, title, name in ROW.findall(COVER) if title != titles[name]] == []


def test_a_capa_conta_certo_os_capitulos_e_os_exercicios():
    chapters, last, exercises = re.search(
        r"(\d+) capítulos, do 0 ao (\d+),.* (\d+) exercícios", COVER
    ).groups()

    assert (int(chapters), int(last)) == (len(numbered()), len(numbered()) - 1)
    assert int(exercises) == len(list((ROOT / "solutions").glob("*/hidden_checks.py")))


def test_a_capa_tem_as_tres_portas_e_leva_ao_primeiro_capitulo():
    doors = re.findall(
        r"^- \*\*(Ler|Praticar|Ensinar)\.\*\* .*?\]\((.+?)\.md\)", COVER, re.MULTILINE
    )

    assert dict(doors) == {
        "Ler": numbered()[0],
        "Praticar": "guias/aluno",
        "Ensinar": "guias/professor",
    }
