"""Verificações de `08-retropropagacao`: da derivada na saída ao mesmo treino do Keras."""

from mlp_course.checks.a08_retropropagacao.against_keras import judge_keras
from mlp_course.checks.a08_retropropagacao.layer import (
    challenge_layer,
    challenge_output,
    judge_layer,
    judge_output,
)
from mlp_course.checks.a08_retropropagacao.network import challenge_gradients, judge_gradients
from mlp_course.checks.a08_retropropagacao.numerical import challenge_numerical, judge_numerical
from mlp_course.checks.a08_retropropagacao.training import (
    challenge_step,
    challenge_training,
    judge_step,
    judge_training,
)
from mlp_course.checks.definition import Check

ALLOWED_MODULES = ("data",)

SEE = "capítulo “Retropropagação passo a passo”"
SEE_SGD = "capítulo “SGD, momentum e Adam”"

CHECKS = (
    Check(
        "08-retropropagacao.saida",
        "O erro na saída",
        2,
        "function",
        judge_output,
        SEE,
        (
            "A derivada da perda vezes a da sigmoide simplifica: sobra uma subtração.",
            "A perda é uma média: cada linha contribui com 1/n do seu erro.",
        ),
        challenge_output,
    ),
    Check(
        "08-retropropagacao.camada",
        "A volta por uma camada",
        3,
        "function",
        judge_layer,
        SEE,
        (
            "Escreva os formatos ao lado de cada matriz: só um produto dá o formato certo.",
            "Uma transposição em dW, outra em dA; db é uma soma nas linhas.",
        ),
        challenge_layer,
    ),
    Check(
        "08-retropropagacao.gradientes",
        "Os gradientes da rede",
        4,
        "function",
        judge_gradients,
        SEE,
        (
            "Três chamadas de dense_backward, da saída para a entrada.",
            "O erro que chega a uma camada oculta é multiplicado pela máscara da ReLU dela.",
        ),
        challenge_gradients,
    ),
    Check(
        "08-retropropagacao.numerico",
        "A conferência numérica",
        3,
        "function",
        judge_numerical,
        SEE,
        (
            "np.ndindex(W.shape) percorre todas as posições de uma matriz ou vetor.",
            "Guarde o valor, ponha w + h, meça; ponha w - h, meça; devolva o valor.",
        ),
        challenge_numerical,
    ),
    Check(
        "08-retropropagacao.passo",
        "Um passo do SGD",
        1,
        "function",
        judge_step,
        SEE_SGD,
        (
            "O gradiente aponta para onde a perda sobe.",
            "zip(weights, grads) percorre as duas listas ao mesmo tempo.",
        ),
        challenge_step,
    ),
    Check(
        "08-retropropagacao.treino",
        "O laço de treino",
        3,
        "function",
        judge_training,
        SEE_SGD,
        (
            "São dois laços: o de fora conta epochs, o de dentro anda de batch em batch.",
            "range(0, len(X), batch_size) dá o começo de cada batch; a fatia cuida do último.",
        ),
        challenge_training,
    ),
    Check(
        "08-retropropagacao.keras",
        "O mesmo treino no Keras",
        2,
        "value",
        judge_keras,
        SEE,
        (
            "Monte a rede, chame set_weights, compile com keras.optimizers.SGD e chame fit.",
            "fit embaralha as linhas se ninguém pedir o contrário: o argumento é shuffle.",
        ),
    ),
)
