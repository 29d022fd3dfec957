"""O que o aluno escreveu, inerte: dá para ler, não dá para executar.

Uma saída em HTML ou uma resposta em Markdown é aberta no navegador de quem corrige,
às vezes dentro do formgrader, que pode mudar notas. Aqui sobra só a formatação: nada
de scripts, quadros, formulários, estilos, eventos ou endereços que executem código. A
limpeza é do nh3 (o ammonia do Rust), sucessor do bleach.
"""

import copy
import html
import re
from collections import Counter
from typing import Any

import nh3

from mlp_course.grading.intake.matching import is_answer, is_check
from mlp_course.grading.intake.restoring import STUDENT_CELL

MAX_HTML = 256 << 10
_MAX_NOTEBOOK_HTML = 2 << 20
_MAX_DEPTH = 200
_TAGS = set(
    re.findall(
        r"\w+",
        "a abbr b blockquote br caption code col colgroup dd del details div dl dt em h1 h2 h3 h4 "
        "h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub summary sup table "
        "tbody td tfoot th thead tr u ul var",
    )
)
# Destas, nem o texto é para ler.
_HIDDEN = {"script", "style", "iframe", "object", "embed", "template", "noscript", "svg", "math"}
_ATTRIBUTES = {
    "*": {"style", "title", "lang", "dir"},
    "a": {"href"},
    "col": {"span"},
    "colgroup": {"span"},
    "img": {"alt", "src", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_VOID = ("br", "col", "hr", "img", "input", "link", "meta", "wbr")
_MARK = re.compile(r"<(/?)([A-Za-z][\w-]*)")
_IMAGE = re.compile(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*")
_OPENING = re.compile(r"<(?=[A-Za-z/!?])")
_NO_ALT = re.compile(r"<img (?![^>]*alt=)")
_WORD_JOINER = "\u2060"
_TEXTS = ("text/plain", "text/latex")
_IMAGES = ("image/png", "image/jpeg")
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")


def make_inert(notebook: Any) -> Any:
    """Devolve uma cópia do notebook em que nada do aluno se executa ao ser aberto.

    As células da fonte e as saídas das verificações, que são do juiz, não mudam.
    """
    notebook = copy.deepcopy(notebook)
    left = _MAX_NOTEBOOK_HTML
    for cell in notebook.cells:
        theirs = is_answer(cell) or cell.get("id", "").startswith(STUDENT_CELL)
        if theirs and cell.cell_type != "code":
            cell.source = inert_markdown(cell.source)
        if cell.cell_type == "code" and not is_check(cell):
            for output in cell.outputs:
                if "data" in output:
                    left -= len(str(output.data.get("text/html", "")))
                    output.data = _inert_data(output.data, rich=left >= 0)
                    output.metadata = {}
            cell.outputs = [output for output in cell.outputs if output.get("data", True)]
    return notebook


def clean_html(text: str) -> str:
    """Devolve HTML só com formatação, tabelas, imagens embutidas e links comuns.

    O que é grande ou fundo demais, e que um navegador levaria minutos para arrumar,
    vira texto.
    """
    shape = _IMAGE.sub("", text)
    if len(shape) > MAX_HTML or _depth(shape) > _MAX_DEPTH:
        return f"<pre>{html.escape(text[:MAX_HTML])}</pre>"
    cleaned = nh3.clean(
        text,
        tags=_TAGS,
        clean_content_tags=_HIDDEN,
        attributes=_ATTRIBUTES,
        attribute_filter=_filter_attribute,
        url_schemes={"http", "https", "mailto", "data"},
        filter_style_properties={"text-align"},
    )
    return _NO_ALT.sub('<img alt="imagem sem descrição" ', cleaned)


def inert_markdown(text: str) -> str:
    """Devolve o Markdown sem HTML: cada ``<`` que abriria uma marca passa a ser texto.

    Um caractere invisível depois dele basta para o navegador, e não muda o que se
    lê, nem em um bloco de código.
    """
    return _OPENING.sub("<" + _WORD_JOINER, text)


def _inert_data(data: Any, *, rich: bool) -> dict[str, str]:
    kept = {kind: str(data[kind]) for kind in _TEXTS if kind in data}
    kept |= {kind: data[kind] for kind in _IMAGES if _BASE64.fullmatch(str(data.get(kind, "!")))}
    if "text/html" in data:
        if rich:
            kept["text/html"] = clean_html(str(data["text/html"]))
        else:
            kept.setdefault("text/plain", "[saída em HTML longa demais para mostrar]")
    if "text/markdown" in data:
        kept["text/markdown"] = inert_markdown(str(data["text/markdown"]))
    return kept


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src":
        return value if _IMAGE.fullmatch(value) else None
    if name == "href":
        starts = ("http://", "https://", "mailto:")
        return value if value.strip().lower().startswith(starts) else None
    return value


def _depth(text: str) -> int:
    """Quantas marcas ficam abertas ao mesmo tempo, no máximo."""
    opened: Counter[str] = Counter()
    total = deepest = 0
    for closing, name in _MARK.findall(text):
        name = name.lower()
        if not closing and name not in _VOID:
            opened[name] += 1
            total += 1
        elif closing and opened[name]:
            opened[name] -= 1
            total -= 1
        deepest = max(deepest, total)
    return deepest
