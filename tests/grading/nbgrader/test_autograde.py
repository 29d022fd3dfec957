"""O botão do formgrader: os mesmos limites, defeitos e verificações do comando."""

import json
from dataclasses import replace

import pytest

from mlp_course.grading.errors import GradingError
from mlp_course.grading.judging import worker
from mlp_course.grading.nbgrader.autograde import IsolatedExecute, read_limits
from mlp_course.grading.sandbox.limits import Limits
from mlp_course.grading.state.lock import lock_folder
from mlp_course.grading.state.task import Outcome
from tests.exercises.submissions import ROOT
from tests.grading.deliveries import remove_cell, right_notebook

LIMITS = replace(Limits(), cell_seconds=7, memory_bytes=1 << 30)


@pytest.fixture
def button(tmp_path, monkeypatch):
    """O passo que executa, com um trabalhador que só anota o que lhe pediram."""
    details = {"sandbox": "bwrap", "limits": LIMITS.to_dict()}
    (tmp_path / "correcao.json").write_text(json.dumps(details), "utf-8")
    step = IsolatedExecute()
    step.root, step.output = str(ROOT), str(tmp_path)
    step.asked, step.faults = [], {}

    def note(task):
        step.asked.append(task)
        return Outcome(task.notebook, {}, {}, {}, "", step.faults, 0.0, 0, "")

    monkeypatch.setattr(worker, "grade_submission", note)
    return step


def press(step, notebook):
    names = {"student": "ana", "assignment": "01-dados", "notebook": "01-dados"}
    return step.preprocess(notebook, {"nbgrader": names})


def test_os_limites_sao_os_da_correcao(button):
    press(button, right_notebook())

    assert [task.limits for task in button.asked] == [LIMITS]


@pytest.mark.parametrize("text", ["", "{", "{}", '{"limits": 3}', '{"limits": {"outro": 1}}'])
def test_sem_correcao_que_se_entenda_valem_os_padroes(text, tmp_path):
    (tmp_path / "correcao.json").write_text(text, "utf-8")

    assert read_limits(tmp_path) == read_limits(tmp_path / "nada") == Limits()


def test_juiz_que_falha_nao_da_zero_calado(button):
    button.faults["01-dados.contar"] = "o juiz não respondeu"

    with pytest.raises(GradingError, match="o juiz não respondeu"):
        press(button, right_notebook())


@pytest.mark.parametrize("position", [0, 2, -1])
def test_celula_de_verificacao_que_falta_e_recusada(position, button):
    notebook = right_notebook()
    checks = [
        cell.metadata["nbgrader"]["grade_id"]
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
    ]

    with pytest.raises(GradingError, match="mlp-course grade"):
        press(button, remove_cell(notebook, checks[position]))

    assert button.asked == []


def test_enquanto_a_turma_e_corrigida_o_botao_recusa(button, tmp_path):
    with lock_folder(tmp_path), pytest.raises(GradingError, match="Outra correção"):
        press(button, right_notebook())
    press(button, right_notebook())

    assert len(button.asked) == 1
