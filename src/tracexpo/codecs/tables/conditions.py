"""The conditions of an exposure as a line of a list says them: nature, duration, degree, measures."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from attrs import field, frozen

from tracexpo.codecs.tables.columns import Column
from tracexpo.codecs.tables.days import day_in, days_in
from tracexpo.codecs.tables.grids import Value
from tracexpo.codecs.tables.layout import Layout
from tracexpo.codecs.tables.numbers import (
    WrittenLevel,
    frequency_in,
    level_in,
    measure_aside,
    statistic_in,
    time_in,
    unit_in,
)
from tracexpo.codecs.tables.parts import MOST_KEPT, Cells, Finding, Outcome, Part, Telling
from tracexpo.codecs.tables.words import (
    evidence_in,
    fraction_in,
    is_band,
    is_none,
    reason_in,
    respirator_in,
    routes_in,
)
from tracexpo.codes import FORM
from tracexpo.errors import InvalidValueError
from tracexpo.exposures import Band, Conditions, Degree, Duration, Frequency, Level, NotKnown, PreventionMeasure
from tracexpo.periods import ExposureTime
from tracexpo.provenance import Measured
from tracexpo.units import Measure, Unit, UnitKind
from tracexpo.vocabularies import MeasureLevel, Precision, Route, Statistic, UnknownFact

__all__ = ["ConditionsReader"]

_WORK_COLUMNS: Final = (Column.WORK_PERFORMED, Column.WORK_PROCESS, Column.NATURE, Column.ROUTES)
_TIME_COLUMNS: Final = (Column.DURATION, Column.FREQUENCY)
_DEGREE_COLUMNS: Final = (
    Column.LEVEL,
    Column.UNIT,
    Column.FRACTION,
    Column.LIMIT,
    Column.MEASURED_ON,
    Column.RESPIRATOR,
    Column.EVIDENCE,
)
_MEASURE_COLUMNS: Final = (Column.COLLECTIVE, Column.ORGANISATIONAL, Column.PERSONAL)

_UNITS: Final = ", ".join(unit.label for unit in Unit)
_MEASURES: Final = (
    (Column.COLLECTIVE, MeasureLevel.TECHNICAL),
    (Column.ORGANISATIONAL, MeasureLevel.ORGANISATIONAL),
    (Column.PERSONAL, MeasureLevel.PERSONAL),
)


@frozen
class _Number:
    """A level or a limit with its unit."""

    measure: Measure
    written: WrittenLevel = field(repr=False)


@frozen
class _Work:
    """The work and the nature of the exposure."""

    performed: str | None = field(repr=False)
    process: str | None = field(repr=False)
    nature: str | None = field(repr=False)
    routes: tuple[Route, ...]
    not_known: tuple[NotKnown, ...]


@frozen
class _Time:
    """The duration and the frequency."""

    duration: Duration | None
    frequency: Frequency | None
    not_known: tuple[NotKnown, ...]


@frozen
class _Degree:
    """The degree."""

    degree: Degree | None
    not_known: tuple[NotKnown, ...]


class ConditionsReader:
    """Reads the conditions of a line in four parts; knows the units that the headings state."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        where = layout.columns
        self._work = Part(_WORK_COLUMNS, where, self._read_work)
        self._time = Part(_TIME_COLUMNS, where, self._read_time)
        self._degree = Part(_DEGREE_COLUMNS, where, self._read_degree)
        self._measures = Part(_MEASURE_COLUMNS, where, _read_measures)
        self._known: dict[tuple[int, ...], tuple[object, Outcome[Conditions]]] = {}
        self._days: dict[str, dt.date | None] = {}

    def __call__(self, cells: Sequence[Value]) -> Outcome[Conditions]:
        """Read the conditions from the cells of a line; equal ones are one object."""
        parts = (self._work(cells), self._time(cells), self._degree(cells), self._measures(cells))
        key = (id(parts[0]), id(parts[1]), id(parts[2]), id(parts[3]))
        known = self._known.get(key)
        if known is not None:
            return known[1]
        if len(self._known) >= MOST_KEPT:
            self._known.clear()
        outcome = self._joined(*parts)
        # the parts are held, so that their identities stay their own
        self._known[key] = (parts, outcome)
        return outcome

    def _joined(
        self,
        work: Outcome[_Work],
        time: Outcome[_Time],
        degree: Outcome[_Degree],
        measures: Outcome[tuple[PreventionMeasure, ...]],
    ) -> Outcome[Conditions]:
        findings = (*work.findings, *time.findings, *degree.findings, *measures.findings)
        kept = (*work.kept, *time.kept, *degree.kept, *measures.kept)
        bad = work.bad or time.bad or degree.bad or measures.bad
        if bad or work.value is None or time.value is None or degree.value is None:
            return Outcome(None, findings, kept, bad)
        try:
            conditions = Conditions(
                work_performed=work.value.performed,
                work_process=work.value.process,
                nature=work.value.nature,
                routes=work.value.routes,
                duration=time.value.duration,
                frequency=time.value.frequency,
                degree=degree.value.degree,
                not_known=(*work.value.not_known, *time.value.not_known, *degree.value.not_known),
                measures=measures.value or (),
            )
        except InvalidValueError as error:
            return Outcome(None, (*findings, Finding(None, FORM[error.code], error.context)), kept, True)
        return Outcome(conditions, findings, kept)

    # -- work and nature

    def _read_work(self, cells: Cells) -> Outcome[_Work]:
        telling = Telling(cells)
        not_known: list[NotKnown] = []
        nature = telling.text(Column.NATURE) or None
        if nature is not None and (reason := reason_in(nature)) is not None:
            not_known.append(NotKnown(what=UnknownFact.NATURE, reason=reason))
            nature = None
        return telling.outcome(
            _Work(
                telling.text(Column.WORK_PERFORMED) or None,
                telling.text(Column.WORK_PROCESS) or None,
                nature,
                self._routes(telling, nature),
                tuple(not_known),
            )
        )

    def _routes(self, telling: Telling, nature: str | None) -> tuple[Route, ...]:
        text = telling.text(Column.ROUTES)
        if not text:
            return routes_in(nature) if nature else ()
        routes = routes_in(text)
        if not routes and not is_none(text):
            telling.leave("word-not-understood", Column.ROUTES, column=Column.ROUTES.wording)
        return routes

    def _read_time(self, cells: Cells) -> Outcome[_Time]:
        telling = Telling(cells)
        not_known: list[NotKnown] = []
        duration = self._duration(telling, not_known)
        return telling.outcome(_Time(duration, self._frequency(telling), tuple(not_known)))

    def _read_degree(self, cells: Cells) -> Outcome[_Degree]:
        telling = Telling(cells)
        not_known: list[NotKnown] = []
        degree = self._degree_in(telling, not_known)
        return telling.outcome(_Degree(degree, tuple(not_known)))

    # -- duration

    def _duration(self, telling: Telling, not_known: list[NotKnown]) -> Duration | None:
        column = Column.DURATION
        text = telling.text(column)
        if not text or is_none(text):
            return None
        if (reason := reason_in(text)) is not None:
            not_known.append(NotKnown(what=UnknownFact.DURATION, reason=reason))
            return None
        if is_band(text):
            return Band(scale=self._layout.heading(column), value=text)
        written = time_in(text)
        if written is None:
            telling.leave("not-a-number", column)
            return None
        heading = self._layout.duration_unit
        if written.unit is None and heading is None:
            telling.leave("unit-missing", column)
            return None
        if heading is not None and (
            (written.unit is not None and written.unit is not heading)
            or (written.quantity and not heading.value.startswith(written.quantity + "/"))
        ):
            inside = written.unit.wording if written.unit is not None else written.quantity
            telling.tell("unit-conflict", column, inside=inside, beside=heading.wording)
            return None
        unit = written.unit or heading
        assert unit is not None
        try:
            return ExposureTime(written.value, unit)
        except InvalidValueError:
            telling.leave("not-a-number", column)
            return None

    def _frequency(self, telling: Telling) -> Frequency | None:
        text = telling.text(Column.FREQUENCY)
        if not text or is_none(text):
            return None
        found = frequency_in(text)
        if found is None:
            telling.leave("word-not-understood", Column.FREQUENCY, column=Column.FREQUENCY.wording)
            return None
        return Frequency(times=found[0], per=found[1])

    # -- degree

    def _degree_in(self, telling: Telling, not_known: list[NotKnown]) -> Degree | None:
        column = Column.LEVEL
        text = telling.text(column)
        if text and (reason := reason_in(text)) is not None:
            not_known.append(NotKnown(what=UnknownFact.DEGREE, reason=reason))
            text = ""
        elif text and is_none(text):
            telling.keep(column)
            text = ""
        elif text and is_band(text):
            self._beside_a_level(telling)
            return Band(scale=self._layout.heading(column), value=text)
        number = self._number(telling, column, self._column_unit(telling)) if text else None
        if number is None:
            self._beside_a_level(telling)
            return None
        return self._level(telling, number)

    def _beside_a_level(self, telling: Telling) -> None:
        """Keep what says something of a level where there is none."""
        # a level that could not be used has been told
        if telling.text(Column.LIMIT) and not telling.text(Column.LEVEL):
            telling.tell("limit-without-level", Column.LIMIT)
        for column in (Column.LIMIT, Column.UNIT, Column.FRACTION, Column.MEASURED_ON, Column.RESPIRATOR):
            if telling.text(column) and not (column is Column.UNIT and not telling.text(Column.LIMIT)):
                telling.keep(column)

    def _column_unit(self, telling: Telling) -> Unit | None:
        """Return the unit of the column beside the number, else of the heading."""
        text = telling.text(Column.UNIT)
        if not text:
            return self._layout.level_unit
        unit = unit_in(text)
        if unit is None:
            telling.leave("unit-not-known", Column.UNIT, allowed=_UNITS)
        return unit

    def _number(self, telling: Telling, column: Column, beside: Unit | None) -> _Number | None:
        """Read a number with its unit: behind it, else in its column, else in the heading."""
        if not isinstance(telling.value(column), str):
            telling.leave("became-a-date", column)
            return None
        written = level_in(telling.text(column))
        if written is None:
            telling.leave("not-a-number", column)
            return None
        unit = beside
        if written.unit_text:
            unit = unit_in(written.unit_text)
            if unit is None:
                telling.leave("unit-not-known", column, allowed=_UNITS)
                return None
            if column is Column.LEVEL and beside is not None and not self._agree(telling, unit, beside):
                return None
        if unit is None:
            # an unknown unit has been told at its own cell
            if not telling.text(Column.UNIT) or column is not Column.LEVEL:
                telling.leave("unit-missing", column)
            else:
                telling.keep(column)
            return None
        try:
            measure = Measure(written.value, unit)
        except InvalidValueError:
            telling.leave("not-a-number", column)
            return None
        if written.aside and not self._aside(telling, column, measure, written.aside):
            return None
        return _Number(measure, written)

    def _agree(self, telling: Telling, inside: Unit, beside: Unit) -> bool:
        """Compare the unit behind the number with that of its column."""
        if inside is not beside:
            telling.tell("unit-conflict", Column.LEVEL, inside=inside.wording, beside=beside.wording)
            return False
        if telling.text(Column.UNIT):
            telling.tell("unit-twice", Column.LEVEL)
        return True

    def _aside(self, telling: Telling, column: Column, measure: Measure, aside: str) -> bool:
        """Compare a measure with the one in brackets behind it."""
        other = measure_aside(aside)
        if other is None:
            if statistic_in(aside) is None:
                telling.keep(column)
            return True
        kinds = {measure.unit.kind, other.unit.kind}
        if kinds == {UnitKind.MASS_IN_AIR, UnitKind.VOLUME_FRACTION}:
            telling.tell("conversion-temperature", column)
            return True
        if len(kinds) > 1 or measure.compare(other) != 0:
            telling.tell("values-disagree", column)
            return False
        return True

    def _level(self, telling: Telling, number: _Number) -> Level | None:
        layout = self._layout
        fraction = fraction_in(text) if (text := telling.text(Column.FRACTION)) else None
        if text and fraction is None and not is_none(text):
            telling.leave("word-not-understood", Column.FRACTION, column=Column.FRACTION.wording)
        respirator = respirator_in(text) if (text := telling.text(Column.RESPIRATOR)) else None
        if text and respirator is None:
            telling.leave("word-not-understood", Column.RESPIRATOR, column=Column.RESPIRATOR.wording)
        limit = None
        text = telling.text(Column.LIMIT)
        if text and not is_none(text) and reason_in(text) is None:
            limit = self._number(telling, Column.LIMIT, layout.limit_unit or number.measure.unit)
        return Level(
            value=number.measure,
            on=self._measured_on(telling),
            declared_limit=None if limit is None else limit.measure,
            censored=number.written.censored,
            statistic=self._statistic(number, limit),
            fraction=fraction,
            respirator=respirator,
        )

    def _statistic(self, number: _Number, limit: _Number | None) -> Statistic | None:
        """Return what the level is a statistic of, as its cell or its column says, else the limit set beside it."""
        own = statistic_in(number.written.aside) or self._layout.level_statistic
        if own is not None or limit is None:
            return own
        return statistic_in(limit.written.aside) or self._layout.limit_statistic

    def _measured_on(self, telling: Telling) -> dt.date | None:
        value = telling.value(Column.MEASURED_ON)
        if value:
            day = day_in(value)
            if day is not None and day.precision is Precision.DAY:
                return day.first
            telling.leave("word-not-understood", Column.MEASURED_ON, column=Column.MEASURED_ON.wording)
            return None
        return self._day_of(telling.text(Column.EVIDENCE))

    def _day_of(self, evidence: str) -> dt.date | None:
        """Return the day that the words of the evidence give, where they say that it was measured, on one day."""
        if evidence not in self._days:
            days = days_in(evidence) if evidence and isinstance(evidence_in(evidence), Measured) else ()
            if len(self._days) >= MOST_KEPT:
                self._days.clear()
            self._days[evidence] = days[0] if len(days) == 1 else None
        return self._days[evidence]


def _read_measures(cells: Cells) -> Outcome[tuple[PreventionMeasure, ...]]:
    """One measure for each line of a cell."""
    telling = Telling(cells)
    found: list[PreventionMeasure] = []
    for column, level in _MEASURES:
        text = telling.text(column)
        if text and is_none(text):
            telling.keep(column)
            continue
        found += (PreventionMeasure(level=level, name=line.strip()) for line in text.splitlines() if line.strip())
    return telling.outcome(tuple(found))
