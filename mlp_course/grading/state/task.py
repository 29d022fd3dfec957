"""O que vai ao trabalhador e o que volta dele: só dados, para qualquer processo ou máquina."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mlp_course.checks.verdict import Verdict
from mlp_course.grading.sandbox.limits import Limits


@dataclass(frozen=True)
class Setup:
    """De que sandbox uma entrega precisa; quem tem a mesma aproveita a que está pronta.

    Parameters
    ----------
    limits : Limits
    needs_keras : bool, default False
        Se vale a pena começar de um processo com o Keras já importado.
    confined : bool, default True
    hidden_folders : tuple of str, default ()
        Pastas que a sandbox nunca mostra.
    """

    limits: Limits
    needs_keras: bool = False
    confined: bool = True
    hidden_folders: tuple[str, ...] = ()


@dataclass(frozen=True)
class Task:
    """Uma entrega a corrigir, com tudo o que um trabalhador precisa saber.

    Parameters
    ----------
    student, assignment : str
    notebook : str
        Notebook restaurado, em JSON, com o texto de cada célula em uma só cadeia.
    allowed : tuple of str
        Módulos do curso que o exercício permite.
    hidden : str
        Código das verificações ocultas do exercício.
    seed : int
        Semente dos desafios desta execução.
    limits : Limits
    confined : bool, default True
    hidden_folders : tuple of str, default ()
        Pastas que a sandbox nunca mostra.
    stale : frozenset of str, optional
        Só estas verificações mudaram: rejulgue-as com as respostas de `answers`.
    answers : mapping of str to str
        Respostas guardadas, em base64, para rejulgar.
    challenges : mapping of str to str
        Impressões dos desafios que geraram as respostas guardadas.
    """

    student: str
    assignment: str
    notebook: str
    allowed: tuple[str, ...]
    hidden: str
    seed: int
    limits: Limits
    confined: bool = True
    hidden_folders: tuple[str, ...] = ()
    stale: frozenset[str] | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    challenges: Mapping[str, str] = field(default_factory=dict)

    @property
    def setup(self) -> Setup:
        """A sandbox de que a entrega precisa."""
        return Setup(
            self.limits, uses_keras(self.notebook), self.confined, tuple(self.hidden_folders)
        )


@dataclass(frozen=True)
class Outcome:
    """O resultado de uma entrega, só dados.

    Parameters
    ----------
    notebook : str
        Notebook com as saídas, em JSON; as das verificações são as do juiz.
    verdicts : dict of Verdict
        O que o juiz decidiu de cada verificação, na ordem do notebook.
    answers, challenges : dict of str
        Respostas (base64) e impressões dos desafios, para rejulgar.
    incident : str
        Por que a execução parou antes do fim.
    faults : dict of str
        Verificações que o juiz não conseguiu julgar, e por quê.
    seconds : float
    peak_memory : int
    mode : str
        Como o kernel foi confinado: ``nested``, ``single``, ``none``.
    executed : bool
        Se o notebook foi executado agora, ou só rejulgado.
    """

    notebook: str
    verdicts: dict[str, Verdict]
    answers: dict[str, str]
    challenges: dict[str, str]
    incident: str
    faults: dict[str, str]
    seconds: float
    peak_memory: int
    mode: str
    executed: bool = True

    @property
    def scores(self) -> dict[str, float]:
        """Pontos de cada verificação."""
        return {name: float(verdict.score) for name, verdict in self.verdicts.items()}


def uses_keras(notebook: str) -> bool:
    """Diz se vale a pena começar um notebook de um processo com o Keras já importado."""
    return "keras" in notebook or "tensorflow" in notebook
