"""Juízes de `07-neuronio` para a entropia cruzada e para a rede nos dados reais."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.a07_neuronio.network import column
from mlp_course.checks.compare import close, failed_calls, number
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.numpy_mlp import Floats, entropy_terms, forward
from mlp_course.checks.read_matrices import as_floats, describe_shape, shape_of
from mlp_course.checks.read_numbers import first_match, scalar

N_ROWS = 20
# Com um corte entre 1e-20 e 1e-6, cada certeza errada custa de 13,8 a 46,1.
MIN_CERTAIN_LOSS, MAX_CERTAIN_LOSS = 13.5, 46.5
# Como o Python e o NumPy chamam o logaritmo de zero.
LOG_OF_ZERO_ERRORS = ("FloatingPointError", "ValueError: math domain", "ValueError: expected a pos")
PARTS = ("probabilities", "loss", "accuracy")


def challenge_entropy(rng: np.random.Generator) -> Challenge:
    """Probabilidades comuns; certezas certas; certezas erradas."""
    y, p = draw_probabilities(rng)
    # Um erro e um acerto muito confiantes, que um corte pequeno não muda.
    p[:2] = np.abs([1 - y[0] - 1e-4, y[1] - 1e-4])
    right, wrong = p.copy(), p.copy()
    rows = [*np.flatnonzero(y == 1)[-2:], *np.flatnonzero(y == 0)[-2:]]
    right[rows] = y[rows]
    wrong[rows] = 1 - y[rows]
    return {"calls": {"moderate": [y, p], "right": [y, right], "wrong": [y, wrong]}}


def draw_probabilities(rng: np.random.Generator) -> tuple[NDArray[np.int64], Floats]:
    """Rótulos com as duas classes e probabilidades que os acompanham."""
    y = rng.permutation(np.arange(N_ROWS) < 12).astype(int)
    return y, np.where(y == 1, rng.uniform(0.55, 0.95, N_ROWS), rng.uniform(0.1, 0.5, N_ROWS))


def judge_entropy(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga a fórmula, a média e o que acontece com probabilidades 0 e 1."""
    y, p = challenge["calls"]["moderate"]
    terms = entropy_terms(y, p)
    failure = failed_calls(data, ["moderate"])
    if failure and not _is_infinite(data["moderate"]):
        return [failure]
    found = scalar(data["moderate"]["result"])
    formula = "um número: o custo de cada linha, com o termo de y = 1 e o de y = 0"
    is_mean, is_sum = close(found, terms.mean()), close(found, terms.sum())
    if not (is_mean or is_sum):
        fault = _name_entropy_fault(data["moderate"], y, p)
        return [
            Criterion(False, formula, fault, "Com p = 0,5 em todas as linhas, o custo é log 2."),
        ]
    scale = N_ROWS if is_sum else 1
    return [
        Criterion(True, formula),
        Criterion(
            is_mean,
            "a média dos custos das linhas",
            "a soma, que cresce com o tamanho do batch",
            "Divida pelo número de linhas: np.mean.",
        ),
        _certainty(data["right"], challenge["calls"]["right"], scale),
        _certainty(data["wrong"], challenge["calls"]["wrong"], scale),
    ]


def _certainty(call: dict[str, Any] | None, inputs: list[NDArray], scale: float) -> Criterion:
    """Critério de custo finito quando há linhas com p igual a 0 ou a 1."""
    y, p = inputs
    certain_wrong = np.abs(y - p) == 1
    terms = entropy_terms(y, np.where(certain_wrong, y, p))
    bounds = [
        (terms.sum() + certain_wrong.sum() * limit) / N_ROWS * scale
        for limit in (MIN_CERTAIN_LOSS, MAX_CERTAIN_LOSS)
    ]
    found = scalar(call["result"]) if call and not call["error"] else None
    slack = 1e-3 * scale
    ok = found is not None and bounds[0] - slack <= found <= bounds[1] + slack
    case = "certeza errada (p = 0 com y = 1)" if certain_wrong.any() else "certeza certa (p = y)"
    return Criterion(
        ok,
        f"um custo finito e coerente mesmo com uma {case}",
        _name_infinity(call, found, bounds[0]),
        "Antes do log, corte p com np.clip(p, 1e-7, 1 - 1e-7).",
    )


def _is_infinite(call: dict[str, Any] | None) -> bool:
    """Diz se a conta passou por log(0), por erro ou por valor."""
    if call is None:
        return False
    if call["error"]:
        return call["error"].startswith(LOG_OF_ZERO_ERRORS)
    array = as_floats(call["result"])
    return array is not None and not np.isfinite(array).all()


def _name_infinity(call: dict[str, Any] | None, found: float | None, lowest: float) -> str:
    if found is not None:
        wide = found < lowest
        return "um corte de p largo demais: o custo ficou pequeno" if wide else "outro custo"
    if call is None:
        return "nada"
    if _is_infinite(call):
        return f"log(0): {call['error'] or 'um custo infinito ou NaN'}"
    return call["error"] or describe_shape(call["result"])


def _name_entropy_fault(call: dict[str, Any], y: NDArray, p: NDArray) -> str:
    if _is_infinite(call):
        return "o log dos rótulos: y e p estão trocados dentro da conta"
    result, terms = call["result"], entropy_terms(y, p)
    if shape_of(result) == y.shape:
        return "um custo por linha: faltou a média"
    crossed = entropy_terms(y[:, None], p[None, :])
    faults: dict[str, Any] = {
        "o sinal trocado: o custo é sempre positivo": -terms.mean(),
        "o sinal trocado e a soma no lugar da média": -terms.sum(),
        "broadcasting errado: a média de uma matriz (n, n), cada rótulo contra cada p": (
            crossed.mean()
        ),
        "só as linhas com y = 1; falta o termo de y = 0": -np.mean(y * np.log(p)),
        "só as linhas com y = 0; falta o termo de y = 1": -np.mean((1 - y) * np.log(1 - p)),
        "os rótulos invertidos": entropy_terms(1 - y, p).mean(),
        "log na base 2; aqui é o logaritmo natural": terms.mean() / np.log(2),
        "log na base 10; aqui é o logaritmo natural": terms.mean() / np.log(10),
        "o erro quadrático médio": np.mean((y - p) ** 2),
        "o erro absoluto médio": np.mean(np.abs(y - p)),
        "os dois termos subtraídos, e não somados": -np.mean(
            y * np.log(p) - (1 - y) * np.log(1 - p)
        ),
    }
    for epsilon in (1e-1, 5e-2, 1e-2, 1e-3):
        clipped = entropy_terms(y, np.clip(p, epsilon, 1 - epsilon))
        faults[f"um corte de p largo demais, {number(epsilon)}, que muda o custo"] = clipped.mean()
    return first_match(scalar(result), faults)


@cache
def trained_network() -> tuple[Floats, NDArray[np.int64], list[Floats]]:
    """Devolve o teste padronizado, os rótulos e os pesos que o notebook treina."""
    from sklearn.neural_network import MLPClassifier

    from mlp_course.data import load_split

    split = load_split(seed=42, standardize=True)
    model = MLPClassifier((20, 10), alpha=0.1, learning_rate_init=0.01, tol=1e-3, random_state=42)
    model.fit(split.X_train, split.y_train)
    pairs = zip(model.coefs_, model.intercepts_, strict=True)
    return split.X_test, split.y_test, [np.array(part) for pair in pairs for part in pair]


def judge_join(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga as probabilidades do teste e, depois delas, o custo e a acurácia."""
    if not isinstance(data, dict) or not set(PARTS) <= set(data):
        return [Criterion(False, f"um dicionário com as chaves {', '.join(PARTS)}")]
    X, y, weights = trained_network()
    p = forward(X, weights)
    found = column(data["probabilities"], len(y))
    # O treino do scikit-learn muda nos últimos dígitos de uma máquina a outra.
    if found is None or not close(found, p, 1e-3):
        return [
            Criterion(
                False,
                "uma probabilidade para cada um dos 143 tumores do teste",
                _name_rows_fault(data["probabilities"], found, p),
                "Use forward com split.X_test e weights.",
            )
        ]
    return [
        Criterion(True, "uma probabilidade para cada um dos 143 tumores do teste"),
        Criterion(
            close(scalar(data["loss"]), entropy_terms(y, p).mean(), 2e-3),
            "a entropia cruzada média destas probabilidades",
            _name_loss_fault(scalar(data["loss"]), y, p),
            "Chame a sua binary_cross_entropy: primeiro os rótulos, depois as probabilidades.",
        ),
        Criterion(
            close(scalar(data["accuracy"]), np.mean((p >= 0.5) == y)),
            "a fração de tumores do lado certo de 0,5",
            _name_accuracy_fault(scalar(data["accuracy"]), y, p),
            "Decida a classe com p >= 0.5, compare com y e tire a média.",
        ),
    ]


def _name_rows_fault(result: Any, found: Floats | None, p: Floats) -> str:
    if found is None:
        train = (shape_of(result) or ())[:1] == (426,)
        return "as linhas do treino" if train else describe_shape(result)
    from mlp_course.data import load_split

    with np.errstate(all="ignore"):
        raw = forward(load_split(seed=42).X_test, trained_network()[2])
    faults = {
        "a probabilidade da outra classe": 1 - p,
        "classes já decididas": np.round(p),
        "as medidas sem padronizar": raw,
    }
    return first_match(found, faults, 1e-3) or "outras probabilidades: a rede não é a treinada"


def _name_loss_fault(found: float | None, y: NDArray, p: Floats) -> str:
    terms = entropy_terms(y, p)
    # Invertidos os rótulos, as certezas viram certezas erradas, e o custo depende do corte.
    inverted = entropy_terms(1 - y, np.clip(p, 1e-7, 1 - 1e-7))
    faults = {
        "a soma, e não a média": terms.sum(),
        "os rótulos invertidos": inverted.mean(),
        "o sinal trocado": -terms.mean(),
        "a média de uma matriz (n, n)": entropy_terms(y[:, None], p[None]).mean(),
    }
    return first_match(found, faults, 2e-3)


def _name_accuracy_fault(found: float | None, y: NDArray, p: Floats) -> str:
    hits = (p >= 0.5) == y
    faults = {
        "a contagem dos acertos, e não a fração": hits.sum(),
        "a fração de erros": 1 - hits.mean(),
        "a fração prevista como benigna": np.mean(p >= 0.5),
        "probabilidades comparadas com rótulos por igualdade": np.mean(p == y),
        "uma porcentagem, e não uma fração": 100 * hits.mean(),
    }
    return first_match(found, faults)
