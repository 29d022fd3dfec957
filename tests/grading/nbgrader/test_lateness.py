"""Atraso: as horas, os prazos e o desconto do nbgrader."""

import os
import shutil
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from mlp_course.grading.errors import GradingError
from mlp_course.grading.intake import read_submissions
from mlp_course.grading.nbgrader.lateness import find_timestamps
from tests.grading.classroom import QUIET, grade
from tests.grading.deliveries import load_sources, right_notebook, to_bytes, write_files, zip_of

pytestmark = QUIET
DUE = "2026-11-20 23:59:00"
ZERO = "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
PLUGIN = """
from nbgrader.plugins import LateSubmissionPlugin


class PerHour(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return total_seconds_late / 3600
"""


@pytest.fixture
def folder(graded, tmp_path) -> Path:
    shutil.copytree(graded[0].parent, tmp_path / "turma")
    return tmp_path / "turma"


def gradebook_of(path: Path) -> Gradebook:
    return Gradebook(f"sqlite:///{path / 'gradebook.db'}")


def set_due(path: Path) -> None:
    with gradebook_of(path) as gradebook:
        gradebook.update_or_create_assignment("01-dados", duedate=DUE)


def stamp(folder: Path, student: str, text: str) -> None:
    (folder / "entregas" / student / "01-dados" / "timestamp.txt").write_text(text, "utf-8")


def configure(folder: Path, text: str) -> None:
    path = folder / "curso" / "nbgrader_config.py"
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def regrade(folder: Path):
    return grade(folder, folder / "curso")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2026-11-20 23:59:00 UTC", 0),
        ("2026-11-21 00:59:00 UTC", 3600),
        ("2026-11-20 21:59:00 America/Sao_Paulo", 3600),
        ("2026-11-20T21:59:00-03:00", 3600),
        ("2026-11-01 10:00:00.123456", 0),
        ("ontem à noite", 0),
        ("", 0),
    ],
)
def test_hora_e_prazo_sao_os_do_nbgrader(text, seconds, folder):
    set_due(folder / "saida")
    stamp(folder, "ana", text)

    grades = regrade(folder)

    assert grades.loc["ana", "seconds_late"] == seconds
    assert grades.loc["ana", "penalty"] == 0
    assert grades.loc["davi", "seconds_late"] == 0


def test_desconto_e_o_do_plugin_configurado_e_some_quando_o_prazo_muda(folder):
    set_due(folder / "saida")
    stamp(folder, "ana", "2026-11-21 01:59:00 UTC")
    configure(folder, ZERO)

    assert regrade(folder).loc["ana", ["score", "penalty"]].tolist() == [0, 14]

    with gradebook_of(folder / "saida") as gradebook:
        gradebook.grant_extension("01-dados", "ana", hours=3)
    grades = regrade(folder)

    assert grades.loc["ana", ["score", "penalty", "seconds_late"]].tolist() == [14, 0, 0]


def test_plugin_de_quem_ensina_fica_ao_lado_da_configuracao(folder):
    set_due(folder / "saida")
    stamp(folder, "ana", "2026-11-21 01:29:00 UTC")
    (folder / "curso" / "por_hora.py").write_text(PLUGIN, "utf-8")
    configure(folder, "\nc.AssignLatePenalties.plugin_class = 'por_hora.PerHour'\n")

    assert regrade(folder).loc["ana", ["score", "penalty"]].tolist() == [12.5, 1.5]


def test_plugin_que_nao_existe_e_dito_com_o_arquivo(folder):
    set_due(folder / "saida")
    stamp(folder, "ana", "2026-11-21 01:29:00 UTC")
    configure(folder, "\nc.AssignLatePenalties.plugin_class = 'nao_existe.Nada'\n")

    with pytest.raises(GradingError, match=r"AssignLatePenalties.*nbgrader_config\.py"):
        regrade(folder)


def test_prazo_do_banco_do_curso_vale_onde_a_correcao_nao_tem_nenhum(folder):
    shutil.copy(folder / "saida" / "gradebook.db", folder / "curso")
    set_due(folder / "curso")
    stamp(folder, "ana", "2026-11-21 00:59:00 UTC")

    assert regrade(folder).loc["ana", "seconds_late"] == 3600


def test_o_autograde_do_nbgrader_da_o_mesmo_atraso_e_o_mesmo_desconto(folder):
    set_due(folder / "saida")
    stamp(folder, "ana", "2026-11-21 00:29:00 UTC")
    (folder / "curso" / "por_hora.py").write_text(PLUGIN, "utf-8")
    configure(folder, "\nc.AssignLatePenalties.plugin_class = 'por_hora.PerHour'\n")
    # A configuração da pasta copiada aponta para a turma original: a correção a reescreve.
    ours = regrade(folder).loc["ana"]
    with gradebook_of(folder / "saida") as gradebook:
        submission = gradebook.find_submission("01-dados", "ana")
        submission.timestamp, submission.notebooks[0].late_submission_penalty = None, None
        gradebook.db.commit()

    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {"PATH": path, "JUPYTER_CONFIG_DIR": str(folder)}
    result = subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", "01-dados", "--student=ana", "--force"],
        cwd=folder / "saida",
        env=os.environ | environment,
        check=False,
        capture_output=True,
        text=True,
    )

    assert result.returncode == 0, result.stderr
    with gradebook_of(folder / "saida") as gradebook:
        submission = gradebook.find_submission("01-dados", "ana")
        assert submission.total_seconds_late == ours["seconds_late"] == 1800
        assert submission.late_submission_penalty == ours["penalty"] == 0.5
        assert timedelta(seconds=submission.total_seconds_late) == timedelta(minutes=30)


@pytest.mark.parametrize("wrapper", ["", "turma/"])
@pytest.mark.parametrize("packed", [False, True])
def test_hora_e_achada_em_pasta_e_em_zip(wrapper, packed, tmp_path):
    files = {}
    for student, hour in (("ana", "10"), ("bia", "11")):
        notebook = right_notebook()
        notebook["metadata"]["autora"] = student
        files[f"{wrapper}{student}/01-dados/01-dados.ipynb"] = to_bytes(notebook)
        files[f"{wrapper}{student}/01-dados/timestamp.txt"] = (
            f"2026-11-20 {hour}:00:00 UTC".encode()
        )
    path = tmp_path / "entregas.zip"
    if packed:
        path.write_bytes(zip_of(files))
        assert zipfile.is_zipfile(path)
    else:
        path = write_files(tmp_path / "entregas", files)

    found = find_timestamps(path, read_submissions(path, load_sources()))

    assert found == {
        ("ana", "01-dados"): "2026-11-20 10:00:00 UTC",
        ("bia", "01-dados"): "2026-11-20 11:00:00 UTC",
    }
