"""Overviews: what a register gives back, and that nothing personal or unjust is in it."""

import datetime as dt
import json
import pickle
import random
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

import tracexpo as tx
from tracexpo import overviews
from tracexpo.rules.examples import (
    AGENCY,
    AGENT,
    SITE,
    assigned,
    collective,
    days,
    level,
    line,
    measured,
    register,
)
from tracexpo.vocabularies import (
    Censoring,
    ContractType,
    MeasureLevel,
    MeasurementPurpose,
    Precision,
    RespiratorPosition,
    SamplingPosition,
    Statistic,
)

ON = dt.date(2025, 11, 30)
BENZENE = tx.Substance(id="cas:71-43-2", name="Benzène", cas_number="71-43-2")
COBALT = tx.Substance(id="cas:7440-48-4", name="Cobalt", cas_number="7440-48-4")
ASBESTOS = tx.Substance(id="chrysotile", name="Chrysotile", cas_number="12001-29-5")
THINNER = tx.Mixture(id="thinner", product_name="Thinner", components=(tx.Component(agent=BENZENE.id),))
NONE = RespiratorPosition.NONE


def with_measures(x: Any, *levels: MeasureLevel) -> Any:
    measures = tuple(tx.PreventionMeasure(level=place, name="QXZ") for place in levels)
    return evolve(x, conditions=evolve(x.conditions, measures=measures))


# -- gaps


def gaps(*records: Any, **more: Any) -> list[tuple[str, str, tuple[str, ...]]]:
    found = overviews.gaps(register(*records), on=ON, **more)
    return [(gap.first.isoformat(), gap.last.isoformat(), gap.workers) for gap in found]


def test_a_gap_lies_between_two_records() -> None:
    before, after = days("2010-01-01", "2014-12-31"), days("2024-07-05")
    assert gaps(line("x1", period=before)) == []
    assert gaps(line("x1", period=before), line("x2", period=after)) == [("2015-01-01", "2024-07-04", ("M-001",))]
    assert gaps(line("x1", period=before), line("x2", period=days("2015-01-01", "2024-07-04"))) == []
    # of another worker, agent or place nothing is said
    assert gaps(line("x1", period=before), line("x2", period=after, worker="M-002")) == []
    assert gaps(line("x1", period=before), line("x2", period=after, establishment=AGENCY)) == []
    assert gaps(BENZENE, line("x1", period=before), line("x2", period=after, agent=BENZENE.id)) == []


def test_workers_with_the_same_gap_are_told_together_and_short_gaps_on_request() -> None:
    records = [
        line(f"{worker}{n}", worker=worker, period=period)
        for worker in ("M-002", "M-001")
        for n, period in enumerate((days("2010-01-01", "2010-12-31"), days("2012-01-01", "2012-06-29")))
    ]
    weekend = line("x", worker="M-001", period=days("2012-07-02"))
    assert gaps(*records) == [("2011-01-01", "2011-12-31", ("M-001", "M-002"))]
    assert len(gaps(*records, weekend)) == 2
    assert gaps(*records, weekend, at_least=31) == gaps(*records)


def test_what_goes_on_and_what_lies_inside_another_leaves_no_gap() -> None:
    assert gaps(line("x1", period=days("2010-01-01")), line("x2", period=days("2020-01-01"))) == []
    inside = (days("2010-01-01", "2020-12-31"), days("2011-01-01", "2011-12-31"), days("2021-01-01"))
    assert gaps(*(line(f"x{i}", period=period) for i, period in enumerate(inside))) == []


@pytest.mark.parametrize(
    "before",
    [
        days("2010-01-01", "2014-12-31", precision=Precision.ESTIMATED),
        days("2010-01-01", ended=True),
    ],
)
def test_days_not_known_precisely_cannot_be_said(before: tx.Period) -> None:
    found = overviews.gaps(register(line("x1", period=before), line("x2", period=days("2020-01-01"))), on=ON)
    assert found.items == ()
    assert [u.count for u in found.undecided] == [1]
    begun = register(
        line("x1", period=days("2010-01-01", "2014-12-31")), line("x2", period=days("2024-07-05", begun_before=True))
    )
    assert overviews.gaps(begun, on=ON).undecided[0].count == 1


def test_a_gap_known_to_the_year_is_told_by_the_years_between() -> None:
    records = (
        line("x1", period=days("2010-01-01", "2010-12-31", precision=Precision.YEAR)),
        line("x2", period=days("2013-01-01", "2013-12-31", precision=Precision.YEAR)),
    )
    assert gaps(*records) == [("2011-01-01", "2012-12-31", ("M-001",))]


def test_the_years_without_a_document_are_no_fault() -> None:
    def remark(end: str, start: str) -> str | None:
        kept = register(line("x1", period=days("2009-01-01", end)), line("x2", period=days(start)))
        (gap,) = overviews.gaps(kept, on=ON)
        return None if gap.remark is None else gap.remark.en

    assert remark("2009-12-31", "2012-01-01") is None
    assert remark("2014-12-31", "2024-04-05") == (
        "no text known to this library asked for a record of chemicals on these days, asbestos apart"
    )
    partly = remark("2013-12-31", "2024-07-05")
    assert partly is not None
    assert partly.startswith("from 2015-01-01 to 2024-04-04 no text")


def test_a_collective_record_of_the_gap_is_named() -> None:
    kept = register(
        line("x1", period=days("2010-01-01", "2014-12-31")),
        line("x2", period=days("2024-07-05")),
        collective("c1", period=days("2016-01-01", "2017-12-31")),
        collective("c2", period=days("2009-01-01", "2014-12-31")),
    )
    (gap,) = overviews.gaps(kept, on=ON)
    assert gap.collective
    assert "collective record" in gap.text_in("en")
    assert "fiche collective" in gap.text_in("fr")
    (other,) = overviews.gaps(evolve(kept, exposures=tuple(x for x in kept.exposures if x.id != "c1")), on=ON)
    assert not other.collective


def test_corrected_records_leave_no_gap() -> None:
    wrong = line("x1", period=days("2010-01-01", "2010-12-31"))
    right = line("x2", period=days("2010-01-01", "2019-12-31"), provenance=tx.Provenance(supersedes="x1"))
    assert gaps(wrong, right, line("x3", period=days("2020-01-01"))) == []


# -- agents that became CMR


def test_agents_that_became_cmr() -> None:
    kept = register(
        COBALT,
        line("x1", agent=COBALT.id, period=days("2019-02-01", "2022-12-31")),
        line("x2", agent=COBALT.id, worker="M-002", period=days("1998-01-01", "2005-12-31")),
        line("x3", agent=COBALT.id, worker="M-003", period=days("2021-10-01")),
        collective("c1", agent=COBALT.id, period=days("2020-01-01")),
        line("x4"),
    )
    (item,) = overviews.became_cmr(kept, on=ON)
    assert (item.agent, item.day, item.acts) == (COBALT.id, dt.date(2021, 10, 1), ("32020R0217",))
    assert (item.workers, item.exposures) == (("M-001", "M-002"), ("c1", "x1", "x2"))
    assert item.first == dt.date(1998, 1, 1)
    assert item.agent_name == tx.problems.Wording("cobalt", "Cobalt")
    assert overviews.became_cmr(kept, on=dt.date(2021, 9, 30)).items == ()


def test_a_mixture_becomes_one_by_its_component_and_a_process_by_the_list() -> None:
    paint = tx.Mixture(id="paint", product_name="Blue", components=(tx.Component(agent=COBALT.id),))
    diesel = tx.Process(id="diesel", name="Diesel", listed_as="process:diesel-exhaust")
    kept = register(
        COBALT,
        paint,
        diesel,
        line("x1", agent="paint", period=days("2019-02-01")),
        line("x2", agent="diesel", period=days("2018-02-01")),
    )
    process, mixture = overviews.became_cmr(kept, on=ON)
    assert (process.agent, process.day) == ("diesel", dt.date(2021, 7, 1))
    assert process.acts
    assert (mixture.agent, mixture.components, mixture.acts) == ("paint", (COBALT.id,), ("32020R0217",))


def test_what_began_around_that_day_cannot_be_said() -> None:
    around = days("2021-01-01", "2021-12-31", precision=Precision.YEAR)
    found = overviews.became_cmr(register(COBALT, line(agent=COBALT.id, period=around)), on=ON)
    assert found.items == ()
    assert found.undecided[0].count == 1


# -- limits


def lowered(degree: tx.Level | None = None, **changes: Any) -> tuple[overviews.LimitLowered, ...]:
    fields = {"agent": BENZENE.id, "period": days("2012-01-01", "2016-12-31"), **changes}
    told = register(BENZENE, line(degree=degree or level("1.2", on=dt.date(2013, 5, 14)), **fields))
    return overviews.limits_lowered(told, on=ON).items


@pytest.mark.parametrize(
    ("value", "more", "answer"),
    [
        ("1.2", {}, "below"),
        ("1.65", {"respirator": NONE}, "below"),
        ("1.66", {"respirator": NONE}, "above"),
        ("1.66", {"respirator": RespiratorPosition.INSIDE}, "above"),
        ("1.66", {"respirator": RespiratorPosition.OUTSIDE}, "unsaid"),
        ("1.2", {"statistic": None}, "unsaid"),
        ("1.2", {"statistic": Statistic.P95}, "unsaid"),
        ("0.5", {"censored": Censoring.BELOW}, "below"),
        ("1.9", {"censored": Censoring.BELOW}, "unsaid"),
        ("1.65", {"censored": Censoring.ABOVE, "respirator": NONE}, "above"),
        ("0.5", {"censored": Censoring.ABOVE, "respirator": NONE}, "unsaid"),
    ],
)
def test_levels_are_compared_with_the_limit_of_today_where_it_can_be_said(
    value: str, more: dict[str, Any], answer: str
) -> None:
    (item,) = lowered(level(value, on=dt.date(2013, 5, 14), **more))
    assert (item.was, item.now, item.since) == (Decimal("3.25"), Decimal("1.65"), dt.date(2024, 4, 5))
    assert {name: getattr(item, name) for name in ("below", "above", "unsaid")} == {
        "below": (),
        "above": (),
        "unsaid": (),
        answer: ("x1",),
    }
    assert bool(item.why) is (answer == "unsaid")
    assert ("now above 1 (x1)" in item.text_in("en")) is (answer == "above")


def test_a_level_in_ppm_is_compared_in_the_unit_of_the_limit() -> None:
    (item,) = lowered(level("0.6", tx.Unit.PPM, on=dt.date(2013, 5, 14), respirator=NONE))
    assert item.above == ("x1",)
    (item,) = lowered(level("0.6", tx.Unit.F_L, on=dt.date(2013, 5, 14), respirator=NONE))
    assert item.unsaid == ("x1",)


def test_a_limit_that_did_not_fall_is_not_told() -> None:
    assert lowered(level("1.2", on=dt.date(2024, 4, 5))) == ()
    assert lowered(level("1.2", on=dt.date(2026, 4, 5))) == ()
    # without a day of its own a level may be as old as the exposure
    (item,) = lowered(level("1.2"))
    assert item.was == Decimal("3.25")


def test_a_sector_may_have_had_a_limit_later_than_others() -> None:
    formaldehyde = tx.Substance(id="cas:50-00-0", name="Formaldéhyde", cas_number="50-00-0")
    care = tx.ActivityCode(code="86.10Z", revision=tx.NafRevision.NAF_REV2)
    works = tx.ActivityCode(code="25.61Z", revision=tx.NafRevision.NAF_REV2)
    taken = level("0.5", on=dt.date(2022, 3, 1), respirator=NONE)
    records = (formaldehyde, line(agent=formaldehyde.id, degree=taken))

    def found(*naf: tx.ActivityCode) -> overviews.Overview[overviews.LimitLowered]:
        return overviews.limits_lowered(register(tx.Establishment(id=SITE, naf=naf), *records), on=ON)

    (item,) = found(care)
    assert (item.was, item.now, item.since) == (Decimal("0.62"), Decimal("0.37"), dt.date(2024, 7, 12))
    assert item.above == ("x1",)
    assert found(works).items == ()
    # which of the two it is cannot be said of an establishment whose activity is not told
    assert found().items == ()
    assert found().undecided[0].count == 1


def test_measurements_count_and_those_at_a_fixed_place_are_not_compared() -> None:
    taken = {"agent": BENZENE.id, "sampled_on": dt.date(2020, 3, 2), "statistic": Statistic.TWA_8H}
    value = tx.Measure(Decimal("0.3"), tx.Unit.PPM)
    kept = register(
        BENZENE,
        measured("m1", value=value, **taken),
        measured("m2", value=value, position=SamplingPosition.STATIC, **taken),
        measured("m3", value=tx.Measure(Decimal(9), tx.Unit.UG_L), **{**taken, "matrix": tx.SampleMatrix.URINE}),
    )
    (item,) = overviews.limits_lowered(kept, on=ON)
    assert (item.below, item.unsaid) == (("m1",), ("m2",))


def test_agents_without_a_limit_and_limits_that_are_not_known_are_counted() -> None:
    kept = register(
        BENZENE,
        THINNER,
        tx.Substance(id="ni", name="Sulfate de nickel", cas_number="7786-81-4"),
        line("x1", agent="thinner", period=days("2012-01-01")),
        line("x2", agent="ni", period=days("2020-01-01")),
        line("x3", agent=BENZENE.id, period=days("1990-01-01")),
    )
    found = overviews.limits_lowered(kept, on=ON)
    assert sum(u.count for u in found.undecided) == 3
    assert all(u.code == "limits-lowered" for u in found.undecided)


# -- controls


def control(day: str, **more: Any) -> tx.Measurement:
    fields = {"agent": BENZENE.id, "accredited": True, "purpose": MeasurementPurpose.REGULATORY_CONTROL, **more}
    return measured(f"m{day}", sampled_on=dt.date.fromisoformat(day), **fields)


def controls(*records: Any) -> list[tuple[str, str, int]]:
    found = overviews.controls_overdue(register(BENZENE, *records), on=ON)
    return [(i.agent, i.last.isoformat(), i.others) for i in found]


def test_controls_more_than_a_year_old() -> None:
    going_on = line(agent=BENZENE.id)
    assert controls(going_on, control("2024-01-18")) == [(BENZENE.id, "2024-01-18", 0)]
    assert controls(going_on, control("2024-01-18"), control("2025-01-18")) == []
    assert controls(going_on, control("2024-11-30")) == []
    assert controls(going_on) == controls(going_on, control("2024-01-18", purpose=MeasurementPurpose.RESEARCH)) == []
    assert controls(line(agent=BENZENE.id, period=days("2012-01-01", "2020-12-31")), control("2019-01-18")) == []
    not_accredited = control("2025-06-18", accredited=None)
    assert controls(going_on, control("2024-01-18"), not_accredited) == [(BENZENE.id, "2024-01-18", 1)]


def test_asbestos_has_controls_of_its_own_and_an_unknown_agent_cannot_be_said() -> None:
    unknown = tx.UnidentifiedAgent(id="u", text="X")
    kept = register(ASBESTOS, unknown, BENZENE, THINNER, line("x1", agent="chrysotile"), line("x2", agent="u"))
    found = overviews.controls_overdue(kept.add(line("x3", agent="thinner")), on=ON)
    assert found.items == ()
    assert [u.count for u in found.undecided] == [1, 1]
    nothing = overviews.controls_overdue(register(line()), on=ON)
    assert [u.why.en for u in nothing.undecided] == ["no accredited control of the agent there is recorded"]


def test_an_agent_that_may_be_several_things_has_two_names_at_the_most() -> None:
    lead = tx.Substance(id="pb", name="Plomb", cas_number="7439-92-1")
    (item,) = overviews.prevention(register(lead, line(agent="pb")), on=ON)
    assert item.agent_name is not None
    assert " / " in item.agent_name.en
    (item,) = overviews.prevention(register(tx.UnidentifiedAgent(id="u", text="X"), line(agent="u")), on=ON)
    assert item.agent_name is None


# -- prevention


def test_measures_are_ranked_by_the_stop_order() -> None:
    kept = register(
        BENZENE,
        COBALT,
        with_measures(line("x1"), MeasureLevel.TECHNICAL, MeasureLevel.PERSONAL),
        line("x2", worker="M-002"),
        with_measures(line("x3", agent=BENZENE.id), MeasureLevel.PERSONAL),
        line("x4", agent=COBALT.id),
        with_measures(line("x5", agent=BENZENE.id, period=days("2010-01-01", "2012-12-31")), MeasureLevel.SUBSTITUTION),
    )
    found = overviews.prevention(kept, on=ON)
    assert [(i.agent, i.highest, i.exposures, i.unrecorded) for i in found] == [
        (COBALT.id, None, 1, 1),
        (BENZENE.id, MeasureLevel.PERSONAL, 1, 0),
        (AGENT, MeasureLevel.TECHNICAL, 2, 1),
    ]
    assert (found.items[2].technical, found.items[2].personal) == (1, 1)


def test_a_measure_that_is_over_counts_no_more() -> None:
    over = tx.PreventionMeasure(level=MeasureLevel.TECHNICAL, name="Hood", period=days("2024-09-02", "2025-01-31"))
    x = line()
    (item,) = overviews.prevention(register(evolve(x, conditions=evolve(x.conditions, measures=(over,)))), on=ON)
    assert item.highest is None


# -- agencies


def test_temporary_workers_whose_agency_is_not_told() -> None:
    temporary = {"contract": ContractType.TEMPORARY_AGENCY}
    kept = register(
        line("x1", **temporary),
        line("x2", **temporary, period=days("2011-01-01", "2011-06-30")),
        line("x3", worker="M-002", **temporary, employer=AGENCY),
        line("x4", worker="M-003"),
    )
    (item,) = overviews.agencies_not_told(kept, on=ON)
    assert (item.establishment, item.worker, item.exposures) == (SITE, "M-001", ("x1", "x2"))
    assert item.first == dt.date(2011, 1, 1)


# -- one agent over a firm

OTHER = tx.Establishment(id="other", company="bain-clair")
FOREIGN = tx.Establishment(id="foreign")


def exposed(*records: Any, since: str = "2016-01-01", until: str = "2020-12-31", agent: str = BENZENE.id) -> Any:
    kept = register(BENZENE, THINNER, OTHER, FOREIGN, *records)
    return overviews.exposed(
        kept,
        agent=agent,
        company="bain-clair",
        since=dt.date.fromisoformat(since),
        until=dt.date.fromisoformat(until),
        on=ON,
    )


def test_one_agent_over_all_establishments_of_a_firm() -> None:
    found = exposed(
        line("x1", agent=BENZENE.id, period=days("2012-01-01", "2016-06-30")),
        line("x2", agent=BENZENE.id, establishment="other", worker="M-002", period=days("2019-01-01")),
        line("x3", agent=BENZENE.id, establishment="foreign", worker="M-003", period=days("2019-01-01")),
        line("x4", agent=BENZENE.id, period=days("2021-01-01")),
        line("x5", period=days("2019-01-01")),
    )
    assert [(i.establishment, i.worker, i.records, i.sure) for i in found] == [
        (SITE, "M-001", ("x1",), True),
        ("other", "M-002", ("x2",), True),
    ]
    assert [(i.first.isoformat(), i.last.isoformat()) for i in found] == [
        ("2016-01-01", "2016-06-30"),
        ("2019-01-01", "2020-12-31"),
    ]
    assert found.source == "R4412-52"


def test_mixtures_families_and_other_ids_of_the_agent_are_found() -> None:
    family = tx.AgentGroup(id="aromatics", name="Aromatics", members=(BENZENE.id,))
    again = tx.Substance(id="benzol", name="Benzol", cas_number="71-43-2")
    then = {"period": days("2019-01-01", "2019-12-31")}
    found = exposed(
        family,
        again,
        line("x1", agent="thinner", **then),
        line("x2", agent="aromatics", **then),
        line("x3", agent="benzol", **then),
    )
    assert [(i.agent, i.sure) for i in found] == [("thinner", True), ("aromatics", False), ("benzol", True)]


def test_persons_assigned_are_found_without_tracing_and_once_with_it() -> None:
    records = (
        collective("c1", agent=BENZENE.id, period=days("2014-01-01")),
        assigned("a1", period=days("2018-01-01", "2018-12-31")),
    )
    (item,) = exposed(*records)
    assert (item.worker, item.records, item.first) == ("M-001", ("c1", "a1"), dt.date(2018, 1, 1))
    traced = tx.trace(register(BENZENE, *records))
    (item,) = overviews.exposed(
        traced,
        agent=BENZENE.id,
        company="bain-clair",
        since=dt.date(2016, 1, 1),
        until=dt.date(2020, 12, 31),
        on=ON,
    )
    assert item.how.en == "recorded"


def test_who_may_have_been_exposed_is_told_as_not_sure() -> None:
    found = exposed(
        line("x1", agent=BENZENE.id, period=days("2015-01-01", "2015-12-31", precision=Precision.ESTIMATED)),
        line("x2", agent=BENZENE.id, worker="M-002", period=days("2012-01-01", ended=True)),
    )
    assert [(i.worker, i.sure, i.first) for i in found] == [("M-001", False, None), ("M-002", False, None)]
    assert "days not known precisely" in found.text(width=200)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"agent": "nothing"}, "/agent"),
        ({"agent": "M-001"}, "/agent"),
        ({"company": SITE}, "/company"),
        ({"until": dt.date(2010, 1, 1)}, "/until"),
        ({"since": "2010-01-01"}, "/since"),
        ({"on": dt.datetime(2010, 1, 1, tzinfo=dt.UTC)}, "/on"),
        ({"register": {}}, "/register"),
        ({"catalogue": {}}, "/catalogue"),
    ],
)
def test_wrong_arguments(changes: dict[str, Any], field: str) -> None:
    arguments: dict[str, Any] = {
        "register": register(),
        "agent": AGENT,
        "company": "bain-clair",
        "since": dt.date(2016, 1, 1),
        "until": dt.date(2020, 12, 31),
        "on": ON,
        **changes,
    }
    with pytest.raises(tx.InvalidValueError) as caught:
        overviews.exposed(**arguments)
    assert caught.value.field == field


# -- all of them

QXZ = tx.Worker(id="M-001", identity=tx.Identity(birth_name="QXZNAME", birth_date=dt.date(1999, 1, 13)))
FULL = register(
    QXZ,
    BENZENE,
    COBALT,
    ASBESTOS,
    THINNER,
    OTHER,
    tx.Workstation(id="bath", establishment=SITE, name="QXZ"),
    with_measures(line("x1", period=days("2008-03-01", "2014-12-31"), note="QXZ"), MeasureLevel.TECHNICAL),
    with_measures(line("x2", period=days("2024-07-05"), place="QXZ"), MeasureLevel.PERSONAL),
    line("x3", agent=BENZENE.id, period=days("2012-01-01"), degree=level("2.9", on=dt.date(2013, 5, 14))),
    line(
        "x4", agent=BENZENE.id, period=days("2012-01-01"), degree=level("2.9", on=dt.date(2013, 5, 14), respirator=NONE)
    ),
    line("x5", agent=COBALT.id, period=days("2019-02-01"), contract=ContractType.TEMPORARY_AGENCY),
    line("x6", agent="thinner", worker="M-002", period=days("2019-02-01", precision=Precision.ESTIMATED)),
    line("x7", agent="chrysotile", worker="M-003"),
    control("2024-01-18"),
)


def all_of(kept: tx.Register = FULL) -> tuple[overviews.Overview[overviews.Item], ...]:
    one_agent = overviews.exposed(
        kept,
        agent=BENZENE.id,
        company="bain-clair",
        since=dt.date(2012, 1, 1),
        until=dt.date(2020, 12, 31),
        on=ON,
    )
    return (*overviews.every(kept, on=ON), one_agent)


def test_every_overview_tells_something_of_a_full_register() -> None:
    found = all_of()
    assert [overview.name for overview in found] == [
        "became-cmr",
        "limits-lowered",
        "controls-overdue",
        "prevention",
        "agencies-not-told",
        "gaps",
        "exposed",
    ]
    assert all(overview.items for overview in found)
    assert all(overview.on == ON and overview.edition == tx.catalogue.shipped().edition for overview in found)


def test_nothing_personal_is_shown() -> None:
    report = tx.check(FULL, on=ON).with_overviews(all_of())
    shown = [report.text(lang) for lang in ("en", "fr")] + [report.html(lang, page=True) for lang in ("en", "fr")]
    shown += [report.to_json().decode(), *(repr(o.items) + repr(o.to_rows()) for o in report.overviews)]
    assert all("QXZ" not in text and "1999-01-13" not in text for text in shown)


def test_rows_are_flat_and_json_is_whole() -> None:
    flat = (str, int, bool, dt.date, Decimal, tuple, type(None))
    for overview in all_of():
        rows = overview.to_rows("fr")
        assert len(rows) == len(overview.items)
        assert len({tuple(row) for row in rows}) == 1
        assert all(isinstance(value, flat) for row in rows for value in row.values())
        made = json.loads(json.dumps(overview.to_dict()))
        assert len(made["items"]) == len(rows)
        assert made["title"].keys() == {"en", "fr"}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_text_keeps_to_its_width_and_cuts(lang: Any) -> None:
    for overview in all_of():
        assert all(len(text) <= 80 for text in overview.text(lang).splitlines())
        assert overview._repr_html_()
    many = register(*(line(f"x{i}", worker="M-001", establishment=f"e{i:02}") for i in range(30)))
    found = overviews.prevention(many, on=ON)
    more = {"en": "… and 27 more", "fr": "… et 27 de plus"}[lang]
    assert more in found.text(lang, most=3)
    assert more in found.html(lang, most=3)


def test_an_empty_register_gives_empty_overviews_that_are_not_false() -> None:
    for overview in overviews.every(tx.Register(), on=ON):
        assert overview
        assert list(overview) == []
        assert overview.to_rows() == []
        assert overview.text()
        assert overview.html()


def test_the_order_of_the_records_does_not_count() -> None:
    shuffled = list(FULL.exposures)
    random.Random(7).shuffle(shuffled)
    again = evolve(FULL, exposures=tuple(shuffled))
    assert all_of(again) == all_of()


def test_they_compare_and_pickle() -> None:
    found = all_of()
    assert pickle.loads(pickle.dumps(found)) == found
    assert hash(found)
    assert repr(found[-1]) == "<Overview exposed on 2025-11-30: 3 items>"
    assert repr(found[0]) == "<Overview became-cmr on 2025-11-30: 1 item>"


def test_a_report_shows_them() -> None:
    plain = tx.check(FULL, on=ON)
    full = plain.with_overviews(overviews.every(FULL, on=ON))
    assert plain.overviews == ()
    assert full.problems == plain.problems
    assert full.summary().overviews["gaps"] == 1
    assert full.to_dict()["overviews"][0]["name"] == "became-cmr"
    for lang, title in (("en", "Gaps between records (1)"), ("fr", "Interruptions entre deux enregistrements (1)")):
        assert title in full.text(lang)  # type: ignore[arg-type]
        assert title in full.text(lang, most=0)  # type: ignore[arg-type]
        assert title in full.html(lang)  # type: ignore[arg-type]
    silent = tx.check(register(), on=ON).with_overviews(overviews.every(register(), on=ON))
    assert "Nothing to tell: Agents that became CMR" in silent.text(width=200)
    assert "Rien à signaler : " in silent.html("fr", page=True)
