"""A mesma resposta, a mesma nota: julga cada entrada do corpus em muitos sorteios.

Uso: ``python -m tests.exercises.seeds [NN-nome …] [--seeds 500]``; mostra as entradas cuja
nota muda com o sorteio, e devolve 1 se houver alguma. Um corpus cujas respostas treinam
redes é executado uma vez, e só os desafios se sorteiam de novo.
"""

import argparse
import sys
from collections import defaultdict

from mlp_course.checks.registry import ASSIGNMENTS
from mlp_course.checks.verdict import score_criteria
from tests.exercises.corpus import CORPUS
from tests.exercises.mutation.collecting import collect_cases


def scores_by_entry(assignment: str, seeds: range) -> dict[tuple[str, str], dict[float, int]]:
    """Conta, por item e entrada do corpus, em quantos sorteios saiu cada nota."""
    found: dict[tuple[str, str], dict[float, int]] = defaultdict(lambda: defaultdict(int))
    for case in collect_cases(assignment, CORPUS[assignment], seeds):
        verdict = score_criteria(
            case.definition, case.definition.judge(case.data, case.challenge)
        )
        found[case.definition.check_id, case.answers][verdict.score] += 1
    return found


def main(arguments: list[str]) -> int:
    """Mostra as entradas cuja nota muda."""
    parser = argparse.ArgumentParser(prog="python -m tests.exercises.seeds")
    parser.add_argument("assignments", nargs="*", metavar="NN-nome", help="sem nome, todos")
    parser.add_argument("--seeds", type=int, default=500, help="sorteios (padrão: 500)")
    options = parser.parse_args(arguments)
    moved = 0
    for assignment in options.assignments or list(ASSIGNMENTS):
        entries = scores_by_entry(assignment, range(options.seeds))
        moving = {key: scores for key, scores in entries.items() if len(scores) > 1}
        print(f"{assignment}: {len(entries)} entradas, {len(moving)} mudam de nota", flush=True)
        for (item, entry), scores in moving.items():
            shown = ", ".join(f"{score:g} em {n}" for score, n in sorted(scores.items()))
            print(f"  {item} ({entry}): {shown}")
        moved += len(moving)
    return int(moved > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
