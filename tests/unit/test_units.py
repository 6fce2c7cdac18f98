import decimal
import math
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracexpo.errors import InvalidValueError
from tracexpo.units import Measure, Unit, UnitKind, factor

PAIRS = [(a, b) for a, b in product(Unit, Unit) if a.kind is b.kind]
STRANGERS = [(a, b) for a, b in product(Unit, Unit) if a.kind is not b.kind]
BENZENE, FORMALDEHYDE, VINYL_CHLORIDE = Decimal("78.11"), Decimal("30.03"), Decimal("62.50")
OURS = {"fiber", "fibre", "part_per_billion", "gram_of_creatinine", "mole_of_creatinine"}

each_pair = pytest.mark.parametrize(("source", "target"), PAIRS, ids=lambda unit: unit.name)


def m(value: str, unit: Unit) -> Measure:
    return Measure(Decimal(value), unit)


def refusal(action: Any) -> tuple[str, str]:
    with pytest.raises(InvalidValueError) as caught:
        action()
    return caught.value.field, caught.value.code


# -- exact factors, held against pint's


@each_pair
def test_a_factor_is_the_one_of_pint(source: Unit, target: Unit) -> None:
    converted = m("1", source).to_pint().to(target.pint_name)
    assert math.isclose(converted.magnitude, factor(source, target), rel_tol=1e-12)


@each_pair
def test_converting_is_exact_and_goes_by_the_factor(source: Unit, target: Unit) -> None:
    assert Fraction(m("7.25", source).to(target).value) == Fraction("7.25") * Fraction(10) ** (
        source.power - target.power
    )
    assert float(m("1", source).to(target).value) == factor(source, target)


@pytest.mark.parametrize("kind", UnitKind)
def test_the_first_unit_of_a_kind_is_its_measure(kind: UnitKind) -> None:
    units = [unit for unit in Unit if unit.kind is kind]
    assert units[0].power == 0
    assert len({unit.power for unit in units}) == len(units)


NUMBERS = st.decimals(min_value=-(10**6), max_value=10**6, places=6).filter(lambda d: d or not d.is_signed())


@given(NUMBERS, st.sampled_from(PAIRS))
def test_there_and_back_is_where_one_was(number: Decimal, pair: tuple[Unit, Unit]) -> None:
    measure = Measure(number, pair[0])
    there = measure.to(pair[1])
    assert there.unit is pair[1]
    assert there.to(pair[0]) == measure
    assert there.compare(measure) == measure.compare(there) == 0


@given(NUMBERS, NUMBERS, st.sampled_from(PAIRS))
def test_comparing_goes_by_size_whatever_the_unit(a: Decimal, b: Decimal, pair: tuple[Unit, Unit]) -> None:
    one, other = Measure(a, pair[0]), Measure(b, pair[0]).to(pair[1])
    assert one.compare(other) == (a > b) - (a < b) == -other.compare(one)


@pytest.mark.parametrize(
    ("measure", "unit", "written"),
    [
        (m("0.10", Unit.MG_M3), Unit.MG_M3, "0.10"),
        (m("0.10", Unit.MG_M3), Unit.UG_M3, "100"),
        (m("100", Unit.UG_M3), Unit.MG_M3, "0.100"),
        (m("0.1", Unit.F_CM3), Unit.F_L, "100"),
        (m("0.00", Unit.MG_M3), Unit.NG_M3, "0"),
        (m("-0.012", Unit.MG_M3), Unit.UG_M3, "-12"),
        (m("1E+2", Unit.PPM), Unit.PPB, "100000"),
        (m("123456789012345678", Unit.NG_M3), Unit.MG_M3, "123456789012.345678"),
    ],
)
def test_digits_are_written_out(measure: Measure, unit: Unit, written: str) -> None:
    assert str(measure.to(unit).value) == written


def test_what_needs_more_digits_than_the_form_has_is_refused() -> None:
    assert refusal(lambda: m("999999999999999999", Unit.MG_M3).to(Unit.UG_M3)) == ("/value", "not-a-decimal")
    assert refusal(lambda: m("0.000000000000000001", Unit.UG_M3).to(Unit.MG_M3)) == ("/value", "not-a-decimal")


def test_equality_is_by_number_and_unit() -> None:
    assert m("0.10", Unit.MG_M3) == m("0.1", Unit.MG_M3)
    assert hash(m("0.10", Unit.MG_M3)) == hash(m("0.1", Unit.MG_M3))
    assert m("1", Unit.MG_M3) != m("1000", Unit.UG_M3)
    assert str(m("0.10", Unit.MG_M3).value) == "0.10"


# -- kinds never meet


@pytest.mark.parametrize("kind", UnitKind)
def test_kinds_never_convert_into_each_other(kind: UnitKind) -> None:
    for source, target in STRANGERS:
        if source.kind is kind:
            for action in (
                lambda a=source, b=target: factor(a, b),
                lambda a=source, b=target: m("1", a).to(b),
                lambda a=source, b=target: m("1", a).compare(m("1", b)),
            ):
                assert refusal(action) == ("", "conversion-between-kinds")


def test_lead_in_blood_is_no_lead_in_air() -> None:
    # they share a dimension, and pint would convert them
    with pytest.raises(InvalidValueError, match="ug/L is not convertible to mg/m3: they measure different things"):
        m("400", Unit.UG_L).to(Unit.MG_M3)


@pytest.mark.parametrize(("source", "target"), [(Unit.PPM, Unit.MG_M3), (Unit.NG_M3, Unit.PPB)])
def test_ppm_to_mass_says_what_it_needs(source: Unit, target: Unit) -> None:
    with pytest.raises(InvalidValueError) as caught:
        m("1", source).to(target)
    assert "molar mass and the temperature" in caught.value.message_in("en")
    assert "masse molaire et la température" in caught.value.message_in("fr")


# -- ppm and mg/m³


@pytest.mark.parametrize(
    ("ppm", "molar_mass", "printed"),
    # R4412-149: 1 ppm of benzene, 0.3 ppm of formaldehyde, 1 ppm of vinyl chloride
    [("1", BENZENE, "3.25"), ("0.3", FORMALDEHYDE, "0.37"), ("1", VINYL_CHLORIDE, "2.60")],
)
def test_french_limits_are_stated_at_20_degrees(ppm: str, molar_mass: Decimal, printed: str) -> None:
    mass = m(ppm, Unit.PPM).to_mass_concentration(molar_mass)
    assert mass.unit is Unit.MG_M3
    assert round(mass.value, 2) == Decimal(printed)
    # note 5 of the table: 24.06 L/mol
    assert math.isclose(mass.value, Decimal(ppm) * molar_mass / Decimal("24.06"), rel_tol=1e-4)


def test_the_classic_25_degrees_give_another_value() -> None:
    at_25 = m("1", Unit.PPM).to_mass_concentration(BENZENE, temperature=Decimal(25), pressure=Decimal("101.325"))
    assert round(at_25.value, 2) == Decimal("3.19")
    assert at_25 != m("1", Unit.PPM).to_mass_concentration(BENZENE)


def test_any_unit_of_the_kind_will_do() -> None:
    assert m("1000", Unit.PPB).to_mass_concentration(BENZENE) == m("1", Unit.PPM).to_mass_concentration(BENZENE)
    assert m("3250", Unit.UG_M3).to_volume_fraction(BENZENE) == m("3.25", Unit.MG_M3).to_volume_fraction(BENZENE)


@given(
    st.decimals(min_value="0.0001", max_value=10_000, places=4),
    st.decimals(min_value=2, max_value=500, places=2),
    st.decimals(min_value=-20, max_value=60, places=1),
    st.decimals(min_value=50, max_value=700, places=1),
)
def test_mass_and_volume_are_each_other_s_reverse(
    ppm: Decimal, molar_mass: Decimal, temperature: Decimal, pressure: Decimal
) -> None:
    air = {"temperature": temperature, "pressure": pressure}
    mass = Measure(ppm, Unit.PPM).to_mass_concentration(molar_mass, **air)
    back = mass.to_volume_fraction(molar_mass, **air)
    assert math.isclose(back.value, ppm, rel_tol=1e-5)
    assert len(mass.value.normalize().as_tuple().digits) <= 6


def test_only_between_ppm_and_mass_in_air() -> None:
    assert refusal(lambda: m("1", Unit.MG_M3).to_mass_concentration(BENZENE)) == ("", "conversion-between-kinds")
    assert refusal(lambda: m("1", Unit.F_L).to_mass_concentration(BENZENE)) == ("", "conversion-between-kinds")
    assert refusal(lambda: m("1", Unit.PPM).to_volume_fraction(BENZENE)) == ("", "conversion-between-kinds")
    assert refusal(lambda: m("1", Unit.UG_L).to_volume_fraction(BENZENE)) == ("", "conversion-between-kinds")


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"molar_mass": Decimal(0)}, "/molar_mass", "number-not-above"),
        ({"molar_mass": Decimal(-78)}, "/molar_mass", "number-not-above"),
        ({"molar_mass": Decimal(10_001)}, "/molar_mass", "number-not-above"),
        ({"molar_mass": Decimal("NaN")}, "/molar_mass", "not-a-decimal"),
        ({"molar_mass": 78.11}, "/molar_mass", "wrong-type"),
        ({"molar_mass": None}, "/molar_mass", "wrong-type"),
        ({"temperature": Decimal("-273.15")}, "/temperature", "number-not-above"),
        ({"temperature": 20}, "/temperature", "wrong-type"),
        ({"pressure": Decimal(0)}, "/pressure", "number-not-above"),
        ({"pressure": Decimal("Infinity")}, "/pressure", "not-a-decimal"),
    ],
    ids=lambda value: "-".join(f"{k}={v}" for k, v in value.items()) if isinstance(value, dict) else "",
)
def test_what_cannot_be_true_of_a_gas_is_refused(wrong: dict[str, Any], field: str, code: str) -> None:
    for measure, convert in (
        (m("1", Unit.PPM), Measure.to_mass_concentration),
        (m("1", Unit.MG_M3), Measure.to_volume_fraction),
    ):
        assert refusal(lambda d=convert, v=measure: d(v, **{"molar_mass": BENZENE, **wrong})) == (field, code)


def test_a_trace_is_never_made_a_zero() -> None:
    trace = m("0.000000000000000001", Unit.PPM)
    assert refusal(lambda: trace.to_mass_concentration(Decimal(2))) == ("/value", "not-a-decimal")
    assert m("0.000", Unit.PPM).to_mass_concentration(BENZENE) == m("0", Unit.MG_M3)


# -- whatever the decimal context


@pytest.fixture(params=["two digits", "every signal trapped"])
def _changed_context(request: pytest.FixtureRequest) -> Iterator[None]:
    with decimal.localcontext() as context:
        if request.param == "two digits":
            context.prec, context.Emax, context.Emin, context.rounding = 2, 5, -5, decimal.ROUND_UP
        else:
            for signal in context.traps:
                context.traps[signal] = True
        yield


def _results() -> list[object]:
    measure = m("0.123456789", Unit.MG_M3)
    return [
        str(measure.to(Unit.NG_M3).value),
        measure.compare(m("123.456788", Unit.UG_M3)),
        factor(Unit.NG_M3, Unit.MG_M3),
        str(measure.to_volume_fraction(BENZENE).value),
        str(m("0.987654321", Unit.PPM).to_mass_concentration(BENZENE, temperature=Decimal("21.37")).value),
        str(Measure.from_pint(measure.to_pint(), Unit.UG_M3).value),
        hash(measure),
        repr(measure),
    ]


AS_USUAL = _results()


@pytest.mark.usefixtures("_changed_context")
def test_a_changed_decimal_context_changes_no_result() -> None:
    assert _results() == AS_USUAL


def test_a_changed_default_context_changes_no_result() -> None:
    code = (
        "import decimal; d = decimal.DefaultContext; d.prec, d.rounding, d.Emax = 3, decimal.ROUND_UP, 9;"
        "d.traps[decimal.Inexact] = True; from decimal import Decimal; from tracexpo import Measure, Unit;"
        "print(Measure(Decimal('0.123456789'), Unit.MG_M3).to_volume_fraction(Decimal('78.11')).value)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == (AS_USUAL[3], "")


# -- pint


@pytest.fixture(scope="module")
def registry() -> Any:
    """A registry of one's own, to which nothing is added but what we add."""
    return pint.UnitRegistry()


@pytest.fixture
def fresh() -> Any:
    """A registry of one's own that nobody has touched."""
    return pint.UnitRegistry()


@pytest.mark.parametrize("unit", Unit)
def test_to_pint_and_back(unit: Unit, registry: Any) -> None:
    measure = m("0.25", unit)
    for chosen in (None, registry):
        quantity = measure.to_pint(chosen)
        assert quantity.magnitude == 0.25
        assert Measure.from_pint(quantity, unit) == measure


def test_the_application_registry_is_asked_for_when_it_is_needed(registry: Any) -> None:
    before = pint.get_application_registry().get()
    try:
        pint.set_application_registry(registry)  # noqa: TID251
        assert m("1", Unit.PPB).to_pint()._REGISTRY is registry
    finally:
        pint.set_application_registry(before)  # noqa: TID251
    assert m("1", Unit.PPB).to_pint()._REGISTRY is before


def test_a_registry_is_never_changed_beyond_what_it_lacks(fresh: Any) -> None:
    plain = pint.UnitRegistry()
    application = pint.get_application_registry()
    chosen = application.get()
    for target in (application, fresh):
        before = dict(target._units)
        for unit in Unit:
            m("1", unit).to_pint(target)
        after = dict(target._units)
        assert all(after[name] is definition for name, definition in before.items())
        # pint itself notes the prefixed names it meets, such as milligram
        assert {name for name in set(after) - set(before) if name not in plain} <= OURS
    assert pint.get_application_registry().get() is chosen


def test_names_that_a_registry_has_are_kept(fresh: Any) -> None:
    fresh.define("fiber = 3 * count")
    fresh.define("part_per_billion = 1e-9 = other_name")
    before = fresh._units["fiber"]
    assert m("1", Unit.F_L).to_pint(fresh).to("count / liter").magnitude == 3
    assert fresh._units["fiber"] is before
    assert m("1", Unit.PPB).to_pint(fresh).to("other_name").magnitude == 1


def test_the_british_spelling_is_left_to_who_took_it(fresh: Any) -> None:
    fresh.define("fibre = 5 * count")
    before = fresh._units["fibre"]
    assert Measure.from_pint(m("1", Unit.F_CM3).to_pint(fresh), Unit.F_L) == m("1000", Unit.F_L)
    assert fresh._units["fibre"] is before


def test_fibres_are_no_counts_and_creatinine_no_substance(registry: Any) -> None:
    for unit, other in (
        (Unit.F_L, "1 / liter"),
        (Unit.UG_G_CREATININE, "microgram / gram"),
        (Unit.UMOL_MOL_CREATININE, "micromole / mole"),
    ):
        with pytest.raises(pint.DimensionalityError):
            m("1", unit).to_pint(registry).to(other)


def test_from_pint_converts_by_the_registry_of_the_quantity(fresh: Any) -> None:
    fresh.define("puff = 250 * microgram / meter ** 3")
    assert Measure.from_pint(fresh.Quantity(2, "puff"), Unit.MG_M3) == m("0.5", Unit.MG_M3)
    assert "puff" not in pint.get_application_registry()
    assert Measure.from_pint(fresh.Quantity(1, "percent"), Unit.PPM) == m("10000", Unit.PPM)


def test_a_registry_of_decimals_keeps_them() -> None:
    exact = pint.UnitRegistry(non_int_type=Decimal)
    for unit in Unit:
        quantity = m("0.10", unit).to_pint(exact)
        assert str(quantity.magnitude) == "0.10"
        assert Measure.from_pint(quantity, unit) == m("0.10", unit)
    assert m("0.1", Unit.PPB).to_pint(exact).to("ppm").magnitude == Decimal("0.0001")


def test_from_pint_keeps_fifteen_digits(registry: Any) -> None:
    made = Measure.from_pint(registry.Quantity(0.1 + 0.2, "milligram / meter ** 3"), Unit.MG_M3)
    assert str(made.value) == "0.3"
    assert str(Measure.from_pint(registry.Quantity(-0.0, "ppm"), Unit.PPM).value) == "0"
    assert str(Measure.from_pint(registry.Quantity(1e17, "ppm"), Unit.PPM).value) == "100000000000000000"


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 1e18, 1e300, 1e-19, -1e-300])
def test_from_pint_refuses_numbers_the_form_cannot_hold(number: float, registry: Any) -> None:
    quantity = registry.Quantity(number, "ppm")
    assert refusal(lambda: Measure.from_pint(quantity, Unit.PPM)) == ("/value", "not-a-decimal")


def test_from_pint_refuses_another_dimension(registry: Any) -> None:
    with pytest.raises(pint.DimensionalityError):
        Measure.from_pint(registry.Quantity(1, "meter"), Unit.MG_M3)


@pytest.mark.parametrize("wrong", [0.1, "0.1 mg/m3", None, m("1", Unit.PPM)], ids=lambda value: type(value).__name__)
def test_from_pint_takes_quantities_alone(wrong: Any) -> None:
    assert refusal(lambda: Measure.from_pint(wrong, Unit.PPM)) == ("/quantity", "wrong-type")
