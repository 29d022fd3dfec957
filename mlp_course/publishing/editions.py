"""O livro em um arquivo só: EPUB, para leitores digitais, e PDF, para imprimir.

Os dois saem das mesmas páginas e das mesmas execuções do livro em HTML. O PDF é a
página única do Sphinx impressa pelo Chromium, com sumário e marcadores.
"""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from mlp_course.errors import PublishingError
from mlp_course.publishing.book import EDITIONS, build_pages
from mlp_course.publishing.chromium import REMEDY, find_chromium, use_browser

TITLE = "redes-neurais"
PRINT_MILLISECONDS = 300_000


def build_editions(root: Path) -> list[Path]:
    """Constrói o EPUB e, se um Chromium funcionar aqui, o PDF.

    Parameters
    ----------
    root : Path
        Pasta do curso.

    Returns
    -------
    list of Path
        Os arquivos construídos, em ``_build/baixar``.
    """
    built = [build_epub(root)]
    if find_chromium(root):
        return [*built, build_pdf(root)]
    print(f"Sem o PDF, que pede um Chromium: {REMEDY} e repita make edicoes.")
    return built


def build_epub(root: Path) -> Path:
    """Constrói o EPUB.

    Parameters
    ----------
    root : Path
        Pasta do curso.

    Returns
    -------
    Path
        ``_build/baixar/redes-neurais.epub``.

    Raises
    ------
    PublishingError
        Se a construção falhar ou der um aviso.
    """
    # O Sphinx empacota tudo o que acha na pasta, também as sobras de uma construção anterior.
    shutil.rmtree(Path(root, "_build", "epub"), ignore_errors=True)
    if build_pages(root, "epub"):
        raise PublishingError("O EPUB não foi construído: veja os avisos acima.")
    return _publish(root, Path(root, "_build", "epub", f"{TITLE}.epub"))


def build_pdf(root: Path) -> Path:
    """Constrói o PDF, com o Chromium ou o Chrome desta máquina.

    Parameters
    ----------
    root : Path
        Pasta do curso.

    Returns
    -------
    Path
        ``_build/baixar/redes-neurais.pdf``.

    Raises
    ------
    PublishingError
        Se faltar o navegador, ou se a construção ou a impressão falhar.
    """
    chromium = find_chromium(root)
    if chromium is None:
        raise PublishingError(f"Falta o Chromium, que imprime o PDF: {REMEDY}.")
    if build_pages(root, "singlehtml"):
        raise PublishingError("O PDF não foi construído: veja os avisos acima.")
    page = Path(root, "_build", "singlehtml", "intro.html").resolve()
    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder, f"{TITLE}.pdf")
        use_browser(chromium, lambda browser: _print_page(browser, page.as_uri(), printed))
        return _publish(root, printed)


def _print_page(browser: Any, address: str, target: Path) -> None:
    page = browser.new_page(locale="pt-BR")
    page.set_default_timeout(PRINT_MILLISECONDS)
    page.goto(address)
    page.evaluate("document.fonts.ready")
    page.pdf(path=target, prefer_css_page_size=True, outline=True, tagged=True)


def _publish(root: Path, built: Path) -> Path:
    folder = Path(root, EDITIONS)
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(built, folder / built.name))
