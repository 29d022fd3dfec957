"""Figuras de `03-curvas` com um erro cada uma, e outras duas também certas."""

# Curvas como as de um treino, com a menor perda de validação na epoch 20.
CURVES = """
epochs = np.arange(1, 61)
train, val = 0.7 * np.exp(-epochs / 10), 0.3 + (epochs - 20.0) ** 2 / 5000
fig, ax = plt.subplots()
"""
SHORT_CURVES = """
epochs = np.arange(1, 11)
train, val = 0.7 * np.exp(-epochs / 3), 0.3 + (epochs - 6.0) ** 2 / 100
fig, ax = plt.subplots()
"""
LONG_LEGEND = "linhas que a rede viu em cada passo, linhas que ficaram fora do ajuste"
LONG_LABEL = "valores medidos depois de cada passagem pelos dados"


def figure(start: str = CURVES, **changes: str) -> str:
    parts = {
        "train": "ax.plot(epochs, train, label='treino')",
        "val": "ax.plot(epochs, val, label='validação')",
        "mark": "ax.axvline(20)",
        "title": "ax.set_title('A rede decora')",
        "xlabel": "ax.set_xlabel('Epoch')",
        "ylabel": "ax.set_ylabel('Perda')",
        "legend": "ax.legend()",
    } | changes
    return start + "\n".join(parts.values())


# A resposta, a nota e o que o aluno lê.
FIGURES: list[tuple[str, float, str]] = [
    (figure(SHORT_CURVES, mark="ax.axvline(6)"), 4, ""),
    (figure(mark="ax.plot(np.full(60, 20), np.linspace(0, 1, 60))"), 4, ""),
    (figure(mark="ax.axhline(val.min())"), 3.42, "Encontrado: nenhuma marca"),
    (figure(mark="ax.axvline(19)"), 3.42, "a marca uma epoch antes"),
    (figure(mark="ax.axvline(21)"), 3.42, "a marca uma epoch depois"),
    (figure(mark="ax.axvline(val.min())"), 3.42, "a marca em 0,3"),
    (
        figure(val="ax.plot(epochs, val, label='treino')"),
        2.85,
        "Encontrado: a legenda treino, treino",
    ),
    (
        figure(
            val="ax.plot(epochs - 1, val, label='validação')",
            mark="ax.axvline(19)",
        ),
        3.42,
        "a contagem começa em 0",
    ),
    (
        figure(CURVES + "epochs = 2 * epochs\n", mark="ax.axvline(40)"),
        3.42,
        "Encontrado: outros números",
    ),
    (
        figure(train="ax.plot(epochs, train)", val="ax.plot(epochs, val)", legend=""),
        2.85,
        "uma figura sem legenda",
    ),
    (
        figure(legend=f"ax.legend({LONG_LEGEND.split(', ')})"),
        2.85,
        f"a legenda {LONG_LEGEND[:60]}.",
    ),
    (figure(ylabel=f"ax.set_ylabel({LONG_LABEL!r})"), 3.42, f"o rótulo {LONG_LABEL[:40]!r}"),
    (figure(CURVES + "val[:3] = np.nan\n"), 0, "valores que não são finitos"),
    (figure(CURVES.replace("subplots()", "subplots(1, 2); ax = ax[0]"), val=""), 0, "uma curva só"),
    (figure(val="ax.plot(epochs, np.c_[val, 1 - val])"), 0, "Encontrado: 3 curvas"),
    ("fig = plt.figure()", 0, "Encontrado: nenhuma curva"),
]
