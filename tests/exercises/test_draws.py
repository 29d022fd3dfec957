"""O que os desafios sorteiam: em nenhum sorteio um erro conhecido dá a resposta certa.

As sementes são fixas, e o sorteio é só contas: centenas delas cabem em poucos segundos.
"""

import numpy as np
import pandas as pd
import pytest

from mlp_course.checks.a03_curvas import diagnosis, epochs
from mlp_course.checks.a04_regularizacao import stopping
from mlp_course.checks.a05_busca_aleatoria import refit, repeat
from mlp_course.checks.a06_avaliacao import cost, roc, uncertainty
from mlp_course.checks.compare import close
from mlp_course.population import Population
from tests.exercises.corpus import CORPUS
from tests.exercises.mutation.collecting import collect_cases

SEEDS = range(300)
# Nos outros exercícios a resposta treina redes, e cada semente custa segundos.
LIGHT = ("01-dados", "07-neuronio", "08-retropropagacao", "03-curvas", "04-regularizacao")


def draw(challenge, seed: int) -> dict:
    return challenge(np.random.default_rng(seed))["calls"]


def test_nenhum_erro_conhecido_da_a_auc_certa():
    for seed in SEEDS:
        y, scores = draw(roc.challenge_roc, seed)["distinct"]
        right = roc.auc(y, scores)
        faults = {name: wrong(y, scores) for name, wrong in roc.AUC_MISTAKES.items()}

        assert [name for name, value in faults.items() if close(value, right)] == [], seed


def test_cada_conta_errada_do_erro_padrao_da_um_numero_so_dela():
    for seed in SEEDS:
        a, b = draw(uncertainty.challenge_paired, seed)["main"]
        errors = [wrong(a, b) for wrong in uncertainty.ERROR_MISTAKES.values()]
        errors.append(uncertainty.paired_summary(a, b)["standard_error"])

        assert np.diff(sorted(errors)).min() > 1e-6 * (1 + max(errors)), seed


def test_nenhum_limiar_conhecido_como_errado_custa_o_menor():
    for seed in SEEDS[:60]:
        for call in draw(cost.challenge_threshold, seed).values():
            faults = [t for wrong in cost.THRESHOLD_MISTAKES.values() for t in wrong(*call)]

            assert [t for t in faults if cost.is_cheapest(t, cost.Costs(*call))] == [], seed


def test_cada_contagem_errada_das_vitorias_da_uma_fracao_so_dela():
    for seed in SEEDS:
        a, b = draw(uncertainty.challenge_paired, seed)["main"]
        wins = [wrong(a, b) for wrong in uncertainty.WINS_MISTAKES.values()]
        wins.append(uncertainty.paired_summary(a, b)["wins"])

        assert np.diff(sorted(wins)).min() > 1e-4, seed


def test_outra_semente_em_fit_muda_os_escores_mais_que_a_folga():
    for seed in SEEDS[:20]:
        neurons, reg, epochs, X, y, X_new = draw(refit.challenge_refit, seed)["main"]
        right = refit.refit(neurons, reg, epochs, X, y, X_new)
        table = pd.DataFrame({"neurons": [neurons], "reg": [reg]})
        network = Population.from_hyperparameters(table, X.shape[1], seed=refit.SEED)
        network.fit(X, y, epochs=epochs, seed=seed)

        assert not refit.near(network.predict(X_new)[0], right), seed


def test_nenhum_erro_conhecido_da_a_vantagem_certa_da_vencedora():
    for seed in SEEDS:
        val, test = draw(repeat.challenge_premium, seed)["main"]
        mistakes = (repeat.VAL_MISTAKES, repeat.TEST_MISTAKES)

        for expected, named in zip(repeat.premium(val, test), mistakes, strict=True):
            assert [n for n, f in named.items() if close(f(val, test), expected)] == [], seed


def test_a_lacuna_pedida_nao_se_confunde_com_a_de_outra_epoch():
    for seed in SEEDS:
        train, val, epoch = draw(epochs.challenge_gap, seed)["middle"]
        gaps = val - train
        others = [*np.delete(gaps, epoch - 1), gaps.mean()]

        assert not any(close(other, gaps[epoch - 1]) for other in others), seed


@pytest.mark.parametrize("name", epochs.BEST_MISTAKES)
def test_nenhum_erro_conhecido_acerta_todas_as_melhores_epochs(name):
    rule = epochs.BEST_MISTAKES[name]
    for seed in SEEDS:
        calls = draw(epochs.challenge_best, seed).values()

        assert any(rule(*call) != epochs.best_epoch(*call) for call in calls), seed


@pytest.mark.parametrize("name", diagnosis._FAULTS)
def test_nenhuma_regra_parecida_acerta_todos_os_diagnosticos(name):
    rule = diagnosis._FAULTS[name]
    for seed in SEEDS:
        calls = draw(diagnosis.challenge_diagnosis, seed).values()

        assert any(rule(*call) != diagnosis.diagnose(*call) for call in calls), seed


def test_as_curvas_sorteadas_sao_do_tipo_que_prometem():
    types = {"under": diagnosis.UNDER, "over": diagnosis.OVER}
    for seed in SEEDS:
        calls = draw(diagnosis.challenge_diagnosis, seed)
        found = {name: diagnosis.diagnose(*call) for name, call in calls.items()}

        expected = {n: types.get(n.partition("_")[0], diagnosis.GOOD) for n in calls}
        assert found == expected, seed


@pytest.mark.parametrize("name", stopping.STOP_MISTAKES)
def test_nenhum_erro_conhecido_acerta_todas_as_paradas(name):
    rule = stopping.STOP_MISTAKES[name]
    for seed in SEEDS:
        calls = draw(stopping.challenge_stop, seed).values()

        assert any(tuple(rule(*c)) != stopping.stopping_rule(*c) for c in calls), seed


def failures(assignment: str, entries, n_seeds: int) -> list[str]:
    cases = collect_cases(assignment, entries, range(n_seeds))
    return [f"{c.answers} em {c.definition.check_id}" for c in cases if not c.passes()]


@pytest.mark.parametrize("assignment", LIGHT[:2])
def test_a_resposta_certa_recebe_tudo_em_qualquer_sorteio(assignment):
    assert failures(assignment, CORPUS[assignment][:1], 20) == []


@pytest.mark.lento
@pytest.mark.parametrize("assignment", CORPUS)
def test_cada_resposta_recebe_o_mesmo_em_qualquer_sorteio(assignment):
    n_seeds = 40 if assignment in LIGHT else 2

    assert failures(assignment, CORPUS[assignment][:4], n_seeds) == []
