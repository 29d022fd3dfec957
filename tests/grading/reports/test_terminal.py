"""O que um aluno escreveu aparece no terminal, e não o comanda."""

import pandas as pd
import pytest

from mlp_course.cli import main
from mlp_course.errors import GradingError
from mlp_course.grading.reports.results import Result, to_frame
from mlp_course.grading.reports.terminal import format_changes, format_grades

ATTACKS = ["\x1b[2J\x1b[1;1H", "\x1b]0;tomei\x07", "\x9b31m", "a\rb", "\u202eanb", "a\x08\x08b"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nome_e_mensagem_nao_comandam_a_tabela(attack):
    row = Result(f"ana{attack}", "01-dados", 3, 17, "corrigida", f"ValueError: {attack}!")
    change = {"student": f"ana{attack}", "check": "01-dados.contar", "before": 1, "after": 2}

    shown = format_grades(to_frame([row])) + format_changes(
        pd.DataFrame([change | {"reason": "entrega nova"}])
    )

    assert all(c.isprintable() or c == "\n" for c in shown)
    assert shown.count("\n") == 3
    assert "ana" in shown


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("error", [GradingError, RuntimeError])
def test_erro_com_o_nome_de_um_arquivo_nao_comanda_o_terminal(error, attack, monkeypatch, capsys):
    def fail(*_, **__):
        raise error(f"{attack} não se abre:\nbaixe-o de novo")

    monkeypatch.setattr("mlp_course.grading.class_files.report_class", fail)

    assert main(["report", "saida"]) != 0

    written = capsys.readouterr().err
    assert all(c.isprintable() or c == "\n" for c in written)
    assert "baixe-o de novo" in written
