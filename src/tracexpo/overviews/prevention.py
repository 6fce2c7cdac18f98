"""Measures of prevention in the STOP order: substitution, technical, organisational, personal."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from attrs import frozen

from tracexpo.exposures import Exposure
from tracexpo.overviews.wording import BENEATH, HEADINGS, agent_of, name_of
from tracexpo.problems import Language, Wording
from tracexpo.report import Overview
from tracexpo.rules import Facts
from tracexpo.vocabularies import MeasureLevel

__all__ = ["Prevention", "prevention_of"]

STOP: Final = (MeasureLevel.SUBSTITUTION, MeasureLevel.TECHNICAL, MeasureLevel.ORGANISATIONAL, MeasureLevel.PERSONAL)
"""The order in which measures are taken, the best first. Source: L4121-2."""


@frozen(kw_only=True)
class Prevention:
    """The measures recorded with the exposures to an agent in an establishment that go on."""

    HEADINGS: ClassVar[Mapping[str, Wording]] = {
        "establishment": HEADINGS["establishment"],
        "agent": HEADINGS["agent"],
        "agent_name": HEADINGS["agent_name"],
        "highest": Wording("highest in the STOP order", "plus haut dans l'ordre STOP"),
        "exposures": Wording("exposures going on", "expositions en cours"),
        "substitution": Wording("with substitution", "avec substitution"),
        "technical": Wording("with technical measures", "avec mesures techniques"),
        "organisational": Wording("with organisational measures", "avec mesures d'organisation"),
        "personal": Wording("with personal protection", "avec protection individuelle"),
        "unrecorded": Wording("without a measure recorded", "sans mesure consignée"),
    }
    BENEATH: ClassVar[Mapping[str, str]] = BENEATH

    establishment: str
    """Establishment."""
    agent: str
    """Agent."""
    agent_name: Wording | None
    """What the catalogue calls it."""
    highest: MeasureLevel | None
    """The highest place in the STOP order that any of its measures has; None where none is recorded."""
    exposures: int
    """Number of exposures that go on, of both kinds."""
    substitution: int
    """Of these, with a substitution."""
    technical: int
    """Of these, with a technical collective measure."""
    organisational: int
    """Of these, with an organisational measure."""
    personal: int
    """Of these, with personal protection."""
    unrecorded: int
    """Of these, without any measure recorded."""

    def text_in(self, language: Language) -> str:
        """Return it in one sentence, in one language ("en" or "fr")."""
        agent = agent_of(self.agent, self.agent_name, language)
        numbers = zip(STOP, (self.substitution, self.technical, self.organisational, self.personal), strict=True)
        said = ", ".join(f"{level.label_in(language)} {n}" for level, n in numbers if n)
        if language == "en":
            text = (
                f"{self.establishment}, {agent}, exposures going on: {self.exposures}; {said or 'no measure recorded'}"
            )
            return text + (f"; without a measure recorded {self.unrecorded}" if said and self.unrecorded else "")
        text = f"{self.establishment}, {agent}, expositions en cours : {self.exposures} ; "
        text += said or "aucune mesure consignée"
        return text + (f" ; sans mesure consignée {self.unrecorded}" if said and self.unrecorded else "")


def prevention_of(facts: Facts) -> Overview[Prevention]:
    """Rank what is recorded, by establishment and agent."""
    kept: dict[tuple[str, str], list[frozenset[MeasureLevel]]] = {}
    for x in facts.exposures:
        if x.period.covers(facts.reached) and not x.period.ended:
            kept.setdefault((x.establishment, x.agent), []).append(_levels(x, facts.reached))
    items = [_item(facts, *place, levels) for place, levels in kept.items()]
    return Overview(
        name="prevention",
        title=Wording("Prevention in the STOP order", "Prévention dans l'ordre STOP"),
        about=Wording(
            "Measures recorded with the exposures that go on: substitution, technical, organisational, personal, in "
            "this order of preference. What rests on the last of these, or on none that is recorded, comes first.",
            "Mesures consignées avec les expositions en cours : substitution, technique, organisation, individuel, par "
            "ordre de préférence. Ce qui ne repose que sur la dernière, ou sur aucune consignée, vient en premier.",
        ),
        on=facts.on,
        edition=facts.edition,
        source="L4121-2",
        items=tuple(sorted(items, key=_needs_most)),
    )


def _item(facts: Facts, establishment: str, agent: str, levels: Sequence[frozenset[MeasureLevel]]) -> Prevention:
    counts = {level: sum(level in own for own in levels) for level in STOP}
    return Prevention(
        establishment=establishment,
        agent=agent,
        agent_name=name_of(facts, agent),
        highest=next((level for level in STOP if counts[level]), None),
        exposures=len(levels),
        substitution=counts[MeasureLevel.SUBSTITUTION],
        technical=counts[MeasureLevel.TECHNICAL],
        organisational=counts[MeasureLevel.ORGANISATIONAL],
        personal=counts[MeasureLevel.PERSONAL],
        unrecorded=sum(not own for own in levels),
    )


def _needs_most(item: Prevention) -> tuple[int, str, str]:
    """None recorded first, then personal protection alone; an agent that was substituted last."""
    rank = len(STOP) if item.highest is None else STOP.index(item.highest)
    return -rank, item.establishment, item.agent


def _levels(x: Exposure, on: dt.date) -> frozenset[MeasureLevel]:
    """Return the levels of the measures of an exposure that are in place on a day."""
    return frozenset(m.level for m in x.conditions.measures if m.period is None or m.period.covers(on))
