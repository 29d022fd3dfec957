"""O que o aluno escreveu, inerte: dá para ler, não dá para executar.

Uma saída em HTML ou uma resposta em Markdown é aberta no navegador de quem corrige,
às vezes dentro do formgrader, que pode mudar notas. Aqui sobra só a formatação: nada
de scripts, quadros, formulários, estilos, eventos ou endereços que executem código. A
limpeza é do nh3 (o ammonia do Rust), sucessor do bleach.

O mesmo notebook inerte é o que se guarda para o formgrader e o que vira devolutiva.
Deixar inerte duas vezes dá o mesmo que uma.
"""

import copy
import html
import re
from collections import Counter
from typing import Any

import nbformat
import nh3

from mlp_course.grading.intake.matching import is_check
from mlp_course.grading.reports.svg import inert_svg

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
_IMAGE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
# O que, em Markdown, vira marca ou endereço que executa: por extenso ou por entidade.
_OPENING = re.compile(
    r"<(?=[A-Za-z/!?])|&(?=#|colon;|tab;|newline;)"
    r"|\b(?:javascript|vbscript|file|data)(?=\\?:(?!image/(?:png|jpeg|gif|webp);base64,)\S)",
    re.IGNORECASE,
)
_NO_ALT = re.compile(r"<img(?![^>]* alt=)")
_WORD_JOINER = "\u2060"
_TEXTS = ("text/plain", "text/latex")
_IMAGES = ("image/png", "image/jpeg")
_ATTACHED = (*_IMAGES, "image/gif", "image/webp")
_SVG = "image/svg+xml"
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")
_ATTACHMENT = re.compile(r"attachment:([^\s)\]>\"']+)")
_CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LABEL = re.compile(r"[\w .()+-]{1,100}")
_CELL_KEYS = ("nbgrader", "deletable", "editable")
_NOTEBOOK_KEYS = ("kernelspec", "mlp_course")


def make_inert(notebook: Any) -> Any:
    """Devolve uma cópia do notebook em que nada se executa ao ser aberta.

    O código, as notas e as saídas das verificações, que são do juiz, não mudam.

    Parameters
    ----------
    notebook : NotebookNode
        Corrigido ou por corrigir, com o que o kernel mostrou.
    """
    notebook = copy.deepcopy(notebook)
    notebook.metadata = _inert_metadata(notebook.metadata)
    left, used = _MAX_NOTEBOOK_HTML, set[str]()
    for position, cell in enumerate(notebook.cells):
        _rename(cell, position, used)
        cell.metadata = {k: v for k, v in cell.metadata.items() if k in _CELL_KEYS}
        if not _LABEL.fullmatch(str(cell.metadata.get("nbgrader", {}).get("grade_id", "!"))):
            cell.metadata.pop("nbgrader", None)
        if cell.cell_type != "code":
            _make_text_inert(cell)
            continue
        if is_check(cell):
            continue
        for output in cell.outputs:
            left -= len(str(output.get("data", {}).get("text/html", "")))
            _make_output_inert(output, rich=left >= 0)
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
    return _NO_ALT.sub('<img alt="imagem sem descrição"', cleaned)


def inert_markdown(text: str) -> str:
    """Devolve o Markdown sem HTML nem endereços que executem, só com texto no lugar deles.

    Um caractere invisível depois do que abriria a marca basta para o navegador, e não
    muda o que se lê, nem em um bloco de código.
    """
    return _OPENING.sub(lambda found: found[0] + _WORD_JOINER, text)


def _inert_metadata(metadata: Any) -> Any:
    kept = {key: metadata[key] for key in _NOTEBOOK_KEYS if key in metadata}
    kernel = kept.get("kernelspec", {})
    if not all(_LABEL.fullmatch(str(value)) for value in kernel.values()):
        del kept["kernelspec"]
    # A linguagem vira nome de classe e escolhe quem colore o código; aqui só há uma.
    return nbformat.from_dict(kept | {"language_info": {"name": "python"}})


def _rename(cell: Any, position: int, used: set[str]) -> None:
    """Troca o identificador que não é um nome simples, ou que já é de outra célula."""
    name = cell.get("id")
    if not isinstance(name, str) or not _CELL_ID.fullmatch(name) or name in used:
        cell.id = name = f"sem-nome-{position}"
    used.add(name)


def _make_text_inert(cell: Any) -> None:
    """Deixa inertes um texto e os seus anexos; do anexo que falta fica o nome."""
    kept = {
        str(name): {
            kind: data
            for kind, data in bundle.items()
            if kind in _ATTACHED and _BASE64.fullmatch(str(data))
        }
        for name, bundle in (cell.get("attachments") or {}).items()
        if isinstance(bundle, dict)
    }
    kept = {name: bundle for name, bundle in kept.items() if bundle}
    cell.pop("attachments", None)
    if kept and cell.cell_type == "markdown":
        cell.attachments = nbformat.from_dict(kept)

    def name_missing(found: re.Match[str]) -> str:
        # O conversor do Jupyter interrompe a página inteira por um anexo que não há.
        there = found[1] in kept or found[1].startswith(_WORD_JOINER)
        return found[0] if there else f"attachment:{_WORD_JOINER}{found[1]}"

    cell.source = _ATTACHMENT.sub(name_missing, inert_markdown(cell.source))


def _make_output_inert(output: Any, *, rich: bool) -> None:
    if "data" in output:
        output.data, output.metadata = _inert_data(output.data, rich=rich), {}
    elif output.output_type == "error":
        output.ename, output.evalue = str(output.get("ename")), str(output.get("evalue"))
        output.traceback = [str(line) for line in output.get("traceback") or ()]


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
    drawing = inert_svg(str(data[_SVG])) if _SVG in data else None
    if drawing is not None:
        kept[_SVG] = drawing
    return kept or _name_left_out(data)


def _name_left_out(data: Any) -> dict[str, str]:
    """Diz que saída não se mostrou: quem corrige e o aluno sabem que ela existia."""
    if _SVG in data:
        why = "figura SVG deixada de fora: ela faz mais que desenhar, ou é grande demais"
    else:
        kinds = ", ".join(sorted(str(kind)[:60] for kind in data)[:3])
        why = f"saída deixada de fora, de um tipo que não se mostra: {kinds}"
    return {"text/plain": f"[{why}]"} if data else {}


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
