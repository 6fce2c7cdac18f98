"""The quick reader of one record: msgspec parses, our tables check and share, slots are filled directly.

It accepts a subset of what the careful reader accepts (only records with every field written, as our
writer writes them) and gives the same objects; what it refuses is read again by the careful reader,
which says what is wrong. Without this module everything works, slower.

How it is quick: small values that repeat (ids, days, units, whole periods, conditions, provenances) are
looked up by their bytes in bounded tables and shared; objects whose parts are proved are made without
their constructor's checks. How duplicate keys are found, since msgspec keeps the last in silence: every
object must be exactly as long as its values and its keys, once each; only where it is longer (spaces,
escapes) is the text looked at.
"""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, Final, get_args, get_origin

import msgspec
from msgspec import Meta, Raw, Struct

from tracexpo.codecs.converter import is_tagged_union, parse_day, parse_decimal, parse_instant, tag_of
from tracexpo.codecs.plain import Inspection, NotJsonError, parse
from tracexpo.codecs.reading import LIMITS, Limits
from tracexpo.errors import InvalidValueError
from tracexpo.extensions import NO_EXTENSIONS, Extensions
from tracexpo.form import Form, field_types, form_of, is_optional, members_of
from tracexpo.vocabularies import Vocabulary

__all__ = ["QuickReader", "RefusedError"]

_KEPT: Final = 4096
"""Entries of a table before it starts anew."""


class RefusedError(Exception):
    """The quick reader leaves the record to the careful one."""


_REFUSALS: Final = (
    msgspec.MsgspecError,
    InvalidValueError,
    UnicodeDecodeError,
    RecursionError,
    NotJsonError,
    RefusedError,
)


class _Table(dict[Any, Any]):
    """A bounded table of what was parsed before, by what it was parsed from."""

    def __init__(self, parse: Callable[[Any], Any]) -> None:
        super().__init__()
        self._parse = parse

    def __missing__(self, key: Any) -> Any:
        value = self._parse(key)
        if len(self) >= _KEPT:
            self.clear()
        self[key] = value
        return value


def _checked(form: Form) -> Callable[[str], str]:
    def check(text: str) -> str:
        form.check(text)
        return text

    return check


def _parser(form: Form) -> Callable[[str], Any]:
    """Return what turns a text of the wire into the value of a form, proved."""
    if form.name == "decimal":

        def number(text: str) -> Decimal:
            value = parse_decimal(text)
            form.check(value)
            return value

        return number
    if form.name == "day":
        return parse_day
    if form.name == "instant":
        return parse_instant
    return _checked(form)


def _refuse_twice(pairs: list[tuple[str, Any]]) -> None:
    if len(dict(pairs)) != len(pairs):
        raise RefusedError


_KEYS_ONCE: Final = json.JSONDecoder(object_pairs_hook=_refuse_twice, parse_int=str, parse_float=str)


class QuickReader:
    """Reads records of the wire form, one at a time; not for use by several threads at once."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._longest = limits.string
        self._structs: dict[tuple[type, bool], type[Struct]] = {}
        self._tables: dict[Any, _Table] = {}
        self._readers: dict[Any, Callable[[bytes], Any]] = {}

    def read(self, raw: bytes | Raw, target: Any) -> Any:
        """Return the record that these bytes hold.

        Args:
            raw: one JSON object.
            target: the class of the record, or the tagged union of its classes.

        Raises:
            RefusedError: when the careful reader must look.
        """
        data = bytes(raw)
        # no text can then be longer than allowed
        if len(data) > self._longest:
            raise RefusedError
        read = self._readers.get(target)
        if read is None:
            read = self._readers[target] = self._reader(target)
        try:
            return read(data)
        except _REFUSALS:
            raise RefusedError from None

    # -- what is generated once per class

    def _reader(self, target: Any) -> Callable[[bytes], Any]:
        """Return what reads one object or null."""
        tagged = is_tagged_union(target)
        builds = {self._struct(member, tagged): self._builder(member, tagged) for member in members_of(target)}
        union: Any = None
        for struct in builds:
            union = struct if union is None else union | struct
        decode = msgspec.json.Decoder(union | None if is_optional(target) else union).decode
        only = next(iter(builds.values())) if len(builds) == 1 else None

        def read(data: bytes) -> Any:
            decoded = decode(data)
            if decoded is None:
                return None
            value, length = (only or builds[type(decoded)])(decoded)
            if length != len(data):
                _KEYS_ONCE.decode(data.decode())
            return value

        return read

    def _array_reader(self, item: Any) -> Callable[[bytes], Any]:
        decode = msgspec.json.Decoder(list[Raw]).decode
        table = self._table(item, self._reader(item))

        def read_array(data: bytes) -> Any:
            return tuple([table[bytes(raw)] for raw in decode(data)])

        return read_array

    def _struct(self, cls: type, tagged: bool) -> type[Struct]:
        """Mirror a model class as a Struct whose fields are all required."""
        known = self._structs.get((cls, tagged))
        if known is None:
            fields = [(name, _wire_type(annotation)) for name, annotation in field_types(cls).items()]
            tag: dict[str, Any] = {"tag_field": "kind", "tag": tag_of(cls)} if tagged else {}
            known = msgspec.defstruct(cls.__name__, fields, forbid_unknown_fields=True, gc=False, **tag)
            self._structs[cls, tagged] = known
        return known

    def _builder(self, cls: type, tagged: bool) -> Callable[[Any], tuple[Any, int]]:
        """Generate what fills the slots of a model object from its Struct, and tells how long its text is."""
        types = field_types(cls)
        # braces and commas; quotes and colon of each key
        length = 1 + len(types) + sum(len(name) + 3 for name in types)
        if tagged:
            length += len(f'"kind":"{tag_of(cls)}",')
        names: dict[str, Any] = {"new": object.__new__, "cls": cls}
        lines = ["def build(o):", " x = new(cls)", f" n = {length}"]
        for name, annotation in types.items():
            names[f"set_{name}"] = getattr(cls, name).__set__
            lines += [f" {line}" for line in self._field_lines(cls, name, annotation, names)]
        lines += [" x.agree()"] if hasattr(cls, "agree") else []
        lines.append(" return x, n")
        exec("\n".join(lines), names)  # noqa: S102 the text is made of field names of our own classes
        build: Callable[[Any], tuple[Any, int]] = names["build"]
        return build

    def _field_lines(self, cls: type, name: str, annotation: Any, names: dict[str, Any]) -> list[str]:
        """Return the lines that fill one slot and count its bytes; what they use goes to `names`."""
        member = members_of(annotation)[0]
        form = form_of(member)
        optional = is_optional(annotation)
        known = f"table_{name}[{{}}]"
        if _is_raw(annotation):
            names[f"table_{name}"] = self._raw_table(annotation)
            return [f"b = bytes(o.{name}); n += len(b)", f"set_{name}(x, {known.format('b')})"]
        if get_origin(annotation) is tuple:
            item = form_of(get_args(annotation)[0])
            values = f"tuple(o.{name})"
            if item is not None:
                names[f"table_{name}"] = self._table(item, _parser(item))
                values = f"tuple([{known.format('i')} for i in o.{name}])"
            return [
                f"n += 2 + (sum(map(len, o.{name})) + 3 * len(o.{name}) - 1 if o.{name} else 0)",
                f"set_{name}(x, {values})",
            ]
        lines = [f"v = o.{name}"]
        if form is None:
            size, value = "len(v) + 2", "v"
        elif form.name == "flag":
            size, value = "(4 if v else 5)", "v"
        elif form.name == "count":
            size, value = "len(str(v))", "v"
        elif (name == "id" and hasattr(cls, "COLLECTION")) or form.name == "nir":
            # ids of records do not repeat, and a NIR is kept nowhere: checked, not tabled
            names[f"table_{name}"] = _Unkept(_parser(form))
            size, value = "len(v) + 2", known.format("v")
        else:
            names[f"table_{name}"] = self._table(form, _parser(form))
            size, value = "len(v) + 2", known.format("v")
        if optional:
            return [*lines, f"if v is None: n += 4; set_{name}(x, None)", f"else: n += {size}; set_{name}(x, {value})"]
        return [*lines, f"n += {size}; set_{name}(x, {value})"]

    def _raw_table(self, annotation: Any) -> _Table:
        """Return the table of a field that is looked up by its bytes."""
        form = form_of(members_of(annotation)[0])
        if form is not None:
            text: Any = Annotated[str, Meta(min_length=1)]
            return self._table((form, is_optional(annotation)), _text_reader(text, is_optional(annotation)))
        if annotation is Extensions:
            return self._table(Extensions, _extensions)
        if get_origin(annotation) is tuple:
            item = get_args(annotation)[0]
            if form_of(item) is not None:
                texts: Any = list[Annotated[str, Meta(min_length=1)]]
                decode = msgspec.json.Decoder(texts).decode
                return self._table((tuple, "text"), lambda data: tuple(decode(data)))
            return self._table((tuple, item), self._array_reader(item))
        return self._table(annotation, self._reader(annotation))

    def _table(self, key: Any, parse: Callable[[Any], Any]) -> _Table:
        return self._tables.setdefault(key, _Table(parse))


class _Unkept:
    """Looks like a table and keeps nothing."""

    def __init__(self, parse: Callable[[Any], Any]) -> None:
        self._parse = parse

    def __getitem__(self, key: Any) -> Any:
        return self._parse(key)


def _text_reader(text: Any, optional: bool) -> Callable[[bytes], Any]:
    return msgspec.json.Decoder(text | None if optional else text).decode


def _extensions(data: bytes) -> Extensions:
    if data == b"{}":
        return NO_EXTENSIONS
    inspection = Inspection(LIMITS, parsed=True)
    value = inspection.plain(parse(data, LIMITS))
    if inspection.problems or type(value) is not dict:
        raise RefusedError
    return Extensions(value)


def _is_raw(annotation: Any) -> bool:
    """Tell whether a field is looked up by its bytes: texts, objects and arrays of them."""
    if get_origin(annotation) is tuple:
        annotation = get_args(annotation)[0]
    member = members_of(annotation)[0]
    form = form_of(member)
    return form.name == "text" if form is not None else not issubclass(member, Vocabulary)


def _wire_type(annotation: Any) -> Any:
    """Return the type of a Struct's field: what msgspec proves itself, else text or raw bytes for a table."""
    if _is_raw(annotation):
        return Raw
    if get_origin(annotation) is tuple:
        item = get_args(annotation)[0]
        wire_item: Any = item if form_of(item) is None else str
        return list[wire_item]
    member = members_of(annotation)[0]
    form = form_of(member)
    wire: Any = str
    if form is None:
        wire = member
    elif form.name == "flag":
        wire = bool
    elif form.name == "count":
        wire = Annotated[int, Meta(ge=int(form.least or 0), le=int(form.most or 0))]
    return wire | None if is_optional(annotation) else wire
