"""Comparing days that are known only so far: what is certain, what is possible.

A period known to the month, to the year, or by estimate leaves its first and last day open. A rule tells
what is certain; where the written days break it but the true ones might not, it answers "cannot say".
"""

import calendar
import datetime as dt

from attrs import frozen

from tracexpo.periods import Period
from tracexpo.vocabularies import Precision

__all__ = ["EVER", "NEVER", "Bounds", "bounds", "years_later"]

EVER = dt.date.min
"""Before any day that a record can speak of."""
NEVER = dt.date.max
"""After any day that a record can speak of."""


@frozen
class Bounds:
    """Between which days a period begins, and between which it ends."""

    start_min: dt.date
    """It does not begin before."""
    start_max: dt.date
    """It has begun by then."""
    end_min: dt.date
    """It does not end before."""
    end_max: dt.date
    """It is over after."""

    def surely_meets(self, other: "Bounds") -> bool:
        """Tell whether both share a day for certain."""
        return self.start_max <= other.end_min and other.start_max <= self.end_min


def bounds(period: Period, reached: dt.date) -> Bounds:
    """Return what the precision of a period leaves open; one still going on has lasted until `reached`.

    >>> import datetime as dt
    >>> may = Period(dt.date(2024, 5, 1), dt.date(2024, 5, 31), Precision.MONTH)
    >>> bounds(may, dt.date(2025, 1, 1)).start_max.isoformat()
    '2024-05-31'
    """
    start, end, precision = period.start, period.end, period.precision
    if precision is Precision.ESTIMATED:
        return Bounds(EVER, NEVER, EVER, NEVER)
    first, begun = (start, start) if precision is Precision.DAY else _around(start, precision)
    if end is None:
        least = first if period.ended else max(first, reached)
        most = NEVER
    elif precision is Precision.DAY:
        least = most = end
    else:
        earliest, most = _around(end, precision)
        least = max(first, earliest)
    return Bounds(EVER if period.begun_before else first, begun, least, most)


def _around(day: dt.date, precision: Precision) -> tuple[dt.date, dt.date]:
    """Return the first and last day of the month or year that a day lies in."""
    if precision is Precision.YEAR:
        return day.replace(month=1, day=1), day.replace(month=12, day=31)
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def years_later(day: dt.date, years: int) -> dt.date:
    """Return the same day so many years later; 29 February becomes 28 February in a common year.

    >>> import datetime as dt
    >>> years_later(dt.date(2008, 2, 29), 18).isoformat()
    '2026-02-28'
    """
    if day.month == 2 and day.day == 29 and not calendar.isleap(day.year + years):
        return dt.date(day.year + years, 2, 28)
    return day.replace(year=day.year + years)
