"""Respostas a `05-busca-aleatoria`."""

from tests.exercises.corpus.a05_busca_aleatoria.variacoes import VARIATIONS
from tests.exercises.corpus.answers import RIGHT, Answers

ITEMS = ["sortear", "buscar", "escolher", "reajustar", "premio", "repetir"]

BLANK = Answers(
    "em-branco",
    based_on="release",
    scores=dict.fromkeys(ITEMS, 0),
    messages=dict.fromkeys(ITEMS, "Ainda não respondido"),
)

ALTERNATIVE = Answers(
    "com-pandas",
    {
        "sortear": """
def sample_rows(n_iter, seed):
    rng = np.random.default_rng(seed)
    h1 = rng.integers(25, 100, size=n_iter)
    h2 = rng.integers(20, h1)
    l1, l2 = rng.choice(PENALTIES, size=(2, n_iter))
    return list(zip(h1, h2, l1, l2))
""",
        "buscar": """
rows = pd.DataFrame(sample_rows(40, 42), columns=["h1", "h2", "l1", "l2"])
searched = pd.DataFrame(index=rows.index)
searched["neurons"] = rows[["h1", "h2"]].astype(int).apply(tuple, axis=1)
searched["reg"] = list(rows[["l1", "l2"]].itertuples(index=False, name=None))
searched = pd.concat([searched, search_population(searched, split, seed=42)], axis=1)
searched = searched.sort_values("best_auc", ascending=False)
""",
        "escolher": """
def choose(val_auc):
    curves = pd.DataFrame(val_auc)
    row = curves.max().idxmax()
    return row, curves[row].idxmax() + 1
""",
        "reajustar": """
def refit(neurons, reg, epochs, X, y, X_new):
    one = pd.Series({"neurons": neurons, "reg": reg}).to_frame().T
    population = Population.from_hyperparameters(one, n_features=X.shape[1], seed=42)
    population.fit(X, y, seed=42, epochs=epochs, validation_split=0)
    return population.predict(X_new).squeeze().tolist()
""",
        "premio": """
def winner_premium(val_auc, test_auc):
    val, test = pd.DataFrame(val_auc), pd.DataFrame(test_auc)
    winners = val.idxmax(axis="columns")
    at_test = pd.Series([test.loc[i, winner] for i, winner in winners.items()])
    return np.float64((val.max(axis=1) - val.mean(axis=1)).mean()), (
        at_test - test.mean(axis=1)
    ).mean()
""",
        "repetir": """
def one_seed(seed):
    s = load_split(seed, standardize=True)
    p = Population.from_hyperparameters(twins, seed=seed)
    h = p.fit(s.X_train, s.y_train, validation_split=0.25, epochs=50, seed=seed)
    aucs = np.apply_along_axis(lambda scores: roc_auc_score(s.y_test, scores), 1, p.predict(s.X_test))
    return h.last_val_auc, aucs
val, test = zip(*map(one_seed, range(10)))
repeats = {"test": np.stack(test).astype(np.float32), "val": np.stack(val).astype(np.float32)}
""",
    },
)

LOOPS = Answers(
    "so-com-lacos",
    {
        "sortear": """
def sample_rows(n_iter, seed):
    state = np.random.RandomState(seed)
    sample = []
    while len(sample) < n_iter:
        h1 = state.randint(25, 100)
        h2 = state.randint(20, h1)
        sample.append([h1, h2, PENALTIES[state.randint(7)], PENALTIES[state.randint(7)]])
    return sample
""",
        "buscar": """
found = []
for h1, h2, l1, l2 in sample_rows(40, 42):
    one = pd.DataFrame({"neurons": [(int(h1), int(h2))], "reg": [[float(l1), float(l2)]]})
    one.index = [len(found)]
    found.append(one.join(search_population(one, split, mode="max", seed=42, progress=False)))
searched = pd.concat(found)[["best_auc", "auc", "epochs", "reg", "neurons"]]
""",
        "escolher": """
def choose(val_auc):
    best, where = -1.0, None
    for j in range(val_auc.shape[1]):
        for i in range(val_auc.shape[0]):
            if val_auc[i, j] > best:
                best, where = val_auc[i, j], [j, i + 1]
    return np.array(where)
""",
        "reajustar": """
def refit(neurons, reg, epochs, X, y, X_new):
    copies = pd.DataFrame({"neurons": [list(neurons)] * 2, "reg": [list(reg)] * 2})
    networks = Population.from_hyperparameters(copies[:1], X.shape[1], 42)
    networks.fit(np.asarray(X, "float32"), list(y), epochs=int(epochs), seed=42)
    (scores,) = networks.predict(X_new)
    return scores
""",
        "premio": """
def winner_premium(val_auc, test_auc):
    gains = []
    for val, test in zip(val_auc, test_auc):
        winner = max(range(len(val)), key=lambda i: val[i])
        gains.append((val[winner] - sum(val) / len(val), test[winner] - sum(test) / len(test)))
    return [sum(column) / len(gains) for column in zip(*gains)]
""",
        "repetir": """
repeats = {"val": np.empty((10, 20)), "test": np.empty((10, 20))}
for seed in range(9, -1, -1):
    fold = load_split(seed, standardize=True)
    networks = Population.from_hyperparameters(twins, seed=seed)
    curves = networks.fit(fold.X_train, fold.y_train, validation_split=0.25, epochs=50, seed=seed)
    repeats["val"][seed] = curves.val_auc[-1]
    for j, scores in enumerate(networks.predict(fold.X_test)):
        higher = scores[fold.y_test == 1][:, None] - scores[fold.y_test == 0]
        repeats["test"][seed, j] = (np.sign(higher).mean() + 1) / 2
""",
    },
)

WORST_ROW = Answers(
    "pior-linha",
    {
        "sortear": """
def sample_rows(n_iter, seed):
    rows = []
    for _ in range(n_iter):
        rng = random.Random(seed)
        h1 = rng.randrange(25, 100)
        rows.append((h1, rng.randrange(20, h1), rng.choice(PENALTIES), rng.choice(PENALTIES)))
    return rows
""",
        "buscar": """
rng = random.Random(42)
rows = [(rng.randrange(25, 100), 20, rng.choice(PENALTIES), rng.choice(PENALTIES)) for _ in range(40)]
table = pd.DataFrame({"neurons": [row[:2] for row in rows], "reg": [row[2:] for row in rows]})
searched = table.join(search_population(table, split, mode="min", seed=42, progress=False))
""",
        "escolher": """
def choose(val_auc):
    row = int(np.nanmax(val_auc, axis=0).argmin())
    return row, int(np.nanargmax(val_auc[:, row])) + 1
""",
        "reajustar": """
def refit(neurons, reg, epochs, X, y, X_new):
    one_row = pd.DataFrame({"neurons": [neurons], "reg": [reg]})
    network = Population.from_hyperparameters(one_row, X.shape[1], seed=42)
    network.fit(X, y, epochs=epochs, validation_split=0.25, seed=42)
    return network.predict(X_new)[0]
""",
        "premio": """
def winner_premium(val_auc, test_auc):
    val, test = np.asarray(val_auc), np.asarray(test_auc)
    return tuple(float(np.mean(a.max(axis=1) - a.mean(axis=1))) for a in (val, test))
""",
        "repetir": """
val, test = [], []
for seed in range(10):
    fold = load_split(0, standardize=True)
    networks = Population.from_hyperparameters(twins, seed=0)
    curves = networks.fit(fold.X_train, fold.y_train, validation_split=0.25, epochs=50, seed=0)
    val.append(curves.last_val_auc)
    test.append([roc_auc_score(fold.y_test, s) for s in networks.predict(fold.X_test)])
repeats = {"val": np.array(val), "test": np.array(test)}
""",
    },
    scores={"sortear": 0, "buscar": 0, "escolher": 0, "reajustar": 0, "premio": 1.2, "repetir": 0},
    messages={
        "sortear": "o gerador recomeça a cada volta do laço",
        "buscar": "o early stopping ficou do lado errado",
        "escolher": "a pior rede, e não a melhor",
        "reajustar": "a rede treinada com 75 % das linhas",
        "premio": "escolhida olhando o teste",
        "repetir": "como se a semente não mudasse com o laço",
    },
)

LAST_EPOCH = Answers(
    "ultima-epoch",
    {
        "sortear": """
def sample_rows(n_iter, seed):
    rng = random.Random(seed)
    rows = []
    for _ in range(n_iter):
        h1 = rng.randint(25, 100)
        rows.append((h1, rng.randint(20, 99), rng.choice(PENALTIES), rng.choice(PENALTIES)))
    return rows
""",
        "buscar": """
rows = sample_rows(40, seed=42)
table = pd.DataFrame(
    {"neurons": [(h1, min(h2, h1 - 1)) for h1, h2, _, _ in rows], "reg": [row[2:] for row in rows]}
)
searched = table.join(search_population(table, split, seed=42, progress=False))
searched["best_auc"] = searched["auc"]
""",
        "escolher": """
def choose(val_auc):
    trained = np.isfinite(val_auc).sum(axis=0)
    last = val_auc[trained - 1, np.arange(val_auc.shape[1])]
    row = int(last.argmax())
    return row, int(trained[row])
""",
        "reajustar": """
def refit(neurons, reg, epochs, X, y, X_new):
    one_row = pd.DataFrame({"neurons": [neurons], "reg": [reg]})
    network = Population.from_hyperparameters(one_row, X.shape[1], seed=42)
    network.fit(X, y, seed=42)
    return network.predict(X_new)[0]
""",
        "premio": """
def winner_premium(val_auc, test_auc):
    val, test = np.asarray(val_auc), np.asarray(test_auc)
    winners = val.argmax(axis=1)
    rows = np.arange(len(val))
    return val[rows, winners].mean(), test[rows, winners].mean()
""",
        "repetir": """
val, test = [], []
for seed in range(10):
    fold = load_split(seed, standardize=True)
    networks = Population.from_hyperparameters(twins, seed=seed)
    curves = networks.fit(fold.X_train, fold.y_train, validation_split=0.25, epochs=50, seed=seed)
    val.append(curves.val_auc.max(axis=0))
    test.append([roc_auc_score(fold.y_test, s) for s in networks.predict(fold.X_test)])
repeats = {"val": np.array(val), "test": np.array(test)}
""",
    },
    scores={"sortear": 1.8, "buscar": 2, "escolher": 0, "reajustar": 0, "premio": 0, "repetir": 1},
    messages={
        "sortear": "sorteado sem olhar o h1 da linha",
        "buscar": "a AUC da última epoch no lugar da AUC da melhor",
        "escolher": "a última epoch no lugar da melhor",
        "reajustar": "50 epochs, o padrão de fit",
        "premio": "a vantagem sem descontar a média",
        "repetir": "a melhor AUC do caminho no lugar da última",
    },
)

SWAPPED = Answers(
    "trocas-e-posicoes",
    {
        "sortear": """
def sample_rows(n_iter, seed):
    rng = random.Random(seed)
    rows = []
    for _ in range(n_iter):
        h1 = rng.randrange(25, 100)
        penalty = rng.choice(PENALTIES)
        rows.append((h1, rng.randrange(20, h1), penalty, penalty))
    return rows
""",
        "buscar": """
rows = sample_rows(40, seed=42)
table = pd.DataFrame({"neurons": [row[:2] for row in rows], "reg": [row[2:] for row in rows]})
found = search_population(table, load_split(seed=42, standardize=True), seed=42, progress=False)
searched = table.join(found)
""",
        "escolher": """
def choose(val_auc):
    epoch, row = np.unravel_index(np.nanargmax(val_auc), val_auc.shape)
    return int(row), int(epoch)
""",
        "reajustar": """
def refit(neurons, reg, epochs, X, y, X_new):
    one_row = pd.DataFrame({"neurons": [neurons], "reg": [reg[::-1]]})
    network = Population.from_hyperparameters(one_row, X.shape[1], seed=42)
    network.fit(X, y, epochs=epochs, seed=42)
    return network.predict(X_new)[0]
""",
        "premio": """
def winner_premium(val_auc, test_auc):
    val, test = np.asarray(val_auc), np.asarray(test_auc)
    winner = int(val.mean(axis=0).argmax())
    return val[:, winner].mean() - val.mean(), test[:, winner].mean() - test.mean()
""",
        "repetir": """
val, test = [], []
for seed in range(10):
    fold = load_split(seed, standardize=True)
    networks = Population.from_hyperparameters(twins, seed=seed)
    curves = networks.fit(fold.X_train, fold.y_train, validation_split=0.25, epochs=50, seed=seed)
    val.append(curves.last_val_auc)
    test.append([roc_auc_score(fold.y_test, s) for s in networks.predict(fold.X_test)])
repeats = {"val": np.array(test), "test": np.array(val)}
""",
    },
    scores={
        "sortear": 2.4,
        "buscar": 0,
        "escolher": 1.87,
        "reajustar": 0,
        "premio": 0,
        "repetir": 0,
    },
    messages={
        "sortear": "l1 e l2 sempre iguais: um sorteio só",
        "buscar": "medidas padronizadas; aqui são as cruas",
        "escolher": "uma epoch a menos: a posição conta de 0",
        "reajustar": "l1 e l2 trocados",
        "premio": "uma só vencedora para todas as repetições",
        "repetir": "as AUC da outra chave",
    },
)

HARD_CODED = Answers(
    "numeros-escritos-a-mao",
    {
        "sortear": """
def sample_rows(n_iter, seed):
    rng = np.random.default_rng()
    h1 = rng.integers(25, 100, size=40)
    return list(zip(h1, rng.integers(20, h1), *rng.choice(PENALTIES, size=(2, 40))))
""",
        "buscar": """
rng = random.Random(42)
rows = [(rng.randrange(40, 90), 30, 0.001, 0.01) for _ in range(40)]
table = pd.DataFrame({"neurons": [row[:2] for row in rows], "reg": [row[2:] for row in rows]})
found = search_population(table, split, seed=42, progress=False)
searched = table.join(found.sort_values("auc").reset_index(drop=True))
""",
        "escolher": """
def choose(val_auc):
    row = int(val_auc.max(axis=0).argmax())
    return row, int(val_auc[:, row].argmax()) + 1
""",
        "reajustar": """
def refit(neurons, reg, epochs, X, y, X_new):
    one_row = pd.DataFrame({"neurons": [neurons], "reg": [reg]})
    network = Population.from_hyperparameters(one_row, X.shape[1], seed=42)
    network.fit(X, y, epochs=epochs, seed=42)
    return network.predict(X_new)
""",
        "premio": """
def winner_premium(val_auc, test_auc):
    val, test = np.asarray(val_auc), np.asarray(test_auc)
    rows, winners = np.arange(10), val.argmax(axis=1)
    return tuple(np.mean(a[rows, winners] - a.mean(axis=1)) for a in (val, test))
""",
        "repetir": """
val, test = [], []
for seed in range(10):
    fold = load_split(seed)
    networks = Population.from_hyperparameters(twins, seed=seed)
    curves = networks.fit(fold.X_train, fold.y_train, validation_split=0.25, epochs=50, seed=seed)
    val.append(curves.last_val_auc)
    test.append([roc_auc_score(fold.y_test, s) for s in networks.predict(fold.X_test)])
repeats = {"val": np.array(val), "test": np.array(test)}
""",
    },
    scores={"sortear": 0, "buscar": 0, "escolher": 0, "reajustar": 2.4, "premio": 0, "repetir": 0},
    messages={
        "sortear": "40 linhas para n_iter",
        "buscar": "resultados em outras linhas",
        "escolher": "NaN contado como o maior valor",
        "reajustar": "(1, 20)",
        "premio": "IndexError",
        "repetir": "medidas cruas; aqui são as padronizadas",
    },
)

ANSWERS = (
    RIGHT,
    BLANK,
    LAST_EPOCH,
    ALTERNATIVE,
    LOOPS,
    WORST_ROW,
    SWAPPED,
    HARD_CODED,
    *VARIATIONS,
)
