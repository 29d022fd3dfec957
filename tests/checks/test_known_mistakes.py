"""A lista do que mais se erra sai dos juízes: o que ela diz é o que o aluno lê."""

import pytest

from mlp_course.checks.known_mistakes import known_mistakes
from mlp_course.checks.registry import ASSIGNMENTS, find_check, load_checks

CHECKS = [check for name in ASSIGNMENTS for check in load_checks(name).values()]


@pytest.mark.parametrize(
    ("check_id", "mistake"),
    [
        # Em uma regra, no juiz inteiro, em um dicionário, em um critério e em um ajudante.
        ("06-avaliacao.pareada", "b menos a: o sinal está trocado"),
        ("03-curvas.melhor-epoch", "a última das epochs empatadas"),
        ("03-curvas.diagnosticar", "subajuste e sobreajuste trocados"),
        ("01-dados.aplicar", "média e desvio padrão medidos em todas as linhas: vazamento"),
        ("03-curvas.extrair", "a contagem começa em 0"),
    ],
)
def test_acha_o_engano_onde_quer_que_o_juiz_o_escreva(check_id, mistake):
    assert mistake in known_mistakes(find_check(check_id))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.check_id)
def test_nenhum_texto_e_vago_nem_tem_lacunas(check):
    for mistake in known_mistakes(check):
        assert not mistake.startswith("outr")
        assert "{" not in mistake


def test_quase_todo_item_tem_enganos_com_nome():
    assert sum(not known_mistakes(check) for check in CHECKS) <= 3
