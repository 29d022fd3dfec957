import subprocess
import sys

import pytest

import mlp_course

HEAVY = ["tensorflow", "keras", "pandas", "sklearn", "matplotlib"]


def run_python(code):
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()


def test_importar_o_pacote_nao_carrega_nada_pesado():
    loaded = run_python("import sys, mlp_course; print(*sys.modules)")

    assert "mlp_course" in loaded
    assert set(HEAVY).isdisjoint(loaded)


def test_os_dados_nao_precisam_do_tensorflow():
    loaded = run_python("import sys, mlp_course; mlp_course.load_split(); print(*sys.modules)")

    assert {"tensorflow", "keras"}.isdisjoint(loaded)


@pytest.mark.parametrize(
    "module", ["table", "plots", "interactive", "roc", "study", "hyperparameters", "population"]
)
def test_o_que_uma_figura_ou_uma_populacao_usa_nao_carrega_o_keras(module):
    loaded = run_python(f"import sys, mlp_course.{module}; print(*sys.modules)")

    assert f"mlp_course.{module}" in loaded
    assert {"tensorflow", "keras"}.isdisjoint(loaded)


@pytest.mark.parametrize("name", mlp_course.__all__)
def test_todo_nome_publico_existe(name):
    assert getattr(mlp_course, name) is not None
    assert name in dir(mlp_course)


def test_nome_desconhecido_e_um_erro_de_atributo():
    with pytest.raises(AttributeError, match="rede_magica"):
        mlp_course.rede_magica  # noqa: B018
