"""Verificações de `07-neuronio`: da sigmoide à rede inteira, em NumPy."""

from mlp_course.checks.a07_neuronio.activations import (
    challenge_relu,
    challenge_sigmoid,
    judge_relu,
    judge_sigmoid,
)
from mlp_course.checks.a07_neuronio.loss import challenge_entropy, judge_entropy, judge_join
from mlp_course.checks.a07_neuronio.network import (
    challenge_forward,
    challenge_layer,
    judge_forward,
    judge_layer,
)
from mlp_course.checks.definition import Check

ALLOWED_MODULES = ("data",)

SEE = "capítulo “Um neurônio por dentro”"

CHECKS = (
    Check(
        "07-neuronio.sigmoide",
        "A sigmoide, sem overflow",
        3,
        "function",
        judge_sigmoid,
        SEE,
        (
            "Há duas formas iguais no papel: uma com exp(-z), outra com exp(z). Cada lado do zero "
            "pede a sua.",
            "e = np.exp(-np.abs(z)) nunca passa de 1; np.where escolhe o numerador.",
        ),
        challenge_sigmoid,
    ),
    Check(
        "07-neuronio.relu",
        "A ReLU",
        2,
        "function",
        judge_relu,
        SEE,
        (
            "np.max reduz uma matriz a um número; procure a função que compara dois a dois.",
            "A função np.maximum aceita uma matriz e um número.",
        ),
        challenge_relu,
    ),
    Check(
        "07-neuronio.camada",
        "Uma camada",
        3,
        "function",
        judge_layer,
        SEE,
        (
            "O operador @ multiplica matrizes; * multiplica elemento a elemento.",
            "Somar um vetor (neurônios,) a uma matriz (n, neurônios) já o repete em cada linha.",
        ),
        challenge_layer,
    ),
    Check(
        "07-neuronio.rede",
        "A rede inteira",
        4,
        "function",
        judge_forward,
        SEE,
        (
            "Desempacote a lista: W1, b1, W2, b2, W3, b3 = weights.",
            "A saída de cada camada é a entrada da seguinte; só a última usa sigmoid.",
        ),
        challenge_forward,
    ),
    Check(
        "07-neuronio.entropia",
        "A entropia cruzada",
        3,
        "function",
        judge_entropy,
        SEE,
        (
            "Em cada linha só um dos dois termos não é zero: o do rótulo que ela tem.",
            "Corte p com np.clip antes dos dois logaritmos.",
        ),
        challenge_entropy,
    ),
    Check(
        "07-neuronio.juntar",
        "A rede nos dados reais",
        3,
        "value",
        judge_join,
        SEE,
        (
            "São três linhas: forward, binary_cross_entropy e uma comparação com 0,5.",
            "np.mean de valores verdadeiros e falsos é a fração dos verdadeiros.",
        ),
    ),
)
