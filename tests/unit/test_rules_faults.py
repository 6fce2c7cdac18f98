"""The kinds of fault that need no reference data, each in a register of its own; and what must stay silent."""

import datetime as dt
from decimal import Decimal

import pytest
from attrs import evolve

from tracexpo.agents import AgentGroup, Classification, Component, Mixture, Process, Substance, UnidentifiedAgent
from tracexpo.attestations import Attestation, Party
from tracexpo.companies import Establishment, Predecessor
from tracexpo.exposures import AccidentalExposure, Authorisation, Band, PreventionMeasure
from tracexpo.measurements import Measurement, RespiratoryProtection
from tracexpo.periods import ExposureTime, Period
from tracexpo.problems import Severity
from tracexpo.provenance import Provenance, Withdrawal
from tracexpo.register import Custodian, Register, UnreadRecord
from tracexpo.rules import check
from tracexpo.rules.examples import (
    AGENCY,
    AGENT,
    SITE,
    assigned,
    collective,
    corrected,
    days,
    level,
    line,
    measured,
    register,
    sent,
    worker,
)
from tracexpo.units import Measure, Unit
from tracexpo.vocabularies import (
    AttestationModel,
    CmrClass,
    ContractType,
    Hazard,
    MeasureLevel,
    PartyKind,
    Precision,
    SampleMatrix,
    Statistic,
    SuccessionKind,
    TimeUnit,
    TransmissionSubject,
)
from tracexpo.work import ExposureSituation

ON = dt.date(2025, 11, 30)


def told(
    r: Register, profile: str = "list-2024", on: dt.date = ON, least: Severity = Severity.WARNING
) -> dict[str, str]:
    """Codes and pointers of what is told, errors and warnings by default."""
    report = check(r, profile, on=on)
    report.raise_crashed()
    return {p.code: p.pointer for p in report if p.severity >= least}


def informed(r: Register, profile: str = "list-2024", on: dt.date = ON) -> dict[str, str]:
    return told(r, profile, on, Severity.INFO)


def undecided(r: Register, profile: str = "list-2024", on: dt.date = ON) -> set[str]:
    return {u.code for u in check(r, profile, on=on).undecided}


TEMPORARY = {"contract": ContractType.TEMPORARY_AGENCY, "employer": AGENCY}
TO_AGENCY = sent(
    "t2",
    subject=TransmissionSubject.TEMPORARY_WORKER,
    to=Party(kind=PartyKind.TEMP_AGENCY, id=AGENCY),
    exposures=("x1",),
)


# -- form, identifiers, people


def test_a_worker_who_is_absent() -> None:
    assert told(register(line(worker="M-404"))) == {"reference-missing": "/exposures/0/worker"}


def test_a_worker_where_an_agent_belongs() -> None:
    assert told(register(line(agent="M-002"))) == {"reference-missing": "/exposures/0/agent"}


def test_what_a_newer_version_holds_is_not_missing() -> None:
    newer = UnreadRecord(collection="workers", id="M-404", json="{}")
    r = evolve(register(line(worker="M-404")), version="1.1", unread=(newer,))
    report = check(r, on=ON)
    assert "reference-missing" not in {p.code for p in report}
    assert "1" in report.not_checked[-1].en


def test_the_custodian_is_looked_up_too() -> None:
    r = register(custodian=Custodian(kind=PartyKind.EMPLOYER, id="nobody"))
    assert told(r) == {"reference-missing": "/custodian/id"}


def test_one_id_for_two_exposures() -> None:
    r = evolve(register(), exposures=(line("e-12"), line("e-12", worker="M-002")))
    assert told(r) == {"id-conflict": "/exposures/1/id"}


def test_one_id_over_two_collections() -> None:
    r = register(line("x1"), assigned("a1"))
    r = evolve(r, measurements=(measured("bath"),))
    assert told(r) == {"id-conflict": "/measurements/0/id"}


def test_the_id_of_both_kinds_resolves_to_either() -> None:
    r = evolve(register(line()), measurements=(measured("M-001"),))
    assert set(told(r)) == {"id-conflict"}


def test_exposed_at_twelve() -> None:
    r = register(worker("M-001", "1979-03-14"), line(period=days("1991-09-01", "1995-06-30")))
    assert told(r) == {"exposure-before-working-age": "/exposures/0/period/start"}


@pytest.mark.parametrize(
    ("born", "start", "contract"),
    [
        ("1979-03-14", "1994-09-01", ContractType.APPRENTICESHIP),  # fifteen, an apprentice
        ("1945-03-14", "1959-09-01", None),  # fourteen, when that was the age
        ("1979-03-14", "1995-03-14", None),  # sixteen to the day
    ],
)
def test_old_enough(born: str, start: str, contract: ContractType | None) -> None:
    assert told(register(worker("M-001", born), line(period=days(start, "2001-01-01"), contract=contract))) == {}


def test_the_contract_of_the_assignment_counts() -> None:
    r = register(
        worker("M-001", "1979-03-14"),
        line(period=days("1994-09-01", "1996-06-30")),
        assigned(period=days("1994-09-01", "1996-06-30"), contract=ContractType.APPRENTICESHIP),
    )
    assert told(r) == {}


def test_an_age_inside_the_precision_cannot_be_said() -> None:
    year = Period(dt.date(1995, 1, 1), dt.date(1996, 12, 31), Precision.YEAR)
    r = register(worker("M-001", "1979-03-14"), line(period=year))
    assert told(r) == {}
    assert undecided(r) == {"exposure-before-working-age"}


def test_nothing_starts_after_the_day_of_the_register() -> None:
    r = register(line(period=days("2026-02-01")), as_of=ON)
    assert told(r) == {"starts-after-as-of": "/exposures/0/period/start"}


def test_what_happens_after_the_day_of_the_register() -> None:
    later = dt.date(2026, 2, 1)
    spill = AccidentalExposure(on=later, description="Overflow")
    r = register(
        line(accidents=(spill,), degree=level("0.1", on=later)),
        assigned(period=days("2024-09-02")),
        measured(sampled_on=later),
        sent(on=later),
        Attestation(id="at1", model=AttestationModel.FALLBACK_2022, worker="M-001", issued_on=later),
        as_of=ON,
    )
    report = check(r, "structure", on=ON)
    assert {p.pointer for p in report if p.code == "starts-after-as-of"} == {
        "/exposures/0/conditions/degree/on",
        "/exposures/0/accidents/0/on",
        "/measurements/0/sampled_on",
        "/attestations/0/issued_on",
        "/transmissions/0/on",
    }


def test_a_start_in_a_month_to_come() -> None:
    month = Period(dt.date(2026, 2, 1), dt.date(2026, 2, 28), Precision.MONTH)
    assert told(register(line(period=month), as_of=ON)) == {"starts-after-as-of": "/exposures/0/period/start"}
    guess = Period(dt.date(2026, 2, 1), None, Precision.ESTIMATED)
    assert "starts-after-as-of" in undecided(register(line(period=guess), as_of=ON))


MOVED = (
    Establishment(id="old", active=days("2001-01-01", "2019-12-31")),
    Establishment(
        id="new",
        active=days("2020-01-01"),
        preceded_by=(Predecessor(establishment="old", on=dt.date(2020, 1, 1), how=SuccessionKind.MOVE),),
    ),
)


def test_an_exposure_hung_on_the_establishment_before_the_move() -> None:
    r = register(*MOVED, line(establishment="old", period=days("2021-01-04", "2021-12-31")))
    assert told(r) == {"establishment-not-active": "/exposures/0/establishment"}


def test_a_measurement_and_a_month_after_the_move() -> None:
    month = Period(dt.date(2021, 3, 1), dt.date(2021, 3, 31), Precision.MONTH)
    r = register(*MOVED, line(establishment="old", period=month), measured(establishment="old"))
    pointers = {p.pointer for p in check(r, "consistency", on=ON) if p.code == "establishment-not-active"}
    assert pointers == {"/exposures/0/establishment", "/measurements/0/establishment"}


def test_the_year_of_the_move_cannot_be_said() -> None:
    moved = (Establishment(id="old", active=days("2001-01-01", "2019-06-30")),)
    year = Period(dt.date(2018, 1, 1), dt.date(2019, 12, 31), Precision.YEAR)
    r = register(*moved, line(establishment="old", period=year))
    assert told(r) == {}
    assert undecided(r) == {"establishment-not-active"}


# -- work


def test_a_temporary_worker_after_the_assignment() -> None:
    r = register(
        line(period=days("2025-03-03", "2025-09-30"), **TEMPORARY),
        assigned(period=days("2025-03-03", "2025-06-27"), **TEMPORARY),
        TO_AGENCY,
    )
    assert told(r) == {"exposure-outside-assignment": "/exposures/0/period/end"}


def test_an_exposure_left_open_after_the_assignment() -> None:
    r = register(line(), assigned(period=days("2024-09-02", "2025-06-27")))
    assert told(r) == {"exposure-outside-assignment": "/exposures/0/period/end"}
    assert told(evolve(r, as_of=dt.date(2025, 6, 1))) == {}


def test_before_the_assignment_and_between_two() -> None:
    first = assigned(period=days("2024-09-02", "2024-12-31"))
    later = assigned("a2", period=days("2025-03-01"))
    assert told(register(line(), first, later)) == {"exposure-outside-assignment": "/exposures/0/period"}
    r = register(line(period=days("2023-01-01", "2024-10-01")), first)
    assert told(r) == {"exposure-outside-assignment": "/exposures/0/period/start"}
    # who began to record assignments later is told nothing of the years before
    assert told(register(line(period=days("2003-01-01", "2023-12-31")), first)) == {}


def test_assignments_that_follow_one_another_are_one() -> None:
    first = assigned(period=days("2024-09-02", "2024-12-31"))
    assert told(register(line(), first, assigned("a2", period=days("2025-01-01")))) == {}


def test_another_workstation_of_the_establishment_after_the_assignment() -> None:
    r = register(
        line(workstation=None, period=days("2025-03-03", "2025-09-30")),
        assigned(period=days("2025-03-03", "2025-06-27")),
    )
    assert told(r) == {"exposure-outside-assignment": "/exposures/0/period/end"}


def test_a_month_that_goes_beyond_the_assignment_cannot_be_said() -> None:
    month = Period(dt.date(2025, 3, 1), dt.date(2025, 6, 30), Precision.MONTH)
    r = register(line(period=month), assigned(period=days("2025-03-03", "2025-06-27")))
    assert told(r) == {}
    assert "exposure-outside-assignment" in undecided(r)


def test_another_employer_long_before_is_left_alone() -> None:
    r = register(Establishment(id="before"), line(establishment="before", workstation=None), assigned())
    assert "exposure-outside-assignment" not in told(r)
    assert informed(r)["exposed-not-assigned"] == "/exposures/0"


def test_two_shares_with_one_employer() -> None:
    r = register(assigned(share=Decimal("0.7")), assigned("a2", share=Decimal("0.6")))
    assert told(r) == {"shares-exceed-working-time": "/assignments/1/share"}


def test_two_shares_one_after_the_other_and_thirds() -> None:
    thirds = (
        assigned("a1", share=Decimal("0.333")),
        assigned("a2", share=Decimal("0.333"), situation="plating"),
        assigned("a3", share=Decimal("0.334")),
    )
    assert told(register(*thirds)) == {}
    r = register(
        assigned(share=Decimal("0.7"), period=days("2024-01-01", "2024-06-30")),
        assigned("a2", share=Decimal("0.6"), period=days("2024-07-01")),
    )
    assert told(r) == {}


def test_shares_that_pass_one_twice_are_told_twice() -> None:
    r = register(
        assigned(share=Decimal("0.7"), period=days("2020-01-01")),
        assigned("a2", share=Decimal("0.6"), period=days("2021-01-01", "2021-06-30")),
        assigned("a3", share=Decimal("0.6"), period=days("2022-01-01", "2022-06-30")),
    )
    pointers = [p.pointer for p in check(r, on=ON) if p.code == "shares-exceed-working-time"]
    assert pointers == ["/assignments/1/share", "/assignments/2/share"]


def test_shares_that_may_not_overlap_cannot_be_said() -> None:
    month = Period(dt.date(2024, 6, 1), dt.date(2024, 6, 30), Precision.MONTH)
    r = register(assigned(share=Decimal("0.7"), period=month), assigned("a2", share=Decimal("0.6"), period=month))
    assert told(r) == {}
    assert undecided(r) == {"shares-exceed-working-time"}


def test_twelve_counted_and_three_assigned() -> None:
    people = [assigned(f"a{i}", worker=f"M-00{i}", period=days("2012-01-01")) for i in (1, 2, 3)]
    r = register(collective(headcount=12, period=days("2012-03-01", "2012-03-01")), *people)
    assert informed(r, "consistency")["headcount-mismatch"] == "/exposures/0/headcount"
    fitting = register(collective(headcount=3, period=days("2012-03-01", "2012-03-01")), *people)
    assert "headcount-mismatch" not in informed(fitting, "consistency")


def test_the_headcount_of_a_situation_on_its_day() -> None:
    def counted(n: int, on: dt.date = dt.date(2025, 1, 1)) -> Register:
        group = ExposureSituation(
            id="plating", establishment=SITE, name="Plating", workstations=("bath",), headcount=n, headcount_on=on
        )
        return register(group, assigned(), assigned("a2", worker="M-002"))

    assert informed(counted(12))["headcount-mismatch"] == "/situations/0/headcount"
    assert "headcount-mismatch" not in informed(counted(2))
    # nobody was assigned on that day: assignments may not be kept that far back
    assert "headcount-mismatch" not in informed(counted(12, dt.date(2001, 1, 1)))


def test_thirty_hours_a_day() -> None:
    r = register(line(duration=ExposureTime(Decimal(30), TimeUnit.H_DAY)))
    assert told(r) == {"duration-impossible": "/exposures/0/conditions/duration/value"}


def test_hours_of_work_and_negative_durations() -> None:
    r = register(assigned(working_hours=ExposureTime(Decimal(169), TimeUnit.H_WEEK)))
    assert told(r) == {"duration-impossible": "/assignments/0/working_hours/value"}
    r = register(line(duration=ExposureTime(Decimal(-1), TimeUnit.H_DAY)))
    assert told(r) == {"duration-impossible": "/exposures/0/conditions/duration/value"}


def test_the_same_line_twice() -> None:
    assert told(register(line(), line("x2", note="again"))) == {"duplicate-record": "/exposures/1"}
    twice = register(collective(), collective("c2"), assigned(), assigned("a2"), line(), sent(), sent("t2"))
    assert {p.pointer for p in check(twice, on=ON) if p.code == "duplicate-record"} == {
        "/exposures/1",
        "/assignments/1",
        "/transmissions/1",
    }


def test_a_corrected_line_is_no_duplicate() -> None:
    assert told(register(line(), line("x2", provenance=corrected("x1")))) == {}


def test_results_repeat() -> None:
    assert told(register(measured(), measured("m2"))) == {}


# -- the list of 2024


def test_assigned_to_the_bath_and_not_listed() -> None:
    r = register(collective(), assigned(period=days("2024-09-02")), line(worker="M-002"))
    assert told(r) == {"exposed-not-listed": "/assignments/0"}


@pytest.mark.parametrize("agent", ["mix", "family"])
def test_a_line_for_the_mixture_or_the_family_counts(agent: str) -> None:
    whole = {
        "mix": Mixture(id="mix", product_name="Bath salts", components=(Component(agent=AGENT),)),
        "family": AgentGroup(id="family", name="Chromium VI", members=(AGENT,)),
    }[agent]
    assert told(register(whole, collective(agent=agent), assigned(), line())) == {}
    assert told(register(whole, collective(), assigned(), line(agent=agent))) == {}


def test_an_agent_that_the_register_itself_calls_no_cmr() -> None:
    def of_class(cmr_class: CmrClass) -> Register:
        said = Classification(hazard=Hazard.CARCINOGENIC, cmr_class=cmr_class, source="supplier")
        nickel = Substance(id="nickel", name="Nickel", classifications=(said,))
        return register(nickel, collective(agent="nickel"), assigned())

    assert told(of_class(CmrClass.CLP_2)) == {}
    assert told(of_class(CmrClass.CLP_1A)) == {"exposed-not-listed": "/assignments/0"}
    unknown = UnidentifiedAgent(id="product-x", text="Produit X")
    assert told(register(unknown, collective(agent="product-x"), assigned())) == {}


def test_not_listed_in_a_past_regime_is_information() -> None:
    r = register(collective(period=days("2012-01-01")), assigned(period=days("2012-01-01", "2014-12-31")))
    assert told(r) == {}
    assert informed(r)["assigned-not-exposed"] == "/assignments/0"


def test_a_meeting_that_is_not_sure_cannot_be_said() -> None:
    year = Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31), Precision.YEAR)
    r = register(collective(period=year), assigned(period=days("2025-03-01", "2025-03-31")))
    assert told(r) == {}
    assert undecided(r) == {"exposed-not-listed"}


def test_the_agency_is_not_told() -> None:
    lacking = line(period=days("2025-03-03"), contract=ContractType.TEMPORARY_AGENCY)
    assert told(register(lacking)) == {"agency-missing": "/exposures/0/employer"}
    assert told(register(evolve(lacking, employer=SITE))) == {"agency-missing": "/exposures/0/employer"}


def test_the_agency_of_the_assignment_counts() -> None:
    r = register(line(period=days("2025-03-03")), assigned(period=days("2025-03-03"), **TEMPORARY), TO_AGENCY)
    assert told(r) == {}


def test_the_agency_was_told_nothing() -> None:
    r = register(line(period=days("2025-03-03"), **TEMPORARY))
    assert told(r) == {"agency-not-informed": "/exposures/0/employer"}
    for answer in (
        TO_AGENCY,
        evolve(TO_AGENCY, exposures=()),
        evolve(TO_AGENCY, to=Party(kind=PartyKind.TEMP_AGENCY)),
    ):
        assert told(r.add(answer)) == {}
    assert told(r.add(evolve(TO_AGENCY, on=dt.date(2026, 1, 1)))) == {"agency-not-informed": "/exposures/0/employer"}
    assert told(r, on=dt.date(2025, 3, 2)) == {}


def test_an_update_was_not_transmitted() -> None:
    at = dt.datetime(2025, 9, 15, 8, tzinfo=dt.UTC)
    r = register(
        line(), line("x2", worker="M-002", provenance=Provenance(recorded_at=at)), sent(on=dt.date(2024, 9, 30))
    )
    assert told(r) == {"update-not-transmitted": "/transmissions/0/on"}
    update = sent("t2", subject=TransmissionSubject.UPDATE, on=dt.date(2025, 9, 16), exposures=("x2",))
    assert told(r.add(update)) == {}
    # another service, another establishment, or a day to come does not answer
    other = evolve(update, exposures=(), to=Party(kind=PartyKind.HEALTH_SERVICE, id="service-2"))
    assert set(told(r.add(other))) == {"update-not-transmitted", "reference-missing"}
    assert told(r.add(evolve(update, on=dt.date(2026, 1, 1)))) == {"update-not-transmitted": "/transmissions/0/on"}


def test_a_list_never_transmitted_is_information() -> None:
    assert informed(register(line())).keys() >= {"list-not-transmitted"}
    assert "list-not-transmitted" not in informed(register(line()), on=dt.date(2024, 6, 10))


def test_a_blank_degree_is_information() -> None:
    r = register(line(degree=None), sent())
    assert told(r) == {}
    assert informed(r) == {"degree-not-told": "/exposures/0/conditions/degree"}


def test_medical_facts() -> None:
    for note in ("plombémie 380 µg/L", "enceinte depuis mars"):
        r = register(line(note=note))
        assert told(r) == {"medical-data": "/exposures/0/note"}
        assert note not in str(check(r, on=ON))
        service = Custodian(kind=PartyKind.HEALTH_SERVICE, id="service-1")
        assert told(evolve(r, custodian=service)) == {}


def test_medical_facts_outside_the_remark() -> None:
    blood = measured(worker="M-001", matrix=SampleMatrix.BLOOD, value=Measure(Decimal(380), Unit.UG_L))
    assert told(register(blood)) == {"medical-data": "/measurements/0/value"}
    # a result of nobody in particular is a global one
    assert told(register(evolve(blood, worker=None))) == {}
    body = level("12", Unit.UG_G_CREATININE, statistic=None)
    assert told(register(line(degree=body))) == {"medical-data": "/exposures/0/conditions/degree/value"}
    source = Provenance(source_text="Remarque : enceinte depuis mars", reason="arrêt maladie")
    assert told(register(line(provenance=source))) == {"medical-data": "/exposures/0/provenance/reason"}
    assert told(register(line(provenance=evolve(source, reason=None)))) == {
        "medical-data": "/exposures/0/provenance/source_text"
    }
    accident = AccidentalExposure(on=ON, description="Overflow", severity="hospitalisé")
    assert told(register(line(accidents=(accident,), place="congé maternité"))).keys() == {"medical-data"}
    assert told(register(assigned(place="inapte", provenance=Provenance(reason="RQTH")))).keys() == {"medical-data"}


def test_a_minor_without_a_derogation() -> None:
    stone = Process(id="process:silica", name="Silice cristalline")
    young = worker("M-006", "2008-06-02")
    cutting = line(worker="M-006", agent=stone.id, period=days("2025-09-01"), contract=ContractType.APPRENTICESHIP)
    assert told(register(stone, young, cutting)) == {"minor-exposed": "/exposures/0/period/start"}
    allowed = evolve(cutting, authorisations=(Authorisation(article="R. 4153-40"),))
    assert told(register(stone, young, allowed)) == {}
    another = evolve(cutting, authorisations=(Authorisation(article="D4154-3"),))
    assert told(register(stone, young, another)) == {"minor-exposed": "/exposures/0/period/start"}
    year = evolve(cutting, period=Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31), Precision.YEAR))
    assert undecided(register(stone, young, year)) >= {"minor-exposed"}


@pytest.mark.parametrize(
    ("end", "destroy_on", "is_told"),
    [
        ("2025-02-28", "2060-01-01", True),
        ("2025-02-28", "2065-02-27", True),
        ("2025-02-28", "2065-02-28", False),
        ("2025-02-28", "2075-02-28", False),
        (None, "2065-11-29", True),
        (None, "2065-11-30", False),
    ],
)
def test_retention(end: str | None, destroy_on: str, is_told: bool) -> None:
    r = register(line(period=days("2024-09-02", end), destroy_on=dt.date.fromisoformat(destroy_on)))
    assert ("retention-too-short" in told(r)) is is_told


def test_an_end_that_was_not_notified() -> None:
    ended = line(period=days("2024-09-02", "2025-02-28"))
    r = register(ended, sent())
    assert informed(r) == {"end-of-exposure-not-notified": "/exposures/0/period/end"}
    notice = sent("t2", subject=TransmissionSubject.END_OF_EXPOSURE, on=dt.date(2025, 3, 3))
    for answer in (notice, evolve(notice, exposures=("x1",))):
        assert informed(r.add(answer)) == {}
    # it goes on in another line
    assert informed(r.add(line("x2", period=days("2025-03-01"), nature="Contact"), sent("t3", on=ON))) == {}
    month = evolve(ended, period=Period(dt.date(2025, 1, 1), dt.date(2025, 11, 30), Precision.MONTH))
    assert "end-of-exposure-not-notified" not in informed(register(month, sent()))


# -- levels


def test_a_negative_level() -> None:
    r = register(line(degree=level("-0.012")))
    assert told(r) == {"value-negative": "/exposures/0/conditions/degree/value/value"}


def test_negative_numbers_elsewhere() -> None:
    wrong = Measure(Decimal(-1), Unit.MG_M3)
    mask = PreventionMeasure(level=MeasureLevel.PERSONAL, name="Mask", protection_factor=Decimal(-10))
    x = line(degree=level("1", declared_limit=wrong))
    x = evolve(x, conditions=evolve(x.conditions, measures=(mask,)))
    m = measured(value=wrong, protection=RespiratoryProtection(type="TM3P", factor=Decimal(-1)))
    assert {p.pointer for p in check(register(x, m), on=ON) if p.code == "value-negative"} == {
        "/exposures/0/conditions/degree/declared_limit/value",
        "/exposures/0/conditions/measures/0/protection_factor",
        "/measurements/0/value/value",
        "/measurements/0/protection/factor",
    }


def test_units_that_fit_neither_matrix_nor_statistic() -> None:
    def of(value: Measure, **more: object) -> dict[str, str]:
        return told(register(Measurement(id="m1", agent=AGENT, establishment=SITE, sampled_on=ON, value=value, **more)))  # type: ignore[arg-type]

    blood = Measure(Decimal(1), Unit.UG_L)
    surface = Measure(Decimal(1), Unit.UG_CM2)
    assert of(blood, matrix=SampleMatrix.AIR) == {"unit-not-for-matrix": "/measurements/0/value/unit"}
    assert of(surface, matrix=SampleMatrix.SURFACE) == {}
    assert of(surface, matrix=SampleMatrix.SURFACE, statistic=Statistic.TWA_8H) == {
        "unit-not-for-statistic": "/measurements/0/value/unit"
    }
    assert of(blood, matrix=SampleMatrix.OTHER) == {}
    assert told(register(line(degree=level("1", Unit.UG_CM2)))) == {
        "unit-not-for-statistic": "/exposures/0/conditions/degree/value/unit"
    }


# -- corrections


def test_two_corrections_of_which_one_was_withdrawn() -> None:
    both = (line("x2", provenance=corrected("x1")), line("x3", nature="Contact", provenance=corrected("x1")))
    r = register(line(), *both)
    assert told(r) == {"two-successors": "/exposures/2/provenance/supersedes"}
    assert told(r.add(Withdrawal(id="v1", of="x3"))) == {}


def test_a_successor_that_was_itself_corrected_still_counts() -> None:
    r = register(
        line(),
        line("x2", provenance=corrected("x1")),
        line("x3", nature="Contact", provenance=corrected("x1")),
        line("x4", provenance=corrected("x2")),
    )
    assert told(r) == {"two-successors": "/exposures/2/provenance/supersedes"}


def test_circles() -> None:
    r = register(line(provenance=corrected("x1")))
    assert told(r) == {"supersession-cycle": "/exposures/0/provenance/supersedes"}
    three = [line(f"x{i}", worker=f"M-00{i}", provenance=corrected(f"x{i % 3 + 1}")) for i in (1, 2, 3)]
    assert told(register(*three)) == {"supersession-cycle": "/exposures/0/provenance/supersedes"}


def test_a_withdrawal_of_what_was_corrected() -> None:
    r = register(line(), line("x2", provenance=corrected("x1")), Withdrawal(id="v1", of="x1"))
    assert told(r) == {"withdrawal-of-nothing": "/withdrawals/0/of"}
    assert told(register(Withdrawal(id="v1", of="nobody"))) == {"reference-missing": "/withdrawals/0/of"}


def test_what_was_corrected_is_not_judged() -> None:
    wrong = line(degree=level("-1"), duration=ExposureTime(Decimal(30), TimeUnit.H_DAY), note="plombémie 380 µg/L")
    assert told(register(wrong, line("x2", provenance=corrected("x1")))) == {}
    assert told(register(wrong, Withdrawal(id="v1", of="x1"))) == {}


def test_the_days_of_accidents_and_of_mixtures() -> None:
    spill = AccidentalExposure(on=dt.date(2024, 9, 10), description="Overflow")
    month = Period(dt.date(2024, 10, 1), dt.date(2024, 10, 31), Precision.MONTH)
    assert told(register(line(period=month, accidents=(spill,)))) == {
        "accident-outside-exposure": "/exposures/0/accidents/0/on"
    }
    guess = Period(dt.date(2024, 10, 1), dt.date(2024, 10, 31), Precision.ESTIMATED)
    assert undecided(register(line(period=guess, accidents=(spill,)))) >= {"accident-outside-exposure"}
    mixture = Mixture(id="mix", product_name="Degreaser", valid=days("2024-01-01", "2024-12-31"))
    assert told(register(mixture, line(agent="mix"))) == {"exposure-outside-mixture": "/exposures/0/agent"}


def test_a_share_that_a_class_cannot_take() -> None:
    x = line("d:1", derived_from=("c1", "a1"), duration=Band(scale="own", value="often"))
    r = register(collective(), assigned(share=Decimal("0.5")), x)
    assert informed(r)["share-not-applied"] == "/exposures/1/conditions/duration"
    assert "share-not-applied" not in informed(register(collective(), assigned(), x))


# -- what must stay silent


SILENT = {
    "processes have no CAS number": register(
        Process(id="process:wood", name="Poussières de bois"), line(agent="process:wood", period=days("2024-09-02"))
    ),
    "a subcontractor's worker has no agency": register(line(contract=ContractType.SUBCONTRACT)),
    "temporary on wood dust": register(
        Process(id="process:wood", name="Poussières de bois"),
        line(agent="process:wood", period=days("2025-03-03", "2025-06-27"), **TEMPORARY),
        TO_AGENCY,
    ),
    "an adult apprentice": register(
        worker("M-006", "1993-05-27"), line(worker="M-006", contract=ContractType.APPRENTICESHIP)
    ),
    "a planned end after the day of the register": register(
        line(period=days("2025-01-12", "2026-01-11"), contract=ContractType.FIXED_TERM), as_of=ON
    ),
    "one agent at two workstations": register(
        line(), line("x2", workstation=None, nature="Contact"), line("x3", workstation=None)
    ),
    "shares with two employers": register(
        assigned(share=Decimal("0.6")), assigned("a2", share=Decimal("0.6"), employer=AGENCY)
    ),
    "no document in the years without one": register(line(period=days("2015-01-01", "2023-12-31"))),
    "no sheet for 2003": register(
        line(period=days("2003-01-01", "2003-12-31"), nature=None, duration=None, degree=None)
    ),
    "three persons": register(*(line(f"x{i}", worker=f"M-00{i}") for i in (1, 2, 3))),
    "an apostrophe and a formula": register(
        line(note='Compl. : =HYPERLINK("x")', nature="Inhalation d'aérosols, « N'Guyen »")
    ),
    "all on the legal date": register(
        line(period=days("2024-07-05")), line("x2", worker="M-002", period=days("2024-07-05"))
    ),
    "an empty register": Register(),
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name: str) -> None:
    assert told(SILENT[name]) == {}


def test_a_list_made_before_it_was_owed() -> None:
    assert told(register(line(period=days("2024-05-02"))), on=dt.date(2024, 6, 10)) == {}
    report = check(register(line()), on=dt.date(2024, 4, 4))
    assert "medical-data" not in report.rules
    assert any("2024-04-05" in wording.en for wording in report.not_checked)


def test_all_on_the_legal_date_is_one_information_for_the_file() -> None:
    r = SILENT["all on the legal date"]
    assert [p.pointer for p in check(r, on=ON) if p.code == "starts-on-legal-date"] == ["/exposures"]
    known = evolve(r, exposures=tuple(evolve(x, period=days("2024-07-05", begun_before=True)) for x in r.exposures))
    assert "starts-on-legal-date" not in informed(known)
