"""Que versão conta quando um aluno mandou mais de um notebook de um exercício.

Vale a mais recente das completas; se nenhuma está completa, a mais recente das que
mais respondem. Sem datas, a mais completa, e a mensagem o diz.
"""

from collections.abc import Sequence
from datetime import datetime

from mlp_course.grading.intake.desk import Candidate, origin_of
from mlp_course.grading.intake.matching import is_answer

_ZIP_EPOCH = 315_705_600  # 3/1/1980: antes disso é a data de um zip que não guarda datas
_SAME_SECONDS = 2  # um zip guarda a hora de dois em dois segundos
_MAX_LISTED = 5


def choose_version(same: Sequence[Candidate]) -> tuple[Candidate, tuple[str, ...]]:
    """Escolhe entre os notebooks de um aluno e um exercício.

    Parameters
    ----------
    same : sequence of Candidate

    Returns
    -------
    Candidate
    tuple of str
        A frase que diz o que valeu e o que ficou de fora; vazia se eram iguais.
    """
    dated = _have_dates(same)
    top = max(_rank(candidate) for candidate in same)
    best = min(
        (c for c in same if _rank(c) == top),
        key=lambda c: (-(date_of(c) or 0) if dated else 0, len(c.item.path), c.item.path),
    )
    left: dict[str, Candidate] = {}
    for candidate in same:
        if candidate.digest != best.digest:
            left.setdefault(candidate.digest, candidate)
    if not left:
        return best, ()
    return best, (_explain(best, list(left.values()), dated),)


def date_of(candidate: Candidate) -> float | None:
    """Data de um notebook; `None` se o arquivo não a traz."""
    date = candidate.modified
    return None if date is None or date < _ZIP_EPOCH else date


def _rank(candidate: Candidate) -> tuple[bool, int]:
    n_answered = candidate.restored.n_answered
    n_answers = sum(is_answer(cell) for cell in candidate.restored.notebook.cells)
    return n_answered >= n_answers, n_answered


def _have_dates(same: Sequence[Candidate]) -> bool:
    dates = [date_of(candidate) for candidate in same]
    known = [date for date in dates if date is not None]
    return len(known) == len(dates) and max(known) - min(known) >= _SAME_SECONDS


def _explain(best: Candidate, left: Sequence[Candidate], dated: bool) -> str:
    n, rivals = len(left) + 1, [c for c in left if _rank(c) == _rank(best)]
    complete = "completo" if _rank(best)[0] else "mais completo"
    if dated and rivals:
        why = f"o mais recente dos {complete.replace('completo', 'completos')}"
    elif dated:
        why = "o único completo" if _rank(best)[0] else "o mais completo"
    else:
        why = "o mais completo; os arquivos não trazem datas que digam qual é o mais recente"
    unique = len({c.item.name for c in (best, *left)}) == n
    listed = ", ".join(_describe(c, unique, dated) for c in left[:_MAX_LISTED])
    more = f" e mais {len(left) - _MAX_LISTED}" if len(left) > _MAX_LISTED else ""
    verb = "Ficou" if len(left) == 1 else "Ficaram"
    return (
        f"Vieram {n} notebooks deste exercício: valeu {_describe(best, unique, dated)}, {why}. "
        f"{verb} de fora {listed}{more}."
    )


def _describe(candidate: Candidate, unique: bool, dated: bool) -> str:
    name = candidate.item.name if unique else origin_of(candidate.item)
    date = date_of(candidate)
    if not dated or date is None:
        return f"“{name}”"
    return f"“{name}” ({datetime.fromtimestamp(date):%d/%m/%Y %H:%M})"
