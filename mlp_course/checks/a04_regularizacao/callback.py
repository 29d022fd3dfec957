"""Juiz de `04-regularizacao` para o treino do Keras com early stopping."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.checks.a04_regularizacao.stopping import ran_out, stopping_rule
from mlp_course.checks.compare import number
from mlp_course.checks.definition import Challenge, Criterion
from mlp_course.checks.read_numbers import numbers
from mlp_course.defaults import BATCH_SIZE

Floats = NDArray[np.float64]
PATIENCE, MAX_EPOCHS, N_FIT = 10, 100, 319
STEPS = math.ceil(N_FIT / BATCH_SIZE)
# Em 200 sementes, as perdas na melhor e na última epoch diferem ao menos 0,25 %.
LOSS_TOLERANCE = 1e-3


def judge_early_stopping(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    """Julga pelo comportamento: quantas epochs houve e de qual delas são os pesos."""
    from sklearn.metrics import log_loss

    from mlp_course.data import load_split

    y_val = load_split().y_train[N_FIT:]
    parts = data if isinstance(data, dict) else {}
    history, scores = parts.get("history"), numbers(parts.get("scores"))
    series = history if isinstance(history, dict) else {}
    auc, loss = (numbers(series.get(name)) for name in ("val_auc", "val_loss"))
    if auc is None or loss is None or auc.ndim != 1 or auc.shape != loss.shape or not len(auc):
        return [
            Criterion(
                False,
                "em history, o que fit devolve, com as séries val_auc e val_loss",
                f"as séries {', '.join(map(str, series))}" if series else "nenhuma série",
                "Passe validation_data=(X_val, y_val) a fit.",
            )
        ]
    scores_fault = _name_scores_fault(scores, len(y_val))
    if scores is None or scores_fault:
        return [
            Criterion(
                False,
                f"em scores, {len(y_val)} probabilidades: uma por linha de validação",
                scores_fault,
                "Depois do treino: network.predict(X_val, verbose=0).",
            )
        ]
    stop, best = stopping_rule(auc, PATIENCE)
    n_epochs = len(auc)
    stopped_well = n_epochs == stop and (n_epochs == MAX_EPOCHS or ran_out(auc, PATIENCE))
    # Em float32, log_loss corta as probabilidades quase onde o Keras corta.
    found_loss = log_loss(y_val, scores.ravel().astype(np.float32))
    return [
        Criterion(
            stopped_well,
            f"parar quando val_auc fica {PATIENCE} epochs sem superar o seu maior valor",
            _name_stop_fault(auc, loss),
            "EarlyStopping recebe monitor, mode e patience, e vai em callbacks=[…].",
        ),
        Criterion(
            _same_loss(found_loss, loss[best - 1]),
            "escores da rede com os pesos da epoch de maior val_auc",
            _name_weights_fault(found_loss, auc, loss),
            "restore_best_weights=True traz de volta os melhores pesos.",
        ),
        # Só tira pontos, e só de quem parou onde devia: quem errou a parada já sabe disso.
        *(_judge_fit(parts.get("params")) if stopped_well else ()),
    ]


def _judge_fit(params: Any) -> Iterator[Criterion]:
    """Julga o que `fit` recebeu, se `history` ainda é o que ele devolveu."""
    given = params if isinstance(params, dict) else {}
    steps, epochs = given.get("steps", STEPS), given.get("epochs", MAX_EPOCHS)
    if (steps or STEPS, epochs) != (STEPS, MAX_EPOCHS):
        yield Criterion(
            False,
            f"{STEPS} passos por epoch, {N_FIT} linhas em batches de {BATCH_SIZE}, "
            f"e no máximo {MAX_EPOCHS} epochs",
            f"{steps} passos por epoch e no máximo {epochs} epochs",
            "fit recebe X_fit e y_fit, batch_size=96 e epochs=100.",
        )


def _name_scores_fault(scores: Floats | None, n_rows: int) -> str:
    if scores is None:
        return "outra coisa que não números"
    if scores.size != n_rows:
        return f"formato {scores.shape}"
    if scores.min() < 0 or scores.max() > 1:
        return f"números de {number(scores.min())} a {number(scores.max())}"
    if np.isin(scores, (0, 1)).all():
        return "classes já decididas"
    return ""


def _same_loss(found: float, expected: float) -> bool:
    return math.isclose(found, expected, rel_tol=LOSS_TOLERANCE)


def _name_stop_fault(auc: Floats, loss: Floats) -> str:
    if len(auc) >= MAX_EPOCHS:
        return f"{len(auc)} epochs: nada interrompeu o treino"
    if ran_out(-auc, PATIENCE):
        return "uma parada de quem procura a menor AUC: mode='min'"
    if ran_out(-loss, PATIENCE):
        return "uma parada pela perda de validação: o monitor é outro"
    patience = next((p for p in range(1, len(auc)) if ran_out(auc, p)), None)
    if patience == 1:
        return "uma parada na primeira epoch sem melhora, como a do Keras quando falta patience"
    return f"uma paciência de {patience}" if patience else f"{len(auc)} epochs"


def _name_weights_fault(found: float, auc: Floats, loss: Floats) -> str:
    if _same_loss(found, loss[-1]):
        return "os pesos da última epoch: os melhores não foram restaurados"
    if _same_loss(found, loss[np.argmin(auc)]):
        return "os pesos da epoch de menor AUC"
    if _same_loss(found, loss.min()):
        return "os pesos da epoch de menor perda, e não da de maior AUC"
    return "escores de outros pesos ou de outras linhas"
