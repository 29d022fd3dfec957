"""Interromper, repetir, corrigir uma verificação: nada se perde e nada se refaz à toa."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from nbgrader.api import Gradebook

from mlp_course.grading.errors import GradingError
from mlp_course.grading.nbgrader.gradebook import format_changes
from tests.exercises.corpus import a01_dados
from tests.exercises.submissions import write_submission
from tests.grading.classroom import QUIET, copy_course, grade, read_records

pytestmark = [pytest.mark.usefixtures("bubblewrap"), *QUIET]


def test_repetir_a_correcao_nao_executa_nem_julga_nada_de_novo(graded):
    output, grades = graded
    before = {p: p.stat().st_mtime_ns for p in output.glob("registro/*/*.json")}

    again = grade(output.parent, output.parent / "curso")

    assert {p: p.stat().st_mtime_ns for p in output.glob("registro/*/*.json")} == before
    pd.testing.assert_frame_equal(again, grades)
    assert again.attrs["changes"].empty


@pytest.fixture
def regraded(tmp_path, graded):
    """Uma cópia da turma já corrigida, para mudar as verificações."""
    folder = graded[0].parent
    shutil.copytree(folder, tmp_path / "turma")
    return tmp_path / "turma"


def test_verificacao_corrigida_so_rejulga_o_que_ela_toca_e_mostra_de_quem_a_nota_mudou(regraded):
    hidden = regraded / "curso/solutions/01-dados/hidden_checks.py"
    added = (
        "def judge_more(data, challenge):\n"
        "    return [Criterion(False, 'mais rigor')]\n\n\n"
        "HIDDEN_CHECKS = (\n"
        '    HiddenCheck("01-dados.contar", judge_more),'
    )
    hidden.write_text(hidden.read_text("utf-8").replace("HIDDEN_CHECKS = (", added), "utf-8")
    before = read_records(regraded / "saida")

    grades = grade(regraded, regraded / "curso")

    changes, after = grades.attrs["changes"], read_records(regraded / "saida")
    assert set(changes["check"]) == {"01-dados.contar"}
    assert set(changes["student"]) == {"ana", "davi", "fabio"}
    assert set(changes["reason"]) == {"verificação corrigida"}
    assert "01-dados.contar" in format_changes(changes)
    assert grades.loc["ana", "score"] == 13.5
    for student, record in after.items():
        assert record["seed"] == before[student]["seed"]
        assert record["outcome"]["seconds"] == before[student]["outcome"]["seconds"]
        assert record["outcome"]["answers"] == before[student]["outcome"]["answers"]
        verdicts, old = (r["outcome"]["verdicts"] for r in (record, before[student]))
        assert all(verdicts[n] == old[n] for n in old if n != "01-dados.contar")
    with Gradebook(f"sqlite:///{regraded / 'saida/gradebook.db'}") as gradebook:
        assert gradebook.find_submission("01-dados", "ana").code_score == 13.5


@pytest.mark.lento
def test_desafio_corrigido_executa_de_novo(regraded):
    hidden = regraded / "curso/solutions/01-dados/hidden_checks.py"
    hidden.write_text(hidden.read_text("utf-8").replace("901", "907"), "utf-8")
    before = read_records(regraded / "saida")

    grades = grade(regraded, regraded / "curso")

    after = read_records(regraded / "saida")
    assert after["ana"]["outcome"]["challenges"] != before["ana"]["outcome"]["challenges"]
    assert after["ana"]["outcome"]["seconds"] != before["ana"]["outcome"]["seconds"]
    assert grades.loc["ana", "score"] == 14


def test_entrega_nova_so_corrige_o_seu_autor(regraded):
    write_submission(regraded / "entregas", "bruno", "01-dados", a01_dados.RIGHT)
    before = read_records(regraded / "saida")

    grades = grade(regraded, regraded / "curso")

    after = read_records(regraded / "saida")
    assert {s for s in after if after[s] != before[s]} == {"bruno"}
    assert grades.loc["bruno", "score"] == 14
    assert set(grades.attrs["changes"]["reason"]) == {"entrega nova"}


@pytest.mark.lento
def test_banco_travado_da_um_erro_claro_e_nada_se_perde(tmp_path):
    root = copy_course(tmp_path)
    write_submission(tmp_path / "entregas", "ana", "01-dados", a01_dados.RIGHT)
    grade(tmp_path, root)
    write_submission(tmp_path / "entregas", "bia", "01-dados", a01_dados.RIGHT)
    lock = sqlite3.connect(tmp_path / "saida/gradebook.db", isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")

    with pytest.raises(GradingError, match="em uso por outro programa"):
        grade(tmp_path, root)
    lock.close()
    grades = grade(tmp_path, root)

    assert grades["score"].tolist() == [14, 14]


@pytest.mark.lento
def test_disco_cheio_da_um_erro_claro_e_depois_continua(tmp_path):
    root = copy_course(tmp_path)
    for i in range(4):
        write_submission(tmp_path / "entregas", f"aluno{i}", "01-dados", a01_dados.RIGHT)
    output = tmp_path / "saida"
    output.mkdir()
    command = Path(sys.executable).with_name("mlp-course")
    script = (
        f"set -e; cd {root}; mount -t tmpfs -o size=1400k tmpfs {output}\n"
        f"{command} grade {tmp_path}/entregas --output {output} --workers 1 || echo codigo $?\n"
        f"mount -o remount,size=100m {output}\n"
        f"{command} grade {tmp_path}/entregas --output {output} --workers 1"
    )
    user = [] if os.getuid() == 0 else ["--user", "--map-root-user"]
    if subprocess.run(["unshare", *user, "--mount", "true"], check=False).returncode:
        # No Ubuntu, o perfil que dá namespaces ao bubblewrap não os dá ao unshare.
        pytest.skip("esta máquina não deixa montar um disco pequeno para encher")
    result = subprocess.run(
        ["unshare", *user, "--mount", "bash", "-c", script],
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stderr
    assert "codigo 2" in result.stdout
    assert "está cheio" in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout.count("14 de 17") == 4


@pytest.mark.lento
def test_morta_varias_vezes_no_meio_a_correcao_termina_com_cada_entrega_uma_vez(tmp_path):
    root, n = copy_course(tmp_path), 12
    for i in range(n):
        write_submission(tmp_path / "entregas", f"aluno{i:02d}", "01-dados", a01_dados.RIGHT)
    output = tmp_path / "saida"
    seeds: dict[str, int] = {}
    for target in (1, 4, 7, 10):
        process = start_grading(tmp_path, root)
        while process.poll() is None and len(read_complete(output)) < target:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for student, record in read_complete(output).items():
            # O que já estava registrado nunca é refeito: a semente é a da primeira vez.
            assert seeds.setdefault(student, record["seed"]) == record["seed"]

    grades = grade(tmp_path, root)

    assert grades["score"].tolist() == [14] * n
    for student, seed in seeds.items():
        assert read_records(output)[student]["seed"] == seed
    with Gradebook(f"sqlite:///{output / 'gradebook.db'}") as gradebook:
        submissions = gradebook.find_assignment("01-dados").submissions
        assert sorted(s.student.id for s in submissions) == sorted(grades.index)
        assert {s.code_score for s in submissions} == {14}
    check = sqlite3.connect(output / "gradebook.db").execute("PRAGMA integrity_check")
    assert check.fetchone() == ("ok",)


def start_grading(folder: Path, root: Path) -> subprocess.Popen:
    command = [Path(sys.executable).with_name("mlp-course"), "grade", folder / "entregas"]
    return subprocess.Popen(
        [*command, "--output", folder / "saida"],
        cwd=root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def read_complete(output: Path) -> dict[str, dict]:
    return read_records(output) if output.exists() else {}
