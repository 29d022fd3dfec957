"""Corrige uma turma com o nbgrader, em uma pasta de saída só dela.

A pasta de saída é um curso do nbgrader completo: banco de notas, entregas
corrigidas e devolutivas. Abra-a no formgrader para a correção manual. Nada é
escrito na pasta das entregas nem no banco do curso.
"""

import logging
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
from tqdm.auto import tqdm

from mlp_course.grading.gradebook import read_grades, write_grades
from mlp_course.release import SOURCE, build_source_notebook, list_assignments, load_nbgrader_config


def grade_class(
    submitted: Path, output: Path, root: Path = Path(), *, progress: bool = True
) -> pd.DataFrame:
    """Corrige todas as entregas e devolve a tabela de notas.

    Parameters
    ----------
    submitted : Path
        Pasta com ``aluno/exercício/exercício.ipynb``.
    output : Path
        Onde escrever ``grades.csv``, ``feedback/`` e ``gradebook.db``.
    root : Path, default "."
        Pasta do curso, com ``nbgrader_config.py`` e ``solutions/``.
    progress : bool, default True
        Se mostra a barra de progresso.

    Returns
    -------
    pandas.DataFrame
        Colunas ``student, assignment, score, max_score, status, message``.

    Raises
    ------
    ValueError
        Se `submitted` não tiver nenhuma entrega de um exercício do curso.
    """
    submitted, output, root = (Path(p).resolve() for p in (submitted, output, root))
    entries = find_submissions(submitted, list_assignments(root))
    if not entries:
        raise ValueError(
            f"Nenhuma entrega em {submitted}: eram esperadas pastas "
            "aluno/exercício/exercício.ipynb."
        )
    _prepare_course(output, root, sorted({assignment for _, assignment in entries}))
    for student, assignment in entries:
        _copy_submission(submitted, output, student, assignment)
    terminal = open(os.dup(2), "w")  # noqa: PTH123, SIM115 — um descritor, não um caminho
    with _log_to(output / "correcao.log"), _nbgrader_api(output, root) as api, terminal:
        for assignment in sorted({assignment for _, assignment in entries}):
            api.generate_assignment(assignment, force=True, create=True)
        errors = {}
        for student, assignment in tqdm(
            entries, desc="correção", file=terminal, disable=not progress
        ):
            result = api.autograde(assignment, student, force=True, create=True)
            if result["success"]:
                api.generate_feedback(assignment, student, force=True)
            else:
                errors[student, assignment] = result.get("error") or result["log"]
    grades = read_grades(output, entries, errors)
    write_grades(grades, output / "grades.csv")
    return grades


def find_submissions(submitted: Path, assignments: Iterable[str]) -> list[tuple[str, str]]:
    """Devolve os pares (aluno, exercício) entregues, em ordem."""
    return sorted(
        (folder.parent.name, folder.name)
        for name in assignments
        for folder in submitted.glob(f"*/{name}")
        if (folder / f"{name}.ipynb").is_file()
    )


def _prepare_course(output: Path, root: Path, assignments: list[str]) -> None:
    output.mkdir(parents=True, exist_ok=True)
    for assignment in assignments:
        target = output / SOURCE / assignment
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy(build_source_notebook(root, assignment), target)
    # Com este arquivo, o formgrader aberto na pasta de saída usa a configuração do curso.
    (output / "nbgrader_config.py").write_text(
        f"load_subconfig({str(root / 'nbgrader_config.py')!r})\n"
        "c = get_config()\n"
        f"c.CourseDirectory.root = {str(output)!r}\n",
        encoding="utf-8",
    )


def _copy_submission(submitted: Path, output: Path, student: str, assignment: str) -> None:
    target = output / "submitted" / student / assignment
    target.mkdir(parents=True, exist_ok=True)
    name = f"{assignment}.ipynb"
    if submitted / student / assignment != target:
        shutil.copy(submitted / student / assignment / name, target / name)


@contextmanager
def _log_to(path: Path) -> Iterator[None]:
    """Guarda em arquivo o que os kernels escrevem direto no descritor de erros."""
    saved = os.dup(2)
    with path.open("ab") as log:
        os.dup2(log.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(saved, 2)
            os.close(saved)


@contextmanager
def _nbgrader_api(output: Path, root: Path) -> Iterator[Any]:
    from nbgrader.apps import NbGraderAPI

    config = load_nbgrader_config(root)
    config.CourseDirectory.root = str(output)
    before = Path.cwd()
    os.chdir(output)
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)
    try:
        api = NbGraderAPI(config=config)
        api.log.setLevel(logging.CRITICAL)
        yield api
    finally:
        os.chdir(before)
