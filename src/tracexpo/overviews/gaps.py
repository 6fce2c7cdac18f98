"""Gaps: days between two records on which nothing is recorded."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import ClassVar, Final

from attrs import frozen

from tracexpo.exposures import IndividualExposure
from tracexpo.overviews.wording import BENEATH, HEADINGS, agent_of, name_of, people, undecided_of
from tracexpo.problems import Language, Wording
from tracexpo.report import Overview
from tracexpo.rules import PRECISION, Facts

__all__ = ["Gap", "gaps_of"]

ONE_DAY: Final = dt.timedelta(days=1)
UNASKED_FROM: Final = dt.date(2015, 1, 1)
UNASKED_UNTIL: Final = dt.date(2024, 4, 4)
"""The prevention sheet of 2012 had ended, the list of 2024 had not come."""
ALL_UNASKED: Final = Wording(
    "no text known to this library asked for a record of chemicals on these days, asbestos apart",
    "aucun texte connu de cette bibliothèque ne demandait d'écrit pour les produits chimiques à ces dates, amiante "
    "excepté",
)
PARTLY_UNASKED: Final = Wording(
    "from 2015-01-01 to 2024-04-04 no text known to this library asked for a record of chemicals, asbestos apart",
    "du 2015-01-01 au 2024-04-04, aucun texte connu de cette bibliothèque ne demandait d'écrit pour les produits "
    "chimiques, amiante excepté",
)


@frozen(kw_only=True)
class Gap:
    """Days on which nothing is recorded of an agent in an establishment, between two records of each of the workers."""

    HEADINGS: ClassVar[Mapping[str, Wording]] = {
        "establishment": HEADINGS["establishment"],
        "agent": HEADINGS["agent"],
        "agent_name": HEADINGS["agent_name"],
        "first": HEADINGS["first"],
        "last": HEADINGS["last"],
        "days": Wording("days", "jours"),
        "workers": HEADINGS["workers"],
        "collective": Wording("a collective record of these days", "une fiche collective de ces jours"),
        "remark": Wording("remark", "remarque"),
    }
    BENEATH: ClassVar[Mapping[str, str]] = BENEATH

    establishment: str
    """Establishment."""
    agent: str
    """Agent."""
    agent_name: Wording | None
    """What the catalogue calls it."""
    first: dt.date
    """First day without a record."""
    last: dt.date
    """Last day without a record."""
    days: int
    """How many days these are [day]."""
    workers: tuple[str, ...]
    """Workers of whom the days before and after are recorded."""
    collective: bool
    """Whether a collective exposure to the agent there shares days with the gap: tracing may fill it."""
    remark: Wording | None
    """What to know of these years: no text asked for a record of chemicals from 2015 to April 2024."""

    def text_in(self, language: Language) -> str:
        """Return it in one sentence, in one language ("en" or "fr")."""
        agent, who = agent_of(self.agent, self.agent_name, language), people(len(self.workers), language)
        if language == "en":
            text = f"{self.establishment}, {agent}: nothing from {self.first} to {self.last} of {who}"
            filled = "; a collective record covers some of these days" if self.collective else ""
        else:
            text = f"{self.establishment}, {agent} : rien du {self.first} au {self.last} pour {who}"
            filled = " ; une fiche collective couvre une partie de ces jours" if self.collective else ""
        return text + filled + (f" ({self.remark.text_in(language)})" if self.remark is not None else "")


def gaps_of(facts: Facts, at_least: int = 1) -> Overview[Gap]:
    """Find the gaps of a register."""
    kept: dict[tuple[str, str, str], list[IndividualExposure]] = {}
    for x in facts.individuals:
        kept.setdefault((x.establishment, x.agent, x.worker), []).append(x)
    found: dict[tuple[str, str, dt.date, dt.date], list[str]] = {}
    unsure = 0
    for (establishment, agent, worker), own in kept.items():
        for days in _between(facts, own) if len(own) > 1 else ():
            if days is None:
                unsure += 1
            elif (days[1] - days[0]).days + 1 >= at_least:
                found.setdefault((establishment, agent, *days), []).append(worker)
    around = _collectives(facts)
    return Overview(
        name="gaps",
        title=Wording("Gaps between records", "Interruptions entre deux enregistrements"),
        about=Wording(
            "Days between two records of one worker, agent and establishment on which nothing is recorded. This is no "
            "fault: there may have been no exposure, or no record of it.",
            "Jours entre deux enregistrements d'un travailleur, d'un agent et d'un établissement où rien n'est "
            "consigné. Ce n'est pas un manquement : il peut n'y avoir eu aucune exposition, ou aucune trace.",
        ),
        on=facts.on,
        edition=facts.edition,
        items=tuple(
            Gap(
                establishment=establishment,
                agent=agent,
                agent_name=name_of(facts, agent),
                first=first,
                last=last,
                days=(last - first).days + 1,
                workers=tuple(sorted(found[establishment, agent, first, last])),
                collective=_shares_days(around.get((establishment, agent)), first, last),
                remark=_remark(first, last),
            )
            for establishment, agent, first, last in sorted(found)
        ),
        undecided=undecided_of("gaps", [PRECISION.why] * unsure),
    )


def _between(facts: Facts, own: list[IndividualExposure]) -> Iterator[tuple[dt.date, dt.date] | None]:
    """Yield what surely lies between the records of one worker, agent and establishment; None where it is not sure."""
    own.sort(key=lambda x: x.period.start)
    written = possible = dt.date.min
    for x in own:
        period, days = x.period, facts.bounds(x.period)
        if written != dt.date.min and period.start - ONE_DAY > written:
            if possible < dt.date.max and days.start_min > possible + ONE_DAY:
                yield possible + ONE_DAY, days.start_min - ONE_DAY
            else:
                yield None
        # of what is over on a day not known, only its first day is written
        end = period.start if period.ended else period.end or dt.date.max
        written, possible = max(written, end), max(possible, days.end_max)
        if written == dt.date.max:
            return


_Days = tuple[list[dt.date], list[dt.date]]
"""First days in order, and for each the latest last day of those up to it."""


def _collectives(facts: Facts) -> Mapping[tuple[str, str], _Days]:
    found: dict[tuple[str, str], _Days] = {}
    for c in sorted(facts.collectives, key=lambda c: c.period.start):
        end = c.period.end or (c.period.start if c.period.ended else facts.reached)
        starts, ends = found.setdefault((c.establishment, c.agent), ([], []))
        starts.append(c.period.start)
        ends.append(max(end, ends[-1]) if ends else end)
    return found


def _shares_days(around: _Days | None, first: dt.date, last: dt.date) -> bool:
    if around is None:
        return False
    starts, ends = around
    begun = bisect_right(starts, last)
    return begun > 0 and ends[begun - 1] >= first


def _remark(first: dt.date, last: dt.date) -> Wording | None:
    if first > UNASKED_UNTIL or last < UNASKED_FROM:
        return None
    return ALL_UNASKED if first >= UNASKED_FROM and last <= UNASKED_UNTIL else PARTLY_UNASKED
