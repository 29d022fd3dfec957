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
# # Exercício 04 — Regularização e early stopping
#
# **Tempo:** 45 a 60 minutos. **Antes de começar:** leia o capítulo *Regularização e early stopping*
# do livro. Para o item 4 ajuda também *O que L1 e L2 fazem com os pesos*.
#
# Você vai escrever as penalidades L1, L2 e elastic net com NumPy, descobrir o que cada uma faz com
# um peso, pedir o mesmo ao Keras e, no fim, decidir quando parar o treino: primeiro à mão, depois
# com um callback. São 18 pontos verificados aqui e 3 corrigidos por uma pessoa.
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
# `check("04-regularizacao.l1", l1_penalty, hint=1)`. Não mude as células de verificação.
#
# As funções dos itens 1 a 4 e 6 são chamadas com outros números, sorteados a cada vez. Pesos e
# séries chegam como vetores ou matrizes do NumPy.

# %% nbgrader={"grade": false, "grade_id": "preparo", "locked": true, "schema_version": 3, "solution": false, "task": false}
import keras
import numpy as np

from mlp_course.checks import check
from mlp_course.data import load_split
from mlp_course.training import set_seeds

set_seeds(42)
split = load_split(seed=42, standardize=True)
X_fit, y_fit = split.X_train[:319], split.y_train[:319]
X_val, y_val = split.X_train[319:], split.y_train[319:]


def make_network():
    """Cria uma rede pequena, sem penalidades, já compilada."""
    network = keras.Sequential(
        [
            keras.Input((30,)),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Dense(8, activation="relu"),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    network.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.003),
        loss="binary_crossentropy",
        metrics=[keras.metrics.AUC(name="auc")],
    )
    return network


print("ajuste:", X_fit.shape, " validação:", X_val.shape)

# %% [markdown]
# ## 1. A penalidade L1 (1 ponto)
#
# Escreva `l1_penalty(w, strength)`, um número só:
#
# $$
# \lambda_1 \sum_i |w_i|
# $$
#
# `strength` é $\lambda_1$. A soma passa por todos os pesos, seja `w` um vetor ou uma matriz.


# %% nbgrader={"grade": false, "grade_id": "l1", "locked": false, "schema_version": 3, "solution": true, "task": false}
def l1_penalty(w, strength):
    """Devolve strength vezes a soma dos valores absolutos de w."""
    ...
    ### BEGIN SOLUTION
    return strength * np.abs(w).sum()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "l1-verificacao", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check("04-regularizacao.l1", l1_penalty)

# %% [markdown]
# ## 2. A penalidade L2 (2 pontos)
#
# Escreva `l2_penalty(w, strength)`, agora com os quadrados:
#
# $$
# \lambda_2 \sum_i w_i^2
# $$
#
# Alguns livros põem ½ na frente. O Keras não põe, e aqui seguimos o Keras.


# %% nbgrader={"grade": false, "grade_id": "l2", "locked": false, "schema_version": 3, "solution": true, "task": false}
def l2_penalty(w, strength):
    """Devolve strength vezes a soma dos quadrados de w."""
    ...
    ### BEGIN SOLUTION
    return strength * np.square(w).sum()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "l2-verificacao", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("04-regularizacao.l2", l2_penalty)

# %% [markdown]
# ## 3. O elastic net de uma camada (3 pontos)
#
# Escreva `elastic_net(kernel, bias, l1, l2)`. `kernel` é a matriz de pesos de uma camada e `bias` o
# vetor de vieses. A penalidade da camada soma as duas, e no curso os vieses também pagam.
# Com as duas intensidades iguais a zero, ela é zero, e a conta é a mesma em uma camada de qualquer
# tamanho:
#
# $$
# \lambda_1 \sum |w| + \lambda_2 \sum w^2 + \lambda_1 \sum |b| + \lambda_2 \sum b^2
# $$


# %% nbgrader={"grade": false, "grade_id": "elastic-net", "locked": false, "schema_version": 3, "solution": true, "task": false}
def elastic_net(kernel, bias, l1, l2):
    """Devolve a penalidade L1 mais L2 sobre os pesos e os vieses de uma camada."""
    ...
    ### BEGIN SOLUTION
    return sum(l1_penalty(w, l1) + l2_penalty(w, l2) for w in (kernel, bias))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "elastic-net-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("04-regularizacao.elastic-net", elastic_net)

# %% [markdown]
# ## 4. O empurrão de cada penalidade (3 pontos)
#
# O treino anda contra o gradiente. Escreva `penalty_gradient(w, l1, l2)`: a derivada da penalidade
# $\lambda_1 |w| + \lambda_2 w^2$ em relação a cada peso, em uma matriz do mesmo formato de `w`. Os pesos podem vir como inteiros.
# Derive no papel as duas parcelas. Onde o peso é zero, a derivada da L1 vale, por convenção, zero.
#
# Teste com um peso grande e um pequeno, de sinais opostos. O empurrão da L1 depende do tamanho do
# peso? E o da L2?


# %% nbgrader={"grade": false, "grade_id": "gradiente", "locked": false, "schema_version": 3, "solution": true, "task": false}
def penalty_gradient(w, l1, l2):
    """Devolve a derivada de l1·|w| + l2·w² em cada peso, no formato de w."""
    ...
    ### BEGIN SOLUTION
    return l1 * np.sign(w) + 2 * l2 * w
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "gradiente-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("04-regularizacao.gradiente", penalty_gradient)

# %% [markdown]
# ## 5. O mesmo no Keras (3 pontos)
#
# Crie em `model` a rede de `make_network` (30 entradas e camadas de 16, 8 e 1 neurônios) com elastic
# net de intensidades **l1 = 0,0001** e **l2 = 0,001** nos pesos **e** nos vieses das **três**
# camadas, inclusive a de saída. Não é preciso compilar.
#
# Para conferir: some `model.losses` e compare com a sua `elastic_net`, somada nas três camadas (cada
# uma dá `kernel, bias = layer.get_weights()`).

# %% nbgrader={"grade": false, "grade_id": "keras", "locked": false, "schema_version": 3, "solution": true, "task": false}
model = ...
### BEGIN SOLUTION
fine = keras.regularizers.L1L2(l1=1e-4, l2=1e-3)
model = keras.Sequential([keras.Input((30,))])
for units, activation in [(16, "relu"), (8, "relu"), (1, "sigmoid")]:
    model.add(
        keras.layers.Dense(
            units, activation=activation, kernel_regularizer=fine, bias_regularizer=fine
        )
    )
by_hand = sum(elastic_net(*layer.get_weights(), 1e-4, 1e-3) for layer in model.layers)
print(f"à mão: {by_hand:.5f}   Keras: {float(sum(model.losses)):.5f}")
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "keras-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("04-regularizacao.keras", model)

# %% [markdown]
# ## 6. Decidir onde parar (3 pontos)
#
# Escreva `stop_training(val_auc, patience)`. Ela percorre a AUC de validação, uma epoch por vez, como
# se o treino estivesse acontecendo, e devolve `stop_epoch, best_epoch`, contadas **a partir de 1**:
#
# - melhorar é ficar **estritamente maior** que a melhor AUC vista até ali; igualar não conta;
# - o treino para na epoch em que se completam `patience` epochs seguidas sem melhora;
# - `best_epoch` é a epoch da melhor AUC **até a parada**: o que viria depois não foi treinado;
# - se a paciência nunca acaba, `stop_epoch` é a última epoch.
#
# A série pode ter uma epoch só ou dezenas, e `patience` pode ser 1.
#
# Exemplo: com `[0.80, 0.85, 0.84, 0.85, 0.90]` e `patience=2`, a resposta é `(4, 2)`.


# %% nbgrader={"grade": false, "grade_id": "parada", "locked": false, "schema_version": 3, "solution": true, "task": false}
def stop_training(val_auc, patience):
    """Devolve (epoch em que para, melhor epoch), contadas a partir de 1."""
    ...
    ### BEGIN SOLUTION
    best_epoch, best_value = 0, -np.inf
    for epoch, value in enumerate(val_auc, start=1):
        if value > best_value:
            best_epoch, best_value = epoch, value
        elif epoch - best_epoch >= patience:
            return epoch, best_epoch
    return len(val_auc), best_epoch
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "parada-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("04-regularizacao.parada", stop_training)

# %% [markdown]
# ## 7. Early stopping no Keras (3 pontos)
#
# Treine uma rede nova, de `make_network()`, com `X_fit` e `y_fit`, validação em `(X_val, y_val)`,
# batches de 96, no máximo **100** epochs e `verbose=0`. Use o callback `EarlyStopping`:
#
# - ele acompanha a AUC de validação, e para ela melhor é **maior** (diga a direção, com `mode`);
# - tolera **10** epochs sem melhora;
# - ao parar, devolve à rede os pesos da melhor epoch.
#
# Guarde em `history` o que `fit` devolve e em `scores` as probabilidades que a rede, **depois do
# treino**, dá às linhas de `X_val`. Em seguida, passe `history.history["val_auc"]` à sua
# `stop_training`: as duas contas concordam?

# %% nbgrader={"grade": false, "grade_id": "freio", "locked": false, "schema_version": 3, "solution": true, "task": false}
history = ...
scores = ...
### BEGIN SOLUTION
set_seeds(42)
network = make_network()
brake = keras.callbacks.EarlyStopping(
    monitor="val_auc", mode="max", patience=10, restore_best_weights=True
)
history = network.fit(
    X_fit,
    y_fit,
    validation_data=(X_val, y_val),
    epochs=100,
    batch_size=96,
    callbacks=[brake],
    verbose=0,
)
scores = network.predict(X_val, verbose=0).ravel()
print("Keras:", len(history.history["val_auc"]), "epochs; melhor:", brake.best_epoch + 1)
print("à mão:", stop_training(history.history["val_auc"], 10))
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "freio-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check(
    "04-regularizacao.freio",
    {
        "history": getattr(history, "history", history),
        "params": getattr(history, "params", None),
        "scores": scores,
    },
)

# %% [markdown]
# ## 8. Com as suas palavras (3 pontos, corrigidos por uma pessoa)
#
# Um colega treinou duas redes, uma sem penalidade e outra com elastic net, e ficou com a de menor
# `val_loss` no histórico. Depois usou `EarlyStopping(monitor="val_auc", patience=10)` em uma versão
# antiga do Keras, que sem `mode` minimizava a AUC: quase todas as redes pararam na epoch 11. Em três
# a cinco frases: por que a primeira comparação não vale, o que comparar no lugar, e por que a parada
# caiu sempre ali?

# %% [markdown] nbgrader={"grade": true, "grade_id": "regularizacao-texto", "locked": false, "points": 3, "schema_version": 3, "solution": true, "task": false}
# ### BEGIN SOLUTION
# A coluna loss (e val_loss) de uma rede com penalidade inclui a penalidade; a da outra não inclui, e os dois
# números medem coisas diferentes (1 ponto). Compara-se a AUC de validação, ou a entropia cruzada sem
# a penalidade, nas mesmas linhas (1 ponto). Quem minimiza a AUC toma a primeira epoch, a de pior AUC,
# como a melhor; nada a supera, e a paciência de 10 acaba na epoch 11 (1 ponto).
# ### END SOLUTION

# %% [markdown]
# ## Desafio (sem pontos)
#
# Treine `make_network` com L1 de 0,01 e depois com L2 de 0,01 (troque o regularizador nas três
# camadas). Conte, na primeira camada, quantos pesos ficam abaixo de 0,01 em valor absoluto. O que o
# item 4 tem a ver com a diferença?
#
# ---
#
# Terminou? Salve e, na mesma pasta de antes, execute `.venv/bin/mlp-course check 04-regularizacao` (no
# Windows, `.venv\Scripts\mlp-course check 04-regularizacao`): ele confere tudo a partir de um kernel
# novo. No Colab, use *Ambiente de execução* e, nele, *Reiniciar e executar tudo*.
#
# A célula abaixo mostra o que já foi verificado neste kernel.

# %%
from mlp_course.checks import progress

progress()
