import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from mlp_course.book import build_book
from tests.exercises.submissions import ROOT

HTML = ROOT / "_build" / "html"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextlib.contextmanager
def building() -> Iterator[None]:
    """Com testes em paralelo, um constrói e os outros esperam."""
    lock = ROOT / "_build" / ".construindo"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def html() -> Path:
    """O livro construído agora, uma vez por sessão; as células já executadas vêm do cache."""
    session = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    built = ROOT / "_build" / ".construido"
    with building():
        # Refazê-lo mudaria as páginas sob os olhos do navegador de outro processo.
        if not built.exists() or built.read_text() != session:
            assert build_book(ROOT) == 0, "a construção do livro falhou: veja os avisos acima"
            built.write_text(session)
    return HTML


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """O Chromium desta máquina; sem ele, o teste é pulado, e onde nada pode ser pulado, falha."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("MLP_COURSE_SEM_PULAR"):
            pytest.fail("falta o Chromium, e aqui nada pode ser pulado")
        pytest.skip("falta o Chromium: instale-o (no Debian, apt install chromium)")
    return path


@pytest.fixture(scope="session")
def browser(chromium_path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


def pages() -> list[str]:
    """Páginas do livro, pelo índice: a lista não depende de o livro já estar construído."""
    import yaml

    toc = yaml.safe_load((ROOT / "book" / "_toc.yml").read_text("utf-8"))
    chapters = [c["file"] for part in toc["parts"] for c in part["chapters"]]
    return [f"{name}.html" for name in [toc["root"], *chapters]]
