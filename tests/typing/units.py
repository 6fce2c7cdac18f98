"""What type checkers see of measures: mypy and pyright read this file, it holds no test that runs."""

from decimal import Decimal
from typing import assert_type

import tracexpo as tx
from tracexpo.units import UnitKind, factor

measure = tx.Measure(Decimal("0.10"), tx.Unit.MG_M3)

assert_type(measure.value, Decimal)
assert_type(measure.unit, tx.Unit)
assert_type(measure.unit.kind, UnitKind)
assert_type(measure.to(tx.Unit.UG_M3), tx.Measure)
assert_type(measure.compare(measure), int)
assert_type(measure.to_volume_fraction(Decimal("78.11"), temperature=Decimal(25)), tx.Measure)
assert_type(factor(tx.Unit.MG_M3, tx.Unit.UG_M3), float)
assert_type(tx.Measure.from_pint(measure.to_pint(), tx.Unit.UG_M3), tx.Measure)


def refused() -> None:
    """What a checker refuses; an ignore that is not needed would be an error itself."""
    tx.Measure(0.1, tx.Unit.MG_M3)  # type: ignore[arg-type]
    tx.Measure(Decimal(1), "mg/m3")  # type: ignore[arg-type]
    measure.to("ug/m3")  # type: ignore[arg-type]
    measure.to_mass_concentration(Decimal(78), Decimal(25))  # type: ignore[call-arg]
