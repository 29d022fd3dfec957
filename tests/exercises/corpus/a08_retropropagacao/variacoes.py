"""Mais erros de `08-retropropagacao`, um por item em cada entrega: o nome que cada um recebe."""

from tests.exercises.corpus.a08_retropropagacao.variacoes_rede import (
    GRADIENTS,
    KERAS,
    NUMERICAL,
    TRAINING,
)
from tests.exercises.corpus.answers import combine_mistakes

BY_HAND = {"W1": "W1 - t * dW1", "b1": "b1 - t * db1", "W2": "W2 - t * dW2"}
BY_HAND |= {"b2": "b2 - t * db2", "W3": "W3 - t * dW3", "b3": "b3 - t * db3"}


def delta(result: str) -> str:
    return f"def output_delta(y, p):\n    n = len(y)\n    return {result}"


def layer(dW: str = "A.T @ delta", db: str = "delta.sum(axis=0)", dA: str = "delta @ W.T") -> str:
    return f"def dense_backward(A, W, delta):\n    n = len(A)\n    return {dW}, {db}, {dA}"


def step(formula: str) -> str:
    return (
        "def sgd_step(weights, grads, learning_rate):\n"
        f"    return [{formula} for w, g in zip(weights, grads)]"
    )


def step_by_hand(**changes: str) -> str:
    return (
        "def sgd_step(weights, grads, learning_rate):\n"
        "    W1, b1, W2, b2, W3, b3 = weights\n"
        "    dW1, db1, dW2, db2, dW3, db3 = grads\n"
        "    t = learning_rate\n"
        f"    return [{', '.join((BY_HAND | changes).values())}]"
    )


# Por item: a resposta, a nota e o que o aluno lê.
OUTPUT: list[tuple[str, float, str]] = [
    (
        delta("(y - p)[:, None]"),
        0,
        "e sem a média.\nEsperado: um erro finito também onde a rede tem certeza (p = 0 ou p = 1). "
        "Encontrado: NaN ou outros valores.\nPista",
    ),
    (delta("(p - y)[:, None] / n**2"), 0, "a divisão por n feita duas vezes"),
    (delta("((p - y) * p * (1 - p))[:, None]"), 0, "a derivada da sigmoide a mais, e sem a média"),
    (delta("((p - y) / (p * (1 - p)) / n)[:, None]"), 0, "em relação a p, e não à soma z"),
    (delta("np.abs(p - y)[:, None] / n"), 0, "o valor absoluto do erro"),
    (delta("((p - y) ** 2)[:, None] / n"), 0, "o erro ao quadrado"),
    (delta("(p - y)[:, None] / (2 * n)"), 0, "linha por linha.\nEsperado"),
    (delta("{'delta': p - y}"), 0, "algo que não é uma matriz de números"),
    (delta("((p >= 0.5) != y)[:, None]"), 0, "NaN, infinito, True ou False, e não números"),
    (delta("((p - y) / n)[None]"), 0, "formato (1, 8)"),
    (
        delta("((1 - y) / (1 - p) - y / p)[:, None] * (p * (1 - p))[:, None] / n"),
        1.6,
        "um erro finito também onde a rede tem certeza (p = 0 ou p = 1). Encontrado: NaN",
    ),
    (
        delta("(p.round(1) - y)[:, None] / n"),
        0,
        "o erro apontado acima; com estas entradas a conta",
    ),
]

LAYER: list[tuple[str, float, str]] = [
    (layer(dW="A @ delta"), 0, "A sem transpor"),
    (layer(dW="np.outer(A.sum(0), delta.sum(0))"), 1.5, "a entrada somada antes do produto"),
    (layer(dW="np.outer(A[0], delta[0])"), 1.5, "o erro da primeira linha só"),
    (layer(dW="-A.T @ delta"), 1.5, "o sinal trocado"),
    (layer(dW="np.squeeze(A.T @ delta)"), 1.5, "Encontrado: outros valores ou formatos"),
    (layer(db="delta.mean(axis=0)"), 1.5, "a média dos erros, e não a soma"),
    (layer(db="delta.sum()"), 1.5, "a soma de tudo em um número só"),
    (layer(db="delta"), 1.5, "os erros sem somar"),
    (layer(db="delta.sum(axis=0) / n"), 1.5, "o erro apontado acima; com estas entradas a conta"),
    (layer(dA="delta"), 1.5, "o erro como veio, sem passar pelos pesos"),
    (layer(dA="W @ delta.T"), 1.5, "dA transposto"),
    (layer(dA="A"), 1.5, "a entrada no lugar do erro dela"),
    # Tenta um produto e, se os formatos não casam, o outro: na camada quadrada os dois casam.
    (
        layer(dA="delta @ (W if delta.shape[1] == len(W) else W.T)"),
        1.5,
        "pelos pesos que os ligam a ela. Encontrado: W sem transpor",
    ),
    (layer(dA="None"), 0, "nesta ordem. Encontrado: outra coisa"),
    ("def dense_backward(A, W, delta):\n    return A.T @ delta", 0, "Encontrado: outra coisa"),
    (
        "def dense_backward(A, W, delta):\n    return A @ W @ delta",
        0,
        "sem erro. Encontrado: Value",
    ),
    # O laço dos neurônios vai até o número de entradas.
    (
        layer(dW="np.array([[a @ delta[:, j] for j in range(len(W))] for a in A.T])"),
        0,
        "sem erro. Encontrado: IndexError",
    ),
]

STEP: list[tuple[str, float, str]] = [
    (step("w + g"), 0, "um passo a favor do gradiente, sem a taxa"),
    (step("w - g / learning_rate"), 0, "a divisão pela taxa, e não o produto"),
    (step("w"), 0, "pesos que não mudaram"),
    (step("w if w.ndim == 2 else w - learning_rate * g"), 0.33, "nas matrizes W.\nReleia"),
    (step_by_hand(W1="W1", b1="b1", W2="W2", b2="b2"), 0, "em cada peso.\nPista"),
    (step_by_hand(b1="b1"), 0.66, "o mesmo passo nos vieses.\nPista"),
    (step_by_hand(b2="b2 + t * db2"), 0.66, "o mesmo passo nos vieses.\nPista"),
    (step_by_hand(b3="W3"), 0, "em que vieram. Encontrado: outra coisa.\nPista"),
]

MISTAKES = {
    "saida": OUTPUT,
    "camada": LAYER,
    "gradientes": GRADIENTS,
    "numerico": NUMERICAL,
    "passo": STEP,
    "treino": TRAINING,
    "keras": KERAS,
}

# Em branco, os outros itens não chegam ao juiz: cada erro é só do seu.
VARIATIONS = combine_mistakes(MISTAKES, based_on="release")
