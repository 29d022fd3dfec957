"""Onde estão as verificações: um pacote por exercício, achado pelo nome.

O exercício ``NN-nome`` tem as suas em ``aNN_nome/``, nesta pasta. As que só a
correção conhece ficam ao lado das fontes, em
``solutions/NN-nome/hidden_checks.py``; a pasta chega pela variável de ambiente
``MLP_COURSE_HIDDEN_CHECKS``, que só o instrutor define.
"""

import importlib
import importlib.util
import os
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from mlp_course.checks.definition import Check, HiddenCheck, merge
from mlp_course.errors import CourseError

HIDDEN_CHECKS_VARIABLE = "MLP_COURSE_HIDDEN_CHECKS"
ASSIGNMENTS: Mapping[str, str] = {
    path.parent.name[1:].replace("_", "-"): f"{__package__}.{path.parent.name}"
    for path in sorted(Path(__file__).parent.glob("a[0-9][0-9]_*/__init__.py"))
}


def find_check(check_id: str) -> Check:
    """Devolve a verificação de nome `check_id`, com a parte oculta se houver.

    Parameters
    ----------
    check_id : str
        ``"NN-nome.item"``.

    Returns
    -------
    Check

    Raises
    ------
    CourseError
        Se não existir; a mensagem sugere o nome mais parecido.
    """
    assignment = str(check_id).split(".")[0]
    known = load_checks(assignment) if assignment in ASSIGNMENTS else {}
    if check_id not in known:
        names = list(known) or list(ASSIGNMENTS)
        close = get_close_matches(str(check_id), names, n=1, cutoff=0.3)
        suggestion = f" Você quis dizer {close[0]!r}?" if close else f" Existem: {names}."
        raise CourseError(f"A verificação {check_id!r} não existe.{suggestion}")
    hidden = load_hidden_checks(os.environ.get(HIDDEN_CHECKS_VARIABLE, ""), assignment)
    check = known[check_id]
    return merge(check, hidden[check_id]) if check_id in hidden else check


@cache
def load_checks(assignment: str) -> dict[str, Check]:
    """Devolve as verificações visíveis de um exercício, pelo nome."""
    module = importlib.import_module(ASSIGNMENTS[assignment])
    return {check.check_id: check for check in module.CHECKS}


@cache
def load_hidden_checks(folder: str, assignment: str) -> dict[str, HiddenCheck]:
    """Devolve as verificações ocultas de um exercício; vazio na máquina do aluno."""
    path = Path(folder, assignment, "hidden_checks.py")
    if not folder or not path.exists():
        return {}
    spec = importlib.util.spec_from_file_location(f"_hidden_{assignment}", path)
    if spec is None or spec.loader is None:
        raise CourseError(f"Não consegui ler {path}: confira se é um módulo Python.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {hidden.check_id: hidden for hidden in module.HIDDEN_CHECKS}
