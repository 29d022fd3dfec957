"""O corpus hostil corrigido em um lote só, na sandbox, ao lado de entregas honestas.

Nenhuma nota sobe, nenhuma outra entrega muda, o lote não para e cada linha diz o que
houve. Sem a sandbox este teste não executa.
"""

import multiprocessing
import socket
import threading
from pathlib import Path

import psutil
import pytest
from bs4 import BeautifulSoup
from nbgrader.api import Gradebook

from mlp_course.grading import grade_class
from mlp_course.grading.judging.pool import count_workers
from mlp_course.grading.sandbox.limits import MEBIBYTE, Limits
from tests.grading.attacks import dangers
from tests.hostile.corpus import CORPUS, FAMILIES, HONEST, write_corpus
from tests.hostile.entry import CANARY
from tests.needs import ROOT, need_sandbox

pytestmark = [
    pytest.mark.filterwarnings(
        "ignore::sqlalchemy.exc.SAWarning",
        "ignore::ResourceWarning",
        "ignore::pytest.PytestUnraisableExceptionWarning",
        "ignore::DeprecationWarning",
        "ignore::FutureWarning",
        "ignore::nbformat.warnings.MissingIDFieldWarning",
    ),
]
LIMITS = Limits(
    cell_seconds=8,
    wall_seconds=120,
    cpu_seconds=90,
    memory_bytes=1024 * MEBIBYTE,
    scratch_bytes=64 * MEBIBYTE,
    scratch_files=5000,
    processes=24,
)
PLACES = ("/tmp", "/var/tmp", "/dev/shm", str(Path.home()), "/", "/usr", "/etc")  # noqa: S108 — onde os ataques tentam escrever


class Listener:
    """Escuta onde os ataques tentam chegar e guarda quem chegou."""

    def __init__(self) -> None:
        self.arrived: list[str] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self._server.settimeout(0.2)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        while not self._stop.is_set():
            try:
                connection, address = self._server.accept()
            except TimeoutError:
                continue
            self.arrived.append(str(address))
            connection.close()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()
        self._server.close()


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    """O lote inteiro, corrigido uma vez."""
    need_sandbox()
    folder = tmp_path_factory.mktemp("hostil")
    listener = Listener()
    try:
        write_corpus(folder / "entregas", listener.port)
        grades = grade_class(
            folder / "entregas",
            folder / "saida",
            ROOT,
            limits=LIMITS,
            # Boa parte só espera o seu prazo acabar: dois trabalhadores por núcleo.
            workers=2 * count_workers(None),
            progress=False,
        )
    finally:
        listener.close()
    return folder / "saida", grades.set_index("student"), listener.arrived


def test_o_corpus_tem_de_tudo():
    assert len(CORPUS) >= 40
    assert len({entry.name for entry in CORPUS}) == len(CORPUS)
    assert all(len(family) >= 10 for family in FAMILIES.values())


@pytest.mark.parametrize("entry", CORPUS, ids=lambda entry: entry.name)
def test_recebe_a_nota_e_a_situacao_que_lhe_cabem(batch, entry):
    _, grades, _ = batch
    row = grades.loc[entry.name]

    assert (row.score, row.status) == (entry.score, entry.status), f"{entry.why}: {row.message}"
    assert entry.message in row.message


@pytest.mark.parametrize("entry", [e for e in CORPUS if e.feedback], ids=lambda entry: entry.name)
def test_a_devolutiva_diz_o_que_houve_na_celula(batch, entry):
    output, _, _ = batch
    path = output / "feedback" / entry.name / entry.assignment / f"{entry.assignment}.html"

    text = BeautifulSoup(path.read_text("utf-8"), "html.parser").get_text()

    assert entry.feedback in text


@pytest.mark.parametrize("student", HONEST)
def test_entregas_honestas_nao_mudam(batch, student):
    _, grades, _ = batch

    assert (grades.loc[student, "score"], grades.loc[student, "status"]) == HONEST[student][1:]


def test_cada_entrega_tem_uma_linha_so_e_nenhum_lote_para(batch):
    _, grades, _ = batch

    assert sorted(grades.index) == sorted([*HONEST, *(entry.name for entry in CORPUS)])


def test_toda_entrega_sem_nota_ou_interrompida_diz_por_que(batch):
    _, grades, _ = batch
    stopped = grades[grades["status"].isin(["interrompida", "não corrigida", "conferir"])]

    for student, row in stopped.iterrows():
        assert len(row.message) > 10, student
        assert "Error" not in row.message, student
        assert "\n" not in row.message, student


def test_o_banco_guarda_as_mesmas_notas(batch):
    output, grades, _ = batch
    graded = grades[grades["status"] != "não corrigida"]

    with Gradebook(f"sqlite:///{output / 'gradebook.db'}") as gradebook:
        for student, row in graded.iterrows():
            submission = gradebook.find_submission(row.assignment, student)
            assert submission.code_score == pytest.approx(row.score), student


def test_nada_do_que_tentaram_deixar_ficou(batch):
    left = [p for place in PLACES for p in Path(place).glob(f"{CANARY}*")]
    output, _, _ = batch

    assert left == []
    assert not list(output.rglob(f"*{CANARY}*"))
    assert "muda-o-banco,01-dados,14" not in (output / "grades.csv").read_text("utf-8")


def test_nenhum_processo_sobrou(batch):
    ours = {process.pid for process in multiprocessing.active_children()}
    children = psutil.Process().children(recursive=True)

    assert [p for p in children if p.pid not in ours and p.name().startswith("mlp-course")] == []
    assert [p for p in psutil.process_iter(["name"]) if p.info["name"] == CANARY] == []


def test_ninguem_chegou_pela_rede(batch):
    _, _, arrived = batch

    assert arrived == []


def test_as_devolutivas_de_todos_existem_e_sao_inertes(batch):
    output, grades, _ = batch
    graded = grades[grades["status"] != "não corrigida"]

    for student, row in graded.iterrows():
        path = output / "feedback" / student / row.assignment / f"{row.assignment}.html"
        assert dangers(BeautifulSoup(path.read_text("utf-8"), "html.parser")) == [], student
