"""Os carimbos: com que arquivos cada exercício passou, inteiro, pelo teste de mutação.

O carimbo é o sha256 dos arquivos que são só daquele exercício; os módulos comuns a
todos não contam, ou qualquer mudança neles pediria horas de mutação.
"""

import hashlib
import tomllib
from pathlib import Path

STAMPS = Path(__file__).with_name("conferidos.toml")
_HEADER = """\
# Exercícios em que o corpus percebe todos os mutantes, e com que arquivos: o sha256 das suas
# verificações, solução, corpus e equivalentes. Quem o escreve é o próprio teste de mutação.
"""
_PATTERNS = (
    "mlp_course/checks/{module}/*.py",
    "solutions/{assignment}/{assignment}.py",
    "solutions/{assignment}/hidden_checks.py",
    "tests/exercises/corpus/{module}/*.py",
    "tests/exercises/mutation/equivalentes/{assignment}.toml",
    "tests/exercises/broken/equivalentes/{assignment}.toml",
)


def exercise_files(root: Path, assignment: str) -> list[Path]:
    """Devolve os arquivos de que a mutação de um exercício depende, e de nenhum outro."""
    names = {"assignment": assignment, "module": "a" + assignment.replace("-", "_")}
    return sorted(path for p in _PATTERNS for path in root.glob(p.format(**names)))


def digest_exercise(root: Path, assignment: str) -> str:
    """Resume os arquivos de um exercício: nomes e conteúdo."""
    state = hashlib.sha256()
    for path in exercise_files(root, assignment):
        content = path.read_bytes()
        state.update(f"{path.relative_to(root).as_posix()}\n{len(content)}\n".encode())
        state.update(content)
    return state.hexdigest()


def read_stamps(path: Path = STAMPS) -> dict[str, str]:
    """Lê os carimbos; sem o arquivo, nenhum exercício foi conferido."""
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}


def write_stamp(assignment: str, digest: str, path: Path = STAMPS) -> None:
    """Carimba um exercício; os carimbos dos outros ficam."""
    stamps = read_stamps(path) | {assignment: digest}
    lines = [f'"{name}" = "{stamps[name]}"\n' for name in sorted(stamps)]
    path.write_text(_HEADER + "".join(lines), encoding="utf-8")
