"""Um notebook em um kernel real: limites, mensagens, e o que já foi respondido."""

from dataclasses import replace

import pytest

from mlp_course.checks import artifacts
from mlp_course.grading.sandbox.execute import _Stopwatch, answer_file, challenge_file
from mlp_course.grading.sandbox.limits import MEBIBYTE
from mlp_course.grading.sandbox.sandbox import KERAS_MODULES, Sandbox
from mlp_course.grading.sandbox.visible_course import allowed_modules, build_package
from tests.grading.kernels import KERNEL_MODULES, LIMITS, run, text_of

FILES = build_package(("data",)) | {
    challenge_file("x.valor"): artifacts.dump({"collect": "value"}),
    challenge_file("x.funcao"): artifacts.dump(
        {"collect": "function", "calls": {"0": [2], "1": [3]}}
    ),
}
ANSWER = "from mlp_course.checks import check\ncheck('x.valor', 42)"
TOUGH = replace(LIMITS, cell_seconds=2, wall_seconds=30)


@pytest.fixture(scope="module")
def impatient(bubblewrap):
    with Sandbox(KERNEL_MODULES, TOUGH) as sandbox:
        yield sandbox


def answers_of(execution):
    return {name: artifacts.load(content) for name, content in execution.answers.items()}


def test_resposta_vira_dados_e_o_check_nao_mostra_nada(nested):
    execution = run(nested, ANSWER, files=FILES, checks={0: "x.valor"})

    assert answers_of(execution) == {"x.valor": {"data": 42}}
    assert execution.outputs[0] == []


def test_funcao_do_aluno_e_chamada_com_o_desafio_e_o_que_ela_imprime_nao_aparece(nested):
    execution = run(
        nested,
        "from mlp_course.checks import check\n"
        "def square(x):\n    print('ruído'); return x * x\n"
        "check('x.funcao', square)",
        files=FILES,
        checks={0: "x.funcao"},
    )

    calls = answers_of(execution)["x.funcao"]["data"]
    assert {name: call["result"] for name, call in calls.items()} == {"0": 4, "1": 9}
    assert execution.outputs[0] == []


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("...", {"blank": True}),
        ("object()", {"refused": ["uma matriz de números", "um objeto do tipo object de object"]}),
        ("'x' * (40 << 20)", {"refused": ["uma resposta que caiba na correção"]}),
    ],
)
def test_resposta_ausente_ou_de_outro_tipo_e_anotada(answer, expected, nested):
    code = f"from mlp_course.checks import check\ncheck('x.valor', {answer})"
    ((kind, found),) = answers_of(run(nested, code, files=FILES, checks={0: "x.valor"}))[
        "x.valor"
    ].items()

    assert kind in expected
    if kind == "refused":
        assert found[0] == expected[kind][0]


def test_so_conta_a_resposta_da_celula_de_verificacao(nested):
    execution = run(
        nested, ANSWER, "check('x.valor', nome_errado)", files=FILES, checks={1: "x.valor"}
    )

    assert execution.answers == {}
    assert "nome_errado" in text_of(execution, 1)


def test_resposta_que_e_um_atalho_ou_uma_fila_nao_e_lida(nested):
    name = answer_file("x.valor")
    for code in (f"os.symlink('/etc/hostname', {name!r})", f"os.mkfifo({name!r})"):
        execution = run(nested, f"import os; {code}", files=FILES, checks={0: "x.valor"})

        assert execution.answers == {}


def test_modulo_permitido_importa_e_os_outros_dizem_por_que_nao(nested):
    execution = run(
        nested,
        "from mlp_course.data import load_split; print(load_split().X_train.shape)",
        "import mlp_course; print(mlp_course.load_split is load_split)",
        "from mlp_course.models import create_naive_model",
        "mlp_course.create_naive_model",
        "import mlp_course.checks.a01_dados",
        files=FILES,
    )

    assert text_of(execution).strip() == "(426, 30)"
    assert text_of(execution, 1).strip() == "True"
    for position, name in ((2, "models"), (3, "create_naive_model"), (4, "checks.a01_dados")):
        assert f"mlp_course.{name} não está disponível" in text_of(execution, position)


def test_pacote_reduzido_nunca_leva_verificacoes():
    for assignment in ("01-dados", "02-mlp-keras"):
        names = build_package(allowed_modules(assignment))

        assert not [n for n in names if "/a0" in n or "compare" in n or "grading" in n]
    with pytest.raises(ValueError, match="não pode ir para a sandbox"):
        build_package(("checks",))


def test_celula_lenta_e_interrompida_e_as_outras_seguem(impatient):
    execution = run(impatient, "while True: pass", ANSWER, files=FILES, checks={1: "x.valor"})

    assert "passou de 2 segundos" in text_of(execution)
    assert execution.incident == ""
    assert answers_of(execution) == {"x.valor": {"data": 42}}


def test_celula_surda_encerra_o_kernel_e_o_que_estava_respondido_vale(impatient):
    execution = run(
        impatient,
        ANSWER,
        "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
        "print('nunca')",
        files=FILES,
        checks={0: "x.valor"},
    )

    assert "não respondeu" in execution.incident
    assert answers_of(execution) == {"x.valor": {"data": 42}}
    assert 2 not in execution.outputs


def test_saida_sem_fim_e_cortada_e_as_outras_celulas_seguem(nested):
    execution = run(nested, "while True: print('x' * 1000)", "print('depois')")

    assert "mostrou mais de 1 MiB" in text_of(execution)
    assert len(text_of(execution)) < 2 * MEBIBYTE
    assert text_of(execution, 1).strip() == "depois"


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import os; os._exit(3)", "A célula chamou os._exit(), que encerra o kernel"),
        ("exit()", "A célula chamou exit(), que encerra o kernel"),
        ("x = 1\nquit()\nprint('ainda na mesma célula')", "A célula chamou quit()"),
        ("if True:\n    exit(0)\nx = 2", "A célula chamou exit(), que encerra o kernel"),
        ("getattr(__import__('os'), '_ex' + 'it')(0)", "parou sozinho"),
        ("import os; os.killpg(0, 9)", "parou sozinho"),
        ("import ctypes; ctypes.string_at(0)", "parou sozinho"),
        ("import os\nwhile True: os.fork()", "mais de 32 processos"),
        (
            "import os, time\nfor _ in range(4):\n"
            f"    if not os.fork(): block = bytearray({300 * MEBIBYTE}); time.sleep(60)\n"
            "time.sleep(60)",
            "mais de 700 MiB de memória",
        ),
    ],
)
def test_kernel_perdido_diz_por_que_e_o_que_estava_respondido_vale(code, message, nested):
    execution = run(nested, ANSWER, code, files=FILES, checks={0: "x.valor"})

    assert message in execution.incident
    assert message in text_of(execution, 1)
    assert answers_of(execution) == {"x.valor": {"data": 42}}


@pytest.mark.parametrize("call", ["exit()", "quit()", "exit", "import os; os._exit(0)"])
def test_o_que_vem_depois_de_encerrar_o_kernel_se_perde_sempre(call, nested):
    execution = run(nested, ANSWER, call, "print('depois')", files=FILES, checks={0: "x.valor"})

    assert answers_of(execution) == {"x.valor": {"data": 42}}
    assert "encerra o kernel" in execution.incident
    assert 2 not in execution.outputs


def test_sys_exit_e_um_erro_comum_da_celula(nested):
    execution = run(nested, "import sys; sys.exit()", "print('depois')")

    assert execution.incident == ""
    assert text_of(execution, 1).strip() == "depois"


def test_pedido_a_um_kernel_que_terminou_entre_duas_celulas_nao_espera(nested):
    with nested.kernel({}) as kernel:
        kernel.execute("import os; os._exit(0)")

        # Até que a queda seja percebida, os pedidos entram na fila de quem já não existe.
        requests = list(iter(lambda: kernel.execute("1"), None))

        assert len(set(requests)) == len(requests)
        assert not kernel.is_alive()


def test_matriz_grande_demais_e_um_erro_comum_da_celula(nested):
    execution = run(
        nested, "block = bytearray(2 << 30)", ANSWER, files=FILES, checks={1: "x.valor"}
    )

    assert execution.outputs[0][0]["ename"] == "MemoryError"
    assert answers_of(execution) == {"x.valor": {"data": 42}}


def test_tempo_do_notebook_e_do_processador_sao_limitados(bubblewrap):
    busy = (
        "import threading\nfor _ in range(2):\n"
        "    threading.Thread(target=lambda: sum(range(10**12)), daemon=True).start()"
    )
    wait = "import time; time.sleep(60)"
    for limits, message in (
        (replace(LIMITS, wall_seconds=2), "passou de 2 segundos"),
        (replace(LIMITS, cpu_seconds=1), "1 segundos de processador"),
    ):
        with Sandbox(KERNEL_MODULES, limits) as sandbox:
            execution = run(sandbox, busy, wait)

        assert message in execution.incident


def test_mensagens_forjadas_pelo_kernel_nao_quebram_quem_ouve(nested):
    execution = run(
        nested,
        "kernel = get_ipython().kernel\n"
        "send = lambda kind, content: kernel.session.send("
        "kernel.iopub_socket, kind, content, parent=kernel.get_parent())\n"
        "send('display_data', {'data': {'text/html': 5, 'image/png': '\"><script>'}})\n"
        "send('display_data', 'texto'); send('stream', {'name': 'stderr', 'text': ['x']})\n"
        "send('error', {'traceback': 'x', 'ename': None, 'evalue': 5})\n"
        "send('status', {'execution_state': 'idle'})",
        "print('depois')",
    )

    for output in execution.outputs[0]:
        assert output["output_type"] in ("stream", "error", "display_data")
        assert "image/png" not in output.get("data", {})
        str(output).encode("utf-8")
    assert text_of(execution, 1).strip() == "depois"


def test_kernel_que_troca_a_chave_das_mensagens_so_prejudica_a_si_mesmo(impatient):
    execution = run(impatient, "get_ipython().kernel.session.key = b'outra'", ANSWER)

    assert execution.incident
    assert text_of(run(impatient, "1 + 1")) == "2"


def test_bibliotecas_ja_carregadas_funcionam_depois_da_bifurcacao(bubblewrap):
    code = (
        "import keras, numpy as np, matplotlib.pyplot as plt\n"
        "model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])\n"
        "model.compile('adam', 'mse')\n"
        "model.fit(np.ones((8, 3)), np.ones(8), epochs=2, verbose=0)\n"
        "plt.plot([1, 2]); plt.show()\n"
        "print(len(model.get_weights()))"
    )
    with Sandbox(KERAS_MODULES, replace(LIMITS, memory_bytes=2048 * MEBIBYTE)) as sandbox:
        for _ in range(2):
            execution = run(sandbox, code)

            assert "2" in text_of(execution)
            assert any("image/png" in o.get("data", {}) for o in execution.outputs[0])


def test_maquina_parada_nao_gasta_o_prazo_da_celula(monkeypatch):
    moments = iter([0.0, 0.2, 60.0, 60.3])
    monkeypatch.setattr("mlp_course.grading.sandbox.execute.time.monotonic", lambda: next(moments))
    clock = _Stopwatch()

    assert [round(clock.tick(), 1) for _ in range(3)] == [0.2, 1.2, 1.5]
