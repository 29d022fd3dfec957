"""A avaliação: AUC no teste e a tabela que compara os modelos.

O conjunto de teste só entra aqui. A AUC é a exata, do scikit-learn: a chance de
um tumor benigno receber escore maior que um maligno, sorteados ao acaso.
"""

from collections.abc import Mapping

import keras
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from mlp_course.data import Split, validate_features
from mlp_course.errors import CourseError
from mlp_course.study import paired_differences, resampled_study

__all__ = ["compare_models", "paired_differences", "predict_scores", "resampled_study"]


def predict_scores(model: keras.Model, X: ArrayLike) -> NDArray[np.float32]:
    """Devolve a probabilidade que a rede dá à classe 1, uma por linha.

    Parameters
    ----------
    model : keras.Model
        Rede com uma saída sigmoide.
    X : array_like, (n_rows, n_features)

    Returns
    -------
    array of float, (n_rows,)

    Raises
    ------
    CourseError
        Se `X` não couber na entrada da rede ou a saída não for uma probabilidade.
    """
    X = validate_features(X, model.input_shape[-1])
    scores = keras.ops.convert_to_numpy(model(X, training=False))
    if scores.shape != (len(X), 1) or not ((scores >= 0) & (scores <= 1)).all():
        raise CourseError(
            f"A rede devolveu saídas de formato {scores.shape}, NaN ou fora de [0, 1]: a última "
            "camada deve ser Dense(1, activation='sigmoid'), e o treino não pode divergir."
        )
    return scores[:, 0]


def compare_models(models: Mapping[str, keras.Model], split: Split) -> pd.DataFrame:
    """Compara modelos pela AUC no conjunto de teste.

    Parameters
    ----------
    models : mapping of str to keras.Model
        Um nome para cada rede; a ordem é mantida.
    split : Split
        Só `X_test` e `y_test` são usados.

    Returns
    -------
    pandas.DataFrame
        Índice ``model``; colunas ``parameters`` e ``test_auc``.

    Raises
    ------
    CourseError
        Se não houver nenhum modelo.

    References
    ----------
    Hanley e McNeil (1982), *The meaning and use of the area under a ROC curve*.
    """
    from sklearn.metrics import roc_auc_score

    if not models:
        raise CourseError("Nenhum modelo para comparar: passe um dicionário {nome: rede}.")
    rows = [
        {
            "model": name,
            "parameters": model.count_params(),
            "test_auc": float(roc_auc_score(split.y_test, predict_scores(model, split.X_test))),
        }
        for name, model in models.items()
    ]
    return pd.DataFrame(rows).set_index("model")
