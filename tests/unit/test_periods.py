import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracexpo.errors import InvalidValueError
from tracexpo.periods import COARSER, ExposureTime, Period
from tracexpo.vocabularies import Precision, TimeUnit

D = dt.date
ONE = dt.timedelta(days=1)

days = st.dates(D(2020, 1, 1), D(2020, 3, 31))


@st.composite
def periods(draw: Any) -> Period:
    start = draw(days)
    end = draw(st.none() | st.dates(start, D(2020, 4, 30)))
    ended = end is None and draw(st.booleans())
    return Period(start, end, draw(st.sampled_from(Precision)), draw(st.booleans()), ended)


def the_days(period: Period) -> set[dt.date]:
    """The written days of a period, as far as the end of the year."""
    last = period.end or D(2020, 12, 31)
    return {period.start + n * ONE for n in range((last - period.start).days + 1)}


def test_a_period_includes_both_its_days() -> None:
    assert Period(D(2024, 7, 5), D(2024, 7, 5)).days == 1
    assert Period(D(2024, 1, 1), D(2024, 12, 31)).days == 366
    assert Period(D(1900, 1, 1), D(2199, 12, 31)).days == 109_573
    assert Period(D(2024, 7, 5)).days is None


@pytest.mark.parametrize(
    ("period", "is_open"),
    [
        (Period(D(2024, 7, 5)), True),
        (Period(D(2024, 7, 5), begun_before=True), True),
        (Period(D(2024, 7, 5), ended=True), False),
        (Period(D(2024, 7, 5), D(2024, 7, 31)), False),
    ],
    ids=["going on", "begun before", "over, day not known", "over"],
)
def test_going_on_or_over(period: Period, is_open: bool) -> None:
    assert period.is_open is is_open


def _refusal(*values: Any, **named: Any) -> tuple[str, str]:
    with pytest.raises(InvalidValueError) as caught:
        Period(*values, **named)
    return caught.value.field, caught.value.code


def test_a_period_that_makes_no_sense_is_refused() -> None:
    assert _refusal(D(2025, 3, 10), D(2025, 1, 31)) == ("/end", "period-end-before-start")
    assert _refusal(D(2025, 3, 10), D(2025, 3, 31), ended=True) == ("/ended", "period-ended-twice")
    assert _refusal("2025-03-10") == ("/start", "wrong-type")
    assert _refusal(D(1899, 12, 31)) == ("/start", "not-a-date")
    assert _refusal(D(2025, 3, 10), None, "day") == ("/precision", "wrong-type")
    assert _refusal(D(2025, 3, 10), begun_before=1) == ("/begun_before", "wrong-type")


def test_covering_a_day() -> None:
    closed, going_on = Period(D(2024, 7, 5), D(2024, 7, 31)), Period(D(2024, 7, 5))
    assert [closed.covers(day) for day in (D(2024, 7, 4), D(2024, 7, 5), D(2024, 7, 31), D(2024, 8, 1))] == [
        False,
        True,
        True,
        False,
    ]
    assert going_on.covers(D(2199, 12, 31))
    assert not going_on.covers(D(2024, 7, 4))


@given(periods(), periods())
def test_overlap_is_to_share_a_written_day(a: Period, b: Period) -> None:
    shared = the_days(a) & the_days(b)
    assert a.overlaps(b) == b.overlaps(a) == bool(shared)


@given(periods(), days)
def test_covering_is_to_hold_the_day(period: Period, day: dt.date) -> None:
    assert period.covers(day) == (day in the_days(period)) == period.overlaps(Period(day, day))


@given(periods(), periods())
def test_the_intersection_is_exactly_the_shared_days(a: Period, b: Period) -> None:
    shared = a.intersection(b)
    if shared is None:
        assert not the_days(a) & the_days(b)
        return
    assert the_days(shared) == the_days(a) & the_days(b)
    assert (shared.end is None) == (a.end is None and b.end is None)
    assert shared == b.intersection(a)


@given(periods(), periods())
def test_the_intersection_has_the_coarser_precision(a: Period, b: Period) -> None:
    shared = a.intersection(b)
    if shared is not None:
        guessed = shared.end is not None and (a.ended or b.ended)
        coarser = max(a.precision, b.precision, key=COARSER.index)
        assert shared.precision is (Precision.ESTIMATED if guessed else coarser)


@given(periods())
def test_a_period_shares_all_of_itself(period: Period) -> None:
    assert period.intersection(period) == period


def test_precisions_from_the_finest_to_the_coarsest() -> None:
    assert tuple(Precision) == COARSER


@pytest.mark.parametrize(
    ("first", "second", "begun_before"),
    [
        # what sets the start says whether it began earlier
        (Period(D(2024, 7, 5), begun_before=True), Period(D(2024, 1, 1)), True),
        (Period(D(2024, 7, 5)), Period(D(2024, 1, 1), begun_before=True), False),
        # where both begin on one day, one exact start is enough
        (Period(D(2024, 7, 5), begun_before=True), Period(D(2024, 7, 5)), False),
        (Period(D(2024, 7, 5), begun_before=True), Period(D(2024, 7, 5), begun_before=True), True),
    ],
)
def test_the_intersection_began_before_where_what_sets_its_start_did(
    first: Period, second: Period, begun_before: bool
) -> None:
    for shared in (first.intersection(second), second.intersection(first)):
        assert shared is not None
        assert shared.begun_before is begun_before


@pytest.mark.parametrize(
    ("first", "second", "end", "ended"),
    [
        (Period(D(2024, 1, 1), ended=True), Period(D(2024, 7, 5)), None, True),
        (Period(D(2024, 1, 1), ended=True), Period(D(2024, 7, 5), ended=True), None, True),
        (Period(D(2024, 1, 1)), Period(D(2024, 7, 5)), None, False),
        (Period(D(2024, 1, 1), ended=True), Period(D(2024, 7, 5), D(2024, 7, 31)), D(2024, 7, 31), False),
    ],
)
def test_the_end_of_the_intersection(first: Period, second: Period, end: dt.date | None, ended: bool) -> None:
    for shared in (first.intersection(second), second.intersection(first)):
        assert shared is not None
        assert (shared.end, shared.ended) == (end, ended)


@pytest.mark.parametrize("unit", TimeUnit)
def test_times_of_exposure(unit: TimeUnit) -> None:
    time = ExposureTime(Decimal("1.50"), unit)
    assert (time.KIND, str(time.value), time.unit) == ("time", "1.50", unit)


def test_a_time_that_makes_no_sense_is_refused() -> None:
    for wrong in (Decimal("NaN"), 1.5, "1.5", None):
        with pytest.raises(InvalidValueError) as caught:
            ExposureTime(wrong, TimeUnit.H_DAY)  # type: ignore[arg-type]
        assert caught.value.field == "/value"
    with pytest.raises(InvalidValueError, match="unit: expected: a member, TimeUnit"):
        ExposureTime(Decimal(1), "h/day")  # type: ignore[arg-type]
