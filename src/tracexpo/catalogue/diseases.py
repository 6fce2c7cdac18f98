"""Tables of occupational diseases and the arithmetic of their three durations; never a recognition."""

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, Protocol

from attrs import field, frozen

from tracexpo.catalogue.answers import EVE, Certainty, NotInCatalogueError, checked, member
from tracexpo.catalogue.entries import SubstanceEntry
from tracexpo.catalogue.lookup import Asked, Directory
from tracexpo.catalogue.names import fold
from tracexpo.catalogue.tables import DiseaseRow, read_texts
from tracexpo.errors import InvalidValueError
from tracexpo.form import expect, expect_items, type_name
from tracexpo.periods import Period
from tracexpo.problems import Wording
from tracexpo.vocabularies import Precision, Vocabulary

__all__ = ["DiseaseTable", "DurationCheck", "DurationCondition", "Outcome", "Regime", "check_durations"]


class Regime(Vocabulary):
    """The social-security scheme of a table (régime); the same agent has other durations in the other."""

    GENERAL = "general", "general scheme", "régime général"
    AGRICULTURAL = "agricultural", "agricultural scheme", "régime agricole"


class WorksList(Vocabulary):
    """Whether the list of works of a table is closed (liste des travaux)."""

    INDICATIVE = "indicative", "indicative list of works", "liste indicative des travaux"
    LIMITATIVE = "limitative", "closed list of works", "liste limitative des travaux"


class Outcome(Vocabulary):
    """What the dates say of a condition (résultat)."""

    MET = "met", "met", "remplie"
    NOT_MET = "not-met", "not met", "non remplie"
    CANNOT_SAY = "cannot-say", "cannot say", "indéterminé"
    NOT_ASKED = "not-asked", "not asked by the table", "non demandée par le tableau"


@frozen(kw_only=True)
class DiseaseTable:
    """One line of a table of occupational diseases (maladie professionnelle): a disease and its durations."""

    regime: Regime
    """General or agricultural scheme: part of the key."""
    table: str
    """Number of the table, such as "30 bis"."""
    agent: Wording
    """The agent of the table."""
    condition: Wording
    """The disease."""
    time_limit: str
    """Longest time between the end of exposure and the first medical finding, ISO 8601 (délai de prise en charge)."""
    min_exposure: str | None = None
    """Least time of exposure, ISO 8601 (durée minimale d'exposition)."""
    min_latency: str | None = None
    """Least time since the first exposure, ISO 8601."""
    works: WorksList | None = None
    """Whether the list of works is closed; the works themselves are a person's judgement."""
    applies_from: dt.date | None = None
    """First day, for a table younger than the texts read."""
    certainty: Certainty
    """How sure it is."""
    source: str
    """The text."""
    edition: str
    """The edition of the catalogue that answers."""


class HasPeriod(Protocol):
    """Anything with a period, such as an individual exposure."""

    @property
    def period(self) -> Period:
        """When."""
        ...


@frozen(kw_only=True)
class DurationCondition:
    """One of the three conditions of duration, computed."""

    outcome: Outcome
    """Met, not met, cannot say, or not asked."""
    required: str | None = None
    """What the table asks, ISO 8601."""
    required_days: int | None = None
    """The same on these dates [day]."""
    at_least_days: int | None = None
    """What the dates show at the least [day]."""
    at_most_days: int | None = None
    """What they show at the most [day]; None where nothing bounds it."""


@frozen(kw_only=True)
class DurationCheck:
    """The conditions of duration of one line of a table, on the dates given: never "recognised"."""

    row: DiseaseTable = field(repr=False)
    """The line."""
    time_limit: DurationCondition
    """From the end of exposure to the first finding."""
    min_exposure: DurationCondition
    """How long the exposure lasted: calendar days, each counted once, up to the finding."""
    min_latency: DurationCondition
    """From the first exposure to the first finding."""
    outcome: Outcome
    """All three together."""

    @property
    def because(self) -> Wording:
        """One sentence."""
        return Wording(
            f"the duration conditions of table {self.row.table} are, on these dates: {self.outcome.label_in('en')}",
            f"les conditions de durée du tableau {self.row.table} sont, à ces dates : {_PLURAL[self.outcome]}",
        )


_PLURAL: Final = {
    Outcome.MET: "remplies",
    Outcome.NOT_MET: "non remplies",
    Outcome.CANNOT_SAY: "indéterminées",
    Outcome.NOT_ASKED: "non demandées",
}


@lru_cache(1)
def _by_subject() -> dict[str, list[DiseaseRow]]:
    found: dict[str, list[DiseaseRow]] = {}
    for row in read_texts().diseases:
        keys = [*row.subjects, f"name:{fold(row.agent_en)}", f"name:{fold(row.agent_fr)}"]
        for key in dict.fromkeys(keys):
            found.setdefault(key, []).append(row)
    return found


def disease_tables(
    directory: Directory, asked: Asked, regime: Regime | str, *, on: dt.date
) -> tuple[DiseaseTable, ...]:
    """Return the lines of the tables tied to an agent, in one scheme, on a day."""
    day = checked(on)
    scheme = member(Regime, regime)
    known = _by_subject()
    named = known.get(f"name:{fold(asked)}", []) if isinstance(asked, str) else []
    rows = {id(row): row for row in named}
    try:
        entries = directory.question(asked).entries
    except NotInCatalogueError:
        if not rows:
            raise
        entries = ()
    for entry in entries:
        groups = entry.groups if isinstance(entry, SubstanceEntry) else ()
        for subject in (entry.id, *(f"cas:{cas}" for cas in entry.cas_numbers), *groups):
            rows.update((id(row), row) for row in known.get(subject, ()))
    found = [row for row in rows.values() if row.regime == scheme.value and (row.day is None or row.day <= day)]
    return tuple(table_of(directory, row) for row in sorted(found, key=_order))


def every_table(directory: Directory) -> tuple[DiseaseTable, ...]:
    """Return every line shipped, of both schemes."""
    return tuple(table_of(directory, row) for row in read_texts().diseases)


def _order(row: DiseaseRow) -> tuple[int, str]:
    number = re.match(r"\d+", row.table)
    return (int(number.group()) if number else 0, row.table)


def table_of(directory: Directory, row: DiseaseRow) -> DiseaseTable:
    """Make the line of a stored row."""
    return DiseaseTable(
        regime=member(Regime, row.regime),
        table=row.table,
        agent=Wording(row.agent_en, row.agent_fr),
        condition=Wording(row.condition_en, row.condition_fr),
        time_limit=row.delay,
        min_exposure=row.min_exposure or None,
        min_latency=row.min_latency or None,
        works=member(WorksList, row.works) if row.works else None,
        applies_from=row.day,
        certainty=member(Certainty, row.certainty),
        source=row.source,
        edition=directory.agents.edition,
    )


# -- durations


_DURATION: Final = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?")


def added(day: dt.date, duration: str) -> dt.date:
    """Return the day that lies a duration after a day; the 29th of February goes on to the 1st of March.

    >>> added(dt.date(2020, 2, 29), "P1Y")
    datetime.date(2021, 3, 1)
    """
    match = _DURATION.fullmatch(duration)
    assert match is not None
    years, months, days = (int(part or 0) for part in match.groups())
    whole = day.year * 12 + day.month - 1 + years * 12 + months
    year, month = divmod(whole, 12)
    try:
        moved = dt.date(year, month + 1, day.day)
    except ValueError:
        moved = dt.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return moved + dt.timedelta(days=days)


@frozen
class _Span:
    """The days an exposure covers for certain and those it may cover; None: nothing certain, no bound."""

    surely_from: dt.date | None
    surely_until: dt.date | None
    maybe_from: dt.date | None
    maybe_until: dt.date


def _span(period: Period, finding: dt.date) -> _Span | None:
    """The bounds of a period, cut at the finding; None where all of it lies later."""
    if period.start > finding:
        return None
    if period.precision is Precision.ESTIMATED:
        return _Span(None, None, None, finding)
    end = period.end
    if end is None:
        # still going on, or over on a day not known
        certain_end = period.start if period.ended else finding
        possible_end = finding
    else:
        certain_end, possible_end = _first_of(end, period.precision), min(end, finding)
    start = min(_last_of(period.start, period.precision), possible_end)
    maybe_from = None if period.begun_before else period.start
    # whatever the precision it lasted a day, and not beyond the finding
    until = min(max(certain_end, period.start), possible_end)
    return _Span(start, until, maybe_from, possible_end)


def _first_of(day: dt.date, precision: Precision) -> dt.date:
    if precision is Precision.MONTH:
        return day.replace(day=1)
    return day.replace(month=1, day=1) if precision is Precision.YEAR else day


def _last_of(day: dt.date, precision: Precision) -> dt.date:
    if precision is Precision.MONTH:
        return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - EVE
    return day.replace(month=12, day=31) if precision is Precision.YEAR else day


def check_durations(
    row: DiseaseTable, exposures: Iterable[Period | HasPeriod], *, first_finding: dt.date
) -> DurationCheck:
    """Compare the exposures of a person to the conditions of duration of one line of a table.

    Every day counts once, up to the first medical finding; an exposure that is going on lasts until then.
    Interruptions within a period are not known here. Inside the precision of a period the answer is "cannot say".

    >>> from tracexpo.catalogue import disease_tables
    >>> lung = disease_tables("amiante", "general", on=dt.date(2025, 1, 1))[-2]
    >>> lung.table, lung.min_exposure, lung.time_limit
    ('30 bis', 'P10Y', 'P40Y')
    >>> check = check_durations(
    ...     lung, [Period(dt.date(1975, 1, 1), dt.date(1984, 12, 31))], first_finding=dt.date(2024, 3, 1)
    ... )
    >>> check.min_exposure.outcome.value, check.time_limit.outcome.value, check.outcome.value
    ('met', 'met', 'met')
    """
    finding = checked(first_finding)
    expect(DiseaseTable, row)
    spans = [span for item in expect_items(exposures) if (span := _span(_period(item), finding)) is not None]
    limit = _time_limit(row.time_limit, spans, finding)
    least = _min_exposure(row.min_exposure, spans)
    latency = _latency(row.min_latency, spans, finding)
    outcomes = {limit.outcome, least.outcome, latency.outcome}
    outcome = next((o for o in (Outcome.NOT_MET, Outcome.CANNOT_SAY) if o in outcomes), Outcome.MET)
    return DurationCheck(row=row, time_limit=limit, min_exposure=least, min_latency=latency, outcome=outcome)


def _period(item: Period | HasPeriod) -> Period:
    period = item if isinstance(item, Period) else getattr(item, "period", None)
    if not isinstance(period, Period):
        raise InvalidValueError(
            "wrong-type", context={"expected": "Period | IndividualExposure", "found": type_name(item)}
        )
    return period


def _time_limit(required: str, spans: list[_Span], finding: dt.date) -> DurationCondition:
    """The time from the last exposure to the finding, which may not exceed what the table sets."""
    if not spans:
        return DurationCondition(outcome=Outcome.CANNOT_SAY, required=required)
    latest = max(span.maybe_until for span in spans)
    sure = max((span.surely_until for span in spans if span.surely_until is not None), default=None)
    if sure is not None and finding <= added(sure, required):
        outcome = Outcome.MET
    else:
        outcome = Outcome.NOT_MET if finding > added(latest, required) else Outcome.CANNOT_SAY
    return DurationCondition(
        outcome=outcome,
        required=required,
        required_days=(added(latest, required) - latest).days,
        at_least_days=(finding - latest).days,
        at_most_days=None if sure is None else (finding - sure).days,
    )


def _min_exposure(required: str | None, spans: list[_Span]) -> DurationCondition:
    """The days of exposure, each counted once, which must reach what the table sets."""
    if required is None:
        return DurationCondition(outcome=Outcome.NOT_ASKED)
    if not spans:
        return DurationCondition(outcome=Outcome.CANNOT_SAY, required=required)
    certain = [
        (span.surely_from, span.surely_until)
        for span in spans
        if span.surely_from is not None and span.surely_until is not None and span.surely_from <= span.surely_until
    ]
    possible = [(span.maybe_from, span.maybe_until) for span in spans if span.maybe_from is not None]
    least = _days(certain)
    most = _days(possible) if len(possible) == len(spans) else None
    first = min((start for start, _ in possible), default=min(span.maybe_until for span in spans))
    days = (added(first, required) - first).days
    if least >= days:
        outcome = Outcome.MET
    else:
        outcome = Outcome.NOT_MET if most is not None and most < days else Outcome.CANNOT_SAY
    return DurationCondition(
        outcome=outcome, required=required, required_days=days, at_least_days=least, at_most_days=most
    )


def _days(spans: Iterable[tuple[dt.date, dt.date]]) -> int:
    """Number of days that the spans cover together."""
    total, reached = 0, dt.date.min
    for start, end in sorted(spans):
        if end > reached:
            total += (end - max(start, reached + EVE if reached > dt.date.min else start)).days + 1
            reached = end
    return total


def _latency(required: str | None, spans: list[_Span], finding: dt.date) -> DurationCondition:
    """The time since the first exposure, which must reach what the table sets."""
    if required is None:
        return DurationCondition(outcome=Outcome.NOT_ASKED)
    sure = min((span.surely_from for span in spans if span.surely_from is not None), default=None)
    starts = [span.maybe_from for span in spans if span.maybe_from is not None]
    earliest = min(starts) if starts and len(starts) == len(spans) else None
    if sure is not None and finding >= added(sure, required):
        outcome = Outcome.MET
    elif earliest is not None and finding < added(earliest, required):
        outcome = Outcome.NOT_MET
    else:
        outcome = Outcome.CANNOT_SAY
    return DurationCondition(
        outcome=outcome,
        required=required,
        required_days=None if sure is None else (added(sure, required) - sure).days,
        at_least_days=None if sure is None else (finding - sure).days,
        at_most_days=None if earliest is None else (finding - earliest).days,
    )
