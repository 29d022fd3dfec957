"""A turma de exemplo: quatro alunos, uma resposta de cada tipo por exercício.

Uso: ``python -m tests.exercises.sample_class PASTA``
"""

import sys
from pathlib import Path

from tests.exercises.corpus import CORPUS
from tests.exercises.submissions import write_submission

STUDENTS = ("ana", "bruno", "carla", "davi")


def main() -> None:
    folder = Path(sys.argv[1])
    for assignment, entries in CORPUS.items():
        for student, answers in zip(STUDENTS, entries, strict=False):
            write_submission(folder, student, assignment, answers)
    print(f"Turma de exemplo: {len(STUDENTS)} alunos × {len(CORPUS)} exercícios em {folder}")


if __name__ == "__main__":
    main()
