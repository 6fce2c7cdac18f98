"""The record of a worker's exposures over all employers, and the page of durations for the physician.

Source: R4624-28-3. The statement of exposures itself is the physician's: these documents are drawn up for it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, Final

from attrs import evolve, frozen

from tracexpo.agents import Agent, Names
from tracexpo.catalogue.answers import Certainty, NotInCatalogueError, member
from tracexpo.catalogue.diseases import DiseaseTable, DurationCondition, Outcome, Regime, WorksList
from tracexpo.catalogue.editions import Catalogue
from tracexpo.documents.gathering import Gathering, until
from tracexpo.documents.header import Header, Lacking, Missing
from tracexpo.documents.particulars import Firm, Line, NamedAgent, Person, ids_of
from tracexpo.documents.texts import LegalVersion
from tracexpo.documents.told import TOLD, not_in_force, refuse
from tracexpo.errors import InvalidValueError
from tracexpo.exposures import IndividualExposure
from tracexpo.form import FIRST_DAY, LAST_DAY, Count, Day, Text, WorkerRef, check, check_day
from tracexpo.periods import COARSER, Period
from tracexpo.problems import Wording
from tracexpo.provenance import Declared
from tracexpo.register import Register
from tracexpo.vocabularies import AuthorRole, LegalRegime, Precision
from tracexpo.work import Worker

__all__ = [
    "COUNTING",
    "SCOPE",
    "AgentTotal",
    "ConditionOutcome",
    "DiseaseDurations",
    "EmployerPart",
    "ExposureRecordExtract",
    "TableDurations",
    "disease_durations",
    "exposure_record_extract",
]

COUNTING: Final = Wording(
    "calendar days, each counted once, first and last day included; interruptions within a period are not known",
    "jours calendaires, chacun compté une fois, premier et dernier jour compris ; les interruptions au sein d'une "
    "période ne sont pas connues",
)
"""How the days of a total are counted."""
SCOPE: Final = Wording(
    "covers CMR agents alone; the other factors of article L4161-1 are for the physician to complete",
    "ne couvre que les agents CMR ; les autres facteurs de l'article L. 4161-1 sont à compléter par le médecin",
)
"""What the record does not cover."""
_ONE_DAY: Final = dt.timedelta(days=1)


@frozen(kw_only=True)
class EmployerPart:
    """The exposures under one employer (partie d'un employeur)."""

    employer: Firm
    """The employer."""
    lines: tuple[Line, ...]
    """The exposures, in order."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class AgentTotal:
    """The days of exposure to one agent over all employers (total par agent); see `COUNTING`."""

    agent: NamedAgent
    """The agent."""
    first: Day
    """First day written."""
    first_precision: Precision = Precision.DAY
    """How precisely the first day is known."""
    begun_before: bool
    """Whether it began earlier."""
    last: Day | None = None
    """Last day written; None while it goes on, or where it is over on a day not known."""
    last_precision: Precision = Precision.DAY
    """How precisely the last day is known."""
    ongoing: bool
    """Whether it goes on."""
    at_least_days: Count
    """Days that are certain [day]."""
    at_most_days: Count | None = None
    """Days that are possible [day]; None where nothing bounds them."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class ExposureRecordExtract:
    """The record of CMR exposures drawn up for the statement of exposures (relevé des expositions CMR).

    Over all employers of whom the register knows; never the statement of exposures itself (état des lieux), which the
    occupational physician establishes. The physician signs it, it is given to the worker and put in the medical file.
    Source: R4624-28-3.
    """

    KIND: ClassVar[str] = "exposure-record-extract"

    header: Header
    """Text, day, facts used, what is missing."""
    person: Person
    """The worker."""
    employers: tuple[EmployerPart, ...] = ()
    """The exposures by employer, in the order of the first of each."""
    declared: tuple[Line, ...] = ()
    """What the worker declared, apart."""
    gaps: tuple[Period, ...] = ()
    """Days of which nothing is recorded, from the first exposure to the day of the document.

    Beside an exposure whose days are estimated or not known they are estimated too.
    """
    totals: tuple[AgentTotal, ...] = ()
    """Days by agent, over all employers, without what the worker alone declared."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class ConditionOutcome:
    """One condition of duration, computed on the dates (condition de durée)."""

    outcome: Outcome
    """Met, not met, cannot say, or not asked."""
    required: Text | None = None
    """What the table asks, ISO 8601."""
    required_days: Count | None = None
    """The same on these dates [day]."""
    at_least_days: Count | None = None
    """What the dates show at the least [day]."""
    at_most_days: Count | None = None
    """What they show at the most [day]."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class TableDurations:
    """The duration conditions of one line of a table, on the dates of one agent: never "recognised"."""

    agent: NamedAgent
    """The agent."""
    regime: Regime
    """General or agricultural scheme."""
    table: Text
    """Number of the table, such as "30 bis"."""
    condition: Names
    """The disease."""
    works: WorksList | None = None
    """Whether the list of works is closed; the works themselves are a person's judgement."""
    time_limit: ConditionOutcome
    """From the end of exposure to the first finding (délai de prise en charge)."""
    min_exposure: ConditionOutcome
    """How long the exposure lasted (durée minimale d'exposition)."""
    min_latency: ConditionOutcome
    """From the first exposure to the first finding."""
    outcome: Outcome
    """All three together."""
    certainty: Certainty
    """How sure the line of the table is."""
    source: Text
    """The text of the table."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class DiseaseDurations:
    """The duration conditions of the tables of occupational diseases, a page of its own for the physician.

    It compares dates and says met, not met or cannot say; it recognises nothing. It is no part of the record given
    to the worker.
    """

    KIND: ClassVar[str] = "disease-durations"

    header: Header
    """Text, day, facts used."""
    person: Person
    """The worker."""
    regime: Regime
    """The scheme whose tables are compared."""
    first_finding: Day
    """The day of the first medical finding that is supposed; by default the day of the document."""
    tables: tuple[TableDurations, ...] = ()
    """The lines of the tables tied to the agents, in the order of the agents."""
    declared: tuple[NamedAgent, ...] = ()
    """The agents of exposures that the worker alone declares: those are not compared."""

    def __attrs_post_init__(self) -> None:
        check(self)


# -- the record


def exposure_record_extract(
    register: Register, *, worker: WorkerRef, on: dt.date, catalogue: Catalogue | None = None
) -> ExposureRecordExtract:
    """Make the record of a worker's CMR exposures over all employers of whom the register knows.

    Agents that the catalogue knows to have been no CMR agents on any of the days are left out.

    Raises:
        NoDocumentError: for an unknown worker, and where there is no exposure to state.

    >>> from tracexpo.agents import Substance
    >>> benzene = Substance(id="cas:71-43-2", name="Benzène", cas_number="71-43-2")
    >>> def exposed(id, start, end):
    ...     period = Period(dt.date.fromisoformat(start), dt.date.fromisoformat(end))
    ...     return IndividualExposure(id=id, worker="w1", agent=benzene.id, establishment="e1", period=period)
    >>> register = Register().add(
    ...     Worker(id="w1"),
    ...     benzene,
    ...     exposed("x1", "2001-01-01", "2008-12-31"),
    ...     exposed("x2", "2013-01-01", "2021-12-31"),
    ... )
    >>> extract = exposure_record_extract(register, worker="w1", on=dt.date(2022, 1, 1))
    >>> [(gap.start.isoformat(), gap.end.isoformat()) for gap in extract.gaps]
    [('2009-01-01', '2012-12-31'), ('2022-01-01', '2022-01-01')]
    >>> extract.totals[0].at_least_days
    6209
    """
    gathered, lines = _gathered(register, worker, on, catalogue, LegalVersion.EXPOSURE_RECORD)
    told = [x for x in lines if not _is_declared(x)]
    stated = {x.id: evolve(gathered.line(x), period=until(x.period, on)) for x in lines}
    by_employer: dict[str, list[IndividualExposure]] = {}
    for x in told:
        by_employer.setdefault(gathered.employer_key(gathered.employer(x)), []).append(x)
    parts = tuple(
        EmployerPart(employer=gathered.firm(gathered.employer(own[-1])), lines=tuple(stated[x.id] for x in own))
        for own in by_employer.values()
    )
    person = gathered.person(worker)
    used = (id for line in stated.values() for id in ids_of(line))
    return ExposureRecordExtract(
        header=gathered.header(LegalVersion.EXPOSURE_RECORD, used, _lacking(person, parts)),
        person=person,
        employers=parts,
        declared=tuple(stated[x.id] for x in lines if _is_declared(x)),
        gaps=tuple(_gaps([x.period for x in lines], on)),
        totals=tuple(_totals(gathered, told)),
    )


def _gathered(
    register: Register, worker: str, on: dt.date, catalogue: Catalogue | None, version: LegalVersion
) -> tuple[Gathering, list[IndividualExposure]]:
    gathered = Gathering(register, on, catalogue)
    refuse([*gathered.refused(worker=(worker, Worker)), *not_in_force(version, on)])
    lines = [
        x
        for x in gathered.exposures_of.get(worker, ())
        if gathered.cmr(x.agent, x.period.start, min(x.period.end or on, on)) is not False
    ]
    if not lines:
        refuse([TOLD["document-nothing-to-state"].at("/worker", context={"on": on.isoformat()})])
    return gathered, lines


def _is_declared(x: IndividualExposure) -> bool:
    evidence = x.provenance.evidence
    by_evidence = isinstance(evidence, Declared) and evidence.by is AuthorRole.WORKER
    return by_evidence or x.provenance.author_role is AuthorRole.WORKER


def _gaps(periods: Sequence[Period], on: dt.date) -> Iterator[Period]:
    """Yield the days between the first written day and the day of the document that no period covers."""
    reached: tuple[dt.date, bool] | None = None
    for period in sorted(periods, key=lambda p: p.start):
        estimated = period.precision is Precision.ESTIMATED
        if reached is not None and period.start > reached[0] + _ONE_DAY:
            yield _gap(reached[0] + _ONE_DAY, period.start - _ONE_DAY, estimated=reached[1] or estimated)
        # one that is over on a day not known is drawn as its first day
        end = period.end or (period.start if period.ended else on)
        own = (end, estimated or period.ended)
        reached = own if reached is None else max(reached, own)
    if reached is not None and reached[0] < on:
        yield _gap(reached[0] + _ONE_DAY, on, estimated=reached[1])


def _gap(start: dt.date, end: dt.date, *, estimated: bool) -> Period:
    return Period(start, end, Precision.ESTIMATED if estimated else Precision.DAY)


def _totals(gathered: Gathering, lines: Sequence[IndividualExposure]) -> Iterator[AgentTotal]:
    by_agent: dict[str, list[Period]] = {}
    for x in lines:
        by_agent.setdefault(x.agent, []).append(x.period)
    for agent, periods in by_agent.items():
        around = [gathered.facts.bounds(p) for p in periods]
        certain = _days((b.start_max, b.end_min) for b in around)
        possible = [(b.start_min, min(b.end_max, gathered.on)) for b in around]
        bounded = all(start >= FIRST_DAY for start, _ in possible)
        # of equal days the coarser one is shown: it says no more than is known
        first = min(periods, key=lambda p: (p.start, not p.begun_before, -COARSER.index(p.precision)))
        known = [until(p, gathered.on) for p in periods]
        over = all(p.end is not None for p in known)
        last = max(known, key=lambda p: (p.end or p.start, COARSER.index(p.precision))) if over else None
        yield AgentTotal(
            agent=gathered.agent(agent),
            first=first.start,
            first_precision=first.precision,
            begun_before=first.begun_before,
            last=last.end if last is not None else None,
            last_precision=last.precision if last is not None else Precision.DAY,
            ongoing=any(p.is_open for p in known),
            at_least_days=certain,
            at_most_days=_days(possible) if bounded else None,
        )


def _days(spans: Iterable[tuple[dt.date, dt.date]]) -> int:
    """Number of days that the spans cover together, both ends included."""
    total, reached = 0, None
    for start, end in sorted(spans):
        if end < start or not FIRST_DAY <= start <= LAST_DAY:
            continue
        begin = start if reached is None else max(start, reached + _ONE_DAY)
        if end >= begin:
            total += (end - begin).days + 1
        reached = end if reached is None else max(reached, end)
    return total


def _lacking(person: Person, parts: Sequence[EmployerPart]) -> Iterator[Lacking]:
    article = "R4624-28-3"
    if person.birth_name is None and person.used_name is None:
        yield Lacking(field="/person", what=Missing.NAME, article=article)
    if person.birth_date is None:
        yield Lacking(field="/person/birth_date", what=Missing.BIRTH_DATE, article=article)
    for i, part in enumerate(parts):
        for n, line in enumerate(part.lines):
            if line.period.begun_before:
                yield Lacking(field=f"/employers/{i}/lines/{n}/period/start", what=Missing.START, article=article)
            if line.period.ended:
                yield Lacking(field=f"/employers/{i}/lines/{n}/period/end", what=Missing.END, article=article)


# -- the page of durations


def disease_durations(
    register: Register,
    *,
    worker: WorkerRef,
    on: dt.date,
    first_finding: dt.date | None = None,
    regime: Regime | str | None = None,
    catalogue: Catalogue | None = None,
) -> DiseaseDurations:
    """Make the page of duration conditions for the physician: for each agent, each table tied to it in the catalogue.

    Args:
        register: the facts.
        worker: id of the worker.
        on: the day of the page; it is the day of the tables too.
        first_finding: the day of the first medical finding; by default the day of the page.
        regime: `general` or `agricultural`; by default that of the last employer.
        catalogue: another edition than the shipped one.

    Raises:
        NoDocumentError: for an unknown worker, and where there is no exposure to state.
    """
    gathered, lines = _gathered(register, worker, on, catalogue, LegalVersion.DISEASE_DURATIONS)
    finding = on if first_finding is None else first_finding
    try:
        check_day(finding)
    except InvalidValueError as error:
        raise error.under("first_finding") from None
    last = max(lines, key=lambda x: (x.period.start, x.id))
    agricultural = gathered.regime(gathered.employer(last)) is LegalRegime.PRIVATE_AGRICULTURAL
    scheme = (Regime.AGRICULTURAL if agricultural else Regime.GENERAL) if regime is None else member(Regime, regime)
    told = [x for x in lines if not _is_declared(x)]
    used = (id for x in lines for id in (x.derived_from or (x.id,)))
    return DiseaseDurations(
        header=gathered.header(LegalVersion.DISEASE_DURATIONS, used, ()),
        person=gathered.person(worker),
        regime=scheme,
        first_finding=finding,
        tables=tuple(_tables(gathered, told, scheme, finding)),
        declared=tuple(map(gathered.agent, sorted({x.agent for x in lines if _is_declared(x)}))),
    )


def _tables(
    gathered: Gathering, lines: Sequence[IndividualExposure], scheme: Regime, finding: dt.date
) -> Iterator[TableDurations]:
    by_agent: dict[str, list[Period]] = {}
    for x in lines:
        by_agent.setdefault(x.agent, []).append(x.period)
    for agent, periods in sorted(by_agent.items()):
        found = gathered.register.get(agent)
        if not isinstance(found, Agent):
            continue
        try:
            rows = gathered.catalogue.disease_tables(found, scheme, on=gathered.on)
        except NotInCatalogueError:
            continue
        for row in rows:
            yield _compared(gathered, agent, row, periods, finding)


def _compared(
    gathered: Gathering, agent: str, row: DiseaseTable, periods: Sequence[Period], finding: dt.date
) -> TableDurations:
    checked = gathered.catalogue.check_durations(row, periods, first_finding=finding)
    return TableDurations(
        agent=gathered.agent(agent),
        regime=row.regime,
        table=row.table,
        condition=Names(fr=row.condition.fr, en=row.condition.en),
        works=row.works,
        time_limit=_outcome(checked.time_limit),
        min_exposure=_outcome(checked.min_exposure),
        min_latency=_outcome(checked.min_latency),
        outcome=checked.outcome,
        certainty=row.certainty,
        source=row.source,
    )


def _outcome(condition: DurationCondition) -> ConditionOutcome:
    def days(number: int | None) -> int | None:
        # an exposure that begins after the finding, or goes on, leaves nothing
        return None if number is None else max(number, 0)

    return ConditionOutcome(
        outcome=condition.outcome,
        required=condition.required,
        required_days=condition.required_days,
        at_least_days=days(condition.at_least_days),
        at_most_days=days(condition.at_most_days),
    )
