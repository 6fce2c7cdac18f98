"""Rules of `structure` and `consistency` about days: does each period lie inside what it depends on?"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Final

from attrs import frozen

from tracexpo.agents import Mixture
from tracexpo.companies import Establishment
from tracexpo.exposures import AccidentalExposure, IndividualExposure, Level
from tracexpo.measurements import Measurement
from tracexpo.periods import Period
from tracexpo.problems import Severity, Wording
from tracexpo.register import Record
from tracexpo.rules import examples as ex
from tracexpo.rules.context import Context
from tracexpo.rules.days import Bounds, bounds, years_later
from tracexpo.rules.rule import PRECISION, CannotSay, Finding, rule
from tracexpo.vocabularies import ContractType, Precision
from tracexpo.work import Assignment

__all__ = [
    "accident_outside_exposure",
    "establishment_not_active",
    "exposure_before_working_age",
    "exposure_outside_assignment",
    "exposure_outside_mixture",
    "starts_after_as_of",
]

ERROR, WARNING = Severity.ERROR, Severity.WARNING
Found = Iterator[Finding | CannotSay]


@rule(
    "starts-after-as-of",
    ERROR,
    title=Wording("After the day of the register", "Après la date du registre"),
    description=Wording(
        "A register says what is known on its day (as_of): nothing in it begins, is measured, issued or transmitted "
        "later. An end may lie later: it is planned.",
        "Un registre dit ce que l'on sait à sa date (as_of) : rien n'y commence, n'est mesuré, délivré ou transmis "
        "plus tard. Une fin peut être plus tardive : elle est prévue.",
    ),
    message=Wording(
        "this day lies after {as_of}, the day of the register (as_of): correct the one or the other",
        "ce jour est postérieur au {as_of}, date du registre (as_of) : corrigez l'un ou l'autre",
    ),
    good=lambda: ex.register(ex.line(period=ex.days("2025-02-01", "2026-12-31")), as_of=dt.date(2025, 11, 30)),
    bad=lambda: ex.register(ex.line(period=ex.days("2026-02-01")), as_of=dt.date(2025, 11, 30)),
    told_at="/exposures/0/period/start",
)
def starts_after_as_of(context: Context) -> Found:
    """Compare first days, and days of events, with the day of the register."""
    as_of = context.register.as_of
    if as_of is None:
        return
    values = {"as_of": as_of.isoformat()}
    for record in (*context.facts.exposures, *context.assignments):
        if record.period.start > as_of:
            # the first day known, even of what began before
            written = Period(record.period.start, record.period.end, record.period.precision)
            if context.bounds(written).start_min > as_of:
                yield Finding(record, "/period/start", values)
            else:
                yield PRECISION
    for event, path, day in _events(context):
        if day > as_of:
            yield Finding(event, path, values)


def _events(context: Context) -> Iterator[tuple[Record, str, dt.date]]:
    for x in context.facts.exposures:
        degree = x.conditions.degree
        if isinstance(degree, Level) and degree.on is not None:
            yield x, "/conditions/degree/on", degree.on
        if isinstance(x, IndividualExposure):
            for i, accident in enumerate(x.accidents):
                yield x, f"/accidents/{i}/on", accident.on
    for m in context.measurements:
        yield m, "/sampled_on", m.sampled_on
    for attestation in context.attestations:
        if attestation.issued_on is not None:
            yield attestation, "/issued_on", attestation.issued_on
    for transmission in context.transmissions:
        yield transmission, "/on", transmission.on


# -- inside an assignment


@rule(
    "exposure-outside-assignment",
    WARNING,
    title=Wording("Exposed while not assigned", "Exposé sans affectation"),
    description=Wording(
        "Where the register holds the assignments of a worker to the place of an exposure, or else to its "
        "establishment, the exposure lies inside them: outside, the one or the other is wrong. A worker without an "
        "assignment there is left alone, and so are exposures of before the first: the register may begin later.",
        "Quand le registre contient les affectations d'un travailleur au lieu d'une exposition, à défaut à son "
        "établissement, l'exposition y est comprise : au-delà, l'une ou l'autre est fausse. Un travailleur sans "
        "affectation à cet endroit n'est pas visé, ni les expositions d'avant la première : le registre a pu commencer "
        "plus tard.",
    ),
    message=Wording(
        "on some of these days the worker was not assigned to this place ({assignments}): correct the exposure or the "
        "assignment; one still going on is taken to last until {reached}",
        "certains de ces jours, le travailleur n'était pas affecté à ce lieu ({assignments}) : corrigez l'exposition "
        "ou l'affectation ; ce qui est en cours est tenu pour durer jusqu'au {reached}",
    ),
    good=lambda: ex.register(
        ex.line(period=ex.days("2025-03-03", "2025-06-27")), ex.assigned(period=ex.days("2025-03-03", "2025-06-27"))
    ),
    bad=lambda: ex.register(
        ex.line(period=ex.days("2025-03-03", "2025-09-30")), ex.assigned(period=ex.days("2025-03-03", "2025-06-27"))
    ),
    told_at="/exposures/0/period/end",
)
def exposure_outside_assignment(context: Context) -> Found:
    """Compare each recorded exposure with the days on which its worker was there."""
    if not context.facts.assignments:
        return
    known: dict[tuple[str, str | None, str], _There | None] = {}
    for x in context.facts.individuals:
        if x.derived_from:
            continue
        place = (x.worker, x.workstation, x.establishment)
        if place not in known:
            known[place] = _there(context, context.facts.assignments_behind(x))
        there = known[place]
        if there is None or context.bounds(x.period).end_max < there.days[0][0]:
            continue
        path = _uncovered(context.bounds(x.period), there.days)
        if path is not None:
            yield Finding(x, path, {"assignments": there.names, "reached": context.reached.isoformat()})
        elif there.to_the_day and x.period.precision is Precision.DAY:
            continue
        elif _uncovered(bounds(Period(x.period.start, x.period.end), context.reached), there.written) is not None:
            yield PRECISION


@frozen
class _There:
    """The days of the assignments of one worker to one place, looked up once for all exposures."""

    names: tuple[str, ...]
    days: list[tuple[dt.date, dt.date]]
    """The days they may cover."""
    written: list[tuple[dt.date, dt.date]]
    """The days as they are written."""
    to_the_day: bool


def _there(context: Context, behind: list[Assignment]) -> _There | None:
    if not behind:
        return None
    return _There(
        names=tuple(sorted(a.id for a in behind)),
        days=_joined((b.start_min, b.end_max) for b in (context.bounds(a.period) for a in behind)),
        written=_joined((a.period.start, a.period.end or dt.date.max) for a in behind),
        to_the_day=all(a.period.precision is Precision.DAY for a in behind),
    )


def _joined(stretches: Iterable[tuple[dt.date, dt.date]]) -> list[tuple[dt.date, dt.date]]:
    """Join stretches of days that overlap or follow one another."""
    joined: list[tuple[dt.date, dt.date]] = []
    for first, last in sorted(stretches):
        if joined and (joined[-1][1] == dt.date.max or first <= joined[-1][1] + dt.timedelta(days=1)):
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def _uncovered(x: Bounds, stretches: list[tuple[dt.date, dt.date]]) -> str | None:
    """Say where an exposure surely leaves the stretches: at its start, at its end, or in between."""
    if not _meets(stretches, x.start_min, x.start_max):
        return "/period/start"
    if not _meets(stretches, x.end_min, x.end_max):
        return "/period/end"
    if x.start_max <= x.end_min and not _meets(stretches, x.end_min, x.start_max):
        return "/period"
    return None


def _meets(stretches: list[tuple[dt.date, dt.date]], last_from: dt.date, first_until: dt.date) -> bool:
    """Tell whether a stretch ends on a day or later and begins on another or earlier; they are in order, and apart."""
    i = bisect_left(stretches, last_from, key=lambda stretch: stretch[1])
    return i < len(stretches) and stretches[i][0] <= first_until


# -- inside an exposure, a mixture, an establishment


@rule(
    "accident-outside-exposure",
    WARNING,
    title=Wording("Accident outside the exposure", "Accident hors de l'exposition"),
    description=Wording(
        "An accidental exposure is told with the exposure during which it happened: its day lies in that period.",
        "Une exposition accidentelle se dit avec l'exposition pendant laquelle elle a eu lieu : son jour est dans "
        "cette période.",
    ),
    message=Wording(
        "the day of this accident lies outside the period of the exposure: correct the day, or tell it with the "
        "exposure of that day",
        "le jour de cet accident est hors de la période de l'exposition : corrigez le jour, ou rattachez l'accident à "
        "l'exposition de ce jour",
    ),
    good=lambda: ex.register(ex.line(accidents=(_spill("2025-02-03"),))),
    bad=lambda: ex.register(ex.line(accidents=(_spill("2023-02-03"),))),
    told_at="/exposures/0/accidents/0/on",
)
def accident_outside_exposure(context: Context) -> Found:
    """Compare the day of each accident with the period."""
    for x in context.facts.individuals:
        for i, accident in enumerate(x.accidents):
            around = context.bounds(x.period)
            if not around.start_min <= accident.on <= around.end_max:
                yield Finding(x, f"/accidents/{i}/on")
            elif not x.period.begun_before and not x.period.covers(accident.on):
                yield PRECISION


def _spill(on: str) -> AccidentalExposure:
    return AccidentalExposure(on=dt.date.fromisoformat(on), description="Overflow of the bath")


def _outside(context: Context, period: Period, container: Period) -> Finding | CannotSay | None:
    """Compare a period with one it has to lie in; the finding has no record yet."""
    lies_inside = container.end is None or (period.end is not None and period.end <= container.end)
    if container.start <= period.start and lies_inside:
        # the written days settle it, whatever their precision
        return None
    inner, outer = context.bounds(period), context.bounds(container)
    if inner.start_max < outer.start_min or inner.end_min > outer.end_max:
        return Finding(None)
    early = period.start < container.start and not container.begun_before
    late = container.end is not None and (period.end or period.start) > container.end
    return PRECISION if early or late else None


@rule(
    "exposure-outside-mixture",
    WARNING,
    title=Wording("Another composition that day", "Autre composition à cette date"),
    description=Wording(
        "A mixture is one revision of a product, with the days on which that was its composition: an exposure to it "
        "lies inside these days, else it was to another revision.",
        "Un mélange est une révision d'un produit, avec les jours où telle était sa composition : l'exposition y est "
        "comprise, sinon elle concerne une autre révision.",
    ),
    message=Wording(
        "on some of these days {agent} was not the composition of the product: name the revision of those days",
        "certains de ces jours, {agent} n'était pas la composition du produit : nommez la révision de ces jours",
    ),
    good=lambda: ex.register(_revision(), ex.line(agent="mix-2", period=ex.days("2024-01-15", "2024-12-20"))),
    bad=lambda: ex.register(_revision(), ex.line(agent="mix-2", period=ex.days("2023-01-15", "2024-12-20"))),
    told_at="/exposures/0/agent",
)
def exposure_outside_mixture(context: Context) -> Found:
    """Compare each exposure to a mixture with the days of that revision."""
    valid = {a.id: a.valid for a in context.agents if isinstance(a, Mixture) and a.valid is not None}
    if not valid:
        return
    for x in context.facts.exposures:
        if x.agent in valid:
            found = _outside(context, x.period, valid[x.agent])
            if found is not None:
                yield Finding(x, "/agent", {"agent": x.agent}) if isinstance(found, Finding) else found


def _revision() -> Mixture:
    return Mixture(id="mix-2", product_name="Degreaser, revision 2", valid=ex.days("2024-01-01", "2024-12-31"))


@rule(
    "establishment-not-active",
    WARNING,
    title=Wording("Establishment not active", "Établissement non actif"),
    description=Wording(
        "An exposure or a measurement takes place in an establishment that is active then. A move gives a new SIRET: "
        "what happens afterwards belongs to the establishment that follows.",
        "Une exposition ou un prélèvement a lieu dans un établissement alors actif. Un déménagement donne un nouveau "
        "SIRET : ce qui suit relève de l'établissement qui succède.",
    ),
    message=Wording(
        "on some of these days {establishment} was not active: name the establishment that came before or after it",
        "certains de ces jours, {establishment} n'était pas actif : nommez l'établissement qui l'a précédé ou suivi",
    ),
    source="Insee, SIRENE",
    good=lambda: ex.register(_old_site(), ex.line(establishment="old", period=ex.days("2018-01-08", "2019-12-31"))),
    bad=lambda: ex.register(_old_site(), ex.line(establishment="old", period=ex.days("2021-01-04", "2021-12-31"))),
    told_at="/exposures/0/establishment",
)
def establishment_not_active(context: Context) -> Found:
    """Compare with the days on which the establishment was active."""
    active = {e.id: e.active for e in context.establishments if e.active is not None}
    if not active:
        return
    for record in (*context.facts.exposures, *context.measurements):
        where = record.establishment
        if where in active:
            own = record.period if not isinstance(record, Measurement) else Period(record.sampled_on, record.sampled_on)
            found = _outside(context, own, active[where])
            if found is not None:
                told = Finding(record, "/establishment", {"establishment": where})
                yield told if isinstance(found, Finding) else found


def _old_site() -> Establishment:
    return Establishment(id="old", active=ex.days("2001-01-01", "2019-12-31"))


# -- after a birth

WORKING_AGE: Final = 16
TRAINING_AGE: Final = 14
FIRST_DAY_OF_16: Final = dt.date(1967, 1, 1)


@rule(
    "exposure-before-working-age",
    WARNING,
    title=Wording("Too young to work", "Trop jeune pour travailler"),
    description=Wording(
        "Nobody is employed before sixteen, apprentices and pupils in training apart (L4153-1): most often a birth "
        "date or a start is wrong. By a convention of this library fourteen is taken for apprentices and trainees, and "
        "for all before 1967, when compulsory schooling ended at that age.",
        "Nul n'est employé avant seize ans, apprentis et élèves en formation exceptés (L4153-1) : le plus souvent, une "
        "date de naissance ou un début est faux. Par convention de cette bibliothèque, quatorze ans est retenu pour "
        "les apprentis et stagiaires, et pour tous avant 1967, l'obligation scolaire s'arrêtant alors à cet âge.",
    ),
    message=Wording(
        "this exposure begins before the worker is {age}: compare the birth date and the start with the source",
        "cette exposition commence avant les {age} ans du travailleur : comparez la date de naissance et le début "
        "avec la source",
    ),
    source="L4153-1",
    good=lambda: ex.register(ex.line(period=ex.days("1997-09-01", "2001-06-30"))),
    bad=lambda: ex.register(ex.line(period=ex.days("1991-09-01", "2001-06-30"))),
    told_at="/exposures/0/period/start",
)
def exposure_before_working_age(context: Context) -> Found:
    """Compare each start with the birth of the worker."""
    born = {w.id: w.identity.birth_date for w in context.workers if w.identity is not None}
    for x in context.individuals:
        birth = born.get(x.worker)
        if birth is None or x.period.start >= years_later(birth, WORKING_AGE):
            continue
        training = (ContractType.APPRENTICESHIP, ContractType.TRAINEE)
        contracts = {x.contract, *(a.contract for a in context.facts.assignments_behind(x))}
        young = x.period.start < FIRST_DAY_OF_16 or not contracts.isdisjoint(training)
        age = TRAINING_AGE if young else WORKING_AGE
        if context.bounds(x.period).start_max < years_later(birth, age):
            yield Finding(x, "/period/start", {"age": age})
        elif x.period.start < years_later(birth, age):
            yield PRECISION
