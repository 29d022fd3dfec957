"""Mais erros de `04-regularizacao`, um por item em cada entrega: o nome que cada um recebe."""

from tests.exercises.corpus.a04_regularizacao.variacoes_keras import (
    KERAS_MISTAKES,
    RIGHT_NETWORKS,
    change,
)
from tests.exercises.corpus.answers import Answers, combine_mistakes

# O item 3 sem as funções dos dois primeiros e o 7 em branco, que não se treina à toa:
# um erro em um item não chega ao seguinte.
ALONE = {
    "elastic-net": """
def elastic_net(kernel, bias, l1, l2):
    everything = np.concatenate([kernel.ravel(), bias])
    return l1 * np.abs(everything).sum() + l2 * np.square(everything).sum()
""",
    "freio": "history = ...\nscores = ...",
}
STOP = """
def stop_training(val_auc, patience):
    best, value = 0, -np.inf
    for epoch, now in enumerate(val_auc, start=1):
        if now > value:
            best, value = epoch, now
        elif epoch - best >= patience:
            return epoch, best
    return len(val_auc), best
"""


def l1(result: str) -> str:
    return f"def l1_penalty(w, strength):\n    return {result}"


def l2(result: str) -> str:
    return f"def l2_penalty(w, strength):\n    return {result}"


def net(result: str) -> str:
    return (
        "def elastic_net(kernel, bias, l1, l2):\n"
        "    a = lambda w: np.abs(w).sum()\n"
        "    q = lambda w: np.square(w).sum()\n"
        f"    return {result}"
    )


def gradient(result: str) -> str:
    return f"def penalty_gradient(w, l1, l2):\n    return {result}"


def stop(*changes: tuple[str, str]) -> str:
    return change(STOP, *changes)


# Por item: a resposta, a nota e o que o aluno lê.
MISTAKES: dict[str, list[tuple[str, float, str]]] = {
    **KERAS_MISTAKES,
    "l1": [
        (l1("strength * np.abs(w).max()"), 0, "só o maior valor absoluto"),
        (l1("strength * np.linalg.norm(w, 1)"), 0, "norm(w, 1), que em uma matriz"),
        (l1("3 * strength * np.abs(w).sum()"), 0.33, "3 vezes o esperado"),
        (l1("strength * np.abs(w).sum(axis=0)"), 0, "um número só"),
        (l1("-strength * np.abs(w).sum()"), 0, "de todos os pesos.\nPista"),
    ],
    "l2": [
        (l2("np.square(w).sum()"), 0, "a soma sem strength"),
        (l2("strength * np.linalg.norm(w, 2) ** 2"), 0, "norm(w, 2), que em uma matriz"),
        (l2("3 * strength * np.square(w).sum()"), 0.66, "3 vezes o esperado"),
        (l2("strength * w @ w"), 0, "sem erro. Encontrado: ValueError"),
    ],
    "elastic-net": [
        (net("l2 * q(kernel) + l2 * q(bias)"), 0.6, "só a penalidade L2"),
        (
            net("l1 * a(bias) + l2 * q(bias)"),
            0,
            "a L2 quando l1 é zero. Encontrado: só os vieses: os pesos ficaram de fora.\n"
            "Esperado: a mesma conta",
        ),
        (
            net("l1 * a(kernel) + l1 * a(bias) + 2 * l2 * (q(kernel) + q(bias))"),
            0.6,
            "a L2 em dobro",
        ),
        (net("l1 * a(kernel) + l2 * q(kernel) + l2 * q(bias)"), 1.2, "os vieses.\nEsperado"),
    ],
    "gradiente": [
        (
            gradient("l2 * np.sign(w) + 2 * l1 * w"),
            0,
            "no formato de w. Encontrado: l1 e l2 trocados.\nEsperado: o mesmo",
        ),
        (gradient("l1 * np.abs(w) + 2 * l2 * w"), 0.75, "proporcional ao valor absoluto"),
        (gradient("l1 * np.tanh(1000 * w) + 2 * l2 * w"), 2.25, "no sentido do sinal do peso"),
        (
            gradient("l1 * np.where(abs(w) < 1e-3, 0, np.sign(w)) + 2 * l2 * w"),
            2.25,
            "no sentido do sinal do peso",
        ),
        (gradient("l1 * np.sign(w)"), 0.75, "só a derivada da L1"),
        (gradient("2 * l2 * w"), 0.75, "só a derivada da L2"),
        (gradient("l1 * np.sign(w) + 2 * l2 * np.abs(w)"), 0.75, "a L2 sem o sinal do peso"),
        (gradient("l1 * np.where(w >= 0, 1, -1) + 2 * l2 * w"), 1.5, "tratado como positivo"),
        (gradient("l1 * np.where(w > 0, 1, -1) + 2 * l2 * w"), 1.5, "tratado como negativo"),
        (gradient("{'l1': l1 * np.sign(w), 'l2': 2 * l2 * w}"), 0, "outra coisa que não números"),
        (gradient("(l1 * np.sign(w), 2 * l2 * w)"), 0, "não tem o formato de w"),
        (
            "def penalty_gradient(w, l1, l2):\n    slope = np.zeros_like(w)\n"
            "    slope[...] = l1 * np.sign(w) + 2 * l2 * w\n    return slope",
            2.25,
            "o mesmo gradiente com pesos inteiros",
        ),
    ],
    "parada": [
        (stop((">= patience", ">= patience - 1")), 1.2, "uma epoch a menos de paciência"),
        (stop(("now > value", "now > value + 1e-3")), 2.4, "como com min_delta"),
        (stop(("now > value", "now > value + 1e-4")), 2.4, "como com min_delta"),
        (
            stop(("val_auc, start=1", "val_auc[:-1], start=1")),
            1.8,
            "e superá-la por pouco conte",
        ),
        (stop(("-np.inf", "0.5")), 2.4, "com uma epoch só, outro resultado"),
        (
            stop(("epoch, best\n", "best, epoch\n"), ("len(val_auc), best", "best, len(val_auc)")),
            0,
            "a ordem trocada",
        ),
        (
            stop(
                ("return epoch, best", "return epoch, epoch"),
                ("val_auc), best", "val_auc), len(val_auc)"),
            ),
            0.6,
            "a última epoch no lugar da melhor",
        ),
        (stop((", best\n", ", value\n")), 0.6, "a maior AUC no lugar da sua epoch"),
        (stop(("len(val_auc), best", "len(val_auc)")), 0, "dois números"),
        (
            stop(("-np.inf", "np.inf"), ("now >", "now <"), (", best\n", " - 1, best - 1\n")),
            0,
            "a direção trocada e a contagem a partir de 0",
        ),
        (
            stop(
                ("best, value = 0", "bad, best, value = 0, 0"),
                (
                    "elif epoch - best >= patience:\n",
                    "else:\n            bad += 1\n        if bad >= patience:\n",
                ),
            ),
            0.6,
            "uma contagem que não recomeça",
        ),
        (
            "def stop_training(val_auc, patience):\n"
            "    return len(val_auc), np.argmax(val_auc) + 1",
            0,
            "a paciência ignorada",
        ),
    ],
}

VARIATIONS = (
    *combine_mistakes(MISTAKES, ALONE),
    *(
        Answers(name, ALONE | {"keras": code}, only_judged=True)
        for name, code in RIGHT_NETWORKS.items()
    ),
)
