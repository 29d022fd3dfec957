"""Onde está no livro o capítulo que um veredito manda reler.

O endereço é o de ``html.baseurl`` em ``_config.yml``, que vai dentro do wheel do aluno.
Sem endereço não há link: o nome do capítulo basta.
"""

import functools
import re
from pathlib import Path

# O título de cada capítulo citado, e a página; os testes os comparam com o livro.
PAGES = {
    "Os dados": "parte1/02-dados",
    "O primeiro modelo": "parte1/03-primeiro-modelo",
    "Regularização e early stopping": "parte1/04-regularizacao",
    "Busca aleatória de hiperparâmetros": "parte1/05-busca-aleatoria",
    "O modelo final e a comparação": "parte1/06-modelo-final",
    "Padronização": "parte2/02-padronizacao",
    "Incerteza": "parte2/03-incerteza",
    "Uma linha de base honesta": "parte2/04-linha-de-base",
    "Limiar, custo e calibração": "parte2/05-limiar",
    "Um neurônio por dentro": "parte3/01-neuronio",
    "Retropropagação passo a passo": "parte3/02-retropropagacao",
    "SGD, momentum e Adam": "parte3/03-otimizadores",
    "O que L1 e L2 fazem com os pesos": "parte3/04-penalidades",
}
_PACKAGE = Path(__file__).resolve().parents[1]
_BASEURL = re.compile(r"""^  baseurl: *["']?(https?://[^"'\s#]+)""", re.MULTILINE)


def find_page(title: str) -> str | None:
    """Devolve o endereço da página de um capítulo; None se o livro não está na web."""
    address, page = book_address(), PAGES.get(title)
    return f"{address}/{page}.html" if address and page else None


@functools.cache
def book_address() -> str | None:
    """Devolve o endereço do livro, sem barra no fim; None se ``_config.yml`` não o diz."""
    # No wheel, ao lado do pacote; em um clone, na raiz dele.
    for folder in (_PACKAGE, _PACKAGE.parent):
        config = folder / "_config.yml"
        if config.is_file():
            found = _BASEURL.search(config.read_text(encoding="utf-8"))
            return found[1].rstrip("/") if found else None
    return None
