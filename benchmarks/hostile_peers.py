"""O que as entregas hostis conseguem no nbgrader sozinho, ao lado do que conseguem aqui.

Cada entrega de `tests/hostile` é corrigida por `nbgrader autograde` em uma cópia do
curso só dela, como a de um professor: fontes em ``solutions/``, banco de notas e
configuração do curso. Para que nada disto atinja a máquina, o nbgrader inteiro roda
dentro do bubblewrap, sem rede e com o resto do disco só para leitura; dentro da cópia
ele faz o que sempre faz. As do grupo “danos” não rodam: sem limites, derrubariam a
própria medida. A nota daqui é a que o corpus pede, e que os testes conferem.

    python benchmarks/hostile_peers.py [--output book/guias/ataques.csv]
"""

import argparse
import csv
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from _common import QUIET, decimal

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from nbgrader.api import Gradebook, MissingEntry  # noqa: E402

from mlp_course.authoring.release import build_source_notebook  # noqa: E402
from mlp_course.grading.sandbox.bwrap import find_bwrap, find_missing  # noqa: E402
from tests.hostile.corpus import FAMILIES, HONEST, fill_notebook, write_entry  # noqa: E402
from tests.hostile.entry import Hostile  # noqa: E402

NOT_RUN = ("danos",)
SECONDS = 120
# Só para que a medida não esgote a máquina; o nbgrader não limita nada.
MAX_MEMORY = 8 << 30
COURSE, HOME = "/tmp/curso", "/tmp/casa"  # noqa: S108 — dentro da bolha, onde /tmp é só dela
COLUMNS = ("grupo", "entrega", "tenta", "aqui", "nbgrader")


def main() -> None:
    """Corrige o corpus com o nbgrader e grava a tabela."""
    parser = argparse.ArgumentParser(description="Corrige as entregas hostis com o nbgrader.")
    parser.add_argument("--output", type=Path, default=ROOT / "book" / "guias" / "ataques.csv")
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    args = parser.parse_args()
    if missing := find_missing():
        raise SystemExit(f"{missing} Sem ele estas entregas não devem rodar aqui.")
    entries = [(family, entry) for family, group in FAMILIES.items() for entry in group]
    with tempfile.TemporaryDirectory() as folder:
        model = prepare_course(Path(folder, "modelo"))
        check_honest(model)
        with ThreadPoolExecutor(args.workers) as pool:
            theirs = list(pool.map(lambda pair: grade_entry(model, *pair), entries))
    rows = [
        (family, entry.name, entry.why, decimal(entry.score, 1), score)
        for (family, entry), score in zip(entries, theirs, strict=True)
    ]
    with args.output.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *rows])
    show(rows)


def prepare_course(folder: Path) -> Path:
    """Copia o curso e gera os exercícios, como o professor antes de a turma entregar."""
    for name in ("solutions", "exercises"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    for assignment in sorted(path.name for path in (folder / "exercises").iterdir()):
        if any(entry.assignment == assignment for group in FAMILIES.values() for entry in group):
            build_source_notebook(folder, assignment)
            run_nbgrader(folder, "generate_assignment", assignment, "--force")
    return folder


def check_honest(model: Path) -> None:
    """Confere que, na mesma bolha, o nbgrader dá a nota certa a uma entrega honesta."""
    answers, score, _ = HONEST["honesta"]
    with copy_course(model) as folder:
        path = folder / "submitted" / "honesta" / "01-dados" / "01-dados.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(fill_notebook("01-dados", answers), path)
        run_nbgrader(folder, "autograde", "01-dados")
        if (found := read_score(folder, "01-dados", "honesta")) != decimal(score, 1):
            raise SystemExit(f"A entrega honesta recebeu {found}: a medida não vale.")


def grade_entry(model: Path, family: str, entry: Hostile) -> str:
    """Devolve a nota que o nbgrader deu, ou por que não deu nenhuma."""
    if family in NOT_RUN:
        return "não executada"
    with copy_course(model) as folder:
        write_entry(folder / "submitted", entry)
        try:
            run_nbgrader(folder, "autograde", entry.assignment)
        except subprocess.TimeoutExpired:
            return "não terminou"
        except subprocess.CalledProcessError:
            # O lote parou; se a nota ficou gravada antes disso, é ela que vale.
            pass
        return read_score(folder, entry.assignment, entry.name)


class copy_course:  # noqa: N801 — usada como função, em um with
    """Uma cópia descartável do curso."""

    def __init__(self, model: Path) -> None:
        self._model, self._folder = model, tempfile.TemporaryDirectory()

    def __enter__(self) -> Path:
        return Path(shutil.copytree(self._model, Path(self._folder.name, "curso")))

    def __exit__(self, *error: object) -> None:
        self._folder.cleanup()


def run_nbgrader(course: Path, *arguments: str) -> None:
    """Executa o nbgrader dentro da bolha."""
    environment = Path(sys.executable).parents[1]
    bubble = [find_bwrap() or "bwrap", "--die-with-parent", "--new-session", "--ro-bind", "/", "/"]
    bubble += ["--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--dir", HOME]  # noqa: S108
    bubble += ["--ro-bind", str(ROOT), str(ROOT), "--ro-bind", str(environment), str(environment)]
    bubble += ["--bind", str(course), COURSE, "--chdir", COURSE, "--setenv", "HOME", HOME]
    bubble += ["--unshare-net", "--unshare-pid", "--unshare-ipc", "--unshare-uts"]
    # Com este nome, também os ataques que só rodam na sandbox fazem o que sabem.
    bubble += ["--hostname", "correcao"]
    path = os.pathsep.join([str(environment / "bin"), os.environ["PATH"]])
    bubble += ["prlimit", f"--as={MAX_MEMORY}"]
    subprocess.run(
        [*bubble, sys.executable, "-m", "nbgrader", *arguments],
        env=QUIET | {"PATH": path, "JUPYTER_ALLOW_INSECURE_WRITES": "1"},
        timeout=SECONDS,
        check=True,
        capture_output=True,
    )


def read_score(course: Path, assignment: str, student: str) -> str:
    """Lê a nota no banco do nbgrader."""
    path = course / "gradebook.db"
    if not path.exists():
        return "sem nota"
    try:
        with Gradebook(f"sqlite:///{path}") as gradebook:
            submission = gradebook.find_submission(assignment, student)
            if not submission.notebooks or not any(n.grades for n in submission.notebooks):
                return "sem nota"
            return decimal(submission.score, 1)
    except MissingEntry:
        return "sem nota"


def show(rows: list[tuple[str, ...]]) -> None:
    """Resume a tabela por grupo."""
    print(f"{'grupo':26}{'entregas':>9}{'subiram':>9}{'perderam':>9}{'sem nota':>9}")
    for family in FAMILIES:
        pairs = [(float(row[3].replace(",", ".")), row[4]) for row in rows if row[0] == family]
        scores = [(ours, float(s.replace(",", "."))) for ours, s in pairs if s[0].isdigit()]
        up, down = sum(s > ours for ours, s in scores), sum(s < ours for ours, s in scores)
        print(f"{family:26}{len(pairs):>9}{up:>9}{down:>9}{len(pairs) - len(scores):>9}")


if __name__ == "__main__":
    main()
