"""Juízes de `07-neuronio` para a entropia cruzada e para a rede nos dados reais."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.a07_neuronio.network import column
from mlp_course.checks.compare import close, number
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.numpy_mlp import Floats, entropy_terms, forward
from mlp_course.checks.read_matrices import as_floats, describe_shape, shape_of
from mlp_course.checks.read_numbers import first_match, scalar
from mlp_course.checks.reference import Mistakes, Reference, Rule

N_ROWS = 20
# Com um corte entre 1e-20 e 1e-6, cada certeza errada custa de 13,8 a 46,1.
MIN_CERTAIN_LOSS, MAX_CERTAIN_LOSS = 13.5, 46.5
# Como o Python e o NumPy chamam o logaritmo de zero.
LOG_OF_ZERO_ERRORS = ("FloatingPointError", "ValueError: math domain", "ValueError: expected a pos")
PARTS = ("probabilities", "loss", "accuracy")
FORMULA = "um número: o custo de cada linha, com o termo de y = 1 e o de y = 0"
FORMULA_HINT = "Com p = 0,5 em todas as linhas, o custo é log 2."


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


def mean_cost(y: NDArray, p: NDArray) -> float:
    """Devolve a entropia cruzada média, um número."""
    return float(entropy_terms(np.asarray(y), np.asarray(p, dtype=float)).mean())


def same_cost(found: Any, right: float) -> bool:
    """Diz se o custo é o certo; vale uma matriz de um número só."""
    return close(scalar(found), right)


def same_cost_or_sum(found: Any, right: float) -> bool:
    """Diz se o custo é a média certa ou a soma: a média se cobra à parte."""
    return same_cost(found, right) or same_cost(found, N_ROWS * right)


def _ones_cost(y: NDArray, p: NDArray) -> Floats:
    return -np.mean(y * np.log(p))


ENTROPY_MISTAKES: Mistakes = {
    "o sinal trocado: o custo é sempre positivo": lambda y, p: -mean_cost(y, p),
    "o sinal trocado e a soma no lugar da média": lambda y, p: -N_ROWS * mean_cost(y, p),
    "broadcasting errado: a média de uma matriz (n, n), cada rótulo contra cada p": (
        lambda y, p: mean_cost(y[:, None], p[None, :])
    ),
    "só as linhas com y = 1; falta o termo de y = 0": _ones_cost,
    "só as linhas com y = 0; falta o termo de y = 1": lambda y, p: _ones_cost(1 - y, 1 - p),
    "os rótulos invertidos": lambda y, p: mean_cost(1 - y, p),
    "log na base 2; aqui é o logaritmo natural": lambda y, p: mean_cost(y, p) / np.log(2),
    "log na base 10; aqui é o logaritmo natural": lambda y, p: mean_cost(y, p) / np.log(10),
    "o erro quadrático médio": lambda y, p: np.mean((y - p) ** 2),
    "o erro absoluto médio": lambda y, p: np.mean(np.abs(y - p)),
    "os dois termos subtraídos, e não somados": (
        lambda y, p: _ones_cost(y, p) - _ones_cost(1 - y, 1 - p)
    ),
} | {
    f"um corte de p largo demais, {number(cut)}, que muda o custo": (
        lambda y, p, cut=cut: mean_cost(y, np.clip(p, cut, 1 - cut))
    )
    for cut in (1e-1, 5e-2, 1e-2, 1e-3)
}


def judge_entropy(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga a fórmula, a média e o que acontece com probabilidades 0 e 1."""
    if _is_infinite(data["moderate"]):
        fault = "o log dos rótulos: y e p estão trocados dentro da conta"
        return [Criterion(False, FORMULA, fault, FORMULA_HINT)]
    return _judge_formula(data, challenge)


def _judge_certainties(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    is_mean = same_cost(data["moderate"]["result"], mean_cost(*challenge["calls"]["moderate"]))
    scale = 1 if is_mean else N_ROWS
    return [_certainty(data[n], challenge["calls"][n], scale) for n in ("right", "wrong")]


_judge_formula = Reference(
    mean_cost,
    (
        Rule(
            ("moderate",),
            FORMULA,
            FORMULA_HINT,
            gate=True,
            same=same_cost_or_sum,
            mistakes=ENTROPY_MISTAKES,
            found=lambda found, right: (
                "um custo por linha: faltou a média" if np.shape(found) == (N_ROWS,) else ""
            ),
        ),
        Rule(
            ("moderate",),
            "a média dos custos das linhas",
            "Divida pelo número de linhas: np.mean.",
            found="a soma, que cresce com o tamanho do batch",
        ),
    ),
    equal=same_cost,
    after=(_judge_certainties,),
)


def _certainty(call: dict[str, Any] | None, inputs: list[NDArray], scale: float) -> Criterion:
    """Critério de custo finito quando há linhas com p igual a 0 ou a 1."""
    y, p = inputs
    certain_wrong = np.abs(y - p) == 1
    others = entropy_terms(y, np.where(certain_wrong, y, p))
    lowest, highest = (
        (others.sum() + certain_wrong.sum() * limit) / N_ROWS
        for limit in (MIN_CERTAIN_LOSS, MAX_CERTAIN_LOSS)
    )
    found, slack = scalar(call["result"]) if call else None, 1e-3
    case = "certeza errada (p = 0 com y = 1)" if certain_wrong.any() else "certeza certa (p = y)"
    return Criterion(
        found is not None and lowest - slack <= found / scale <= highest + slack,
        f"um custo finito e coerente mesmo com uma {case}",
        _name_infinity(call) if found is None else _name_cost(found / scale, lowest),
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


def _name_cost(found: float, lowest: float) -> str:
    small = "um corte de p largo demais: o custo ficou pequeno"
    return small if found < lowest else "outro custo"


def _name_infinity(call: dict[str, Any] | None) -> str:
    if call is None:
        return "nada"
    if _is_infinite(call):
        return f"log(0): {call['error'] or 'um custo infinito ou NaN'}"
    return call["error"] or describe_shape(call["result"])


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
