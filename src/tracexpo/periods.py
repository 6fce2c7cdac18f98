"""Periods and times of exposure."""

import datetime as dt
from typing import ClassVar

from attrs import frozen

from tracexpo.errors import InvalidValueError
from tracexpo.form import Day, Number, check
from tracexpo.vocabularies import Precision, TimeUnit

__all__ = ["ExposureTime", "Period"]

COARSER = (Precision.DAY, Precision.MONTH, Precision.YEAR, Precision.ESTIMATED)


@frozen(weakref_slot=False)
class Period:
    """A period, both days included (période).

    A month or a year is written as its first and last day with the precision beside it. `end` None and
    `ended` False: still going on when recorded; `ended` True: over, last day not known.

    >>> import datetime as dt
    >>> Period(dt.date(2024, 7, 5), dt.date(2025, 8, 31)).days
    423
    """

    start: Day
    """First day (début)."""
    end: Day | None = None
    """Last day, included (fin)."""
    precision: Precision = Precision.DAY
    """How precisely the days are known."""
    begun_before: bool = False
    """It began earlier: the start is only the first day known, as in lists that all start on 2024-07-05."""
    ended: bool = False
    """It is over, but the last day is not known; only without an `end`."""

    def __attrs_post_init__(self) -> None:
        check(self)

    def agree(self) -> None:
        """Refuse fields that contradict each other; `check` calls it."""
        if self.end is not None:
            if self.end < self.start:
                raise InvalidValueError("period-end-before-start", "/end")
            if self.ended:
                raise InvalidValueError("period-ended-twice", "/ended")

    @property
    def days(self) -> int | None:
        """Number of days, both ends included [day]; None without an end."""
        return None if self.end is None else (self.end - self.start).days + 1

    @property
    def is_open(self) -> bool:
        """Whether it was still going on when recorded."""
        return self.end is None and not self.ended

    def covers(self, day: dt.date) -> bool:
        """Tell whether the day lies between the written days; a period without an end covers all later days."""
        return self.start <= day and (self.end is None or day <= self.end)

    def overlaps(self, other: "Period") -> bool:
        """Tell whether the two share a written day."""
        return (self.end is None or other.start <= self.end) and (other.end is None or self.start <= other.end)

    def intersection(self, other: "Period") -> "Period | None":
        """Return the days both share, with the coarser precision of the two; None where they share none.

        Where one of them is over on a day not known, the last day of the other is an estimate.

        >>> import datetime as dt
        >>> a = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31), Precision.YEAR)
        >>> a.intersection(Period(dt.date(2024, 7, 5)))  # doctest: +NORMALIZE_WHITESPACE
        Period(start=datetime.date(2024, 7, 5), end=datetime.date(2024, 12, 31), precision=<Precision.YEAR: 'year'>,
               begun_before=False, ended=False)
        """
        if not self.overlaps(other):
            return None
        later = max(self.start, other.start)
        ends = [period.end for period in (self, other) if period.end is not None]
        end = min(ends) if ends else None
        precision = max(self.precision, other.precision, key=COARSER.index)
        return Period(
            later,
            end,
            # the one that is over may have ended before the other's last day
            Precision.ESTIMATED if end is not None and (self.ended or other.ended) else precision,
            # the shared part began earlier only where whichever sets its start did
            begun_before=all(period.begun_before for period in (self, other) if period.start == later),
            ended=end is None and (self.ended or other.ended),
        )


@frozen(weakref_slot=False)
class ExposureTime:
    """A time of exposure (durée d'exposition): so many minutes, hours or days in each period, or per cent.

    >>> from decimal import Decimal
    >>> ExposureTime(Decimal(20), TimeUnit.H_WEEK).unit.label
    'hours a week'
    """

    KIND: ClassVar[str] = "time"

    value: Number
    """The number, in the unit beside it."""
    unit: TimeUnit
    """The unit."""

    def __attrs_post_init__(self) -> None:
        check(self)
