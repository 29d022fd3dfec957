"""`check` na correção: coleta a resposta e a deixa para o juiz, que está fora.

Aqui não há definições nem juízes: o desafio diz qual coletor usar e, se for o
caso, com que entradas chamar a função do aluno.
"""

import contextlib
import io
import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mlp_course.checks import artifacts
from mlp_course.checks.collectors import CollectError, collect, is_blank

_CHALLENGE, _ANSWER = ".desafio.{}.npz", ".resposta.{}.npz"
_SCRATCH = Path(os.environ.get("HOME", "."))


def check(check_id: str, answer: Any = ..., *, hint: int = 0) -> None:
    """Coleta uma resposta para o juiz; o veredito aparece depois, no lugar desta saída.

    Parameters
    ----------
    check_id : str
        ``"NN-nome.item"``, como no notebook.
    answer : any
        O que o item pede.
    hint : int, default 0
        Na correção, sem efeito.

    Raises
    ------
    ValueError
        Se `check_id` não existir.
    """
    path = _SCRATCH / _CHALLENGE.format(check_id)
    if not path.exists():
        raise ValueError(f"A verificação {check_id!r} não existe.")
    challenge = artifacts.load(path.read_bytes())
    content = _to_artifact(_collect(challenge, answer))
    (_SCRATCH / _ANSWER.format(check_id)).write_bytes(content)


def progress(*arguments: Any, **options: Any) -> None:
    """Na correção, o resumo é a devolutiva."""


def _collect(challenge: dict, answer: Any) -> dict:
    if is_blank(answer):
        return {"blank": True}
    try:
        with _quiet():
            return {"data": collect(challenge["collect"], answer, challenge)}
    except CollectError as error:
        return {"refused": [error.expected, error.found]}


def _to_artifact(answer: dict) -> bytes:
    try:
        return artifacts.dump(answer)
    except artifacts.ArtifactError as error:
        return artifacts.dump({"refused": ["uma resposta que caiba na correção", str(error)]})


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stderr(io.StringIO()),
        contextlib.redirect_stdout(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        yield
