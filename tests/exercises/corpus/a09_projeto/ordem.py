"""Respostas a `09-projeto` com linhas, sementes ou partes fora do lugar."""

from tests.exercises.corpus.a09_projeto.pecas import (
    HONEST_RESULTS,
    QUICK_EVALUATION,
    summarized,
)
from tests.exercises.corpus.answers import Answers

ORDER = Answers(
    "fora-de-ordem",
    {
        "dados": """
from sklearn.datasets import load_digits
dataset = "digits"
X, y = load_digits().images, np.eye(10)[load_digits().target]
""",
        "dividir": """
from sklearn.model_selection import StratifiedShuffleSplit
def make_splits(y, n_splits, seed):
    splitter = StratifiedShuffleSplit(n_splits, test_size=0.25, random_state=42)
    return list(splitter.split(y, y))
""",
        "preparar": """
def prepare(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    return (X_train - mean) / std, (X_test - mean) / std
""",
        "rede": """
def create_network(n_features, n_classes):
    network = keras.Sequential([
        keras.Input((n_features,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(n_classes, activation="softmax"),
    ])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile("adam", loss=loss)
    return network
""",
        "avaliar": QUICK_EVALUATION.replace("X[test])", "X[np.isin(np.arange(len(X)), test)])"),
        "resultados": HONEST_RESULTS
        + """
order = np.random.default_rng(0).permutation(45)
results = [r | {"network": r["network"][order]} for r in results]
""",
        "resumo": summarized('summary["winner"] = "rede" if d.mean() > 0 else "linha de base"'),
    },
    scores={
        "dados": 0,
        "dividir": 1.42,
        "preparar": 2.4,
        "rede": 1,
        "avaliar": 0,
        "resultados": 0,
        "resumo": 2.62,
    },
    messages={
        "dados": "formato (1797, 8, 8)",
        "dividir": "seed ignorada",
        "preparar": "números finitos mesmo com uma coluna que não varia",
        "rede": "a softmax é aplicada duas vezes",
        "avaliar": "as linhas em ordem crescente",
        "resultados": "linhas fora de ordem",
        "resumo": "só a média decidiu",
    },
)

UNEVEN = Answers(
    "divisoes-desiguais",
    {
        "dividir": """
def make_splits(y, n_splits, seed):
    from sklearn.model_selection import StratifiedShuffleSplit
    pairs = StratifiedShuffleSplit(n_splits, test_size=0.25, random_state=seed).split(y, y)
    return [(train, np.isin(np.arange(len(y)), test)) for train, test in pairs]
""",
        "preparar": """
from sklearn.decomposition import PCA
def prepare(X_train, X_test):
    pca = PCA(5).fit(X_train)
    return pca.transform(X_train), pca.transform(X_test)
""",
        "rede": """
def create_network(n_features, n_classes):
    network = keras.Sequential([
        keras.Input((n_features,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(n_classes, activation="softmax"),
    ])
    network.compile("adam", loss="mean_squared_error")
    return network
""",
        "avaliar": QUICK_EVALUATION.replace(
            "network.predict_proba(B)",
            "np.random.default_rng(0).dirichlet(np.ones(3), len(B))",
        ),
        "resultados": HONEST_RESULTS
        + """
from sklearn.model_selection import train_test_split
rows = np.arange(len(y))
results += [one_split(*train_test_split(rows, test_size=0.1, stratify=y, random_state=0))]
""",
        "resumo": summarized(
            """
summary["network_auc"], summary["baseline_auc"] = summary["baseline_auc"], summary["network_auc"]
summary["winner"] = "network"
"""
        ),
    },
    scores={
        "dividir": 0,
        "preparar": 0,
        "rede": 1,
        "avaliar": 0,
        "resultados": 2.62,
        "resumo": 1.87,
    },
    messages={
        "dividir": "máscaras de True e False",
        "preparar": "vezes a menor",
        "rede": "a perda meansquarederror",
        "avaliar": "onde o acaso acerta um terço",
        "resultados": "um teste de outro tamanho, ou sem estratos",
        "resumo": "o número do outro modelo",
    },
)

WRONG_ROWS = Answers(
    "medidas-no-lugar-das-linhas",
    {
        "avaliar": QUICK_EVALUATION.replace("network.predict_proba(B)", "network"),
        "resultados": HONEST_RESULTS + 'results = [r | {"test": X[r["test"]]} for r in results]',
        "resumo": summarized(
            """
summary["standard_error"] = d.std() * factor
summary["winner"] = "network"
"""
        ),
    },
    scores={"avaliar": 0, "resultados": 0, "resumo": 1.87},
    messages={
        "resultados": "train ou test não são números de linhas",
        "resumo": "(ddof=0); aqui o divisor é n - 1.\n"
        "Esperado: em winner, o que a diferença e os dois erros padrão permitem dizer. "
        "Encontrado: 'network'",
    },
)
