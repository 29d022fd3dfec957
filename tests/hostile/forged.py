"""Quem escreve a resposta à mão: arquivos forjados, objetos mentirosos, mensagens falsas."""

from tests.hostile.entry import CANARY, GUARD, Hostile, raising

_EACH = """
import os, pathlib, threading, time
NAMES = ["carregar", "contar", "dividir", "padronizar", "aplicar"]
def target(name):
    return pathlib.Path(os.environ["HOME"], f".resposta.01-dados.{name}.npz")
"""
# Escreve sem parar, para ganhar a corrida entre o check verdadeiro e a leitura de fora.
_RACE = (
    _EACH
    + """
def forge(content):
    def loop():
        while True:
            for name in NAMES:
                try:
                    target(name).write_bytes(content)
                except OSError:
                    pass
            time.sleep(0.001)
    threading.Thread(target=loop, daemon=True).start()
"""
)

ENTRIES = (
    raising(
        "artefato-com-veredito",
        "deixa no lugar das respostas um arquivo que diz a nota",
        _RACE
        + """
from mlp_course.checks import artifacts
forge(artifacts.dump({"verdict": {"score": 14, "max_score": 14, "status": "right"}}))
""",
    ),
    raising(
        "artefato-com-nan",
        "uma resposta cheia de NaN e infinitos, que compara como nada",
        _RACE
        + """
from mlp_course.checks import artifacts
import numpy as np
forge(artifacts.dump({"data": [np.full((569, 30), np.nan), np.full(569, np.inf)]}))
""",
    ),
    raising(
        "artefato-com-pickle",
        "um NPZ com um objeto que executa código em quem o abrir",
        _RACE
        + f"""
import io, numpy as np
class Bomb:
    def __reduce__(self):
        return (os.system, ("touch /tmp/{CANARY}-pickle",))
buffer = io.BytesIO()
np.savez(buffer, data=np.array([Bomb()], dtype=object))
forge(buffer.getvalue())
""",
    ),
    raising(
        "artefato-bomba",
        "um NPZ comprimido de poucos KiB que se abre em vários GiB",
        _RACE
        + """
import io, zipfile
buffer = io.BytesIO()
with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
    with archive.open("data.json", "w", force_zip64=True) as member:
        for _ in range(64):
            member.write(b"0" * (1 << 20))
forge(buffer.getvalue())
""",
    ),
    raising(
        "artefato-fundo",
        "JSON com listas dentro de listas até derrubar quem o lê",
        _RACE
        + """
import io, zipfile
buffer = io.BytesIO()
with zipfile.ZipFile(buffer, "w") as archive:
    archive.writestr("data.json", '{"d": [["data", ' + "[" * 100000 + "]" * 100000 + "]]}")
forge(buffer.getvalue())
""",
    ),
    raising(
        "artefato-com-cabecalho-falso",
        "uma matriz que se diz de um bilhão de linhas",
        _RACE
        + """
import io, zipfile
header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000, 1000), }"
header += b" " * (118 - len(header) - 1) + b"\\n"
buffer = io.BytesIO()
with zipfile.ZipFile(buffer, "w") as archive:
    archive.writestr("data.json", '{"d": [["data", {"a": 0}]]}')
    archive.writestr("0.npy", b"\\x93NUMPY\\x01\\x00" + len(header).to_bytes(2, "little") + header)
forge(buffer.getvalue())
""",
    ),
    raising(
        "artefato-enorme",
        "um arquivo esparso de 200 MiB no lugar de cada resposta",
        _EACH
        + """
def loop():
    while True:
        for name in NAMES:
            try:
                with open(target(name), "wb") as file:
                    file.truncate(200 << 20)
            except OSError:
                pass
        time.sleep(0.001)
threading.Thread(target=loop, daemon=True).start()
""",
    ),
    raising(
        "artefato-atalho",
        "no lugar das respostas, atalhos para arquivos de quem corrige",
        _EACH
        + """
def loop():
    while True:
        for name in NAMES:
            for source in ("/etc/passwd", "/dev/zero"):
                try:
                    target(name).unlink(missing_ok=True)
                    target(name).symlink_to(source)
                except OSError:
                    pass
        time.sleep(0.001)
threading.Thread(target=loop, daemon=True).start()
""",
    ),
    raising(
        "artefato-fila",
        "no lugar das respostas, filas que prendem quem as abrir",
        _EACH
        + """
def loop():
    while True:
        for name in NAMES:
            try:
                target(name).unlink(missing_ok=True)
                os.mkfifo(target(name))
            except OSError:
                pass
        time.sleep(0.001)
threading.Thread(target=loop, daemon=True).start()
""",
    ),
    raising(
        "artefato-pasta",
        "no lugar das respostas, pastas que não se apagam",
        _EACH
        + """
for name in NAMES:
    (target(name) / "cheia").mkdir(parents=True)
""",
    ),
    Hostile(
        "igual-a-tudo",
        "objetos que se dizem iguais a qualquer coisa e do tipo que se quiser",
        0,
        first="""
class Yes:
    __class__ = dict
    shape, dtype, columns, layers = (569, 30), float, [], []
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __bool__(self): return True
    def __float__(self): return 1.0
    def __len__(self): return 569
    def __iter__(self): return iter([Yes()] * 3)
    def __getitem__(self, key): return Yes()
    def __getattr__(self, name): return Yes()
    def __call__(self, *a, **o): return Yes()
    def __hash__(self): return 1
    __lt__ = __gt__ = __le__ = __ge__ = __eq__
""",
        cells={
            "carregar": "X, y = Yes(), Yes()",
            "contar": "counts = Yes()",
            "dividir": "split_data = Yes()",
            "padronizar": "standardize = Yes()",
            "aplicar": "prepared = Yes()",
        },
    ),
    Hostile(
        "matriz-mentirosa",
        "uma subclasse de ndarray cujas comparações são sempre verdadeiras",
        0,
        first="""
import numpy as np
class Liar(np.ndarray):
    def __eq__(self, other): return True
    def __array_function__(self, *a, **o): return True
    def __array_ufunc__(self, *a, **o): return np.True_
liar = np.zeros((569, 30)).view(Liar)
""",
        cells={
            "carregar": "X, y = liar, liar",
            "contar": "counts = liar",
            "aplicar": "prepared = liar",
        },
    ),
    raising(
        "mensagens-falsas",
        "assina mensagens com a chave do kernel, em nome das células de verificação",
        """
import json, os, pathlib, threading, time
shell = get_ipython()
def loop():
    session, socket = shell.kernel.session, shell.kernel.iopub_socket
    while True:
        for kind, content in (
            ("execute_result", {"execution_count": 1, "data": {"text/plain": "4"}, "metadata": {}}),
            ("stream", {"name": "stdout", "text": "4"}),
            ("clear_output", {"wait": False}),
        ):
            try:
                session.send(socket, kind, content, parent=shell.parent_header)
            except Exception:
                pass
        time.sleep(0.05)
threading.Thread(target=loop, daemon=True).start()
""",
    ),
    raising(
        "descanso-falso",
        "avisa que cada célula terminou antes de ela começar",
        """
shell = get_ipython()
def hurry(*arguments):
    for _ in range(5):
        idle = {"execution_state": "idle"}
        socket = shell.kernel.iopub_socket
        shell.kernel.session.send(socket, "status", idle, parent=shell.parent_header)
shell.events.register("pre_run_cell", hurry)
""",
    ),
    Hostile(
        "lambda-do-keras",
        "uma rede com uma camada Lambda, que guarda código para quem a reconstruir",
        0,
        first=GUARD
        + f"""
import keras
bomb = keras.layers.Lambda(lambda x: __import__("os").system("touch /tmp/{CANARY}-lambda") or x)
model = model_naive = keras.Sequential([keras.Input((30,)), bomb, keras.layers.Dense(1)])
def create_naive_model(*a, **o): return model
""",
        assignment="02-mlp-keras",
    ),
)
