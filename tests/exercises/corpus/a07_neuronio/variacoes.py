"""Mais erros de `07-neuronio`, um por item em cada entrega: o nome que cada um recebe."""

from tests.exercises.corpus.answers import combine_mistakes

# Estas duas células não usam as outras: um erro em um item não chega ao seguinte.
ALONE = {
    "rede": """
def forward(X, weights):
    W1, b1, W2, b2, W3, b3 = weights
    hidden = np.maximum(np.maximum(X @ W1 + b1, 0) @ W2 + b2, 0)
    return 1 / (1 + np.exp(-(hidden @ W3 + b3)))[:, 0]
""",
    "juntar": """
from sklearn.metrics import log_loss
p = trained.predict_proba(split.X_test)[:, 1]
report = {
    "probabilities": p,
    "loss": log_loss(split.y_test, p),
    "accuracy": np.mean((p >= 0.5) == split.y_test),
}
""",
}
STABLE = "e = np.exp(-np.abs(z)); s = np.where(np.asarray(z) >= 0, 1, e) / (1 + e)"
LAYERS = "W1, b1, W2, b2, W3, b3 = weights; sig = lambda z: 1 / (1 + np.exp(-z)); r = relu"
CLIPPED = "y = np.asarray(y); q = np.clip(np.asarray(p, dtype=float), 1e-7, 1 - 1e-7)"
TERMS = "terms = -(y * np.log(q) + (1 - y) * np.log(1 - q))"


def sigmoid(result: str) -> str:
    return f"def sigmoid(z):\n    {STABLE}\n    return {result}"


def relu(result: str) -> str:
    return f"def relu(z):\n    return {result}"


def dense(result: str) -> str:
    return f"def dense(A, W, b):\n    return {result}"


def forward(result: str, first: str = "pass") -> str:
    return (
        "def forward(X, weights):\n"
        "    relu = lambda z: np.maximum(z, 0)\n"
        f"    {LAYERS}\n    {first}\n    return {result}"
    )


def entropy(result: str, clipped: str = CLIPPED) -> str:
    return f"def binary_cross_entropy(y, p):\n    {clipped}\n    {TERMS}\n    return {result}"


def report(**changes: str) -> str:
    parts = {
        "probabilities": "p",
        "loss": "log_loss(y, p)",
        "accuracy": "np.mean((p >= 0.5) == y)",
    } | changes
    lines = "".join(f"    {name!r}: {text},\n" for name, text in parts.items() if text)
    return (
        "from sklearn.metrics import log_loss\n"
        "y, p = split.y_test, trained.predict_proba(split.X_test)[:, 1]\n"
        f"report = {{\n{lines}}}"
    )


# Por item: a resposta, a nota e o que o aluno lê.
MISTAKES: dict[str, list[tuple[str, float, str]]] = {
    "sigmoide": [
        (sigmoid("s * (1 - s)"), 0, "a derivada da sigmoide"),
        ("def sigmoid(z):\n    return 1 / 1 + np.exp(-z)", 0, "faltam parênteses no denominador"),
        (sigmoid("np.exp(z) / np.exp(z).sum()"), 0, "uma softmax: as saídas dependem"),
        (sigmoid("s.ravel()"), 0, "formato (20,)"),
        (sigmoid("np.round(s)"), 0, "classes já decididas"),
        ("def sigmoid(z):\n    return 1 / (1 + np.exp(-np.clip(z, -8, 8)))", 1.8, "outros valores"),
        (
            "def sigmoid(z):\n    out = np.zeros_like(z)\n"
            "    out[...] = np.exp(-np.logaddexp(0, -z))\n    return out",
            2.4,
            "formatos com inteiros",
        ),
    ],
    "relu": [
        (relu("np.minimum(z, 0)"), 0, "ficou a parte negativa"),
        (relu("(np.asarray(z) > 0).astype(float)"), 0, "a derivada da ReLU"),
        (relu("np.logaddexp(0, z)"), 0, "a softplus"),
        (relu("np.asarray(z)[np.asarray(z) > 0]"), 0, "os negativos removidos"),
        (relu("np.where(z > 0, z, 1.5 * z)"), 0, "como em uma leaky ReLU"),
        (relu("np.where(z > 0, z, 0.01 * z - 0.005 * z**2)"), 0, "como em uma leaky ReLU"),
        (relu("np.where(z > 0, z, 0.1 * z)"), 0, "como em uma leaky ReLU"),
        (relu("np.where(z > 0, z, 0.2 * z)"), 0, "como em uma leaky ReLU"),
        (relu("np.where(z > 0, z, 0.3 * z)"), 0, "como em uma leaky ReLU"),
        # Nem todo erro com negativos é uma leaky ReLU.
        (relu("np.where(z > 0, 2 * z, 0.1 * z)"), 0, "no formato de z.\nEsperado"),
        (relu("np.where(z > 0, z, 0.5)"), 0, "no formato de z.\nEsperado"),
        (relu("np.max(z)"), 0, "só o maior elemento"),
        (relu("z"), 0, "a entrada como veio"),
    ],
    "camada": [
        (dense("(A @ W + b).ravel()"), 0, "formato (21,).\nEsperado: o mesmo em um batch"),
        (dense("A @ W + (b[:, None] if len(b) == len(A) else b)"), 0.75, "broadcasting errado"),
        (dense("A @ W + A[:, :1]"), 0, "mais o viés.\nEsperado"),
        (dense("A @ W + b[0]"), 0.75, "um só viés, o primeiro"),
        (dense("A @ W + b.mean()"), 0.75, "a média dos vieses"),
        (dense("A @ W - b"), 0.75, "o viés subtraído"),
        (dense("np.squeeze(A @ W + b)"), 2.25, "(1, neurônios)"),
        (dense("np.maximum(A @ W + b, 0)"), 0, "a ReLU já aplicada"),
    ],
    "rede": [
        (
            forward(
                "sig(r(h @ W2[:6] + b2)[:, :6] @ W3[:6] + b3)[:, 0]",
                first="h = r(X @ W1 + b1)[:, :6]",
            ),
            2.4,
            "outros valores em uma rede de camadas diferentes",
        ),
        (forward("np.zeros((len(X), 2))"), 0, "formato (12, 2)"),
        (forward("1 - sig(r(r(X @ W1 + b1) @ W2 + b2) @ W3 + b3)[:, 0]"), 0, "da outra classe"),
        (forward("sig(r(r(X @ W1) @ W2) @ W3 + b3)[:, 0]"), 0, "o viés só na última camada"),
        (forward("sig(r(r(X @ W1 + b1) @ W2 + b2) @ W3)[:, 0]"), 0, "a saída sem o seu viés"),
        (
            forward("np.squeeze(sig(r(r(X @ W1 + b1) @ W2 + b2) @ W3 + b3))"),
            3.2,
            "outros valores ou formatos com uma linha só.",
        ),
        (
            forward("sig(r((X @ W1 + b1) @ W2 + b2) @ W3 + b3)[:, 0]"),
            0,
            "a primeira camada oculta sem ReLU",
        ),
    ],
    "entropia": [
        (entropy("np.mean(-y * np.log(q))"), 0, "falta o termo de y = 0"),
        (entropy("np.mean(-(1 - y) * np.log(1 - q))"), 0, "falta o termo de y = 1"),
        (entropy("terms"), 0, "um custo por linha"),
        (entropy("np.mean(terms) / np.log(2)"), 0, "logaritmo natural.\nEsperado: o mesmo custo"),
        (entropy("np.mean(terms) / np.log(10)"), 0, "log na base 10"),
        (entropy("np.mean((y - q) ** 2)"), 0, "o erro quadrático médio"),
        (entropy("np.mean(-(y * np.log(q) - (1 - y) * np.log(1 - q)))"), 0, "subtraídos"),
        (entropy("np.mean(-((1 - y) * np.log(q) + y * np.log(1 - q)))"), 0, "os rótulos invertidos"),
        (entropy("np.mean(terms)", clipped="q = np.clip(p, 0.1, 0.9)"), 0, "largo demais, 0,1,"),
        (entropy("np.mean(terms)", clipped="q = np.clip(p, 0.05, 0.95)"), 0, "largo demais, 0,05,"),
        (entropy("np.mean(terms)", clipped="q = np.clip(p, 1e-3, 0.999)"), 0, "largo demais, 0,001,"),
        (entropy("y.log()"), 0, "sem erro. Encontrado: AttributeError"),
        (
            entropy("np.mean(terms)", clipped="y = np.asarray(y); q = np.clip(p, 2e-6, 1 - 2e-6)"),
            2.4,
            "um corte de p largo demais: o custo ficou pequeno",
        ),
        (
            "def binary_cross_entropy(y, p):\n    with np.errstate(all='ignore'):\n"
            "        y, q = np.asarray(y), np.asarray(p)\n"
            f"        {TERMS}\n        return terms.mean()",
            1.2,
            "log(0): um custo infinito ou NaN",
        ),
        (
            entropy("np.mean(terms)", clipped="assert 0 < min(p) and max(p) < 1; q = p"),
            1.2,
            "(p = y). Encontrado: AssertionError",
        ),
        (
            entropy("np.mean(terms)", clipped="q = np.clip(p, 1e-7, 1 - 1e-7)"),
            2.4,
            "TypeError",
        ),
        (
            entropy(
                "np.mean(terms)",
                clipped=(
                    "y, q = np.asarray(y), np.asarray(p); ok = (q > 0) & (q < 1); y, q = y[ok], q[ok]"
                ),
            ),
            1.2,
            "outro valor, ou infinito",
        ),
    ],
    "juntar": [
        (report(loss=""), 0, "um dicionário com as chaves"),
        (report(probabilities="trained.predict_proba(split.X_train)"), 0, "as linhas do treino"),
        (
            "from mlp_course import load_split\nraw = load_split(seed=42).X_test\n"
            + report(probabilities="trained.predict_proba(raw)[:, 1]"),
            0,
            "as medidas sem padronizar",
        ),
        (report(loss="log_loss(1 - y, np.clip(p, 1e-7, 1 - 1e-7))"), 2, "os rótulos invertidos"),
        (report(accuracy="np.mean((p >= 0.5) != y)"), 2, "a fração de erros"),
        (report(accuracy="np.mean(p >= 0.5)"), 2, "a fração prevista como benigna"),
        (report(accuracy="np.mean(p == y)"), 2, "comparadas com rótulos por igualdade"),
        (report(accuracy="100 * np.mean((p >= 0.5) == y)"), 2, "uma porcentagem"),
        (report(probabilities="np.round(p)"), 0, "classes já decididas"),
        (report(loss="len(y) * log_loss(y, p)"), 2, "a soma, e não a média"),
    ],
}

VARIATIONS = combine_mistakes(MISTAKES, ALONE)
