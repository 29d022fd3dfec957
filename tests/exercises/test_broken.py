"""A quebra dos gabaritos muda um ponto por vez, e só o que um aluno poderia errar."""

import pytest

from tests.exercises.broken.__main__ import EQUIVALENT, load_equivalent
from tests.exercises.broken.breaking import break_cell
from tests.exercises.broken.judging import find_survivors
from mlp_course.checks.registry import ASSIGNMENTS


def changes(source: str) -> list[str]:
    return [broken.change for broken in break_cell(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a = b < c", ["b < c → b <= c", "b < c → b >= c"]),
        ("a = b - c", ["b - c → b + c"]),
        ("a = 2", ["a = 2 → a = 3", "a = 2 → a = 1"]),
        ("a = np.argmin(b)", ["np.argmin → np.argmax"]),
        ("a = f(b, c)", ["f(b, c) → f(c, b)"]),
        ("a = f(b=c)", ["f(b=c) → f()"]),
        ("a = 'relu'", ["a = 'relu' → a = 'sigmoid'"]),
        ("def f(x):\n    x -= 1\n    return x", ["x -= 1 → x += 1", "x -= 1 → x -= 2",
         "x -= 1 → x -= 0", "x -= 1 ; return x → pass ; return x"]),
    ],
)
def test_quebra_um_ponto_por_vez(source, expected):
    assert sorted(changes(source)) == sorted(expected)


@pytest.mark.parametrize(
    "source", ["a = np.allclose(z, w)", "a = plt.subplots(figsize=(6, 4))", "a = f(verbose=0)", '"""Texto."""']
)
def test_o_que_nao_muda_a_resposta_fica(source):
    assert changes(source) == []


def test_toda_quebra_ainda_e_python():
    source = "def f(x, y):\n    if x > 1 and y:\n        return x / 2\n    return [a for a in y]\n"

    for broken in break_cell(source):
        compile(broken.source, "quebrada", "exec")


def test_toda_equivalente_diz_por_que_e_e_de_um_exercicio_do_curso():
    names = {path.stem for path in EQUIVALENT.glob("*.toml")}

    assert names <= set(ASSIGNMENTS)
    for name in names:
        assert all(len(reason) > 20 for reason in load_equivalent(name).values())


def test_as_respostas_quebradas_de_um_exercicio_sao_percebidas():
    tried, survivors = find_survivors("07-neuronio")

    assert tried > 10
    assert {s.key for s in survivors} == set(load_equivalent("07-neuronio"))
