"""Quem enviou arquivos demais: a pasta culpada, e não a turma.

Não se sabe ainda que pasta é de um aluno e qual embrulha a turma; por isso a culpa é
da mais funda que explica o excesso, e nenhuma pasta ao lado dela paga por isso.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from mlp_course.grading.intake.names import parse_lms

# De uma pasta só, fora a da turma: nenhum aluno escreve tantos.
MAX_FOLDER_FILES = 10_000

Folder = tuple[str, ...]


def enclosing(path: Folder) -> Iterator[Folder]:
    """As pastas de um arquivo, da mais de fora à mais funda; a da turma não conta.

    O arquivo solto que o Moodle ou o Canvas nomeou é como se estivesse na pasta do aluno.
    """
    if len(path) == 1 and (owner := parse_lms(path[0])):
        yield (f"{owner.name}_{owner.lms_id}_assignsubmission_file_",)
    for i in range(1, len(path)):
        yield path[:i]


def find_full(paths: Iterable[Folder]) -> set[Folder]:
    """Pastas que têm, elas mesmas, arquivos demais."""
    counts = Counter(path[:-1] for path in paths if len(path) > 1)
    return {folder for folder, count in counts.items() if count > MAX_FOLDER_FILES}


def find_deepest(paths: Iterable[Folder]) -> set[Folder]:
    """Pastas com arquivos demais, somadas as de dentro, em que nenhuma de dentro os tem."""
    counts = Counter(folder for path in paths for folder in enclosing(path))
    heavy = {folder for folder, count in counts.items() if count > MAX_FOLDER_FILES}
    outer = {folder[:i] for folder in heavy for i in range(1, len(folder))}
    return heavy - outer
