"""Section E of the faults, levels, limits and controls, each in a register of its own; and what must stay silent."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from tracexpo.agents import Agent, AgentGroup, Process, Substance, UnidentifiedAgent
from tracexpo.companies import ActivityCode, Establishment
from tracexpo.exposures import Conditions, IndividualExposure
from tracexpo.measurements import Measurement, RespiratoryProtection
from tracexpo.problems import Severity
from tracexpo.register import Record, Register
from tracexpo.rules import check
from tracexpo.rules.examples import AGENT, SITE, days, level, line, measured, register
from tracexpo.units import Measure, Unit
from tracexpo.vocabularies import (
    Censoring,
    DustFraction,
    MeasurementPurpose,
    NafRevision,
    RespiratorPosition,
    Route,
    SampleMatrix,
    SamplingPosition,
    Statistic,
)

ON = dt.date(2025, 11, 30)

BENZENE = Substance(id="cas:71-43-2", name="Benzène", cas_number="71-43-2")
FORMALDEHYDE = Substance(id="cas:50-00-0", name="Formaldéhyde", cas_number="50-00-0")
LEAD = Substance(id="cas:7439-92-1", name="Plomb", cas_number="7439-92-1")
ACETONE = Substance(id="cas:67-64-1", name="Acétone", cas_number="67-64-1")
ASBESTOS = Substance(id="cas:1332-21-4", name="Amiante", cas_number="1332-21-4")
DIESEL = Process(id="diesel", name="Gaz d'échappement diesel")
NICKEL = AgentGroup(id="nickel", name="Composés du nickel")
QUARTZ = Substance(id="quartz", name="Quartz", cas_number="14808-60-7")
CRISTOBALITE = Substance(id="cristobalite", name="Cristobalite", cas_number="14464-46-1")
DUST = UnidentifiedAgent(id="dust", text="Autres poussières alvéolaires")


def told(r: Register, profile: str = "auto", least: Severity = Severity.WARNING) -> dict[str, str]:
    report = check(r, profile, on=ON)
    report.raise_crashed()
    return {p.code: p.pointer for p in report if p.severity >= least}


def undecided(r: Register) -> dict[str, str]:
    return {u.code: u.why.en for u in check(r, "limits", on=ON).undecided}


def result(value: str, on: str, agent: Agent | None = None, unit: Unit = Unit.MG_M3, **more: Any) -> Measurement:
    fields: dict[str, Any] = {
        "agent": AGENT if agent is None else agent.id,
        "value": Measure(Decimal(value), unit),
        "sampled_on": dt.date.fromisoformat(on),
        "statistic": Statistic.TWA_8H,
        "respirator": RespiratorPosition.NONE,
    }
    return measured(**{**fields, **more})


def of(value: str, on: str, agent: Agent | None = None, *others: Record, **more: Any) -> Register:
    """A register with one result."""
    agents = () if agent is None else (agent,)
    return register(*agents, *others, result(value, on, agent, **more))


def degree(value: str, on: str | None, agent: Agent | None = None, **more: Any) -> Register:
    """A register with one line that tells a level."""
    more.setdefault("respirator", RespiratorPosition.NONE)
    told_on = None if on is None else dt.date.fromisoformat(on)
    x = line(agent=AGENT if agent is None else agent.id, degree=level(value, on=told_on, **more))
    return register(*(() if agent is None else (agent,)), x)


VALUE = "/measurements/0/value"
LEVEL = "/exposures/0/conditions/degree/value"


# -- above the limit of the day


def test_hexavalent_chromium_above_its_limit() -> None:
    assert told(of("0.002", "2025-02-03")) == {"limit-exceeded": VALUE}
    assert told(degree("0.002", "2025-02-03")) == {"limit-exceeded": LEVEL}
    assert told(of("2", "2025-02-03", unit=Unit.UG_M3)) == {"limit-exceeded": VALUE}
    assert told(of("0.001", "2025-02-03")) == {}


def test_the_limit_is_that_of_the_day_of_the_result() -> None:
    assert told(of("0.002", "2014-06-30")) == {}
    assert told(of("0.002", "2014-07-01")) == {"limit-exceeded": VALUE}
    # the exposure goes on under the limit of today, the result is of 2013
    assert told(degree("0.002", "2013-05-14")) == {}
    assert told(of("1.2", "2025-05-21", BENZENE)) == {}
    assert told(of("2", "2024-04-04", BENZENE)) == {}
    assert told(of("2", "2024-04-05", BENZENE)) == {"limit-exceeded": VALUE}


def test_the_source_is_the_text_of_its_day() -> None:
    def source(r: Register) -> str | None:
        (problem,) = check(r, "limits", on=ON).problems
        return problem.source

    assert source(of("0.002", "2025-02-03")) == "R4412-149, R4412-77"
    assert source(of("10", "2003-01-08", BENZENE)) == "R231-58 (état 2002)"
    assert source(of("2000", "2025-02-03", ACETONE)) == "R4412-149"
    assert source(of("15", "2016-03-08", ASBESTOS, unit=Unit.F_L)) == "R4412-100"


def test_the_message_says_how_sure_the_limit_is() -> None:
    transitional = of("2", "2024-05-21", BENZENE)
    (problem,) = check(transitional, "limits", on=ON).problems
    assert "1.65 mg/m³" in problem.message
    assert "transitional" in problem.message
    inferred = Substance(id="tce", name="Trichloroéthylène", cas_number="79-01-6")
    (problem,) = check(of("60", "2025-05-21", inferred), "limits", on=ON).problems
    assert "convention de la bibliothèque" in problem.message_in("fr")


def test_what_is_above_all_that_the_limit_may_be() -> None:
    toluene = Substance(id="toluene", name="Toluène", cas_number="108-88-3")
    assert told(of("200", "2010-01-01", toluene), "limits") == {"limit-exceeded": VALUE}
    between = of("100", "2010-01-01", toluene)
    assert told(between, "limits") == {}
    assert "between these two states" in undecided(between)["limit-exceeded"]
    chromate = Substance(id="pbcro4", name="Chromate de plomb", cas_number="7758-97-6")
    assert "several limits" in undecided(of("0.05", "2022-01-01", chromate))["limit-exceeded"]


def test_ppm_at_twenty_degrees() -> None:
    assert told(of("0.5", "2025-05-21", BENZENE, unit=Unit.PPM)) == {}
    assert told(of("0.51", "2025-05-21", BENZENE, unit=Unit.PPM)) == {"limit-exceeded": VALUE}
    assert told(of("510", "2025-05-21", BENZENE, unit=Unit.PPB)) == {"limit-exceeded": VALUE}
    epichlorohydrin = Substance(id="ech", name="Épichlorhydrine", cas_number="106-89-8")
    assert told(of("0.4", "2025-05-21", epichlorohydrin, unit=Unit.PPM)) == {}
    # 1.9 mg/m3 by the molar mass of 92.5 g/mol is 0.494 ppm
    assert told(of("0.5", "2025-05-21", epichlorohydrin, unit=Unit.PPM)) == {"limit-exceeded": VALUE}
    quartz = of("0.2", "2025-05-21", QUARTZ, unit=Unit.PPM, fraction=DustFraction.RESPIRABLE)
    assert "molar mass" in undecided(quartz)["limit-exceeded"]


def test_an_indicative_limit_has_a_code_of_its_own() -> None:
    assert told(of("0.06", "2024-05-21", DIESEL)) == {"indicative-limit-exceeded": VALUE}
    assert told(of("0.06", "2023-02-20", DIESEL)) == {}
    assert told(of("0.7", "2020-05-21", FORMALDEHYDE)) == {"indicative-limit-exceeded": VALUE}
    assert told(of("0.7", "2021-05-21", FORMALDEHYDE)) == {"limit-exceeded": VALUE}


def test_a_tunnel_is_underground() -> None:
    tunnel = Establishment(id=SITE, naf=(ActivityCode(code="42.13B", revision=NafRevision.NAF_REV2),))
    assert told(of("0.06", "2024-05-21", DIESEL, tunnel)) == {}
    assert "sectors" in undecided(of("0.06", "2024-05-21", DIESEL, tunnel))["limit-exceeded"]


def test_fifteen_minutes() -> None:
    short = {"statistic": Statistic.TWA_15MIN}
    assert told(of("0.9", "2025-05-21", FORMALDEHYDE, **short)) == {"short-term-limit-exceeded": VALUE}
    assert told(of("0.7", "2025-05-21", FORMALDEHYDE, **short)) == {}
    # never compared with the limit over eight hours where there is no short one
    assert told(of("5", "2025-05-21", BENZENE, **short)) == {}
    assert told(of("1.3", "2019-05-21", FORMALDEHYDE, **short)) == {"indicative-limit-exceeded": VALUE}


def test_above_the_range_of_the_method() -> None:
    over = {"censored": Censoring.ABOVE}
    assert told(of("0.001", "2025-02-03", **over)) == {"limit-exceeded": VALUE}
    under = of("0.0005", "2025-02-03", **over)
    assert told(under) == {}
    assert "highest value" in undecided(under)["limit-exceeded"]


# -- what cannot be said


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"respirator": None}, "air inhaled"),
        ({"respirator": RespiratorPosition.OUTSIDE, "protection": RespiratoryProtection(type="TM3P")}, "air inhaled"),
        ({"position": SamplingPosition.STATIC}, "air inhaled"),
        ({"statistic": None}, "average over"),
        ({"statistic": Statistic.P95}, "average over"),
        ({"statistic": Statistic.MAX}, "average over"),
    ],
)
def test_a_result_that_cannot_be_compared(changes: dict[str, Any], why: str) -> None:
    r = of("0.002", "2025-02-03", **changes)
    assert told(r) == {}
    assert why in undecided(r)["limit-exceeded"]
    # what lies under every limit is so wherever it was taken
    assert undecided(of("0.0009", "2025-02-03", **changes)) == {}


def test_inside_the_respirator_and_outside_without_one() -> None:
    assert told(of("0.002", "2025-02-03", respirator=RespiratorPosition.INSIDE)) == {"limit-exceeded": VALUE}
    assert told(of("0.002", "2025-02-03", respirator=RespiratorPosition.OUTSIDE)) == {"limit-exceeded": VALUE}
    outside = degree("0.002", "2025-02-03", respirator=RespiratorPosition.OUTSIDE)
    assert told(outside) == {}
    assert "air inhaled" in undecided(outside)["limit-exceeded"]


def test_a_level_without_a_day() -> None:
    r = degree("0.002", None)
    assert told(r) == {}
    assert undecided(r) == {"limit-exceeded": "the day of the result is not told"}
    assert undecided(degree("0.0006", None)) == {}


def test_what_a_limit_says_nothing_of() -> None:
    surface = measured(value=Measure(Decimal(5), Unit.UG_CM2), matrix=SampleMatrix.SURFACE)
    assert told(register(surface)) == {}
    assert told(of("100", "2025-02-03", UnidentifiedAgent(id="x", text="Produit X"))) == {}
    assert told(register(line(agent="nobody", degree=level("5"))), "limits") == {}
    derived = line("d:1", derived_from=("x1",), degree=level("5", on=ON, respirator=RespiratorPosition.NONE))
    assert told(register(derived), "limits") == {}


# -- fractions


def test_nickel_without_its_fraction() -> None:
    assert told(of("0.02", "2025-02-03", NICKEL)) == {"fraction-missing": "/measurements/0/fraction"}
    assert told(degree("0.02", "2025-02-03", NICKEL)) == {"fraction-missing": "/exposures/0/conditions/degree/fraction"}
    # without a day, the limits of the last day of the exposure
    assert told(register(NICKEL, line(agent="nickel", period=days("2024-07-05"), degree=level("0.02")))) == {
        "fraction-missing": "/exposures/0/conditions/degree/fraction"
    }
    # one limit only before 18 January 2025, for the inhalable fraction
    assert told(of("0.02", "2025-01-17", NICKEL)) == {}
    assert told(of("0.2", "2025-01-17", NICKEL)) == {"fraction-missing": "/measurements/0/fraction"}


def test_nickel_with_its_fraction() -> None:
    inhalable, respirable = DustFraction.INHALABLE, DustFraction.RESPIRABLE
    assert told(of("0.02", "2025-02-03", NICKEL, fraction=inhalable)) == {}
    assert told(of("0.02", "2025-02-03", NICKEL, fraction=respirable)) == {"limit-exceeded": VALUE}
    assert told(of("0.06", "2025-02-03", NICKEL, fraction=inhalable)) == {"limit-exceeded": VALUE}
    thoracic = of("0.2", "2025-02-03", NICKEL, fraction=DustFraction.THORACIC)
    assert told(thoracic) == {}
    assert "another fraction" in undecided(thoracic)["limit-exceeded"]


# -- below the limit of quantification


def test_a_limit_of_quantification_above_the_limit() -> None:
    below = {"censored": Censoring.BELOW}
    assert told(of("0.5", "2025-05-21", FORMALDEHYDE, **below)) == {"loq-above-limit": VALUE}
    assert told(of("0.3", "2025-05-21", FORMALDEHYDE, **below)) == {}
    assert told(degree("0.5", None, FORMALDEHYDE, statistic=None, respirator=None, **below)) == {
        "loq-above-limit": LEVEL
    }
    r = degree("0.5", None, FORMALDEHYDE, statistic=None, respirator=None, **below)
    assert told(evolve(r, exposures=(evolve(r.exposures[0], period=days("2024-07-05")),))) == {"loq-above-limit": LEVEL}
    assert told(of("0.5", "2025-05-21", FORMALDEHYDE, statistic=Statistic.TWA_15MIN, **below)) == {}
    masked = {"respirator": RespiratorPosition.OUTSIDE, "protection": RespiratoryProtection(type="TM3P")}
    assert told(of("0.5", "2025-05-21", FORMALDEHYDE, **below, **masked)) == {}


# -- sectors


def test_an_embalmer_in_2023() -> None:
    def at(code: str, on: str = "2023-05-21", revision: NafRevision = NafRevision.NAF_REV2) -> Register:
        place = Establishment(id=SITE, naf=(ActivityCode(code=code, revision=revision),))
        return of("0.5", on, FORMALDEHYDE, place)

    assert told(at("96.03Z")) == {}
    assert told(at("930H", revision=NafRevision.NAF_REV1)) == {}
    assert told(at("86.10Z", "2024-07-11")) == {}
    assert told(at("86.10Z", "2024-07-12")) == {"limit-exceeded": VALUE}
    assert told(at("25.61Z")) == {"limit-exceeded": VALUE}
    # an establishment that does not tell what it does may be an embalmer's
    unknown = of("0.5", "2023-05-21", FORMALDEHYDE)
    assert told(unknown) == {}
    assert "sectors" in undecided(unknown)["limit-exceeded"]
    assert told(of("0.7", "2023-05-21", FORMALDEHYDE)) == {"limit-exceeded": VALUE}


def test_a_sector_before_and_after_in_one_register() -> None:
    hospital = Establishment(id=SITE, naf=(ActivityCode(code="86.10Z", revision=NafRevision.NAF_REV2),))
    days_of = ("2021-01-15", "2023-05-21", "2024-07-11", "2024-07-12", "2025-05-21")
    results = (result("0.5", on, FORMALDEHYDE, id=f"m{i}") for i, on in enumerate(days_of))
    report = check(register(hospital, FORMALDEHYDE, *results), "limits", on=ON)
    assert [p.record for p in report if p.code == "limit-exceeded"] == ["m3", "m4"]


# -- the limit as printed


def printed(limit: str, on: str, agent: Agent | None = None, unit: Unit = Unit.MG_M3) -> Register:
    return of("0.0001", on, agent, declared_limit=Measure(Decimal(limit), unit))


DECLARED = {"declared-limit-not-in-force": "/measurements/0/declared_limit"}


@pytest.mark.parametrize(
    ("limit", "on", "agent", "unit", "expected"),
    [
        ("0.001", "2013-05-14", None, Unit.MG_M3, DECLARED),
        ("0.001", "2014-07-01", None, Unit.MG_M3, {}),
        ("1", "2014-07-01", None, Unit.UG_M3, {}),
        ("0.005", "2025-02-03", None, Unit.MG_M3, {}),  # the short-term one
        ("0.66", "2025-05-21", BENZENE, Unit.MG_M3, DECLARED),
        ("3.25", "2025-05-21", BENZENE, Unit.MG_M3, DECLARED),
        ("1.650", "2025-05-21", BENZENE, Unit.MG_M3, {}),
        ("0.5", "2025-05-21", BENZENE, Unit.PPM, {}),
        ("1", "2025-05-21", BENZENE, Unit.PPM, DECLARED),
        ("0.1", "2025-05-21", LEAD, Unit.MG_M3, {}),
        ("0.62", "2023-05-21", FORMALDEHYDE, Unit.MG_M3, {}),  # of a sector
        ("0.62", "2025-05-21", FORMALDEHYDE, Unit.MG_M3, DECLARED),
        ("0.05", "2013-05-14", None, Unit.MG_M3, {}),  # the firm's own, for all the catalogue knows
        ("192", "2010-01-01", Substance(id="t", name="Toluène", cas_number="108-88-3"), Unit.MG_M3, {}),
        ("100", "2016-03-08", ASBESTOS, Unit.F_L, DECLARED),
        ("0.49", "2025-05-21", Substance(id="e", name="Épichlorhydrine", cas_number="106-89-8"), Unit.PPM, {}),
        ("0.2", "2025-02-03", QUARTZ, Unit.PPM, {}),
    ],
)
def test_the_limit_printed_by_the_source(
    limit: str, on: str, agent: Agent | None, unit: Unit, expected: dict[str, str]
) -> None:
    assert told(printed(limit, on, agent, unit), "limits") == expected


def test_limits_printed_without_a_day_or_before_the_table() -> None:
    def undated(limit: str) -> Register:
        return degree("0.0001", None, declared_limit=Measure(Decimal(limit), Unit.MG_M3))

    assert undecided(undated("0.05")) == {"declared-limit-not-in-force": "the day of the result is not told"}
    # it was in force on the last day of the exposure
    assert undecided(undated("0.001")) == {}
    early = printed("0.1", "1999-01-01", LEAD)
    assert told(early, "limits") == {}
    assert "not covered" in undecided(early)["declared-limit-not-in-force"]


# -- limits that fall


def test_a_limit_that_falls_is_information() -> None:
    def informed(r: Register) -> dict[str, str]:
        return told(r, "limits", Severity.INFO)

    assert informed(of("1.2", "2025-05-21", BENZENE)) == {"limit-lowered": VALUE}
    assert informed(degree("1.2", "2025-05-21", BENZENE)) == {"limit-lowered": LEVEL}
    assert informed(of("0.6", "2025-05-21", BENZENE)) == {}
    # it fell since
    assert informed(of("2", "2012-05-21", BENZENE)) == {"limit-lowered": VALUE}
    # a later result says more
    newer = result("0.3", "2025-05-21", BENZENE, id="m2")
    assert informed(of("2", "2012-05-21", BENZENE, newer)) == {}
    over = line(agent=BENZENE.id, period=days("2024-09-02", "2025-06-30"))
    over = evolve(over, conditions=Conditions(degree=level("1.2", on=dt.date(2025, 5, 21))))
    assert informed(register(BENZENE, over)) == {}


# -- controls


CONTROL: dict[str, Any] = {"purpose": MeasurementPurpose.REGULATORY_CONTROL, "accredited": True}
OVERDUE = {"control-overdue": "/measurements/0/sampled_on"}


def exposed(agent: Agent, **more: Any) -> IndividualExposure:
    return line(agent=agent.id, degree=None, **more)


def test_a_control_of_more_than_a_year() -> None:
    late = of("0.4", "2024-01-18", BENZENE, exposed(BENZENE), **CONTROL)
    assert told(late) == OVERDUE
    assert told(of("0.4", "2024-01-18", BENZENE, **CONTROL)) == OVERDUE
    assert told(of("0.4", "2024-11-30", BENZENE, exposed(BENZENE), **CONTROL)) == {}
    assert told(late.add(result("0.4", "2025-01-16", BENZENE, id="m2", **CONTROL))) == {}
    assert told(of("0.04", "2024-05-21", DIESEL, **CONTROL)) == OVERDUE  # an indicative limit is controlled too


def test_no_control_is_owed() -> None:
    over = exposed(BENZENE, period=days("2023-09-04", "2024-06-28"))
    assert told(of("0.4", "2024-01-18", BENZENE, over, **CONTROL)) == {}
    assert told(of("0.4", "2024-01-18", BENZENE, purpose=MeasurementPurpose.RESEARCH, accredited=True)) == {}
    assert told(of("5", "2024-01-18", ASBESTOS, unit=Unit.F_L, **CONTROL)) == {}
    assert told(of("5", "2024-01-18", ACETONE, **CONTROL)) == {}
    closed = Establishment(id=SITE, active=days("2001-01-01", "2024-12-31"))
    assert told(of("0.4", "2024-01-18", BENZENE, closed, **CONTROL)) == {}
    # when it was made is not told to have been accredited: an absence shows nothing
    assert told(of("0.4", "2013-05-14", BENZENE, purpose=MeasurementPurpose.REGULATORY_CONTROL)) == {}


def test_a_control_by_a_body_that_is_not_accredited() -> None:
    no = {"accredited": False}
    expected = {"laboratory-not-accredited": "/measurements/0/accredited"}
    assert told(of("0.4", "2025-03-12", BENZENE, **{**CONTROL, **no})) == expected
    assert told(of("0.4", "2025-03-12", BENZENE, **no)) == expected
    assert told(of("0.4", "2025-03-12", BENZENE, purpose=MeasurementPurpose.ASSESSMENT, **no)) == {}
    assert told(of("0.4", "2011-03-12", BENZENE, **{**CONTROL, **no})) == {}
    assert told(of("0.04", "2013-12-31", DIESEL, **{**CONTROL, **no})) == {}
    assert told(of("5", "2025-03-12", ASBESTOS, unit=Unit.F_L, **{**CONTROL, **no})) == {}


# -- silica


def silica(
    quartz: str = "0.06", cristobalite: str = "0.03", dust: str | None = "0.4", on: str = "2025-06-10", **more: Any
) -> Register:
    values = {QUARTZ: quartz, CRISTOBALITE: cristobalite, DUST: dust}
    more.setdefault("fraction", DustFraction.RESPIRABLE)
    results = [
        result(value, on, agent, id=f"m{i}", **more)
        for i, (agent, value) in enumerate(values.items())
        if value is not None
    ]
    return register(*values, *results)


def test_a_mixture_of_dusts_with_silica() -> None:
    assert told(silica()) == {"silica-mixture-exceeded": VALUE}
    (problem,) = check(silica(), "limits", on=ON).problems
    assert "1.6444" in problem.message
    assert told(silica(fraction=None)) == {"silica-mixture-exceeded": VALUE}
    # two parts are enough where they pass one together
    assert told(silica(dust=None)) == {"silica-mixture-exceeded": VALUE}
    assert told(silica("0.02", "0.01", "0.1")) == {}
    # 0.2 + 0.6 + 0.1/5, then 0.2 + 0.6 + 0.3/0.9
    assert told(silica("0.02", "0.03", "0.3", "2021-12-31")) == {}
    assert told(silica("0.02", "0.03", "0.3")) == {"silica-mixture-exceeded": VALUE}


def test_a_mixture_told_with_the_levels_of_a_worker() -> None:
    values = {QUARTZ: "0.06", CRISTOBALITE: "0.03", DUST: "0.4"}
    more: dict[str, Any] = {"on": dt.date(2025, 6, 10), "respirator": RespiratorPosition.NONE}
    lines = [
        line(f"x{i}", agent=agent.id, degree=level(value, fraction=DustFraction.RESPIRABLE, **more))
        for i, (agent, value) in enumerate(values.items())
    ]
    assert told(register(*values, *lines)) == {"silica-mixture-exceeded": LEVEL}


@pytest.mark.parametrize(
    ("name", "fraction", "counts"),
    [
        ("Other respirable dust", None, True),
        ("Poussières", DustFraction.RESPIRABLE, True),
        ("Poussières", None, False),
        ("Fumées", DustFraction.RESPIRABLE, False),
    ],
)
def test_the_other_dust_is_known_by_its_name(name: str, fraction: DustFraction | None, counts: bool) -> None:
    dust = UnidentifiedAgent(id="other", text=name)
    parts = [result("0.02", "2025-06-10", QUARTZ), result("0.03", "2025-06-10", CRISTOBALITE, id="m2")]
    r = register(QUARTZ, CRISTOBALITE, dust, *parts, result("0.4", "2025-06-10", dust, id="m3", fraction=fraction))
    assert told(r, "limits") == ({"silica-mixture-exceeded": VALUE} if counts else {})


def test_a_part_above_its_own_limit_is_told_as_such() -> None:
    assert told(silica("0.2")) == {"limit-exceeded": VALUE}


def test_mixtures_of_which_nothing_can_be_said() -> None:
    for changes in ({"respirator": None}, {"statistic": None}):
        r = silica(**changes)
        assert told(r) == {}
        assert "silica-mixture-exceeded" in undecided(r)
    below = silica("0.06", "0.03", censored=Censoring.BELOW)
    assert told(below) == {}
    assert "quantification" in undecided(below)["silica-mixture-exceeded"]
    assert "was not" in undecided(silica("0.02", "0.01", dust=None))["silica-mixture-exceeded"]
    assert told(silica(fraction=DustFraction.INHALABLE)) == {}
    # another day, another sum
    apart = register(QUARTZ, CRISTOBALITE, result("0.06", "2025-06-10", QUARTZ, fraction=DustFraction.RESPIRABLE))
    apart = apart.add(result("0.03", "2025-06-11", CRISTOBALITE, id="m2", fraction=DustFraction.RESPIRABLE))
    assert told(apart) == {}


# -- skin


def test_a_skin_notation_is_information_told_once() -> None:
    def by(*routes: Route) -> Register:
        lines = (line(f"x{i}", worker=f"M-00{i}", agent=BENZENE.id, degree=None) for i in (1, 2))
        return register(BENZENE, *(evolve(x, conditions=evolve(x.conditions, routes=routes)) for x in lines))

    assert told(by(Route.INHALATION)) == {}
    (problem,) = check(by(Route.INHALATION), "limits", on=ON).problems
    assert (problem.code, problem.pointer) == ("skin-notation", "/agents/1")
    assert told(by(Route.INHALATION, Route.DERMAL), "limits", Severity.INFO) == {}
    assert told(by(), "limits", Severity.INFO) == {}


# -- what must stay silent


SILENT = {
    "s4: lead under the limit until 2026": degree(
        "0.08", "2025-05-21", LEAD, declared_limit=Measure(Decimal("0.1"), Unit.MG_M3)
    ),
    "s5: benzene under the limit of May 2025": degree("1.2", "2025-05-21", BENZENE),
    "s6: hexavalent chromium in 2013": degree("0.002", "2013-05-14"),
    "s16: benzene by inhalation": register(BENZENE, line(agent=BENZENE.id, degree=level("0.1", on=ON))),
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name: str) -> None:
    assert told(SILENT[name]) == {}
