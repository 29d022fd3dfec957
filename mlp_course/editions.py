"""O livro em um arquivo só: EPUB, para leitores digitais, e PDF, para imprimir.

Os dois saem das mesmas páginas e das mesmas execuções do livro em HTML. O PDF é a
página única do Sphinx impressa pelo Chromium, com sumário e marcadores.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

from mlp_course.book import EDITIONS, build_pages

TITLE = "redes-neurais"
# Tempo, no relógio da página, para as fontes e as imagens do livro inteiro.
RENDER_MILLISECONDS = 10_000
PRINT_SECONDS = 300
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
    f"--virtual-time-budget={RENDER_MILLISECONDS}",
)


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
    ValueError
        Se a construção falhar ou der um aviso.
    """
    # O Sphinx empacota tudo o que acha na pasta, também as sobras de uma construção anterior.
    shutil.rmtree(Path(root, "_build", "epub"), ignore_errors=True)
    if build_pages(root, "epub"):
        raise ValueError("O EPUB não foi construído: veja os avisos acima.")
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
    ValueError
        Se faltar o navegador, ou se a construção ou a impressão falhar.
    """
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise ValueError(
            "Falta o Chromium, que imprime o PDF: instale-o (no Debian, apt install chromium)."
        )
    if build_pages(root, "singlehtml"):
        raise ValueError("O PDF não foi construído: veja os avisos acima.")
    page = Path(root, "_build", "singlehtml", "intro.html").resolve()
    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder, f"{TITLE}.pdf")
        result = subprocess.run(  # noqa: S603 — comando fixo, sem texto de fora
            [
                chromium,
                *FLAGS,
                f"--user-data-dir={folder}/perfil",
                f"--print-to-pdf={printed}",
                page.as_uri(),
            ],
            capture_output=True,
            text=True,
            timeout=PRINT_SECONDS,
            check=False,
        )
        if not printed.exists():
            raise ValueError(f"O Chromium não imprimiu o PDF: {result.stderr[-500:]}")
        return _publish(root, printed)


def _publish(root: Path, built: Path) -> Path:
    folder = Path(root, EDITIONS)
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(built, folder / built.name))
