"""O que alguns testes pedem da máquina: onde falta, são pulados e dizem o que os faria rodar.

Onde nada pode ser pulado (``MLP_COURSE_SEM_PULAR``), falham.
"""

import os
from functools import cache
from typing import NoReturn

import pytest

from mlp_course.grading.sandbox.doctor import find_obstacle
from mlp_course.publishing.chromium import REMEDY, Chromium, find_chromium
from tests.exercises.submissions import ROOT

__all__ = ["ROOT", "need_chromium", "need_sandbox"]


def need_chromium() -> Chromium:
    """O Chromium desta máquina."""
    chromium = find_chromium(ROOT)
    if chromium is None:
        _leave_out(f"falta um navegador: {REMEDY}")
    return chromium


def need_sandbox() -> None:
    """Uma sandbox que de fato começa aqui."""
    if obstacle := _sandbox_obstacle():
        _leave_out(f"sem sandbox: {obstacle}")


_sandbox_obstacle = cache(find_obstacle)


def _leave_out(reason: str) -> NoReturn:
    if os.environ.get("MLP_COURSE_SEM_PULAR"):
        pytest.fail(f"{reason}, e aqui nada pode ser pulado")
    pytest.skip(reason)
