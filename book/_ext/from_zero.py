"""Os capítulos contam a partir de 0: o primeiro não usa rede nenhuma, só apresenta a ideia.

O Sphinx e o índice do Jupyter Book contam a partir de 1 e não têm opção para isso. Aqui todo
número sai diminuído de um, no índice, nos títulos e, por eles, nas figuras.
"""

from collections.abc import Callable
from functools import wraps

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors.toctree import TocTreeCollector
from sphinx_external_toc.collectors import TocTreeCollectorWithStyles

Assign = Callable[[TocTreeCollector, BuildEnvironment], list[str]]


def starting_at_zero(assign: Assign) -> Assign:
    """Devolve a mesma numeração, com um a menos em cada capítulo."""

    @wraps(assign)
    def assign_section_numbers(self: TocTreeCollector, env: BuildEnvironment) -> list[str]:
        before = env.toc_secnumbers
        assign(self, env)
        for name, numbers in env.toc_secnumbers.items():
            env.toc_secnumbers[name] = {
                anchor: number and (number[0] - 1, *number[1:])
                for anchor, number in numbers.items()
            }
            for node in (*env.tocs[name].findall(nodes.reference), env.titles[name]):
                if number := node.get("secnumber"):
                    # Uma lista nova: o título e a sua linha no índice podem dividir a mesma.
                    node["secnumber"] = [number[0] - 1, *number[1:]]
        # O índice e os vizinhos, que trazem os números, aparecem em toda página.
        return [] if env.toc_secnumbers == before else sorted(env.all_docs)

    return assign_section_numbers


def setup(app: Sphinx) -> dict[str, bool]:
    """Troca a numeração de quem põe em vigor a de ``_toc.yml``."""
    TocTreeCollectorWithStyles.assign_section_numbers = starting_at_zero(
        TocTreeCollectorWithStyles.assign_section_numbers
    )
    return {"parallel_read_safe": True, "parallel_write_safe": True}
