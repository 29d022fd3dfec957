"""O que está escrito nos arquivos do livro: o texto, as células e as guardas delas."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from mlp_course.publishing.chapters import Chapter, read_chapters
from tests.book.conftest import pages
from tests.needs import ROOT

HIDDEN = frozenset({"hide-input", "remove-input", "remove-cell", "hide-cell"})
# {term}`gradientes <gradiente>` e [texto](endereço) valem pelo que o leitor vê.
ROLE = re.compile(r"\{[a-z:-]+\}`([^`<]*?)\s*(?:<[^`>]*>)?`")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
QUOTE = re.compile(r"“([^”]+)”")
# *Célula 4 do original*, *Células 2 e 3 do original*, *Células 6 a 8 do original*
MARK = re.compile(r"\*Células? (\d[\d ,a–e]*) do original")
# Em uma mensagem, o que se pula da frase e o que só se conhece quando a guarda falha.
ELISION = re.compile(r"\[(?:…|\.\.\.)\]|\{…\}")


@dataclass(frozen=True)
class Guard:
    """Um ``assert`` de uma célula escondida: a mensagem que ele mostra se a frase for falsa."""

    chapter: str
    message: str


@cache
def sources() -> dict[str, str]:
    """O texto de cada página do índice que já existe, pelo caminho desde ``book/``."""
    paths = {name: ROOT / "book" / f"{name}.md" for name in page_names()}
    return {name: path.read_text("utf-8") for name, path in paths.items() if path.exists()}


def page_names() -> list[str]:
    """Os nomes das páginas, na ordem do índice."""
    return [page.removesuffix(".html") for page in pages()]


def numbered() -> list[str]:
    """Os capítulos que o índice numera, na ordem; o primeiro é o 0."""
    import yaml

    toc = yaml.safe_load((ROOT / "book" / "_toc.yml").read_text("utf-8"))
    parts = [part for part in toc["parts"] if part.get("numbered")]
    return [chapter["file"] for part in parts for chapter in part["chapters"]]


def is_chapter(name: str) -> bool:
    """Se a página tem o desenho de um capítulo: tudo, menos a capa, os guias e as listas."""
    return name.startswith(("parte", "apendices/"))


@cache
def chapters(root: Path = ROOT) -> dict[str, Chapter]:
    """Os capítulos que têm células, pelo caminho desde ``book/``."""
    return {c.name: c for c in read_chapters(root) if is_chapter(c.name)}


def tags_of(cell: Any) -> set[str]:
    return set(cell.metadata.get("tags", ()))


def guards(chapter: Chapter) -> list[Guard]:
    """As guardas de um capítulo, na ordem em que aparecem."""
    hidden = (c for c in chapter.notebook.cells if "remove-cell" in tags_of(c))
    nodes = (node for cell in hidden for node in ast.walk(ast.parse(cell.source)))
    return [
        Guard(chapter.name, message_of(node.msg)) for node in nodes if isinstance(node, ast.Assert)
    ]


def message_of(node: ast.expr | None) -> str:
    """O texto escrito em uma mensagem; cada valor que entra nela vira ``{…}``."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(message_of(value) for value in values)
        case None:
            return ""
    return "{…}"


def readable(chapter: Chapter) -> str:
    """O que o leitor encontra no capítulo: texto, legendas, descrições e código à vista."""
    parts = []
    for cell in chapter.notebook.cells:
        if "remove-cell" not in tags_of(cell):
            parts += [cell.source, *captions(cell.metadata.get("mystnb", {}))]
    return plain("\n".join(parts))


def captions(mystnb: dict[str, Any]) -> list[str]:
    image, figure = mystnb.get("image", {}), mystnb.get("figure", {})
    return [text for text in (image.get("alt"), figure.get("caption")) if text]


def plain(text: str) -> str:
    """Tira a marcação e as quebras de linha; maiúsculas não contam, porque a frase se recorta."""
    text = LINK.sub(r"\1", ROLE.sub(r"\1", text))
    return " ".join(re.sub(r"[*`]", "", text).split()).casefold()


def faults(guard: Guard, text: str) -> list[str]:
    """O que falta à mensagem de uma guarda; ``text`` é o que o leitor encontra no capítulo."""
    file = guard.chapter.rpartition("/")[2]
    quotes = QUOTE.findall(guard.message)
    found = []
    if not guard.message.startswith(f"{file}, "):
        found.append(f"a mensagem começa com “{guard.message[:20]}”, e não com “{file}, ”")
    if not quotes:
        found.append("a mensagem não cita entre “ ” a frase que a guarda confere")
    pieces = [piece for quote in quotes[:1] for piece in ELISION.split(quote)]
    found += [f"o capítulo não diz “{p.strip()}”" for p in pieces if plain(p) not in text]
    return found
