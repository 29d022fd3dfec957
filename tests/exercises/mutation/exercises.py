"""Um exercício inteiro pelo teste de mutação, e vários deles, um em cada processo."""

import tomllib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from threadpoolctl import threadpool_limits
from tqdm.auto import tqdm

from tests.exercises.corpus import CORPUS
from tests.exercises.mutation.collecting import collect_cases
from tests.exercises.mutation.mutants import normalize
from tests.exercises.mutation.running import load_sources, run_mutants

# Mutantes que nenhuma resposta poderia distinguir, cada um com o porquê.
EQUIVALENT = Path(__file__).with_name("equivalentes")


@dataclass(frozen=True)
class Outcome:
    """O que o corpus de um exercício percebeu.

    `alive` traz um texto por mutante que sobreviveu; `error`, o que impediu o teste.
    """

    assignment: str
    n_mutants: int = 0
    n_killed: int = 0
    alive: tuple[str, ...] = ()
    error: str = ""

    @property
    def passed(self) -> bool:
        """Diz se todo mutante que se pode distinguir morreu."""
        return not self.alive and not self.error

    @property
    def n_equivalent(self) -> int:
        """Quantos sobreviveram porque nenhuma resposta os distingue."""
        return self.n_mutants - self.n_killed - len(self.alive)


Mutate = Callable[[str], Outcome]


def load_equivalent() -> dict[tuple[str, str], str]:
    """Lê os mutantes equivalentes: por lugar e mudança, o porquê."""
    texts = [path.read_text("utf-8") for path in sorted(EQUIVALENT.glob("*.toml"))]
    entries = [entry for text in texts for entry in tomllib.loads(text)["mutante"]]
    return {
        (entry["onde"], normalize(change)): entry["porque"]
        for entry in entries
        for change in entry["mudancas"]
    }


def mutate(assignment: str) -> Outcome:
    """Quebra os juízes de um exercício, um ponto por vez, e conta o que o corpus percebe."""
    equivalent = load_equivalent()
    # Com um exercício em cada processo, mais linhas de execução só se atrapalham.
    limits = threadpool_limits(1)
    cases = collect_cases(assignment, CORPUS[assignment])
    with limits, tqdm(desc=assignment, unit=" mutantes", leave=False, disable=None) as bar:
        try:
            results = run_mutants(load_sources(assignment), cases, bar.update)
        except ValueError as error:
            return Outcome(assignment, error=str(error))
    survivors = [r for r in results if not r.killed_by]
    alive = tuple(
        f"{r.where}, linha {r.mutant.line}\n      {r.mutant.change}"
        for r in survivors
        if r.mutant.key(r.source) not in equivalent
    )
    return Outcome(assignment, len(results), len(results) - len(survivors), alive)


def mutate_all(
    assignments: Sequence[str], jobs: int = 1, mutate: Mutate = mutate
) -> Iterator[Outcome]:
    """Devolve o resultado de cada exercício assim que fica pronto."""
    if jobs == 1:
        yield from map(mutate, assignments)
        return
    # Um processo novo por exercício: o TensorFlow não sobrevive a um fork, nem libera memória.
    with ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), max_tasks_per_child=1
    ) as executor:
        for future in as_completed([executor.submit(mutate, name) for name in assignments]):
            yield future.result()
