"""O que se publica: o pacote inteiro, nenhum gabarito, e uma versão escrita uma vez só."""

import importlib.metadata
import json
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

import mlp_course
from mlp_course.checks.registry import ASSIGNMENTS
from tests.exercises.leaks import plain_lines, secret_blocks
from tests.exercises.submissions import ROOT

PROJECT = tomllib.loads(Path(ROOT, "pyproject.toml").read_text("utf-8"))["project"]
NAME = f"mlp_course-{PROJECT['version']}"
# O modelo de `mlp-course new`: um exemplo a reescrever, e de nenhum exercício do curso.
TEMPLATE = "mlp_course/authoring/templates/hidden_checks.tmpl"
ROOT_FILES = {
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE",
    "README.md",
    "_config.yml",
    "pyproject.toml",
}
# O hatchling leva sempre estes dois, que não têm texto do curso.
ADDED = {"PKG-INFO", ".gitignore"}


def build(source: Path, target: Path, *options: str) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(target), *options]
    subprocess.run(command, cwd=source, check=True, capture_output=True)


def read_wheel(folder: Path) -> dict[str, bytes]:
    (path,) = folder.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """As duas distribuições, montadas fora da pasta do curso."""
    folder = tmp_path_factory.mktemp("distribuicoes")
    build(ROOT, folder)
    return folder


@pytest.fixture(scope="module")
def unpacked(built, tmp_path_factory) -> Path:
    """O sdist aberto."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(built / f"{NAME}.tar.gz") as archive:
        archive.extractall(folder, filter="data")
    return folder / NAME


@pytest.fixture(scope="module")
def sdist(unpacked) -> dict[str, bytes]:
    files = (path for path in unpacked.rglob("*") if path.is_file())
    return {path.relative_to(unpacked).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def wheel(built) -> dict[str, bytes]:
    return read_wheel(built)


@pytest.fixture(scope="module")
def received(sdist, wheel) -> str:
    """Todo texto dos dois arquivos, sem espaços em volta das linhas."""
    contents = [*sdist.values(), *wheel.values()]
    return "\n".join(plain_lines(content.decode("utf-8", "ignore")) for content in contents)


def test_sdist_traz_o_pacote_a_licenca_e_a_apresentacao_e_mais_nada(sdist):
    outside = {name for name in sdist if not name.startswith("mlp_course/")}

    assert outside == ROOT_FILES | ADDED
    for name in ROOT_FILES:
        assert sdist[name] == Path(ROOT, name).read_bytes()


def test_wheel_traz_o_pacote_e_a_licenca_e_mais_nada(wheel):
    outside = {name for name in wheel if not name.startswith("mlp_course/")}

    assert {Path(name).parts[0] for name in outside} == {f"{NAME}.dist-info", f"{NAME}.data"}
    assert f"{NAME}.dist-info/licenses/LICENSE" in outside


def test_os_dois_trazem_o_pacote_inteiro(sdist, wheel):
    package = {
        path.relative_to(ROOT).as_posix()
        for path in Path(ROOT, "mlp_course").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    inside = {name for name in wheel if name.startswith("mlp_course/")}
    assert {name for name in sdist if name.startswith("mlp_course/")} == package
    assert inside == package | {"mlp_course/_config.yml"}


def test_nenhum_dos_dois_traz_fontes_testes_ou_criterios_ocultos(sdist, wheel):
    names = [*sdist, *wheel]

    assert [n for n in names if {"solutions", "tests", "exercises"} & set(Path(n).parts)] == []
    assert {n for n in names if "hidden_checks" in n} == {TEMPLATE}


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_nenhum_dos_dois_tem_o_texto_de_um_gabarito_ou_de_um_criterio_oculto(assignment, received):
    secrets = secret_blocks(assignment)

    assert len(secrets) > 5
    assert [block for block in secrets if block in received] == []


def test_do_sdist_sai_o_mesmo_wheel(unpacked, wheel, tmp_path):
    build(unpacked, tmp_path, "--target", "wheel")

    assert read_wheel(tmp_path) == wheel


def test_a_versao_do_pacote_e_a_da_instalacao():
    assert mlp_course.__version__ == importlib.metadata.version("mlp-course") == PROJECT["version"]


def test_sem_instalacao_a_versao_e_um_erro_de_atributo_que_diz_o_que_fazer(monkeypatch):
    def refuse(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", refuse)

    with pytest.raises(AttributeError, match="pip install"):
        mlp_course.__version__  # noqa: B018


def test_importar_o_pacote_nao_le_a_instalacao():
    code = "import sys, mlp_course; print('importlib.metadata' in sys.modules)"
    command = [sys.executable, "-S", "-c", f"import sys; sys.path = {sys.path!r}; {code}"]
    result = subprocess.run(command, capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "False"


def test_a_citacao_e_o_livro_nao_escrevem_uma_versao_sua():
    citation = yaml.safe_load(Path(ROOT, "CITATION.cff").read_text("utf-8"))
    options = yaml.safe_load(Path(ROOT, "_config.yml").read_text("utf-8"))["sphinx"]["config"]

    assert "version" not in citation
    assert {"version", "release"}.isdisjoint(options)


def test_a_versao_nao_esta_escrita_em_outro_lugar():
    written = re.compile(rf"(?<![\w.]){re.escape(PROJECT['version'])}(?![\w.])")
    folders = [ROOT / name for name in ("mlp_course", "book", "binder", "benchmarks")]
    paths = [ROOT / name for name in ("README.md", "CITATION.cff", "_config.yml", "Makefile")]
    for suffix in ("py", "md", "txt", "yml", "tmpl", "j2"):
        paths += [path for folder in folders for path in folder.rglob(f"*.{suffix}")]

    assert [path for path in paths if written.search(path.read_text("utf-8"))] == []


def test_o_epub_declara_a_versao_do_pacote(tmp_path):
    source, output = tmp_path / "fonte", tmp_path / "epub"
    source.mkdir()
    Path(source, "index.rst").write_text("Capa\n====\n\nTexto.\n", encoding="utf-8")
    conf = (
        f"import sys\nsys.path.insert(0, {str(ROOT / 'book' / '_ext')!r})\n"
        "extensions = ['course_version']\nlanguage = 'pt_BR'\ncopyright = 'curso'\n"
    )
    Path(source, "conf.py").write_text(conf, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-W", "-q", "-b", "epub"]
    command += ["-d", str(tmp_path / "doctrees"), str(source), str(output)]
    subprocess.run(command, check=True, capture_output=True)

    declared = re.search(r"ibooks:version\">(.*?)<", Path(output, "content.opf").read_text("utf-8"))
    assert declared is not None
    assert declared[1] == PROJECT["version"]


def test_instalar_o_wheel_aquieta_os_kernels_e_poe_o_jupyterlab_em_portugues(wheel):
    data = f"{NAME}.data/data"
    profile = wheel[f"{data}/etc/ipython/ipython_kernel_config.py"].decode()
    settings = json.loads(wheel[f"{data}/share/jupyter/lab/settings/overrides.d/mlp_course.json"])

    assert "capture_fd_output = False" in profile
    assert settings["@jupyterlab/translation-extension:plugin"]["locale"] == "pt_BR"
    assert settings["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"


def test_do_menu_do_nbgrader_fica_so_o_formgrader(wheel):
    name = f"{NAME}.data/data/etc/jupyter/labconfig/page_config.d/mlp_course.json"
    disabled = json.loads(wheel[name])["disabledExtensions"]

    assert "@jupyter/nbgrader:formgrader" not in disabled
    assert "@jupyter/nbgrader:menu" not in disabled
    assert disabled.keys() >= {
        f"@jupyter/nbgrader:{plugin}"
        for plugin in ("assignment-list", "course-list", "create-assignment")
    }


def test_o_wheel_leva_o_endereco_do_livro_que_o_config_diz(wheel):
    assert wheel["mlp_course/_config.yml"] == Path(ROOT, "_config.yml").read_bytes()
