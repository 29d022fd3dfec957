"""Uma entrega atrasada, corrigida sozinha na pasta da turma, não toma o lugar de ninguém."""

import shutil
from pathlib import Path

import pytest

from mlp_course.grading import grade_class
from tests.exercises.corpus import a01_dados
from tests.exercises.submissions import fill_notebook
from tests.grading.classroom import QUIET, STUDENTS, read_records
from tests.grading.deliveries import to_bytes, write_files, zip_of

pytestmark = [pytest.mark.usefixtures("bubblewrap"), *QUIET]
BLANK = to_bytes(fill_notebook("01-dados", a01_dados.BLANK))
PLACE = "ana/01-dados/01-dados.ipynb"


@pytest.fixture
def folder(graded, tmp_path) -> Path:
    shutil.copytree(graded[0].parent, tmp_path / "turma")
    return tmp_path / "turma"


def grade_from(folder: Path, submitted: Path, **options):
    grades = grade_class(submitted, folder / "saida", folder / "curso", progress=False, **options)
    return grades.set_index("student")


def scores_of(grades) -> dict[str, float]:
    return grades.loc[list(STUDENTS), "score"].to_dict()


@pytest.mark.parametrize(
    "files",
    [
        {PLACE: BLANK},
        {f"gustavo/{PLACE}": BLANK},
        {PLACE: b"{quebrado"},
        {"ana/01-dados.ipynb": BLANK},
        {"ana - 01-dados.ipynb": BLANK},
        {f"{s}/01-dados/01-dados.ipynb": BLANK for s in (*STUDENTS, "eva", "fabio")},
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_pasta_com_o_nome_de_outro_nao_troca_a_nota_dele(files, packed, folder, graded):
    before = read_records(folder / "saida")
    path = folder / ("gustavo.zip" if packed else "gustavo")
    if packed:
        path.write_bytes(zip_of(files))
    else:
        write_files(path, files)

    grades = grade_from(folder, path)

    assert scores_of(grades) == scores_of(graded[1])
    assert set(grades["status"]) == set(graded[1]["status"])
    after = read_records(folder / "saida")
    assert {s: after[s] for s in STUDENTS if s != "bruno"} == {
        s: before[s] for s in STUDENTS if s != "bruno"
    }
    told = "\n".join(grades.attrs["tally"].tell())
    assert "--student" in told
    assert "--replace" in told


def test_a_hora_que_veio_ao_lado_de_uma_copia_nao_atrasa_quem_foi_copiado(folder, graded):
    copy = (folder / "entregas" / PLACE).read_bytes()
    stamp = {"ana/01-dados/timestamp.txt": b"2030-01-01 00:00:00 UTC"}

    grades = grade_from(folder, write_files(folder / "gustavo", {PLACE: copy} | stamp))

    assert scores_of(grades) == scores_of(graded[1])
    assert not (folder / "saida/submitted/ana/01-dados/timestamp.txt").exists()


def test_a_turma_continua_a_mesma_depois_de_uma_entrega_sozinha(folder, graded):
    grade_from(folder, write_files(folder / "gustavo", {PLACE: BLANK}))

    again = grade_from(folder, folder / "entregas")

    assert scores_of(again) == scores_of(graded[1])
    assert again.attrs["changes"].empty


@pytest.mark.parametrize("name", ["bruno", "bruno.zip"])
def test_o_que_se_da_com_o_nome_de_um_aluno_da_turma_e_todo_dele(name, folder, graded):
    files = {"davi/01-dados/01-dados.ipynb": (folder / "entregas" / PLACE).read_bytes()}
    path = folder / name
    if path.suffix:
        path.write_bytes(zip_of(files))
    else:
        write_files(path, files)

    grades = grade_from(folder, path)

    assert grades.loc["bruno", "score"] == 14
    assert scores_of(grades) | {"bruno": 0} == scores_of(graded[1])


def test_a_turma_que_mudou_de_pasta_continua_sendo_a_turma(folder, graded):
    (folder / "entregas").rename(folder / "recolhidas")
    write_files(folder / "recolhidas", {PLACE: BLANK})

    grades = grade_from(folder, folder / "recolhidas")

    assert grades.loc["ana", "score"] == 0
    assert set(grades.attrs["changes"]["reason"]) == {"entrega nova"}


@pytest.mark.lento
@pytest.mark.parametrize(
    ("options", "changed"),
    [({"replace": True}, {"ana"}), ({"student": "Gustavo Lima"}, {"Gustavo Lima"})],
)
def test_quem_corrige_diz_de_quem_e_a_entrega(options, changed, folder, graded):
    path = write_files(folder / "x", {PLACE: BLANK})
    before = read_records(folder / "saida")

    grades = grade_from(folder, path, **options)

    after = read_records(folder / "saida")
    assert {grades.index[i] for i in range(len(grades)) if grades["score"].iloc[i] == 0} >= changed
    assert len({s for s in after if after[s] != before.get(s)}) == 1
