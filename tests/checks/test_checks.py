"""`check` na máquina do aluno: o que ele vê, e o que as respostas tortas recebem."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_course.checks import Check, Criterion, check, collectors, find_check, run_check
from mlp_course.checks.definition import HiddenCheck, merge
from mlp_course.checks.registry import ASSIGNMENTS, load_checks, load_hidden_checks
from mlp_course.checks.running import CheckFailedError
from mlp_course.checks.verdict import format_points, score_criteria
from mlp_course.data import load_split


def make_check(judge=lambda data, challenge: [Criterion(data == 1, "o número 1", weight=1)]):
    return Check("xx.item", "Item", 2, "value", judge, "capítulo", ("primeira", "segunda"))


def test_verificacao_desconhecida_sugere_a_mais_parecida():
    with pytest.raises(ValueError, match=r"não existe.*'01-dados.carregar'"):
        check("01-dados.caregar", 1)


def test_exercicio_desconhecido_e_recusado():
    with pytest.raises(ValueError, match="não existe"):
        check("99-nada.item", 1)


def test_resposta_certa_nao_levanta_erro_e_mostra_o_veredito(capsys):
    from sklearn.datasets import load_breast_cancer

    result = check("01-dados.carregar", load_breast_cancer(return_X_y=True))

    assert result is None
    assert "✔ Carregar os dados — Certo (2 de 2 pontos)" in capsys.readouterr().out


def test_resposta_errada_levanta_assertion_error_com_o_texto_do_veredito():
    with pytest.raises(AssertionError, match="classes trocadas") as error:
        check("01-dados.contar", {"maligno": 357, "benigno": 212})

    rendered = re.sub(r"\x1b\[\d*m", "", "\n".join(error.value._render_traceback_()))
    assert rendered.split() == str(error.value).split()
    assert max(map(len, rendered.splitlines())) <= 88
    assert "\nEncontrado: " in rendered


def test_pistas_vem_em_degraus():
    with pytest.raises(CheckFailedError) as one:
        check("01-dados.contar", {}, hint=1)
    with pytest.raises(CheckFailedError) as two:
        check("01-dados.contar", {}, hint=2)
    with pytest.raises(CheckFailedError, match="Não há outra pista"):
        check("01-dados.contar", {}, hint=9)

    assert "Pista 1" in str(one.value)
    assert "Pista 2" not in str(one.value)
    assert "Pista 2" in str(two.value)


@pytest.mark.parametrize("blank", [..., None, (..., ...), {"a": ...}, [None]])
def test_quem_nao_respondeu_recebe_veredito_proprio(blank):
    assert run_check(make_check(), blank).status == "not_attempted"


def test_funcao_que_nada_devolve_conta_como_nao_respondida():
    verdict = run_check(find_check("01-dados.dividir"), lambda X, y, seed: None)

    assert verdict.status == "not_attempted"
    assert "falta o return" in str(verdict)


def test_none_guardado_por_engano_e_explicado():
    assert "o que guardou é None" in str(run_check(make_check(), None))
    assert not run_check(make_check(), ...).hint


def test_credito_parcial_e_a_fracao_dos_pesos_cumpridos():
    def judge(data, challenge):
        return [Criterion(True, "a", weight=1), Criterion(False, "b", weight=3)]

    verdict = run_check(make_check(judge), 1)

    assert (verdict.status, verdict.score, verdict.max_score) == ("partial", 0.5, 2)


def test_na_correcao_o_credito_parcial_vira_numero(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")

    score = check("02-mlp-keras.parametros", [3000, 10000, 100, 13100])

    assert type(score) is float
    assert score == 0.66


def test_juiz_sem_criterios_nunca_da_pontos():
    with pytest.raises(ValueError, match="não devolveu critérios"):
        score_criteria(make_check(), [])


@given(st.lists(st.tuples(st.booleans(), st.floats(0.1, 10)), min_size=1, max_size=8))
def test_pontos_ficam_entre_zero_e_o_maximo_e_so_o_certo_recebe_tudo(criteria):
    verdict = score_criteria(
        make_check(), [Criterion(ok, "x", weight=weight) for ok, weight in criteria]
    )

    assert 0 <= verdict.score <= 2
    assert (verdict.score == 2) == all(ok for ok, _ in criteria)


def test_nan_em_um_criterio_nunca_conta_como_cumprido_por_engano():
    assert Criterion(np.float64("nan") > 0, "x").ok is False


def test_avisos_da_funcao_do_aluno_nao_vao_para_a_saida_de_erro(capsys, recwarn):
    def noisy(X_train, X_test):
        print("oi")
        return X_train / np.zeros(X_train.shape[1]), X_test

    run_check(find_check("01-dados.padronizar"), noisy)

    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")
    assert not recwarn.list


def test_erro_da_funcao_do_aluno_aparece_na_mensagem():
    verdict = run_check(find_check("01-dados.padronizar"), lambda a, b: 1 / 0)

    assert verdict.score == 0
    assert "ZeroDivisionError" in verdict.message


def test_funcao_do_aluno_recebe_copias_e_a_alteracao_e_vista():
    def in_place(X_train, X_test):
        mean, std = X_train.mean(axis=0), X_train.std(axis=0)
        X_train -= mean
        X_train /= std
        return X_train, (X_test - mean) / std

    verdict = run_check(find_check("01-dados.padronizar"), in_place)

    assert "as entradas foram alteradas" in verdict.message
    assert verdict.status == "partial"


def test_veredito_nao_depende_do_desafio_sorteado():
    def reference(X_train, X_test):
        mean, std = X_train.mean(axis=0), X_train.std(axis=0)
        return (X_train - mean) / std, (X_test - mean) / std

    definition = find_check("01-dados.padronizar")

    assert {run_check(definition, reference, seed).score for seed in range(20)} == {4}


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_verificacoes_ocultas_so_se_somam_as_que_existem(assignment):
    from tests.exercises.submissions import ROOT

    visible, hidden = (
        load_checks(assignment),
        load_hidden_checks(str(ROOT / "solutions"), assignment),
    )

    assert hidden
    assert set(hidden) <= set(visible)
    assert load_hidden_checks("", assignment) == {}


def test_desafios_com_nomes_repetidos_sao_recusados():
    hidden = HiddenCheck("xx.item", lambda d, c: [], lambda rng: {"calls": {"a": []}})
    visible = Check(
        "xx.item", "Item", 1, "function", lambda d, c: [], "", (), lambda rng: {"calls": {"a": []}}
    )

    with pytest.raises(ValueError, match="nomes repetidos"):
        merge(visible, hidden).challenge(np.random.default_rng(0))


def test_coletor_desconhecido_e_recusado():
    with pytest.raises(ValueError, match="não existe"):
        collectors.collect("pickle", 1, {})


@pytest.mark.parametrize("collector", ["table", "model", "figure", "history", "array"])
def test_coletor_recusa_resposta_de_outro_tipo(collector):
    with pytest.raises(collectors.CollectError, match="Esperado"):
        collectors.collect(collector, object(), {})


def test_coletor_de_tabela_guarda_colunas_indice_e_valores():
    table = pd.DataFrame({"a": [1, 2], "b": [(1, 2), np.nan]}, index=[7, 9])

    data = collectors.collect("table", table, {})

    assert data == {
        "columns": ["a", "b"],
        "index": [7, 9],
        "values": {"a": [1, 2], "b": [[1, 2], None]},
    }


def test_coletor_de_figura_guarda_rotulos_e_linhas():
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots()
    ax.plot([1, 2], [3, 4], label="treino")
    ax.set(title="Perda", xlabel="Epoch", ylabel="Entropia")
    ax.legend()
    data = collectors.collect("figure", fig, {})
    plt.close(fig)

    (axes,) = data["axes"]
    assert (axes["title"], axes["xlabel"], axes["legend"]) == ("Perda", "Epoch", ["treino"])
    np.testing.assert_array_equal(axes["lines"][0]["y"], [3, 4])


def test_coletor_de_valor_recusa_colecoes_sem_fim():
    endless: list = []
    endless.append(endless)

    with pytest.raises(collectors.CollectError, match="coleções"):
        collectors.collect("value", endless, {})


def test_coletor_de_valor_aceita_matrizes_dentro_de_colecoes():
    data = collectors.collect("value", {"x": (np.float32(1), np.arange(2), {3})}, {})

    assert data["x"][0] == 1.0
    np.testing.assert_array_equal(data["x"][1], [0, 1])
    assert data["x"][2] == [3]


def test_coletor_de_figura_ve_as_linhas_que_vlines_desenha():
    import matplotlib.pyplot as plt

    figure, ax = plt.subplots()
    ax.plot([1, 2, 3], [3, 1, 2])
    ax.vlines(2, 0, 3)

    (axes,) = collectors.collect("figure", figure, {})["axes"]
    plt.close(figure)

    assert [line["x"].tolist() for line in axes["lines"]] == [[1, 2, 3], [2, 2]]


def test_coletor_de_historico_recusa_series_que_nao_sao_numeros():
    with pytest.raises(collectors.CollectError, match="séries de números"):
        collectors.collect("history", {"loss": ["alta", "baixa"]}, {})


def test_coletor_de_valor_le_o_texto_que_np_where_escolhe():
    answer = {"um": np.where(True, "rede", "base"), "dois": np.array(["rede", "base"])}

    assert collectors.collect("value", answer, {}) == {"um": "rede", "dois": ["rede", "base"]}


def test_coletor_de_rede_le_uma_rede_que_e_uma_classe_do_aluno():
    import keras

    class Scale(keras.layers.Layer):
        def __init__(self, factor):
            super().__init__()
            self.factor = factor

        def call(self, inputs):
            return self.factor * inputs

    class Network(keras.Model):
        def __init__(self):
            super().__init__()
            self.scale, self.dense = Scale(2.0), keras.layers.Dense(1)

        def call(self, inputs):
            return self.dense(self.scale(inputs))

    network = Network()
    network(np.zeros((2, 3), np.float32))

    data = collectors.collect("model", network, {})

    assert [layer["class"] for layer in data["layers"]] == ["Scale", "Dense"]
    assert [np.shape(w) for w in data["weights"]] == [(3, 1), (1,)]


def test_escores_com_a_ordem_certa_mas_auc_errada_perdem_so_esse_criterio():
    y_val = load_split().y_train[-107:]
    verdict = run_check(
        find_check("02-mlp-keras.avaliar"),
        {"scores": y_val * 0.5 + np.linspace(0, 0.1, 107), "auc": 0},
    )

    assert 0 < verdict.score < verdict.max_score
    assert "a AUC destes escores" in verdict.message


@pytest.mark.parametrize(("points", "text"), [(2, "2"), (0.5, "0,5"), (2.25, "2,25"), (0, "0")])
def test_pontos_sao_escritos_com_virgula(points, text):
    assert format_points(points) == text
