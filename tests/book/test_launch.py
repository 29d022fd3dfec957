"""Com o endereço do repositório aparecem os botões; sem ele, nenhum."""

import subprocess
import sys

import pytest
from bs4 import BeautifulSoup

from tests.needs import ROOT

CONF = """
import sys
sys.path.insert(0, {ext!r})
extensions = ["myst_nb", "launch"]
html_theme = "sphinx_book_theme"
html_theme_options = {{"repository_url": {url!r}, "repository_branch": "principal"}}
nb_execution_mode = "off"
language = "pt_BR"
exclude_patterns = ["exercises"]
"""
PAGE = """---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {display_name: Python 3, language: python, name: python3}
---
# Capítulo

Faça o {download}`exercício <exercises/01-dados/01-dados.ipynb>` e o {download}`resto <conf.py>`.

```{code-cell}
1 + 1
```
"""


def build(folder, url: str) -> BeautifulSoup:
    source, output = folder / "fonte", folder / "html"
    exercise = source / "exercises" / "01-dados" / "01-dados.ipynb"
    exercise.parent.mkdir(parents=True)
    exercise.write_text("{}", "utf-8")
    (source / "conf.py").write_text(CONF.format(ext=str(ROOT / "book" / "_ext"), url=url), "utf-8")
    (source / "index.md").write_text(PAGE, "utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", source, output]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return BeautifulSoup((output / "index.html").read_text("utf-8"), "html.parser")


def addresses(soup: BeautifulSoup) -> list[str]:
    return [link["href"] for link in soup.select("a[href^=http]")]


def test_sem_endereco_nenhum_botao_leva_para_fora(tmp_path):
    found = addresses(build(tmp_path, ""))

    assert [a for a in found if "binder" in a or "colab" in a or "github.com" in a] == []


def test_com_endereco_ha_binder_colab_fonte_e_mudanca(tmp_path):
    found = addresses(build(tmp_path, "https://github.com/turma/curso"))
    colab = "https://colab.research.google.com/github/turma/curso/blob/principal"

    assert [a for a in found if "colab" in a] == [f"{colab}/exercises/01-dados/01-dados.ipynb"]
    assert any(a.startswith("https://mybinder.org/v2/gh/turma/curso/principal") for a in found)
    assert any("/edit/principal/" in a for a in found)
    assert any("/issues/new" in a for a in found)


@pytest.mark.parametrize("url", ["https://gitlab.com/turma/curso", "https://exemplo.org/curso"])
def test_fora_do_github_nao_ha_colab(tmp_path, url):
    sys.path.insert(0, str(ROOT / "book" / "_ext"))
    from launch import colab_base

    assert colab_base({"repository_url": url}) is None
