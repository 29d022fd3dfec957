"""O caminho do aluno é o mesmo no Windows, no macOS e no Linux.

Nenhum destes testes roda nos outros sistemas: tiram deste o que só ele tem, no processo e nos
kernels que ele abre, e escrevem em um console que não conhece os sinais de certo e errado.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import jupytext
import nbformat
import pytest

from mlp_course.authoring.bundle import README
from mlp_course.authoring.release import list_assignments
from tests.exercises.submissions import ROOT

# Falta no Windows, no macOS ou nos dois, e as bibliotecas de fora passam sem isto também aqui.
# O Python carrega este arquivo ao começar.
BARE_SYSTEM = """\
import os, sys
for name in ("sched_getaffinity", "fork", "forkpty"):
    delattr(os, name)
for name in ("resource", "fcntl", "pwd", "grp"):
    sys.modules[name] = None
"""
UNIX_ONLY = """\
import fcntl, grp, os, pwd, resource, signal, termios
from os import fork
os.sched_getaffinity(0)
os.fork()
os.getuid()
os.killpg(1, signal.SIGTERM)
signal.SIGKILL
fcntl.flock(0, 0)
resource.getrlimit(0)
pwd.getpwuid(0)
grp.getgrgid(0)
termios.tcgetattr(0)
"""
SMALL_SEARCH = """
from mlp_course import load_split, random_search, sample_hyperparameters

table = random_search(sample_hyperparameters(3), load_split(), progress=False)
print(table.auc.notna().sum())
"""
RIGHT_COUNTS = """
from mlp_course.checks import check

check("01-dados.contar", {"maligno": 212, "benigno": 357})
"""


@pytest.fixture
def bare_system(tmp_path, monkeypatch) -> None:
    """Processos novos, com todos os seus filhos, em um sistema sem o que é só do Unix."""
    folder = tmp_path / "sistema"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(BARE_SYSTEM, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(folder))


@pytest.fixture
def right_answers(tmp_path) -> Path:
    """O exercício 01 com o gabarito, como um aluno o salvaria."""
    notebook = jupytext.read(ROOT / "solutions" / "01-dados" / "01-dados.py")
    path = tmp_path / "01-dados.ipynb"
    nbformat.write(notebook, path)
    return path


def run_python(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, check=False)


def check(notebook: Path) -> subprocess.CompletedProcess[bytes]:
    code = "import sys; from mlp_course.cli import main; sys.exit(main())"
    return run_python("-c", code, "check", notebook)


def test_um_console_sem_os_sinais_mostra_a_tabela_assim_mesmo(right_answers, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")

    result = check(right_answers)

    assert result.returncode == 0, result.stderr
    text = result.stdout.decode("cp1252")
    assert "Dividir em treino e teste        4 de 4  ? Certo" in text
    assert "Total: 14 de 14 pontos verificados" in text


def test_um_console_que_so_tem_ascii_mostra_o_erro_assim_mesmo(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")

    result = check(tmp_path / "não existe.ipynb")

    assert result.returncode == 2
    assert result.stderr.startswith(b"mlp-course: N?o achei o arquivo")


def test_em_um_programa_o_veredito_sai_mesmo_sem_os_sinais(monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")

    result = run_python("-c", RIGHT_COUNTS)

    assert result.returncode == 0, result.stderr
    assert result.stdout.decode("cp1252").startswith("? Contar as classes — Certo")


@pytest.mark.usefixtures("bare_system")
def test_o_exercicio_e_conferido_sem_nada_que_seja_so_do_unix(right_answers):
    notebook = nbformat.read(right_answers, as_version=4)
    # Um kernel que ainda tivesse o que é do Unix pararia aqui, sem nenhum item verificado.
    stop = "import os\nif hasattr(os, 'fork'):\n    os._exit(1)"
    notebook.cells.insert(0, nbformat.v4.new_code_cell(stop))
    nbformat.write(notebook, right_answers)

    result = check(right_answers)

    assert result.returncode == 0, result.stderr
    assert "Total: 14 de 14 pontos verificados" in result.stdout.decode("utf-8")


@pytest.mark.usefixtures("bare_system")
def test_a_busca_vetorizada_treina_sem_nada_que_seja_so_do_unix():
    result = run_python("-c", SMALL_SEARCH)

    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == [b"3"]


def test_so_a_correcao_chama_o_que_nao_existe_no_windows():
    missing = missing_on_windows("--package", "mlp_course")

    assert {path for path, _ in missing if not path.startswith("mlp_course/grading/")} == set()
    assert missing


def test_a_busca_pelo_que_nao_existe_no_windows_acha_cada_chamada(tmp_path):
    path = tmp_path / "aluno.py"
    path.write_text(UNIX_ONLY, encoding="utf-8")

    found = {line for _, line in missing_on_windows(str(path))}

    assert found == set(range(2, len(UNIX_ONLY.splitlines()) + 1))


def test_todo_texto_e_lido_e_escrito_em_utf8():
    assert [call for path in package_files() for call in calls_without_encoding(path)] == []


EXERCISES = [f"solutions/{name}/{name}.py" for name in list_assignments(ROOT)]


@pytest.mark.parametrize(
    "page", ["LEIA-ME", "README.md", "book/guias/aluno.md", "book/intro.md", *EXERCISES]
)
def test_o_que_o_aluno_le_traz_a_forma_do_windows_ao_lado(page):
    lines = student_text(page).splitlines()
    commands = [i for i, line in enumerate(lines) if re.search(r"\.venv/bin/|^ *make\b", line)]

    alone = [lines[i] for i in commands if ".venv\\Scripts" not in "\n".join(around(lines, i))]

    assert commands
    assert alone == []


def student_text(page: str) -> str:
    if page == "LEIA-ME":
        return README
    text = (ROOT / page).read_text(encoding="utf-8")
    return text.split("## Para o aluno")[1].split("\n## ")[0] if page == "README.md" else text


def around(lines: list[str], i: int) -> list[str]:
    """O trecho que se vê junto: do bloco de comandos anterior ao seguinte."""
    return lines[max(i - 8, 0) : i + 9]


def missing_on_windows(*targets: str) -> set[tuple[str, int]]:
    """Arquivo e linha de cada nome que o mypy não acha nos módulos do Windows."""
    # Sem as bibliotecas de fora, que não mudam a resposta, são segundos em vez de meio minuto.
    options = ["--platform", "win32", "--follow-imports", "skip", "--no-error-summary"]
    cache = ["--cache-dir", str(ROOT / "_build" / "mypy-windows")]
    command = [sys.executable, "-m", "mypy", *options, *cache, *targets]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 1, result.stdout + result.stderr
    found = re.findall(r"^(.+?):(\d+): error: Module .*has no attribute", result.stdout, re.M)
    return {(Path(path).as_posix(), int(line)) for path, line in found}


def package_files() -> Iterator[Path]:
    return (ROOT / "mlp_course").rglob("*.py")


def calls_without_encoding(path: Path) -> list[str]:
    """As chamadas que o ruff não vê, porque só acompanha o que sabe ser um `Path`."""
    position: dict[str, Callable[[ast.Call], bool]] = {
        "read_text": lambda call: len(call.args) > 0,
        "write_text": lambda call: len(call.args) > 1,
    }
    return [
        f"{path}:{node.lineno}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in position and not position[node.func.attr](node)
        if not any(keyword.arg == "encoding" for keyword in node.keywords)
    ]
