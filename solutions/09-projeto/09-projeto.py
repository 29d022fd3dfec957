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
# # Exercício 09 — Projeto
#
# **Tempo:** 60 minutos, mais o relatório. **Antes de começar:** leia os capítulos *Padronização*,
# *Incerteza* e *Uma linha de base honesta* do livro.
#
# Agora o projeto é seu: outros dados, uma rede que você desenha, e um relatório que outra pessoa
# possa conferir. Quatro portões guardam o resultado: nada do teste chega ao treino, há uma linha de
# base, a incerteza é medida em várias divisões, e os números do relatório saem dos escores. São 18
# pontos verificados aqui e 6 corrigidos por uma pessoa.
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
# `check("09-projeto.preparar", prepare, hint=1)`. Não mude as células de verificação.

# %% nbgrader={"grade": false, "grade_id": "preparo", "locked": true, "schema_version": 3, "solution": false, "task": false}
import keras
import numpy as np

from mlp_course.checks import check
from mlp_course.training import set_seeds

set_seeds(42)

# %% [markdown]
# ## 1. Escolher os dados (1 ponto)
#
# Escolha um dos dois conjuntos do scikit-learn:
#
# - `"wine"` (`load_wine`): 178 vinhos, 13 medidas químicas, 3 produtores. Treina em segundos.
# - `"digits"` (`load_digits`): 1797 algarismos, 64 pontos de imagem, 10 classes. Leva mais tempo.
#
# Guarde o nome em `dataset`, as medidas em `X` e os rótulos em `y`, sem mudar nada ainda.

# %% nbgrader={"grade": false, "grade_id": "dados", "locked": false, "schema_version": 3, "solution": true, "task": false}
dataset = ...
X, y = ..., ...
### BEGIN SOLUTION
from sklearn.datasets import load_wine

dataset = "wine"
X, y = load_wine(return_X_y=True)
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "dados-verificacao", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check("09-projeto.dados", {"dataset": dataset, "X": X, "y": y})

# %% [markdown]
# ## 2. Muitas divisões (2 pontos)
#
# Uma divisão só é um sorteio só. Escreva `make_splits(y, n_splits, seed)`. Ela devolve uma lista com
# `n_splits` pares `(train, test)`; cada parte é um vetor com os **números das linhas**.
#
# - Em cada par, 25 % das linhas vão para o teste e as outras 75 % para o treino.
# - A proporção das classes é a mesma nas duas partes, mesmo quando uma classe tem poucas linhas.
# - Cada par é um novo sorteio; `seed` decide todos: a mesma semente repete a lista inteira.


# %% nbgrader={"grade": false, "grade_id": "dividir", "locked": false, "schema_version": 3, "solution": true, "task": false}
def make_splits(y, n_splits, seed):
    """Devolve n_splits pares (train, test) com os números das linhas."""
    ...
    ### BEGIN SOLUTION
    from sklearn.model_selection import StratifiedShuffleSplit

    splitter = StratifiedShuffleSplit(n_splits, test_size=0.25, random_state=seed)
    return list(splitter.split(np.zeros(len(y)), y))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "dividir-verificacao", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("09-projeto.dividir", make_splits)

# %% [markdown]
# ## 3. Preparar sem vazamento (3 pontos)
#
# Escreva `prepare(X_train, X_test)`. Ela devolve as duas matrizes prontas para a rede, na mesma
# ordem. Como preparar é decisão sua (padronizar, levar a [0, 1], reduzir dimensões…), com três
# exigências:
#
# - as colunas saem em escalas parecidas, quaisquer que fossem as escalas de entrada;
# - treino e teste passam pela **mesma** transformação, medida **só no treino**;
# - as matrizes recebidas continuam como eram, e o resultado não tem NaN nem infinito, mesmo com
#   medidas inteiras, uma coluna que não varia no treino ou uma só linha de teste.
#
# A verificação põe no teste cópias de linhas do treino, e depois troca as outras linhas do teste. O
# que isso pode mudar no resultado, e o que não pode?


# %% nbgrader={"grade": false, "grade_id": "preparar", "locked": false, "schema_version": 3, "solution": true, "task": false}
def prepare(X_train, X_test):
    """Devolve treino e teste prontos para a rede; tudo é medido só no treino."""
    ...
    ### BEGIN SOLUTION
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(X_train)
    return scaler.transform(X_train), scaler.transform(X_test)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "preparar-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("09-projeto.preparar", prepare)

# %% [markdown]
# ## 4. A sua rede (2 pontos)
#
# Escreva `create_network(n_features, n_classes)`, que devolve um MLP do Keras já compilado. Camadas,
# neurônios, penalidades e otimizador são seus. Só três coisas não mudam: ao menos uma camada oculta
# com ativação, uma saída com **um neurônio por classe** cujas probabilidades somam 1, e a entropia
# cruzada que combina com essa saída e com rótulos inteiros (0, 1, 2…).


# %% nbgrader={"grade": false, "grade_id": "rede", "locked": false, "schema_version": 3, "solution": true, "task": false}
def create_network(n_features, n_classes):
    """Devolve um MLP compilado para n_classes classes."""
    ...
    ### BEGIN SOLUTION
    network = keras.Sequential(
        [
            keras.Input((n_features,)),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(n_classes, activation="softmax"),
        ]
    )
    network.compile(keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy")
    return network
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "rede-verificacao", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("09-projeto.rede", create_network(7, 4))

# %% [markdown]
# ## 5. Uma avaliação honesta (4 pontos)
#
# Escreva `evaluate_split(X, y, train, test)`. Ela prepara os dados, treina a sua rede **e** uma linha
# de base com as linhas `train`, e devolve um dicionário com as probabilidades que os dois dão às
# linhas `test`, na ordem em que vieram:
#
# - `"network"`: matriz (linhas de teste, classes), da sua rede;
# - `"baseline"`: o mesmo, de um modelo simples e bem treinado, como a regressão logística.
#
# A verificação chama a sua função com outros dados. Em um caso, os rótulos das linhas de teste são
# falsos; no outro, parte das linhas de teste tem medidas absurdas. Quem aprende só com o treino nem
# percebe. Se você usar early stopping, tire a validação do treino. Espere alguns segundos.


# %% nbgrader={"grade": false, "grade_id": "avaliar", "locked": false, "schema_version": 3, "solution": true, "task": false}
def evaluate_split(X, y, train, test):
    """Treina com as linhas train e devolve as probabilidades das linhas test."""
    ...
    ### BEGIN SOLUTION
    from sklearn.linear_model import LogisticRegression

    X_train, X_test = prepare(X[train], X[test])
    network = create_network(X_train.shape[1], len(np.unique(y)))
    network.fit(X_train, y[train], epochs=15, batch_size=32, verbose=0)
    baseline = LogisticRegression(max_iter=1000).fit(X_train, y[train])
    return {
        "network": network.predict(X_test, verbose=0),
        "baseline": baseline.predict_proba(X_test),
    }
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "avaliar-verificacao", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("09-projeto.avaliar", evaluate_split)

# %% [markdown]
# ## 6. Os resultados, linha por linha (3 pontos)
#
# Use as suas funções em **cinco ou mais** divisões dos seus dados. Guarde em `results` uma lista com
# um dicionário por divisão, com as chaves `"train"` e `"test"` (números das linhas), `"network"` e
# `"baseline"` (probabilidades das linhas de teste). Quem lê esta lista pode refazer todas as contas.
#
# Para passar, a acurácia média de cada modelo deve ser 0,9 ou mais: com estes dados, menos que isso é
# sinal de erro no treino ou de uma linha de base fraca demais para servir de comparação.

# %% nbgrader={"grade": false, "grade_id": "resultados", "locked": false, "schema_version": 3, "solution": true, "task": false}
results = ...
### BEGIN SOLUTION
results = [
    {"train": train, "test": test, **evaluate_split(X, y, train, test)}
    for train, test in make_splits(y, n_splits=6, seed=42)
]
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "resultados-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("09-projeto.resultados", {"dataset": dataset, "results": results})

# %% [markdown]
# ## 7. O resumo (3 pontos)
#
# Em cada divisão $i$, seja $d_i$ a acurácia da rede menos a da linha de base. As divisões
# compartilham linhas, e o erro padrão usual sairia pequeno demais. Use a correção de Nadeau e
# Bengio (2003):
#
# $$\text{erro padrão} = s_d \sqrt{\frac{1}{n} + \frac{n_{\text{teste}}}{n_{\text{treino}}}},$$
#
# em que $s_d$ é o desvio padrão dos $d_i$ com divisor $n-1$, $n$ é o número de divisões, e
# $n_{\text{teste}}$ e $n_{\text{treino}}$ são as linhas de cada parte, as mesmas em toda divisão.
#
# Escreva `summarize(y, results)`, que recebe os rótulos de todas as linhas e uma lista como a do
# item 6, e devolve um dicionário:
#
# - `"network_accuracy"` e `"baseline_accuracy"`: as acurácias médias, em números de 0 a 1;
# - `"network_auc"` e `"baseline_auc"`: as AUCs médias. Em cada divisão, é a média simples das AUCs
#   de cada classe contra o resto (`roc_auc_score(..., multi_class="ovr")`);
# - `"difference"`: a média dos $d_i$; `"standard_error"`: o erro padrão acima;
# - `"winner"`: `"rede"` ou `"linha de base"` se a diferença passa de dois erros padrão, para um lado
#   ou para o outro; senão, `"empate"`. Duas iguais em tudo, com diferença e erro zero, empatam.
#
# A verificação chama a sua função com resultados sorteados, de quatro classes, em que a rede vence,
# perde ou empata. Os números do seu relatório são os de `summarize(y, results)`; não os arredonde
# antes da terceira casa.


# %% nbgrader={"grade": false, "grade_id": "resumo", "locked": false, "schema_version": 3, "solution": true, "task": false}
def summarize(y, results):
    """Devolve as médias, o erro padrão e o vencedor de uma lista de divisões."""
    ...
    ### BEGIN SOLUTION
    from sklearn.metrics import accuracy_score, roc_auc_score

    summary, accuracy = {}, {}
    for model in ("network", "baseline"):
        accuracy[model] = np.array(
            [accuracy_score(y[r["test"]], r[model].argmax(axis=1)) for r in results]
        )
        aucs = [roc_auc_score(y[r["test"]], r[model], multi_class="ovr") for r in results]
        summary[f"{model}_accuracy"] = accuracy[model].mean()
        summary[f"{model}_auc"] = np.mean(aucs)
    differences = accuracy["network"] - accuracy["baseline"]
    correction = 1 / len(results) + len(results[0]["test"]) / len(results[0]["train"])
    summary["difference"] = differences.mean()
    summary["standard_error"] = differences.std(ddof=1) * np.sqrt(correction)
    decided = abs(summary["difference"]) > 2 * summary["standard_error"]
    better = "rede" if summary["difference"] > 0 else "linha de base"
    summary["winner"] = better if decided else "empate"
    return summary
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "resumo-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("09-projeto.resumo", summarize)

# %% [markdown]
# ## 8. O relatório (6 pontos, corrigidos por uma pessoa)
#
# Escreva de 200 a 400 palavras para quem nunca viu o seu código. Vale um ponto cada um:
#
# 1. **Pergunta e dados:** o que se prevê, com quantas linhas, medidas e classes.
# 2. **Decisões:** a rede e a preparação que você escolheu, e por quê.
# 3. **Proteções:** como você garantiu que o teste só mede.
# 4. **Resultado com incerteza:** os números do resumo, em uma frase que não promete mais que eles.
# 5. **Linha de base:** por que ela é uma comparação justa, e quem venceu.
# 6. **Limites:** o que este estudo não mostra, e o que você faria com mais tempo.

# %% [markdown] nbgrader={"grade": true, "grade_id": "relatorio", "locked": false, "points": 6, "schema_version": 3, "solution": true, "task": false}
# ### BEGIN SOLUTION
# **Rubrica.** Um ponto por parte; meio ponto se a parte existe mas não se apoia no que foi feito.
#
# 1. Pergunta e dados (1 ponto): prever o produtor de um vinho entre três, com 178 linhas e 13
#    medidas; ou o algarismo entre dez, com 1797 linhas e 64 pontos.
# 2. Decisões (1 ponto): diz a rede e a preparação e dá um motivo ligado aos dados, como escalas
#    diferentes ou poucas linhas. “Porque deu certo” não basta.
# 3. Proteções (1 ponto): a preparação é medida no treino; o teste não escolheu epochs, neurônios nem
#    modelo; se houve ajuste, ele saiu de uma validação tirada do treino.
# 4. Resultado com incerteza (1 ponto): cita acurácia ou AUC com o erro padrão ou a variação entre
#    divisões, com casas decimais que o erro permite.
# 5. Linha de base (1 ponto): diz qual é, que recebeu os mesmos dados preparados e as mesmas divisões,
#    e chega à conclusão que o resumo permite. “Empate” bem justificado vale o ponto inteiro.
# 6. Limites (1 ponto): ao menos um limite real (poucas linhas, divisões que partilham linhas, uma só
#    origem dos dados, hiperparâmetros não ajustados) e um próximo passo que o enfrente.
# ### END SOLUTION

# %% [markdown]
# ## Desafio (sem pontos)
#
# Embaralhe os rótulos (`rng.permutation(y)`) e repita o estudo inteiro. Que acurácia você espera?
# Se vier muito mais que isso, há vazamento em algum lugar que as verificações não viram.
#
# ---
#
# Terminou? Salve e, na mesma pasta de antes, execute `.venv/bin/mlp-course check 09-projeto` (no
# Windows, `.venv\Scripts\mlp-course check 09-projeto`): ele confere tudo a partir de um kernel
# novo. No Colab, use *Ambiente de execução* e, nele, *Reiniciar e executar tudo*.
#
# A célula abaixo mostra o que já foi verificado neste kernel.

# %%
from mlp_course.checks import progress

progress()
