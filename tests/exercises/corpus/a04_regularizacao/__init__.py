"""Respostas a `04-regularizacao`."""

from tests.exercises.corpus.a04_regularizacao.variacoes import VARIATIONS
from tests.exercises.corpus.answers import RIGHT, Answers

ITEMS = ["l1", "l2", "elastic-net", "gradiente", "keras", "parada", "freio"]


def train(brake: str, predict: str = "X_val", fit: str = "callbacks=[brake], ") -> str:
    """Devolve a célula do item 7 com o callback `brake`."""
    return f"""
set_seeds(42)
network = make_network()
brake = {brake}
history = network.fit(
    X_fit, y_fit, validation_data=(X_val, y_val), epochs=100, batch_size=96, {fit}verbose=0,
)
scores = network.predict({predict}, verbose=0)
"""


def build(arguments: str, output_arguments: str | None = None) -> str:
    """Devolve a célula do item 5 com os argumentos dados nas camadas."""
    last = arguments if output_arguments is None else output_arguments
    return f"""
from keras import regularizers
model = keras.Sequential([
    keras.Input((30,)),
    keras.layers.Dense(16, activation="relu", {arguments}),
    keras.layers.Dense(8, activation="relu", {arguments}),
    keras.layers.Dense(1, activation="sigmoid", {last}),
])
"""


def fine(l1: float, l2: float) -> str:
    """Devolve os argumentos que penalizam pesos e vieses."""
    return ", ".join(
        f"{tensor}_regularizer=regularizers.L1L2(l1={l1}, l2={l2})" for tensor in ("kernel", "bias")
    )


STOPPING = "keras.callbacks.EarlyStopping"

BLANK = Answers(
    "em-branco",
    based_on="release",
    scores=dict.fromkeys(ITEMS, 0),
    messages=dict.fromkeys(ITEMS, "Ainda não respondido"),
)

ALTERNATIVE = Answers(
    "alternativa",
    {
        "l1": """
def l1_penalty(w, strength):
    return keras.regularizers.L1(strength)(w)
""",
        "l2": """
def l2_penalty(w, strength):
    return strength * np.linalg.norm(w) ** 2
""",
        "elastic-net": """
def elastic_net(kernel, bias, l1, l2):
    penalty = keras.regularizers.L1L2(l1=l1, l2=l2)
    return float(penalty(kernel)) + float(penalty(bias))
""",
        "gradiente": """
def penalty_gradient(w, l1, l2):
    import tensorflow as tf
    w = tf.Variable(w.astype("float32"))
    with tf.GradientTape() as tape:
        penalty = tf.reduce_sum(l1 * tf.abs(w) + l2 * w**2)
    return tape.gradient(penalty, w)
""",
        "keras": """
def dense(units, activation):
    penalty = keras.regularizers.l1_l2(l1=0.0001, l2=0.001)
    return keras.layers.Dense(
        units, activation, kernel_regularizer=penalty, bias_regularizer=penalty
    )


inputs = keras.Input(shape=(X_fit.shape[1],))
model = keras.Model(inputs, dense(1, "sigmoid")(dense(8, "relu")(dense(16, "relu")(inputs))))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=[keras.metrics.AUC()])
""",
        "parada": """
def stop_training(val_auc, patience):
    val_auc = np.asarray(val_auc)
    for stop in range(1, len(val_auc) + 1):
        best = int(np.argmax(val_auc[:stop])) + 1
        if stop - best == patience:
            break
    return stop, best
""",
        "freio": train(
            f'{STOPPING}("val_auc", patience=10, mode="auto", restore_best_weights=True)'
        ),
    },
)

ALTERNATIVE_2 = Answers(
    "laco-proprio",
    {
        "l1": """
def l1_penalty(w, strength):
    return sum(strength * abs(float(value)) for value in w.flat)
""",
        "l2": """
def l2_penalty(w, strength):
    w = w.astype("float32")
    return np.float32(strength) * np.vdot(w, w)
""",
        "elastic-net": """
def elastic_net(kernel, bias, l1, l2):
    everything = np.concatenate([kernel.ravel(), bias])
    return np.array([l1 * np.abs(everything).sum() + l2 * (everything**2).sum()])
""",
        "gradiente": """
def penalty_gradient(w, l1, l2):
    def derivative(value):
        slope = 0 if value == 0 else l1 if value > 0 else -l1
        return slope + l2 * value + l2 * value
    return [[derivative(v) for v in row] if np.ndim(row) else derivative(row) for row in w]
""",
        "keras": """
l1, l2 = np.float64(1e-4), np.float64(1e-3)
model = keras.Sequential(name="com_penalidades")
model.add(keras.Input((30,)))
for i, units in enumerate([16, 8, 1]):
    model.add(keras.layers.Dense(
        units,
        activation="relu" if i < 2 else "sigmoid",
        kernel_regularizer=keras.regularizers.L1L2(l1, l2),
        bias_regularizer=keras.regularizers.L1L2(l1, l2),
    ))
""",
        "parada": """
def stop_training(val_auc, patience):
    best, waited, epoch = 0, 0, 0
    for epoch in range(len(val_auc)):
        if epoch == 0 or val_auc[epoch] > val_auc[best]:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited == patience:
            break
    return [epoch + 1.0, best + 1.0]
""",
        "freio": """
set_seeds(7)
network = make_network()
history = {"val_auc": [], "val_loss": []}
best_weights = None
for _ in range(100):
    step = network.fit(
        X_fit, y_fit, validation_data=(X_val, y_val), batch_size=96, verbose=0
    ).history
    if not history["val_auc"] or step["val_auc"][0] > max(history["val_auc"]):
        best_weights = network.get_weights()
    for name, values in history.items():
        values += step[name]
    if len(history["val_auc"]) - np.argmax(history["val_auc"]) > 10:
        break
network.set_weights(best_weights)
scores = np.asarray(network(X_val)).tolist()
""",
    },
)

SWAPPED = Answers(
    "l1-e-l2-trocados",
    {
        "l1": "def l1_penalty(w, strength):\n    return strength * (w**2).sum()",
        "l2": "def l2_penalty(w, strength):\n    return strength * np.abs(w).sum()",
        "elastic-net": """
def elastic_net(kernel, bias, l1, l2):
    everything = np.concatenate([kernel.ravel(), bias])
    return l2 * np.abs(everything).sum() + l1 * (everything**2).sum()
""",
        "gradiente": "def penalty_gradient(w, l1, l2):\n    return l1 * np.sign(w) + l2 * w",
        "keras": build(fine(1e-3, 1e-4)),
        "parada": """
def stop_training(val_auc, patience):
    best_epoch, best_value = 0, np.inf
    for epoch, value in enumerate(val_auc, start=1):
        if value < best_value:
            best_epoch, best_value = epoch, value
        elif epoch - best_epoch >= patience:
            return epoch, best_epoch
    return len(val_auc), best_epoch
""",
        "freio": train(
            f'{STOPPING}(monitor="val_auc", mode="min", patience=10, restore_best_weights=True)'
        ),
    },
    scores={
        "l1": 0,
        "l2": 0,
        "elastic-net": 0,
        "gradiente": 0.75,
        "keras": 1.5,
        "parada": 0,
        "freio": 0,
    },
    messages={
        "l1": "os quadrados, que são da L2",
        "l2": "os valores absolutos, que são da L1",
        "elastic-net": "l1 e l2 trocados",
        "gradiente": "o fator 2 da derivada de w² esquecido",
        "keras": "l1 e l2 trocados",
        "parada": "a direção trocada, como mode='min'",
        "freio": "a menor AUC: mode='min'",
    },
)

HALF = Answers(
    "fator-dois",
    {
        "l1": "def l1_penalty(w, strength):\n    return strength * np.abs(w).sum() / 2",
        "l2": "def l2_penalty(w, strength):\n    return 0.5 * strength * (w**2).sum()",
        "elastic-net": """
def elastic_net(kernel, bias, l1, l2):
    everything = np.concatenate([kernel.ravel(), bias])
    return l1 * np.abs(everything).sum() + l2 / 2 * (everything**2).sum()
""",
        "gradiente": "def penalty_gradient(w, l1, l2):\n    return l1 * w / np.abs(w) + 2 * l2 * w",
        "keras": build(fine(1e-4, 5e-4)),
        "parada": """
def stop_training(val_auc, patience):
    best_epoch, best_value = 0, -np.inf
    for epoch, value in enumerate(val_auc, start=1):
        if value > best_value:
            best_epoch, best_value = epoch, value
        elif epoch - best_epoch > patience:
            return epoch, best_epoch
    return len(val_auc), best_epoch
""",
        "freio": train(f'{STOPPING}(monitor="val_auc", mode="max", patience=10)'),
    },
    scores={
        "l1": 0.33,
        "l2": 0.66,
        "elastic-net": 0.6,
        "gradiente": 1.5,
        "keras": 1.5,
        "parada": 0,
        "freio": 1.5,
    },
    messages={
        "l1": "a metade: um fator ½",
        "l2": "a metade: um fator ½",
        "elastic-net": "a L2 pela metade",
        "gradiente": "NaN onde o peso é zero",
        "keras": "l2 pela metade",
        "parada": "uma epoch a mais de paciência",
        "freio": "os melhores não foram restaurados",
    },
)

KERNEL_ONLY = Answers(
    "so-os-pesos",
    {
        "l1": "def l1_penalty(w, strength):\n    return strength * np.abs(w).mean()",
        "l2": "def l2_penalty(w, strength):\n    return strength * np.mean(w**2)",
        "elastic-net": """
def elastic_net(kernel, bias, l1, l2):
    return l1 * np.abs(kernel).sum() + l2 * (kernel**2).sum()
""",
        "gradiente": "def penalty_gradient(w, l1, l2):\n    return -l1 * np.sign(w) - 2 * l2 * w",
        "keras": build("kernel_regularizer=regularizers.L1L2(l1=1e-4, l2=1e-3)"),
        "parada": """
def stop_training(val_auc, patience):
    best, waited = -1, 0
    for epoch, value in enumerate(val_auc, start=1):
        waited = 0 if value > best else waited + 1
        best = max(best, value)
        if waited == patience:
            break
    return epoch, np.argmax(val_auc) + 1
""",
        "freio": train(
            f'{STOPPING}(monitor="val_loss", mode="min", patience=10, restore_best_weights=True)'
        ),
    },
    scores={
        "l1": 0,
        "l2": 0,
        "elastic-net": 1.2,
        "gradiente": 0,
        "keras": 2.25,
        "parada": 1.8,
        "freio": 0,
    },
    messages={
        "l1": "a média, e não a soma",
        "l2": "a média, e não a soma",
        "elastic-net": "os vieses ficaram de fora",
        "gradiente": "o sinal trocado",
        "keras": "nenhuma camada penaliza os vieses",
        "parada": "procurada também depois da parada",
        "freio": "o monitor é outro",
    },
)

FORGOTTEN = Answers(
    "partes-esquecidas",
    {
        "l1": "def l1_penalty(w, strength):\n    return strength * w.sum()",
        "l2": "def l2_penalty(w, strength):\n    return strength * np.linalg.norm(w)",
        "elastic-net": """
def elastic_net(kernel, bias, l1, l2):
    return l1 * (np.abs(kernel).sum() + np.abs(bias).sum())
""",
        "gradiente": "def penalty_gradient(w, l1, l2):\n    return l1 + 2 * l2 * w",
        "keras": build(fine(1e-4, 1e-3), ""),
        "parada": """
def stop_training(val_auc, patience):
    best_epoch = 1
    for epoch, value in enumerate(val_auc, start=1):
        if value >= val_auc[best_epoch - 1]:
            best_epoch = epoch
        elif epoch - best_epoch >= patience:
            return epoch, best_epoch
    return len(val_auc), best_epoch
""",
        "freio": train("None", fit=""),
    },
    scores={
        "l1": 0,
        "l2": 0,
        "elastic-net": 0.6,
        "gradiente": 0.75,
        "keras": 1.5,
        "parada": 1.8,
        "freio": 0,
    },
    messages={
        "l1": "se cancelam",
        "l2": "a raiz da soma dos quadrados",
        "elastic-net": "só a penalidade L1",
        "gradiente": "a L1 sem o sinal do peso",
        "keras": "a camada de saída não penaliza os pesos",
        "parada": "o empate contado como melhora",
        "freio": "nada interrompeu o treino",
    },
)

OTHER_STRENGTH = Answers(
    "outras-intensidades",
    {
        "l1": "def l1_penalty(w, strength):\n    return np.abs(w).sum()",
        "l2": "def l2_penalty(w, strength):\n    return 2 * strength * (w**2).sum()",
        "elastic-net": """
def elastic_net(kernel, bias, l1, l2):
    everything = np.concatenate([kernel.ravel(), bias])
    return (l1 * np.abs(everything).sum() + l2 * (everything**2).sum()) / 2
""",
        "gradiente": "def penalty_gradient(w, l1, l2):\n    return l1 * np.abs(w) + l2 * w**2",
        "keras": build("activity_regularizer=regularizers.L1L2(l1=1e-4, l2=1e-3)"),
        "parada": """
def stop_training(val_auc, patience):
    best_epoch, best_value = 0, -np.inf
    for epoch, value in enumerate(val_auc):
        if value > best_value:
            best_epoch, best_value = epoch, value
        elif epoch - best_epoch >= patience:
            return epoch, best_epoch
    return len(val_auc) - 1, best_epoch
""",
        "freio": train(
            f'{STOPPING}(monitor="val_auc", mode="max", patience=5, restore_best_weights=True)'
        ),
    },
    scores={
        "l1": 0,
        "l2": 0.66,
        "elastic-net": 0,
        "gradiente": 0,
        "keras": 0,
        "parada": 0,
        "freio": 1.5,
    },
    messages={
        "l1": "a soma sem strength",
        "l2": "o dobro: o fator 2 é do gradiente",
        "elastic-net": "a média das duas",
        "gradiente": "a própria penalidade de cada peso",
        "keras": "activity_regularizer",
        "parada": "a contagem começa em 0",
        "freio": "uma paciência de 5",
    },
)

WRONG_SHAPE = Answers(
    "outro-formato",
    {
        "l1": "def l1_penalty(w, strength):\n    return strength * np.abs(w)",
        "l2": "def l2_penalty(w, strength):\n    return strength * w.sum() ** 2",
        "elastic-net": """
def elastic_net(kernel, bias, l1, l2):
    return [l1 * np.abs(kernel).sum(), l2 * (kernel**2).sum()]
""",
        "gradiente": """
def penalty_gradient(w, l1, l2):
    return (l1 * np.sign(w) + 2 * l2 * w).sum()
""",
        "keras": "model = make_network()",
        "parada": """
def stop_training(val_auc, patience):
    waited = 0
    for epoch in range(1, len(val_auc)):
        waited = 0 if val_auc[epoch] > val_auc[epoch - 1] else waited + 1
        if waited >= patience:
            return epoch + 1, np.argmax(val_auc[: epoch + 1]) + 1
    return len(val_auc), np.argmax(val_auc) + 1
""",
        "freio": train(
            f'{STOPPING}(monitor="val_auc", mode="max", patience=10, restore_best_weights=True)',
            predict="X_fit",
        ),
    },
    scores={
        "l1": 0,
        "l2": 0,
        "elastic-net": 0,
        "gradiente": 0,
        "keras": 0,
        "parada": 0,
        "freio": 0,
    },
    messages={
        "l1": "um número só",
        "l2": "o quadrado da soma",
        "elastic-net": "um número só",
        "gradiente": "não tem o formato de w",
        "keras": "camadas sem nenhuma penalidade",
        "parada": "cada epoch comparada com a anterior",
        "freio": "uma por linha de validação",
    },
)

ANSWERS = (
    RIGHT,
    BLANK,
    SWAPPED,
    ALTERNATIVE,
    ALTERNATIVE_2,
    HALF,
    KERNEL_ONLY,
    FORGOTTEN,
    OTHER_STRENGTH,
    WRONG_SHAPE,
    *VARIATIONS,
)
