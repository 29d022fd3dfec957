"""O glossário: cada palavra uma vez, curta, com a sua forma em inglês, e nenhuma que falte."""

import re
import unicodedata

import pytest

from tests.book.chapters import sources

TERM = re.compile(r"\{term\}`(?:[^`<]*<)?([^`<>]+)>?`")


def entries() -> dict[str, tuple[list[str], str]]:
    """As formas e a definição de cada verbete, pela forma que o livro usa."""
    body = sources()["guias/glossario"].split("```{glossary}\n")[1].rsplit("```", 1)[0]
    lines = [entry.splitlines() for entry in body.strip().split("\n\n")]
    return {forms[0]: (forms, definition.strip()) for *forms, definition in lines}


ENTRIES = entries()


def unaccented(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def test_verbetes_em_ordem_e_cada_forma_em_um_so():
    forms = [form for forms, _ in ENTRIES.values() for form in forms]

    assert list(ENTRIES) == sorted(ENTRIES, key=unaccented)
    assert sorted(forms) == sorted(set(forms))


@pytest.mark.parametrize("name", ENTRIES)
def test_verbete_tem_uma_ou_duas_frases_e_a_palavra_inglesa(name):
    text, _, english = ENTRIES[name][1].partition(" Em inglês: ")

    assert 1 <= len(re.findall(r"\.(?=\s|$)", text)) <= 2
    assert re.search(r"\*[^*]+\*", english)


@pytest.mark.parametrize("page", sources())
def test_todo_termo_citado_esta_no_glossario(page):
    known = {form for forms, _ in ENTRIES.values() for form in forms}
    cited = {target.strip() for target in TERM.findall(sources()[page])}

    assert cited - known == set()


def test_overfitting_e_a_palavra_do_livro():
    assert ENTRIES["overfitting"][0] == ["overfitting", "sobreajuste"]
