"""Verificações de `04-mlp-keras`: a rede ingênua, do desenho à AUC no teste."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from mlp_course.checks.definition import Challenge, Check, Criterion
from mlp_course.checks.judging import close, number

SEE = "capítulo «O primeiro modelo»"
SHAPES = [(30, 100), (100,), (100, 100), (100,), (100, 1), (1,)]
PARAMETERS = [3100, 10100, 101]
ACTIVATION_LAYERS = {"ReLU": "relu", "Activation": None}
# A rede ingênua padronizada fica perto de 0,99; 0,95 só se perde com um erro de treino.
MIN_TEST_AUC = 0.95


def judge_architecture(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    shapes = [np.shape(w) for w in data["weights"]]
    activations = _activations(data["layers"])
    kernels = [shape for shape in shapes if len(shape) == 2]
    hidden_ok = len(activations) == 3 and activations[:2] == ["relu", "relu"]
    output_ok = activations[-1:] == ["sigmoid"] or (
        activations[-1:] == ["linear"] and _loss(data)[1]
    )
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
            hidden_ok,
            "ReLU nas duas camadas ocultas",
            f"ativações {', '.join(activations)}",
            "Sem ativação, duas camadas lineares valem por uma.",
        ),
        Criterion(
            output_ok,
            "sigmoide na saída, para que ela seja uma probabilidade",
            "saída linear com entropia cruzada de probabilidades"
            if activations[-1:] == ["linear"]
            else f"ativação de saída {activations[-1] if activations else 'ausente'}",
            "Com um neurônio só, softmax daria sempre 1; sem ativação, qualquer número.",
        ),
    ]


def judge_parameters(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    found = np.ravel(data).tolist() if isinstance(data, list | np.ndarray) else []
    without_bias = [30 * 100, 100 * 100, 100]
    return [
        Criterion(
            [f for f in found if isinstance(f, int | float)][:3] == PARAMETERS,
            "três números: os parâmetros de cada camada, pesos e vieses",
            "pesos sem os vieses" if found[:3] == without_bias else f"{found}",
            "Cada neurônio tem um peso por entrada e mais um viés.",
            weight=2,
        ),
        Criterion(
            len(found) == 4 and found[3] == sum(found[:3]),
            "na quarta posição, a soma dos três",
            f"{len(found)} números",
            "Some os três primeiros.",
        ),
    ]


def judge_compile(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    compiled = data["compiled"]
    if compiled is None:
        return [Criterion(False, "uma rede compilada", "uma rede sem compile", "Chame compile.")]
    loss, from_logits = _loss(data)
    linear = _activations(data["layers"])[-1:] == ["linear"]
    return [
        Criterion(
            _name_of(compiled["optimizer"]) == "adam",
            "o otimizador Adam",
            _name_of(compiled["optimizer"]),
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
            "auc" in _metric_names(compiled["metrics"]),
            "a métrica AUC, com o nome 'auc'",
            f"as métricas {_metric_names(compiled['metrics']) or 'nenhuma'}",
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
        ),
        Criterion(
            len(losses) > 1 and losses[-1] < 0.5 * losses[0],
            "que a perda de treino caia a menos da metade",
            f"de {number(losses[0])} a {number(losses[-1])}" if losses else "nenhuma perda",
            "Confira se os dados estão padronizados e os rótulos são 0 e 1.",
        ),
    ]


def judge_evaluation(data: Any, challenge: Challenge) -> Sequence[Criterion]:
    from sklearn.metrics import roc_auc_score

    from mlp_course.data import load_split

    y_test = load_split().y_test
    if not isinstance(data, dict) or not {"scores", "auc"} <= set(data):
        return [Criterion(False, "um dicionário com as chaves 'scores' e 'auc'")]
    scores = np.asarray(data["scores"], dtype=float)
    if scores.shape != y_test.shape or not np.isfinite(scores).all():
        return [
            Criterion(
                False,
                "um escore por tumor do teste, em um vetor de 143 números",
                f"formato {scores.shape}",
                "predict devolve uma coluna: use .ravel() para ter um vetor.",
            )
        ]
    auc = float(roc_auc_score(y_test, scores))
    hard = len(np.unique(scores)) <= 2
    return [
        Criterion(
            not hard,
            "probabilidades, e não classes já decididas",
            "escores que são só 0 e 1",
            "Não arredonde: a AUC compara a ordem dos escores.",
        ),
        Criterion(
            close(data["auc"], auc),
            "a AUC destes escores no conjunto de teste",
            f"{data['auc']}",
            "roc_auc_score recebe primeiro os rótulos, depois os escores.",
        ),
        Criterion(
            auc >= MIN_TEST_AUC,
            f"uma AUC de {number(MIN_TEST_AUC)} ou mais no teste",
            f"AUC {number(auc)}",
            "Use split com standardize=True e a rede treinada por 50 epochs.",
        ),
    ]


def _activations(layers: list[dict]) -> list[str]:
    """Uma ativação por camada densa; camadas só de ativação contam para a anterior."""
    activations: list[str] = []
    for layer in layers:
        if layer["class"] == "Dense":
            activations.append(str(layer.get("activation")))
        elif layer["class"] in ACTIVATION_LAYERS and activations[-1:] == ["linear"]:
            activations[-1] = ACTIVATION_LAYERS[layer["class"]] or str(layer.get("activation"))
    return activations


def _loss(data: dict) -> tuple[str, bool]:
    """Nome da perda, sem sublinhados, e se ela espera logits."""
    loss = (data["compiled"] or {}).get("loss")
    config = loss.get("config") if isinstance(loss, dict) else None
    from_logits = bool(config.get("from_logits")) if isinstance(config, dict) else False
    return _name_of(loss), from_logits


def _name_of(item: Any) -> str:
    if isinstance(item, dict):
        item = item.get("class_name") if item.get("class_name") != "function" else item["config"]
    return str(item).lower().replace("_", "").replace("lossscaleoptimizer", "")


def _metric_names(metrics: Any) -> list[str]:
    if isinstance(metrics, list):
        return [name for metric in metrics for name in _metric_names(metric)]
    if isinstance(metrics, dict) and isinstance(metrics.get("config"), dict):
        return [str(metrics["config"].get("name"))]
    return [str(metrics).lower()] if isinstance(metrics, str) else []


def _name_shape_fault(shapes: list[tuple]) -> str:
    units = [shape[1] for shape in shapes if len(shape) == 2]
    if not units:
        return "uma rede ainda sem pesos: faltou dizer o tamanho da entrada"
    if units == [100, 100, 1]:
        return "camadas sem viés"
    return f"camadas de {', '.join(map(str, units))} neurônios"


def _name_steps_fault(steps: Any) -> str:
    known = {
        2: "2 passos: o treino usou o conjunto de teste",
        5: "5 passos: o treino não separou a validação, ou usou todos os dados",
        10: "10 passos: o batch ficou no padrão do Keras, 32",
        14: "14 passos: batches de 32 e nenhuma validação",
    }
    return (
        known.get(steps, f"{steps} passos") if isinstance(steps, int) else "um histórico sem passos"
    )


CHECKS = (
    Check(
        "04-mlp-keras.rede",
        "Desenhar a rede",
        3,
        "model",
        judge_architecture,
        SEE,
        ("São uma entrada e três camadas Dense.", "Só a última tem outra ativação."),
    ),
    Check(
        "04-mlp-keras.parametros",
        "Contar os parâmetros",
        2,
        "value",
        judge_parameters,
        SEE,
        ("Uma camada liga cada entrada a cada neurônio.", "Vieses: um por neurônio."),
    ),
    Check(
        "04-mlp-keras.compilar",
        "Compilar",
        3,
        "model",
        judge_compile,
        SEE,
        ("compile recebe três coisas: otimizador, perda e métricas.",),
    ),
    Check(
        "04-mlp-keras.treinar",
        "Treinar",
        3,
        "history",
        judge_training,
        SEE,
        ("Guarde o que fit devolve.", "319 linhas em batches de 96 são 4 passos por epoch."),
    ),
    Check(
        "04-mlp-keras.avaliar",
        "Avaliar no teste",
        3,
        "value",
        judge_evaluation,
        SEE,
        ("predict dá uma coluna de probabilidades.", "roc_auc_score está em sklearn.metrics."),
    ),
)
