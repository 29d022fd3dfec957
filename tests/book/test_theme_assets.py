"""A lista de folhas e scripts da página é a do tema, menos o script que desenha ícones."""

import re
from pathlib import Path

import pydata_sphinx_theme
import pytest

from tests.exercises.submissions import ROOT

THEME = Path(pydata_sphinx_theme.__file__).parent / "theme/pydata_sphinx_theme/static"
OURS = ROOT / "book/_templates/static/webpack-macros.html"
ICONS = "scripts/fontawesome.js"
FILE = re.compile(r"(?:styles|scripts)/[\w.-]+\.(?:css|js)")
MACRO = re.compile(r"macro (\w+)\(.*?\) %}")


@pytest.fixture(scope="module")
def theme() -> str:
    return (THEME / "webpack-macros.html").read_text("utf-8")


def test_nenhum_arquivo_novo_do_tema_fica_de_fora(theme):
    assert set(FILE.findall(OURS.read_text("utf-8"))) == set(FILE.findall(theme)) - {ICONS}


def test_cada_macro_que_o_tema_chama_existe(theme):
    ours = set(MACRO.findall(OURS.read_text("utf-8")))

    assert set(MACRO.findall(theme)) <= ours
