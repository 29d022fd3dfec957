"""Células de `08-retropropagacao` com uma fórmula ou um argumento a trocar."""


def network(
    fit: str = "epochs=5, batch_size=32, shuffle=False", rate: str = "0.1", start: str = "set"
) -> str:
    """Devolve a célula do item 7 com os argumentos de fit e a taxa dados."""
    weights = "model.set_weights(initial_weights)" if start == "set" else ""
    return f"""
model = keras.Sequential([
    keras.Input((30,)),
    keras.layers.Dense(10, activation="relu"),
    keras.layers.Dense(10, activation="relu"),
    keras.layers.Dense(1, activation="sigmoid"),
])
{weights}
model.compile(keras.optimizers.SGD({rate}), "binary_crossentropy")
model.fit(split.X_train, split.y_train, {fit}, verbose=0)
"""


# A rede do juiz não depende de `train` do aluno: quem erra em um item não perde os outros.
TRAINED = """
def _train(epochs=5, rate=0.1):
    weights = [np.array(w) for w in initial_weights]
    X, y = split.X_train, split.y_train
    for _ in range(epochs):
        for start in range(0, len(X), 32):
            A, target = X[start:start + 32], y[start:start + 32]
            W1, b1, W2, b2, W3, b3 = weights
            z1, a1, z2, a2, p = forward(A, weights)
            d3 = (p - target)[:, None] / len(A)
            d2 = (d3 @ W3.T) * (z2 > 0)
            d1 = (d2 @ W2.T) * (z1 > 0)
            steps = [A.T @ d1, d1.sum(0), a1.T @ d2, d2.sum(0), a2.T @ d3, d3.sum(0)]
            weights = [w - rate * g for w, g in zip(weights, steps)]
    return weights
"""

GRADIENTS = {
    "W1": "X.T @ d1",
    "b1": "d1.sum(0)",
    "W2": "a1.T @ d2",
    "b2": "d2.sum(0)",
    "W3": "a2.T @ d3",
    "b3": "d3.sum(0)",
}


def backprop(
    delta: str = "(p - y)[:, None] / len(y)",
    mask2: str = "(z2 > 0)",
    mask1: str = "(z1 > 0)",
    back: str = "d2 @ W2.T",
    **parts: str,
) -> str:
    """Devolve a célula do item 3, com as fórmulas dadas para o erro, as máscaras e as partes."""
    return f"""
def gradients(X, y, weights):
    W1, b1, W2, b2, W3, b3 = weights
    z1, a1, z2, a2, p = forward(X, weights)
    d3 = {delta}
    d2 = (d3 @ W3.T) * {mask2}
    d1 = ({back}) * {mask1}
    return [{", ".join((GRADIENTS | parts).values())}]
"""


def slopes(formula: str, restore: str = "W[where] = kept", above: str = "kept + h") -> str:
    """Devolve a célula do item 4 com a fórmula da diferença dada."""
    return f"""
def numerical_gradients(X, y, weights, h):
    weights = [np.array(w, dtype=float) for w in weights]
    now = loss(X, y, weights)
    result = [np.zeros_like(W) for W in weights]
    for W, slope in zip(weights, result):
        for where in np.ndindex(W.shape):
            kept = W[where]
            W[where] = {above}
            above = loss(X, y, weights)
            W[where] = kept - h
            below = loss(X, y, weights)
            {restore}
            slope[where] = {formula}
    return result
"""


# Os gradientes certos, para que os erros do laço sejam só dele.
def loop(body: str) -> str:
    """Devolve a célula do item 6, com gradientes que não dependem do item 3."""
    return f"""
def _gradients(X, y, weights):
    W1, b1, W2, b2, W3, b3 = weights
    z1, a1, z2, a2, p = forward(X, weights)
    d3 = (p - y)[:, None] / len(y)
    d2 = (d3 @ W3.T) * (z2 > 0)
    d1 = (d2 @ W2.T) * (z1 > 0)
    return [X.T @ d1, d1.sum(0), a1.T @ d2, d2.sum(0), a2.T @ d3, d3.sum(0)]


def train(X, y, weights, epochs, batch_size, learning_rate):
{body}
    return weights
"""


def epochs(rows: str, step: str, outer: str = "range(epochs)") -> str:
    """Devolve os dois laços do treino com a lista de começos e o passo dados."""
    return loop(f"""
    first = weights
    for _ in {outer}:
        for start in {rows}:
            A, target = X[start:start + batch_size], y[start:start + batch_size]
            {step}
""")


STEP = "weights = [w - learning_rate * g for w, g in zip(weights, _gradients(A, target, weights))]"
ROWS = "range(0, len(X), batch_size)"
