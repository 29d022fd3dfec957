"""A turma de exemplo: quatro alunos, uma resposta de cada tipo por exercício.

Uso: ``python -m tests.exercises.sample_class PASTA [NN-nome …]``; sem nome, todos os exercícios.
"""

import sys
from pathlib import Path

from tests.exercises.corpus import CORPUS
from tests.exercises.submissions import write_submission

STUDENTS = ("ana", "bruno", "carla", "davi")


def main() -> None:
    folder = Path(sys.argv[1])
    assignments = sys.argv[2:] or list(CORPUS)
    for assignment in assignments:
        for student, answers in zip(STUDENTS, CORPUS[assignment], strict=False):
            write_submission(folder, student, assignment, answers)
    print(f"    {len(STUDENTS)} alunos × {len(assignments)} exercícios em {folder}")


if __name__ == "__main__":
    main()
