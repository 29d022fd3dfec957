"""Deixa leve o livro construído: o que nenhuma página usa não vai ao navegador.

As folhas de estilo das bibliotecas perdem as regras que ninguém usa, a fonte de
ícones fica com os que aparecem, e as figuras passam a ter uma paleta de cores. Nada
muda do que se vê. Repetir não refaz: o Sphinx devolve os originais a cada construção.
"""

import re
import shutil
from io import BytesIO
from pathlib import Path

from mlp_course.publishing.webassets import run_script

STATIC = "_static"
IMAGES = "_images"
ICONS = Path("vendor", "fontawesome", "webfonts", "fa-solid-900.woff2")
# Desenha os ícones outra vez, com todos os que existem: `book/_templates` não o chama.
ICON_SCRIPT = Path("scripts", "fontawesome.js")
# Uma folha de estilo nomeia um sinal pelo código ou o traz escrito, na área de uso privado.
_CODE, _CHARACTER = re.compile(r"\\([0-9a-f]{4})\b"), re.compile("[\ue000-\uf8ff]")
_COLORS = 256


def slim_book(root: Path, html: Path) -> None:
    """Reduz estilos, ícones e figuras do livro em HTML.

    Parameters
    ----------
    root : Path
        Pasta do curso.
    html : Path
        O livro construído.

    Raises
    ------
    PublishingError
        Se a redução dos estilos falhar.
    """
    static = Path(html, STATIC)
    (static / ICON_SCRIPT).unlink(missing_ok=True)
    run_script(root, "shrink.js", str(html.resolve()))
    subset_icons(static)
    shrink_images(Path(html, IMAGES), Path(root, "_build", "figuras"))


def subset_icons(static: Path) -> None:
    """Deixa na fonte só os ícones que alguma folha de estilo ainda desenha."""
    from fontTools import subset  # type: ignore[import-untyped]

    styles = "".join(path.read_text("utf-8") for path in static.rglob("*.css"))
    options = subset.Options(flavor="woff2")
    font = subset.load_font(BytesIO((static / ICONS).read_bytes()), options)
    subsetter = subset.Subsetter(options)
    codes = [int(code, 16) for code in _CODE.findall(styles)]
    subsetter.populate(unicodes=[*codes, *map(ord, _CHARACTER.findall(styles))])
    subsetter.subset(font)
    subset.save_font(font, str(static / ICONS), options)


def shrink_images(images: Path, cache: Path) -> None:
    """Dá uma paleta a cada figura do Matplotlib; as já reduzidas uma vez vêm de `cache`.

    O nome de uma figura é a impressão do seu conteúdo, por isso o que está guardado serve.
    """
    cache.mkdir(parents=True, exist_ok=True)
    for path in images.glob("*.png"):
        kept = cache / path.name
        if not kept.exists():
            kept.write_bytes(quantize(path.read_bytes()))
        shutil.copyfile(kept, path)


def quantize(png: bytes) -> bytes:
    """Devolve a mesma imagem com até 256 cores, ou a original: transparente, ou já menor."""
    from PIL import Image

    buffer = BytesIO()
    with Image.open(BytesIO(png)) as image:
        if image.convert("RGBA").getchannel("A").getextrema() != (255, 255):
            return png
        image.convert("RGB").quantize(_COLORS).save(buffer, "PNG", optimize=True)
    return min(png, buffer.getvalue(), key=len)
