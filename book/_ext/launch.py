"""Botões de abrir no Binder e no Colab, ver a fonte e propor mudanças.

Só existem se ``repository.url`` estiver em ``_config.yml``: sem endereço, um botão
desses não levaria a lugar nenhum. Os capítulos são texto, que o Binder abre com o
Jupytext; o Colab só lê ``.ipynb``, e por isso aparece ao lado de cada exercício.
"""

from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config

BINDER, COLAB = "https://mybinder.org", "https://colab.research.google.com"
BUTTONS = ("use_repository_button", "use_issues_button", "use_edit_page_button")


def add_buttons(app: Sphinx, config: Config) -> None:
    """Liga os botões do tema, se houver endereço."""
    options = config.html_theme_options
    if not options.get("repository_url"):
        return
    options.update(dict.fromkeys(BUTTONS, True))
    options["launch_buttons"] = {"binderhub_url": BINDER, "notebook_interface": "jupyterlab"}


def link_to_colab(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Põe “abrir no Colab” depois do link de cada notebook de exercício."""
    base = colab_base(app.config.html_theme_options)
    if base is None or app.builder.name != "html":
        return
    for link in list(doctree.findall(addnodes.download_reference)):
        _, found, path = link["reftarget"].rpartition("exercises/")
        if found and path.endswith(".ipynb"):
            opened = nodes.reference("", "abrir no Colab", refuri=f"{base}/exercises/{path}")
            link.parent.insert(
                link.parent.index(link) + 1, [nodes.Text(" ("), opened, nodes.Text(")")]
            )


def colab_base(options: dict[str, Any]) -> str | None:
    """Endereço, no Colab, da raiz do repositório; None se ele não for do GitHub."""
    parts = urlsplit(options.get("repository_url") or "")
    if parts.hostname != "github.com":
        return None
    path = parts.path.strip("/").removesuffix(".git")
    return f"{COLAB}/github/{path}/blob/{options.get('repository_branch') or 'main'}"


def setup(app: Sphinx) -> dict[str, bool]:
    """Registra os dois passos, antes de o tema ler as suas opções."""
    app.connect("config-inited", add_buttons, priority=100)
    app.connect("doctree-resolved", link_to_colab)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
