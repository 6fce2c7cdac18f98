"""Section F of the faults, asbestos, each in a register of its own; and what must stay silent."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from tracexpo.agents import Substance
from tracexpo.exposures import AsbestosWork, Conditions, IndividualExposure, Level, NotKnown, PreventionMeasure
from tracexpo.measurements import Measurement
from tracexpo.periods import Period
from tracexpo.problems import Severity
from tracexpo.provenance import Measured, Provenance
from tracexpo.register import Register
from tracexpo.rules import check
from tracexpo.rules.examples import collective, days, line, measured, register
from tracexpo.units import Measure, Unit
from tracexpo.vocabularies import (
    AsbestosOperation,
    Censoring,
    DocumentKind,
    MeasureLevel,
    MeasurementPurpose,
    RespiratorPosition,
    Statistic,
    UnknownFact,
    UnknownReason,
)

ON = dt.date(2025, 11, 30)
OUTSIDE, INSIDE = RespiratorPosition.OUTSIDE, RespiratorPosition.INSIDE
ASBESTOS = Substance(id="cas:12001-29-5", name="Chrysotile", cas_number="12001-29-5")


def told(r: Register, profile: str = "auto", least: Severity = Severity.WARNING) -> dict[str, str]:
    report = check(r, profile, on=ON)
    report.raise_crashed()
    return {p.code: p.pointer for p in report if p.severity >= least}


def fibres(value: str, on: str = "2025-02-03", unit: Unit = Unit.F_L, **more: Any) -> Level:
    fields: dict[str, Any] = {"on": dt.date.fromisoformat(on), "respirator": OUTSIDE, **more}
    return Level(value=Measure(Decimal(value), unit), **fields)


def work(degree: Level | None, dust_level: int | None, period: Period | None = None, **more: Any) -> IndividualExposure:
    removal = AsbestosWork(
        operation=AsbestosOperation.REMOVAL, material="Tiles", process="Scraping", dust_level=dust_level
    )
    conditions = Conditions(degree=degree, asbestos=removal)
    return line(agent=ASBESTOS.id, period=period or days("2024-09-02"), conditions=conditions, **more)


def of(*args: Any, **more: Any) -> Register:
    return register(ASBESTOS, work(*args, **more))


# -- dust levels


WRONG = {"asbestos-level": "/exposures/0/conditions/asbestos/dust_level"}


@pytest.mark.parametrize(
    ("value", "entered", "expected"),
    [
        ("150", 1, WRONG),
        ("99.9", 1, {}),
        ("100", 1, WRONG),
        ("100", 2, {}),
        ("99", 2, WRONG),
        ("3000", 2, {}),
        ("5999", 3, WRONG),
        ("6000", 3, {}),
        ("25000", 3, WRONG),
        ("3000", None, {}),
    ],
)
def test_the_level_entered_is_that_of_the_fibres(value: str, entered: int | None, expected: dict[str, str]) -> None:
    assert told(of(fibres(value), entered)) == expected


def test_fibres_in_other_units_and_collective_records() -> None:
    assert told(of(fibres("0.15", unit=Unit.F_CM3), 1)) == WRONG
    x = work(fibres("150"), 1)
    assert told(register(ASBESTOS, collective(agent=ASBESTOS.id, conditions=x.conditions))) == WRONG
    assert told(register(ASBESTOS, evolve(x, derived_from=("c1",))), "asbestos") == {}


def test_beyond_the_third_level() -> None:
    (problem,) = check(of(fibres("30000"), 3), "asbestos", on=ON).problems
    assert "no level, at 25 000 f/L or more" in problem.message


def test_inside_the_respirator_only_too_low_a_level_is_seen() -> None:
    exceeded = {"limit-exceeded": "/exposures/0/conditions/degree/value"}
    assert told(of(fibres("150", respirator=INSIDE), 1)) == WRONG | exceeded
    assert told(of(fibres("5", respirator=INSIDE), 3)) == {}
    assert told(of(fibres("5", respirator=None), 3)) == {}


def test_results_that_are_not_numbers() -> None:
    assert told(of(fibres("150", censored=Censoring.BELOW), 1)) == {}
    assert told(of(fibres("150", censored=Censoring.BELOW), 3)) == WRONG
    assert told(of(fibres("150", censored=Censoring.ABOVE), 3)) == {}
    assert told(of(fibres("150", censored=Censoring.ABOVE), 1)) == WRONG
    assert told(of(fibres("-5"), 2)).keys() == {"value-negative"}


def test_the_measurements_it_rests_on_count() -> None:
    m = Measurement(
        id="m1",
        agent=ASBESTOS.id,
        establishment="40483304800022",
        sampled_on=dt.date(2025, 2, 3),
        value=Measure(Decimal(150), Unit.F_L),
        matrix=measured().matrix,
        respirator=OUTSIDE,
    )
    behind = Provenance(evidence=Measured(measurements=("m1", "m-404")))
    assert WRONG.items() <= told(register(ASBESTOS, m, work(None, 1, provenance=behind))).items()
    assert told(register(ASBESTOS, m, work(None, 1)), "asbestos") == {}


def test_levels_before_they_existed() -> None:
    assert told(of(fibres("150", "2011-03-08"), 1, days("2011-01-03", "2011-12-16"))) == {}
    # the result is of before, the work goes on
    assert told(of(fibres("150", "2011-03-08"), 1, days("2011-01-03"))) == {}


# -- the sheet


SHEET = Provenance(document=DocumentKind.ASBESTOS_SHEET)
MASK = PreventionMeasure(level=MeasureLevel.PERSONAL, name="TM3P")


def sheet(period: Period | None = None, **changes: Any) -> Register:
    x = work(fibres("40"), 1, period, provenance=SHEET)
    fields: dict[str, Any] = {
        "work_performed": "Removal of tiles",
        "work_process": "Wet scraping",
        "measures": (MASK,),
        **changes,
    }
    return register(ASBESTOS, evolve(x, conditions=evolve(x.conditions, **fields)))


def test_a_complete_sheet() -> None:
    assert told(sheet(), "asbestos", Severity.INFO) == {}
    assert told(sheet()) == {}


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"work_process": None, "asbestos": None}, "the materials and equipment (1°), the processes used (3°)"),
        ({"measures": ()}, "the collective and individual protective equipment (4°)"),
        (
            {"measures": (evolve(MASK, level=MeasureLevel.ORGANISATIONAL),)},
            "the collective and individual protective equipment (4°)",
        ),
        (
            {"work_performed": None, "asbestos": None},
            "the nature of the work (1°), the materials and equipment (1°)",
        ),
    ],
)
def test_an_incomplete_sheet(changes: dict[str, Any], missing: str) -> None:
    assert told(sheet(**changes)) == {"asbestos-sheet-incomplete": "/exposures/0/conditions"}
    (problem,) = [p for p in check(sheet(**changes), "asbestos", on=ON) if p.severity is Severity.ERROR]
    assert f"not tell: {missing};" in problem.message


def test_neither_processes_nor_protective_equipment() -> None:
    r = sheet(work_process=None, asbestos=None, measures=(), product_characteristics="Vinyl tiles")
    assert told(r) == {"asbestos-sheet-incomplete": "/exposures/0/conditions"}
    (problem,) = check(r, "asbestos", on=ON).problems
    assert (problem.source, problem.severity) == ("R4412-120", Severity.ERROR)


def test_records_of_other_documents_and_of_other_days() -> None:
    assert told(of(fibres("40"), 1)) == {}
    before = sheet(days("2010-01-04", "2012-06-29"), work_process=None, asbestos=None, measures=())
    assert told(before, "asbestos") == {}


def test_a_sheet_without_a_result_is_information() -> None:
    def informed(r: Register) -> dict[str, str]:
        return told(r, "asbestos", Severity.INFO)

    assert informed(sheet(degree=None)) == {"asbestos-results-missing": "/exposures/0/conditions/degree"}
    unknown = NotKnown(what=UnknownFact.DEGREE, reason=UnknownReason.NOT_ASSESSED)
    assert informed(sheet(degree=None, not_known=(unknown,))) == {}


# -- the air inhaled


def inhaled(value: str, on: str, **more: Any) -> Register:
    fields: dict[str, Any] = {"statistic": Statistic.TWA_8H, "respirator": INSIDE, **more}
    m = measured(
        agent=ASBESTOS.id, value=Measure(Decimal(value), Unit.F_L), sampled_on=dt.date.fromisoformat(on), **fields
    )
    return register(ASBESTOS, m)


EXCEEDED = {"limit-exceeded": "/measurements/0/value"}


@pytest.mark.parametrize("profile", ["auto", "limits", "asbestos"])
def test_fifteen_fibres_in_the_air_inhaled(profile: str) -> None:
    assert told(inhaled("15", "2016-03-08"), profile) == EXCEEDED
    assert told(inhaled("10", "2016-03-08"), profile) == {}
    assert told(inhaled("15", "2015-06-30"), profile) == {}
    assert told(inhaled("110", "2015-06-30"), profile) == EXCEEDED


def test_inside_the_respirator_the_time_is_that_of_the_limit() -> None:
    assert told(inhaled("15", "2016-03-08", statistic=None)) == EXCEEDED
    assert told(inhaled("15", "2016-03-08", statistic=None, respirator=RespiratorPosition.NONE)) == {}
    assert told(inhaled("150", "2011-03-08", statistic=None)) == {}


def test_the_hour_before_july_2012() -> None:
    assert told(inhaled("150", "2011-03-08")) == {}
    assert told(inhaled("150", "2011-03-08", statistic=Statistic.TWA_1H)) == EXCEEDED
    (problem,) = check(inhaled("150", "2011-03-08", statistic=Statistic.TWA_1H), "asbestos", on=ON).problems
    assert problem.source is not None
    assert problem.source.startswith("R4412-104")


def test_what_two_profiles_share_is_told_and_counted_once() -> None:
    report = check(inhaled("15", "2016-03-08", respirator=None), "auto", on=ON)
    assert [u.count for u in report.undecided if u.code == "limit-exceeded"] == [1]


# -- what must stay silent


CONTROL: dict[str, Any] = {"purpose": MeasurementPurpose.REGULATORY_CONTROL, "accredited": True}
SILENT = {
    "s7: 3 000 f/L outside the mask, level 2": of(fibres("3000", statistic=Statistic.TWA_8H), 2),
    "s7: the same as a measurement": inhaled("3000", "2025-02-03", respirator=OUTSIDE),
    "s8: no yearly control": inhaled("4", "2019-03-08", **CONTROL),
    "s9: on the list and on a sheet": register(
        *sheet().agents, *sheet().exposures, work(None, None, days("2025-01-06"), id="x2")
    ),
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name: str) -> None:
    assert told(SILENT[name]) == {}
