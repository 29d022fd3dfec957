"""Quanto tempo leva corrigir uma turma, ao lado de `nbgrader autograde`.

A mesma turma (a solução do exercício, entregue por muitos alunos) é corrigida pelos
dois, na mesma máquina: metade com o nbgrader, a turma toda com o curso, a outra
metade com o nbgrader, para que um soluço da máquina não caia sempre sobre o mesmo. O
`mlp-course grade` roda com a sandbox
ligada e ainda escreve as devolutivas; o `nbgrader autograde` só corrige. A memória
de um trabalhador é a dele e de todos os processos que ele criou, com as páginas
partilhadas divididas. A última linha diz o que limita: quanto do tempo os
trabalhadores passaram dentro dos notebooks, executando código de aluno.

    python benchmarks/grading_speed.py [--submissions 24] [--assignment 02-mlp-keras]
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import nbformat
import psutil
from _common import OUTPUT, QUIET, decimal, save

from mlp_course.authoring.release import build_source_notebook

ROOT = Path(__file__).resolve().parents[1]
GOAL = 3
GOAL_MEMORY = 1536  # MiB
SAMPLE_SECONDS = 1.0


def main() -> None:
    """Monta a turma, corrige dos dois jeitos, mostra e grava."""
    parser = argparse.ArgumentParser(description="Mede o tempo de corrigir uma turma.")
    parser.add_argument("--submissions", type=int, default=24, help="entregas (padrão: 24)")
    parser.add_argument("--assignment", default="02-mlp-keras", help="padrão: 02-mlp-keras")
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--output", type=Path, default=OUTPUT / "grading_speed.json")
    args = parser.parse_args()
    if args.submissions < 1:
        parser.error("--submissions: meça ao menos uma entrega.")
    with tempfile.TemporaryDirectory() as folder:
        students = [f"aluno{i:03d}" for i in range(args.submissions)]
        half = args.submissions // 2
        before, whole, after = (
            build_class(Path(folder, name), args.assignment, part)
            for name, part in (
                ("antes", students[:half]),
                ("turma", students),
                ("depois", students[half:]),
            )
        )
        theirs = autograde(before, args.assignment) if half else 0.0
        ours, memory = grade(whole, args.workers)
        inside = kernel_seconds(whole)
        theirs += autograde(after, args.assignment)
    report = {
        "assignment": args.assignment,
        "submissions": args.submissions,
        "workers": args.workers,
        "seconds": ours,
        "nbgrader_seconds": theirs,
        "ratio": theirs / ours,
        "goal": GOAL,
        "worker_mebibytes": memory,
        "kernel_seconds": inside,
    }
    show(report)
    save(report, args.output)


def build_class(folder: Path, assignment: str, students: list[str]) -> Path:
    """Copia o curso e entrega a solução em nome de cada aluno."""
    for name in ("solutions", "exercises"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    solution = nbformat.read(build_source_notebook(folder, assignment), as_version=4)
    notebook = nbformat.read(
        folder / "exercises" / assignment / f"{assignment}.ipynb", as_version=4
    )
    answers = {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in solution.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(name, cell.source)
    for student in students:
        path = folder / "submitted" / student / assignment / f"{assignment}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
    return folder


def grade(course: Path, workers: int) -> tuple[float, float]:
    """Corrige com `mlp-course grade`; devolve segundos e o pico de um trabalhador, em MiB."""
    command = [str(Path(sys.executable).with_name("mlp-course")), "grade", "submitted"]
    command += ["--output", "saida", "--workers", str(workers)]
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=course, env=QUIET, stdout=subprocess.DEVNULL)
    with watch_workers(process.pid) as peaks:
        code = process.wait()
    seconds = time.perf_counter() - start
    if code:
        raise SystemExit("mlp-course grade não terminou bem.")
    return seconds, max(peaks.values()) / (1 << 20)


def kernel_seconds(course: Path) -> float:
    """Soma do tempo que cada notebook passou executando, segundo os registros da correção."""
    records = (course / "saida" / "registro").glob("*/*.json")
    return sum(json.loads(path.read_text("utf-8"))["outcome"]["seconds"] for path in records)


@contextmanager
def watch_workers(pid: int) -> Iterator[dict[int, int]]:
    """Anota o pico de memória de cada trabalhador, amostrado de tempos em tempos."""
    peaks: dict[int, int] = {}
    finished = threading.Event()

    def sample() -> None:
        while not finished.wait(SAMPLE_SECONDS):
            with suppress(psutil.Error):
                for worker in psutil.Process(pid).children():
                    tree = [worker, *worker.children(recursive=True)]
                    used = sum(map(shared_memory, tree))
                    peaks[worker.pid] = max(peaks.get(worker.pid, 0), used)

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield peaks
    finally:
        finished.set()
        thread.join()


def shared_memory(process: psutil.Process) -> int:
    """Memória de um processo, em bytes; zero se ele já terminou."""
    with suppress(psutil.Error):
        return process.memory_full_info().pss
    return 0


def autograde(course: Path, assignment: str) -> float:
    """Corrige com o nbgrader e devolve os segundos."""
    program = [sys.executable, "-m", "nbgrader"]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = QUIET | {"PATH": path}
    run = {"cwd": course, "env": environment, "check": True, "capture_output": True}
    subprocess.run([*program, "generate_assignment", assignment, "--force"], **run)
    start = time.perf_counter()
    subprocess.run([*program, "autograde", assignment], **run)
    return time.perf_counter() - start


def show(report: dict) -> None:
    """Imprime o relatório em português."""
    n = report["submissions"]
    print(f"{n} entregas de {report['assignment']}, {report['workers']} trabalhadores")
    for name, key in (("mlp-course grade", "seconds"), ("nbgrader autograde", "nbgrader_seconds")):
        seconds = report[key]
        print(f"{name:20} {decimal(seconds, 1):>7} s   {decimal(seconds / n)} s por entrega")
    verdict = "dentro da meta" if report["ratio"] >= GOAL else "FORA DA META"
    print(f"razão {decimal(report['ratio'])}   meta {GOAL}: {verdict}")
    memory = report["worker_mebibytes"]
    verdict = "dentro da meta" if memory <= GOAL_MEMORY else "FORA DA META"
    print(f"memória por trabalhador {memory:.0f} MiB   meta {GOAL_MEMORY} MiB: {verdict}")
    share = report["kernel_seconds"] / (report["workers"] * report["seconds"])
    ceiling = report["nbgrader_seconds"] * report["workers"] / report["kernel_seconds"]
    print(
        f"dentro dos notebooks {100 * share:.0f} % do tempo: sem mais nada a fazer, "
        f"a razão chegaria a {decimal(ceiling)}"
    )


if __name__ == "__main__":
    main()
