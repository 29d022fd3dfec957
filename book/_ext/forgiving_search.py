"""A busca que perdoa: acha o mesmo com e sem acentos, e entende os termos em inglês.

O Sphinx compara as letras como estão: “funcao” não acha “função”. Aqui as palavras perdem os
acentos antes de irem ao radical do Snowball, no índice e na pergunta. Os termos ingleses são os
do glossário: cada forma de um verbete vira, na pergunta, a forma que o livro usa.
"""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import sphinx.search
from sphinx.application import Sphinx
from sphinx.search.pt import SearchPortuguese

GLOSSARY = Path(__file__).resolve().parents[1] / "guias" / "glossario.md"
_STEMMERS = Path(sphinx.search.__file__).parent / "minified-js"
# O mesmo que `fold`, na linguagem da página.
_FOLD = r"""
var foldWord = (text) => text.toLowerCase().normalize("NFD")
  .replace(/[\u0300-\u036f]/g, "").replace(/oes\b/g, "ao");
"""
_STEMMER = """
var Stemmer = function () {
  const inner = new PortugueseStemmer();
  this.stemWord = (word) => inner.stemWord(foldWord(word));
};
"""
_SPLITTER = r"""
const glossaryPairs = %s;
var splitQuery = (query) => {
  let text = " " + foldWord(query) + " ";
  for (const [said, used] of glossaryPairs)
    text = text.replaceAll(" " + said + " ", " " + used + " ");
  return text.split(/[^\p{Letter}\p{Number}_]+/u).filter((term) => term);
};
"""


def fold(text: str) -> str:
    """Tira os acentos e põe no singular os plurais em -ões, que mudam de vogal."""
    letters = unicodedata.normalize("NFD", text.lower())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"oes\b", "ao", plain)


def glossary_pairs(source: str) -> list[tuple[str, str]]:
    """Devolve, de cada verbete, (outra forma, forma do livro), as mais longas antes."""
    block = source.split("```{glossary}\n")[1].split("\n```")[0]
    pairs = []
    for entry in block.split("\n\n"):
        forms = [line.strip() for line in entry.splitlines() if line and not line.startswith(" ")]
        pairs += [(fold(other), fold(forms[0])) for other in forms[1:]]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


class ForgivingPortuguese(SearchPortuguese):
    """O português do Sphinx, sem acentos no índice nem na pergunta."""

    js_stemmer_rawcode = ""
    js_stemmer_code = "\n".join(
        [
            *((_STEMMERS / name).read_text("utf-8") for name in
              ("base-stemmer.js", "portuguese-stemmer.js")),
            _FOLD,
            _STEMMER,
        ]
    )  # fmt: skip
    js_splitter_code = _SPLITTER % json.dumps(glossary_pairs(GLOSSARY.read_text("utf-8")))

    def stem(self, word: str) -> str:
        """Devolve o radical da palavra sem acentos."""
        return str(super().stem(fold(word)))


def setup(app: Sphinx) -> dict[str, Any]:
    """Põe esta busca no lugar da do Sphinx para o português."""
    app.add_search_language(ForgivingPortuguese)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
