"""Verificações de `03-curvas`: das curvas de treino ao diagnóstico e a uma boa figura."""

from mlp_course.checks.a03_curvas.diagnosis import challenge_diagnosis, judge_diagnosis
from mlp_course.checks.a03_curvas.epochs import (
    challenge_best,
    challenge_gap,
    judge_best,
    judge_gap,
)
from mlp_course.checks.a03_curvas.figure import judge_figure
from mlp_course.checks.a03_curvas.series import challenge_extract, judge_extract, judge_training
from mlp_course.checks.definition import Check

ALLOWED_MODULES = ("data", "training")

SEE_FIRST = "capítulo “O primeiro modelo”"
SEE_OVERFITTING = "capítulo “Regularização e early stopping”"

CHECKS = (
    Check(
        "03-curvas.treinar",
        "Treinar uma vez",
        2,
        "history",
        judge_training,
        SEE_FIRST,
        (
            "fit recebe, além dos dados: validation_split, epochs, batch_size e verbose.",
            "validation_split é a fração que fica fora do treino: aqui, a maior parte.",
        ),
    ),
    Check(
        "03-curvas.extrair",
        "Extrair as curvas",
        3,
        "function",
        judge_extract,
        SEE_FIRST,
        (
            "history[metric] é uma lista com um valor por epoch.",
            "O nome da série de validação é 'val_' + metric.",
        ),
        challenge_extract,
    ),
    Check(
        "03-curvas.melhor-epoch",
        "Encontrar a melhor epoch",
        3,
        "function",
        judge_best,
        SEE_OVERFITTING,
        (
            "np.argmin e np.argmax dão a posição do menor e do maior valor.",
            "A posição 0 é a epoch 1; no empate, as duas funções já dão a primeira.",
        ),
        challenge_best,
    ),
    Check(
        "03-curvas.lacuna",
        "Medir a lacuna",
        2,
        "function",
        judge_gap,
        SEE_OVERFITTING,
        (
            "Converta a epoch em posição antes de ler os vetores.",
            "É uma subtração, nesta ordem: validação menos treino.",
        ),
        challenge_gap,
    ),
    Check(
        "03-curvas.diagnosticar",
        "Diagnosticar",
        4,
        "function",
        judge_diagnosis,
        SEE_OVERFITTING,
        (
            "São dois if, na ordem do enunciado; o que sobra é o terceiro caso.",
            "A última posição de um vetor é -1; o menor valor vem de np.min.",
        ),
        challenge_diagnosis,
    ),
    Check(
        "03-curvas.figura",
        "Desenhar a figura",
        4,
        "figure",
        judge_figure,
        SEE_FIRST,
        (
            "fig, ax = plt.subplots(); depois ax.plot, ax.axvline, ax.set e ax.legend.",
            "ax.set aceita title, xlabel e ylabel de uma vez; label vai em cada ax.plot.",
        ),
    ),
)
