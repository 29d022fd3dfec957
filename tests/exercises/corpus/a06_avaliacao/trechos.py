"""Os trechos de código de que se montam as variações de `06-avaliacao`."""

PAIRS = """
def pairs_auc(y, scores):
    y, scores = np.asarray(y), np.asarray(scores)
    positives, negatives = scores[y == 1][:, None], scores[y == 0]
    return np.mean((positives > negatives) + (positives == negatives) / 2)
"""
# Estas células não usam as outras: um erro em um item não chega ao seguinte. A de `estudo`, a mais
# demorada, fica em branco nas entregas que não erram nela.
ALONE = {
    "bootstrap": f"""{PAIRS}
def bootstrap_interval(y, scores, n_boot, seed):
    y, scores, aucs, rng = np.asarray(y), np.asarray(scores), [], np.random.default_rng(seed)
    while len(aucs) < n_boot:
        rows = rng.integers(len(y), size=len(y))
        if 0 < y[rows].sum() < len(y):
            aucs.append(pairs_auc(y[rows], scores[rows]))
    return np.percentile(aucs, [2.5, 97.5])
""",
    "estudo": "study = ...",
    "decisao": """
def costs(t, y, scores):
    return 10 * ((scores >= t) & (y == 0)) + ((scores < t) & (y == 1))
threshold = min(val_scores, key=lambda t: costs(t, y_val, val_scores).sum())
decision = {"threshold": threshold, "test_cost": costs(threshold, y_test, test_scores).mean()}
""",
}


def roc(fpr: str, tpr: str, thresholds: str = "np.append(np.inf, np.unique(scores)[::-1])") -> str:
    return (
        "def roc_points(y, scores):\n"
        f"    neg, pos, thresholds = scores[y == 0], scores[y == 1], {thresholds}\n"
        f"    return {fpr}, {tpr}"
    )


def rates(rule: str, start: str = "[]", **changes: str) -> str:
    return roc(
        f"{start} + [np.mean(neg {rule} t) for t in thresholds]",
        f"{start} + [np.mean(pos {rule} t) for t in thresholds]",
        **changes,
    )


def auc(result: str) -> str:
    return (
        "def auc_by_pairs(y, scores):\n"
        "    y, scores = np.asarray(y), np.asarray(scores)\n"
        "    p, n = scores[y == 1][:, None], scores[y == 0]\n"
        "    order = (p > n) + (p == n) / 2\n"
        f"    return {result}"
    )


def bootstrap(
    result: str = "np.percentile(aucs, [2.5, 97.5])",
    rows: str = "rng.integers(n, size=n)",
    measure: str = "pairs_auc(y[rows], scores[rows])",
    first: str = "pass",
) -> str:
    return (
        f"{PAIRS}\n"
        "def bootstrap_interval(y, scores, n_boot, seed):\n"
        "    n, aucs, rng = len(y), [], np.random.default_rng(seed)\n"
        f"    {first}\n"
        "    while len(aucs) < n_boot:\n"
        f"        rows = {rows}\n"
        "        if 0 < y[rows].sum() < len(rows):\n"
        f"            aucs.append({measure})\n"
        f"    return {result}"
    )


def summary(**changes: str) -> str:
    parts = {
        "difference": "d.mean()",
        "standard_error": "d.std(ddof=1) / np.sqrt(len(d))",
        "wins": "np.mean(d > 0)",
    } | changes
    lines = "".join(f"        {name!r}: {text},\n" for name, text in parts.items() if text)
    return (
        "def paired_summary(auc_a, auc_b):\n"
        "    d = np.asarray(auc_a) - np.asarray(auc_b)\n"
        f"    return {{\n{lines}    }}"
    )


def study(network: str, logistic: str, split: str = "load_split(seed, standardize=True)") -> str:
    return (
        "from sklearn.metrics import accuracy_score, roc_auc_score\n"
        "rows = []\n"
        "for seed in range(20):\n"
        f"    split = {split}\n"
        "    y, net, log = split.y_test, network_scores(split, seed), logistic_scores(split)\n"
        f'    rows.append({{"seed": seed, "network": {network}, "logistic": {logistic}}})\n'
        "study = pd.DataFrame(rows)"
    )


def threshold(result: str, candidates: str = "[*np.unique(scores), 2]") -> str:
    return (
        "def choose_threshold(y, scores, cost_missed, cost_alarm):\n"
        "    def cost(t):\n"
        "        missed, alarms = (scores >= t) & (y == 0), (scores < t) & (y == 1)\n"
        "        return cost_missed * missed.sum() + cost_alarm * alarms.sum()\n"
        f"    candidates = {candidates}\n"
        f"    return {result}"
    )


def decision(**changes: str) -> str:
    parts = {"threshold": "t", "test_cost": "costs(t, y_test, test_scores).mean()"} | changes
    lines = "".join(f"    {name!r}: {text},\n" for name, text in parts.items() if text)
    return (
        "def costs(t, y, scores):\n"
        "    return 10 * ((scores >= t) & (y == 0)) + ((scores < t) & (y == 1))\n"
        "t = min(val_scores, key=lambda t: costs(t, y_val, val_scores).sum())\n"
        f"decision = {{\n{lines}}}"
    )
