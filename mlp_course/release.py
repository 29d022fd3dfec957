"""Das fontes de texto aos exercícios dos alunos.

``solutions/NN-nome/NN-nome.py`` (jupytext) vira notebook, o nbgrader retira as
soluções, e o resultado fica em ``exercises/``. A mesma fonte dá sempre o mesmo
arquivo, byte a byte, para que se possa provar que os dois estão em dia.
"""

import logging
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SOURCE = "solutions"
RELEASE = "exercises"


def list_assignments(root: Path) -> list[str]:
    """Devolve os exercícios que têm fonte, em ordem."""
    return sorted(path.stem for path in Path(root, SOURCE).glob("*/*.py") if _is_source(path))


def release(root: Path, assignments: Sequence[str] | None = None) -> list[Path]:
    """Gera os notebooks dos alunos.

    Parameters
    ----------
    root : Path
        Pasta do curso, com ``nbgrader_config.py``.
    assignments : sequence of str, optional
        Quais exercícios; sem ele, todos.

    Returns
    -------
    list of Path
        Os notebooks gerados.

    Raises
    ------
    ValueError
        Se um exercício não existir ou o nbgrader recusar a sua fonte.
    """
    root = Path(root).resolve()
    known = list_assignments(root)
    chosen = list(assignments or known)
    if unknown := sorted(set(chosen) - set(known)):
        raise ValueError(f"Não há fonte para {unknown}. Existem em {SOURCE}/: {known}.")
    return [_release_one(root, name) for name in chosen]


def build_source_notebook(root: Path, assignment: str) -> Path:
    """Converte a fonte de texto no notebook que o nbgrader lê, com soluções."""
    import jupytext
    import nbformat

    source = Path(root, SOURCE, assignment, f"{assignment}.py")
    notebook = jupytext.read(source)
    notebook.metadata.pop("jupytext", None)
    notebook.metadata["language_info"] = {"name": "python"}
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for i, cell in enumerate(notebook.cells):
        # Nomes sorteados mudariam o arquivo a cada geração.
        cell["id"] = f"celula-{i:02d}"
        cell.metadata.pop("lines_to_next_cell", None)
    path = source.with_suffix(".ipynb")
    nbformat.write(notebook, path)
    return path


def load_nbgrader_config(root: Path) -> Any:
    """Lê ``nbgrader_config.py`` da pasta do curso."""
    from traitlets.config import PyFileConfigLoader

    return PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()


def _is_source(path: Path) -> bool:
    return path.stem == path.parent.name


def _release_one(root: Path, assignment: str) -> Path:
    from nbgrader.apps import NbGraderAPI

    build_source_notebook(root, assignment)
    target = Path(root, RELEASE, assignment)
    if target.exists():
        shutil.rmtree(target)
    config = load_nbgrader_config(root)
    config.CourseDirectory.root = str(root)
    # A geração não depende de nenhuma turma: o banco de notas da turma fica intacto.
    config.CourseDirectory.db_url = f"sqlite:///{_scratch(root) / 'release.db'}"
    before = Path.cwd()
    try:
        os.chdir(root)
        api = NbGraderAPI(config=config)
        api.log.setLevel(logging.ERROR)
        result = api.generate_assignment(assignment, force=True, create=True)
    finally:
        os.chdir(before)
    if not result["success"]:
        raise ValueError(
            f"O nbgrader recusou {assignment}:\n{result.get('error') or result['log']}"
        )
    path = target / f"{assignment}.ipynb"
    # O nbgrader escreve sem fim de linha; com ele, o git e os editores não o alteram.
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n", encoding="utf-8")
    return path


def _scratch(root: Path) -> Path:
    folder = Path(root, "_build", "release")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
