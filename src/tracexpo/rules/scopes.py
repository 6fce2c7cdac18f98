"""What the catalogue says of the agents of a register, day by day: each agent is looked up once."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import evolve, frozen

from tracexpo.agents import Agent, Classification, Mixture, Substance
from tracexpo.catalogue.answers import Answer
from tracexpo.catalogue.editions import Catalogue
from tracexpo.catalogue.entries import Entry, HistoryStep
from tracexpo.catalogue.tables import COVERED_FROM, DERIVED_FROM
from tracexpo.form import FIRST_DAY, LAST_DAY
from tracexpo.problems import Wording
from tracexpo.register import Register

__all__ = ["COVERED_FROM", "Scope", "Scopes", "Timeline"]

_ONE_DAY: Final = dt.timedelta(days=1)
_NOBODY_KNOWS: Final[tuple[bool | None, ...]] = (None,)
_NO_COMPONENT: Final = Wording(
    "none of the components named is 1A, 1B or tied to a listed process",
    "aucun des composants nommés n'est 1A, 1B ni lié à un procédé inscrit",
)


@frozen
class Timeline:
    """A yes, a no or a "not known" for every day: each value holds from its day until the next."""

    days: tuple[dt.date, ...] = (FIRST_DAY,)
    values: tuple[bool | None, ...] = _NOBODY_KNOWS

    def stretch(self, day: dt.date) -> int:
        """Return the place of the value of a day."""
        return max(bisect_right(self.days, day) - 1, 0)

    def at(self, day: dt.date) -> bool | None:
        """Return the value of a day."""
        return self.values[self.stretch(day)]

    def within(self, first: dt.date, last: dt.date) -> Sequence[bool | None]:
        """Return the values of the days from the first to the last."""
        return self.values[self.stretch(first) : self.stretch(last) + 1]

    def becomes_yes(self, after: dt.date) -> dt.date | None:
        """Return the first later day that begins a stretch with the value yes; None where none does."""
        later = range(bisect_left(self.days, after), len(self.days))
        return next((self.days[i] for i in later if self.values[i]), None)


@frozen
class Scope:
    """One agent, and on which days it is a CMR agent of R4412-60."""

    agent: Agent
    """The agent of the register."""
    entries: tuple[Entry, ...] = ()
    """What it may be in the catalogue; none for a mixture, and where its name and its numbers contradict."""
    contradiction: Answer | None = None
    """Why the name and the numbers of a substance do not mean the same; None where they do, or nobody knows."""
    law: Timeline = Timeline()
    """By harmonised classes and listed processes; for a mixture, by its components."""
    stated: Timeline = Timeline()
    """The same, with the classes 1A and 1B that its source states of its own."""


class Scopes:
    """The scopes of a register's agents, by id, each made when it is first asked for."""

    def __init__(self, register: Register, catalogue: Catalogue) -> None:
        self._register = register
        self._catalogue = catalogue
        self._known: dict[str, Scope | None] = {}
        self._steps: dict[str, tuple[HistoryStep, ...]] = {}
        self._reasons: dict[tuple[str, int], Wording] = {}

    def of(self, id: str) -> Scope | None:
        """Return the scope of an agent; None where the register has no such agent."""
        if id not in self._known:
            for agent in self._parts_first(id):
                self._known[agent.id] = self._mixed(agent) if isinstance(agent, Mixture) else self._single(agent)
            self._known.setdefault(id, None)
        return self._known[id]

    def of_parts(self, mixture: Mixture) -> list[Scope]:
        """Return the scopes of what a mixture is made of, as far as they are known."""
        return [scope for id in _components(mixture) if (scope := self.of(id)) is not None]

    def reason(self, scope: Scope, on: dt.date) -> Wording:
        """Return why an agent is or is not a CMR agent on a day, by harmonised classes and listed processes."""
        if isinstance(scope.agent, Mixture):
            return _NO_COMPONENT
        key = scope.agent.id, scope.law.stretch(on)
        if key not in self._reasons:
            day = scope.law.days[key[1]]
            self._reasons[key] = self._catalogue.is_cmr(_bare(scope.agent), on=day).because
        return self._reasons[key]

    def steps(self, scope: Scope) -> Iterator[HistoryStep]:
        """Yield every dated change of the entries that an agent may be."""
        for entry in scope.entries:
            if entry.id not in self._steps:
                self._steps[entry.id] = self._catalogue.history(entry)
            yield from self._steps[entry.id]

    def _parts_first(self, id: str) -> Iterator[Agent]:
        """Yield the agents not yet known that an agent is made of, each after its own parts, then itself.

        Of mixtures that are components of each other, which none can be, one comes before its parts.
        """
        agent = self._agent(id)
        waiting: list[tuple[Agent, Iterator[str]]] = [] if agent is None else [(agent, iter(_components(agent)))]
        entered = {id}
        while waiting:
            agent, parts = waiting[-1]
            for part in parts:
                inner = self._agent(part)
                if inner is not None and part not in entered and part not in self._known:
                    entered.add(part)
                    waiting.append((inner, iter(_components(inner))))
                    break
            else:
                waiting.pop()
                yield agent

    def _agent(self, id: str) -> Agent | None:
        found = self._register.get(id)
        return found if isinstance(found, Agent) else None

    def _single(self, agent: Agent) -> Scope:
        if isinstance(agent, Substance):
            matches = self._catalogue.name_matches(agent)
            if matches.value is False:
                return Scope(agent, contradiction=matches)
        scope = Scope(agent, self._catalogue.entries_of(agent))
        classes = agent.classifications if isinstance(agent, Substance) else ()
        law = self._timeline(_bare(agent), self._changes(self.steps(scope))) if scope.entries else Timeline()
        if not classes:
            return evolve(scope, law=law, stated=law)
        return evolve(scope, law=law, stated=self._timeline(agent, self._changes((*self.steps(scope), *classes))))

    def _timeline(self, agent: Agent, days: Sequence[dt.date]) -> Timeline:
        return Timeline(tuple(days), tuple(self._catalogue.is_cmr(agent, on=day).value for day in days))

    def _changes(self, dated: Iterable[HistoryStep | Classification]) -> list[dt.date]:
        """Every day on which the answer may change."""
        days = {FIRST_DAY, DERIVED_FROM, COVERED_FROM, self._catalogue.answers_until + _ONE_DAY}
        for item in dated:
            if item.applies_from is not None:
                days.add(item.applies_from)
            if item.applies_until is not None and item.applies_until < LAST_DAY:
                days.add(item.applies_until + _ONE_DAY)
        return sorted(days)

    def _mixed(self, mixture: Mixture) -> Scope:
        """Any component counts, whatever its content; one that is not known leaves the answer open."""
        parts = [self._known.get(id) for id in _components(mixture)]
        known = [part.stated for part in parts if part is not None]
        unknown: list[bool | None] = [] if parts and len(known) == len(parts) else [None]
        days = sorted({FIRST_DAY}.union(*(timeline.days for timeline in known)))
        law = Timeline(tuple(days), tuple(_any([*unknown, *(t.at(day) for t in known)]) for day in days))
        if not mixture.classifications:
            return Scope(mixture, law=law, stated=law)
        # without components, the catalogue answers by what the supplier states alone
        alone = evolve(mixture, components=())
        days = sorted({*days, *self._changes(mixture.classifications)})
        stated = tuple(self._catalogue.in_scope(alone, on=day).value or law.at(day) for day in days)
        return Scope(mixture, law=law, stated=Timeline(tuple(days), stated))


def _bare(agent: Agent) -> Agent:
    """The agent without what its source states of its classes."""
    return evolve(agent, classifications=()) if isinstance(agent, Substance) and agent.classifications else agent


def _components(agent: Agent) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c.agent for c in agent.components)) if isinstance(agent, Mixture) else ()


def _any(values: Iterable[bool | None]) -> bool | None:
    seen = set(values)
    return True if True in seen else None if None in seen else False
