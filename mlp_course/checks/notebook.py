"""``mlp-course check``: confere um exercício a partir de um kernel novo.

É o que a correção faz, menos o que só ela sabe: executa o notebook inteiro, em
ordem, e junta os vereditos. O arquivo do aluno não é alterado.
"""

import importlib
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mlp_course.checks.exits import asks_to_exit, exit_message
from mlp_course.checks.progress import RECORD_VARIABLE, Progress, read_records, summarize
from mlp_course.checks.reading import (
    ANOTHER_COPY,
    MAX_FILE_BYTES,
    THE_NOTEBOOK,
    UnreadableError,
    read_notebook,
)
from mlp_course.checks.registry import ASSIGNMENTS, HIDDEN_CHECKS_VARIABLE, load_checks
from mlp_course.checks.verdict import Verdict
from mlp_course.errors import CourseError
from mlp_course.kernel_profile import kernel_environment

CELL_SECONDS = 300
# O texto da célula basta: outros editores apagam os metadados do nbgrader.
_CALL = re.compile(r"""\bcheck\(\s*["']([0-9]{2}-[a-z0-9-]+)\.([a-z0-9_-]+)["']""")
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
_ADVICE = {
    ANOTHER_COPY: ": salve ou baixe de novo e confira a nova cópia",
    THE_NOTEBOOK: ": era esperado um arquivo .ipynb",
    "": "",
}
_ONLY_GRADING = (HIDDEN_CHECKS_VARIABLE, "NBGRADER_EXECUTION")


@dataclass(frozen=True)
class Report:
    """O resultado de uma conferência.

    Parameters
    ----------
    progress : Progress
        A tabela dos itens.
    notes : tuple of str
        O que foi preciso converter no arquivo, e o que dizer de cada item respondido que
        não passou.
    """

    progress: Progress
    notes: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Se todos os itens receberam todos os pontos."""
        return all(row.score == row.max_score for row in self.progress.rows)

    def __str__(self) -> str:
        end = "Tudo certo." if self.passed else "Corrija, salve e confira de novo."
        written = "As respostas escritas são corrigidas por uma pessoa."
        return "\n\n".join([str(self.progress), *self.notes, f"{end} {written}"])


def check_notebook(path: Path, cell_seconds: int = CELL_SECONDS) -> Report:
    """Executa um notebook em um kernel novo e devolve o veredito de cada item.

    Parameters
    ----------
    path : Path
        O notebook do aluno, ou só o nome do exercício, como ``03-curvas``.
    cell_seconds : int, default 300
        Tempo máximo de cada célula; a que passar dele é interrompida.

    Returns
    -------
    Report

    Raises
    ------
    CourseError
        Se `path` não existir, não for um notebook ou não tiver verificações.
    """
    path = find_notebook(path)
    notebook, converted = _read(path)
    calls = {
        check_id: cell
        for cell in notebook.cells
        if cell.cell_type == "code"
        for check_id in _check_ids(cell.source)
    }
    assignments = list(dict.fromkeys(check_id.split(".")[0] for check_id in calls))
    if len(assignments) != 1:
        raise CourseError(
            f"{path} não tem verificações de nenhum exercício do curso."
            if not assignments
            else f"{path} mistura os exercícios {', '.join(assignments)}: confira um de cada vez."
        )
    verdicts, exit_reason = _execute(notebook, path.resolve().parent, cell_seconds)
    notes = [
        note
        for check_id in load_checks(assignments[0])
        if (note := _explain(check_id, verdicts.get(check_id), calls.get(check_id)))
    ]
    return Report(
        summarize(assignments[0], verdicts),
        (*converted, *([exit_reason] if exit_reason else []), *notes),
    )


def find_notebook(path: Path) -> Path:
    """Acha o notebook de que se disse só o nome do exercício, no zip ou no repositório.

    Parameters
    ----------
    path : Path

    Returns
    -------
    Path
        O próprio `path`, se é um arquivo ou se nada se acha.
    """
    inside = Path(path, f"{path.name}.ipynb")
    places = (path, inside, Path("exercises", inside), Path("exercises", path))
    return next((place for place in places if place.is_file()), path)


def _read(path: Path) -> tuple[Any, list[str]]:
    """O notebook que se executa, e o que foi preciso converter para o ler."""
    nbformat = _import("nbformat")
    if not path.is_file():
        raise CourseError(f"Não achei o arquivo {path}.")
    with path.open("rb") as file:
        content = file.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise CourseError(
            f"{path} passa de {MAX_FILE_BYTES >> 20} MiB, e a correção o recusaria: apague as "
            "saídas grandes e salve de novo."
        )
    try:
        cells, notes = read_notebook(content)
    except UnreadableError as error:
        advice = _ADVICE[error.wanted]
        raise CourseError(
            f"{path} não é um notebook que se possa ler. {error.reason}{advice}."
        ) from None
    new = nbformat.v4
    kinds = {"code": new.new_code_cell, "markdown": new.new_markdown_cell, "raw": new.new_raw_cell}
    return new.new_notebook(cells=[kinds[cell.kind](cell.text) for cell in cells]), notes


def _check_ids(source: str) -> list[str]:
    code = "\n".join(line for line in source.splitlines() if not line.lstrip().startswith("#"))
    found = [(assignment, f"{assignment}.{item}") for assignment, item in _CALL.findall(code)]
    return [check_id for assignment, check_id in found if assignment in ASSIGNMENTS]


def _execute(notebook: Any, folder: Path, cell_seconds: int) -> tuple[dict[str, Verdict], str]:
    """Os vereditos, e a chamada que encerrou o kernel, se foi uma."""
    nbclient = _import("nbclient")
    # O Windows não apaga um arquivo que um kernel interrompido ainda tem aberto.
    with tempfile.TemporaryDirectory(prefix="mlp-course-", ignore_cleanup_errors=True) as scratch:
        records = Path(scratch, "vereditos.jsonl")
        environment = os.environ | kernel_environment(Path(scratch, "ipython"))
        environment |= {RECORD_VARIABLE: str(records)}
        for name in _ONLY_GRADING:
            environment.pop(name, None)
        last_code = ""
        exit_reason = ""

        def note_start(cell: Any, cell_index: int) -> None:
            nonlocal last_code
            last_code = cell.source

        def stop_at_exit(cell: Any, cell_index: int, execute_reply: Any) -> None:
            nonlocal exit_reason
            if asks_to_exit(execute_reply["content"]):
                exit_reason = exit_message(cell.source, asked=True)
                raise nbclient.exceptions.DeadKernelError(exit_reason)

        client = nbclient.NotebookClient(
            notebook,
            kernel_name="python3",
            timeout=cell_seconds,
            interrupt_on_timeout=True,
            allow_errors=True,
            on_cell_execute=note_start,
            on_cell_executed=stop_at_exit,
            resources={"metadata": {"path": str(folder)}},
        )
        # Se o kernel parar, o que já foi verificado vale; o resto aparece como não verificado.
        try:
            # Os avisos que o TensorFlow escreve por fora do Python encobririam a tabela.
            client.execute(env=environment, stderr=subprocess.DEVNULL)
        except nbclient.exceptions.DeadKernelError:
            exit_reason = exit_reason or exit_message(last_code, asked=False)
        except nbclient.exceptions.CellTimeoutError:
            pass
        return read_records(records), exit_reason


def _explain(check_id: str, verdict: Verdict | None, cell: Any) -> str:
    """O que dizer de um item; nada se está certo, ou se a tabela já diz tudo."""
    if verdict is not None:
        return str(verdict) if verdict.status in ("partial", "wrong") else ""
    if cell is None:
        return f"{check_id}: a célula de verificação não está no notebook."
    errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
    if not errors:
        return f"{check_id}: a execução parou antes desta verificação."
    reason = _ESCAPES.sub("", f"{errors[0].ename}: {errors[0].evalue}").strip()
    return f"{check_id}: a célula de verificação parou antes de verificar. {reason}"


def _import(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise CourseError(
            f"Falta a biblioteca {name}: instale o pacote do curso com o extra student."
        ) from None
