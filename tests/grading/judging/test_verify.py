"""O juiz, em um processo de verdade: a nota é a que ele deu, ou zero."""

import math
import warnings
from dataclasses import replace

import keras
import nbformat
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.utils import determine_grade

from mlp_course.checks import artifacts
from mlp_course.checks.card import Card
from mlp_course.checks.collectors import collect
from mlp_course.checks.registry import ASSIGNMENTS, find_check, load_checks
from mlp_course.checks.verdict import Verdict, not_attempted
from mlp_course.grading.judging.answer_format import simplest_answer
from mlp_course.grading.judging.judge import draw_challenge, for_sandbox, judge_answer
from mlp_course.grading.judging.verdict_cell import format_score, verdict_outputs
from mlp_course.grading.judging.verify import (
    AnswerError,
    Judge,
    JudgeError,
    fault_verdict,
    find_check_id,
    missing_verdict,
)
from mlp_course.grading.sandbox.limits import Limits
from tests.exercises.submissions import ROOT

HIDDEN = """
import os, time
from mlp_course.checks.definition import Criterion, HiddenCheck

def judge(data, challenge):
    {body}

HIDDEN_CHECKS = (HiddenCheck("01-dados.contar", judge),)
"""
BLANK = artifacts.dump({"blank": True})
RIGHT = artifacts.dump({"data": {"maligno": 212, "benigno": 357}})


@pytest.fixture
def judge_with():
    """Um juiz cujo critério oculto de “contar” tem este corpo."""
    judges = []

    def start(body: str = "return []", **limits) -> Judge:
        judge = Judge({"01-dados": HIDDEN.format(body=body)}, Limits(**limits))
        judges.append(judge)
        return judge

    yield start
    for judge in judges:
        judge.close()


def answer_to(check_id, answer, seed=1):
    """O arquivo que a sandbox escreveria."""
    check = find_check(check_id)
    seen = artifacts.load(for_sandbox(check, draw_challenge(check, seed)))
    with warnings.catch_warnings():
        # Como na sandbox: um aviso dentro do código do aluno não é um erro dele.
        warnings.simplefilter("ignore")
        return artifacts.dump({"data": collect(seen["collect"], answer, seen)})


def grade_cell(verdict: Verdict, points: float) -> float:
    cell = nbformat.v4.new_code_cell(
        metadata={"nbgrader": {"grade": True, "points": points, "solution": False}}
    )
    cell.outputs = [nbformat.from_dict(output) for output in verdict_outputs(verdict)]
    return determine_grade(cell)[0]


def test_resposta_certa_recebe_tudo(judge_with):
    verdict = judge_with().verdict("01-dados.contar", 1, RIGHT)

    assert (verdict.status, verdict.score, verdict.max_score) == ("right", 1, 1)


class TwoDense(keras.layers.Layer):
    """Uma camada do aluno, que o Keras não sabe descrever."""

    def __init__(self, units):
        super().__init__()
        self.inner = [keras.layers.Dense(u, activation="relu") for u in units]

    def build(self, shape):
        for layer in self.inner:
            layer.build(shape)
            shape = (*shape[:-1], layer.units)

    def call(self, X):
        for layer in self.inner:
            X = layer(X)
        return X


def hidden_layers(kind):
    dense = [keras.layers.Dense(100, activation="relu") for _ in range(2)]
    return {
        "aninhada": [keras.Sequential(dense)],
        "aninhada duas vezes": [keras.Sequential([keras.Sequential(dense[:1]), dense[1]])],
        "normalizada em grupos": [dense[0], keras.layers.GroupNormalization(10), dense[1]],
        "de uma classe do aluno": [TwoDense([100, 100])],
    }[kind]


@pytest.mark.parametrize(
    ("kind", "score"),
    [
        ("aninhada", 3),
        ("aninhada duas vezes", 3),
        # Não se descreve, mas calcula o que se pede.
        ("de uma classe do aluno", 3),
        # Não tem o desenho pedido: perde só o critério dele.
        ("normalizada em grupos", 2.25),
    ],
)
def test_rede_de_qualquer_camada_e_julgada_pelo_que_e(kind, score, judge_with):
    network = keras.Sequential(
        [keras.Input((30,)), *hidden_layers(kind), keras.layers.Dense(1, activation="sigmoid")]
    )

    verdict = judge_with().verdict("02-mlp-keras.rede", 1, answer_to("02-mlp-keras.rede", network))

    assert verdict.score == score, verdict


def test_funcao_e_julgada_com_o_desafio_que_foi_a_sandbox(judge_with):
    from sklearn.model_selection import train_test_split

    def split_data(X, y, seed):
        return train_test_split(X, y, test_size=0.25, stratify=y, random_state=seed)

    judge, seed = judge_with(), 7
    content = answer_to("01-dados.dividir", split_data, seed)

    verdict = judge.verdict("01-dados.dividir", seed, content)

    assert verdict.status == "right", verdict
    assert judge.verdict("01-dados.dividir", seed + 1, content).score < 4


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_desafio_que_vai_a_sandbox_so_tem_coletor_e_chamadas_sem_nome(assignment):
    for check in load_checks(assignment).values():
        seen = artifacts.load(for_sandbox(check, draw_challenge(check, 1)))

        assert set(seen) <= {"collect", "calls"}
        names = seen.get("calls", {})
        assert set(names) == {str(i) for i in range(len(names))}


def test_desafios_mudam_com_a_semente_e_se_repetem_com_ela(judge_with):
    judge = judge_with()
    first, second = (judge.challenge("01-dados.dividir", seed) for seed in (1, 2))

    assert first != second
    assert judge.challenge("01-dados.dividir", 1) == first


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("raise KeyError('x')", "KeyError"),
        ("os._exit(1)", "o juiz caiu"),
        ("time.sleep(60)", "o juiz passou de 1 s"),
        ("return [Criterion(True, 'x', weight=float('nan'))]", "ValueError"),
        ("return [Criterion(True, 'x', weight=-2)]", "ValueError"),
        ("return 5", "TypeError"),
    ],
)
def test_juiz_que_falha_nao_da_ponto_diz_por_que_e_o_proximo_item_segue(body, reason, judge_with):
    judge = judge_with(body, judge_seconds=1 if "sleep" in body else 60)

    with pytest.raises(JudgeError, match=reason):
        judge.verdict("01-dados.contar", 1, RIGHT)
    if "sleep" not in body:
        assert judge.verdict("01-dados.carregar", 1, BLANK).status == "not_attempted"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("while True: pass", "o juiz passou de 2 s"),
        ("bytearray(4 << 30)", "faltou memória ao juiz"),
        ("os._exit(1)", "o juiz caiu"),
        ("f = lambda: f(); f()", "partes dentro de partes"),
    ],
)
def test_resposta_que_esgota_um_juiz_sao_e_de_quem_a_escreveu(body, reason, judge_with):
    judge = judge_with(f"if data:\n        {body}\n    return []", judge_seconds=2)

    with pytest.raises(AnswerError, match=reason):
        judge.verdict("01-dados.contar", 1, RIGHT)
    assert judge.verdict("01-dados.carregar", 1, BLANK).status == "not_attempted"


@pytest.mark.lento
def test_quem_esgota_o_juiz_nao_o_faz_esperar_outra_vez():
    hidden = HIDDEN.format(body="if data:\n        while True: pass\n    return []")
    judge = Judge({"01-dados": hidden}, Limits(judge_seconds=3))
    try:
        with pytest.raises(AnswerError, match=r"passou de 0\.5 s"):
            judge.verdict("01-dados.contar", 1, RIGHT, hurried=True)
    finally:
        judge.close()


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_todo_juiz_responde_a_resposta_mais_simples_que_o_coletor_dele_escreve(assignment):
    for check in load_checks(assignment).values():
        challenge = draw_challenge(check, 1)
        names = [str(i) for i in range(len(challenge.get("calls", ())))]
        content = artifacts.dump({"data": simplest_answer(check.collect, names)})

        verdict = judge_answer(check, challenge, content)

        assert "formato que a verificação" not in verdict.message, check.check_id
        assert 0 <= verdict.score < check.points, check.check_id


def test_juiz_que_imprime_nao_estraga_a_resposta(judge_with):
    judge = judge_with("print('ruído'); os.write(1, b'{}\\n'); return []")

    assert judge.verdict("01-dados.contar", 1, RIGHT).score == 1


def test_verificacao_que_nao_existe_e_dita(judge_with):
    with pytest.raises(JudgeError, match="não existe"):
        judge_with().challenge("01-dados.nada", 1)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"lixo",
        artifacts.dump([]),
        artifacts.dump({}),
        artifacts.dump({"score": 1}),
        artifacts.dump({"verdict": {"score": 1, "status": "right"}}),
        artifacts.dump({"data": None}),
        artifacts.dump({"data": float("nan")}),
        artifacts.dump({"data": "maligno"}),
        artifacts.dump({"refused": ["\ud800", "<script>"]}),
        artifacts.dump({"data": {"maligno": float("nan"), "benigno": float("inf")}}),
    ],
)
def test_resposta_quebrada_ou_forjada_vale_zero(content, judge_with):
    verdict = judge_with().verdict("01-dados.contar", 1, content)

    assert verdict.score == 0
    assert grade_cell(verdict, 1) == 0
    nbformat.v4.new_output("display_data", data={"text/plain": str(verdict)})
    str(verdict).encode("utf-8")
    assert "<script>" not in Card(verdict)._repr_html_()


@given(st.binary(max_size=60))
def test_bytes_quaisquer_valem_zero(content):
    check = find_check("01-dados.contar")

    assert judge_answer(check, {}, content).score == 0


def forge_model(**changes):
    model = keras.Sequential([keras.Input((30,)), keras.layers.Dense(1)])
    return artifacts.dump({"data": collect("model", model, {}) | changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"layers": "Dense"},
        {"layers": [{"class": 5}]},
        {"weights": [[1, 2]]},
        {"compiled": "adam"},
    ],
)
def test_rede_forjada_e_recusada(changes, judge_with):
    verdict = judge_with().verdict("02-mlp-keras.rede", 1, forge_model(**changes))

    assert verdict.score == 0
    assert "formato" in verdict.message


def test_camada_que_guarda_codigo_e_so_um_nome_e_nada_dela_executa(judge_with, tmp_path):
    code = f"open({str(tmp_path / 'executado')!r}, 'w')"
    inner = [{"class_name": "Lambda", "config": {"function": code}}, "nem uma camada"]
    layers = [{"class": "Lambda", "function": code}, {"class": "Sequential", "layers": inner}]

    verdict = judge_with().verdict("02-mlp-keras.rede", 1, forge_model(layers=layers))

    assert 0 < verdict.score < verdict.max_score, verdict
    assert list(tmp_path.iterdir()) == []


def test_chamadas_que_faltam_ou_sobram_sao_recusadas():
    check = find_check("01-dados.dividir")
    challenge = draw_challenge(check, 1)
    call = {"error": None, "result": [1], "mutated": False}
    calls = {str(i): call for i in range(len(challenge["calls"]))}

    for forged in (dict(list(calls.items())[1:]), calls | {"99": call}, {"seed0": call}):
        verdict = judge_answer(check, challenge, artifacts.dump({"data": forged}))
        assert verdict.score == 0
        assert "faltam chamadas" in verdict.message


@given(st.floats(0, 5), st.sampled_from(["right", "partial", "wrong", "not_attempted"]))
def test_o_nbgrader_le_a_nota_que_o_juiz_deu(score, status):
    score = math.floor(score * 100) / 100
    verdict = Verdict("x", "x", status, score, 5, "", "", "x")

    assert grade_cell(verdict, 5) == pytest.approx(score)


@given(st.floats() | st.sampled_from([np.float64("nan"), np.float64(2), False, -0.0]))
def test_nota_escrita_e_sempre_um_numero_simples_e_nao_negativo(score):
    text = format_score(score)

    assert 0 <= float(text) < 1e6
    assert set(text) <= set("0123456789.")


@pytest.mark.parametrize("verdict", [missing_verdict("x", 3, "NameError"), fault_verdict("x", 3)])
def test_sem_veredito_nao_ha_ponto(verdict):
    assert grade_cell(verdict, 3) == 0


def test_em_branco_vale_zero_sem_ser_erro():
    check = replace(find_check("01-dados.contar"))

    assert grade_cell(not_attempted(check), 1) == 0


def test_verificacao_da_celula_e_achada_pelo_codigo_da_fonte():
    assert find_check_id('x = 1\ncheck("01-dados.contar", counts)') == "01-dados.contar"
    assert find_check_id("print(check)") is None
    with pytest.raises(ValueError, match="2 vezes"):
        find_check_id('check("a.b", 1)\ncheck("a.c", 2)')


def test_toda_celula_corrigida_das_fontes_chama_uma_verificacao_que_existe():
    for assignment in ASSIGNMENTS:
        path = ROOT / "exercises" / assignment / f"{assignment}.ipynb"
        if not path.exists():
            continue
        found = {
            find_check_id(cell.source)
            for cell in nbformat.read(path, as_version=4).cells
            if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
        }
        assert found == set(load_checks(assignment))
