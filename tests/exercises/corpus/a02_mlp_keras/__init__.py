"""Respostas a `02-mlp-keras`."""

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
    epochs=50, batch_size=16, verbose=0,
)
""",
        "avaliar": """
import numpy as np
from sklearn.metrics import auc, roc_curve
scores = np.asarray(model(split.X_train[319:]))[:, 0]
fpr, tpr, _ = roc_curve(split.y_train[319:], scores)
evaluation = {"auc": auc(fpr, tpr), "scores": scores.tolist()}
""",
    },
)

ALTERNATIVE_2 = Answers(
    "com-tensorflow",
    {
        "rede": """
import keras
from keras.layers import Dense, Input
class Network(keras.Sequential):
    pass
model = Network(name="ingenua")
for layer in (Input(shape=[30]), Dense(100, "relu"), Dense(100, "relu"), Dense(1, "sigmoid")):
    model.add(layer)
""",
        "parametros": """
import tensorflow as tf
sizes = [float(tf.size(w)) for w in model.get_weights()]
parameters = tuple(w + b for w, b in zip(sizes[::2], sizes[1::2]))
parameters = (*parameters, sum(parameters))
""",
        "compilar": """
model.compile(
    loss=[keras.losses.BinaryCrossentropy(from_logits=False)],
    metrics=["accuracy", keras.metrics.AUC(num_thresholds=500, name="auc")],
    optimizer=keras.optimizers.get("Adam"),
)
""",
        "treinar": """
rows = list(range(319)), list(range(319, 426))
train, val = (
    tf.data.Dataset.from_tensor_slices((split.X_train[r], split.y_train[r])) for r in rows
)
train = train.shuffle(319, seed=0).batch(16)
history = model.fit(train, validation_data=val.batch(107), epochs=50, verbose=0)
""",
        "avaliar": """
scores = model.predict_on_batch(split.X_train[319:]).squeeze().astype("float32")
positives, negatives = scores[split.y_train[319:] == 1], scores[split.y_train[319:] == 0]
wins = sum(float((p > negatives).sum() + 0.5 * (p == negatives).sum()) for p in positives)
evaluation = {"scores": scores, "auc": [wins / len(positives) / len(negatives)], "rows": 107}
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
labels = split.y_train[319:].astype(int)
evaluation = {"scores": labels, "auc": roc_auc_score(split.y_train[319:], labels)}
""",
    },
    scores={"rede": 2.25, "parametros": 0.66, "compilar": 2.25, "treinar": 2.14, "avaliar": 2.25},
    messages={
        "rede": "saída linear com entropia cruzada de probabilidades",
        "parametros": "pesos sem os vieses",
        "compilar": "saída linear com entropia cruzada de probabilidades",
        "treinar": "são os de batches de 32",
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
        "parametros": "parameters = [3001, 10001, 101]",
        "compilar": """
model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])
""",
        "treinar": """
history = model.fit(
    split.X_test, split.y_test, validation_split=0.25, epochs=50, batch_size=16, verbose=0
)
""",
        "avaliar": """
from sklearn.metrics import roc_auc_score
scores = model.predict(split.X_train[319:], verbose=0).ravel()
evaluation = {"scores": scores, "auc": 100 * roc_auc_score(split.y_train[319:], scores)}
""",
    },
    scores={"rede": 2.25, "parametros": 0, "compilar": 0.75, "treinar": 1.28, "avaliar": 2.25},
    messages={
        "rede": "camadas de 100, 10, 1 neurônios",
        "parametros": "um viés por camada, e não por neurônio",
        "compilar": "o otimizador Adam. Encontrado: rmsprop",
        "treinar": "o treino usou o conjunto de teste",
        "avaliar": "em porcentagem",
    },
)

# Escores bons sem a rede: com eles, um erro de treino não arrasta a avaliação.
GOOD_SCORES = """
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
other = LogisticRegression(max_iter=1000).fit(split.X_train[:319], split.y_train[:319])
scores = other.predict_proba(split.X_train[319:])[:, 1]
evaluation = {"scores": scores, "auc": roc_auc_score(split.y_train[319:], scores)}
"""

NO_AUC = Answers(
    "sem-auc",
    {
        "rede": """
import keras
model = keras.Sequential([
    keras.Input((30,)),
    keras.layers.Dense(100),
    keras.layers.Dense(100),
    keras.layers.Dense(1, activation="sigmoid"),
])
""",
        "parametros": "parameters = [3100, 10100, 101]",
        "compilar": """
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
""",
        "treinar": """
history = model.fit(
    split.X_train, split.y_train, validation_split=0.25, epochs=50, batch_size=16, verbose=0
)
""",
        "avaliar": GOOD_SCORES
        + """
evaluation["auc"] = (scores.round() == split.y_train[319:]).mean()
""",
    },
    scores={"rede": 2.25, "parametros": 1.33, "compilar": 1.5, "treinar": 2.14, "avaliar": 2.25},
    messages={
        "rede": "camadas ocultas sem ativação",
        "parametros": "a soma dos três. Encontrado: 3 números",
        "compilar": "com o nome 'auc'. Encontrado: as métricas accuracy",
        "treinar": "Encontrado: só accuracy, loss, val_accuracy, val_loss",
        "avaliar": "a acurácia, e não a AUC",
    },
)

TWICE_SIGMOID = Answers(
    "sigmoide-duas-vezes",
    {
        "rede": """
import keras
model = keras.Sequential([
    keras.Input((30,)),
    keras.layers.Dense(100, activation="relu", use_bias=False),
    keras.layers.Dense(100, activation="relu", use_bias=False),
    keras.layers.Dense(1, activation="sigmoid", use_bias=False),
])
""",
        "parametros": "parameters = [3100, 10100, 101, 13300]",
        "compilar": """
model.compile(
    optimizer="adam",
    loss=keras.losses.BinaryCrossentropy(from_logits=True),
    metrics=[keras.metrics.BinaryAccuracy(name="auc")],
)
""",
        "treinar": """
history = model.fit(
    split.X_train, split.y_train, validation_data=(split.X_test, split.y_test),
    epochs=5, batch_size=16, verbose=0,
)
""",
        "avaliar": GOOD_SCORES + 'evaluation["scores"] = scores[:, None]',
    },
    scores={"rede": 2.25, "parametros": 1.33, "compilar": 1.5, "treinar": 1.71, "avaliar": 0},
    messages={
        "rede": "camadas sem viés",
        "parametros": "a soma dos três. Encontrado: outro número",
        "compilar": "a sigmoide é aplicada duas vezes",
        "treinar": "5 epochs",
        "avaliar": "um vetor de 107 números. Encontrado: formato (107, 1)",
    },
)

BACKWARDS = Answers(
    "ao-contrario",
    {
        "rede": """
import keras
model = keras.Sequential([
    keras.Input((10,)),
    keras.layers.Dense(100, activation="tanh"),
    keras.layers.Dense(100, activation="tanh"),
    keras.layers.Dense(2, activation="softmax"),
])
""",
        "parametros": "parameters = [0, 0, 0, 0]",
        "compilar": 'model.compile(loss="mean_squared_error")',
        "treinar": """
history = {"perda": [1.0, 0.1], "val_auc": [0.95, 0.96]}
""",
        "avaliar": GOOD_SCORES + 'evaluation["scores"] = 1 - scores',
    },
    scores=dict.fromkeys(ITEMS, 0),
    messages={
        "rede": "10 medidas",
        "parametros": "outros números",
        "compilar": "a perda meansquarederror",
        "treinar": "um histórico sem passos",
        "avaliar": "a ordem invertida: os escores são de maligno",
    },
)

SLOW = Answers(
    "quase-nao-aprende",
    {
        "rede": """
import keras
model = keras.Sequential([
    keras.Input((30,)),
    keras.layers.Dense(100, activation="relu"),
    keras.layers.Dense(100, activation="tanh"),
    keras.layers.Dense(1, activation="softmax"),
])
""",
        "parametros": "parameters = [3100, 10100, 100, 13300]",
        "compilar": """
model = keras.Sequential([
    keras.Input((30,)),
    keras.layers.Dense(100, activation="relu"),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(
    keras.optimizers.Adam(1e-6), loss="mean_squared_error", metrics=[keras.metrics.AUC(name="auc")]
)
""",
        "treinar": """
history = model.fit(
    split.X_train, 1 - split.y_train, validation_split=0.25, epochs=50, batch_size=16, verbose=0
)
""",
        "avaliar": GOOD_SCORES
        + """
noise = np.random.default_rng(0).normal(size=107)
scores = np.argsort(np.argsort(scores + 0.5 * noise)) / 106
evaluation = {"scores": scores, "auc": roc_auc_score(split.y_train[319:], scores)}
""",
    },
    scores={"rede": 1.5, "parametros": 0.66, "compilar": 2.25, "treinar": 2.14, "avaliar": 2.25},
    messages={
        "rede": "ativação de saída softmax",
        "parametros": "outros números",
        "compilar": "a perda meansquarederror",
        "treinar": "que a perda de treino caia a menos da metade",
        "avaliar": "uma AUC de 0,95 ou mais na validação",
    },
)

ALL_ROWS = Answers(
    "todas-as-linhas",
    {
        "parametros": 'parameters = {"camadas": [3100, 10100, 101]}',
        "compilar": """
model.compile(optimizer="adam", loss="binary_crossentropy")
""",
        "treinar": """
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=[keras.metrics.AUC(name="auc")])
history = model.fit(
    split.X_train, split.y_train, validation_data=(split.X_test, split.y_test),
    epochs=50, batch_size=16, verbose=0,
)
""",
        "avaliar": GOOD_SCORES
        + """
evaluation["auc"] = roc_auc_score(split.y_train[319:], scores >= 0.5)
""",
    },
    scores={"parametros": 0, "compilar": 1.5, "treinar": 1.71, "avaliar": 2.25},
    messages={
        "parametros": "0 números",
        "compilar": "nenhuma métrica",
        "treinar": "27 passos: o treino não separou a validação",
        "avaliar": "a AUC de classes já decididas",
    },
)

OUT_OF_ORDER = Answers(
    "fora-de-ordem",
    {
        "compilar": "",
        "treinar": """
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=[keras.metrics.AUC(name="auc")])
history = model.fit(
    split.X_train, split.y_train, validation_split=0.25, epochs=50, batch_size=160, verbose=0
)
""",
        "avaliar": GOOD_SCORES
        + """
scores = np.random.default_rng(0).permutation(scores)
evaluation = {"scores": scores, "auc": roc_auc_score(split.y_train[319:], scores)}
""",
    },
    scores={"compilar": 0, "treinar": 2.14, "avaliar": 0},
    messages={
        "compilar": "uma rede sem compile",
        "treinar": "2 passos: outra fração de validação",
        "avaliar": "linhas fora de ordem",
    },
)

RESCALED = Answers(
    "outra-escala",
    {"avaliar": GOOD_SCORES + 'evaluation["scores"] = scores / scores.mean()'},
    scores={"avaliar": 2.25},
    messages={"avaliar": "escores entre 0 e 1"},
)

PAIR = Answers(
    "par",
    {"avaliar": GOOD_SCORES + 'evaluation = (scores, evaluation["auc"])'},
    scores={"avaliar": 0},
    messages={"avaliar": "um dicionário com as chaves 'scores' e 'auc'"},
)

# O treino à parte: aqui só importam o desenho, a perda e a avaliação.
REGULARIZED = Answers(
    "penalidade-e-dropout",
    {
        "rede": """
import keras
dense = keras.layers.Dense
model = keras.Sequential([
    keras.Input((30,)),
    dense(100, activation="relu", kernel_regularizer="l2"),
    keras.layers.Dropout(0.5),
    dense(100, activation="relu"),
    dense(1, activation="sigmoid"),
])
""",
        "compilar": """
model.compile(
    optimizer="adam",
    loss="bce",
    metrics=[keras.metrics.AUC(name="roc"), keras.metrics.BinaryAccuracy(name="auc")],
)
""",
        "treinar": "history = ...",
        "avaliar": GOOD_SCORES
        + """
from sklearn.metrics import average_precision_score
evaluation["auc"] = average_precision_score(split.y_train[319:], scores)
""",
    },
    scores={"rede": 2.25, "compilar": 2.25, "avaliar": 2.25},
    messages={
        "rede": "e nada além delas. Encontrado: também Dropout, kernel_regularizer",
        "compilar": "que a métrica chamada 'auc' seja mesmo a AUC",
        "avaliar": "o que daria a precisão média, e não a AUC",
    },
    only_judged=True,
)

OTHER_AUC = Answers(
    "auc-de-outras-linhas",
    {
        "rede": """
import keras
dense = keras.layers.Dense
model = keras.Sequential([
    keras.Input((30,)),
    dense(100, activation="relu6"),
    dense(100, activation="relu"),
    dense(1, activation="sigmoid"),
])
""",
        "treinar": "history = ...",
        "avaliar": GOOD_SCORES
        + """
evaluation["auc"] = roc_auc_score(split.y_train[:319], other.decision_function(split.X_train[:319]))
""",
    },
    scores={"rede": 2.25, "avaliar": 2.25},
    messages={"rede": "ativações relu6, relu", "avaliar": "um número que não sai deles"},
    only_judged=True,
)

TWO_VALUES = Answers(
    "so-dois-escores",
    {
        "rede": """
import keras
class Network(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = keras.layers.Dense(100, activation="relu")
        self.second = keras.layers.Dense(100, activation="relu")
        self.output_layer = keras.layers.Dense(1, activation="sigmoid")
    def call(self, inputs):
        return self.output_layer(self.second(self.first(inputs)))
model = Network()
model.build((None, 30))
""",
        "treinar": "history = ...",
        "avaliar": GOOD_SCORES
        + """
labels = 0.1 + 0.8 * split.y_train[319:]
evaluation = {"scores": labels, "auc": 1.0}
""",
    },
    scores={"rede": 1.5, "avaliar": 2.25},
    messages={
        "rede": "uma classe sua cria os pesos em model(split.X_train[:1])",
        "avaliar": "escores que são só 0,1 e 0,9",
    },
    only_judged=True,
)

SUBCLASS = Answers(
    "uma-classe",
    {
        "rede": TWO_VALUES.cells["rede"].replace("model.build((None, 30))", "model(split.X_train[:1])"),
        "treinar": "history = ...",
        "avaliar": GOOD_SCORES + 'evaluation["auc"] = round(evaluation["auc"], 4)',
    },
    only_judged=True,
)

ANSWERS = (
    RIGHT,
    BLANK,
    LINEAR_OUTPUT,
    ALTERNATIVE,
    ALTERNATIVE_2,
    WRONG_UNITS,
    NO_AUC,
    TWICE_SIGMOID,
    BACKWARDS,
    SLOW,
    ALL_ROWS,
    OUT_OF_ORDER,
    RESCALED,
    PAIR,
    REGULARIZED,
    OTHER_AUC,
    TWO_VALUES,
    SUBCLASS,
)
