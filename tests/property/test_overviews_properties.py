"""What holds of every overview, whatever the register."""

import datetime as dt
import json

from attrs import evolve
from hypothesis import given, settings

from tracexpo import overviews
from tracexpo.register import COLLECTIONS, Register
from tracexpo.testing.breaking import broken_registers
from tracexpo.testing.marks import marked, marks_in
from tracexpo.testing.registers import registers

ON = dt.date(2025, 11, 30)
ANY = registers(most=3) | broken_registers().map(lambda broken: broken[1])


@settings(max_examples=12)
@given(ANY)
def test_no_register_makes_one_fail_and_the_order_of_records_changes_nothing(register: Register) -> None:
    turned = evolve(register, **{name: getattr(register, name)[::-1] for name in COLLECTIONS})
    found = overviews.every(register, on=ON)
    assert [overview.to_dict() for overview in found] == [o.to_dict() for o in overviews.every(turned, on=ON)]
    for overview in found:
        assert json.dumps(overview.to_dict())
        assert overview.text("fr")
        assert overview.html("fr")


@settings(max_examples=12)
@given(ANY)
def test_no_day_of_a_gap_is_recorded(register: Register) -> None:
    standing = register.current().exposures
    for gap in overviews.gaps(register, on=ON):
        for x in standing:
            if (x.establishment, x.agent) == (gap.establishment, gap.agent) and getattr(x, "worker", "") in gap.workers:
                assert x.period.start > gap.last or (x.period.end is not None and x.period.end < gap.first)


@settings(max_examples=12)
@given(registers(most=3).map(marked))
def test_nothing_personal_is_in_one(register: Register) -> None:
    for overview in overviews.every(register, on=ON):
        for text in (overview.text(), overview.html("fr"), repr(overview), json.dumps(overview.to_dict())):
            assert not marks_in(text)
