"""Entregas para os testes da recepção: as do corpus, estragadas de um modo por vez."""

import copy
import io
import json
import os
import stat
import zipfile
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import nbformat

from mlp_course.grading.intake import read_submissions
from mlp_course.grading.intake.submission import Submission
from tests.exercises.corpus import a01_dados
from tests.exercises.submissions import ROOT, fill_notebook


@cache
def load_sources() -> dict[str, Any]:
    paths = sorted(ROOT.glob("exercises/*/*.ipynb"))
    return {path.stem: nbformat.read(path, as_version=4) for path in paths}


@cache
def _right() -> Any:
    return fill_notebook("01-dados", a01_dados.RIGHT)


def right_notebook() -> Any:
    """Uma entrega certa de 01-dados, que o teste pode estragar."""
    return copy.deepcopy(_right())


def to_bytes(notebook: Any, encoding: str = "utf-8") -> bytes:
    return json.dumps(notebook, ensure_ascii=False, indent=1).encode(encoding)


def strip_metadata(notebook: Any) -> Any:
    """Como ficam as células depois de um editor que apaga o que não conhece."""
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        cell.pop("id", None)
    notebook["metadata"] = {}
    return notebook


def find_cell(notebook: Any, grade_id: str) -> Any:
    return next(
        c
        for c in notebook["cells"]
        if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id
    )


def remove_cell(notebook: Any, grade_id: str) -> Any:
    notebook["cells"].remove(find_cell(notebook, grade_id))
    return notebook


def answers_of(notebook: Any) -> dict[str, str]:
    """Texto de cada célula de resposta, pela marca."""
    return {
        c["metadata"]["nbgrader"]["grade_id"]: c["source"]
        for c in notebook["cells"]
        if c["metadata"].get("nbgrader", {}).get("solution")
    }


def zip_of(files: dict[str, bytes], *, links: dict[str, str] | None = None) -> bytes:
    """Um zip com estes arquivos e, se pedido, atalhos."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        for name, destination in (links or {}).items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, destination)
    return target.getvalue()


def write_files(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def set_date(path: Path, *when: int) -> None:
    """Dá a um arquivo a data de modificação (ano, mês, dia, hora, na hora local)."""
    seconds = datetime(*when).timestamp()  # type: ignore[arg-type,misc]
    os.utime(path, (seconds, seconds))


def receive(path: Path) -> dict[tuple[str, str], Submission]:
    """As entregas lidas, por aluno e exercício; não pode haver duas iguais."""
    submissions = read_submissions(path, load_sources())
    found = {(s.student, s.assignment): s for s in submissions}
    assert len(found) == len(submissions)
    return found


def receive_one(folder: Path, content: bytes, name: str = "01-dados.ipynb") -> Submission:
    """A entrega de um só aluno, na estrutura do nbgrader."""
    found = receive(write_files(folder / "entregas", {f"ana/01-dados/{name}": content}))
    assert len(found) == 1
    return next(iter(found.values()))
