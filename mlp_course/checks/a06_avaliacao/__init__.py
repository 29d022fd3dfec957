"""Verificações de `06-avaliacao`: ROC, AUC, bootstrap, comparação em pares, limiar e custo."""

from mlp_course.checks.a06_avaliacao.cost import (
    challenge_threshold,
    judge_decision,
    judge_threshold,
)
from mlp_course.checks.a06_avaliacao.roc import challenge_roc, judge_auc, judge_roc
from mlp_course.checks.a06_avaliacao.study import judge_study
from mlp_course.checks.a06_avaliacao.uncertainty import (
    challenge_bootstrap,
    challenge_paired,
    judge_bootstrap,
    judge_paired,
)
from mlp_course.checks.definition import Check

ALLOWED_MODULES = ("data", "population")

SEE_ROC = "capítulo “O modelo final e a comparação”"
SEE_UNCERTAINTY = "capítulo “Incerteza”"
SEE_COST = "capítulo “Limiar, custo e calibração”"

CHECKS = (
    Check(
        "06-avaliacao.roc",
        "Desenhar a curva ROC",
        3,
        "function",
        judge_roc,
        SEE_ROC,
        (
            "np.unique(scores)[::-1] dá os limiares, do maior ao menor.",
            "Para cada limiar, np.mean(scores[y == 1] >= t) é a TPR; falta a FPR e o (0, 0).",
        ),
        challenge_roc,
    ),
    Check(
        "06-avaliacao.auc",
        "Contar a AUC par por par",
        2,
        "function",
        judge_auc,
        SEE_ROC,
        (
            "Separe os escores das duas classes e compare todos com todos.",
            "scores[y == 1][:, None] > scores[y == 0] compara os pares de uma vez.",
        ),
        challenge_roc,
    ),
    Check(
        "06-avaliacao.bootstrap",
        "Medir a incerteza com bootstrap",
        3,
        "function",
        judge_bootstrap,
        SEE_UNCERTAINTY,
        (
            "rng.integers(n, size=n) sorteia n linhas com reposição.",
            "Guarde as AUCs em uma lista e use np.percentile no fim.",
        ),
        challenge_bootstrap,
    ),
    Check(
        "06-avaliacao.pareada",
        "Comparar em pares",
        3,
        "function",
        judge_paired,
        SEE_UNCERTAINTY,
        (
            "Comece pelo vetor das diferenças; o resto sai só dele.",
            "std(ddof=1) usa o divisor n - 1.",
        ),
        challenge_paired,
    ),
    Check(
        "06-avaliacao.estudo",
        "Medir os dois modelos em 20 divisões",
        2,
        "table",
        judge_study,
        SEE_UNCERTAINTY,
        (
            "Um laço de 20 voltas: dividir, treinar os dois, medir os dois.",
            "Guarde um dicionário por volta e passe a lista a pd.DataFrame.",
        ),
    ),
    Check(
        "06-avaliacao.limiar",
        "Escolher o limiar de menor custo",
        3,
        "function",
        judge_threshold,
        SEE_COST,
        (
            "Escreva primeiro uma função que dê o custo de um limiar.",
            "min(candidatos, key=custo) devolve o candidato de menor custo.",
        ),
        challenge_threshold,
    ),
    Check(
        "06-avaliacao.decisao",
        "Decidir na validação e medir no teste",
        2,
        "value",
        judge_decision,
        SEE_COST,
        (
            "O limiar vem de y_val e val_scores; o custo, de y_test e test_scores.",
            "Divida o custo total pelo número de tumores do teste.",
        ),
    ),
)
