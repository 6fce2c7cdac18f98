"""One agent over all establishments of a firm, between two days: who was or may have been exposed."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import ClassVar

from attrs import frozen

from tracexpo.agents import Agent, AgentGroup, Mixture, Substance
from tracexpo.companies import Company
from tracexpo.errors import InvalidValueError
from tracexpo.exposures import CollectiveExposure, IndividualExposure
from tracexpo.overviews.wording import BENEATH, HEADINGS, agent_of, name_of
from tracexpo.periods import Period
from tracexpo.places import meetings
from tracexpo.problems import Language, Wording
from tracexpo.register import Register
from tracexpo.report import Overview
from tracexpo.rules import Facts

__all__ = ["Exposed", "exposed_of"]

RECORDED = Wording("recorded", "consigné")
ASSIGNED = Wording("assigned where a collective exposure is recorded", "affecté là où une exposition collective l'est")


@frozen(kw_only=True)
class Exposed:
    """One exposure of a worker to the agent in an establishment of the firm, between the two days."""

    HEADINGS: ClassVar[Mapping[str, Wording]] = {
        "establishment": HEADINGS["establishment"],
        "workstation": Wording("workstation", "poste"),
        "worker": HEADINGS["worker"],
        "agent": Wording("agent as recorded", "agent tel que consigné"),
        "agent_name": HEADINGS["agent_name"],
        "how": Wording("how it is known", "comment on le sait"),
        "first": HEADINGS["first"],
        "last": HEADINGS["last"],
        "sure": Wording("surely in these days", "sûrement à ces dates"),
        "records": Wording("records", "enregistrements"),
    }
    BENEATH: ClassVar[Mapping[str, str]] = BENEATH

    establishment: str
    """Establishment."""
    workstation: str | None
    """Workstation, where it is told."""
    worker: str
    """Worker."""
    agent: str
    """Agent as it is recorded: the one asked for, a mixture that holds it, a family it belongs to."""
    agent_name: Wording | None
    """What the catalogue calls it."""
    how: Wording
    """Whether the exposure is recorded, or follows from an assignment and a collective exposure."""
    first: dt.date | None
    """First day between the two; None where only its precision reaches them."""
    last: dt.date | None
    """Last day between the two."""
    sure: bool
    """Whether it surely shares a day with them, as far as its days and the agent are known."""
    records: tuple[str, ...]
    """The exposure, or the collective exposure and the assignment."""

    def text_in(self, language: Language) -> str:
        """Return it in one sentence, in one language ("en" or "fr")."""
        agent, how = agent_of(self.agent, self.agent_name, language), self.how.text_in(language)
        at = f" ({self.workstation})" if self.workstation is not None else ""
        if language == "en":
            days = f"{self.first} to {self.last}" if self.first else "days not known precisely"
            return f"{self.worker}, {self.establishment}{at}, {agent}: {days}, {how}" + (
                "" if self.sure else ", not sure"
            )
        days = f"du {self.first} au {self.last}" if self.first else "jours non connus précisément"
        return f"{self.worker}, {self.establishment}{at}, {agent} : {days}, {how}" + (
            "" if self.sure else ", non certain"
        )


def exposed_of(facts: Facts, agent: str, company: str, since: dt.date, until: dt.date) -> Overview[Exposed]:
    """Find who was or may have been exposed."""
    register = facts.register
    asked, firm = register.get(agent), register.get(company)
    if not isinstance(asked, Agent):
        raise _unknown("agent", Wording("the id of an agent of the register", "l'identifiant d'un agent du registre"))
    if not isinstance(firm, Company):
        kind = Wording("the id of a company of the register", "l'identifiant d'une entreprise du registre")
        raise _unknown("company", kind)
    if until < since:
        raise InvalidValueError("period-end-before-start", "/until")
    places = _establishments(facts, firm)
    agents = _agents_with(register, asked)
    window = (since, until)
    items = [*_recorded(facts, places, agents, window), *_assigned(facts, places, agents, window)]
    return Overview(
        name="exposed",
        title=Wording(
            f"Exposed to {agent} in {company}, {since} to {until}",
            f"Exposés à {agent} chez {company}, du {since} au {until}",
        ),
        about=Wording(
            "Everyone who was or may have been exposed to the agent in any establishment of the firm between these two "
            "days, as far as the register knows. Whether an exposure is comparable is the occupational physician's to "
            "say.",
            "Quiconque a été ou a pu être exposé à l'agent dans un établissement de l'entreprise entre ces deux dates, "
            "autant que le registre le sache. Dire si une exposition est comparable revient au médecin du travail.",
        ),
        on=facts.on,
        edition=facts.edition,
        source="R4412-52",
        items=tuple(sorted(items, key=lambda i: (i.establishment, i.worker, i.first or dt.date.min, i.records))),
    )


def _unknown(name: str, expected: Wording) -> InvalidValueError:
    found = Wording("another id", "un autre identifiant")
    return InvalidValueError("wrong-type", f"/{name}", {"expected": expected, "found": found})


def _establishments(facts: Facts, firm: Company) -> frozenset[str]:
    """Return the establishments of a firm: by its id, else by its SIREN."""
    own = {firm.id, firm.siren} - {None}
    return frozenset(
        e.id for e in facts.register.establishments if e.company == firm.id or facts.company_of.get(e.id) in own
    )


def _agents_with(register: Register, asked: Agent) -> Mapping[str, bool]:
    """Return the agents that are or may hold the one asked for, and whether they surely do.

    The same number is the same substance; of a family, it is not said which member is meant.
    """
    found = {a.id: True for a in register.agents if a.id == asked.id or _same_number(a, asked)}
    holders: dict[str, list[tuple[str, bool]]] = {}
    for a in register.agents:
        if isinstance(a, Mixture):
            for component in a.components:
                holders.setdefault(component.agent, []).append((a.id, True))
        elif isinstance(a, AgentGroup):
            for member in a.members:
                holders.setdefault(member, []).append((a.id, False))
    waiting = list(found)
    while waiting:
        part = waiting.pop()
        for holder, sure in holders.get(part, ()):
            known = found.get(holder)
            if known is None or (not known and sure and found[part]):
                found[holder] = sure and found[part]
                waiting.append(holder)
    return found


def _same_number(one: Agent, other: Agent) -> bool:
    return (
        isinstance(one, Substance)
        and isinstance(other, Substance)
        and one.cas_number is not None
        and one.cas_number == other.cas_number
    )


def _recorded(
    facts: Facts, places: Collection[str], agents: Mapping[str, bool], window: tuple[dt.date, dt.date]
) -> Iterator[Exposed]:
    for x in facts.individuals:
        if x.agent in agents and x.establishment in places:
            yield from _within(facts, x, x.worker, x.workstation, x.period, agents[x.agent], window, (x.id,))


def _assigned(
    facts: Facts, places: Collection[str], agents: Mapping[str, bool], window: tuple[dt.date, dt.date]
) -> Iterator[Exposed]:
    """Yield the meetings of assignments and collective exposures that tracing has not yet carried to persons."""
    collectives = [c for c in facts.collectives if c.agent in agents and c.establishment in places]
    traced = {(x.worker, id) for x in facts.individuals if x.derived_from for id in x.derived_from}
    for c, met in meetings(collectives, facts.assignments, facts.register.situations):
        for a in met:
            shared = c.period.intersection(a.period)
            if shared is not None and (a.worker, c.id) not in traced:
                station = a.workstation or c.workstation
                yield from _within(facts, c, a.worker, station, shared, agents[c.agent], window, (c.id, a.id))


def _within(
    facts: Facts,
    x: IndividualExposure | CollectiveExposure,
    worker: str,
    workstation: str | None,
    period: Period,
    certain: bool,
    window: tuple[dt.date, dt.date],
    records: tuple[str, ...],
) -> Iterator[Exposed]:
    """Yield an exposure where it shares or may share a day with the window."""
    since, until = window
    days = facts.bounds(period)
    if days.start_min > until or days.end_max < since:
        return
    first = max(period.start, since)
    last = min(period.end or (period.start if period.ended else facts.reached), until)
    yield Exposed(
        establishment=x.establishment,
        workstation=workstation,
        worker=worker,
        agent=x.agent,
        agent_name=name_of(facts, x.agent),
        how=RECORDED if isinstance(x, IndividualExposure) else ASSIGNED,
        first=first if first <= last else None,
        last=last if first <= last else None,
        sure=certain and days.start_max <= until and days.end_min >= since,
        records=records,
    )
