"""O que todos os testes partilham: um TensorFlow quieto e repetível, e os dados.

As variáveis de ambiente vêm antes de qualquer import, porque o TensorFlow só as
lê quando é carregado.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["MPLBACKEND"] = "agg"

import pytest
from hypothesis import settings

from mlp_course.data import Split, load_split

# Os testes afirmam o resultado, nunca a velocidade: nenhum exemplo tem prazo.
settings.register_profile("curso", deadline=None, max_examples=50)
settings.load_profile("curso")

Recusa = Callable[[str], AbstractContextManager[None]]


@pytest.fixture(scope="session")
def split() -> Split:
    return load_split()


@pytest.fixture(scope="session")
def split_standardized() -> Split:
    return load_split(standardize=True)


@pytest.fixture(scope="session")
def determinismo() -> None:
    """Operações do TensorFlow repetíveis bit a bit, para quem compara dois treinos.

    Não há como desligá-las depois; por isso a semente global, sem a qual elas recusam
    sorteios, fica fixada para os testes seguintes.
    """
    import tensorflow as tf

    from mlp_course.training import set_seeds

    set_seeds()
    tf.config.experimental.enable_op_determinism()


@pytest.fixture(scope="session")
def recusa() -> Recusa:
    """Exige um ValueError com a mensagem dada e nenhum outro erro à vista atrás dele."""

    @contextmanager
    def expect(message: str) -> Iterator[None]:
        with pytest.raises(ValueError, match=message) as error:
            yield
        assert error.value.__cause__ is None
        assert error.value.__context__ is None or error.value.__suppress_context__

    return expect
