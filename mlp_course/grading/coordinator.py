"""Uma correção em andamento: o que fica, o que se refaz, e o que se escreve.

Aqui se decide, entrega por entrega, se ela já está corrigida, se basta julgar de
novo algumas respostas guardadas ou se é preciso executar o notebook.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd

from mlp_course.authoring.release import SOURCE
from mlp_course.checks.registry import ASSIGNMENTS
from mlp_course.grading.class_files import CHANGE_COLUMNS, write_class_files
from mlp_course.grading.intake.submission import READY, Submission
from mlp_course.grading.judging.worker import plan_checks
from mlp_course.grading.nbgrader.gradebook import Course, write_grades
from mlp_course.grading.nbgrader.lateness import find_timestamps
from mlp_course.grading.options import ReportOptions
from mlp_course.grading.reports.class_state import ClassState, load_state, save_state
from mlp_course.grading.reports.results import (
    CHECK,
    GRADED,
    STOPPED,
    UNGRADED,
    Result,
    build_result,
    first_message,
)
from mlp_course.grading.reports.similarity import find_similar_pairs
from mlp_course.grading.sandbox.limits import Limits
from mlp_course.grading.sandbox.sandbox import SandboxError
from mlp_course.grading.sandbox.visible_course import (
    allowed_modules,
    build_package,
    inside_files,
    read_hidden_checks,
)
from mlp_course.grading.state.fingerprint import digest, fingerprint_environment, fingerprint_judge
from mlp_course.grading.state.ledger import (
    Record,
    has_record,
    load_record,
    save_record,
    score_changes,
    write_atomically,
)
from mlp_course.grading.state.task import Outcome, Setup, Task, uses_keras


class Coordinator:
    """O que já se sabe de cada entrega de uma correção.

    Parameters
    ----------
    course : Course
    sources : mapping of str to NotebookNode
        Cada exercício como o aluno o recebeu.
    submitted : Path
        De onde vieram as entregas; a sandbox nunca as mostra.
    sandbox : {"bwrap", "none"}
    limits : Limits
    options : ReportOptions
    """

    def __init__(
        self,
        course: Course,
        sources: Mapping[str, Any],
        submitted: Path,
        sandbox: str,
        limits: Limits,
        options: ReportOptions,
    ) -> None:
        self.course, self.sandbox, self.limits = course, sandbox, limits
        self._options, self._submitted = options, submitted
        self._sources = sources
        self.folder = course.output / "registro"
        self.records: dict[tuple[str, str], Record] = {}
        self.errors: dict[tuple[str, str], str] = {}
        self.changes: list[dict[str, Any]] = []
        self._stored: set[tuple[str, str]] = set()
        self._before: dict[tuple[str, str], Record | None] = {}
        self._planned: dict[tuple[str, str], Record] = {}
        self._hidden_folders = (str(course.root / SOURCE), str(course.output), str(submitted))
        self._judges: dict[str, str] = {}

    def foresee(self, submissions: Sequence[Submission]) -> Setup | None:
        """Diz, antes de planejar, que sandbox a maioria das novas vai pedir; `None` sem novas.

        Quem só repete o comando, com tudo já corrigido, não espera por processo nenhum.
        """
        new = [
            s
            for s in submissions
            if s.status == READY and not has_record(self.folder, s.student, s.assignment)
        ]
        if not new:
            return None
        with_keras = sum(uses_keras(json.dumps(s.notebook)) for s in new)
        return Setup(
            self.limits, with_keras > len(new) / 2, self.sandbox == "bwrap", self._hidden_folders
        )

    def plan(self, submissions: Sequence[Submission]) -> list[Task]:
        """Separa o que fica, o que se rejulga e o que se executa."""
        tasks = (self._plan_one(s) for s in submissions if s.status == READY)
        return [task for task in tasks if task is not None]

    def finish(self, task: Task, result: Outcome | Exception) -> None:
        """Guarda um resultado: primeiro o registro, depois o banco de notas."""
        key = task.student, task.assignment
        if isinstance(result, Exception):
            # O que fazer com a sandbox cabe em uma tela, mas não em uma linha da tabela.
            text = result.cause if isinstance(result, SandboxError) else str(result)
            self.errors[key] = f"{type(result).__name__}: {text}"
            return
        before, planned = self._before.pop(key), self._planned.pop(key)
        if not result.executed and before is not None:
            result = _merge(before.outcome, result)
        record = replace(planned, outcome=result)
        save_record(self.folder, record)
        self.changes += score_changes(before, record, _reason(before, record))
        self._store(record)

    def summarize(
        self, submissions: Sequence[Submission], received: Sequence[str] = ()
    ) -> pd.DataFrame:
        """Escreve tabelas, devolutivas e a página da turma; devolve a tabela de notas."""
        output = self.course.output
        if self.changes:
            changes = pd.DataFrame(self.changes, columns=CHANGE_COLUMNS)
            write_grades(changes, output / "mudancas.csv")
        write_atomically(
            output / "correcao.json",
            json.dumps({"sandbox": self.sandbox, "limits": self.limits.to_dict()}, indent=2),
        )
        timestamps = find_timestamps(self._submitted, submissions)
        changed = self.course.assign_lateness(timestamps, self.records)
        self.course.write_feedback(sorted({*self._without_feedback(), *changed}))
        totals = self.course.read_totals()
        state = self._state([self._result(s) for s in submissions], received)
        state = state.after(load_state(output), totals)
        save_state(output, state)
        return write_class_files(output, state, totals)

    def _state(self, results: Sequence[Result], received: Sequence[str]) -> ClassState:
        pairs = find_similar_pairs(results, self._sources) if self._options.similar else None
        return ClassState(
            tuple(results),
            str(self._submitted),
            self.sandbox,
            self._options,
            None if pairs is None else tuple(pairs),
            tuple(self.changes),
            tuple(received),
        )

    def _plan_one(self, submission: Submission) -> Task | None:
        student, assignment = key = submission.student, submission.assignment
        notebook = self.course.overwrite_cells(student, assignment, submission.notebook)
        text = json.dumps(notebook)
        judge = self._judge(assignment)
        if [*plan_checks(notebook).values()] != [*plan_checks(self._sources[assignment]).values()]:
            # A recepção devolve as células da fonte; se não forem elas, nada se corrige.
            self.errors[key] = "as células de verificação não são as do exercício"
            return None
        allowed = allowed_modules(assignment)
        environment = fingerprint_environment(
            [digest(c) for c in (*build_package(allowed).values(), *inside_files().values())],
            self.limits.to_dict(),
            self.sandbox,
        )
        fresh = Record(
            student,
            assignment,
            digest(submission.digest, text),
            environment,
            judge,
            secrets.randbits(63),
            Outcome("", {}, {}, {}, "", {}, 0.0, 0, ""),
        )
        before = load_record(self.folder, student, assignment)
        same = before is not None and (before.digest, before.environment) == (
            fresh.digest,
            fresh.environment,
        )
        task = Task(
            student,
            assignment,
            text,
            allowed,
            read_hidden_checks(self.course.root, assignment),
            fresh.seed,
            self.limits,
            confined=self.sandbox == "bwrap",
            hidden_folders=self._hidden_folders,
        )
        if before is None or not same:
            self.course.save_submission(student, assignment, notebook)
            self._before[key], self._planned[key] = before, fresh
            return task
        stale = before.stale_checks(judge)
        if not stale:
            self._store(before)
            return None
        self._before[key], self._planned[key] = before, replace(fresh, seed=before.seed)
        return replace(
            task,
            notebook=before.outcome.notebook,
            seed=before.seed,
            stale=stale,
            answers=before.outcome.answers,
            challenges=before.outcome.challenges,
        )

    def _store(self, record: Record) -> None:
        # As respostas, que são o grosso de um registro, ficam só em disco: a turma pode ser grande.
        light = replace(record.outcome, answers={}, challenges={})
        self.records[record.student, record.assignment] = replace(record, outcome=light)
        if record.stored:
            return
        notebook = _to_notebook(record.outcome)
        self.course.store(record.student, record.assignment, notebook)
        self._stored.add((record.student, record.assignment))
        save_record(self.folder, replace(record, stored=True))

    def _without_feedback(self) -> list[tuple[str, str]]:
        return [
            key
            for key in self.records
            if key in self._stored or not self.course.feedback_file(*key).exists()
        ]

    def _judge(self, assignment: str) -> str:
        if assignment not in self._judges:
            hidden = read_hidden_checks(self.course.root, assignment)
            self._judges[assignment] = fingerprint_judge(ASSIGNMENTS[assignment], hidden)
        return self._judges[assignment]

    def _result(self, submission: Submission) -> Result:
        key = submission.student, submission.assignment
        possible = _points(self._sources.get(submission.assignment))
        record = self.records.get(key)
        if record is None:
            message = self.errors.get(key, submission.message)
            return build_result(submission, status=UNGRADED, message=message, max_score=possible)
        outcome = record.outcome
        status, message = GRADED, first_message(outcome.verdicts)
        if outcome.incident:
            status, message = STOPPED, outcome.incident
        if outcome.faults:
            status, message = CHECK, "; ".join(outcome.faults.values())
        return build_result(
            submission,
            status=status,
            message=message,
            score=round(sum(outcome.scores.values()), 2),
            max_score=possible,
            seconds=outcome.seconds,
            verdicts=outcome.verdicts,
            notebook=_to_notebook(outcome),
        )


def _to_notebook(outcome: Outcome) -> Any:
    return nbformat.from_dict(json.loads(outcome.notebook))


def _merge(before: Outcome, after: Outcome) -> Outcome:
    """Junta o que foi rejulgado ao que ficou como estava."""
    judged = set(after.verdicts)
    faults = {n: text for n, text in before.faults.items() if n not in judged} | after.faults
    return replace(
        before,
        notebook=after.notebook,
        verdicts=before.verdicts | after.verdicts,
        faults=faults,
    )


def _reason(before: Record | None, after: Record) -> str:
    if before is None or before.digest != after.digest:
        return "entrega nova"
    return "ambiente" if before.environment != after.environment else "verificação corrigida"


def _points(source: Any) -> float | None:
    if source is None:
        return None
    # Como o nbgrader soma: o que o juiz dá, o que uma pessoa dá e as tarefas sem resposta.
    details = [cell.metadata.get("nbgrader", {}) for cell in source.cells]
    return float(sum(d["points"] for d in details if d.get("grade") or d.get("task")))
