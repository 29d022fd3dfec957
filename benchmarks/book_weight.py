"""O livro ao lado de outro Jupyter Book público: peso das páginas e tempo de construir.

O outro é a documentação do pacote caustics, de tamanho parecido, que vem na
distribuição de fonte dele; é construída com o Jupyter Book deste ambiente, como o
seu autor a configurou. Os notebooks dela pedem o PyTorch, e por isso nenhum dos
dois livros é executado aqui: as nossas células vêm do cache. As páginas dela ficam,
assim, sem figuras, e mais leves do que as publicadas.

    python benchmarks/book_weight.py
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

from _common import OUTPUT, QUIET, decimal, save
from playwright.sync_api import Browser, sync_playwright

from mlp_course.publishing.book import build_book
from mlp_course.publishing.chromium import REMEDY, find_chromium, open_browser

ROOT = Path(__file__).resolve().parents[1]
PEER = "caustics==1.7.1"
SENTENCE = "\n\nUma frase a mais, para medir.\n"


def main() -> None:
    """Constrói os dois livros, pesa cada página, mostra e grava."""
    parser = argparse.ArgumentParser(description="Pesa o livro ao lado de outro.")
    parser.add_argument("--output", type=Path, default=OUTPUT / "book_weight.json")
    args = parser.parse_args()
    chromium = find_chromium(ROOT)
    if chromium is None:
        raise SystemExit(f"Falta o Chromium, que abre as páginas: {REMEDY}.")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = open_browser(playwright, chromium)
        report = {
            "este livro": measure_ours(browser),
            PEER.replace("==", " "): measure_peer(Path(folder), browser),
        }
        browser.close()
    for name, row in report.items():
        show(name, row)
    save(report, args.output)


def measure_ours(browser: Browser) -> dict:
    """Constrói o livro todo com as células do cache, e de novo com uma frase a mais."""
    build_book(ROOT)
    shutil.rmtree(ROOT / "_build" / "html")
    shutil.rmtree(ROOT / "_build" / ".doctrees", ignore_errors=True)
    cold = seconds_of(lambda: build_book(ROOT))
    page = ROOT / "book" / "guias" / "origem.md"
    rebuild = with_sentence(page, lambda: build_book(ROOT))
    build_book(ROOT)
    return {"cold": cold, "rebuild": rebuild, **weigh(ROOT / "_build" / "html", browser)}


def measure_peer(folder: Path, browser: Browser) -> dict:
    """Baixa a fonte do outro livro e faz o mesmo com ele."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary=:all:"]
    subprocess.run([*pip, "--dest", str(folder), PEER], check=True)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as file:
        file.extractall(folder, filter="data")
    source = next(folder.glob("*/docs/source"))
    config = source / "_config.yml"
    config.write_text(config.read_text("utf-8").replace("notebooks: force", 'notebooks: "off"'))
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(source)]

    def build() -> None:
        subprocess.run(command, env=QUIET, check=True, capture_output=True)

    cold = seconds_of(build)
    rebuild = with_sentence(source / "intro.md", build)
    return {"cold": cold, "rebuild": rebuild, **weigh(source / "_build" / "html", browser)}


def with_sentence(page: Path, build) -> float:
    """Segundos para construir o livro depois de acrescentar uma frase, que depois sai."""
    text = page.read_text("utf-8")
    page.write_text(text + SENTENCE, "utf-8")
    try:
        return seconds_of(build)
    finally:
        page.write_text(text, "utf-8")


def seconds_of(build) -> float:
    """Duração de uma construção."""
    start = time.perf_counter()
    build()
    return time.perf_counter() - start


def weigh(html: Path, browser: Browser) -> dict:
    """Abre cada página com texto e soma os arquivos do livro que ela pede."""
    weights, outside = [], set()
    for page in sorted(html.rglob("*.html")):
        if "<article" not in page.read_text("utf-8") or page.stem in ("genindex", "search"):
            continue
        asked: set[str] = set()
        tab = browser.new_page()
        tab.on("request", lambda request, asked=asked: asked.add(request.url))
        tab.goto(page.as_uri(), wait_until="load")
        tab.close()
        parts = [urlsplit(url) for url in asked]
        outside |= {part.netloc for part in parts if part.scheme.startswith("http")}
        files = [Path(unquote(part.path)) for part in parts if part.scheme == "file"]
        weights.append(sum(path.stat().st_size for path in files if path.is_file()) / 1e6)
    return {"pages": len(weights), "megabytes": weights, "outside": sorted(outside)}


def show(name: str, row: dict) -> None:
    """Imprime um livro em português."""
    weights = row["megabytes"]
    print(
        f"{name:16} {row['pages']} páginas; sem executar, {decimal(row['cold'], 1)} s; "
        f"uma frase, {decimal(row['rebuild'], 1)} s; página de {decimal(min(weights))} a "
        f"{decimal(max(weights))} MB (mediana {decimal(statistics.median(weights))}); "
        f"servidores de fora: {len(row['outside'])}"
    )


if __name__ == "__main__":
    main()
