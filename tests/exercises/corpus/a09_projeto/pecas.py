"""Células de `09-projeto` que várias entregas partilham: as erradas trocam uma linha delas."""

import textwrap

# Para errar em um item sem arrastar os outros: resultados certos, sem as funções dos itens 2 a 5.
HONEST_RESULTS = """
from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedShuffleSplit
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
dataset = "wine"
X, y = load_wine(return_X_y=True)
def fitted(model, train, test):
    return make_pipeline(StandardScaler(), model).fit(X[train], y[train]).predict_proba(X[test])
def one_split(train, test):
    network = MLPClassifier((4,), solver="lbfgs", alpha=1e-3, max_iter=500, random_state=0)
    return {
        "train": train, "test": test,
        "network": fitted(network, train, test),
        "baseline": fitted(LogisticRegression(), train, test),
    }
pairs = list(StratifiedShuffleSplit(6, test_size=0.25, random_state=1).split(X, y))
results = [one_split(*pair) for pair in pairs]
"""

# Uma avaliação rápida; as erradas trocam uma linha dela.
QUICK_EVALUATION = """
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler
def evaluate_split(X, y, train, test):
    scaler = StandardScaler().fit(X[train])
    A, B = scaler.transform(X[train]), scaler.transform(X[test])
    network = MLPClassifier((16,), solver="lbfgs", max_iter=200, random_state=0).fit(A, y[train])
    baseline = LogisticRegression().fit(A, y[train])
    return {"network": network.predict_proba(B), "baseline": baseline.predict_proba(B)}
"""

SUMMARY = """
from sklearn.metrics import roc_auc_score
def summarize(y, results):
    def accuracies(model):
        return np.array([np.mean(r[model].argmax(axis=1) == y[r["test"]]) for r in results])
    def aucs(model):
        return [roc_auc_score(y[r["test"]], r[model], multi_class="ovr") for r in results]
    d = accuracies("network") - accuracies("baseline")
    factor = np.sqrt(1 / len(d) + len(results[0]["test"]) / len(results[0]["train"]))
    error = d.std(ddof=1) * factor
    summary = {
        "network_accuracy": accuracies("network").mean(),
        "baseline_accuracy": accuracies("baseline").mean(),
        "network_auc": np.mean(aucs("network")),
        "baseline_auc": np.mean(aucs("baseline")),
        "difference": d.mean(),
        "standard_error": error,
        "winner": "empate",
    }
    if abs(d.mean()) > 2 * error:
        summary["winner"] = "rede" if d.mean() > 0 else "linha de base"
    return summary
"""


def summarized(change: str) -> str:
    """O resumo certo com um erro acrescentado antes do return."""
    last = "    return summary\n"
    return SUMMARY.replace(last, textwrap.indent(change.strip(), "    ") + "\n" + last)
