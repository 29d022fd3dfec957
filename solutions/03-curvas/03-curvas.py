# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercício 03 — Ler curvas de treino
#
# **Tempo:** 45 a 60 minutos. **Antes de começar:** leia os capítulos *O primeiro modelo* (seção
# *Ler as curvas*) e *Regularização e early stopping* (até *O que é overfitting*).
#
# Você vai treinar uma rede uma única vez, tirar as curvas do histórico, achar a melhor epoch, medir
# a distância entre treino e validação, dar um diagnóstico e desenhar uma figura que se explica
# sozinha. São 18 pontos verificados aqui e 3 corrigidos por uma pessoa.
#
# **Como executar**
#
# - *No seu computador:* prepare o ambiente como diz o `LEIA-ME.md` do zip (ou, no repositório do
#   curso, com `make`). Na mesma pasta, execute `.venv/bin/jupyter lab` (no Windows,
#   `.venv\Scripts\jupyter lab`) e abra este arquivo na lista à esquerda.
# - *No VS Code:* abra este arquivo e escolha o kernel `.venv` do curso.
# - *No Colab:* envie este arquivo e, no painel de arquivos, o `.whl` que acompanha o material. Em
#   uma célula nova, no alto, execute `%pip install` seguido do nome do `.whl`.
#
# **Como responder**
#
# Substitua as reticências (`...`) pelo seu código e execute a célula de verificação logo abaixo.
# Ela diz o que falta. Para uma pista a mais, acrescente `hint=1` ou `hint=2` em uma célula sua:
# `check("03-curvas.treinar", history, hint=1)`. Não mude as células de verificação.
#
# Neste exercício as **epochs são contadas a partir de 1**, como o Keras as mostra. As posições de um
# vetor do NumPy são contadas a partir de 0: a epoch 1 está na posição 0.

# %% nbgrader={"grade": false, "grade_id": "preparo", "locked": true, "schema_version": 3, "solution": false, "task": false}
import keras
import matplotlib.pyplot as plt
import numpy as np

from mlp_course.checks import check
from mlp_course.data import load_split
from mlp_course.training import set_seeds

set_seeds(42)
split = load_split(seed=42, standardize=True)

# A rede do exercício 02, com um passo três vezes maior: ela decora mais depressa.
network = keras.Sequential(
    [
        keras.Input((30,)),
        keras.layers.Dense(100, activation="relu"),
        keras.layers.Dense(100, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
network.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.003),
    loss="binary_crossentropy",
    metrics=[keras.metrics.AUC(name="auc")],
)
print("treino:", split.X_train.shape, " parâmetros:", network.count_params())

# %% [markdown]
# ## 1. Treinar uma vez (2 pontos)
#
# Treine `network` com os dados de treino por **60 epochs**, com batches de **96** e **90 %** das
# linhas para validação. Guarde em `history` o objeto que `fit` devolve. Use `verbose=0`.
#
# Sobram 42 linhas para ajustar mais de treze mil parâmetros. É de propósito: queremos ver a rede
# decorar. Execute a célula uma vez só; se repetir, a rede continua de onde parou. Para recomeçar,
# execute antes a célula de preparo.

# %% nbgrader={"grade": false, "grade_id": "treinar", "locked": false, "schema_version": 3, "solution": true, "task": false}
history = ...
### BEGIN SOLUTION
history = network.fit(
    split.X_train,
    split.y_train,
    validation_split=0.9,
    epochs=60,
    batch_size=96,
    verbose=0,
)
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "treinar-verificacao", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("03-curvas.treinar", history)

# %% [markdown]
# ## 2. Extrair as curvas (3 pontos)
#
# `history.history` é um dicionário: o nome de cada série leva a uma lista com um valor por epoch.
# As séries de validação têm o mesmo nome, com `val_` na frente.
#
# Escreva `extract_curves(history, metric)`. Ela recebe um dicionário assim e o nome de uma métrica
# (`"loss"`, `"auc"`…) e devolve, nesta ordem, `epochs, train, val`: os números das epochs, contados
# a partir de 1, e as séries de treino e de validação. Vale lista ou vetor do NumPy.
#
# A verificação usa outros históricos, com as séries em outra ordem, métricas de qualquer nome e às
# vezes uma epoch só: procure pelo nome, nunca pela posição.


# %% nbgrader={"grade": false, "grade_id": "extrair", "locked": false, "schema_version": 3, "solution": true, "task": false}
def extract_curves(history, metric):
    """Devolve (epochs, treino, validação) de uma métrica."""
    ...
    ### BEGIN SOLUTION
    train, val = np.array(history[metric]), np.array(history[f"val_{metric}"])
    return np.arange(1, len(train) + 1), train, val
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "extrair-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("03-curvas.extrair", extract_curves)

# %% [markdown]
# ## 3. A melhor epoch (3 pontos)
#
# Escreva `best_epoch(values, mode)`. `values` é um vetor do NumPy com um valor por epoch; `mode` diz
# o que é melhor: `"min"` para uma perda, `"max"` para uma AUC. A função devolve a **epoch** do melhor
# valor, contada a partir de 1. Se houver empate, devolve a primeira. A melhor pode ser a
# primeira ou a última, e os valores podem ser inteiros.
#
# Depois, aplique-a às suas curvas: a menor perda de validação e a maior AUC de validação caem na
# mesma epoch?


# %% nbgrader={"grade": false, "grade_id": "melhor-epoch", "locked": false, "schema_version": 3, "solution": true, "task": false}
def best_epoch(values, mode):
    """Devolve a primeira epoch de melhor valor, contada a partir de 1."""
    ...
    ### BEGIN SOLUTION
    position = np.argmin(values) if mode == "min" else np.argmax(values)
    return int(position) + 1
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "melhor-epoch-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("03-curvas.melhor-epoch", best_epoch)

# %% [markdown]
# ## 4. A lacuna (2 pontos)
#
# A distância entre as duas perdas mede quanto a rede vai pior em linhas que não viu:
#
# $$
# \text{lacuna}(e) = \text{perda de validação}(e) - \text{perda de treino}(e)
# $$
#
# Escreva `gap(train_loss, val_loss, epoch)`. Os dois primeiros argumentos são vetores do NumPy;
# `epoch` é contada a partir de 1. A lacuna pode ser negativa, e o sinal importa.
#
# Compare a lacuna do seu treino na melhor epoch com a da última.


# %% nbgrader={"grade": false, "grade_id": "lacuna", "locked": false, "schema_version": 3, "solution": true, "task": false}
def gap(train_loss, val_loss, epoch):
    """Devolve a perda de validação menos a de treino em uma epoch (a partir de 1)."""
    ...
    ### BEGIN SOLUTION
    return float(val_loss[epoch - 1] - train_loss[epoch - 1])
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "lacuna-verificacao", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("03-curvas.lacuna", gap)

# %% [markdown]
# ## 5. O diagnóstico (4 pontos)
#
# Escreva `diagnose(train_loss, val_loss)`. Ela recebe as duas perdas, epoch por epoch, e devolve um
# destes textos, fazendo as perguntas **nesta ordem**:
#
# 1. A última perda de treino é maior que 0,5? A rede não aprendeu nem as linhas que viu:
#    `"subajuste"`. (Quem responde sempre meio a meio tem perda ln 2, cerca de 0,69.)
# 2. Senão, a última perda de validação é maior que 1,2 vez a **menor** perda de validação? A rede
#    passou do ponto e piorou: `"sobreajuste"`.
# 3. Senão: `"bom"`.
#
# Os limites 0,5 e 1,2 são uma convenção deste exercício; na prática olha-se a curva. A verificação
# sorteia históricos dos três tipos a cada execução. E o seu treino, o que é?


# %% nbgrader={"grade": false, "grade_id": "diagnosticar", "locked": false, "schema_version": 3, "solution": true, "task": false}
def diagnose(train_loss, val_loss):
    """Devolve "subajuste", "sobreajuste" ou "bom"."""
    ...
    ### BEGIN SOLUTION
    if train_loss[-1] > 0.5:
        return "subajuste"
    if val_loss[-1] > 1.2 * np.min(val_loss):
        return "sobreajuste"
    return "bom"
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "diagnosticar-verificacao", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("03-curvas.diagnosticar", diagnose)

# %% [markdown]
# ## 6. A figura (4 pontos)
#
# Desenhe em `fig` a **função de perda** do seu treino, para quem não leu este notebook:
#
# - as duas curvas, com `ax.plot`, e as epochs contadas a partir de 1 no eixo horizontal;
# - uma legenda com os nomes `treino` e `validação`;
# - título e rótulos nos dois eixos: o horizontal diz *epoch*, o vertical diz *perda* (ou o nome dela,
#   *entropia cruzada*);
# - uma linha vertical, com `ax.axvline`, na epoch de menor perda de validação.
#
# Use cores **e** traços diferentes: assim quem não distingue as cores também lê a figura.

# %% nbgrader={"grade": false, "grade_id": "figura", "locked": false, "schema_version": 3, "solution": true, "task": false}
fig = ...
### BEGIN SOLUTION
epochs, train_loss, val_loss = extract_curves(history.history, "loss")
best = best_epoch(val_loss, "min")

fig, ax = plt.subplots(figsize=(6, 4), layout="constrained")
ax.plot(epochs, train_loss, "-", label="treino")
ax.plot(epochs, val_loss, "--", label="validação")
ax.axvline(best, color="0.4", linestyle=":", label=f"menor perda de validação (epoch {best})")
ax.set(title="A rede decora o treino", xlabel="Epoch", ylabel="Perda (entropia cruzada)")
ax.legend()
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "figura-verificacao", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("03-curvas.figura", fig)

# %% [markdown]
# ## 7. Com as suas palavras (3 pontos, corrigidos por uma pessoa)
#
# No seu treino, a perda de validação volta a subir, mas a AUC de validação quase não cai. Em três a
# cinco frases: o que a rede passou a fazer de errado, por que a perda denuncia e a AUC não, e em
# qual epoch você pararia?

# %% [markdown] nbgrader={"grade": true, "grade_id": "curvas-texto", "locked": false, "points": 3, "schema_version": 3, "solution": true, "task": false}
# ### BEGIN SOLUTION
# Depois da melhor epoch a rede decora as 42 linhas e fica confiante demais: dá probabilidades
# extremas também quando erra (1 ponto). A entropia cruzada cobra caro por um erro confiante; a AUC
# só olha a ordem dos escores, e a ordem quase não muda (1 ponto). Uma escolha coerente, com a razão:
# a epoch de menor perda de validação, se as probabilidades importam, ou a de maior AUC, se só a
# ordem importa (1 ponto).
# ### END SOLUTION

# %% [markdown]
# ## Desafio (sem pontos)
#
# Treine a mesma rede com `validation_split=0.25` e desenhe as duas perdas de validação na mesma
# figura. Com mais linhas de treino, o mínimo chega antes ou depois? A curva ainda sobe no fim?
#
# ---
#
# Terminou? Salve e, na mesma pasta de antes, execute `.venv/bin/mlp-course check 03-curvas` (no
# Windows, `.venv\Scripts\mlp-course check 03-curvas`): ele confere tudo a partir de um kernel
# novo. No Colab, use *Ambiente de execução* e, nele, *Reiniciar e executar tudo*.
#
# A célula abaixo mostra o que já foi verificado neste kernel.

# %%
from mlp_course.checks import progress

progress()
