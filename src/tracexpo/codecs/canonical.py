"""Canonical JSON of plain values (RFC 8785): for extensions and for records kept word for word.

Everything else is written by the JSON library; here are the two things it does not do: numbers as
ECMAScript writes them, and keys sorted by UTF-16 code units.
"""

from decimal import Decimal
from typing import Any

import msgspec

__all__ = ["canonical", "es_number"]


def es_number(number: float) -> str:
    """Return a finite float as ECMAScript writes it. Source: ECMA-262, Number::toString; RFC 8785, 3.2.2.3.

    >>> es_number(1e21), es_number(1e20), es_number(0.000001), es_number(1e-7), es_number(-0.0)
    ('1e+21', '100000000000000000000', '0.000001', '1e-7', '0')
    """
    if number == 0:
        return "0"
    # repr gives the shortest digits that read back, as ECMAScript asks
    sign, digits, exponent = Decimal(repr(number)).normalize().as_tuple()
    assert isinstance(exponent, int)
    text = "".join(map(str, digits))
    point = len(text) + exponent
    if len(text) <= point <= 21:
        written = text + "0" * (point - len(text))
    elif 0 < point <= 21:
        written = f"{text[:point]}.{text[point:]}"
    elif -6 < point <= 0:
        written = f"0.{'0' * -point}{text}"
    else:
        mantissa = text[0] + (f".{text[1:]}" if len(text) > 1 else "")
        written = f"{mantissa}e{'+' if point > 0 else '-'}{abs(point - 1)}"
    return f"-{written}" if sign else written


def canonical(value: Any) -> str:
    """Return plain values as canonical JSON.

    >>> canonical({"b": [1.0, None], "a": "é"})
    '{"a":"é","b":[1,null]}'
    """
    if type(value) is float:
        return es_number(value)
    if type(value) is list:
        return f"[{','.join(map(canonical, value))}]"
    if isinstance(value, dict):
        items = sorted(value.items(), key=lambda item: item[0].encode("utf-16-be"))
        return f"{{{','.join(f'{_text(key)}:{canonical(item)}' for key, item in items)}}}"
    return _text(value)


def _text(value: str | int | None) -> str:
    return msgspec.json.encode(value).decode()
