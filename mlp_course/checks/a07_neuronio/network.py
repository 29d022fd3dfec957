"""Juízes de `07-neuronio` para a camada e a rede inteira."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from mlp_course.checks.compare import close, failed_calls
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.numpy_mlp import Floats, draw_weights, forward, identity, relu
from mlp_course.checks.read_matrices import copy_calls, describe_shape, shape_of
from mlp_course.checks.read_numbers import first_match, numbers


def challenge_layer(rng: np.random.Generator) -> Challenge:
    """Um lote retangular e um quadrado, em que um broadcasting errado não dá erro."""
    calls = {}
    for name, (n_rows, inputs, units) in {"main": (7, 4, 3), "square": (5, 5, 5)}.items():
        b = rng.permutation(np.linspace(-3, 3, units) + rng.uniform(-0.3, 0.3, units))
        calls[name] = [rng.normal(size=(n_rows, inputs)), rng.normal(size=(inputs, units)), b]
    return {"calls": calls}


def judge_layer(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga o produto e o viés; os nomes dos erros vêm do lote quadrado."""
    A, W, b = challenge["calls"]["main"]
    call = data["main"]
    found = numbers(call["result"], (7, 3)) if call and not call["error"] else None
    product_ok = found is not None and _is_product_plus_rows(found - A @ W, b)
    product = "o produto de A por W, um neurônio por coluna"
    if not product_ok:
        fault = _name_layer_fault(data["square"], *challenge["calls"]["square"])
        failure = failed_calls(data, ["main"])
        if failure and not fault:
            return [failure]
        shape = describe_shape(call["result"]) if call and found is None else ""
        return [
            Criterion(
                False,
                product + ", mais o viés",
                fault or shape,
                "A é (n, entradas), W é (entradas, neurônios): o resultado é (n, neurônios).",
            )
        ]
    squared = numbers((data["square"] or {}).get("result"), (5, 5))
    A2, W2, b2 = challenge["calls"]["square"]
    return [
        Criterion(True, product),
        Criterion(
            close(found, A @ W + b) and close(squared, A2 @ W2 + b2),
            "o viés de cada neurônio somado à coluna dele, em todas as linhas",
            _name_layer_fault(data["square"], A2, W2, b2) or _name_layer_fault(call, A, W, b),
            "Some b ao produto: o NumPy repete um vetor (neurônios,) em cada linha.",
            weight=2,
        ),
    ]


def challenge_forward(rng: np.random.Generator) -> Challenge:
    """Redes 30-h1-h2-1, uma de tamanhos fixos e outra sorteada."""
    h1 = int(rng.integers(7, 12))
    sizes = {"main": (30, 6, 6, 1), "other": (30, h1, int(rng.integers(2, h1)), 1)}
    calls = {name: [*draw_network(rng, 12, layers)] for name, layers in sizes.items()}
    # O aluno recebe a lista e poderia mudá-la: o juiz guarda a sua cópia.
    return {"calls": calls, "networks": copy_calls(calls)}


def draw_network(
    rng: np.random.Generator, n_rows: int, sizes: Sequence[int]
) -> tuple[Floats, list[Floats]]:
    """Sorteia linhas e uma rede cuja saída depende de fato de cada camada."""
    while True:
        X, weights = rng.normal(size=(n_rows, sizes[0])), draw_weights(rng, sizes)
        p = forward(X, weights)
        if np.ptp(p) > 0.3 and min(p.min(), 1 - p.max()) > 0.005:
            return X, weights


def judge_forward(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga as probabilidades, o formato e outra arquitetura."""
    if failure := failed_calls(data, ["main"]):
        return [failure]
    X, weights = challenge["networks"]["main"]
    found = column(data["main"]["result"], len(X))
    expected = "a probabilidade de cada linha: duas camadas com ReLU e uma com sigmoide"
    if not close(found, forward(X, weights)):
        name = _name_forward_fault(found, X, weights)
        return [
            Criterion(
                False,
                expected,
                name or (describe_shape(data["main"]["result"]) if found is None else ""),
                "Confira camada por camada: ativação, produto, viés.",
            )
        ]
    other_X, other_weights = challenge["networks"]["other"]
    call = data["other"] or {"result": None}
    return [
        Criterion(True, expected, weight=2),
        Criterion(
            shape_of(data["main"]["result"]) == (len(X),),
            "um vetor (n,), uma probabilidade por linha",
            describe_shape(data["main"]["result"]),
            "A última camada dá uma coluna (n, 1): [:, 0] ou .ravel() faz dela um vetor.",
        ),
        Criterion(
            close(column(call["result"], len(other_X)), forward(other_X, other_weights)),
            "a mesma conta em redes de qualquer tamanho",
            call.get("error") or "outros valores em uma rede de camadas diferentes",
            "Os tamanhos estão nos pesos: nenhum número de neurônios precisa aparecer no código.",
        ),
    ]


def column(result: Any, n_rows: int) -> Floats | None:
    """Lê uma probabilidade por linha, de um vetor ou de uma coluna."""
    array = numbers(result)
    if array is None or array.shape not in ((n_rows,), (n_rows, 1)):
        return None
    return array.ravel()


def _is_product_plus_rows(rest: Floats, b: Floats) -> bool:
    """Diz se o que sobra do produto é um mesmo deslocamento por linha, ou nada."""
    return close(rest, np.tile(rest[0], (len(rest), 1))) and bool(
        np.abs(rest[0]).max() <= 4 * np.abs(b).max()
    )


def _name_layer_fault(call: dict[str, Any] | None, A: Floats, W: Floats, b: Floats) -> str:
    if call is None or call["error"]:
        return ""
    product, square = A @ W, len(A) == len(b)
    faults: dict[str, Any] = {
        "o produto sem o viés": product,
        "o viés subtraído": product - b,
        "a soma dos vieses em todos os neurônios": product + b.sum(),
        "a média dos vieses em todos os neurônios": product + b.mean(),
        "um só viés, o primeiro, em todos os neurônios": product + b[0],
        "a ReLU já aplicada; aqui se pede só a soma": relu(product + b),
        "a sigmoide já aplicada; aqui se pede só a soma": expit(product + b),
    }
    if square:
        faults |= {
            "broadcasting errado: um viés por linha, e não por neurônio": product + b[:, None],
            "o produto com W transposta": A @ W.T + b,
            "o produto com W transposta, sem o viés": A @ W.T,
            "o produto elemento a elemento (*), e não o de matrizes (@)": A * W + b,
            "a resposta transposta: (neurônios, n)": (product + b).T,
        }
    return first_match(numbers(call["result"]), faults)


def _name_forward_fault(found: NDArray | None, X: Floats, weights: list[Floats]) -> str:
    def output(*activations: Any, bias: float = 1) -> Floats:
        return forward(X, weights, activations, bias)

    p = output(relu, relu, expit)
    faults = {
        "a rede sem os vieses": output(relu, relu, expit, bias=0),
        "camadas ocultas sem ativação: a rede virou uma regressão logística": output(
            identity, identity, expit
        ),
        "a segunda camada oculta sem ReLU": output(relu, identity, expit),
        "a primeira camada oculta sem ReLU": output(identity, relu, expit),
        "a saída sem a sigmoide: logits, e não probabilidades": output(relu, relu, identity),
        "ReLU também na saída": output(relu, relu, relu),
        "ReLU na saída, antes da sigmoide": expit(output(relu, relu, relu)),
        "sigmoide nas camadas ocultas": output(expit, expit, expit),
        "a probabilidade da outra classe": 1 - p,
        "classes já decididas em 0 e 1": np.round(p),
        "a sigmoide aplicada duas vezes": expit(p),
        "o viés só na última camada": _last_bias_only(X, weights),
        "a saída sem o seu viés": _no_last_bias(X, weights),
    }
    return first_match(found, faults)


def _last_bias_only(X: Floats, weights: list[Floats]) -> Floats:
    return forward(X, [w if i in (0, 2, 4, 5) else 0 * w for i, w in enumerate(weights)])


def _no_last_bias(X: Floats, weights: list[Floats]) -> Floats:
    return forward(X, [*weights[:5], 0 * weights[5]])
