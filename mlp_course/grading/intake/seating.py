"""De maços a pessoas: junta os que são de um aluno, e nunca dois notebooks de um exercício.

Dois maços com o mesmo nome são do mesmo aluno enquanto não tiverem os dois o mesmo
exercício. Se tiverem, só a plataforma saberia dizer se são cópias ou homônimos: cada
um fica com a sua linha, com um nome que os distingue, e cada linha aponta a outra.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from mlp_course.grading.intake.desk import Candidate, Fault, Pile, origin_of
from mlp_course.grading.intake.grouping import FILE, FOLDER, NAMELESS
from mlp_course.grading.intake.names import clean_name, file_stem
from mlp_course.grading.intake.places import Names
from mlp_course.grading.intake.submission import MISSING

# Mais do que isto em uma pasta, sem que a plataforma o diga, não são versões de um aluno.
_MOST_VERSIONS = 5
_MAX_LISTED = 5


@dataclass(frozen=True)
class Seat:
    """Um aluno, e tudo o que é dele.

    Parameters
    ----------
    student : str
    candidates : tuple of Candidate
    faults : tuple of Fault
    notes : tuple of str
        O que dizer de outras entregas em nome dele.
    """

    student: str
    candidates: tuple[Candidate, ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...] = ()


def seat_students(piles: Sequence[Pile], names: Names) -> list[Seat]:
    """Dá um lugar a cada aluno, em ordem, com nomes que não se repetem.

    Parameters
    ----------
    piles : sequence of Pile
    names : Names
    """
    by_name: dict[str, list[Pile]] = defaultdict(list)
    for pile in piles:
        for part in _split(pile, names):
            by_name[part.bundle.owner.name].append(part)
    taken = set(by_name)
    seats = []
    for name in sorted(by_name):
        people = _join(by_name[name])
        for student, person in _name_people(name, people, taken):
            others = [pile for other in people if other is not person for pile in other]
            seats.append(
                Seat(
                    student,
                    tuple(c for pile in person for c in pile.candidates),
                    tuple(f for pile in person for f in pile.faults),
                    (*(n for pile in person for n in pile.notes), *_tell_others(name, others)),
                )
            )
    return sorted(seats, key=lambda seat: seat.student)


def _split(pile: Pile, names: Names) -> list[Pile]:
    """Separa uma pasta ou um zip em que os arquivos, e não ela, nomeiam as pessoas."""
    bundle = pile.bundle
    if bundle.owner.platform:
        return [pile]
    most = max(Counter(c.assignment for c in pile.candidates).values(), default=0)
    if bundle.bond in (FOLDER, NAMELESS) and most > 1:

        def own(found: Candidate | Fault) -> str:
            return _other_person(found.item.path[1:], bundle.owner.name, names)

        said: dict[str, set[str]] = defaultdict(set)
        for candidate in pile.candidates:
            said[candidate.assignment].add(own(candidate))
        if any(len(people) > 1 for people in said.values()):
            return _divide(pile, own)
    if most > _MOST_VERSIONS:
        return _divide(pile, lambda found: file_stem("/".join(found.item.path[1:])))
    return [pile]


def _other_person(path: Sequence[str], owner: str, names: Names) -> str:
    """Quem o caminho dentro de uma pasta nomeia, fora o dono dela; vazio se ninguém mais."""
    mine = _words(owner)

    def is_owner(part: str) -> bool:
        said = _words(names.find_person((part,)))
        # “Ana” na pasta de “Ana Souza” é ela; “Bia” na de “Ana Bia”, não.
        return not said or (said[0] in mine[:1] and set(said) <= set(mine))

    return names.find_person([part for part in path if not is_owner(part)])


def _divide(pile: Pile, own: Callable[[Candidate | Fault], str]) -> list[Pile]:
    parts: dict[str, Pile] = {}
    for candidate in pile.candidates:
        _part(parts, pile, own(candidate)).candidates.append(candidate)
    for fault in pile.faults:
        _part(parts, pile, own(fault)).faults.append(fault)
    return list(parts.values())


def _part(parts: dict[str, Pile], pile: Pile, own: str) -> Pile:
    if own not in parts:
        owner = pile.bundle.owner
        name = clean_name(f"{owner.name} - {own}") if own else owner.name
        bundle = replace(pile.bundle, owner=replace(owner, name=name), label=name, files=[])
        note = (
            f"“{pile.bundle.label}” tem mais de um notebook deste exercício, e os nomes não dizem "
            "que são da mesma pessoa: cada um ficou em uma linha. Se forem, apague o que não vale."
        )
        parts[own] = Pile(bundle, notes=(note,))
    return parts[own]


def _join(piles: Sequence[Pile]) -> list[list[Pile]]:
    """Junta os maços de mesmo nome que não têm os dois o mesmo exercício."""
    people: list[list[Pile]] = []
    for pile in sorted(piles, key=_precedence):
        near = sorted(people, key=lambda p: p[0].bundle.trail != pile.bundle.trail)
        home = next((p for p in near if not any(_clash(pile, other) for other in p)), None)
        if home is None:
            people.append([pile])
        else:
            home.append(pile)
    return people


def _precedence(pile: Pile) -> tuple[object, ...]:
    bundle = pile.bundle
    return (len(bundle.trail), bundle.bond == NAMELESS, len(bundle.label), bundle.label)


def _clash(pile: Pile, other: Pile) -> bool:
    mine, theirs = _exercises(pile), _exercises(other)
    if not mine or not theirs:
        return False
    if not mine & theirs and "" not in mine | theirs:
        return False
    return not _is_same_copy(pile, other)


def _exercises(pile: Pile) -> set[str]:
    """Exercícios de que há notebook; vazio no lugar do que não se reconheceu."""
    broken = {f.assignment for f in pile.faults if f.status != MISSING}
    return {c.assignment for c in pile.candidates} | (broken if not pile.candidates else set())


def _is_same_copy(pile: Pile, other: Pile) -> bool:
    """Diz se são um arquivo e a cópia dele, iguais byte a byte e lado a lado."""
    sides = (pile.bundle, other.bundle)
    if any(b.bond != FILE for b in sides) or sides[0].trail != sides[1].trail:
        return False
    digests = [{c.digest for c in p.candidates} for p in (pile, other)]
    return sides[0].label != sides[1].label and digests[0] == digests[1] != set()


def _name_people(
    name: str, people: Sequence[list[Pile]], taken: set[str]
) -> list[tuple[str, list[Pile]]]:
    if len(people) == 1:
        return [(name, people[0])]
    first, rest = people[0][0].bundle, [person[0].bundle for person in people[1:]]
    # Só fica com o nome limpo quem não tem outro igual, no mesmo nível, em outra pasta.
    rivals = [b for b in rest if len(b.trail) == len(first.trail)]
    clean = not first.owner.lms_id and first.bond != NAMELESS
    clean = clean and all(b.trail == first.trail and not b.owner.lms_id for b in rivals)
    named = []
    for person in people:
        keeps = clean and person is people[0]
        named.append((name if keeps else _free_name(_full_name(name, person[0]), taken), person))
    return named


def _full_name(name: str, pile: Pile) -> str:
    bundle = pile.bundle
    if bundle.label != name:
        return bundle.label
    # A pasta que se apontou não distingue ninguém: aí é o número que distingue.
    return clean_name(f"{name} - {bundle.trail[-1]}") if len(bundle.trail) > 1 else name


def _free_name(name: str, taken: set[str]) -> str:
    free, n = name, 1
    while free in taken:
        n += 1
        free = f"{name[:74].rstrip()} {n}"
    taken.add(free)
    return free


def _tell_others(name: str, others: Iterable[Pile]) -> tuple[str, ...]:
    found = []
    for pile in others:
        items = [c.item for c in pile.candidates] + [f.item for f in pile.faults]
        found += ["/".join([*pile.bundle.trail[1:], origin_of(item)]) for item in items]
    if not found:
        return ()
    listed = ", ".join(f"“{origin}”" for origin in found[:_MAX_LISTED])
    more = f" e mais {len(found) - _MAX_LISTED}" if len(found) > _MAX_LISTED else ""
    return (
        f"Há outra entrega deste exercício em nome de “{name}” ({listed}{more}), e o nome não diz "
        "se é da mesma pessoa: cada uma ficou em uma linha. Se for, apague a que não vale.",
    )


def _words(text: str) -> list[str]:
    """Palavras de um nome, sem acentos nem diferença de maiúsculas."""
    plain = unicodedata.normalize("NFKD", text).casefold().replace("_", " ")
    return re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c)))
