"""Juiz de `02-mlp-keras.treinar`: o histórico diz como se treinou, e a partir de onde.

O batch de 16 não é só um número: com 319 linhas, nenhum outro dá 20 passos por epoch.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.compare import number
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.data import load_split

EPOCHS = 50
BATCH_SIZE = 16
STEPS = 20
# Um quarto das 426 linhas de treino, as do fim, fica para a validação.
N_FIT = 319
MAX_LOSS_RATIO = 0.5
# Quem começa do sorteio dos pesos fica bem acima; quem já treinou 50 epochs, dez vezes abaixo.
MIN_FIRST_LOSS = 0.1
# O Keras soma em float32: a AUC vezes o número de pares é inteira só até aqui.
_WHOLE = 0.02


def judge_training(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga o histórico: epochs, séries, passos, começo e queda da perda."""
    series = {name.lower(): values for name, values in data["series"].items()}
    steps, losses = data["steps"], series.get("loss", [])
    on_test = _validated_on_test(series.get("val_auc", []))
    return [
        Criterion(
            len(losses) == EPOCHS and bool(np.isfinite(losses).all()),
            f"{EPOCHS} epochs, todas com perda finita",
            f"{len(losses)} epochs"
            if len(losses) != EPOCHS
            else "perdas infinitas ou que não são números",
            "O argumento epochs diz quantas vezes a rede vê todo o treino.",
        ),
        Criterion(
            {"loss", "auc", "val_loss", "val_auc"} <= set(series) and not on_test,
            "perda e AUC, no treino e na validação, que sai do próprio treino",
            "validação nas linhas do teste"
            if on_test
            else f"só {', '.join(sorted(series))}"
            if series
            else "um histórico vazio",
            "validation_split separa linhas do treino; o nome da AUC vem de compile.",
        ),
        Criterion(
            steps == STEPS,
            f"{STEPS} passos por epoch: {N_FIT} linhas em batches de {BATCH_SIZE}",
            _name_steps_fault(steps),
            "Treine com X_train; validation_split e batch_size decidem quantos passos são.",
            weight=2,
        ),
        *_judge_start(data, losses),
        Criterion(
            bool(losses) and min(losses) < MAX_LOSS_RATIO * max(losses),
            "que a perda de treino caia a menos da metade",
            f"de {number(max(losses))} a {number(min(losses))}" if losses else "nenhuma perda",
            "Confira se os dados estão padronizados e os rótulos são 0 e 1.",
        ),
    ]


def _judge_start(data: Any, losses: list[float]) -> list[Criterion]:
    """Uma rede que já tinha treinado: mais correções do que as do histórico, ou perda já baixa."""
    steps, iterations = data["steps"], data.get("iterations")
    if not losses or not isinstance(steps, int):
        return []
    extra = isinstance(iterations, int) and iterations > steps * len(losses)
    return [
        Criterion(
            not extra and losses[0] > MIN_FIRST_LOSS,
            "um treino só, desde o começo",
            f"{iterations} correções na rede, e {steps * len(losses)} neste histórico"
            if extra
            else f"uma primeira perda de {number(losses[0])}, de rede que já tinha treinado",
            "Crie e compile a rede outra vez, e treine uma vez.",
        )
    ]


def _validated_on_test(val_auc: list[float]) -> bool:
    """Diz se as AUCs de validação só podem ter saído das linhas do teste.

    A AUC conta pares de um benigno e um maligno, com meio ponto no empate: vezes o dobro do
    número de pares, é inteira. As linhas do teste e as da validação têm outros números de pares.
    """
    split = load_split()
    values = np.asarray(val_auc, dtype=float)
    if not len(values) or not np.isfinite(values).all():
        return False
    sizes = range(1, len(split.y_train) - N_FIT)
    own = [n * (len(split.y_train) - N_FIT - n) for n in sizes]
    n_test = int(split.y_test.sum()) * int((1 - split.y_test).sum())
    return _counts_pairs(values, n_test) and not any(_counts_pairs(values, n) for n in own)


def _counts_pairs(values: NDArray, n_pairs: int) -> bool:
    halves = values * 2 * n_pairs
    return bool(np.all(np.abs(halves - np.round(halves)) < _WHOLE))


def _name_steps_fault(steps: Any) -> str:
    known = {
        4: "4 passos: são os de batches de 96",
        7: "7 passos: o treino usou o conjunto de teste",
        9: "9 passos: o treino usou o conjunto de teste, sem separar a validação",
        10: "10 passos: são os de batches de 32, o padrão do Keras",
        27: "27 passos: o treino não separou a validação",
        36: "36 passos: o treino usou todas as linhas, também as do teste",
    }
    if not isinstance(steps, int):
        return "um histórico sem passos: guarde o que fit devolve, inteiro"
    return known.get(steps, f"{steps} passos: outra fração de validação ou outro batch")
