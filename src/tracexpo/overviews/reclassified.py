"""Agents that became CMR after exposures to them were recorded."""

import datetime as dt
from collections.abc import Mapping
from typing import ClassVar

from attrs import define, field, frozen

from tracexpo.agents import Mixture
from tracexpo.catalogue.classes import CMR_1_AND_2
from tracexpo.exposures import IndividualExposure
from tracexpo.overviews.wording import BENEATH, HEADINGS, agent_of, name_of, people, undecided_of
from tracexpo.problems import Language, Wording
from tracexpo.report import Overview
from tracexpo.rules import PRECISION, Facts
from tracexpo.rules.scopes import COVERED_FROM, Scope

__all__ = ["BecameCmr", "reclassified_of"]


@frozen(kw_only=True)
class BecameCmr:
    """An agent that became a CMR agent of R4412-60 after exposures to it were recorded."""

    HEADINGS: ClassVar[Mapping[str, Wording]] = {
        "agent": HEADINGS["agent"],
        "agent_name": HEADINGS["agent_name"],
        "day": Wording("CMR agent from", "CMR à partir du"),
        "acts": Wording("act", "acte"),
        "components": Wording("component", "composant"),
        "establishments": HEADINGS["establishments"],
        "workers": Wording("workers recorded before", "travailleurs consignés avant"),
        "exposures": Wording("exposures recorded before", "expositions consignées avant"),
        "first": Wording("recorded from", "consigné à partir du"),
    }
    BENEATH: ClassVar[Mapping[str, str]] = {**BENEATH, "components": "acts"}

    agent: str
    """Agent."""
    agent_name: Wording | None
    """What the catalogue calls it."""
    day: dt.date
    """First day on which it is a CMR agent."""
    acts: tuple[str, ...]
    """The acts (CELEX numbers) or the French orders that made it one."""
    components: tuple[str, ...]
    """Of a mixture, the components that became CMR agents that day."""
    establishments: tuple[str, ...]
    """Where exposures to it began before that day."""
    workers: tuple[str, ...]
    """Whose exposure to it began before that day."""
    exposures: tuple[str, ...]
    """Exposures of both kinds that began before that day."""
    first: dt.date
    """First day recorded."""

    def text_in(self, language: Language) -> str:
        """Return it in one sentence, in one language ("en" or "fr")."""
        agent, who = agent_of(self.agent, self.agent_name, language), people(len(self.workers), language)
        acts, where = ", ".join(self.acts), ", ".join(self.establishments)
        if language == "en":
            return f"{agent}: a CMR agent from {self.day} on ({acts}); recorded since {self.first}, {who}; {where}"
        return f"{agent} : CMR à partir du {self.day} ({acts}) ; consigné depuis le {self.first}, {who} ; {where}"


@define
class _Before:
    """What was recorded of an agent before a day."""

    scope: Scope
    establishments: set[str] = field(factory=set)
    workers: set[str] = field(factory=set)
    exposures: list[str] = field(factory=list)
    first: dt.date = dt.date.max


def reclassified_of(facts: Facts) -> Overview[BecameCmr]:
    """Find the agents that became CMR."""
    changing: dict[str, Scope | None] = {}
    found: dict[tuple[str, dt.date], _Before] = {}
    unsure = 0
    for x in facts.exposures:
        if x.agent not in changing:
            scope = facts.scopes.of(x.agent)
            changing[x.agent] = scope if scope is not None and {True, False} <= set(scope.law.values) else None
        scope = changing[x.agent]
        if scope is None:
            continue
        begun = facts.bounds(x.period).start_max
        day = _becomes(scope, begun)
        if day is None or day > facts.on:
            if day is None and _becomes(scope, x.period.start) is not None:
                unsure += 1
            continue
        before = found.setdefault((x.agent, day), _Before(scope))
        before.establishments.add(x.establishment)
        before.exposures.append(x.id)
        before.first = min(before.first, x.period.start)
        if isinstance(x, IndividualExposure):
            before.workers.add(x.worker)
    return Overview(
        name="became-cmr",
        title=Wording("Agents that became CMR since the record", "Agents devenus CMR depuis l'enregistrement"),
        about=Wording(
            "Agents that a harmonised class or the French list of processes made CMR agents after exposures to them "
            "were recorded: those who were exposed before may be told, and the list goes on from that day.",
            "Agents qu'une classe harmonisée ou la liste française des procédés a rendus CMR après que des expositions "
            "ont été consignées : ceux qui étaient exposés avant peuvent être informés, et la liste court dès ce jour.",
        ),
        on=facts.on,
        edition=facts.edition,
        source="R4412-60",
        items=tuple(_item(facts, agent, day, found[agent, day]) for agent, day in sorted(found, key=lambda k: k[::-1])),
        undecided=undecided_of("became-cmr", [PRECISION.why] * unsure),
    )


def _becomes(scope: Scope, begun: dt.date) -> dt.date | None:
    """Return the day on which an agent became CMR, where it was not when an exposure to it had begun.

    Days that the catalogue does not cover are taken for the first one that it does.
    """
    first = max(begun, COVERED_FROM)
    return scope.law.becomes_yes(first) if scope.law.at(first) is False else None


def _item(facts: Facts, agent: str, day: dt.date, before: _Before) -> BecameCmr:
    parts = facts.scopes.of_parts(before.scope.agent) if isinstance(before.scope.agent, Mixture) else ()
    begun = {part.agent.id: _acts(facts, part, day) for part in parts}
    acts = [*_acts(facts, before.scope, day), *(act for own in begun.values() for act in own)]
    return BecameCmr(
        agent=agent,
        agent_name=name_of(facts, agent),
        day=day,
        acts=tuple(dict.fromkeys(acts)),
        components=tuple(id for id, own in begun.items() if own),
        establishments=tuple(sorted(before.establishments)),
        workers=tuple(sorted(before.workers)),
        exposures=tuple(sorted(before.exposures)),
        first=before.first,
    )


def _acts(facts: Facts, scope: Scope, day: dt.date) -> list[str]:
    """Return the acts that made an agent a CMR agent on a day."""
    return [
        step.source
        for step in facts.scopes.steps(scope)
        if step.applies_from == day
        and (step.listed_as is not None or any(c.cmr_class in CMR_1_AND_2 for c in step.classifications))
    ]
