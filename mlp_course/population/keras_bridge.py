"""A ida e a volta entre uma população e modelos do Keras.

O Keras só é importado aqui dentro, e só quando se pede: treinar uma população
não precisa dele.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mlp_course.errors import CourseError
from mlp_course.population.layout import Weights

if TYPE_CHECKING:
    import keras

ACTIVATIONS = ["relu", "relu", "sigmoid"]


def build(
    neurons: Sequence[int], reg: Sequence[float], n_features: int, weights: Weights
) -> "keras.Model":
    """Devolve um modelo compilado com os pesos dados."""
    from mlp_course.models import create_model

    model = create_model(tuple(neurons), tuple(reg), n_features)
    model.set_weights(weights)
    return model


def describe(
    models: Sequence["keras.Model"],
) -> tuple[NDArray[np.int64], NDArray[np.float64], int, list[Weights]]:
    """Devolve larguras, penalidades, colunas da entrada e pesos dos modelos."""
    models = list(models)
    if not models:
        raise CourseError("Nenhum modelo: passe ao menos uma rede de create_model.")
    for i, model in enumerate(models):
        _validate_layers(i, model)
        _validate_compilation(i, model)
    inputs = sorted({int(model.input_shape[-1]) for model in models})
    if len(inputs) > 1:
        raise CourseError(f"As redes têm entradas de tamanhos diferentes, {inputs}: use um só.")
    neurons = np.array([[layer.units for layer in _dense(model)[:2]] for model in models])
    reg = np.array([_elastic_net(i, model) for i, model in enumerate(models)])
    return neurons, reg, inputs[0], [model.get_weights() for model in models]


def _dense(model: "keras.Model") -> list[Any]:
    import keras

    return [layer for layer in model.layers if not isinstance(layer, keras.layers.InputLayer)]


def _validate_layers(i: int, model: "keras.Model") -> None:
    import keras

    layers = _dense(model)
    if len(layers) != 3 or not all(type(layer) is keras.layers.Dense for layer in layers):
        raise CourseError(
            f"O modelo {i} não tem exatamente três camadas Dense: a população treina redes como "
            "as de create_model."
        )
    activations = [keras.activations.serialize(layer.activation) for layer in layers]
    if activations != ACTIVATIONS or layers[-1].units != 1:
        raise CourseError(
            f"O modelo {i} tem ativações {activations} e {layers[-1].units} saída(s): eram "
            f"esperadas {ACTIVATIONS} e uma."
        )
    if not all(layer.use_bias and layer.trainable for layer in layers):
        raise CourseError(f"O modelo {i} tem camada sem viés ou congelada: todas devem treinar.")


def _validate_compilation(i: int, model: "keras.Model") -> None:
    import keras

    loss = getattr(model, "loss", None)
    if not (loss == "binary_crossentropy" or _is_plain_cross_entropy(loss)):
        raise CourseError(f"O modelo {i} não foi compilado com loss='binary_crossentropy'.")
    expected = _optimizer_settings(keras.optimizers.Adam())
    if type(model.optimizer) is not keras.optimizers.Adam:
        name = type(model.optimizer).__name__
        raise CourseError(f"O modelo {i} usa o otimizador {name}: a população treina com Adam.")
    settings = _optimizer_settings(model.optimizer)
    changed = sorted(name for name in expected if settings.get(name) != expected[name])
    if changed:
        raise CourseError(
            f"O modelo {i} usa Adam com outro {', '.join(changed)}: use optimizer='adam', com os "
            "valores de fábrica."
        )


def _is_plain_cross_entropy(loss: object) -> bool:
    import keras

    if not isinstance(loss, keras.losses.BinaryCrossentropy):
        return False
    return loss.get_config() == keras.losses.BinaryCrossentropy().get_config()


def _optimizer_settings(optimizer: "keras.optimizers.Optimizer") -> dict[str, Any]:
    settings = optimizer.get_config()
    settings["learning_rate"] = np.float32(settings["learning_rate"])
    return {name: value for name, value in settings.items() if name != "name"}


def _elastic_net(i: int, model: "keras.Model") -> tuple[float, float]:
    penalties = {
        _l1_l2(i, regularizer)
        for layer in _dense(model)
        for regularizer in (layer.kernel_regularizer, layer.bias_regularizer)
    }
    if len(penalties) > 1:
        raise CourseError(
            f"O modelo {i} tem regularizações diferentes entre camadas: use o mesmo elastic net "
            "nos pesos e nos vieses de todas, como create_model."
        )
    return penalties.pop()


def _l1_l2(i: int, regularizer: object) -> tuple[float, float]:
    import keras

    if regularizer is None:
        return 0.0, 0.0
    if not isinstance(regularizer, keras.regularizers.L1L2):
        name = type(regularizer).__name__
        raise CourseError(f"O modelo {i} usa a regularização {name}: use keras.regularizers.L1L2.")
    return float(regularizer.l1), float(regularizer.l2)
