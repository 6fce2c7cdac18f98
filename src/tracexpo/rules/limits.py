"""Rules of `limits`: results above the limit of their day, and what keeps them from being compared.

Binding limits (R4412-149, R4412-77) and indicative ones (R4412-150, R4412-78) are kept apart.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from tracexpo.agents import AgentGroup, Process, Substance
from tracexpo.catalogue.exposure_limits import Limit, LimitKind
from tracexpo.measurements import Measurement
from tracexpo.problems import ContextValue, Severity, Wording
from tracexpo.rules import examples as ex
from tracexpo.rules.context import Context
from tracexpo.rules.levels import AVERAGED, Result, shown
from tracexpo.rules.rule import CannotSay, Finding, rule
from tracexpo.units import Measure, Unit
from tracexpo.vocabularies import Censoring, DustFraction, RespiratorPosition, Statistic

__all__ = [
    "fraction_missing",
    "indicative_limit_exceeded",
    "limit_exceeded",
    "loq_above_limit",
    "short_term_limit_exceeded",
]

ERROR, WARNING = Severity.ERROR, Severity.WARNING
Found = Iterator[Finding | CannotSay]

CODIFIED: Final = dt.date(2008, 5, 1)
"""The first day of the articles R4412-76 to -82 and -149."""
ASBESTOS_RULES: Final = dt.date(2012, 7, 1)
"""The first day of the present articles on asbestos (décret 2012-639)."""

_STOP: Final = Wording(
    "work at these posts stops until the workers are protected",
    "le travail aux postes concernés s'arrête jusqu'à ce que les travailleurs soient protégés",
)
_PROTECT: Final = Wording("the workers have to be protected", "les travailleurs doivent être protégés")


def _above(context: Context, kind: LimitKind) -> Iterator[tuple[Result, Limit]]:
    for result in context.facts.levels.above:
        limit = context.facts.levels.compared(result)
        if isinstance(limit, Limit) and limit.kind is kind:
            yield result, limit


def _told(result: Result, limit: Limit, *, duty: Wording = _PROTECT, source: str | None = None) -> Finding:
    values: dict[str, ContextValue] = {"limit": shown(limit), "sure": limit.certainty.wording, "duty": duty}
    return Finding(result.record, f"{result.path}/value", values, source=source)


def _exceeded(context: Context, result: Result, limit: Limit) -> Finding:
    """Tell a result above a binding limit with the text of its day."""
    levels, agent, day = context.facts.levels, result.record.agent, result.day or context.on
    if levels.is_asbestos(agent):
        return _told(result, limit, source="R4412-100" if day >= ASBESTOS_RULES else limit.source)
    if day < CODIFIED:
        return _told(result, limit, source=limit.source)
    if levels.is_cmr(agent, day) is False:
        return _told(result, limit, source="R4412-149")
    return _told(result, limit, duty=_STOP)


def chromium(value: str, **more: Any) -> Measurement:
    """Make a result of hexavalent chromium for the examples."""
    fields: dict[str, Any] = {
        "value": Measure(Decimal(value), Unit.MG_M3),
        "statistic": Statistic.TWA_8H,
        "respirator": RespiratorPosition.NONE,
        "sampled_on": dt.date(2025, 2, 3),
    }
    return ex.measured(**{**fields, **more})


@rule(
    "limit-exceeded",
    ERROR,
    title=Wording("Binding limit exceeded", "Valeur limite contraignante dépassée"),
    description=Wording(
        "A result on the air inhaled lies above the binding limit of its own day, for its own averaging time and "
        "fraction of the dust. Of a CMR agent, work at these posts stops (R4412-77); of asbestos, which that article "
        "leaves out (R4412-95), the limit is that of R4412-100. A limit is on the air inhaled: compared is what was "
        "taken inside a respirator or with none worn and, by convention of this library, a measurement outside beside "
        "which no respirator is recorded, but of asbestos; never a result without its day, its averaging time or its "
        "fraction, nor one below the limit of quantification. How sure the limit is stands in the message.",
        "Un résultat dans l'air inhalé dépasse la valeur limite contraignante de sa propre date, pour sa propre durée "
        "de référence et sa fraction des poussières. Pour un agent CMR, le travail s'arrête aux postes concernés "
        "(R4412-77) ; pour l'amiante, que cet article exclut (R4412-95), la valeur limite est celle de R4412-100. Une "
        "valeur limite porte sur l'air inhalé : est comparé ce qui est pris dans un masque ou sans masque porté et, "
        "par convention de cette bibliothèque, un mesurage à l'extérieur auprès duquel aucun masque n'est consigné, "
        "sauf pour l'amiante ; jamais un résultat sans sa date, sa durée de référence ou sa fraction, ni un résultat "
        "inférieur à la limite de quantification. Le message dit la certitude de la valeur limite.",
    ),
    message=Wording(
        "this result lies above {limit}, the binding limit of its day ({sure}): {duty}, unless the value is wrong",
        "ce résultat dépasse {limit}, valeur limite contraignante de sa date ({sure}) : {duty}, sauf erreur sur la "
        "valeur",
    ),
    source="R4412-149, R4412-77",
    needs="catalogue",
    good=lambda: ex.register(chromium("0.002", sampled_on=dt.date(2013, 5, 14)), chromium("0.001", id="m2")),
    bad=lambda: ex.register(chromium("0.002")),
    told_at="/measurements/0/value",
)
def limit_exceeded(context: Context) -> Found:
    """Take the results above the binding limit of their day; of those that cannot be compared, say why."""
    levels = context.facts.levels
    for result in levels.above:
        limit = levels.compared(result)
        if isinstance(limit, Wording):
            yield CannotSay(limit)
        elif limit is not None and limit.kind is LimitKind.BINDING and limit.statistic is not Statistic.TWA_15MIN:
            yield _exceeded(context, result, limit)


@rule(
    "short-term-limit-exceeded",
    ERROR,
    title=Wording("Short-term limit exceeded", "Valeur limite à court terme dépassée"),
    description=Wording(
        "A result over fifteen minutes on the air inhaled lies above the binding short-term limit of its day. It is "
        "never compared with the limit over eight hours.",
        "Un résultat sur quinze minutes dans l'air inhalé dépasse la valeur limite contraignante à court terme de sa "
        "date. Il n'est jamais comparé à la valeur limite sur huit heures.",
    ),
    message=Wording(
        "this result lies above {limit}, the short-term limit of its day ({sure}): {duty}, unless the value is wrong",
        "ce résultat dépasse {limit}, valeur limite à court terme de sa date ({sure}) : {duty}, sauf erreur sur la "
        "valeur",
    ),
    source="R4412-149, R4412-77",
    needs="catalogue",
    good=lambda: ex.register(chromium("0.005", statistic=Statistic.TWA_15MIN)),
    bad=lambda: ex.register(chromium("0.006", statistic=Statistic.TWA_15MIN)),
    told_at="/measurements/0/value",
)
def short_term_limit_exceeded(context: Context) -> Iterator[Finding]:
    """Take the results over fifteen minutes above the binding limit of their day."""
    for result, limit in _above(context, LimitKind.BINDING):
        if limit.statistic is Statistic.TWA_15MIN:
            yield _exceeded(context, result, limit)


@rule(
    "indicative-limit-exceeded",
    WARNING,
    title=Wording("Indicative limit exceeded", "Valeur limite indicative dépassée"),
    description=Wording(
        "A result on the air inhaled lies above the indicative limit of its day, where no binding one was in force: "
        "the risk is assessed again (R4412-78). Few indicative limits are in the catalogue: silence says nothing of "
        "the others.",
        "Un résultat dans l'air inhalé dépasse la valeur limite indicative de sa date, à défaut d'une valeur "
        "contraignante : les risques sont évalués à nouveau (R4412-78). Peu de valeurs indicatives sont au catalogue : "
        "le silence ne dit rien des autres.",
    ),
    message=Wording(
        "this result lies above {limit}, the indicative limit of its day ({sure}): assess the risk again",
        "ce résultat dépasse {limit}, valeur limite indicative de sa date ({sure}) : évaluez à nouveau les risques",
    ),
    source="R4412-150, R4412-78",
    needs="catalogue",
    good=lambda: ex.register(_DIESEL, chromium("0.05", agent=_DIESEL.id, sampled_on=dt.date(2024, 5, 21))),
    bad=lambda: ex.register(_DIESEL, chromium("0.06", agent=_DIESEL.id, sampled_on=dt.date(2024, 5, 21))),
    told_at="/measurements/0/value",
)
def indicative_limit_exceeded(context: Context) -> Iterator[Finding]:
    """Take the results above the indicative limit of their day."""
    for result, limit in _above(context, LimitKind.INDICATIVE):
        yield _told(result, limit)


_DIESEL: Final[Process] = Process(id="diesel", name="Diesel exhaust", listed_as="process:diesel-exhaust")


# -- what keeps a result from being compared


@rule(
    "fraction-missing",
    WARNING,
    title=Wording("Fraction of the dust missing", "Fraction des poussières absente"),
    description=Wording(
        "The limits of that day are for fractions of the dust, and the result does not tell its own: it cannot be "
        "compared. Where there is a limit for one fraction only, that is told of results above it alone: any fraction "
        "of a lower one lies under it too.",
        "Les valeurs limites de ce jour visent des fractions des poussières, et le résultat ne dit pas la sienne : il "
        "ne peut être comparé. S'il n'y a de valeur limite que pour une fraction, cela n'est dit que des résultats qui "
        "la dépassent : toute fraction d'un résultat inférieur lui est aussi inférieure.",
    ),
    message=Wording(
        "the limits of that day are for fractions of the dust ({limits}): name the fraction of this result",
        "les valeurs limites de ce jour visent des fractions des poussières ({limits}) : nommez celle de ce résultat",
    ),
    source="R4412-149",
    needs="catalogue",
    good=lambda: ex.register(_NICKEL, chromium("0.02", agent=_NICKEL.id, fraction=DustFraction.INHALABLE)),
    bad=lambda: ex.register(_NICKEL, chromium("0.02", agent=_NICKEL.id)),
    told_at="/measurements/0/fraction",
)
def fraction_missing(context: Context) -> Iterator[Finding]:
    """Look at the fractions of the limits where a result names none."""
    for result in context.facts.levels.without_fraction:
        limits = _by_fraction(context, result, context.facts.levels.day_or_last(result))
        if limits is not None:
            yield Finding(result.record, f"{result.path}/fraction", {"limits": limits})


_NICKEL: Final[AgentGroup] = AgentGroup(id="nickel", name="Nickel compounds")


def _by_fraction(context: Context, result: Result, day: dt.date) -> Wording | None:
    """Say what the limits by fraction are, where the result needs one to be compared."""
    levels = context.facts.levels
    limits = [x for x in levels.limits(result.record.agent, day) if x.statistic is result.statistic and x.scope is None]
    fractions = {limit.fraction for limit in limits}
    if not fractions or None in fractions:
        return None
    lowest = levels.lowest(result)
    if len(fractions) == 1 and (lowest is None or result.told.value.value <= lowest):
        return None
    named = [(shown(limit), limit.fraction.wording) for limit in limits if limit.fraction is not None]
    return Wording(
        "; ".join(f"{value.en} {fraction.en}" for value, fraction in named),
        " ; ".join(f"{value.fr} {fraction.fr}" for value, fraction in named),
    )


@rule(
    "loq-above-limit",
    WARNING,
    title=Wording("Limit of quantification above the limit", "Limite de quantification supérieure à la valeur limite"),
    description=Wording(
        "The result is below a limit of quantification that is itself above the exposure limit: nothing can be "
        "concluded, and it is never taken for zero. A result without an averaging time is looked at beside the limit "
        "over eight hours; one without a day, on the last day of its exposure.",
        "Le résultat est inférieur à une limite de quantification elle-même supérieure à la valeur limite "
        "d'exposition : on n'en peut rien conclure, et il n'est jamais pris pour zéro. Un résultat sans durée de "
        "référence est vu face à la valeur limite sur huit heures ; sans date, au dernier jour de l'exposition.",
    ),
    message=Wording(
        "below a limit of quantification that lies above {limit}, the limit of that day: nothing can be concluded; "
        "have it measured with a finer method",
        "inférieur à une limite de quantification qui dépasse {limit}, valeur limite de ce jour : rien ne peut être "
        "conclu ; faites mesurer avec une méthode plus fine",
    ),
    source="R4412-149, EN 689",
    needs="catalogue",
    good=lambda: ex.register(_FORMALDEHYDE, _below("0.03")),
    bad=lambda: ex.register(_FORMALDEHYDE, _below("0.5")),
    told_at="/measurements/0/value",
)
def loq_above_limit(context: Context) -> Iterator[Finding]:
    """Compare the limit of quantification with the limit of the day."""
    levels = context.facts.levels
    for result in levels.above:
        told = result.told
        if told.censored is not Censoring.BELOW or not levels.may_be_inhaled(result):
            continue
        if told.statistic is None or told.statistic in AVERAGED:
            limit = levels.over(result, levels.day_or_last(result))
            if isinstance(limit, Limit):
                yield Finding(result.record, f"{result.path}/value", {"limit": shown(limit)})


_FORMALDEHYDE: Final[Substance] = Substance(id="cas:50-00-0", name="Formaldéhyde", cas_number="50-00-0")


def _below(loq: str) -> Measurement:
    return chromium(loq, agent=_FORMALDEHYDE.id, censored=Censoring.BELOW)
