import math
from typing import Any

import pytest
import rfc8785

from tracexpo.codecs.canonical import canonical, es_number


@pytest.mark.parametrize(
    ("number", "written"),
    [
        # the table of RFC 8785, appendix B
        *((0.0, "0"), (-0.0, "0"), (5e-324, "5e-324"), (-5e-324, "-5e-324")),
        *((1.7976931348623157e308, "1.7976931348623157e+308"), (-1.7976931348623157e308, "-1.7976931348623157e+308")),
        *((9007199254740992.0, "9007199254740992"), (-9007199254740992.0, "-9007199254740992")),
        *((295147905179352830000.0, "295147905179352830000"), (9.999999999999997e22, "9.999999999999997e+22")),
        *((1e23, "1e+23"), (1.0000000000000001e23, "1.0000000000000001e+23")),
        *((999999999999999700000.0, "999999999999999700000"), (999999999999999900000.0, "999999999999999900000")),
        *((1e21, "1e+21"), (9.999999999999997e-7, "9.999999999999997e-7"), (0.000001, "0.000001")),
        *((333333333.3333332, "333333333.3333332"), (333333333.33333325, "333333333.33333325")),
        *((333333333.3333333, "333333333.3333333"), (333333333.3333334, "333333333.3333334")),
        *((333333333.33333343, "333333333.33333343"), (-0.0000033333333333333333, "-0.0000033333333333333333")),
        *(
            (1424953923781206.2, "1424953923781206.2"),
            (1.0, "1"),
            (-1.5, "-1.5"),
            (100.0, "100"),
            (1e20, "1" + "0" * 20),
        ),
        *((0.1, "0.1"), (1e-7, "1e-7"), (1.5e-9, "1.5e-9"), (123e-7, "0.0000123")),
    ],
)
def test_numbers(number: float, written: str) -> None:
    assert es_number(number) == written == rfc8785.dumps(number).decode()


def test_every_power_of_ten_and_its_neighbours() -> None:
    for exponent in range(-324, 309):
        number = float(f"1e{exponent}")
        for near in (number, math.nextafter(number, 0), math.nextafter(number, math.inf), -number):
            if math.isfinite(near):
                assert es_number(near) == rfc8785.dumps(near).decode()


@pytest.mark.parametrize(
    "value",
    [
        *(None, True, False, 0, -1, 2**53 - 1, "", "é", '"\\/\b\f\n\r\t\x00\x1f\x7f\u2028', [], {}, [[]], [{}]),
        # sorted by UTF-16 code units: an astral character before U+FB33
        {"\U0001f600": 1, "\ufb33": 2, "\r": 3, "1": 4, "\u20ac": 5, "\x80": 6, "\xf6": 7, "</script>": 8, "": 9},
        {"b": {"d": [3, {"f": None, "e": True}], "c": 1.0}, "a": "b"},
    ],
)
def test_values(value: Any) -> None:
    assert canonical(value).encode() == rfc8785.dumps(value)
