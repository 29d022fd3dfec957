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
# # Exercício 01 — Os dados
#
# **Tempo:** 30 a 45 minutos. **Antes de começar:** leia o capítulo *Os dados* do livro.
#
# Você vai carregar o Breast Cancer, separar um conjunto de teste e padronizar as medidas sem
# deixar que o teste influencie o treino. São 14 pontos verificados aqui e 3 corrigidos por uma pessoa.
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
# `check("01-dados.carregar", (X, y), hint=1)`. Não mude as células de verificação.

# %% nbgrader={"grade": false, "grade_id": "preparo", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np

from mlp_course.checks import check

# %% [markdown]
# ## 1. Carregar (2 pontos)
#
# Carregue do scikit-learn as medidas `X` e os rótulos `y` do Breast Cancer.

# %% nbgrader={"grade": false, "grade_id": "carregar", "locked": false, "schema_version": 3, "solution": true, "task": false}
X, y = ..., ...
### BEGIN SOLUTION
from sklearn.datasets import load_breast_cancer

X, y = load_breast_cancer(return_X_y=True)
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "carregar-verificacao", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("01-dados.carregar", (X, y))

# %% [markdown]
# ## 2. Contar (1 ponto)
#
# Quantos tumores há de cada tipo? Guarde em `counts` um dicionário com as chaves `"maligno"` e
# `"benigno"`. Conte com código: o número de cada classe está em `y`.

# %% nbgrader={"grade": false, "grade_id": "contar", "locked": false, "schema_version": 3, "solution": true, "task": false}
counts = ...
### BEGIN SOLUTION
counts = {"maligno": int((y == 0).sum()), "benigno": int((y == 1).sum())}
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "contar-verificacao", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check("01-dados.contar", counts)

# %% [markdown]
# ## 3. Dividir (4 pontos)
#
# Escreva `split_data(X, y, seed)`. Ela devolve `X_train, X_test, y_train, y_test`, nesta ordem:
#
# - 25 % das linhas vão para o teste;
# - a proporção das classes é a mesma nas duas partes, também quando uma classe é rara;
# - `seed` decide o sorteio: a mesma semente dá sempre a mesma divisão.
#
# A verificação chama a sua função com outros dados, sorteados a cada vez.


# %% nbgrader={"grade": false, "grade_id": "dividir", "locked": false, "schema_version": 3, "solution": true, "task": false}
def split_data(X, y, seed):
    """Divide em treino (75 %) e teste (25 %), com a mesma proporção de classes."""
    ...
    ### BEGIN SOLUTION
    from sklearn.model_selection import train_test_split

    return train_test_split(X, y, test_size=0.25, stratify=y, random_state=seed)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "dividir-verificacao", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("01-dados.dividir", split_data)

# %% [markdown]
# ## 4. Padronizar (4 pontos)
#
# Escreva `standardize(X_train, X_test)`. Ela devolve as duas matrizes padronizadas, na mesma
# ordem. As médias e os desvios padrão (com divisor `n`, o padrão do NumPy) vêm **só do treino**.
# Não altere as matrizes recebidas. As medidas podem ser números inteiros.


# %% nbgrader={"grade": false, "grade_id": "padronizar", "locked": false, "schema_version": 3, "solution": true, "task": false}
def standardize(X_train, X_test):
    """Padroniza as duas matrizes com a média e o desvio padrão do treino."""
    ...
    ### BEGIN SOLUTION
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(X_train)
    return scaler.transform(X_train), scaler.transform(X_test)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "padronizar-verificacao", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("01-dados.padronizar", standardize)

# %% [markdown]
# ## 5. Preparar os dados do curso (3 pontos)
#
# Use as suas duas funções, com a semente que preferir (a do livro é 42), e guarde em `prepared` um
# dicionário com as chaves `"X_train"`, `"X_test"`, `"y_train"` e `"y_test"`. As medidas devem estar
# padronizadas.

# %% nbgrader={"grade": false, "grade_id": "aplicar", "locked": false, "schema_version": 3, "solution": true, "task": false}
prepared = ...
### BEGIN SOLUTION
X_train, X_test, y_train, y_test = split_data(X, y, seed=42)
X_train, X_test = standardize(X_train, X_test)
prepared = {"X_train": X_train, "X_test": X_test, "y_train": y_train, "y_test": y_test}
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "aplicar-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("01-dados.aplicar", prepared)

# %% [markdown]
# ## 6. Com as suas palavras (3 pontos, corrigidos por uma pessoa)
#
# Um colega padronizou as 569 linhas **antes** de dividir. O acerto dele no teste mal mudou. Em três a
# cinco frases: o que ele fez de errado, por que o número quase não denunciou, e quando denunciaria?

# %% [markdown] nbgrader={"grade": true, "grade_id": "vazamento-texto", "locked": false, "points": 3, "schema_version": 3, "solution": true, "task": false}
# ### BEGIN SOLUTION
# A média e o desvio padrão vieram também das linhas de teste: houve vazamento, e o teste deixou de
# representar pacientes nunca vistos (1 ponto). Com 569 linhas parecidas, as estatísticas com e sem o
# teste são quase iguais, por isso o número mal muda (1 ponto). Com poucas linhas, ou com um teste
# vindo de outro hospital, as estatísticas se afastam e o número muda, para mais ou para menos: a
# estimativa deixa de ser honesta, não necessariamente otimista (1 ponto).
# ### END SOLUTION

# %% [markdown]
# ## Desafio (sem pontos)
#
# Divida os dados com vinte sementes e anote a média de `mean radius` no teste de cada divisão.
# Quanto ela varia? Repita sem estratificar: o que muda é essa média ou a proporção das classes?
#
# ---
#
# Terminou? Salve e, na mesma pasta de antes, execute `.venv/bin/mlp-course check 01-dados` (no
# Windows, `.venv\Scripts\mlp-course check 01-dados`): ele confere tudo a partir de um kernel
# novo. No Colab, use *Ambiente de execução* e, nele, *Reiniciar e executar tudo*.
#
# A célula abaixo mostra o que já foi verificado neste kernel.

# %%
from mlp_course.checks import progress

progress()
