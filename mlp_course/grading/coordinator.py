"""Uma correção em andamento: o que fica, o que se refaz, e o que se escreve.

Aqui se decide, entrega por entrega, se ela já está corrigida, se basta julgar de
novo algumas respostas guardadas ou se é preciso executar o notebook.
"""

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from mlp_course.authoring.release import SOURCE
from mlp_course.grading.class_files import write_class_files, write_run_files
from mlp_course.grading.errors import explain_error, tell_error
from mlp_course.grading.intake.submission import READY, Submission
from mlp_course.grading.judging.worker import plan_checks
from mlp_course.grading.nbgrader.gradebook import Course
from mlp_course.grading.nbgrader.lateness import find_timestamps
from mlp_course.grading.nbgrader.pages import PageTask
from mlp_course.grading.options import ReportOptions
from mlp_course.grading.reports.class_state import ClassState, load_state, save_state
from mlp_course.grading.reports.results import Result
from mlp_course.grading.reports.rows import make_row, read_outcome
from mlp_course.grading.reports.similarity import find_similar_pairs
from mlp_course.grading.sandbox.limits import Limits
from mlp_course.grading.sandbox.sandbox import SandboxError
from mlp_course.grading.state.again import Again
from mlp_course.grading.state.changes import list_changes, merge_outcomes
from mlp_course.grading.state.exam import Exam, read_exam
from mlp_course.grading.state.fingerprint import digest
from mlp_course.grading.state.ledger import (
    Record,
    has_record,
    load_record,
    save_record,
    write_atomically,
)
from mlp_course.grading.state.precedence import Key, Precedence
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
    again : Again, optional
        O que corrigir de novo.
    replaces : bool, default False
        Se as entregas de outro lugar substituem as que já têm nota.
    """

    def __init__(
        self,
        course: Course,
        sources: Mapping[str, Any],
        submitted: Path,
        sandbox: str,
        limits: Limits,
        options: ReportOptions,
        *,
        again: Again | None = None,
        replaces: bool = False,
    ) -> None:
        self.course, self.sandbox, self.limits = course, sandbox, limits
        self._options, self._submitted, self._again = options, submitted, again
        self._sources = sources
        self._state_before = load_state(course.output)
        rows = frozenset((r.student, r.assignment) for r in self._state_before.results)
        before = self._state_before.submitted
        self._precedence = Precedence(str(submitted), before, rows, replaces)
        self.folder = course.output / "registro"
        self.records: dict[Key, Record] = {}
        self.kept: set[Key] = set()
        self.restored: set[Key] = set()
        self.errors: dict[Key, str] = {}
        self.page_errors: dict[Key, str] = {}
        self.changes: list[dict[str, Any]] = []
        self._in_gradebook: set[Key] = set()
        self._stored: set[Key] = set()
        self._before: dict[Key, Record | None] = {}
        self._planned: dict[Key, Record] = {}
        self._hidden_folders = (str(course.root / SOURCE), str(course.output), str(submitted))
        self._exams: dict[str, Exam] = {}

    def foresee(self, submissions: Sequence[Submission]) -> Setup | None:
        """Diz, antes de planejar, que sandbox a maioria das novas vai pedir; `None` sem novas.

        Quem só repete o comando, com tudo já corrigido, não espera por processo nenhum.
        """
        new = [s for s in submissions if s.status == READY and self._is_new(s)]
        if not new:
            return None
        with_keras = sum(uses_keras(json.dumps(s.notebook)) for s in new)
        return Setup(
            self.limits, with_keras > len(new) / 2, self.sandbox == "bwrap", self._hidden_folders
        )

    def plan(self, submissions: Sequence[Submission]) -> list[Task]:
        """Separa o que fica, o que se rejulga e o que se executa."""
        self._in_gradebook = self.course.stored_keys()
        self._precedence = self._precedence.read(self.folder, submissions)
        return [task for s in submissions if (task := self._plan_or_explain(s)) is not None]

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
            result = merge_outcomes(before.outcome, result)
        record = replace(planned, outcome=result)
        with tell_error(self.errors, key):
            save_record(self.folder, record)
            self.changes += list_changes(before, record)
            self._store(record)

    def assign_lateness(self, submissions: Sequence[Submission]) -> list[PageTask]:
        """Desconta os atrasos; devolve as devolutivas que faltam ou que a nota mudou."""
        timestamps = find_timestamps(self._submitted, self._counted(submissions))
        ours = {
            key: text
            for key, text in timestamps.items()
            if not self._precedence.comes_from_elsewhere(self.records.get(key))
        }
        changed = self.course.assign_lateness(ours, self.records)
        missing = (
            key
            for key in self.records
            if key in self._stored or not self.course.feedback_file(*key).exists()
        )
        wanted = sorted({*missing, *changed})
        return [PageTask(str(self.course.output), str(self.course.root), *key) for key in wanted]

    def finish_page(self, task: PageTask, page: str | Exception) -> None:
        """Guarda uma devolutiva; a que não se pôde fazer não deixa no lugar a de outra nota."""
        key = task.student, task.assignment
        path = self.course.feedback_file(*key)
        if isinstance(page, Exception):
            self.page_errors[key] = explain_error(page)
            path.unlink(missing_ok=True)
        else:
            write_atomically(path, page)

    def summarize(
        self, submissions: Sequence[Submission], received: Sequence[str] = ()
    ) -> pd.DataFrame:
        """Escreve as tabelas e a página da turma; devolve a tabela de notas."""
        output = self.course.output
        write_run_files(output, self.changes, self.sandbox, self.limits)
        totals = self.course.read_totals()
        state = self._state([self._row(s) for s in self._counted(submissions)], received)
        state = state.after(self._state_before, totals)
        save_state(output, state)
        return write_class_files(output, state, totals)

    def _is_new(self, submission: Submission) -> bool:
        if self._again is not None and self._again.student == submission.student:
            return True
        return not has_record(self.folder, submission.student, submission.assignment)

    def _counted(self, submissions: Iterable[Submission]) -> list[Submission]:
        return [s for s in submissions if (s.student, s.assignment) not in self.kept]

    def _plan_or_explain(self, submission: Submission) -> Task | None:
        key = submission.student, submission.assignment
        with tell_error(self.errors, key):
            before = load_record(self.folder, *key)
            if self._precedence.keeps(submission, before):
                self.kept.add(key)
            elif submission.status == READY:
                return self._plan_one(submission, before)
        return None

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

    def _plan_one(self, submission: Submission, before: Record | None) -> Task | None:
        student, assignment = key = submission.student, submission.assignment
        notebook = self.course.overwrite_cells(student, assignment, submission.notebook)
        text = json.dumps(notebook)
        exam = self._exam(assignment)
        if [*plan_checks(notebook).values()] != [*plan_checks(self._sources[assignment]).values()]:
            # A recepção devolve as células da fonte; se não forem elas, nada se corrige.
            self.errors[key] = "as células de verificação não são as do exercício"
            return None
        fresh = Record(
            student,
            assignment,
            digest(submission.digest, text),
            exam.environment,
            exam.judge,
            secrets.randbits(63),
            Outcome("", {}, {}, {}, "", {}, 0.0, 0, ""),
            source=str(self._submitted),
            received=submission.digest,
        )
        same = before is not None and (before.digest, before.environment) == (
            fresh.digest,
            fresh.environment,
        )
        if before is not None and self._precedence.comes_from_elsewhere(before):
            # A mesma entrega, lida de outro lugar, continua sendo de onde veio primeiro.
            fresh = replace(fresh, source=before.source or self._precedence.before)
        forgotten = before is not None and self._again is not None and self._again.covers(before)
        task = Task(
            student,
            assignment,
            text,
            exam.allowed,
            exam.hidden,
            fresh.seed,
            self.limits,
            confined=self.sandbox == "bwrap",
            hidden_folders=self._hidden_folders,
        )
        if before is None or not same or forgotten:
            self.course.save_submission(student, assignment, notebook)
            self._before[key], self._planned[key] = before, fresh
            return task
        stale = before.stale_checks(exam.judge)
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
        key = record.student, record.assignment
        self.records[key] = replace(record, outcome=light)
        kept = record.stored and key in self._in_gradebook
        if kept and self.course.has_autograded(*key):
            return
        notebook = read_outcome(record.outcome)
        if kept:
            self.course.write_autograded(*key, notebook)
            return
        if record.stored:
            # O banco não é mais o de antes. Antes de escrever nele, o registro deixa de dizer que
            # está lá: interrompida no meio, a próxima correção recomeça daqui.
            self.restored.add(key)
            save_record(self.folder, replace(record, stored=False))
        self.course.store(*key, notebook)
        self._stored.add(key)
        save_record(self.folder, replace(record, stored=True))

    def _exam(self, assignment: str) -> Exam:
        if assignment not in self._exams:
            root = self.course.root
            self._exams[assignment] = read_exam(root, assignment, self.limits, self.sandbox)
        return self._exams[assignment]

    def _row(self, submission: Submission) -> Result:
        key = submission.student, submission.assignment
        return make_row(
            submission,
            self.records.get(key),
            self._sources.get(submission.assignment),
            error=self.errors.get(key, ""),
            page_error=self.page_errors.get(key, ""),
        )
