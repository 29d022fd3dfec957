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

from mlp_course.grading import grade_class
from mlp_course.grading.class_files import report_class
from mlp_course.grading.errors import GradingError
from mlp_course.grading.nbgrader.gradebook import Course
from mlp_course.grading.reports.terminal import format_changes
from mlp_course.grading.state.again import Again
from mlp_course.grading.state.ledger import load_record
from mlp_course.grading.state.lock import lock_folder
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


def test_banco_apagado_se_refaz_do_registro_sem_executar_nada(regraded, graded):
    before = read_records(regraded / "saida")
    (regraded / "saida/gradebook.db").unlink()

    grades = grade(regraded, regraded / "curso")

    assert read_records(regraded / "saida") == before
    assert grades["score"].tolist() == graded[1]["score"].tolist()
    assert "5 entregas" in grades.attrs["notices"][0]
    assert grade(regraded, regraded / "curso").attrs["notices"] == ()


def test_entrega_que_falta_no_banco_volta_e_as_notas_a_mao_das_outras_ficam(regraded, graded):
    with Gradebook(f"sqlite:///{regraded / 'saida/gradebook.db'}") as gradebook:
        gradebook.remove_submission("01-dados", "ana")
        gradebook.find_grade("vazamento-texto", "01-dados", "01-dados", "davi").manual_score = 2
        gradebook.db.commit()

    grades = grade(regraded, regraded / "curso")

    assert grades.loc[["ana", "davi"], "score"].tolist() == [14, 16]
    assert "1 entrega " in grades.attrs["notices"][0]


@pytest.mark.parametrize("gone", ["autograded", "feedback", "exercises", "turma.html"])
def test_o_que_se_apagou_da_pasta_de_saida_volta(gone, regraded, graded):
    path = regraded / "saida" / gone
    before = sorted(p.relative_to(path) for p in path.rglob("*.*"))
    shutil.rmtree(path) if path.is_dir() else path.unlink()

    grades = grade(regraded, regraded / "curso")

    assert grades["score"].tolist() == graded[1]["score"].tolist()
    assert path.exists()
    assert sorted(p.relative_to(path) for p in path.rglob("*.*")) == before


def test_interrompida_ao_refazer_o_banco_a_correcao_continua_dali(regraded, graded, monkeypatch):
    (regraded / "saida/gradebook.db").unlink()
    store, stored = Course.store, []

    def stop_in_the_middle(course, student, *rest):
        stored.append(student)
        if len(stored) == 3:
            with Gradebook(course.db_url) as gradebook:
                gradebook.add_student(student)
                gradebook.update_or_create_submission("01-dados", student)
            raise KeyboardInterrupt
        store(course, student, *rest)

    monkeypatch.setattr(Course, "store", stop_in_the_middle)
    with pytest.raises(KeyboardInterrupt):
        grade(regraded, regraded / "curso")
    monkeypatch.undo()
    grades = grade(regraded, regraded / "curso")

    assert grades["score"].tolist() == graded[1]["score"].tolist()
    assert all(record["stored"] for record in read_records(regraded / "saida").values())


def test_banco_danificado_da_uma_frase(regraded):
    (regraded / "saida/gradebook.db").write_bytes(b"isto nao e um banco" * 99)

    with pytest.raises(GradingError, match="danificado"):
        grade(regraded, regraded / "curso")


def test_duas_correcoes_na_mesma_pasta_a_segunda_recebe_uma_frase(regraded):
    with lock_folder(regraded / "saida"):
        with pytest.raises(GradingError, match=rf"Outra correção.*processo {os.getpid()}"):
            grade(regraded, regraded / "curso")
        with pytest.raises(GradingError, match="Outra correção"):
            report_class(regraded / "saida")

    grade(regraded, regraded / "curso")


def test_acidente_nao_vale_para_sempre(regraded):
    path = regraded / "saida/registro/01-dados/fabio.json"
    before = read_records(regraded / "saida")
    assert before["fabio"]["outcome"]["incident"]

    grades = grade(regraded, regraded / "curso", again=Again())

    after = read_records(regraded / "saida")
    assert {s for s in after if after[s] != before[s]} == {"fabio"}
    assert after["fabio"]["seed"] != before["fabio"]["seed"]
    # Quem derruba o kernel o derruba de novo: a nota é a mesma, e o registro diz o que houve.
    assert grades.loc["fabio", "status"] == "interrompida"
    assert path.exists()


@pytest.mark.parametrize(
    ("again", "message"),
    [
        (Again("zeca"), "não há entrega de 'zeca'"),
        (Again("ana", "03-curvas"), "não entregou '03-curvas'.*entregou 01-dados"),
    ],
)
def test_pedir_de_novo_o_que_nao_ha_e_recusado(again, message, regraded):
    with pytest.raises(GradingError, match=message):
        grade(regraded, regraded / "curso", again=again)


def test_again_cobre_o_que_se_pediu(regraded):
    folder = regraded / "saida/registro"
    ana, fabio = (load_record(folder, student, "01-dados") for student in ("ana", "fabio"))

    for again, covered in (
        (Again(), [False, True]),
        (Again("ana"), [True, False]),
        (Again("ana", "01-dados"), [True, False]),
        (Again("ana", "03-curvas"), [False, False]),
    ):
        assert [again.covers(record) for record in (ana, fabio)] == covered


@pytest.mark.parametrize("name", ["saida?", "o que?/saida", "a?b=c&d"])
def test_interrogacao_no_caminho_de_saida_e_recusada_antes_de_escrever(name, regraded):
    before = sorted(regraded.rglob("*"))

    with pytest.raises(GradingError, match="--output"):
        grade_class(regraded / "entregas", regraded / name, regraded / "curso", progress=False)

    assert sorted(regraded.rglob("*")) == before


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
