"""A correção de uma turma grande, morta com SIGKILL em instantes ao acaso e recomeçada.

Depois da última morte ela vai até o fim; então confere-se que cada entrega foi
corrigida uma vez, que as que já estavam prontas não foram refeitas e que o banco
do nbgrader está íntegro. O tempo por entrega, com turmas de dois tamanhos, diz se o
custo é linear.

    python benchmarks/grading_endurance.py [--submissions 200] [--kills 20]
"""

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
from _common import OUTPUT, QUIET, decimal, save

ROOT = Path(__file__).resolve().parents[1]
ASSIGNMENT = "01-dados"


def main() -> None:
    """Monta a turma, mata e recomeça, confere e grava."""
    parser = argparse.ArgumentParser(description="Mata e recomeça a correção de uma turma.")
    parser.add_argument("--submissions", type=int, default=200)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--output", type=Path, default=OUTPUT / "grading_endurance.json")
    args = parser.parse_args()
    if args.submissions < 1 or args.kills < 0:
        parser.error("--submissions deve ser ao menos 1 e --kills, ao menos 0.")
    rng = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as folder:
        submitted, output = Path(folder, "entregas"), Path(folder, "saida")
        build_class(submitted, args.submissions)
        start, done_at_kill = time.perf_counter(), []
        for left in range(args.kills, 0, -1):
            wait_kill(submitted, output, draw_target(rng, output, args.submissions, left), rng)
            done_at_kill.append(read_records(output))
        subprocess.run(command(submitted, output), cwd=ROOT, env=QUIET, check=True)
        seconds = time.perf_counter() - start
        report = examine(output, args.submissions, done_at_kill) | {"seconds": seconds}
    show(report)
    save(report, args.output)
    if not report["ok"]:
        sys.exit(1)


def build_class(submitted: Path, size: int) -> None:
    """A mesma resposta certa, entregue por `size` alunos."""
    sys.path.insert(0, str(ROOT))
    from tests.exercises.corpus.answers import RIGHT
    from tests.exercises.submissions import write_submission

    for i in range(size):
        write_submission(submitted, f"aluno{i:04d}", ASSIGNMENT, RIGHT)


def command(submitted: Path, output: Path) -> list[str]:
    """A linha de comando da correção."""
    tool = Path(sys.executable).with_name("mlp-course")
    return [str(tool), "grade", str(submitted), "--output", str(output)]


def draw_target(rng: random.Random, output: Path, size: int, left: int) -> int:
    """Quantas entregas prontas esperar antes da próxima das `left` mortes que faltam."""
    done = len(read_records(output))
    # Uma em cada quatro mortes vem antes de qualquer avanço, quando tudo ainda começa.
    if rng.random() < 0.25:
        return done
    return min(size - 1, done + rng.randint(1, max(1, 2 * (size - done) // (left + 1))))


def wait_kill(submitted: Path, output: Path, target: int, rng: random.Random) -> None:
    """Começa a correção e mata tudo um instante depois de haver `target` entregas prontas."""
    run = subprocess.Popen(
        command(submitted, output),
        cwd=ROOT,
        env=QUIET,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + 300
    while len(read_records(output)) < target:
        if time.monotonic() > deadline or run.poll() is not None:
            raise SystemExit("A correção parou de avançar antes da hora de ser morta.")
        time.sleep(0.1)
    time.sleep(rng.uniform(0, 2))
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()


def read_records(output: Path) -> dict[str, int]:
    """Aluno → semente dos seus desafios, outra a cada correção; só registros inteiros."""
    found = {}
    for path in output.glob("registro/*/*.json"):
        try:
            found[path.stem] = json.loads(path.read_text("utf-8"))["seed"]
        except (ValueError, OSError):
            continue
    return found


def examine(output: Path, size: int, done_at_kill: list[dict[str, int]]) -> dict:
    """Confere o resultado final contra o que já estava pronto em cada morte."""
    final = read_records(output)
    redone = {s for done in done_at_kill for s, seed in done.items() if final.get(s) != seed}
    grades = pd.read_csv(output / "grades.csv")
    with sqlite3.connect(output / "gradebook.db") as database:
        integrity = database.execute("PRAGMA integrity_check").fetchone()[0]
        submissions = database.execute("SELECT COUNT(*) FROM submitted_assignment").fetchone()[0]
    leftovers = [p.name for p in output.rglob("*.parcial")]
    report = {
        "submissions": size,
        "kills": len(done_at_kill),
        "ready_at_kills": [len(done) for done in done_at_kill],
        "graded": int(grades["student"].nunique()),
        "rows": len(grades),
        "in_database": submissions,
        "redone": len(redone),
        "database": integrity,
        "same_score": int(grades["score"].nunique()) == 1,
        "leftovers": leftovers,
    }
    counts = {report["graded"], report["rows"], report["in_database"], size}
    report["ok"] = (
        len(counts) == 1
        and not redone
        and not leftovers
        and integrity == "ok"
        and report["same_score"]
    )
    return report


def show(report: dict) -> None:
    """Imprime o resumo em português."""
    print(
        f"{report['submissions']} entregas, {report['kills']} mortes (prontas em cada uma: "
        f"{report['ready_at_kills']}): {report['graded']} corrigidas, {report['redone']} refeitas, "
        f"{report['in_database']} no banco, integridade {report['database']}, "
        f"{decimal(report['seconds'] / report['submissions'])} s por entrega — "
        f"{'tudo em ordem' if report['ok'] else 'ALGO SE PERDEU'}"
    )


if __name__ == "__main__":
    main()
