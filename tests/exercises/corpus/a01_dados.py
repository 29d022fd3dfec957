"""Respostas a `01-dados`."""

from tests.exercises.corpus.answers import RIGHT, Answers

BLANK = Answers(
    "em-branco",
    based_on="release",
    scores=dict.fromkeys(["carregar", "contar", "dividir", "padronizar", "aplicar"], 0),
    messages=dict.fromkeys(
        ["carregar", "contar", "dividir", "padronizar", "aplicar"], "Ainda não respondido"
    ),
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
prepared = dict(zip(["X_train", "X_test"], standardize(*parts[:2])), y_train=parts[2], y_test=parts[3])
""",
    },
)

LEAKAGE = Answers(
    "vazamento",
    {
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
    },
    scores={"contar": 0, "dividir": 2, "padronizar": 0.8, "aplicar": 2},
    messages={
        "contar": "classes trocadas",
        "dividir": "não é estratificada",
        "padronizar": "treino e teste juntos: vazamento",
        "aplicar": "Padronize depois de dividir",
    },
)

OWN_STATISTICS = Answers(
    "estatisticas-do-teste",
    {
        "padronizar": """
def standardize(X_train, X_test):
    return [(part - part.mean(axis=0)) / part.std(axis=0) for part in (X_train, X_test)]
""",
        "dividir": """
def split_data(X, y, seed):
    from sklearn.model_selection import train_test_split
    return train_test_split(X, y, test_size=0.25, stratify=y, random_state=42)
""",
    },
    scores={"dividir": 3.33, "padronizar": 2.4, "aplicar": 2},
    messages={
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
        'counts = {"maligno": int((y == 0).sum()), "benigno": int((y == 1).sum())}',
        "padronizar": """
def standardize(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    for part in (X_train, X_test):
        if part.dtype == float:
            part -= mean
            part /= std
    return (X_train, X_test) if X_train.dtype == float else ((X_train - mean) / std, (X_test - mean) / std)
""",
        "dividir": """
def split_data(X, y, seed):
    from sklearn.model_selection import train_test_split
    X_train, X_test, y_train, y_test = train_test_split(
        X, y, train_size=0.25, stratify=y, random_state=seed
    )
    return X_train, X_test, y_train, y_test
""",
    },
    scores={"carregar": 0, "dividir": 3.33, "padronizar": 3.2, "aplicar": 0},
    messages={
        "carregar": "X e y trocados",
        "dividir": "75 % das linhas no treino",
        "padronizar": "as entradas foram alteradas",
        "aplicar": "75 % das 569 linhas",
    },
)

ANSWERS = (RIGHT, BLANK, LEAKAGE, ALTERNATIVE, OWN_STATISTICS, IN_PLACE)
