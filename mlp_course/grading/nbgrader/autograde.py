"""O ``nbgrader autograde`` e o botão do formgrader, com o isolamento do curso.

O nbgrader executaria o código do aluno no computador de quem corrige, e acreditaria
no que ele mostrasse. Aqui o passo que executa é outro: o mesmo trabalhador de
``mlp-course grade``, com a sandbox e o juiz. Sem o bubblewrap, recusa.
"""

import json
import secrets
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearOutput,
    DeduplicateIds,
    LimitOutput,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)
from nbgrader.preprocessors.base import NbGraderPreprocessor
from traitlets import Unicode
from traitlets.config import Config

from mlp_course.authoring.release import SOURCE, read_source_notebook
from mlp_course.errors import GradingError

_STUDENTS_FOLDERS = ("submitted", "autograded", "feedback")


def configure_autograde(config: Config, root: Path, output: Path) -> Config:
    """Faz o ``nbgrader autograde`` de uma pasta executar isolado e julgar fora.

    Parameters
    ----------
    config : Config
        A configuração do nbgrader, como o ``c`` de ``nbgrader_config.py``.
    root : Path
        Pasta do curso.
    output : Path
        Pasta das entregas, que a sandbox nunca mostra: a de saída da correção, ou a própria
        `root` para quem usa só o nbgrader.
    """
    config.Autograde.sanitize_preprocessors = [
        ClearOutput,
        DeduplicateIds,
        OverwriteKernelspec,
        OverwriteCells,
        CheckCellMetadata,
        MakeInert,
    ]
    config.Autograde.autograde_preprocessors = [
        IsolatedExecute,
        LimitOutput,
        SaveAutoGrades,
        AssignLatePenalties,
        CheckCellMetadata,
        MakeInert,
    ]
    config.IsolatedExecute.root = str(root)
    config.IsolatedExecute.output = str(output)
    return config


class MakeInert(NbGraderPreprocessor):
    """Deixa inerte o que se vai guardar, pela mesma limpeza de ``mlp-course grade``."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Devolve o notebook em que nada se executa ao ser aberto."""
        from mlp_course.grading.reports.sanitize import make_inert

        return make_inert(nb), resources


class IsolatedExecute(NbGraderPreprocessor):
    """Executa e julga uma entrega como `mlp_course.grading.judging.worker`."""

    root = Unicode(help="Pasta do curso.").tag(config=True)
    output = Unicode(help="Pasta de saída da correção.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Devolve o notebook com as saídas do kernel, e as das verificações, do juiz."""
        # Só aqui: quem gera exercícios ou abre o formgrader não paga por juiz nem sandbox.
        import nbformat

        from mlp_course.grading.judging import worker
        from mlp_course.grading.sandbox.visible_course import allowed_modules, read_hidden_checks
        from mlp_course.grading.state.task import Task

        names, root = resources["nbgrader"], Path(self.root)
        _refuse_other_checks(root, names["assignment"], nb)
        task = Task(
            names["student"],
            names["assignment"],
            json.dumps(nb),
            allowed_modules(names["assignment"]),
            read_hidden_checks(root, names["assignment"]),
            secrets.randbits(63),
            read_limits(Path(self.output)),
            hidden_folders=self._hidden_folders(),
        )
        with self._alone():
            outcome = worker.grade_submission(task)
        if outcome.faults:
            # Um juiz que falha não dá zero a ninguém: aqui não há uma linha que o diga.
            raise GradingError("; ".join(outcome.faults.values()))
        return nbformat.from_dict(json.loads(outcome.notebook)), resources

    def _alone(self) -> AbstractContextManager[None]:
        """Recusa enquanto a turma é corrigida; na raiz do curso não há com que competir."""
        from mlp_course.grading.state.lock import lock_folder

        output = Path(self.output)
        return lock_folder(output) if (output / "registro").is_dir() else nullcontext()

    def _hidden_folders(self) -> tuple[str, ...]:
        """O que a sandbox nunca mostra; o ambiente do Python pode estar na pasta do curso."""
        root, output = Path(self.root), Path(self.output)
        here = [output / name for name in _STUDENTS_FOLDERS] if output == root else [output]
        return tuple(str(folder) for folder in (root / SOURCE, *here))


def read_limits(output: Path) -> Any:
    """Os limites com que a turma desta pasta foi corrigida; os padrões, se nenhuma foi."""
    from mlp_course.grading.sandbox.limits import Limits

    try:
        return Limits(**json.loads((output / "correcao.json").read_text("utf-8"))["limits"])
    except (OSError, ValueError, KeyError, TypeError):
        return Limits()


def _refuse_other_checks(root: Path, assignment: str, notebook: Any) -> None:
    from mlp_course.grading.judging.worker import plan_checks

    expected = [*plan_checks(read_source_notebook(root, assignment)).values()]
    if [*plan_checks(notebook).values()] != expected:
        raise GradingError(
            f"As células de verificação não são as de {assignment}: corrija com mlp-course grade, "
            "que as devolve ao lugar."
        )
