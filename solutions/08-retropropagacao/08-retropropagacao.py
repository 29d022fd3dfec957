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
# # Exercício 08 — Retropropagação
#
# **Tempo:** 50 a 60 minutos. **Antes de começar:** leia os capítulos *Retropropagação passo a passo*
# e *SGD, momentum e Adam* do livro.
#
# Você vai calcular, só com NumPy, os gradientes de uma rede com duas camadas ocultas, conferi-los
# sem confiar na álgebra e treinar com eles. No fim, o seu treino e o do Keras partem dos mesmos pesos
# e chegam aos mesmos pesos. São 18 pontos verificados aqui e 3 corrigidos por uma pessoa.
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
# `check("08-retropropagacao.saida", output_delta, hint=1)`. Não mude as células de verificação.
#
# As verificações chamam as suas funções com redes e dados sorteados a cada vez. `weights` é sempre a
# lista `[W1, b1, W2, b2, W3, b3]`, a ordem de `get_weights` no Keras.
#
# A célula abaixo traz a ida pronta. Ela guarda cada soma $z$ e cada ativação $a$, porque a volta
# precisa delas.

# %% nbgrader={"grade": false, "grade_id": "preparo", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np
from scipy.special import expit

from mlp_course.checks import check
from mlp_course.data import load_split


def forward(X, weights):
    """Devolve z1, a1, z2, a2 e p; as quatro primeiras são (n, neurônios), p é (n,)."""
    W1, b1, W2, b2, W3, b3 = weights
    z1 = X @ W1 + b1
    a1 = np.maximum(z1, 0)
    z2 = a1 @ W2 + b2
    a2 = np.maximum(z2, 0)
    p = expit(a2 @ W3 + b3)[:, 0]
    return z1, a1, z2, a2, p


def loss(X, y, weights):
    """Devolve a entropia cruzada média da rede, um número."""
    p = np.clip(forward(X, weights)[-1], 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


# %% [markdown]
# ## 1. O erro na saída (2 pontos)
#
# A perda é a entropia cruzada **média** de $p = \sigma(z_3)$. A derivada da perda em relação a $p$ e a
# da sigmoide se cancelam em parte, e sobra o erro de cada linha, com o $1/n$ da média:
#
# $$\delta_3 = \frac{\partial L}{\partial z_3} = \frac{p - y}{n}.$$
#
# Escreva `output_delta(y, p)`. `y` e `p` são vetores (n,); a resposta é uma **coluna** (n, 1), pronta
# para os produtos de matrizes. Cuidado: uma coluna menos um vetor dá uma matriz (n, n). A resposta
# existe também onde a rede tem certeza, com $p = 0$ ou $p = 1$.


# %% nbgrader={"grade": false, "grade_id": "saida", "locked": false, "schema_version": 3, "solution": true, "task": false}
def output_delta(y, p):
    """Devolve a derivada da perda média em relação a z3, (n, 1)."""
    ...
    ### BEGIN SOLUTION
    return ((p - y) / len(y))[:, None]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "saida-verificacao", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("08-retropropagacao.saida", output_delta)

# %% [markdown]
# ## 2. A volta por uma camada (3 pontos)
#
# Na ida, a camada fez $Z = A\,W + b$. Na volta ela recebe $\delta = \partial L / \partial Z$,
# (n, neurônios), e responde a três perguntas:
#
# $$\frac{\partial L}{\partial W} = A^\top \delta, \qquad
# \frac{\partial L}{\partial b} = \sum_{\text{linhas}} \delta, \qquad
# \frac{\partial L}{\partial A} = \delta\, W^\top.$$
#
# Escreva `dense_backward(A, W, delta)`, que devolve `dW, db, dA`, nesta ordem. Cada gradiente tem o
# formato da matriz a que se refere, mesmo com uma linha só ou um neurônio só: com os formatos ao
# lado, só um produto serve. O $1/n$ já está em `delta`; aqui não se tira média.


# %% nbgrader={"grade": false, "grade_id": "camada", "locked": false, "schema_version": 3, "solution": true, "task": false}
def dense_backward(A, W, delta):
    """Devolve os gradientes em relação a W, b e A."""
    ...
    ### BEGIN SOLUTION
    return A.T @ delta, delta.sum(axis=0), delta @ W.T
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "camada-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("08-retropropagacao.camada", dense_backward)

# %% [markdown]
# ## 3. Os gradientes da rede (4 pontos)
#
# Agora as três camadas, da saída para a entrada. Entre uma e outra o erro passa pela ReLU, que só o
# deixa passar onde a soma **daquela camada** era positiva:
#
# $$\delta_2 = \left(\delta_3 W_3^\top\right) \odot [z_2 > 0], \qquad
# \delta_1 = \left(\delta_2 W_2^\top\right) \odot [z_1 > 0].$$
#
# O símbolo $\odot$ é o produto elemento a elemento. Em $z = 0$ a derivada não existe; usamos 0, como o
# Keras. Escreva `gradients(X, y, weights)`, que devolve a lista `[dW1, db1, dW2, db2, dW3, db3]`, cada
# um com o formato do seu peso. Ela serve a qualquer número de linhas, uma que seja, e também a dados
# e pesos em `float32`.
#
# Quando as duas camadas ocultas têm o mesmo tamanho, usar a máscara da outra não dá erro nenhum. A
# verificação experimenta esse caso.


# %% nbgrader={"grade": false, "grade_id": "gradientes", "locked": false, "schema_version": 3, "solution": true, "task": false}
def gradients(X, y, weights):
    """Devolve os gradientes da perda média, na ordem e nos formatos de weights."""
    ...
    ### BEGIN SOLUTION
    W1, _, W2, _, W3, _ = weights
    z1, a1, z2, a2, p = forward(X, weights)
    dW3, db3, da2 = dense_backward(a2, W3, output_delta(y, p))
    dW2, db2, da1 = dense_backward(a1, W2, da2 * (z2 > 0))
    dW1, db1, _ = dense_backward(X, W1, da1 * (z1 > 0))
    return [dW1, db1, dW2, db2, dW3, db3]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "gradientes-verificacao", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("08-retropropagacao.gradientes", gradients)

# %% [markdown]
# ## 4. A conferência numérica (3 pontos)
#
# Como saber se uma derivada está certa sem um gabarito? Empurre **um** peso para os dois lados e veja
# quanto a perda muda. É a diferença central:
#
# $$\frac{\partial L}{\partial w} \approx \frac{L(w + h) - L(w - h)}{2h}.$$
#
# O erro dela cai com $h^2$; o da diferença de um lado só cai com $h$. Escreva
# `numerical_gradients(X, y, weights, h)`, que usa `loss` e devolve uma lista como a do item anterior.
# Mude um peso por vez, e devolva-o ao valor que tinha antes de passar ao próximo.


# %% nbgrader={"grade": false, "grade_id": "numerico", "locked": false, "schema_version": 3, "solution": true, "task": false}
def numerical_gradients(X, y, weights, h):
    """Devolve os gradientes medidos por diferenças centrais de passo h."""
    ...
    ### BEGIN SOLUTION
    weights = [np.array(w, dtype=float) for w in weights]
    result = []
    for W in weights:
        slopes = np.zeros_like(W)
        for where in np.ndindex(W.shape):
            kept = W[where]
            W[where] = kept + h
            above = loss(X, y, weights)
            W[where] = kept - h
            below = loss(X, y, weights)
            W[where] = kept
            slopes[where] = (above - below) / (2 * h)
        result.append(slopes)
    return result
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "numerico-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("08-retropropagacao.numerico", numerical_gradients)

# %% [markdown]
# Execute a célula abaixo: é o *gradient check* em tumores reais. O erro relativo de cada bloco é
# $\lVert g - \hat g \rVert / (\lVert g \rVert + \lVert \hat g \rVert)$. Abaixo de $10^{-7}$, a álgebra
# está certa. Perto de 1, um sinal, uma transposição ou uma máscara está no lugar errado.

# %% nbgrader={"grade": false, "grade_id": "conferencia", "locked": true, "schema_version": 3, "solution": false, "task": false}
split = load_split(seed=42, standardize=True)


def draw_weights(layers, seed):
    """Sorteia pesos como o Keras (Glorot uniforme), com vieses zero."""
    rng, drawn = np.random.default_rng(seed), []
    for inputs, units in layers:
        limit = np.sqrt(6 / (inputs + units))
        drawn += [rng.uniform(-limit, limit, size=(inputs, units)), np.zeros(units)]
    return drawn


small = draw_weights([(30, 6), (6, 5), (5, 1)], seed=0)
rows = slice(0, 20)
ours = gradients(split.X_train[rows], split.y_train[rows], small)
measured = numerical_gradients(split.X_train[rows], split.y_train[rows], small, 1e-5)
if ours and measured:
    for name, a, b in zip(("W1", "b1", "W2", "b2", "W3", "b3"), ours, measured, strict=True):
        error = np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))
        print(f"{name}: erro relativo {error:.1e}")

# %% [markdown]
# ## 5. Um passo do SGD (1 ponto)
#
# O gradiente aponta para onde a perda sobe. O SGD anda para o outro lado, um pouco:
#
# $$w \leftarrow w - \eta\, \frac{\partial L}{\partial w}.$$
#
# Escreva `sgd_step(weights, grads, learning_rate)`, que devolve uma **lista nova** com os seis pesos
# depois do passo. Os vieses também andam.


# %% nbgrader={"grade": false, "grade_id": "passo", "locked": false, "schema_version": 3, "solution": true, "task": false}
def sgd_step(weights, grads, learning_rate):
    """Devolve os pesos depois de um passo contra o gradiente."""
    ...
    ### BEGIN SOLUTION
    return [w - learning_rate * g for w, g in zip(weights, grads, strict=True)]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "passo-verificacao", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check("08-retropropagacao.passo", sgd_step)

# %% [markdown]
# ## 6. O laço de treino (3 pontos)
#
# Escreva `train(X, y, weights, epochs, batch_size, learning_rate)`, que devolve os pesos no fim.
#
# - Em cada epoch, percorra as linhas **na ordem em que estão**, de `batch_size` em `batch_size`.
# - Dê um passo por batch, com o gradiente medido nos pesos daquele momento.
# - Se sobrarem linhas, o último batch é menor e também conta; a média dele é sobre as linhas que tem.
# - Se não sobrarem, ele é como os outros; e, se `batch_size` passar do número de linhas, há um só batch.


# %% nbgrader={"grade": false, "grade_id": "treino", "locked": false, "schema_version": 3, "solution": true, "task": false}
def train(X, y, weights, epochs, batch_size, learning_rate):
    """Treina com SGD, sem embaralhar, e devolve os seis pesos finais."""
    ...
    ### BEGIN SOLUTION
    for _ in range(epochs):
        for start in range(0, len(X), batch_size):
            batch = slice(start, start + batch_size)
            weights = sgd_step(weights, gradients(X[batch], y[batch], weights), learning_rate)
    return weights
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "treino-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("08-retropropagacao.treino", train)

# %% [markdown]
# ## 7. O mesmo treino no Keras (2 pontos)
#
# A prova final. A célula abaixo sorteia os pesos iniciais de uma rede 30-10-10-1. Treine duas vezes a
# partir deles, com o treino inteiro (`split.X_train`, `split.y_train`), **5 epochs, batches de 32 e
# taxa de aprendizado 0,1**:
#
# - com a sua `train`;
# - com uma rede do Keras de mesma arquitetura, que recebe `initial_weights` por `set_weights`, a perda
#   `"binary_crossentropy"`, o otimizador `keras.optimizers.SGD` e **sem embaralhar** as linhas.
#
# Guarde em `comparison` um dicionário com as chaves `"numpy"` e `"keras"`: a lista dos seis pesos
# finais de cada lado.

# %% nbgrader={"grade": false, "grade_id": "iniciais", "locked": true, "schema_version": 3, "solution": false, "task": false}
import keras

initial_weights = draw_weights([(30, 10), (10, 10), (10, 1)], seed=42)

# %% nbgrader={"grade": false, "grade_id": "keras", "locked": false, "schema_version": 3, "solution": true, "task": false}
comparison = ...
### BEGIN SOLUTION
model = keras.Sequential(
    [
        keras.Input((30,)),
        keras.layers.Dense(10, activation="relu"),
        keras.layers.Dense(10, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.set_weights(initial_weights)
model.compile(keras.optimizers.SGD(0.1), "binary_crossentropy")
model.fit(split.X_train, split.y_train, epochs=5, batch_size=32, shuffle=False, verbose=0)
comparison = {
    "numpy": train(split.X_train, split.y_train, initial_weights, 5, 32, 0.1),
    "keras": model.get_weights(),
}
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "keras-verificacao", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("08-retropropagacao.keras", comparison)

# %% [markdown]
# Execute a célula abaixo e compare as duas colunas. Os pesos andaram muito desde o começo, e os dois
# treinos continuam juntos: a diferença que resta é o arredondamento, porque o Keras faz as contas em
# `float32` (uns sete algarismos) e o NumPy em `float64`.

# %% nbgrader={"grade": false, "grade_id": "diferencas", "locked": true, "schema_version": 3, "solution": false, "task": false}
if isinstance(comparison, dict):
    print("       andou    NumPy - Keras")
    for i, name in enumerate(("W1", "b1", "W2", "b2", "W3", "b3")):
        a, b = comparison["numpy"][i], comparison["keras"][i]
        moved, difference = np.abs(a - initial_weights[i]).max(), np.abs(a - b).max()
        print(f"{name}: {moved:9.3f}    {difference:.1e}")

# %% [markdown]
# ## 8. Com as suas palavras (3 pontos, corrigidos por uma pessoa)
#
# Um colega escreveu a volta com a máscara `z1 > 0` nas duas camadas, em uma rede 30-10-10-1. A perda
# dele **desceu** durante o treino, e ele concluiu que o gradiente estava certo. Em três a cinco
# frases: por que a perda pode descer com um gradiente errado, como o *gradient check* o denunciaria, e
# por que uma rede 30-12-8-1 mostraria o engano antes dele?

# %% [markdown] nbgrader={"grade": true, "grade_id": "mascara-texto", "locked": false, "points": 3, "schema_version": 3, "solution": true, "task": false}
# ### BEGIN SOLUTION
# A camada de saída e parte dos outros pesos recebem um gradiente certo ou aproximado; basta que o passo
# ainda forme um ângulo agudo com o contrário do gradiente para a perda descer, só que mais devagar
# (1 ponto). A diferença central mede a perda de verdade e não usa a máscara: nos blocos das camadas
# ocultas o erro relativo fica perto de 1, e nos da saída, perto de zero, o que diz onde procurar
# (1 ponto). Com 12 e 8 neurônios, z1 é (n, 12) e o erro da segunda camada é (n, 8): o produto elemento
# a elemento dá erro de formato, enquanto com 10 e 10 ele passa em silêncio (1 ponto).
# ### END SOLUTION

# %% [markdown]
# ## Desafio (sem pontos)
#
# Acrescente *momentum* ao seu passo: guarde uma velocidade por peso,
# $v \leftarrow \mu v - \eta\, g$, e some-a ao peso. Compare com `keras.optimizers.SGD(0.1,
# momentum=0.9)`, dos mesmos pesos. Os dois treinos ainda chegam ao mesmo lugar? A perda desce mais
# depressa?
#
# ---
#
# Terminou? Salve e, na mesma pasta de antes, execute `.venv/bin/mlp-course check 08-retropropagacao` (no
# Windows, `.venv\Scripts\mlp-course check 08-retropropagacao`): ele confere tudo a partir de um kernel
# novo. No Colab, use *Ambiente de execução* e, nele, *Reiniciar e executar tudo*.
#
# A célula abaixo mostra o que já foi verificado neste kernel.

# %%
from mlp_course.checks import progress

progress()
