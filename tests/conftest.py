"""O que todos os testes partilham: um TensorFlow quieto e repetível, e os dados.

As variáveis de ambiente vêm antes de qualquer import, porque o TensorFlow só as
lê quando é carregado.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["MPLBACKEND"] = "agg"

import pytest
from hypothesis import settings

from mlp_course.data import Split, load_split
from tests.untested import pytest_unconfigure  # noqa: F401 — um gancho do pytest

# Os testes afirmam o resultado, nunca a velocidade: nenhum exemplo tem prazo. Os mesmos
# exemplos em toda máquina; HYPOTHESIS_PROFILE=explora sorteia outros.
settings.register_profile("curso", deadline=None, max_examples=50, derandomize=True)
settings.register_profile("explora", deadline=None, max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "curso"))

Refusal = Callable[[str], AbstractContextManager[None]]


@pytest.fixture(scope="module", autouse=True)
def _same_environment() -> Iterator[None]:
    """Ler `nbgrader_config.py` põe as verificações ocultas no ambiente: que valha só ali."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def split() -> Split:
    return load_split()


@pytest.fixture(scope="session")
def split_standardized() -> Split:
    return load_split(standardize=True)


@pytest.fixture(scope="session")
def deterministic() -> None:
    """Operações do TensorFlow repetíveis bit a bit, para quem compara dois treinos.

    Não há como desligá-las depois; por isso a semente global, sem a qual elas recusam
    sorteios, fica fixada para os testes seguintes.
    """
    import tensorflow as tf

    from mlp_course.training import set_seeds

    set_seeds()
    tf.config.experimental.enable_op_determinism()


@pytest.fixture(scope="session")
def refuses() -> Refusal:
    """Exige um ValueError com a mensagem dada e nenhum outro erro à vista atrás dele."""

    @contextmanager
    def expect(message: str) -> Iterator[None]:
        with pytest.raises(ValueError, match=message) as error:
            yield
        assert error.value.__cause__ is None
        assert error.value.__context__ is None or error.value.__suppress_context__

    return expect


@pytest.fixture(scope="session")
def dask_cluster(tmp_path_factory) -> Iterator[str]:
    """Endereço de um cluster de verdade: um scheduler e dois workers, cada um um processo."""
    from distributed import Client

    folder = tmp_path_factory.mktemp("dask")
    address_file = folder / "scheduler.json"
    common = ["--scheduler-file", str(address_file), "--no-dashboard"]
    worker = [*common, "--nthreads", "1", "--local-directory", str(folder)]
    # Os workers importam `tests` e `mlp_course` desta pasta.
    environment = os.environ | {"PYTHONPATH": str(Path.cwd()), "PYTHONWARNINGS": "ignore"}
    with ExitStack() as stack, (folder / "log").open("wb") as log:
        for arguments in (
            ["scheduler", *common, "--port", "0", "--host", "127.0.0.1"],
            ["worker", *worker],
            ["worker", *worker],
        ):
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *arguments],
                stdout=log,
                stderr=log,
                env=environment,
            )
            stack.enter_context(process)
            stack.callback(process.terminate)
        with Client(scheduler_file=str(address_file), timeout=60) as client:
            client.wait_for_workers(2, timeout=60)
            address = client.scheduler_info()["address"]
        yield address
