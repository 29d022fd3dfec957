"""Executa os capítulos em todos os núcleos, e guarda as respostas onde o livro as procura.

O cache é o do Jupyter Book, que reconhece um capítulo pelas suas células. Aqui ele vale
também só para os mesmos arquivos do pacote, dos dados e da trava de dependências: mudou
um deles, tudo é executado de novo. Um capítulo que mede tempo, e o diz com
``mede_tempo: true`` no cabeçalho, é executado sozinho, depois dos outros.
"""

import asyncio
import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import joblib

from mlp_course.errors import PublishingError
from mlp_course.kernel_profile import kernel_environment

CACHE = Path("_build", ".jupyter_cache")
KEY = ".chave"
# Aonde vai o que o TensorFlow escreve ao ser carregado.
LOG = Path("_build", "capitulos.log")
CELL_SECONDS = 600
# O que nenhum capítulo importa: mudá-lo não muda resposta nenhuma.
_OUTSIDE = ("authoring", "cli", "grading", "publishing")


@dataclass(frozen=True)
class Chapter:
    """Um capítulo com células.

    Parameters
    ----------
    name : str
        Caminho desde ``book/``, sem a extensão.
    path : Path
    notebook : NotebookNode
        Ainda sem respostas.
    """

    name: str
    path: Path
    notebook: Any

    @property
    def measures_time(self) -> bool:
        """Se as respostas dependem de a máquina estar livre."""
        return bool(self.notebook.metadata.get("mede_tempo"))


def execute_chapters(root: Path) -> list[str]:
    """Executa os capítulos que o cache ainda não tem e devolve os nomes deles.

    Parameters
    ----------
    root : Path
        Pasta do curso.

    Raises
    ------
    PublishingError
        Se uma célula falhar; a mensagem traz o erro de cada capítulo que falhou.
    """
    from jupyter_cache import get_cache

    root = Path(root).resolve()
    _renew(root)
    cache = get_cache(str(root / CACHE))
    pending = [chapter for chapter in read_chapters(root) if not _is_cached(cache, chapter)]
    environment = os.environ | kernel_environment(root / "_build" / "ipython")
    # Um aviso causado por uma célula do livro interrompe a construção.
    environment["PYTHONWARNINGS"] = "error:::__main__"
    # Quem constrói pode pedir outro desenho, como os testes; o livro guardaria páginas sem figuras.
    environment["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    together = [chapter for chapter in pending if not chapter.measures_time]
    alone = [chapter for chapter in pending if chapter.measures_time]
    failures = []
    with Path(root, LOG).open("w", encoding="utf-8") as log:
        for group, workers in ((together, joblib.cpu_count()), (alone, 1)):
            for chapter, seconds, error in _execute(group, workers, environment, log):
                told = f"    {chapter.name}: executado em {seconds:.1f} s".replace(".", ",")
                print(told, flush=True)
                if error is None:
                    _store(cache, chapter, seconds)
                else:
                    failures.append(f"{chapter.name}: {error}")
    # O Python 3.13 avisa de um banco que ninguém fechou.
    cache.db.dispose()
    if failures:
        raise PublishingError("Há capítulos com erro:\n\n" + "\n\n".join(failures))
    return [chapter.name for chapter in pending]


def read_chapters(root: Path) -> list[Chapter]:
    """Lê, na ordem do índice, os capítulos que têm células."""
    import yaml
    from myst_nb.core.read import is_myst_markdown_notebook, myst_nb_reader_plugin

    book = Path(root, "book").resolve()
    toc = yaml.safe_load((book / "_toc.yml").read_text("utf-8"))
    names = [toc["root"], *(c["file"] for part in toc["parts"] for c in part["chapters"])]
    paths = {name: book / f"{name}.md" for name in names}
    return [
        Chapter(name, path, myst_nb_reader_plugin(str(path)))
        for name, path in paths.items()
        if path.exists() and is_myst_markdown_notebook(path.read_text("utf-8"))
    ]


def cache_key(root: Path) -> str:
    """Resume em um texto tudo de que as respostas dependem, fora as próprias células."""
    digest = hashlib.sha256()
    for path in _ingredients(Path(root)):
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _ingredients(root: Path) -> Iterator[Path]:
    package = root / "mlp_course"
    yield root / "requirements.lock"
    yield from sorted((root / "benchmarks" / "resultados").glob("*.json"))
    for path in sorted(package.rglob("*")):
        is_tool = path.relative_to(package).parts[0] in _OUTSIDE
        if path.is_file() and path.suffix != ".pyc" and not is_tool:
            yield path


def _renew(root: Path) -> None:
    """Esvazia o cache se ele foi feito com outros ingredientes."""
    folder, key = root / CACHE, cache_key(root)
    stamp = folder / KEY
    if not stamp.exists() or stamp.read_text("utf-8") != key:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        stamp.write_text(key, "utf-8")


def _is_cached(cache: Any, chapter: Chapter) -> bool:
    try:
        cache.match_cache_notebook(chapter.notebook)
    except KeyError:
        return False
    return True


def _execute(
    chapters: list[Chapter], workers: int, environment: dict[str, str], log: TextIO
) -> Iterator[tuple[Chapter, float, Exception | None]]:
    with ThreadPoolExecutor(workers) as executor:
        running = {
            executor.submit(_execute_one, chapter, environment, log): chapter
            for chapter in chapters
        }
        for future in as_completed(running):
            yield running[future], *future.result()


def _execute_one(
    chapter: Chapter, environment: dict[str, str], log: TextIO
) -> tuple[float, Exception | None]:
    from nbclient import NotebookClient
    from nbclient.exceptions import CellControlSignal

    start = time.perf_counter()
    client = NotebookClient(
        chapter.notebook,
        timeout=CELL_SECONDS,
        # Anotado nas células, o horário as faria irreconhecíveis para o cache.
        record_timing=False,
        resources={"metadata": {"path": str(chapter.path.parent)}},
    )
    try:
        asyncio.run(client.async_execute(env=environment, stderr=log))
    except (CellControlSignal, RuntimeError, TimeoutError) as error:
        return time.perf_counter() - start, error
    return time.perf_counter() - start, None


def _store(cache: Any, chapter: Chapter, seconds: float) -> None:
    from jupyter_cache.base import CacheBundleIn

    bundle = CacheBundleIn(chapter.notebook, str(chapter.path), data={"execution_seconds": seconds})
    cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
