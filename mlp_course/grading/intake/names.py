"""De quem é cada arquivo: os nomes que as plataformas dão ao exportar.

- Moodle (``mod/assign/classes/downloader.php``): pasta
  ``Nome Sobrenome_123456_assignsubmission_file/`` (até o 3.x, com ``_`` no fim) ou,
  sem pastas, ``Nome Sobrenome_123456_assignsubmission_file_arquivo.ipynb``. O
  número é do participante naquela tarefa; o nome nunca tem ``_``.
- Canvas (``lib/content_zipper.rb``): ``sobrenomenome_LATE_12345_67890_arquivo.ipynb``,
  com o número do aluno e o do arquivo; ``LATE`` só nos atrasados, ``-1``, ``-2``… no
  fim do nome de quem reenviou, ``anon_ab12c_67890_arquivo.ipynb`` na correção anônima.
- Google Sala de Aula: a pasta do Drive baixada como zip, com
  ``Nome Sobrenome - arquivo.ipynb``.
- nbgrader: ``aluno/exercício/arquivo.ipynb``.

Em uma pasta qualquer, o aluno é a primeira pasta que não tem nome de exercício, ou o
que sobra do nome do arquivo.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_MOODLE = re.compile(r"^(?P<name>[^_]+)_(?P<id>\d+)_assignsubmission_[a-z]+(_(?P<file>.*))?$")
_CANVAS = re.compile(r"^(?P<name>.+?)(?P<late>_LATE)?_(?P<id>\d+)_\d{3,}_(?P<file>.+)$")
_CANVAS_ANONYMOUS = re.compile(r"^(?P<late>LATE_)?(?P<name>anon_(?P<id>\w+?))_\d{3,}_(?P<file>.+)$")
_CLASSROOM = re.compile(r"^(?P<name>.+?) [-–] (?P<file>.+)$")
_COPY = re.compile(
    r"(\bc[óo]pia( de)?\b|\bcopy( of)?\b|\(\d+\)|\bfinal\b|\bentrega\b|\bresposta\b|-\d+$|\bv\d+$)",
    re.IGNORECASE,
)
_MAX_NAME = 80
_EDGES = " .-@'"


@dataclass(frozen=True)
class Owner:
    """Dono de um arquivo.

    Parameters
    ----------
    name : str
    lms_id : str, default ""
        Número que a plataforma lhe deu.
    late : bool, default False
        Se a plataforma marcou a entrega como atrasada.
    """

    name: str
    lms_id: str = ""
    late: bool = False


def find_owner(path: Sequence[str], assignments: Iterable[str], fallback: str) -> Owner:
    """Descobre o dono de um arquivo pelo caminho dele na entrega da turma.

    Só vale a parte do caminho que a plataforma escreve: a mais de fora. O que há
    dentro da pasta ou do zip de um aluno é dele, e não o faz passar por outro.

    Parameters
    ----------
    path : sequence of str
        Pastas e nome do arquivo, sem as pastas que embrulham a turma toda.
    assignments : iterable of str
        Nomes dos exercícios.
    fallback : str
        Nome a usar se o caminho não disser nenhum.

    Examples
    --------
    >>> find_owner(["Ana Souza_12345_assignsubmission_file_", "x.ipynb"], ["01-dados"], "turma")
    Owner(name='Ana Souza', lms_id='12345', late=False)
    >>> find_owner(["souzaana_LATE_12_34567_x-1.ipynb"], ["01-dados"], "turma")
    Owner(name='souzaana', lms_id='12', late=True)
    >>> find_owner(["Ana Souza - 01-dados.ipynb"], ["01-dados"], "turma").name
    'Ana Souza'
    >>> find_owner(["ana", "01-dados", "01-dados.ipynb"], ["01-dados"], "turma").name
    'ana'
    """
    names = list(assignments)
    folder = next((part for part in path[:-1] if _names_someone(part, names)), "")
    first = folder or path[-1]
    if owner := parse_lms(first):
        return owner
    if folder:
        return Owner(
            clean_name(own_part(folder, names) if is_assignment(folder, names) else folder)
        )
    if match := _CLASSROOM.match(first):
        left, right = match["name"], match["file"]
        # O nome do aluno é o lado que não fala do exercício.
        if is_assignment(left, names):
            right = re.sub(r"\.\w+$", "", right)
            return Owner(clean_name(right))
        return Owner(clean_name(left))
    return Owner(clean_name(own_part(first, names)) or clean_name(fallback) or "sem nome")


def parse_lms(name: str) -> Owner | None:
    """Lê um nome exportado pelo Moodle ou pelo Canvas; `None` se não for um deles."""
    name = unicodedata.normalize("NFC", name)
    if match := _MOODLE.match(name):
        return Owner(clean_name(match["name"]), match["id"])
    if match := _CANVAS_ANONYMOUS.match(name) or _CANVAS.match(name):
        return Owner(clean_name(match["name"]), match["id"], bool(match["late"]))
    return None


def is_classroom(name: str, assignments: Iterable[str]) -> bool:
    """Diz se um nome é como ``Nome Sobrenome - 01-dados.ipynb``."""
    return bool(_CLASSROOM.match(name)) and is_assignment(name, assignments)


def is_assignment(part: str, assignments: Iterable[str]) -> bool:
    """Diz se um nome fala de um exercício do curso, como em ``01_Dados (1)``."""
    return find_assignment(part, assignments) != ""


def find_assignment(part: str, assignments: Iterable[str]) -> str:
    """Exercício de que um nome fala; vazio se de nenhum."""
    found = [name for name in assignments if _plain(name) in _plain(part)]
    return max(found, key=len, default="")


def own_part(filename: str, assignments: Iterable[str]) -> str:
    """O que sobra de um nome de arquivo sem extensão, exercício e marcas de cópia."""
    stem = re.sub(r"(\.(ipynb|json|txt|zip|html?|pdf|py))+$", "", filename, flags=re.IGNORECASE)
    for name in assignments:
        pattern = r"[\W_]*".join(re.escape(piece) for piece in re.split(r"[\W_]+", name))
        stem = re.sub(pattern, " ", stem, flags=re.IGNORECASE)
    return _COPY.sub(" ", stem).strip(" -_.()")


def clean_name(name: str) -> str:
    """Nome que serve de identificação em pastas, tabelas e no nbgrader."""
    name = unicodedata.normalize("NFC", name)
    kept = "".join(c if c.isalnum() or c in " -_.'@" else " " for c in name)
    # Sem sinais no começo: uma planilha leria "-" e "@" como fórmula.
    return re.sub(r"\s+", " ", kept).strip(_EDGES)[:_MAX_NAME].strip(_EDGES)


def _names_someone(folder: str, assignments: list[str]) -> bool:
    if is_assignment(folder, assignments):
        return bool(clean_name(own_part(folder, assignments)))
    return bool(clean_name(folder))


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", text).casefold() if c.isalnum())
