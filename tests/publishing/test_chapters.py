"""Um capítulo é executado uma vez, e de novo quando muda algo de que depende; um erro para tudo."""

import shutil

import pytest
from jupyter_cache import get_cache

from mlp_course.publishing.chapters import CACHE, cache_key, execute_chapters, read_chapters
from tests.needs import ROOT

CHAPTER = """\
---
jupytext:
  text_representation:
    format_name: myst
kernelspec:
  name: python3
  display_name: Python 3
---

# Capítulo

```{{code-cell}} ipython3
{code}
```
"""


@pytest.fixture
def course(tmp_path):
    """Um curso com dois capítulos e um pacote de dois arquivos."""
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "_toc.yml").write_text(
        "root: um\nparts:\n- chapters:\n  - file: dois\n  - file: texto\n"
    )
    write_chapter(tmp_path, "um", "print(6 * 7)")
    write_chapter(tmp_path, "dois", "print('ok')")
    (tmp_path / "book" / "texto.md").write_text("# Só texto\n")
    (tmp_path / "requirements.lock").write_text("numpy==2\n")
    for name in ("plots.py", "grading/judging/judge.py"):
        path = tmp_path / "mlp_course" / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text("x = 1\n")
    return tmp_path


def write_chapter(course, name, code):
    (course / "book" / f"{name}.md").write_text(CHAPTER.format(code=code))


def first_output(course):
    """A primeira saída do primeiro capítulo, como o livro a lê do cache."""
    cache = get_cache(str(course / CACHE))
    _, notebook = cache.merge_match_into_notebook(read_chapters(course)[0].notebook)
    cache.db.dispose()
    return notebook.cells[-1].outputs[0]


def test_so_o_que_falta_e_executado(course):
    assert sorted(execute_chapters(course)) == ["dois", "um"]
    assert execute_chapters(course) == []

    write_chapter(course, "um", "print(6 * 8)")

    assert execute_chapters(course) == ["um"]


def test_a_resposta_fica_onde_o_livro_a_procura(course):
    execute_chapters(course)

    assert first_output(course).text == "42\n"


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("mlp_course/plots.py", False),
        ("requirements.lock", False),
        ("mlp_course/grading/judging/judge.py", True),
    ],
)
def test_a_chave_do_cache_muda_com_o_pacote_e_com_a_trava(course, name, same):
    before = cache_key(course)
    (course / name).write_text("x = 2\n")

    assert (cache_key(course) == before) is same


def test_com_outra_chave_tudo_e_executado_de_novo(course):
    execute_chapters(course)
    (course / "mlp_course" / "plots.py").write_text("x = 2\n")

    assert sorted(execute_chapters(course)) == ["dois", "um"]


def test_a_figura_fica_guardada_seja_qual_for_o_desenho_de_quem_constroi(course, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    write_chapter(course, "um", "import matplotlib.pyplot as plt\nplt.plot([1, 2]);")

    execute_chapters(course)

    assert "image/png" in first_output(course).data


@pytest.mark.parametrize("code", ["1 / 0", "import warnings; warnings.warn('velho')"])
def test_erro_ou_aviso_diz_o_capitulo_e_nao_fica_guardado(course, code, refuses):
    write_chapter(course, "dois", code)

    with refuses("dois: (?s:.)*(ZeroDivisionError|velho)"):
        execute_chapters(course)

    write_chapter(course, "dois", "print('ok')")
    assert execute_chapters(course) == ["dois"]


def test_um_arquivo_apagado_tambem_muda_a_chave(course):
    before = cache_key(course)
    shutil.rmtree(course / "mlp_course")

    assert cache_key(course) != before


def test_os_capitulos_do_livro_sao_lidos():
    names = [chapter.name for chapter in read_chapters(ROOT)]

    assert "parte1/02-dados" in names
