"""As palavras de um nome de arquivo que não são o nome de ninguém.

Três espécies: marcas de cópia (“Cópia de”, ``(1)``, ``_final``), palavras gerais
(“trabalho”, “Untitled7”) e o que se chama uma turma (“Turma B”, “3º A”, o zip do
Drive). Um número no fim **não** é marca de cópia: ``-20240017`` é uma matrícula, e
``-joao-123`` um usuário do GitHub.
"""

import re
import unicodedata

_START, _END = r"(?<![^\W_])", r"(?![^\W_])"
_COPY = re.compile(
    rf"{_START}(?:c[óo]pias?(?:\s+de)?|copy(?:\s+of)?|copia)\s?\d*{_END}"
    rf"|{_START}(?:final(?:izad[oa])?|definitiv[oa]|corrigid[oa]|entrega|respostas?|rascunho"
    rf"|draft|backup|bkp|checkpoint|duplicad[oa])\d*{_END}"
    rf"|{_START}(?:v|ver|vers[aã]o|version|rev)[ ._-]?\d+{_END}"
    r"|\(\d{1,3}\)"
    rf"|(?<=[\w)])[-_](?:main|master)$",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"(?:(?:untitled|notebooks?|caderno|exerc[ií]cios?|atividades?|tarefas?|trabalhos?|listas?"
    r"|aulas?|provas?|quest(?:ao|ão|oes|ões)|arquivos?|documentos?|sem t[ií]tulo|sem nome"
    r"|c[óo]digos?|partes?|se[cç](?:ao|ão|oes|ões)|pastas?|nova pasta|new folder|main|master"
    r"|colab|jupyter|tentativas?|vers(?:ao|ão|oes|ões)|copia|entregas?|ex|at|de|do|da|dos|das"
    r"|meu|minha|readme|leia[\W_]*me|license|requirements|enunciado|gabarito|notas|nomes)"
    r"\d*(?=[\W_]|$)[\W_]*|(?<!\d)\d{1,2}(?=[\W_]|$)[\W_]*)+",
    re.IGNORECASE,
)
_CLASS_WORDS = re.compile(
    rf"{_START}(?:turmas?|se[cç](?:ao|ão|oes|ões)|sections?|salas?|grupos?|groups?|classes?|classe"
    r"|class|class ?room|per[ií]odos?|semestres?|trimestres?|bimestres?|manh[aã]|tardes?|noites?"
    r"|noturno|diurno|matutino|vespertino|integral|entregas|envios|submissions?|submitted|submiss(?:ao"
    r"|ão|oes|ões)|alunos|estudantes|students|semanas?|unidades?|m[óo]dulos?|disciplinas?|cursos?"
    rf"|takeout|downloads?|drive)\d*{_END}",
    re.IGNORECASE,
)
_CLASS_CODE = re.compile(
    r"(?:\d{1,2}\s*[ºª°]?\s*(?:ano|s[ée]rie|em|per[ií]odo)?\s*[A-Za-z]?|[A-Za-z]"
    r"|(?:19|20)\d\d(?:[ ._/-]\d)?)",
    re.IGNORECASE,
)
_DRIVE_STAMP = re.compile(r"-\d{8}T\d{6}Z(?:-\d{1,3})*$")
_PART_NUMBER = re.compile(r"-0\d\d$")


def drop_copy_marks(text: str) -> str:
    """Tira de um nome as marcas de cópia e de versão.

    Examples
    --------
    >>> drop_copy_marks("Cópia de ana_final (2)").strip(" _")
    'ana'
    >>> drop_copy_marks("joao-123"), drop_copy_marks("ana-20240017")
    ('joao-123', 'ana-20240017')
    """
    text = unicodedata.normalize("NFC", text)
    while (shorter := _COPY.sub(" ", text).rstrip(" -_.")) != text.rstrip(" -_."):
        text = shorter
    return text


def names_no_one(text: str) -> bool:
    """Diz se um nome é só de palavras gerais, como ``Untitled7`` ou ``lista 2``."""
    return not text or bool(_GENERAL.fullmatch(text))


def names_a_class(text: str) -> bool:
    """Diz se um nome de pasta é de muita gente: ``Turma B``, ``3º A``, ``entregas``."""
    return (
        names_no_one(text)
        or is_drive_part(text)
        or bool(_CLASS_WORDS.search(text) or _CLASS_CODE.fullmatch(text))
    )


def is_drive_part(stem: str) -> bool:
    """Diz se um zip é um dos pedaços que o Drive faz: ``…-20261124T120000Z-001``."""
    return bool(_DRIVE_STAMP.search(stem))


def has_part_number(stem: str) -> bool:
    """Diz se um nome termina como o de um zip dividido: ``turma-001``."""
    return bool(_PART_NUMBER.search(stem))


def whole_of_part(stem: str) -> str:
    """Nome comum aos pedaços de um mesmo download."""
    return _PART_NUMBER.sub("", _DRIVE_STAMP.sub("", stem))
