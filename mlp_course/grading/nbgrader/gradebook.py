"""O banco de notas do nbgrader: recebe o que os juízes decidiram e devolve a tabela.

Só o coordenador escreve aqui. As células passam pelos preprocessadores do
próprio nbgrader, por isso formgrader, devolutivas e exportação não mudam.
"""

import logging
import os
import warnings
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
from sqlalchemy.exc import SAWarning

from mlp_course.authoring.release import SOURCE, load_nbgrader_config, read_source_notebook
from mlp_course.errors import GradingError
from mlp_course.grading.nbgrader.lateness import (
    TIMESTAMP,
    Timestamps,
    apply_lateness,
    copy_due_dates,
)
from mlp_course.grading.nbgrader.totals import Totals, read_totals
from mlp_course.grading.reports.feedback import configure_feedback
from mlp_course.grading.reports.sanitize import make_inert
from mlp_course.grading.state.fingerprint import digest
from mlp_course.grading.state.ledger import write_atomically


class Course:
    """A pasta de saída: um curso completo do nbgrader, só desta turma.

    Parameters
    ----------
    output : Path
        Onde ficam banco, entregas corrigidas e devolutivas.
    root : Path
        Pasta do curso, com ``nbgrader_config.py`` e ``solutions/``.
    """

    def __init__(self, output: Path, root: Path) -> None:
        self.output, self.root = output, root
        self.config = load_nbgrader_config(root)
        self.config.CourseDirectory.root = str(output)
        # Um endereço dado em nbgrader_config.py vale; sem ele, SQLite na pasta de saída.
        default = f"sqlite:///{output / 'gradebook.db'}"
        if "?" in default and "db_url" not in self.config.CourseDirectory:
            raise GradingError(
                f"O caminho da pasta de saída, {output}, tem um “?”, e o endereço do banco de "
                "notas acabaria ali: escolha com --output um caminho sem ele."
            )
        self.db_url = str(self.config.CourseDirectory.get("db_url", default))
        self.config.CourseDirectory.db_url = self.db_url
        configure_feedback(self.config)
        self._course_id = str(self.config.CourseDirectory.course_id)

    def release_notebook(self, assignment: str) -> Any:
        """Devolve a fonte como o aluno a recebe: sem gabarito, com as células marcadas."""
        from nbgrader.preprocessors import ClearSolutions, ComputeChecksums, LockCells

        notebook = read_source_notebook(self.root, assignment)
        for preprocessor in (LockCells, ClearSolutions, ComputeChecksums):
            notebook, _ = preprocessor(config=self.config).preprocess(notebook, {})
        return notebook

    def prepare(self, assignments: Sequence[str]) -> None:
        """Registra os exercícios no banco; os que não mudaram ficam como estão."""
        self.output.mkdir(parents=True, exist_ok=True)
        # Com este arquivo, o formgrader aberto na pasta de saída usa a configuração do curso.
        (self.output / "nbgrader_config.py").write_text(
            f"load_subconfig({str(self.root / 'nbgrader_config.py')!r})\n"
            "c = get_config()\n"
            f"c.CourseDirectory.root = {str(self.output)!r}\n"
            # As devolutivas que o nbgrader refaz, depois da correção manual, são as do curso.
            "from mlp_course.grading.reports.feedback import configure_feedback\n"
            "configure_feedback(c)\n"
            # O botão Autograde executaria o código do aluno sem proteção.
            "from pathlib import Path\n"
            "from mlp_course.grading.nbgrader.autograde import configure_autograde\n"
            f"configure_autograde(c, Path({str(self.root)!r}), Path({str(self.output)!r}))\n",
            encoding="utf-8",
        )
        known = self._known_assignments()
        changed = [n for n in assignments if n not in known or not self._is_prepared(n)]
        if not changed:
            return
        with self.api() as api:
            for name in changed:
                source = nbformat.writes(read_source_notebook(self.root, name)) + "\n"
                write_atomically(self.output / SOURCE / name / f"{name}.ipynb", source)
                result = api.generate_assignment(name, force=True, create=True)
                if not result["success"]:
                    if "KeyboardInterrupt" in result.get("error", ""):
                        # O nbgrader engole também o Ctrl-C de quem corrige.
                        raise KeyboardInterrupt
                    detail = result.get("error") or result["log"]
                    raise GradingError(f"O nbgrader recusou a fonte de {name}:\n{detail}")
                write_atomically(self._mark(name), self._source_digest(name))

    def overwrite_cells(self, student: str, assignment: str, notebook: Any) -> Any:
        """Devolve o notebook com as células travadas do banco no lugar das do aluno."""
        from nbgrader.preprocessors import OverwriteCells

        preprocessor = OverwriteCells(config=self.config, log=_silent_log())
        return preprocessor.preprocess(notebook, self._resources(student, assignment))[0]

    def store(self, student: str, assignment: str, notebook: Any) -> None:
        """Guarda as notas no banco e o notebook corrigido em ``autograded/``."""
        from nbgrader.api import Gradebook
        from nbgrader.preprocessors import SaveAutoGrades

        # Primeiro o arquivo: o que o disco recusa não deixa um aluno pela metade no banco.
        self.write_autograded(student, assignment, notebook)
        with _quiet_nbgrader(), Gradebook(self.db_url, self._course_id) as gradebook:
            register_student(gradebook, student)
            gradebook.update_or_create_submission(assignment, student)
        preprocessor = SaveAutoGrades(config=self.config, log=_silent_log())
        preprocessor.preprocess(notebook, self._resources(student, assignment))

    def write_autograded(self, student: str, assignment: str, notebook: Any) -> None:
        """Guarda só o notebook corrigido."""
        # O formgrader mostra este arquivo como está, na origem do Jupyter de quem corrige.
        text = nbformat.writes(make_inert(notebook)) + "\n"
        write_atomically(self.autograded_file(student, assignment), text)

    def autograded_file(self, student: str, assignment: str) -> Path:
        """Onde fica o notebook corrigido de uma entrega."""
        return self.output / "autograded" / student / assignment / f"{assignment}.ipynb"

    def has_autograded(self, student: str, assignment: str) -> bool:
        """Diz se o notebook corrigido está no lugar."""
        return self.autograded_file(student, assignment).is_file()

    def save_submission(self, student: str, assignment: str, notebook: Any) -> None:
        """Guarda a entrega como foi executada, onde o formgrader a procura."""
        path = self.output / "submitted" / student / assignment / f"{assignment}.ipynb"
        write_atomically(path, nbformat.writes(make_inert(notebook)) + "\n")

    def feedback_file(self, student: str, assignment: str) -> Path:
        """Onde fica a devolutiva de uma entrega."""
        return self.output / "feedback" / student / assignment / f"{assignment}.html"

    def assign_lateness(
        self, timestamps: Timestamps, keys: Collection[tuple[str, str]]
    ) -> set[tuple[str, str]]:
        """Grava as horas e refaz os descontos por atraso; devolve as entregas que mudaram."""
        from nbgrader.api import Gradebook

        for (student, assignment), text in timestamps.items():
            folder = self.output / "submitted" / student / assignment
            # O Autograde do formgrader lê a hora daqui.
            if folder.is_dir() and not _says(folder / TIMESTAMP, text):
                write_atomically(folder / TIMESTAMP, text)
        with Gradebook(self.db_url, self._course_id) as gradebook:
            copy_due_dates(self.root, gradebook, sorted({name for _, name in keys}))
            return apply_lateness(self.config, gradebook, self.root, timestamps, keys)

    def read_totals(self) -> Totals:
        """Lê do banco a nota final de cada entrega, por aluno e exercício."""
        from nbgrader.api import Gradebook

        with Gradebook(self.db_url, self._course_id) as gradebook:
            return read_totals(gradebook)

    def stored_keys(self) -> set[tuple[str, str]]:
        """As entregas que estão no banco, por aluno e exercício."""
        from nbgrader.api import Gradebook, SubmittedAssignment

        with Gradebook(self.db_url, self._course_id) as gradebook:
            return {(s.student_id, s.name) for s in gradebook.db.query(SubmittedAssignment)}

    def _known_assignments(self) -> set[str]:
        """Os exercícios que estão no banco; o arquivo dele pode ter sido apagado."""
        from nbgrader.api import Gradebook

        with Gradebook(self.db_url, self._course_id) as gradebook:
            return {assignment.name for assignment in gradebook.assignments}

    @contextmanager
    def api(self) -> Iterator[Any]:
        """A interface do nbgrader, dentro da pasta de saída e sem conversa."""
        from nbgrader.apps import NbGraderAPI

        before = Path.cwd()
        os.chdir(self.output)
        traitlets = logging.getLogger("traitlets")
        level = traitlets.level
        traitlets.setLevel(logging.CRITICAL)
        try:
            api = NbGraderAPI(config=self.config)
            api.log.setLevel(logging.CRITICAL)
            yield api
        finally:
            traitlets.setLevel(level)
            os.chdir(before)

    def _resources(self, student: str, assignment: str) -> dict[str, Any]:
        names = {"student": student, "assignment": assignment, "notebook": assignment}
        return {"nbgrader": names | {"db_url": self.db_url}}

    def _source_digest(self, assignment: str) -> str:
        source = self.root / SOURCE / assignment / f"{assignment}.py"
        return digest(source.read_bytes(), self.db_url)

    def _mark(self, assignment: str) -> Path:
        return self.output / "registro" / assignment / ".fonte"

    def _is_prepared(self, assignment: str) -> bool:
        mark = self._mark(assignment)
        return mark.exists() and mark.read_text("utf-8") == self._source_digest(assignment)


def write_grades(grades: pd.DataFrame, path: Path) -> None:
    """Escreve a tabela em CSV (UTF-8, ponto decimal)."""
    write_atomically(path, grades.to_csv(index=False))


def _says(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text("utf-8", errors="replace") == text


def register_student(gradebook: Any, student: str) -> None:
    """Cadastra um aluno novo pelo nome que veio na entrega; o que já foi escrito à mão fica."""
    from nbgrader.api import MissingEntry

    try:
        gradebook.find_student(student)
    except MissingEntry:
        # Sem isto, o formgrader mostra “None, None” e a exportação não traz nome nenhum.
        first, _, last = student.partition(" ")
        names = {"first_name": first, "last_name": last} if last else {"last_name": student}
        gradebook.add_student(student, **{"first_name": ""} | names)


@contextmanager
def _quiet_nbgrader() -> Iterator[None]:
    # O nbgrader 0.9.6 consulta o banco com objetos ainda fora da sessão, e avisa disso.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)
        yield


def _silent_log() -> logging.Logger:
    log = logging.getLogger("mlp_course.nbgrader")
    log.setLevel(logging.CRITICAL)
    return log
