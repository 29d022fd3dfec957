"""O que uma correção sabe da turma e o banco de notas não guarda.

De onde veio cada entrega, o que se restaurou nela, o número do aluno na plataforma,
quem não pôde ser corrigido: fica em ``registro/turma.json``, para que a página e as
planilhas se refaçam depois, com as notas do momento, sem executar nada.
"""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from mlp_course.grading.options import ReportOptions
from mlp_course.grading.reports.results import ItemResult, Result
from mlp_course.grading.reports.similarity import SimilarPair
from mlp_course.grading.state.ledger import write_atomically

_FORMAT = 1


@dataclass(frozen=True)
class ClassState:
    """A turma, como a última correção a deixou.

    Parameters
    ----------
    results : tuple of Result
        Uma linha por entrega, só com os pontos automáticos.
    submitted : str
        De onde vieram as entregas.
    sandbox : str
    options : ReportOptions
    pairs : tuple of SimilarPair, optional
        Sem ele, ninguém procurou soluções parecidas.
    changes : tuple of dict
        Notas que mudaram na última correção.
    received : tuple of str
        Quantos arquivos entraram e, de cada um posto de lado, por quê.
    """

    results: tuple[Result, ...] = ()
    submitted: str = ""
    sandbox: str = "bwrap"
    options: ReportOptions = field(default_factory=ReportOptions)
    pairs: tuple[SimilarPair, ...] | None = None
    changes: tuple[dict[str, Any], ...] = ()
    received: tuple[str, ...] = ()

    def after(
        self, before: "ClassState", in_gradebook: Collection[tuple[str, str]]
    ) -> "ClassState":
        """Esta correção, com as linhas de `before` que continuam valendo.

        São as que têm nota no banco; e, se as entregas vieram agora de outro lugar, também
        as que não puderam ser corrigidas. A mesma pasta, lida de novo, fala por si.
        """
        known = {(r.student, r.assignment) for r in self.results}
        elsewhere = self.submitted != before.submitted
        kept = (
            r
            for r in before.results
            if (r.student, r.assignment) not in known
            and (elsewhere or (r.student, r.assignment) in in_gradebook)
        )
        return replace(self, results=(*self.results, *kept))


def save_state(output: Path, state: ClassState) -> None:
    """Guarda o que se sabe da turma na pasta de saída."""
    data = asdict(replace(state, results=tuple(replace(r, answers={}) for r in state.results)))
    text = json.dumps({"format": _FORMAT, **data}, ensure_ascii=False)
    write_atomically(_path(output), text)


def load_state(output: Path) -> ClassState:
    """Lê o que se sabe da turma; o que faltar, ou não se entender, é como se não houvesse."""
    try:
        data = json.loads(_path(output).read_text("utf-8"))
        if data.pop("format") != _FORMAT:
            return ClassState()
        pairs = data["pairs"]
        data |= {
            "results": tuple(_to_result(row) for row in data["results"]),
            "options": ReportOptions(**data["options"]),
            "pairs": None if pairs is None else tuple(_to_pair(pair) for pair in pairs),
            "changes": tuple(data["changes"]),
            "received": tuple(data["received"]),
        }
        return ClassState(**data)
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return ClassState()


def _to_result(row: dict[str, Any]) -> Result:
    known = {f.name for f in fields(Result)}
    items = tuple(ItemResult(**item) for item in row["items"])
    kept = {name: value for name, value in row.items() if name in known}
    return Result(**kept | {"items": items, "repairs": tuple(row["repairs"])})


def _to_pair(pair: dict[str, Any]) -> SimilarPair:
    return SimilarPair(**pair | {"rows": tuple(tuple(row) for row in pair["rows"])})


def _path(output: Path) -> Path:
    return Path(output, "registro", "turma.json")
