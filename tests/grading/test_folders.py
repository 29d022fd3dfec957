"""A pasta de saída e a das entregas não se misturam, escritas de que modo for."""

import os

import pytest

from mlp_course.errors import GradingError
from mlp_course.grading import batch, grade_class
from tests.exercises.submissions import ROOT
from tests.grading.classroom import copy_course
from tests.grading.deliveries import write_files, zip_of

NOTEBOOK = {"ana/01-dados/01-dados.ipynb": b"{}"}


def contents(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.mark.parametrize(
    "output",
    ["entregas", "entregas/saida", "entregas/a/b/c", "entregas/ana", "x/../entregas/saida"],
)
def test_saida_dentro_das_entregas_e_recusada_sem_escrever_nada(tmp_path, output):
    write_files(tmp_path / "entregas", NOTEBOOK)
    before = contents(tmp_path)

    with pytest.raises(GradingError, match="dentro das entregas") as refusal:
        grade_class(tmp_path / "entregas", tmp_path / output, ROOT)

    assert "\n" not in str(refusal.value)
    assert "--output" in str(refusal.value)
    assert contents(tmp_path) == before


def test_caminho_relativo_e_atalho_nao_escondem_a_saida(tmp_path, monkeypatch):
    write_files(tmp_path / "entregas", NOTEBOOK)
    (tmp_path / "turma").symlink_to(tmp_path / "entregas")
    monkeypatch.chdir(tmp_path / "entregas")

    for submitted, output in ((".", "saida"), ("../turma", "saida"), (".", "../turma/saida")):
        with pytest.raises(GradingError, match="dentro das entregas"):
            grade_class(submitted, output, ROOT)


@pytest.mark.parametrize("name", ["submitted", "autograded", "feedback", "submitted/ana"])
def test_entregas_onde_a_correcao_escreve_sao_recusadas(tmp_path, name):
    write_files(tmp_path / "saida" / name, NOTEBOOK)
    before = contents(tmp_path)

    with pytest.raises(GradingError, match="seriam trocadas"):
        grade_class(tmp_path / "saida" / name, tmp_path / "saida", ROOT)

    assert contents(tmp_path) == before


def refuse_sandbox(_):
    raise GradingError("sem sandbox")


@pytest.mark.parametrize(
    ("submitted", "output"),
    [
        ("entregas", "saida"),
        ("entregas", "entregas-saida"),
        ("entregas/turma.zip", "entregas/saida"),
        ("entregas/turma.zip", "entregas"),
        ("entregas", "."),
    ],
)
def test_pasta_ao_lado_ou_zip_na_mesma_pasta_podem(tmp_path, monkeypatch, submitted, output):
    write_files(tmp_path / "entregas", NOTEBOOK | {"turma.zip": zip_of(NOTEBOOK)})
    root = copy_course(tmp_path)

    # Passa da conferência das pastas e para adiante, por não haver o que corrigir com ela.
    monkeypatch.setattr(batch, "_require_sandbox", refuse_sandbox)

    with pytest.raises(GradingError, match="sem sandbox"):
        grade_class(tmp_path / submitted, tmp_path / output, root)


def test_onde_maiusculas_nao_contam_o_sistema_decide(tmp_path, monkeypatch):
    write_files(tmp_path / "entregas", NOTEBOOK)
    (tmp_path / "ENTREGAS").mkdir()
    same = lambda path: os.fspath(path).lower()  # noqa: E731
    monkeypatch.setattr("pathlib.Path.samefile", lambda self, other: same(self) == same(other))

    with pytest.raises(GradingError, match="dentro das entregas"):
        grade_class(tmp_path / "entregas", tmp_path / "ENTREGAS" / "saida", ROOT)
