"""Verificações de `02-mlp-keras`: a rede ingênua, do desenho à AUC na validação."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from mlp_course.checks.a02_mlp_keras.evaluation import judge_evaluation
from mlp_course.checks.a02_mlp_keras.training import judge_training
from mlp_course.checks.definition import Challenge, Check, Criterion
from mlp_course.checks.read_networks import (
    computed_activations,
    loss_of,
    metric_names,
    name_of,
    training_extras,
)
from mlp_course.checks.read_numbers import first_match, numbers

# O que o notebook pode importar do curso na correção, além de check.
ALLOWED_MODULES: tuple[str, ...] = ("data", "training")
SEE = "capítulo “O primeiro modelo”"
SHAPES = [(30, 100), (100,), (100, 100), (100,), (100, 1), (1,)]
PARAMETERS = [3100, 10100, 101]
COUNT_FAULTS = {
    "pesos sem os vieses": [3000, 10000, 100],
    "um viés por camada, e não por neurônio": [3001, 10001, 101],
}


def judge_architecture(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    shapes = [np.shape(w) for w in data["weights"]]
    found = computed_activations(data)
    extras = training_extras(data["layers"])
    kernels = [shape for shape in shapes if len(shape) == 2]
    output = found[-1] if found else "ausente"
    hidden = found[:-1]
    return [
        Criterion(
            [s[0] for s in kernels[:1]] == [30],
            "uma entrada com 30 medidas",
            f"{kernels[0][0]} medidas" if kernels else "uma rede sem entrada definida",
            "Comece por keras.Input((30,)); uma classe sua cria os pesos em "
            "model(split.X_train[:1]).",
        ),
        Criterion(
            shapes == SHAPES and not extras,
            "camadas densas de 100, 100 e 1 neurônios, com vieses, e nada além delas",
            _name_shape_fault(shapes) if shapes != SHAPES else f"também {', '.join(extras)}",
            "Cada Dense(n) cria n neurônios; a última responde uma pergunta de sim ou não.",
        ),
        Criterion(
            hidden == ["relu", "relu"],
            "ReLU nas duas camadas ocultas",
            "camadas ocultas sem ativação"
            if set(hidden) == {"linear"}
            else f"ativações {', '.join(hidden)}",
            "Sem ativação, duas camadas lineares valem por uma.",
        ),
        Criterion(
            output == "sigmoid",
            "sigmoide na saída, para que ela seja uma probabilidade",
            "saída linear com entropia cruzada de probabilidades"
            if output == "linear"
            else f"ativação de saída {output}",
            "Com um neurônio só, softmax daria sempre 1; sem ativação, qualquer número.",
        ),
    ]


def judge_parameters(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    found = numbers(data)
    values = [] if found is None else found.ravel().tolist()
    layers, faulty = values[:3], first_match(values[:3], COUNT_FAULTS, 0)
    plausible = bool(faulty) or any(f == p for f, p in zip(layers, PARAMETERS, strict=False))
    return [
        Criterion(
            layers == PARAMETERS,
            "três números: os parâmetros de cada camada, pesos e vieses",
            faulty or "outros números",
            "Cada neurônio tem um peso por entrada e mais um viés.",
            weight=2,
        ),
        Criterion(
            plausible and len(values) == 4 and values[3] == sum(layers),
            "na quarta posição, a soma dos três",
            f"{len(values)} números" if len(values) != 4 else "outro número",
            "Some os três primeiros.",
        ),
    ]


def judge_compile(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    compiled = data["compiled"]
    if compiled is None:
        return [Criterion(False, "uma rede compilada", "uma rede sem compile", "Chame compile.")]
    loss, from_logits = loss_of(data)
    linear = computed_activations(data)[-1:] == ["linear"]
    optimizer, names = name_of(compiled["optimizer"]), metric_names(compiled["metrics"])
    return [
        Criterion(
            optimizer == "adam",
            "o otimizador Adam",
            optimizer,
            "compile(optimizer='adam', ...).",
        ),
        Criterion(
            loss == "binarycrossentropy" and from_logits == linear,
            "a entropia cruzada binária, coerente com a ativação de saída",
            "saída linear com entropia cruzada de probabilidades"
            if loss == "binarycrossentropy" and linear
            else "sigmoide e from_logits=True: a sigmoide é aplicada duas vezes"
            if loss == "binarycrossentropy"
            else f"a perda {loss}",
            "São duas classes e uma saída: a perda é a versão binária.",
        ),
        Criterion(
            "auc" in [name.lower() for name in names],
            "a métrica AUC, com o nome 'auc'",
            f"as métricas {', '.join(names)}" if names else "nenhuma métrica",
            "keras.metrics.AUC aceita o argumento name.",
        ),
    ]


def _name_shape_fault(shapes: list[tuple]) -> str:
    units = [shape[1] for shape in shapes if len(shape) == 2]
    if not units:
        return "uma rede ainda sem pesos: faltou dizer o tamanho da entrada"
    if units == [100, 100, 1]:
        return "camadas sem viés"
    return f"camadas de {', '.join(map(str, units))} neurônios"


CHECKS = (
    Check(
        "02-mlp-keras.rede",
        "Desenhar a rede",
        3,
        "model",
        judge_architecture,
        SEE,
        ("São uma entrada e três camadas Dense.", "Só a última tem outra ativação."),
    ),
    Check(
        "02-mlp-keras.parametros",
        "Contar os parâmetros",
        2,
        "value",
        judge_parameters,
        SEE,
        ("Uma camada liga cada entrada a cada neurônio.", "Vieses: um por neurônio."),
    ),
    Check(
        "02-mlp-keras.compilar",
        "Compilar",
        3,
        "model",
        judge_compile,
        SEE,
        ("compile recebe três coisas: otimizador, perda e métricas.",),
    ),
    Check(
        "02-mlp-keras.treinar",
        "Treinar",
        3,
        "history",
        judge_training,
        SEE,
        (
            "Guarde o que fit devolve.",
            "Três argumentos de fit decidem: epochs, batch_size e validation_split.",
        ),
    ),
    Check(
        "02-mlp-keras.avaliar",
        "Avaliar",
        3,
        "value",
        judge_evaluation,
        SEE,
        ("predict dá uma coluna de probabilidades.", "roc_auc_score está em sklearn.metrics."),
    ),
)
