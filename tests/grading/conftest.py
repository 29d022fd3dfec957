"""O que os testes da correção partilham: sandboxes e uma turma já corrigida."""

from tests.grading.classroom import graded  # noqa: F401 — fixtures
from tests.grading.kernels import bubblewrap, nested, sandbox  # noqa: F401
