"""Juiz de `09-projeto` sobre o resumo: cada número se recalcula dos escores entregues."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.a09_projeto.results import MIN_SPLITS, MODELS, read_results
from mlp_course.checks.compare import TOLERANCE, close, number
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_numbers import first_match, numbers, scalar

# O erro padrão é pequeno: a folga comum, de um décimo de milésimo, confundiria divisores.
ERROR_TOLERANCE = 1e-5
METRICS = ("network_accuracy", "baseline_accuracy", "network_auc", "baseline_auc")
KEYS = (*METRICS, "difference", "standard_error", "winner")
WINNERS = ("rede", "linha de base", "empate")
PERCENT = "em porcentagem: use números de 0 a 1"


def judge_summary(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga cada número do resumo, recalculado dos escores."""
    splits = read_results(data)
    if isinstance(splits, Criterion):
        return [splits]
    summary = data.get("summary")
    if not isinstance(summary, dict) or not set(KEYS) <= set(summary):
        return [Criterion(False, f"um dicionário com as chaves {', '.join(KEYS)}")]
    if len(splits) < MIN_SPLITS:
        few = f"{len(splits)}: não há como medir o erro"
        return [Criterion(False, f"{MIN_SPLITS} divisões ou mais", few)]
    accuracy = {m: np.array([s.accuracy(m) for s in splits]) for m in MODELS}
    auc = {m: np.array([s.auc(m) for s in splits]) for m in MODELS}
    hard = {m: np.mean([s.auc(m, hard=True) for s in splits]) for m in MODELS}
    expected = {f"{m}_accuracy": accuracy[m].mean() for m in MODELS}
    expected |= {f"{m}_auc": auc[m].mean() for m in MODELS}
    faults = {m: _metric_faults(accuracy[m], auc[m], float(hard[m])) for m in MODELS}
    metrics = [
        Criterion(
            close(scalar(summary[key]), expected[key]),
            f"em {key}, a média das divisões",
            _name_metric_fault(summary[key], key, expected, faults[key.split("_")[0]]),
            "Calcule a métrica em cada divisão; só depois tire a média.",
        )
        for key in METRICS
    ]
    if not any(c.ok for c in metrics):
        return metrics
    ratio = float(np.mean([len(s.test) / len(s.train) for s in splits]))
    return [*metrics, *_uncertainty_criteria(summary, accuracy, ratio)]


def _uncertainty_criteria(
    summary: dict[str, Any], accuracy: dict[str, NDArray], ratio: float
) -> list[Criterion]:
    d = accuracy["network"] - accuracy["baseline"]
    mean, error = d.mean(), d.std(ddof=1) * np.sqrt(1 / len(d) + ratio)
    difference_ok = close(scalar(summary["difference"]), mean)
    error_ok = close(scalar(summary["standard_error"]), error, ERROR_TOLERANCE)
    side = "rede" if mean > 0 else "linha de base"
    right = side if abs(mean) > 2 * error else "empate"
    winner = summary["winner"] if isinstance(summary["winner"], str) else ""
    return [
        Criterion(
            difference_ok,
            "em difference, a média das diferenças, rede menos linha de base",
            _name_number_fault(
                summary["difference"],
                mean,
                {"o sinal trocado": -mean, "a soma": d.sum(), PERCENT: 100 * mean},
            ),
            "Subtraia divisão por divisão.",
        ),
        Criterion(
            error_ok,
            "em standard_error, o erro padrão corrigido da diferença",
            _name_number_fault(
                summary["standard_error"],
                error,
                _error_faults(accuracy, ratio) | {PERCENT: 100 * error},
                ERROR_TOLERANCE,
            ),
            "Só o vetor das diferenças e os tamanhos das partes entram nesta conta.",
            weight=2,
        ),
        Criterion(
            difference_ok and error_ok and winner == right,
            "em winner, o que a diferença e os dois erros padrão permitem dizer",
            _name_winner_fault(winner, side, difference_ok and error_ok),
            "As respostas possíveis são 'rede', 'linha de base' e 'empate'.",
        ),
    ]


def _error_faults(accuracy: dict[str, NDArray], ratio: float) -> dict[str, float]:
    d = accuracy["network"] - accuracy["baseline"]
    std, correction = d.std(ddof=1), 1 / len(d) + ratio
    independent = sum(a.var(ddof=1) for a in accuracy.values())
    return {
        "o erro padrão sem a correção: as divisões partilham linhas": std / np.sqrt(len(d)),
        "desvio padrão com divisor n (ddof=0); aqui o divisor é n - 1": (
            d.std() * np.sqrt(correction)
        ),
        "o desvio padrão das diferenças": std,
        "as divisões não foram pareadas": np.sqrt(independent * correction),
        "as linhas de treino divididas pelas de teste": std * np.sqrt(1 / len(d) + 1 / ratio),
        "a variância: faltou a raiz": std**2 * correction,
    }


def _metric_faults(accuracy: NDArray, auc: NDArray, hard: float) -> dict[str, dict[str, float]]:
    shared = {
        name: {
            PERCENT: 100 * values.mean(),
            "a soma das divisões": values.sum(),
            "a melhor divisão, e não a média": values.max(),
            "a pior divisão, e não a média": values.min(),
        }
        for name, values in (("accuracy", accuracy), ("auc", auc))
    }
    shared["auc"] |= {
        "a AUC de classes já decididas": hard,
        "a acurácia, e não a AUC": accuracy.mean(),
    }
    return shared


def _name_metric_fault(
    value: Any, key: str, expected: dict[str, float], faults: dict[str, dict[str, float]]
) -> str:
    _, metric = key.split("_")
    other = next(v for name, v in expected.items() if name.endswith(metric) and name != key)
    names = faults[metric] | {"o número do outro modelo": other}
    return _name_number_fault(value, expected[key], names)


def _name_number_fault(
    value: Any, expected: float, faults: dict[str, float], tolerance: float = TOLERANCE
) -> str:
    found = scalar(value)
    if found is None:
        several = numbers(value) is not None
        return "um valor por divisão: faltou juntá-los" if several else "algo que não é um número"
    if name := first_match(found, faults, tolerance):
        return name
    if any(found == float(f"{expected:.{digits}f}") for digits in (2, 3, 4)):
        return "um número arredondado: guarde todos os algarismos"
    return f"{number(found)}, que não sai desta conta com estes escores"


def _name_winner_fault(winner: str, side: str, reliable: bool) -> str:
    if winner not in WINNERS:
        return f"{winner!r}" if winner else "algo que não é um destes textos"
    if not reliable:
        return f"{winner!r}, apoiado em uma difference ou um standard_error que não está certo"
    if winner == side:
        return "só a média decidiu: a diferença não passa de dois erros padrão"
    return f"{winner!r}"
