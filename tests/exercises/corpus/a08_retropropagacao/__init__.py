"""Respostas a `08-retropropagacao`."""

from tests.exercises.corpus.a08_retropropagacao.celulas import (
    ROWS,
    STEP,
    TRAINED,
    backprop,
    epochs,
    loop,
    network,
    slopes,
)
from tests.exercises.corpus.a08_retropropagacao.variacoes import VARIATIONS
from tests.exercises.corpus.answers import RIGHT, Answers

ITEMS = ["saida", "camada", "gradientes", "numerico", "passo", "treino", "keras"]


BLANK = Answers(
    "em-branco",
    based_on="release",
    scores=dict.fromkeys(ITEMS, 0),
    messages=dict.fromkeys(ITEMS, "Ainda não respondido"),
)

ALTERNATIVE = Answers(
    "alternativa",
    {
        "saida": """
def output_delta(y, p):
    y, p = np.asarray(y).reshape(-1, 1), np.asarray(p).reshape(-1, 1)
    return (p - y) / y.shape[0]
""",
        "camada": """
def dense_backward(A, W, delta):
    dW = np.einsum("ni,nj->ij", A, delta)
    db = np.ones(len(A)) @ delta
    dA = np.einsum("nj,ij->ni", delta, W)
    return [dW, db, dA]
""",
        "gradientes": """
def gradients(X, y, weights):
    import tensorflow as tf
    variables = [tf.Variable(w, dtype=tf.float64) for w in weights]
    W1, b1, W2, b2, W3, b3 = variables
    target = tf.constant(np.asarray(y, dtype=float)[:, None])
    with tf.GradientTape() as tape:
        a1 = tf.nn.relu(tf.constant(X, tf.float64) @ W1 + b1)
        a2 = tf.nn.relu(a1 @ W2 + b2)
        losses = tf.nn.sigmoid_cross_entropy_with_logits(target, a2 @ W3 + b3)
        mean = tf.reduce_mean(losses)
    return [g.numpy() for g in tape.gradient(mean, variables)]
""",
        "numerico": """
def numerical_gradients(X, y, weights, h):
    def slope(block, where):
        values = []
        for side in (h, -h):
            moved = [w.astype(float) for w in weights]
            moved[block][where] += side
            values.append(loss(X, y, moved))
        return (values[0] - values[1]) / (2 * h)

    return [
        np.array([slope(i, where) for where in np.ndindex(w.shape)]).reshape(w.shape)
        for i, w in enumerate(weights)
    ]
""",
        "passo": """
def sgd_step(weights, grads, learning_rate):
    new = []
    for i in range(len(weights)):
        new.append(np.subtract(weights[i], np.multiply(learning_rate, grads[i])))
    return tuple(new)
""",
        "treino": """
def train(X, y, weights, epochs, batch_size, learning_rate):
    n_batches = int(np.ceil(len(X) / batch_size))
    weights = [w.copy() for w in weights]
    for _ in range(epochs):
        for i in range(n_batches):
            rows = np.arange(i * batch_size, min((i + 1) * batch_size, len(X)))
            for w, g in zip(weights, gradients(X[rows], y[rows], weights)):
                w -= learning_rate * g
    return weights
""",
        "keras": """
inputs = keras.Input((30,))
hidden = keras.layers.Dense(10, "relu")(keras.layers.Dense(10, "relu")(inputs))
network = keras.Model(inputs, keras.layers.Dense(1, "sigmoid")(hidden))
network.set_weights(initial_weights)
network.compile(optimizer="sgd", loss=keras.losses.BinaryCrossentropy())
network.optimizer.learning_rate = 0.1
for _ in range(5):
    network.fit(
        split.X_train, split.y_train, batch_size=32, epochs=1, shuffle=False, verbose=0
    )
comparison = {
    "keras": [w.numpy() for w in network.weights],
    "numpy": tuple(train(split.X_train, split.y_train, initial_weights, 5, 32, 0.1)),
}
""",
    },
)

ALTERNATIVE_2 = Answers(
    "laco-proprio",
    {
        "saida": """
def output_delta(y, p):
    return np.array([[(p[i] - y[i]) / len(y)] for i in range(len(y))], dtype="float32")
""",
        "camada": """
def dense_backward(A, W, delta):
    dW = sum(np.outer(a, d) for a, d in zip(A, delta))
    db = np.add.reduce(delta, axis=0, keepdims=True)
    return dW, db, np.array([W @ d for d in delta])
""",
        "gradientes": """
def gradients(X, y, weights):
    totals = [np.zeros(np.shape(w)) for w in weights]
    W1, b1, W2, b2, W3, b3 = weights
    for x, target in zip(X, y):
        z1, a1, z2, a2, p = (v[0] for v in forward(x[None, :], weights))
        d3 = np.array([p - target])
        d2 = np.where(z2 > 0, W3 @ d3, 0)
        d1 = np.where(z1 > 0, W2 @ d2, 0)
        parts = [np.outer(x, d1), d1, np.outer(a1, d2), d2, np.outer(a2, d3), d3]
        totals = [t + g / len(X) for t, g in zip(totals, parts)]
    return tuple(totals)
""",
        "numerico": slopes("(above - now + now - below) / h / 2"),
        "passo": """
def sgd_step(weights, grads, learning_rate):
    return [np.asarray(w, "float32") + (-learning_rate) * g for w, g in zip(weights, grads)]
""",
        "treino": loop("""
    X, y = list(X), list(y)
    for _ in range(epochs):
        rest, labels = X, y
        while rest:
            A, target = np.array(rest[:batch_size]), np.array(labels[:batch_size])
            rest, labels = rest[batch_size:], labels[batch_size:]
            weights = [
                w - learning_rate * g for w, g in zip(weights, _gradients(A, target, weights))
            ]
"""),
        "keras": """
import tensorflow as tf

layers = [keras.layers.Dense(10, "relu"), keras.layers.Dense(10, "relu"), keras.layers.Dense(1)]
network = keras.Sequential([keras.Input((30,)), *layers])
network.set_weights(initial_weights)
optimizer = keras.optimizers.SGD(learning_rate=0.1)
for _ in range(5):
    for start in range(0, len(split.X_train), 32):
        X, y = split.X_train[start:start + 32], split.y_train[start:start + 32, None]
        with tf.GradientTape() as tape:
            value = keras.losses.BinaryCrossentropy(from_logits=True)(y, network(X))
        grads = tape.gradient(value, network.trainable_variables)
        optimizer.apply_gradients(zip(grads, network.trainable_variables))
comparison = {"numpy": [], "keras": network.get_weights()}
comparison["numpy"] = train(split.X_train, split.y_train, initial_weights, 5, 32, 0.1)
""",
    },
)

SIGN = Answers(
    "sinal-trocado",
    {
        "saida": "def output_delta(y, p):\n    return ((y - p) / len(y))[:, None]",
        "camada": """
def dense_backward(A, W, delta):
    return (A.T @ delta).T, delta.mean(axis=0), delta @ W.T
""",
        "gradientes": backprop(delta="(y - p)[:, None] / len(y)"),
        "numerico": slopes("(below - above) / (2 * h)"),
        "passo": """
def sgd_step(weights, grads, learning_rate):
    return [w + learning_rate * g for w, g in zip(weights, grads)]
""",
        "treino": epochs(ROWS, STEP.replace("w - ", "w + ")),
        "keras": network("epochs=5, batch_size=32")
        + TRAINED
        + 'comparison = {"numpy": _train(), "keras": model.get_weights()}',
    },
    scores={
        "saida": 0,
        "camada": 0.75,
        "gradientes": 0,
        "numerico": 0,
        "passo": 0,
        "treino": 0,
        "keras": 1,
    },
    messages={
        "saida": "o sinal trocado: y - p",
        "camada": "dW transposto",
        "gradientes": "o sinal trocado: y - p no lugar de p - y",
        "numerico": "o sinal trocado: primeiro w + h",
        "passo": "um passo a favor do gradiente: assim a perda sobe",
        "treino": "um passo a favor do gradiente: assim a perda sobe",
        "keras": "as linhas em outra ordem",
    },
)

NO_MEAN = Answers(
    "soma-pela-media",
    {
        "saida": "def output_delta(y, p):\n    return (p - y)[:, None]",
        "camada": """
def dense_backward(A, W, delta):
    return A.T @ delta / len(A), delta.mean(axis=0), delta @ W.T
""",
        "gradientes": backprop(delta="(p - y)[:, None]"),
        "numerico": slopes("(above - below) / h"),
        "passo": """
def sgd_step(weights, grads, learning_rate):
    return [w - g for w, g in zip(weights, grads)]
""",
        "treino": epochs(ROWS, STEP.replace("learning_rate * g", "learning_rate * len(A) * g")),
        "keras": network(rate="0.01")
        + TRAINED
        + 'comparison = {"numpy": _train(), "keras": model.get_weights()}',
    },
    scores={
        "saida": 0,
        "camada": 0.75,
        "gradientes": 0,
        "numerico": 0,
        "passo": 0,
        "treino": 0,
        "keras": 1,
    },
    messages={
        "saida": "o erro sem dividir por n",
        "camada": "a divisão por n feita outra vez",
        "gradientes": "a soma, e não a média: falta dividir por n",
        "numerico": "falta o 2",
        "passo": "um passo sem a taxa de aprendizado",
        "treino": "a soma, e não a média, das linhas do batch",
        "keras": "a taxa padrão do SGD no Keras, 0,01",
    },
)

WRONG_MASK = Answers(
    "mascara-da-outra-camada",
    {
        "saida": "def output_delta(y, p):\n    return p[:, None] - y / len(y)",
        "camada": """
def dense_backward(A, W, delta):
    return A.T @ delta, delta.sum(axis=1), delta @ W.T
""",
        "gradientes": backprop(mask2="(z1 > 0)"),
        "numerico": slopes("(above - now) / h"),
        "passo": """
def sgd_step(weights, grads, learning_rate):
    return [w - learning_rate * g if w.ndim == 2 else w for w, g in zip(weights, grads)]
""",
        "treino": epochs("range(0, len(X) // batch_size * batch_size, batch_size)", STEP),
        "keras": network()
        + 'comparison = {"numpy": model.get_weights(), "keras": model.get_weights()}',
    },
    scores={
        "saida": 0,
        "camada": 1.5,
        "gradientes": 1.33,
        "numerico": 2,
        "passo": 0.66,
        "treino": 0,
        "keras": 0,
    },
    messages={
        "saida": "uma matriz (n, n)",
        "camada": "a soma no eixo dos neurônios",
        "gradientes": "a máscara da ReLU da primeira camada nas duas",
        "numerico": "a diferença de um lado só, L(w + h) - L(w)",
        "passo": "vieses que não mudaram",
        "treino": "o último batch, menor, ficou de fora",
        "keras": "um lado é cópia do outro",
    },
)

FORGOTTEN = Answers(
    "partes-esquecidas",
    {
        "saida": """
def output_delta(y, p):
    return ((p - y) * p * (1 - p) / len(y))[:, None]
""",
        "camada": """
def dense_backward(A, W, delta):
    return A.T @ delta, delta.sum(axis=0), delta @ W
""",
        "gradientes": backprop(mask2="1", mask1="1"),
        "numerico": slopes("(above - below) / (2 * h)", restore="W[where] = kept - h"),
        "passo": """
def sgd_step(weights, grads, learning_rate):
    return [-learning_rate * g for w, g in zip(weights, grads)]
""",
        "treino": epochs("[0]", STEP.replace("A, target", "X, y")),
        "keras": network()
        + 'comparison = {"numpy": initial_weights, "keras": model.get_weights()}',
    },
    scores={
        "saida": 0,
        "camada": 0,
        "gradientes": 2,
        "numerico": 2,
        "passo": 0,
        "treino": 0,
        "keras": 1,
    },
    messages={
        "saida": "a derivada da sigmoide a mais",
        "camada": "W sem transpor",
        "gradientes": "a derivada da ReLU esquecida",
        "numerico": "pesos que não voltaram ao que eram",
        "passo": "só o passo, sem somar ao peso",
        "treino": "um passo por epoch, com todas as linhas",
        "keras": "os pesos iniciais: nada foi treinado",
    },
)

EDGES = Answers(
    "quase-certa",
    {
        "saida": "def output_delta(y, p):\n    return (p - y) / len(y)",
        "camada": """
def dense_backward(A, W, delta):
    return delta.sum(axis=0), A.T @ delta, delta @ W.T
""",
        "gradientes": backprop(mask2="(z2 >= 0)", mask1="(z1 >= 0)"),
        "numerico": """
def numerical_gradients(X, y, weights, h):
    result = []
    for block, W in enumerate(weights):
        up = [w + h if i == block else w for i, w in enumerate(weights)]
        down = [w - h if i == block else w for i, w in enumerate(weights)]
        slope = (loss(X, y, up) - loss(X, y, down)) / (2 * h)
        result.append(np.full(W.shape, slope))
    return result
""",
        "passo": """
def sgd_step(weights, grads, learning_rate):
    return [w - learning_rate * np.sign(g) for w, g in zip(weights, grads)]
""",
        "treino": epochs(ROWS, STEP.replace("target, weights", "target, first")),
        "keras": network(start="")
        + TRAINED
        + 'comparison = {"numpy": _train(1), "keras": model.get_weights()}',
    },
    scores={
        "saida": 1.6,
        "camada": 0.75,
        "gradientes": 3.33,
        "numerico": 0,
        "passo": 0,
        "treino": 0,
        "keras": 0,
    },
    messages={
        "saida": "formato (8,)",
        "camada": "a ordem é dW, db, dA",
        "gradientes": "outra derivada da ReLU em z = 0",
        "numerico": "mude um peso por vez",
        "passo": "só o sinal do gradiente",
        "treino": "gradientes sempre nos pesos iniciais",
        "keras": "um epoch só",
    },
)

ANSWERS = (
    RIGHT,
    BLANK,
    SIGN,
    ALTERNATIVE,
    ALTERNATIVE_2,
    NO_MEAN,
    WRONG_MASK,
    FORGOTTEN,
    EDGES,
    *VARIATIONS,
)
