"""Respostas a `04-mlp-keras`."""

from tests.exercises.corpus.answers import RIGHT, Answers

ITEMS = ["rede", "parametros", "compilar", "treinar", "avaliar"]

BLANK = Answers(
    "em-branco",
    based_on="release",
    scores=dict.fromkeys(ITEMS, 0),
    messages=dict.fromkeys(ITEMS, "Ainda não respondido"),
)

ALTERNATIVE = Answers(
    "alternativa",
    {
        "rede": """
import keras
inputs = keras.Input((split.X_train.shape[1],))
hidden = keras.layers.ReLU()(keras.layers.Dense(100)(inputs))
hidden = keras.layers.Dense(100)(hidden)
hidden = keras.layers.Activation("relu")(hidden)
model = keras.Model(inputs, keras.layers.Dense(1, activation=keras.activations.sigmoid)(hidden))
""",
        "parametros": """
import numpy as np
sizes = np.array([30, 100, 100, 1])
parameters = (sizes[:-1] + 1) * sizes[1:]
parameters = np.append(parameters, parameters.sum())
""",
        "compilar": """
model.compile(
    keras.optimizers.Adam(),
    keras.losses.BinaryCrossentropy(),
    metrics=[keras.metrics.AUC(name="auc")],
)
""",
        "treinar": """
history = model.fit(
    split.X_train[:319], split.y_train[:319],
    validation_data=(split.X_train[319:], split.y_train[319:]),
    epochs=50, batch_size=96, verbose=0,
)
""",
        "avaliar": """
import numpy as np
from sklearn.metrics import auc, roc_curve
scores = np.asarray(model(split.X_test))[:, 0]
fpr, tpr, _ = roc_curve(split.y_test, scores)
evaluation = {"auc": auc(fpr, tpr), "scores": scores.tolist()}
""",
    },
)

LINEAR_OUTPUT = Answers(
    "saida-linear",
    {
        "rede": """
import keras
model = keras.Sequential([
    keras.Input((30,)),
    keras.layers.Dense(100, activation="relu"),
    keras.layers.Dense(100, activation="relu"),
    keras.layers.Dense(1),
])
""",
        "parametros": "parameters = [3000, 10000, 100, 13100]",
        "treinar": """
history = model.fit(split.X_train, split.y_train, validation_split=0.25, epochs=50, verbose=0)
""",
        "avaliar": """
from sklearn.metrics import roc_auc_score
labels = (model.predict(split.X_test, verbose=0).ravel() > 0.5).astype(int)
evaluation = {"scores": labels, "auc": roc_auc_score(split.y_test, labels)}
""",
    },
    scores={"rede": 2.25, "parametros": 0.66, "compilar": 2.25, "treinar": 2.4, "avaliar": 2.25},
    messages={
        "rede": "saída linear com entropia cruzada de probabilidades",
        "parametros": "pesos sem os vieses",
        "compilar": "saída linear com entropia cruzada de probabilidades",
        "treinar": "o batch ficou no padrão do Keras",
        "avaliar": "escores que são só 0 e 1",
    },
)

WRONG_UNITS = Answers(
    "neuronios-e-metrica",
    {
        "rede": """
import keras
model = keras.Sequential([
    keras.Input((30,)),
    keras.layers.Dense(100, activation="relu"),
    keras.layers.Dense(10, activation="relu"),
    keras.layers.Dense(1, activation="sigmoid"),
])
""",
        "compilar": 'model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])',
        "treinar": """
history = model.fit(
    split.X_test, split.y_test, validation_split=0.25, epochs=50, batch_size=96, verbose=0
)
""",
        "avaliar": """
from sklearn.metrics import roc_auc_score
scores = model.predict(split.X_test, verbose=0).ravel()
evaluation = {"scores": scores, "auc": 0.123}
""",
    },
    scores={"rede": 2.25, "compilar": 0.75, "treinar": 1.2, "avaliar": 2.25},
    messages={
        "rede": "camadas de 100, 10, 1 neurônios",
        "compilar": "o otimizador Adam",
        "treinar": "o treino usou o conjunto de teste",
        "avaliar": "a AUC destes escores",
    },
)

ANSWERS = (RIGHT, BLANK, LINEAR_OUTPUT, ALTERNATIVE, WRONG_UNITS)
