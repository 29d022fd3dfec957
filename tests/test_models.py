import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_course.hyperparameters import validate_neurons, validate_reg
from mlp_course.models import create_model, create_naive_model

sizes = st.integers(min_value=1, max_value=1000)
penalties = st.floats(min_value=0, max_value=1e6, allow_nan=False)


@pytest.mark.parametrize("n_features", [1, 7, np.int64(30)])
def test_a_entrada_aceita_qualquer_numero_de_colunas(n_features):
    naive = create_naive_model(n_features)
    tuned = create_model(n_features=n_features)

    assert naive.input_shape == tuned.input_shape == (None, n_features)


def test_as_camadas_ocultas_sao_relu_e_a_saida_e_uma_probabilidade():
    for model in (create_naive_model(), create_model()):
        activations = [layer.get_config()["activation"] for layer in model.layers]

        assert activations == ["relu", "relu", "sigmoid"]
        assert model.output_shape == (None, 1)


def test_os_tamanhos_pedidos_sao_os_das_camadas_ocultas():
    model = create_model(neurons=(39, 20))

    assert [layer.units for layer in model.layers] == [39, 20, 1]


def test_a_rede_sai_compilada_com_adam_e_entropia_cruzada():
    model = create_model()

    assert isinstance(model.optimizer, keras.optimizers.Adam)
    assert model.loss == "binary_crossentropy"


def test_penalidade_zero_e_o_mesmo_que_nenhuma():
    model = create_model(reg=(0, 0))

    assert model.losses == []


@given(h1=sizes, h2=sizes)
def test_inteiros_do_numpy_valem_como_os_do_python(h1, h2):
    assert validate_neurons(np.array([h1, h2])) == (h1, h2)
    assert validate_neurons((float(h1), np.float32(h2))) == (h1, h2)


@given(l1=penalties, l2=penalties)
def test_penalidades_nao_negativas_passam_sem_mudar(l1, l2):
    assert validate_reg((l1, l2)) == (l1, l2)
    assert validate_reg(np.array([l1, l2])) == (l1, l2)


@pytest.mark.parametrize(
    ("neurons", "message"),
    [
        ((0, 10), r"neurons=\(0, 10\).*1 ou mais"),
        ((10, -3), "1 ou mais"),
        ((10, 2.5), "número inteiro"),
        ((10, float("nan")), "número inteiro"),
        ((10, float("inf")), "número inteiro"),
        ((10, "20"), "número inteiro"),
        ((True, 10), "número inteiro"),
        ((10, 10, 10), "exatamente dois valores"),
        ((10,), "exatamente dois valores"),
        (10, "neurons=10: eram esperados exatamente dois valores"),
        ("10", "exatamente dois valores"),
    ],
)
def test_tamanhos_impossiveis_sao_recusados(neurons, message, refuses):
    with refuses(message):
        create_model(neurons=neurons)


@pytest.mark.parametrize(
    ("reg", "message"),
    [
        ((-0.1, 0), r"valor inválido \(-0.1\).*>= 0"),
        ((0, float("nan")), r"valor inválido \(nan\)"),
        ((0, float("inf")), r"valor inválido \(inf\)"),
        ((0, "0.1"), "números >= 0"),
        ((0, None), "números >= 0"),
        ((0.1, 0.1, 0.1), "exatamente dois valores"),
        (0.1, "reg=0.1: eram esperados exatamente dois valores"),
    ],
)
def test_penalidades_impossiveis_sao_recusadas(reg, message, refuses):
    with refuses(message):
        create_model(reg=reg)


@pytest.mark.parametrize("n_features", [0, -1, 2.5, float("nan"), "30", None, True])
@pytest.mark.parametrize("create", [create_naive_model, create_model])
def test_numero_de_colunas_impossivel_e_recusado(create, n_features, refuses):
    with refuses("era esperado um inteiro, 1 ou mais"):
        create(n_features=n_features)
