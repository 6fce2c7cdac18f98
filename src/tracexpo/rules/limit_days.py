"""Rules of `limits` about time: limits printed that were not in force, limits that fell since, and skin notations."""

import datetime as dt
from collections.abc import Iterator
from decimal import Context as Arithmetic
from decimal import Decimal
from typing import Final

from attrs import evolve

from tracexpo.agents import Substance
from tracexpo.catalogue.exposure_limits import FIRST_STATE, Limit
from tracexpo.exposures import Exposure
from tracexpo.measurements import Measurement
from tracexpo.problems import ContextValue, Severity, Wording
from tracexpo.rules import examples as ex
from tracexpo.rules.context import Context
from tracexpo.rules.controls import is_active
from tracexpo.rules.levels import AVERAGED, DAY_NOT_TOLD, Levels, Result, shown
from tracexpo.rules.limits import chromium
from tracexpo.rules.rule import CannotSay, Finding, rule
from tracexpo.units import Measure, Unit
from tracexpo.vocabularies import Censoring, Route

__all__ = ["declared_limit_not_in_force", "limit_lowered", "skin_notation"]

WARNING, INFO = Severity.WARNING, Severity.INFO
Found = Iterator[Finding | CannotSay]

_TWO_DIGITS: Final = Arithmetic(prec=2)
_NOT_COVERED: Final = CannotSay(
    Wording(
        "limits before 2008-05-01 are not covered, but for a few",
        "les valeurs limites d'avant le 2008-05-01 ne sont pas couvertes, sauf quelques-unes",
    )
)


# -- the limit as the source printed it


@rule(
    "declared-limit-not-in-force",
    WARNING,
    title=Wording("Limit printed that was not in force", "Valeur limite indiquée qui n'était pas en vigueur"),
    description=Wording(
        "The source prints a limit beside its result, and that is none of those of the day of the result, whatever the "
        "averaging time, the fraction, the sector and the force. It is often the limit of another day. Where no limit "
        "of the day is in the catalogue, only a limit of another day is told: a firm may have one of its own.",
        "La source indique une valeur limite à côté de son résultat, et ce n'est aucune de celles de la date du "
        "résultat, quels qu'en soient la durée de référence, la fraction, le secteur et la nature. C'est souvent celle "
        "d'une autre date. Si aucune valeur limite de la date n'est au catalogue, seule celle d'une autre date est "
        "signalée : une entreprise peut avoir la sienne.",
    ),
    message=Wording(
        "this limit was not in force on the day of the result ({known}){other}: correct it, or the day",
        "cette valeur limite n'était pas en vigueur à la date du résultat ({known}){other} : corrigez-la, ou la date",
    ),
    source="R4412-149",
    needs="catalogue",
    good=lambda: ex.register(_printed("0.001", "2014-07-01")),
    bad=lambda: ex.register(_printed("0.001", "2013-05-14")),
    told_at="/measurements/0/declared_limit",
)
def declared_limit_not_in_force(context: Context) -> Found:
    """Look for the limit printed among those of the day, then among those of other days."""
    levels = context.facts.levels
    known: dict[tuple[str, dt.date, Measure], dict[str, ContextValue] | CannotSay | None] = {}
    for result in levels.declaring:
        agent, printed = result.record.agent, result.told.declared_limit
        assert printed is not None
        if result.day is None:
            if _not_in_force(levels, agent, levels.day_or_last(result), printed) is not None:
                yield CannotSay(DAY_NOT_TOLD)
            continue
        key = (agent, result.day, printed)
        if key not in known:
            known[key] = _not_in_force(levels, *key)
        found = known[key]
        if isinstance(found, CannotSay):
            yield found
        elif found is not None:
            yield Finding(result.record, f"{result.path}/declared_limit", found)


def _not_in_force(
    levels: Levels, agent: str, day: dt.date, printed: Measure
) -> dict[str, ContextValue] | CannotSay | None:
    """Say what was in force instead of a limit printed; None where it was in force, or nothing speaks against it."""
    limits = levels.limits(agent, day)
    if any(_is(levels, limit, printed, agent) for limit in limits):
        return None
    others = [limit for limit in levels.ever(agent) if _is(levels, limit, printed, agent, strictly=True)]
    if not limits and not others:
        return None
    if not limits and day < FIRST_STATE:
        return _NOT_COVERED
    texts = dict.fromkeys(shown(limit) for limit in limits)
    nothing = Wording("of that day the catalogue has none", "le catalogue n'en a aucune à cette date")
    en, fr = "; ".join(text.en for text in texts), " ; ".join(text.fr for text in texts)
    return {"known": Wording(f"then: {en}", f"alors : {fr}") if texts else nothing, "other": _when(others, day)}


def _when(limits: list[Limit], day: dt.date) -> Wording:
    """Say when the value printed is the limit, on the days nearest to one."""
    later = [x.applies_from for x in limits if x.applies_from is not None and x.applies_from > day]
    if later:
        first = min(later).isoformat()
        return Wording(f", it applies from {first} on", f", elle s'applique à partir du {first}")
    earlier = [x.applies_until for x in limits if x.applies_until is not None and x.applies_until < day]
    if earlier:
        last = max(earlier).isoformat()
        return Wording(f", it applied until {last}", f", elle s'est appliquée jusqu'au {last}")
    return Wording("", "")


def _is(levels: Levels, limit: Limit, printed: Measure, agent: str, *, strictly: bool = False) -> bool:
    """Tell whether a printed value is a limit: as it stands, or to two digits where it had to be converted."""
    for value in (limit.value, *limit.candidates):
        if value is None:
            continue
        bound = levels.expressed(limit, value, printed.unit, agent)
        if bound is None:
            # in a unit that says nothing of this limit: nothing speaks against it
            if not strictly:
                return True
        elif value.unit.kind is printed.unit.kind or limit.ppm is not None:
            if bound == printed.value:
                return True
        elif _TWO_DIGITS.plus(bound) == _TWO_DIGITS.plus(printed.value):
            return True
    return False


def _printed(limit: str, day: str) -> Measurement:
    declared = Measure(Decimal(limit), Unit.MG_M3)
    return chromium("0.0006", declared_limit=declared, sampled_on=dt.date.fromisoformat(day))


# -- limits that fall


@rule(
    "limit-lowered",
    INFO,
    title=Wording("Limit that fell since, or falls", "Valeur limite abaissée depuis, ou bientôt"),
    description=Wording(
        "A result that kept under the limit of its own day lies above one of a later day, known to the catalogue. Told "
        "of exposures that go on, and of the last measurement of an agent at its place: whether the work keeps under "
        "the newer limit is to be seen.",
        "Un résultat qui respectait la valeur limite de sa date dépasse celle d'une date ultérieure, connue du "
        "catalogue. Ceci est dit des expositions en cours, et du dernier mesurage d'un agent à son lieu : il reste à "
        "voir si le travail respecte la nouvelle valeur limite.",
    ),
    message=Wording(
        "the limit is {limit} from {day} on ({sure}), and this result lies above it: measure again",
        "la valeur limite est de {limit} à partir du {day} ({sure}), et ce résultat la dépasse : mesurez à nouveau",
    ),
    source="R4412-149",
    needs="catalogue",
    good=lambda: ex.register(_BENZENE, _benzene("0.5")),
    bad=lambda: ex.register(_BENZENE, _benzene("1.2")),
    told_at="/measurements/0/value",
)
def limit_lowered(context: Context) -> Iterator[Finding]:
    """Compare what is last known with the limits to come."""
    levels = context.facts.levels
    last: dict[tuple[str | None, ...], dt.date] = {}
    for m in context.facts.measurements if levels.above_later else ():
        last[_place(m)] = max(last.get(_place(m), m.sampled_on), m.sampled_on)
    for result in levels.above_later:
        record = result.record
        if isinstance(record, Measurement):
            going_on = last[_place(record)] == record.sampled_on and is_active(context, record.establishment)
        else:
            going_on = _goes_on(context, record)
        limit = _lower(levels, result) if going_on else None
        if limit is not None and limit.applies_from is not None:
            day, sure = limit.applies_from.isoformat(), limit.certainty.wording
            yield Finding(record, f"{result.path}/value", {"limit": shown(limit), "day": day, "sure": sure})


def _place(m: Measurement) -> tuple[str | None, ...]:
    return (m.establishment, m.agent, m.workstation, m.situation, m.statistic)


def _goes_on(context: Context, x: Exposure) -> bool:
    return not x.period.ended and (x.period.end is None or x.period.end >= context.on)


def _lower(levels: Levels, result: Result) -> Limit | None:
    """Return the first later limit that a result lies above, where it kept under that of its own day."""
    told, day = result.told, result.day
    if day is None or told.censored is Censoring.BELOW or not levels.may_be_inhaled(result):
        return None
    if (told.statistic is not None and told.statistic not in AVERAGED) or levels.over(result, day) is not None:
        return None
    found: list[tuple[dt.date, Limit]] = []
    for limit in levels.ever(result.record.agent):
        same = limit.statistic is result.statistic and limit.scope is None and limit.fraction in (None, told.fraction)
        if not same or limit.value is None or limit.applies_from is None or limit.applies_from <= day:
            continue
        bound = levels.expressed(limit, limit.value, told.value.unit, result.record.agent)
        if bound is not None and told.value.value > bound:
            found.append((limit.applies_from, limit))
    return min(found, key=lambda item: item[0], default=(day, None))[1]


_BENZENE: Final[Substance] = Substance(id="cas:71-43-2", name="Benzène", cas_number="71-43-2")


def _benzene(value: str) -> Measurement:
    return chromium(value, agent=_BENZENE.id, sampled_on=dt.date(2025, 5, 21))


# -- skin


@rule(
    "skin-notation",
    INFO,
    title=Wording("Skin notation, and no skin contact told", "Mention « peau » sans voie cutanée indiquée"),
    description=Wording(
        "The limit of the agent carries the notation “skin”: it may enter the body through the skin, which no result "
        "in the air shows. Exposures that name their routes without that one may be right: it is a notation, not the "
        "proof of a contact. Told once for each agent.",
        "La valeur limite de l'agent porte la mention « peau » : il peut pénétrer par la peau, ce qu'aucun résultat "
        "dans l'air ne montre. Des expositions qui indiquent leurs voies sans celle-ci peuvent être justes : c'est une "
        "mention, non la preuve d'un contact. Ceci est dit une fois par agent.",
    ),
    message=Wording(
        "the limit carries the notation “skin”, and exposures that name their routes leave the skin out: {count}; "
        "look whether there is contact",
        "la valeur limite porte la mention « peau », et des expositions indiquent leurs voies sans la peau : {count} ; "
        "voyez s'il y a contact",
    ),
    source="R4412-149",
    needs="catalogue",
    good=lambda: ex.register(_BENZENE, _by(Route.INHALATION, Route.DERMAL)),
    bad=lambda: ex.register(_BENZENE, _by(Route.INHALATION)),
    told_at="/agents/1",
)
def skin_notation(context: Context) -> Iterator[Finding]:
    """Count the exposures to each agent that name routes without the skin."""
    counts: dict[str, int] = {}
    exposures: list[Exposure] = [*context.individuals, *context.collectives]
    for x in exposures:
        routes = x.conditions.routes
        if routes and Route.DERMAL not in routes:
            counts[x.agent] = counts.get(x.agent, 0) + 1
    for id, count in counts.items():
        if any(limit.skin for limit in context.facts.levels.limits(id, context.on)):
            yield Finding(context.register.get(id), context={"count": count})


def _by(*routes: Route) -> Exposure:
    x = ex.line(agent=_BENZENE.id)
    return evolve(x, conditions=evolve(x.conditions, routes=routes))
