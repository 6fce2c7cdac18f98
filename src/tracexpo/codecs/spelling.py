"""How values are spelled on the wire, for both readers and the writer: days, instants, decimals, tags."""

import datetime as dt
import re
import types
from decimal import Decimal
from typing import Any, Final, Union, get_origin

import attrs

from tracexpo.errors import InvalidValueError
from tracexpo.form import DECIMAL, members_of

__all__ = ["is_tagged_union", "parse_day", "parse_decimal", "parse_instant", "tag_of"]

_DAY: Final = re.compile(r"(?:19|20|21)[0-9][0-9]-[0-9][0-9]-[0-9][0-9]")
_INSTANT: Final = re.compile(_DAY.pattern + r"T(?:[01][0-9]|2[0-3]):[0-9][0-9]:[0-9][0-9]Z")


def tag_of(cls: type) -> str | None:
    """Return the tag that a class carries in `kind` where it stands in a union."""
    return getattr(cls, "KIND", None)


def parse_decimal(text: str) -> Decimal:
    """Return the decimal that a text of the wire form writes, its digits as they stand."""
    if not DECIMAL.fullmatch(text):
        raise InvalidValueError("not-a-decimal")
    number = Decimal(text)
    if number.is_zero() and number.is_signed():
        raise InvalidValueError("not-a-decimal")
    return number


def parse_day(text: str) -> dt.date:
    """Return the day that a text of the wire form writes."""
    # fromisoformat also takes 20240705 and 2024-W27-5
    if not _DAY.fullmatch(text):
        raise InvalidValueError("not-a-date")
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InvalidValueError("not-a-date") from None


def parse_instant(text: str) -> dt.datetime:
    """Return the instant that a text of the wire form writes."""
    if not _INSTANT.fullmatch(text):
        raise InvalidValueError("not-an-instant")
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        raise InvalidValueError("not-an-instant") from None


def is_tagged_union(target: Any) -> bool:
    """Tell whether a type is a union of model classes told apart by their tags."""
    if get_origin(target) not in (Union, types.UnionType):
        return False
    members = members_of(target)
    return len(members) > 1 and all(isinstance(member, type) and attrs.has(member) for member in members)
