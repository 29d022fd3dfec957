"""Mais respostas a `09-projeto`, uma por item em cada entrega: o nome que cada uma recebe."""

from tests.exercises.corpus.a09_projeto.pecas import HONEST_RESULTS, QUICK_EVALUATION, SUMMARY, summarized
from tests.exercises.corpus.a09_projeto.variacoes_resumo import SUMMARIES
from tests.exercises.corpus.answers import combine_mistakes

WINE = (
    "from sklearn.datasets import load_wine\ndataset = 'wine'\nX, y = load_wine(return_X_y=True)\n"
)
KEPT = HONEST_RESULTS + "honest = results\n"
# Estas células são rápidas e não usam as outras: um erro em um item não chega ao seguinte.
ALONE = {"avaliar": QUICK_EVALUATION, "resultados": KEPT, "resumo": SUMMARY}
OUTPUT = "network.predict_proba(B)"


def splits(result: str, seed: str = "seed") -> str:
    return (
        "def make_splits(y, n_splits, seed):\n"
        "    from sklearn.model_selection import StratifiedShuffleSplit\n"
        f"    splitter = StratifiedShuffleSplit(n_splits, test_size=0.25, random_state={seed})\n"
        "    pairs = list(splitter.split(y, y))\n"
        f"    return {result}"
    )


def transformed(*steps: str) -> str:
    return (
        "from sklearn import decomposition, pipeline, preprocessing\n"
        "def prepare(X_train, X_test):\n"
        f"    steps = pipeline.make_pipeline({', '.join(steps)}).fit(X_train)\n"
        "    return steps.transform(X_train), steps.transform(X_test)"
    )


def by_part(result: str) -> str:
    return f"def prepare(X_train, X_test):\n    return tuple({result} for X in (X_train, X_test))"


def bins(n_bins: int) -> str:
    return transformed(f"preprocessing.KBinsDiscretizer({n_bins}, encode='ordinal')")


def baseline(model: str, *, leaks: bool = False) -> str:
    fitted = "fit(np.vstack([A, B]), np.append(y[train], y[test]))" if leaks else "fit(A, y[train])"
    return (
        "from sklearn.dummy import DummyClassifier\n"
        "from sklearn.neighbors import KNeighborsClassifier\n"
        "from sklearn.tree import DecisionTreeClassifier\n"
    ) + QUICK_EVALUATION.replace("LogisticRegression().fit(A, y[train])", f"{model}.{fitted}")


# Por item: a resposta, a nota e o que o aluno lê.
CASES: dict[str, list[tuple[str, float, str]]] = {
    "dados": [
        (WINE + "dataset = X", 0, "algo que não é um texto"),
        (WINE + "X = X[:, 0]", 0.5, "formato (178,)"),
        (WINE + "y = y + 1", 0.5, "outros números no lugar dos rótulos"),
        (WINE + "y = y[:, None]", 0.5, "formato (178, 1)"),
    ],
    "dividir": [
        (splits("[(test, train) for train, test in pairs]"), 1.42, "treino e teste trocados"),
        (
            splits("[[np.isin(range(len(y)), rows).tolist() for rows in p] for p in pairs]"),
            0,
            "máscaras de True e False",
        ),
        (splits("pairs[0]"), 0, "um par só, fora de uma lista"),
        (splits("pairs[1:]"), 0, "5 pares, onde se pediam 6"),
        (splits("pairs", seed="None"), 1.42, "sorteios diferentes com a mesma seed"),
        (splits("{'pairs': pairs}"), 0, "outra coisa"),
        (splits("[pairs[0][::-1], *pairs[1:]]"), 1.42, "outra fração"),
    ],
    "preparar": [
        (bins(5), 3, ""),
        (bins(3), 0, "linhas diferentes que saíram iguais"),
        (
            by_part("(X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)"),
            0,
            "cada linha com a própria média (axis=1)",
        ),
        (
            by_part("(X - X.min(axis=1, keepdims=True)) / np.ptp(X, axis=1).clip(1e-9)[:, None]"),
            0,
            "uma medida se perdeu",
        ),
        # Com as medidas negativas cortadas em zero, há colunas que já não variam.
        (by_part("np.maximum(X, 0)"), 0, "vezes a menor"),
        (transformed("preprocessing.StandardScaler()", "decomposition.PCA(2)"), 3, ""),
        (transformed("preprocessing.PolynomialFeatures()"), 0, "vezes a menor"),
        (
            transformed("preprocessing.QuantileTransformer(n_quantiles=20)"),
            3,
            "",
        ),
        (
            "def prepare(X_train, X_test):\n    return np.log(X_train), np.log(X_test)",
            0,
            "uma preparação que ainda não passa com as outras entradas",
        ),
    ],
    "rede": [
        (
            "def create_network(n_features, n_classes):\n"
            "    network = keras.Sequential([keras.Input((n_features,))])\n"
            "    network.add(keras.layers.Dense(8, activation='relu'))\n"
            "    network.add(keras.layers.Dense(n_classes, activation='softmax'))\n"
            "    network.compile('adam')\n"
            "    return network",
            1,
            "compile sem perda",
        ),
        (
            "import tensorflow as tf\n"
            "def create_network(n_features, n_classes):\n"
            "    network = keras.Sequential([keras.Input((n_features,))])\n"
            "    network.add(keras.layers.Dense(8, activation=tf.nn.relu))\n"
            "    network.add(keras.layers.Dense(n_classes, activation=tf.nn.softmax))\n"
            "    network.compile('adam', loss='sparse_categorical_crossentropy')\n"
            "    return network",
            2,
            "",
        ),
    ],
    "avaliar": [
        (baseline("DummyClassifier()"), 2.85, "a linha de base acertou 0,3"),
        (baseline("DecisionTreeClassifier(max_depth=1)"), 2.85, "a linha de base acertou 0,6"),
        (
            baseline("KNeighborsClassifier(5)", leaks=True),
            2.85,
            "a linha de base repetiu rótulos que só existem no teste: vazamento",
        ),
        (
            QUICK_EVALUATION.replace(OUTPUT, f"{OUTPUT} * [1, 1, 0]"),
            0,
            "acerta 0,6",
        ),
        (QUICK_EVALUATION.replace(OUTPUT, "network.score(B, y[test])"), 0, "um número só"),
    ],
    "resultados": [
        (KEPT + "dataset = X", 0, "algo que não é um texto"),
        (
            KEPT
            + """
from sklearn.tree import DecisionTreeClassifier
tree = DecisionTreeClassifier(random_state=0)
results = [r | {"baseline": fitted(tree, r["train"], r["test"])} for r in honest]
""",
            2.25,
            "em baseline, só 0 e 1: classes já decididas, como em uma árvore sem limite",
        ),
        (
            KEPT + 'results = [r | {"baseline": 100 * r["baseline"]} for r in honest]',
            2.25,
            "em baseline, linhas que não somam 1",
        ),
    ],
    "resumo": [(summarized(code), score, message) for code, score, message in SUMMARIES],
}

VARIATIONS = combine_mistakes(CASES, ALONE)
