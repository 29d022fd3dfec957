import json
import shutil
import subprocess

import numpy as np
import pytest

from mlp_course import defaults
from mlp_course.publishing import webassets
from tests.needs import ROOT


@pytest.fixture
def web(tmp_path):
    shutil.copytree(ROOT / "web", tmp_path / "web")
    return tmp_path


def test_os_dados_do_laboratorio_sao_a_divisao_do_curso(tmp_path, split):
    webassets.write_data(tmp_path / "data.json")

    data = json.loads((tmp_path / "data.json").read_text("utf-8"))
    for name in ("X_train", "X_test", "y_train", "y_test"):
        np.testing.assert_array_equal(data[name], getattr(split, name))


def test_o_laboratorio_comeca_das_escolhas_do_pacote(tmp_path, monkeypatch):
    monkeypatch.setattr(defaults, "EPOCHS", 7)

    webassets.write_data(tmp_path / "data.json")

    assert json.loads((tmp_path / "data.json").read_text("utf-8"))["defaults"] == {
        "neurons": [100, 100],
        "epochs": 7,
        "batch": 96,
        "validation": 0.25,
        "patience": 10,
    }


def test_o_npm_so_instala_de_novo_quando_as_versoes_mudam(web, monkeypatch):
    calls = []
    monkeypatch.setattr(
        webassets, "_run", lambda program, arguments, folder: calls.append(arguments[0])
    )

    for _ in range(2):
        webassets.build_web_assets(web)
    lock = web / "web" / "package-lock.json"
    lock.write_text(lock.read_text("utf-8") + "\n", "utf-8")
    webassets.build_web_assets(web)

    assert calls == ["ci", "build.js", "build.js", "ci", "build.js"]


def test_uma_falha_do_npm_e_explicada(web):
    (web / "web" / "package-lock.json").write_text("{", "utf-8")

    with pytest.raises(ValueError, match=r"npm ci falhou em .*: confira a rede"):
        webassets.build_web_assets(web)


def test_nada_de_terceiros_esta_no_repositorio():
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()

    assert [name for name in tracked if "node_modules" in name or name.endswith(".min.js")] == []
    lock = (ROOT / "web" / "package-lock.json").read_text("utf-8")
    assert "resolved" not in lock
    assert "http" not in lock
