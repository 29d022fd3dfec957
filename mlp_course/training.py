"""O treino: sementes, early stopping e um `fit` com as escolhas do original.

Quem lê o original encontra aqui os mesmos números (50 epochs, batches de 96,
um quarto do treino para validação) com uma diferença dita em voz alta: a
direção do early stopping é um argumento, `mode`, e não um palpite do Keras.
"""

import keras
from numpy.typing import ArrayLike

from mlp_course.data import split_rows, validate_features, validate_target
from mlp_course.defaults import BATCH_SIZE, EPOCHS, PATIENCE, VALIDATION_SPLIT
from mlp_course.hyperparameters import Mode as Mode
from mlp_course.hyperparameters import validate_mode, validate_training


def set_seeds(seed: int = 42) -> None:
    """Fixa as sementes **globais** de `random`, NumPy e TensorFlow.

    Parameters
    ----------
    seed : int, default 42
        Inteiro não negativo.

    References
    ----------
    `keras.utils.set_random_seed`.
    """
    keras.utils.set_random_seed(seed)


def early_stopping(patience: int = PATIENCE, mode: Mode = "max") -> keras.callbacks.EarlyStopping:
    """Cria o callback que interrompe o treino quando `val_auc` não melhora.

    Parameters
    ----------
    patience : int, default 10
        Epochs seguidas sem melhora que se toleram.
    mode : {"max", "min"}, default "max"
        O que é melhorar. ``"min"`` reproduz o que o TensorFlow 2.3.1 fez com a
        chamada do original: sem `mode`, só nomes com "acc" eram maximizados.

    Returns
    -------
    keras.callbacks.EarlyStopping

    Raises
    ------
    CourseError
        Se `patience` for menor que 1 ou `mode` não existir.

    References
    ----------
    Prechelt (1998), *Early stopping — but when?*; tensorflow/tensorflow#44509.
    """
    validate_mode(mode)
    validate_training(patience=patience)
    return keras.callbacks.EarlyStopping(monitor="val_auc", patience=patience, mode=mode)


def fit(
    model: keras.Model,
    X: ArrayLike,
    y: ArrayLike,
    *,
    validation_split: float = VALIDATION_SPLIT,
    epochs: int = EPOCHS,
    batch_size: int = BATCH_SIZE,
    callbacks: list[keras.callbacks.Callback] | None = None,
    verbose: int = 0,
) -> dict[str, list[float]]:
    """Treina `model` como o original e devolve o histórico.

    Parameters
    ----------
    model : keras.Model
        Rede compilada.
    X : array_like, (n_rows, n_features)
    y : array_like, (n_rows,)
        Rótulos 0 ou 1.
    validation_split : float, default 0.25
        Fração **final** das linhas, sem embaralhar, usada para validação; 0
        treina com todas.
    epochs : int, default 50
    batch_size : int, default 96
    callbacks : list of keras.callbacks.Callback, optional
    verbose : {0, 1, 2}, default 0

    Returns
    -------
    dict of list of float
        Um valor por epoch em ``loss`` e ``auc`` e, se houver validação, em
        ``val_loss`` e ``val_auc``.

    Raises
    ------
    CourseError
        Se os dados não servirem para a rede, `validation_split` não estiver em [0, 1) ou
        levar à validação uma classe só, ou `epochs` ou `batch_size` for menor que 1.
    """
    validate_training(epochs, batch_size)
    X = validate_features(X, model.input_shape[-1])
    y = validate_target(y, len(X))
    split_rows(y, validation_split)
    history = model.fit(
        X,
        y,
        validation_split=validation_split,
        epochs=int(epochs),
        batch_size=batch_size,
        shuffle=True,
        callbacks=callbacks,
        verbose=verbose,
    )
    return {name: [float(v) for v in values] for name, values in history.history.items()}
