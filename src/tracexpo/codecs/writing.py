"""Writing: canonical bytes, record by record, so that a document need not stand in memory twice.

Canonical bytes are RFC 8785 of the document with every collection sorted by id. The keys of the form are
ASCII, so writing them in their order is all it takes; the strings are written by msgspec as RFC 8785 asks.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any, ClassVar, Final, get_args, get_origin

import attrs
import msgspec
from msgspec import Raw

from tracexpo.codecs.canonical import canonical
from tracexpo.codecs.spelling import is_tagged_union, tag_of
from tracexpo.errors import InvalidValueError
from tracexpo.extensions import Extensions
from tracexpo.form import field_types, form_of, is_optional, members_of, type_name
from tracexpo.register import COLLECTIONS, Register, UnreadRecord

__all__ = ["RecordWriter", "digest", "dumps", "head_of", "pieces", "unread_bytes"]

_FORMAT: Final = "tracexpo-register"
_encode: Final = msgspec.json.Encoder().encode


def _number(value: Decimal) -> str:
    text = str(value)
    return text if "E" not in text else format(value, "f")


def _extensions(value: Extensions) -> Any:
    return Raw(canonical({key: value[key] for key in value}).encode()) if value else {}


class RecordWriter:
    """Turns records into canonical JSON."""

    # shared by all: to generate it takes longer than to write a small register
    _plain: ClassVar[dict[tuple[type, bool], Callable[[Any], Any]]] = {}

    def write(self, record: Any, *, tagged: bool | None = None) -> bytes:
        """Return the canonical bytes of a record; `tagged` says whether its `kind` is written."""
        cls = type(record)
        if tagged is None:
            tagged = tag_of(cls) is not None
        plain = self._plain.get((cls, tagged)) or self._class_writer(cls, tagged)
        return _encode(plain(record))

    def _class_writer(self, cls: type, tagged: bool) -> Callable[[Any], Any]:
        """Generate what turns an object of a class into a Struct whose fields are in canonical order."""
        known = self._plain.get((cls, tagged))
        if known is not None:
            return known
        names: dict[str, Any] = {}
        values = {name: self._value(name, annotation, names) for name, annotation in field_types(cls).items()}
        if tagged:
            values["kind"] = repr(tag_of(cls))
        fields = sorted(values)
        names["plain_of"] = msgspec.defstruct(cls.__name__, fields, gc=False)
        items = ", ".join(values[name] for name in fields)
        exec(f"def plain(o): return plain_of({items})", names)  # noqa: S102 the text is made of names of our fields
        plain: Callable[[Any], Any] = names["plain"]
        self._plain[cls, tagged] = plain
        return plain

    def _value(self, name: str, annotation: Any, names: dict[str, Any]) -> str:
        """Return the expression of one field; what it calls goes to `names`."""
        if get_origin(annotation) is tuple:
            item = self._item(name, get_args(annotation)[0], names)
            return f"o.{name}" if item is None else f"[{item}(i) for i in o.{name}] if o.{name} else []"
        item = self._item(name, annotation, names)
        if item is None:
            return f"o.{name}"
        return f"None if o.{name} is None else {item}(o.{name})" if is_optional(annotation) else f"{item}(o.{name})"

    def _item(self, name: str, annotation: Any, names: dict[str, Any]) -> str | None:
        """Return the name of what writes one value, None where msgspec writes it as it is."""
        members = members_of(annotation)
        form = form_of(members[0])
        if form is not None and form.name == "decimal":
            write: Callable[[Any], Any] = _number
        elif members[0] is Extensions:
            write = _extensions
        elif attrs.has(members[0]):
            tagged = is_tagged_union(annotation)
            writers = {member: self._class_writer(member, tagged) for member in members}
            write = writers[members[0]] if len(members) == 1 else lambda value: writers[type(value)](value)
        else:
            return None
        names[f"write_{name}"] = write
        return f"write_{name}"


def _collection(register: Register, name: str, writer: RecordWriter) -> Iterator[bytes]:
    """Yield the records of a collection as bytes, sorted by id; equal ids by their bytes."""
    unread = [(r.id or "", unread_bytes(r)) for r in register.unread if r.collection == name]
    records = sorted(getattr(register, name), key=lambda record: record.id)
    write = writer.write
    ids = {record.id for record in records}
    if not unread and len(ids) == len(records):
        yield from map(write, records)
        return
    for _, data in sorted([*((record.id, write(record)) for record in records), *unread]):
        yield data


def head_of(register: Register, writer: RecordWriter) -> dict[str, bytes]:
    """Return what stands beside the collections, each value as bytes."""
    if not isinstance(register, Register):
        raise InvalidValueError("wrong-type", context={"expected": "Register", "found": type_name(register)})
    head: dict[str, bytes] = {
        "as_of": _encode(register.as_of),
        "custodian": b"null" if register.custodian is None else writer.write(register.custodian),
        "format": _encode(_FORMAT),
        "version": _encode(register.version),
    }
    for record in register.unread:
        if record.collection is None:
            ((key, value),) = msgspec.json.decode(unread_bytes(record), type=dict[str, Raw]).items()
            if head.get(key, b"null") != b"null":
                raise InvalidValueError("unread-malformed", "/unread")
            head[key] = bytes(value)
    return head


def unread_bytes(record: UnreadRecord) -> bytes:
    """Return a record kept word for word as bytes.

    Raises:
        InvalidValueError: `unread-malformed` for what no reader keeps: it would not be read again.
    """
    try:
        plain = msgspec.json.decode(record.json, type=dict[str, Any])
        same = canonical(plain) == record.json
    except (msgspec.MsgspecError, UnicodeEncodeError, RecursionError):
        raise InvalidValueError("unread-malformed", "/unread") from None
    if record.collection is None:
        same = same and len(plain) == 1 and plain.keys().isdisjoint(COLLECTIONS)
    else:
        same = same and type(plain.get("id")) is str and record.id in (plain["id"], None)
    if not same:
        raise InvalidValueError("unread-malformed", "/unread")
    return record.json.encode()


def pieces(register: Register) -> Iterator[bytes]:
    """Yield the canonical bytes of a register piece by piece."""
    writer = RecordWriter()
    head = head_of(register, writer)
    opening = b"{"
    # RFC 8785 sorts by UTF-16 code units; a field of a newer version could be anything
    for name in sorted({*head, *COLLECTIONS}, key=lambda key: key.encode("utf-16-be")):
        yield opening + _encode(name) + b":"
        opening = b","
        if name in head:
            yield head[name]
            continue
        start = b"["
        for data in _collection(register, name, writer):
            yield start
            yield data
            start = b","
        yield b"[]" if start == b"[" else b"]"
    yield b"}"


def dumps(register: Register) -> bytes:
    """Return the register as canonical JSON: UTF-8, no spaces, keys and records sorted, every field written.

    >>> from tracexpo.work import Worker
    >>> dumps(Register().add(Worker(id="w1")))[:52]
    b'{"agents":[],"as_of":null,"assignments":[],"attestat'
    """
    written = BytesIO()  # a list of all pieces would hold everything twice
    written.writelines(pieces(register))
    return written.getvalue()


def digest(register: Register) -> str:
    """Return the SHA-256 of the canonical bytes, as `sha256:` and 64 hexadecimal digits.

    Two registers of one digest were written alike; `0.10` and `0.1` are equal numbers with two digests.

    >>> digest(Register())
    'sha256:31065dcf88a6d989679038ff3a8883f9a24447f9f26a0c75b4748b13ddf3a23d'
    """
    from hashlib import sha256  # loads OpenSSL

    total = sha256()
    for piece in pieces(register):
        total.update(piece)
    return f"sha256:{total.hexdigest()}"
