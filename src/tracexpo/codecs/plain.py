"""From bytes or mappings to plain JSON values, with every fault of the text at its place.

The careful half of reading: Python's own JSON parser, which can report duplicate keys, and a walk that
finds what JSON allows but a register cannot keep.
"""

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import field, frozen

from tracexpo.codecs.reading import Limits
from tracexpo.codes import FORM
from tracexpo.extensions import MOST_EXACT
from tracexpo.problems import Problem, Wording

__all__ = ["JSON_TYPES", "NotJsonError", "json_type", "parse", "shown_key", "step"]

_MOST_NODES: Final = 100_000_000

JSON_TYPES: Final[dict[type, Wording]] = {
    dict: Wording("an object", "un objet"),
    list: Wording("an array", "un tableau"),
    str: Wording("a text", "un texte"),
    bool: Wording("true or false", "vrai ou faux (true, false)"),
    int: Wording("a number", "un nombre"),
    float: Wording("a number", "un nombre"),
    type(None): Wording("null", "null"),
}
"""What a JSON value is called."""


def json_type(value: object) -> Wording:
    """Name the type of a plain value, which unlike the value is never personal."""
    return JSON_TYPES.get(type(value), Wording("a number that cannot be kept", "un nombre qui ne peut être gardé"))


class _Object(dict[str, Any]):
    """An object of the text that remembers the keys it named twice."""

    __slots__ = ("twice",)
    twice: tuple[str, ...]


@frozen
class _Inexact:
    """What stood where there is now nothing that could be kept."""

    text: object = field(default=None, repr=False)


class NotJsonError(Exception):
    """The text is no JSON; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def _exact(number: Any) -> bool:
    """Tell whether every JSON reader keeps a number as it is; RFC 8785 writes 1e16 as a whole number."""
    if type(number) is float and not number.is_integer():
        return math.isfinite(number)
    return abs(number) <= MOST_EXACT


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    twice = _Object(plain)
    twice.twice = tuple(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
    return twice


def _whole(text: str) -> Any:
    if len(text) <= 17 and abs(number := int(text)) <= MOST_EXACT:
        return number if text[0] != "-" else -number
    return _Inexact(text)


def _fractional(text: str) -> Any:
    number = float(text)
    return number if _exact(number) else _Inexact(text)


def _constant(text: str) -> Any:
    # NaN and Infinity, which Python's parser offers and JSON lacks
    return _Inexact(text)


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_whole, parse_float=_fractional, parse_constant=_constant
)


def parse(data: bytes, limits: Limits) -> Any:
    """Parse a JSON text of UTF-8; the value may hold what `inspected` finds.

    Raises:
        NotJsonError: with the one problem that keeps it from being JSON.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise NotJsonError(FORM["not-utf-8"].at(context={"line": data.count(b"\n", 0, error.start) + 1})) from None
    if not text.strip(" \t\r\n"):
        raise NotJsonError(FORM["empty-document"].at())
    try:
        value, end = _DECODER.raw_decode(text, _after_space(text, 0))
        end = _after_space(text, end)
        if end != len(text):
            raise json.JSONDecodeError("", text, end)
    except json.JSONDecodeError as error:
        context: dict[str, Any] = {"line": error.lineno, "column": error.colno}
        raise NotJsonError(FORM["not-json"].at(context=context)) from None
    except RecursionError:
        raise NotJsonError(FORM["too-deep"].at(context={"limit": limits.depth})) from None
    return value


def _after_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def shown_key(key: str) -> bool:
    """Tell whether a key may stand in a pointer: one that looks like a name of a field, not like a person's data."""
    return len(key) <= 64 and key.isascii() and key.isprintable() and " " not in key and not _many_digits(key)


def _many_digits(key: str) -> bool:
    return sum(c.isdigit() for c in key) > 5


def step(pointer: str, key: str | int) -> str:
    """Return the pointer one step further; a key that could be personal is not shown: the pointer stays."""
    if isinstance(key, int):
        return f"{pointer}/{key}"
    if not shown_key(key):
        return pointer
    return f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"


class Inspection:
    """A walk over plain values that copies what JSON can hold and tells the rest."""

    def __init__(self, limits: Limits, *, parsed: bool) -> None:
        self.problems: list[Problem] = []
        self._limits = limits
        self._parsed = parsed
        self._nodes = 0

    def plain(self, value: object, pointer: str = "", depth: int = 1, above: tuple[int, ...] = ()) -> Any:
        """Return a copy made of dict, list, str, int, float, bool and None alone."""
        self._nodes += 1
        kind = type(value)
        if value is None or kind is bool:
            return value
        if kind is str:
            return self._text(value, pointer)
        if kind is int or kind is float:
            return value if self._parsed or _exact(value) else self._told("number-not-exact", pointer)
        if isinstance(value, _Inexact):
            self._told("number-not-exact", pointer)
            return value
        if self._nodes > _MOST_NODES:
            return self._told("too-large", pointer, limit=self._limits.document)
        if depth > self._limits.depth or id(value) in above:
            return self._told("too-deep", pointer, limit=self._limits.depth)
        if kind is list:
            within = (*above, id(value))
            items: Any = value
            return [self.plain(item, f"{pointer}/{i}", depth + 1, within) for i, item in enumerate(items)]
        if isinstance(value, Mapping):
            return self._mapping(value, pointer, depth, (*above, id(value)))
        return self._told("not-a-json-value", pointer, found=kind.__name__)

    def _mapping(self, value: Mapping[Any, Any], pointer: str, depth: int, above: tuple[int, ...]) -> dict[str, Any]:
        if isinstance(value, _Object):
            for key in value.twice:
                self._told("duplicate-key", step(pointer, key))
        plain: dict[str, Any] = {}
        for key, item in value.items():
            if type(key) is not str:
                self._told("not-a-json-value", pointer, found=f"{type(key).__name__} as a key")
                continue
            self._text(key, pointer)
            plain[key] = self.plain(item, step(pointer, key), depth + 1, above)
        return plain

    def _text(self, value: Any, pointer: str) -> Any:
        if len(value) * 4 > self._limits.string or not value.isascii():
            try:
                size = len(value.encode())
            except UnicodeEncodeError:
                self._told("not-unicode", pointer)
                return ""
            if size > self._limits.string:
                self._told("text-too-long", pointer, limit=self._limits.string)
        return value

    def _told(self, code: str, pointer: str, **context: Any) -> Any:
        self.problems.append(FORM[code].at(pointer, context=context))
        return _Inexact()


def under(problems: list[Problem], pointer: str) -> Iterator[Problem]:
    """Yield the problems at or under a pointer."""
    return (p for p in problems if p.pointer == pointer or p.pointer.startswith(pointer + "/"))
