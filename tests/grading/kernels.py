"""Kernels de verdade, dentro de sandboxes de verdade, para os testes da correção."""

from collections.abc import Iterator, Mapping

import pytest

from mlp_course.grading.sandbox.execute import Execution, execute_notebook
from mlp_course.grading.sandbox.limits import MEBIBYTE, Limits
from mlp_course.grading.sandbox.sandbox import BASE_MODULES, Sandbox
from tests.needs import need_sandbox

LIMITS = Limits(cell_seconds=20, wall_seconds=60, memory_bytes=700 * MEBIBYTE, processes=32)
KERNEL_MODULES = BASE_MODULES[:2]  # só o kernel, para os testes que não usam biblioteca nenhuma
MODES = {
    "confinamento-por-entrega": {"nested": True},
    "sandbox-por-entrega": {"nested": False},
}


@pytest.fixture(scope="session")
def bubblewrap() -> None:
    """Pula o teste onde a sandbox não inicia; na integração contínua, falha."""
    need_sandbox()


@pytest.fixture(scope="module", params=MODES.values(), ids=MODES)
def sandbox(request, bubblewrap) -> Iterator[Sandbox]:
    with Sandbox(KERNEL_MODULES, LIMITS, **request.param) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def nested(bubblewrap) -> Iterator[Sandbox]:
    with Sandbox(BASE_MODULES, LIMITS) as sandbox:
        yield sandbox


def run(
    sandbox: Sandbox,
    *cells: str,
    files: Mapping[str, bytes] | None = None,
    checks: Mapping[int, str] | None = None,
) -> Execution:
    return execute_notebook(dict(enumerate(cells)), checks or {}, files or {}, sandbox)


def text_of(execution: Execution, position: int = 0) -> str:
    """Tudo o que uma célula mostrou, em texto."""
    return "\n".join(
        output.get("text")
        or output.get("evalue")
        or output.get("data", {}).get("text/plain", "")
        or ""
        for output in execution.outputs.get(position, [])
    )
