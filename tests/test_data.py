from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.datasets import load_breast_cancer

from mlp_course.data import load_split, validate_features, validate_target

seeds = st.integers(min_value=0, max_value=2**32 - 1)


def changed(X, value):
    X = X.copy()
    X[7, 3] = value
    return X


def test_treino_e_teste_juntos_sao_o_conjunto_inteiro_sem_repeticao(split):
    X, y = load_breast_cancer(return_X_y=True)

    together = np.column_stack(
        [np.vstack([split.X_train, split.X_test]), np.concatenate([split.y_train, split.y_test])]
    )

    whole = np.column_stack([X, y])
    np.testing.assert_array_equal(
        together[np.lexsort(together.T)], whole[np.lexsort(whole.T)], strict=True
    )


def test_cada_coluna_tem_nome(split):
    assert len(split.feature_names) == split.X_train.shape[1]
    assert split.feature_names[0] == "mean radius"
    assert all(type(name) is str for name in split.feature_names)


def test_a_mesma_semente_repete_a_divisao_e_outra_a_muda(split):
    again, other = load_split(seed=42), load_split(seed=43)

    np.testing.assert_array_equal(again.X_test, split.X_test)
    assert not np.array_equal(other.X_test, split.X_test)


def test_a_divisao_nao_se_deixa_alterar(split):
    with pytest.raises(FrozenInstanceError):
        split.X_train = split.X_test


@given(seed=seeds)
def test_qualquer_semente_mantem_a_proporcao_das_classes(seed):
    split = load_split(seed=seed)

    benign = np.concatenate([split.y_train, split.y_test]).mean()
    for y in (split.y_train, split.y_test):
        assert abs(y.sum() - benign * len(y)) < 1


@given(seed=seeds)
def test_a_padronizacao_e_medida_so_no_treino(seed):
    split = load_split(seed=seed, standardize=True)

    np.testing.assert_allclose(split.X_train.mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(split.X_train.std(axis=0), 1, atol=1e-9)
    assert not np.allclose(split.X_test.mean(axis=0), 0, atol=1e-9)
    assert not np.allclose(split.X_test.std(axis=0), 1, atol=1e-9)


def test_padronizar_nao_muda_quem_esta_em_cada_parte(split, split_standardized):
    mean, std = split.X_train.mean(axis=0), split.X_train.std(axis=0)

    np.testing.assert_allclose(split_standardized.X_test, (split.X_test - mean) / std)
    np.testing.assert_array_equal(split_standardized.y_test, split.y_test)


def test_listas_de_python_viram_matriz_e_vetor():
    X = validate_features([[1, 2], [3, 4]])
    y = validate_target([0.0, 1.0])

    assert (X.dtype, X.shape) == (np.float64, (2, 2))
    assert y.dtype == np.int64


@pytest.mark.parametrize(
    ("X", "message"),
    [
        ([1.0, 2.0], r"formato \(2,\).*X\.reshape\(1, -1\)"),
        (np.zeros((2, 3, 4)), r"formato \(2, 3, 4\).*matriz \(linhas, colunas\)"),
        (np.empty((0, 30)), "não vazia"),
        ([[1.0, "alto"]], "não são números: converta textos"),
        ([[1.0, 2.0], [3.0]], "não são números"),
        ([[1.0, None]], "NaN ou infinito"),
        ([[1.0, 2.0], [np.inf, 4.0]], "primeiro na linha 1"),
    ],
)
def test_medidas_que_nao_formam_uma_matriz_de_numeros_sao_recusadas(X, message, refuses):
    with refuses(message):
        validate_features(X)


@pytest.mark.parametrize(
    ("y", "message"),
    [
        ([[0], [1]], r"formato \(2, 1\).*y\.ravel\(\)"),
        (1, r"formato \(\)"),
        ([[0], [1, 1]], "tamanhos diferentes"),
        ([0, 1, 2], "além de 0 e 1"),
        ([0, 1, np.nan], "além de 0 e 1"),
        (["benigno", "maligno"], "além de 0 e 1"),
        ([0, 1, None], "além de 0 e 1"),
        ([1, 1, 1], "uma classe só.*stratify=y"),
        ([], "uma classe só"),
    ],
)
def test_rotulos_que_nao_sao_as_duas_classes_sao_recusados(y, message, refuses):
    with refuses(message):
        validate_target(y)


@pytest.mark.parametrize(
    ("part", "change", "message"),
    [
        ("X_train", lambda X: X[:, :29], "X_train tem 29 colunas, mas eram esperadas 30"),
        ("X_train", lambda X: X[:-1], r"y_train tem formato \(426,\).*\(425,\)"),
        ("X_test", lambda X: X[0], r"X_test tem formato \(30,\)"),
        ("X_test", lambda X: changed(X, np.nan), "X_test tem NaN.*linha 7"),
        ("X_test", lambda X: changed(X.astype(object), "?"), "X_test tem valores que não são"),
        ("y_train", lambda y: y[:, None], r"y_train tem formato \(426, 1\)"),
        ("y_test", np.ones_like, "y_test tem uma classe só"),
        ("y_test", lambda y: y + 1, "y_test tem rótulos além de 0 e 1"),
        ("feature_names", lambda names: names[1:], "30 colunas, mas eram esperadas 29"),
    ],
)
def test_uma_divisao_defeituosa_diz_qual_parte_consertar(part, change, message, split, refuses):
    with refuses(message):
        replace(split, **{part: change(getattr(split, part))})
