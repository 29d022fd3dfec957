"""Quem troca as peças por baixo: árvore de sintaxe, entradas, `check`, bibliotecas."""

from tests.hostile.entry import Hostile, raising

ENTRIES = (
    raising(
        "asserts-fora-da-arvore",
        "um transformador tira da árvore de sintaxe todos os assert e as chamadas de check",
        """
import ast
class Remove(ast.NodeTransformer):
    def visit_Assert(self, node):
        return None
    def visit_Expr(self, node):
        called = isinstance(node.value, ast.Call) and getattr(node.value.func, "id", "") == "check"
        return None if called else node
get_ipython().ast_transformers.append(Remove())
""",
    ),
    raising(
        "check-vira-pontos",
        "um transformador troca check(...) por 100, para a saída da célula ser a nota",
        """
import ast
class Points(ast.NodeTransformer):
    def visit_Call(self, node):
        return ast.Constant(100) if getattr(node.func, "id", "") == "check" else node
get_ipython().ast_transformers.append(Points())
""",
    ),
    raising(
        "entrada-trocada",
        "um transformador de entrada troca o texto das células de verificação",
        """
def swap(lines):
    return ["4\\n"] if any("check(" in line for line in lines) else lines
get_ipython().input_transformers_cleanup.append(swap)
""",
    ),
    raising(
        "run-cell-trocado",
        "troca o método que executa as células por um que publica notas",
        """
shell = get_ipython()
def run_cell(raw, *arguments, **options):
    shell.kernel.session.send(
        shell.kernel.iopub_socket, "execute_result",
        {"execution_count": 1, "data": {"text/plain": "4"}, "metadata": {}},
        parent=shell.parent_header,
    )
    class Result:
        error_before_exec = error_in_exec = None
        success, result, execution_count = True, 4, 1
    return Result()
shell.run_cell = run_cell
type(shell).run_cell = lambda self, *a, **o: run_cell(*a, **o)
""",
    ),
    raising(
        "eventos-do-kernel",
        "a cada célula executada, um evento responde por ela",
        """
shell = get_ipython()
def answer(*arguments):
    shell.user_ns.update(check=lambda *a, **o: 4, counts={"maligno": 1, "benigno": 2})
shell.events.register("pre_run_cell", answer)
shell.events.register("post_run_cell", lambda result: print("4 de 4 pontos"))
""",
    ),
    raising(
        "displayhook",
        "toda célula mostra 14, como se fosse a nota que o nbgrader lê",
        """
import sys
shell = get_ipython()
sys.displayhook = lambda value: print(14)
shell.display_formatter.format = lambda *a, **o: ({"text/plain": "14"}, {})
shell.ast_node_interactivity = "all"
14
""",
    ),
    raising(
        "veredito-imitado",
        "imprime um veredito igual ao verdadeiro, em texto e em HTML",
        """
from IPython.display import HTML, display
print("✔ Dividir em treino e teste — Certo (4 de 4 pontos)")
display(HTML("<section class='veredito right'>✔ Certo (14 de 14 pontos)</section>"))
14.0
""",
    ),
    Hostile(
        "check-meu",
        "define outro check na própria resposta, que não faz nada",
        0,
        cells={
            "carregar": "X = y = 1\ndef check(*arguments, **options):\n    return 2.0",
            "contar": "counts = 1",
        },
    ),
    raising(
        "modulo-falso",
        "põe um mlp_course falso em sys.modules antes de o notebook o importar",
        """
import sys, types
fake = types.ModuleType("mlp_course")
fake.checks = types.ModuleType("mlp_course.checks")
fake.checks.check = lambda *arguments, **options: 100
sys.modules.update({"mlp_course": fake, "mlp_course.checks": fake.checks})
""",
    ),
    raising(
        "importador-falso",
        "um importador serve um mlp_course.checks próprio a quem pedir",
        """
import importlib.abc, importlib.machinery, sys
class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        if "mlp_course" in name:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
    def exec_module(self, module):
        module.check = lambda *arguments, **options: 100
for name in [n for n in sys.modules if n.startswith("mlp_course")]:
    del sys.modules[name]
sys.meta_path.insert(0, Finder())
""",
    ),
    raising(
        "pacote-sobrescrito",
        "reescreve no disco os arquivos do mlp_course que a sandbox mostra",
        """
import pathlib, sys
for folder in map(pathlib.Path, sys.path):
    for path in folder.glob("mlp_course/**/*.py"):
        try:
            path.write_text("check = lambda *a, **o: 100\\n__path__ = []\\n")
        except OSError:
            pass
""",
    ),
    raising(
        "builtins-remendados",
        "open, isinstance, len e __import__ mentem para o código do curso",
        """
import builtins, sys
def lie(name, value):
    real = getattr(builtins, name)
    def patched(*arguments, **options):
        caller = sys._getframe(1).f_globals.get("__name__", "")
        return value if caller.startswith("mlp_course") else real(*arguments, **options)
    setattr(builtins, name, patched)
for name, value in {"isinstance": True, "len": 569, "hasattr": True, "open": None}.items():
    lie(name, value)
real = builtins.__import__
class Anything:
    def __getattr__(self, name): return self
    def __call__(self, *a, **o): return 100
def patched(name, *arguments, **options):
    return Anything() if name.startswith("mlp_course") else real(name, *arguments, **options)
builtins.__import__ = patched
""",
    ),
    raising(
        "numpy-remendado",
        "asarray, allclose, array_equal e write_array dizem que está tudo certo",
        """
import numpy as np
np.allclose = np.array_equal = np.isclose = lambda *a, **o: True
np.asarray = lambda *a, **o: np.zeros((569, 30))
np.lib.format.write_array = lambda file, array, **o: file.write(b"\\x93NUMPY")
X = y = counts = prepared = 1
def split_data(*a): return ()
def standardize(*a): return ()
""",
    ),
    raising(
        "json-remendado",
        "json.dumps põe uma nota no que o código do curso escreve",
        """
import json, sys
real = json.dumps
def dumps(*arguments, **options):
    if sys._getframe(1).f_globals.get("__name__", "").startswith("mlp_course"):
        return '{"d": [["score", 14], ["max_score", 14], ["status", "right"]]}'
    return real(*arguments, **options)
json.dumps = dumps
""",
    ),
    raising(
        "zipfile-remendado",
        "as respostas são escritas com um veredito dentro do zip",
        """
import zipfile
real = zipfile.ZipFile.writestr
def writestr(self, info, data, *arguments, **options):
    real(self, "verdict.json", '{"score": 14, "status": "right"}')
    return real(self, info, data, *arguments, **options)
zipfile.ZipFile.writestr = writestr
""",
    ),
    raising(
        "coletores-remendados",
        "o coletor devolve um veredito em vez da resposta",
        """
from mlp_course.checks import artifacts, collectors
import mlp_course.checks as checks
verdict = {"score": 100, "max_score": 1, "status": "right", "message": "", "title": "x"}
collectors.collect = checks.collect = lambda *a, **o: verdict
checks.is_blank = lambda answer: False
""",
    ),
    raising(
        "sklearn-remendado",
        "troca no sklearn os dados que a verificação recarregaria para comparar",
        """
import numpy as np, sklearn.datasets
sklearn.datasets.load_breast_cancer = lambda **o: (np.zeros((2, 2)), np.zeros(2))
X, y = np.zeros((2, 2)), np.zeros(2)
""",
        cells={"carregar": "X, y = np.zeros((2, 2)), np.zeros(2)"},
    ),
    Hostile(
        "keras-remendado",
        "as camadas do Keras dizem ter os números de parâmetros e as notas certas",
        0,
        first="""
import keras
keras.Model.count_params = lambda self: 13301
keras.Model.evaluate = lambda self, *a, **o: [0.0, 1.0]
keras.Model.predict = lambda self, x, **o: x[:, :1] * 0 + 1
keras.Model.get_weights = lambda self: []
keras.layers.Dense.get_config = lambda self: {"units": 100, "activation": "relu"}
""",
        assignment="02-mlp-keras",
    ),
)
