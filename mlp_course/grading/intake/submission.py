"""Uma entrega lida: o que a correção sabe de um aluno e de um exercício."""

from dataclasses import dataclass

from nbformat import NotebookNode

READY = "ready"
MISSING = "missing"
UNREADABLE = "unreadable"
UNKNOWN = "unknown"
REFUSED = "refused"


@dataclass(frozen=True)
class Submission:
    """Uma entrega, já restaurada à ordem e às células da fonte.

    Parameters
    ----------
    student, assignment : str
        `assignment` é vazio quando não se descobriu de que exercício é a entrega.
    notebook : NotebookNode or None
        Células da fonte na ordem da fonte, com as respostas do aluno; as que ele
        acrescentou ficam no seu lugar relativo. `None` se não há o que corrigir.
    status : {"ready", "missing", "unreadable", "unknown", "refused"}
        ``"ready"``, ou por que não se pode corrigir: não veio notebook, ele não se
        lê, não é de nenhum exercício, ou o arquivo é perigoso.
    message : str
        Uma linha, para quem corrige e para o aluno.
    repairs : tuple of str
        O que foi restaurado, em frases.
    digest : str
        SHA-256 dos bytes originais; vazio se não havia arquivo.
    origin : str, default ""
        De que arquivo veio, para quem quiser abri-lo.
    lms_id : str, default ""
        Número do aluno no nome que a plataforma deu ao arquivo (Moodle e Canvas).
    modified : float or None, default None
        Data do arquivo que valeu, em segundos desde 1970; `None` se ele não a traz.
    """

    student: str
    assignment: str
    notebook: NotebookNode | None
    status: str
    message: str
    repairs: tuple[str, ...]
    digest: str
    origin: str = ""
    lms_id: str = ""
    modified: float | None = None
