"""O teste de mutação mata o que deve, poupa o que não muda nada e desfaz o que fez."""

import ast
from dataclasses import replace

import numpy as np
import pytest

from mlp_course.checks.a01_dados import functions
from mlp_course.checks.a03_curvas import epochs
from mlp_course.checks.registry import ASSIGNMENTS
from tests.exercises.corpus import CORPUS
from tests.exercises.corpus.a01_dados import LEAKAGE, OWN_STATISTICS, RIGHT
from tests.exercises.mutation.exercises import load_equivalent
from tests.exercises.mutation.collecting import collect_cases
from tests.exercises.mutation.mutants import find_mutants
from tests.exercises.mutation.running import applied, load_sources, run_mutants


@pytest.fixture(scope="module")
def sources():
    return load_sources("01-dados")


@pytest.fixture(scope="module")
def results(sources):
    cases = collect_cases("01-dados", (RIGHT, LEAKAGE, OWN_STATISTICS))
    judges = [source for source in sources if source.name.endswith("a01_dados.functions")]
    return {(r.mutant.owner, r.mutant.change): r for r in run_mutants(judges, cases)}


def changes(source: str) -> list[str]:
    return [mutant.change for mutant in find_mutants(source)]


def test_quebra_comparacoes_numeros_e_operadores_booleanos():
    assert changes("def f(a, b):\n    return a < 1 and b == 0.5") == [
        "a < 1 and b == 0.5 → a < 1 or b == 0.5",
        "a < 1 → a >= 1",
        "b == 0.5 → b != 0.5",
        "a < 1 → a < 2",
        "b == 0.5 → b == 0.05",
        "b == 0.5 → b == 5.0",
    ]
    assert changes("def f(a):\n    return not a") == ["return not a → return not not a"]
    assert changes("def f(a):\n    return any(a)") == ["any(a) → all(a)"]


def test_quebra_o_que_uma_regra_declarada_exige():
    assert changes("judge = Reference(f, (Rule(('a', 'b'), 'x', weight=2, gate=True),))") == [
        "gate=True → gate=False",
        "weight=2 → weight=3",
    ]
    assert changes("judge = Rule(('a', 'b'), 'x', enough=any)") == ["enough=any → enough=all"]


def test_tolerancia_some_ou_fica_mil_vezes_maior():
    assert changes("TOLERANCE = 1e-6") == [
        "TOLERANCE = 1e-06 → TOLERANCE = 0.0",
        "TOLERANCE = 1e-06 → TOLERANCE = 0.001",
    ]


def test_textos_anotacoes_e_pontos_nao_sao_quebrados():
    source = "CHECKS = (1, 2)\ndef f(a: tuple[0]) -> list[1]:\n    return 'b' + str(a)"

    assert changes(source) == []


def test_mutante_conhecido_morre_na_resposta_que_o_percebe(results):
    change = "repeats and varies → repeats or varies"

    assert results["judge_split_calls", change].killed_by == (
        "estatisticas-do-teste/01-dados.dividir"
    )


def test_mutante_em_peso_morre_pelo_credito_parcial(results):
    assert results["judge_standardize", "weight=2 → weight=3"].killed_by


def test_mutante_que_este_corpus_reduzido_nao_percebe_sobrevive(results):
    change = "shapes == [X_test.shape, X_train.shape] → shapes != [X_test.shape, X_train.shape]"

    assert results["judge_standardize", change].killed_by == ""


def test_montagem_dos_desafios_fica_de_fora(results):
    owners = {owner for owner, _ in results}

    assert owners.isdisjoint({"challenge_split", "challenge_standardize", "split_calls"})


def test_depois_de_cada_mutante_o_juiz_volta_a_ser_o_que_era(sources):
    source = next(s for s in sources if s.name.endswith("a01_dados.functions"))
    before = functions.is_stratified.__code__
    mutant = next(m for m in find_mutants(source.path.read_text("utf-8")) if "1.5" in m.before)

    with applied(source, mutant, sources):
        assert functions.is_stratified.__code__ is not before

    assert functions.is_stratified.__code__ is before


DECLARED = {
    "judge_gap": lambda: epochs.judge_gap.rules[0].weight,
    "BEST_MISTAKES": lambda: epochs.judge_best.mistakes["uma epoch a mais"](np.array([2, 1]), "min"),
}


@pytest.mark.parametrize("owner", DECLARED)
def test_mutante_de_uma_declaracao_muda_o_juiz_que_os_outros_guardam_e_depois_o_devolve(owner):
    sources = load_sources("03-curvas")
    source = next(s for s in sources if s.name.endswith("a03_curvas.epochs"))
    mutants = [m for m in find_mutants(source.path.read_text("utf-8")) if m.owner == owner]
    before = DECLARED[owner]()
    changed = []
    for mutant in mutants:
        with applied(source, mutant, sources):
            changed.append(DECLARED[owner]() != before)

        assert DECLARED[owner]() == before

    assert any(changed)


def test_erro_conhecido_que_muda_morre_na_resposta_que_o_comete():
    sources = [s for s in load_sources("03-curvas") if s.name.endswith("a03_curvas.epochs")]
    cases = collect_cases("03-curvas", CORPUS["03-curvas"])
    results = {(r.mutant.owner, r.mutant.change): r for r in run_mutants(sources, cases)}

    assert results["BEST_MISTAKES", "best_epoch(v, mode) + 1 → best_epoch(v, mode) + 2"].killed_by
    assert results["judge_gap", "gate=True → gate=False"].killed_by


def test_corpus_que_nao_passa_e_recusado_antes_de_qualquer_mutante(sources, refuses):
    wrong = replace(RIGHT, scores={"contar": 0})

    with refuses(r"mesmo sem mutantes: certa em 01-dados\.contar"):
        run_mutants(sources, collect_cases("01-dados", (wrong,)))


def test_todo_equivalente_listado_tem_um_porque_e_ainda_existe():
    equivalent = load_equivalent()
    existing = {
        mutant.key(source.name)
        for assignment in ASSIGNMENTS
        for source in load_sources(assignment)
        for mutant in find_mutants(source.path.read_text("utf-8"))
    }

    assert all(len(reason) > 20 for reason in equivalent.values())
    assert {pair for pair in equivalent if pair not in existing} == set()


def test_mutante_e_codigo_que_compila(sources):
    for source in sources:
        for mutant in find_mutants(source.path.read_text("utf-8")):
            compile(ast.unparse(mutant.tree), "mutante", "exec")
