"""Respostas a `01-dados`."""

from tests.exercises.corpus.answers import RIGHT, Answers

ITEMS = ["carregar", "contar", "dividir", "padronizar", "aplicar"]

# Dados certos, preparados sem as funções dos itens 3 e 4: as erradas trocam uma linha.
PREPARED = """
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
X, y = load_breast_cancer(return_X_y=True)
A, B, a, b = train_test_split(X, y, test_size=0.25, stratify=y, random_state=42)
scaler = StandardScaler().fit(A)
A, B = scaler.transform(A), scaler.transform(B)
prepared = {"X_train": A, "X_test": B, "y_train": a, "y_test": b}
"""

BLANK = Answers(
    "em-branco",
    based_on="release",
    scores=dict.fromkeys(ITEMS, 0),
    messages=dict.fromkeys(ITEMS, "Ainda não respondido"),
)

ALTERNATIVE = Answers(
    "alternativa",
    {
        "carregar": """
from sklearn.datasets import load_breast_cancer
dataset = load_breast_cancer(as_frame=True)
X, y = dataset.data, dataset.target
""",
        "contar": """
names = dict(enumerate(["maligno", "benigno"]))
counts = y.map(names).value_counts().to_dict()
""",
        "dividir": """
def split_data(X, y, seed):
    X, y = np.asarray(X), np.asarray(y)
    rng = np.random.default_rng(seed)
    test = []
    for label in np.unique(y):
        rows = rng.permutation(np.flatnonzero(y == label))
        test.extend(rows[: round(len(rows) * 0.25)])
    in_test = np.isin(np.arange(len(y)), test)
    return X[~in_test], X[in_test], y[~in_test], y[in_test]
""",
        "padronizar": """
def standardize(X_train, X_test):
    mean, std = np.mean(X_train, axis=0), np.std(X_train, axis=0)
    return tuple(((part - mean) / std).astype("float32") for part in (X_train, X_test))
""",
        "aplicar": """
parts = split_data(X, y, 42)
names = ["X_train", "X_test", "y_train", "y_test"]
prepared = dict(zip(names, [*standardize(*parts[:2]), *parts[2:]]))
""",
    },
)

ALTERNATIVE_2 = Answers(
    "so-com-lacos",
    {
        "carregar": """
import sklearn.datasets
dataset = sklearn.datasets.load_breast_cancer()
X = [[float(value) for value in row] for row in dataset["data"]]
y = [[int(label)] for label in dataset["target"]]
""",
        "contar": """
counts = {"Benigno": 0, "Maligno": 0, "total": 0}
for (label,) in y:
    counts["Benigno" if label else "Maligno"] += 1
    counts["total"] += 1
""",
        "dividir": """
import random
def split_data(X, y, seed):
    generator = random.Random(seed)
    train, test = [], []
    for label in (0, 1):
        rows = [i for i in range(len(y)) if y[i] == label]
        generator.shuffle(rows)
        n_test = int(len(rows) / 4 + 0.5)
        test, train = test + rows[:n_test], train + rows[n_test:]
    return tuple([M[i] for i in part] for M in (X, y) for part in (train, test))
""",
        "padronizar": """
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
def standardize(X_train, X_test):
    pipeline = make_pipeline(StandardScaler())
    return [pipeline.fit_transform(X_train).tolist(), pipeline.transform(X_test).tolist()]
""",
        "aplicar": """
import pandas as pd
from sklearn.model_selection import StratifiedShuffleSplit
frame, labels = pd.DataFrame(X), pd.Series([label for (label,) in y])
splitter = StratifiedShuffleSplit(1, test_size=0.25, random_state=42)
train, test = next(splitter.split(frame, labels))
center, spread = frame.iloc[train].mean(), frame.iloc[train].std()
prepared = {
    "y_test": labels.iloc[test], "y_train": labels.iloc[train],
    "X_test": ((frame.iloc[test] - center) / spread).astype("float32"),
    "X_train": (frame.iloc[train] - center) / spread,
}
""",
    },
)

LEAKAGE = Answers(
    "vazamento",
    {
        "carregar": """
from sklearn.datasets import load_breast_cancer
from sklearn.preprocessing import StandardScaler
X, y = load_breast_cancer(return_X_y=True)
X = StandardScaler().fit_transform(X)
""",
        "contar": 'counts = {"maligno": int((y == 1).sum()), "benigno": int((y == 0).sum())}',
        "dividir": """
def split_data(X, y, seed):
    from sklearn.model_selection import train_test_split
    return train_test_split(X, y, test_size=0.25, random_state=seed)
""",
        "padronizar": """
def standardize(X_train, X_test):
    everything = np.vstack([X_train, X_test])
    mean, std = everything.mean(axis=0), everything.std(axis=0)
    return (X_train - mean) / std, (X_test - mean) / std
""",
        "aplicar": PREPARED.replace("fit(A)", "fit(X)"),
    },
    scores={"carregar": 1, "contar": 0, "dividir": 1.6, "padronizar": 0, "aplicar": 1.5},
    messages={
        "carregar": "medidas já padronizadas",
        "contar": "classes trocadas",
        "dividir": "não é estratificada",
        "padronizar": "treino e teste juntos: vazamento",
        "aplicar": "medidos em todas as linhas: vazamento",
    },
)

OWN_STATISTICS = Answers(
    "estatisticas-do-teste",
    {
        "carregar": """
from sklearn.datasets import load_breast_cancer
from sklearn.utils import shuffle
X, y = shuffle(*load_breast_cancer(return_X_y=True), random_state=0)
""",
        "contar": 'counts = (y == 0).mean()\ncounts = {"maligno": counts, "benigno": 1 - counts}',
        "padronizar": """
def standardize(X_train, X_test):
    return [(part - part.mean(axis=0)) / part.std(axis=0) for part in (X_train, X_test)]
""",
        "dividir": """
def split_data(X, y, seed):
    from sklearn.model_selection import train_test_split
    return train_test_split(X, y, test_size=0.25, stratify=y, random_state=42)
""",
        "aplicar": PREPARED.replace("scaler.transform(B)", "StandardScaler().fit_transform(B)"),
    },
    scores={"carregar": 0, "contar": 0, "dividir": 3.2, "padronizar": 2.4, "aplicar": 0},
    messages={
        "carregar": "linhas em outra ordem",
        "contar": "frações, e não quantidades",
        "dividir": "seed ignorada",
        "padronizar": "o teste padronizado com as próprias estatísticas",
        "aplicar": "escalas diferentes",
    },
)

IN_PLACE = Answers(
    "altera-a-entrada",
    {
        "carregar": "from sklearn.datasets import load_breast_cancer\n"
        "y, X = load_breast_cancer(return_X_y=True)\n",
        "contar": "from sklearn.datasets import load_breast_cancer\n"
        "X, y = load_breast_cancer(return_X_y=True)\n"
        'counts = {"malignant": int((y == 0).sum()), "benign": int((y == 1).sum())}',
        "padronizar": """
def standardize(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    for part in (X_train, X_test):
        if part.dtype == float:
            part -= mean
            part /= std
    if X_train.dtype == float:
        return X_train, X_test
    return (X_train - mean) / std, (X_test - mean) / std
""",
        "dividir": """
def split_data(X, y, seed):
    from sklearn.model_selection import train_test_split
    X_train, X_test, y_train, y_test = train_test_split(
        X, y, train_size=0.25, stratify=y, random_state=seed
    )
    return X_train, X_test, y_train, y_test
""",
        "aplicar": PREPARED.replace("test_size=0.25", "train_size=0.25"),
    },
    scores={"carregar": 0, "contar": 0, "dividir": 3.2, "padronizar": 3.2, "aplicar": 0},
    messages={
        "carregar": "X e y trocados",
        "contar": "as chaves malignant, benign",
        "dividir": "100 de treino e 300 de teste, em 400",
        "padronizar": "as entradas foram alteradas",
        "aplicar": "formatos (142, 30), (427, 30), (142,), (427,)",
    },
)

TEST_TOUCHED = Answers(
    "teste-tocado",
    {
        "carregar": """
from sklearn.datasets import load_breast_cancer
X, y = load_breast_cancer(return_X_y=True)
y = 1 - y
""",
        "contar": """
y = 1 - y
counts = {"maligno": 100 * (y == 0).mean(), "benigno": 100 * (y == 1).mean()}
""",
        "dividir": """
def split_data(X, y, seed):
    from sklearn.model_selection import train_test_split
    _, X_test, _, y_test = train_test_split(X, y, test_size=0.25, stratify=y, random_state=seed)
    return X, X_test, y, y_test
""",
        "padronizar": """
def standardize(X_train, X_test):
    mean, std = X_test.mean(axis=0), X_test.std(axis=0)
    return (X_train - mean) / std, (X_test - mean) / std
""",
        "aplicar": PREPARED.replace('"y_train": a', '"y_train": np.roll(a, 1)'),
    },
    scores={"carregar": 1, "contar": 0, "dividir": 0, "padronizar": 0, "aplicar": 2.25},
    messages={
        "carregar": "0 e 1 invertidos",
        "contar": "porcentagens, e não quantidades",
        "dividir": "linhas de teste que também estão no treino: vazamento",
        "padronizar": "estatísticas medidas no teste",
        "aplicar": "rótulos de outras linhas",
    },
)

WRONG_FORMULA = Answers(
    "conta-errada",
    {
        "carregar": """
from sklearn.datasets import load_breast_cancer
X, y = load_breast_cancer(return_X_y=True)
X, y = X[:, :10], y[::-1]
""",
        "contar": "from sklearn.datasets import load_breast_cancer\n"
        "X, y = load_breast_cancer(return_X_y=True)\n"
        'counts = {"maligno": [212, 212], "benigno": None}',
        "dividir": """
def split_data(X, y, seed):
    from sklearn.model_selection import train_test_split
    X_train, X_test, y_train, y_test = train_test_split(
        X, y, test_size=0.25, stratify=y, random_state=seed
    )
    return X_train, y_train, X_test, y_test
""",
        "padronizar": """
def standardize(X_train, X_test):
    mean, variance = X_train.mean(axis=0), X_train.var(axis=0)
    return (X_train - mean) / variance, X_test
""",
        "aplicar": PREPARED.replace("A, B = scaler.transform(A), scaler.transform(B)", ""),
    },
    scores={"carregar": 0, "contar": 0, "dividir": 0, "padronizar": 0, "aplicar": 0},
    messages={
        "carregar": "formatos (569, 10) e (569,)",
        "contar": "quantos tumores há em cada classe",
        "dividir": "as partes em outra ordem",
        "padronizar": "divisão pela variância, e não pelo desvio padrão",
        "aplicar": "as medidas como vieram",
    },
)

MIXED = Answers(
    "pela-metade",
    {
        "carregar": """
from sklearn.datasets import load_breast_cancer
X, y = load_breast_cancer(return_X_y=True)
y = np.sort(y)
""",
        "contar": "from sklearn.datasets import load_breast_cancer\n"
        "X, y = load_breast_cancer(return_X_y=True)\n"
        "counts = [212, 357]",
        "dividir": """
def split_data(X, y, seed):
    from sklearn.model_selection import train_test_split
    return train_test_split(X, y, test_size=0.25, stratify=y)
""",
        "padronizar": """
def standardize(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0, ddof=1)
    return (X_train - mean) / std, (X_test - mean) / std
""",
        "aplicar": PREPARED.replace("stratify=y, random_state=42", "random_state=1"),
    },
    scores={"carregar": 1, "contar": 0, "dividir": 3.2, "padronizar": 2.4, "aplicar": 2.25},
    messages={
        "carregar": "rótulos em outra ordem",
        "contar": "algo que não é um dicionário",
        "dividir": "sorteios diferentes com a mesma seed",
        "padronizar": "ddof=1",
        "aplicar": "as duas classes na mesma proporção",
    },
)

WRONG_SHAPES = Answers(
    "outros-formatos",
    {
        "carregar": """
from sklearn.datasets import load_breast_cancer
X, y = load_breast_cancer(return_X_y=True)
X = X / X.max(axis=0)
""",
        "contar": "from sklearn.datasets import load_breast_cancer\n"
        "X, y = load_breast_cancer(return_X_y=True)\n"
        'counts = {"maligno": 212}',
        "dividir": """
def split_data(X, y, seed):
    test = np.random.default_rng(seed).random(len(y)) < 0.25
    return X[~test], X[test], y[~test], y[test]
""",
        "padronizar": """
def standardize(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    return (X_test - mean) / std, (X_train - mean) / std
""",
        "aplicar": PREPARED + "prepared = tuple(prepared.values())",
    },
    scores={"carregar": 1, "contar": 0, "dividir": 0.8, "padronizar": 0, "aplicar": 0},
    messages={
        "carregar": "valores diferentes",
        "contar": "as chaves maligno",
        "dividir": "25 % no teste",
        "padronizar": "o teste antes do treino",
        "aplicar": "algo que não é um dicionário",
    },
)

ONE_PART = Answers(
    "uma-parte-so",
    {
        "carregar": "from sklearn.datasets import load_breast_cancer\n"
        "X, y = load_breast_cancer(return_X_y=True), None\n",
        "contar": "from sklearn.datasets import load_breast_cancer\n"
        "X, y = load_breast_cancer(return_X_y=True)\n"
        'counts = {"maligno": 212, "benigno": 356}',
        "dividir": """
def split_data(X, y, seed):
    from sklearn.model_selection import train_test_split
    return train_test_split(np.c_[X, y], y, test_size=0.25, stratify=y, random_state=seed)
""",
        "padronizar": """
def standardize(X_train, X_test):
    scaled = (X_train - X_train.mean(axis=0)) / X_train.std(axis=0)
    return scaled, scaled
""",
        "aplicar": PREPARED.replace("fit(A)", "fit(A)\nscaler.mean_ = np.median(A, axis=0)"),
    },
    scores={"carregar": 0, "contar": 0, "dividir": 0, "padronizar": 0, "aplicar": 1.5},
    messages={
        "carregar": "formatos",
        "contar": "quantos tumores há em cada classe",
        "dividir": "quatro partes",
        "padronizar": "outros formatos",
        "aplicar": "que não são os do treino",
    },
)

RANGE = Answers(
    "amplitude",
    {
        "padronizar": """
def standardize(X_train, X_test):
    mean = X_train.mean(axis=0)
    return X_train - mean, X_test - mean
""",
        "aplicar": PREPARED.replace("fit(A)", "fit(A)\nscaler.scale_ = np.ptp(A, axis=0)"),
    },
    scores={"padronizar": 0, "aplicar": 1.5},
    messages={"padronizar": "só a média subtraída", "aplicar": "que não são os do treino"},
)

SEED_PARITY = Answers(
    "so-a-paridade-da-semente",
    {
        "dividir": """
def split_data(X, y, seed):
    from sklearn.model_selection import train_test_split
    return train_test_split(X, y, test_size=0.25, stratify=y, random_state=seed % 2)
""",
    },
    scores={"dividir": 3.2},
    messages={"dividir": "o mesmo sorteio com sementes diferentes"},
    only_judged=True,
)

NO_DRAW = Answers(
    "corte-sem-sorteio",
    {
        "dividir": """
def split_data(X, y, seed):
    n = int(0.75 * len(y))
    return X[:n], X[n:], y[:n], y[n:]
""",
        # Os estratos e a escala não dependem da divisão do item 3.
        "aplicar": PREPARED,
    },
    scores={"dividir": 0.8},
    messages={"dividir": "seed ignorada"},
    only_judged=True,
)

# Respostas certas que só mudam de roupa, e as erradas que não tinham o que dizer.
COLUMNS = Answers(
    "rotulos-em-coluna",
    {
        "contar": """
from collections import Counter
found = Counter(y.tolist())
counts = {"maligno": np.int64(found[0]), "benigno": np.float32(found[1])}
""",
        "padronizar": """
def standardize(X_train, X_test):
    mean, std = X_train.mean(0), X_train.std(0)
    return [(part - mean) / std for part in (X_train, X_test)]
""",
        "aplicar": PREPARED
        + """
prepared |= {"y_train": a[:, None], "y_test": b[:, None], "seed": 42}
""",
    },
    only_judged=True,
)

NO_KEYS = Answers(
    "sem-chaves",
    {
        "contar": "counts = {}",
        "padronizar": """
def standardize(X_train, X_test):
    train = np.array(X_train)
    test = np.array(X_test)
    mean, std = train.mean(axis=0), train.std(axis=0)
    test[:] = (test - mean) / std
    return (train - mean) / std, test
""",
        "aplicar": PREPARED + 'prepared = {"treino": A, "teste": B}',
    },
    scores={"contar": 0, "padronizar": 3.2, "aplicar": 0},
    messages={
        "contar": "nenhuma chave",
        "padronizar": "com medidas inteiras",
        "aplicar": "as chaves treino, teste",
    },
    only_judged=True,
)

ANSWERS = (
    RIGHT,
    BLANK,
    LEAKAGE,
    ALTERNATIVE,
    ALTERNATIVE_2,
    OWN_STATISTICS,
    IN_PLACE,
    TEST_TOUCHED,
    WRONG_FORMULA,
    MIXED,
    WRONG_SHAPES,
    ONE_PART,
    RANGE,
    SEED_PARITY,
    NO_DRAW,
    COLUMNS,
    NO_KEYS,
)
