"""O livro construído segue as respostas dos capítulos, também quando o texto deles não mudou."""

from mlp_course.publishing.book import forget_pages


def test_so_a_pagina_de_respostas_novas_e_relida(tmp_path):
    kept = tmp_path / "_build" / ".doctrees" / "parte1" / "02-dados.doctree"
    forgotten = kept.with_name("01-ambiente.doctree")
    kept.parent.mkdir(parents=True)
    for page in (kept, forgotten):
        page.touch()

    forget_pages(tmp_path, ["parte1/01-ambiente", "parte2/01-autopsia"])

    assert kept.exists()
    assert not forgotten.exists()
