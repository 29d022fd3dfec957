"""Verificação fora da sandbox: do arquivo de resposta ao veredito.

Sem veredito não há ponto: arquivo ausente ou quebrado, juiz que
estoura ou demora, nota que não é um número, tudo vale zero e diz por quê.

Quando o juiz cai, demora ou fica sem memória, quem falhou? Pede-se a ele que julgue a
resposta mais simples que existe. Se ele dá conta, foi a resposta que o esgotou: ela vale
zero, e ninguém a espera de novo. Se não dá, a falha é da verificação, e uma pessoa a vê.
"""

import ast
import base64
import json
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import psutil  # type: ignore[import-untyped]

from mlp_course.checks.registry import HIDDEN_CHECKS_VARIABLE
from mlp_course.checks.verdict import Verdict
from mlp_course.grading.sandbox.limits import Limits
from mlp_course.grading.sandbox.outputs import clean_text

_MAX_TEXT = 4000
_PATIENCE = 5
_GLANCE_SECONDS = 0.5
_HURRIED = 1 / 6
_FAULT_MESSAGE = (
    "A verificação deste item falhou na correção. Não foi por sua causa: fale com quem corrige."
)


class JudgeError(RuntimeError):
    """O juiz não respondeu; a mensagem diz por quê."""


class JudgeExhaustedError(JudgeError):
    """O juiz caiu, demorou ou ficou sem memória."""


class AnswerError(ValueError):
    """Uma resposta que esgota um juiz são; a mensagem diz de que modo."""


class Judge:
    """O processo que conhece as verificações.

    Parameters
    ----------
    hidden : mapping of str to str
        Código das verificações ocultas de cada exercício.
    limits : Limits
    """

    def __init__(self, hidden: Mapping[str, str], limits: Limits) -> None:
        self._seconds, self._bytes = limits.judge_seconds, limits.judge_bytes
        self._process: subprocess.Popen[str] | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="mlp-course-juiz-")
        for assignment, source in hidden.items():
            path = Path(self._folder.name, assignment, "hidden_checks.py")
            path.parent.mkdir()
            path.write_text(source, encoding="utf-8")

    def close(self) -> None:
        """Encerra o processo e apaga as verificações ocultas do disco."""
        self._stop()
        self._folder.cleanup()

    def challenge(self, check_id: str, seed: int) -> bytes:
        """Sorteia um desafio e devolve a parte que vai para a sandbox.

        Raises
        ------
        JudgeError
            Se a verificação não existir ou o sorteio falhar.
        """
        answer = self._ask({"want": "challenge", "check_id": check_id, "seed": seed})
        return base64.b64decode(answer["challenge"])

    def verdict(self, check_id: str, seed: int, answer: bytes, *, hurried: bool = False) -> Verdict:
        """Julga uma resposta; a quem já esgotou o juiz uma vez, `hurried` dá menos tempo.

        Raises
        ------
        AnswerError
            Se a resposta esgotar um juiz que julga outras.
        JudgeError
            Se o juiz estourar, ou se esgotar com qualquer resposta.
        """
        content = base64.b64encode(answer).decode()
        request = {"want": "verdict", "check_id": check_id, "seed": seed, "answer": content}
        seconds = self._seconds * (_HURRIED if hurried else 1)
        try:
            verdict = Verdict(**self._ask(request, seconds)["verdict"])
        except JudgeExhaustedError as error:
            if self._is_sound(check_id, seed):
                raise AnswerError(str(error)) from None
            raise
        texts = {
            name: clean_text(getattr(verdict, name), _MAX_TEXT)
            for name in ("title", "message", "hint", "see")
        }
        return Verdict(**{**vars(verdict), **texts})

    def _is_sound(self, check_id: str, seed: int) -> bool:
        try:
            self._ask({"want": "proof", "check_id": check_id, "seed": seed})
        except JudgeError:
            return False
        return True

    def _ask(self, request: dict[str, Any], seconds: float | None = None) -> dict[str, Any]:
        seconds = seconds or self._seconds
        process = self._process or self._start()
        assert process.stdin is not None  # noqa: S101 — os dois são tubos
        assert process.stdout is not None  # noqa: S101
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            answered = _answers(process.pid, process.stdout, seconds)
            line = process.stdout.readline() if answered else None
        except OSError:
            line = ""
        if not line:
            self._stop()
            reason = "o juiz caiu" if line == "" else f"o juiz passou de {seconds:g} s"
            raise JudgeExhaustedError(f"{request['check_id']}: {reason}")
        answer = json.loads(line)
        if "exhausted" in answer:
            # O que faltou a esta resposta pode faltar às próximas: recomeça-se do zero.
            self._stop()
            raise JudgeExhaustedError(f"{request['check_id']}: {answer['exhausted']}")
        if "fault" in answer:
            raise JudgeError(f"{request['check_id']}: {answer['fault']}")
        return answer

    def _start(self) -> subprocess.Popen[str]:
        self._process = subprocess.Popen(  # noqa: S603 — o comando é montado aqui
            [sys.executable, "-m", "mlp_course.grading.judging.judge", str(self._bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env=os.environ
            | {
                HIDDEN_CHECKS_VARIABLE: self._folder.name,
                "CUDA_VISIBLE_DEVICES": "-1",
                "OMP_NUM_THREADS": "1",
                "OPENBLAS_NUM_THREADS": "1",
            },
        )
        return self._process

    def _stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _answers(process_id: int, answers: IO[str], seconds: float) -> bool:
    """Espera a resposta enquanto o juiz tiver processador a gastar.

    Em uma máquina cheia, só carregar as verificações pode levar um minuto do relógio; o
    relógio só conta para quem não responde nem trabalha.
    """
    deadline = time.monotonic() + _PATIENCE * seconds
    before = _cpu_seconds(process_id)
    while time.monotonic() < deadline and _cpu_seconds(process_id) - before <= seconds:
        if select.select([answers], [], [], _GLANCE_SECONDS)[0]:
            return True
    return False


def _cpu_seconds(process_id: int) -> float:
    try:
        times = psutil.Process(process_id).cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)


def find_check_id(source: str) -> str | None:
    """Devolve a verificação que uma célula da fonte faz; `None` se nenhuma.

    Raises
    ------
    ValueError
        Se a célula fizer mais de uma: cada célula vale uma nota.
    """
    found = [
        node.args[0].value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "check"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    ]
    if len(found) > 1:
        raise ValueError(f"Uma célula de verificação chama check {len(found)} vezes: {found}.")
    return str(found[0]) if found else None


def missing_verdict(check_id: str, points: float, reason: str) -> Verdict:
    """Veredito de uma célula que não deixou resposta."""
    message = f"A célula de verificação não chegou ao fim. {clean_text(reason, _MAX_TEXT)}".strip()
    hint = "Execute o notebook inteiro em um kernel novo: cada célula conta com as de cima."
    return Verdict(check_id, check_id, "wrong", 0, points, message, hint, "o enunciado do item")


def exhausting_verdict(check_id: str, points: float, reason: str) -> Verdict:
    """Veredito de uma resposta que esgota o juiz."""
    message = (
        f"Esta resposta é grande ou estranha demais para ser conferida ({reason}), e vale zero. "
        "A verificação funciona com outras respostas."
    )
    hint = "Confira o tamanho e o tipo do que o item pede, e entregue só isso."
    return Verdict(check_id, check_id, "wrong", 0, points, message, hint, "o enunciado do item")


def fault_verdict(check_id: str, points: float) -> Verdict:
    """Veredito de um item que o juiz não conseguiu julgar."""
    return Verdict(
        check_id, check_id, "wrong", 0, points, _FAULT_MESSAGE, "", "o enunciado do item"
    )
