"""O corpus inteiro, e como cada entrega vira arquivos."""

from pathlib import Path

import nbformat

from tests.exercises.corpus.answers import RIGHT, Answers
from tests.exercises.submissions import fill_notebook
from tests.hostile import broken, forged, harmful, patched, reading
from tests.hostile.entry import ALL, GRADED, NONE, PENDING, PORT, Hostile

_DISCARD = 9  # onde, numa máquina de hoje, ninguém escuta
FAMILIES = {
    "peças trocadas": patched.ENTRIES,
    "respostas forjadas": forged.ENTRIES,
    "leitura do que não é seu": reading.ENTRIES,
    "danos": harmful.ENTRIES,
    "arquivos estragados": broken.ENTRIES,
}
CORPUS: tuple[Hostile, ...] = tuple(entry for family in FAMILIES.values() for entry in family)
HONEST = {
    "honesta": (RIGHT, ALL, PENDING),
    "honesto-em-branco": (Answers("em-branco", based_on="release"), NONE, GRADED),
}


def write_corpus(folder: Path, port: int) -> Path:
    """Escreve todas as entregas, e as honestas ao lado, na estrutura do nbgrader.

    `port` é onde o teste escuta, para ver se alguém de dentro da sandbox chega até ele.
    """
    for entry in CORPUS:
        write_entry(folder, entry, port)
    for student, (answers, *_) in HONEST.items():
        _write(folder, student, "01-dados", nbformat.writes(fill_notebook("01-dados", answers)))
    return folder


def write_entry(folder: Path, entry: Hostile, port: int = _DISCARD) -> None:
    """Escreve uma entrega."""
    if entry.files is None:
        text = nbformat.writes(build_notebook(entry)).replace(PORT, str(port))
        _write(folder, entry.name, entry.assignment, text)
        return
    target = folder / entry.name / entry.assignment
    target.mkdir(parents=True)
    for name, content in entry.files.items():
        (target / name).write_bytes(content)


def build_notebook(entry: Hostile) -> nbformat.NotebookNode:
    """Monta o notebook de uma entrega hostil."""
    base = "solution" if entry.based_on == "right" else "release"
    notebook = fill_notebook(entry.assignment, Answers(entry.name, entry.cells, based_on=base))
    for name, code in entry.after.items():
        position = next(
            i
            for i, cell in enumerate(notebook.cells)
            if cell.metadata.get("nbgrader", {}).get("grade_id") == name
        )
        notebook.cells.insert(position + 1, nbformat.v4.new_code_cell(code))
    if entry.first:
        notebook.cells.insert(0, nbformat.v4.new_code_cell(entry.first))
    return notebook


def _write(folder: Path, student: str, assignment: str, text: str) -> None:
    path = folder / student / assignment / f"{assignment}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
