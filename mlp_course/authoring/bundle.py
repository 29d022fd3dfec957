"""O pacote do aluno em um zip: os notebooks, o pacote do curso, as versões e um LEIA-ME.

Quem o recebe não precisa de git nem deste repositório: o wheel traz `check`, as
pistas e os dados; as soluções e o que só a correção verifica ficam de fora.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

from mlp_course.authoring.release import RELEASE, list_assignments
from mlp_course.errors import AuthoringError

TARGET = Path("_build", "aluno.zip")
FOLDER = "redes-neurais"
CONSTRAINTS = "restricoes.txt"
# Datas fixas: o mesmo conteúdo dá o mesmo zip, byte a byte.
DATE = (2026, 1, 1, 0, 0, 0)
README = """\
# Redes Neurais com TensorFlow 2 e Keras — pacote do aluno

Você precisa do Python 3.11, 3.12 ou 3.13, e de internet só para a instalação. Em um Mac com
processador Intel ou em um Windows com processador ARM, o TensorFlow não se instala: vá direto a
*Sem instalar nada*, no fim.

No Windows, deixe esta pasta em um caminho curto, como `C:\\redes-neurais`: o TensorFlow traz
arquivos de nome comprido, e o sistema recusa um caminho longo demais.

1. Abra um terminal nesta pasta e prepare o ambiente, uma vez. No Windows:

       py -m venv .venv
       .venv\\Scripts\\python -m pip install -c {constraints} "{wheel}[student]"

   No macOS e no Linux:

       python3 -m venv .venv
       .venv/bin/python -m pip install -c {constraints} "{wheel}[student]"

   Se houver mais de um Python na máquina, diga qual: `py -3.13` ou `python3.13`.

2. Abra o JupyterLab, e nele um exercício, na lista à esquerda. No Windows, e depois no macOS e no
   Linux:

       .venv\\Scripts\\jupyter lab
       .venv/bin/jupyter lab

3. Antes de entregar, confira tudo a partir de um kernel novo:

       .venv\\Scripts\\mlp-course check {first}
       .venv/bin/mlp-course check {first}

Entregue só o arquivo `.ipynb`, com o nome que ele já tem.

## Sem instalar nada

No Colab, envie o notebook do exercício (*Arquivo → Fazer upload de notebook*). No painel de
arquivos, à esquerda, envie também `{wheel}`. Em uma célula nova, no alto, execute:

    %pip install {wheel}

As verificações funcionam como no seu computador. No fim, baixe o `.ipynb` e entregue-o. Se o livro
do seu curso mostra o botão do Binder, ele também serve, e já vem com tudo instalado.

## Os notebooks

{notebooks}

`{constraints}` fixa as versões com que o curso foi testado.
"""


def make_bundle(root: Path) -> Path:
    """Escreve o zip do aluno em ``_build/aluno.zip``.

    Parameters
    ----------
    root : Path
        Pasta do curso, com ``exercises/`` já gerados.

    Returns
    -------
    Path

    Raises
    ------
    AuthoringError
        Se faltar o notebook de algum exercício ou o wheel não puder ser montado.
    """
    notebooks = {
        name: Path(root, RELEASE, name, f"{name}.ipynb") for name in list_assignments(root)
    }
    missing = [name for name, path in notebooks.items() if not path.is_file()]
    if missing or not notebooks:
        raise AuthoringError(
            f"Faltam em {RELEASE}/: {missing or 'todos'}. Execute mlp-course release primeiro."
        )
    target = Path(root, TARGET)
    target.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        wheel = _build_wheel(root, Path(folder))
        files = {f"{name}/{name}.ipynb": path.read_bytes() for name, path in notebooks.items()}
        files[wheel.name] = wheel.read_bytes()
    files[CONSTRAINTS] = write_constraints(root).encode("utf-8")
    files["LEIA-ME.md"] = _write_readme(wheel.name, sorted(notebooks)).encode("utf-8")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)
    return target


def write_constraints(root: Path) -> str:
    """Corta de ``requirements.lock`` só o que o aluno instala, sem os hashes.

    O wheel não tem hash na trava, e o pip não aceita uns com hash e outros sem.

    Parameters
    ----------
    root : Path
        Pasta do curso.

    Returns
    -------
    str
        Uma linha ``nome==versão`` por pacote, com o seu marcador, se houver.
    """
    project = tomllib.loads(Path(root, "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["student"]
    pinned, children = _read_lock(Path(root, "requirements.lock").read_text(encoding="utf-8"))
    reached: set[str] = set()
    waiting = {re.split(r"[^\w.-]", requirement, maxsplit=1)[0] for requirement in wanted}
    while waiting:
        name = waiting.pop()
        reached.add(name)
        waiting |= children.get(name, set()) - reached
    return "".join(f"{line}\n" for line in pinned if line.split("==")[0] in reached)


def _read_lock(lock: str) -> tuple[list[str], dict[str, set[str]]]:
    """As linhas fixadas e, pelos comentários ``via``, o que cada pacote pede."""
    pinned: list[str] = []
    children: dict[str, set[str]] = {}
    for line in lock.splitlines():
        if re.match(r"[a-z0-9]", line):
            pinned.append(line.rstrip(" \\"))
        elif parent := re.fullmatch(r" +#(?: +via)? +([a-z0-9][\w.-]*)(?:\[.*\])?", line):
            children.setdefault(parent[1], set()).add(pinned[-1].split("==")[0])
    return pinned, children


def _build_wheel(root: Path, folder: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    result = subprocess.run(  # noqa: S603
        [*command, "--directory", str(folder)],
        cwd=root,
        check=False,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    if result.returncode:
        raise AuthoringError(f"O wheel do curso não pôde ser montado:\n{result.stderr.strip()}")
    return next(folder.glob("*.whl"))


def _write_readme(wheel: str, names: list[str]) -> str:
    first = names[0]
    listed = "\n".join(f"- `{name}/{name}.ipynb`" for name in names)
    return README.format(wheel=wheel, first=first, notebooks=listed, constraints=CONSTRAINTS)
