"""As medidas que o livro mostra: o que elas gravam e o resultado guardado que ele lê."""

import datetime
import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.exercises.submissions import ROOT

RESULTS = ROOT / "benchmarks" / "resultados"
CIRCUMSTANCES = {"date", "condition", "busy_percent", "processors", "python", "tensorflow", "numpy"}


def stored(name: str) -> dict:
    return json.loads((RESULTS / f"{name}.json").read_text("utf-8"))


def load_common() -> ModuleType:
    path = ROOT / "benchmarks" / "_common.py"
    spec = importlib.util.spec_from_file_location("benchmarks_common", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["search_speed", "scaling"])
def test_o_resultado_guardado_diz_quando_e_em_que_maquina(name):
    report = stored(name)
    assert set(report) >= CIRCUMSTANCES
    assert datetime.date.fromisoformat(report["date"]) <= datetime.date.today()
    assert report["condition"] in {"quieta", "ocupada"}
    assert report["processors"] >= 1


@pytest.mark.parametrize("name", ["search_speed", "scaling"])
def test_o_resultado_guardado_nao_revela_pastas_nem_o_nome_da_maquina(name):
    text = (RESULTS / f"{name}.json").read_text("utf-8")
    assert not re.search(r"/(home|root|tmp|work|Users)\b|\\\\|\"(host|node|user)", text)


def test_as_razoes_guardadas_sao_as_dos_tempos_guardados():
    report = stored("search_speed")
    seconds = report["seconds"]
    cold, warm = seconds["population_cold"], seconds["population_warm"]
    assert report["ratios"] == pytest.approx(
        {
            "keras_to_cold": seconds["keras"] / cold,
            "randomized_search_cv_to_cold": seconds["randomized_search_cv"] / cold,
            "keras_tuner_to_cold": seconds["keras_tuner"] / cold,
            "warm_to_limit": warm / seconds["limit"],
        }
    )
    assert set(report["names"]) == set(seconds)


def test_a_medida_guardada_do_crescimento_chega_ao_menos_a_mil_redes():
    sizes = [row["networks"] for row in stored("scaling")["rows"]]
    assert sizes[:3] == [10, 100, 1000]


@pytest.mark.lento
def test_scaling_grava_no_arquivo_pedido_e_deixa_o_guardado_em_paz(tmp_path):
    before = (RESULTS / "scaling.json").read_bytes()
    output = tmp_path / "pasta nova" / "medida.json"
    program = Path("benchmarks", "scaling.py")
    subprocess.run(
        [sys.executable, str(program), "--sizes", "2", "--output", str(output)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    report = json.loads(output.read_text("utf-8"))
    assert set(report) >= CIRCUMSTANCES
    assert [row["networks"] for row in report["rows"]] == [2]
    assert report["rows"][0]["seconds"] > 0
    assert (RESULTS / "scaling.json").read_bytes() == before


@pytest.mark.parametrize(("busy", "condition"), [(3.0, "quieta"), (60.0, "ocupada")])
def test_a_maquina_e_quieta_quando_quase_nada_roda_nela(monkeypatch, busy, condition):
    common = load_common()
    monkeypatch.setattr("psutil.cpu_percent", lambda interval: busy)
    assert common.circumstances()["condition"] == condition
