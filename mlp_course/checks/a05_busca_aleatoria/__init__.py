"""Verificações de `05-busca-aleatoria`: sortear, buscar, escolher, reajustar e repetir."""

from mlp_course.checks.a05_busca_aleatoria.choice import challenge_curves, judge_choice
from mlp_course.checks.a05_busca_aleatoria.refit import challenge_refit, judge_refit
from mlp_course.checks.a05_busca_aleatoria.repeat import (
    challenge_premium,
    judge_premium,
    judge_repeats,
)
from mlp_course.checks.a05_busca_aleatoria.sample import challenge_sample, judge_sample
from mlp_course.checks.a05_busca_aleatoria.table import judge_search
from mlp_course.checks.definition import Check

ALLOWED_MODULES = ("data", "population")

SEE_SEARCH = "capítulo “Busca aleatória de hiperparâmetros”"
SEE_FINAL = "capítulo “O modelo final e a comparação”"
SEE_CURSE = "capítulo “Incerteza”"

CHECKS = (
    Check(
        "05-busca-aleatoria.sortear",
        "Sortear as linhas",
        3,
        "function",
        judge_sample,
        SEE_SEARCH,
        (
            "O gerador nasce uma vez, antes do laço; o laço só pede números a ele.",
            "rng.randrange(20, h1) já exclui h1; rng.choice(PENALTIES) sorteia uma penalidade.",
        ),
        challenge_sample,
    ),
    Check(
        "05-busca-aleatoria.buscar",
        "Treinar as quarenta redes",
        3,
        "table",
        judge_search,
        SEE_SEARCH,
        (
            "Primeiro uma tabela só com neurons e reg; depois search_population.",
            "table.join(resultado) junta as duas tabelas pelo índice.",
        ),
    ),
    Check(
        "05-busca-aleatoria.escolher",
        "Escolher a rede e a epoch",
        3,
        "function",
        judge_choice,
        SEE_FINAL,
        (
            "np.nanmax(val_auc, axis=0) dá a melhor AUC de cada rede.",
            "argmax devolve uma posição, que conta de 0; a epoch conta de 1.",
        ),
        challenge_curves,
    ),
    Check(
        "05-busca-aleatoria.reajustar",
        "Reajustar com o treino inteiro",
        3,
        "function",
        judge_refit,
        SEE_FINAL,
        (
            "Uma tabela de uma linha: pd.DataFrame({'neurons': [neurons], 'reg': [reg]}).",
            "O segundo argumento de from_hyperparameters é X.shape[1]; fit recebe epochs=epochs.",
        ),
        challenge_refit,
    ),
    Check(
        "05-busca-aleatoria.premio",
        "Medir a vantagem da vencedora",
        2,
        "function",
        judge_premium,
        SEE_CURSE,
        (
            "val_auc.argmax(axis=1) dá a posição da vencedora de cada repetição.",
            "auc[np.arange(len(auc)), vencedoras] lê um valor por linha.",
        ),
        challenge_premium,
    ),
    Check(
        "05-busca-aleatoria.repetir",
        "Repetir com vinte gêmeas",
        2,
        "value",
        judge_repeats,
        SEE_CURSE,
        (
            "Junte uma linha por semente em duas listas, e as listas no dicionário.",
            "roc_auc_score(y_test, escores) mede uma rede; predict devolve uma linha por rede.",
        ),
    ),
)
