"""O que um exercício traz à correção, lido uma vez por turma, e a impressão de cada parte."""

from dataclasses import dataclass
from pathlib import Path

from mlp_course.checks.registry import ASSIGNMENTS
from mlp_course.grading.sandbox.limits import Limits
from mlp_course.grading.sandbox.visible_course import (
    allowed_modules,
    build_package,
    inside_files,
    read_hidden_checks,
)
from mlp_course.grading.state.fingerprint import digest, fingerprint_environment, fingerprint_judge


@dataclass(frozen=True)
class Exam:
    """Um exercício, do lado de quem corrige.

    Parameters
    ----------
    allowed : tuple of str
        Módulos do curso que ele permite.
    hidden : str
        Código das verificações ocultas.
    environment, judge : str
        Impressões do que muda uma execução, e do código que julga.
    """

    allowed: tuple[str, ...]
    hidden: str
    environment: str
    judge: str


def read_exam(root: Path, assignment: str, limits: Limits, sandbox: str) -> Exam:
    """Lê o que a correção precisa saber de um exercício.

    Parameters
    ----------
    root : Path
        A pasta do curso.
    assignment : str
    limits : Limits
    sandbox : {"bwrap", "none"}
    """
    allowed = allowed_modules(assignment)
    hidden = read_hidden_checks(root, assignment)
    visible = [digest(c) for c in (*build_package(allowed).values(), *inside_files().values())]
    return Exam(
        allowed,
        hidden,
        fingerprint_environment(visible, limits.to_dict(), sandbox),
        fingerprint_judge(ASSIGNMENTS[assignment], hidden),
    )
