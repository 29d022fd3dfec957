"""Os arquivos que contam as notas da turma, todos com o total do banco de notas.

`mlp-course grade` os escreve ao terminar, e `mlp-course report` os refaz depois da
correção manual: só lê o banco e o que a correção guardou, e não executa nada.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from mlp_course.errors import GradingError
from mlp_course.grading.errors import explain_storage_errors
from mlp_course.grading.nbgrader.gradebook import write_grades
from mlp_course.grading.nbgrader.totals import Totals, read_totals, settle
from mlp_course.grading.options import ReportOptions
from mlp_course.grading.reports.class_page import write_report
from mlp_course.grading.reports.class_state import ClassState, load_state
from mlp_course.grading.reports.lms import write_lms_files
from mlp_course.grading.reports.results import to_frame
from mlp_course.grading.sandbox.limits import Limits
from mlp_course.grading.state.ledger import write_atomically
from mlp_course.grading.state.lock import lock_folder

CHANGE_COLUMNS = ["student", "assignment", "check", "before", "after", "reason"]


def report_class(output: Path, options: ReportOptions | None = None) -> pd.DataFrame:
    """Refaz tabela, página da turma e planilhas com as notas que estão no banco agora.

    Parameters
    ----------
    output : Path
        A pasta de saída de uma correção.
    options : ReportOptions, optional
        Escolhas das planilhas; sem elas, as da última correção.

    Returns
    -------
    pandas.DataFrame
        A tabela de notas, como a de `grade_class`.

    Raises
    ------
    GradingError
        Se a pasta não tiver um banco de notas, ele estiver em uso ou uma correção também.
    """
    output = Path(output).resolve()
    with explain_storage_errors(output):
        totals = _read_gradebook(output)
        with lock_folder(output):
            return write_class_files(output, load_state(output), totals, options)


def write_class_files(
    output: Path, state: ClassState, totals: Totals, options: ReportOptions | None = None
) -> pd.DataFrame:
    """Escreve ``grades.csv``, ``turma.html`` e ``planilhas/``; devolve a tabela de notas."""
    results = settle(state.results, totals, output)
    grades = to_frame(results)
    write_grades(grades, output / "grades.csv")
    write_lms_files(results, output / "planilhas", options or state.options)
    write_report(
        results,
        output / "turma.html",
        sandbox=state.sandbox,
        pairs=state.pairs,
        changes=state.changes,
        received=state.received,
    )
    grades.attrs["changes"] = pd.DataFrame(list(state.changes), columns=CHANGE_COLUMNS)
    return grades


def write_run_files(
    output: Path, changes: Sequence[Mapping[str, Any]], sandbox: str, limits: Limits
) -> None:
    """Escreve as notas que mudaram, se alguma mudou, e como se corrigiu."""
    if changes:
        write_grades(pd.DataFrame(changes, columns=CHANGE_COLUMNS), output / "mudancas.csv")
    details = {"sandbox": sandbox, "limits": limits.to_dict()}
    write_atomically(output / "correcao.json", json.dumps(details, indent=2))


def _read_gradebook(output: Path) -> Totals:
    from nbgrader.api import Gradebook

    config = _load_config(output)
    default = f"sqlite:///{output / 'gradebook.db'}"
    address = str(config.CourseDirectory.get("db_url", default))
    if address.startswith("sqlite:///") and not Path(address.removeprefix("sqlite:///")).exists():
        raise GradingError(
            f"{output} não tem o banco de notas ({address}): aponte a pasta que você deu em "
            "--output a mlp-course grade."
        )
    course = str(config.CourseDirectory.get("course_id", "default_course"))
    with Gradebook(address, course) as gradebook:
        return read_totals(gradebook)


def _load_config(output: Path) -> Any:
    """A configuração da pasta de saída; sem a do curso, que pode ter mudado de lugar, a padrão."""
    from traitlets.config import Config, PyFileConfigLoader
    from traitlets.config.loader import ConfigError

    try:
        return PyFileConfigLoader("nbgrader_config.py", path=str(output)).load_config()
    except (OSError, ConfigError, ImportError):
        return Config()
