"""Juízes de `08-avaliacao` para a incerteza: bootstrap, comparação em pares, estudo repetido."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks._avaliacao_cost import train_network
from mlp_course.checks._avaliacao_roc import Floats, draw_scores, ordered_pairs
from mlp_course.checks._numbers import first_match, numbers, scalar
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.judging import close, failed_calls, number
from mlp_course.data import load_split

SUMMARY = ("difference", "standard_error", "wins")
N_SPLITS = 20
# Um par trocado muda a AUC em 1 / (90 × 53); outra ordem de soma troca poucos.
STUDY_TOLERANCE = 1e-3
BOOTSTRAP_SEEDS, N_BOOT = 4, 800
# Em desvios padrão da AUC. A média dos quatro intervalos erra por 0,07 no limite de baixo e 0,04 no
# de cima: 0,32 reprova uma resposta certa menos de uma vez em 100 mil. O intervalo de 90 % fica a
# 0,37 e 0,25; decidir qual dos dois está mais perto erra menos de uma vez em 10 mil.
BOOTSTRAP_TOLERANCE = 0.32


def challenge_bootstrap(rng: np.random.Generator) -> Challenge:
    """Um conjunto de teste com quatro sementes e, com menos reamostras, duas vezes a mesma."""
    y, scores = draw_scores(rng, 120, rng.uniform(0.35, 0.5))
    seeds = [int(rng.integers(1000)) + 1000 * i for i in range(BOOTSTRAP_SEEDS)]
    calls = {f"seed{i}": [y, scores, N_BOOT, seed] for i, seed in enumerate(seeds)}
    return {"calls": calls | {name: [y, scores, 40, seeds[0]] for name in ("short", "again")}}


def judge_bootstrap(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga onde estão os limites, em média de quatro sementes, e o papel da semente."""
    names = [*(f"seed{i}" for i in range(BOOTSTRAP_SEEDS)), "short", "again"]
    if failure := failed_calls(data, names):
        return [failure]
    pairs = [numbers(data[name]["result"], (2,)) for name in names]
    intervals = [pair for pair in pairs if pair is not None]
    if len(intervals) < len(pairs):
        return [Criterion(False, "um par de números finitos, (low, high)", "outra coisa")]
    found = np.mean(intervals[:-2], axis=0)
    y, scores = challenge["calls"]["seed0"][:2]
    aucs = _bootstrap_reference(y, scores)
    spread = aucs.std()
    expected = np.percentile(aucs, [2.5, 97.5])
    off = np.abs(found - expected) / spread < BOOTSTRAP_TOLERANCE
    narrower = np.percentile(aucs, [5, 95])
    is_narrower = np.linalg.norm(found - narrower) < np.linalg.norm(found - expected)
    if is_narrower or not off.any():
        return [
            Criterion(
                False,
                "os percentis 2,5 e 97,5 de AUCs medidas em linhas sorteadas com reposição",
                _name_interval_fault(found, y, scores, aucs),
                "A reamostra tem n linhas, e a mesma linha pode vir mais de uma vez.",
            )
        ]
    repeats = close(intervals[-2], intervals[-1], 1e-9)
    varies = any(not close(intervals[0], other, 1e-9) for other in intervals[1:-2])
    return [
        Criterion(off[0], "o limite de baixo no percentil 2,5", "outro valor"),
        Criterion(off[1], "o limite de cima no percentil 97,5", "outro valor"),
        Criterion(
            repeats and varies,
            "que seed decida o sorteio: a mesma repete, outra muda",
            "seed ignorada" if repeats else "intervalos diferentes com a mesma seed",
            "Comece a função com rng = np.random.default_rng(seed).",
        ),
    ]


def challenge_paired(rng: np.random.Generator) -> Challenge:
    """Doze divisões, com duas em que os modelos empatam."""
    easiness = rng.normal(0.95, 0.02, size=12)
    auc_b = easiness + rng.normal(0, 0.004, size=12)
    # Seis vitórias, quatro derrotas e dois empates: nenhuma fração se confunde com outra.
    signs = rng.permutation([1] * 6 + [-1] * 4 + [0] * 2)
    auc_a = auc_b + signs * rng.uniform(0.004, 0.012, size=12)
    return {"calls": {"main": [np.round(auc_a, 4), np.round(auc_b, 4)]}}


def judge_paired(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga o resumo de dois vetores de AUCs."""
    return judge_paired_call(data, challenge, "main")


def judge_paired_call(data: Any, challenge: Challenge, name: str) -> Sequence[Criterion]:
    """Critérios de paired_summary para a chamada `name`."""
    if failure := failed_calls(data, [name]):
        return [failure]
    result = data[name]["result"]
    if not isinstance(result, dict) or not set(SUMMARY) <= set(result):
        return [Criterion(False, f"um dicionário com as chaves {', '.join(SUMMARY)}")]
    a, b = (np.asarray(part, dtype=float) for part in challenge["calls"][name])
    d, n = a - b, len(a)
    found = {key: scalar(result[key]) for key in SUMMARY}
    differences = {"b menos a: o sinal está trocado": -d.mean(), "a soma, e não a média": d.sum()}
    errors = {
        "o desvio padrão das diferenças, sem dividir pela raiz de n": d.std(ddof=1),
        "o erro de amostras independentes: as divisões não foram pareadas": (
            np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / n)
        ),
        "desvio padrão com divisor n (ddof=0); aqui o divisor é n - 1": d.std() / np.sqrt(n),
        "a divisão por n, e não pela raiz de n": d.std(ddof=1) / n,
    }
    wins = {
        "empates contados como vitória": np.mean(d >= 0),
        "as vitórias de b": np.mean(d < 0),
        "a contagem das vitórias, e não a fração": np.sum(d > 0),
    }
    return [
        Criterion(
            close(found["difference"], d.mean(), 1e-6),
            "a média das diferenças, a menos b",
            first_match(found["difference"], differences, 1e-6),
            "Subtraia divisão por divisão e tire a média.",
        ),
        Criterion(
            close(found["standard_error"], d.std(ddof=1) / np.sqrt(n), 1e-6),
            "o erro padrão da média das diferenças",
            first_match(found["standard_error"], errors, 1e-6),
            "Só o vetor das diferenças entra nesta conta.",
        ),
        Criterion(
            close(found["wins"], np.mean(d > 0), 1e-6),
            "a fração das divisões em que a é estritamente maior",
            first_match(found["wins"], wins, 1e-6),
            "A média de um vetor de True e False é uma fração.",
        ),
    ]


def judge_study(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga a tabela das 20 divisões, contra os mesmos modelos treinados aqui."""
    columns = {
        name: numbers(data["values"].get(name), (N_SPLITS,))
        for name in ("seed", "network", "logistic")
    }
    seeds, network, logistic = columns.values()
    if seeds is None or network is None or logistic is None:
        return [Criterion(False, f"as colunas seed, network e logistic, com {N_SPLITS} números")]
    if set(seeds) != set(range(N_SPLITS)):
        return [Criterion(False, "uma linha para cada semente de 0 a 19", "outras sementes")]
    order = np.argsort(seeds)
    network, logistic = network[order], logistic[order]
    scores = _study_scores()
    expected = {name: _aucs(scores, name) for name in ("network", "logistic")}
    if close(network, expected["logistic"], STUDY_TOLERANCE) and close(
        logistic, expected["network"], STUDY_TOLERANCE
    ):
        return [Criterion(False, "cada AUC na coluna do seu modelo", "as colunas trocadas")]
    return [
        Criterion(
            close(found, expected[name], STUDY_TOLERANCE),
            f"em {name}, a AUC no teste de cada divisão, com as medidas padronizadas",
            _name_study_fault(found, name),
            hint,
        )
        for name, found, hint in (
            ("network", network, "network_scores(split, seed) e a sua auc_by_pairs bastam."),
            ("logistic", logistic, "Use o mesmo split dos dois lados, na mesma volta do laço."),
        )
    ]


def _bootstrap_reference(y: NDArray, scores: NDArray, n_boot: int = 20_000) -> Floats:
    """AUCs de bootstrap: quantas vezes cada linha foi sorteada pesa os seus pares."""
    counts = np.random.default_rng(0).multinomial(len(y), np.full(len(y), 1 / len(y)), n_boot)
    positives, negatives = counts[:, y == 1], counts[:, y == 0]
    total = positives.sum(axis=1) * negatives.sum(axis=1)
    return ((positives @ ordered_pairs(y, scores)) * negatives).sum(axis=1)[total > 0] / (
        total[total > 0]
    )


def _name_interval_fault(found: Floats, y: NDArray, scores: NDArray, aucs: Floats) -> str:
    low, high = found
    full = ordered_pairs(y, scores).mean()
    expected = np.percentile(aucs, [2.5, 97.5])
    if high - low < 1e-6:
        same = close(low, full, 1e-6)
        return (
            "um intervalo sem largura: sorteio sem reposição, a mesma AUC em toda reamostra"
            if same
            else "um intervalo sem largura: a mesma reamostra a cada volta do laço"
        )
    if low > high:
        return "os limites em ordem trocada"
    if abs(low + high - 1) < 0.2 and low < 0.5 < high:
        return "rótulos e escores sorteados separadamente: a AUC do acaso"
    hard = ordered_pairs(y, (scores >= 0.5).astype(float)).mean()
    if abs(np.mean(found) - hard) < abs(np.mean(found) - full) - aucs.std():
        return "a AUC de rótulos já decididos em 0,5"
    width = (high - low) / (expected[1] - expected[0])
    if width < 0.3:
        return "um intervalo estreito demais: o erro da média, e não a variação da AUC"
    if close(found, np.percentile(aucs, [5, 95]), 0.15 * aucs.std()):
        return "um intervalo de 90 %: os percentis 5 e 95"
    return f"{number(width)} vez(es) a largura esperada"


@cache
def _study_scores() -> list[dict[str, NDArray]]:
    """Rótulos e escores de teste dos dois modelos em cada divisão."""
    from sklearn.linear_model import LogisticRegression

    rows = []
    for seed in range(N_SPLITS):
        split = load_split(seed, standardize=True)
        logistic = LogisticRegression(max_iter=1000).fit(split.X_train, split.y_train)
        rows.append(
            {
                "y": split.y_test,
                "network": train_network(split.X_train, split.y_train, seed).predict(split.X_test)[
                    0
                ],
                "logistic": logistic.predict_proba(split.X_test)[:, 1],
            }
        )
    return rows


@cache
def _raw_scores() -> list[dict[str, NDArray]]:
    """Como `_study_scores`, só a rede, com as medidas cruas."""
    splits = [load_split(seed) for seed in range(N_SPLITS)]
    return [
        {"y": s.y_test, "network": train_network(s.X_train, s.y_train, seed).predict(s.X_test)[0]}
        for seed, s in enumerate(splits)
    ]


def _aucs(scores: list[dict[str, NDArray]], name: str, hard: bool = False) -> NDArray:
    return np.array(
        [ordered_pairs(s["y"], s[name] >= 0.5 if hard else s[name]).mean() for s in scores]
    )


def _name_study_fault(found: NDArray, name: str) -> str:
    scores = _study_scores()
    if close(found, _aucs(scores, name), STUDY_TOLERANCE):
        return ""
    faults = {
        "a AUC de rótulos já decididos em 0,5": _aucs(scores, name, hard=True),
        "a acurácia, e não a AUC": [np.mean((s[name] >= 0.5) == s["y"]) for s in scores],
        "a mesma AUC em toda divisão": np.full(N_SPLITS, found[0]),
    }
    fault = first_match(found, faults, STUDY_TOLERANCE)
    if not fault and name == "network":
        raw = _aucs(_raw_scores(), name)
        fault = first_match(found, {"medidas sem padronização": raw}, STUDY_TOLERANCE)
    return fault or "a AUC de outras divisões ou de outro modelo"
