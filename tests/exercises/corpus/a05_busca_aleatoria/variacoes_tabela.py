"""Mais respostas a `sortear` e a `buscar`, de `05-busca-aleatoria`."""

UNEVEN = "Encontrado: uns valores mais prováveis que outros"


def sample_rows(
    first: str = "rng.randrange(25, 100)",
    second: str = "rng.randrange(20, h1)",
    penalties: str = "rng.choice(PENALTIES), rng.choice(PENALTIES)",
    row: str = "(h1, h2, l1, l2)",
    result: str = "rows",
    rng: str = "random.Random(seed)",
    rows: str = "rows = []",
) -> str:
    return f"""
def sample_rows(n_iter, seed):
    rng = {rng}
    {rows}
    for _ in range(n_iter):
        h1 = {first}
        h2 = {second}
        l1, l2 = {penalties}
        rows.append({row})
    return {result}
"""


def searched(*changes: str, mode: str = "seed=42") -> str:
    lines = "\n".join(changes)
    return f"""
rng = random.Random(42)
firsts = [rng.randrange(25, 100) for _ in range(40)]
table = pd.DataFrame(
    {{
        "neurons": [(h1, rng.randrange(20, h1)) for h1 in firsts],
        "reg": [(rng.choice(PENALTIES), rng.choice(PENALTIES)) for _ in firsts],
    }}
)
searched = table.join(search_population(table, split, {mode}, progress=False))
{lines}
"""


def searched_one_by_one(joined: str, *changes: str) -> str:
    return searched(
        "def search_one(i):",
        "    one = table.iloc[[i]].reset_index(drop=True)",
        "    return one.join(search_population(one, split, seed=42, progress=False))",
        f"searched = pd.concat(map(search_one, range(40)){joined})",
        *changes,
    )


# Uma resposta, a nota e o que o aluno lê; nada, se ela está certa.
SAMPLES = [
    (sample_rows(row="((h1, h2), (l1, l2))"), 3, ""),
    (sample_rows(result="np.array(rows, dtype=np.float32)"), 3, ""),
    ("kept = []\n" + sample_rows(rows="rows = kept"), 0, "4000 linhas para n_iter = 2000"),
    (
        "kept = []\n" + sample_rows(rows="rows = kept", row="((h1, h2), (l1, l2))"),
        0,
        "4000 linhas para n_iter = 2000",
    ),
    (sample_rows(result="rows[-1]"), 0, "formato (4,)"),
    (sample_rows(result="[dict(enumerate(row)) for row in rows]"), 0, "não é uma matriz"),
    (sample_rows(result="np.squeeze(rows)"), 2.4, "com n_iter=1, outra coisa que não 1 linha(s)"),
    (sample_rows(rng="random.Random()"), 2.4, "listas diferentes com a mesma seed"),
    (sample_rows(rng="random.Random(42)"), 2.4, "seed ignorada"),
    (sample_rows(rng="random; rng.seed(seed)"), 2.4, "um gerador global"),
    (
        sample_rows(
            rng="np.random; rng.seed(seed)",
            first="rng.randint(25, 100)",
            second="rng.randint(20, h1)",
        ),
        2.4,
        "um gerador global",
    ),
    (sample_rows(result="sorted(rows)"), 2.4, "as linhas em ordem de h1"),
    (sample_rows(result="rows[:40]"), 0, "40 linhas para n_iter = 2000"),
    (sample_rows(first="rng.randint(25, 100)"), 2.4, "de 25 a 100: randint inclui o extremo"),
    (sample_rows(first="rng.randrange(25, 99)"), 2.4, "Encontrado: de 25 a 98."),
    (
        sample_rows(first="rng.uniform(25, 100)", second="rng.randrange(20, int(h1))"),
        2.4,
        "números que não são inteiros",
    ),
    (
        sample_rows(first="rng.choice([rng.randrange(25, 50), rng.randrange(50, 100)])"),
        2.4,
        f"todos igualmente prováveis. {UNEVEN}",
    ),
    (
        sample_rows(first="min(99, max(25, round(rng.gauss(62, 15))))"),
        2.4,
        f"todos igualmente prováveis. {UNEVEN}",
    ),
    (sample_rows(second="rng.uniform(20, h1)"), 2.4, "números que não são inteiros"),
    (sample_rows(second="rng.randint(20, h1)"), 2.4, "o limite foi incluído"),
    (sample_rows(second="rng.randrange(20, h1 - 1)"), 2.4, "h2 nunca chega a h1 - 1"),
    (sample_rows(second="rng.randrange(21, h1)"), 2.4, "o menor h2 é 21"),
    (
        sample_rows(second="min(rng.randrange(20, h1), rng.randrange(20, h1))"),
        2.4,
        f"o h1 da mesma linha. {UNEVEN}",
    ),
    (sample_rows(penalties="rng.sample(PENALTIES, 2)"), 2.4, "l1 e l2 nunca iguais"),
    (
        sample_rows(penalties="PENALTIES[rng.randrange(6)], PENALTIES[rng.randrange(6)]"),
        2.4,
        f"os sete valores. {UNEVEN}",
    ),
    (
        sample_rows(penalties="rng.uniform(0, 0.1), rng.uniform(0, 0.1)"),
        2.4,
        "valores fora da lista PENALTIES",
    ),
    (
        sample_rows(penalties="rng.choices(PENALTIES * 2 + [h2 / 1e9], k=2)"),
        2.4,
        "valores fora da lista PENALTIES",
    ),
    (
        sample_rows(
            penalties="(l := rng.choice(PENALTIES)), rng.choice([l] * 7 + PENALTIES)",
        ),
        2.4,
        "l2 depende de l1",
    ),
    (
        sample_rows(first="rng.randint(25, 100)", penalties="(rng.choice(PENALTIES),) * 2"),
        1.8,
        "l1 e l2 sempre iguais",
    ),
    (
        sample_rows(
            first="100 * rng.random()", second="100 * rng.random()", penalties="rng.random(), h1"
        ),
        0,
        "números que não são inteiros",
    ),
]

SEARCHES = [
    # Cada rede treinada em uma tabela só dela: com o índice refeito e com o índice repetido.
    (searched_one_by_one(", ignore_index=True"), 3, ""),
    (searched_one_by_one(""), 3, ""),
    (
        searched_one_by_one(", ignore_index=True", "searched['auc'] = searched['best_auc']"),
        2,
        "a AUC da melhor epoch no lugar da AUC da última",
    ),
    (searched("searched.index = [f'rede {i}' for i in range(1, 41)]"), 3, ""),
    (searched("searched = searched.round(2)"), 1, "como se arredondadas"),
    (searched("searched.index += 1"), 3, ""),
    (searched("searched = searched.drop(columns='best_auc')"), 0, "faltam best_auc"),
    (searched("searched = searched.head(30)"), 0, "30 linhas"),
    (searched("searched['reg'] = [l1 for l1, l2 in table['reg']]"), 0, "outros valores"),
    (searched("searched['neurons'] = [sum(n) for n in table['neurons']]"), 0, "outros valores"),
    (searched("searched['reg'] = table['neurons']"), 0, "outros valores"),
    (searched("searched['neurons'] = table['reg']"), 0, "outros valores"),
    (
        searched("searched['epochs'] = searched['epochs'].where(searched['epochs'] < 50)"),
        2,
        "colunas vazias ou sem números",
    ),
    (
        searched("searched['auc'] = searched['best_auc']"),
        2,
        "a AUC da melhor epoch no lugar da AUC da última",
    ),
    (
        searched("searched = searched.sort_values('best_auc', ascending=False, ignore_index=True)"),
        0,
        "a tabela ordenada e o índice refeito",
    ),
    (
        searched("searched = searched.sort_values('auc', ignore_index=True)"),
        0,
        "a tabela ordenada e o índice refeito",
    ),
    (searched(mode="seed=7"), 0, "outro treino: confira split, mode e seed=42"),
]
