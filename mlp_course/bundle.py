"""O pacote do aluno em um zip: os notebooks, o pacote do curso e um LEIA-ME.

Quem o recebe não precisa de git nem deste repositório: o wheel traz `check`, as
pistas e os dados; as soluções e o que só a correção verifica ficam de fora.
"""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from mlp_course.release import RELEASE, list_assignments

TARGET = Path("_build", "aluno.zip")
FOLDER = "redes-neurais"
# Datas fixas: o mesmo conteúdo dá o mesmo zip, byte a byte.
DATE = (2026, 1, 1, 0, 0, 0)
README = """\
# Redes Neurais com TensorFlow 2 e Keras — pacote do aluno

Você precisa do Python 3.11, 3.12 ou 3.13 e de internet só para a instalação.

1. Abra um terminal nesta pasta e prepare o ambiente, uma vez:

       python3 -m venv .venv
       .venv/bin/python -m pip install "{wheel}[student]"

   No Windows, use `py -m venv .venv` e `.venv\\Scripts\\python` no lugar de `.venv/bin/python`.

2. Abra um exercício, começando pelo primeiro:

       .venv/bin/jupyter lab {first}

3. Antes de entregar, confira tudo a partir de um kernel novo:

       .venv/bin/mlp-course check {first}

Entregue só o arquivo `.ipynb`, com o nome que ele já tem.

Os notebooks:

{notebooks}
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
    ValueError
        Se faltar o notebook de algum exercício ou o wheel não puder ser montado.
    """
    notebooks = {
        name: Path(root, RELEASE, name, f"{name}.ipynb") for name in list_assignments(root)
    }
    missing = [name for name, path in notebooks.items() if not path.is_file()]
    if missing or not notebooks:
        raise ValueError(
            f"Faltam em {RELEASE}/: {missing or 'todos'}. Execute mlp-course release primeiro."
        )
    target = Path(root, TARGET)
    target.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        wheel = _build_wheel(root, Path(folder))
        files = {f"{name}/{name}.ipynb": path.read_bytes() for name, path in notebooks.items()}
        files[wheel.name] = wheel.read_bytes()
    files["LEIA-ME.md"] = _write_readme(wheel.name, sorted(notebooks)).encode("utf-8")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)
    return target


def _build_wheel(root: Path, folder: Path) -> Path:
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", str(folder), "."]
    result = subprocess.run(command, cwd=root, check=False, capture_output=True, text=True)  # noqa: S603
    if result.returncode:
        raise ValueError(f"O wheel do curso não pôde ser montado:\n{result.stderr.strip()}")
    return next(folder.glob("*.whl"))


def _write_readme(wheel: str, names: list[str]) -> str:
    first = f"{names[0]}/{names[0]}.ipynb"
    listed = "\n".join(f"- `{name}/{name}.ipynb`" for name in names)
    return README.format(wheel=wheel, first=first, notebooks=listed)
