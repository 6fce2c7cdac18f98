"""Tracing covers exactly what collective exposures and assignments share, whatever the register."""

import datetime as dt
from collections import Counter
from decimal import Decimal

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tracexpo.exposures import CollectiveExposure, Conditions, IndividualExposure
from tracexpo.periods import ExposureTime, Period
from tracexpo.provenance import Provenance, Withdrawal
from tracexpo.register import COLLECTIONS, Register
from tracexpo.testing.registers import registers
from tracexpo.tracing import trace, untraced
from tracexpo.vocabularies import Precision, TimeUnit
from tracexpo.work import Assignment, ExposureSituation, Worker, Workstation

FIRST = dt.date(2020, 1, 1)
LAST = 30  # days looked at; open periods go on beyond


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(st.integers(0, 20))
    length = draw(st.none() | st.integers(0, 9))
    first = FIRST + dt.timedelta(days=start)
    end = None if length is None else first + dt.timedelta(days=length)
    precision = draw(st.sampled_from([Precision.DAY, Precision.DAY, Precision.ESTIMATED]))
    return Period(first, end, precision, begun_before=draw(st.booleans()), ended=end is None and draw(st.booleans()))


SHARES = st.none() | st.sampled_from([Decimal("0.3"), Decimal("0.5"), Decimal(1)])
PLACES = st.sampled_from(["ws1", "ws2", "ws3"])


@st.composite
def crowded(draw: st.DrawFn) -> Register:
    """A few people at a few places, again and again: overlaps of every sort."""
    time = st.builds(ExposureTime, st.sampled_from([Decimal(4), Decimal("0.1")]), st.sampled_from(TimeUnit))
    conditions = st.builds(Conditions, duration=st.none() | time)
    collective = st.builds(
        CollectiveExposure,
        id=st.just("c"),
        situation=st.none() | st.sampled_from(["s1", "s2"]),
        workstation=st.none() | PLACES,
        establishment=st.just("e1"),
        agent=st.sampled_from(["g1", "g2"]),
        period=periods(),
        conditions=conditions,
    )
    assignment = st.builds(
        Assignment,
        id=st.just("a"),
        worker=st.sampled_from(["w1", "w2"]),
        situation=st.sampled_from(["s1", "s2"]),
        workstation=st.none() | PLACES,
        period=periods(),
        share=SHARES,
    )
    recorded = st.builds(
        IndividualExposure,
        id=st.just("x"),
        worker=st.sampled_from(["w1", "w2"]),
        agent=st.sampled_from(["g1", "g2"]),
        establishment=st.just("e1"),
        period=periods(),
    )
    exposures = [evolve(x, id=f"x{i}") for i, x in enumerate(draw(st.lists(collective | recorded, max_size=7)))]
    assignments = [evolve(a, id=f"a{i}") for i, a in enumerate(draw(st.lists(assignment, max_size=6)))]
    withdrawn = draw(
        st.lists(st.sampled_from([r.id for r in (*exposures, *assignments)] or ["none"]), max_size=2, unique=True)
    )
    if len(assignments) > 1 and draw(st.booleans()):
        assignments[1] = evolve(assignments[1], provenance=Provenance(supersedes="a0"))
    return Register().add(
        Worker(id="w1"),
        Worker(id="w2"),
        *(Workstation(id=f"ws{i}", establishment="e1", name="Place") for i in (1, 2, 3)),
        ExposureSituation(id="s1", establishment="e1", name="One", workstations=("ws1", "ws2")),
        ExposureSituation(id="s2", establishment="e1", name="Two", workstations=("ws2",)),
        *exposures,
        *assignments,
        *(Withdrawal(id=f"v{i}", of=id) for i, id in enumerate(withdrawn)),
    )


def on_day(period: Period, n: int) -> bool:
    return period.covers(FIRST + dt.timedelta(days=n))


def is_to(a: Assignment, c: CollectiveExposure) -> bool:
    covered = {"s1": ("ws1", "ws2"), "s2": ("ws2",)}
    if c.situation is not None and (a.situation == c.situation or a.workstation in covered[c.situation]):
        return True
    return c.workstation is not None and a.workstation == c.workstation


def derived(register: Register) -> list[IndividualExposure]:
    return [x for x in register.exposures if isinstance(x, IndividualExposure) and x.derived_from]


@given(crowded())
def test_derived_days_are_exactly_the_shared_ones_and_none_comes_twice(register: Register) -> None:
    found: Counter[tuple[str, str, int]] = Counter()
    for x in derived(trace(register)):
        found.update((x.derived_from[0], x.worker, n) for n in range(LAST) if on_day(x.period, n))
    collectives = [c for c in register.exposures if isinstance(c, CollectiveExposure) and register.is_current(c)]
    expected = {
        (c.id, a.worker, n)
        for c in collectives
        for a in register.assignments
        if register.is_current(a) and is_to(a, c)
        for n in range(LAST)
        if on_day(c.period, n) and on_day(a.period, n)
    }
    assert found == Counter(expected)


@given(crowded())
def test_a_derived_exposure_names_whoever_was_there_that_day(register: Register) -> None:
    for x in derived(trace(register)):
        c, *held = (register.get(id) for id in x.derived_from)
        assert isinstance(c, CollectiveExposure)
        for n in range(LAST):
            if on_day(x.period, n):
                there = {
                    a.id
                    for a in register.assignments
                    if a.worker == x.worker and register.is_current(a) and is_to(a, c) and on_day(a.period, n)
                }
                assert there == {a.id for a in held if a is not None}
        assert x.agent == c.agent
        if c.period.precision is Precision.ESTIMATED:
            assert x.period.precision is Precision.ESTIMATED
        overlapping = {
            y.id
            for y in register.exposures
            if isinstance(y, IndividualExposure)
            and register.is_current(y)
            and (y.worker, y.agent) == (x.worker, x.agent)
            and y.period.overlaps(x.period)
        }
        assert set(x.beside) == overlapping


@given(crowded())
def test_durations_are_weighted_by_the_shares(register: Register) -> None:
    for x in derived(trace(register)):
        c, *held = (register.get(id) for id in x.derived_from)
        assert isinstance(c, CollectiveExposure)
        told = c.conditions.duration
        shares = [a.share for a in held if isinstance(a, Assignment)]
        whole = None in shares or not isinstance(told, ExposureTime) or told.unit.value.startswith("day")
        share = Decimal(1) if whole else min(Decimal(1), sum((s for s in shares if s is not None), Decimal(0)))
        expected = told if not isinstance(told, ExposureTime) else ExposureTime(told.value * share, told.unit)
        assert x.conditions == evolve(c.conditions, duration=expected)


@given(crowded() | registers())
def test_tracing_twice_is_tracing_once(register: Register) -> None:
    traced = trace(register)
    assert trace(traced) == traced


@given(crowded() | registers())
def test_recorded_statements_stay(register: Register) -> None:
    traced = trace(register)
    assert set(untraced(register).exposures) <= set(traced.exposures)
    for name in COLLECTIONS:
        if name not in ("exposures", "withdrawals"):
            assert getattr(traced, name) == getattr(register, name)
    assert untraced(traced) == untraced(register)


@given(crowded())
def test_order_changes_nothing(register: Register) -> None:
    turned = evolve(register, **{name: getattr(register, name)[::-1] for name in COLLECTIONS})
    assert trace(turned) == trace(register)


@given(crowded())
def test_what_stands_is_all_that_tracing_needs(register: Register) -> None:
    assert trace(register).current() == trace(register.current()).current()


@given(crowded())
def test_ids_are_unique(register: Register) -> None:
    ids = [x.id for x in trace(register).exposures]
    assert len(ids) == len(set(ids))
