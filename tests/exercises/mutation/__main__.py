"""Uso: ``python -m tests.exercises.mutation [NN-nome …]``; sem nome, todos os exercícios."""

import sys
import tomllib
from pathlib import Path

from tqdm.auto import tqdm

from tests.exercises.corpus import CORPUS
from tests.exercises.mutation.collecting import collect_cases
from tests.exercises.mutation.mutants import normalize
from tests.exercises.mutation.running import load_sources, run_mutants

# Mutantes que nenhuma resposta poderia distinguir, cada um com o porquê.
EQUIVALENT = Path(__file__).with_name("equivalentes")
_HEADER = f"{'exercício':<22}{'mutantes':>9}{'mortos':>8}{'equiv.':>8}{'vivos':>7}{'nota':>7}"


def load_equivalent() -> dict[tuple[str, str], str]:
    """Lê os mutantes equivalentes: por lugar e mudança, o porquê."""
    texts = [path.read_text("utf-8") for path in sorted(EQUIVALENT.glob("*.toml"))]
    entries = [entry for text in texts for entry in tomllib.loads(text)["mutante"]]
    return {
        (entry["onde"], normalize(change)): entry["porque"]
        for entry in entries
        for change in entry["mudancas"]
    }


def main(names: list[str]) -> int:
    """Mostra a tabela e os sobreviventes; devolve 1 se houver algum."""
    unknown = sorted(set(names) - set(CORPUS))
    if unknown:
        print(f"Não há corpus para {unknown}. Existem: {list(CORPUS)}.", file=sys.stderr)
        return 2
    equivalent, lines, alive = load_equivalent(), [_HEADER], []
    for assignment in names or CORPUS:
        sources = load_sources(assignment)
        cases = collect_cases(assignment, CORPUS[assignment])
        with tqdm(desc=assignment, unit=" mutantes", leave=False, disable=None) as bar:
            results = run_mutants(sources, cases, bar.update)
        survivors = [r for r in results if not r.killed_by]
        new = [r for r in survivors if r.mutant.key(r.source) not in equivalent]
        killed, known = len(results) - len(survivors), len(survivors) - len(new)
        score = 100 * killed / max(1, len(results) - known)
        lines.append(
            f"{assignment:<22}{len(results):>9}{killed:>8}{known:>8}{len(new):>7}{score:>6.0f}%"
        )
        alive += new
    print("\n".join(lines))
    for result in alive:
        print(f"\nvivo: {result.where}, linha {result.mutant.line}\n      {result.mutant.change}")
    return int(bool(alive))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
