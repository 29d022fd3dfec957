from collections.abc import Callable, Iterator

import nbformat
import pytest
from nbclient import NotebookClient

from mlp_course.kernel_profile import kernel_environment
from tests.exercises.submissions import ROOT

Runner = Callable[[nbformat.NotebookNode], dict[str, str]]


@pytest.fixture(scope="session")
def run_as_grader(tmp_path_factory) -> Iterator[Runner]:
    """Executa um notebook em um kernel real, como na correção, e devolve o texto de cada item."""
    patch = pytest.MonkeyPatch()
    for name, value in kernel_environment(tmp_path_factory.mktemp("ipython")).items():
        patch.setenv(name, value)
    patch.setenv("NBGRADER_EXECUTION", "autograde")
    patch.setenv("MLP_COURSE_HIDDEN_CHECKS", str(ROOT / "solutions"))

    def run(notebook: nbformat.NotebookNode) -> dict[str, nbformat.NotebookNode]:
        NotebookClient(notebook, timeout=300, allow_errors=True, kernel_name="python3").execute()
        return {
            cell.metadata.nbgrader.grade_id.removesuffix("-verificacao"): cell
            for cell in notebook.cells
            if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "code"
        }

    yield run
    patch.undo()
