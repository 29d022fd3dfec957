"""O botão *Autograde* do formgrader, na pasta de saída, com o isolamento do curso.

O nbgrader executaria o código do aluno no computador de quem corrige, e acreditaria
no que ele mostrasse. Aqui o passo que executa é outro: o mesmo trabalhador de
``mlp-course grade``, com a sandbox e o juiz. Sem o bubblewrap, recusa.
"""

import json
import secrets
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import CheckCellMetadata, LimitOutput, SaveAutoGrades
from nbgrader.preprocessors.base import NbGraderPreprocessor
from traitlets import Unicode
from traitlets.config import Config

from mlp_course.authoring.release import SOURCE
from mlp_course.grading.judging.worker import grade_submission
from mlp_course.grading.sandbox.limits import Limits
from mlp_course.grading.sandbox.visible_course import allowed_modules, read_hidden_checks
from mlp_course.grading.state.task import Task


def configure_autograde(config: Config, root: Path, output: Path) -> Config:
    """Faz o ``nbgrader autograde`` de uma pasta de saída executar isolado e julgar fora.

    Parameters
    ----------
    config : Config
        A configuração do nbgrader, como o ``c`` de ``nbgrader_config.py``.
    root : Path
        Pasta do curso.
    output : Path
        Pasta de saída da correção, que a sandbox nunca mostra.
    """
    config.Autograde.autograde_preprocessors = [
        IsolatedExecute,
        LimitOutput,
        SaveAutoGrades,
        CheckCellMetadata,
    ]
    config.IsolatedExecute.root = str(root)
    config.IsolatedExecute.output = str(output)
    return config


class IsolatedExecute(NbGraderPreprocessor):
    """Executa e julga uma entrega como `mlp_course.grading.judging.worker`."""

    root = Unicode(help="Pasta do curso.").tag(config=True)
    output = Unicode(help="Pasta de saída da correção.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Devolve o notebook com as saídas do kernel, e as das verificações, do juiz."""
        names, root = resources["nbgrader"], Path(self.root)
        task = Task(
            names["student"],
            names["assignment"],
            json.dumps(nb),
            allowed_modules(names["assignment"]),
            read_hidden_checks(root, names["assignment"]),
            secrets.randbits(63),
            Limits(),
            hidden_folders=(str(root / SOURCE), self.output),
        )
        outcome = grade_submission(task)
        return nbformat.from_dict(json.loads(outcome.notebook)), resources
