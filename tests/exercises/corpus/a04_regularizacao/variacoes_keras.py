"""Variações de `04-regularizacao` que passam pelo Keras: a rede do item 5 e o treino do 7."""

NETWORK = """
from keras.layers import Dense
from keras.regularizers import L1, L2, L1L2, OrthogonalRegularizer
def elastic(w):
    return keras.ops.sum(1e-4 * keras.ops.abs(w) + 1e-3 * w * w)
KERNEL, BIAS = L1L2(1e-4, 1e-3), L1L2(1e-4, 1e-3)
fines = {"kernel_regularizer": KERNEL, "bias_regularizer": BIAS}
model = keras.Sequential([
    keras.Input((30,)),
    Dense(16, activation="relu", **fines),
    Dense(8, activation="relu", **fines),
    Dense(1, activation="sigmoid", **fines),
])
"""
TRAIN = """
set_seeds(42)
network = make_network()
brake = keras.callbacks.EarlyStopping(
    monitor="val_auc", mode="max", patience=10, restore_best_weights=True
)
history = network.fit(
    X_fit, y_fit, validation_data=(X_val, y_val), epochs=100, batch_size=96,
    callbacks=[brake], verbose=0,
)
scores = network.predict(X_val, verbose=0)
"""


def change(code: str, *changes: tuple[str, str]) -> str:
    """Devolve `code` com cada trecho trocado pelo seguinte; o trecho tem de existir."""
    for old, new in changes:
        if old not in code:
            raise ValueError(f"{old!r} não está na resposta.")
        code = code.replace(old, new)
    return code


def network(*changes: tuple[str, str]) -> str:
    return change(NETWORK, *changes)


def fined(kernel: str, bias: str) -> str:
    return network(("L1L2(1e-4, 1e-3), L1L2(1e-4, 1e-3)", f"{kernel}, {bias}"))


def train(*changes: tuple[str, str]) -> str:
    return change(TRAIN, *changes)


def after_one_epoch(scores: str) -> str:
    """Devolve o item 7 com outros escores; basta um treino curto para julgá-los."""
    return train(("epochs=100", "epochs=1")) + scores


# Por item: a resposta, a nota e o que o aluno lê.
KERAS_MISTAKES: dict[str, list[tuple[str, float, str]]] = {
    "keras": [
        (network(("Dense(16", "Dense(32")), 0, "30 entradas e camadas de 32, 8, 1 neurônios"),
        (network(("keras.Input((30,)),", "")), 0, "como em uma rede sem keras.Input"),
        (
            network(('"sigmoid", **fines', '"sigmoid", use_bias=False, kernel_regularizer=KERNEL')),
            0,
            "camadas sem vieses",
        ),
        (
            network(("fines =", "class Fined(Dense): ...\nfines ="), ("Dense(8", "Fined(8")),
            0,
            "2 camadas do tipo Dense, e as outras de outro tipo",
        ),
        (
            network((", **fines", ""), ("Dense(8", "Dense(8, activity_regularizer=KERNEL")),
            0,
            "activity_regularizer, que penaliza as saídas",
        ),
        (
            network(
                ('8, activation="relu", **fines', '8, "relu"'), ('"sigmoid", **fines', '"sigmoid"')
            ),
            1.5,
            "camadas que não penalizam os pesos: 2 de 3",
        ),
        (network(('"relu"', '"linear"')), 2.4, "as ativações linear, linear, sigmoid"),
        (fined("L1L2(1e-4, 1e-3)", "L1L2(1e-3, 1e-4)"), 1.5, "l1 e l2 trocados"),
        (fined("L1(1e-4)", "L2(1e-3)"), 1.5, "l1=0,0001 e l2=0; l1=0 e l2=0,001"),
        (fined("L1L2(1e-4, 2e-3)", "L1L2(1e-4, 2e-3)"), 1.5, "l2 em dobro"),
        (fined("L1(1e-4)", "L1(1e-4)"), 1.5, "só a L1."),
        (fined("L2(1e-3)", "L2(1e-3)"), 1.5, "só a L2."),
        (fined("'l1'", "'l1'"), 1.5, "só a L1, com a intensidade padrão"),
        (fined("'l2'", "'l2'"), 1.5, "só a L2, com a intensidade padrão"),
        (fined("L1L2()", "L1L2()"), 1.5, "que no Keras valem zero"),
        (fined("elastic", "elastic"), 3, ""),
        (fined("lambda w: 2 * elastic(w)", "elastic"), 1.5, "de outro tipo, e não L1L2"),
        (
            network(("**fines", "**fines, activity_regularizer=BIAS")),
            1.5,
            "também activity_regularizer, que penaliza as saídas",
        ),
        (
            network(("    Dense(8", "    keras.layers.Dropout(0.2),\n    Dense(8")),
            1.5,
            "uma camada Dropout a mais",
        ),
        (fined("OrthogonalRegularizer()", "None"), 0.75, "de outro tipo, e não L1L2"),
    ],
    "freio": [
        (train((" validation_data=(X_val, y_val),", "")), 0, "as séries auc, loss"),
        (after_one_epoch('history = history.history["val_auc"]'), 0, "nenhuma série"),
        (after_one_epoch("scores = 100 * scores"), 0, "números de "),
        (after_one_epoch("scores = scores > 0.5"), 0, "outra coisa que não números"),
        (after_one_epoch("scores = (scores > 0.5).astype(int)"), 0, "classes já decididas"),
        (train(("patience=10, ", "")), 1.5, "quando falta patience"),
        (
            train(('"val_auc", mode="max"', '"val_loss"')),
            0,
            "de menor perda, e não da de maior AUC",
        ),
        (train(('"max"', '"min"')), 0, "os pesos da epoch de menor AUC"),
        (train(("batch_size=96", "batch_size=64")), 2, "Encontrado: 5 passos por epoch"),
        (train(("X_fit, y_fit", "split.X_train, split.y_train")), 2, "5 passos por epoch"),
        (train(("epochs=100", "epochs=70")), 2, "no máximo 70 epochs"),
        (train(("epochs=100", "epochs=2")), 1.5, "Encontrado: 2 epochs"),
    ],
}
# Alternativas certas do item 5.
RIGHT_NETWORKS = {
    "rede-dentro-da-rede": """
from keras import Input, Sequential
from keras.layers import Activation, Dense
fine = keras.regularizers.L1L2(l1=1e-4, l2=1e-3)
fines = {"kernel_regularizer": fine, "bias_regularizer": fine}
hidden = Sequential([Input((30,)), Dense(16, "relu", **fines), Dense(8, "relu", **fines)])
model = Sequential([Input((30,)), hidden, Dense(1, **fines), Activation("sigmoid")])
""",
}
