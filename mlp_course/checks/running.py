"""`check`: desafio, coleta e julgamento em sequência, com o veredito à vista."""

import contextlib
import io
import os
import re
import secrets
import textwrap
import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from mlp_course.checks.card import Card
from mlp_course.checks.collectors import CollectError, collect, is_blank
from mlp_course.checks.definition import Check, Criterion
from mlp_course.checks.display import get_shell, in_notebook, show
from mlp_course.checks.progress import record
from mlp_course.checks.registry import find_check
from mlp_course.checks.verdict import Verdict, not_attempted, score_criteria
from mlp_course.jupyter.undefined_names import load_ipython_extension

# O nbgrader anota no ambiente do kernel o que está fazendo.
_EXECUTION_VARIABLE = "NBGRADER_EXECUTION"
_LINE_WIDTH = 88
_LABEL = re.compile(r"^(Esperado|Encontrado|Pista( \d+)?|Releia):")
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


class CheckFailedError(AssertionError):
    """Uma verificação que não passou; o texto é o do veredito."""

    # Ligado quando o cartão já está à vista, logo acima.
    shown = False

    def _render_traceback_(self) -> list[str]:
        # O JupyterLab quebra uma linha longa no meio da palavra; do terminal, entende o negrito.
        text = str(self).replace(". Encontrado: ", ".\nEncontrado: ")
        headline, *lines = (textwrap.fill(line, _LINE_WIDTH) for line in text.splitlines())
        if self.shown:
            return [f"{_BOLD}{headline}{_PLAIN}"]
        marked = (_LABEL.sub(rf"{_BOLD}\g<0>{_PLAIN}", line) for line in lines)
        return [f"{_BOLD}{headline}{_PLAIN}", *marked]


def check(check_id: str, answer: Any = ..., *, hint: int = 0) -> float | None:
    """Verifica uma resposta e mostra o veredito.

    Parameters
    ----------
    check_id : str
        ``"NN-nome.item"``, como no notebook.
    answer : any
        O que o item pede: um valor, uma matriz, uma função, uma rede…
    hint : int, default 0
        Com 1, 2, …, mostra também as pistas até esse degrau. Um pedido de pista não
        muda o que `progress` mostra de um item já verificado.

    Returns
    -------
    float or None
        Na correção, os pontos do item; na sua máquina, nada.

    Raises
    ------
    AssertionError
        Se algo faltar; o texto é o do veredito.
    ValueError
        Se `check_id` não existir.
    """
    definition = find_check(check_id)
    verdict = run_check(definition, answer)
    record(verdict, asking=hint > 0)
    grading = os.environ.get(_EXECUTION_VARIABLE) == "autograde"
    if verdict.status == "right" or (grading and verdict.score > 0):
        show(Card(verdict))
        return float(verdict.score) if grading else None
    steps = definition.hints[:hint]
    numbered = [f"Pista {i}: {text}" for i, text in enumerate(steps, start=1)]
    if hint > len(steps):
        numbered.append("Não há outra pista para este item.")
    card = Card(verdict, tuple(numbered))
    error = CheckFailedError(str(card))
    # O nbgrader só lê o erro: nele, o texto vai inteiro.
    if _EXECUTION_VARIABLE not in os.environ and in_notebook():
        show(card)
        error.shown = True
    raise error


def run_check(definition: Check, answer: Any, seed: int | None = None) -> Verdict:
    """Executa desafio, coletor e juiz, e devolve o veredito sem mostrá-lo.

    Parameters
    ----------
    definition : Check
    answer : any
    seed : int, optional
        Semente do desafio; sem ela, cada execução tem outro.

    Returns
    -------
    Verdict
    """
    if is_blank(answer):
        return _unanswered(definition, answer)
    challenge = definition.challenge(
        np.random.default_rng(secrets.randbits(64) if seed is None else seed)
    )
    try:
        with _quiet():
            data = collect(definition.collect, answer, challenge)
    except CollectError as error:
        return score_criteria(definition, [Criterion(False, error.expected, error.found)])
    if is_blank(data):
        return _unanswered(definition, answer)
    return score_criteria(definition, definition.judge(data, challenge))


def _unanswered(definition: Check, answer: Any) -> Verdict:
    # None tanto pode ser a célula em branco como um engano de quem já respondeu.
    hint = ""
    if definition.collect == "function" and callable(answer):
        hint = "Se você já escreveu, falta o return: a função devolve None."
    elif answer is None:
        hint = (
            "Se você já escreveu, o que guardou é None: o que está à direita do = não devolve nada."
        )
    return replace(not_attempted(definition), hint=hint)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    # O nbgrader dá zero a uma célula com qualquer saída em stderr, até um aviso do NumPy.
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stderr(io.StringIO()),
        contextlib.redirect_stdout(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        yield


# No Colab o kernel já corria quando o curso foi instalado, e não leu o perfil dele.
if (_shell := get_shell()) is not None:
    load_ipython_extension(_shell)
