"""Os dados: Breast Cancer do scikit-learn, divididos uma única vez.

Cada linha é um tumor, cada coluna uma medida da imagem de suas células; o
rótulo é 1 para benigno e 0 para maligno. O conjunto de teste é separado aqui e
só volta a aparecer na avaliação final.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlp_course.errors import CourseError


@dataclass(frozen=True, eq=False)
class Split:
    """Treino e teste, já conferidos.

    Parameters
    ----------
    X_train, X_test : array, (n_train, n_features) e (n_test, n_features)
        Medidas, sem valores ausentes ou infinitos.
    y_train, y_test : array, (n_train,) e (n_test,)
        Rótulos 0 ou 1; as duas classes aparecem em cada parte.
    feature_names : tuple of str
        Um nome por coluna.

    Raises
    ------
    CourseError
        Se alguma parte tiver formato, valores ou classes que impeçam o treino.
    """

    X_train: NDArray[np.float64]
    X_test: NDArray[np.float64]
    y_train: NDArray[np.int64]
    y_test: NDArray[np.int64]
    feature_names: tuple[str, ...]

    def __post_init__(self) -> None:
        n_features = len(self.feature_names)
        for part in ("train", "test"):
            X = validate_features(getattr(self, f"X_{part}"), n_features, name=f"X_{part}")
            y = validate_target(getattr(self, f"y_{part}"), len(X), name=f"y_{part}")
            object.__setattr__(self, f"X_{part}", X)
            object.__setattr__(self, f"y_{part}", y)


def load_split(seed: int = 42, standardize: bool = False) -> Split:
    """Carrega o Breast Cancer e o divide em 75 % de treino e 25 % de teste.

    Parameters
    ----------
    seed : int, default 42
        Semente do sorteio; a divisão mantém a proporção das classes.
    standardize : bool, default False
        Se verdadeiro, subtrai de cada coluna a média e divide pelo desvio
        padrão, **medidos só no treino**.

    Returns
    -------
    Split
        Formatos (426, 30), (143, 30), (426,) e (143,).

    References
    ----------
    Street, Wolberg e Mangasarian (1993), *Nuclear feature extraction for breast
    tumor diagnosis*; `sklearn.datasets.load_breast_cancer`.

    Examples
    --------
    >>> load_split().X_train.shape
    (426, 30)
    """
    from sklearn.datasets import load_breast_cancer
    from sklearn.model_selection import train_test_split
    from sklearn.preprocessing import StandardScaler

    dataset = load_breast_cancer()
    X_train, X_test, y_train, y_test = train_test_split(
        dataset.data, dataset.target, stratify=dataset.target, test_size=0.25, random_state=seed
    )
    if standardize:
        scaler = StandardScaler().fit(X_train)
        X_train, X_test = scaler.transform(X_train), scaler.transform(X_test)
    return Split(X_train, X_test, y_train, y_test, tuple(map(str, dataset.feature_names)))


def validate_features(
    X: ArrayLike, n_features: int | None = None, *, name: str = "X"
) -> NDArray[np.float64]:
    """Devolve `X` como matriz de números finitos.

    Parameters
    ----------
    X : array_like, (n_rows, n_features)
    n_features : int, optional
        Quantas colunas são esperadas; sem ele, qualquer número serve.
    name : str, default "X"
        Como chamar a matriz nas mensagens.

    Returns
    -------
    array of float, (n_rows, n_features)

    Raises
    ------
    CourseError
        Se não tiver duas dimensões, estiver vazia, tiver outro número de colunas
        ou algum valor ausente ou infinito.
    """
    try:
        X = np.asarray(X, dtype=float)
    except (TypeError, ValueError):
        raise CourseError(
            f"{name} tem valores que não são números: converta textos e categorias antes."
        ) from None
    if X.ndim != 2 or 0 in X.shape:
        raise CourseError(
            f"{name} tem formato {X.shape}: era esperada uma matriz (linhas, colunas) não vazia. "
            "Uma linha só vira matriz com X.reshape(1, -1)."
        )
    if n_features is not None and X.shape[1] != n_features:
        raise CourseError(
            f"{name} tem {X.shape[1]} colunas, mas eram esperadas {n_features}: use as mesmas "
            "medidas, na mesma ordem."
        )
    if not np.isfinite(X).all():
        row = int(np.argwhere(~np.isfinite(X))[0, 0])
        raise CourseError(
            f"{name} tem NaN ou infinito (o primeiro na linha {row}): remova ou preencha antes."
        )
    return X


def validate_target(
    y: ArrayLike, n_rows: int | None = None, *, name: str = "y"
) -> NDArray[np.int64]:
    """Devolve `y` como vetor de rótulos 0 e 1, com as duas classes presentes.

    Parameters
    ----------
    y : array_like, (n_rows,)
    n_rows : int, optional
        Quantos rótulos são esperados.
    name : str, default "y"
        Como chamar o vetor nas mensagens.

    Returns
    -------
    array of int, (n_rows,)

    Raises
    ------
    CourseError
        Se não for um vetor de 0 e 1, tiver outro tamanho ou uma classe só (a AUC
        compara as duas, e sem uma delas não existe).
    """
    try:
        y = np.asarray(y)
    except ValueError:
        raise CourseError(f"{name} tem linhas de tamanhos diferentes: use um vetor.") from None
    if y.ndim != 1 or (n_rows is not None and len(y) != n_rows):
        raise CourseError(
            f"{name} tem formato {y.shape}, mas era esperado um rótulo por linha de X"
            f"{'' if n_rows is None else f', ({n_rows},)'}. Uma coluna vira vetor com y.ravel()."
        )
    values = set(y.tolist())
    if not values <= {0, 1}:
        raise CourseError(
            f"{name} tem rótulos além de 0 e 1: a saída sigmoide separa exatamente duas classes."
        )
    if len(values) < 2:
        raise CourseError(
            f"{name} tem uma classe só: sem as duas a AUC não existe. Divida com stratify=y."
        )
    return y.astype(np.int64)


def split_rows(y: NDArray[np.int64], validation_split: float) -> int:
    """Diz quantas das primeiras linhas treinam; as outras, sem embaralhar, validam.

    Parameters
    ----------
    y : array of int, (n_rows,)
        Rótulos já conferidos por `validate_target`.
    validation_split : float
        Fração final, em [0, 1), como a do Keras.

    Returns
    -------
    int
        De 1 a ``n_rows``.

    Raises
    ------
    CourseError
        Se a fração não estiver em [0, 1), não deixar linha nenhuma para o treino ou
        levar à validação uma classe só.
    """
    if not 0 <= validation_split < 1:
        raise CourseError(f"validation_split={validation_split}: use uma fração em [0, 1).")
    n_train = int(len(y) * (1 - validation_split))
    if n_train < 1:
        raise CourseError(
            f"validation_split={validation_split} não deixa nenhuma das {len(y)} linhas para o "
            "treino: use uma fração menor."
        )
    if n_train < len(y):
        validate_target(y[n_train:], name="y de validação")
    return n_train
