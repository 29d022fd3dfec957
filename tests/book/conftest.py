import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from mlp_course.publishing.book import build_book
from mlp_course.publishing.chromium import open_browser
from tests.needs import ROOT, need_chromium

HTML = ROOT / "_build" / "html"
PATIENCE_MILLISECONDS = 120_000


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
def browser() -> Iterator[Browser]:
    chromium = need_chromium()
    with sync_playwright() as playwright:
        browser = open_browser(playwright, chromium)
        yield browser
        browser.close()


def new_page(browser: Browser, **options: Any) -> Page:
    """Uma página em português, com paciência para uma máquina ocupada."""
    page = browser.new_page(locale="pt-BR", **options)
    page.set_default_timeout(PATIENCE_MILLISECONDS)
    return page


def pages() -> list[str]:
    """Páginas do livro, pelo índice: a lista não depende de o livro já estar construído."""
    import yaml

    toc = yaml.safe_load((ROOT / "book" / "_toc.yml").read_text("utf-8"))
    chapters = [c["file"] for part in toc["parts"] for c in part["chapters"]]
    return [f"{name}.html" for name in [toc["root"], *chapters]]
