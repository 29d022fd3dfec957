"""Respostas a `06-avaliacao`."""

from tests.exercises.corpus.a06_avaliacao.variacoes import VARIATIONS
from tests.exercises.corpus.answers import RIGHT, Answers

ITEMS = ["roc", "auc", "bootstrap", "pareada", "estudo", "limiar", "decisao"]

BLANK = Answers(
    "em-branco",
    based_on="release",
    scores=dict.fromkeys(ITEMS, 0),
    messages=dict.fromkeys(ITEMS, "Ainda não respondido"),
)

ALTERNATIVE = Answers(
    "com-scikit-learn",
    {
        "roc": """
from sklearn.metrics import roc_auc_score, roc_curve
def roc_points(y, scores):
    return roc_curve(y, scores)[:2]
""",
        "auc": """
def auc_by_pairs(y, scores):
    return roc_auc_score(y, scores)
""",
        "bootstrap": """
from sklearn.utils import resample
def bootstrap_interval(y, scores, n_boot, seed):
    state = np.random.RandomState(seed)
    aucs = [
        roc_auc_score(*resample(y, scores, stratify=y, random_state=state)) for _ in range(n_boot)
    ]
    return np.quantile(aucs, (0.025, 0.975))
""",
        "pareada": """
from scipy import stats
def paired_summary(auc_a, auc_b):
    d = pd.Series(auc_a) - pd.Series(auc_b)
    return pd.Series(
        {"wins": d.gt(0).mean(), "difference": d.mean(), "standard_error": stats.sem(d)}
    ).to_dict()
""",
        "estudo": """
def one_split(seed):
    split = load_split(seed, standardize=True)
    network, logistic = network_scores(split, seed), logistic_scores(split)
    return roc_auc_score(split.y_test, network), roc_auc_score(split.y_test, logistic)
study = pd.DataFrame([one_split(s) for s in range(19, -1, -1)], columns=["network", "logistic"])
study.insert(0, "seed", range(19, -1, -1))
""",
        "limiar": """
def choose_threshold(y, scores, cost_missed, cost_alarm):
    fpr, tpr, thresholds = roc_curve(y, scores, drop_intermediate=False)
    cost = cost_missed * fpr * np.sum(y == 0) + cost_alarm * (1 - tpr) * np.sum(y == 1)
    return thresholds[np.argmin(cost)]
""",
        "decisao": """
from sklearn.metrics import confusion_matrix
threshold = choose_threshold(y_val, val_scores, 10, 1)
(_, missed), (alarms, _) = confusion_matrix(y_test, test_scores >= threshold)
decision = {"test_cost": (10 * missed + alarms) / len(y_test), "threshold": threshold}
""",
    },
)

ALTERNATIVE_2 = Answers(
    "so-com-lacos",
    {
        "roc": """
def roc_points(y, scores):
    order = sorted(zip(scores, y), reverse=True)
    n_positives = sum(1 for _, label in order if label == 1)
    n_negatives = len(order) - n_positives
    fpr, tpr, fp, tp = [0], [0], 0, 0
    for i, (score, label) in enumerate(order):
        tp, fp = tp + (label == 1), fp + (label == 0)
        if i + 1 == len(order) or order[i + 1][0] != score:
            fpr.append(fp / n_negatives)
            tpr.append(tp / n_positives)
    return fpr, tpr
""",
        "auc": """
def auc_by_pairs(y, scores):
    fpr, tpr = roc_points(y, scores)
    return np.float32(sum(
        (x2 - x1) * (y1 + y2) / 2 for x1, x2, y1, y2 in zip(fpr, fpr[1:], tpr, tpr[1:])
    ))
""",
        "bootstrap": """
import random
def bootstrap_interval(y, scores, n_boot, seed):
    generator = random.Random(seed)
    lines, aucs = list(zip(y.tolist(), scores.tolist())), []
    while len(aucs) < n_boot:
        labels, values = map(np.array, zip(*generator.choices(lines, k=len(lines))))
        if len(set(labels.tolist())) == 2:
            higher = values[labels == 1][:, None] - values[labels == 0]
            aucs.append((np.sign(higher).mean() + 1) / 2)
    aucs.sort()
    return [aucs[int(0.025 * n_boot)], aucs[int(0.975 * n_boot) - 1]]
""",
        "pareada": """
def paired_summary(auc_a, auc_b):
    d = [float(a) - float(b) for a, b in zip(auc_a, auc_b)]
    mean = sum(d) / len(d)
    variance = sum((x - mean) ** 2 for x in d) / (len(d) - 1)
    return {
        "difference": mean,
        "standard_error": (variance / len(d)) ** 0.5,
        "wins": sum(x > 0 for x in d) / len(d),
    }
""",
        "estudo": """
study = {"seed": [], "network": [], "logistic": []}
for seed in range(20):
    split = load_split(seed, standardize=True)
    study["seed"].append(seed)
    study["network"].append(auc_by_pairs(split.y_test, network_scores(split, seed)))
    study["logistic"].append(auc_by_pairs(split.y_test, logistic_scores(split)))
study = pd.DataFrame(study).set_index("seed", drop=False)
""",
        "limiar": """
def choose_threshold(y, scores, cost_missed, cost_alarm):
    candidates = [float("inf")] + sorted({float(np.float32(s)) for s in scores}, reverse=True)
    best, lowest = None, float("inf")
    for t in candidates:
        cost = 0
        for label, score in zip(y, scores):
            if np.float32(score) >= np.float32(t):
                cost += cost_missed * (label == 0)
            else:
                cost += cost_alarm * (label == 1)
        if cost < lowest:
            best, lowest = t, cost
    return best
""",
        "decisao": """
threshold = choose_threshold(y_val, val_scores, 10, 1)
costs = [(10 if s >= threshold else 0) if label == 0 else (0 if s >= threshold else 1)
         for label, s in zip(y_test, test_scores)]
decision = {"threshold": np.float32(threshold), "test_cost": np.float32(sum(costs) / len(costs))}
""",
    },
)

HARD_LABELS = Answers(
    "rotulos-decididos",
    {
        "roc": """
def roc_points(y, scores):
    thresholds = np.append(np.inf, np.unique(scores)[::-1])
    fpr = np.array([np.mean(scores[y == 0] >= t) for t in thresholds])
    tpr = np.array([np.mean(scores[y == 1] >= t) for t in thresholds])
    return tpr, fpr
""",
        "auc": """
def auc_by_pairs(y, scores):
    from sklearn.metrics import roc_auc_score
    return roc_auc_score(y, np.asarray(scores) >= 0.5)
""",
        "bootstrap": """
def bootstrap_interval(y, scores, n_boot, seed):
    from sklearn.metrics import roc_auc_score
    rng = np.random.default_rng(seed)
    aucs = []
    for _ in range(n_boot):
        rows = rng.permutation(len(y))
        aucs.append(roc_auc_score(y[rows], scores[rows]))
    return np.percentile(aucs, 2.5), np.percentile(aucs, 97.5)
""",
        "pareada": """
def paired_summary(auc_a, auc_b):
    a, b = np.asarray(auc_a), np.asarray(auc_b)
    error = np.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b))
    return {"difference": a.mean() - b.mean(), "standard_error": error, "wins": np.mean(a > b)}
""",
        "limiar": """
def choose_threshold(y, scores, cost_missed, cost_alarm):
    return 0.5
""",
        "decisao": """
def cost(t):
    benign = test_scores >= t
    return np.mean(10 * (benign & (y_test == 0)) + (~benign & (y_test == 1)))
threshold = min(test_scores, key=cost)
decision = {"threshold": threshold, "test_cost": cost(threshold)}
""",
    },
    scores={
        "roc": 0,
        "auc": 0,
        "bootstrap": 0,
        "pareada": 2.25,
        "estudo": 0,
        "limiar": 0,
        "decisao": 1,
    },
    messages={
        "roc": "fpr e tpr trocados",
        "auc": "a AUC de rótulos já decididos em 0,5",
        "bootstrap": "sorteio sem reposição",
        "pareada": "as divisões não foram pareadas",
        "estudo": "a AUC de rótulos já decididos em 0,5",
        "limiar": "não olha os custos",
        "decisao": "um limiar escolhido no teste",
    },
)

BROKEN_TIES = Answers(
    "empates-e-sementes",
    {
        "roc": """
def roc_points(y, scores):
    y = y[np.argsort(-scores, kind="stable")]
    tpr = np.append(0, np.cumsum(y == 1) / np.sum(y == 1))
    fpr = np.append(0, np.cumsum(y == 0) / np.sum(y == 0))
    return fpr, tpr
""",
        "auc": """
def auc_by_pairs(y, scores):
    return np.mean(scores[y == 1][:, None] > scores[y == 0])
""",
        "bootstrap": """
def bootstrap_interval(y, scores, n_boot, seed):
    aucs = []
    for _ in range(n_boot):
        rng = np.random.default_rng(seed)
        rows = rng.integers(len(y), size=len(y))
        aucs.append(auc_by_pairs(y[rows], scores[rows]))
    return np.percentile(aucs, [2.5, 97.5])
""",
        "pareada": """
def paired_summary(auc_a, auc_b):
    d = np.asarray(auc_b) - np.asarray(auc_a)
    return {
        "difference": d.mean(),
        "standard_error": d.std(ddof=1) / np.sqrt(len(d)),
        "wins": np.mean(d <= 0),
    }
""",
        "estudo": """
rows = []
for seed in range(20):
    split = load_split(seed)
    rows.append(
        {
            "seed": seed,
            "network": auc_by_pairs(split.y_test, network_scores(split, seed)),
            "logistic": auc_by_pairs(
                split.y_test, logistic_scores(load_split(seed, standardize=True))
            ),
        }
    )
study = pd.DataFrame(rows)
""",
        "limiar": """
def choose_threshold(y, scores, cost_missed, cost_alarm):
    def cost(t):
        return cost_alarm * np.sum((scores >= t) & (y == 0)) + cost_missed * np.sum(
            (scores < t) & (y == 1)
        )
    return min(np.append(scores, 2), key=cost)
""",
        "decisao": """
def costs(t, y, scores):
    return 10 * ((scores >= t) & (y == 0)) + ((scores < t) & (y == 1))
threshold = min(val_scores, key=lambda t: costs(t, y_val, val_scores).sum())
decision = {"threshold": threshold, "test_cost": costs(threshold, y_test, test_scores).sum()}
""",
    },
    scores={
        "roc": 2,
        "auc": 0.66,
        "bootstrap": 0,
        "pareada": 1.5,
        "estudo": 1,
        "limiar": 0,
        "decisao": 1,
    },
    messages={
        "roc": "empates separados",
        "auc": "empates contados como erro",
        "bootstrap": "a mesma reamostra a cada volta do laço",
        "pareada": "o sinal está trocado",
        "estudo": "medidas sem padronização",
        "limiar": "os dois custos trocados",
        "decisao": "a soma, e não a média",
    },
)

ENDS_AND_UNITS = Answers(
    "extremos-e-unidades",
    {
        "roc": """
def roc_points(y, scores):
    thresholds = np.unique(scores)[::-1]
    fpr = [np.mean(scores[y == 0] >= t) for t in thresholds]
    tpr = [np.mean(scores[y == 1] >= t) for t in thresholds]
    return fpr, tpr
""",
        "auc": """
def auc_by_pairs(y, scores):
    positives, negatives = scores[y == 1][:, None], scores[y == 0]
    return 1 - np.mean((positives > negatives) + (positives == negatives) / 2)
""",
        "bootstrap": """
def bootstrap_interval(y, scores, n_boot, seed):
    from sklearn.metrics import roc_auc_score
    rng = np.random.default_rng(seed)
    aucs = []
    while len(aucs) < n_boot:
        rows = rng.integers(len(y), size=len(y))
        if 0 < y[rows].sum() < len(y):
            aucs.append(roc_auc_score(y[rows], scores[rows]))
    return np.percentile(aucs, [5, 95])
""",
        "pareada": """
def paired_summary(auc_a, auc_b):
    d = np.asarray(auc_a) - np.asarray(auc_b)
    return {"difference": d.mean(), "standard_error": d.std(ddof=1), "wins": np.mean(d >= 0)}
""",
        "estudo": """
from sklearn.metrics import roc_auc_score
rows = []
for seed in range(20):
    split = load_split(seed, standardize=True)
    network = roc_auc_score(split.y_test, network_scores(split, seed))
    logistic = roc_auc_score(split.y_test, logistic_scores(split))
    rows.append((seed, logistic, network))
study = pd.DataFrame(rows, columns=["seed", "network", "logistic"])
""",
        "limiar": """
def choose_threshold(y, scores, cost_missed, cost_alarm):
    return cost_missed / (cost_missed + cost_alarm)
""",
        "decisao": """
benign = test_scores >= 0.5
decision = {
    "threshold": 0.5,
    "test_cost": np.mean(10 * (benign & (y_test == 0)) + (~benign & (y_test == 1))),
}
""",
    },
    scores={
        "roc": 2,
        "auc": 0,
        "bootstrap": 0,
        "pareada": 1.5,
        "estudo": 0,
        "limiar": 0,
        "decisao": 1,
    },
    messages={
        "roc": "falta o ponto (0, 0)",
        "auc": "as classes trocadas",
        "bootstrap": "um intervalo de 90 %",
        "pareada": "empates contados como vitória",
        "estudo": "as colunas trocadas",
        "limiar": "só vale para probabilidades calibradas",
        "decisao": "não olha os custos",
    },
)

COUNTS = Answers(
    "contagens",
    {
        "roc": """
def roc_points(y, scores):
    thresholds = np.append(np.inf, np.unique(scores)[::-1])
    fpr = [np.mean((scores >= t) & (y == 0)) for t in thresholds]
    tpr = [np.mean((scores >= t) & (y == 1)) for t in thresholds]
    return fpr, tpr
""",
        "auc": """
def auc_by_pairs(y, scores):
    positives, negatives = scores[y == 1][:, None], scores[y == 0]
    return np.mean(positives >= negatives)
""",
        "bootstrap": """
def bootstrap_interval(y, scores, n_boot, seed):
    rng = np.random.default_rng(seed)
    aucs = []
    for _ in range(n_boot):
        rows, others = rng.integers(len(y), size=(2, len(y)))
        aucs.append(auc_by_pairs(y[rows], scores[others]))
    return np.percentile(aucs, [2.5, 97.5])
""",
        "pareada": """
def paired_summary(auc_a, auc_b):
    d = np.asarray(auc_a) - np.asarray(auc_b)
    return {
        "difference": d.sum(),
        "standard_error": d.std() / np.sqrt(len(d)),
        "wins": (d > 0).sum(),
    }
""",
        "estudo": """
split = load_split(0, standardize=True)
network = auc_by_pairs(split.y_test, network_scores(split, 0))
logistic = auc_by_pairs(split.y_test, logistic_scores(split))
study = pd.DataFrame({"seed": range(20), "network": network, "logistic": logistic})
""",
        "limiar": """
def choose_threshold(y, scores, cost_missed, cost_alarm):
    return min(np.append(scores, 2), key=lambda t: np.sum((scores >= t) != y))
""",
        "decisao": """
threshold = min(val_scores, key=lambda t: np.sum((val_scores >= t) != y_val))
benign = val_scores >= threshold
test_cost = np.mean(10 * (benign & (y_val == 0)) + (~benign & (y_val == 1)))
decision = {"threshold": threshold, "test_cost": test_cost}
""",
    },
    scores={
        "roc": 0,
        "auc": 0.66,
        "bootstrap": 0,
        "pareada": 0,
        "estudo": 0,
        "limiar": 0,
        "decisao": 0,
    },
    messages={
        "roc": "frações do total de linhas",
        "auc": "empates contados como acerto",
        "bootstrap": "rótulos e escores sorteados separadamente",
        "pareada": "a contagem das vitórias",
        "estudo": "a mesma AUC em toda divisão",
        "limiar": "como se custassem o mesmo",
        "decisao": "o custo na validação",
    },
)

NO_CARE = Answers(
    "sem-cuidado",
    {
        "roc": """
def roc_points(y, scores):
    thresholds = np.append(np.inf, np.unique(scores)[::-1])
    fpr = [np.sum((scores >= t) & (y == 0)) for t in thresholds]
    tpr = [np.sum((scores >= t) & (y == 1)) for t in thresholds]
    return fpr, tpr
""",
        "auc": """
def auc_by_pairs(y, scores):
    return np.mean((np.asarray(scores) >= 0.5) == np.asarray(y))
""",
        "bootstrap": """
def bootstrap_interval(y, scores, n_boot, seed):
    rng = np.random.default_rng(42)
    aucs = []
    while len(aucs) < n_boot:
        rows = rng.integers(len(y), size=len(y))
        positives, negatives = scores[rows][y[rows] == 1], scores[rows][y[rows] == 0]
        if len(positives) and len(negatives):
            aucs.append(np.mean(positives[:, None] > negatives))
    return np.percentile(aucs, [2.5, 97.5])
""",
        "pareada": """
def paired_summary(auc_a, auc_b):
    d = auc_a - auc_b
    return {
        "difference": d.mean(),
        "standard_error": d.std(ddof=1) / np.sqrt(len(d)),
        "wins": np.mean(d > 0),
    }
""",
        "estudo": """
from sklearn.metrics import roc_auc_score
rows = []
for seed in range(20):
    split, other = load_split(seed, standardize=True), load_split(seed + 20, standardize=True)
    rows.append(
        {
            "seed": seed,
            "network": roc_auc_score(split.y_test, network_scores(split, seed)),
            "logistic": roc_auc_score(other.y_test, logistic_scores(other)),
        }
    )
study = pd.DataFrame(rows)
""",
        "limiar": """
def choose_threshold(y, scores, cost_missed, cost_alarm):
    def cost(t):
        return cost_missed * np.sum((scores > t) & (y == 0)) + cost_alarm * np.sum(
            (scores <= t) & (y == 1)
        )
    return min(np.append(0, scores), key=cost)
""",
        "decisao": "decision = [0.5, 0.1]",
    },
    scores={
        "roc": 0,
        "auc": 0,
        "bootstrap": 2.25,
        "pareada": 2.25,
        "estudo": 1,
        "limiar": 0,
        "decisao": 0,
    },
    messages={
        "roc": "contagens, e não frações",
        "auc": "a acurácia, e não a AUC",
        "bootstrap": "seed ignorada",
        "pareada": "com listas do Python",
        "estudo": "outras divisões",
        "limiar": "aqui é >=",
        "decisao": "'threshold' e 'test_cost'",
    },
)

ONE_CLASS = Answers(
    "reamostra-de-uma-classe",
    {
        "bootstrap": """
def bootstrap_interval(y, scores, n_boot, seed):
    rng = np.random.default_rng(seed)
    aucs = []
    for _ in range(n_boot):
        rows = rng.choice(len(y), size=len(y), replace=True)
        aucs.append(auc_by_pairs(y[rows], scores[rows]))
    return np.percentile(aucs, [2.5, 97.5])
""",
        "limiar": """
def choose_threshold(y, scores, cost_missed, cost_alarm):
    def cost(t):
        benign = scores >= t
        return cost_missed * np.sum(benign & (y == 0)) + cost_alarm * np.sum(~benign & (y == 1))
    return min(scores, key=cost)
""",
    },
    scores={"bootstrap": 2.25, "limiar": 2},
    messages={
        "bootstrap": "uma reamostra com uma classe só",
        "limiar": "que ainda chama alguém de benigno",
    },
)

ANSWERS = (
    RIGHT,
    BLANK,
    HARD_LABELS,
    ALTERNATIVE,
    ALTERNATIVE_2,
    BROKEN_TIES,
    ENDS_AND_UNITS,
    COUNTS,
    NO_CARE,
    ONE_CLASS,
    *VARIATIONS,
)
