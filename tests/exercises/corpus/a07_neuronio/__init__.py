"""Respostas a `07-neuronio`."""

from tests.exercises.corpus.a07_neuronio.variacoes import VARIATIONS
from tests.exercises.corpus.answers import RIGHT, Answers

ITEMS = ["sigmoide", "relu", "camada", "rede", "entropia", "juntar"]

BLANK = Answers(
    "em-branco",
    based_on="release",
    scores=dict.fromkeys(ITEMS, 0),
    messages=dict.fromkeys(ITEMS, "Ainda não respondido"),
)

ALTERNATIVE = Answers(
    "com-bibliotecas",
    {
        "sigmoide": """
from scipy.special import expit as sigmoid
""",
        "relu": """
def relu(z):
    return np.where(z > 0, z, 0)
""",
        "camada": """
def dense(A, W, b):
    return np.einsum("ni,iu->nu", A, W) + b[None, :]
""",
        "rede": """
def forward(X, weights):
    A = X
    for layer, activation in enumerate([relu, relu, sigmoid]):
        A = activation(dense(A, *weights[2 * layer : 2 * layer + 2]))
    return A.ravel()
""",
        "entropia": """
from scipy.special import xlogy
def binary_cross_entropy(y, p):
    y, p = np.asarray(y), np.clip(p, 1e-7, 1 - 1e-7)
    return np.mean(-xlogy(y, p) - xlogy(1 - y, 1 - p))
""",
        "juntar": """
from sklearn.metrics import accuracy_score, log_loss
p = trained.predict_proba(split.X_test)
report = {
    "accuracy": accuracy_score(split.y_test, p.argmax(axis=1)),
    "loss": log_loss(split.y_test, p),
    "probabilities": p[:, 1],
}
""",
    },
)

ALTERNATIVE_2 = Answers(
    "so-com-lacos",
    {
        "sigmoide": """
import math
def sigmoid(z):
    if np.ndim(z) > 0:
        return np.array([sigmoid(part) for part in z], dtype="float32")
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    e = math.exp(z)
    return e / (1 + e)
""",
        "relu": """
def relu(z):
    return [relu(part) for part in z] if np.ndim(z) else max(z, 0)
""",
        "camada": """
def dense(A, W, b):
    return [
        [sum(a * w for a, w in zip(row, column)) + bias for column, bias in zip(W.T, b)]
        for row in A
    ]
""",
        "rede": """
def forward(X, weights):
    W1, b1, W2, b2, W3, b3 = (np.asarray(w, dtype="float32") for w in weights)
    hidden = relu(dense(relu(dense(X, W1, b1)), W2, b2))
    return [float(sigmoid(z)) for (z,) in dense(hidden, W3, b3)]
""",
        "entropia": """
def binary_cross_entropy(y, p):
    total = 0
    for label, probability in zip(y, p):
        chance = float(probability) if label == 1 else 1 - float(probability)
        total -= math.log(max(chance, 1e-7))
    return total / len(y)
""",
        "juntar": """
p = forward(split.X_test, weights)
hits = sum((chance >= 0.5) == (label == 1) for chance, label in zip(p, split.y_test))
loss = np.float32(binary_cross_entropy(split.y_test, p))
report = {"probabilities": p, "loss": loss, "accuracy": hits / len(p)}
""",
    },
)

NAIVE = Answers(
    "conta-ingenua",
    {
        "sigmoide": """
def sigmoid(z):
    return 1 / (1 + np.exp(-z))
""",
        "relu": """
def relu(z):
    z[z < 0] = 0
    return z
""",
        "camada": """
def dense(A, W, b):
    return A @ W
""",
        "rede": """
def forward(X, weights):
    W1, b1, W2, b2, W3, b3 = weights
    return sigmoid(relu(relu(X @ W1 + b1) @ W2 + b2) @ W3 + b3)
""",
        "entropia": """
def binary_cross_entropy(y, p):
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
""",
    },
    scores={
        "sigmoide": 1.8,
        "relu": 1.2,
        "camada": 0.75,
        "rede": 3.2,
        "entropia": 1.2,
        "juntar": 1,
    },
    messages={
        "sigmoide": "overflow, a exponencial de um número grande",
        "relu": "a entrada foi alterada",
        "camada": "o produto sem o viés",
        "rede": "formato (12, 1)",
        "entropia": "log(0)",
        "juntar": "a média de uma matriz (n, n)",
    },
)

BROADCASTING = Answers(
    "broadcasting",
    {
        "sigmoide": """
def sigmoid(z):
    with np.errstate(all="ignore"):
        return np.exp(z) / (1 + np.exp(z))
""",
        "relu": """
def relu(z):
    return np.max(z, 0)
""",
        "camada": """
def dense(A, W, b):
    return A @ W + b[:, None]
""",
        "rede": """
def forward(X, weights):
    W1, b1, W2, b2, W3, b3 = weights
    return sigmoid(np.maximum(np.maximum(X @ W1, 0) @ W2, 0) @ W3)[:, 0]
""",
        "entropia": """
def binary_cross_entropy(y, p):
    y, p = np.reshape(y, (-1, 1)), np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
""",
        "juntar": """
p = trained.predict_proba(split.X_train)[:, 1]
report = {"probabilities": p, "loss": 0.1, "accuracy": 0.97}
""",
    },
    scores={"sigmoide": 1.8, "relu": 0, "camada": 0, "rede": 0, "entropia": 0, "juntar": 0},
    messages={
        "sigmoide": "NaN: infinito dividido por infinito",
        "relu": "np.max, que reduz a matriz",
        "camada": "broadcasting errado: um viés por linha",
        "rede": "a rede sem os vieses",
        "entropia": "broadcasting errado: a média de uma matriz (n, n)",
        "juntar": "as linhas do treino",
    },
)

SUM_AND_LOGITS = Answers(
    "soma-e-logits",
    {
        "sigmoide": """
def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, e, 1.0) / (1 + e)
""",
        "relu": """
def relu(z):
    return np.where(z > 0, z, 0.01 * z)
""",
        "camada": """
def dense(A, W, b):
    return A @ W + b.sum()
""",
        "rede": """
def forward(X, weights):
    W1, b1, W2, b2, W3, b3 = weights
    return (np.maximum(np.maximum(X @ W1 + b1, 0) @ W2 + b2, 0) @ W3 + b3)[:, 0]
""",
        "entropia": """
def binary_cross_entropy(y, p):
    y, p = np.asarray(y), np.clip(p, 1e-7, 1 - 1e-7)
    return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))
""",
        "juntar": """
p = trained.predict_proba(split.X_test)[:, 1]
report = {
    "probabilities": p,
    "loss": binary_cross_entropy(split.y_test, p),
    "accuracy": np.sum((p >= 0.5) == split.y_test),
}
""",
    },
    scores={"sigmoide": 0, "relu": 0, "camada": 0.75, "rede": 0, "entropia": 2.4, "juntar": 1},
    messages={
        "sigmoide": "com o sinal do expoente trocado",
        "relu": "leaky ReLU",
        "camada": "a soma dos vieses em todos os neurônios",
        "rede": "logits, e não probabilidades",
        "entropia": "a soma, que cresce com o tamanho do batch",
        "juntar": "a contagem dos acertos, e não a fração",
    },
)

WIDE_CLIP = Answers(
    "corte-largo",
    {
        "sigmoide": """
def sigmoid(z):
    return np.tanh(z)
""",
        "relu": """
def relu(z):
    return np.abs(z)
""",
        "camada": """
def dense(A, W, b):
    return A @ W.T + b
""",
        "rede": """
def forward(X, weights):
    W1, b1, W2, b2, W3, b3 = weights
    return 1 / (1 + np.exp(-(((X @ W1 + b1) @ W2 + b2) @ W3 + b3)[:, 0]))
""",
        "entropia": """
def binary_cross_entropy(y, p):
    y, p = np.asarray(y), np.clip(p, 0.01, 0.99)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
""",
        "juntar": """
p = trained.predict_proba(split.X_test)[:, 0]
report = {"probabilities": p, "loss": 0.1, "accuracy": 0.97}
""",
    },
    scores=dict.fromkeys(ITEMS, 0),
    messages={
        "sigmoide": "a tangente hiperbólica",
        "relu": "o valor absoluto",
        "camada": "ValueError",
        "rede": "a rede virou uma regressão logística",
        "entropia": "um corte de p largo demais, 0,01",
        "juntar": "a probabilidade da outra classe",
    },
)

TINY_CLIP = Answers(
    "corte-pequeno-demais",
    {
        "sigmoide": """
def sigmoid(z):
    e = np.exp(-np.abs(z))
    result = np.zeros_like(z)
    result += np.where(z >= 0, 1, e) / (1 + e)
    return result
""",
        "rede": """
def forward(X, weights):
    W1, b1, W2, b2, W3, b3 = weights
    return sigmoid(relu(dense(sigmoid(dense(sigmoid(X @ W1 + b1), W2, b2)), W3, b3)))[:, 0]
""",
        "relu": """
def relu(z):
    return np.clip(z, 0, 1)
""",
        "entropia": """
def binary_cross_entropy(y, p):
    y, p = np.asarray(y), np.clip(p, 1e-15, 1 - 1e-15)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
""",
        "juntar": """
p = trained.predict_proba(split.X_test)[:, 1]
report = {
    "probabilities": p,
    "loss": -binary_cross_entropy(split.y_test, p),
    "accuracy": np.mean(p == split.y_test),
}
""",
    },
    scores={"sigmoide": 2.4, "relu": 0, "rede": 0, "entropia": 2.4, "juntar": 1},
    messages={
        "sigmoide": "UFuncTypeError",
        "relu": "um corte em 1",
        "rede": "Confira camada por camada",
        "entropia": "em float32",
        "juntar": "o sinal trocado",
    },
)

ANSWERS = (
    RIGHT,
    BLANK,
    NAIVE,
    ALTERNATIVE,
    ALTERNATIVE_2,
    BROADCASTING,
    SUM_AND_LOGITS,
    WIDE_CLIP,
    TINY_CLIP,
    *VARIATIONS,
)
