"""Muitas entregas ao mesmo tempo: processos, um cluster, e quem derruba o trabalhador."""

import multiprocessing
import os
from dataclasses import replace

import pytest

from mlp_course.grading.judging.pool import LocalPool
from mlp_course.grading.sandbox.limits import Limits
from mlp_course.grading.state.task import Outcome, Setup, Task
from tests.exercises.submissions import write_submission
from tests.grading.classroom import QUIET, STUDENTS, copy_course, grade

pytestmark = [pytest.mark.usefixtures("bubblewrap"), *QUIET]


@pytest.mark.lento
def test_um_cluster_de_verdade_da_as_mesmas_notas(tmp_path, dask_cluster):
    for student, answers in STUDENTS.items():
        write_submission(tmp_path / "entregas", student, "01-dados", answers)

    grades = grade(tmp_path, copy_course(tmp_path), scheduler=dask_cluster)

    assert grades.loc[["ana", "davi"], "score"].tolist() == [14, 14]
    assert grades.loc["bruno", "score"] == 0
    assert 0 < grades.loc["carla", "score"] < 14


class Bomb:
    """Derruba o processo que a desempacota."""

    def __reduce__(self):
        return os._exit, (1,)


def test_entrega_que_derruba_o_trabalhador_so_perde_a_si_mesma():
    good = Task("boa", "01-dados", '{"cells": []}', (), "", 1, Limits())
    bad = replace(good, student="ruim", limits=Bomb())

    with LocalPool(2) as pool:
        results = {task.student: result for task, result in pool.grade([bad, good, good])}

    assert isinstance(results["ruim"], RuntimeError)
    assert isinstance(results["boa"], Outcome)


def test_processos_aquecidos_sao_os_que_corrigem():
    good = Task("boa", "01-dados", '{"cells": []}', (), "", 1, Limits())

    with LocalPool(1) as pool:
        pool.warm_up(good.setup)
        (worker,) = multiprocessing.active_children()
        ((_, outcome),) = pool.grade([good])
        after = multiprocessing.active_children()

    assert isinstance(outcome, Outcome)
    assert after == [worker]


def test_aquecer_o_que_nao_comeca_nao_impede_de_corrigir():
    impossible = Setup(replace(Limits(), memory_bytes=1))
    good = Task("boa", "01-dados", '{"cells": []}', (), "", 1, Limits())

    with LocalPool(1) as pool:
        pool.warm_up(impossible)
        ((_, outcome),) = pool.grade([good])

    assert isinstance(outcome, Outcome)
