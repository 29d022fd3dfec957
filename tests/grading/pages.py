"""As páginas da correção no navegador, e uma turma inventada para preenchê-las."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from mlp_course.grading.reports.results import ItemResult, Result
from mlp_course.publishing.chromium import use_browser
from mlp_course.publishing.webassets import install_packages
from tests.needs import ROOT, need_chromium

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (1280, 390)


def examine(path: Path) -> dict[str, list[Any]]:
    """Abre um arquivo e diz o que ele pediu à rede, o que executou e o que o axe acusou."""
    found: dict[str, list[Any]] = {
        "requests": [],
        "dialogs": [],
        "executed": [],
        "violations": [],
        "overflow": [],
    }
    axe = load_axe()
    use_browser(need_chromium(), lambda browser: _examine(browser, path, axe, found))
    return found


@cache
def load_axe() -> str:
    """O axe-core que o livro também usa, instalado pelo npm."""
    folder = install_packages(ROOT)
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


def _examine(browser: Browser, path: Path, axe: str, found: dict[str, list[Any]]) -> None:
    for width in WIDTHS:
        # A página proíbe scripts; sem isto, nem o axe entraria.
        context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 900})
        page = context.new_page()
        _watch(page, found)
        page.goto(path.resolve().as_uri())
        for details in page.query_selector_all("details"):
            details.evaluate("element => element.open = true")
        found["executed"] += page.evaluate("'atacado' in window ? [window.atacado] : []")
        page.evaluate(axe)
        result = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
        found["violations"] += [
            (width, v["id"], [n["html"] for n in v["nodes"]]) for v in result["violations"]
        ]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found["overflow"].append(width)
        context.close()


def _watch(page: Page, found: dict[str, list[Any]]) -> None:
    def note(request: Any) -> None:
        if not request.url.startswith(("file:", "data:")):
            found["requests"].append(request.url)

    def dismiss(dialog: Any) -> None:
        found["dialogs"].append(dialog.message)
        dialog.dismiss()

    page.on("request", note)
    page.on("dialog", dismiss)


def sample_results() -> list[Result]:
    """Uma turma com de tudo: nota cheia, parcial, pendente, interrompida e ilegível."""

    def items(dividir: float, contar: float, mistake: str) -> tuple[ItemResult, ...]:
        return (
            ItemResult(
                "dividir", "Dividir em treino e teste", dividir, 4, mistake if dividir < 4 else ""
            ),
            ItemResult(
                "contar", "Contar as classes", contar, 1, "Ainda não." if contar < 1 else ""
            ),
        )

    return [
        Result(
            "Ana Souza", "01-dados", 5, 5, "corrigida", "", 3.2, lms_id="12", items=items(4, 1, "")
        ),
        Result(
            "Bia Reis",
            "01-dados",
            3,
            5,
            "manual pendente",
            "Esperado: 143 linhas.",
            41.5,
            ("A verificação “contar” tinha sido alterada: voltou a ser a do exercício.",),
            "13",
            items=items(2, 1, "Esperado: 143 linhas no teste. Encontrado: 114."),
        ),
        Result(
            "Caio Lima",
            "01-dados",
            2,
            5,
            "interrompida",
            "A célula passou de 120 segundos.",
            120.0,
            lms_id="14",
            items=items(2, 0, "Esperado: 143 linhas no teste. Encontrado: 100."),
        ),
        Result(
            "Davi",
            "01-dados",
            0,
            5,
            "não corrigida",
            "O arquivo está vazio.",
            origin="Davi/x.ipynb",
        ),
        Result("Ana Souza", "02-mlp-keras", 10, 10, "corrigida", "", 60.0, items=items(4, 1, "")),
        Result(
            "eva@escola.br", "", 0, None, "não corrigida", "“x.ipynb” não é de nenhum exercício."
        ),
    ]
