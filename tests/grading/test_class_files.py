"""Notas finais em toda parte: o total do banco, refeito depois da correção manual."""

import csv
import hashlib
import shutil
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from nbgrader.api import Gradebook

from mlp_course.cli import main
from mlp_course.grading.class_files import report_class
from mlp_course.grading.errors import GradingError
from mlp_course.grading.options import ReportOptions
from mlp_course.grading.reports.results import COLUMNS
from tests.grading.classroom import QUIET, grade

pytestmark = [pytest.mark.usefixtures("bubblewrap"), *QUIET]
TEXT = "vazamento-texto"


@pytest.fixture
def output(graded, tmp_path) -> Path:
    shutil.copytree(graded[0].parent, tmp_path / "turma")
    return tmp_path / "turma" / "saida"


def gradebook_of(output: Path) -> Gradebook:
    return Gradebook(f"sqlite:///{output / 'gradebook.db'}")


def give(output: Path, student: str, cell: str = TEXT, **grades: float) -> None:
    """O que uma pessoa faz no formgrader."""
    with gradebook_of(output) as gradebook:
        found = gradebook.find_grade(cell, "01-dados", "01-dados", student)
        for name, value in grades.items():
            setattr(found, name, value)
        found.needs_manual_grade = False
        gradebook.db.commit()


def fine(output: Path, student: str, penalty: float) -> None:
    with gradebook_of(output) as gradebook:
        notebook = gradebook.find_submission_notebook("01-dados", "01-dados", student)
        notebook.late_submission_penalty = penalty
        gradebook.db.commit()


def report(output: Path, **options) -> pd.DataFrame:
    return report_class(output, ReportOptions(**options) if options else None).set_index("student")


def moodle_of(output: Path) -> dict[str, list[str]]:
    path = output / "planilhas" / "moodle" / "01-dados.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row[1]: row for row in csv.reader(file)}


def nbgrader_totals(output: Path) -> dict[str, tuple[float, float]]:
    with gradebook_of(output) as gradebook:
        return {
            s.student.id: (max(0.0, s.score - s.late_submission_penalty), s.max_score)
            for s in gradebook.find_assignment("01-dados").submissions
        }


def test_ponto_dado_por_uma_pessoa_entra_na_tabela_na_pagina_e_na_planilha(output):
    give(output, "ana", manual_score=1.5)

    grades = report(output)

    assert (grades.loc["ana", "score"], grades.loc["ana", "max_score"]) == (15.5, 17)
    assert (grades.loc["ana", "auto_score"], grades.loc["ana", "manual_score"]) == (14, 1.5)
    assert grades.loc["ana", "status"] == "corrigida"
    written = pd.read_csv(output / "grades.csv", dtype={"student": str}).set_index("student")
    assert written.loc["ana", "score"] == 15.5
    page = BeautifulSoup((output / "turma.html").read_text("utf-8"), "html.parser")
    assert "15,5 de 17" in page.get_text()
    assert moodle_of(output)["ana"][3:5] == ["15,50", "17,00"]


@pytest.mark.parametrize(
    ("cell", "given", "penalty", "score"),
    [
        (TEXT, {"manual_score": 3}, 0, 17),
        (TEXT, {"manual_score": 0}, 0, 14),
        (TEXT, {"manual_score": 1.5, "extra_credit": 1}, 0, 16.5),
        (TEXT, {"manual_score": 3}, 2.5, 14.5),
        (TEXT, {"manual_score": 0}, 20, 0),
    ],
)
def test_total_e_o_do_nbgrader(cell, given, penalty, score, output):
    give(output, "ana", cell, **given)
    fine(output, "ana", penalty)

    row = report(output).loc["ana"]

    assert row["score"] == score
    assert (row["score"], row["max_score"]) == nbgrader_totals(output)["ana"]
    assert row["penalty"] == penalty


def test_item_automatico_que_uma_pessoa_mudou_vale_o_que_ela_deu(output):
    with gradebook_of(output) as gradebook:
        submission = gradebook.find_submission_notebook("01-dados", "01-dados", "ana")
        cell = next(g.name for g in submission.grades if g.cell_type == "code" and g.auto_score)
    give(output, "ana", cell, manual_score=0)

    row = report(output).loc["ana"]

    assert row["score"] == nbgrader_totals(output)["ana"][0] < 14
    assert row["auto_score"] + row["manual_score"] == row["score"]


def test_o_que_espera_por_uma_pessoa_fica_marcado_tambem_em_quem_foi_interrompido(output):
    grades = report(output)

    assert grades.loc["fabio", "status"] == "interrompida"
    assert set(grades["pending"]) == {True, False}
    assert grades.loc[["ana", "fabio"], "pending"].all()
    assert "Falta a parte corrigida por uma pessoa." in moodle_of(output)["fabio"][6]
    assert "falta uma pessoa" in (output / "turma.html").read_text("utf-8")


def test_a_correcao_repetida_tambem_mostra_o_que_uma_pessoa_deu(output):
    give(output, "carla", manual_score=2)

    again = grade(output.parent, output.parent / "curso")

    assert again.loc["carla", "manual_score"] == 2
    pd.testing.assert_frame_equal(again, report(output))


def test_sem_nada_novo_o_relatorio_e_o_da_correcao_e_o_banco_nao_muda(output, graded):
    before = hashlib.sha256((output / "gradebook.db").read_bytes()).hexdigest()

    grades = report(output)

    pd.testing.assert_frame_equal(grades, graded[1])
    assert hashlib.sha256((output / "gradebook.db").read_bytes()).hexdigest() == before
    assert grades.loc["eva", "status"] == "não corrigida"


def test_a_conta_dos_arquivos_fica_na_pagina_tambem_depois_do_report(output):
    page = output / "turma.html"
    sentence = next(line for line in page.read_text("utf-8").splitlines() if "entraram" in line)

    report_class(output)

    assert sentence in page.read_text("utf-8")


def test_sem_o_que_a_correcao_guardou_as_notas_vem_do_banco(output):
    (output / "registro" / "turma.json").unlink()

    grades = report(output)

    totals = nbgrader_totals(output)
    assert {s: tuple(grades.loc[s, ["score", "max_score"]]) for s in grades.index} == totals


def test_entrega_nova_que_nao_se_le_diz_que_a_nota_e_da_anterior(output):
    (output.parent / "entregas/ana/01-dados/01-dados.ipynb").write_text("{quebrado", "utf-8")

    grades = grade(output.parent, output.parent / "curso")

    assert (grades.loc["ana", "status"], grades.loc["ana", "score"]) == ("conferir", 14)
    assert "entrega anterior" in grades.loc["ana", "message"]


def test_comando_report_mostra_os_totais_e_lembra_as_escolhas(output, capsys):
    give(output, "ana", manual_score=3)
    fine(output, "ana", 0.5)

    assert main(["report", str(output), "--scale", "10"]) == 0

    shown = capsys.readouterr().out
    assert "16,5 de 17" in shown
    assert "menos 0,5 por atraso" in shown
    assert moodle_of(output)["ana"][3:5] == ["9,71", "10,00"]


def test_pasta_que_nao_e_de_uma_correcao_e_recusada_sem_criar_nada(tmp_path, capsys):
    with pytest.raises(GradingError, match="banco de notas"):
        report_class(tmp_path)

    assert main(["report", str(tmp_path)]) == 2
    assert "--output" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_colunas_de_sempre_vem_primeiro():
    assert COLUMNS[:6] == ["student", "assignment", "score", "max_score", "status", "message"]
