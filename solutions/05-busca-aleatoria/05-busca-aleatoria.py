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
# # Exercício 05 — Busca aleatória
#
# **Tempo:** 45 a 60 minutos. **Antes de começar:** leia os capítulos *Busca aleatória de
# hiperparâmetros* e *O modelo final e a comparação* do livro.
#
# Você vai sortear quarenta redes, treinar todas, escolher uma, treiná-la de novo com o treino
# inteiro e medir quanto da vitória dela era sorte. São 16 pontos verificados aqui e 3 corrigidos por
# uma pessoa.
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
# `check("05-busca-aleatoria.sortear", sample_rows, hint=1)`. Não mude as células de verificação.
#
# As redes treinam na população do curso, todas de uma vez e sem o Keras: quarenta levam poucos
# segundos.

# %% nbgrader={"grade": false, "grade_id": "preparo", "locked": true, "schema_version": 3, "solution": false, "task": false}
import random

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

from mlp_course.checks import check
from mlp_course.data import load_split
from mlp_course.population import Population, search_population

PENALTIES = [0, 1e-15, 1e-10, 1e-5, 1e-3, 1e-2, 1e-1]
split = load_split(seed=42)

# %% [markdown]
# ## 1. Sortear (3 pontos)
#
# Escreva `sample_rows(n_iter, seed)`. Ela devolve uma lista com `n_iter` linhas, cada uma
# `(h1, h2, l1, l2)`, sorteadas nesta ordem:
#
# - `h1`: um inteiro de 25 a 99;
# - `h2`: um inteiro de 20 a `h1 - 1`, menor que o `h1` da mesma linha;
# - `l1` e `l2`: cada uma, por si, um dos sete valores de `PENALTIES`.
#
# Todos os valores são igualmente prováveis. A mesma `seed` dá sempre a mesma lista, e outra `seed`
# dá outra. Use um gerador seu, como `random.Random(seed)`, para não mexer no sorteio do resto do
# programa.


# %% nbgrader={"grade": false, "grade_id": "sortear", "locked": false, "schema_version": 3, "solution": true, "task": false}
def sample_rows(n_iter, seed):
    """Sorteia n_iter linhas (h1, h2, l1, l2)."""
    ...
    ### BEGIN SOLUTION
    rng = random.Random(seed)
    rows = []
    for _ in range(n_iter):
        h1 = rng.randrange(25, 100)
        h2 = rng.randrange(20, h1)
        rows.append((h1, h2, rng.choice(PENALTIES), rng.choice(PENALTIES)))
    return rows
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "sortear-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("05-busca-aleatoria.sortear", sample_rows)

# %% [markdown]
# ## 2. Buscar (3 pontos)
#
# `search_population(table, split, seed=…, progress=False)` treina uma rede por linha de uma tabela do
# pandas com as colunas `neurons`, com pares `(h1, h2)`, e `reg`, com pares `(l1, l2)`. As 319
# primeiras linhas do treino ajustam os pesos e as 107 últimas validam. O resultado é outra tabela,
# com o mesmo índice:
#
# - `epochs`: quantas epochs a rede treinou antes do early stopping;
# - `auc`: a AUC de validação da **última** epoch, a dos pesos que ficaram;
# - `best_auc`: a melhor AUC de validação do caminho.
#
# Guarde em `searched` uma tabela de 40 linhas com as cinco colunas: sorteie com a sua função e
# semente 42, e busque com `split`, já pronto na primeira célula (medidas cruas, como no original), e
# `seed=42`.

# %% nbgrader={"grade": false, "grade_id": "buscar", "locked": false, "schema_version": 3, "solution": true, "task": false}
searched = ...
### BEGIN SOLUTION
rows = sample_rows(40, seed=42)
table = pd.DataFrame({"neurons": [row[:2] for row in rows], "reg": [row[2:] for row in rows]})
searched = table.join(search_population(table, split, seed=42, progress=False))
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "buscar-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("05-busca-aleatoria.buscar", searched)

# %% [markdown]
# ## 3. Escolher a rede e a epoch (3 pontos)
#
# A tabela só diz onde cada rede terminou. As curvas contam o caminho todo: `val_auc` é uma matriz
# com **uma linha por epoch e uma coluna por rede**; depois que uma rede para, a coluna dela segue com
# NaN.
#
# Escreva `choose(val_auc)`, que devolve o par `(row, epochs)`:
#
# - `row`: a posição, a partir de 0, da rede cuja **melhor** AUC de validação é a maior de todas;
# - `epochs`: quantas epochs treiná-la para chegar lá. A primeira linha da matriz é a epoch 1.
#
# Em caso de empate, vale a primeira rede e a epoch mais cedo. A regra é a mesma com uma rede só.


# %% nbgrader={"grade": false, "grade_id": "escolher", "locked": false, "schema_version": 3, "solution": true, "task": false}
def choose(val_auc):
    """Devolve a posição da melhor rede e quantas epochs a levam à sua melhor AUC."""
    ...
    ### BEGIN SOLUTION
    curves = np.where(np.isnan(val_auc), -np.inf, val_auc)
    row = int(curves.max(axis=0).argmax())
    return row, int(curves[:, row].argmax()) + 1
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "escolher-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("05-busca-aleatoria.escolher", choose)

# %% [markdown]
# A célula abaixo treina de novo as redes da sua tabela, agora guardando as curvas, e aplica a sua
# função. Note a distância entre o ponto, a melhor epoch, e o fim da linha, onde o early stopping
# deixou os pesos.

# %% nbgrader={"grade": false, "grade_id": "curvas", "locked": true, "schema_version": 3, "solution": false, "task": false}
chosen = None
if isinstance(searched, pd.DataFrame):
    population = Population.from_hyperparameters(searched[["neurons", "reg"]], seed=42)
    history = population.fit(
        split.X_train, split.y_train, validation_split=0.25, patience=10, seed=42
    )
    chosen = choose(history.val_auc)
if chosen is not None:
    row, epochs = chosen
    print("rede", row, searched.iloc[row].to_dict(), "— treinar por", epochs, "epochs")
    fig, ax = plt.subplots(figsize=(5, 3.2), layout="constrained")
    steps = np.arange(1, len(history.val_auc) + 1)
    ax.plot(steps, history.val_auc, color="0.8", linewidth=0.8)
    ax.plot(steps, history.val_auc[:, row], color="C0", label="a escolhida")
    ax.plot(epochs, history.val_auc[epochs - 1, row], "o", color="C0")
    ax.set(title="As quarenta redes", xlabel="Epoch", ylabel="AUC de validação", ylim=(0.8, 1))
    ax.legend(loc="lower right")
    plt.show()

# %% [markdown]
# ## 4. Reajustar com o treino inteiro (3 pontos)
#
# Feita a escolha, a validação já cumpriu o seu papel: as suas linhas voltam para o treino. Escreva
# `refit(neurons, reg, epochs, X, y, X_new)`. Ela cria **uma** rede com esses hiperparâmetros, treina
# com **todas** as linhas de `X` por exatamente `epochs` epochs, sem validação nem early stopping, e
# devolve um vetor com a probabilidade da classe 1 para cada linha de `X_new`.
#
# `Population.from_hyperparameters(table, n_features, seed=42)` cria as redes de uma tabela; `fit` e
# `predict` funcionam como no Keras, mas `predict` devolve **uma linha por rede**. Passe também
# `seed=42` a `fit`, para que o resultado se repita. O número de colunas de `X` muda a cada
# verificação.


# %% nbgrader={"grade": false, "grade_id": "reajustar", "locked": false, "schema_version": 3, "solution": true, "task": false}
def refit(neurons, reg, epochs, X, y, X_new):
    """Treina uma rede com todas as linhas; escores de X_new, (n_new,)."""
    ...
    ### BEGIN SOLUTION
    one_row = pd.DataFrame({"neurons": [tuple(neurons)], "reg": [tuple(reg)]})
    network = Population.from_hyperparameters(one_row, X.shape[1], seed=42)
    network.fit(X, y, epochs=epochs, seed=42)
    return network.predict(X_new)[0]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "reajustar-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("05-busca-aleatoria.reajustar", refit)

# %% nbgrader={"grade": false, "grade_id": "teste", "locked": true, "schema_version": 3, "solution": false, "task": false}
if chosen is not None:
    best = searched.iloc[chosen[0]]
    scores = refit(
        best["neurons"], best["reg"], chosen[1], split.X_train, split.y_train, split.X_test
    )
    if scores is not None:
        print(f"AUC de validação da escolhida: {np.nanmax(history.val_auc):.4f}")
        print(f"AUC no teste, reajustada:      {roc_auc_score(split.y_test, scores):.4f}")

# %% [markdown]
# ## 5. A maldição do vencedor (2 pontos)
#
# A AUC que elegeu a vencedora é alta em parte por mérito e em parte por sorte: ela foi escolhida por
# ser a maior. Para separar os dois, compare a vencedora com a **média** das candidatas, na validação
# e no teste.
#
# Escreva `winner_premium(val_auc, test_auc)`. As duas matrizes têm uma linha por repetição e uma
# coluna por rede; podem vir como listas de listas e ter uma repetição só. Em cada repetição, a
# vencedora é a rede de maior AUC de **validação**. A função devolve dois números, médias sobre as
# repetições:
#
# - a AUC de validação da vencedora menos a média de validação daquela repetição;
# - a AUC de teste **dessa mesma rede** menos a média de teste daquela repetição.


# %% nbgrader={"grade": false, "grade_id": "premio", "locked": false, "schema_version": 3, "solution": true, "task": false}
def winner_premium(val_auc, test_auc):
    """Devolve a vantagem média da vencedora na validação e no teste."""
    ...
    ### BEGIN SOLUTION
    val_auc, test_auc = np.asarray(val_auc), np.asarray(test_auc)
    winners = (np.arange(len(val_auc)), val_auc.argmax(axis=1))
    return tuple(float(np.mean(auc[winners] - auc.mean(axis=1))) for auc in (val_auc, test_auc))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "premio-verificacao", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("05-busca-aleatoria.premio", winner_premium)

# %% [markdown]
# ## 6. Vinte gêmeas, dez vezes (2 pontos)
#
# Se as candidatas fossem **a mesma rede**, escolher não serviria para nada, e toda a vantagem da
# vencedora seria sorte. É o que a tabela `twins` faz: vinte redes iguais, que só diferem nos pesos
# iniciais.

# %% nbgrader={"grade": false, "grade_id": "gemeas", "locked": true, "schema_version": 3, "solution": false, "task": false}
twins = pd.DataFrame({"neurons": [(30, 20)] * 20, "reg": [(1e-3, 1e-3)] * 20})

# %% [markdown]
# Para cada semente de 0 a 9, nesta ordem:
#
# 1. divida com `load_split(seed, standardize=True)`;
# 2. crie `Population.from_hyperparameters(twins, seed=seed)`;
# 3. treine com `fit(X_train, y_train, validation_split=0.25, epochs=50, seed=seed)`;
# 4. guarde `last_val_auc`, do histórico que `fit` devolve, e a AUC no teste de cada uma das vinte,
#    medida com `roc_auc_score`.
#
# O teste entra aqui só para medir: nenhuma rede é escolhida por ele.
#
# Guarde em `repeats` um dicionário com as chaves `"val"` e `"test"`: duas matrizes de dez linhas
# (sementes) e vinte colunas (redes).

# %% nbgrader={"grade": false, "grade_id": "repetir", "locked": false, "schema_version": 3, "solution": true, "task": false}
repeats = ...
### BEGIN SOLUTION
repeats = {"val": [], "test": []}
for seed in range(10):
    fold = load_split(seed, standardize=True)
    networks = Population.from_hyperparameters(twins, seed=seed)
    curves = networks.fit(fold.X_train, fold.y_train, validation_split=0.25, epochs=50, seed=seed)
    repeats["val"].append(curves.last_val_auc)
    repeats["test"].append([roc_auc_score(fold.y_test, s) for s in networks.predict(fold.X_test)])
repeats = {name: np.array(aucs) for name, aucs in repeats.items()}
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "repetir-verificacao", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("05-busca-aleatoria.repetir", repeats)

# %% [markdown]
# A célula abaixo mede a vantagem da vencedora conforme cresce o número de candidatas. Compare as
# duas linhas: o que a validação promete e o que o teste entrega.

# %% nbgrader={"grade": false, "grade_id": "repetir-figura", "locked": true, "schema_version": 3, "solution": false, "task": false}
if isinstance(repeats, dict) and winner_premium([[0.5]], [[0.5]]) is not None:
    val, test = np.array(repeats["val"]), np.array(repeats["test"])
    sizes = range(1, val.shape[1] + 1)
    premiums = np.array([winner_premium(val[:, :n], test[:, :n]) for n in sizes])
    fig, ax = plt.subplots(figsize=(5, 3.2), layout="constrained")
    ax.plot(sizes, premiums[:, 0], "-", label="na validação")
    ax.plot(sizes, premiums[:, 1], "--", label="no teste")
    ax.set(title="Vantagem da vencedora entre redes iguais", xlabel="Candidatas")
    ax.set(ylabel="AUC acima da média")
    ax.legend()
    plt.show()
    print(f"com vinte: {premiums[-1, 0]:.4f} na validação, {premiums[-1, 1]:.4f} no teste")

# %% [markdown]
# ## 7. Com as suas palavras (3 pontos, corrigidos por uma pessoa)
#
# Um relatório diz: “testamos mil redes; a melhor tem AUC 0,99 na validação, e é isso que o hospital
# pode esperar”. A validação tinha 107 linhas. Em três a cinco frases: por que o número é otimista, o
# que aconteceria com ele se fossem dez mil redes, e o que o relatório deveria dizer?

# %% [markdown] nbgrader={"grade": true, "grade_id": "vencedor-texto", "locked": false, "points": 3, "schema_version": 3, "solution": true, "task": false}
# ### BEGIN SOLUTION
# A vencedora é a maior de mil medidas ruidosas em 107 linhas: parte do 0,99 é sorte, que não se repete
# em tumores novos (1 ponto). Com dez mil redes o máximo subiria mais um pouco, mesmo que nenhuma fosse
# melhor de verdade (1 ponto). O relatório deveria dar a AUC da rede já escolhida e reajustada em um
# teste que não participou da escolha, com um intervalo ou em várias divisões (1 ponto).
# ### END SOLUTION

# %% [markdown]
# ## Desafio (sem pontos)
#
# Repita o item 6 com as redes da sua tabela sorteada no lugar das gêmeas. Agora as candidatas são
# diferentes de verdade: que parte da vantagem da vencedora sobrevive no teste?
#
# ---
#
# Terminou? Salve e, na mesma pasta de antes, execute `.venv/bin/mlp-course check 05-busca-aleatoria` (no
# Windows, `.venv\Scripts\mlp-course check 05-busca-aleatoria`): ele confere tudo a partir de um kernel
# novo. No Colab, use *Ambiente de execução* e, nele, *Reiniciar e executar tudo*.
#
# A célula abaixo mostra o que já foi verificado neste kernel.

# %%
from mlp_course.checks import progress

progress()
