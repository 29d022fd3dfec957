import subprocess
import sys
import threading

import keras
import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score
from threadpoolctl import threadpool_info, threadpool_limits

from mlp_course.models import create_model, create_naive_model
from mlp_course.population import Population, search_population
from mlp_course.population import search as population_search
from mlp_course.population.auc import roc_auc
from mlp_course.population.blas import one_blas_thread
from mlp_course.population.layout import Block
from mlp_course.population.plan import Patience, Plan
from mlp_course.population.train import epoch_order
from mlp_course.search import PENALTIES, sample_hyperparameters
from mlp_course.training import early_stopping

N_TRAIN = 319
widths = st.integers(1, 105)
architectures = st.tuples(widths, widths)
regularizations = st.tuples(st.sampled_from(PENALTIES), st.sampled_from(PENALTIES))
# Cada exemplo treina no Keras: reduzir um que falha levaria minutos.
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]
rows = st.lists(st.tuples(architectures, regularizations), min_size=2, max_size=2)


@pytest.fixture
def table():
    return sample_hyperparameters(6)


class ExactAUC(keras.callbacks.Callback):
    """O early stopping do Keras sobre a AUC exata, do scikit-learn, de uma rede."""

    def __init__(self, X_val, y_val, patience, mode, margin):
        super().__init__()
        self.X_val, self.y_val, self.margin = X_val, y_val, margin
        self.values, self.bounds = [], []
        self.stopping = early_stopping(patience, mode)

    def start(self, model):
        self.set_model(model)
        self.stopping.set_model(model)
        self.stopping.on_train_begin()

    def epoch(self, epoch):
        scores = keras.ops.convert_to_numpy(self.model(self.X_val))[:, 0]
        # A soma de trapézios do scikit-learn erra na 16ª casa; um empate não é melhora.
        self.values.append(round(float(roc_auc_score(self.y_val, scores)), 12))
        self.bounds.append(auc_bounds(scores, self.y_val, self.margin))
        self.stopping.on_epoch_end(epoch, {"val_auc": self.values[-1]})
        return self.stopping.stopped_epoch > 0


def auc_bounds(scores, y, margin):
    """Menor e maior AUC possíveis se pares a menos de `margin` mudarem de ordem.

    Uma rede de um neurônio dá o mesmo escore a muitas linhas: um arredondamento desfaz
    empates e muda a AUC mais do que muda os pesos.
    """
    differences = scores[y == 1][:, None] - scores[y == 0][None]
    return (differences > margin).mean() - 1e-12, (differences >= -margin).mean() + 1e-12


def train_with_keras(model, X, y, epochs, patience, mode, seed, margin):
    """Treina uma rede no Keras com a ordem de linhas da população."""
    X_train, y_train, X_val, y_val = X[:N_TRAIN], y[:N_TRAIN], X[N_TRAIN:], y[N_TRAIN:]
    exact = ExactAUC(X_val, y_val, patience, mode, margin)
    exact.start(model)
    curves = {"loss": [], "val_loss": [], "auc_bounds": exact.bounds}
    for epoch in range(epochs):
        order = epoch_order(N_TRAIN, seed, epoch)
        history = model.fit(
            X_train[order],
            y_train[order],
            validation_data=(X_val, y_val),
            batch_size=96,
            shuffle=False,
            verbose=0,
        ).history
        curves["loss"].append(history["loss"][0])
        curves["val_loss"].append(history["val_loss"][0])
        if exact.epoch(epoch):
            break
    return curves, exact.stopping.stopped_epoch


def flatten(weights):
    return np.concatenate([array.ravel() for array in weights])


def assert_equals_keras(
    population, models, split, *, epochs, patience, mode, rtol, margin, n_steps_apart=1
):
    X, y = split.X_train.astype(np.float32), split.y_train
    history = population.fit(
        X, y, validation_split=0.25, epochs=epochs, patience=patience, mode=mode, seed=7
    )
    for i, model in enumerate(models):
        curves, stopped = train_with_keras(model, X, y, epochs, patience, mode, 7, margin)
        n_epochs = len(curves["loss"])
        assert history.epochs[i] == n_epochs
        assert history.stopped_epoch[i] == stopped
        for name in ("loss", "val_loss"):
            np.testing.assert_allclose(
                getattr(history, name)[:n_epochs, i], curves[name], rtol=rtol, atol=rtol / 10
            )
        low, high = np.transpose(curves["auc_bounds"])
        assert (low <= history.val_auc[:n_epochs, i]).all()
        assert (history.val_auc[:n_epochs, i] <= high).all()
        assert np.isnan(history.val_auc[n_epochs:, i]).all()
        differences = np.abs(flatten(population.get_weights(i)) - flatten(model.get_weights()))
        # O Adam dá passos de 1e-3 mesmo onde o gradiente é só arredondamento: um peso ou outro
        # pode se afastar um passo ou dois; a maioria não se afasta.
        assert differences.max() <= n_steps_apart * 1e-3
        assert np.median(differences) <= margin / 10


def test_duas_redes_treinam_como_no_keras_por_duas_epochs(split_standardized):
    keras.utils.set_random_seed(3)
    models = [create_model((30, 20), (1e-3, 1e-2)), create_model((25, 20), (0, 0))]

    assert_equals_keras(
        Population.from_models(models),
        models,
        split_standardized,
        epochs=2,
        patience=10,
        mode="max",
        rtol=2e-4,
        margin=1e-4,
    )


@pytest.mark.lento
@settings(max_examples=3, phases=PHASES)
@given(rows=rows, seed=st.integers(0, 2**32 - 1))
def test_cada_rede_treina_como_no_keras_com_medidas_padronizadas(split_standardized, rows, seed):
    keras.utils.set_random_seed(seed)
    models = [create_model(neurons, reg) for neurons, reg in rows]
    population = Population.from_models(models)

    # Padronizadas, as contas diferem só no arredondamento.
    assert_equals_keras(
        population,
        models,
        split_standardized,
        epochs=4,
        patience=10,
        mode="max",
        rtol=2e-4,
        margin=1e-4,
    )


@pytest.mark.lento
@settings(max_examples=2, phases=PHASES)
@given(rows=rows, seed=st.integers(0, 2**32 - 1))
def test_cada_rede_treina_como_no_keras_com_medidas_cruas(split, rows, seed):
    keras.utils.set_random_seed(seed)
    models = [create_model(neurons, reg) for neurons, reg in rows]
    population = Population.from_models(models)

    # Cruas, as medidas vão a milhares e os logits a dezenas: o mesmo arredondamento pesa mais.
    assert_equals_keras(
        population,
        models,
        split,
        epochs=3,
        patience=10,
        mode="max",
        rtol=2e-3,
        n_steps_apart=2,
        margin=2e-3,
    )


@pytest.mark.lento
@pytest.mark.parametrize("mode", ["max", "min"])
def test_o_early_stopping_para_na_mesma_epoch_que_o_do_keras(split_standardized, mode):
    keras.utils.set_random_seed(3)
    models = [create_model((30, 20), (1e-3, 1e-2)), create_model((25, 20), (0, 0))]
    population = Population.from_models(models)

    assert_equals_keras(
        population,
        models,
        split_standardized,
        epochs=12,
        patience=2,
        mode=mode,
        rtol=1e-3,
        margin=1e-4,
    )


def test_a_rede_que_para_fica_com_os_pesos_e_as_outras_continuam(table, split_standardized):
    X, y = split_standardized.X_train, split_standardized.y_train
    stopped = Population.from_hyperparameters(table)
    history = stopped.fit(X, y, validation_split=0.25, patience=1, epochs=15, seed=1)
    first = int(history.epochs.min())
    i = int(history.epochs.argmin())
    alone = Population.from_hyperparameters(table.iloc[[i]])

    alone.fit(X, y, validation_split=0.25, epochs=first, seed=1)

    assert first < history.epochs.max()
    assert history.stopped_epoch[i] == first - 1
    for ours, theirs in zip(stopped.get_weights(i), alone.get_weights(0), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    np.testing.assert_array_equal(history.last_val_auc[i], history.val_auc[first - 1, i])
    np.testing.assert_array_equal(history.best_val_auc, np.nanmax(history.val_auc, axis=0))


@given(
    scores=st.lists(st.sampled_from([0.5, 0.6, 0.7, 0.8, np.nan]), min_size=1, max_size=15),
    patience=st.integers(1, 4),
    mode=st.sampled_from(["max", "min"]),
)
def test_o_early_stopping_decide_como_o_do_keras_em_qualquer_curva(scores, patience, mode):
    theirs = early_stopping(patience, mode)
    theirs.set_model(keras.Sequential())
    theirs.on_train_begin()
    plan = Plan(
        epochs=15, batch_size=96, seed=0, patience=patience, sign={"max": 1, "min": -1}[mode]
    )
    ours = Patience.start(1)

    for epoch, score in enumerate(scores):
        theirs.on_epoch_end(epoch, {"val_auc": score})
        stops = ours.stops(plan.sign * np.array([score]), plan, epoch)

        assert stops[0] == (theirs.stopped_epoch > 0)
        if stops[0]:
            break


def test_a_primeira_auc_nan_nunca_e_superada_como_no_keras():
    plan = Plan(epochs=9, batch_size=96, seed=0, patience=2, sign=1)
    patience = Patience.start(2)

    stops = [
        patience.stops(np.array(auc), plan, e).tolist()
        for e, auc in enumerate([[np.nan, 0.5], [0.9, 0.6], [0.9, np.nan], [0.9, 0.6]])
    ]

    assert stops == [[False, False], [False, False], [True, False], [True, True]]


@pytest.mark.parametrize("chunk_size", [1, 7, 40])
def test_o_resultado_de_uma_linha_nao_depende_das_outras_bit_a_bit(split_standardized, chunk_size):
    table = sample_hyperparameters(40)
    options = {"progress": False, "epochs": 6, "patience": 2}
    whole = search_population(table, split_standardized, **options)
    part = table.sample(8, random_state=chunk_size)

    found = search_population(
        part, split_standardized, chunk_size=chunk_size, n_threads=1, **options
    )

    pd.testing.assert_frame_equal(found, whole.loc[part.index], check_exact=True)


def test_o_numero_de_threads_nao_muda_nenhum_peso(table, split):
    populations = [Population.from_hyperparameters(table) for _ in range(2)]

    for population, n_threads in zip(populations, [1, 3], strict=True):
        population.fit(split.X_train, split.y_train, epochs=2, seed=5, n_threads=n_threads)

    for i in range(len(table)):
        for one, three in zip(*(p.get_weights(i) for p in populations), strict=True):
            np.testing.assert_array_equal(one, three)


def test_os_neuronios_completados_ficam_exatamente_em_zero(table, split):
    population = Population.from_hyperparameters(table)
    population.fit(split.X_train, split.y_train, epochs=3, seed=0)

    for block in population._blocks:
        for row, i in zip(block.weights, block.indices, strict=True):
            rest = block.layout.empty(1)[0]
            block.layout.write(rest, population.get_weights(i))
            np.testing.assert_array_equal(row, rest)


def test_a_tabela_sorteia_pesos_glorot_que_dependem_so_do_rotulo(table):
    whole = Population.from_hyperparameters(table, seed=9)
    part = Population.from_hyperparameters(table.loc[[4, 1]], seed=9)
    other = Population.from_hyperparameters(table, seed=10)

    kernel, bias = whole.get_weights(4)[:2]
    limit = np.sqrt(6 / (30 + table.loc[4, "neurons"][0]))
    assert 0.95 * limit < np.abs(kernel).max() <= limit
    assert not bias.any()
    np.testing.assert_array_equal(kernel, part.get_weights(0)[0])
    assert (kernel != other.get_weights(4)[0]).any()


def test_treinar_sem_embaralhar_e_sem_semente_e_repetivel(table, split_standardized):
    X, y = split_standardized.X_train, split_standardized.y_train
    first, second = (Population.from_hyperparameters(table) for _ in range(2))

    one = first.fit(X, y, shuffle=False, epochs=2)
    two = second.fit(X, y, validation_data=(X, y), shuffle=False, epochs=2)

    np.testing.assert_array_equal(one.loss, two.loss)
    assert np.isnan(one.val_auc).all()
    assert np.isnan(one.best_val_auc).all()
    assert (two.val_auc[-1] > 0.5).all()
    assert (one.loss[1] < one.loss[0]).all()


def test_a_ordem_sorteada_sem_semente_muda_a_cada_chamada(table, split_standardized):
    X, y = split_standardized.X_train, split_standardized.y_train
    losses = [Population.from_hyperparameters(table).fit(X, y, epochs=1).loss for _ in range(2)]

    assert (losses[0] != losses[1]).any()


@given(
    scores=st.lists(st.sampled_from([0, 1e-30, 0.25, 0.5, 1]), min_size=6, max_size=6),
    y=st.permutations([0, 0, 1, 1, 1, 0]),
)
def test_a_auc_e_a_do_scikit_learn_tambem_nos_empates(scores, y):
    auc = roc_auc(np.array([scores], dtype=np.float32), np.array(y))

    assert auc[0] == pytest.approx(roc_auc_score(y, scores), abs=1e-15)


def test_a_auc_de_escores_nan_ou_de_uma_classe_so_e_nan():
    scores = np.array([[0.1, np.nan], [0.1, 0.2]], dtype=np.float32)

    np.testing.assert_array_equal(roc_auc(scores, np.array([0, 1])), [np.nan, 1])
    assert np.isnan(roc_auc(scores, np.array([1, 1]))).all()


def test_o_modelo_devolvido_preve_o_mesmo_que_a_populacao(table, split_standardized):
    population = Population.from_hyperparameters(table)
    population.fit(split_standardized.X_train, split_standardized.y_train, epochs=2, seed=0)

    model = population.to_model(2)

    expected = keras.ops.convert_to_numpy(model(split_standardized.X_test.astype(np.float32)))
    predicted = population.predict(split_standardized.X_test)
    np.testing.assert_allclose(predicted[2], expected[:, 0], rtol=1e-5, atol=1e-6)
    again = Population.from_models([model, create_naive_model()])
    assert again.neurons.tolist() == [list(table.loc[2, "neurons"]), [100, 100]]
    np.testing.assert_allclose(again.reg, [table.loc[2, "reg"], (0, 0)], rtol=1e-6)
    with pytest.raises(IndexError):
        population.to_model(6)


def test_gravar_e_ler_devolve_as_mesmas_redes(table, split, tmp_path):
    population = Population.from_hyperparameters(table)
    population.save(tmp_path / "redes")

    loaded = Population.load(tmp_path / "redes")

    np.testing.assert_array_equal(loaded.predict(split.X_test), population.predict(split.X_test))
    assert len(loaded) == 6
    np.testing.assert_array_equal(loaded.reg, population.reg)


@pytest.mark.parametrize(
    "damage", ["texto", "sem_pesos", "pesos_a_menos", "pesos_a_mais", "objetos"]
)
def test_um_arquivo_estragado_e_recusado(table, tmp_path, damage, refuses):
    path = tmp_path / "redes.npz"
    Population.from_hyperparameters(table).save(path)
    with np.load(path) as file:
        arrays = dict(file)
    if damage == "texto":
        path.write_text("não é um npz")
    else:
        if damage == "sem_pesos":
            del arrays["weights"]
        elif damage == "pesos_a_menos":
            arrays["weights"] = arrays["weights"][:-1]
        elif damage == "pesos_a_mais":
            arrays["weights"] = np.append(arrays["weights"], np.float32(0))
        else:
            arrays["neurons"] = np.array([object()])
        np.savez(path, **arrays)

    with refuses("não é o arquivo de uma população"):
        Population.load(path)


def test_treinar_uma_populacao_nao_traca_nem_compila_nenhum_grafo():
    code = """
import tensorflow as tf
from mlp_course.data import load_split
from mlp_course.population import Population
from mlp_course.search import sample_hyperparameters
def proibido(*args, **kwargs):
    raise AssertionError("um grafo foi traçado")
tf.Graph.__init__ = tf.function = proibido
split = load_split()
population = Population.from_hyperparameters(sample_hyperparameters(5))
population.fit(split.X_train, split.y_train, validation_split=0.25, patience=1, epochs=4, seed=0)
population.predict(split.X_test)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stderr


def test_a_busca_interrompida_devolve_o_que_terminou(split_standardized, monkeypatch):
    complete = population_search.train_blocks

    def interrupted(*args, **kwargs):
        yield next(complete(*args, **kwargs))
        raise KeyboardInterrupt

    monkeypatch.setattr(population_search, "train_blocks", interrupted)
    table = sample_hyperparameters(40)

    found = search_population(table, split_standardized, epochs=2, progress=False)

    assert 0 < found["auc"].notna().sum() < 40
    assert (found["epochs"].notna() == found["auc"].notna()).all()
    assert (found["best_auc"].dropna() >= found["auc"].dropna()).all()


def test_quem_nao_quer_uma_busca_pela_metade_recebe_a_interrupcao(split_standardized, monkeypatch):
    def interrupted(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(population_search, "train_blocks", interrupted)

    with pytest.raises(KeyboardInterrupt):
        search_population(
            sample_hyperparameters(2), split_standardized, progress=False, partial=False
        )


def test_duas_buscas_ao_mesmo_tempo_dividem_o_limite_da_blas():
    def blas_threads():
        return {x["num_threads"] for x in threadpool_info() if x["user_api"] == "blas"}

    with threadpool_limits(limits=2, user_api="blas"):
        first, second = one_blas_thread(), one_blas_thread()
        first.__enter__()
        second.__enter__()
        first.__exit__(None, None, None)

        assert blas_threads() == {1}

        second.__exit__(None, None, None)

        assert blas_threads() == {2}


def test_interromper_o_treino_faz_as_threads_pararem(table, split):
    from mlp_course.population.arguments import make_data, make_plan
    from mlp_course.population.train import train_block, train_blocks

    data = make_data(split.X_train, split.y_train, 30, None, 0.25)
    plan = make_plan(data, 20_000, 96, True, None, "max", 0)
    blocks = Population.from_hyperparameters(table)._blocks
    cancelled = threading.Event()
    cancelled.set()

    assert (train_block(blocks[0], data, plan, cancelled).n_epochs == 1).all()
    short = make_plan(data, 1, 96, True, None, "max", 0)
    results = train_blocks(blocks, data, short, n_threads=2)
    assert isinstance(next(results).block, Block)
    results.close()


def test_um_treino_que_diverge_segue_ate_o_fim_sem_avisos(table, split):
    X = split.X_train * 1e30

    history = Population.from_hyperparameters(table).fit(
        X, split.y_train, validation_split=0.25, epochs=3, seed=0
    )

    assert history.epochs.tolist() == [3] * 6


ERRORS = [
    ({"validation_split": 1.0}, "use uma fração"),
    ({"validation_split": 0.9999}, "não deixa nenhuma"),
    ({"epochs": 0}, "ao menos 1 epoch"),
    ({"batch_size": 0}, "ao menos 1 linha"),
    ({"patience": 0, "validation_split": 0.25}, "ao menos 1 epoch sem melhora"),
    ({"patience": 3}, "pede uma parte de validação"),
    ({"mode": "auto"}, "não existe"),
    ({"seed": -1}, "inteiro >= 0"),
]


@pytest.mark.parametrize(("options", "message"), ERRORS)
def test_um_argumento_de_treino_que_nao_serve_e_explicado(table, split, options, message, refuses):
    population = Population.from_hyperparameters(table)

    with refuses(message):
        population.fit(split.X_train, split.y_train, **options)


def test_dados_que_nao_servem_sao_explicados(table, split, refuses):
    population = Population.from_hyperparameters(table)
    X, y = split.X_train.copy(), split.y_train
    by_class = np.argsort(y)

    with refuses("y de validação tem uma classe só"):
        population.fit(X[by_class], y[by_class], validation_split=0.25)
    with refuses("X de validação tem 3 colunas"):
        population.fit(X, y, validation_data=(X[:, :3], y))
    X[7, 3] = np.nan
    with refuses("NaN"):
        population.fit(X, y)


TABLES = [
    (lambda t: t.iloc[:0], "vazia"),
    (lambda t: t.assign(dropout=0.5), "desconhecidas"),
    (lambda t: t.assign(neurons=[(0, 10)] * 6), "neurônios"),
    (lambda t: t.assign(reg=[(-0.1, 0)] * 6), "números >= 0"),
    (lambda t: t.set_index(pd.Index(list("abcdef"))), "rótulo de linha"),
]


@pytest.mark.parametrize(("change", "message"), TABLES)
def test_uma_tabela_que_nao_serve_e_explicada(table, split, change, message, refuses):
    with refuses(message):
        Population.from_hyperparameters(change(table))
    with refuses(message):
        search_population(change(table), split, progress=False)


def test_rotulos_repetidos_fatia_vazia_e_entrada_sem_colunas_sao_explicados(table, split, refuses):
    with refuses("rótulos repetidos"):
        search_population(table.set_index(pd.Index([0] * 6)), split)
    with refuses("ao menos 1 rede"):
        search_population(table, split, chunk_size=0)
    with refuses("n_features=0"):
        Population.from_hyperparameters(table, n_features=0)


def build(layers, optimizer="adam", loss="binary_crossentropy", n_features=4):
    model = keras.Sequential([keras.Input((n_features,)), *layers])
    model.compile(optimizer=optimizer, loss=loss)
    return model


def dense(units, activation="relu", **kwargs):
    return keras.layers.Dense(units, activation=activation, **kwargs)


def plain():
    return [dense(3), dense(2), dense(1, "sigmoid")]


MODELS = [
    (list, "Nenhum modelo"),
    (lambda: [build([dense(3), dense(1, "sigmoid")])], "três camadas Dense"),
    (lambda: [build([dense(3), keras.layers.Dropout(0.5), dense(1, "sigmoid")])], "três camadas"),
    (lambda: [build([dense(3, "tanh"), dense(2), dense(1, "sigmoid")])], "ativações"),
    (lambda: [build([dense(3), dense(2), dense(2, "sigmoid")])], "2 saída"),
    (lambda: [build([dense(3, use_bias=False), dense(2), dense(1, "sigmoid")])], "sem viés"),
    (lambda: [build(plain()), build(plain(), optimizer="sgd")], "modelo 1 usa o otimizador SGD"),
    (lambda: [build(plain(), keras.optimizers.Adam(0.1))], "outro learning_rate"),
    (lambda: [build(plain(), loss="mse")], "binary_crossentropy"),
    (lambda: [keras.Sequential([keras.Input((4,)), *plain()])], "não foi compilado"),
    (lambda: [build(plain()), build(plain(), n_features=5)], "tamanhos diferentes"),
    (
        lambda: [build([dense(3, kernel_regularizer="l2"), dense(2), dense(1, "sigmoid")])],
        "usa a regularização L2",
    ),
    (
        lambda: [
            build(
                [
                    dense(3, kernel_regularizer=keras.regularizers.L1L2(0.1)),
                    dense(2),
                    dense(1, "sigmoid"),
                ]
            )
        ],
        "regularizações diferentes",
    ),
    (
        lambda: [
            build(
                [dense(3), dense(2), dense(1, "sigmoid")],
                loss=keras.losses.BinaryCrossentropy(label_smoothing=0.1),
            )
        ],
        "binary_crossentropy",
    ),
]


@pytest.mark.parametrize(("models", "message"), MODELS)
def test_modelos_que_a_populacao_nao_sabe_treinar_sao_recusados(models, message, refuses):
    with refuses(message):
        Population.from_models(models())


def test_a_entropia_cruzada_como_objeto_tambem_serve():
    model = build(plain(), loss=keras.losses.BinaryCrossentropy())

    assert len(Population.from_models([model])) == 1
