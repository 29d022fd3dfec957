"""Muitas entregas ao mesmo tempo, em qualquer coisa com a interface de `Executor`.

Um processo que cai leva consigo só a entrega culpada: as que estavam ao lado
são refeitas, uma a uma. As devolutivas são feitas depois, pelos mesmos processos. Eles
começam a carregar as bibliotecas enquanto o coordenador ainda prepara o banco e as entregas.
"""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar

from mlp_course.errors import GradingError
from mlp_course.grading.judging.worker import grade_submission, start_worker, warm_up
from mlp_course.grading.state.task import Outcome, Setup, Task

Result = tuple[Task, Outcome | Exception]
T = TypeVar("T")
R = TypeVar("R")


def count_workers(workers: int | None) -> int:
    """Devolve quantos trabalhadores usar: os pedidos, ou um por núcleo disponível."""
    if workers is not None and workers < 1:
        raise GradingError(f"workers={workers}: é preciso ao menos um trabalhador.")
    return workers or len(os.sched_getaffinity(0))


class LocalPool:
    """Processos desta máquina; use com ``with``.

    Parameters
    ----------
    workers : int
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._first: Executor | None = None
        self._opened = ExitStack()

    def __enter__(self) -> "LocalPool":
        return self

    def __exit__(self, *error: Any) -> bool | None:
        return self._opened.__exit__(*error)

    def warm_up(self, setup: Setup) -> None:
        """Começa os processos, cada um com a sandbox e o juiz que `setup` pede; não espera."""
        self._first = self._opened.enter_context(_processes(self._workers))
        for _ in range(self._workers):
            self._first.submit(warm_up, setup)

    def grade(self, tasks: Iterable[Task]) -> Iterator[Result]:
        """Corrige, e devolve os resultados na ordem em que terminam."""
        return self.run(grade_submission, tasks)

    def run(self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R | Exception]]:
        """Faz o mesmo a cada entrega, nos processos que já houver, na ordem em que terminam."""
        suspects: list[T] = []
        pending = deque(tasks)
        if self._first:
            yield from _drain(work, self._first, pending, 2 * self._workers, suspects)
        while pending:
            with _processes(min(self._workers, len(pending))) as executor:
                yield from _drain(work, executor, pending, 2 * self._workers, suspects)
        for task in suspects:
            alone: list[T] = []
            with _processes(1) as executor:
                yield from _drain(work, executor, deque([task]), 1, alone)
            if alone:
                yield task, RuntimeError("o processo que cuidava desta entrega caiu duas vezes")


def grade_in_cluster(tasks: Iterable[Task], scheduler: str) -> Iterator[Result]:
    """Corrige em um cluster do Dask; cada máquina precisa do curso e do bubblewrap."""
    from distributed import Client

    with Client(scheduler, timeout=30) as client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise GradingError(f"O cluster em {scheduler} não tem nenhum trabalhador.")
        yield from _drain(grade_submission, client.get_executor(), deque(tasks), 2 * threads, [])


def _drain(
    work: Callable[[T], R], executor: Executor, pending: deque[T], width: int, suspects: list[T]
) -> Iterator[tuple[T, R | Exception]]:
    """Mantém `width` entregas em andamento; se o conjunto cair, para e anota as que estavam."""
    running: dict[Future[R], T] = {}
    while pending or running:
        while pending and len(running) < width:
            task = pending.popleft()
            try:
                running[executor.submit(work, task)] = task
            except BrokenProcessPool:
                pending.appendleft(task)
                break
        if not running:
            return
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        broken = False
        for future in done:
            task = running.pop(future)
            try:
                yield task, future.result()
            except BrokenProcessPool:
                suspects.append(task)
                broken = True
            except Exception as error:
                yield task, error
        if broken:
            suspects += running.values()
            return


@contextmanager
def _processes(workers: int) -> Iterator[Executor]:
    start: Callable[..., Any] = start_worker
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(workers, mp_context=context, initializer=start)
    try:
        yield executor
    except BaseException:
        # Quem interrompe não espera que as entregas em andamento terminem.
        executor.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.kill()
        raise
    else:
        executor.shutdown(wait=True, cancel_futures=True)
