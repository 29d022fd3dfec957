"""O trabalhador: corrige uma entrega por vez, em um processo que dura o lote inteiro.

Guarda o que custa a começar (a sandbox com as bibliotecas já importadas e o
juiz) e o reaproveita. Não escreve em disco: tudo volta ao coordenador como
dados, para que o mesmo código sirva a um cluster.
"""

import atexit
import base64
import contextlib
import json
import signal
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mlp_course.checks.verdict import Verdict
from mlp_course.grading.judging.verdict_cell import verdict_outputs
from mlp_course.grading.judging.verify import (
    AnswerError,
    Judge,
    JudgeError,
    exhausting_verdict,
    fault_verdict,
    find_check_id,
    missing_verdict,
)
from mlp_course.grading.lifetime import die_with_parent
from mlp_course.grading.sandbox.execute import Execution, challenge_file, execute_notebook
from mlp_course.grading.sandbox.outputs import INTERRUPTED
from mlp_course.grading.sandbox.sandbox import BASE_MODULES, KERAS_MODULES, Sandbox, SandboxError
from mlp_course.grading.sandbox.visible_course import build_package
from mlp_course.grading.state.fingerprint import digest
from mlp_course.grading.state.task import Outcome, Setup, Task


def grade_submission(task: Task) -> Outcome:
    """Executa e julga uma entrega; se for o caso, só rejulga.

    Raises
    ------
    SandboxError
        Se a sandbox não começar nesta máquina.
    """
    bench = _this_bench()
    judge = bench.judge(task)
    notebook = json.loads(task.notebook)
    checks = plan_checks(notebook)
    challenges, faults = _draw_challenges(judge, task, checks)
    prints = {name: digest(content) for name, content in challenges.items()}
    stale = task.stale
    if stale is not None and all(prints.get(n) == task.challenges.get(n) for n in stale):
        execution = Execution(
            answers={n: base64.b64decode(content) for n, content in task.answers.items()}
        )
        executed, mode = False, ""
    else:
        stale, executed = None, True
        execution, mode = _execute(bench, task, notebook, checks, challenges)
        for position, cell in enumerate(notebook["cells"]):
            if cell["cell_type"] == "code":
                cell["outputs"] = execution.outputs.get(position, [])
    verdicts: dict[str, Verdict] = {}
    exhausted = False
    for position, check_id in checks.items():
        # Sem resposta guardada, o veredito de antes diz por que ela não veio: nada há a rejulgar.
        kept = check_id not in (stale or ()) or check_id not in execution.answers
        if not executed and kept and check_id not in faults:
            continue
        cell = notebook["cells"][position]
        if check_id in faults:
            verdict = fault_verdict(check_id, _points(cell))
        else:
            try:
                verdict = _judge_cell(judge, task, check_id, cell, execution, hurried=exhausted)
            except AnswerError as error:
                exhausted = True
                verdict = exhausting_verdict(check_id, _points(cell), str(error))
            except JudgeError as error:
                faults[check_id] = str(error)
                verdict = fault_verdict(check_id, _points(cell))
        cell["outputs"] = verdict_outputs(verdict)
        verdicts[check_id] = verdict
    return Outcome(
        json.dumps(notebook),
        verdicts,
        {n: base64.b64encode(content).decode() for n, content in execution.answers.items()},
        prints,
        execution.incident,
        faults,
        execution.seconds,
        execution.peak_memory,
        mode,
        executed,
    )


def plan_checks(notebook: Mapping[str, Any]) -> dict[int, str]:
    """Que verificação cada célula corrigida faz, pela posição no notebook."""
    found = {}
    for position, cell in enumerate(notebook["cells"]):
        details = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "code" and details.get("grade") and not details.get("solution"):
            check_id = find_check_id(cell["source"])
            if check_id is None:
                raise ValueError(f"A célula {details['grade_id']!r} vale pontos e não chama check.")
            found[position] = check_id
    return found


def warm_up(setup: Setup) -> None:
    """Começa a sandbox antes da primeira entrega; se não der, a entrega é que diz por quê."""
    with contextlib.suppress(SandboxError):
        _this_bench().sandbox(setup).start()


def start_worker() -> None:
    """Primeira coisa que um processo do lote faz: morrer junto com quem o criou."""
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class _Bench:
    """O que este processo mantém pronto entre uma entrega e outra."""

    def __init__(self) -> None:
        self._sandbox: Sandbox | None = None
        self._setup: Setup | None = None
        self._judge: Judge | None = None
        self._hidden: dict[str, str] = {}

    def sandbox(self, setup: Setup) -> Sandbox:
        if self._sandbox is None or self._setup != setup:
            if self._sandbox:
                self._sandbox.close()
            self._sandbox, self._setup = _build_sandbox(setup), setup
        return self._sandbox

    def judge(self, task: Task) -> Judge:
        if self._judge is None or self._hidden.get(task.assignment) != task.hidden:
            self._hidden[task.assignment] = task.hidden
            if self._judge:
                self._judge.close()
            self._judge = Judge(self._hidden, task.limits)
        return self._judge

    def close(self) -> None:
        if self._sandbox:
            self._sandbox.close()
        if self._judge:
            self._judge.close()
        self._sandbox = self._judge = None


_threads = threading.local()


def _build_sandbox(setup: Setup) -> Sandbox:
    modules = KERAS_MODULES if setup.needs_keras else BASE_MODULES
    hidden = tuple(Path(folder) for folder in setup.hidden_folders)
    return Sandbox(modules, setup.limits, confined=setup.confined, hidden=hidden)


def _this_bench() -> _Bench:
    """A bancada desta linha de execução; em um cluster, um processo pode ter várias."""
    if not hasattr(_threads, "bench"):
        _threads.bench = _Bench()
        atexit.register(_threads.bench.close)
    return _threads.bench


def _draw_challenges(
    judge: Judge, task: Task, checks: dict[int, str]
) -> tuple[dict[str, bytes], dict[str, str]]:
    """Sorteia os desafios; um sorteio que falha só prejudica o seu item."""
    challenges, faults = {}, {}
    for check_id in checks.values():
        try:
            challenges[check_id] = judge.challenge(check_id, task.seed)
        except JudgeError as error:
            faults[check_id] = str(error)
    return challenges, faults


def _execute(
    bench: _Bench,
    task: Task,
    notebook: Any,
    checks: dict[int, str],
    challenges: dict[str, bytes],
) -> tuple[Execution, str]:
    sandbox = bench.sandbox(task.setup)
    files = dict(build_package(task.allowed))
    files |= {challenge_file(name): content for name, content in challenges.items()}
    cells = {
        position: cell["source"]
        for position, cell in enumerate(notebook["cells"])
        if cell["cell_type"] == "code"
    }
    return execute_notebook(cells, checks, files, sandbox), sandbox.mode


def _judge_cell(
    judge: Judge,
    task: Task,
    check_id: str,
    cell: Mapping[str, Any],
    execution: Execution,
    *,
    hurried: bool,
) -> Verdict:
    answer = execution.answers.get(check_id)
    if answer is None:
        return missing_verdict(check_id, _points(cell), _reason(cell, execution))
    return judge.verdict(check_id, task.seed, answer, hurried=hurried)


def _points(cell: Mapping[str, Any]) -> float:
    return float(cell["metadata"]["nbgrader"]["points"])


def _reason(cell: Mapping[str, Any], execution: Execution) -> str:
    errors = [o for o in cell["outputs"] if o["output_type"] == "error"]
    if errors and errors[0]["ename"] != INTERRUPTED:
        return f"{errors[0]['ename']}: {errors[0]['evalue']}"
    return execution.incident or (errors[0]["evalue"] if errors else "Ela não deixou resposta.")
