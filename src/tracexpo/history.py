"""Corrections: which statements stand, and which followed which."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Protocol, TypeVar

from attrs import frozen

from tracexpo.provenance import Provenance

__all__ = ["Standing", "standing", "successors_of"]


class Stated(Protocol):
    """Anything with an id and a provenance."""

    @property
    def id(self) -> str:
        """Id in the register."""
        ...

    @property
    def provenance(self) -> Provenance:
        """Who says so."""
        ...


S = TypeVar("S", bound=Stated)


@frozen(kw_only=True)
class Standing:
    """Which statements stand, and which have a successor that does; by id."""

    current: AbstractSet[str]
    """Those that stand: not withdrawn, and no successor lives."""
    living: AbstractSet[str]
    """Those that stand, and those that a living one supersedes."""


def successors_of(statements: Iterable[S]) -> Mapping[str, tuple[S, ...]]:
    """Return, by id of a statement, the statements that supersede it."""
    found: dict[str, list[S]] = {}
    for statement in statements:
        if statement.provenance.supersedes is not None:
            found.setdefault(statement.provenance.supersedes, []).append(statement)
    return {id: tuple(following) for id, following in found.items()}


def standing(statements: Iterable[Stated], withdrawn: AbstractSet[str]) -> Standing:
    """Return which statements stand: not withdrawn, and no successor lives.

    A statement lives when it stands or a successor of it lives: when a correction is withdrawn without
    another in its place, what it corrected stands again. Statements that supersede each other in a cycle
    cancel nothing: all of them stand, and the profile `structure` tells it. A withdrawn one breaks the cycle:
    it supersedes nothing, and the others follow one another from there.
    """
    supersedes = {s.id: s.provenance.supersedes for s in statements}
    waiting = dict.fromkeys(supersedes, 0)
    for target in supersedes.values():
        if target in waiting:
            waiting[target] += 1
    current: set[str] = set()
    overtaken: set[str] = set()

    def settle(ready: list[str]) -> None:
        while ready:
            # every successor of a ready statement is settled: no recursion, so chains may be long
            id = ready.pop()
            lives = id in overtaken or id not in withdrawn
            if lives and id not in overtaken:
                current.add(id)
            target = supersedes[id]
            if target in waiting:
                if lives:
                    overtaken.add(target)
                waiting[target] -= 1
                if waiting[target] == 0:
                    ready.append(target)

    settle([id for id, count in waiting.items() if count == 0])
    # what is left stands in cycles
    broken = {id: supersedes[id] for id, count in waiting.items() if count > 0 and id in withdrawn}
    for id, target in broken.items():
        supersedes[id] = None
        if target in waiting:
            waiting[target] -= 1
    settle([target for target in broken.values() if target in waiting])
    current |= {id for id, count in waiting.items() if count > 0}
    return Standing(current=current, living=(current | overtaken) - broken.keys())
