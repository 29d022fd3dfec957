"""O sumário do EPUB: todas as páginas, em português, com os números dos capítulos.

O do Sphinx traz os títulos sem os números, e o seu próprio título em inglês.
"""

from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders._epub_base import GUIDE_TITLES
from sphinx.builders.epub3 import Epub3Builder


class NumberedEpub(Epub3Builder):
    """O EPUB do Sphinx, com o número de cada capítulo no sumário."""

    guide_titles: ClassVar[dict[str, str]] = GUIDE_TITLES | {"toc": "Sumário", "cover": "Capa"}

    def get_refnodes(
        self, doctree: nodes.Node, result: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """Junta as linhas do sumário; uma referência acrescenta a sua, ou nenhuma."""
        before = len(result)
        result = super().get_refnodes(doctree, result)
        is_line = isinstance(doctree, nodes.reference) and len(result) > before
        if is_line and (number := doctree.get("secnumber")):
            result[-1]["text"] = f"{'.'.join(map(str, number))}. {result[-1]['text']}"
        return result


def setup(app: Sphinx) -> dict[str, bool]:
    """Troca o construtor do EPUB."""
    app.setup_extension("sphinx.builders.epub3")
    app.add_builder(NumberedEpub, override=True)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
