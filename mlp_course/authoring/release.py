"""Das fontes de texto aos exercícios dos alunos.

``solutions/NN-nome/NN-nome.py`` (jupytext) vira notebook, o nbgrader retira as
soluções, e o resultado fica em ``exercises/``. A mesma fonte dá sempre o mesmo
arquivo, byte a byte, para que se possa provar que os dois estão em dia.

O nbgrader trabalha numa oficina: uma pasta temporária, só desta geração. No curso
aparece o que ficou pronto, um arquivo inteiro por vez e só se mudou; por isso se
pode gerar, corrigir e testar ao mesmo tempo.
"""

import logging
import secrets
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mlp_course.authoring.literal_globs import read_paths_literally
from mlp_course.errors import AuthoringError

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
    AuthoringError
        Se um exercício não existir ou o nbgrader recusar a sua fonte.
    """
    root = Path(root).resolve()
    known = list_assignments(root)
    chosen = list(assignments or known)
    if unknown := sorted(set(chosen) - set(known)):
        raise AuthoringError(f"Não há fonte para {unknown}. Existem em {SOURCE}/: {known}.")
    if not chosen:
        return []
    with tempfile.TemporaryDirectory(prefix="mlp-course-") as folder:
        workshop = Path(folder).resolve()
        config = _configure(root, workshop)
        return [_release_one(root, workshop, config, name) for name in chosen]


def read_source_notebook(root: Path, assignment: str) -> Any:
    """Converte a fonte de texto no notebook que o nbgrader lê, com soluções.

    Parameters
    ----------
    root : Path
        Pasta do curso.
    assignment : str

    Returns
    -------
    nbformat.NotebookNode
        Em memória: nenhum arquivo é escrito.
    """
    import jupytext

    notebook = jupytext.read(Path(root, SOURCE, assignment, f"{assignment}.py"))
    notebook.metadata.pop("jupytext", None)
    notebook.metadata["language_info"] = {"name": "python"}
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for i, cell in enumerate(notebook.cells):
        # Nomes sorteados mudariam o arquivo a cada geração.
        cell["id"] = f"celula-{i:02d}"
        cell.metadata.pop("lines_to_next_cell", None)
    return notebook


def build_source_notebook(root: Path, assignment: str) -> Path:
    """Grava o notebook com soluções ao lado da fonte, para quem usa o nbgrader direto.

    Nada no curso o lê dali: quem só precisa do conteúdo chama `read_source_notebook`.
    """
    import nbformat

    path = Path(root, SOURCE, assignment, f"{assignment}.ipynb")
    text = nbformat.writes(read_source_notebook(root, assignment)) + "\n"
    _replace(path, text.encode("utf-8"))
    return path


def load_nbgrader_config(root: Path) -> Any:
    """Lê ``nbgrader_config.py`` da pasta do curso, que pode ter colchetes no caminho."""
    from traitlets.config import PyFileConfigLoader

    read_paths_literally()
    return PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()


def _is_source(path: Path) -> bool:
    return path.stem == path.parent.name


def _configure(root: Path, workshop: Path) -> Any:
    config = load_nbgrader_config(root)
    config.CourseDirectory.root = str(workshop)
    # A geração não depende de nenhuma turma: sem banco de notas, nenhum é tocado.
    config.GenerateAssignment.no_database = True
    config.SaveCells.enabled = False
    return config


def _release_one(root: Path, workshop: Path, config: Any, assignment: str) -> Path:
    import nbformat
    from nbgrader.apps import NbGraderAPI

    source, name = workshop / SOURCE / assignment, f"{assignment}.ipynb"
    # Figuras e dados ao lado da fonte vão com ela; o que não vai ao aluno, o nbgrader deixa.
    skip = shutil.ignore_patterns(name, "__pycache__")
    shutil.copytree(root / SOURCE / assignment, source, ignore=skip, dirs_exist_ok=True)
    nbformat.write(read_source_notebook(root, assignment), source / name)
    api = NbGraderAPI(config=config)
    api.log.setLevel(logging.ERROR)
    result = api.generate_assignment(assignment, force=True, create=True)
    if not result["success"]:
        raise AuthoringError(
            f"O nbgrader recusou {assignment}:\n{result.get('error') or result['log']}"
        )
    target = root / RELEASE / assignment
    _publish(workshop / RELEASE / assignment, target)
    return target / name


def _publish(built: Path, target: Path) -> None:
    """Deixa `target` como `built`, sem que ninguém veja um arquivo pela metade."""
    files = {path.relative_to(built): path for path in built.rglob("*") if path.is_file()}
    for name, path in sorted(files.items()):
        content = path.read_bytes()
        if path.suffix == ".ipynb":
            # O nbgrader escreve sem fim de linha; com ele, o git e os editores não o alteram.
            content = content.rstrip(b"\n") + b"\n"
        _replace(target / name, content)
    for path in sorted(target.rglob("*")):
        name = path.relative_to(target)
        if path.is_file() and name not in files and not _is_passing(name):
            path.unlink(missing_ok=True)


def _is_passing(name: Path) -> bool:
    """Diz se o arquivo é do Jupyter ou de outra geração que ainda está escrevendo."""
    return name.suffix == ".tmp" or ".ipynb_checkpoints" in name.parts


def _replace(path: Path, content: bytes) -> None:
    """Troca o conteúdo de uma vez só; se já é o mesmo, não toca no arquivo."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
