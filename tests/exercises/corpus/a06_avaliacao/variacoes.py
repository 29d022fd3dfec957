"""Mais erros de `06-avaliacao`, um por item em cada entrega: o nome que cada um recebe."""

from tests.exercises.corpus.a06_avaliacao.trechos import (
    ALONE,
    PAIRS,
    auc,
    bootstrap,
    decision,
    rates,
    roc,
    study,
    summary,
    threshold,
)
from tests.exercises.corpus.answers import combine_mistakes

OUTSIDE = "em linhas sorteadas com reposição. Encontrado: "
TWO_VECTORS = "dois vetores de números do mesmo tamanho, fpr e tpr. Encontrado: outra coisa"
RAW_BOTH = (
    "Encontrado: medidas sem padronização.\n"
    "Esperado: em logistic, a AUC no teste de cada divisão, com as medidas padronizadas. "
    "Encontrado: medidas sem padronização"
)
AUC_NETWORK, AUC_LOGISTIC = "roc_auc_score(y, net)", "roc_auc_score(y, log)"
DESCENDING = "np.unique(scores)[::-1]"
NORMAL = "np.mean(aucs) - 1.96 * {0}, np.mean(aucs) + 1.96 * {0}"

# Por item: a resposta, a nota e o que o aluno lê.
MISTAKES: dict[str, list[tuple[str, float, str]]] = {
    "roc": [
        (rates("<="), 0, "positivos com escore abaixo do limiar"),
        (rates("<", "[0]", thresholds=DESCENDING), 0, "positivos com escore abaixo do limiar"),
        (rates(">=", thresholds="np.unique(scores)"), 0, "os pontos fora de ordem"),
        (rates(">=", "[0]", thresholds="scores"), 0, "os pontos fora de ordem"),
        (rates(">=", thresholds="np.linspace(1, 0, 11)"), 0, "só alguns pontos da curva"),
        (rates(">=", thresholds="[2, 0.5, 0]"), 0, "a curva de rótulos já decididos em 0,5"),
        (rates(">=", thresholds=f"{DESCENDING}[:-1]"), 2, "o ponto (0, 0) e falta o ponto (1, 1)"),
        (roc("np.mean(neg >= 0.5)", "np.mean(pos >= 0.5)"), 0, TWO_VECTORS),
        (roc("[]", "[]"), 0, TWO_VECTORS),
        (roc("[0, *(neg >= 0.5)]", "[0, *(pos >= 0.5)]"), 0, TWO_VECTORS),
        (
            roc(
                "np.mean(neg >= thresholds[:, None], axis=1, keepdims=True)",
                "np.mean(pos >= thresholds[:, None], axis=1, keepdims=True)",
            ),
            0,
            TWO_VECTORS,
        ),
        (
            "from sklearn.metrics import roc_curve\n"
            "def roc_points(y, scores):\n    return roc_curve(y, scores)",
            0,
            TWO_VECTORS,
        ),
        (
            roc(
                "[np.sum(neg >= t) / (len(neg) - 1) for t in thresholds]",
                "[np.sum(pos >= t) / (len(pos) - 1) for t in thresholds]",
            ),
            0,
            "limiar por limiar.\nPista",
        ),
        (rates(">=", thresholds="np.linspace(1, 0, 1001)"), 0, "só alguns pontos da curva"),
        (rates(">=", thresholds="np.unique(scores.round(5))[::-1]"), 0, "só alguns pontos"),
        (rates(">", "[0]", thresholds=DESCENDING), 2, "falta o ponto (1, 1)"),
        (
            "def roc_points(y, scores):\n"
            "    label = dict(zip(scores, y))\n"
            "    y = np.array([label[t] for t in np.unique(scores)[::-1]])\n"
            "    fpr, tpr = np.cumsum(y == 0) / np.sum(y == 0), np.cumsum(y) / np.sum(y)\n"
            "    return [0, *fpr], [0, *tpr]",
            2,
            "uma curva diferente",
        ),
    ],
    "auc": [
        (auc("order.sum()"), 0, "sem dividir pelo total.\nEsperado: a mesma AUC"),
        (auc("2 * order.sum() / (len(y) * (len(y) - 1))"), 0, "por todos os pares de linhas"),
        (auc("2 * order.mean() - 1"), 0, "na ordem certa.\nEsperado"),
        (auc("np.mean((p - n > 1e-4) + (abs(p - n) <= 1e-4) / 2)"), 0, "se escores quase iguais"),
        (auc("np.mean((p > n) + np.isclose(p, n) / 2)"), 0, "se escores quase iguais"),
        (auc("round(order.mean(), 3)"), 0, "a AUC arredondada"),
        (
            auc("max(order.mean(), 1 - order.mean())"),
            1.33,
            "outro valor com um positivo só, de escore baixo",
        ),
        (
            "def auc_by_pairs(y, scores):\n"
            "    p, n = (np.clip(scores[y == label], 0, 1) for label in (1, 0))\n"
            "    p = p[:, None]\n    return np.mean((p > n) + (p == n) / 2)",
            1.33,
            "outro valor com logits inteiros; com a ordem perfeita",
        ),
    ],
    "bootstrap": [
        (bootstrap("np.percentile(aucs, [97.5, 2.5])"), 0, f"{OUTSIDE}low maior que high"),
        (bootstrap("np.percentile(aucs, [0.025, 0.975])"), 0, "frações em np.percentile"),
        (
            bootstrap("np.percentile(aucs, 2.5), max(aucs)"),
            2.25,
            "o limite de cima no percentil 97,5",
        ),
        (bootstrap("np.percentile(aucs, [0.025, 97.5])"), 2.25, "o limite de baixo no percentil"),
        (
            bootstrap(measure="pairs_auc(y[rows], scores[rows] >= 0.5)"),
            0,
            f"{OUTSIDE}rótulos já decididos em 0,5",
        ),
        (
            bootstrap(measure="np.mean((scores[rows] >= 0.5) == y[rows])"),
            0,
            f"{OUTSIDE}rótulos já decididos em 0,5",
        ),
        (
            bootstrap(measure="pairs_auc(1 - y[rows], scores[rows])"),
            0,
            "as classes trocadas: a AUC da ordem contrária",
        ),
        (bootstrap(NORMAL.format("np.std(aucs) / np.sqrt(n)")), 0, "o erro da média"),
        (
            bootstrap("np.mean(aucs) - np.std(aucs), np.mean(aucs) + np.std(aucs)"),
            0,
            f"{OUTSIDE}0,50",
        ),
        (bootstrap(rows="rng.integers(n, size=n // 2)"), 0, f"{OUTSIDE}1,4"),
        (bootstrap(rows="rng.integers(n, size=n_boot)"), 0, f"{OUTSIDE}0,3"),
        (bootstrap(rows="rng.integers(n, size=n - 1)"), 2.25, "um positivo e quatro negativos"),
        (bootstrap(rows="rng.integers(n - 1, size=n)"), 2.25, "um positivo e quatro negativos"),
        (
            bootstrap(
                rows="np.append(*(rng.choice(np.flatnonzero(y == c), sum(y == c)) for c in (0, 1)))"
            ),
            2.25,
            "seja qual for a classe de cada uma",
        ),
        (
            bootstrap(
                rows="next(rng).integers(n, size=n)",
                first="rng = (np.random.default_rng(seed + i) for i in range(10**6))",
            ),
            2.25,
            "como se cada reamostra tivesse um gerador novo",
        ),
        (bootstrap(first="n_boot = 700"), 2.25, "as duas AUCs jamais são iguais"),
        (
            f"{PAIRS}\n"
            "def bootstrap_interval(y, scores, n_boot, seed):\n"
            "    aucs, rng = [], np.random.default_rng(seed)\n"
            "    for _ in range(n_boot):\n"
            "        rows = rng.integers(len(y), size=len(y))\n"
            "        if len(set(y[rows])) == 2:\n"
            "            aucs.append(pairs_auc(y[rows], scores[rows]))\n"
            "    return np.percentile(aucs, [2.5, 97.5])",
            2.25,
            "em que toda AUC é 1, nada que sejam dois números",
        ),
        (
            f"{PAIRS}\n"
            "def bootstrap_interval(y, scores, n_boot, seed):\n"
            "    aucs, rng = [], np.random.default_rng(seed)\n"
            "    for _ in range(n_boot):\n"
            "        rows = rng.integers(len(y), size=len(y))\n"
            "        both = len(set(y[rows])) == 2\n"
            "        aucs.append(pairs_auc(y[rows], scores[rows]) if both else 0.5)\n"
            "    return np.percentile(aucs, [2.5, 97.5])",
            2.25,
            "em que toda AUC é 1, de 0,5",
        ),
        (bootstrap("np.mean(aucs)"), 0, "um par de números finitos, (low, high)"),
        (bootstrap(first="rng = np.random.default_rng()"), 2.25, "diferentes com a mesma seed"),
        (bootstrap(NORMAL.format("np.std(aucs)")), 2.25, "um limite acima de 1: intervalo normal"),
    ],
    "pareada": [
        (summary(standard_error="d.std(ddof=1) / len(d)"), 2.25, "a divisão por n"),
        (summary(wins="np.mean(d < 0)"), 2.25, "as vitórias de b"),
        (summary(wins="np.mean(d > 1e-3)"), 2.25, "se vitórias por pouco fossem empates"),
        (summary(wins="np.mean((np.sign(d) + 1) / 2)"), 2.25, "como meia vitória"),
        (summary(wins="np.sum(d > 0) / np.sum(d != 0)"), 2.25, "só das divisões sem empate"),
        (
            summary(wins="np.mean(np.sort(auc_a) > np.sort(auc_b))"),
            2.25,
            "a fração que sairia de cada vetor em ordem crescente",
        ),
        (summary(wins=""), 0, "um dicionário com as chaves difference, standard_error, wins"),
        (summary(difference="d"), 2.25, "a média das diferenças, a menos b.\n"),
        (
            summary(
                difference="np.float32(d.mean())",
                standard_error="np.float32(d.std(ddof=1) / np.sqrt(len(d)))",
                wins="np.float32(np.mean(d > 0))",
            ),
            3,
            "",
        ),
        (summary(difference="round(d.mean(), 3)"), 2.25, "a média das diferenças, a menos b.\n"),
        (summary(standard_error="round(d.std() / len(d) ** 0.5, 3)"), 2.25, "das diferenças.\n"),
        (summary(wins="round(np.mean(d > 0), 3)"), 2.25, "a é estritamente maior.\n"),
        (summary(difference="np.float32(-d.mean())"), 2.25, "o sinal está trocado"),
        (summary(standard_error="np.float32(d.std() / len(d) ** 0.5)"), 2.25, "(ddof=0)"),
        (summary(standard_error="d.std(ddof=1)"), 2.25, "sem dividir pela raiz de n"),
        (summary(wins="1 - np.mean(d > 0)"), 2.25, "a é estritamente maior.\n"),
        (summary(wins="np.sum(d > 0) / 12"), 2.25, "com listas do Python e só duas divisões"),
        (
            "def paired_summary(auc_a, auc_b):\n"
            "    return auc_a.mean() - auc_b.mean(), np.mean(auc_a > auc_b)",
            0,
            "um dicionário com as chaves",
        ),
    ],
    "estudo": [
        (study("accuracy_score(y, net >= 0.5)", "accuracy_score(y, log >= 0.5)"), 0, "a acurácia"),
        # Só as duas primeiras divisões cruas: a regressão logística demora com elas.
        (
            study(AUC_NETWORK, AUC_LOGISTIC, "load_split(seed, standardize=seed > 1)"),
            0,
            RAW_BOTH,
        ),
        (study(AUC_NETWORK, AUC_LOGISTIC, "load_split(42, standardize=True)"), 0, "a mesma AUC"),
        (study(AUC_NETWORK, AUC_NETWORK), 1, "a AUC do outro modelo"),
        (
            'study = pd.DataFrame({"seed": range(20), "rede": 0.99, "logistic": 0.99})',
            0,
            "as colunas seed, network e logistic, com 20 números",
        ),
        (
            'study = pd.DataFrame({"seed": range(1, 21), "network": 0.99, "logistic": 0.99})',
            0,
            "outras sementes",
        ),
    ],
    "limiar": [
        (threshold("max(candidates, key=cost)"), 0, "há outro mais barato"),
        (threshold("np.argmin([cost(t) for t in candidates])"), 0, "há outro mais barato"),
        (threshold("min((cost(t), t) for t in candidates)"), 0, "outra coisa que não um número"),
        (threshold("min(candidates, key=cost)", "np.linspace(0, 1, 101)"), 0, "há outro mais barato"),
        (threshold("round(min(candidates, key=cost), 2)"), 0, "há outro mais barato"),
        (
            threshold("min(candidates, key=cost)", "[*np.unique(scores)[1:], 2]"),
            2,
            "um limiar que ainda chama um benigno de maligno, quando um alarme falso",
        ),
        (
            threshold("min(candidates, key=cost)", "np.linspace(0, scores.max() + 1, 1001)"),
            0,
            "há outro mais barato",
        ),
        (
            threshold(
                "min(candidates, key=cost)",
                "[*np.unique(scores), 2]\n"
                "    cost_missed, cost_alarm = cost_missed / sum(y == 0), cost_alarm / sum(y == 1)",
            ),
            0,
            "de quem soma frações",
        ),
        (
            threshold(
                "min(candidates, key=cost)",
                "[*np.unique(scores), 2]\n    cost_missed, cost_alarm = 10, 1",
            ),
            0,
            "com 10 e 1, e não com os custos recebidos",
        ),
        (threshold("min(candidates, key=cost)", "[*np.unique(scores[y == 1]), 2]"), 3, ""),
        (
            threshold("min(candidates, key=cost)", "[*np.unique(scores[y == 0]), 2]"),
            0,
            "se a regra fosse “escore > limiar”",
        ),
        (threshold("np.inf"), 0, "de custo total 170"),
        (threshold("-np.inf"), 0, "de custo total 120"),
        (threshold("np.float32(0.5)"), 0, "o limiar 0,5"),
    ],
    "decisao": [
        (decision(threshold="0.99", test_cost="10"), 0, "há outro mais barato"),
        (decision(test_cost="np.mean(costs(t, y_test, test_scores) > 0)"), 1, "com esse limiar.\n"),
        (decision(test_cost=""), 0, "'threshold' e 'test_cost'"),
        (decision(threshold="'t'"), 0, "'threshold' e 'test_cost'"),
        (decision(threshold="10 / 11"), 0, "só vale para"),
        (
            decision(threshold="min(test_scores[test_scores > 0.7])"),
            1,
            "o teste ajudou a escolher",
        ),
    ],
}

VARIATIONS = combine_mistakes(MISTAKES, ALONE)
