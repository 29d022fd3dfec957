"""Constrói o livro: toda célula executada, todo aviso um erro."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from mlp_course.kernel_profile import kernel_environment
from mlp_course.publishing.chapters import execute_chapters
from mlp_course.publishing.webassets import build_web_assets, install_packages
from mlp_course.publishing.weight import slim_book

EDITIONS = Path("_build", "baixar")
_PROBLEM = re.compile(r"WARNING|ERROR|CRITICAL|Traceback|Error: |Exception")
# As bibliotecas em C++ do TensorFlow escrevem isto ao serem carregadas, e nada as cala.
_LIBRARY_NOISE = re.compile(r"All log messages before absl")


def build_book(root: Path) -> int:
    """Constrói o livro em ``_build/html`` e devolve o código de saída do Jupyter Book.

    Parameters
    ----------
    root : Path
        Pasta do curso, com ``_config.yml`` e ``book/``.
    """
    assets = build_web_assets(root)
    code = build_pages(root, "html")
    # O Sphinx não copia nada quando nenhum texto mudou, e então um .js novo ficaria de fora.
    html = Path(root, "_build", "html")
    shutil.copytree(Path(root, "book", "_static"), html / "_static", dirs_exist_ok=True)
    shutil.copytree(assets, html, dirs_exist_ok=True)
    if Path(root, EDITIONS).exists():
        shutil.copytree(Path(root, EDITIONS), html / EDITIONS.name, dirs_exist_ok=True)
    if not code:
        slim_book(root, html)
    return code


def build_pages(root: Path, builder: str) -> int:
    """Executa o Jupyter Book e devolve o seu código de saída; qualquer aviso é um erro.

    Os capítulos são executados antes, a menos que já estejam no cache. Mostra cada um e cada
    problema; o resto fica em ``_build/livro-*.log``.

    Parameters
    ----------
    root : Path
        Pasta do curso.
    builder : {"html", "epub", "singlehtml"}
        O que o Sphinx escreve, em ``_build`` e em uma pasta com esse nome.
    """
    # As fórmulas são desenhadas pelo KaTeX, que vem do npm.
    install_packages(root)
    forget_pages(root, execute_chapters(root))
    environment = os.environ | kernel_environment(Path(root, "_build", "ipython"))
    command = ["jupyter-book", "build", "book", "--config", "_config.yml", "--path-output", "."]
    if builder != "html":
        command += ["--builder", "custom", "--custom-builder", builder]
    log = Path(root, "_build", f"livro-{builder}.log")
    with (
        subprocess.Popen(  # noqa: S603 — comando fixo, sem texto de fora
            [*command, "-W", "-n", "--keep-going"],
            cwd=root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        ) as process,
        log.open("w", encoding="utf-8") as file,
    ):
        assert process.stdout is not None  # noqa: S101 — é um tubo, pedido acima
        for line in process.stdout:
            file.write(line)
            if news := describe_line(line):
                print(news, flush=True)
    if process.returncode:
        print(f"A construção parou ({builder}): o registro inteiro está em {log}.")
    return process.returncode


def forget_pages(root: Path, names: list[str]) -> None:
    """Faz o Sphinx reler páginas que têm respostas novas; sozinho, ele só relê texto que mudou.

    Parameters
    ----------
    root : Path
        Pasta do curso.
    names : list of str
        Caminhos desde ``book/``, sem a extensão.
    """
    for name in names:
        Path(root, "_build", ".doctrees", f"{name}.doctree").unlink(missing_ok=True)


def describe_line(line: str) -> str:
    """Devolve o que dizer de uma linha do Jupyter Book; vazio se ela só faz barulho.

    Examples
    --------
    >>> describe_line("/curso/book/intro.md:3: WARNING: o arquivo não existe")
    '/curso/book/intro.md:3: WARNING: o arquivo não existe'
    >>> describe_line("I0000 00:00:1 port.cc:153] oneDNN custom operations are on.")
    ''
    """
    is_problem = _PROBLEM.search(line) and not _LIBRARY_NOISE.search(line)
    return line.rstrip() if is_problem else ""
