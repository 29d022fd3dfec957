"""Corrige uma turma: lê, executa em paralelo, julga fora, guarda e resume.

A pasta de saída é um curso do nbgrader completo: banco de notas, entregas
corrigidas e devolutivas. Abra-a no formgrader para a correção manual. Repetir o
comando continua de onde parou: o que está corrigido e não mudou fica, e depois de
corrigida uma verificação só o que ela toca é julgado de novo.
"""

from pathlib import Path

import pandas as pd
from tqdm.auto import tqdm

from mlp_course.authoring.release import list_assignments
from mlp_course.errors import GradingError
from mlp_course.grading.coordinator import Coordinator
from mlp_course.grading.errors import explain_storage_errors
from mlp_course.grading.intake import receive_class
from mlp_course.grading.intake.submission import READY
from mlp_course.grading.intake.words import names_a_class
from mlp_course.grading.judging.pool import LocalPool, count_workers, grade_in_cluster
from mlp_course.grading.nbgrader.gradebook import Course
from mlp_course.grading.nbgrader.pages import render_page
from mlp_course.grading.options import ReportOptions
from mlp_course.grading.reports.class_state import load_state
from mlp_course.grading.sandbox.bwrap import find_missing
from mlp_course.grading.sandbox.limits import Limits
from mlp_course.grading.sandbox.sandbox import Sandbox, SandboxError
from mlp_course.grading.state.again import Again
from mlp_course.grading.state.changes import tell_restored
from mlp_course.grading.state.lock import lock_folder
from mlp_course.grading.state.precedence import set_aside

SANDBOXES = ("bwrap", "none")
# O que a correção escreve na pasta de saída.
WRITTEN_FOLDERS = ("submitted", "autograded", "feedback", "registro", "solutions", "exercises")


def grade_class(
    submitted: Path,
    output: Path,
    root: Path = Path(),
    *,
    sandbox: str = "bwrap",
    workers: int | None = None,
    scheduler: str | None = None,
    limits: Limits | None = None,
    options: ReportOptions | None = None,
    again: Again | None = None,
    student: str = "",
    replace: bool = False,
    progress: bool = True,
) -> pd.DataFrame:
    """Corrige todas as entregas e devolve a tabela de notas.

    Parameters
    ----------
    submitted : Path
        Pasta ou zip com as entregas.
    output : Path
        Onde escrever ``grades.csv``, ``feedback/`` e ``gradebook.db``.
    root : Path, default "."
        Pasta do curso, com ``nbgrader_config.py`` e ``solutions/``.
    sandbox : {"bwrap", "none"}, default "bwrap"
        Com ``"none"``, o código dos alunos roda sem proteção nenhuma.
    workers : int, optional
        Processos em paralelo; sem ele, um por núcleo.
    scheduler : str, optional
        Endereço de um cluster do Dask, como ``tcp://maquina:8786``.
    limits : Limits, optional
    options : ReportOptions, optional
        Escolhas das planilhas e da página da turma.
    again : Again, optional
        O que corrigir de novo, mesmo que nada tenha mudado.
    student : str, optional
        De quem é tudo o que se apontou, seja qual for o nome das pastas lá dentro.
    replace : bool, default False
        Se entregas vindas de outro lugar substituem as que já têm nota. Sem isto, a nota
        que já existe fica, e a entrega nova aparece entre os arquivos postos de lado.
    progress : bool, default True
        Se mostra a barra de progresso.

    Returns
    -------
    pandas.DataFrame
        As colunas de `mlp_course.grading.reports.results.COLUMNS`; `score` é a nota final do
        banco. Em ``attrs["changes"]``, as notas que mudaram desde a correção anterior; em
        ``attrs["notices"]``, o que quem corrige deve saber.

    Raises
    ------
    GradingError
        Se não houver nenhuma entrega de um exercício do curso.
    GradingError
        Se a pasta de saída e a das entregas estiverem uma dentro da outra, ou outra
        correção estiver escrevendo na de saída.
    GradingError
        Se a sandbox faltar, o disco encher ou o banco estiver em uso.
    """
    submitted, output, root = (Path(p).resolve() for p in (submitted, output, root))
    limits = limits or Limits()
    if sandbox not in SANDBOXES:
        raise GradingError(f"sandbox={sandbox!r}: use uma destas: {', '.join(SANDBOXES)}.")
    count = count_workers(workers)
    course = Course(output, root)
    sources = {name: course.release_notebook(name) for name in list_assignments(root)}
    student = student or _name_of_a_student(submitted, output)
    reception = receive_class(submitted, sources, student)
    submissions = list(reception.submissions)
    if not submissions:
        raise GradingError(
            f"Nenhuma entrega em {submitted}: eram esperadas pastas "
            "aluno/exercício/exercício.ipynb, ou o zip da plataforma de ensino."
        )
    _refuse_shared_folder(submitted, output)
    if sandbox == "bwrap" and not scheduler:
        _require_sandbox(limits)
    if again is not None:
        again.require([(s.student, s.assignment) for s in submissions])
    with explain_storage_errors(output), lock_folder(output), LocalPool(count) as pool:
        coordinator = Coordinator(
            course,
            sources,
            submitted,
            sandbox,
            limits,
            options or ReportOptions(),
            again=again,
            replaces=replace or bool(student),
        )
        setup = coordinator.foresee(submissions)
        if setup and not scheduler:
            pool.warm_up(setup)
        course.prepare(sorted({s.assignment for s in submissions if s.status == READY}))
        tasks = coordinator.plan(submissions)
        # Primeiro as que usam a sandbox já aquecida, que são a maioria: poucos trabalhadores
        # trocam de sandbox, e nenhum mais de uma vez.
        tasks.sort(key=lambda task: task.setup != setup)
        results = grade_in_cluster(tasks, scheduler) if scheduler else pool.grade(tasks)
        for task, result in tqdm(
            results, desc="correção", total=len(tasks), disable=not progress or not tasks
        ):
            coordinator.finish(task, result)
        # Aqui mesmo, ainda que um cluster tenha corrigido: é nesta máquina que está o banco.
        for page, text in pool.run(render_page, coordinator.assign_lateness(submissions)):
            coordinator.finish_page(page, text)
        rows = {(s.student, s.assignment): s for s in submissions}
        tally = set_aside(reception.tally, coordinator.kept, rows)
        grades = coordinator.summarize(submissions, tally.tell())
        notices = tell_restored(len(coordinator.restored))
        grades.attrs |= {"tally": tally, "notices": notices}
        return grades


def _name_of_a_student(submitted: Path, output: Path) -> str:
    """O aluno da turma cuja pasta ou zip se apontou, com o nome dele; vazio se de nenhum."""
    state = load_state(output)
    if str(submitted) == state.submitted:
        return ""
    known = {result.student for result in state.results}
    names = (submitted.name, submitted.stem)
    return next((name for name in names if name in known and not names_a_class(name)), "")


def _refuse_shared_folder(submitted: Path, output: Path) -> None:
    """Impede que o resultado se misture às entregas: na próxima vez, seria lido como uma."""
    if submitted.is_dir() and _is_inside(output, submitted):
        raise GradingError(
            f"A pasta de saída, {output}, fica dentro das entregas, e seria lida como uma delas: "
            "escolha com --output uma pasta fora dali."
        )
    if any(_is_inside(submitted, output / name) for name in WRITTEN_FOLDERS):
        raise GradingError(
            f"As entregas, em {submitted}, ficam onde a correção escreve em {output}, e seriam "
            "trocadas: escolha outra pasta com --output."
        )


def _is_inside(path: Path, folder: Path) -> bool:
    """Diz se um caminho, que pode não existir ainda, é uma pasta ou está dentro dela."""
    if path == folder or folder in path.parents:
        return True
    # Onde maiúsculas não contam, ou por outro ponto de montagem, só o sistema sabe.
    return folder.exists() and any(
        parent.exists() and parent.samefile(folder) for parent in (path, *path.parents)
    )


def _require_sandbox(limits: Limits) -> None:
    message = find_missing()
    if not message:
        try:
            with Sandbox((), limits):
                return
        except SandboxError as error:
            message = str(error)
    raise GradingError(
        f"{message} Para corrigir sem proteção, só código em que você confia: --sandbox none."
    )
