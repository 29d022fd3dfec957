"""Quem quer atrapalhar: tempo, processos, memória, disco, saída, sinais, rede.

Cada ataque tem um fim próprio (tantas bifurcações, tantos GiB), maior que qualquer
limite da correção e menor que a máquina.
"""

from tests.hostile.entry import ALL, CANARY, PENDING, PORT, harming

_STOPPED = {"score": ALL, "status": PENDING}

ENTRIES = (
    harming(
        "laco",
        "um laço sem fim: a célula é interrompida e as outras seguem",
        "while True:\n    pass",
        feedback="A célula passou de 8 segundos",
        **_STOPPED,
    ),
    harming(
        "dorme",
        "dorme para sempre",
        "import time\ntime.sleep(10**6)",
        feedback="A célula passou de 8 segundos",
        **_STOPPED,
    ),
    harming(
        "laco-surdo",
        "um laço que ignora a interrupção",
        """
import signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
""",
        message="não respondeu à interrupção",
    ),
    harming(
        "laco-em-c",
        "uma conta de anos dentro do C, que não ouve sinais",
        "10 ** 10 ** 9",
        message="não respondeu à interrupção",
    ),
    harming(
        "regex",
        "uma expressão regular que nunca termina",
        "import re\nre.match(r'(a+)+$', 'a' * 64 + 'b')",
        message="não respondeu à interrupção",
    ),
    harming(
        "bifurca",
        "bifurca até não poder mais",
        """
import os, time
for _ in range(3000):
    try:
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
    except OSError:
        time.sleep(0.01)
time.sleep(60)
""",
        message="processos",
    ),
    harming(
        "bifurca-em-arvore",
        "cada filho bifurca também",
        """
import os, time
for _ in range(12):
    try:
        os.fork()
    except OSError:
        pass
time.sleep(60)
os._exit(0)
""",
        message="",
    ),
    harming(
        "linhas-de-execucao",
        "abre linhas de execução até não poder mais",
        """
import threading, time
for _ in range(20000):
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
""",
        after="aplicar",
        **_STOPPED,
    ),
    harming(
        "memoria",
        "guarda memória até o limite: um MemoryError na célula, e as outras seguem",
        "hoard = []\nfor _ in range(64):\n    hoard.append(b'x' * (64 << 20))",
        feedback="MemoryError",
        **_STOPPED,
    ),
    harming(
        "memoria-em-filhos",
        "cada filho guarda um pouco, e juntos passam do limite",
        """
import os, time
for _ in range(12):
    if os.fork() == 0:
        hoard = b"x" * (200 << 20)
        time.sleep(60)
        os._exit(0)
time.sleep(60)
""",
        message="memória",
    ),
    harming(
        "memoria-partilhada",
        "enche /dev/shm, que também é memória",
        """
with open("/dev/shm/cheio", "wb") as file:
    for _ in range(4096):
        file.write(b"x" * (1 << 20))
""",
        **_STOPPED,
    ),
    harming(
        "disco",
        "enche o rascunho: as respostas seguintes não cabem mais",
        """
with open("cheio", "wb", buffering=0) as file:
    try:
        for _ in range(4096):
            file.write(b"x" * (1 << 20))
    except OSError as error:
        print(error)
    try:
        while file.write(b"x"):
            pass
    except OSError:
        pass
""",
        status=PENDING,
    ),
    harming(
        "arquivos",
        "cria arquivos até acabarem",
        """
import os
for i in range(200000):
    os.close(os.open(f"arquivo{i}", os.O_CREAT | os.O_WRONLY))
""",
        message="arquivos",
    ),
    harming(
        "saida-sem-fim",
        "imprime sem parar",
        "while True:\n    print('x' * 1000)",
        feedback="A célula mostrou mais de 1 MiB",
        **_STOPPED,
    ),
    harming(
        "saida-de-uma-vez",
        "imprime 256 MiB de uma vez",
        "print('x' * (256 << 20))",
        **_STOPPED,
    ),
    harming(
        "figuras-sem-fim",
        "mostra figuras e HTML sem parar",
        """
from IPython.display import HTML, display
while True:
    display(HTML("<script>while(1);</script>" * 1000))
""",
        feedback="A célula mostrou mais de 1 MiB",
        **_STOPPED,
    ),
    harming(
        "morre",
        "termina o próprio kernel",
        "import os\nos._exit(0)",
        message="A célula chamou os._exit(), que encerra o kernel",
    ),
    harming(
        "morre-depois",
        "responde, e só então termina o kernel",
        "import asyncio\nasyncio.get_event_loop().call_later(0, os._exit, 0)",
        message="O kernel parou sozinho",
    ),
    harming(
        "corta-a-conversa",
        "responde e fecha os canais por onde chegam os pedidos",
        """
import asyncio, gc, zmq
def cut():
    for thing in gc.get_objects():
        if isinstance(thing, zmq.Socket) and thing.type == zmq.ROUTER:
            thing.close(0)
asyncio.get_event_loop().call_later(0, cut)
""",
        message="O que já estava respondido vale",
    ),
    harming(
        "falha-de-segmentacao",
        "lê o endereço zero",
        "import ctypes\nctypes.string_at(0)",
        message="O kernel parou sozinho",
    ),
    harming(
        "mata-todos",
        "manda sinais ao pai e a todos os processos que alcança",
        """
import os, signal
for target in (os.getppid(), 1, -1, -os.getpgrp()):
    for number in (signal.SIGTERM, signal.SIGSTOP, signal.SIGKILL):
        try:
            os.kill(target, number)
        except OSError as error:
            print(target, error)
""",
        message="",
    ),
    harming(
        "para-a-si-mesmo",
        "congela o kernel em vez de o matar",
        "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
        message="não respondeu à interrupção",
    ),
    harming(
        "processo-de-fundo",
        "deixa um processo solto, que escreve respostas depois que o kernel acabar",
        f"""
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        import ctypes
        ctypes.CDLL(None).prctl(15, b"{CANARY}", 0, 0, 0)
        for i in range(600):
            try:
                open(f"/tmp/{CANARY}-{{i}}", "w").write("ainda vivo")
            except OSError:
                pass
            time.sleep(0.5)
    os._exit(0)
""",
        score=ALL,
        status=PENDING,
    ),
    harming(
        "rede",
        "abre sockets para a máquina que corrige e para fora",
        f"""
import socket
for family, address in (
    (socket.AF_INET, ("127.0.0.1", {PORT})),
    (socket.AF_INET, ("10.0.0.1", 80)),
    (socket.AF_INET, ("192.0.2.1", 443)),
    (socket.AF_UNIX, "/tmp/{CANARY}.sock"),
    (socket.AF_UNIX, "\\0{CANARY}"),
):
    try:
        with socket.socket(family, socket.SOCK_STREAM) as s:
            s.settimeout(1)
            s.connect(address)
            s.sendall(b"cheguei")
    except OSError as error:
        print(address, error)
import urllib.request
try:
    urllib.request.urlopen("http://example.com", timeout=1)
except OSError as error:
    print(error)
""",
        score=ALL,
        status=PENDING,
    ),
    harming(
        "apaga-o-que-alcanca",
        "apaga o próprio rascunho, as respostas e os soquetes do kernel",
        """
import os, shutil
for name in os.listdir(os.environ["HOME"]):
    path = os.path.join(os.environ["HOME"], name)
    try:
        shutil.rmtree(path) if os.path.isdir(path) else os.unlink(path)
    except OSError as error:
        print(error)
""",
        status=PENDING,
    ),
)
