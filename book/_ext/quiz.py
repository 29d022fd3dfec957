"""A diretiva ``quiz``: uma pergunta que responde a cada resposta, também sem mouse.

Uma opção por linha, ``- [x] texto :: comentário``; só a marcada com ``x`` está certa.
Para uma pergunta numérica, ``- 310 :: comentário``: a primeira linha é a certa, as
outras são enganos conhecidos, e ``- outro :: comentário`` vale para o resto.

Em HTML vira um formulário, que ``quiz.js`` julga no navegador; no PDF e no EPUB,
onde não há quem julgue, a resposta vem escrita abaixo da pergunta.
"""

import re
from dataclasses import dataclass
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

CHOICE = re.compile(r"- \[(?P<mark>[ x])\] (?P<label>.+?) :: (?P<comment>.+)")
NUMBER = re.compile(r"- (?P<label>-?[\d.,]+|outro) :: (?P<comment>.+)")
INTERACTIVE = ("html",)


class QuizNode(nodes.General, nodes.Element):
    """A pergunta: enunciado, opções e comentários, cada um um filho."""


class QuizPart(nodes.Part, nodes.Element):
    """Um pedaço do formulário: o atributo ``role`` diz qual."""


@dataclass(frozen=True)
class Option:
    """Uma resposta prevista: o texto ou o número, se é a certa e o que dizer dela."""

    label: str
    right: bool
    comment: str


class Quiz(SphinxDirective):
    """Lê a pergunta e as opções; uma linha torta interrompe a construção do livro."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict] = {"tolerancia": float, "unidade": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Devolve o nó da pergunta."""
        lines = [line for line in self.content if line.strip()]
        options = read_options(lines, self)
        kind = "number" if NUMBER.fullmatch(lines[0]) else "choice"
        number = self.env.new_serialno("quiz")
        node = QuizNode(
            kind=kind,
            name=f"quiz-{number}",
            unit=self.options.get("unidade", ""),
            tolerance=self.options.get("tolerancia", 0.0),
            options=[(option.label, option.right) for option in options],
        )
        node += self._inline("question", self.arguments[0])
        for option in options:
            node += self._inline("label", option.label)
            node += self._inline("comment", option.comment)
        return [node]

    def _inline(self, role: str, text: str) -> QuizPart:
        children, messages = self.state.inline_text(text, self.lineno)
        return QuizPart("", *children, *messages, role=role)


def read_options(lines: list[str], directive: Directive) -> list[Option]:
    """Lê as opções e confere que a pergunta tem o que precisa."""
    number = bool(lines) and NUMBER.fullmatch(lines[0]) is not None
    pattern = NUMBER if number else CHOICE
    matches = [pattern.fullmatch(line.strip()) for line in lines]
    if len(matches) < 2 or not all(matches):
        bad = next((line for line, match in zip(lines, matches, strict=True) if not match), "")
        raise directive.error(
            f"Pergunta com opção torta: {bad!r}. Escreva duas ou mais linhas "
            "'- [ ] texto :: comentário' ou '- 12,5 :: comentário'."
        )
    found = [match for match in matches if match]
    if number:
        return [Option(m["label"], i == 0, m["comment"]) for i, m in enumerate(found)]
    options = [Option(m["label"], m["mark"] == "x", m["comment"]) for m in found]
    if sum(option.right for option in options) != 1:
        raise directive.error("Marque uma opção certa, e só uma, com [x].")
    return options


def visit_quiz(self, node: QuizNode) -> None:
    """Escreve o formulário inteiro: os filhos são postos cada um no seu lugar."""
    question, *parts = node.children
    labels, comments = parts[::2], parts[1::2]
    name, number = node["name"], node["kind"] == "number"
    write, render = self.body.append, lambda part: [c.walkabout(self) for c in part.children]
    tolerance = f' data-tolerance="{node["tolerance"]}"' if number else ""
    write(f'<form class="quiz" id="{name}"{tolerance}><fieldset><legend>')
    render(question)
    write("</legend>")
    if number:
        unit = node["unit"] and f'<span id="{name}-unidade">{self.encode(node["unit"])}</span>'
        described = f' aria-describedby="{name}-unidade"' if unit else ""
        write(
            f'<label for="{name}-valor">Sua resposta</label> <input type="text" id="{name}-valor" '
            f'inputmode="decimal" autocomplete="off"{described}> {unit}'
        )
    else:
        for i, label in enumerate(labels):
            write(f'<div class="quiz-option"><input type="radio" name="{name}" id="{name}-{i}" ')
            write(f'value="{i}"><label for="{name}-{i}">')
            render(label)
            write("</label></div>")
    write('<button type="submit">Conferir</button></fieldset><div role="status">')
    for (label, right), comment in zip(node["options"], comments, strict=True):
        value = f' data-value="{self.encode(label)}"' if number else ""
        write(f'<p hidden class="{"certa" if right else "errada"}"{value}><strong>')
        write(f"{'Certo.' if right else 'Ainda não.'}</strong> ")
        render(comment)
        write("</p>")
    write("</div></form>")
    raise nodes.SkipNode


def write_answers(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Onde não há formulário, troca a pergunta por ela mesma seguida da resposta."""
    if app.builder.name in INTERACTIVE:
        return
    for node in list(doctree.findall(QuizNode)):
        question, *parts = node.children
        right = next(i for i, (_, ok) in enumerate(node["options"]) if ok)
        items = nodes.bullet_list()
        if node["kind"] == "choice":
            for label in parts[::2]:
                items += nodes.list_item("", nodes.paragraph("", "", *_copies(label)))
        answer = nodes.paragraph("", "", nodes.strong("", "Resposta: "))
        unit = [nodes.Text(f" {node['unit']}")] if node["unit"] else []
        answer += [*_copies(parts[2 * right]), *unit, nodes.Text(". ")]
        answer += _copies(parts[2 * right + 1])
        replacement = [nodes.paragraph("", "", *_copies(question)), answer]
        node.replace_self([replacement[0], *([items] if len(items) else []), replacement[1]])


def _copies(part: nodes.Node) -> list[nodes.Node]:
    return [child.deepcopy() for child in part.children]


def depart_nothing(self, node: nodes.Node) -> None:
    """O formulário já foi escrito inteiro na entrada."""


def setup(app: Sphinx) -> dict:
    """Registra a diretiva e o seu HTML."""
    app.add_node(QuizNode, html=(visit_quiz, depart_nothing))
    app.add_node(QuizPart, html=(depart_nothing, depart_nothing))
    app.add_directive("quiz", Quiz)
    app.connect("doctree-resolved", write_answers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
