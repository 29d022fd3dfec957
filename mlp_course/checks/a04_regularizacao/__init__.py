"""Verificações de `04-regularizacao`: L1, L2 e elastic net à mão e no Keras; parar a tempo."""

from mlp_course.checks.a04_regularizacao.callback import judge_early_stopping
from mlp_course.checks.a04_regularizacao.network import judge_network
from mlp_course.checks.a04_regularizacao.penalties import (
    challenge_elastic_net,
    challenge_gradient,
    challenge_penalty,
    judge_elastic_net,
    judge_gradient,
    judge_l1,
    judge_l2,
)
from mlp_course.checks.a04_regularizacao.stopping import challenge_stop, judge_stop
from mlp_course.checks.definition import Check

ALLOWED_MODULES = ("data", "training")

SEE = "capítulo “Regularização e early stopping”"
SEE_PENALTIES = "capítulo “O que L1 e L2 fazem com os pesos”"

CHECKS = (
    Check(
        "04-regularizacao.l1",
        "A penalidade L1",
        1,
        "function",
        judge_l1,
        SEE,
        ("np.abs tira o sinal de cada peso.", "Some todos os pesos, qualquer que seja o formato."),
        challenge_penalty,
    ),
    Check(
        "04-regularizacao.l2",
        "A penalidade L2",
        2,
        "function",
        judge_l2,
        SEE,
        ("Eleve cada peso ao quadrado antes de somar.", "Não há raiz, média nem metade."),
        challenge_penalty,
    ),
    Check(
        "04-regularizacao.elastic-net",
        "O elastic net de uma camada",
        3,
        "function",
        judge_elastic_net,
        SEE,
        (
            "Chame l1_penalty e l2_penalty: uma vez para os pesos, outra para os vieses.",
            "São quatro parcelas somadas.",
        ),
        challenge_elastic_net,
    ),
    Check(
        "04-regularizacao.gradiente",
        "O empurrão de cada penalidade",
        3,
        "function",
        judge_gradient,
        SEE_PENALTIES,
        (
            "A derivada de |w| é 1 ou -1, conforme o sinal; a de w² é 2w.",
            "np.sign dá o sinal de cada peso, e zero no zero.",
        ),
        challenge_gradient,
    ),
    Check(
        "04-regularizacao.keras",
        "O elastic net no Keras",
        3,
        "model",
        judge_network,
        SEE,
        (
            "keras.regularizers.L1L2 junta as duas penalidades.",
            "Cada uma das três camadas recebe kernel_regularizer e bias_regularizer.",
        ),
    ),
    Check(
        "04-regularizacao.parada",
        "Decidir onde parar",
        3,
        "function",
        judge_stop,
        SEE,
        (
            "Guarde a melhor epoch e o seu valor; percorra com enumerate(val_auc, start=1).",
            "A espera é a epoch de agora menos a melhor epoch.",
        ),
        challenge_stop,
    ),
    Check(
        "04-regularizacao.freio",
        "Early stopping no Keras",
        3,
        "value",
        judge_early_stopping,
        SEE,
        (
            "keras.callbacks.EarlyStopping recebe monitor, mode, patience e restore_best_weights.",
            "O callback só age se estiver em fit(..., callbacks=[...]).",
        ),
    ),
)
