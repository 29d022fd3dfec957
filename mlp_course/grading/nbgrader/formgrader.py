"""As páginas do formgrader, com uma política de conteúdo: nelas só roda o que é do nbgrader.

O notebook guardado já é inerte. Aqui fica a segunda barreira: scripts só com o número
sorteado a cada página, textos escapados, nenhum endereço de fora. O nbgrader não tem
opção para isto, por isso ``nbgrader_config.py`` chama `protect_formgrader`, e as páginas
dele passam a sair daqui; os modelos continuam os dele, lidos com poucas trocas: as que a
política pede, a rubrica sob cada resposta que uma pessoa corrige, e o português.

References
----------
CSP 3: https://www.w3.org/TR/CSP3
"""

import base64
import hashlib
import re
import secrets
import sys
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, FileSystemLoader, pass_context
from traitlets.config import Config

from mlp_course.grading.judging.verdict_cell import read_verdict
from mlp_course.grading.nbgrader.formgrader_texts import portuguese_script
from mlp_course.grading.nbgrader.rubric import RUBRIC, add_rubric, read_rubrics
from mlp_course.grading.reports.feedback import FeedbackExporter, InertPreprocessor
from mlp_course.grading.reports.sanitize import clean_html

_EXTENSION = "nbgrader.server_extensions.formgrader.formgrader"
_POLICY = {
    "default-src": "'none'",
    "script-src": "",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'self'",
}
# Respostas da API e arquivos de uma entrega: abertos sozinhos, são só um documento parado.
_STILL = "default-src 'none'; sandbox; frame-ancestors 'none'"
_CLICK = re.compile(r'\bonclick="([^"]*)"', re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b")
_VARIABLE = re.compile(r'(var \w+ = )"\{\{\s*([\w.]+)\s*\}\}([^"{]*)";')
_SHOWN = re.compile(r"\{\{\s*((?:resources|cell)\.[\w.]+)\s*\}\}")
# As fórmulas já vêm prontas; o formgrade.js só espera o aviso de que elas estão lá.
_NO_MATHJAX = (
    "<script>var MathJax = {Hub: {Startup: {signal: "
    '{Interest: function (tell) { tell("End"); }}}}};</script>'
)

_FOOTER = "{{ nbgrader_footer(cell) }}"
_RUBRIC = (
    f"{{%- if cell.metadata.{RUBRIC} %}}"
    '<details class="panel-body rubrica" open><summary><b>Rubrica</b></summary>'
    f'<div class="rendered_html">{{{{ cell.metadata.{RUBRIC} | markdown2html }}}}</div>'
    "</details>{%- endif %}"
)


def protect_formgrader() -> None:
    """Põe a política nas páginas do formgrader, se é ele que lê esta configuração."""
    if _EXTENSION not in sys.modules:
        return
    from nbgrader.server_extensions.formgrader import handlers
    from nbgrader.server_extensions.formgrader.base import BaseApiHandler, BaseHandler

    pages = FormgraderPages(Path(handlers.template_path))
    still = (BaseApiHandler, handlers.SubmissionFilesHandler)

    def policy(handler: Any) -> str:
        return _STILL if isinstance(handler, still) else pages.policy(_nonce(handler))

    def render(handler: Any, name: str, **values: Any) -> str:
        return pages.render(name, nonce=_nonce(handler), **values)

    BaseHandler.content_security_policy = property(policy)
    BaseHandler.render = render
    BaseHandler.exporter = property(lambda handler: _Sheet(pages.exporter, _nonce(handler)))


class FormgraderPages:
    """Os modelos do nbgrader, lidos de modo que a política os deixe funcionar.

    Parameters
    ----------
    templates : Path
        A pasta de modelos do formgrader.
    """

    def __init__(self, templates: Path) -> None:
        self.templates = templates
        loader = HardenedLoader(FileSystemLoader(templates), "nonce")
        self._environment = Environment(loader=loader, autoescape=True)

    @cached_property
    def exporter(self) -> "FormgradeExporter":
        """Quem monta a página de uma entrega."""
        config = Config()
        config.FormgradeExporter.template_name = "formgrade"
        config.FormgradeExporter.extra_template_basedirs = [str(self.templates)]
        config.FormgradeExporter.exclude_anchor_links = True
        config.FormgradeExporter.sanitize_html = True
        exporter = FormgradeExporter(config=config)
        exporter.register_preprocessor(InertPreprocessor, enabled=True)
        exporter.register_preprocessor(_hide_scores, enabled=True)
        exporter.register_preprocessor(add_rubric, enabled=True)
        return exporter

    @cached_property
    def _clicks(self) -> str:
        """Os poucos ``onclick`` do nbgrader, cada um pelo seu resumo."""
        texts = {
            text
            for path in self.templates.rglob("*")
            if path.suffix in (".tpl", ".j2")
            for text in _CLICK.findall(path.read_text("utf-8"))
        }
        digests = sorted(hashlib.sha256(text.encode()).digest() for text in texts)
        return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)

    def policy(self, nonce: str) -> str:
        """A política de uma página, com o número que os scripts dela levam."""
        scripts = f"'nonce-{nonce}' 'unsafe-hashes' {self._clicks}"
        return "; ".join(
            f"{name} {value}" for name, value in (_POLICY | {"script-src": scripts}).items()
        )

    def render(self, name: str, **values: Any) -> str:
        """Preenche um modelo, com todo texto escapado."""
        return self._environment.get_template(name).render(**values)


class FormgradeExporter(FeedbackExporter):
    """A página de correção de uma entrega: o modelo do nbgrader, com a limpeza do curso."""

    def default_filters(self) -> Any:
        """Troca o Markdown do modelo, que o nbgrader não limpa."""

        @pass_context
        def render(context: Any, source: str) -> str:
            return clean_html(self._render_markdown(context, source))

        yield from super().default_filters()
        yield "markdown2html", render

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()
        if environment.loader is not None:
            environment.loader = HardenedLoader(
                environment.loader, "resources.nonce", within=self.extra_template_basedirs[0]
            )
        return environment


class HardenedLoader(BaseLoader):
    """Lê os modelos do formgrader e lhes dá o que a política pede.

    Parameters
    ----------
    loader : BaseLoader
        De onde vêm os modelos.
    nonce : str
        O nome, no modelo, do número sorteado para a página.
    within : str, optional
        Só os modelos desta pasta; os scripts dos outros ficam sem número, e não rodam.
    """

    def __init__(self, loader: BaseLoader, nonce: str, within: str = "") -> None:
        self._loader, self._nonce, self._within = loader, nonce, within

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Devolve o texto de um modelo, com os scripts marcados e os textos escapados."""
        source, path, uptodate = self._loader.get_source(environment, template)
        if str(path or "").startswith(self._within):
            source = _harden(source, self._nonce)
        return source, path, uptodate


class _Sheet:
    """O exportador de uma só página: leva o número dela ao modelo."""

    def __init__(self, exporter: FormgradeExporter, nonce: str) -> None:
        self._exporter, self._nonce = exporter, nonce

    def from_filename(self, filename: str, resources: dict[str, Any]) -> tuple[str, Any]:
        page, resources = self._exporter.from_filename(
            filename,
            resources=resources | {"nonce": self._nonce, "rubrics": read_rubrics(Path(filename))},
        )
        return page, resources


def _harden(source: str, nonce: str) -> str:
    source = source.replace("{{ mathjax() }}", _NO_MATHJAX)
    source = source.replace(_FOOTER, _RUBRIC + _FOOTER)
    source = source.replace("</head>", f"{portuguese_script()}</head>")
    source = _VARIABLE.sub(r'\1{{ (\2 ~ "\3") | tojson }};', source)
    source = _SHOWN.sub(r"{{ \1 | e }}", source)
    return _SCRIPT.sub(f'<script nonce="{{{{ {nonce} }}}}"', source)


def _hide_scores(notebook: Any, resources: Any) -> tuple[Any, Any]:
    """Tira de sob o veredito o número que só o nbgrader lê: a nota já está no campo ao lado."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and read_verdict(cell):
            cell.outputs = [o for o in cell.outputs if o.output_type != "execute_result"]
    return notebook, resources


def _nonce(handler: Any) -> str:
    """O número da página que este pedido monta, sorteado uma vez."""
    return str(handler.__dict__.setdefault("_nonce", secrets.token_urlsafe(16)))
