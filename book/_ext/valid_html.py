"""Conserta o HTML que as bibliotecas escrevem fora da norma, antes de a página ser gravada.

O MyST-NB põe parágrafos dentro de ``<summary>``; o pandas, um ``<style>`` dentro de
``<div>`` e alinhamentos no lugar do CSS, que o livro já tem em ``curso.css``.
"""

import re
from typing import Any

from sphinx.application import Sphinx

REPAIRS = (
    (
        re.compile(r'<p class="((?:collapsed|expanded)[^"]*)">(.*?)</p>', re.DOTALL),
        r'<span class="\1">\2</span>',
    ),
    (re.compile(r"<style scoped>.*?</style>\s*", re.DOTALL), ""),
    (re.compile(r'(<t[hdr][^>]*?) valign="\w+"'), r"\1"),
    (re.compile(r' aria-label="Toggle hidden content"'), ""),
)


def repair(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Aplica os consertos ao corpo da página."""
    body = context.get("body")
    if body:
        for pattern, replacement in REPAIRS:
            body = pattern.sub(replacement, body)
        context["body"] = body


def setup(app: Sphinx) -> dict[str, bool]:
    """Registra o conserto."""
    app.connect("html-page-context", repair)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
