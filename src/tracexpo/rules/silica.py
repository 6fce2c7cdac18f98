"""The rule of `limits` on dusts that hold crystalline silica. Source: R4412-154, R4412-155."""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain
from typing import Any, Final

from attrs import evolve

from tracexpo.agents import Agent, Substance, UnidentifiedAgent
from tracexpo.catalogue.exposure_limits import SILICA_LIMITS, SilicaIndex
from tracexpo.catalogue.names import fold
from tracexpo.measurements import Measurement
from tracexpo.problems import ContextValue, Severity, Wording
from tracexpo.rules import examples as ex
from tracexpo.rules.context import Context
from tracexpo.rules.levels import POSITION_NOT_INHALED, TIME_NOT_TOLD, Result, written
from tracexpo.rules.limits import CODIFIED, chromium
from tracexpo.rules.rule import CannotSay, Finding, rule
from tracexpo.units import Measure, Unit, UnitKind
from tracexpo.vocabularies import Censoring, DustFraction, Statistic

__all__ = ["silica_mixture_exceeded"]

OTHER: Final = "other_dust"
DUST_ENTRY: Final = "group:dust-respirable"
_FORMS: Final = {entry: name for name, entry in SILICA_LIMITS.items()}
_DUST: Final = (fold("poussières"), fold("dusts"))
_RESPIRABLE: Final = (fold("alvéolaires"), fold("respirables"))
_NONE: Final = Measure(Decimal(0), Unit.MG_M3)
_OPEN: Final = CannotSay(
    Wording(
        "some of the dusts lie below a limit of quantification, or were measured more than once that day",
        "certaines poussières sont sous une limite de quantification, ou mesurées plusieurs fois ce jour-là",
    )
)
_OTHER_DUST: Final = CannotSay(
    Wording(
        "several forms of crystalline silica were measured, and the other respirable dust was not",
        "plusieurs formes de silice cristalline ont été mesurées, et non les autres poussières alvéolaires",
    )
)
Found = Iterator[Finding | CannotSay]
Sample = dict[str, list[Result]]


@rule(
    "silica-mixture-exceeded",
    Severity.ERROR,
    title=Wording("Mixture of dusts with silica above the limit", "Mélange de poussières et de silice hors limite"),
    description=Wording(
        "Where crystalline silica comes with other dusts, each over its limit is added up: Cns/Vns + Cq/0.1 + Cc/0.05 "
        "+ Ct/0.05 is at most 1, all of them respirable dust of one place and day. Vns is the limit of respirable dust "
        "that is no silica: 5 mg/m³, 3.5 from 2022-01-01, 0.9 from 2023-07-01. Told are sums above 1 whose parts are "
        "each under their limit. By convention of this library silica that names no fraction is taken as respirable, "
        "as its limits are, and a part below its limit of quantification for what it is at least.",
        "Quand de la silice cristalline accompagne d'autres poussières, on additionne chaque part de sa valeur "
        "limite : Cns/Vns + Cq/0,1 + Cc/0,05 + Ct/0,05 vaut au plus 1, toutes étant des poussières alvéolaires d'un "
        "même lieu et jour. Vns est la valeur limite des poussières alvéolaires sans silice : 5 mg/m³, 3,5 au "
        "2022-01-01, 0,9 au 2023-07-01. Sont signalées les sommes supérieures à 1 dont chaque part respecte sa valeur "
        "limite. Par convention de cette bibliothèque, une silice sans fraction est tenue pour alvéolaire, comme ses "
        "valeurs limites, et une part sous sa limite de quantification pour ce qu'elle est au moins.",
    ),
    message=Wording(
        "with the dusts of the same place and day, the sum is {sum}, above 1 (Vns {other}, {sure}): work at these "
        "posts stops until the workers are protected, unless a value is wrong",
        "avec les poussières des mêmes lieu et jour, la somme vaut {sum}, plus que 1 (Vns {other}, {sure}) : le "
        "travail aux postes concernés s'arrête jusqu'à ce que les travailleurs soient protégés, sauf erreur",
    ),
    source="R4412-154, R4412-155, R4412-77",
    needs="catalogue",
    good=lambda: ex.register(*_AGENTS, *_samples("2021-06-10", "0.02")),
    bad=lambda: ex.register(*_AGENTS, *_samples("2025-06-10", "0.06")),
    told_at="/measurements/0/value",
)
def silica_mixture_exceeded(context: Context) -> Found:
    """Add up the dusts of each place and day."""
    names = {agent.id: name for agent in context.agents if (name := _part(context, agent)) is not None}
    if not any(name != OTHER for name in names.values()):
        return
    samples: dict[tuple[object, ...], Sample] = {}
    for result in context.facts.levels.results():
        name = names.get(result.record.agent)
        if name is None or result.day is None or result.day < CODIFIED:
            continue
        if _is_respirable(context, name, result):
            samples.setdefault(_place(result), {}).setdefault(name, []).append(result)
    for sample in samples.values():
        yield from _judged(context, sample)


def _part(context: Context, agent: Agent) -> str | None:
    """Say which part of the sum an agent is."""
    scope = context.facts.scopes.of(agent.id)
    ids = {entry.id for entry in scope.entries} if scope is not None else set[str]()
    forms = {_FORMS[id] for id in ids if id in _FORMS}
    if len(forms) == 1:
        return forms.pop()
    if DUST_ENTRY in ids:
        return OTHER
    if ids or (isinstance(agent, Substance) and agent.cas_number is not None):
        return None
    # no number stands for it: it is known by its name alone
    return OTHER if any(word in _name(agent) for word in _DUST) else None


def _name(agent: Agent | None) -> str:
    return fold(agent.text if isinstance(agent, UnidentifiedAgent) else getattr(agent, "name", ""))


def _is_respirable(context: Context, name: str, result: Result) -> bool:
    told = result.told
    if told.value.unit.kind is not UnitKind.MASS_IN_AIR or told.value.value < 0:
        return False
    if told.fraction is not None or name != OTHER:
        return told.fraction in (None, DustFraction.RESPIRABLE)
    # of the other dust, the name or the catalogue has to tell
    scope = context.facts.scopes.of(result.record.agent)
    return scope is not None and (bool(scope.entries) or any(word in _name(scope.agent) for word in _RESPIRABLE))


def _place(result: Result) -> tuple[object, ...]:
    named = (getattr(result.record, name, None) for name in ("worker", "workstation", "situation"))
    return (result.day, result.record.establishment, *named)


def _judged(context: Context, sample: Sample) -> Found:
    """Tell the sum of one place and day, for what each part is at least; "cannot say" where only the most is above."""
    forms = [name for name in SILICA_LIMITS if name in sample]
    if not forms or len(sample) == 1:
        return
    first = min(sample[forms[0]], key=lambda r: r.record.id)
    day = first.day or context.on
    least = _index(context, day, sample, least=True)
    if not least.exceeded:
        if _index(context, day, sample, least=False).exceeded:
            yield _OPEN
        elif OTHER not in sample:
            yield _OTHER_DUST
        return
    # a part above its own limit is told by limit-exceeded
    if any(term > 1 for term in least.terms.values()):
        return
    results = list(chain.from_iterable(sample.values()))
    levels = context.facts.levels
    if not all(r.told.statistic is Statistic.TWA_8H for r in results):
        yield CannotSay(TIME_NOT_TOLD)
    elif not all(levels.is_inhaled(r) for r in results):
        yield CannotSay(POSITION_NOT_INHALED)
    else:
        total = format(least.value, "f")
        values: dict[str, ContextValue] = {
            "sum": Wording(total, total.replace(".", ",")),
            "other": written(least.other_dust_limit),
            "sure": least.certainty.wording,
        }
        yield Finding(first.record, f"{first.path}/value", values)


def _index(context: Context, day: dt.date, sample: Sample, *, least: bool) -> SilicaIndex:
    parts = {name: _bound(sample.get(name, ()), least=least) for name in (OTHER, *SILICA_LIMITS)}
    return context.catalogue.silica_index(on=day, **parts)


def _bound(results: Iterable[Result], *, least: bool) -> Measure:
    """Return what a part is at least, or at most, over its results."""
    known = [_NONE if least and r.told.censored is Censoring.BELOW else r.told.value for r in results]
    if not known:
        return _NONE
    return min(known, key=_in_mg) if least else max(known, key=_in_mg)


def _in_mg(measure: Measure) -> Decimal:
    return measure.to(Unit.MG_M3).value


_AGENTS: Final[tuple[Agent, ...]] = (
    Substance(id="cas:14808-60-7", name="Quartz", cas_number="14808-60-7"),
    Substance(id="cas:14464-46-1", name="Cristobalite", cas_number="14464-46-1"),
    UnidentifiedAgent(id="dust", text="Poussières alvéolaires sans silice"),
)


def _samples(day: str, quartz: str) -> Iterator[Measurement]:
    more: dict[str, Any] = {"sampled_on": dt.date.fromisoformat(day), "fraction": DustFraction.RESPIRABLE}
    values = (quartz, "0.03", "0.4")
    for i, (agent, value) in enumerate(zip(_AGENTS, values, strict=True), start=1):
        yield evolve(chromium(value, id=f"m{i}", **more), agent=agent.id)
