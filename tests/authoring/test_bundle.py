"""O pacote do aluno traz tudo o que ele usa, e nada do que só quem corrige vê."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import requires
from pathlib import Path

import nbformat
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from mlp_course.authoring.bundle import CONSTRAINTS, FOLDER, make_bundle
from mlp_course.authoring.release import list_assignments
from mlp_course.checks.registry import ASSIGNMENTS
from tests.exercises.leaks import plain_lines, secret_blocks
from tests.exercises.submissions import ROOT


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("aluno")
    with zipfile.ZipFile(make_bundle(ROOT)) as archive:
        archive.extractall(folder)
    return folder / FOLDER


def test_traz_os_notebooks_iguais_aos_gerados_o_wheel_e_o_leia_me(unpacked):
    names = list_assignments(ROOT)

    assert len(names) == 9
    for name in names:
        notebook = Path(name, f"{name}.ipynb")
        assert (unpacked / notebook).read_bytes() == (ROOT / "exercises" / notebook).read_bytes()
    (wheel,) = unpacked.glob("*.whl")
    readme = (unpacked / "LEIA-ME.md").read_text("utf-8")
    assert f'pip install -c {CONSTRAINTS} "{wheel.name}[student]"' in readme
    assert names[-1] in readme
    assert f"mlp-course check {names[0]}\n" in readme


def test_restricoes_fixam_tudo_o_que_o_aluno_instala_e_so_isso(unpacked):
    lines = (unpacked / CONSTRAINTS).read_text("utf-8").splitlines()
    fixed = {requirement.name for requirement in map(Requirement, lines)}

    assert installed_by_student() <= fixed
    assert {"nbgrader", "jupyter-book", "pytest", "mypy", "distributed"}.isdisjoint(fixed)
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==\S+( ; .+)?", line)] == []


def test_restricoes_guardam_as_versoes_e_os_marcadores_da_trava(unpacked):
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    lines = (unpacked / CONSTRAINTS).read_text("utf-8").splitlines()

    assert [line for line in lines if f"\n{line} \\\n" not in f"\n{lock}"] == []
    assert [line for line in lines if line.startswith("pywinpty==") and "os_name" in line]


def installed_by_student() -> set[str]:
    """Anda pelo que os pacotes instalados dizem pedir nesta máquina."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    waiting = project["dependencies"] + project["optional-dependencies"]["student"]
    reached: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        requirement = Requirement(waiting.pop())
        key = (canonicalize_name(requirement.name), frozenset(requirement.extras))
        if key in reached:
            continue
        reached.add(key)
        for inner in map(Requirement, requires(requirement.name) or []):
            extras = requirement.extras or {""}
            if not inner.marker or any(inner.marker.evaluate({"extra": e}) for e in extras):
                inner.marker = None
                waiting.append(str(inner))
    return {name for name, _ in reached}


def test_wheel_traz_as_verificacoes_do_aluno_e_nenhuma_solucao(unpacked):
    (wheel,) = unpacked.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        text = b"\n".join(archive.read(n) for n in names if n.endswith(".py"))

    assert "mlp_course/checks/a05_busca_aleatoria/__init__.py" in names
    assert not [n for n in names if n.endswith("hidden_checks.py")]
    assert not [n for n in names if n.startswith(("solutions", "tests"))]
    assert b"HIDDEN_CHECKS = (" not in text


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_nada_do_pacote_tem_o_texto_de_um_gabarito_ou_de_um_criterio_oculto(assignment, unpacked):
    (wheel,) = unpacked.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        texts = [archive.read(name).decode("utf-8", "ignore") for name in archive.namelist()]
    for path in unpacked.rglob("*.ipynb"):
        texts += [cell.source for cell in nbformat.read(path, as_version=4).cells]
    received = "\n".join(map(plain_lines, texts))
    secrets = secret_blocks(assignment)

    assert len(secrets) > 5
    assert [block for block in secrets if block in received] == []


def test_wheel_instalado_a_parte_confere_um_exercicio(unpacked, tmp_path):
    (wheel,) = unpacked.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import mlp_course; "
        "from mlp_course.cli import main; assert sys.argv[1] in mlp_course.__file__; "
        "sys.exit(main(['check', sys.argv[2]]))"
    )
    notebook = unpacked / "01-dados" / "01-dados.ipynb"
    command = [sys.executable, "-c", code, str(tmp_path / "site"), str(notebook)]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert result.returncode == 1, result.stderr
    assert "Ainda não respondido" in result.stdout


def test_sem_os_exercicios_gerados_diz_o_que_falta(tmp_path):
    shutil.copytree(ROOT / "solutions" / "01-dados", tmp_path / "solutions" / "01-dados")

    with pytest.raises(ValueError, match="mlp-course release"):
        make_bundle(tmp_path)


def test_o_mesmo_conteudo_da_o_mesmo_zip():
    first = make_bundle(ROOT).read_bytes()

    assert make_bundle(ROOT).read_bytes() == first
