"""Mais erros de `03-curvas`, um por item em cada entrega: o nome que cada um recebe."""

from tests.exercises.corpus.a03_curvas.variacoes_figura import FIGURES
from tests.exercises.corpus.answers import combine_mistakes

# Sem treino e sem figura, em branco, o resto da entrega é julgado em um instante.
BLANK = {"treinar": "history = ...", "figura": "fig = ..."}

LONG_TEXT = "subajuste, pois a perda de treino terminou acima de meio"


def typed(losses: str) -> str:
    """Um histórico digitado: o que `fit` mostrou na tela, e não o objeto que devolveu."""
    return f"history = {losses}"


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
        (diagnose(over="val_loss[-1] > 1.5 * min(val_loss)"), 3.2, "os limites do enunciado"),
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
