"""O que cada pasta, zip ou arquivo solto da turma é: de muita gente, de alguém, de ninguém.

A resposta sai só dos nomes: o conteúdo é do aluno, e o que está dentro da pasta de um
aluno não a faz passar pela de outro.
"""

from collections.abc import Sequence
from pathlib import PurePath

from mlp_course.grading.intake.files import Item
from mlp_course.grading.intake.names import (
    Owner,
    find_assignment,
    is_assignment,
    own_part,
    parse_classroom,
    parse_lms,
    read_owner,
)
from mlp_course.grading.intake.words import (
    has_part_number,
    is_drive_part,
    names_a_class,
    names_no_one,
)

NOTEBOOKS = (".ipynb", ".json", ".txt", "")
ARCHIVES = (".zip",)
COUNTS, IF_NOTEBOOK, ASIDE = "counts", "if notebook", "aside"
# O que um aluno manda no lugar do notebook; uma planilha solta é de quem ensina.
_HANDED_IN = (
    *(".pdf", ".docx", ".doc", ".odt", ".rtf", ".py", ".html", ".htm", ".png", ".jpg", ".jpeg"),
    *(".heic", ".rar", ".7z", ".gz", ".tar", ".tgz", ".xz", ".bz2", ".pptx", ".gdoc", ".r", ".m"),
)


class Names:
    """O que os nomes dizem, em um curso com estes exercícios.

    Parameters
    ----------
    assignments : sequence of str
    """

    def __init__(self, assignments: Sequence[str]) -> None:
        self.assignments = list(assignments)

    def own_part(self, name: str) -> str:
        """O que sobra de um nome sem o exercício e sem as marcas de cópia."""
        return own_part(name, self.assignments)

    def find_person(self, path: Sequence[str]) -> str:
        """Nome de quem um caminho fala, de fora para dentro; vazio se de ninguém.

        Uma turma ou um grupo só servem de nome se não houver outro.
        """
        found = [(part, owner) for part in path if (owner := self._read(part))]
        # O último nome do caminho é o do arquivo, e arquivo não é turma.
        people = [
            f"{owner.name} {owner.lms_id}".strip()
            for part, owner in found
            if owner.platform or part == path[-1] or not names_a_class(owner.name)
        ]
        return next(iter(people), found[0][1].name if found else "")

    def _read(self, part: str) -> Owner | None:
        return read_owner(part, self.assignments) if part else None

    def judge_loose(self, item: Item) -> tuple[Owner | None, str]:
        """De quem é um arquivo solto entre os da turma, e se ele conta como entrega."""
        owner = read_owner(item.name, self.assignments)
        if not item.name:
            return None, ASIDE
        marked = bool(owner and owner.platform) or is_assignment(item.name, self.assignments)
        if marked or item.refusal or ".ipynb" in item.name.lower() or item.suffix in ARCHIVES:
            return owner, COUNTS
        if owner and item.suffix in _HANDED_IN:
            return owner, COUNTS
        return owner, IF_NOTEBOOK if owner and item.suffix in NOTEBOOKS else ASIDE

    def is_class_folder(self, name: str, inner: Sequence[Item], outer: str, alone: bool) -> bool:
        """Diz se uma pasta é da turma, e não de um aluno.

        Parameters
        ----------
        name : str
        inner : sequence of Item
            O que há nela, sem ela no caminho.
        outer : str
            Nome da pasta ou do zip em que está.
        alone : bool
            Se não há mais nada ao lado dela.
        """
        if parse_lms(name):
            return False
        own = self.own_part(name)
        named = not is_assignment(name, self.assignments)
        if named and not alone and self._is_nbgrader_student(inner):
            # No nbgrader quem dá o nome da pasta é o professor: até “arquivos” é um aluno.
            return False
        if not own or (names_no_one(own) and not own.isdigit()):
            return True
        if len(self._platform_people(inner)) > 1:
            return True
        people = self._people(inner)
        if names_a_class(own):
            return bool(people) or not self._is_one_notebook_each(inner)
        if not alone:
            return False
        nested = all(len(item.path) > 1 for item in inner)
        return len(people) > 1 or (name == outer and nested and bool(people))

    def is_class_zip(self, name: str, inner: Sequence[Item], alone: bool) -> bool:
        """Diz se um zip traz entregas de vários alunos, e não a de um."""
        stem = PurePath(name).stem
        if is_drive_part(stem) or len(self._platform_people(inner)) > 1:
            return True
        people, own = self._people(inner), self.own_part(name)
        if not own or names_a_class(own):
            return bool(people)
        return (has_part_number(stem) or alone) and len(people) > 1

    def is_export(self, items: Sequence[Item]) -> bool:
        """Diz se são arquivos como os que uma plataforma exporta, todos eles."""
        named = [i for i in items if len(i.path) > 1 or self.judge_loose(i)[1] == COUNTS]
        if named and all(self._is_marked(item.path[0]) for item in named):
            return True
        students = {item.path[0] for item in named}
        return len(students) > 1 and all(self._is_nbgrader(item.path) for item in named)

    def is_nbgrader_place(self, path: Sequence[str]) -> bool:
        """Diz se um caminho é ``exercício/exercício.ipynb``, como o nbgrader os põe."""
        return (
            len(path) == 2
            and path[0] in self.assignments
            and path[1].lower() == f"{path[0]}.ipynb".lower()
        )

    def _is_nbgrader_student(self, items: Sequence[Item]) -> bool:
        notebooks = [item for item in items if item.suffix == ".ipynb"]
        return bool(notebooks) and all(self.is_nbgrader_place(i.path) for i in notebooks)

    def _is_nbgrader(self, path: Sequence[str]) -> bool:
        return (
            len(path) > 2
            and is_assignment(path[1], self.assignments)
            and not is_assignment(path[0], self.assignments)
        )

    def _is_marked(self, part: str) -> bool:
        owner = parse_lms(part) or parse_classroom(part, self.assignments)
        return bool(owner and owner.platform)

    def _people(self, items: Sequence[Item]) -> set[str]:
        notebooks = [
            i for i in items if i.suffix in (".ipynb", *ARCHIVES) or self._is_marked(i.name)
        ]
        return {self.find_person(item.path) for item in notebooks} - {""}

    def _platform_people(self, items: Sequence[Item]) -> set[str]:
        firsts = {item.path[0] for item in items}
        if len(firsts) == 1 and all(len(item.path) > 1 for item in items):
            if find_assignment(next(iter(firsts)), self.assignments):
                return set()
            items = [item.without(1) for item in items]
        return {
            owner.name + owner.lms_id
            for item in items
            if (owner := read_owner(item.path[0], self.assignments)) and owner.platform
        }

    def _is_one_notebook_each(self, items: Sequence[Item]) -> bool:
        """Diz se cada exercício tem a sua pasta, com um notebook só."""
        notebooks = [item.path for item in items if item.suffix == ".ipynb"]
        return all(len(p) > 1 and not self.own_part(p[0]) for p in notebooks) and len(
            {p[0] for p in notebooks}
        ) == len(notebooks)
