"""Respostas a `03-curvas`."""

from tests.exercises.corpus.a03_curvas.variacoes import VARIATIONS
from tests.exercises.corpus.answers import RIGHT, Answers

ITEMS = ["treinar", "extrair", "melhor-epoch", "lacuna", "diagnosticar", "figura"]

BLANK = Answers(
    "em-branco",
    based_on="release",
    scores=dict.fromkeys(ITEMS, 0),
    messages=dict.fromkeys(ITEMS, "Ainda não respondido"),
)

ALTERNATIVE = Answers(
    "alternativa",
    {
        "treinar": """
n_fit = 42
history = network.fit(
    split.X_train[:n_fit], split.y_train[:n_fit],
    validation_data=(split.X_train[n_fit:], split.y_train[n_fit:]),
    epochs=60, batch_size=96, verbose=0,
)
""",
        "extrair": """
def extract_curves(history, metric):
    import pandas as pd
    table = pd.DataFrame(history)
    table.index += 1
    return table.index, table[metric], table["val_" + metric]
""",
        "melhor-epoch": """
def best_epoch(values, mode):
    sign = {"min": -1, "max": 1}[mode]
    scores = [sign * value for value in values]
    return scores.index(max(scores)) + 1
""",
        "lacuna": """
def gap(train_loss, val_loss, epoch):
    return np.subtract(val_loss, train_loss)[epoch - 1]
""",
        "diagnosticar": """
def diagnose(train_loss, val_loss):
    answers = {(True, True): "subajuste", (True, False): "subajuste",
               (False, True): "sobreajuste", (False, False): "bom"}
    return answers[bool(train_loss[-1] > 0.5), bool(val_loss[-1] / min(val_loss) > 1.2)]
""",
        "figura": """
import pandas as pd
table = pd.DataFrame(history.history, index=range(1, 61))
ax = table[["loss", "val_loss"]].plot(style=["-", "--"])
ax.legend(["Treino", "Validação"])
ax.axvline(table["val_loss"].idxmin())
ax.set(title="Perda por época", xlabel="Época", ylabel="Entropia cruzada")
fig = ax.figure
""",
    },
)

ALTERNATIVE_2 = Answers(
    "dois-paineis",
    {
        "treinar": """
import tensorflow as tf
fit_rows = tf.data.Dataset.from_tensor_slices((split.X_train[:42], split.y_train[:42]))
val_rows = tf.data.Dataset.from_tensor_slices((split.X_train[42:], split.y_train[42:]))
history = network.fit(
    fit_rows.shuffle(42, seed=0).batch(96), validation_data=val_rows.batch(96), epochs=60, verbose=0
)
""",
        "extrair": """
def extract_curves(history, metric):
    rows = list(zip(history[metric], history[f"val_{metric}"]))
    return range(1, len(rows) + 1), [a for a, _ in rows], [b for _, b in rows]
""",
        "melhor-epoch": """
def best_epoch(values, mode):
    best = 1
    for epoch, value in enumerate(values, start=1):
        if (value < values[best - 1]) if mode == "min" else (value > values[best - 1]):
            best = epoch
    return best
""",
        "lacuna": """
def gap(train_loss, val_loss, epoch):
    for i, (train, val) in enumerate(zip(train_loss, val_loss), start=1):
        if i == epoch:
            return np.float32(val) - np.float32(train)
""",
        "diagnosticar": """
def diagnose(train_loss, val_loss):
    train_loss, val_loss = np.float32(train_loss), np.float32(val_loss)
    underfit, overfit = train_loss[-1] > 0.5, val_loss[-1] > 1.2 * val_loss.min()
    return np.select([underfit, overfit], ["Subajuste", "Sobreajuste"], "Bom").item()
""",
        "figura": """
fig, axes = plt.subplots(1, 2, figsize=(10, 4))
for ax, metric, name in zip(axes, ["auc", "loss"], ["AUC", "Função de perda"]):
    epochs, train, val = extract_curves(history.history, metric)
    ax.plot(epochs, val, color="C1", linestyle="--", label="validation")
    ax.plot(epochs, train, color="C0", label="train")
    best = best_epoch(val, "min" if metric == "loss" else "max")
    ax.plot([best], [val[best - 1]], "o", label="best")
    ax.set(title=name, xlabel="Epochs", ylabel=name)
    ax.legend()
""",
    },
)

SWAPPED = Answers(
    "series-trocadas",
    {
        "treinar": """
history = network.fit(split.X_train, split.y_train, validation_split=0.9, epochs=60, verbose=0)
""",
        "extrair": """
def extract_curves(history, metric):
    values = history[metric]
    return np.arange(1, len(values) + 1), history["val_" + metric], values
""",
        "melhor-epoch": """
def best_epoch(values, mode):
    return np.argmin(values) if mode == "min" else np.argmax(values)
""",
        "lacuna": """
def gap(train_loss, val_loss, epoch):
    return train_loss[epoch - 1] - val_loss[epoch - 1]
""",
        "diagnosticar": """
def diagnose(train_loss, val_loss):
    if train_loss[-1] > 0.5:
        return "sobreajuste"
    return "subajuste" if val_loss[-1] > 1.2 * min(val_loss) else "bom"
""",
        "figura": """
epochs = range(1, 61)
fig, ax = plt.subplots()
ax.plot(epochs, history.history["val_loss"], label="treino")
ax.plot(epochs, history.history["loss"], label="validação")
ax.axvline(np.argmin(history.history["val_loss"]) + 1)
ax.set_title("Perda")
ax.legend()
""",
    },
    scores={
        "treinar": 1.5,
        "extrair": 0.75,
        "melhor-epoch": 0,
        "lacuna": 0,
        "diagnosticar": 0.8,
        "figura": 1.71,
    },
    messages={
        "treinar": "o batch ficou no padrão do Keras",
        "extrair": "treino e validação trocados",
        "melhor-epoch": "a contagem começa em 0",
        "lacuna": "o sinal trocado",
        "diagnosticar": "subajuste e sobreajuste trocados",
        "figura": "os nomes das séries trocados",
    },
)

FROM_ZERO = Answers(
    "contagem-de-zero",
    {
        "treinar": """
history = network.fit(
    split.X_train, split.y_train, validation_split=0.1, epochs=60, batch_size=96, verbose=0
)
""",
        "extrair": """
def extract_curves(history, metric):
    return np.arange(len(history[metric])), history[metric], history[f"val_{metric}"]
""",
        "melhor-epoch": """
def best_epoch(values, mode):
    return np.argmin(values) + 1
""",
        "lacuna": """
def gap(train_loss, val_loss, epoch):
    return abs(val_loss[epoch - 1] - train_loss[epoch - 1])
""",
        "diagnosticar": """
def diagnose(train_loss, val_loss):
    if val_loss[-1] > 1.2 * min(val_loss):
        return "sobreajuste"
    return "subajuste" if train_loss[-1] > 0.5 else "bom"
""",
        "figura": """
fig, ax = plt.subplots()
ax.plot(history.history["loss"], label="treino")
ax.plot(history.history["val_loss"], label="validação")
ax.axvline(np.argmin(history.history["val_loss"]))
ax.set(title="Perda", xlabel="Epoch", ylabel="Perda")
ax.legend()
""",
    },
    scores={
        "treinar": 1.5,
        "extrair": 2.25,
        "melhor-epoch": 0.75,
        "lacuna": 1.5,
        "diagnosticar": 3.2,
        "figura": 3.42,
    },
    messages={
        "treinar": "linhas demais no treino",
        "extrair": "a contagem começa em 0",
        "melhor-epoch": "mode foi ignorado",
        "lacuna": "Encontrado: o valor absoluto da diferença",
        "diagnosticar": "a pergunta sobre a validação feita antes",
        "figura": "a contagem começa em 0",
    },
)

BY_POSITION = Answers(
    "pela-posicao",
    {
        "treinar": """
history = network.fit(split.X_train, split.y_train, epochs=20, batch_size=96, verbose=0)
""",
        "extrair": """
def extract_curves(history, metric):
    train, val = list(history.values())[:2]
    return np.arange(1, len(train) + 1), train, val
""",
        "melhor-epoch": """
def best_epoch(values, mode):
    target = min(values) if mode == "min" else max(values)
    return np.flatnonzero(values == target)[-1] + 1
""",
        "lacuna": """
def gap(train_loss, val_loss, epoch):
    return val_loss[epoch] - train_loss[epoch]
""",
        "diagnosticar": """
def diagnose(train_loss, val_loss):
    if train_loss[-1] > 0.5:
        return "subajuste"
    return "sobreajuste" if val_loss[-1] > val_loss[-2] else "bom"
""",
        "figura": """
epochs = np.arange(1, 61)
train_loss, val_loss = 0.7 * np.exp(-epochs / 10), 0.3 + (epochs - 20.0) ** 2 / 5000
fig, ax = plt.subplots()
ax.plot(epochs, train_loss, label="treino")
ax.plot(epochs, val_loss, label="validação")
ax.axvline(np.argmin(val_loss))
ax.set(title="Perda", xlabel="Epoch", ylabel="Perda")
""",
    },
    scores={
        "treinar": 0.5,
        "extrair": 0,
        "melhor-epoch": 2.25,
        "lacuna": 0,
        "diagnosticar": 1.6,
        "figura": 2.28,
    },
    messages={
        "treinar": "o treino não separou a validação",
        "extrair": "séries tomadas pela posição no dicionário",
        "melhor-epoch": "a última das epochs empatadas",
        "lacuna": "a epoch seguinte",
        "diagnosticar": "comparada só com a anterior",
        "figura": "nenhuma legenda",
    },
)

WRONG_METRIC = Answers(
    "outra-metrica",
    {
        "treinar": """
fitted = network.fit(
    split.X_train, split.y_train, validation_split=0.9, epochs=60, batch_size=96, verbose=0
)
history = fitted.history
""",
        "extrair": """
def extract_curves(history, metric):
    return np.arange(1, len(history["loss"]) + 1), history["loss"], history["val_loss"]
""",
        "melhor-epoch": """
def best_epoch(values, mode):
    return values.min() if mode == "min" else values.max()
""",
        "lacuna": """
def gap(train_loss, val_loss, epoch):
    return val_loss[-1] - train_loss[-1]
""",
        "diagnosticar": """
def diagnose(train_loss, val_loss):
    if train_loss[-1] > 0.5:
        return "subajuste"
    return "sobreajuste" if train_loss[-1] > 1.2 * min(train_loss) else "bom"
""",
        "figura": """
fig, ax = plt.subplots()
ax.plot(range(1, 61), history["auc"], label="treino")
ax.plot(range(1, 61), history["val_auc"], label="validação")
ax.set(title="AUC", xlabel="Epoch", ylabel="AUC")
ax.legend()
""",
    },
    scores={
        "treinar": 1.5,
        "extrair": 0,
        "melhor-epoch": 0,
        "lacuna": 0,
        "diagnosticar": 2.4,
        "figura": 0,
    },
    messages={
        "treinar": "guarde o objeto que fit devolve",
        "extrair": "sempre a série 'loss': metric foi ignorado",
        "melhor-epoch": "o valor da métrica, e não a epoch",
        "lacuna": "sempre a última epoch",
        "diagnosticar": "a regra aplicada só à perda de treino",
        "figura": "curvas que sobem, como as da AUC",
    },
)

CONSTANT = Answers(
    "resposta-fixa",
    {
        "extrair": """
def extract_curves(history, metric):
    return history[metric], history[f"val_{metric}"]
""",
        "melhor-epoch": """
def best_epoch(values, mode):
    return (np.argmax(values) if mode == "min" else np.argmin(values)) + 1
""",
        "lacuna": """
def gap(train_loss, val_loss, epoch):
    return "grande"
""",
        "diagnosticar": """
def diagnose(train_loss, val_loss):
    return "sobreajuste"
""",
        "figura": """
fig, ax = plt.subplots()
ax.set(title="Perda", xlabel="Epoch", ylabel="Perda")
""",
    },
    scores={"extrair": 0, "melhor-epoch": 0, "lacuna": 0, "diagnosticar": 0, "figura": 0},
    messages={
        "extrair": "três vetores de números",
        "melhor-epoch": "a direção trocada: a pior epoch",
        "lacuna": "outra coisa que não um número",
        "diagnosticar": "a mesma resposta para todas as curvas",
        "figura": "Encontrado: nenhuma curva.",
    },
)

ANSWERS = (
    RIGHT,
    BLANK,
    SWAPPED,
    ALTERNATIVE,
    ALTERNATIVE_2,
    FROM_ZERO,
    BY_POSITION,
    WRONG_METRIC,
    CONSTANT,
    *VARIATIONS,
)
