"""O ``nbgrader export`` escreve as mesmas tabelas que ``mlp-course report``."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.exportapp import ExportApp
from nbgrader.coursedir import CourseDirectory

from mlp_course.grading.class_files import report_class
from mlp_course.grading.errors import GradingError
from mlp_course.grading.nbgrader import exporters
from tests.grading.classroom import QUIET

pytestmark = QUIET
DATE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d [+-]\d{4}")


@pytest.fixture
def output(graded, tmp_path) -> Path:
    shutil.copytree(graded[0], tmp_path / "saida")
    return tmp_path / "saida"


def export(output: Path, name: str, **options) -> None:
    """O que o comando do nbgrader faz, com o curso já achado."""
    app = ExportApp()
    app.coursedir = CourseDirectory(root=str(output))
    plugin = getattr(exporters, name)(parent=app, **options)
    with Gradebook(f"sqlite:///{output / 'gradebook.db'}") as gradebook:
        plugin.export(gradebook)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("GradesExporter", "grades.csv"),
        ("NotesExporter", "planilhas/notas.csv"),
        ("MoodleExporter", "planilhas/moodle/01-dados.csv"),
        ("CanvasExporter", "planilhas/canvas.csv"),
        ("ClassroomExporter", "planilhas/google.csv"),
    ],
)
def test_cada_plugin_escreve_o_mesmo_arquivo_do_relatorio(name, file, output, tmp_path):
    report_class(output)
    expected = (output / file).read_text("utf-8")
    target = tmp_path / "outro.csv"

    export(output, name, to=str(target))
    (output / file).unlink()
    export(output, name)

    for path in (target, output / file):
        assert DATE.sub("agora", path.read_text("utf-8")) == DATE.sub("agora", expected)


def test_aluno_e_exercicio_se_escolhem_como_no_nbgrader(output, tmp_path):
    export(output, "CanvasExporter", to=str(tmp_path / "um.csv"), student=["ana"])
    export(output, "GradesExporter", to=str(tmp_path / "nada.csv"), assignment=["02-mlp-keras"])

    assert len((tmp_path / "um.csv").read_text("utf-8").splitlines()) == 3
    assert len((tmp_path / "nada.csv").read_text("utf-8").splitlines()) == 1


def test_moodle_em_um_arquivo_so_pede_um_exercicio(output, tmp_path):
    with pytest.raises(GradingError, match="--assignment"):
        export(output, "MoodleExporter", to=str(tmp_path / "x.csv"), assignment=["02-mlp-keras"])


@pytest.mark.lento
def test_o_comando_do_nbgrader_acha_o_plugin(output, tmp_path):
    name = "mlp_course.grading.nbgrader.exporters.CanvasExporter"
    config = output / "nbgrader_config.py"
    config.write_text(f"c = get_config()\nc.CourseDirectory.root = {str(output)!r}\n", "utf-8")
    target = tmp_path / "canvas.csv"

    subprocess.run(
        [sys.executable, "-m", "nbgrader", "export", "--exporter", name, "--to", target],
        cwd=output,
        env=os.environ | {"JUPYTER_CONFIG_DIR": str(tmp_path)},
        check=True,
        capture_output=True,
    )

    assert target.read_text("utf-8") == (output / "planilhas" / "canvas.csv").read_text("utf-8")
