"""Respostas a `09-projeto`."""

from tests.exercises.corpus.answers import RIGHT, Answers

ITEMS = ["dados", "dividir", "preparar", "rede", "avaliar", "resultados", "resumo"]

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
"""

BLANK = Answers(
    "em-branco",
    based_on="release",
    scores=dict.fromkeys(ITEMS, 0),
    messages=dict.fromkeys(set(ITEMS) - {"dados"}, "Ainda não respondido"),
)

ALTERNATIVE = Answers(
    "algarismos",
    {
        "dados": """
from sklearn.datasets import load_digits
digits = load_digits()
dataset = "digits"
X, y = digits.images.reshape(len(digits.images), -1).tolist(), digits.target.tolist()
X, y = np.array(X, dtype="float32"), np.array(y)
""",
        "dividir": """
from sklearn.model_selection import train_test_split
def make_splits(y, n_splits, seed):
    rows = range(len(y))
    return [
        train_test_split(rows, test_size=0.25, stratify=y, random_state=1000 * seed + i)
        for i in range(n_splits)
    ]
""",
        "preparar": """
from sklearn.decomposition import PCA
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler
def prepare(X_train, X_test):
    pipeline = make_pipeline(MinMaxScaler(), PCA(0.99, svd_solver="full"), MinMaxScaler((-1, 1)))
    return [pipeline.fit_transform(X_train), pipeline.transform(X_test)]
""",
        "rede": """
from keras import layers
def create_network(n_features, n_classes):
    inputs = keras.Input((n_features,))
    hidden = layers.Dense(64, kernel_regularizer="l2", use_bias=False)(inputs)
    hidden = layers.BatchNormalization()(hidden)
    hidden = layers.Dropout(0.1)(layers.ReLU()(hidden))
    network = keras.Model(inputs, layers.Dense(n_classes)(hidden))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile(optimizer=keras.optimizers.Adam(0.01), loss=loss, metrics=["accuracy"])
    return network
""",
        "avaliar": """
from sklearn.neighbors import KNeighborsClassifier
def evaluate_split(X, y, train, test):
    X, y = np.asarray(X), np.asarray(y)
    A, B = prepare(X[train], X[test])
    network = create_network(A.shape[1], int(max(y)) + 1)
    stop = keras.callbacks.EarlyStopping("val_loss", patience=3, restore_best_weights=True)
    network.fit(
        A, y[train], epochs=12, batch_size=64, validation_split=0.15, callbacks=[stop], verbose=0
    )
    neighbors = KNeighborsClassifier(5).fit(A, y[train])
    return {
        "network": np.asarray(keras.ops.softmax(network(B), axis=1)).tolist(),
        "baseline": neighbors.predict_proba(B).astype("float32"),
    }
""",
        "resultados": """
results = []
for train, test in make_splits(y, 5, 0):
    results.append({"train": train, "test": test} | evaluate_split(X, y, train, test))
""",
        "resumo": """
from sklearn.metrics import roc_auc_score
rows = []
for r in results:
    truth = np.array(y)[r["test"]]
    row = {}
    for model in ("network", "baseline"):
        s = np.array(r[model], dtype=float)
        row[model + "_accuracy"] = (s.argmax(1) == truth).mean()
        row[model + "_auc"] = np.mean([roc_auc_score(truth == k, s[:, k]) for k in range(10)])
    rows.append(row)
import pandas as pd
table = pd.DataFrame(rows)
summary = table.mean().to_dict()
d = table["network_accuracy"] - table["baseline_accuracy"]
summary["difference"] = d.mean()
sizes = len(results[0]["test"]) / len(results[0]["train"])
summary["standard_error"] = float(np.sqrt(d.var() * (1 / len(d) + sizes)))
z = summary["difference"] / summary["standard_error"]
summary["winner"] = "rede" if z > 2 else "linha de base" if z < -2 else "empate"
""",
    },
)

ALTERNATIVE_2 = Answers(
    "so-com-lacos",
    {
        "dados": """
import sklearn.datasets
dataset = "wine"
bunch = sklearn.datasets.load_wine(as_frame=True)
X, y = bunch.data, bunch.target
""",
        "dividir": """
import random
def make_splits(y, n_splits, seed):
    generator, pairs = random.Random(seed), []
    for _ in range(n_splits):
        test = []
        for label in sorted(set(list(y))):
            rows = [i for i, value in enumerate(y) if value == label]
            generator.shuffle(rows)
            test += rows[: round(len(rows) / 4)]
        pairs.append((sorted(set(range(len(y))) - set(test)), sorted(test)))
    return pairs
""",
        "preparar": """
def prepare(X_train, X_test):
    X_train, X_test = np.array(X_train, dtype="float32"), np.array(X_test, dtype="float32")
    columns = []
    for train, test in zip(X_train.T, X_test.T):
        low, high = np.quantile(train, 0.25), np.quantile(train, 0.75)
        width = high - low if high > low else 1
        columns.append(((train - low) / width, (test - low) / width))
    return tuple(np.stack(part, axis=1) for part in zip(*columns))
""",
        "rede": """
def create_network(n_features, n_classes):
    network = keras.Sequential(name="projeto")
    network.add(keras.layers.Input(shape=(n_features,)))
    for n_units in (24, 12):
        network.add(keras.layers.Dense(n_units, activation=keras.activations.tanh))
    network.add(keras.layers.Dense(n_classes))
    network.add(keras.layers.Softmax())
    network.compile(
        "nadam", loss=keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"]
    )
    network.optimizer.learning_rate = 0.01
    return network
""",
        "avaliar": """
def nearest_center(A, labels, B, n_classes):
    scores = np.zeros((len(B), n_classes))
    for k in range(n_classes):
        scores[:, k] = -np.linalg.norm(B - A[labels == k].mean(axis=0), axis=1)
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    return scores / scores.sum(axis=1, keepdims=True)
def evaluate_split(X, y, train, test):
    X, y = np.asarray(X), np.asarray(y)
    A, B = prepare(X[train], X[test])
    n_classes = len(set(y[train]))
    network = create_network(A.shape[1], n_classes)
    for epoch in range(12):
        order = np.random.default_rng(epoch).permutation(len(A))
        for start in range(0, len(A), 16):
            batch = order[start : start + 16]
            network.train_on_batch(A[batch], y[train][batch])
    return dict(network=network(B), baseline=nearest_center(A, y[train], B, n_classes))
""",
        "resultados": """
results = []
for train, test in make_splits(np.asarray(y), 7, 3):
    scores = evaluate_split(X, y, train, test)
    results.append({"baseline": scores["baseline"], "network": scores["network"],
                    "train": train, "test": test, "note": "divisão"})
""",
        "resumo": """
labels = list(np.asarray(y))
def pair_auc(positives, negatives):
    wins = sum((p > n) + 0.5 * (p == n) for p in positives for n in negatives)
    return wins / (len(positives) * len(negatives))
def metrics(r, model):
    scores = np.asarray(r[model]).tolist()
    truth = [labels[i] for i in r["test"]]
    hits = sum(s.index(max(s)) == t for s, t in zip(scores, truth))
    by_class = [
        pair_auc([s[k] for s, t in zip(scores, truth) if t == k],
                 [s[k] for s, t in zip(scores, truth) if t != k])
        for k in range(3)
    ]
    return hits / len(truth), sum(by_class) / 3
n = len(results)
network, baseline = ([metrics(r, m) for r in results] for m in ("network", "baseline"))
d = [a[0] - b[0] for a, b in zip(network, baseline)]
mean = sum(d) / n
variance = sum((x - mean) ** 2 for x in d) / (n - 1)
ratio = len(results[0]["test"]) / len(results[0]["train"])
error = (variance * (1 / n + ratio)) ** 0.5
summary = {
    "winner": "empate" if abs(mean) <= 2 * error else ("rede", "linha de base")[mean < 0],
    "standard_error": error, "difference": mean,
    "network_auc": sum(a[1] for a in network) / n,
    "network_accuracy": sum(a[0] for a in network) / n,
    "baseline_auc": sum(b[1] for b in baseline) / n,
    "baseline_accuracy": sum(b[0] for b in baseline) / n,
}
""",
    },
)

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
        "resumo": SUMMARY,
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
        "resumo": "não há como medir o erro",
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
        "resumo": HONEST_RESULTS
        + SUMMARY
        + """
summary["network_accuracy"] *= 100
summary["network_auc"] = np.mean([
    roc_auc_score(y[r["test"]], np.eye(3)[r["network"].argmax(axis=1)], multi_class="ovr")
    for r in results
])
summary["baseline_accuracy"] = accuracies("baseline").sum()
summary["standard_error"] = d.std() * factor
summary["difference"] = d.sum()
""",
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
        "resumo": HONEST_RESULTS
        + SUMMARY
        + """
summary["winner"] = "rede" if d.mean() > 0 else "linha de base"
""",
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
        "resumo": HONEST_RESULTS
        + SUMMARY
        + """
a, b = accuracies("network"), accuracies("baseline")
summary["baseline_accuracy"] = b.max()
summary["network_auc"], summary["baseline_auc"] = summary["baseline_auc"], summary["network_auc"]
summary["standard_error"] = np.sqrt(a.var(ddof=1) + b.var(ddof=1)) * factor
""",
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
        "resumo": HONEST_RESULTS
        + """
from sklearn.tree import DecisionTreeClassifier
tree = DecisionTreeClassifier(max_features=4, random_state=13)
results = [
    r | {"network": r["baseline"], "baseline": fitted(tree, r["train"], r["test"])} for r in results
]
"""
        + SUMMARY,
    },
    scores={
        "dados": 0.5,
        "dividir": 0,
        "preparar": 0,
        "rede": 0,
        "avaliar": 2.85,
        "resultados": 2.25,
    },
    messages={
        "dados": "medidas alteradas ou em outra ordem",
        "dividir": "linhas repetidas dentro de uma parte",
        "preparar": "linhas diferentes que saíram iguais",
        "rede": "uma rede ainda sem pesos",
        "avaliar": "a linha de base repetiu rótulos que só existem no teste: vazamento",
        "resultados": "os escores da rede, repetidos em baseline",
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
        "resumo": HONEST_RESULTS
        + """
from sklearn.tree import DecisionTreeClassifier
tree = DecisionTreeClassifier(max_depth=2, random_state=0)
results = [r | {"network": fitted(tree, r["train"], r["test"])} for r in results]
"""
        + SUMMARY
        + 'summary["winner"] = "empate"',
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
        "resumo": HONEST_RESULTS + SUMMARY + 'del summary["winner"]',
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
        "resumo": HONEST_RESULTS
        + SUMMARY
        + """
summary["network_auc"], summary["baseline_auc"] = summary["baseline_auc"], summary["network_auc"]
summary["winner"] = "network"
""",
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
        "avaliar": "acerta quase tão pouco quanto o acaso",
        "resultados": "um teste de outro tamanho, ou sem estratos",
        "resumo": "o número do outro modelo",
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
        "resumo": HONEST_RESULTS
        + SUMMARY
        + """
summary["network_accuracy"] = accuracies("network").min()
summary["winner"] = "network"
""",
    },
    scores={"avaliar": 0, "resultados": 1.87, "resumo": 2.25},
    messages={
        "avaliar": "a chave 'network' não está lá",
        "resultados": "linhas que não somam 1",
        "resumo": "a pior divisão, e não a média",
    },
)

WRONG_ROWS = Answers(
    "medidas-no-lugar-das-linhas",
    {
        "avaliar": QUICK_EVALUATION.replace("network.predict_proba(B)", "network"),
        "resultados": HONEST_RESULTS + 'results = [r | {"test": X[r["test"]]} for r in results]',
        "resumo": HONEST_RESULTS
        + SUMMARY
        + """
summary["standard_error"] = d.std() * factor
summary["winner"] = "network"
""",
    },
    scores={"avaliar": 0, "resultados": 0, "resumo": 1.87},
    messages={
        "resultados": "train ou test não são números de linhas",
        "resumo": "(ddof=0); aqui o divisor é n - 1.\n"
        "Esperado: em winner, o que a diferença e os dois erros padrão permitem dizer. "
        "Encontrado: 'network'",
    },
)

CONSTANT = Answers(
    "sempre-a-mesma",
    {
        "resultados": HONEST_RESULTS
        + """
results = [r | {"network": np.tile([0.2, 0.5, 0.3], (45, 1))} for r in results]
""",
        "resumo": HONEST_RESULTS + SUMMARY + 'summary["standard_error"] = d.std(ddof=1)',
    },
    scores={"resultados": 0, "resumo": 1.87},
    messages={
        "resultados": "os mesmos escores em todas as linhas",
        "resumo": "o desvio padrão das diferenças",
    },
)

ANSWERS = (
    RIGHT,
    BLANK,
    LEAKAGE,
    ALTERNATIVE,
    ALTERNATIVE_2,
    NO_UNCERTAINTY,
    NO_BASELINE,
    DETAILS,
    ORDER,
    NOTHING_LEARNED,
    TRAIN_ONLY,
    FIXED_SIZES,
    HALF_DONE,
    UNEVEN,
    WEAK,
    WRONG_ROWS,
    CONSTANT,
)
