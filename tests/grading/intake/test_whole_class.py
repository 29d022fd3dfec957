"""Turmas geradas: em qualquer mistura de hábitos, ninguém some, e duzentos saem de duzentos."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.grading.deliveries import write_files, zip_of
from tests.grading.intake.test_class_folders import authors, by, received, students, write_class

HABITS = (
    "{name}.ipynb",
    "{name}_01-dados.ipynb",
    "01-dados_{name}_final.ipynb",
    "Cópia de {name} (1).ipynb",
    "{name} - 01-dados.ipynb",
    "{name}/01-dados.ipynb",
    "{name}/01-dados/01-dados.ipynb",
    "{name}/projeto/Untitled7.ipynb",
    "01-dados-{name}/01-dados.ipynb",
    "Turma A/{name}.ipynb",
    "Turma B/{name}/01-dados.ipynb",
    "3C/{name}_v2.ipynb",
    "calouros/{name}.ipynb",
    "{name}_{i}_assignsubmission_file_/x.ipynb",
    "{name}_{i}_9{i}_x.ipynb",
    "01-dados ({i}).ipynb",
    "entregas/sem dono/{i}/01-dados.ipynb",
)
NAMES = st.sampled_from(["ana", "bia", "Ana Souza", "joao-123", "20240017", "José", "ana-7"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(HABITS), NAMES, st.integers(100, 104)), max_size=14))
def test_em_qualquer_pasta_nenhum_aluno_some(tmp_path_factory, chosen):
    paths = {habit.format(name=name, i=i) for habit, name, i in chosen}
    folder = write_class(tmp_path_factory.mktemp("turma"), sorted(paths))

    reception = received(folder) if paths else None

    if reception:
        counted = [p.origin for p in reception.tally.placements]
        graded = authors(reception)
        assert len(counted) == len(paths)
        # Só some da tabela o que a plataforma diz ser outra versão da mesma pessoa.
        merged = [p for p in reception.tally.placements if p.fate == "version"]
        assert len(graded) + len(merged) == len(paths)
        assert all(p.student in students(reception) for p in merged)


def class_of_200() -> list[str]:
    first = ["Ana", "José", "João", "D'Ávila", "Zoë", "Li", "Maria-Clara", "Íris", "Ñandu", "Caio"]
    last = [f"{a} {b}" for a in ("Souza", "de Sá", "Lima", "Reis") for b in "PQRST"]
    return [f"{a} {b}" for a in first for b in last]


MIXED = (
    "{name}.ipynb",
    "{name}_01-dados.ipynb",
    "01-dados_{name}_final.ipynb",
    "Cópia de {name}.ipynb",
    "{name} (1).ipynb",
    "{name} - 01-dados.ipynb",
    "{name} - Copy of 01-dados.ipynb",
    "{name}/01-dados.ipynb",
    "{name}/01-dados/01-dados.ipynb",
    "{name}/a/b/Untitled.ipynb",
    "01-dados-{name}/01-dados.ipynb",
    "Turma A/{name}.ipynb",
    "Turma A/{name}/01-dados.ipynb",
    "3º B/{name}_v2.ipynb",
    "{name}-{i}.ipynb",
    "01-dados-{i}.ipynb",
    "01-dados-joao-{i}/01-dados.ipynb",
    "{name}_{i}_assignsubmission_file_/x.ipynb",
    "Participante {i}_{i}_assignsubmission_file_x.ipynb",
    "aluno{i}_{i}_{i}99_x-1.ipynb",
)
PLATFORMS = {
    "moodle com pastas": ("{name}_{i}_assignsubmission_file_/qualquer.ipynb",),
    "moodle sem pastas": ("{name}_{i}_assignsubmission_file_01-dados_final (1).ipynb",),
    "moodle anônimo": ("Participante{i}_{i}_assignsubmission_file_/x.ipynb",),
    "canvas": ("aluno{i}_{i}_{i}77_x-1.ipynb", "aluno{i}_LATE_{i}_{i}77_x.ipynb"),
    "sala de aula": (
        "Ex 1/{name} - 01-dados.ipynb",
        "Ex 1/{name} - Cópia de 01-dados.ipynb",
        "Ex 1/{name} - 01-dados_v2 (1).ipynb",
    ),
    "github": ("01-dados-submissions/01-dados-joao-{i}/01-dados.ipynb",),
    "nbgrader": ("submitted/{name}/01-dados/01-dados.ipynb",),
    "misturado": MIXED,
}


@pytest.mark.parametrize("habits", PLATFORMS.values(), ids=PLATFORMS)
@pytest.mark.parametrize("zipped", [True, False], ids=["zip", "pasta"])
def test_duzentos_entram_e_duzentos_saem(tmp_path, habits, zipped):
    everyone = class_of_200()
    files = {
        habits[k % len(habits)].format(name=name, i=20240000 + k): by(name)
        for k, name in enumerate(everyone)
    }
    path = write_files(tmp_path / "entregas", files)
    if zipped:
        path = tmp_path / "entregas.zip"
        path.write_bytes(zip_of(files))

    reception = received(path)

    assert len(files) == 200
    assert authors(reception) == sorted(everyone)
    assert len(students(reception)) == len(reception.submissions) == reception.tally.n_files == 200
    assert reception.tally.aside == ()
