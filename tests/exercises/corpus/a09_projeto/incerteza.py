"""Respostas a `09-projeto` sem incerteza, sem linha de base ou sem aprender nada."""

from tests.exercises.corpus.a09_projeto.pecas import (
    HONEST_RESULTS,
    QUICK_EVALUATION,
    SUMMARY,
    summarized,
)
from tests.exercises.corpus.answers import Answers

NO_UNCERTAINTY = Answers(
    "uma-divisao-so",
    {
        "dados": """
from sklearn.datasets import load_wine
dataset = "wine"
y, X = load_wine(return_X_y=True)
""",
        "dividir": """
from sklearn.model_selection import train_test_split
def make_splits(y, n_splits, seed):
    rows = np.arange(len(y))
    pair = train_test_split(rows, test_size=0.25, stratify=y, random_state=seed)
    return [pair for _ in range(n_splits)]
""",
        "preparar": """
def prepare(X_train, X_test):
    def scale(X):
        std = X.std(axis=0)
        return (X - X.mean(axis=0)) / np.where(std > 0, std, 1)
    return scale(X_train), scale(X_test)
""",
        "rede": """
def create_network(n_features, n_classes):
    network = keras.Sequential([
        keras.Input((n_features,)),
        keras.layers.Dense(n_classes, activation="softmax"),
    ])
    network.compile("adam", loss="sparse_categorical_crossentropy")
    return network
""",
        "avaliar": QUICK_EVALUATION.replace("fit(X[train])", "fit(X)"),
        "resultados": HONEST_RESULTS + "results = results[:1]\n",
        "resumo": SUMMARY.replace("in results]", "in results[:1]]"),
    },
    scores={
        "dados": 0,
        "dividir": 1.14,
        "preparar": 1.2,
        "rede": 1.5,
        "avaliar": 2.85,
        "resultados": 2.25,
        "resumo": 0,
    },
    messages={
        "dados": "X e y trocados",
        "dividir": "a mesma divisão repetida",
        "preparar": "o teste preparado com as próprias estatísticas",
        "rede": "nenhuma camada oculta: isto é uma regressão logística",
        "avaliar": "a rede desaprendeu: a preparação mediu o teste",
        "resultados": "1, em uma lista de 1",
        "resumo": "uma divisão só: a primeira",
    },
)

NO_BASELINE = Answers(
    "sem-linha-de-base",
    {
        "dados": 'dataset = "breast_cancer"\nX, y = np.zeros((569, 30)), np.zeros(569)',
        "dividir": """
from sklearn.model_selection import ShuffleSplit
def make_splits(y, n_splits, seed):
    return list(ShuffleSplit(n_splits, test_size=0.25, random_state=seed).split(y))
""",
        "preparar": "def prepare(X_train, X_test):\n    return X_train / 16, X_test / 16",
        "rede": """
def create_network(n_features, n_classes):
    network = keras.Sequential([
        keras.Input((n_features,)),
        keras.layers.Dense(32),
        keras.layers.Dense(n_classes, activation="softmax"),
    ])
    network.compile("adam", loss="categorical_crossentropy")
    return network
""",
        "avaliar": QUICK_EVALUATION.replace(
            '"baseline": baseline.predict_proba(B)', '"baseline": network.predict_proba(B)'
        ),
        "resultados": HONEST_RESULTS
        + 'results = [r | {"baseline": np.tile([0.3, 0.4, 0.3], (45, 1))} for r in results]\n',
        "resumo": SUMMARY.replace(
            'accuracies("network") - accuracies("baseline")',
            'accuracies("baseline") - accuracies("network")',
        ),
    },
    scores={
        "dados": 0,
        "dividir": 1.14,
        "preparar": 0,
        "rede": 0.5,
        "avaliar": 3.42,
        "resultados": 2.25,
        "resumo": 2.25,
    },
    messages={
        "dados": "'breast_cancer'",
        "dividir": "não é estratificada",
        "preparar": "a mesma conta em todas as colunas",
        "rede": "categorical_crossentropy, que espera rótulos em one-hot",
        "avaliar": "os escores da rede, repetidos em baseline",
        "resultados": "a de quem responde sempre a mesma classe",
        "resumo": "o sinal trocado",
    },
)

NOTHING_LEARNED = Answers(
    "nada-aprendido",
    {
        "dados": """
from sklearn.datasets import load_wine
dataset = "wine"
X, y = load_wine(return_X_y=True)
y = np.sort(y)[::-1]
""",
        "dividir": """
from sklearn.model_selection import StratifiedShuffleSplit
def make_splits(y, n_splits, seed):
    pairs = StratifiedShuffleSplit(n_splits, test_size=0.25, random_state=seed).split(y, y)
    rows = np.arange(len(y))
    return [(np.isin(rows, train), np.isin(rows, test)) for train, test in pairs]
""",
        "preparar": "def prepare(X_train, X_test):\n    return X_train, X_test",
        "rede": """
def create_network(n_features, n_classes):
    network = keras.Sequential([
        keras.Input((n_features,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(n_classes, activation="sigmoid"),
    ])
    network.compile("adam", loss="binary_crossentropy")
    return network
""",
        "avaliar": QUICK_EVALUATION.replace(
            "network.predict_proba(B)", "np.tile([0.2, 0.5, 0.3], (len(test), 1))"
        ),
        "resultados": HONEST_RESULTS.replace("list(Str", "6 * list(Str").replace(
            "Split(6", "Split(1"
        )
        + """
results = [r | {"network": 3 * np.log(r["network"] + 1e-9)} for r in results]
""",
        "resumo": summarized(
            """
a, b = accuracies("network"), accuracies("baseline")
summary["baseline_accuracy"] = b.max()
summary["network_auc"], summary["baseline_auc"] = summary["baseline_auc"], summary["network_auc"]
summary["standard_error"] = np.sqrt(a.var(ddof=1) + b.var(ddof=1)) * factor
"""
        ),
    },
    scores={
        "dados": 0.5,
        "dividir": 0,
        "preparar": 0,
        "rede": 1,
        "avaliar": 0,
        "resultados": 1.5,
        "resumo": 0.75,
    },
    messages={
        "dados": "rótulos em outra ordem",
        "dividir": "máscaras de True e False",
        "preparar": "as medidas como vieram",
        "rede": "ativação de saída sigmoid",
        "avaliar": "as mesmas probabilidades em todas as linhas",
        "resultados": "faltou a softmax",
        "resumo": "as divisões não foram pareadas",
    },
)

CONSTANT = Answers(
    "sempre-a-mesma",
    {
        "resultados": HONEST_RESULTS
        + """
results = [r | {"network": np.tile([0.2, 0.5, 0.3], (45, 1))} for r in results]
""",
        "resumo": summarized('summary["standard_error"] = d.std(ddof=1)'),
    },
    scores={"resultados": 0, "resumo": 1.87},
    messages={
        "resultados": "os mesmos escores em todas as linhas",
        "resumo": "o desvio padrão das diferenças",
    },
)
