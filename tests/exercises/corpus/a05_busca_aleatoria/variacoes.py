"""Mais respostas a `05-busca-aleatoria`: uma por item em cada entrega, e o que cada uma recebe."""

from tests.exercises.corpus.a05_busca_aleatoria.variacoes_tabela import SAMPLES, SEARCHES
from tests.exercises.corpus.answers import combine_mistakes


def choose(result: str, row: str = "int(curves.max(axis=0).argmax())") -> str:
    return f"""
def choose(val_auc):
    curves = np.where(np.isnan(val_auc), -np.inf, val_auc)
    row = {row}
    epochs = int(curves[:, row].argmax()) + 1
    return {result}
"""


def refit(
    fit: str = "epochs=epochs, seed=42",
    result: str = "network.predict(X_new)[0]",
    neurons: str = "neurons",
    reg: str = "reg",
) -> str:
    return f"""
def refit(neurons, reg, epochs, X, y, X_new):
    one_row = pd.DataFrame({{"neurons": [{neurons}], "reg": [{reg}]}})
    network = Population.from_hyperparameters(one_row, X.shape[1], seed=42)
    network.fit(X, y, {fit})
    return {result}
"""


def winner_premium(
    val: str = "np.mean(gains[0])", test: str = "np.mean(gains[1])", convert: str = "np.asarray"
) -> str:
    return f"""
def winner_premium(val_auc, test_auc):
    val, test = {convert}(val_auc), {convert}(test_auc)
    rows, winners = np.arange(len(val)), np.argmax(val, axis=1)
    gains = [a[rows, winners] - a.mean(axis=1) for a in (val, test)]
    return {val}, {test}
"""


def repeats(result: str, fit: str = "validation_split=0.25, epochs=50, seed=seed") -> str:
    return f"""
val, test = [], []
for seed in range(10):
    fold = load_split(seed, standardize=True)
    networks = Population.from_hyperparameters(twins, seed=seed)
    curves = networks.fit(fold.X_train, fold.y_train, {fit})
    val.append(curves.last_val_auc)
    test.append([roc_auc_score(fold.y_test, s) for s in networks.predict(fold.X_test)])
repeats = {result}
"""


IN_VAL = "menos a média daquela repetição. Encontrado: "
IN_TEST = "menos a média do teste. Encontrado: "
OTHER_CASES = "com uma repetição só e com listas do Python. Encontrado: "

# Por item: a resposta, a nota e o que o aluno lê.
MISTAKES: dict[str, list[tuple[str, float, str]]] = {
    "sortear": SAMPLES,
    "buscar": SEARCHES,
    "escolher": [
        (choose("epochs, row"), 0, "row e epochs trocados"),
        (choose("row + 1, epochs"), 1.5, "a posição contada de 1"),
        (choose("row, epochs + 1"), 2.25, "uma epoch a mais"),
        (choose("row, len(val_auc)"), 2.25, "o máximo de epochs, e não a melhor"),
        (
            choose("row, int(np.isfinite(val_auc[:, row]).sum())"),
            2.25,
            "a última epoch que a rede treinou, e não a melhor",
        ),
        (choose("row, val_auc[:, row]"), 0, "um par de números"),
        (choose("row"), 0, "um par de números"),
        (choose("np.array(row)"), 0, "um par de números"),
        (choose("[row], [epochs]"), 3, ""),
        (choose("row, int(curves[:, row].round(3).argmax()) + 1"), 2.25, ""),
        (
            choose("row, epochs", row="int(np.squeeze(curves).max(axis=0).argmax())"),
            3,
            "",
        ),
        (
            choose("row, epochs", row="int(np.nanmean(val_auc, axis=0).argmax())"),
            0,
            "a rede de maior média",
        ),
    ],
    "reajustar": [
        (
            refit(result="network.predict(X)[0]"),
            0,
            "formato (240,).\nEsperado: o mesmo treino com outro número de medidas e de epochs.\n"
            "Pista",
        ),
        (
            refit(fit="epochs=50, validation_split=0.25, seed=42"),
            0,
            "75 % das linhas e 50 epochs",
        ),
        # Nestas linhas, tão separáveis, o early stopping não chega a agir.
        (
            refit(fit="validation_split=0.25, patience=10, seed=42"),
            0,
            "75 % das linhas e 50 epochs",
        ),
        (refit(fit="epochs=epochs + 1, seed=42"), 0, "uma epoch a mais"),
        (refit(fit="epochs=epochs - 1 or 1, seed=42"), 0, "uma epoch a menos"),
        (refit(neurons="neurons[::-1]"), 0, "h1 e h2 trocados"),
        (refit(reg="(0, 0)"), 0, "as penalidades ficaram de fora"),
        (
            refit(result="(network.predict(X_new)[0] > 0.5).astype(int)"),
            0,
            "as classes 0 e 1 no lugar das probabilidades",
        ),
        (refit(result="1 - network.predict(X_new)[0]"), 0, "a probabilidade da classe 0"),
        (refit(fit="epochs=epochs"), 0, "outros escores; confira seed=42"),
        (refit(fit="epochs=max(5, epochs), seed=42"), 2.7, "trinta medidas e uma epoch só. Encontrado: escores de outro treino, como se"),
    ],
    "premio": [
        (winner_premium("gains[0]", "gains[1]"), 0, "dois números"),
        (winner_premium("gains[1].mean()", "gains[0].mean()"), 0, "teste e validação trocados"),
        (
            winner_premium("np.mean(val.max(axis=0) - val.mean(axis=0))"),
            1.2,
            IN_VAL + "uma vencedora por rede",
        ),
        (
            winner_premium("np.mean(val.min(axis=1) - val.mean(axis=1))"),
            1.2,
            IN_VAL + "a pior rede",
        ),
        (
            winner_premium(test="np.mean(test[rows, val.argmin(axis=1)] - test.mean(axis=1))"),
            1.2,
            IN_TEST + "a pior rede",
        ),
        (
            winner_premium("np.mean(gains[0]) * 9 / 8", "np.mean(gains[1]) * 9 / 8"),
            0,
            "a média das outras redes, sem a vencedora",
        ),
        (
            winner_premium("np.mean(val[rows, winners] - np.median(val, axis=1))"),
            1.2,
            "a mediana da repetição",
        ),
        (winner_premium("sum(gains[0])", "sum(gains[1])"), 0, "a soma das repetições"),
        (winner_premium("-gains[0].mean()", "-gains[1].mean()"), 0, "o sinal trocado"),
        (
            winner_premium(test="np.mean(test[rows, winners] - val.mean(axis=1))"),
            1.2,
            IN_TEST + "a média da validação no lugar da do teste",
        ),
        (winner_premium(convert=""), 1.6, OTHER_CASES + "com listas do Python, TypeError"),
        (
            winner_premium(test="np.mean(test.max(axis=1) - test.mean(axis=1))", convert=""),
            0.8,
            OTHER_CASES + "com listas do Python, TypeError",
        ),
        (
            winner_premium(test="np.mean(test[rows, winners] - test.sum(axis=1) / 9)"),
            1.6,
            OTHER_CASES + "com uma repetição só, outros números; com listas do Python, outros",
        ),
    ],
    "repetir": [
        (
            "repeats = {'val': np.zeros((20, 10)), 'test': np.zeros((20, 10))}",
            0,
            "formato (20, 10)",
        ),
        ("repeats = {'validação': [[0.9]], 'teste': [[0.9]]}", 0, "um dicionário com as chaves"),
        ("repeats = [[[0.9]], [[0.9]]]", 0, "um dicionário com as chaves"),
        ("repeats = {'val': ['0,99'] * 10, 'test': ['0,99'] * 10}", 0, "não é uma matriz"),
        (
            repeats("{'val': test, 'test': test}"),
            1,
            "sementes por redes. Encontrado: as AUC da outra chave",
        ),
        (
            repeats("{'val': val, 'test': test}", fit="epochs=50, seed=seed"),
            0,
            "só NaN, como se faltasse validation_split",
        ),
        (repeats("{'val': val[::-1], 'test': test[::-1]}"), 0, "as sementes na ordem contrária"),
        (
            repeats("{'val': val, 'test': [[np.nan] * 20, *test[1:]]}"),
            1,
            "em 'test', a AUC no teste das mesmas redes. Encontrado: NaN em 20 de 200 valores",
        ),
        (
            repeats("{'val': val, 'test': [*test[:9], test[9][:12] + [0.5] * 8]}"),
            1,
            "em 'test', a AUC no teste das mesmas redes. Encontrado: outros números, dos treinos certos",
        ),
        (
            repeats("{'val': val, 'test': test}", fit="validation_split=0.25, seed=0"),
            0,
            "outros números: confira a ordem, as sementes",
        ),
    ],
}

# Os outros itens em branco: um erro não chega ao item seguinte.
VARIATIONS = combine_mistakes(MISTAKES, based_on="release")
