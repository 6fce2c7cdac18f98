"""One result, under the limit of its day and above it: exactly the code of its force and time, at its place."""

import datetime as dt
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tracexpo.agents import Substance
from tracexpo.catalogue import Limit, LimitKind, shipped
from tracexpo.companies import ActivityCode, Establishment
from tracexpo.problems import Severity
from tracexpo.register import Register
from tracexpo.rules import check
from tracexpo.rules.examples import SITE, measured, register
from tracexpo.units import Measure
from tracexpo.vocabularies import NafRevision, RespiratorPosition, Statistic

FIRST, LAST = dt.date(2008, 5, 1), dt.date(2027, 12, 31)
NUMBERS = sorted({cas for entry in shipped().entries() for cas in entry.cas_numbers})
PLATER = Establishment(id=SITE, naf=(ActivityCode(code="25.61Z", revision=NafRevision.NAF_REV2),))
COMPARABLE = (RespiratorPosition.INSIDE, RespiratorPosition.NONE)
CODES = {
    (LimitKind.BINDING, Statistic.TWA_8H): "limit-exceeded",
    (LimitKind.BINDING, Statistic.TWA_1H): "limit-exceeded",
    (LimitKind.BINDING, Statistic.TWA_15MIN): "short-term-limit-exceeded",
    (LimitKind.INDICATIVE, Statistic.TWA_8H): "indicative-limit-exceeded",
    (LimitKind.INDICATIVE, Statistic.TWA_15MIN): "indicative-limit-exceeded",
}


def _agents_with_limits() -> list[Substance]:
    numbered = (Substance(id=f"cas:{cas}", name="-", cas_number=cas) for cas in NUMBERS)
    days = (FIRST, dt.date(2018, 1, 1), LAST)
    return [a for a in numbered if any(shipped().limits(a, on=day) for day in days)]


AGENTS = _agents_with_limits()


@st.composite
def limits(draw: st.DrawFn) -> tuple[Substance, dt.date, Limit]:
    """Draw an agent, a day, and one of its general limits whose value is known."""
    agent = draw(st.sampled_from(AGENTS))
    day = draw(st.dates(FIRST, LAST))
    statistic = draw(st.sampled_from([Statistic.TWA_8H, Statistic.TWA_15MIN]))
    rows = [limit for limit in shipped().limits(agent, on=day) if limit.statistic is statistic]
    fraction = draw(st.sampled_from([row.fraction for row in rows])) if rows else None
    limit = shipped().limit(agent, on=day, statistic=statistic, fraction=fraction)
    assume(limit.value is not None)
    return agent, day, limit


def one(agent: Substance, day: dt.date, limit: Limit, times: Decimal, position: RespiratorPosition | None) -> Register:
    assert limit.value is not None
    result = measured(
        agent=agent.id,
        sampled_on=day,
        value=Measure(limit.value.value * times, limit.value.unit),
        statistic=limit.statistic,
        fraction=limit.fraction,
        respirator=position,
    )
    return register(PLATER, agent, result)


def told(r: Register, day: dt.date) -> list[tuple[str, str]]:
    report = check(r, "limits", on=day)
    report.raise_crashed()
    return [(p.code, p.pointer) for p in report if p.severity > Severity.INFO]


@settings(max_examples=40, deadline=None)
@given(limits(), st.sampled_from(COMPARABLE))
def test_a_result_is_told_above_its_limit_and_only_there(
    drawn: tuple[Substance, dt.date, Limit], position: RespiratorPosition
) -> None:
    agent, day, limit = drawn
    assert limit.kind is not None
    assert told(one(agent, day, limit, Decimal(1), position), day) == []
    code = CODES[limit.kind, limit.statistic]
    assert told(one(agent, day, limit, Decimal("1.01"), position), day) == [(code, "/measurements/0/value")]


@settings(max_examples=25, deadline=None)
@given(limits(), st.integers(2, 50))
def test_what_may_be_outside_a_respirator_is_left_open(drawn: tuple[Substance, dt.date, Limit], times: int) -> None:
    agent, day, limit = drawn
    r = one(agent, day, limit, Decimal(times), None)
    assert told(r, day) == []
    assert {u.code for u in check(r, "limits", on=day).undecided} == {"limit-exceeded"}
