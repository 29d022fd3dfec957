"""Verificações de `02-mlp-keras`: a rede ingênua, do desenho à AUC no teste."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from mlp_course.checks.compare import close, number
from mlp_course.checks.definition import Challenge, Check, Criterion
from mlp_course.checks.read_networks import activations, loss_of, metric_names, name_of
from mlp_course.checks.read_numbers import first_match, numbers, scalar

# O que o notebook pode importar do curso na correção, além de check.
ALLOWED_MODULES: tuple[str, ...] = ("data", "training")
SEE = "capítulo «O primeiro modelo»"
SHAPES = [(30, 100), (100,), (100, 100), (100,), (100, 1), (1,)]
PARAMETERS = [3100, 10100, 101]
COUNT_FAULTS = {
    "pesos sem os vieses": [3000, 10000, 100],
    "um viés por camada, e não por neurônio": [3001, 10001, 101],
}
# Em 4 000 sementes (benchmarks/thresholds.py), AUC de 0,993 a 0,999 e perda que cai a 0,034 da
# primeira ou menos: uma solução honesta fica aquém menos de uma vez em mil.
MIN_TEST_AUC = 0.95
USEFUL_AUC = 0.7
MAX_LOSS_RATIO = 0.5


def judge_architecture(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    shapes = [np.shape(w) for w in data["weights"]]
    found = activations(data["layers"])
    kernels = [shape for shape in shapes if len(shape) == 2]
    output = found[-1] if found else "ausente"
    hidden = found[:-1]
    return [
        Criterion(
            [s[0] for s in kernels[:1]] == [30],
            "uma entrada com 30 medidas",
            f"{kernels[0][0]} medidas" if kernels else "uma rede sem entrada definida",
            "Comece por keras.Input((30,)).",
        ),
        Criterion(
            shapes == SHAPES,
            "camadas densas de 100, 100 e 1 neurônios, com vieses",
            _name_shape_fault(shapes),
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
    linear = activations(data["layers"])[-1:] == ["linear"]
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
            "auc" in names,
            "a métrica AUC, com o nome 'auc'",
            f"as métricas {', '.join(names)}" if names else "nenhuma métrica",
            "keras.metrics.AUC aceita o argumento name.",
        ),
    ]


def judge_training(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    series, steps = data["series"], data["steps"]
    losses = series.get("loss", [])
    return [
        Criterion(
            len(losses) == 50 and bool(np.isfinite(losses).all()),
            "50 epochs, todas com perda finita",
            f"{len(losses)} epochs",
            "O argumento epochs diz quantas vezes a rede vê todo o treino.",
        ),
        Criterion(
            {"loss", "auc", "val_loss", "val_auc"} <= set(series),
            "perda e AUC, no treino e na validação",
            f"só {', '.join(sorted(series))}",
            "A validação sai do próprio treino: validation_split; a AUC, de compile.",
        ),
        Criterion(
            steps == 4,
            "4 passos por epoch: 319 linhas em batches de 96",
            _name_steps_fault(steps),
            "Treine com X_train, um quarto para validação e batch_size=96.",
            weight=2,
        ),
        Criterion(
            bool(losses) and min(losses) < MAX_LOSS_RATIO * max(losses),
            "que a perda de treino caia a menos da metade",
            f"de {number(max(losses))} a {number(min(losses))}" if losses else "nenhuma perda",
            "Confira se os dados estão padronizados e os rótulos são 0 e 1.",
        ),
    ]


def judge_evaluation(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    from sklearn.metrics import roc_auc_score

    from mlp_course.data import load_split

    y_test = load_split().y_test
    if not isinstance(data, dict) or not {"scores", "auc"} <= set(data):
        return [Criterion(False, "um dicionário com as chaves 'scores' e 'auc'", "outra coisa")]
    scores = numbers(data["scores"])
    if scores is None or scores.shape != y_test.shape:
        return [
            Criterion(
                False,
                "um escore finito por tumor do teste, em um vetor de 143 números",
                "valores que não são números" if scores is None else f"formato {scores.shape}",
                "predict devolve uma coluna: use .ravel() para ter um vetor.",
            )
        ]
    auc = float(roc_auc_score(y_test, scores))
    if auc < USEFUL_AUC:
        return [
            Criterion(
                False,
                "escores que separem benignos de malignos",
                "os mesmos escores em todas as linhas"
                if not np.ptp(scores)
                else "a ordem invertida: os escores são de maligno"
                if auc < 1 - USEFUL_AUC
                else f"AUC {number(auc)}: rede que não aprendeu, ou linhas fora de ordem",
                "O escore da linha i é a probabilidade de benigno do tumor i do teste.",
            )
        ]
    decided = {
        "a AUC de classes já decididas": roc_auc_score(y_test, scores >= 0.5),
        "a acurácia, e não a AUC": np.mean((scores >= 0.5) == y_test),
        "em porcentagem: a AUC vai de 0 a 1": 100 * auc,
    }
    claimed = scalar(data["auc"])
    return [
        Criterion(
            not set(np.unique(scores)) <= {0, 1},
            "probabilidades, e não classes já decididas",
            "escores que são só 0 e 1",
            "Não arredonde: a AUC compara a ordem dos escores.",
        ),
        Criterion(
            close(claimed, auc),
            "a AUC destes escores no conjunto de teste",
            first_match(claimed, decided) or "um número que não sai deles",
            "roc_auc_score recebe primeiro os rótulos, depois os escores.",
        ),
        Criterion(
            auc >= MIN_TEST_AUC,
            f"uma AUC de {number(MIN_TEST_AUC)} ou mais no teste",
            f"AUC {number(auc)}",
            "Use split com standardize=True e a rede treinada por 50 epochs.",
        ),
    ]


def _name_shape_fault(shapes: list[tuple]) -> str:
    units = [shape[1] for shape in shapes if len(shape) == 2]
    if not units:
        return "uma rede ainda sem pesos: faltou dizer o tamanho da entrada"
    if units == [100, 100, 1]:
        return "camadas sem viés"
    return f"camadas de {', '.join(map(str, units))} neurônios"


def _name_steps_fault(steps: Any) -> str:
    known = {
        2: "2 passos: o treino usou o conjunto de teste, ou batches maiores",
        5: "5 passos: o treino não separou a validação, ou usou todos os dados",
        10: "10 passos: o batch ficou no padrão do Keras, 32",
    }
    return (
        known.get(steps, f"{steps} passos") if isinstance(steps, int) else "um histórico sem passos"
    )


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
        ("Guarde o que fit devolve.", "319 linhas em batches de 96 são 4 passos por epoch."),
    ),
    Check(
        "02-mlp-keras.avaliar",
        "Avaliar no teste",
        3,
        "value",
        judge_evaluation,
        SEE,
        ("predict dá uma coluna de probabilidades.", "roc_auc_score está em sklearn.metrics."),
    ),
)
