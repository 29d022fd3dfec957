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

Em uma pasta qualquer, o aluno é o que sobra do nome, da pasta ou do arquivo, depois de
tirados o exercício e o que não nomeia ninguém (`words`).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mlp_course.grading.intake.words import drop_copy_marks, names_a_class, names_no_one

_MOODLE = re.compile(r"^(?P<name>.+?)_(?P<id>\d+)_assignsubmission_[a-z]+(_(?P<file>.*))?$")
_CANVAS = re.compile(r"^(?P<name>.+?)(?P<late>_LATE)?_(?P<id>\d+)_\d{3,}_(?P<file>.+)$")
_CANVAS_ANONYMOUS = re.compile(r"^(?P<late>LATE_)?(?P<name>anon_(?P<id>\w+?))_\d{3,}_(?P<file>.+)$")
_SEPARATOR = re.compile(r"\s+[-–—]\s+")
_EXTENSION = re.compile(
    r"(\.(ipynb|json|txt|zip|html?|pdf|py|docx?|odt|rtf|md|rar|7z|t?gz|tar|png|jpe?g|heic|pptx?"
    r"|csv|xlsx?|gdoc|webp))+$",
    re.IGNORECASE,
)
NO_NAME = "sem nome"
_MAX_NAME = 80
_MAX_READ = 260
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
    platform : {"", "moodle", "canvas", "classroom"}
        De que plataforma é a forma do nome; vazio se o nome não é de nenhuma.
    """

    name: str
    lms_id: str = ""
    late: bool = False
    platform: str = ""


def find_owner(path: Sequence[str], assignments: Iterable[str], fallback: str) -> Owner:
    """Descobre o dono de um arquivo pelo caminho dele: a primeira parte que diz um nome.

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
    Owner(name='Ana Souza', lms_id='12345', late=False, platform='moodle')
    >>> find_owner(["souzaana_LATE_12_34567_x-1.ipynb"], ["01-dados"], "turma")
    Owner(name='souzaana', lms_id='12', late=True, platform='canvas')
    >>> find_owner(["Ana Souza - 01-dados.ipynb"], ["01-dados"], "turma").name
    'Ana Souza'
    >>> find_owner(["ana", "01-dados", "01-dados.ipynb"], ["01-dados"], "turma").name
    'ana'
    >>> find_owner(["01-dados-joao-123", "01-dados (1).ipynb"], ["01-dados"], "turma").name
    'joao-123'
    """
    names = list(assignments)
    owners = (read_owner(part, names) for part in path if part)
    found = next((owner for owner in owners if owner is not None), None)
    return found or Owner(clean_name(fallback) or NO_NAME)


def read_owner(part: str, assignments: Iterable[str]) -> Owner | None:
    """De quem é uma pasta ou um arquivo, só pelo nome; `None` se ele não diz de ninguém."""
    names = list(assignments)
    if owner := parse_lms(part):
        return owner
    if owner := parse_classroom(part, names):
        return owner
    own = own_part(part, names)
    name = clean_name(own)
    return Owner(name) if name and not names_no_one(own) else None


def parse_classroom(name: str, assignments: Iterable[str]) -> Owner | None:
    """Lê um nome como ``Nome Sobrenome - Cópia de 01-dados.ipynb``.

    Se nenhum pedaço fala de um exercício, o dono é o primeiro, sem que se possa dizer
    que foi a plataforma quem o escreveu.
    """
    names = list(assignments)
    stem = file_stem(name)
    pieces = _SEPARATOR.split(stem)
    if len(pieces) < 2:
        return None
    said = [is_assignment(piece, names) for piece in pieces]
    # O nome do aluno é o lado que não fala do exercício; ele mesmo pode ter hífens.
    if any(said):
        first = said.index(True)
        own = pieces[:first] or [pieces[i] for i in range(len(pieces)) if not said[i]]
    else:
        own = pieces[1:] if names_a_class(pieces[0]) else pieces[:1]
    if all(names_no_one(drop_copy_marks(piece).strip(" -_.()")) for piece in own):
        return None
    kept = own if not said[0] else [drop_copy_marks(piece) for piece in own]
    owner = clean_name(" - ".join(piece.strip() for piece in kept if piece.strip()))
    return Owner(owner, platform="classroom" if any(said) else "") if owner else None


def parse_lms(name: str) -> Owner | None:
    """Lê um nome exportado pelo Moodle ou pelo Canvas; `None` se não for um deles."""
    name = _readable(name)
    if match := _MOODLE.match(name):
        return Owner(clean_name(match["name"]) or NO_NAME, match["id"], platform="moodle")
    if match := _CANVAS_ANONYMOUS.match(name) or _CANVAS.match(name):
        name = clean_name(match["name"]) or NO_NAME
        return Owner(name, match["id"], bool(match["late"]), "canvas")
    return None


def is_assignment(part: str, assignments: Iterable[str]) -> bool:
    """Diz se um nome fala de um exercício do curso, como em ``01_Dados (1)``."""
    return find_assignment(part, assignments) != ""


def find_assignment(part: str, assignments: Iterable[str]) -> str:
    """Exercício de que um nome fala; vazio se de nenhum."""
    found = [name for name in assignments if _plain(name) in _plain(part)]
    return max(found, key=len, default="")


def own_part(filename: str, assignments: Iterable[str]) -> str:
    """O que sobra de um nome de arquivo sem extensão, exercício e marcas de cópia."""
    stem = file_stem(filename)
    for name in sorted(assignments, key=len, reverse=True):
        pattern = r"[\W_]*".join(re.escape(piece) for piece in re.split(r"[\W_]+", name))
        # Um número de matrícula pode terminar com o do exercício.
        stem = re.sub(rf"(?<!\d){pattern}", "\0", stem, flags=re.IGNORECASE)
    pieces = (drop_copy_marks(piece).strip(" -_.()") for piece in stem.split("\0"))
    return " ".join(piece for piece in pieces if piece)


def file_stem(filename: str) -> str:
    """Nome de um arquivo sem as extensões conhecidas, com os acentos compostos."""
    return _EXTENSION.sub("", _readable(filename))


def clean_name(name: str) -> str:
    """Nome que serve de identificação em pastas, tabelas e no nbgrader."""
    name = unicodedata.normalize("NFC", name)
    kept = "".join(c if c.isalnum() or c in " -_.'@" else " " for c in name)
    # Sem sinais no começo: uma planilha leria "-" e "@" como fórmula.
    return re.sub(r"\s+", " ", kept).strip(_EDGES)[:_MAX_NAME].strip(_EDGES)


def _readable(name: str) -> str:
    """Nome com os acentos compostos, e sem o meio se for longo demais para um disco.

    Dentro de um zip um nome pode ter 64 KiB, escolhidos para que o ler demore.
    """
    if len(name) > _MAX_READ:
        name = name[: _MAX_READ // 2] + name[-_MAX_READ // 2 :]
    return unicodedata.normalize("NFC", name)


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", text).casefold() if c.isalnum())
