"""What an embedder keeps of its own on a record: any bounded JSON under reverse-domain keys."""

import math
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from tracexpo.errors import InvalidValueError
from tracexpo.form import check_text, type_name
from tracexpo.problems import Wording

__all__ = ["NO_EXTENSIONS", "Extensions", "Json", "extensions_of"]

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
"""What JSON can hold."""

KEY: Final = r"[a-z0-9][a-z0-9-]{0,62}(?:\.[A-Za-z0-9_-]{1,63}){1,8}"
"""A key: a domain name reversed, and a field of it (a regular expression)."""
MOST_DEPTH: Final = 32
"""How deep the value of an extension may nest, so that a register stays under the readers' limit."""
MOST_EXACT: Final = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly. Source: RFC 8785, RFC 7493."""

# arrays and objects are frozen with a tag: [1] and {"1": …} must differ, and True must not equal 1
_ARRAY, _OBJECT, _FLAG = "[", "{", "?"


def _freeze(value: object, depth: int) -> object:
    if isinstance(value, bool):
        return (_FLAG, value)
    if value is None:
        return None
    if type(value) is str:
        if value:
            check_text(value)
        return value
    if type(value) is int:
        if abs(value) > MOST_EXACT:
            raise InvalidValueError("number-not-exact")
        return value
    if type(value) is float:
        # RFC 8785 writes 1e16 as 10000000000000000, which is read as a whole number
        if not math.isfinite(value) or (value.is_integer() and abs(value) > MOST_EXACT):
            raise InvalidValueError("number-not-exact")
        return int(value) if value.is_integer() else value
    if depth == 0:
        raise InvalidValueError("too-deep", context={"limit": MOST_DEPTH})
    if type(value) is list:
        return (_ARRAY, *(_step(i, item, depth) for i, item in enumerate(value)))
    if isinstance(value, Mapping):
        for key in value:
            if type(key) is not str:
                found = Wording(f"{type_name(key)} as a key", f"{type_name(key)} comme clé")
                raise InvalidValueError("not-a-json-value", context={"found": found})
            if key:
                check_text(key)
        return (_OBJECT, *sorted((key, _step(None, item, depth)) for key, item in value.items()))
    raise InvalidValueError("not-a-json-value", context={"found": type_name(value)})


def _step(index: int | None, item: object, depth: int) -> object:
    try:
        return _freeze(item, depth - 1)
    except InvalidValueError as error:
        # a key inside a value may be a name: what is wrong in an object is told at the object
        raise InvalidValueError(error.code, "", error.context) if index is None else error.under(index) from None


def _thaw(frozen: Any) -> Json:
    if not isinstance(frozen, tuple):
        plain: Json = frozen
        return plain
    tag, *items = frozen
    if tag == _FLAG:
        flag: bool = items[0]
        return flag
    if tag == _ARRAY:
        return [_thaw(item) for item in items]
    return {key: _thaw(item) for key, item in items}


class Extensions(Mapping[str, Json]):
    """An immutable mapping from reverse-domain keys to JSON values: kept, never interpreted.

    Whole numbers up to 2⁵³ - 1 and finite floats only: what cannot be kept exactly is written as text.

    >>> Extensions({"org.example.badge": [1, True]})["org.example.badge"]
    [1, True]
    """

    __slots__ = ("_frozen",)
    _frozen: tuple[tuple[str, object], ...]

    def __init__(self, values: Mapping[str, Any] = MappingProxyType({})) -> None:
        if not isinstance(values, Mapping):
            raise InvalidValueError("wrong-type", context={"expected": "Mapping", "found": type_name(values)})
        pairs = []
        for key, value in values.items():
            if type(key) is not str or not re.fullmatch(KEY, key):
                raise InvalidValueError("extension-key-malformed")
            try:
                pairs.append((key, _freeze(value, MOST_DEPTH)))
            except InvalidValueError as error:
                raise error.under(key) from None
        object.__setattr__(self, "_frozen", tuple(sorted(pairs, key=lambda pair: pair[0])))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("extensions cannot be changed: make new ones")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("extensions cannot be changed: make new ones")

    def __getitem__(self, key: str) -> Json:
        for known, frozen in self._frozen:
            if known == key:
                return _thaw(frozen)
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return (key for key, _ in self._frozen)

    def __len__(self) -> int:
        return len(self._frozen)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Extensions):
            return self._frozen == other._frozen
        if isinstance(other, Mapping):
            try:
                return self._frozen == Extensions(other)._frozen
            except InvalidValueError:
                return False
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self._frozen)

    def __reduce__(self) -> tuple[type["Extensions"], tuple[dict[str, Json]]]:
        return (Extensions, (dict(self),))

    def __repr__(self) -> str:
        # the values are not ours to show
        return f"Extensions({', '.join(self)})"


NO_EXTENSIONS: Final = Extensions()
"""The empty extensions, shared."""


def extensions_of(value: Mapping[str, Any]) -> Extensions:
    """Return the value as `Extensions`; an empty mapping gives the shared empty one."""
    if type(value) is Extensions:
        return value
    try:
        return Extensions(value) or NO_EXTENSIONS
    except InvalidValueError as error:
        raise error.under("extensions") from None
