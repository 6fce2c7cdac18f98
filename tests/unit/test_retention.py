"""Until when a record must be kept: each clock, from its event, under its text."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tracexpo as tx
from tracexpo.attestations import Party
from tracexpo.companies import Establishment
from tracexpo.errors import InvalidValueError
from tracexpo.periods import Period
from tracexpo.provenance import Provenance, Withdrawal
from tracexpo.register import Register
from tracexpo.retention import ClockState, list_kept_until, retention_of, retentions
from tracexpo.rules import LIST_2024, check
from tracexpo.rules.examples import SITE, collective, days, line, register, sent
from tracexpo.testing.marks import marked, marks_in
from tracexpo.testing.registers import registers
from tracexpo.vocabularies import DocumentKind, PartyKind, Precision, TransmissionSubject

ON = dt.date(2025, 11, 30)
ONLY = LIST_2024.only("retention-too-short")
ENDED = line(period=days("2024-09-02", "2025-02-28"))


def clocks(r: Register, id: str = "x1", on: dt.date = ON) -> dict[str, str | None]:
    """Of each clock, the day before which the record may not go."""
    found = retention_of(id, r, on=on)
    return {c.rule.id: None if c.not_before is None else c.not_before.isoformat() for c in found.clocks}


def test_fifty_years_of_the_file_bind_longer_than_forty_of_the_list() -> None:
    found = retention_of("x1", register(ENDED), on=ON)
    assert clocks(register(ENDED)) == {
        "medical-file-cmr": "2075-02-28",
        "list-2024": "2065-02-28",
        "medical-file": None,
    }
    assert found.binding is not None
    assert (found.binding.rule.source, found.binding.event_on) == ("R4412-55", dt.date(2025, 2, 28))
    assert not found.binding.by_convention
    assert found.open  # the last visit is in the medical file alone


def test_what_is_a_convention_is_told() -> None:
    (clock,) = [c for c in retention_of("x1", register(ENDED), on=ON).clocks if c.rule.id == "list-2024"]
    assert clock.by_convention
    assert "convention of this library" in clock.text_in("en")
    assert "convention de cette bibliothèque" in clock.text_in("fr")
    assert "R4412-93-3" in clock.text_in("fr")


@pytest.mark.parametrize(
    ("transmission", "until"),
    [
        (sent(on=dt.date(2025, 9, 30)), "2065-09-30"),
        (sent(on=dt.date(2024, 9, 30)), "2065-02-28"),  # before the end
        (sent(on=dt.date(2025, 12, 1)), "2065-02-28"),  # after the question
        (sent(on=dt.date(2025, 9, 30), exposures=("x1",)), "2065-09-30"),
        (sent(on=dt.date(2025, 9, 30), exposures=("x2",)), "2065-02-28"),
        (sent(on=dt.date(2025, 9, 30), to=Party(kind=PartyKind.HEALTH_SERVICE)), "2065-09-30"),
        (sent(on=dt.date(2025, 9, 30), to=Party(kind=PartyKind.HEALTH_SERVICE, id="other")), "2065-02-28"),
        (sent(on=dt.date(2025, 9, 30), to=Party(kind=PartyKind.TEMP_AGENCY)), "2065-02-28"),
        (sent(on=dt.date(2025, 9, 30), subject=TransmissionSubject.END_OF_EXPOSURE), "2065-02-28"),
    ],
)
def test_a_later_communication(transmission: Any, until: str) -> None:
    r = register(ENDED, line("x2", worker="M-002"), transmission)
    assert clocks(r)["list-2024"] == until


def test_a_communication_that_was_withdrawn_does_not_count() -> None:
    r = register(ENDED, sent(on=dt.date(2025, 9, 30)), Withdrawal(id="w1", of="t1"))
    assert clocks(r)["list-2024"] == "2065-02-28"


@pytest.mark.parametrize(
    ("period", "until", "state"),
    [
        (days("2024-09-02"), "2075-11-30", ClockState.NOT_BEGUN),
        (days("2024-09-02", "2026-08-31"), "2076-08-31", ClockState.NOT_BEGUN),  # a planned end
        (days("2026-01-05"), "2076-01-05", ClockState.NOT_BEGUN),  # planned whole
        (days("2024-09-02", ended=True), "2075-11-30", ClockState.RUNNING),
        (days("2024-02-01", "2024-02-29", precision=Precision.MONTH), "2074-02-28", ClockState.RUNNING),
        (days("2020-02-29", "2020-02-29", precision=Precision.ESTIMATED), "2070-02-28", ClockState.RUNNING),
    ],
)
def test_ends_as_far_as_they_are_known(period: Period, until: str, state: ClockState) -> None:
    found = retention_of("x1", register(line(period=period)), on=ON)
    assert found.binding is not None
    assert (str(found.not_before), found.binding.state) == (until, state)
    told = found.binding.event_on is not None and period.precision is Precision.DAY and not period.ended
    assert (found.binding.note is None) is (told or state is ClockState.NOT_BEGUN)


def test_the_file_waits_for_the_last_exposure_of_the_person() -> None:
    before = line("x2", period=days("1998-01-05", "2003-12-19"))
    assert clocks(register(before), "x2")["medical-file-cmr"] == "2053-12-19"
    r = register(before, ENDED)
    assert clocks(r, "x2") == {"medical-file-cmr": "2075-02-28", "medical-file": None}
    assert clocks(r, "x2", dt.date(2020, 1, 1)) == {"medical-file-cmr": "2053-12-19"}  # what was to come is not asked
    assert clocks(register(before, line()), "x2")["medical-file-cmr"] == "2075-11-30"


def test_a_line_of_before_the_list_is_on_it_only_where_one_says_so() -> None:
    before = line("x2", period=days("1998-01-05", "2003-12-19"))
    assert "list-2024" not in clocks(register(before, sent()), "x2")
    assert clocks(register(before, sent(exposures=("x2",))), "x2")["list-2024"] == "2064-09-30"


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("1990-01-01", {}),
        ("1995-01-01", {"medical-file-1993": "2033-12-16"}),
        ("2005-01-01", {"medical-file-2001": "2043-12-16"}),
        ("2010-01-01", {"medical-file-cmr": "2043-12-16"}),
        ("2022-11-17", {"medical-file-cmr": "2043-12-16", "medical-file": None}),
    ],
)
def test_the_texts_are_those_of_the_day_asked(on: str, expected: dict[str, str | None]) -> None:
    r = register(line(period=days("1988-01-04", "1993-12-16")))
    assert clocks(r, on=dt.date.fromisoformat(on)) == expected
    if on == "1990-01-01":
        found = retention_of("x1", r, on=dt.date(1990, 1, 1))
        assert (found.clocks, found.not_before, found.binding) == ((), None, None)
        assert "aucun texte lu" in found.text_in("fr")


def test_a_record_of_the_risk_assessment() -> None:
    c = collective(provenance=Provenance(document=DocumentKind.RISK_ASSESSMENT))
    found = retention_of(c, register(c), on=ON)
    assert [(k.rule.id, k.state, k.not_before) for k in found.clocks] == [
        ("risk-assessment", ClockState.NOT_KNOWN, None)
    ]
    assert found.not_before is None
    assert retention_of(collective(), register(collective()), on=ON).clocks == ()


def test_a_worker_is_kept_as_long_as_any_exposure() -> None:
    r = register(ENDED, line("x2", period=days("2024-09-02", "2025-06-30")), sent(on=dt.date(2025, 9, 30)))
    assert clocks(r, "M-001") == {"medical-file-cmr": "2075-06-30", "list-2024": "2065-09-30", "medical-file": None}
    assert clocks(r, "M-002") == {}
    r = register(ENDED, line("x2", period=days("2024-09-02", "2025-06-30")))
    assert clocks(r, "M-001")["list-2024"] == "2065-06-30"


def test_what_is_asked_has_to_be_there() -> None:
    with pytest.raises(InvalidValueError) as caught:
        retention_of("nobody", register(), on=ON)
    assert (caught.value.code, caught.value.field) == ("id-unknown", "/record")
    with pytest.raises(InvalidValueError) as caught:
        retention_of("x1", register(ENDED), on="2025-11-30")  # type: ignore[arg-type]
    assert caught.value.field == "/on"
    with pytest.raises(InvalidValueError):
        retention_of("x1", (ENDED,), on=ON)  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError) as caught:
        retention_of(7, register(ENDED), on=ON)  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.field) == ("wrong-type", "/record")


def test_it_shows_itself() -> None:
    found = tx.retention_of("x1", register(ENDED), on=ON)
    assert str(found).startswith("x1: keep until 2075-02-28 at least\n")
    assert found.text_in("fr").startswith("x1 : à conserver au moins jusqu'au 2075-02-28\n")
    assert max(map(len, found.text_in("fr").splitlines())) <= 100
    assert repr(found) == "<Retention of x1 on 2025-11-30: not before 2075-02-28>"
    assert "R4412-55" in found._repr_html_() == found.to_html()
    assert '<table lang="fr">' in found.to_html("fr")
    assert "dont le texte lu" in found.to_html("fr")
    rows = found.to_rows("fr")
    assert [row["by_convention"] for row in rows] == [False, True, False]
    assert rows[0]["event_on"] == dt.date(2025, 2, 28)


def test_every_line_at_once() -> None:
    gone = Withdrawal(id="w1", of="x2")
    r = register(ENDED, line("x2", worker="M-002"), line("x3", worker="M-003"), collective(), gone)
    assert [(found.record, str(found.not_before)) for found in retentions(r, on=ON)] == [
        ("x1", "2075-02-28"),
        ("x3", "2075-11-30"),
    ]


def test_services_that_are_not_told_may_be_any() -> None:
    r = register(Establishment(id=SITE), ENDED, sent(on=dt.date(2025, 9, 30)))
    assert clocks(r)["list-2024"] == "2065-09-30"


# -- properties


DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2040, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start, last = sorted((draw(DAYS), draw(DAYS)))
    end = draw(st.sampled_from([None, last]))
    precision = draw(st.sampled_from([Precision.DAY, Precision.ESTIMATED]))
    return Period(start, end, precision, begun_before=draw(st.booleans()), ended=end is None and draw(st.booleans()))


@given(periods(), DAYS, st.none() | DAYS, st.none() | DAYS)
def test_the_rule_never_contradicts_the_answer(
    period: Period, on: dt.date, as_of: dt.date | None, communicated: dt.date | None
) -> None:
    """What goes on the day answered for the list is never told to go too early."""
    transmissions = [] if communicated is None else [sent(on=communicated)]
    r = register(line(period=period), *transmissions, as_of=as_of)
    until = clocks(r, on=on).get("list-2024")
    if until is not None:
        planned = register(line(period=period, destroy_on=dt.date.fromisoformat(until)), *transmissions, as_of=as_of)
        assert "retention-too-short" not in {p.code for p in check(planned, ONLY, on=on)}


@settings(max_examples=10)
@given(registers(most=2))
def test_nothing_personal_is_shown(r: Register) -> None:
    for found in retentions(marked(r), on=ON):
        assert marks_in(found.text_in("fr") + repr(found) + str(found.to_rows()) + found._repr_html_()) == ()


@given(st.dates(dt.date(2000, 1, 1), dt.date(2150, 1, 1)), st.dates(dt.date(2000, 1, 1), dt.date(2150, 1, 1)))
def test_forty_years_of_the_later_and_never_of_before_the_list(ended: dt.date, communicated: dt.date) -> None:
    until = list_kept_until(ended, communicated)
    assert until >= max(list_kept_until(ended), dt.date(2064, 4, 5))
    assert until == list_kept_until(communicated, ended)
