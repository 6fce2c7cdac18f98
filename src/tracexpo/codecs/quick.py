"""The quick reader of one record: msgspec parses, our tables check and share, slots are filled directly.

It accepts a subset of what the careful reader accepts (only records with every field written, as our
writer writes them) and gives the same objects; what it refuses is read again by the careful reader,
which says what is wrong. Without this module everything works, slower.

How it is quick: msgspec decodes a record into Structs that mirror the model; ids, days, numbers, texts and
small objects that repeat are looked up in bounded tables and shared; objects whose parts are proved are
made without their constructor's checks. How duplicate keys are found, since msgspec keeps the last in
silence: written again, the record must be as long as it was; only where it was longer (spaces, escapes,
a key named twice) is its text looked at.
"""

import json
from collections.abc import Callable
from typing import Annotated, Any, Final, Literal, get_args, get_origin

import msgspec
from msgspec import Meta, Raw, Struct

from tracexpo.codecs.plain import Inspection, NotJsonError, parse
from tracexpo.codecs.reading import LIMITS, Limits
from tracexpo.codecs.spelling import is_tagged_union, parse_day, parse_decimal, parse_instant, tag_of
from tracexpo.errors import InvalidValueError
from tracexpo.exposures import Conditions, Level
from tracexpo.extensions import NO_EXTENSIONS, Extensions
from tracexpo.form import ID, MOST_TEXT, NIR_SHAPED, Form, field_types, form_of, is_optional, members_of
from tracexpo.periods import Period
from tracexpo.provenance import Measured, Provenance
from tracexpo.vocabularies import Vocabulary

__all__ = ["REFUSALS", "QuickReader", "RefusedError"]

_KEPT: Final = 4096
"""Entries of a table before it starts anew."""
_DAYS: Final = 32_768
"""Days kept before their table starts anew: the days of some ninety years, so of a whole register."""
_LARGE: Final = 4096
"""A larger record makes every table start anew, so that none holds many long texts [byte]."""
_VARIED: Final = frozenset({Period, Conditions, Level, Provenance, Measured})
"""Objects that seldom repeat as a whole: built each time, of parts that do."""


_Way = tuple[Callable[[bytes | Raw], Any], Callable[[Any], Any]]
"""What decodes the records of a class, and what builds them."""


class RefusedError(Exception):
    """The quick reader leaves the record to the careful one."""


REFUSALS: Final = (
    msgspec.MsgspecError,
    InvalidValueError,
    UnicodeDecodeError,
    RecursionError,
    NotJsonError,
    RefusedError,
)


class _Table(dict[Any, Any]):
    """A bounded table of what the values of the wire stand for."""

    def __init__(self, parse: Callable[[Any], Any], most: int = _KEPT) -> None:
        super().__init__({None: None})
        self._parse = parse
        self._most = most

    def __missing__(self, key: Any) -> Any:
        value = self._parse(key)
        if len(self) >= self._most:
            self.clear()
            self[None] = None
        self[key] = value
        return value


def _parser(form: Form) -> Callable[[str], Any]:
    """Return what turns a text of the wire into the value of a form, proved."""
    convert = _CONVERSIONS.get(form.name)
    check = form.check
    if convert is not None and form.least is None:
        return convert

    def parse_checked(text: str) -> Any:
        value = text if convert is None else convert(text)
        check(value)
        return value

    return parse_checked


_CONVERSIONS: Final[dict[str, Callable[[str], Any]]] = {
    "decimal": parse_decimal,
    "day": parse_day,
    "instant": parse_instant,
}


def _refuse_twice(pairs: list[tuple[str, Any]]) -> None:
    if len(dict(pairs)) != len(pairs):
        raise RefusedError


_EMPTY: Final = Raw(b"{}")
_KEYS_ONCE: Final = json.JSONDecoder(object_pairs_hook=_refuse_twice, parse_int=str, parse_float=str)


def _twin(cls: type) -> type | None:
    """Return a class of the same slots that is not frozen, if an object of it may become one of `cls`.

    Filling plain slots is four times as quick as going round the guard of a frozen class. Only CPython
    has such a layout, and only for classes without slots for weak references.
    """
    twin: Any = type(cls.__name__, cls.__bases__, {"__slots__": cls.__slots__})  # type: ignore[attr-defined] # attrs made it so
    try:
        twin().__class__ = cls
    except TypeError:
        return None
    made: type = twin
    return made


class QuickReader:
    """Reads records of the wire form, one at a time; not for use by several threads at once."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._longest = min(limits.string, MOST_TEXT)
        self._structs: dict[tuple[type, bool, bool], type[Struct]] = {}
        self._tables: dict[Any, _Table] = {}
        self._readers: dict[Any, Callable[[bytes | Raw], Any]] = {}
        self._texts: dict[str | None, str | None] = {}
        self._written = bytearray()
        self._share = self._texts.setdefault

    def read(self, raw: bytes | Raw, target: Any) -> Any:
        """Return the record that these bytes hold.

        Args:
            raw: one JSON object.
            target: the class of the record, or the tagged union of its classes.

        Raises:
            RefusedError: when the careful reader must look.
        """
        try:
            return self.reader(target)(raw)
        except REFUSALS:
            raise RefusedError from None

    def reader(self, target: Any) -> Callable[[bytes | Raw], Any]:
        """Return what reads records of one class or union: for loops, which catch any of `REFUSALS`."""
        read = self._readers.get(target)
        if read is None:
            read = self._readers[target] = self._reader(target)
        return read

    def forget(self) -> None:
        """Let go of every value read, which may be personal; what was generated stays."""
        self._texts.clear()
        self._written.clear()
        for table in self._tables.values():
            table.clear()
            table[None] = None

    # -- what is generated once per class

    def _reader(self, target: Any) -> Callable[[bytes | Raw], Any]:
        """Return what reads one record."""
        ways = self._ways(target)
        decode, build = ways[0]
        longest, texts, forget = self._longest, self._texts, self.forget
        written, write = self._written, msgspec.json.Encoder().encode_into

        def read(raw: bytes | Raw) -> Any:
            nonlocal decode, build
            size = len(raw)
            # no text can then be longer than allowed
            if size > longest:
                raise RefusedError
            if size > _LARGE:
                forget()
            elif len(texts) > _KEPT:
                texts.clear()
            try:
                struct = decode(raw)
            except msgspec.ValidationError:
                # records of a kind come in runs
                decode, build = _way_of(raw, ways)
                struct = decode(raw)
            record = build(struct)
            # what is written again has no spaces, no needless escapes and each key once
            write(struct, written)
            if len(written) != size:
                _KEYS_ONCE.decode(bytes(raw).decode())
            return record

        return read

    def _ways(self, target: Any) -> list[_Way]:
        """Return for each class of a union what decodes its records and what builds them."""
        members = members_of(target)
        structs = [self._struct(member, tagged=len(members) > 1, alone=True) for member in members]
        return [
            (msgspec.json.Decoder(struct).decode, self._class_builder(member))
            for struct, member in zip(structs, members, strict=True)
        ]

    def _builder(self, target: Any) -> Callable[[Any], Any]:
        """Return what builds an object of a class, or of the class of a union that its Struct mirrors."""
        members = members_of(target)
        if len(members) == 1:
            return self._class_builder(members[0])
        builds = {self._struct(member, tagged=True): self._class_builder(member) for member in members}
        return lambda struct: builds[type(struct)](struct)

    def _struct(self, cls: type, *, tagged: bool, alone: bool = False) -> type[Struct]:
        """Mirror a model class as a Struct whose fields are all required.

        Args:
            cls: the class.
            tagged: whether its objects tell their kind.
            alone: whether it is decoded by itself: msgspec then takes a tag for optional, so the kind is a field.
        """
        known = self._structs.get((cls, tagged, alone))
        if known is None:
            types = {name: self._wire_type(annotation) for name, annotation in field_types(cls).items()}
            kind: dict[str, Any] = {}
            if tagged and alone:
                types["kind"] = Literal[tag_of(cls)]
            elif tagged:
                kind = {"tag_field": "kind", "tag": tag_of(cls)}
            # in the order of the form, in which msgspec finds a field at once
            fields = sorted(types.items())
            known = msgspec.defstruct(cls.__name__, fields, forbid_unknown_fields=True, frozen=True, gc=False, **kind)
            self._structs[cls, tagged, alone] = known
        return known

    def _wire_type(self, annotation: Any) -> Any:
        """Return the type of a Struct's field: what msgspec proves itself, else a text for a table."""
        if annotation is Extensions:
            return Raw
        if get_origin(annotation) is tuple:
            item: Any = self._wire_type(get_args(annotation)[0])
            return tuple[item, ...]
        members = members_of(annotation)
        form = form_of(members[0])
        wire: Any = None
        if form is not None:
            wire = _scalar_wire_type(form)
        elif issubclass(members[0], Vocabulary):
            wire = members[0]
        else:
            for member in members:
                struct = self._struct(member, tagged=is_tagged_union(annotation))
                wire = struct if wire is None else wire | struct
        return wire | None if is_optional(annotation) else wire

    def _class_builder(self, cls: type) -> Callable[[Any], Any]:
        """Generate what fills the slots of a model object from its Struct."""
        twin = _twin(cls)
        names: dict[str, Any] = {"new": object.__new__, "cls": cls, "twin": twin}
        lines = ["def build(o):", " x = twin()" if twin else " x = new(cls)"]
        for name, annotation in field_types(cls).items():
            value = self._value(cls, name, annotation, names)
            names[f"set_{name}"] = getattr(cls, name).__set__
            lines.append(f" x.{name} = {value}" if twin else f" set_{name}(x, {value})")
        lines += [" x.__class__ = cls"] if twin else []
        lines += [" x.agree()"] if hasattr(cls, "agree") else []
        lines.append(" return x")
        # the text is made of field names of our own classes
        exec(compile("\n".join(lines), f"<quick reader of {cls.__name__}>", "exec"), names)  # noqa: S102
        build: Callable[[Any], Any] = names["build"]
        return build

    def _value(self, cls: type, name: str, annotation: Any, names: dict[str, Any]) -> str:
        """Return the expression of what goes into one slot; what it uses goes to `names`."""
        member = members_of(annotation)[0]
        form = form_of(member)
        plain, table = f"o.{name}", f"table_{name}"
        if annotation is Extensions:
            names |= {"extensions": _extensions, "none": NO_EXTENSIONS, "empty": _EMPTY}
            return f"none if {plain} == empty else extensions(bytes({plain}))"
        if get_origin(annotation) is tuple:
            names[table] = self._table(annotation, self._tuple_parser(get_args(annotation)[0]))
        elif form is None and issubclass(member, Vocabulary):
            return plain
        elif form is None:
            build = self._builder(annotation)
            if member in _VARIED:
                names[f"build_{name}"] = build
                built = f"build_{name}({plain})"
                return f"None if {plain} is None else {built}" if is_optional(annotation) else built
            names[table] = self._table(annotation, build)
        elif form.name in ("flag", "count"):
            return plain
        elif form.name == "text":
            names["share"] = self._share
            return f"share({plain}, {plain})"
        elif name == "id" and hasattr(cls, "COLLECTION"):
            # ids of records do not repeat: checked, not tabled
            names["is_id"], names["refuse"] = ID.fullmatch, _refuse
            # what may be a NIR the careful reader looks at
            names["may_be_nir"] = NIR_SHAPED.fullmatch
            nir = f"14 < len({plain}) < 26 and may_be_nir({plain})"
            return f"{plain} if is_id({plain}) and not ({nir}) else refuse()"
        elif form.name in ("decimal", "nir", "instant"):
            # a number stands in an object that is tabled itself, an instant seldom repeats; a NIR is kept nowhere
            names[f"parse_{name}"] = _parser(form)
            parsed = f"parse_{name}({plain})"
            return f"None if {plain} is None else {parsed}" if is_optional(annotation) else parsed
        else:
            names[table] = self._table(form, _parser(form), _DAYS if form.name == "day" else _KEPT)
        return f"{table}[{plain}]"

    def _tuple_parser(self, item: Any) -> Callable[[Any], tuple[Any, ...]]:
        """Return what turns the items of an array into those of a field."""
        form = form_of(item)
        if form is None and not issubclass(members_of(item)[0], Vocabulary):
            each = self._builder(item)
        elif form is None or form.name == "text":
            return tuple
        else:
            each = _parser(form)
        return lambda items: tuple([each(item) for item in items])

    def _table(self, key: Any, parse: Callable[[Any], Any], most: int = _KEPT) -> _Table:
        return self._tables.setdefault(key, _Table(parse, most))


def _way_of(raw: bytes | Raw, ways: list[_Way]) -> _Way:
    """Return the way by which a record can be decoded."""
    for way in ways:
        try:
            way[0](raw)
        except msgspec.ValidationError:
            continue
        return way
    raise RefusedError


def _refuse() -> str:
    raise RefusedError


def _extensions(data: bytes) -> Extensions:
    inspection = Inspection(LIMITS, parsed=True)
    value = inspection.plain(parse(data, LIMITS))
    if inspection.problems or type(value) is not dict:
        raise RefusedError
    return Extensions(value) or NO_EXTENSIONS


def _scalar_wire_type(form: Form) -> Any:
    if form.name == "flag":
        return bool
    if form.name == "count":
        return Annotated[int, Meta(ge=int(form.least or 0), le=int(form.most or 0))]
    if form.name == "text":
        return Annotated[str, Meta(min_length=1)]
    return str
