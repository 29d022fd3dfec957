"""Respostas a `09-projeto` em que o teste chega ao treino."""

from tests.exercises.corpus.a09_projeto.pecas import (
    HONEST_RESULTS,
    QUICK_EVALUATION,
    SUMMARY,
)
from tests.exercises.corpus.answers import Answers

LEAKAGE = Answers(
    "vazamento",
    {
        "dados": """
from sklearn.datasets import load_wine
from sklearn.preprocessing import StandardScaler
dataset = "wine"
X, y = load_wine(return_X_y=True)
X = StandardScaler().fit_transform(X)
""",
        "dividir": """
def make_splits(y, n_splits, seed):
    rng = np.random.default_rng(seed)
    rows = np.arange(len(y))
    return [(rows, rng.choice(rows, len(y) // 4, replace=False)) for _ in range(n_splits)]
""",
        "preparar": """
def prepare(X_train, X_test):
    everything = np.vstack([X_train, X_test])
    mean, std = everything.mean(axis=0), everything.std(axis=0)
    std = np.where(std > 0, std, 1)
    return (X_train - mean) / std, (X_test - mean) / std
""",
        "rede": """
def create_network(n_features, n_classes):
    network = keras.Sequential([
        keras.Input((n_features,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(n_classes),
    ])
    network.compile("adam", loss="sparse_categorical_crossentropy")
    return network
""",
        "avaliar": QUICK_EVALUATION.replace(
            "random_state=0).fit(A, y[train])",
            "random_state=0).fit(np.vstack([A, B]), np.append(y[train], y[test]))",
        ),
        "resultados": HONEST_RESULTS
        + """
results = [r | {"train": np.append(r["train"], r["test"][:9])} for r in results]
""",
        "resumo": SUMMARY.replace(
            '1 / len(d) + len(results[0]["test"]) / len(results[0]["train"])', "1 / len(d)"
        ),
    },
    scores={
        "dados": 0.5,
        "dividir": 0,
        "preparar": 0,
        "rede": 1,
        "avaliar": 0,
        "resultados": 0,
        "resumo": 1.87,
    },
    messages={
        "dados": "medidas padronizadas com todas as linhas: vazamento",
        "dividir": "linhas no treino e no teste ao mesmo tempo: vazamento",
        "preparar": "o treino depende das linhas de teste: vazamento",
        "rede": "saída linear com entropia cruzada de probabilidades",
        "avaliar": "a rede repetiu rótulos que só existem no teste: vazamento",
        "resultados": "9 linhas no treino e no teste ao mesmo tempo: vazamento",
        "resumo": "o erro padrão sem a correção",
    },
)

TRAIN_ONLY = Answers(
    "outro-modelo-vaza",
    {
        "dados": """
from sklearn.datasets import load_wine
dataset = "wine"
X, y = load_wine(return_X_y=True)
X = X / X.max(axis=0)
""",
        "dividir": """
def make_splits(y, n_splits, seed):
    rng, rows, pairs = np.random.default_rng(seed), np.arange(len(y)), []
    for _ in range(n_splits):
        train = rng.choice(rows, len(y))
        pairs.append((train, np.setdiff1d(rows, train)))
    return pairs
""",
        "preparar": """
def prepare(X_train, X_test):
    return np.zeros(X_train.shape), np.zeros(X_test.shape)
""",
        "rede": """
def create_network(n_features, n_classes):
    network = keras.Sequential([
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(n_classes, activation="softmax"),
    ])
    network.compile("adam", loss="sparse_categorical_crossentropy")
    return network
""",
        "avaliar": QUICK_EVALUATION.replace(
            "LogisticRegression().fit(A, y[train])",
            "LogisticRegression().fit(np.vstack([A, B]), np.append(y[train], y[test]))",
        ),
        "resultados": HONEST_RESULTS
        + """
results = [r | {"baseline": r["network"]} for r in results]
""",
        "resumo": SUMMARY.replace("np.mean(aucs", "np.median(aucs"),
    },
    scores={
        "dados": 0.5,
        "dividir": 0,
        "preparar": 0,
        "rede": 0,
        "avaliar": 2.85,
        "resultados": 2.25,
        "resumo": 2.25,
    },
    messages={
        "dados": "medidas alteradas ou em outra ordem",
        "dividir": "linhas repetidas dentro de uma parte",
        "preparar": "linhas diferentes que saíram iguais",
        "rede": "uma rede ainda sem pesos",
        "avaliar": "a linha de base repetiu rótulos que só existem no teste: vazamento",
        "resultados": "os escores da rede, repetidos em baseline",
        "resumo": "a mediana das divisões, e não a média",
    },
)
