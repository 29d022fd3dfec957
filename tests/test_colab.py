"""No Colab, instalar o curso não troca o que o kernel já tem carregado; no Binder, nada falta."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from tests.exercises.submissions import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# O que o kernel do Colab carrega antes de qualquer célula; trocá-lo pede para reiniciar a sessão.
LOADED = {
    "ipython": "7.34.0",
    "ipykernel": "6.17.1",
    "jupyter-client": "6.1.12",
    "traitlets": "5.7.1",
}


def run_uv(*arguments: str | Path) -> str:
    command = [sys.executable, "-m", "uv", *arguments]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout + result.stderr


def test_o_pacote_simples_aceita_o_que_o_kernel_do_colab_ja_tem():
    wanted = [Requirement(text) for text in PROJECT["dependencies"]]

    refused = [str(r) for r in wanted if r.name in LOADED and LOADED[r.name] not in r.specifier]

    assert refused == []


@pytest.mark.lento  # monta um ambiente e pergunta ao índice de pacotes
def test_instalar_o_pacote_simples_nao_troca_nada_do_kernel_do_colab(tmp_path):
    python = tmp_path / "colab"
    run_uv("venv", "--python", sys.executable, python)
    pins = [f"{name}=={version}" for name, version in LOADED.items()]
    run_uv("pip", "install", "--python", python, *pins)

    plan = run_uv("pip", "install", "--dry-run", "--python", python, ROOT)

    assert re.search(r"^ \+ mlp-course", plan, re.M)
    assert re.findall(r"^ [-~] .*", plan, re.M) == []


def test_o_binder_usa_um_python_do_curso_e_a_trava_sem_precisar_do_make():
    folder = ROOT / "binder"
    runtime = (folder / "runtime.txt").read_text(encoding="utf-8").strip()
    option, lock = (folder / "requirements.txt").read_text(encoding="utf-8").split()
    steps = (folder / "postBuild").read_text(encoding="utf-8")

    assert runtime.removeprefix("python-") + ".0" in SpecifierSet(PROJECT["requires-python"])
    assert option == "-r"
    assert (folder / lock).resolve() == ROOT / "requirements.lock"
    assert not re.search(r"^\s*make\b", steps, re.M)
    assert "--editable ." in steps
