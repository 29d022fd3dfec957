"""O juiz, em um processo só dele: recebe respostas, devolve vereditos.

Uso: ``python -m mlp_course.grading.judging.judge BYTES``, com um pedido JSON por linha na
entrada, uma resposta por linha na saída e `BYTES` de memória. As verificações só são conhecidas
aqui; quem pede (`mlp_course.grading.judging.verify`) limita o tempo e recomeça o
processo se ele cair.
"""

import base64
import binascii
import contextlib
import json
import os
import resource
import sys
from typing import Any

import numpy as np

from mlp_course.checks import artifacts
from mlp_course.checks.collectors import is_blank
from mlp_course.checks.definition import Challenge, Check, Criterion
from mlp_course.checks.registry import find_check
from mlp_course.checks.verdict import Verdict, not_attempted, score_criteria
from mlp_course.grading.judging.answer_format import find_fault, simplest_answer
from mlp_course.grading.lifetime import die_with_parent

_EXHAUSTED = ("faltou memória ao juiz", "a resposta tem partes dentro de partes demais")


def main(memory_bytes: int) -> None:
    """Atende pedidos até o fim da entrada."""
    die_with_parent()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # O que um juiz imprimir não pode se misturar às respostas.
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    for line in sys.stdin:
        answers.write(json.dumps(_answer(json.loads(line))) + "\n")
        answers.flush()


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    try:
        check = find_check(request["check_id"])
        challenge = draw_challenge(check, request["seed"])
        if request["want"] == "challenge":
            return {"challenge": base64.b64encode(for_sandbox(check, challenge)).decode()}
        if request["want"] == "proof":
            return _prove(check, challenge)
        verdict = judge_answer(check, challenge, base64.b64decode(request["answer"]))
        return {"verdict": vars(_validated(verdict, check))}
    except (MemoryError, RecursionError) as error:
        return {"exhausted": _EXHAUSTED[type(error) is RecursionError]}
    except Exception as error:
        # Um juiz que estoura não pode dar nem tirar ponto sem que alguém saiba.
        return {"fault": f"{type(error).__name__}: {error}"[:500]}


def _prove(check: Check, challenge: Challenge) -> dict[str, Any]:
    """Julga a resposta mais simples que há: quem a julga sem se esgotar está são."""
    answer = simplest_answer(check.collect, challenge.get("calls", ()))
    with contextlib.suppress(ValueError, TypeError, LookupError, AttributeError, ArithmeticError):
        check.judge(answer, challenge)
    return {"proof": True}


def draw_challenge(check: Check, seed: int) -> Challenge:
    """Sorteia o desafio de uma verificação nesta execução."""
    return check.challenge(np.random.default_rng([seed, *_code(check)]))


def for_sandbox(check: Check, challenge: Challenge) -> bytes:
    """O que a sandbox precisa saber: o coletor e as chamadas, sem nomes nem ordem.

    O nome de uma chamada, ou o resto do desafio, poderia entregar a resposta.
    """
    content: dict[str, Any] = {"collect": check.collect}
    if check.collect == "function":
        calls = challenge["calls"]
        content["calls"] = {str(i): calls[name] for i, name in enumerate(_order(check, calls))}
    return artifacts.dump(content)


def judge_answer(check: Check, challenge: Challenge, content: bytes) -> Verdict:
    """Lê um arquivo de resposta e o julga; o que não se lê vale zero.

    Parameters
    ----------
    check : Check
    challenge : dict
        O mesmo que foi para a sandbox.
    content : bytes

    Returns
    -------
    Verdict
    """
    try:
        answer = artifacts.load(content)
    except artifacts.ArtifactError as error:
        return _refuse(check, str(error))
    if not isinstance(answer, dict) or len(answer) != 1:
        return _refuse(check, "a resposta não tem o formato que a verificação escreve")
    ((kind, data),) = answer.items()
    if kind == "blank" or (kind == "data" and is_blank(data)):
        return not_attempted(check)
    if kind == "refused":
        expected, found = (str(part) for part in data)
        return score_criteria(check, [Criterion(False, expected, found)])
    if kind != "data" or (fault := find_fault(check.collect, data)):
        return _refuse(check, fault if kind == "data" else "a resposta não diz o que é")
    if check.collect == "function":
        names = _order(check, challenge["calls"])
        if set(data) != {str(i) for i in range(len(names))}:
            return _refuse(check, "faltam chamadas da função")
        called = {name: data[str(i)] for i, name in enumerate(names)}
        data = {name: called[name] for name in challenge["calls"]}
    return score_criteria(check, check.judge(data, challenge))


def _refuse(check: Check, reason: str) -> Verdict:
    return score_criteria(check, [Criterion(False, "uma resposta escrita por check", reason)])


def _order(check: Check, calls: dict[str, Any]) -> list[str]:
    """Embaralha as chamadas sempre do mesmo jeito para o mesmo desafio."""
    names = sorted(calls)
    first = binascii.crc32(artifacts.dump([calls[name] for name in names]))
    order = np.random.default_rng([first, *_code(check)]).permutation(len(names))
    return [names[i] for i in order]


def _code(check: Check) -> bytes:
    return check.check_id.encode()


def _validated(verdict: Verdict, check: Check) -> Verdict:
    score = verdict.score
    if isinstance(score, bool) or not isinstance(score, int | float):
        raise TypeError(f"o juiz deu uma nota que não é um número ({score!r})")
    if not 0 <= score <= check.points:
        raise ValueError(f"o juiz deu {score!r} em um item de {check.points}")
    return verdict


if __name__ == "__main__":
    main(int(sys.argv[1]))
