import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from tracexpo.errors import InvalidValueError
from tracexpo.measurements import Measurement, RespiratoryProtection
from tracexpo.units import Measure, Unit
from tracexpo.vocabularies import Censoring, RespiratorPosition, SampleMatrix, Statistic

RESULT: dict[str, Any] = {
    "id": "m1",
    "agent": "a1",
    "establishment": "e1",
    "sampled_on": dt.date(2025, 2, 3),
    "value": Measure(Decimal("0.002"), Unit.MG_M3),
    "matrix": SampleMatrix.AIR,
}


def refusal(cls: Any, **fields: Any) -> tuple[str, str]:
    with pytest.raises(InvalidValueError) as caught:
        cls(**fields)
    return caught.value.field, caught.value.code


def test_the_least_that_makes_a_result() -> None:
    measurement = Measurement(**RESULT)
    assert (measurement.worker, measurement.censored, measurement.accredited) == (None, None, None)


@pytest.mark.parametrize("field", RESULT)
def test_none_of_it_may_be_left_out(field: str) -> None:
    with pytest.raises(TypeError, match=field):
        Measurement(**{name: value for name, value in RESULT.items() if name != field})
    assert refusal(Measurement, **{**RESULT, field: None}) == (f"/{field}", "wrong-type")


def test_a_result_with_all_that_makes_it_comparable() -> None:
    measurement = Measurement(
        **RESULT,
        declared_limit=Measure(Decimal("0.001"), Unit.MG_M3),
        censored=Censoring.BELOW,
        statistic=Statistic.TWA_8H,
        sampling_minutes=460,
        shift_minutes=480,
        accredited=False,
        respirator=RespiratorPosition.OUTSIDE,
        protection=RespiratoryProtection(type="TM3P", factor=Decimal(60), worn_minutes=0),
    )
    assert measurement.accredited is False
    assert measurement.protection is not None
    assert measurement.protection.worn_minutes == 0


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"value": Decimal("0.002")}, ("/value", "wrong-type")),
        ({"sampled_on": dt.datetime(2025, 2, 3, tzinfo=dt.UTC)}, ("/sampled_on", "wrong-type")),
        ({"sampling_minutes": 7.5}, ("/sampling_minutes", "wrong-type")),
        ({"sampling_minutes": -1}, ("/sampling_minutes", "number-out-of-range")),
        ({"accredited": 1}, ("/accredited", "wrong-type")),
        ({"statistic": Censoring.BELOW}, ("/statistic", "wrong-type")),
        ({"matrix": "air"}, ("/matrix", "wrong-type")),
    ],
)
def test_what_is_refused(fields: dict[str, Any], told: tuple[str, str]) -> None:
    assert refusal(Measurement, **{**RESULT, **fields}) == told


def test_who_measured_and_how_is_not_shown() -> None:
    said = "Mme Trébuchon"
    shown = repr(
        Measurement(**RESULT, campaign=said, method=said, laboratory=said, protection=RespiratoryProtection(type=said))
    )
    assert "Trébuchon" not in shown
    assert "0.002" in shown
