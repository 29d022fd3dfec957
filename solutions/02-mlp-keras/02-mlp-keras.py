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
# # Exercício 02 — Uma rede no Keras
#
# **Tempo:** 30 a 45 minutos. **Antes de começar:** leia o capítulo *O primeiro modelo* do livro.
#
# Você vai desenhar a rede ingênua do curso, contar seus parâmetros, compilar, treinar e medir a
# AUC em tumores que não a ajustaram. São 14 pontos verificados aqui e 3 corrigidos por uma pessoa.
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
# Ela diz o que falta. Para uma pista a mais, copie o texto dela para uma célula nova e acrescente
# `hint=1` ou `hint=2`: `check("02-mlp-keras.rede", model, hint=1)`. Não mude as células de
# verificação.
#
# No Colab, o TensorFlow pode escrever avisos em inglês ao ser carregado. Não são erros.

# %% nbgrader={"grade": false, "grade_id": "preparo", "locked": true, "schema_version": 3, "solution": false, "task": false}
from mlp_course.checks import check
from mlp_course.data import load_split
from mlp_course.training import set_seeds

set_seeds(42)
split = load_split(seed=42, standardize=True)
print("treino:", split.X_train.shape, " teste:", split.X_test.shape)

# %% [markdown]
# ## 1. Desenhar (3 pontos)
#
# Crie em `model` uma rede do Keras com 30 entradas, duas camadas ocultas de 100 neurônios com
# ReLU e uma saída que seja a probabilidade de o tumor ser benigno. Nada além disso:
# é a rede ingênua do livro.

# %% nbgrader={"grade": false, "grade_id": "rede", "locked": false, "schema_version": 3, "solution": true, "task": false}
import keras

model = ...
### BEGIN SOLUTION
model = keras.Sequential(
    [
        keras.Input((30,)),
        keras.layers.Dense(100, activation="relu"),
        keras.layers.Dense(100, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "rede-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("02-mlp-keras.rede", model)

# %% [markdown]
# ## 2. Contar (2 pontos)
#
# Sem usar `summary` nem `count_params`, calcule quantos parâmetros tem cada camada. Guarde em
# `parameters` uma lista com quatro números: os das três camadas, na ordem, e o total.

# %% nbgrader={"grade": false, "grade_id": "parametros", "locked": false, "schema_version": 3, "solution": true, "task": false}
parameters = ...
### BEGIN SOLUTION
layers = [(30, 100), (100, 100), (100, 1)]
parameters = [inputs * units + units for inputs, units in layers]
parameters.append(sum(parameters))
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "parametros-verificacao", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("02-mlp-keras.parametros", parameters)

# %% [markdown]
# ## 3. Compilar (3 pontos)
#
# Compile `model` com o otimizador Adam, a perda para duas classes e
# a métrica AUC, com o nome `"auc"`.

# %% nbgrader={"grade": false, "grade_id": "compilar", "locked": false, "schema_version": 3, "solution": true, "task": false}
...
### BEGIN SOLUTION
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=[keras.metrics.AUC(name="auc")])
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "compilar-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("02-mlp-keras.compilar", model)

# %% [markdown]
# ## 4. Treinar (3 pontos)
#
# Treine por 50 epochs, com batches de 16 e um quarto do treino para validação. O livro usou batches
# de 96; com menores, a rede é corrigida mais vezes. Guarde em `history` o que `fit` devolve. Use
# `verbose=0` para não encher a página. Na maior parte das epochs, a AUC de validação deve passar de
# 0,9.
#
# Outro `fit` na mesma rede continua de onde ela parou. Para recomeçar, execute antes as células dos
# itens 1 e 3.

# %% nbgrader={"grade": false, "grade_id": "treinar", "locked": false, "schema_version": 3, "solution": true, "task": false}
history = ...
### BEGIN SOLUTION
history = model.fit(
    split.X_train,
    split.y_train,
    validation_split=0.25,
    epochs=50,
    batch_size=16,
    verbose=0,
)
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "treinar-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("02-mlp-keras.treinar", history)

# %% [markdown]
# ## 5. Avaliar (3 pontos)
#
# Calcule a probabilidade que a rede dá a cada tumor da **validação** e a AUC delas. São as 107
# últimas linhas do treino, que o Keras separou. Guarde em `evaluation` um dicionário com as chaves
# `"scores"` (107 números, na ordem das linhas) e `"auc"` (um número, sem arredondar). O teste continua fechado.

# %% nbgrader={"grade": false, "grade_id": "avaliar", "locked": false, "schema_version": 3, "solution": true, "task": false}
evaluation = ...
### BEGIN SOLUTION
from sklearn.metrics import roc_auc_score

X_val, y_val = split.X_train[319:], split.y_train[319:]
scores = model.predict(X_val, verbose=0).ravel()
evaluation = {"scores": scores, "auc": roc_auc_score(y_val, scores)}
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "avaliar-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("02-mlp-keras.avaliar", evaluation)

# %% [markdown]
# ## 6. Com as suas palavras (3 pontos, corrigidos por uma pessoa)
#
# A rede tem mais parâmetros do que linhas de treino. Em três a cinco frases: que risco isso traz,
# onde você o veria nas curvas de treino e validação, e o que a AUC na validação diz sobre ele?

# %% [markdown] nbgrader={"grade": true, "grade_id": "capacidade-texto", "locked": false, "points": 3, "schema_version": 3, "solution": true, "task": false}
# ### BEGIN SOLUTION
# Com 13 301 parâmetros e 319 linhas, a rede pode decorar o treino (1 ponto). Nas curvas, a perda de
# treino continuaria a cair enquanto a de validação para ou volta a subir (1 ponto). Uma AUC alta na
# validação diz que a ordem dos escores ainda serve para outros tumores, embora as probabilidades possam
# estar confiantes demais (1 ponto).
# ### END SOLUTION

# %% [markdown]
# ## Desafio (sem pontos)
#
# Repita tudo sem padronizar (`standardize=False`). Compare a primeira perda e a AUC na validação. Qual
# das duas muda mais?
#
# ---
#
# Terminou? Salve e, na mesma pasta de antes, execute `.venv/bin/mlp-course check 02-mlp-keras` (no
# Windows, `.venv\Scripts\mlp-course check 02-mlp-keras`): ele confere tudo a partir de um kernel
# novo. No Colab, use *Ambiente de execução* e, nele, *Reiniciar e executar tudo*.
#
# A célula abaixo mostra o que já foi verificado neste kernel.

# %%
from mlp_course.checks import progress

progress()
