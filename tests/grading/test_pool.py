"""Muitas entregas ao mesmo tempo: processos, um cluster, e quem derruba o trabalhador."""

import os
from dataclasses import replace

import pytest

from mlp_course.grading.limits import Limits
from mlp_course.grading.pool import grade_locally
from mlp_course.grading.task import Outcome, Task
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

    results = {task.student: result for task, result in grade_locally([bad, good, good], 2)}

    assert isinstance(results["ruim"], RuntimeError)
    assert isinstance(results["boa"], Outcome)
