"""A versão do livro é a do pacote instalado: só ``pyproject.toml`` a escreve."""

from importlib.metadata import version

from sphinx.application import Sphinx
from sphinx.config import Config


def read_version(app: Sphinx, config: Config) -> None:
    """Dá ao Sphinx a versão do curso, que o EPUB declara."""
    config.version = version("mlp-course")


def setup(app: Sphinx) -> dict[str, bool]:
    """Registra a leitura, antes de o Sphinx comparar as opções com as da última construção."""
    app.connect("config-inited", read_version, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
