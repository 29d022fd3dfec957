"""O que muda de uma correção para a outra: itens julgados de novo, notas e por quê."""

from dataclasses import replace
from typing import Any

from mlp_course.grading.state.ledger import Record
from mlp_course.grading.state.task import Outcome


def merge_outcomes(before: Outcome, after: Outcome) -> Outcome:
    """Junta o que foi rejulgado ao que ficou como estava."""
    judged = set(after.verdicts)
    faults = {n: text for n, text in before.faults.items() if n not in judged} | after.faults
    return replace(
        before,
        notebook=after.notebook,
        verdicts=before.verdicts | after.verdicts,
        faults=faults,
    )


def list_changes(before: Record | None, after: Record) -> list[dict[str, Any]]:
    """Itens cuja nota mudou entre dois registros da mesma entrega."""
    if before is None:
        return []
    reason = _reason(before, after)
    return [
        {
            "student": after.student,
            "assignment": after.assignment,
            "check": name,
            "before": before.outcome.scores.get(name),
            "after": score,
            "reason": reason,
        }
        for name, score in after.outcome.scores.items()
        if before.outcome.scores.get(name) != score
    ]


def tell_restored(n_restored: int) -> tuple[str, ...]:
    """O que dizer a quem corrige se o banco de notas não era mais o de antes."""
    if not n_restored:
        return ()
    count = "1 entrega" if n_restored == 1 else f"{n_restored} entregas"
    return (
        f"O banco de notas não tinha {count} que a correção já conhecia: as notas automáticas "
        "voltaram do registro; pontos e comentários dados à mão, não.",
    )


def _reason(before: Record, after: Record) -> str:
    if before.digest != after.digest:
        return "entrega nova"
    if before.environment != after.environment:
        return "ambiente"
    return "verificação corrigida" if before.judge != after.judge else "corrigida de novo"
