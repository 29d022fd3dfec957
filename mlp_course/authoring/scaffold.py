"""``mlp-course new``: um exercício novo, pequeno e já correto, para ser reescrito.

Os modelos estão em ``templates/``. Começar de algo que passa em todos os testes
deixa claro, a cada mudança, o que ela quebrou.
"""

import re
from importlib.resources import files
from pathlib import Path
from string import Template

from mlp_course.authoring.release import SOURCE
from mlp_course.errors import AuthoringError

# Um nome mais longo deixaria linhas compridas demais no código gerado.
_MAX_LENGTH = 30
_NAME = re.compile(r"[0-9]{2}(-[a-z0-9]+)+")


def new_exercise(root: Path, assignment: str) -> list[Path]:
    """Cria os quatro arquivos de um exercício novo.

    Parameters
    ----------
    root : Path
        Pasta do curso, com ``solutions/`` e ``mlp_course/``.
    assignment : str
        ``"NN-nome"``: dois algarismos e palavras em minúsculas, sem acentos,
        separadas por hífens.

    Returns
    -------
    list of Path
        A fonte, os critérios ocultos, as verificações e o corpus, nesta ordem.

    Raises
    ------
    AuthoringError
        Se o nome for inválido, se algum dos arquivos já existir ou se `root`
        não for a pasta do curso. Nesse caso nada é escrito.
    """
    root = Path(root)
    if not _NAME.fullmatch(assignment) or len(assignment) > _MAX_LENGTH:
        raise AuthoringError(
            f"{assignment!r} não serve de nome: use dois algarismos e palavras em minúsculas, sem "
            f"acentos, como 10-convolucao (até {_MAX_LENGTH} letras)."
        )
    targets = _targets(root, assignment)
    for folder in (root / SOURCE, *(path.parents[1] for path in list(targets.values())[2:])):
        if not folder.is_dir():
            raise AuthoringError(f"Não achei {folder}: execute este comando na pasta do curso.")
    if existing := [str(path.relative_to(root)) for path in targets.values() if path.exists()]:
        raise AuthoringError(f"{assignment} já existe: {', '.join(existing)}.")
    texts = {name: _render(name, assignment) for name in targets}
    for name, path in targets.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(texts[name], encoding="utf-8")
    return list(targets.values())


def _targets(root: Path, assignment: str) -> dict[str, Path]:
    folder = root / SOURCE / assignment
    package = Path(_module(assignment), "__init__.py")
    return {
        "source": folder / f"{assignment}.py",
        "hidden_checks": folder / "hidden_checks.py",
        "checks": root / "mlp_course" / "checks" / package,
        "corpus": root / "tests" / "exercises" / "corpus" / package,
    }


def _render(name: str, assignment: str) -> str:
    number, _, words = assignment.partition("-")
    text = files("mlp_course.authoring").joinpath("templates", f"{name}.tmpl").read_text("utf-8")
    return Template(text).substitute(
        assignment=assignment,
        module=_module(assignment),
        number=number,
        title=words.replace("-", " ").capitalize(),
    )


def _module(assignment: str) -> str:
    return "a" + assignment.replace("-", "_")
