"""From bytes or mappings to plain JSON values, with every fault of the text at its place.

The careful half of reading: Python's own JSON parser, which can report duplicate keys, and a walk that
finds what JSON allows but a register cannot keep.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from attrs import field, frozen

from tracexpo.codecs.reading import Limits
from tracexpo.codes import FORM
from tracexpo.extensions import MOST_EXACT
from tracexpo.form import type_name
from tracexpo.problems import Problem, Wording

__all__ = [
    "JSON_TYPES",
    "MOST_REPEATED",
    "Inspection",
    "NotJsonError",
    "Unkept",
    "json_type",
    "key_type",
    "keys_twice",
    "parse",
    "shown_key",
    "step",
]

_MOST_DEPTH: Final = 128
"""However deep a caller allows: walks are recursive."""
MOST_REPEATED: Final = 30
"""How often the values of a record may stand in it over again, on the whole."""
_ENDLESS: Final = Wording("the same values over and over", "les mêmes valeurs encore et encore")

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


def keys_twice(value: object) -> tuple[str, ...]:
    """Return the keys that an object of a text names more than once."""
    return value.twice if isinstance(value, _Object) else ()


def key_type(key: object) -> Wording:
    """Name the type of a key that JSON cannot hold."""
    return Wording(f"{type_name(key)} as a key", f"{type_name(key)} comme clé")


@frozen
class Unkept:
    """Stands where something was that cannot be kept, and that has been told."""

    was: object = field(default=None, repr=False)
    """What it was, where it was a text or a number."""


class _EndlessError(Exception):
    """A mapping holds few values, and those without end."""


class NotJsonError(Exception):
    """The text is no JSON; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def _exact(number: float) -> bool:
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
        return number
    return Unkept(text)


def _fractional(text: str) -> Any:
    number = float(text)
    return number if _exact(number) else Unkept(text)


def _constant(text: str) -> Any:
    # NaN and Infinity, which Python's parser offers and JSON lacks
    return Unkept(text)


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
        value: Any = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        context: dict[str, Any] = {"line": error.lineno, "column": error.colno, "hint": _hint(error)}
        raise NotJsonError(FORM["not-json"].at(context=context)) from None
    except RecursionError:
        raise NotJsonError(FORM["too-deep"].at(context={"limit": limits.depth})) from None
    return value


_NO_HINT: Final = Wording("", "")
_FOLLOWS: Final = Wording(
    ": something follows the document (JSON Lines are named .jsonl)",
    " : quelque chose suit le document (du JSON Lines se nomme .jsonl)",
)
_CUT: Final = Wording(
    ": the text ends before the document does, is the file cut off?",
    " : le texte finit avant le document, le fichier est-il coupé ?",
)
_PATH: Final = Wording(
    ": this looks like a path, which read takes; loads takes the content",
    " : ceci ressemble à un chemin, que read accepte ; loads accepte le contenu",
)


def _hint(error: json.JSONDecodeError) -> Wording:
    """Return what the likely cause is."""
    text = error.doc.rstrip(" \t\r\n")
    if error.msg == "Extra data":
        return _FOLLOWS
    if "{" not in text and len(text) < 1024 and text.endswith((".json", ".jsonl", ".csv", ".xlsx")):
        return _PATH
    return _CUT if error.pos >= len(text) or error.msg.startswith("Unterminated string") else _NO_HINT


def shown_key(key: str) -> bool:
    """Tell whether a key may stand in a pointer: one written like a name of a field, not like a person's data."""
    return (
        re.fullmatch(r"[a-z][a-z0-9_/~]{0,63}|[a-z0-9-]+(?:\.[A-Za-z0-9_-]+)+", key) is not None
        and len(key) <= 128
        and (sum(c.isdigit() for c in key) <= 5)
    )


def step(pointer: str, key: str | int) -> str:
    """Return the pointer one step further; a key that could be personal is not shown: the pointer stays."""
    return pointer if isinstance(key, str) and not shown_key(key) else f"{pointer}/{_escaped(key)}"


def _escaped(key: str | int) -> str | int:
    return key.replace("~", "~0").replace("/", "~1") if isinstance(key, str) else key


_Path = tuple[str | int, ...]


class Inspection:
    """A walk over plain values that copies what JSON can hold and tells the rest."""

    def __init__(self, limits: Limits, *, parsed: bool, repeated: int = MOST_REPEATED) -> None:
        self.problems: list[Problem] = []
        self.endless: bool = False
        self._repeated = repeated
        self._limits = limits
        self._parsed = parsed
        self._depth = min(limits.depth, _MOST_DEPTH)
        self._deepest = self._depth
        self._root = ""
        self._held: dict[int, Any] = {}
        self._reached = self._own = 0

    def plain(self, value: object, pointer: str = "", depth: int = 1) -> Any:
        """Return a copy made of dict, list, str, int, float, bool and None; `Unkept` stands where there is a fault.

        Args:
            value: what was parsed, or given as plain values.
            pointer: where it stands in a document.
            depth: how deep it stands there [levels].
        """
        self._root = pointer
        self._deepest = self._depth - depth
        try:
            return self._plain(value, ())
        except _EndlessError:
            self.endless = True
            return self._told("not-a-json-value", (), found=_ENDLESS)

    def _plain(self, value: Any, path: _Path) -> Any:
        kind: Any = type(value)
        if value is None or kind is bool:
            return value
        if kind is str:
            return self._text(value, path)
        if kind is int or kind is float:
            return value if self._parsed or _exact(value) else self._told("number-not-exact", path, value)
        if isinstance(value, Unkept):
            return self._told("number-not-exact", path, value.was)
        if kind is list or isinstance(value, Mapping):
            return self._container(value, path)
        return self._told("not-a-json-value", path, found=type_name(value))

    def _container(self, value: Any, path: _Path) -> Any:
        if len(path) > self._deepest:
            return self._told("too-deep", path, limit=self._depth)
        if not self._parsed:
            self._count(value)
        if type(value) is list:
            return [self._plain(item, (*path, i)) for i, item in enumerate(value)]
        for key in keys_twice(value):
            self._told("duplicate-key", (*path, key))
        plain: dict[str, Any] = {}
        for key, item in value.items():
            if type(key) is not str:
                self._told("not-a-json-value", path, found=key_type(key))
                continue
            self._text(key, (*path, key))
            plain[key] = self._plain(item, (*path, key))
        return plain

    def _count(self, value: Any) -> None:
        """Keep the values reached in proportion to those held: a few that hold one another make no end of them."""
        self._reached += 1 + len(value)
        if id(value) not in self._held:
            # held, so that no other object takes its identity
            self._held[id(value)] = value
            self._own += 1 + len(value)
        if self._reached > self._own + self._repeated * (100 + self._own):
            raise _EndlessError

    def _text(self, value: Any, path: _Path) -> Any:
        if len(value) * 4 > self._limits.string or not value.isascii():
            try:
                size = len(value.encode())
            except UnicodeEncodeError:
                return self._told("not-unicode", path, value)
            if size > self._limits.string:
                self._told("text-too-long", path, limit=self._limits.string)
        return value

    def _told(self, code: str, path: _Path, was: object = None, **context: Any) -> Unkept:
        self.problems.append(FORM[code].at(self._pointer(path), context=context))
        return Unkept(was)

    def _pointer(self, path: _Path) -> str:
        """Return the pointer of a path; it stops before a key that could be personal."""
        pointer, before, embedders = self._root, "", False
        for key in path:
            if isinstance(key, str):
                # inside extensions keys may be anything, but for the reverse-domain ones
                own = before == "extensions"
                if embedders or not shown_key(key) or (own and "." not in key):
                    break
                before, embedders = key, own
            pointer = f"{pointer}/{_escaped(key)}"
        return pointer
