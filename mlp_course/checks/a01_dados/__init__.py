"""Verificações de `01-dados`: carregar, dividir com estratos, padronizar sem vazamento."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_breast_cancer

from mlp_course.checks.a01_dados.functions import (
    challenge_split,
    challenge_standardize,
    is_stratified,
    judge_split,
    judge_standardize,
    read_parts,
)
from mlp_course.checks.compare import close
from mlp_course.checks.definition import Challenge, Check, Criterion
from mlp_course.checks.read_numbers import first_match, numbers, scalar

# O que o notebook pode importar do curso na correção, além de check.
ALLOWED_MODULES: tuple[str, ...] = ()
SEE = "capítulo “Os dados”"
PARTS = ("X_train", "X_test", "y_train", "y_test")


def judge_load(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    X, y = load_breast_cancer(return_X_y=True)
    parts, shapes = read_parts(data)
    if shapes not in ([X.shape, y.shape], [X.shape, (len(y), 1)]):
        return [
            Criterion(
                False,
                "569 linhas e 30 colunas em X, e um rótulo por linha em y",
                "X e y trocados"
                if shapes == [y.shape, X.shape]
                else f"formatos {' e '.join(map(str, shapes))}",
                "return_X_y=True devolve primeiro as medidas, depois os rótulos.",
            )
        ]
    found_X, found_y = parts[0], parts[1].ravel()
    return [
        Criterion(
            close(found_X, X),
            "as medidas do scikit-learn, sem alteração e na mesma ordem",
            _name_measures_fault(found_X, X),
            "Nesta etapa ainda não se padroniza nem se embaralha.",
        ),
        Criterion(
            close(found_y, y),
            "os rótulos do scikit-learn, na mesma ordem: 0 é maligno, 1 é benigno",
            "0 e 1 invertidos" if close(found_y, 1 - y) else "rótulos em outra ordem",
            "Não recodifique os rótulos: use os que vêm com os dados.",
        ),
    ]


def judge_counts(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    y = load_breast_cancer().target
    expected = {"maligno": int((y == 0).sum()), "benigno": int((y == 1).sum())}
    if not isinstance(data, dict):
        return [
            Criterion(
                False,
                "um dicionário com as chaves 'maligno' e 'benigno'",
                "algo que não é um dicionário",
            )
        ]
    named = {str(key).strip().lower(): scalar(value) for key, value in data.items()}
    found = [named.get(name) for name in expected]
    counts = list(expected.values())
    faults = {
        "classes trocadas": counts[::-1],
        "frações, e não quantidades": np.divide(counts, len(y)),
        "porcentagens, e não quantidades": np.multiply(100 / len(y), counts),
    }
    missing = set(expected) - set(named)
    return [
        Criterion(
            found == counts,
            "quantos tumores há em cada classe, nas chaves 'maligno' e 'benigno'",
            _name_keys(named) if missing else first_match(found, faults),
            "Em target_names, a posição do nome é o rótulo: o primeiro nome é o da classe 0.",
        )
    ]


def judge_apply(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    X, y = load_breast_cancer(return_X_y=True)
    if not isinstance(data, dict) or not set(PARTS) <= set(data):
        return [
            Criterion(
                False,
                f"um dicionário com as chaves {', '.join(PARTS)}",
                _name_keys(data) if isinstance(data, dict) else "algo que não é um dicionário",
            )
        ]
    parts, shapes = read_parts([_as_vector(data[name], name) for name in PARTS])
    # 569 não se divide por 4: há quem arredonde para baixo.
    sizes = [[(569 - n, 30), (n, 30), (569 - n,), (n,)] for n in (142, 143)]
    if shapes not in sizes:
        return [
            Criterion(
                False,
                "75 % das 569 linhas no treino e 25 % no teste, com 30 colunas e números finitos",
                f"formatos {', '.join(map(str, shapes))}",
                "Use split_data e depois standardize, nesta ordem.",
            )
        ]
    X_train, X_test, y_train, y_test = parts
    together = np.vstack([X_train, X_test])
    rows = _matching_rows(together, X)
    if rows is None:
        return [
            Criterion(
                False,
                "treino e teste na mesma escala, cada tumor uma vez",
                "treino e teste em escalas diferentes, ou linhas perdidas",
                "O teste usa as medidas do treino: chame standardize uma vez só, com os dois.",
            )
        ]
    if close(together, X[rows]):
        return [Criterion(False, "medidas padronizadas", "as medidas como vieram")]
    return [
        Criterion(
            _is_standard(X_train),
            "o treino padronizado, com média 0 e desvio padrão 1 em cada coluna",
            "média e desvio padrão medidos em todas as linhas: vazamento"
            if _is_standard(together)
            else "médias ou desvios padrão que não são os do treino",
            "Padronize depois de dividir, nunca antes.",
            weight=2,
        ),
        Criterion(
            np.array_equal(np.concatenate([y_train, y_test]), y[rows]),
            "cada tumor com o seu rótulo",
            "rótulos de outras linhas",
            "As quatro partes saem da mesma chamada de split_data.",
        ),
        Criterion(
            is_stratified(y_test, y),
            "as duas classes na mesma proporção nas duas partes",
            "proporções diferentes",
            "Use a sua split_data, que já estratifica.",
        ),
    ]


def _name_keys(data: dict) -> str:
    return f"as chaves {', '.join(map(str, data))}" if data else "nenhuma chave"


def _as_vector(part: Any, name: str) -> Any:
    """Uma coluna de rótulos vale o mesmo que um vetor deles."""
    array = numbers(part)
    if array is None or array.ndim != 2 or array.shape[1] != 1 or not name.startswith("y_"):
        return part
    return array.ravel()


def _name_measures_fault(found: NDArray, X: NDArray) -> str:
    if _is_standard(found):
        return "medidas já padronizadas"
    if close(np.sort(found, axis=0), np.sort(X, axis=0)):
        return "linhas em outra ordem"
    return "valores diferentes"


def _is_standard(X: NDArray) -> bool:
    mean, std = X.mean(axis=0), X.std(axis=0)
    # Quem usa o divisor n - 1 fica a 1,2 milésimo de 1.
    return close(mean, np.zeros_like(mean), 1e-3) and close(std, np.ones_like(std), 2e-3)


def _matching_rows(scaled: NDArray, X: NDArray) -> NDArray | None:
    """Devolve que linha de X é cada linha padronizada; None se a escala não for uma só.

    Coluna a coluna, os valores ordenados têm de ser uma reta dos originais ordenados.
    """
    ours, theirs = np.sort(scaled, axis=0), np.sort(X, axis=0)
    spread = ours.std(axis=0)
    if not spread.all():
        return None
    back = (scaled - ours.mean(axis=0)) / spread
    original = (X - theirs.mean(axis=0)) / theirs.std(axis=0)
    if not close(np.sort(back, axis=0), np.sort(original, axis=0), 1e-3):
        return None
    distances = ((back[:, None, :] - original[None, :, :]) ** 2).sum(axis=2)
    rows = distances.argmin(axis=1)
    return rows if len(np.unique(rows)) == len(X) else None


CHECKS = (
    Check(
        "01-dados.carregar",
        "Carregar os dados",
        2,
        "value",
        judge_load,
        SEE,
        (
            "A função load_breast_cancer está em sklearn.datasets.",
            "Um argumento dela devolve diretamente o par (X, y).",
        ),
    ),
    Check(
        "01-dados.contar",
        "Contar as classes",
        1,
        "value",
        judge_counts,
        SEE,
        ("Compare y com 0 e some: True vale 1.", "load_breast_cancer().target_names dá os nomes."),
    ),
    Check(
        "01-dados.dividir",
        "Dividir em treino e teste",
        4,
        "function",
        judge_split,
        SEE,
        (
            "train_test_split faz tudo em uma chamada.",
            "São três argumentos além de X e y: o tamanho, a semente e as classes.",
        ),
        challenge_split,
    ),
    Check(
        "01-dados.padronizar",
        "Padronizar sem vazamento",
        4,
        "function",
        judge_standardize,
        SEE,
        (
            "StandardScaler separa medir (fit) de aplicar (transform).",
            "Só uma das duas matrizes pode passar por fit.",
        ),
        challenge_standardize,
    ),
    Check(
        "01-dados.aplicar",
        "Preparar os dados do curso",
        3,
        "value",
        judge_apply,
        SEE,
        ("Duas linhas bastam: split_data, depois standardize.",),
    ),
)
