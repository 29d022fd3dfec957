"""Todo achado que o livro afirma tem ao lado uma guarda, que diz qual frase deixou de valer.

Uma guarda é um ``assert`` em uma célula ``remove-cell``. A mensagem começa com o nome do arquivo
e cita a frase, como está no texto: quem a vê falhar sabe onde mexer.
"""

import pytest

from mlp_course.publishing.chapters import execute_chapters
from tests.book.chapters import Guard, chapters, faults, guards, plain, readable

CHAPTERS = chapters()
GUARDS = [guard for chapter in CHAPTERS.values() for guard in guards(chapter)]
FAKE = """\
---
file_format: mystnb
kernelspec:
  name: python3
  display_name: Python 3
---

# Um capítulo de mentira

A rede **ajustada** {term}`ganhou <AUC>`
por pouco.

```{code-cell} ipython3
tuned, naive = %s
print(tuned - naive)
```

```{code-cell} ipython3
:tags: [remove-cell]

assert tuned > naive, f"01-mentira, “a rede ajustada ganhou por pouco”: perdeu por {naive - tuned}"
```
"""


@pytest.mark.parametrize("name", CHAPTERS)
def test_capitulo_com_celulas_tem_ao_menos_uma_guarda(name):
    assert guards(CHAPTERS[name]), f"{name} afirma resultados e nada os confere"


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.message[:60])
def test_a_guarda_diz_o_arquivo_e_cita_a_frase_que_esta_no_texto(guard):
    assert faults(guard, readable(CHAPTERS[guard.chapter])) == []


@pytest.fixture
def course(tmp_path):
    """Um curso de um capítulo só; ``write`` escolhe os números que ele compara."""
    (tmp_path / "book" / "parte9").mkdir(parents=True)
    (tmp_path / "book" / "_toc.yml").write_text(
        "root: parte9/01-mentira\nparts:\n- chapters:\n  - file: outra\n"
    )
    (tmp_path / "requirements.lock").write_text("numpy==2\n")
    (tmp_path / "mlp_course").mkdir()
    return tmp_path


def write(course, numbers):
    chapter = course / "book" / "parte9" / "01-mentira.md"
    chapter.write_text(FAKE % numbers, "utf-8")


def test_a_guarda_de_uma_frase_falsa_para_a_construcao_e_diz_a_frase(course, refuses):
    write(course, "0, 2")

    with refuses(r"01-mentira, “a rede ajustada ganhou por pouco”: perdeu por 2"):
        execute_chapters(course)


def test_a_guarda_de_uma_frase_verdadeira_deixa_passar_e_nao_tem_faltas(course):
    write(course, "2, 1")
    [chapter] = chapters(course).values()
    [guard] = guards(chapter)

    assert execute_chapters(course) == ["parte9/01-mentira"]
    assert faults(guard, readable(chapter)) == []


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        ("06-outro, “a rede ganhou”: perdeu", "não com “01-rede, ”"),
        ("01-rede: a rede perdeu", "não cita"),
        ("01-rede, “a rede empatou”: perdeu", "não diz “a rede empatou”"),
        ("01-rede, “a rede [...] por muito”: perdeu", "não diz “por muito”"),
        ("", "não cita"),
    ],
)
def test_mensagem_torta_e_apontada(message, fault):
    found = faults(Guard("parte9/01-rede", message), plain("A rede **ganhou**, e por pouco."))

    assert any(fault in text for text in found)
