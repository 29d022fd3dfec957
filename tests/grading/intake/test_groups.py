"""Trabalhos em grupo: um arquivo, e a nota de cada membro que a plataforma diz."""

import pytest

from tests.grading.deliveries import receive, right_notebook, to_bytes, write_files

SHEET = (
    "name,canvas_user_id,user_id,login_id,sections,group_name,canvas_group_id,group_id\n"
    "Ana Souza,0101,m1,ana,T1,Os Neurônios,7,\n"
    "Bia Lima,102,m2,bia,T1,Os Neurônios,7,\n"
    "Caio Reis,103,m3,caio,T1,Grupo 2,8,\n"
)
FILE = to_bytes(right_notebook())


def test_arquivo_do_grupo_do_canvas_vale_para_cada_membro_da_planilha(tmp_path):
    files = {"osneurônios_0101_67890_01-dados.ipynb": FILE, "grupos.csv": SHEET.encode("utf-8-sig")}

    found = receive(write_files(tmp_path / "entregas", files))

    assert {s.student: (s.lms_id, s.status) for s in found.values()} == {
        "Ana Souza": ("0101", "ready"),
        "Bia Lima": ("102", "ready"),
    }
    notes = [s.repairs[-1] for s in found.values()]
    assert notes == ["Entrega do grupo “osneurônios”."] * 2
    assert all(s.notebook.metadata["mlp_course"]["repairs"][-1] in notes for s in found.values())


def test_membro_fica_com_o_nome_e_a_entrega_que_ja_tem_na_turma(tmp_path):
    own = right_notebook()
    own["metadata"]["autora"] = "ana"
    files = {
        "osneurônios_102_67890_01-dados.ipynb": FILE,
        "souzaana_0101_67891_01-dados.ipynb": to_bytes(own),
        "grupos.csv": SHEET.encode(),
    }

    found = receive(write_files(tmp_path / "entregas", files))

    assert {s.student for s in found.values()} == {"souzaana", "Bia Lima"}
    assert not any("grupo" in note for note in found["souzaana", "01-dados"].repairs)


@pytest.mark.parametrize("name", ["grupo2", "equipea", "projectgroup12"])
def test_sem_a_planilha_ha_uma_linha_que_diz_o_que_falta(name, tmp_path):
    files = {f"{name}_103_67890_01-dados.ipynb": FILE}

    (only,) = receive(write_files(tmp_path / "entregas", files)).values()

    assert (only.student, only.status) == (name, "ready")
    assert "planilha do conjunto de grupos" in only.repairs[-1]


def test_membro_do_grupo_no_moodle_ja_tem_a_sua_pasta(tmp_path):
    files = {
        f"{name}_assignsubmission_file/01-dados.ipynb": FILE
        for name in ("Ana Souza_101", "Bia Lima_102")
    }

    found = receive(write_files(tmp_path / "entregas", files))

    assert {s.student: s.lms_id for s in found.values()} == {"Ana Souza": "101", "Bia Lima": "102"}


@pytest.mark.parametrize(
    "sheet", [b"", b"name,group_name\nAna,Grupo 2\n", b"\xff\xfe\x00", b'a,"b\n' * 3]
)
def test_outra_planilha_na_pasta_nao_muda_nada(sheet, tmp_path):
    files = {"souzaana_101_67890_01-dados.ipynb": FILE, "notas.csv": sheet}

    (only,) = receive(write_files(tmp_path / "entregas", files)).values()

    assert (only.student, only.lms_id) == ("souzaana", "101")
