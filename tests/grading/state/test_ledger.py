"""O registro de uma entrega: qualquer nome cabe, e dois nomes nunca são o mesmo arquivo."""

import pytest

from mlp_course.grading.state.ledger import (
    Record,
    count_records,
    file_name,
    has_record,
    load_record,
    save_record,
)
from mlp_course.grading.state.task import Outcome

OUTCOME = Outcome("{}", {}, {}, {}, "", {}, 0.0, 0, "")
NAMES = [
    "ana",
    "Zé da Silva",
    "я" * 44,
    "京" * 80,
    "𠀀" * 80,
    "a" * 80,
    "..",
    "ana/bia",
]


def record_of(student: str) -> Record:
    return Record(student, "01-dados", "d", "e", "j", 1, OUTCOME, source="/x", received="r")


@pytest.mark.parametrize("student", NAMES)
def test_o_registro_de_qualquer_nome_se_guarda_e_se_le(student, tmp_path):
    assert not has_record(tmp_path, student, "01-dados")

    save_record(tmp_path, record_of(student))

    assert load_record(tmp_path, student, "01-dados") == record_of(student)
    assert count_records(tmp_path, ["01-dados", "03-curvas"]) == 1
    assert [path.parent.name for path in tmp_path.rglob("*.json")] == ["01-dados"]


def test_nomes_compridos_que_comecam_igual_tem_arquivos_diferentes():
    names = ["я" * 60 + end for end in ("а", "б", "")] + ["京" * 80, "京" * 79]

    assert len({file_name(name) for name in names}) == len(names)
    assert all(len(file_name(name)) < 200 for name in names)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', '{"format": 2}', "null"])
def test_registro_que_nao_se_entende_e_como_se_nao_existisse(text, tmp_path):
    save_record(tmp_path, record_of("ana"))
    (tmp_path / "01-dados/ana.json").write_text(text, "utf-8")

    assert load_record(tmp_path, "ana", "01-dados") is None
