"""Mais erros de `03-curvas`, um por item em cada entrega: o nome que cada um recebe."""

from tests.exercises.corpus.a03_curvas.variacoes_figura import FIGURES
from tests.exercises.corpus.answers import combine_mistakes

# Sem treino e sem figura, em branco, o resto da entrega é julgado em um instante.
BLANK = {"treinar": "history = ...", "figura": "fig = ..."}

LONG_TEXT = "subajuste, pois a perda de treino terminou acima de meio"


def typed(losses: str) -> str:
    """Um histórico digitado: o que `fit` mostrou na tela, e não o objeto que devolveu."""
    return f"history = {losses}"


def trained(
    steps: int = 7, first: float = 0.6, n_pairs: int = 242 * 142, fit_pairs: int = 25 * 17
) -> str:
    """Um histórico como o que `fit` devolve, sem treinar.

    As AUCs contam `fit_pairs` pares de um benigno e um maligno no ajuste, e `n_pairs` na validação.
    """
    return (
        f"losses = {first} * 0.9 ** np.arange(60)\n"
        "steps = np.arange(60) // 2\n"
        f"fit, val = 1 - steps / {fit_pairs}, 1 - steps**3 * 7 % 1009 / {n_pairs}\n"
        "history = keras.callbacks.History()\n"
        "history.history = {'loss': losses, 'val_loss': losses, 'auc': fit, 'val_auc': val}\n"
        f"history.params = {{'steps': {steps}}}"
    )


def extract(epochs: str, train: str = "history[metric]", val: str = "history['val_' + metric]"):
    return (
        "def extract_curves(history, metric):\n"
        "    n = len(history[metric])\n"
        f"    return {epochs}, {train}, {val}"
    )


def best(result: str) -> str:
    return f"def best_epoch(values, mode):\n    return {result}"


def gap(result: str) -> str:
    return f"def gap(train_loss, val_loss, epoch):\n    return {result}"


def diagnose(
    under: str = "train_loss[-1] > 0.5",
    over: str = "val_loss[-1] > 1.2 * min(val_loss)",
    texts: tuple[str, str, str] = ("subajuste", "sobreajuste", "bom"),
) -> str:
    return (
        "def diagnose(train_loss, val_loss):\n"
        f"    if {under}:\n        return {texts[0]!r}\n"
        f"    return {texts[1]!r} if {over} else {texts[2]!r}"
    )


# Por item: a resposta, a nota e o que o aluno lê.
MISTAKES: dict[str, list[tuple[str, float, str]]] = {
    "treinar": [
        (typed("{'loss': [0.7, 0.3]}"), 0.5, "60 epochs. Encontrado: 2 epochs"),
        (typed("{'loss': [0.7, 0.5, 0.4]}"), 0, "de 0,7 a 0,4"),
        (typed("{'loss': [0.7, float('nan')]}"), 0, "de 0,7 a nan"),
        (typed("{'val_loss': [0.7, 0.3]}"), 0, "um histórico sem perda"),
        (trained(steps=6), 1.6, "6 passos: são os de batches de 7 ou de 8"),
        (trained(steps=9), 1.6, "Encontrado: 9 passos"),
        (trained(n_pairs=90 * 53), 1.6, "validação nas linhas do teste"),
        (
            trained(n_pairs=242 * 144, fit_pairs=25 * 15),
            1.6,
            "Encontrado: 40 linhas no ajuste e 386 na validação",
        ),
        (trained(n_pairs=267 * 159), 1.6, "validação em todas as linhas de treino"),
        # Outras 42 linhas, e uma métrica que não conta pares: nada denuncia as linhas.
        (trained(n_pairs=230 * 154, fit_pairs=37 * 5), 2, ""),
        (trained(n_pairs=30011), 2, ""),
        (trained(first=0.01), 1.6, "uma primeira perda de 0,01, de rede que já tinha treinado"),
    ],
    "extrair": [
        (
            extract("range(1, n + 1)", val="history[metric]"),
            1.5,
            "com uma epoch só. Encontrado: a série de treino, nas duas posições",
        ),
        (
            extract("range(1, n + 1)", train="history['val_' + metric]"),
            1.5,
            "a série de treino. Encontrado: a série de validação, nas duas posições",
        ),
        (
            extract("range(1, n + 1)", val="history['val_loss']"),
            1.5,
            "a série de validação. Encontrado: outra série",
        ),
        (
            extract("range(1, n + 1)", train="history['loss']"),
            1.5,
            "a série de treino. Encontrado: outra série",
        ),
        (extract("np.linspace(0, n, n)"), 2.25, "outros números"),
        (extract("range(1, n)"), 2.25, "contadas a partir de 1. Encontrado: falta a última epoch"),
        (
            extract("range(1, n + 1)", val="history['val_' + metric][:-1]"),
            0,
            "Encontrado: vetores de",
        ),
        (extract("[f'epoch {i}' for i in range(n)]"), 0, "Encontrado: outra coisa"),
        (
            "def extract_curves(history, metric):\n    return np.array(len(history[metric]))",
            0,
            "Encontrado: outra coisa",
        ),
        (
            extract(
                "range(1, n + 1)",
                train="np.round(history[metric], 1)",
                val="np.round(history['val_' + metric], 1)",
            ),
            0,
            "outras séries",
        ),
        # A última série do dicionário é, às vezes, a que se pede.
        (
            extract("range(1, n + 1)", val="list(history.values())[-1]"),
            1.5,
            "a série de validação. Encontrado: outra série",
        ),
        (
            extract(
                "range(1, n + 1)",
                val="next(v for k, v in history.items() if metric in k and 'val' in k)",
            ),
            2.25,
            "a mesma resposta para qualquer métrica",
        ),
    ],
    "melhor-epoch": [
        (best("np.argmax(values) + 1"), 0.75, "sempre o maior valor: mode foi ignorado"),
        (
            best("(np.argmin(values) if mode == 'min' else np.argmax(values)) + 2"),
            0,
            "uma epoch a mais",
        ),
        (
            best("np.argmax(values) if mode == 'min' else np.argmin(values)"),
            0,
            "a direção trocada, e a contagem começa em 0",
        ),
        (best("len(values)"), 0, "Encontrado: a última epoch"),
        (best("np.argsort(values) + 1"), 0, "Encontrado: outra coisa"),
        (
            best("2 + (np.argmin(values[1:]) if mode == 'min' else np.argmax(values[1:]))"),
            2.25,
            "quando a melhor é a primeira ou a última",
        ),
        (
            "def best_epoch(values, mode):\n"
            "    best, epoch = (1.0 if mode == 'min' else 0.0), 1\n"
            "    for i, value in enumerate(values, start=1):\n"
            "        if value < best if mode == 'min' else value > best:\n"
            "            best, epoch = value, i\n"
            "    return epoch",
            2.25,
            "e com qualquer número",
        ),
        (
            best("np.argmin(np.round(values if mode == 'min' else -values, 3)) + 1"),
            2.25,
            "e com qualquer número",
        ),
        (
            "def best_epoch(values, mode):\n"
            "    order = list(values)\n"
            "    values.sort()\n"
            "    return order.index(values[0] if mode == 'min' else values[-1]) + 1",
            2.25,
            "que a função não altere os vetores que recebe",
        ),
    ],
    "lacuna": [
        (gap("val_loss[0] - train_loss[0]"), 0, "sempre a primeira epoch"),
        (gap("val_loss[epoch - 1] / train_loss[epoch - 1]"), 0, "a razão, e não a diferença"),
        (gap("np.mean(val_loss - train_loss)"), 0, "a média de todas as epochs"),
        # Acerta só a lacuna negativa, que sozinha não vale nada.
        (gap("-abs(val_loss - train_loss)[epoch - 1]"), 0, "o valor absoluto, com o sinal trocado"),
        (
            gap("(val_loss - train_loss)[:-1][epoch - 1]"),
            1.5,
            "última epoch. Encontrado: IndexError",
        ),
        (
            "def gap(train_loss, val_loss, epoch):\n"
            "    val_loss -= train_loss\n"
            "    return val_loss[epoch - 1]",
            1.5,
            "um vetor que voltou alterado",
        ),
    ],
    "diagnosticar": [
        (diagnose(under="min(train_loss) > 0.5"), 2.4, "a menor perda de treino, e não a última"),
        (diagnose(over="val_loss[-1] > val_loss[0]"), 2.4, "comparada com a primeira"),
        (diagnose(over="val_loss[-1] > min(val_loss)"), 2.4, "sem a folga de 1,2"),
        (diagnose(over="val_loss[-1] > 1.2 * train_loss[-1]"), 2.4, "comparada com o treino"),
        (
            diagnose(under="val_loss[-1] > 0.5", over="train_loss[-1] > 1.2 * min(train_loss)"),
            2.4,
            "as séries trocadas: a validação no lugar do treino",
        ),
        (diagnose(under="val_loss[-1] > 0.5"), 2.4, "a regra aplicada só à perda de validação"),
        (diagnose(over="val_loss[-1] > 1.5 * min(val_loss)"), 3.2, "outro texto perto de um"),
        (diagnose(under="train_loss[-1] >= 0.5"), 3.2, "só quando a perda é igual ao limite"),
        (diagnose(over="val_loss[-1] >= 1.2 * min(val_loss)"), 3.2, "não é maior ou igual"),
        # Outros jeitos de escrever a mesma comparação.
        (diagnose(over="val_loss[-1] / min(val_loss) > 1.2"), 4, ""),
        (diagnose(over="(val_loss[-1] - min(val_loss)) / min(val_loss) > 0.2"), 4, ""),
        (diagnose(over="val_loss[-1] - min(val_loss) > 0.2 * min(val_loss)"), 4, ""),
        (
            diagnose(texts=("subajuste", "sobreajuste", "bom ajuste")),
            0,
            "Encontrado: 'bom ajuste'",
        ),
        (
            "def diagnose(train_loss, val_loss):\n"
            "    found = [name for name, answer in [\n"
            "        ('subajuste', train_loss[-1] > 0.5),\n"
            "        ('sobreajuste', val_loss[-1] > 1.2 * min(val_loss)),\n"
            "    ] if answer]\n"
            "    return ' e '.join(found) or 'bom'",
            2,
            "Encontrado: 'subajuste e sobreajuste'",
        ),
        (
            diagnose(texts=(LONG_TEXT, "sobreajuste", "bom")),
            0,
            f"Encontrado: {LONG_TEXT[:40]!r}",
        ),
    ],
    "figura": FIGURES,
}

VARIATIONS = combine_mistakes(MISTAKES, BLANK)
