"""O livro fora do navegador: o que muda no EPUB e na página única que vira PDF.

Nada ali se clica: blocos que abrem vão abertos, e o laboratório dá lugar a um aviso.
"""

import re
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

# Onde `mlp_course.publishing.editions` deixa os arquivos prontos; a capa do HTML os oferece.
READY = Path(__file__).parents[2] / "_build" / "baixar"
# Fora de _static, de onde o Jupyter Book põe toda folha de estilo em todas as páginas do HTML.
EPUB_STYLES = Path(__file__).with_name("epub")
LABORATORY = '<section id="laboratorio"'
NOTICE = (
    "O laboratório precisa de um navegador: abra esta página no livro em HTML, "
    "que também funciona sem internet."
)
# O código que a tela esconde: no papel ele fica à vista, sem o botão.
HIDDEN = re.compile(
    r'<details class="[^"]*\bhide\b[^"]*">\s*<summary.*?</summary>(.*?)</details>', re.DOTALL
)
CLOSED = re.compile(r"<details(?![^>]*\bopen\b)")
# Ligações que só fazem sentido na tela.
PERMALINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
# O MyST-NB só copia o seu CSS depois que o EPUB está fechado; MathML não precisa do CSS do KaTeX.
NOT_IN_EPUB = re.compile(r"mystnb\.|katex")
SCRIPT = re.compile(r"<script.*?</script>", re.DOTALL)


class Downloads(Directive):
    """A diretiva ``edicoes``: links para os arquivos que já foram construídos; sem eles, nada."""

    def run(self) -> list[nodes.Node]:
        """Devolve um parágrafo, ou nada."""
        paths = sorted(READY.glob("redes-neurais.*"))
        if not paths:
            return []
        paragraph = nodes.paragraph("", "Para ler longe da tela: ", classes=["edicoes"])
        for i, path in enumerate(paths):
            size = f"{path.stat().st_size / 1e6:.1f}".replace(".", ",")
            label = f"{path.suffix[1:].upper()} ({size} MB)"
            paragraph += [nodes.Text(" · ")] * bool(i)
            paragraph += nodes.reference("", label, refuri=f"{READY.name}/{path.name}")
        return [paragraph]


class OnlyOnScreen(SphinxPostTransform):
    """Troca o laboratório por um aviso, e tira os links para os arquivos que são estes."""

    default_priority = 800
    builders: ClassVar[tuple[str, ...]] = ("epub", "singlehtml")

    def run(self, **kwargs: Any) -> None:
        """Percorre o HTML que o texto traz pronto."""
        for node in list(self.document.findall(nodes.raw)):
            if LABORATORY in node.astext():
                node.replace_self(nodes.note("", nodes.paragraph("", NOTICE)))
        for paragraph in list(self.document.findall(nodes.paragraph)):
            if "edicoes" in paragraph["classes"]:
                paragraph.parent.remove(paragraph)


def adapt_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Deixa à vista o que, no papel, ninguém abriria, e tira o que ninguém clicaria."""
    if app.builder.name not in OnlyOnScreen.builders:
        return
    body = HIDDEN.sub(r"<div>\1</div>", context.get("body", ""))
    body = PERMALINK.sub("", CLOSED.sub('<details open="open"', body))
    if app.builder.name == "epub":
        body = SCRIPT.sub("", body)
        files = context["css_files"]
        context["css_files"] = [f for f in files if not NOT_IN_EPUB.search(str(f.filename))]
    context["body"] = body


def add_epub_styles(app: Sphinx) -> None:
    """Leva ao EPUB, e só a ele, a folha de estilo dele."""
    if app.builder.name == "epub":
        app.config.html_static_path.append(str(EPUB_STYLES))


def reread_cover(app: Sphinx, *changes: Any) -> list[str]:
    """Relê sempre a capa: os arquivos que ela oferece não são texto do livro."""
    return [app.config.root_doc]


def setup(app: Sphinx) -> dict[str, bool]:
    """Registra as trocas."""
    app.add_directive("edicoes", Downloads)
    app.add_post_transform(OnlyOnScreen)
    app.connect("builder-inited", add_epub_styles)
    app.connect("env-get-outdated", reread_cover)
    app.connect("html-page-context", adapt_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
