"""A pasta inteira, como as pessoas a compactam: o que é do sistema não conta nem recusa."""

import io
import os
import random
import unicodedata
import zipfile

import pytest

from mlp_course.errors import GradingError
from mlp_course.grading.intake import archive, crowding, files
from mlp_course.grading.intake.slimming import slim_archive
from tests.grading.deliveries import (
    answers_of,
    receive,
    receive_one,
    right_notebook,
    to_bytes,
    write_files,
    zip_of,
)

GOOD = to_bytes(right_notebook())
NOTEBOOK = "projeto/01-dados.ipynb"
MANY = files.MAX_STUDENT_FILES + 1


def many_in(folder: str, n: int = MANY) -> dict[str, bytes]:
    return {f"{folder}/modulo_{i}.txt": b"" for i in range(n)}


SYSTEM_FILES = {
    ".venv": many_in("projeto/.venv/lib/python3.12/site-packages"),
    "venv sem ponto": {"projeto/venv/pyvenv.cfg": b""} | many_in("projeto/venv/lib"),
    "ambiente com outro nome": {"projeto/Meu Ambiente/pyvenv.cfg": b""}
    | many_in("projeto/Meu Ambiente/Lib/site-packages"),
    "ambiente na própria pasta": {"projeto/pyvenv.cfg": b""} | many_in("projeto/Scripts"),
    "conda": {"projeto/amb/conda-meta/history": b""} | many_in("projeto/amb/share"),
    "git": many_in("projeto/.git/objects"),
    "node_modules": many_in("projeto/node_modules/x"),
    "checkpoints": {"projeto/.ipynb_checkpoints/01-dados-checkpoint.ipynb": b"{"}
    | many_in("projeto/__pycache__"),
    "macOS": {f"__MACOSX/projeto/._{i}.ipynb": b"\0\5\x16\7" for i in range(MANY)}
    | {"projeto/.DS_Store": b"", "projeto/._01-dados.ipynb": b"\0\5\x16\7"},
    "Windows": {"projeto/Thumbs.db": b"", "projeto/desktop.ini": b"", "projeto/~$nota.docx": b""},
}


@pytest.mark.parametrize("system", SYSTEM_FILES.values(), ids=SYSTEM_FILES)
@pytest.mark.parametrize("packed", [True, False], ids=["zip", "pasta"])
def test_o_que_e_do_sistema_sai_antes_dos_limites(tmp_path, system, packed):
    content = system | {NOTEBOOK: GOOD}
    if packed:
        submission = receive_one(tmp_path, zip_of(content), "projeto.zip")
    else:
        write_files(tmp_path / "ana" / "01-dados", content)
        submission = receive(tmp_path)["ana", "01-dados"]

    assert submission.status == "ready"
    assert answers_of(submission.notebook) == answers_of(right_notebook())
    assert [r for r in submission.repairs if "ficou de fora" in r or "Vieram" in r] == []


@pytest.mark.parametrize(
    "name",
    ["projeto/.venv/bin/python", "projeto/v/lib64", "projeto/.git/x.ipynb", "__MACOSX/a.ipynb"],
)
def test_atalho_do_sistema_no_zip_nao_recusa_ninguem(tmp_path, name):
    content = zip_of(
        {NOTEBOOK: GOOD, "projeto/v/pyvenv.cfg": b""}, links={name: "/usr/bin/python3"}
    )

    submission = receive_one(tmp_path, content, "x.zip")

    assert submission.status == "ready"
    assert not any("atalho" in r for r in submission.repairs)


def test_atalho_do_sistema_no_disco_nao_recusa_ninguem(tmp_path):
    folder = write_files(
        tmp_path / "ana" / "01-dados", {"01-dados.ipynb": GOOD, "v/pyvenv.cfg": b""}
    )
    (folder / "v" / "bin").symlink_to("/usr/bin")
    (folder / ".venv").symlink_to("/usr")

    submission = receive(tmp_path)["ana", "01-dados"]

    assert submission.status == "ready"
    assert not any("atalho" in r for r in submission.repairs)


def test_atalho_para_os_dados_fica_de_fora_e_o_notebook_se_corrige(tmp_path):
    content = zip_of({NOTEBOOK: GOOD}, links={"projeto/dados.csv": "/etc/passwd"})

    submission = receive_one(tmp_path, content, "x.zip")

    assert submission.status == "ready"
    assert any("“dados.csv” ficou de fora: O zip tem um atalho" in r for r in submission.repairs)


def test_ambiente_na_pasta_do_exercicio_nao_leva_o_notebook_junto(tmp_path):
    content = zip_of({"pyvenv.cfg": b"", "bin/x.ipynb": b"{", "respostas/01-dados.ipynb": GOOD})

    assert receive_one(tmp_path, content, "x.zip").status == "ready"


@pytest.mark.parametrize(
    "content",
    [
        zip_of(many_in("dados")),
        zip_of({"../fora.ipynb": GOOD}),
        zip_of({"/fora.ipynb": GOOD}),
        zip_of({"x.ipynb": GOOD}, links={"y.ipynb": "/etc/passwd"}),
        zip_of({"01-dados.ipynb": b" " * (8 << 20)}),
    ],
    ids=["arquivos", "..", "absoluto", "atalho", "cresce"],
)
def test_a_recusa_diz_o_que_enviar(tmp_path, content):
    submission = receive_one(tmp_path, content, "x.zip")

    assert submission.status == "refused"
    assert "envie só o .ipynb" in submission.message


def test_pastas_fundas_demais_viram_uma_linha(tmp_path):
    write_files(tmp_path / "ana", {"/".join(["x"] * 20) + "/01-dados.ipynb": GOOD})
    write_files(tmp_path, {"bia/01-dados/01-dados.ipynb": GOOD})

    found = receive(tmp_path)

    assert found["ana", "01-dados"].status == "refused"
    assert "envie só o .ipynb" in found["ana", "01-dados"].message


def test_pasta_que_nao_se_pode_abrir_vira_uma_linha(tmp_path, monkeypatch):
    write_files(tmp_path, {"ana/01-dados/x.ipynb": GOOD, "bia/01-dados/01-dados.ipynb": GOOD})
    scandir = os.scandir

    def locked(path):
        if os.fspath(path).endswith("ana"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", locked)

    statuses = {student: s.status for (student, _), s in receive(tmp_path).items()}

    assert statuses == {"ana": "refused", "bia": "ready"}


def test_nome_decomposto_no_disco_e_o_mesmo_que_composto(tmp_path):
    name = unicodedata.normalize("NFD", "José Antônio - cópia de 01-dados.ipynb")
    write_files(tmp_path, {name: GOOD, "Bia - 01-dados.ipynb": GOOD})

    assert set(receive(tmp_path)) == {("José Antônio", "01-dados"), ("Bia", "01-dados")}


@pytest.mark.parametrize("page", ["cp850", "cp1252", "utf-8"])
def test_turma_compactada_de_novo_no_windows_guarda_os_nomes(tmp_path, page):
    students = ["José Antônio", "Conceição Araújo", "Úrsula Inês", "JOÃO GONÇALVES"]
    content = zip_of({f"{i:04d}/01-dados/01-dados.ipynb": GOOD for i in range(len(students))})
    for i, student in enumerate(students):
        content = _rename(content, f"{i:04d}", student.encode(page))
    path = tmp_path / "turma.zip"
    path.write_bytes(content)

    assert {student for student, _ in receive(path)} == set(students)


def _rename(content: bytes, before: str, name: bytes) -> bytes:
    """Troca um nome ASCII por bytes quaisquer, como um programa que não liga o bit do UTF-8."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as written:
        for info in source.infolist():
            raw = info.orig_filename.encode("cp437").replace(before.encode(), name)
            new = _RawInfo(raw.decode("cp437"), info.date_time)
            written.writestr(new, source.read(info))
    return target.getvalue()


class _RawInfo(zipfile.ZipInfo):
    """Grava o nome nos bytes da cp437, sem dizer que código é."""

    def _encodeFilenameFlags(self):  # noqa: N802
        return self.filename.encode("cp437"), self.flag_bits & ~0x800


CROWDS = {
    "na pasta do exercício": [f"mal/01-dados/{i}.txt" for i in range(60)],
    "em uma pasta dentro": [f"mal/01-dados/lixo/{i}.txt" for i in range(60)],
    "em muitas pastas": [f"mal/01-dados/{i % 20}/{i}.txt" for i in range(60)],
    "todos notebooks": [f"mal/01-dados/{i}.ipynb" for i in range(60)],
    "muito fundos": [f"mal/01-dados/a/b/c/{i % 20}/d/{i}.txt" for i in range(60)],
}


@pytest.mark.parametrize("crowd", CROWDS.values(), ids=CROWDS)
@pytest.mark.parametrize("wrapper", ["", "turma A/"])
@pytest.mark.parametrize("packed", [True, False], ids=["zip", "pasta"])
def test_arquivos_demais_de_um_aluno_recusam_esse_aluno_e_nao_a_turma(
    tmp_path, monkeypatch, crowd, wrapper, packed
):
    limit_files(monkeypatch)
    content = {f"{wrapper}{name}": b"" for name in crowd}
    for student in ("ana", "bia"):
        content[f"{wrapper}{student}/01-dados/01-dados.ipynb"] = GOOD
    path = tmp_path / "entregas.zip"
    if packed:
        path.write_bytes(zip_of(content))
    else:
        path = write_files(tmp_path / "entregas", content)

    found = receive(path)

    assert {student: s.status for (student, _), s in found.items()} == {
        "ana": "ready",
        "bia": "ready",
        "mal": "refused",
    }
    assert "envie só o .ipynb" in found["mal", "01-dados"].message


def test_arquivos_soltos_demais_de_um_aluno_do_moodle_so_recusam_esse(tmp_path, monkeypatch):
    limit_files(monkeypatch)
    content = {f"Mal Feito_7_assignsubmission_file_{i}.ipynb": b"" for i in range(60)}
    content["Ana Souza_8_assignsubmission_file_01-dados.ipynb"] = GOOD
    path = tmp_path / "turma.zip"
    path.write_bytes(zip_of(content))

    found = receive(path)

    assert {student: s.status for (student, _), s in found.items()} == {
        "Ana Souza": "ready",
        "Mal Feito": "refused",
    }


def test_turma_grande_demais_sem_culpado_e_recusada(tmp_path, monkeypatch):
    limit_files(monkeypatch)
    write_files(tmp_path, {f"aluno{i}/01-dados/01-dados.ipynb": b"{}" for i in range(51)})

    with pytest.raises(GradingError, match="aponte só as entregas"):
        receive(tmp_path)


def limit_files(monkeypatch) -> None:
    monkeypatch.setattr(files, "MAX_CLASS_FILES", 50)
    for module in (files, crowding):
        monkeypatch.setattr(module, "MAX_FOLDER_FILES", 40)


@pytest.mark.parametrize(
    "name", ["./01-dados.ipynb", "projeto\\01-dados.ipynb", "./a/./01-dados.ipynb"]
)
def test_ponto_e_barra_invertida_sao_modos_de_escrever_a_mesma_pasta(tmp_path, name):
    content = zip_of({"projeto\\": b"", name: GOOD})

    assert receive_one(tmp_path, content, "x.zip").status == "ready"


@pytest.mark.parametrize(
    "left",
    [
        {"caio/": b""},
        {"caio/01-dados/": b""},
        {"caio/01-dados/.venv/pyvenv.cfg": b"", "caio/01-dados/.DS_Store": b""},
        {"caio/01-dados/venv/pyvenv.cfg": b"", "caio/01-dados/venv/bin/x": b""},
        {"caio/01-dados/__pycache__/": b"", "caio/01-dados/.git/HEAD": b""},
        {"./caio/./.git/HEAD": b"", "./": b"", "/.git/x": b""},
    ],
    ids=["pasta vazia", "exercício vazio", "só .venv", "só venv", "só lixo", "pontos"],
)
def test_quem_so_enviou_lixo_ou_nada_tambem_tem_a_sua_linha(tmp_path, left):
    class_files = {f"{s}/01-dados/01-dados.ipynb": GOOD for s in ("ana", "bia")}
    path = tmp_path / "turma.zip"
    path.write_bytes(zip_of(class_files | {"__MACOSX/": b"", "__MACOSX/x/._y": b""} | left))

    statuses = {student: s.status for (student, _), s in receive(path).items()}

    assert statuses == {"ana": "ready", "bia": "ready", "caio": "missing"}


def heavy_zip(folder: str, notebook: bytes = GOOD, links=None) -> bytes:
    """Um zip maior que o limite, quase todo de bytes que não se compactam."""
    noise = random.Random(0).randbytes(60_000)
    return zip_of({f"{folder}/biblioteca.so": noise, NOTEBOOK: notebook}, links=links)


@pytest.fixture
def low_limit(monkeypatch):
    for module in (files, archive):
        monkeypatch.setattr(module, "MAX_FILE_BYTES", 50_000)


@pytest.mark.usefixtures("low_limit")
@pytest.mark.parametrize("where", ["disco", "zip da turma", "zip da turma sem compressão"])
@pytest.mark.parametrize("folder", ["projeto/.venv/lib", "projeto/site-packages", ".git"])
def test_zip_maior_que_o_limite_so_pelo_sistema_se_corrige(tmp_path, where, folder):
    content = heavy_zip(folder)
    assert len(content) > 50_000 > len(GOOD)
    if where == "disco":
        submission = receive_one(tmp_path, content, "projeto.zip")
    else:
        path, method = tmp_path / "turma.zip", zipfile.ZIP_STORED
        if "sem" not in where:
            method = zipfile.ZIP_DEFLATED
        with zipfile.ZipFile(path, "w", method) as file:
            file.writestr("ana/01-dados/projeto.zip", content)
            file.writestr("bia/01-dados/01-dados.ipynb", GOOD)
        submission = receive(path)["ana", "01-dados"]

    assert submission.status == "ready"
    assert answers_of(submission.notebook) == answers_of(right_notebook())


@pytest.mark.usefixtures("low_limit")
@pytest.mark.parametrize(
    "content",
    [
        heavy_zip("projeto/dados"),
        heavy_zip(".venv", links={"projeto/y.ipynb": "/etc/passwd"}),
        heavy_zip(".venv")[:-1000],
        b"PK\x03\x04" + bytes(60_000),
        GOOD + b" " * 60_000,
    ],
    ids=["dados do aluno", "atalho", "cortado", "forjado", "notebook"],
)
def test_o_que_e_grande_por_outro_motivo_continua_recusado(tmp_path, content):
    submission = receive_one(tmp_path, content, "projeto.zip")

    assert submission.status == "refused"
    assert "envie só o .ipynb" in submission.message


@pytest.mark.usefixtures("low_limit")
def test_refeito_o_zip_guarda_as_datas_e_da_sempre_os_mesmos_bytes():
    content = heavy_zip(".venv")

    first, second = (slim_archive(io.BytesIO(content), 50_000) for _ in range(2))

    assert first == second
    assert [(i.path, i.modified) for i in archive.open_nested(first)] == [
        (i.path, i.modified) for i in archive.open_nested(content)
    ]
