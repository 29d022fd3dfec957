"""Variações de `08-retropropagacao` nos itens da rede: a resposta, a nota e o que o aluno lê."""

from tests.exercises.corpus.a08_retropropagacao.celulas import (
    ROWS,
    STEP,
    TRAINED,
    backprop,
    epochs,
    network,
    slopes,
)

CENTRAL = "(above - below) / (2 * h)"


def measured(new: str, old: str) -> str:
    """Devolve a conferência numérica certa com um trecho trocado."""
    return slopes(CENTRAL).replace(old, new)


def scaled_step(factor: str) -> str:
    return STEP.replace("learning_rate * g", f"learning_rate * {factor} * g")


def compared(numpy: str = "_train()", keras: str = "model.get_weights()", fit: str = "") -> str:
    """Devolve a célula do item 7: cada lado, e a rede treinada se algum a usa."""
    trained = network(fit) if fit else network() if "model" in numpy + keras else ""
    return f"{trained}{TRAINED}comparison = {{'numpy': {numpy}, 'keras': {keras}}}\n"


GRADIENTS: list[tuple[str, float, str]] = [
    (backprop(delta="(y - p)[:, None]"), 0, "a soma, e não a média, com o sinal trocado"),
    (backprop(delta="(p - y)[:, None] / len(y)**2"), 0, "a divisão por n feita duas vezes"),
    (
        backprop(delta="((p - y) * p * (1 - p))[:, None] / len(y)"),
        0,
        "a derivada da sigmoide a mais na saída",
    ),
    (
        backprop(mask2="(z1 > 0)", mask1="(z2 > 0)"),
        1.33,
        "W1 e b1, da primeira camada oculta. Encontrado: as máscaras da ReLU de camadas trocadas",
    ),
    (
        backprop(mask2="(z1 > 0)"),
        1.33,
        "W2 e b2, da segunda camada oculta. Encontrado: a máscara da ReLU da primeira camada nas",
    ),
    (backprop(mask1="(z2 > 0)"), 2, "a máscara da ReLU da segunda camada nas duas"),
    (backprop(mask1="(z2 > 0)"), 2, "tamanhos diferentes. Encontrado: ValueError"),
    (backprop(mask2="(z2 < 0)", mask1="(z1 < 0)"), 2, "a máscara da ReLU ao contrário: z < 0"),
    (
        backprop(W1="d1.T @ X", W2="d2.T @ a1", W3="d3.T @ a2"),
        0,
        "o produto transposto: o gradiente saiu com linhas e colunas trocadas",
    ),
    (
        backprop(W2="d2.T @ a1"),
        2.66,
        "da segunda camada oculta. Encontrado: o produto transposto",
    ),
    (
        backprop(W3="a2.T @ d3[:, 0]"),
        2,
        "só o gradiente dos pesos está diferente (formato (5,))",
    ),
    (backprop(W1="X.T @ d1 / len(X)"), 2.66, "só o gradiente dos pesos está diferente.\n"),
    (backprop(b3="0 * b3"), 2.66, "o viés sem gradiente"),
    (backprop(b3="d3.mean(0)"), 2.66, "só o gradiente do viés está diferente"),
    # Dois erros, e nenhuma camada certa: o primeiro a corrigir é o da saída.
    (
        backprop(delta="(p - y)[:, None]", mask2="1", mask1="1"),
        0,
        "Encontrado: a soma, e não a média: falta dividir por n",
    ),
    (
        backprop(
            "(p - y)[:, None]",
            W1="X.T @ d1 / len(X)",
            b1="d1.mean(0)",
            W2="a1.T @ d2 / len(X)",
            b2="d2.mean(0)",
            # As colunas no lugar das linhas: só uma rede quadrada as confunde.
            W3="a2.T @ d3 / a2.shape[1]",
            b3="d3.mean(0)",
        ),
        2.66,
        "tamanhos diferentes. Encontrado: outros valores",
    ),
    (
        backprop(back="d2 @ (W2 if len(W2) == W2.shape[1] else W2.T)"),
        2.66,
        "o erro apontado acima; com estas entradas a conta",
    ),
    (backprop(mask2="(a2 / z2)", mask1="(a1 / z1)"), 3.33, "outra derivada da ReLU em z = 0"),
    (backprop(b1="d1.sum(0, keepdims=True)"), 3.33, "outro formato em b1.\n"),
    (backprop(b3="None"), 0, "seis partes, uma delas sem ser uma matriz de números"),
    (backprop(b3="").replace(", ]", "]"), 0, "uma lista de tamanho 5"),
    (backprop(delta="(p - y) / len(y)"), 0, "sem erro. Encontrado: ValueError: matmul"),
]

NUMERICAL: list[tuple[str, float, str]] = [
    (slopes("(above - below) / (4 * h)"), 0, "um 2 a mais"),
    (slopes("above - below"), 0, "falta dividir por 2 h"),
    (slopes("(above - below) / 2"), 0, "falta dividir por h"),
    (slopes("len(y) * (above - below) / (2 * h)"), 0, "a soma das perdas, e não a média"),
    (slopes("(now - below) / h"), 2, "a diferença de um lado só, L(w) - L(w - h)"),
    (measured("h = 1e-6; now =", "now ="), 2, "outro passo, ou a derivada exata: h foi ignorado"),
    (
        backprop().replace("gradients(X, y, weights)", "numerical_gradients(X, y, weights, h)"),
        2,
        "outro passo, ou a derivada exata: h foi ignorado",
    ),
    (measured("zip(map(np.array, weights),", "zip(weights,"), 0, "zeros: loss recebeu os pesos"),
    (
        measured("W += h", "W[where] = kept + h")
        .replace("W[where] = kept - h", "W -= 2 * h")
        .replace("W[where] = kept", "W += h"),
        0,
        "o mesmo número no bloco todo: mude um peso por vez",
    ),
    (
        measured("zip(weights[::2], result[::2])", "zip(weights, result)"),
        0,
        "cada um deles.\nPista",
    ),
    (slopes("(above - below) / h / 3"), 0, "cada um deles.\nPista"),
    (
        slopes("(above - below) / h").replace(
            "return result", "return [g.ravel() for g in result]"
        ),
        0,
        "gradientes com outros formatos",
    ),
    (measured("return result[::-1][:5]", "return result"), 0, "uma lista de tamanho 5"),
    (measured("return dict(enumerate(result))", "return result"), 0, "Encontrado: outra coisa"),
]

TRAINING: list[tuple[str, float, str]] = [
    (epochs(ROWS, STEP.replace("weights = ", "new = ")), 0, "os pesos iniciais: nada foi treinado"),
    (epochs(ROWS, STEP, outer="range(1)"), 0, "um só epoch"),
    (epochs(ROWS, STEP, outer="range(1, epochs)"), 0, "um epoch a menos"),
    (epochs(ROWS, STEP, outer="range(epochs + 1)"), 0, "um epoch a mais"),
    (epochs("[0]", STEP), 0, "só o primeiro batch de cada epoch"),
    (
        epochs(ROWS, scaled_step("len(A) / batch_size")),
        0,
        "a divisão pelo tamanho nominal do batch",
    ),
    (
        epochs(ROWS, STEP).replace("first = weights", "X, y = X[::-1], y[::-1]"),
        0,
        "a ordem das linhas invertida",
    ),
    (
        epochs(ROWS, scaled_step("0.5")),
        0,
        "os pesos depois de 3 epochs de 22 linhas em batches de 8, na ordem. "
        "Encontrado: pesos diferentes",
    ),
    (
        epochs("range(0, max(1, len(X) // batch_size) * batch_size, batch_size)", STEP),
        0,
        "o erro apontado acima; com estas entradas a conta",
    ),
    # Um começo a mais quando os batches dividem as linhas: a média de nenhuma linha é NaN.
    (
        epochs(
            "range(0, len(X) + 1, batch_size)",
            STEP.replace("learning_rate * g", "learning_rate * g / len(A)"),
        ).replace("[:, None] / len(y)", "[:, None]"),
        1.5,
        "um que os divide sem sobra. Encontrado: outros pesos",
    ),
]

KERAS: list[tuple[str, float, str]] = [
    (compared().replace("'keras'", "'tensorflow'"), 0, "com as chaves 'numpy' e 'keras'"),
    (compared(keras="_train()"), 0, "um lado é cópia do outro"),
    (
        network().split("model.fit")[0]
        + TRAINED
        + "model.set_weights(_train())\n"
        + "comparison = {'numpy': _train(), 'keras': model.get_weights()}",
        0,
        "um lado é cópia do outro",
    ),
    # Nada treinado dos dois lados: uma cópia, mas o nome do erro diz mais.
    (
        network().split("model.fit")[0]
        + "comparison = {'numpy': initial_weights, 'keras': model.get_weights()}",
        0,
        "partindo dos mesmos. Encontrado: os pesos iniciais: nada foi treinado",
    ),
    (
        compared(fit="epochs=10, batch_size=32, shuffle=False"),
        1,
        "dez epochs: fit continua de onde parou",
    ),
    (
        compared(fit="epochs=5, batch_size=len(split.X_train), shuffle=False"),
        1,
        "um passo por epoch, com todas as linhas",
    ),
    (
        compared().replace('SGD(0.1), "bin', 'Adam(), "bin'),
        1,
        "o otimizador, a taxa e o tamanho do batch são os pedidos?",
    ),
    (
        compared().replace(
            "= [np.array(w) for w in initial_weights]",
            "= draw_weights([(30, 10), (10, 10), (10, 1)], seed=0)",
        ),
        1,
        "a partida foi a mesma, e o otimizador, o SGD?",
    ),
    (
        compared(keras="[layer.get_weights() for layer in model.layers]"),
        1,
        "algo que não são seis matrizes com os formatos de initial_weights",
    ),
]
