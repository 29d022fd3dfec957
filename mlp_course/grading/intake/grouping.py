"""Reúne os arquivos de cada aluno, sem deixar que um se passe por outro.

As pastas e os zips que embrulham a turma inteira são abertos; o que está dentro da
pasta ou do zip de um aluno é só dele.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from mlp_course.errors import GradingError
from mlp_course.grading.intake import archive
from mlp_course.grading.intake.files import Item, list_folder
from mlp_course.grading.intake.names import (
    Owner,
    clean_name,
    find_owner,
    is_assignment,
    is_classroom,
    own_part,
    parse_lms,
)

NOTEBOOKS = (".ipynb", ".json", ".txt", "")
ARCHIVES = (".zip",)
_MAX_WRAPPERS = 3


@dataclass
class Person:
    """Um aluno e tudo o que veio dele.

    Parameters
    ----------
    student : str
    files : list of (Item, Owner)
        Cada arquivo, com o que a plataforma diz dele.
    """

    student: str
    files: list[tuple[Item, Owner]] = field(default_factory=list)


@dataclass(frozen=True)
class _Container:
    name: str
    items: Sequence[Item]


def group_students(submitted: Path, assignments: Sequence[str]) -> list[Person]:
    """Lista os alunos de uma pasta ou de um zip, em ordem, com os arquivos de cada um.

    Raises
    ------
    GradingError
        Se `submitted` não existir.
    GradingError
        Se não for uma pasta nem um zip que se possa abrir.
    """
    people: dict[str, Person] = {}
    for container in _list_containers(submitted, assignments):
        owned = [
            (item, find_owner(item.path, assignments, _fallback(container.name, assignments)))
            for item in container.items
            if _counts(item)
        ]
        shared = _homonyms(owner for _, owner in owned)
        for item, owner in owned:
            student = f"{owner.name} {owner.lms_id}" if owner.name in shared else owner.name
            person = people.setdefault(student.strip(), Person(student.strip()))
            person.files.append((item, owner))
    return [people[student] for student in sorted(people)]


def _list_containers(submitted: Path, assignments: Sequence[str]) -> list[_Container]:
    if not submitted.exists():
        raise GradingError(f"{submitted} não existe: aponte a pasta ou o zip das entregas.")
    if submitted.is_dir():
        items = list_folder(submitted)
        return _open_exports(submitted.name, items, assignments)
    if submitted.suffix.lower() == ".ipynb":
        return [_Container(submitted.parent.name, list_one(submitted))]
    items = archive.list_archive(submitted)
    return _open_exports(submitted.stem, items, assignments)


def list_one(path: Path) -> list[Item]:
    """Um notebook sozinho, apontado diretamente."""
    return [item for item in list_folder(path.parent) if item.path == (path.name,)]


def _open_exports(name: str, items: Sequence[Item], assignments: Sequence[str]) -> list[_Container]:
    """Abre o que embrulha a turma: uma pasta comum, ou só pastas e zips exportados."""
    items = _unwrap(name, items, assignments)
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item.path[0], []).append(item)
    opened = []
    for first, members in groups.items():
        inner = _inside(first, members)
        # Um aluno pode imitar uma exportação; a turma inteira, não.
        if inner is None or not _is_export(inner, assignments):
            return [_Container(name, items)]
        opened.append(_Container(PurePath(first).stem, inner))
    return opened or [_Container(name, items)]


def _inside(first: str, members: Sequence[Item]) -> list[Item] | None:
    if all(len(item.path) > 1 for item in members):
        return [item.without(1) for item in members]
    if len(members) == 1 and members[0].suffix in ARCHIVES and members[0].disk:
        try:
            return archive.list_archive(members[0].disk)
        except ValueError:
            return None
    return None


def _is_export(items: Sequence[Item], assignments: Sequence[str]) -> bool:
    named = [item for item in items if _counts(item)]
    if named and all(parse_lms(i.path[0]) or is_classroom(i.path[0], assignments) for i in named):
        return True
    students = {item.path[0] for item in named}
    return len(students) > 1 and all(_is_nbgrader(item, assignments) for item in named)


def _is_nbgrader(item: Item, assignments: Sequence[str]) -> bool:
    return (
        len(item.path) > 2
        and is_assignment(item.path[1], assignments)
        and not is_assignment(item.path[0], assignments)
    )


def _unwrap(name: str, items: Sequence[Item], assignments: Sequence[str]) -> list[Item]:
    """Tira as pastas que embrulham todos os arquivos e não são de um aluno."""
    current = list(items)
    for _ in range(_MAX_WRAPPERS):
        firsts = {item.path[0] for item in current}
        if len(firsts) != 1 or any(len(item.path) < 2 for item in current):
            break
        inner = [item.without(1) for item in current]
        if not _is_wrapper(name, firsts.pop(), inner, assignments):
            break
        current = inner
    return current


def _is_wrapper(name: str, folder: str, inner: Sequence[Item], assignments: Sequence[str]) -> bool:
    if parse_lms(folder):
        return False
    named = [item for item in inner if _counts(item)]
    if not named:
        return False
    if _is_export(named, assignments) or all(_is_nbgrader(i, assignments) for i in named):
        return True
    owners = {find_owner(item.path, assignments, "").name for item in named}
    if folder == name and all(len(item.path) > 1 for item in named):
        return "sem nome" not in owners
    return len(owners) > 1 and "sem nome" not in owners


def _counts(item: Item) -> bool:
    """Diz se um arquivo é de um aluno; um solto de outro tipo, na raiz, não é de ninguém."""
    if len(item.path) > 1 or item.refusal or parse_lms(item.path[0]):
        return True
    return item.suffix in (".ipynb", *ARCHIVES)


def _homonyms(owners: Iterable[Owner]) -> set[str]:
    ids: dict[str, set[str]] = {}
    for owner in owners:
        ids.setdefault(owner.name, set()).add(owner.lms_id)
    return {name for name, found in ids.items() if len(found) > 1}


def _fallback(container: str, assignments: Sequence[str]) -> str:
    return clean_name(own_part(container, assignments)) or clean_name(container)
