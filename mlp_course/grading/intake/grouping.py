"""Separa o que veio da turma em maços: cada um é, pelos nomes, de uma pessoa só.

Um maço é o que a plataforma marcou com um número, a pasta de um aluno, ou um arquivo
solto. As pastas e os zips da turma são abertos; o que está dentro da pasta ou do zip
de um aluno é só dele. Dois maços nunca se juntam aqui: quem os junta é `seating`,
depois de saber de que exercício é cada notebook.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from mlp_course.errors import GradingError
from mlp_course.grading.intake import archive
from mlp_course.grading.intake.files import Item, list_folder
from mlp_course.grading.intake.names import NO_NAME, Owner, clean_name, file_stem, parse_lms
from mlp_course.grading.intake.places import (
    ARCHIVES,
    ASIDE,
    COUNTS,
    IF_NOTEBOOK,
    Names,
)
from mlp_course.grading.intake.words import is_drive_part, names_no_one, whole_of_part

PLATFORM, FOLDER, FILE, NAMELESS = "platform", "folder", "file", "nameless"
_NOT_OF_A_STUDENT = "não é de nenhum aluno"


@dataclass
class Bundle:
    """Arquivos que, pelos nomes, são de uma pessoa só.

    Parameters
    ----------
    owner : Owner
    label : str
        Nome que o distingue de outro maço de mesmo dono.
    trail : tuple of str
        Pastas e zips da turma em que estava, de fora para dentro.
    bond : {"platform", "folder", "file", "nameless"}
        O que diz que os arquivos são da mesma pessoa: a plataforma, a pasta, ou nada,
        porque é um arquivo só, com nome ou sem.
    files : list of (Item, Owner)
    optional : bool
        Se só conta quando for mesmo um notebook, como um ``.txt`` solto.
    """

    owner: Owner
    label: str
    trail: tuple[str, ...]
    bond: str
    files: list[tuple[Item, Owner]] = field(default_factory=list)
    optional: bool = False


@dataclass(frozen=True)
class Grouping:
    """Os maços da turma, e os arquivos que não são de ninguém, com o motivo."""

    bundles: list[Bundle]
    aside: list[tuple[Item, str]]


def group_files(submitted: Path, names: Names) -> Grouping:
    """Separa em maços os arquivos de uma pasta ou de um zip.

    Raises
    ------
    GradingError
        Se `submitted` não existir.
    GradingError
        Se não for uma pasta nem um zip que se possa abrir.
    """
    _require(submitted)
    walk = _Walk(names)
    items, folder = _list_items(submitted)
    walk.enter(items, (folder,))
    return Grouping(_tell_homonyms(list(walk.bundles.values())), walk.aside)


def group_as_one(submitted: Path, student: str) -> Grouping:
    """Junta em um maço só tudo o que se apontou: quem corrige disse de quem é."""
    _require(submitted)
    owner = Owner(clean_name(student) or NO_NAME)
    items, folder = _list_items(submitted)
    files = [(item, owner) for item in items]
    return Grouping([Bundle(owner, owner.name, (folder,), PLATFORM, files)], [])


def _require(submitted: Path) -> None:
    if not submitted.exists():
        raise GradingError(f"{submitted} não existe: aponte a pasta ou o zip das entregas.")


def _list_items(submitted: Path) -> tuple[list[Item], str]:
    """Os arquivos do que se apontou, e o nome da pasta que os traz."""
    if submitted.is_dir():
        return list_folder(submitted), submitted.name
    if submitted.suffix.lower() == ".ipynb":
        alone = [i for i in list_folder(submitted.parent) if i.path == (submitted.name,)]
        return alone, submitted.parent.name
    return archive.list_archive(submitted), whole_of_part(submitted.stem)


class _Walk:
    """O passeio pelas pastas e zips da turma."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.bundles: dict[tuple[object, ...], Bundle] = {}
        self.aside: list[tuple[Item, str]] = []
        self.seen: Counter[tuple[object, ...]] = Counter()

    def enter(
        self,
        items: Sequence[Item],
        trail: tuple[str, ...],
        trusted: bool = True,
        wrapped: bool = True,
    ) -> None:
        """Percorre um nível: as pastas, os zips e os arquivos soltos dele."""
        level = _Level(items, self.names)
        # Só embrulha a turma o que não tem nada ao lado, nem os que o embrulham.
        alone = wrapped and level.n_entries == 1
        # Um aluno pode imitar uma exportação; a turma inteira, não.
        exports = level.is_all_exports()
        for name, inner in level.folders.items():
            if exports or self.names.is_class_folder(name, inner, trail[-1], alone):
                self.enter(inner, (*trail, whole_of_part(name)), trusted and exports, alone)
            else:
                self._take_folder(name, inner, trail, trusted)
        for item in level.loose:
            inner, stem = level.opened.get(item, []), PurePath(item.name).stem
            if inner and (exports or self.names.is_class_zip(item.name, inner, alone)):
                self.enter(inner, (*trail, whole_of_part(stem)), trusted and exports, alone)
            else:
                self._take_file(item, trail, level.names_people, trusted)

    def _take_folder(
        self, name: str, inner: Sequence[Item], trail: tuple[str, ...], trusted: bool
    ) -> None:
        owner = parse_lms(name)
        if owner:
            bundle = self._platform_bundle(owner, trail, trusted)
        else:
            exact = any(self.names.is_nbgrader_place(item.path) for item in inner)
            # No nbgrader o nome da pasta é o do aluno, inteiro: “resposta-1” não é “1”.
            said = name if exact else self.names.own_part(name)
            own = clean_name(said) or clean_name(name) or NO_NAME
            owner = Owner(own)
            bundle = Bundle(owner, clean_name(name) or own, trail, PLATFORM if exact else FOLDER)
            self.bundles[FOLDER, trail, name, len(self.bundles)] = bundle
        bundle.files += [(replace(item, path=(name, *item.path)), owner) for item in inner]

    def _take_file(
        self, item: Item, trail: tuple[str, ...], among_named: bool, trusted: bool
    ) -> None:
        owner, use = self.names.judge_loose(item)
        if use == ASIDE:
            self.aside.append((item, _NOT_OF_A_STUDENT))
            return
        n_before = self.seen[trail, item.name]
        self.seen[trail, item.name] += 1
        label = clean_name(file_stem(item.name)) or NO_NAME
        if owner and owner.platform == "classroom":
            # Dois arquivos de mesmo caminho são de dois alunos de mesmo nome, e não cópias.
            key = ("classroom", trail, owner.name, n_before)
            bundle = self.bundles.setdefault(key, Bundle(owner, label, trail, PLATFORM))
        elif owner and owner.platform:
            bundle = self._platform_bundle(owner, trail, trusted)
        else:
            bond = FOLDER if item.suffix in ARCHIVES else FILE
            if owner is None:
                bond, label = NAMELESS, f"{NO_NAME} - {label}"
                owner = Owner(label if among_named else self._fallback(trail) or label)
            bundle = Bundle(owner, label, trail, bond, optional=use == IF_NOTEBOOK)
            self.bundles[FILE, trail, item.name, n_before] = bundle
        bundle.files.append((item, owner))

    def _platform_bundle(self, owner: Owner, trail: tuple[str, ...], trusted: bool) -> Bundle:
        key = (owner.platform, owner.name, owner.lms_id, () if trusted else trail)
        label = f"{owner.name} {owner.lms_id}"
        return self.bundles.setdefault(key, Bundle(owner, label, trail, PLATFORM))

    def _fallback(self, trail: tuple[str, ...]) -> str:
        """Nome da pasta mais próxima que diz de quem é o que está nela."""
        for part in reversed(trail):
            own = self.names.own_part(part)
            if (
                clean_name(own)
                and not is_drive_part(part)
                and (own.isdigit() or not names_no_one(own))
            ):
                return clean_name(own)
        return ""


class _Level:
    """O que há lado a lado em uma pasta ou em um zip da turma."""

    def __init__(self, items: Sequence[Item], names: Names) -> None:
        self.names = names
        self.loose = [item for item in items if len(item.path) == 1]
        self.folders: dict[str, list[Item]] = defaultdict(list)
        for item in items:
            if len(item.path) > 1:
                self.folders[item.path[0]].append(item.without(1))
        self.opened = {i: inner for i in self.loose if (inner := _open_zip(i)) is not None}
        judged = [names.judge_loose(item) for item in self.loose]
        self.n_entries = len(self.folders) + sum(use == COUNTS for _, use in judged)
        self.names_people = any(owner for owner, use in judged if use == COUNTS) or any(
            names.find_person((name,)) for name in self.folders
        )

    def is_all_exports(self) -> bool:
        """Diz se tudo ali são pastas e zips como os que as plataformas exportam."""
        every = [*self.folders.values(), *self.opened.values()]
        return self.n_entries == len(every) > 0 and all(self.names.is_export(i) for i in every)


def _open_zip(item: Item) -> list[Item] | None:
    """Lista um zip que está em disco; `None` se não for um, ou não se abrir."""
    if item.suffix not in ARCHIVES or not item.disk or parse_lms(item.name):
        return None
    try:
        return archive.list_archive(item.disk)
    except ValueError:
        return None


def _tell_homonyms(bundles: Sequence[Bundle]) -> list[Bundle]:
    """Dá o número da plataforma a quem tem o mesmo nome de outro."""
    ids: dict[tuple[object, ...], set[str]] = defaultdict(set)

    def place_of(bundle: Bundle) -> tuple[object, ...]:
        # No Moodle o número é do aluno naquela tarefa; no Canvas, é do aluno.
        where = bundle.trail if bundle.owner.platform == "moodle" else ()
        return bundle.owner.platform, where, bundle.owner.name

    for bundle in bundles:
        if bundle.owner.lms_id:
            ids[place_of(bundle)].add(bundle.owner.lms_id)
    for bundle in bundles:
        if len(ids[place_of(bundle)]) > 1:
            bundle.owner = replace(bundle.owner, name=bundle.label)
    return list(bundles)
