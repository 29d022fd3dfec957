"""Uma devolutiva por vez, feita no mesmo processo que corrigiu, e com hora para acabar.

É o que o ``nbgrader generate_feedback`` faz, com os preprocessadores e o exportador que
ele usaria, mas sem o comando em volta: ele engole qualquer erro, até o Ctrl-C, e a turma
ficaria sem a página e sem saber por quê.
"""

import logging
import signal
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from mlp_course.grading.nbgrader.gradebook import Course

# De processador, não de relógio: uma máquina cheia não deixa ninguém sem devolutiva. O que
# demora em uma página já tem o seu prazo; este é para o que ninguém previu.
_CPU_SECONDS = 60


@dataclass(frozen=True)
class PageTask:
    """Uma devolutiva a fazer.

    Parameters
    ----------
    output, root : str
        A pasta de saída e a do curso.
    student, assignment : str
    """

    output: str
    root: str
    student: str
    assignment: str


def render_page(task: PageTask) -> str:
    """Devolve a página de uma entrega corrigida, com as notas que estão no banco."""
    signal.setitimer(signal.ITIMER_PROF, _CPU_SECONDS)
    try:
        return _render(_open_course(task.output, task.root), task.student, task.assignment)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


@cache
def _open_course(output: str, root: str) -> Course:
    return Course(Path(output), Path(root))


def _render(course: Course, student: str, assignment: str) -> str:
    exporter = _make_exporter(course)
    names = {"student": student, "assignment": assignment, "notebook": assignment}
    resources = {
        "nbgrader": names | {"db_url": course.db_url},
        "unique_key": assignment,
        "output_files_dir": f"{assignment}_files",
    }
    path = course.autograded_file(student, assignment)
    with warnings.catch_warnings():
        # O que o nbconvert avisa traz texto do aluno, e iria para o terminal de quem corrige.
        warnings.simplefilter("ignore")
        page, _ = exporter.from_filename(str(path), resources=resources)
    return str(page)


def _make_exporter(course: Course) -> Any:
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)
    settings = course.config.GenerateFeedback
    exporter = settings.exporter_class(config=course.config)
    exporter.log.setLevel(logging.CRITICAL)
    for preprocessor in settings.preprocessors:
        exporter.register_preprocessor(preprocessor, enabled=True)
    return exporter
