"""Units and measures: a closed vocabulary of units, each of one kind, with exact factors inside a kind.

pint is the door to free arithmetic and to arrays: `Measure.to_pint`, `Measure.from_pint`, `factor`.
"""

from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import TYPE_CHECKING, Any, Final, Self

from attrs import frozen

from tracexpo.errors import InvalidValueError
from tracexpo.form import Number, between, check, type_name
from tracexpo.problems import Wording
from tracexpo.vocabularies import Vocabulary

if TYPE_CHECKING:
    import pint

__all__ = ["Measure", "Unit", "UnitKind", "factor"]


def _context(digits: int) -> Context:
    """Our own context, told in full: neither an embedder's context nor his `DefaultContext` changes a result."""
    return Context(
        prec=digits,
        rounding=ROUND_HALF_EVEN,
        Emin=-999_999,
        Emax=999_999,
        capitals=1,
        clamp=0,
        flags=[],
        traps=[InvalidOperation, DivisionByZero, Overflow],
    )


_EXACT: Final = _context(80)
_SIX_DIGITS: Final = _context(6)
_FIFTEEN_DIGITS: Final = _context(15)
_GAS_CONSTANT: Final = Decimal("8.314462618")
_ABSOLUTE_ZERO: Final = Decimal("-273.15")
# wide enough for diving chambers and furnaces; a slip such as kg/mol or kelvin for Celsius may still pass
_MOLAR_MASSES: Final = between(Decimal(0), Decimal(10_000), above=True)
_TEMPERATURES: Final = between(_ABSOLUTE_ZERO, Decimal(1_000), above=True)
_PRESSURES: Final = between(Decimal(0), Decimal(10_000), above=True)


class UnitKind(Vocabulary):
    """What a unit measures (grandeur): conversion and comparison stay inside one kind."""

    MASS_IN_AIR = "mass-in-air", "mass in air", "masse dans l'air"
    FIBRES_IN_AIR = "fibres-in-air", "fibres in air", "fibres dans l'air"
    VOLUME_FRACTION = "volume-fraction", "volume fraction", "fraction volumique"
    MASS_IN_FLUID = "mass-in-fluid", "mass in a biological fluid", "masse dans un liquide biologique"
    AMOUNT_IN_FLUID = "amount-in-fluid", "amount in a biological fluid", "quantité dans un liquide biologique"
    MASS_PER_CREATININE = "mass-per-creatinine", "mass per mass of creatinine", "masse par masse de créatinine"
    AMOUNT_PER_CREATININE = (
        "amount-per-creatinine",
        "amount per amount of creatinine",
        "quantité par quantité de créatinine",
    )
    MASS_ON_SURFACE = "mass-on-surface", "mass on a surface", "masse sur une surface"


class Unit(Vocabulary):
    """A unit, spelled on the wire as hygienists write it (unité)."""

    kind: UnitKind
    """What it measures."""
    power: int
    """The power of ten that leads to the first unit of its kind."""
    pint_name: str
    """How pint writes it."""

    def __new__(cls, value: str, *told: Any) -> Self:
        """Make a unit from its spelling, its labels, its kind, its power of ten and its name in pint."""
        en, fr, measured, exponent, in_pint = told
        member = str.__new__(cls, value)
        member._value_ = value
        member.wording = Wording(en, fr)
        member.kind, member.power, member.pint_name = measured, exponent, in_pint
        return member

    MG_M3 = "mg/m3", "mg/m³", "mg/m³", UnitKind.MASS_IN_AIR, 0, "milligram / meter ** 3"
    UG_M3 = "ug/m3", "µg/m³", "µg/m³", UnitKind.MASS_IN_AIR, -3, "microgram / meter ** 3"
    NG_M3 = "ng/m3", "ng/m³", "ng/m³", UnitKind.MASS_IN_AIR, -6, "nanogram / meter ** 3"
    F_CM3 = "f/cm3", "f/cm³", "f/cm³", UnitKind.FIBRES_IN_AIR, 0, "fiber / centimeter ** 3"
    F_L = "f/L", "f/L", "f/L", UnitKind.FIBRES_IN_AIR, -3, "fiber / liter"
    F_M3 = "f/m3", "f/m³", "f/m³", UnitKind.FIBRES_IN_AIR, -6, "fiber / meter ** 3"
    PPM = "ppm", "ppm", "ppm", UnitKind.VOLUME_FRACTION, 0, "ppm"
    PPB = "ppb", "ppb", "ppb", UnitKind.VOLUME_FRACTION, -3, "part_per_billion"
    UG_L = "ug/L", "µg/L", "µg/L", UnitKind.MASS_IN_FLUID, 0, "microgram / liter"
    MG_L = "mg/L", "mg/L", "mg/L", UnitKind.MASS_IN_FLUID, 3, "milligram / liter"
    UMOL_L = "umol/L", "µmol/L", "µmol/L", UnitKind.AMOUNT_IN_FLUID, 0, "micromole / liter"
    UG_G_CREATININE = (
        "ug/g-creatinine",
        "µg/g creatinine",
        "µg/g de créatinine",
        UnitKind.MASS_PER_CREATININE,
        0,
        "microgram / gram_of_creatinine",
    )
    MG_G_CREATININE = (
        "mg/g-creatinine",
        "mg/g creatinine",
        "mg/g de créatinine",
        UnitKind.MASS_PER_CREATININE,
        3,
        "milligram / gram_of_creatinine",
    )
    UMOL_MOL_CREATININE = (
        "umol/mol-creatinine",
        "µmol/mol creatinine",
        "µmol/mol de créatinine",
        UnitKind.AMOUNT_PER_CREATININE,
        0,
        "micromole / mole_of_creatinine",
    )
    UG_CM2 = "ug/cm2", "µg/cm²", "µg/cm²", UnitKind.MASS_ON_SURFACE, 0, "microgram / centimeter ** 2"
    MG_CM2 = "mg/cm2", "mg/cm²", "mg/cm²", UnitKind.MASS_ON_SURFACE, 3, "milligram / centimeter ** 2"


_NEEDS_MOLAR_MASS: Final = Wording(
    "it needs the molar mass and the temperature (to_mass_concentration, to_volume_fraction)",
    "il y faut la masse molaire et la température (to_mass_concentration, to_volume_fraction)",
)
_OTHER_KIND: Final = Wording("they measure different things", "ils ne mesurent pas la même grandeur")


def _same_kind(source: Unit, target: Unit) -> None:
    if source.kind is not target.kind:
        airborne = {UnitKind.MASS_IN_AIR, UnitKind.VOLUME_FRACTION}
        why = _NEEDS_MOLAR_MASS if {source.kind, target.kind} == airborne else _OTHER_KIND
        raise InvalidValueError(
            "conversion-between-kinds", context={"source": source.value, "target": target.value, "why": why}
        )


def factor(source: Unit, target: Unit) -> float:
    """Return the factor that turns numbers in `source` into numbers in `target`, for arrays.

    Raises:
        InvalidValueError: when the two units are not of one kind.

    >>> factor(Unit.MG_M3, Unit.UG_M3)
    1000.0
    """
    _same_kind(source, target)
    return float(Decimal(1).scaleb(source.power - target.power, _EXACT))


@frozen(weakref_slot=False)
class Measure:
    """A value with its unit, as reported (valeur mesurée): `0.10` keeps its two decimals.

    Equality is by number and unit: `Measure(Decimal("0.10"), u) == Measure(Decimal("0.1"), u)`,
    while 1 mg/m³ does not equal 1000 µg/m³; `compare` compares across the units of one kind.

    >>> Measure(Decimal("0.10"), Unit.MG_M3).to(Unit.UG_M3)
    Measure(value=Decimal('100'), unit=<Unit.UG_M3: 'ug/m3'>)
    """

    value: Number
    """The number, in the unit beside it."""
    unit: Unit
    """The unit."""

    def __attrs_post_init__(self) -> None:
        check(self)

    def to(self, unit: Unit) -> "Measure":
        """Convert exactly inside one kind.

        Raises:
            InvalidValueError: when the units are not of one kind, or the result needs more than 18 digits
                on one side of the point.
        """
        _same_kind(self.unit, unit)
        if unit is self.unit:
            return self
        value = self.value.scaleb(self.unit.power - unit.power, _EXACT)
        # 1E+2 would read as an estimate: write the digits
        return Measure(Decimal(format(value, "f")), unit)

    def compare(self, other: "Measure") -> int:
        """Return -1, 0 or 1 as this measure is smaller than, equal to or larger than the other.

        Raises:
            InvalidValueError: when the units are not of one kind.

        >>> Measure(Decimal("0.1"), Unit.F_CM3).compare(Measure(Decimal("100"), Unit.F_L))
        0
        """
        _same_kind(self.unit, other.unit)
        mine = self.value.scaleb(self.unit.power, _EXACT)
        return int(mine.compare(other.value.scaleb(other.unit.power, _EXACT), _EXACT))

    def to_mass_concentration(
        self, molar_mass: Decimal, *, temperature: Decimal = Decimal(20), pressure: Decimal = Decimal("101.3")
    ) -> "Measure":
        """Convert a volume fraction to mg/m³, to six significant digits.

        Args:
            molar_mass: of the gas or vapour [g/mol].
            temperature: of the air [°C]; French limits are stated at 20 °C.
            pressure: of the air [kPa].

        Raises:
            InvalidValueError: when this is no volume fraction, or an argument cannot be true.

        Source: R4412-149, note 5 (20 °C and 101.3 kPa, 24.06 L/mol).

        >>> Measure(Decimal("1"), Unit.PPM).to_mass_concentration(Decimal("78.11"))
        Measure(value=Decimal('3.24633'), unit=<Unit.MG_M3: 'mg/m3'>)
        """
        ppm = self.to(Unit.PPM).value
        ratio = _EXACT.divide(molar_mass, _molar_volume(molar_mass, temperature, pressure))
        return Measure(_plain(_EXACT.multiply(ppm, ratio), _SIX_DIGITS), Unit.MG_M3)

    def to_volume_fraction(
        self, molar_mass: Decimal, *, temperature: Decimal = Decimal(20), pressure: Decimal = Decimal("101.3")
    ) -> "Measure":
        """Convert a mass in air to ppm, to six significant digits; the reverse of `to_mass_concentration`.

        Raises:
            InvalidValueError: when this is no mass in air, or an argument cannot be true.

        >>> Measure(Decimal("3.25"), Unit.MG_M3).to_volume_fraction(Decimal("78.11"))
        Measure(value=Decimal('1.00113'), unit=<Unit.PPM: 'ppm'>)
        """
        mg_m3 = self.to(Unit.MG_M3).value
        ratio = _EXACT.divide(_molar_volume(molar_mass, temperature, pressure), molar_mass)
        return Measure(_plain(_EXACT.multiply(mg_m3, ratio), _SIX_DIGITS), Unit.PPM)

    def to_pint(self, registry: "pint.UnitRegistry[Any] | None" = None) -> "pint.Quantity[Any]":  # pyright: ignore[reportUnknownParameterType]
        """Return the measure as a pint quantity of the given or the application registry, in its type of numbers.

        Fibres, creatinine and parts per billion are defined in the registry where it lacks them.

        >>> print(Measure(Decimal("0.1"), Unit.MG_M3).to_pint().to("microgram / meter ** 3"))
        100.0 microgram / meter ** 3
        """
        import pint

        target: Any = pint.get_application_registry() if registry is None else registry
        _define_units(target)
        quantity: pint.Quantity[Any] = target.Quantity(target.non_int_type(self.value), self.unit.pint_name)
        return quantity

    @classmethod
    def from_pint(cls, quantity: "pint.Quantity[Any]", unit: Unit) -> "Measure":  # pyright: ignore[reportUnknownParameterType]
        """Make a measure from a pint quantity, converted by the quantity's own registry; 15 significant digits.

        pint knows dimensions, not kinds: that 400 µg/L are of blood or of air is for the caller to say, by `unit`.

        Raises:
            InvalidValueError: when it is no pint quantity, or the number is not finite, or needs more digits
                than a decimal of the form has.
            pint.DimensionalityError: when the quantity cannot be converted to the unit.

        >>> Measure.from_pint(Measure(Decimal("0.1"), Unit.F_CM3).to_pint(), Unit.F_L)
        Measure(value=Decimal('100'), unit=<Unit.F_L: 'f/L'>)
        """
        registry = getattr(quantity, "_REGISTRY", None)
        if registry is None:
            raise InvalidValueError("wrong-type", "/quantity", {"expected": "Quantity", "found": type_name(quantity)})
        _define_units(registry)
        return cls(_plain(Decimal(repr(float(quantity.to(unit.pint_name).magnitude))), _FIFTEEN_DIGITS), unit)


def _molar_volume(molar_mass: Decimal, temperature: Decimal, pressure: Decimal) -> Decimal:
    """Volume of a mole of an ideal gas [L/mol], at a temperature [°C] and a pressure [kPa]; all three are looked at."""
    for name, value, check_value in (
        ("molar_mass", molar_mass, _MOLAR_MASSES),
        ("temperature", temperature, _TEMPERATURES),
        ("pressure", pressure, _PRESSURES),
    ):
        try:
            check_value(value)
        except InvalidValueError as error:
            raise error.under(name) from None
    kelvin = _EXACT.subtract(temperature, _ABSOLUTE_ZERO)
    return _EXACT.divide(_EXACT.multiply(_GAS_CONSTANT, kelvin), pressure)


def _plain(value: Decimal, context: Context) -> Decimal:
    """Round, at most 18 decimals, and write out the digits; what would vanish is refused, never made a zero."""
    if not value.is_finite():
        raise InvalidValueError("not-a-decimal", "/value")
    rounded = context.plus(value)
    exponent = rounded.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -18:
        rounded = rounded.quantize(Decimal("1E-18"), context=_EXACT)
    if value and not rounded:
        raise InvalidValueError("not-a-decimal", "/value")
    text = format(rounded, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return Decimal("0" if text == "-0" else text)


def _define_units(registry: Any) -> None:
    """Define what pint lacks, only where absent: defining twice raises on a shared registry."""
    if "fiber" not in registry:
        # the British spelling only where it is free: it may name something else there
        registry.define("fiber = [fiber]" if "fibre" in registry else "fiber = [fiber] = _ = fibre")
    if "part_per_billion" not in registry:
        registry.define("part_per_billion = 1e-9")
    if "gram_of_creatinine" not in registry:
        registry.define("gram_of_creatinine = [creatinine_mass]")
    if "mole_of_creatinine" not in registry:
        registry.define("mole_of_creatinine = [creatinine_amount]")
