"""O comando ``mlp-course start``: de um CSV ao notebook de quem o tem."""

import os
from dataclasses import dataclass
from pathlib import Path

import nbformat

from mlp_course.own_data.columns import Column, describe_column
from mlp_course.own_data.errors import OwnDataError
from mlp_course.own_data.notebook import slug, write_notebook
from mlp_course.own_data.reading import read_table
from mlp_course.own_data.target import TASKS, Target, describe_target


@dataclass(frozen=True)
class Started:
    """O que se escreveu, e o que se decidiu no caminho.

    Parameters
    ----------
    path : Path
        O notebook.
    target : Target
    columns : list of Column
        Todas, menos a do alvo.
    """

    path: Path
    target: Target
    columns: list[Column]

    def describe(self) -> str:
        """Devolve o que se decidiu, uma linha por decisão."""
        left_out = [c for c in self.columns if c.kind == "left out"]
        noted = [c for c in self.columns if c.note and c.kind != "left out"]
        used = len(self.columns) - len(left_out)
        return "\n".join(
            [
                f"{used} colunas para prever “{self.target.name}”",
                *(f"  fica de fora: {c.name}, que {c.note}" for c in left_out),
                *(f"  confira: {c.name}: {c.note}" for c in noted),
                *(f"  confira: {note}" for note in self.target.notes),
            ]
        )


def start(
    path: Path | str, target: str, *, output: Path | str | None = None, task: str | None = None
) -> Started:
    """Escreve um notebook que treina, mede, salva e usa um modelo com a tabela dada.

    Parameters
    ----------
    path : path
        Um CSV com uma linha de títulos.
    target : str
        A coluna a prever.
    output : path, optional
        O notebook; sem ele, ao lado do CSV, com o nome deste. Um que já existe não se apaga.
    task : {"classes", "numero"}, optional
        O que o alvo é; sem ela, os valores dizem.

    Returns
    -------
    Started

    Raises
    ------
    OwnDataError
        Se o arquivo ou o alvo não servem, ou se o notebook já existe.

    Examples
    --------
    >>> start("vendas.csv", "cancelou").path.name  # doctest: +SKIP
    'vendas.ipynb'
    """
    if task is not None and task not in TASKS:
        raise OwnDataError(f"A tarefa “{task}” não existe: use classes ou numero.")
    path = Path(path)
    written = Path(output) if output else path.with_name(f"{slug(path.name)}.ipynb")
    if written.suffix != ".ipynb":
        raise OwnDataError(f"{written} não termina em .ipynb: o que se escreve é um notebook.")
    if written.exists():
        raise OwnDataError(
            f"{written} já existe, e pode ter trabalho seu: dê outro nome com --output."
        )
    table, dialect = read_table(path)
    described = describe_target(table, target, task)
    known = table[described.rows]
    columns = [
        describe_column(known[name], known[described.name])
        for name in table.columns
        if name != described.name
    ]
    if all(c.kind == "left out" for c in columns):
        reasons = "; ".join(f"{c.name} {c.note}" for c in columns[:5]) or "não há outras"
        raise OwnDataError(
            f"Nenhuma coluna de {path.name} serve para prever “{described.name}” ({reasons})."
        )
    written.parent.mkdir(parents=True, exist_ok=True)
    file = os.path.relpath(path.resolve(), written.parent.resolve()).replace(os.sep, "/")
    notebook = write_notebook(file, dialect, described, columns, len(known))
    written.write_text(nbformat.writes(notebook), "utf-8")
    return Started(written, described, columns)
