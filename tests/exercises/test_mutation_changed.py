"""Só se muta o que mudou: os carimbos dizem quais exercícios já foram conferidos."""

from pathlib import Path

import pytest

from tests.exercises.corpus import CORPUS
from tests.exercises.mutation.__main__ import main, verify_changed
from tests.exercises.mutation.exercises import Outcome
from tests.exercises.mutation.stamps import digest_exercise, exercise_files, read_stamps
from tests.exercises.submissions import ROOT

NAMES = ["01-um", "02-dois-tres"]
FILES = (
    "mlp_course/checks/a01_um/__init__.py",
    "mlp_course/checks/a01_um/contas.py",
    "solutions/01-um/01-um.py",
    "solutions/01-um/hidden_checks.py",
    "tests/exercises/corpus/a01_um/__init__.py",
    "tests/exercises/corpus/a01_um/variacoes.py",
    "tests/exercises/mutation/equivalentes/01-um.toml",
    "tests/exercises/broken/equivalentes/01-um.toml",
)
COMMON = (
    "mlp_course/checks/compare.py",
    "mlp_course/checks/read_numbers.py",
    "tests/exercises/corpus/answers.py",
    "solutions/01-um/01-um.ipynb",
)


@pytest.fixture
def root(tmp_path) -> Path:
    """Um curso de dois exercícios, em miniatura."""
    second = [
        name.replace("01-um", "02-dois-tres").replace("a01_um", "a02_dois_tres") for name in FILES
    ]
    for name in (*FILES, *second, *COMMON):
        Path(tmp_path, name).parent.mkdir(parents=True, exist_ok=True)
        Path(tmp_path, name).write_text(name, encoding="utf-8")
    return tmp_path


class Mutation:
    """No lugar da mutação: anota o que foi pedido e devolve os sobreviventes combinados."""

    def __init__(self, alive: dict[str, tuple[str, ...]] | None = None) -> None:
        self.asked: list[str] = []
        self.alive = alive or {}

    def __call__(self, assignment: str) -> Outcome:
        self.asked.append(assignment)
        return Outcome(assignment, 9, 9, self.alive.get(assignment, ()))


def run(root: Path, mutation: Mutation) -> list[str]:
    verify_changed(NAMES, root=root, stamps=root / "conferidos.toml", mutate=mutation)
    return mutation.asked


def test_sem_carimbo_todos_sao_mutados_e_depois_nenhum(root, capsys):
    assert run(root, Mutation()) == NAMES
    assert capsys.readouterr().out.splitlines() == [
        "01-um: mutado, 0 vivos de 9 mutantes",
        "02-dois-tres: mutado, 0 vivos de 9 mutantes",
    ]

    assert run(root, Mutation()) == []
    assert capsys.readouterr().out.splitlines() == ["01-um: em dia", "02-dois-tres: em dia"]


@pytest.mark.parametrize("name", FILES)
def test_mudar_um_arquivo_do_exercicio_muta_so_ele(root, name):
    run(root, Mutation())
    Path(root, name).write_text("outro", encoding="utf-8")

    assert run(root, Mutation()) == ["01-um"]


@pytest.mark.parametrize("name", COMMON)
def test_mudar_o_que_e_comum_ou_gerado_nao_muta_ninguem(root, name):
    run(root, Mutation())
    Path(root, name).write_text("outro", encoding="utf-8")

    assert run(root, Mutation()) == []


def test_arquivo_novo_ou_com_outro_nome_tambem_e_mudanca(root):
    before = digest_exercise(root, "01-um")
    folder = root / "mlp_course/checks/a01_um"
    (folder / "contas.py").rename(folder / "somas.py")

    assert digest_exercise(root, "01-um") != before


def test_exercicio_com_sobrevivente_nao_e_carimbado_e_volta_na_proxima(root, capsys):
    assert run(root, Mutation({"01-um": ("a01_um:judge, linha 3",)})) == NAMES
    assert "01-um: mutado, 1 vivos de 9 mutantes" in capsys.readouterr().out

    assert list(read_stamps(root / "conferidos.toml")) == ["02-dois-tres"]
    assert run(root, Mutation()) == ["01-um"]


def test_o_que_muda_durante_a_mutacao_nao_fica_conferido(root):
    class Editing(Mutation):
        def __call__(self, assignment: str) -> Outcome:
            Path(root, FILES[0]).write_text("editado no meio", encoding="utf-8")
            return super().__call__(assignment)

    run(root, Editing())

    assert run(root, Mutation()) == ["01-um"]


@pytest.mark.parametrize(("alive", "status"), [((), 0), (("a01:judge, linha 3",), 1)])
def test_o_comando_sai_com_1_se_houver_sobrevivente(alive, status, monkeypatch, capsys):
    outcome = Outcome("01-dados", 9, 9 - len(alive), alive)
    monkeypatch.setattr(
        "tests.exercises.mutation.__main__.verify_changed", lambda *args: [outcome]
    )

    assert main(["--changed", "01-dados"]) == status

    assert ("vivo: a01:judge" in capsys.readouterr().out) == bool(alive)


def test_exercicio_sem_corpus_e_recusado(capsys):
    assert main(["--changed", "77-nada"]) == 2

    assert "Não há corpus para ['77-nada']" in capsys.readouterr().err


@pytest.mark.parametrize("assignment", CORPUS)
def test_os_arquivos_de_cada_exercicio_sao_achados(assignment):
    names = [path.relative_to(ROOT).as_posix() for path in exercise_files(ROOT, assignment)]

    assert f"solutions/{assignment}/{assignment}.py" in names
    assert f"solutions/{assignment}/hidden_checks.py" in names
    assert any(name.startswith("mlp_course/checks/a") for name in names)
    assert any(name.startswith("tests/exercises/corpus/a") for name in names)
