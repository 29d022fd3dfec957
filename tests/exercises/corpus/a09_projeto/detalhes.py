"""Respostas a `09-projeto` com números fixos, formatos trocados ou partes que faltam."""

from tests.exercises.corpus.a09_projeto.pecas import (
    HONEST_RESULTS,
    QUICK_EVALUATION,
    summarized,
)
from tests.exercises.corpus.answers import Answers

DETAILS = Answers(
    "detalhes",
    {
        "dados": """
from sklearn.datasets import load_digits, load_wine
dataset = "wine"
X, y = load_digits().data, np.eye(3)[load_wine().target]
""",
        "dividir": """
from sklearn.model_selection import StratifiedKFold
def make_splits(y, n_splits, seed):
    folds = StratifiedKFold(n_splits, shuffle=True, random_state=seed)
    return list(folds.split(np.zeros(len(y)), y))
""",
        "preparar": """
def prepare(X_train, X_test):
    X_train, X_test = np.asarray(X_train), np.asarray(X_test)
    if X_train.dtype != float:
        X_train, X_test = X_train.astype(float), X_test.astype(float)
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    for part in (X_train, X_test):
        part -= mean
        part /= np.where(std > 0, std, 1)
    return X_train, X_test
""",
        "rede": """
def create_network(n_features, n_classes):
    network = keras.Sequential([
        keras.Input((n_features,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(3, activation="softmax"),
    ])
    network.compile("adam", loss="sparse_categorical_crossentropy")
    return network
""",
        "avaliar": QUICK_EVALUATION.replace("network.predict_proba(B)", "network.predict(B)"),
        "resultados": HONEST_RESULTS
        + """
results = [r | {"network": np.eye(3)[r["network"].argmax(axis=1)]} for r in results]
""",
        "resumo": summarized(
            """
summary["network_accuracy"] *= 100
summary["network_auc"] = np.mean([
    roc_auc_score(y[r["test"]], np.eye(4)[r["network"].argmax(axis=1)], multi_class="ovr")
    for r in results
])
summary["baseline_accuracy"] = accuracies("baseline").sum()
summary["standard_error"] = d.std() * factor
summary["difference"] = d.sum()
"""
        ),
    },
    scores={
        "dados": 0,
        "dividir": 1.42,
        "preparar": 2.4,
        "rede": 1.5,
        "avaliar": 0,
        "resultados": 2.25,
        "resumo": 0.37,
    },
    messages={
        "dados": "as medidas do outro conjunto.\n"
        "Esperado: em y, um rótulo inteiro por linha de load_wine. Encontrado: rótulos em one-hot",
        "dividir": "Partes de validação cruzada têm outro tamanho",
        "preparar": "as entradas foram alteradas",
        "rede": "7 entradas e 3 saídas, onde se pediam 7 e 4",
        "avaliar": "em network, um vetor: classes já decididas",
        "resultados": "só 0 e 1: classes já decididas",
        "resumo": "em porcentagem",
    },
)

FIXED_SIZES = Answers(
    "tamanhos-fixos",
    {
        "dividir": """
def make_splits(y, n_splits, seed):
    from sklearn.model_selection import StratifiedShuffleSplit
    splitter = StratifiedShuffleSplit(n_splits, test_size=0.25, random_state=seed)
    return [(train[20:], train[:20], test) for train, test in splitter.split(y, y)]
""",
        "preparar": """
from sklearn.preprocessing import StandardScaler
def prepare(X_train, X_test):
    scaler = StandardScaler().fit(X_train)
    noise = np.random.default_rng().normal(scale=0.1, size=X_train.shape)
    return scaler.transform(X_train) + noise, scaler.transform(X_test)
""",
        "rede": """
def create_network(n_features, n_classes):
    network = keras.Sequential([
        keras.Input((13,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(n_classes, activation="softmax"),
    ])
    network.compile("adam", loss="sparse_categorical_crossentropy")
    return network
""",
        "avaliar": QUICK_EVALUATION.replace(
            "network.predict_proba(B)", "np.pad(network.predict_proba(B), [(0, 0), (0, 7)])"
        ),
        "resultados": HONEST_RESULTS + "results = dict(enumerate(results))",
        "resumo": summarized('summary["winner"] = "empate"'),
    },
    scores={
        "dividir": 0,
        "preparar": 0,
        "rede": 1.5,
        "avaliar": 0,
        "resultados": 0,
        "resumo": 2.62,
    },
    messages={
        "dividir": "uma lista de n_splits pares (train, test)",
        "preparar": "um sorteio",
        "rede": "13 entradas e 4 saídas, onde se pediam 7 e 4",
        "avaliar": "em network, formato (900, 10), onde se pedia (900, 3)",
        "resultados": "em results, uma lista com um dicionário por divisão",
        "resumo": "'empate'",
    },
)

HALF_DONE = Answers(
    "pela-metade",
    {
        "dividir": """
def make_splits(y, n_splits, seed):
    rng, pairs = np.random.default_rng(seed), []
    for _ in range(n_splits):
        mask = rng.random(len(y)) < 0.25
        pairs.append((np.flatnonzero(~mask), np.flatnonzero(mask)))
    return pairs
""",
        "preparar": """
from sklearn.preprocessing import MinMaxScaler
def prepare(X_train, X_test):
    return MinMaxScaler().fit_transform(X_train), MinMaxScaler().fit_transform(X_test)
""",
        "rede": """
def create_network(n_features, n_classes):
    return keras.Sequential([
        keras.Input((n_features,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(n_classes, activation="softmax"),
    ])
""",
        "avaliar": QUICK_EVALUATION.replace('"baseline": baseline', '"regression": baseline'),
        "resultados": HONEST_RESULTS + "results = [tuple(r.values()) for r in results]",
        "resumo": summarized('del summary["winner"]'),
    },
    scores={
        "dividir": 0.85,
        "preparar": 1.2,
        "rede": 1,
        "avaliar": 0,
        "resultados": 0,
        "resumo": 0,
    },
    messages={
        "dividir": "outra fração, ou linhas que ficaram de fora",
        "preparar": "o teste preparado com as próprias estatísticas",
        "rede": "uma rede sem compile",
        "avaliar": "a chave 'baseline' não está lá",
        "resultados": "na divisão 0, falta baseline, network, test, train",
        "resumo": "um dicionário com as chaves",
    },
)

WEAK = Answers(
    "modelos-fracos",
    {
        "avaliar": QUICK_EVALUATION.replace("    return {", "    return list({").replace(
            "predict_proba(B)}", "predict_proba(B)}.values())"
        ),
        "resultados": HONEST_RESULTS
        + """
from sklearn.tree import DecisionTreeClassifier
tree = DecisionTreeClassifier(max_depth=2, random_state=0)
results = [
    r | dict.fromkeys(["network"], 0.8 * fitted(tree, r["train"], r["test"])) for r in results
]
""",
        "resumo": summarized(
            """
summary["network_accuracy"] = accuracies("network").min()
summary["winner"] = "network"
"""
        ),
    },
    scores={"avaliar": 0, "resultados": 1.87, "resumo": 2.25},
    messages={
        "avaliar": "a chave 'network' não está lá",
        "resultados": "linhas que não somam 1",
        "resumo": "a pior divisão, e não a média",
    },
)
