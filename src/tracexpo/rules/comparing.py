"""Rules of `consistency`: do the records agree with one another?"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Context as DecimalContext
from decimal import Decimal
from functools import reduce
from typing import Any, Final

from attrs import fields

from tracexpo.exposures import Band, CollectiveExposure, IndividualExposure
from tracexpo.periods import ExposureTime, Period
from tracexpo.problems import Severity, Wording
from tracexpo.register import Statement
from tracexpo.rules import examples as ex
from tracexpo.rules.context import Context
from tracexpo.rules.days import Bounds
from tracexpo.rules.rule import PRECISION, CannotSay, Finding, rule
from tracexpo.vocabularies import TimeUnit
from tracexpo.work import Assignment, ExposureSituation

__all__ = [
    "assigned_not_exposed",
    "duplicate_record",
    "exposed_not_assigned",
    "headcount_mismatch",
    "share_not_applied",
    "shares_exceed_working_time",
]

WARNING, INFO = Severity.WARNING, Severity.INFO
Found = Iterator[Finding | CannotSay]
ONE_DAY: Final = dt.timedelta(days=1)
LIST_IN_FORCE: Final = dt.date(2024, 4, 5)

# what says where a statement comes from and what is planned with it says nothing of what happened
_ASIDE: Final = frozenset({"id", "provenance", "extensions", "note", "destroy_on", "derived_from", "beside"})


@rule(
    "duplicate-record",
    WARNING,
    title=Wording("The same thing stated twice", "La même chose dite deux fois"),
    description=Wording(
        "One fact is stated once. Two statements that say the same under two ids, such as a line entered twice, count "
        "days twice. Ids, notes, provenance and planned destruction are not compared; results of measurement may well "
        "repeat and are left alone.",
        "Un fait se dit une fois. Deux déclarations qui disent la même chose sous deux identifiants, comme une ligne "
        "saisie deux fois, comptent deux fois des jours. Identifiants, remarques, provenance et destruction prévue "
        "ne sont pas comparés ; des résultats de mesurage peuvent bien se répéter et ne sont pas visés.",
    ),
    message=Wording(
        "this says the same as {other}: keep one, withdraw the other",
        "ceci dit la même chose que {other} : gardez l'un, annulez l'autre",
    ),
    good=lambda: ex.register(ex.line(), ex.line("x2", period=ex.days("2023-01-02", "2023-06-30"))),
    bad=lambda: ex.register(ex.line(), ex.line("x2", note="entered again")),
    told_at="/exposures/1",
)
def duplicate_record(context: Context) -> Iterator[Finding]:
    """Compare the statements that share worker, agent and days."""
    once: set[tuple[Any, ...]] = set()
    again: set[tuple[Any, ...]] = set()
    for _, key in _keyed(context):
        (again if key in once else once).add(key)
    groups: dict[tuple[Any, ...], list[Statement]] = {key: [] for key in again}
    for statement, key in _keyed(context) if again else ():
        if key in again:
            groups[key].append(statement)
    for group in groups.values():
        yield from _alike(group)


def _keyed(context: Context) -> Iterator[tuple[Statement, tuple[Any, ...]]]:
    for x in context.facts.exposures:
        days = (x.period.start, x.period.end)
        if isinstance(x, CollectiveExposure):
            yield x, (x.agent, *days, x.situation, x.workstation)
        else:
            # a recorded exposure stands beside a derived one
            yield x, (x.worker, x.agent, *days, x.workstation, x.derived_from)
    for a in context.assignments:
        yield a, (a.worker, a.period.start, a.period.end, a.workstation, a.situation, a.employer, a.host)
    for t in context.transmissions:
        yield t, (t.subject, t.on, t.to, t.of)


def _alike(group: list[Statement]) -> Iterator[Finding]:
    first: dict[tuple[Any, ...], str] = {}
    for statement in sorted(group, key=lambda s: s.id):
        said = (type(statement), *(getattr(statement, a.name) for a in fields(type(statement)) if a.name not in _ASIDE))
        known = first.setdefault(said, statement.id)
        # the same id twice is told by id-repeated
        if known != statement.id:
            yield Finding(statement, context={"other": known})


# -- shares of the working time

_EXACT: Final = DecimalContext(prec=80)


@rule(
    "shares-exceed-working-time",
    WARNING,
    title=Wording("More than the whole working time", "Plus que tout le temps de travail"),
    description=Wording(
        "With one employer, the shares of the working time that a worker's assignments take on one day make at most "
        "the whole. Two employers have each their own working time.",
        "Chez un employeur, les parts du temps de travail que prennent un même jour les affectations d'un travailleur "
        "font au plus le tout. Deux employeurs ont chacun leur temps de travail.",
    ),
    message=Wording(
        "from {day} the shares of {assignments} make {total} of the working time with one employer: correct a share or "
        "a period",
        "à partir du {day}, les parts de {assignments} font {total} du temps de travail chez un même employeur : "
        "corrigez une part ou une période",
    ),
    good=lambda: ex.register(_part("a1", "0.7"), _part("a2", "0.3")),
    bad=lambda: ex.register(_part("a1", "0.7"), _part("a2", "0.6")),
    told_at="/assignments/1/share",
)
def shares_exceed_working_time(context: Context) -> Found:
    """Sweep over the days of each worker with each employer; tell where the sum passes one."""
    groups: dict[tuple[str, str], list[Assignment]] = {}
    for a in context.assignments:
        employer = _employer(context, a)
        if a.share is not None and employer is not None:
            groups.setdefault((a.worker, employer), []).append(a)
    for group in groups.values():
        if len(group) < 2:
            continue
        sure = [(b.start_max, b.end_min, a) for a in group if (b := context.bounds(a.period)).start_max <= b.end_min]
        crossings = list(_crossings(sure))
        for day, held, total in crossings:
            names = tuple(sorted(a.id for a in held))
            latest = max(held, key=lambda a: (a.period.start, a.id))
            yield Finding(
                latest,
                "/share",
                {"day": day.isoformat(), "assignments": names, "total": _written(total)},
            )
        written = ((a.period.start, a.period.end or dt.date.max, a) for a in group)
        if not crossings and any(True for _ in _crossings(written)):
            yield PRECISION


def _written(total: Decimal) -> Wording:
    number = format(total.normalize(_EXACT), "f")
    return Wording(number, number.replace(".", ","))


def _crossings(
    stretches: Iterable[tuple[dt.date, dt.date, Assignment]],
) -> Iterator[tuple[dt.date, list[Assignment], Decimal]]:
    """Yield each day on which the sum of the shares passes one, with the assignments of that day."""
    begins: dict[dt.date, list[Assignment]] = {}
    over: dict[dt.date, list[Assignment]] = {}
    for first, last, a in stretches:
        begins.setdefault(first, []).append(a)
        if last != dt.date.max:
            over.setdefault(last + ONE_DAY, []).append(a)
    active: dict[int, Assignment] = {}
    total = Decimal(0)
    for day in sorted({*begins, *over}):
        before = total
        for a in over.get(day, ()):
            del active[id(a)]
            total = _EXACT.subtract(total, a.share or Decimal(0))
        for a in begins.get(day, ()):
            active[id(a)] = a
            total = _EXACT.add(total, a.share or Decimal(0))
        if total > 1 >= before:
            yield day, list(active.values()), total


def _employer(context: Context, assignment: Assignment) -> str | None:
    """Name the employer: the company of the establishment that employs, as far as it is known."""
    where = assignment.employer or context.facts.establishment_of(assignment)
    return context.facts.company_of.get(where, where) if where is not None else None


def _part(id: str, share: str) -> Assignment:
    return ex.assigned(id, share=Decimal(share))


# -- numbers of persons


@rule(
    "headcount-mismatch",
    INFO,
    title=Wording("Headcount against assignments", "Effectif et affectations"),
    description=Wording(
        "The number of persons said to be exposed in a situation is compared with the persons assigned there: on no "
        "day of the period, or not on the day of the count, are they as many. Either may be right: temporary workers "
        "and subcontractors are often missing from assignments.",
        "Le nombre de personnes dites exposées dans une situation est comparé aux personnes qui y sont affectées : "
        "aucun jour de la période, ou pas au jour du décompte, elles ne sont autant. L'un ou l'autre peut être juste : "
        "intérimaires et sous-traitants manquent souvent aux affectations.",
    ),
    message=Wording(
        "persons counted here: {headcount}; assigned at once: {least} to {most}; complete the assignments or correct "
        "the number",
        "personnes comptées ici : {headcount} ; affectées à la fois : {least} à {most} ; complétez les affectations ou "
        "corrigez le nombre",
    ),
    source="R4624-46",
    good=lambda: ex.register(_counted(2), ex.assigned(period=_YEAR), ex.assigned("a2", worker="M-002", period=_YEAR)),
    bad=lambda: ex.register(_counted(12), ex.assigned(period=_YEAR), ex.assigned("a2", worker="M-002", period=_YEAR)),
    told_at="/exposures/0/headcount",
)
def headcount_mismatch(context: Context) -> Iterator[Finding]:
    """Compare each headcount with the least and the most persons that may have been assigned."""
    facts = context.facts
    for c, met in facts.meetings():
        if c.headcount is not None:
            least, most = _persons(context.bounds(c.period), [(a, context.bounds(a.period)) for a in met])
            if not least <= c.headcount <= most:
                yield Finding(c, "/headcount", {"headcount": c.headcount, "least": least, "most": most})
    for situation in context.situations:
        on, count = situation.headcount_on, situation.headcount
        there = [(a, context.bounds(a.period)) for a in facts.assignments_at.get(situation.id, ())]
        if on is None or count is None or not there:
            continue
        least, most = _persons(Bounds(on, on, on, on), there)
        if most and not least <= count <= most:
            yield Finding(situation, "/headcount", {"headcount": count, "least": least, "most": most})


_YEAR: Final[Period] = ex.days("2012-01-01", "2012-12-31")


def _counted(headcount: int) -> CollectiveExposure:
    return ex.collective(headcount=headcount, period=_YEAR)


def _persons(days: Bounds, there: Sequence[tuple[Assignment, Bounds]]) -> tuple[int, int]:
    """Return the least number of persons surely there at once, and the most possibly there at once, in these days."""
    sure = [(a.worker, b.start_max, b.end_min) for a, b in there if b.start_max <= b.end_min]
    possible = [(a.worker, b.start_min, b.end_max) for a, b in there]
    first, last = days.start_max, max(days.start_max, days.end_min)
    least = min(_numbers(sure, first, last))
    return least, max(_numbers(possible, days.start_min, days.end_max))


def _numbers(stays: Iterable[tuple[str, dt.date, dt.date]], first: dt.date, last: dt.date) -> Iterator[int]:
    """Yield the numbers of persons present, from the first day to the last."""
    changes: dict[dt.date, list[tuple[str, int]]] = {first: []}
    for worker, begin, end in stays:
        if begin <= last and end >= first:
            changes.setdefault(max(begin, first), []).append((worker, 1))
            if end < last:
                changes.setdefault(end + ONE_DAY, []).append((worker, -1))
    present: dict[str, int] = {}
    for day in sorted(changes):
        for worker, step in changes[day]:
            present[worker] = present.get(worker, 0) + step
            if not present[worker]:
                del present[worker]
        yield len(present)


# -- assigned and exposed


@rule(
    "assigned-not-exposed",
    INFO,
    title=Wording("Assigned, and no exposure recorded", "Affecté, sans exposition consignée"),
    description=Wording(
        "A worker was assigned where a collective exposure is recorded, and has no individual exposure to that "
        "agent: tracing would give it. Days from 5 April 2024 on are the matter of the profile list-2024.",
        "Un travailleur était affecté là où une exposition collective est consignée, et n'a pas d'exposition propre à "
        "cet agent : le traçage la donnerait. Les jours à partir du 5 avril 2024 relèvent du profil list-2024.",
    ),
    message=Wording(
        "{collective} records an exposure to {agent} here, and the worker has no individual one: trace the "
        "register, or record it",
        "{collective} consigne ici une exposition à {agent}, et le travailleur n'en a aucune en propre : tracez le "
        "registre, ou consignez-la",
    ),
    good=lambda: ex.register(
        ex.collective(period=ex.days("2012-01-01", "2014-12-31")),
        ex.assigned(period=ex.days("2012-01-01", "2014-12-31")),
        ex.line(period=ex.days("2012-01-01", "2014-12-31")),
    ),
    bad=lambda: ex.register(
        ex.collective(period=ex.days("2012-01-01", "2014-12-31")),
        ex.assigned(period=ex.days("2012-01-01", "2014-12-31")),
    ),
    told_at="/assignments/0",
)
def assigned_not_exposed(context: Context) -> Iterator[Finding]:
    """Take the meetings before the list of 2024 of which the worker has no line."""
    told: set[tuple[str, str]] = set()
    for c, met in context.facts.meetings():
        for a in met:
            key = (a.worker, c.agent)
            if key in told or key in context.facts.lines_of:
                continue
            common = c.period.intersection(a.period)
            if common is None or common.end is None or common.end >= LIST_IN_FORCE:
                continue
            if context.bounds(c.period).surely_meets(context.bounds(a.period)):
                told.add(key)
                yield Finding(a, context={"collective": c.id, "agent": c.agent})


_WELDING: Final = ExposureSituation(id="welding", establishment=ex.SITE, name="Welding")


@rule(
    "exposed-not-assigned",
    INFO,
    title=Wording("Exposed, and assigned elsewhere", "Exposé, et affecté ailleurs"),
    description=Wording(
        "A worker has assignments on the days of an exposure, and none to its place: the exposure, or an assignment, "
        "is missing its counterpart. Without any assignment then, nothing is told.",
        "Un travailleur a des affectations aux jours d'une exposition, et aucune au lieu de celle-ci : l'exposition ou "
        "une affectation n'a pas son pendant. Sans aucune affectation alors, rien n'est dit.",
    ),
    message=Wording(
        "the worker is assigned elsewhere on these days ({assignments}) and not here: complete the assignments, or "
        "correct the place",
        "le travailleur est affecté ailleurs ces jours-là ({assignments}) et non ici : complétez les affectations, ou "
        "corrigez le lieu",
    ),
    good=lambda: ex.register(ex.line(), ex.assigned()),
    bad=lambda: ex.register(ex.line(), ex.assigned(workstation=None, situation="welding"), _WELDING),
    told_at="/exposures/0",
)
def exposed_not_assigned(context: Context) -> Iterator[Finding]:
    """Look for recorded exposures whose worker is surely assigned, and nowhere near."""
    for x in context.facts.individuals:
        own = context.facts.assignments_of.get(x.worker, ())
        if x.derived_from or not own or context.facts.assignments_to(x):
            continue
        days = context.bounds(x.period)
        elsewhere = tuple(sorted(a.id for a in own if days.surely_meets(context.bounds(a.period))))
        if elsewhere:
            yield Finding(x, context={"assignments": elsewhere})


_DAY_COUNTS: Final = frozenset({TimeUnit.DAY_WEEK, TimeUnit.DAY_MONTH, TimeUnit.DAY_YEAR})


@rule(
    "share-not-applied",
    INFO,
    title=Wording("Share not applied to a duration", "Part non appliquée à une durée"),
    description=Wording(
        "Tracing weights durations in minutes, hours and per cent by the share of the working time. Counts of days and "
        "classes are carried over as they are: half of the time on every day is not half of the days.",
        "Le traçage pondère les durées en minutes, en heures et en pour cent par la part du temps de travail. Les "
        "nombres de jours et les classes sont repris tels quels : la moitié du temps chaque jour n'est pas la moitié "
        "des jours.",
    ),
    message=Wording(
        "the worker was there for a part of the working time ({assignments}), and this duration is that of the whole: "
        "read it so, or record the exposure of this worker",
        "le travailleur y était pour une part de son temps de travail ({assignments}), et cette durée est celle du "
        "tout : lisez-la ainsi, ou consignez l'exposition de ce travailleur",
    ),
    good=lambda: ex.register(ex.collective(), _part("a1", "0.5"), _traced(ExposureTime(Decimal(10), TimeUnit.H_WEEK))),
    bad=lambda: ex.register(ex.collective(), _part("a1", "0.5"), _traced(ExposureTime(Decimal(3), TimeUnit.DAY_WEEK))),
    told_at="/exposures/1/conditions/duration",
)
def share_not_applied(context: Context) -> Iterator[Finding]:
    """Look at derived exposures whose duration no share can weight."""
    for x in context.facts.individuals:
        duration = x.conditions.duration
        if not x.derived_from or duration is None:
            continue
        if isinstance(duration, Band) or duration.unit in _DAY_COUNTS:
            behind = context.facts.assignments_behind(x)
            shares = [a.share for a in behind if a.share is not None]
            if shares and len(shares) == len(behind) and reduce(_EXACT.add, shares) < 1:
                yield Finding(x, "/conditions/duration", {"assignments": tuple(sorted(a.id for a in behind))})


def _traced(duration: ExposureTime) -> IndividualExposure:
    return ex.line("d:0123456789abcdef", derived_from=("c1", "a1"), duration=duration)
