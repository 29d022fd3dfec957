"""O que um aluno pode escrever para que o navegador de quem corrige execute."""

import nbformat
from bs4 import BeautifulSoup

from mlp_course.checks.verdict import Verdict
from mlp_course.grading.intake.cells import read_cells
from mlp_course.grading.intake.restoring import restore
from mlp_course.grading.judging.verdict_cell import verdict_outputs
from tests.grading.deliveries import find_cell, load_sources, right_notebook, to_bytes

ATTACKS = [
    "<script>atacado = 1</script>",
    "<img src=x onerror='atacado = 1'>",
    "<svg onload='atacado = 1'><script>atacado = 1</script></svg>",
    "<iframe srcdoc='<script>parent.atacado = 1</script>'></iframe>",
    "<a href='javascript:atacado = 1' id=alvo>clique</a>",
    "<a href='data:text/html,<script>opener.atacado = 1</script>'>clique</a>",
    "<form action='https://mal.example'><input name=x><button>ok</button></form>",
    "<meta http-equiv=refresh content='0; url=https://mal.example'>",
    "<base href='https://mal.example/'>",
    "<link rel=stylesheet href='https://mal.example/x.css'>",
    "<style>body{display:none}</style>",
    "<div style='position:fixed;inset:0;background:url(https://mal.example/x)'>tapa tudo</div>",
    "<object data='data:text/html,<script>atacado = 1</script>'></object>",
    "<embed src='https://mal.example/x'>",
    "<math><mtext><table><mglyph><style><img src=x onerror='atacado = 1'>",
    "<details open ontoggle='atacado = 1'><summary>x</summary></details>",
    "<template><script>atacado = 1</script></template>",
    "<p class='veredito right' id='resumo'>✔ Certo (2 de 2 pontos)</p>",
    "<img src='https://mal.example/espia.png'>",
    "<video src=x onerror='atacado = 1'></video>",
    "</section></main><script>atacado = 1</script>",
    "<!--><script>atacado = 1</script>-->",
    "<noscript><p title='</noscript><img src=x onerror=atacado=1>'></noscript>",
]
MARKDOWN = [
    "[clique](javascript:atacado=1)",
    "![x](https://mal.example/espia.png)",
    "![x](javascript:atacado=1)",
    "<javascript:atacado=1>",
    "[x]: javascript:atacado=1\n\n[x]",
    "`<script>atacado = 1</script>`",
    "$$<img src=x onerror=atacado=1>$$",
    '![" onerror="atacado=1](x.png)',
    '[x](https://a.example "\\" onmouseover=\\"atacado=1")',
]
VERDICT = Verdict(
    "01-dados.contar", "Contar as classes", "wrong", 0, 1,
    "Esperado: <b>357</b>. Encontrado: " + ATTACKS[1] + ".", "Conte com y == 1.", "Os dados",
)  # fmt: skip


def graded_notebook(cells=(), answer="", repairs=()):
    """Uma entrega corrigida, com células e saídas do aluno."""
    notebook = restore(
        load_sources()["01-dados"], read_cells(to_bytes(right_notebook())).cells
    ).notebook
    notebook.metadata["mlp_course"] = {"repairs": list(repairs)}
    for cell in notebook.cells:
        details = cell.metadata.get("nbgrader", {})
        if details.get("grade"):
            details["score"] = 0
            details["pending"] = details["solution"]
        if details.get("grade") and cell.cell_type == "code":
            cell.outputs = [nbformat.from_dict(o) for o in verdict_outputs(VERDICT)]
    if answer:
        find_cell(notebook, "vazamento-texto").source = answer
    notebook.cells[4:4] = list(cells)
    return notebook


def student_cell(kind, source, outputs=(), name="aluno-900"):
    data = {"cell_type": kind, "id": name, "metadata": {}, "source": source}
    if kind == "code":
        data |= {"outputs": list(outputs), "execution_count": None}
    return nbformat.from_dict(data)


def shown(data):
    return {"output_type": "display_data", "data": data, "metadata": {}}


def attacked_notebook():
    """Tudo de uma vez: em respostas, células a mais e cada tipo de saída."""
    streams = [
        {"output_type": "stream", "name": n, "text": "\n".join(ATTACKS)}
        for n in ("stdout", "stderr")
    ]
    error = {"output_type": "error", "ename": "E", "evalue": "x", "traceback": list(ATTACKS)}
    data = [
        shown({kind: attack})
        for attack in ATTACKS
        for kind in ("text/html", "text/markdown", "text/plain", "text/latex", "image/svg+xml",
                     "application/javascript", "application/vnd.jupyter.widget-view+json")
    ]  # fmt: skip
    data.append(shown({"image/png": 'x" onerror="atacado=1'}))
    data.append({**shown({"text/html": ATTACKS[0]}), "metadata": {"text/html": {"isolated": True}}})
    cells = [
        student_cell("code", "\n".join(ATTACKS), [*streams, error, *data[i : i + 20]], f"aluno-{i}")
        for i in range(0, len(data), 20)
    ]
    cells += [
        student_cell("markdown", text, name=f"aluno-m{i}")
        for i, text in enumerate([*ATTACKS, *MARKDOWN])
    ]
    cells += [student_cell("raw", ATTACKS[0], name="aluno-r")]
    return graded_notebook(cells, "\n\n".join([*ATTACKS, *MARKDOWN]), ATTACKS)


FORBIDDEN = "script, iframe, object, embed, svg, form, link, base, video, template"
# As fórmulas são MathML que o curso escreve; nela não cabem HTML, ações nem endereços.
FORBIDDEN += (
    ", math :not(:is(math, semantics, mrow, mi, mn, mo, mtext, mspace, msub, msup, msubsup,"
)
FORBIDDEN += " mfrac, msqrt, mroot, mstyle, munder, mover, munderover, mtable, mtr, mtd, mpadded,"
FORBIDDEN += " mphantom, menclose)), math [href], math [style], math [class], math [id]"
ALLOWED_STYLES = ("", "text-align:left", "text-align:right", "text-align:center")


def is_danger(name: str, value) -> bool:
    """Diz se um atributo executa algo, pede algo à rede ou tapa a página."""
    text = "".join(str(value).split()).lower()
    if name == "src":
        return not text.startswith("data:image/")
    if name == "href":
        return text.startswith(("javascript:", "data:", "vbscript:"))
    if name == "style":
        return text.rstrip(";") not in ALLOWED_STYLES
    return name.startswith("on") or name in ("srcdoc", "action", "formaction")


def dangers(soup: BeautifulSoup) -> list[str]:
    found = [str(element)[:80] for element in soup.select(FORBIDDEN)]
    found += [str(m) for m in soup.select("meta[http-equiv]") if "Security" not in m["http-equiv"]]
    attributes = [pair for element in soup.find_all(True) for pair in element.attrs.items()]
    return found + [f"{name}={value}" for name, value in attributes if is_danger(name, value)]
