"""O que cada técnica contra o overfitting muda, em muitas divisões: perda e AUC fora do treino.

De cada divisão do curso, cem linhas do treino ajustam a rede e as outras a medem; o teste fica
fechado. As técnicas recebem as mesmas linhas e os mesmos pesos iniciais.

    python benchmarks/regularizers.py [--splits 20]
"""

import argparse
import os
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from _common import RESULTS, circumstances, decimal, save
from sklearn.metrics import log_loss, roc_auc_score

from mlp_course.data import load_split
from mlp_course.training import set_seeds

N_FIT, EPOCHS, BATCH = 100, 60, 10
# Nome, no livro, de cada técnica, e o que ela muda.
TECHNIQUES: dict[str, dict[str, Any]] = {
    "nenhuma": {},
    "L2 de 0,01": {"l2": 0.01},
    "dropout de 0,5": {"dropout": 0.5},
    "early stopping": {"patience": 10},
    "dropout e early stopping": {"dropout": 0.5, "patience": 20},
    "batch normalization": {"normalize": True},
}


def main() -> None:
    """Treina todas, mostra as médias e grava o valor de cada divisão."""
    parser = argparse.ArgumentParser(description="Compara técnicas contra o overfitting.")
    parser.add_argument("--splits", type=int, default=20)
    parser.add_argument("--output", type=Path, default=RESULTS / "regularizers.json")
    args = parser.parse_args()
    report = circumstances() | {"n_fit": N_FIT, "epochs": EPOCHS, "batch": BATCH, "rows": []}
    for seed in range(args.splits):
        split = load_split(seed, standardize=True)
        for name, options in TECHNIQUES.items():
            report["rows"].append(
                {"seed": seed, "technique": name} | measure(split, seed, **options)
            )
    for name in TECHNIQUES:
        rows = [row for row in report["rows"] if row["technique"] == name]
        means = {key: decimal(float(np.mean([r[key] for r in rows])), 4) for key in ("loss", "auc")}
        print(f"{name}: perda {means['loss']}, AUC {means['auc']}")
    save(report, args.output)


def measure(
    split: Any,
    seed: int,
    l2: float = 0,
    dropout: float = 0,
    patience: int = 0,
    normalize: bool = False,
) -> dict[str, float]:
    """Treina uma rede em cem linhas e a mede nas outras do treino."""
    X, y = split.X_train[:N_FIT], split.y_train[:N_FIT]
    X_out, y_out = split.X_train[N_FIT:], split.y_train[N_FIT:]
    set_seeds(seed)
    model = keras.Sequential([keras.Input((X.shape[1],))])
    for _ in range(2):
        model.add(keras.layers.Dense(100, kernel_regularizer=keras.regularizers.L2(l2)))
        if normalize:
            model.add(keras.layers.BatchNormalization())
        model.add(keras.layers.Activation("relu"))
        if dropout:
            model.add(keras.layers.Dropout(dropout))
    model.add(keras.layers.Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    callbacks, validation = [], None
    if patience:
        # Quem para cedo gasta um quarto das linhas para saber quando.
        n_fit = 3 * N_FIT // 4
        validation = (X[n_fit:], y[n_fit:])
        X, y = X[:n_fit], y[:n_fit]
        callbacks = [
            keras.callbacks.EarlyStopping(
                monitor="val_loss", mode="min", patience=patience, restore_best_weights=True
            )
        ]
    history = model.fit(
        X,
        y,
        validation_data=validation,
        epochs=EPOCHS,
        batch_size=BATCH,
        callbacks=callbacks,
        verbose=0,
    )
    scores = np.clip(model.predict(X_out, verbose=0).ravel(), 1e-7, 1 - 1e-7)
    return {
        "loss": float(log_loss(y_out, scores)),
        "auc": float(roc_auc_score(y_out, scores)),
        "epochs": len(history.history["loss"]),
    }


if __name__ == "__main__":
    main()
