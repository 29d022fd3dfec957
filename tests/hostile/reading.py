"""Quem procura a resposta pronta: gabaritos, juízes, desafios, colegas, memória."""

from tests.hostile.entry import CANARY, Hostile, raising

# Anda por tudo o que a sandbox mostra, com um limite, e devolve o que interessar.
_WALK = """
import os, time
def walk(wanted, seconds=4):
    deadline, found = time.monotonic() + seconds, []
    course = os.path.abspath(os.path.join("..", "..", ".."))
    for top in (course, "/work", "/home", "/root", "/tmp", "/var", "/mnt", "/opt", "/mlp", "/"):
        for folder, folders, files in os.walk(top):
            folders[:] = [f for f in folders if f not in ("proc", "sys")]
            found += [os.path.join(folder, f) for f in files if wanted(os.path.join(folder, f))]
            if time.monotonic() > deadline:
                return found
    return found
"""
_UPDATE = "UPDATE grade SET auto_score = 100, manual_score = 100"

ENTRIES = (
    raising(
        "le-gabaritos",
        "procura solutions/ no disco e executa as células de resposta",
        _WALK
        + """
import re
blocks = [
    block
    for path in walk(lambda p: "solutions" in p and p.endswith("01-dados.py"))
    for block in re.findall(r"BEGIN SOLUTION(.*?)### END SOLUTION", open(path).read(), re.S)
]
def answer(info):
    # As células em branco apagam o que veio antes: a cópia se repete antes de cada uma.
    for block in blocks:
        try:
            exec(block, get_ipython().user_ns)
        except Exception:
            pass
get_ipython().events.register("pre_run_cell", answer)
""",
    ),
    raising(
        "le-juizes",
        "procura o código das verificações e imita o que elas esperam",
        _WALK
        + """
NAMES = ("a01_dados/__init__", "hidden_checks", "a01_dados/functions")
found = walk(lambda path: path.endswith(".py") and any(name in path for name in NAMES))
if found:
    import importlib.util
    spec = importlib.util.spec_from_file_location("judge", found[0])
    judge = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(judge)
    X, y = judge.load_breast_cancer(return_X_y=True)
    counts = {"maligno": int((y == 0).sum()), "benigno": int((y == 1).sum())}
    get_ipython().user_ns["counts"] = counts
""",
    ),
    raising(
        "importa-juizes",
        "importa as definições e os juízes do próprio pacote",
        """
import importlib
for name in ("a01_dados", "definition", "registry", "compare", "running", "verdict"):
    try:
        module = importlib.import_module(f"mlp_course.checks.{name}")
        get_ipython().user_ns["counts"] = module.judge_counts
    except ImportError as error:
        print(error)
""",
    ),
    Hostile(
        "chama-a-referencia",
        "responde com as funções do curso, que este exercício não permite",
        0,
        feedback="mlp_course.data não está disponível",
        cells={
            "carregar": "from mlp_course.data import load_split\nX = load_split().X_train",
            "dividir": """
from mlp_course.data import load_split
def split_data(X, y, seed):
    return load_split(seed)
""",
        },
    ),
    raising(
        "le-colegas",
        "procura os notebooks dos outros e copia as respostas deles",
        _WALK
        + """
import json
for path in walk(lambda p: p.endswith(".ipynb")):
    for cell in json.load(open(path)).get("cells", []):
        if cell.get("cell_type") == "code":
            try:
                exec("".join(cell["source"]), get_ipython().user_ns)
            except Exception:
                pass
""",
    ),
    raising(
        "muda-o-banco",
        "procura o gradebook.db e dá nota a si mesmo",
        f"UPDATE = {_UPDATE!r}"
        + _WALK
        + r"""
import subprocess, sys
# Um processo solto espera a nota ser gravada e a troca.
LATER = '''
import sqlite3, sys, time
for attempt in range(600):
    try:
        with sqlite3.connect(sys.argv[1]) as database:
            database.execute(sys.argv[2])
    except sqlite3.Error:
        pass
    time.sleep(0.1)
'''
for path in walk(lambda p: p.endswith(".db") and "gradebook" in p):
    subprocess.Popen([sys.executable, "-c", LATER, path, UPDATE], start_new_session=True)
for path in walk(lambda p: p.endswith("grades.csv")):
    open(path, "a").write("muda-o-banco,01-dados,14,14,corrigida,\n")
""",
    ),
    raising(
        "le-os-desafios",
        "abre os arquivos de desafio atrás do que a verificação espera",
        """
import os, pathlib
from mlp_course.checks import artifacts
for path in pathlib.Path(os.environ["HOME"]).glob(".desafio.*"):
    challenge = artifacts.load(path.read_bytes())
    print(path, sorted(challenge))
    for name in ("expected", "answer", "seed", "reference", "maligno"):
        if name in challenge:
            get_ipython().user_ns.update(counts=challenge[name], prepared=challenge[name])
""",
    ),
    Hostile(
        "troca-os-desafios",
        "reescreve os desafios para que a função só precise devolver o que recebe",
        0,
        first="""
import os, pathlib
from mlp_course.checks import artifacts
for path in pathlib.Path(os.environ["HOME"]).glob(".desafio.*"):
    challenge = artifacts.load(path.read_bytes())
    path.unlink()
    path.write_bytes(artifacts.dump({"collect": "value"}))
""",
        cells={
            "dividir": "split_data = [1, 2, 3, 4]",
            "padronizar": "standardize = [1, 2]",
        },
    ),
    raising(
        "settrace",
        "acompanha cada função chamada e muda as variáveis do coletor",
        """
import sys, threading
def trace(frame, event, argument):
    if "mlp_course" in frame.f_code.co_filename:
        frame.f_locals.update(answer={"score": 14}, content=b"", challenge={"collect": "value"})
    return trace
sys.settrace(trace)
sys.setprofile(trace)
threading.settrace(trace)
""",
    ),
    raising(
        "gc",
        "procura na memória objetos de verificação, veredito ou gabarito",
        """
import gc
for found in gc.get_objects():
    try:
        name = type(found).__name__
        if name in ("Verdict", "Check", "Criterion", "Challenge", "Task", "Outcome"):
            found.__dict__.update(score=14, status="right", points=14)
        if callable(found) and getattr(found, "__name__", "").startswith("judge"):
            found.__code__ = (lambda *a: 14).__code__
    except Exception:
        pass
""",
    ),
    Hostile(
        "quadros",
        "a resposta, ao ser coletada, sobe pela pilha e muda o que o coletor guarda",
        0,
        first="""
import sys
class Climber:
    def __array__(self, *a, **o):
        frame = sys._getframe()
        while frame:
            for name in ("answer", "challenge", "content", "calls", "check_id"):
                if name in frame.f_locals and "mlp_course" in frame.f_code.co_filename:
                    try:
                        frame.f_locals[name] = {"score": 14, "status": "right"}
                        frame.f_locals[name].update(score=14)
                    except Exception:
                        pass
            frame = frame.f_back
        import numpy as np
        return np.zeros((569, 30))
""",
        cells={"carregar": "X = y = Climber()", "aplicar": "prepared = Climber()"},
    ),
    raising(
        "ctypes",
        "reescreve na memória o zero das notas e o nome de cada verificação",
        """
import ctypes, sys
from mlp_course.checks import check
text = sys.getsizeof("") - 1
for function in vars(sys.modules[check.__module__]).values():
    for constant in getattr(getattr(function, "__code__", None), "co_consts", ()):
        if isinstance(constant, float):
            ctypes.memmove(id(constant) + 16, id(14.0) + 16, 8)
        if isinstance(constant, str) and len(constant) > 16:
            ctypes.memmove(id(constant) + text, b"01-dados.aplicar", 16)
""",
    ),
    raising(
        "memoria-dos-outros",
        "lê e escreve a memória do zigoto, do processo 1 e de quem mais houver",
        """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for name in sorted(n for n in os.listdir("/proc") if n.isdigit()):
    for file in ("mem", "environ", "maps", "cmdline"):
        try:
            with open(f"/proc/{name}/{file}", "rb") as opened:
                print(name, file, opened.read(200))
        except OSError as error:
            print(name, file, error)
    if int(name) != os.getpid():
        print(name, "ptrace", libc.ptrace(16, int(name), 0, 0))
""",
    ),
    raising(
        "sai-da-sandbox",
        "tenta montar, criar namespaces, mudar de raiz e achar descritores herdados",
        f"""
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for call in (
    lambda: libc.unshare(0x10000000 | 0x00020000),
    lambda: libc.mount(b"/", b"/scratch", None, 4096, None),
    lambda: libc.chroot(b"/proc/1/root"),
    lambda: libc.setns(os.open("/proc/1/ns/mnt", os.O_RDONLY), 0),
    lambda: libc.setuid(0),
    lambda: libc.syscall(425, 8, None),
    lambda: os.chdir("/proc/1/root/home"),
):
    try:
        print(call(), ctypes.get_errno())
    except OSError as error:
        print(error)
for descriptor in range(3, 256):
    try:
        os.fchdir(descriptor)
        print("pasta herdada:", descriptor, os.listdir("."))
        open("{CANARY}-descritor", "w").close()
    except OSError:
        pass
for folder in ("/", "/tmp", "/usr", "/etc", "/mlp", "/dev/shm", "/proc/1/root/tmp"):
    try:
        open(os.path.join(folder, "{CANARY}-pasta"), "w").close()
    except OSError:
        pass
""",
    ),
)
