"""Verificações de `09-projeto`: dados, divisões, preparação, rede, avaliação e resumo."""

from mlp_course.checks.a09_projeto.data import (
    challenge_splits,
    judge_data,
    judge_splits,
)
from mlp_course.checks.a09_projeto.evaluate import challenge_evaluate, judge_evaluate
from mlp_course.checks.a09_projeto.network import judge_network
from mlp_course.checks.a09_projeto.prepare import challenge_prepare, judge_prepare
from mlp_course.checks.a09_projeto.results import judge_results
from mlp_course.checks.a09_projeto.summary import challenge_summary, judge_summary
from mlp_course.checks.definition import Check

ALLOWED_MODULES = ("training",)

CHECKS = (
    Check(
        "09-projeto.dados",
        "Escolher os dados",
        1,
        "value",
        judge_data,
        "capítulo “Os dados”",
        (
            "As funções load_wine e load_digits estão em sklearn.datasets.",
            "return_X_y=True dá o par (X, y), já com uma linha por exemplo.",
        ),
    ),
    Check(
        "09-projeto.dividir",
        "Muitas divisões",
        2,
        "function",
        judge_splits,
        "capítulo “Incerteza”",
        (
            "StratifiedShuffleSplit sorteia muitas divisões com uma só semente.",
            "O método split dele devolve um gerador: list(...) o torna uma lista.",
        ),
        challenge_splits,
    ),
    Check(
        "09-projeto.preparar",
        "Preparar sem vazamento",
        3,
        "function",
        judge_prepare,
        "capítulo “Padronização”",
        (
            "StandardScaler separa medir (fit) de aplicar (transform).",
            "Só X_train passa por fit; as duas passam por transform.",
        ),
        challenge_prepare,
    ),
    Check(
        "09-projeto.rede",
        "A sua rede",
        2,
        "model",
        judge_network,
        "capítulo “O primeiro modelo”",
        (
            "Com várias classes, a ativação da saída é softmax.",
            "A perda que aceita rótulos inteiros tem “sparse” no nome.",
        ),
    ),
    Check(
        "09-projeto.avaliar",
        "Uma avaliação honesta",
        4,
        "function",
        judge_evaluate,
        "capítulo “Uma linha de base honesta”",
        (
            "Prepare X[train] e X[test]; depois disso, X e y inteiros não aparecem mais em fit.",
            "A linha de base recebe as mesmas matrizes preparadas; predict_proba dá a sua matriz.",
        ),
        challenge_evaluate,
    ),
    Check(
        "09-projeto.resultados",
        "Os resultados, linha por linha",
        3,
        "value",
        judge_results,
        "capítulo “Incerteza”",
        (
            "É um laço sobre make_splits(y, n_splits, seed), com evaluate_split dentro.",
            "Guarde junto de cada par de escores os números das linhas que os deram.",
        ),
    ),
    Check(
        "09-projeto.resumo",
        "O resumo",
        3,
        "function",
        judge_summary,
        "capítulo “Incerteza”",
        (
            "Primeiro um vetor de acurácias por modelo, uma por divisão; depois as contas.",
            "Compare o valor absoluto da diferença com duas vezes o erro padrão.",
        ),
        challenge_summary,
    ),
)
