"""Results in the air beside the limits of their day: each is looked at once, for all rules."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from attrs import frozen

from tracexpo.catalogue.answers import EVE, NotInCatalogueError
from tracexpo.catalogue.exposure_limits import Limit, LimitKind, LimitScope
from tracexpo.exposures import Exposure, IndividualExposure, Level
from tracexpo.measurements import Measurement
from tracexpo.problems import Wording
from tracexpo.rules.sectors import scopes_of
from tracexpo.units import Measure, Unit, UnitKind
from tracexpo.vocabularies import Censoring, DustFraction, RespiratorPosition, SampleMatrix, SamplingPosition, Statistic

if TYPE_CHECKING:
    from tracexpo.rules.context import Facts
    from tracexpo.rules.scopes import Scope

__all__ = [
    "AVERAGED",
    "DAY_NOT_TOLD",
    "IN_AIR",
    "POSITION_NOT_INHALED",
    "TIME_NOT_TOLD",
    "Levels",
    "Result",
    "shown",
    "written",
]

IN_AIR: Final = frozenset({UnitKind.MASS_IN_AIR, UnitKind.FIBRES_IN_AIR, UnitKind.VOLUME_FRACTION})
AVERAGED: Final = frozenset({Statistic.TWA_8H, Statistic.TWA_1H, Statistic.TWA_15MIN})
"""What a limit is stated over."""
ASBESTOS: Final = "index:650-013-00-6"
OVER_8H: Final = dt.date(2012, 7, 1)
"""From when the limit of asbestos is over eight hours; before, it was over one (décret 2012-639)."""

DAY_NOT_TOLD: Final = Wording("the day of the result is not told", "la date du résultat n'est pas dite")
TIME_NOT_TOLD: Final = Wording(
    "what the result is an average over is not told, or it is no average over the time of a limit",
    "la durée dont le résultat est la moyenne n'est pas dite, ou n'est pas celle d'une valeur limite",
)
_FRACTION: Final = Wording(
    "the limit is for a fraction of the dust, and the result does not tell its own",
    "la valeur limite vise une fraction des poussières, et le résultat ne dit pas la sienne",
)
POSITION_NOT_INHALED: Final = Wording(
    "a limit is on the air inhaled: the result is taken outside a respirator or at a fixed point, or does not tell",
    "une valeur limite porte sur l'air inhalé : le résultat est pris hors d'un masque ou à point fixe, ou ne le dit "
    "pas",
)
_SECTOR: Final = Wording(
    "some sectors have a limit of their own, and the activity of the establishment is not told, or may be one of them",
    "certains secteurs ont leur propre valeur limite, et l'activité de l'établissement n'est pas dite, ou peut en être",
)
_MOLAR_MASS: Final = Wording(
    "result and limit are in ppm and in mg/m³, and the molar mass is not in the catalogue",
    "le résultat et la valeur limite sont en ppm et en mg/m³, et la masse molaire n'est pas au catalogue",
)
_CENSORED: Final = Wording(
    "the result is only known to lie above the highest value of the method",
    "le résultat est seulement connu comme supérieur à la limite haute de la méthode",
)


@frozen
class Result:
    """One result in the air: a measurement, or the level told with an exposure."""

    record: Exposure | Measurement
    """The record that tells it."""
    path: str
    """Where in the record."""
    told: Level | Measurement
    """The result."""
    day: dt.date | None
    """The day of the result; None where it is not told."""

    @property
    def statistic(self) -> Statistic:
        """The time of the limit it is nearest to: eight hours where none is told."""
        over = self.told.statistic
        return over if over is not None and over in AVERAGED else Statistic.TWA_8H


@frozen
class _Mark:
    """What decides at once, in one unit, whether a result is worth a closer look."""

    now: Decimal | None
    """The lowest limit of the day, whatever its time, fraction and sector."""
    later: Decimal | None
    """The lowest limit of the days after."""
    fractions: bool
    """Whether the limits of the day are for fractions of the dust."""


_NOTHING: Final = _Mark(None, None, fractions=False)


class Levels:
    """The results in the air, and the limits of the agents day by day, each looked up once."""

    def __init__(self, facts: "Facts") -> None:
        self._facts = facts
        self._marks: dict[tuple[str, int | None, Unit], _Mark] = {}
        self._limits: dict[tuple[str, int], tuple[Limit, ...]] = {}
        self._chosen: dict[tuple[str, int, Statistic, DustFraction | None, LimitScope | None], Limit] = {}
        self._ever: dict[str, tuple[Limit, ...]] = {}
        self._changes: dict[str, Sequence[dt.date]] = {}
        self.above: list[Result] = []
        """Results above some limit of their day; without a day, above some limit that there ever was."""
        self.above_later: list[Result] = []
        """Results above some limit of a later day."""
        self.without_fraction: list[Result] = []
        """Results that tell no fraction, where the limits of their day do."""
        self.declaring: list[Result] = []
        """Results that tell the limit as their source printed it."""
        self._sort()

    def results(self) -> Iterator[Result]:
        """Yield every result in the air, but for those of derived exposures: they are told where they come from."""
        for x in self._facts.exposures:
            told = x.conditions.degree
            if isinstance(told, Level) and not (isinstance(x, IndividualExposure) and x.derived_from):
                yield Result(x, "/conditions/degree", told, told.on)
        for m in self._facts.measurements:
            if m.matrix is SampleMatrix.AIR:
                yield Result(m, "", m, m.sampled_on)

    def _sort(self) -> None:
        for result in self.results():
            told, unit = result.told, result.told.value.unit
            if unit.kind not in IN_AIR:
                continue
            if told.declared_limit is not None:
                self.declaring.append(result)
            mark = self._mark(result.record.agent, result.day, unit)
            if mark.fractions and told.fraction is None:
                self.without_fraction.append(result)
            if mark.now is not None and (told.value.value > mark.now or told.censored is Censoring.ABOVE):
                self.above.append(result)
            if mark.later is not None and told.value.value > mark.later:
                self.above_later.append(result)

    # -- agents

    def _scope(self, agent: str) -> "Scope | None":
        scope = self._facts.scopes.of(agent)
        return scope if scope is not None and scope.entries else None

    def is_asbestos(self, agent: str) -> bool:
        """Tell whether an agent is asbestos."""
        scope = self._scope(agent)
        return scope is not None and any(entry.id == ASBESTOS for entry in scope.entries)

    def is_cmr(self, agent: str, day: dt.date) -> bool | None:
        """Tell whether an agent is a CMR agent on a day; None where that is not known."""
        scope = self._facts.scopes.of(agent)
        return None if scope is None else scope.stated.at(day)

    # -- limits

    def limits(self, agent: str, day: dt.date) -> tuple[Limit, ...]:
        """Return every limit of a day that has a value, or may have one."""
        key = (agent, self._stretch(agent, day))
        if key not in self._limits:
            scope = self._scope(agent)
            found = () if scope is None else self._facts.catalogue.limits(scope.agent, on=day)
            self._limits[key] = tuple(limit for limit in found if _values(limit))
        return self._limits[key]

    def ever(self, agent: str) -> tuple[Limit, ...]:
        """Return every limit of an agent that the catalogue knows, of any day it answers for."""
        if agent not in self._ever:
            until = self._facts.catalogue.answers_until
            days = (day for day in self._changes_of(agent) if day <= until)
            self._ever[agent] = tuple(dict.fromkeys(limit for day in days for limit in self.limits(agent, day)))
        return self._ever[agent]

    def _changes_of(self, agent: str) -> Sequence[dt.date]:
        """Return the days on which what can be said of the limits of an agent changes."""
        if agent not in self._changes:
            scope, catalogue = self._scope(agent), self._facts.catalogue
            days = () if scope is None else catalogue.limit_changes(scope.agent)
            self._changes[agent] = sorted({*days, catalogue.answers_until + EVE})
        return self._changes[agent]

    def _stretch(self, agent: str, day: dt.date) -> int:
        """Return the place of a day between those changes: limits are looked up once for each."""
        return bisect_right(self._changes_of(agent), day)

    def kinds(self, agent: str, day: dt.date) -> frozenset[LimitKind]:
        """Return of which kinds the limits of a day are."""
        return frozenset(limit.kind for limit in self.limits(agent, day) if limit.kind is not None)

    def applying(self, result: Result, day: dt.date) -> Iterator[Limit]:
        """Yield the limit of a day for the time and the fraction of a result, in each sector that may be its own."""
        scope = self._scope(result.record.agent)
        if scope is None:
            return
        for place in scopes_of(self._facts.register.get(result.record.establishment), day):
            stretch = self._stretch(scope.agent.id, day)
            key = (scope.agent.id, stretch, result.statistic, result.told.fraction, place)
            if key not in self._chosen:
                self._chosen[key] = self._facts.catalogue.limit(
                    scope.agent, on=day, statistic=result.statistic, fraction=result.told.fraction, scope=place
                )
            yield self._chosen[key]

    def expressed(self, limit: Limit, value: Measure, unit: Unit, agent: str) -> Decimal | None:
        """Return a value of a limit in a unit: as printed, else by the molar mass at 20 °C; None where that fails."""
        if value.unit.kind is unit.kind:
            return value.to(unit).value
        if UnitKind.FIBRES_IN_AIR in (value.unit.kind, unit.kind) or unit.kind not in IN_AIR:
            return None
        if limit.ppm is not None and value is limit.value and unit.kind is UnitKind.VOLUME_FRACTION:
            return limit.ppm.to(unit).value
        scope = self._scope(agent)
        try:
            return None if scope is None else self._facts.catalogue.convert(value, unit, agent=scope.agent).value
        except NotInCatalogueError:
            return None

    def _mark(self, agent: str, day: dt.date | None, unit: Unit) -> _Mark:
        key = (agent, None if day is None else self._stretch(agent, day), unit)
        if key not in self._marks:
            self._marks[key] = _NOTHING if self._scope(agent) is None else self._marked(agent, day, unit)
        return self._marks[key]

    def _marked(self, agent: str, day: dt.date | None, unit: Unit) -> _Mark:
        ever = self.ever(agent)
        limits = ever if day is None else self.limits(agent, day)
        later = () if day is None else (x for x in ever if x.applies_from is not None and x.applies_from > day)
        return _Mark(
            self._lowest(limits, unit, agent),
            self._lowest(later, unit, agent),
            any(limit.fraction is not None for limit in limits),
        )

    def _lowest(self, limits: Iterable[Limit], unit: Unit, agent: str) -> Decimal | None:
        found: list[Decimal] = []
        for limit in limits:
            for value in _values(limit):
                shown = self.expressed(limit, value, unit, agent)
                fibres = UnitKind.FIBRES_IN_AIR in (value.unit.kind, unit.kind)
                # what cannot be converted is looked at closely, and told as such
                found += [shown] if shown is not None else [] if fibres else [Decimal(0)]
        return min(found, default=None)

    def lowest(self, result: Result) -> Decimal | None:
        """Return the lowest limit of the day of a result in its unit, whatever its time, fraction and sector."""
        return self._mark(result.record.agent, result.day, result.told.value.unit).now

    # -- comparing

    def compared(self, result: Result) -> Limit | Wording | None:
        """Return the limit that a result lies above, or why that cannot be said, or None where it lies above none."""
        if result.told.censored is Censoring.BELOW or result.told.value.value < 0:
            return None
        if result.day is None:
            return DAY_NOT_TOLD
        found = self.over(result, result.day) if self._is_timed(result, result.day) else TIME_NOT_TOLD
        return POSITION_NOT_INHALED if found is not None and not self.is_inhaled(result) else found

    def _is_timed(self, result: Result, day: dt.date) -> bool:
        """Tell whether a result is over the time of a limit.

        By convention one of asbestos inside the respirator is, told or not: it is taken for the limit alone.
        """
        told = result.told
        inside = told.statistic is None and told.respirator is RespiratorPosition.INSIDE
        return told.statistic in AVERAGED or (inside and day >= OVER_8H and self.is_asbestos(result.record.agent))

    def over(self, result: Result, day: dt.date) -> Limit | Wording | None:
        """Return the limit of a day that the printed value lies above, wherever it was taken, or why that is open."""
        outcomes = [self._against(result, limit, day) for limit in self.applying(result, day)]
        why = next((outcome for outcome in outcomes if isinstance(outcome, Wording)), None)
        limits = [outcome for outcome in outcomes if isinstance(outcome, Limit)]
        if why is not None or not limits:
            return why
        return limits[0] if len(limits) == len(outcomes) else _SECTOR

    def day_or_last(self, result: Result) -> dt.date:
        """Return the day of a result; where it is not told, the last day of the exposure that it is told of.

        What a result lacks can be asked so; a limit is never exceeded by a result without a day.
        """
        if result.day is not None:
            return result.day
        assert not isinstance(result.record, Measurement)
        period, reached = result.record.period, self._facts.reached
        return max(period.start, min(period.end or reached, reached))

    def _against(self, result: Result, limit: Limit, day: dt.date) -> Limit | Wording | None:
        agent, fraction = result.record.agent, result.told.fraction
        same_time = [known for known in self.limits(agent, day) if known.statistic is limit.statistic]
        if fraction is None and any(known.fraction is not None for known in same_time):
            return _FRACTION
        if limit.value is None and not limit.candidates:
            return limit.because if same_time and fraction is not None else None
        values = (limit.value,) if limit.value is not None else limit.candidates
        signs = {False if value is None else self._is_above(result, limit, value) for value in values}
        if None in signs:
            return _MOLAR_MASS
        if signs == {True}:
            return limit
        if result.told.censored is Censoring.ABOVE:
            return _CENSORED
        return limit.because if True in signs else None

    def _is_above(self, result: Result, limit: Limit, value: Measure) -> bool | None:
        told = result.told
        bound = self.expressed(limit, value, told.value.unit, result.record.agent)
        if bound is None:
            return None
        return told.value.value > bound or (told.censored is Censoring.ABOVE and told.value.value == bound)

    def is_inhaled(self, result: Result) -> bool:
        """Tell whether a result is on the air inhaled: inside a respirator, or where none is told of.

        Work on asbestos is never without a respirator: a result outside is one of dust level (R4412-96).
        """
        told = result.told
        if isinstance(told, Measurement):
            if told.position is SamplingPosition.STATIC:
                return False
            if told.respirator is RespiratorPosition.OUTSIDE and told.protection is None:
                return not self.is_asbestos(told.agent)
        return told.respirator in (RespiratorPosition.INSIDE, RespiratorPosition.NONE)

    def may_be_inhaled(self, result: Result) -> bool:
        """Tell whether nothing speaks against a result being on the air inhaled."""
        told = result.told
        static = isinstance(told, Measurement) and told.position is SamplingPosition.STATIC
        return (told.respirator is None and not static) or self.is_inhaled(result)


def _values(limit: Limit) -> Sequence[Measure]:
    found = (limit.value, *limit.candidates)
    return [value for value in found if value is not None]


def shown(limit: Limit) -> Wording:
    """Write the value of a limit, or the values that it may have; with a comma in French.

    >>> from tracexpo import catalogue
    >>> shown(catalogue.limit("benzene", on=dt.date(2025, 5, 21))).fr
    '1,65 mg/m³'
    """
    texts = dict.fromkeys(written(value) for value in _values(limit))
    return Wording(" / ".join(text.en for text in texts), " / ".join(text.fr for text in texts))


def written(measure: Measure) -> Wording:
    """Write a measure; with a comma in French."""
    number, unit = format(measure.value, "f"), measure.unit.wording
    return Wording(f"{number} {unit.en}", f"{number.replace('.', ',')} {unit.fr}")
