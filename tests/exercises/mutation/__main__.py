"""Uso: ``python -m tests.exercises.mutation [NN-nome …]``; sem nome, todos os exercícios.

Com ``--changed``, só os que mudaram desde a última vez em que nenhum mutante
sobreviveu; com ``--jobs N``, N exercícios ao mesmo tempo, cada um em um processo.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.exercises.corpus import CORPUS
from tests.exercises.mutation.exercises import Mutate, Outcome, mutate, mutate_all
from tests.exercises.mutation.stamps import STAMPS, digest_exercise, read_stamps, write_stamp
from tests.exercises.submissions import ROOT

_HEADER = f"{'exercício':<22}{'mutantes':>9}{'mortos':>8}{'equiv.':>8}{'vivos':>7}{'nota':>7}"


def verify(
    assignments: Sequence[str],
    jobs: int = 1,
    root: Path = ROOT,
    stamps: Path = STAMPS,
    mutate: Mutate = mutate,
) -> Iterator[Outcome]:
    """Devolve o resultado de cada exercício; carimba os que não têm sobreviventes."""
    # Lidos antes: o que mudar durante o teste não foi conferido.
    digests = {name: digest_exercise(root, name) for name in assignments}
    for outcome in mutate_all(assignments, jobs, mutate):
        if outcome.passed:
            write_stamp(outcome.assignment, digests[outcome.assignment], stamps)
        yield outcome


def verify_changed(
    assignments: Sequence[str],
    jobs: int = 1,
    root: Path = ROOT,
    stamps: Path = STAMPS,
    mutate: Mutate = mutate,
) -> list[Outcome]:
    """Testa só os exercícios que mudaram desde o carimbo; mostra uma linha para cada um."""
    known = read_stamps(stamps)
    changed = [n for n in assignments if known.get(n) != digest_exercise(root, n)]
    for name in assignments:
        if name not in changed:
            print(f"{name}: em dia")
    outcomes = []
    for outcome in verify(changed, jobs, root, stamps, mutate):
        outcomes.append(outcome)
        found = outcome.error or f"{len(outcome.alive)} vivos de {outcome.n_mutants} mutantes"
        print(f"{outcome.assignment}: mutado, {found}", flush=True)
    return outcomes


def main(arguments: list[str], mutate: Mutate = mutate, stamps: Path = STAMPS) -> int:
    """Mostra o resultado e os sobreviventes; devolve 1 se houver algum."""
    options = _parse(arguments)
    if unknown := sorted(set(options.assignments) - set(CORPUS)):
        print(f"Não há corpus para {unknown}. Existem: {list(CORPUS)}.", file=sys.stderr)
        return 2
    assignments = options.assignments or list(CORPUS)
    if options.changed:
        outcomes = verify_changed(assignments, options.jobs, ROOT, stamps, mutate)
    else:
        outcomes = list(verify(assignments, options.jobs, ROOT, stamps, mutate))
        print("\n".join([_HEADER, *(_row(outcome) for outcome in outcomes)]))
    for text in (text for outcome in outcomes for text in outcome.alive):
        print(f"\nvivo: {text}")
    return int(not all(outcome.passed for outcome in outcomes))


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.exercises.mutation",
        description="O corpus percebe cada comparação e cada número dos juízes que se quebra?",
    )
    parser.add_argument("assignments", nargs="*", metavar="NN-nome", help="sem nome, todos")
    parser.add_argument("--changed", action="store_true", help="só os que mudaram")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="quantos ao mesmo tempo")
    options = parser.parse_args(arguments)
    if options.jobs < 1:
        parser.error(f"--jobs {options.jobs}: use 1 ou mais exercícios ao mesmo tempo.")
    return options


def _row(outcome: Outcome) -> str:
    if outcome.error:
        return f"{outcome.assignment:<22} {outcome.error}"
    score = 100 * outcome.n_killed / max(1, outcome.n_mutants - outcome.n_equivalent)
    numbers = (outcome.n_mutants, outcome.n_killed, outcome.n_equivalent, len(outcome.alive))
    columns = "".join(
        f"{n:>{width}}" for n, width in zip(numbers, (9, 8, 8, 7), strict=True)
    )
    return f"{outcome.assignment:<22}{columns}{score:>6.0f}%"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
