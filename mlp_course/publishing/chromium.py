"""Onde está o Chromium: uma só resposta para o PDF, os testes e as medidas.

Serve o do sistema, o que o Playwright já tiver instalado, ou o do npm, que só existe
para Linux x86-64, traz as suas bibliotecas e é instalado quando falta outro. Existir não
basta: um candidato só serve depois de abrir uma página.
"""

import io
import os
import platform
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from mlp_course.errors import PublishingError
from mlp_course.publishing.webassets import install_packages

T = TypeVar("T")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
REMEDY = "instale o Chromium ou o Google Chrome (no Debian, apt install chromium)"
SOURCE, TARGET = "browser", Path("_build", "navegador")
_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
_FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>{fonts}</dir>
  <dir>{matplotlib}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


@dataclass(frozen=True)
class Chromium:
    """Um Chromium que funciona aqui.

    Parameters
    ----------
    path : str
        O executável.
    environment : dict of str
        Variáveis de que ele precisa além das do processo.
    """

    path: str
    environment: dict[str, str] = field(default_factory=dict)


@cache
def find_chromium(root: Path) -> Chromium | None:
    """Devolve o primeiro Chromium que abre uma página, ou None se nenhum abre.

    Parameters
    ----------
    root : Path
        Pasta do curso: o do npm fica em ``_build/navegador``.
    """
    return next(filter(_opens_a_page, _candidates(Path(root).resolve())), None)


def open_browser(playwright: Any, chromium: Chromium) -> Any:
    """Inicia `chromium` pelo Playwright e devolve o navegador, que quem chama fecha."""
    return playwright.chromium.launch(
        executable_path=chromium.path,
        args=list(FLAGS),
        env={**os.environ, **chromium.environment},
    )


def use_browser(chromium: Chromium, use: Callable[[Any], T]) -> T:
    """Chama `use` com um navegador aberto só para isso e devolve a sua resposta.

    Em uma thread própria, porque o Playwright não divide a sua com um laço de eventos.
    """
    with ThreadPoolExecutor(1) as executor:
        return executor.submit(_use, chromium, use).result()


def _use(chromium: Chromium, use: Callable[[Any], T]) -> T:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = open_browser(playwright, chromium)
        try:
            return use(browser)
        finally:
            browser.close()


def _candidates(root: Path) -> Iterator[Chromium]:
    yield from (Chromium(path) for path in map(shutil.which, (*_NAMES, _MAC)) if path)
    if Path(path := _playwright_path()).exists():
        yield Chromium(path)
    if sys.platform == "linux" and platform.machine() == "x86_64":
        try:
            yield _install(root)
        except (PublishingError, OSError) as error:
            print(f"O Chromium do npm não pôde ser instalado: {error}", file=sys.stderr)


def _playwright_path() -> str:
    """O que ``playwright install`` baixa; a biblioteca só diz o caminho depois de iniciada."""
    from playwright.sync_api import sync_playwright

    def ask() -> str:
        with sync_playwright() as playwright:
            return playwright.chromium.executable_path

    with ThreadPoolExecutor(1) as executor:
        return executor.submit(ask).result()


def _opens_a_page(chromium: Chromium) -> bool:
    from playwright.sync_api import Error

    try:
        return use_browser(chromium, _read_title) == "curso"
    except (Error, OSError):
        return False


def _read_title(browser: Any) -> str:
    page = browser.new_page()
    page.set_content("<title>curso</title>")
    return page.title()


def _install(root: Path) -> Chromium:
    """Instala o pacote do npm e abre os seus arquivos, uma vez por versão."""
    folder = root / TARGET
    package = install_packages(root, SOURCE) / "node_modules" / "@sparticuz" / "chromium"
    version = (package / "package.json").read_text("utf-8")
    done = folder / ".pronto"
    if not (done.exists() and done.read_text("utf-8") == version):
        _unpack(package / "bin", folder)
        done.write_text(version, "utf-8")
    libraries = os.pathsep.join(
        filter(None, [str(folder / "lib"), os.environ.get("LD_LIBRARY_PATH")])
    )
    environment = {"LD_LIBRARY_PATH": libraries, "FONTCONFIG_FILE": str(folder / "fonts.conf")}
    return Chromium(str(folder / "chromium"), environment)


def _unpack(packed: Path, folder: Path) -> None:
    """Abre em uma pasta ao lado e só então troca os nomes: outro processo nunca vê metade."""
    import brotli
    import matplotlib

    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        fresh = Path(name, "navegador")
        for archive in ("al2023", "fonts"):
            content = io.BytesIO(brotli.decompress((packed / f"{archive}.tar.br").read_bytes()))
            with tarfile.open(fileobj=content) as file:
                file.extractall(fresh, filter="data")
        executable = fresh / "chromium"
        executable.write_bytes(brotli.decompress((packed / "chromium.br").read_bytes()))
        executable.chmod(0o755)
        settings = _FONTS.format(
            fonts=folder / "fonts",
            # De largura fixa, para o código; uma máquina nua não tem nenhuma.
            matplotlib=Path(matplotlib.get_data_path(), "fonts", "ttf"),
            cache=folder / "cache",
        )
        (fresh / "fonts.conf").write_text(settings, "utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)
