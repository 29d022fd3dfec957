"""Que versão conta: a mais recente das completas, e a mensagem diz qual e por quê."""

import io
import json
import zipfile
from typing import Any

import nbformat
import pytest

from mlp_course.grading.intake import receive_class
from tests.grading.deliveries import set_date, write_files

OLD, MIDDLE, NEW = (2026, 11, 20, 8, 0), (2026, 11, 22, 9, 30), (2026, 11, 24, 22, 0)


def two_answers(first: str = "", second: str = "") -> Any:
    cells = []
    for name, text in (("um", first), ("dois", second)):
        cell = nbformat.v4.new_code_cell(text, id=name)
        cell.metadata["nbgrader"] = {"grade_id": name, "solution": True, "grade": False}
        cells.append(cell)
    return nbformat.v4.new_notebook(cells=cells)


SOURCES = {"01-dados": two_answers()}


def whole(text: str) -> bytes:
    return json.dumps(two_answers(f"a = {text!r}", "b = 1")).encode()


def half(text: str) -> bytes:
    return json.dumps(two_answers(f"a = {text!r}")).encode()


def only(path):
    (submission,) = receive_class(path, SOURCES).submissions
    return submission


def dated_zip(files: dict[str, tuple[bytes, tuple[int, ...]]]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, (content, when) in files.items():
            archive.writestr(zipfile.ZipInfo(name, (*when, 0)), content)  # type: ignore[arg-type]
    return target.getvalue()


FORMS = {
    "moodle": "Ana_11_assignsubmission_file_/{}.ipynb",
    "moodle sem pastas": "Ana_11_assignsubmission_file_{}.ipynb",
    "canvas": "souzaana_11_1234_{}.ipynb",
    "sala de aula": "Ana Souza - 01-dados_{}.ipynb",
    "nbgrader": "ana/01-dados/{}.ipynb",
    "pasta": "ana/01-dados ({}).ipynb",
}


def three(form: str) -> dict[str, tuple[bytes, tuple[int, ...]]]:
    return {
        form.format("v1"): (whole("velha"), OLD),
        form.format("v2"): (whole("nova"), MIDDLE),
        form.format("v3"): (half("pela metade"), NEW),
    }


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("zipped", [True, False], ids=["zip", "pasta"])
def test_vale_a_mais_recente_das_completas(tmp_path, form, zipped):
    files = three(form)
    path = tmp_path / "entregas.zip"
    if zipped:
        path.write_bytes(dated_zip(files))
    else:
        path = write_files(tmp_path / "entregas", {n: content for n, (content, _) in files.items()})
        for name, (_, when) in files.items():
            set_date(path / name, *when)

    submission = only(path)

    assert submission.notebook.cells[0].source == "a = 'nova'"
    message = submission.repairs[0]
    assert message.startswith("Vieram 3 notebooks deste exercício: valeu “")
    assert "(22/11/2026 09:30), o mais recente dos completos." in message
    assert "20/11/2026 08:00" in message
    assert "24/11/2026 22:00" in message


def test_as_datas_de_dentro_do_zip_do_aluno_valem(tmp_path):
    content = dated_zip(three("tentativa {}.ipynb"))
    write_files(tmp_path / "entregas", {"ana.zip": content, "bia.ipynb": whole("bia")})

    ana, _ = receive_class(tmp_path / "entregas", SOURCES).submissions

    assert ana.notebook.cells[0].source == "a = 'nova'"
    assert ana.modified is not None


def test_sem_nenhuma_completa_vale_a_que_mais_responde(tmp_path):
    blank = json.dumps(two_answers()).encode()
    files = {"ana/a.ipynb": (half("uma"), OLD), "ana/01-dados.ipynb": (blank, NEW)}
    path = tmp_path / "x.zip"
    path.write_bytes(dated_zip({f"ana/01-dados/{n[4:]}": v for n, v in files.items()}))

    submission = only(path)

    assert submission.notebook.cells[0].source == "a = 'uma'"
    assert "(20/11/2026 08:00), o mais completo." in submission.repairs[0]


@pytest.mark.parametrize("when", [(1980, 1, 1, 0, 0), NEW], ids=["sem data", "a mesma data"])
def test_sem_datas_que_distingam_a_mensagem_o_diz(tmp_path, when):
    path = tmp_path / "x.zip"
    files = {
        "ana/01-dados/01-dados.ipynb": (whole("uma"), when),
        "ana/01-dados/01-dados (1).ipynb": (half("outra"), when),
    }
    path.write_bytes(dated_zip(files))

    submission = only(path)

    assert submission.notebook.cells[0].source == "a = 'uma'"
    assert "não trazem datas que digam qual é o mais recente" in submission.repairs[0]


def test_copias_iguais_nao_pedem_explicacao(tmp_path):
    files = {"ana/01-dados/x.ipynb": whole("uma"), "ana/01-dados/x (1).ipynb": whole("uma")}

    reception = receive_class(write_files(tmp_path / "entregas", files), SOURCES)

    assert len(reception.submissions) == 1
    assert not any("Vieram" in r for r in reception.submissions[0].repairs)
    assert [p.fate for p in reception.tally.placements] == ["graded", "version"]
