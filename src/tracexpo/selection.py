"""Selecting from a register: the statements that match, then what these refer to."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from tracexpo.attestations import Attestation, Transmission
from tracexpo.exposures import Exposure, IndividualExposure
from tracexpo.measurements import Measurement
from tracexpo.periods import Period
from tracexpo.places import places_of, situations_covering
from tracexpo.provenance import Withdrawal
from tracexpo.records import Record, Statement
from tracexpo.references import references
from tracexpo.work import Assignment, ExposureSituation, Workstation

__all__ = ["Selection"]


class Source(Protocol):
    """What a selection needs of a register."""

    @property
    def situations(self) -> tuple[ExposureSituation, ...]:
        """Situations of exposure."""
        ...

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """Assignments."""
        ...

    @property
    def exposures(self) -> tuple[Exposure, ...]:
        """Exposures."""
        ...

    @property
    def withdrawals(self) -> tuple[Withdrawal, ...]:
        """Withdrawals."""
        ...

    def get(self, id: str) -> Record | None:
        """Return the record with this id."""
        ...

    def statements(self) -> Iterator[Statement]:
        """Yield every statement."""
        ...

    def successors(self, id: str) -> tuple[Statement, ...]:
        """Return the statements that supersede the one with this id."""
        ...


class Selection:
    """The work of `Register.select`: what matches, then what that refers to."""

    def __init__(self, register: Source, filters: Mapping[str, frozenset[str] | None], period: Period | None) -> None:
        self._register = register
        self._filters = filters
        self._period = period

    def kept(self, *always: str) -> set[str]:
        """Return the ids of what is kept: what matches, `always`, and what these refer to."""
        register = self._register
        kept = {s.id for s in register.statements() if self._matches(s)}
        kept |= self._collective_of(kept)
        kept -= self._assignments_elsewhere(kept)
        kept |= set(always)
        withdrawn: dict[str, list[str]] = {}
        for withdrawal in register.withdrawals:
            withdrawn.setdefault(withdrawal.of, []).append(withdrawal.id)
        frontier = list(kept)
        while frontier:
            id = frontier.pop()
            record = register.get(id)
            near = [reference.id for reference in references(record)] if record is not None else []
            near += [s.id for s in register.successors(id)]
            near += withdrawn.get(id, ())
            for other in near:
                if other not in kept:
                    kept.add(other)
                    frontier.append(other)
        return kept

    def _matches(self, statement: Statement) -> bool:
        named: dict[str, set[str]] = {"workers": set(), "establishments": set(), "agents": set()}
        for reference in references(statement):
            for target in reference.targets:
                if target in named and len(reference.targets) == 1:
                    named[target].add(reference.id)
        if isinstance(statement, Assignment):
            # an assignment names its establishment through its workstation or situation
            for place in (statement.workstation, statement.situation):
                where = self._register.get(place) if place is not None else None
                if isinstance(where, Workstation | ExposureSituation):
                    named["establishments"].add(where.establishment)
            named.pop("agents")
        return self._on_days(statement) and all(
            wanted is None or name not in named or not named[name].isdisjoint(wanted)
            for name, wanted in self._filters.items()
        )

    def _on_days(self, statement: Statement) -> bool:
        if self._period is None:
            return True
        if isinstance(statement, Attestation):
            return not statement.periods or any(period.overlaps(self._period) for period in statement.periods)
        if isinstance(statement, Measurement):
            return self._period.covers(statement.sampled_on)
        if isinstance(statement, Transmission):
            return self._period.covers(statement.on)
        return statement.period.overlaps(self._period)

    def _collective_of(self, kept: set[str]) -> set[str]:
        """Collective exposures of the places where the chosen workers are assigned."""
        if self._filters["workers"] is None:
            return set()
        covering = situations_covering(self._register.situations)
        assignments = (assignment for assignment in self._register.assignments if assignment.id in kept)
        places = {place for assignment in assignments for place in places_of(assignment, covering)}
        without_workers = Selection(self._register, {**self._filters, "workers": None}, self._period)
        return {
            x.id
            for x in self._register.exposures
            if not isinstance(x, IndividualExposure)
            and (x.situation in places or x.workstation in places)
            and without_workers._matches(x)
        }

    def _assignments_elsewhere(self, kept: set[str]) -> set[str]:
        """Assignments of people who have nothing to do with the chosen agents."""
        if self._filters["agents"] is None:
            return set()
        exposed, places = set(), set()
        for x in self._register.exposures:
            if x.id in kept:
                if isinstance(x, IndividualExposure):
                    exposed.add(x.worker)
                else:
                    places |= {x.situation, x.workstation}
        covering = situations_covering(self._register.situations)
        return {
            a.id
            for a in self._register.assignments
            if a.id in kept and a.worker not in exposed and places.isdisjoint(places_of(a, covering))
        }
