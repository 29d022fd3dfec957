"""Respostas certas a `09-projeto`, de outros jeitos."""

from tests.exercises.corpus.answers import Answers

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
import pandas as pd
def summarize(y, results):
    rows = []
    for r in results:
        truth = np.array(y)[r["test"]]
        row = {}
        for model in ("network", "baseline"):
            s = np.array(r[model], dtype=float)
            row[model + "_accuracy"] = (s.argmax(1) == truth).mean()
            by_class = [roc_auc_score(truth == k, s[:, k]) for k in range(s.shape[1])]
            row[model + "_auc"] = np.mean(by_class)
        rows.append(row)
    table = pd.DataFrame(rows)
    summary = table.mean().to_dict()
    d = table["network_accuracy"] - table["baseline_accuracy"]
    summary["difference"] = d.mean()
    sizes = len(results[0]["test"]) / len(results[0]["train"])
    summary["standard_error"] = np.sqrt(d.var() * (1 / len(d) + sizes))
    z = summary["difference"] / summary["standard_error"]
    summary["winner"] = "rede" if z > 2 else "linha de base" if z < -2 else "empate"
    return summary
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
def pair_auc(positives, negatives):
    wins = sum((p > n) + 0.5 * (p == n) for p in positives for n in negatives)
    return wins / (len(positives) * len(negatives))
def metrics(labels, r, model):
    scores = np.asarray(r[model]).tolist()
    truth = [labels[i] for i in r["test"]]
    hits = sum(s.index(max(s)) == t for s, t in zip(scores, truth))
    by_class = [
        pair_auc([s[k] for s, t in zip(scores, truth) if t == k],
                 [s[k] for s, t in zip(scores, truth) if t != k])
        for k in sorted(set(truth))
    ]
    return hits / len(truth), sum(by_class) / len(by_class)
def summarize(y, results):
    n = len(results)
    labels = list(np.asarray(y))
    network, baseline = (
        [metrics(labels, r, m) for r in results] for m in ("network", "baseline")
    )
    d = [a[0] - b[0] for a, b in zip(network, baseline)]
    mean = sum(d) / n
    variance = sum((x - mean) ** 2 for x in d) / (n - 1)
    ratio = len(results[0]["test"]) / len(results[0]["train"])
    error = (variance * (1 / n + ratio)) ** 0.5
    return {
        "winner": "empate" if abs(mean) <= 2 * error else ("rede", "linha de base")[int(mean < 0)],
        "standard_error": error, "difference": mean,
        "network_auc": sum(a[1] for a in network) / n,
        "network_accuracy": sum(a[0] for a in network) / n,
        "baseline_auc": sum(b[1] for b in baseline) / n,
        "baseline_accuracy": sum(b[0] for b in baseline) / n,
    }
""",
    },
)
