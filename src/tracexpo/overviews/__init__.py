"""What a register gives back to those who keep it: overviews of the whole of it, on a day.

Each is a pure function of a register and a day, and gives a frozen value with `to_rows()`, `text()` and `html()`; it
names workers, establishments and agents by their ids only. `every` makes them all, for a report:
`check(register, on=day).with_overviews(overviews.every(register, on=day))`.

An overview is no judgement: what is wrong is told by the rules.

>>> import datetime as dt
>>> from tracexpo.rules.examples import days, line, register
>>> kept = register(
...     line("x1", period=days("2010-01-01", "2014-12-31")), line("x2", period=days("2024-07-05", "2025-06-30"))
... )
>>> [(gap.first.isoformat(), gap.last.isoformat()) for gap in gaps(kept, on=dt.date(2025, 11, 30))]
[('2015-01-01', '2024-07-04')]
"""

import datetime as dt

from tracexpo.catalogue.editions import Catalogue
from tracexpo.errors import InvalidValueError
from tracexpo.form import check_day, type_name
from tracexpo.overviews.agencies import AgencyNotTold, agencies_of
from tracexpo.overviews.controls import ControlOverdue, controls_of
from tracexpo.overviews.firm import Exposed, exposed_of
from tracexpo.overviews.gaps import Gap, gaps_of
from tracexpo.overviews.lowered import LimitLowered, lowered_of
from tracexpo.overviews.prevention import Prevention, prevention_of
from tracexpo.overviews.reclassified import BecameCmr, reclassified_of
from tracexpo.register import Register
from tracexpo.report import Item, Overview
from tracexpo.rules import Facts

__all__ = [
    "AgencyNotTold",
    "BecameCmr",
    "ControlOverdue",
    "Exposed",
    "Gap",
    "Item",
    "LimitLowered",
    "Overview",
    "Prevention",
    "agencies_not_told",
    "became_cmr",
    "controls_overdue",
    "every",
    "exposed",
    "gaps",
    "limits_lowered",
    "prevention",
]


def __dir__() -> list[str]:
    return __all__


def every(register: Register, *, on: dt.date, catalogue: Catalogue | None = None) -> tuple[Overview[Item], ...]:
    """Return every overview that needs no further question, in the order of a report.

    Args:
        register: the register.
        on: the day it is seen from.
        catalogue: another edition than the shipped one.
    """
    facts = _facts(register, on, catalogue)
    return (
        reclassified_of(facts),
        lowered_of(facts),
        controls_of(facts),
        prevention_of(facts),
        agencies_of(facts),
        gaps_of(facts),
    )


def gaps(register: Register, *, on: dt.date, catalogue: Catalogue | None = None, at_least: int = 1) -> Overview[Gap]:
    """Return the days between two records of one worker, agent and establishment on which nothing is recorded.

    Workers with the same gap are told together. A gap is no fault: there may have been no exposure, or no record.

    Args:
        register: the register; individual exposures that stand are looked at, derived ones too.
        on: the day it is seen from: what goes on has lasted until then.
        catalogue: another edition than the shipped one; it gives the names of the agents only.
        at_least: the shortest gap told [day].
    """
    return gaps_of(_facts(register, on, catalogue), at_least)


def became_cmr(register: Register, *, on: dt.date, catalogue: Catalogue | None = None) -> Overview[BecameCmr]:
    """Return the agents that became CMR agents of R4412-60 after exposures to them were recorded, with day and act.

    >>> from tracexpo.rules.examples import days, line, register
    >>> from tracexpo.agents import Substance
    >>> cobalt = Substance(id="cas:7440-48-4", name="Cobalt", cas_number="7440-48-4")
    >>> kept = register(cobalt, line(agent=cobalt.id, period=days("2020-03-01", "2020-12-31")))
    >>> [(item.agent, item.day.isoformat()) for item in became_cmr(kept, on=dt.date(2025, 11, 30))]
    [('cas:7440-48-4', '2021-10-01')]
    """
    return reclassified_of(_facts(register, on, catalogue))


def limits_lowered(register: Register, *, on: dt.date, catalogue: Catalogue | None = None) -> Overview[LimitLowered]:
    """Return the limits that are lower than on the day of a recorded level, and whether the level is still below.

    Levels of exposures and results in air are compared as the limits are meant: same averaging time and fraction, the
    air inhaled. Where that is not told, the answer is that it cannot be said.
    """
    return lowered_of(_facts(register, on, catalogue))


def controls_overdue(
    register: Register, *, on: dt.date, catalogue: Catalogue | None = None
) -> Overview[ControlOverdue]:
    """Return where the last accredited control of the level of an agent is more than a year old.

    Where none is recorded, which is no proof that there was none, it is counted as what cannot be said.
    Source: R4412-76; asbestos apart (R4412-95).
    """
    return controls_of(_facts(register, on, catalogue))


def agencies_not_told(
    register: Register, *, on: dt.date, catalogue: Catalogue | None = None
) -> Overview[AgencyNotTold]:
    """Return the temporary workers of whom no temporary-work agency is named. Source: R4412-93-4."""
    return agencies_of(_facts(register, on, catalogue))


def prevention(register: Register, *, on: dt.date, catalogue: Catalogue | None = None) -> Overview[Prevention]:
    """Return which measures of prevention are recorded, by establishment and agent, in the STOP order.

    Substitution, technical, organisational, personal: what has only the last of these comes first. Exposures that go on
    on the day are looked at.
    """
    return prevention_of(_facts(register, on, catalogue))


def exposed(
    register: Register,
    *,
    agent: str,
    company: str,
    since: dt.date,
    until: dt.date,
    on: dt.date,
    catalogue: Catalogue | None = None,
) -> Overview[Exposed]:
    """Return who was or may have been exposed to one agent in any establishment of a firm, between two days.

    For the day on which a worker falls ill (R4412-52: those of comparable exposure at the same place are examined), or
    a difficulty touches several establishments. An exposure to a mixture of which the agent is a component counts, and
    so does one to a family it belongs to; persons assigned where a collective exposure is recorded are found without
    tracing first. Whether an exposure is comparable is the occupational physician's to say.

    Args:
        register: the register.
        agent: id of the agent.
        company: id of the company.
        since: first day.
        until: last day.
        on: the day it is seen from: what goes on has lasted until then.
        catalogue: another edition than the shipped one; it gives the names of the agents only.

    Raises:
        InvalidValueError: where the register has no such agent or company, or a day is none.
    """
    for name, day in (("since", since), ("until", until)):
        _checked(day, name)
    return exposed_of(_facts(register, on, catalogue), agent, company, since, until)


def _facts(register: Register, on: dt.date, catalogue: Catalogue | None) -> Facts:
    if not isinstance(register, Register):
        raise InvalidValueError("wrong-type", "/register", {"expected": "Register", "found": type_name(register)})
    if catalogue is not None and not isinstance(catalogue, Catalogue):
        raise InvalidValueError("wrong-type", "/catalogue", {"expected": "Catalogue", "found": type_name(catalogue)})
    _checked(on, "on")
    return Facts(register, on, catalogue)


def _checked(day: dt.date, name: str) -> None:
    try:
        check_day(day)
    except InvalidValueError as error:
        raise error.under(name) from None
