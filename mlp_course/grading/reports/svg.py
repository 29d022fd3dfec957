"""Figuras SVG que só desenham: refeitas a partir de uma lista do que um desenho usa.

Um SVG é um documento inteiro, com scripts, estilos e endereços. Aqui ele é lido e
escrito de novo, elemento por elemento; o que tenta executar ou buscar algo é recusado.
"""

import re
from xml.etree import ElementTree as ET

MAX_SVG = 512 << 10
_MAX_DEPTH = 60
_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_DRAWN = set(
    re.findall(
        r"\w+",
        "svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath "
        "clipPath mask linearGradient radialGradient stop pattern marker title desc style image",
    )
)
_ACTIVE = re.compile(r"script|handler|foreignobject|iframe|object|embed|audio|video|animat|^set$")
# Nomes sem dois-pontos: os de outros espaços ficam de fora, menos o do link.
_NAME = re.compile(r"[A-Za-z][\w-]*")
_DOCTYPE = re.compile(r"<!DOCTYPE[^<>\[\]]*>")
_HERE = re.compile(r"#[\w.:-]+")
_PIXELS = re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=\s]*")
_FETCH = re.compile(r"url\(\s*(?!['\"]?#)|@|\\|<|expression|javascript:", re.IGNORECASE)


def inert_svg(text: str) -> str | None:
    """Devolve a figura só com o que desenha; `None` se ela não se pode mostrar.

    Parameters
    ----------
    text : str
        O SVG como o kernel o mandou.
    """
    text = _DOCTYPE.sub("", text, count=1)
    # Sem declarações de entidades, nada cresce ao ser lido e nenhum arquivo é buscado.
    if len(text) > MAX_SVG or "<!DOCTYPE" in text or "<!ENTITY" in text:
        return None
    try:
        root = ET.fromstring(text)  # noqa: S314
        drawing = _redraw(root) if root.tag == f"{_SVG}svg" else None
    except (ET.ParseError, _ActiveError, ValueError):
        return None
    if drawing is None:
        return None
    ET.register_namespace("", _SVG[1:-1])
    return ET.tostring(drawing, encoding="unicode")


class _ActiveError(Exception):
    """A figura tenta mais que desenhar."""


def _redraw(element: ET.Element, depth: int = 0) -> ET.Element | None:
    if depth > _MAX_DEPTH:
        raise _ActiveError
    namespace, _, name = str(element.tag).rpartition("}")
    if _ACTIVE.search(name.lower()):
        raise _ActiveError
    if namespace + "}" != _SVG or name not in _DRAWN:
        return None  # metadados do programa que desenhou
    text = element.text or ""
    if name == "style" and _FETCH.search(text):
        raise _ActiveError
    attributes = {
        key: value for key, value in element.attrib.items() if _keep(name, str(key), value)
    }
    copy = ET.Element(element.tag, attributes)
    copy.text, copy.tail = text, element.tail
    copy.extend([child for e in element if (child := _redraw(e, depth + 1)) is not None])
    return copy


def _keep(element: str, name: str, value: str) -> bool:
    if name in ("href", _LINK):
        if _HERE.fullmatch(value) or (element == "image" and _PIXELS.fullmatch(value)):
            return True
        raise _ActiveError
    if name.lower().startswith("on") or _FETCH.search(value):
        raise _ActiveError
    return bool(_NAME.fullmatch(name))
