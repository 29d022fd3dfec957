"""`mlp-course new`: o exercício criado já passa em tudo o que se exige dos outros."""

import os
import re
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from mlp_course.cli import main
from tests.exercises.submissions import ROOT

NAME = "42-exemplo-novo"
# O exemplo mais leve acompanha o curso copiado; os outros só fariam o teste demorar.
KEPT = "01_dados"


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """Uma cópia do curso com um exercício só."""
    root = tmp_path_factory.mktemp("curso")
    ignore = shutil.ignore_patterns("__pycache__", "*.ipynb", "_build", "node_modules")
    for name in ("mlp_course", "tests"):
        shutil.copytree(ROOT / name, root / name, ignore=ignore)
    for name in ("nbgrader_config.py", "pyproject.toml"):
        shutil.copy(ROOT / name, root)
    for folder in ("mlp_course/checks", "tests/exercises/corpus"):
        for path in Path(root, folder).glob("a[0-9][0-9]_*"):
            if KEPT not in path.name:
                shutil.rmtree(path)
    kept = KEPT.replace("_", "-")
    shutil.copytree(ROOT / "solutions" / kept, root / "solutions" / kept, ignore=ignore)
    return root


def run(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Executa um comando na cópia, com o pacote da cópia."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def mlp_course(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    code = f"import sys; from mlp_course.cli import main; sys.exit(main({list(arguments)!r}))"
    return run(root, "-c", code)


def new_corpus() -> set[str]:
    """Os nomes das respostas que o corpus do exercício novo traz."""
    template = files("mlp_course.authoring").joinpath("templates", "corpus.tmpl").read_text("utf-8")
    return {"certa", *re.findall(r'Answers\(\n    "(.+)"', template)}


@pytest.fixture(scope="module")
def created(course) -> Path:
    """A cópia, com o exercício novo já gerado para os alunos."""
    for command in ("new", "release"):
        result = mlp_course(course, command, NAME)
        assert result.returncode == 0, result.stderr
    return course


def test_cria_a_fonte_as_verificacoes_e_o_corpus(created):
    for name in (
        f"solutions/{NAME}/{NAME}.py",
        f"solutions/{NAME}/hidden_checks.py",
        "mlp_course/checks/a42_exemplo_novo/__init__.py",
        "tests/exercises/corpus/a42_exemplo_novo/__init__.py",
        f"exercises/{NAME}/{NAME}.ipynb",
    ):
        text = Path(created, name).read_text("utf-8")
        assert "${" not in text
        assert "exemplo" in text


def test_exercicio_criado_e_julgado_e_da_a_nota_de_cada_resposta(created):
    code = f"""
from tests.exercises.corpus import CORPUS
from tests.exercises.mutation.collecting import collect_cases
for case in collect_cases({NAME!r}, CORPUS[{NAME!r}]):
    print(case.answers, case.score, case.passes())
"""

    result = run(created, "-c", code)

    assert result.returncode == 0, result.stderr
    answers = [line.split() for line in result.stdout.splitlines()]
    assert all(passes == "True" for _, _, passes in answers), result.stdout
    # A resposta em branco não chega ao juiz; das outras, há certas, erradas e a meio caminho.
    assert {name for name, _, _ in answers} == {
        name for name in new_corpus() if name != "em-branco"
    }
    assert {float(score) for _, score, _ in answers} == {0, 1, 2}


@pytest.mark.lento
def test_exercicio_criado_passa_nos_testes_dos_exercicios(created):
    tests = ["tests/exercises/test_corpus.py", "tests/exercises/test_release.py"]
    options = ["-v", "-p", "no:cacheprovider", "-o", "addopts=--import-mode=importlib"]

    result = run(created, "-m", "pytest", *options, *tests, "-k", NAME)

    assert result.returncode == 0, result.stdout
    outcomes = dict(re.findall(r"::(\S+) (PASSED|SKIPPED)", result.stdout))
    graded = {name for name in outcomes if "recebe_a_nota" in name}
    assert {name.partition(f"{NAME}-")[2].strip("]") for name in graded} == new_corpus()
    assert len(outcomes.keys() - graded) == 5
    # Sem isolamento, nenhuma entrega é corrigida por inteiro; o resto sempre roda.
    skipped = {name for name, outcome in outcomes.items() if outcome == "SKIPPED"}
    assert skipped in (set(), graded)


def test_codigo_criado_segue_o_estilo_do_curso(created):
    files = [
        f"solutions/{NAME}",
        "mlp_course/checks/a42_exemplo_novo/__init__.py",
        "tests/exercises/corpus/a42_exemplo_novo/__init__.py",
    ]

    for command in (["check"], ["format", "--check"]):
        result = run(created, "-m", "ruff", *command, "--no-cache", *files)
        assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    "name", ["exemplo", "1-exemplo", "10_exemplo", "10-Exemplo", "10-ação", "10-a/../b", "10-"]
)
def test_nome_invalido_e_recusado_sem_tocar_em_nada(name, course, monkeypatch, capsys):
    monkeypatch.chdir(course)
    before = sorted(course.rglob("*"))

    assert main(["new", name]) == 2

    assert "não serve de nome" in capsys.readouterr().err
    assert sorted(course.rglob("*")) == before


def test_exercicio_existente_e_recusado_sem_tocar_em_nada(course, monkeypatch, capsys):
    monkeypatch.chdir(course)
    before = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}

    assert main(["new", "01-dados"]) == 2

    assert "01-dados já existe" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in course.rglob("*") if path.is_file()} == before


def test_so_um_dos_arquivos_existir_basta_para_recusar(tmp_path, monkeypatch, capsys):
    for folder in ("solutions", "mlp_course/checks", "tests/exercises/corpus"):
        Path(tmp_path, folder).mkdir(parents=True)
    Path(tmp_path, "nbgrader_config.py").write_text("", encoding="utf-8")
    Path(tmp_path, "mlp_course/checks/a10_resto").mkdir()
    Path(tmp_path, "mlp_course/checks/a10_resto/__init__.py").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    assert main(["new", "10-resto"]) == 2

    assert "a10_resto/__init__.py" in capsys.readouterr().err
    assert not Path(tmp_path, "solutions/10-resto").exists()


def test_fora_da_pasta_do_curso_diz_onde_executar(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    assert main(["new", "10-exemplo"]) == 2

    assert "Entre na pasta do curso" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
