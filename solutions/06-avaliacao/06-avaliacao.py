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
# # Exercício 06 — Avaliação
#
# **Tempo:** 45 a 60 minutos. **Antes de começar:** leia os capítulos *O modelo final e a
# comparação*, *Incerteza* e *Limiar, custo e calibração* do livro.
#
# Você vai construir a curva ROC e a AUC à mão, dizer quanto uma AUC pode variar, comparar dois
# modelos com justiça e escolher um limiar quando os erros não custam o mesmo. São 18 pontos
# verificados aqui e 3 corrigidos por uma pessoa.
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
# `check("06-avaliacao.roc", roc_points, hint=1)`. Não mude as células de verificação.
#
# Em todo o exercício a classe 1 é **benigno** e a classe 0 é **maligno**; o escore de um tumor é a
# probabilidade que o modelo dá à classe 1. As verificações chamam as suas funções com dados
# sorteados a cada vez.

# %% nbgrader={"grade": false, "grade_id": "preparo", "locked": true, "schema_version": 3, "solution": false, "task": false}
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from mlp_course.checks import check
from mlp_course.data import load_split

# %% [markdown]
# ## 1. A curva ROC, com empates (3 pontos)
#
# Para um limiar $t$, chamamos de positivo todo escore $\ge t$. A curva ROC liga os pontos
#
# $$\text{FPR}(t) = \frac{\text{negativos com escore} \ge t}{\text{negativos}}, \qquad
# \text{TPR}(t) = \frac{\text{positivos com escore} \ge t}{\text{positivos}}.$$
#
# Escreva `roc_points(y, scores)`. Ela devolve dois vetores, `fpr` e `tpr`, que começam no ponto
# (0, 0) e descem o limiar até (1, 1): **um ponto por valor distinto de escore**. Quem empata entra
# na curva ao mesmo tempo; por isso um empate entre classes dá um trecho inclinado, e não um degrau.
# Só pode faltar um ponto que esteja no meio de um trecho reto, porque a curva é a mesma sem ele.


# %% nbgrader={"grade": false, "grade_id": "roc", "locked": false, "schema_version": 3, "solution": true, "task": false}
def roc_points(y, scores):
    """Devolve fpr e tpr, de (0, 0) a (1, 1), um ponto por escore distinto."""
    ...
    ### BEGIN SOLUTION
    y, scores = np.asarray(y), np.asarray(scores)
    positives, negatives = scores[y == 1], scores[y == 0]
    thresholds = np.unique(scores)[::-1]
    tpr = [0.0] + [np.mean(positives >= t) for t in thresholds]
    fpr = [0.0] + [np.mean(negatives >= t) for t in thresholds]
    return np.array(fpr), np.array(tpr)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "roc-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("06-avaliacao.roc", roc_points)

# %% [markdown]
# ## 2. A AUC, par por par (2 pontos)
#
# A AUC é a chance de um positivo, sorteado ao acaso, ter escore maior que um negativo. Um par
# empatado vale meio:
#
# $$\text{AUC} = \frac{\#\{s_+ > s_-\} + \tfrac12\,\#\{s_+ = s_-\}}{n_+\, n_-}.$$
#
# Escreva `auc_by_pairs(y, scores)`, que devolve esse número. Só a ordem dos escores importa: eles
# podem ser probabilidades, notas de 1 a 5 ou logits.


# %% nbgrader={"grade": false, "grade_id": "auc", "locked": false, "schema_version": 3, "solution": true, "task": false}
def auc_by_pairs(y, scores):
    """Devolve a AUC: a fração dos pares na ordem certa, empates valendo meio."""
    ...
    ### BEGIN SOLUTION
    y, scores = np.asarray(y), np.asarray(scores)
    positives, negatives = scores[y == 1][:, None], scores[y == 0][None, :]
    return float(np.mean(positives > negatives) + np.mean(positives == negatives) / 2)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "auc-verificacao", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("06-avaliacao.auc", auc_by_pairs)

# %% [markdown]
# ## 3. Quanto essa AUC varia? (3 pontos)
#
# Uma AUC medida em poucas linhas tem erro. O *bootstrap* imita a coleta de outros conjuntos de
# teste: sorteie `n` linhas **com reposição** entre as `n` que você tem, seja qual for a classe de
# cada uma, meça a AUC e repita.
#
# Escreva `bootstrap_interval(y, scores, n_boot, seed)`. Ela devolve `(low, high)`: os percentis 2,5
# e 97,5 das `n_boot` AUCs.
#
# - Cada linha sorteada leva junto o seu rótulo e o seu escore.
# - Se vier uma reamostra com uma classe só, a AUC não existe: sorteie outra no lugar, até ter
#   `n_boot` AUCs.
# - A mesma `seed` dá sempre o mesmo intervalo; crie o gerador uma vez, antes do laço.


# %% nbgrader={"grade": false, "grade_id": "bootstrap", "locked": false, "schema_version": 3, "solution": true, "task": false}
def bootstrap_interval(y, scores, n_boot, seed):
    """Devolve o intervalo percentil de 95 % da AUC, por bootstrap das linhas."""
    ...
    ### BEGIN SOLUTION
    y, scores = np.asarray(y), np.asarray(scores)
    rng = np.random.default_rng(seed)
    aucs = []
    while len(aucs) < n_boot:
        rows = rng.integers(len(y), size=len(y))
        if 0 < y[rows].sum() < len(y):
            aucs.append(auc_by_pairs(y[rows], scores[rows]))
    low, high = np.percentile(aucs, [2.5, 97.5])
    return float(low), float(high)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "bootstrap-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("06-avaliacao.bootstrap", bootstrap_interval)

# %% [markdown]
# ## 4. Comparar em pares (3 pontos)
#
# Dois modelos foram medidos nas mesmas `n` divisões dos dados. Uma divisão fácil é fácil para os
# dois: por isso se compara **dentro** de cada divisão, com as diferenças $d_i = a_i - b_i$.
#
# Escreva `paired_summary(auc_a, auc_b)`, que recebe duas listas ou vetores e devolve um dicionário:
#
# - `"difference"`: a média das diferenças, `a` menos `b`;
# - `"standard_error"`: o desvio padrão das diferenças, com divisor $n-1$, dividido por $\sqrt n$;
# - `"wins"`: a fração das divisões em que `a` é estritamente maior que `b`.


# %% nbgrader={"grade": false, "grade_id": "pareada", "locked": false, "schema_version": 3, "solution": true, "task": false}
def paired_summary(auc_a, auc_b):
    """Resume a comparação de dois modelos medidos nas mesmas divisões."""
    ...
    ### BEGIN SOLUTION
    differences = np.asarray(auc_a) - np.asarray(auc_b)
    return {
        "difference": float(differences.mean()),
        "standard_error": float(differences.std(ddof=1) / np.sqrt(len(differences))),
        "wins": float((differences > 0).mean()),
    }
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "pareada-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("06-avaliacao.pareada", paired_summary)

# %% [markdown]
# ## 5. A rede e a regressão logística (2 pontos)
#
# Agora com modelos de verdade. A célula abaixo traz duas funções prontas: cada uma treina um modelo
# com o treino de `split` e devolve os escores do **teste**. A rede usa a população do curso, que
# treina sem o Keras.

# %% nbgrader={"grade": false, "grade_id": "modelos", "locked": true, "schema_version": 3, "solution": false, "task": false}
from sklearn.linear_model import LogisticRegression

from mlp_course.population import Population


def network_scores(split, seed):
    """Treina uma rede 30-30-20-1 por 50 epochs; escores do teste, (143,)."""
    table = pd.DataFrame({"neurons": [(30, 20)], "reg": [(1e-3, 1e-3)]})
    network = Population.from_hyperparameters(table, seed=seed)
    network.fit(split.X_train, split.y_train, epochs=50, seed=seed)
    return network.predict(split.X_test)[0]


def logistic_scores(split):
    """Treina uma regressão logística; escores do teste, (143,)."""
    model = LogisticRegression(max_iter=1000).fit(split.X_train, split.y_train)
    return model.predict_proba(split.X_test)[:, 1]


# %% [markdown]
# Monte em `study` uma tabela do pandas com as colunas `seed`, `network` e `logistic`, e uma linha
# para cada semente de 0 a 19. Em cada linha:
#
# - a divisão é `load_split(seed, standardize=True)`, **a mesma para os dois modelos**;
# - a rede recebe a mesma `seed`;
# - `network` e `logistic` são as AUCs dos dois nesse teste, pela definição do item 2.

# %% nbgrader={"grade": false, "grade_id": "estudo", "locked": false, "schema_version": 3, "solution": true, "task": false}
study = ...
### BEGIN SOLUTION
rows = []
for seed in range(20):
    split = load_split(seed, standardize=True)
    network = auc_by_pairs(split.y_test, network_scores(split, seed))
    logistic = auc_by_pairs(split.y_test, logistic_scores(split))
    rows.append({"seed": seed, "network": network, "logistic": logistic})
study = pd.DataFrame(rows)
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "estudo-verificacao", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("06-avaliacao.estudo", study)

# %% [markdown]
# Execute a célula abaixo e compare a diferença com o seu erro padrão. Depois olhe a figura: cada
# linha liga os dois modelos na mesma divisão. Quem não faz o par mistura o sobe e desce das
# divisões com a diferença dos modelos.

# %% nbgrader={"grade": false, "grade_id": "estudo-figura", "locked": true, "schema_version": 3, "solution": false, "task": false}
if isinstance(study, pd.DataFrame) and {"network", "logistic"} <= set(study):
    print(paired_summary(study["network"], study["logistic"]))
    fig, ax = plt.subplots(figsize=(4.5, 3.5), layout="constrained")
    ax.plot(study[["network", "logistic"]].T, color="0.5", marker="o", linewidth=1)
    ax.set(title="AUC em 20 divisões", ylabel="AUC no teste", xlim=(-0.3, 1.3))
    ax.set_xticks([0, 1], ["rede", "regressão logística"])
    plt.show()

# %% [markdown]
# ## 6. O limiar que custa menos (3 pontos)
#
# Chamar de benigno um tumor **maligno** atrasa um tratamento; chamar de maligno um benigno pede mais
# um exame. Os dois erros não custam o mesmo. Com a regra *benigno se escore* $\ge t$, o custo é
#
# $$C(t) = c_{\text{missed}} \cdot \#\{\text{malignos com } s \ge t\} +
# c_{\text{alarm}} \cdot \#\{\text{benignos com } s < t\}.$$
#
# Escreva `choose_threshold(y, scores, cost_missed, cost_alarm)`, que devolve um $t$ de menor custo.
# Basta experimentar cada escore que aparece e mais um valor acima de todos (ninguém é benigno).
# Não suponha que os escores sejam probabilidades bem calibradas.


# %% nbgrader={"grade": false, "grade_id": "limiar", "locked": false, "schema_version": 3, "solution": true, "task": false}
def choose_threshold(y, scores, cost_missed, cost_alarm):
    """Devolve um limiar de menor custo para a regra “benigno se escore >= limiar”."""
    ...
    ### BEGIN SOLUTION
    y, scores = np.asarray(y), np.asarray(scores)

    def cost(threshold):
        benign = scores >= threshold
        return cost_missed * np.sum(benign & (y == 0)) + cost_alarm * np.sum(~benign & (y == 1))

    return float(min([*np.unique(scores), scores.max() + 1], key=cost))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "limiar-verificacao", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("06-avaliacao.limiar", choose_threshold)

# %% [markdown]
# ## 7. Decidir na validação, medir no teste (2 pontos)
#
# A célula abaixo treina uma rede com 319 linhas e guarda os seus escores em outras 107, de
# validação, e nas 143 do teste.

# %% nbgrader={"grade": false, "grade_id": "escores", "locked": true, "schema_version": 3, "solution": false, "task": false}
split = load_split(seed=42, standardize=True)
table = pd.DataFrame({"neurons": [(30, 20)], "reg": [(1e-3, 1e-3)]})
network = Population.from_hyperparameters(table, seed=42)
network.fit(split.X_train[:319], split.y_train[:319], epochs=50, seed=42)

y_val, val_scores = split.y_train[319:], network.predict(split.X_train[319:])[0]
y_test, test_scores = split.y_test, network.predict(split.X_test)[0]
print("validação:", val_scores.shape, " teste:", test_scores.shape)

# %% [markdown]
# Um maligno não visto custa 10 e um alarme falso custa 1. Guarde em `decision` um dicionário com:
#
# - `"threshold"`: o limiar escolhido pela sua função;
# - `"test_cost"`: o custo **médio por tumor** no teste, com esse limiar.
#
# O teste só mede. Se ele também escolhesse, o custo medido seria otimista.

# %% nbgrader={"grade": false, "grade_id": "decisao", "locked": false, "schema_version": 3, "solution": true, "task": false}
decision = ...
### BEGIN SOLUTION
threshold = choose_threshold(y_val, val_scores, cost_missed=10, cost_alarm=1)
benign = test_scores >= threshold
test_cost = np.mean(10 * (benign & (y_test == 0)) + 1 * (~benign & (y_test == 1)))
decision = {"threshold": threshold, "test_cost": float(test_cost)}
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "decisao-verificacao", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("06-avaliacao.decisao", decision)

# %% [markdown]
# ## 8. Com as suas palavras (3 pontos, corrigidos por uma pessoa)
#
# Um artigo diz: “nossa rede alcança AUC 0,993 e a regressão logística, 0,989; com o limiar que
# minimiza o custo no teste, o custo cai 40 %”. Os dois números vêm de uma só divisão, com 143 linhas
# de teste. Em três a cinco frases: o que falta para crer na diferença das AUCs, o que está errado
# com o custo, e o que você pediria aos autores?

# %% [markdown] nbgrader={"grade": true, "grade_id": "artigo-texto", "locked": false, "points": 3, "schema_version": 3, "solution": true, "task": false}
# ### BEGIN SOLUTION
# Com 143 linhas, o intervalo de cada AUC é mais largo que 0,004, e outra divisão pode inverter a
# ordem: falta a incerteza da diferença (1 ponto). O limiar foi escolhido no mesmo teste que mede o
# custo, e por isso a queda de 40 % é otimista: o limiar se ajustou ao acaso daquelas linhas (1 ponto).
# Pediria várias divisões com a diferença pareada e o seu erro, o limiar escolhido na validação, e o
# custo medido uma vez no teste, também com intervalo (1 ponto).
# ### END SOLUTION

# %% [markdown]
# ## Desafio (sem pontos)
#
# As vinte divisões do item 5 partilham linhas, e por isso o erro padrão que você calculou é pequeno
# demais. Nadeau e Bengio (2003) propõem trocar $1/n$ por $1/n + n_{\text{teste}}/n_{\text{treino}}$
# na variância da média. Refaça a conta: a conclusão muda?
#
# ---
#
# Terminou? Salve e, na mesma pasta de antes, execute `.venv/bin/mlp-course check 06-avaliacao` (no
# Windows, `.venv\Scripts\mlp-course check 06-avaliacao`): ele confere tudo a partir de um kernel
# novo. No Colab, use *Ambiente de execução* e, nele, *Reiniciar e executar tudo*.
#
# A célula abaixo mostra o que já foi verificado neste kernel.

# %%
from mlp_course.checks import progress

progress()
