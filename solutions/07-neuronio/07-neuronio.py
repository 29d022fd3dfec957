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
# # Exercício 07 — Um neurônio por dentro
#
# **Tempo:** 40 a 60 minutos. **Antes de começar:** leia o capítulo *Um neurônio por dentro* do
# livro.
#
# Você vai escrever, só com NumPy, a conta que uma rede faz da entrada até a perda: as ativações,
# uma camada, a rede inteira e a entropia cruzada. No fim, a sua rede repete as probabilidades de uma
# rede do scikit-learn em tumores reais. São 18 pontos verificados aqui e 3 corrigidos por uma pessoa.
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
# `hint=1` ou `hint=2`: `check("07-neuronio.relu", relu, hint=1)`. Não mude as células de
# verificação.
#
# As verificações chamam as suas funções com matrizes sorteadas a cada vez. Algumas começam por
# `with np.errstate(...)`, que faz o NumPy tratar como **erro** uma conta que estoura ou um
# `log(0)`. Fora daqui ele só avisa e segue com `inf` ou `nan`, fáceis de não ver. Ao pedir uma
# pista, copie também essa linha: sem ela, uma conta que estoura pode passar por certa.

# %% nbgrader={"grade": false, "grade_id": "preparo", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np

from mlp_course.checks import check
from mlp_course.data import load_split

# %% [markdown]
# ## 1. A sigmoide, sem overflow (3 pontos)
#
# A sigmoide leva qualquer número ao intervalo entre 0 e 1:
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}} = \frac{e^{z}}{1 + e^{z}}.$$
#
# As duas formas são iguais no papel. No computador, `np.exp(710)` já não cabe em um `float64`: a
# primeira estoura com $z$ muito negativo, e a segunda, com $z$ muito positivo. Escreva `sigmoid(z)`,
# que aceita matrizes de qualquer formato e nunca calcula a exponencial de um número grande. A matriz
# pode ser de inteiros ou de `float32`, e `z` pode ser um número só.
#
# Cuidado com `np.where`: ele escolhe entre dois resultados, mas calcula **os dois** antes.


# %% nbgrader={"grade": false, "grade_id": "sigmoide", "locked": false, "schema_version": 3, "solution": true, "task": false}
def sigmoid(z):
    """Devolve 1 / (1 + exp(-z)), elemento a elemento, sem overflow."""
    ...
    ### BEGIN SOLUTION
    e = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1.0, e) / (1 + e)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "sigmoide-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with np.errstate(all="raise", under="ignore"):
    check("07-neuronio.sigmoide", sigmoid)

# %% [markdown]
# ## 2. A ReLU (2 pontos)
#
# A ativação das camadas ocultas deixa passar o que é positivo e zera o resto:
#
# $$\text{ReLU}(z) = \max(z, 0).$$
#
# Escreva `relu(z)`, elemento a elemento, sem alterar a matriz recebida. Também aqui `z` pode ter
# inteiros ou `float32`, ou ser um número só.


# %% nbgrader={"grade": false, "grade_id": "relu", "locked": false, "schema_version": 3, "solution": true, "task": false}
def relu(z):
    """Devolve max(z, 0), elemento a elemento."""
    ...
    ### BEGIN SOLUTION
    return np.maximum(z, 0)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "relu-verificacao", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("07-neuronio.relu", relu)

# %% [markdown]
# ## 3. Uma camada (3 pontos)
#
# Um neurônio soma as suas entradas, cada uma com um peso, e acrescenta um viés. Uma camada faz isso
# com todos os neurônios, em todas as linhas, em um só produto:
#
# $$Z = A\,W + b.$$
#
# `A` é (n, entradas), `W` é (entradas, neurônios) e `b` é (neurônios,): **um viés por neurônio**, o
# mesmo em todas as linhas. Escreva `dense(A, W, b)`, que devolve `Z`, (n, neurônios), ainda sem
# ativação. Com uma linha só, `Z` ainda é uma matriz, (1, neurônios).
#
# O *broadcasting* do NumPy repete `b` em cada linha. Se `b` for posto em coluna, (neurônios, 1), a
# conta quase sempre dá erro. Com tantas linhas quanto neurônios ela não dá, e sai errada em silêncio.


# %% nbgrader={"grade": false, "grade_id": "camada", "locked": false, "schema_version": 3, "solution": true, "task": false}
def dense(A, W, b):
    """Devolve A W + b, (n, neurônios)."""
    ...
    ### BEGIN SOLUTION
    return A @ W + b
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "camada-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("07-neuronio.camada", dense)

# %% [markdown]
# ## 4. A rede inteira (4 pontos)
#
# Agora a ida (*forward pass*) de uma rede com duas camadas ocultas:
#
# $$A_1 = \text{ReLU}(X W_1 + b_1), \qquad A_2 = \text{ReLU}(A_1 W_2 + b_2), \qquad
# p = \sigma(A_2 W_3 + b_3).$$
#
# Escreva `forward(X, weights)`. `weights` é a lista `[W1, b1, W2, b2, W3, b3]`, a mesma ordem de
# `get_weights` no Keras. A função devolve um **vetor** (n,) com a probabilidade de cada linha. Ela
# deve servir a redes de qualquer tamanho, com qualquer número de linhas (uma, por exemplo) e com
# quaisquer pesos, mesmo nulos ou em `float32`.


# %% nbgrader={"grade": false, "grade_id": "rede", "locked": false, "schema_version": 3, "solution": true, "task": false}
def forward(X, weights):
    """Devolve a probabilidade da classe 1 em cada linha de X, (n,)."""
    ...
    ### BEGIN SOLUTION
    W1, b1, W2, b2, W3, b3 = weights
    A1 = relu(dense(X, W1, b1))
    A2 = relu(dense(A1, W2, b2))
    return sigmoid(dense(A2, W3, b3))[:, 0]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "rede-verificacao", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("07-neuronio.rede", forward)

# %% [markdown]
# ## 5. A entropia cruzada (3 pontos)
#
# A perda mede quanto as probabilidades negam os rótulos. Em cada linha só um dos termos conta:
#
# $$L = -\frac{1}{n} \sum_{i=1}^{n} \left[ y_i \log p_i + (1 - y_i) \log(1 - p_i) \right].$$
#
# É uma **média**: assim o valor não depende do tamanho do batch. Escreva
# `binary_cross_entropy(y, p)`, com `y` e `p` vetores (n,), ou listas de n números. `p` pode vir em
# `float32`, como as probabilidades do Keras.
#
# Quando a rede tem certeza, `p` chega a ser 0 ou 1 e o logaritmo não existe. Faça como o Keras:
# antes dos logaritmos, corte `p` para que fique entre $10^{-7}$ e $1 - 10^{-7}$.


# %% nbgrader={"grade": false, "grade_id": "entropia", "locked": false, "schema_version": 3, "solution": true, "task": false}
def binary_cross_entropy(y, p):
    """Devolve a entropia cruzada média, um número, protegida de log(0)."""
    ...
    ### BEGIN SOLUTION
    y = np.asarray(y)
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "entropia-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with np.errstate(all="raise", under="ignore"):
    check("07-neuronio.entropia", binary_cross_entropy)

# %% [markdown]
# ## 6. A rede nos dados reais (3 pontos)
#
# A célula abaixo treina uma rede 30-20-10-1 com o scikit-learn e põe os pesos dela em `weights`. A
# conta que a rede faz é a mesma que você escreveu.

# %% nbgrader={"grade": false, "grade_id": "treinada", "locked": true, "schema_version": 3, "solution": false, "task": false}
from sklearn.neural_network import MLPClassifier

split = load_split(seed=42, standardize=True)
trained = MLPClassifier((20, 10), alpha=0.1, learning_rate_init=0.01, tol=1e-3, random_state=42)
trained.fit(split.X_train, split.y_train)

weights = []
for layer in range(3):
    weights += [trained.coefs_[layer], trained.intercepts_[layer]]
print("formatos:", [w.shape for w in weights])

# %% [markdown]
# Guarde em `report` um dicionário com três medidas no **teste**:
#
# - `"probabilities"`: a probabilidade de cada tumor ser benigno, com a sua `forward`;
# - `"loss"`: a entropia cruzada média delas;
# - `"accuracy"`: a fração de tumores do lado certo de 0,5 (benigno se $p \ge 0{,}5$).

# %% nbgrader={"grade": false, "grade_id": "juntar", "locked": false, "schema_version": 3, "solution": true, "task": false}
report = ...
### BEGIN SOLUTION
probabilities = forward(split.X_test, weights)
report = {
    "probabilities": probabilities,
    "loss": binary_cross_entropy(split.y_test, probabilities),
    "accuracy": np.mean((probabilities >= 0.5) == split.y_test),
}
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "juntar-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("07-neuronio.juntar", report)

# %% [markdown]
# Com o item certo, execute a célula abaixo: ela compara as suas probabilidades com as do
# scikit-learn. A maior diferença deve ser da ordem de $10^{-16}$, o arredondamento do `float64`.
# Note também os acertos: as linhas em que a rede erra são poucas, mas pesam na perda quando o erro
# vem com muita certeza.

# %% nbgrader={"grade": false, "grade_id": "comparacao", "locked": true, "schema_version": 3, "solution": false, "task": false}
if isinstance(report, dict):
    theirs = trained.predict_proba(split.X_test)[:, 1]
    difference = np.abs(np.ravel(report["probabilities"]) - theirs).max()
    print(f"maior diferença: {difference:.1e}")
    print(f"perda: {report['loss']:.4f}   acurácia: {report['accuracy']:.4f}")

# %% [markdown]
# ## 7. Com as suas palavras (3 pontos, corrigidos por uma pessoa)
#
# Um colega escreveu a sua rede em NumPy sem os vieses e com `1 / (1 + np.exp(-z))`. Ele diz que “no
# fim dá no mesmo, porque a acurácia quase não mudou”. Em três a cinco frases: o que um neurônio sem
# viés não consegue fazer, o que acontece com a perda quando a sigmoide satura em exatamente 0 ou 1, e
# por que a acurácia não denuncia isso?

# %% [markdown] nbgrader={"grade": true, "grade_id": "vies-texto", "locked": false, "points": 3, "schema_version": 3, "solution": true, "task": false}
# ### BEGIN SOLUTION
# Sem viés, a soma de um neurônio é zero quando as entradas são zero: a fronteira dele passa sempre
# pela origem, e só a inclinação pode mudar (1 ponto). Se a sigmoide chega a 0 ou 1, a linha errada
# tem log(0): a perda vira infinita ou NaN, ou fica presa no valor do corte, e o gradiente deixa de
# dizer quanto falta (1 ponto). A acurácia só olha de que lado de 0,5 está cada p: 0,51 e 0,9999 valem
# o mesmo, e uma probabilidade saturada e errada conta como um erro qualquer (1 ponto).
# ### END SOLUTION

# %% [markdown]
# ## Desafio (sem pontos)
#
# O Keras também sabe calcular a perda direto dos logits $z$, sem passar por $p$:
#
# $$\ell(y, z) = \max(z, 0) - y z + \log\left(1 + e^{-|z|}\right).$$
#
# Mostre no papel que é a mesma perda. Depois compare as duas com $z = 50$ e $y = 0$: qual delas ainda
# diz quanto a rede errou?
#
# ---
#
# Terminou? Salve e, na mesma pasta de antes, execute `.venv/bin/mlp-course check 07-neuronio` (no
# Windows, `.venv\Scripts\mlp-course check 07-neuronio`): ele confere tudo a partir de um kernel
# novo. No Colab, use *Ambiente de execução* e, nele, *Reiniciar e executar tudo*.
#
# A célula abaixo mostra o que já foi verificado neste kernel.

# %%
from mlp_course.checks import progress

progress()
