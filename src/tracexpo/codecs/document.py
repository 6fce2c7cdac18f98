"""Reading a whole document: the envelope, its version, then record by record."""

import codecs
import gc
import re
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import msgspec
from msgspec import UNSET, Raw, UnsetType

from tracexpo.codecs.canonical import canonical
from tracexpo.codecs.plain import NotJsonError, json_type, key_type, keys_twice, parse, step
from tracexpo.codecs.quick import REFUSALS
from tracexpo.codecs.reading import LIMITS, Limits, Reading, Rejected
from tracexpo.codecs.records import RECORD_TYPES, RecordReader, Unreadable, lent_reader
from tracexpo.codes import FORM
from tracexpo.errors import InvalidValueError, TracexpoError
from tracexpo.form import field_types, type_name
from tracexpo.migrations import STEPS, Step, migrated
from tracexpo.problems import Problem
from tracexpo.register import COLLECTIONS, FORMAT_VERSION, Register, UnreadRecord

__all__ = ["FORMAT", "read_document"]

FORMAT: Final = "tracexpo-register"
"""What the field `format` of the envelope says."""

_HEAD: Final = ("format", "version", "as_of", "custodian")
_BESIDE: Final = 2
"""How deep a value stands beside the collections [levels]."""
_OURS: Final = tuple(map(int, FORMAT_VERSION.split(".")))

_Envelope: Final[Any] = msgspec.defstruct(
    "_Envelope",
    [
        ("format", Raw),
        ("version", Raw),
        ("as_of", Raw | UnsetType, UNSET),
        ("custodian", Raw | UnsetType, UNSET),
        *((name, list[Raw] | UnsetType, UNSET) for name in COLLECTIONS),
    ],
    forbid_unknown_fields=True,
    gc=False,
)


@contextmanager
def collector_paused() -> Generator[None]:
    """Pause the cyclic collector, which would walk all records again and again; give it back as it was."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_document(
    data: bytes | str | Mapping[str, Any],
    limits: Limits = LIMITS,
    *,
    quick: bool = True,
    steps: Mapping[str, Step] = STEPS,
) -> Reading:
    """Read a document, whatever it holds.

    Args:
        data: the JSON text, as bytes or str, or its plain values.
        limits: what is accepted at the most.
        quick: whether to try the quick reader first; the outcome is the same.
        steps: the migrations of older versions.
    """
    with collector_paused(), lent_reader(limits, quick=quick) as reader:
        return _Document(reader, limits, quick=quick, steps=steps).read(data)


class _Stop(Exception):  # noqa: N818 it ends the reading, it is no error of ours
    """Nothing further can be read."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__()
        self.problems = problems


class _UnparsableError(Exception):
    """A part is no JSON of UTF-8: then the document is none, and is not read in part."""


class _Document:
    """The state of one reading."""

    def __init__(self, reader: RecordReader, limits: Limits, *, quick: bool, steps: Mapping[str, Step]) -> None:
        self._reader = reader
        self._limits = limits
        self._steps = steps
        self._quick = quick
        self._problems: list[Problem] = []
        self._rejected: list[Rejected] = []
        self._unread: list[UnreadRecord] = []
        self._version: str | None = None
        self._newer = False

    def read(self, data: bytes | str | Mapping[str, Any]) -> Reading:
        try:
            register = self._register(data)
        except _Stop as stop:
            return Reading(register=None, problems=stop.problems, version=self._version)
        return Reading(
            register=register,
            problems=tuple(self._problems),
            rejected=tuple(self._rejected),
            version=self._version,
        )

    def _register(self, data: object) -> Register:
        if isinstance(data, bytes | bytearray | memoryview | str):
            text = self._bytes(data)
            envelope = self._envelope(text) if self._quick else None
            if envelope is not None:
                try:
                    return self._from_envelope(envelope)
                except _UnparsableError:
                    self._problems, self._rejected, self._unread, self._version = [], [], [], None
            try:
                return self._from_plain(parse(text, self._limits), parsed=True)
            except NotJsonError as error:
                raise _Stop(error.problem) from None
        if not isinstance(data, Mapping):
            context: Any = {"expected": "bytes | str | Mapping", "found": type_name(data)}
            raise _Stop(FORM["wrong-type"].at(context=context))
        return self._from_plain(data, parsed=False)

    def _bytes(self, data: Any) -> bytes:
        if isinstance(data, str):
            try:
                data = data.encode()
            except UnicodeEncodeError:
                raise _Stop(FORM["not-unicode"].at()) from None
        if memoryview(data).nbytes > self._limits.document:
            raise _Stop(FORM["too-large"].at(context={"limit": self._limits.document}))
        return bytes(data).removeprefix(codecs.BOM_UTF8)

    # -- the quick way: collections as raw records

    def _envelope(self, text: bytes) -> Any:
        """Return the envelope with raw records, None where the careful way must look."""
        try:
            envelope = msgspec.json.decode(text, type=_Envelope)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None
        if not self._is_ours(envelope):
            return None
        # longer than its values: spaces, or a key named twice
        return None if _length(envelope) != len(text) and _keys_twice(text) else envelope

    def _is_ours(self, envelope: Any) -> bool:
        """Tell whether the format is ours, and of our major version."""
        try:
            name = msgspec.json.decode(envelope.format)
            major, minor = _version_numbers(msgspec.json.decode(envelope.version))
        except (msgspec.MsgspecError, ValueError):
            return False
        return name == FORMAT and major == _OURS[0] and minor >= _OURS[1]

    def _from_envelope(self, envelope: Any) -> Register:
        head = {name: self._parsed(raw) for name in _HEAD if (raw := getattr(envelope, name)) is not UNSET}
        fields = self._head(head, parsed=True)
        for name in COLLECTIONS:
            raws = getattr(envelope, name)
            if raws is UNSET or not raws:
                continue  # generating a reader takes milliseconds
            # the raw records are let go one by one as they are built
            setattr(envelope, name, UNSET)
            raws.reverse()
            quick, built, i = self._reader.quick(name), [], 0
            while raws:
                raw = raws.pop()
                try:
                    built.append(quick(raw))
                except REFUSALS:
                    built += self._carefully(name, raw, f"/{name}/{i}")
                i += 1
            fields[name] = tuple(built)
        return Register(**fields, unread=tuple(self._unread))

    def _carefully(self, name: str, raw: Raw, pointer: str) -> Iterator[Any]:
        record = self._reader.read_carefully(name, raw, pointer)
        if type(record) is not Unreadable:
            yield record
        elif isinstance(record.content, bytes):
            raise _UnparsableError
        else:
            self._set_aside(name, record, pointer)

    def _parsed(self, raw: Raw) -> Any:
        try:
            return parse(bytes(raw), self._limits)
        except NotJsonError:
            raise _UnparsableError from None

    # -- the careful way: plain values

    def _from_plain(self, document: Any, *, parsed: bool) -> Register:
        if not isinstance(document, Mapping):
            raise _Stop(FORM["not-an-object"].at(context={"found": json_type(document)}))
        self._problems += [FORM["duplicate-key"].at(step("", key)) for key in keys_twice(document)]
        names = [key for key in document if type(key) is str]
        self._problems += [
            FORM["not-a-json-value"].at(context={"found": key_type(key)}) for key in document if type(key) is not str
        ]
        values = self._at_our_version({name: document[name] for name in names}, parsed=parsed)
        fields = self._head({name: values[name] for name in _HEAD if name in values}, parsed=parsed)
        for name in COLLECTIONS:
            if name in values:
                fields[name] = tuple(self._records(name, values[name], parsed=parsed))
        for name, value in values.items():
            if name not in _HEAD and name not in RECORD_TYPES:
                self._unknown_field(name, value, parsed=parsed)
        return Register(**fields, unread=tuple(self._unread))

    def _at_our_version(self, values: dict[str, Any], *, parsed: bool) -> dict[str, Any]:
        version = values.get("version")
        if values.get("format") != FORMAT or type(version) is not str or version not in self._steps:
            return values
        # a step works on plain values, so nothing may be left that is not
        plain, faults = self._reader.inspected(values, depth=1, parsed=parsed)
        if faults:
            raise _Stop(*self._problems, *faults)
        try:
            plain = migrated(plain, version, FORMAT_VERSION, self._steps)
        except TracexpoError:
            raise self._unsupported(version) from None
        except Exception as error:  # noqa: BLE001 # whatever a step meets, a reader tells it
            self._version = version
            failed = {"version": version, "supported": FORMAT_VERSION, "exception": type(error).__name__}
            raise _Stop(*self._problems, FORM["migration-failed"].at(context=failed)) from None
        self._version = version
        self._problems.append(FORM["migrated"].at(context={"version": version, "supported": FORMAT_VERSION}))
        return plain

    def _records(self, name: str, values: Any, *, parsed: bool) -> Iterator[Any]:
        if type(values) is not list:
            plain, faults = self._reader.inspected(values, f"/{name}", _BESIDE, parsed=parsed)
            told = faults or [FORM["not-an-array"].at(f"/{name}", context={"found": json_type(values)})]
            self._reject(Rejected(pointer=f"/{name}", collection=name, content=plain, problems=tuple(told)))
            return
        for i, value in enumerate(values):
            pointer = f"/{name}/{i}"
            content, faults = self._reader.inspected(value, pointer, parsed=parsed)
            record = self._reader.structure(RECORD_TYPES[name], content, faults, pointer)
            if type(record) is Unreadable:
                self._set_aside(name, record, pointer)
            else:
                yield record

    def _unknown_field(self, name: str, value: Any, *, parsed: bool) -> None:
        plain, told = self._reader.inspected({name: value}, depth=1, parsed=parsed)
        if self._newer and not told:
            self._keep_unread(None, plain, step("", name))
            return
        if not self._newer:
            from tracexpo.codecs.converter import unknown_field

            told.append(unknown_field(name, [*_HEAD, *COLLECTIONS]).problem)
        self._reject(Rejected(pointer=step("", name), content=plain, problems=tuple(told)))

    # -- what both ways share

    def _head(self, values: dict[str, Any], *, parsed: bool) -> dict[str, Any]:
        """Check format and version, and build what stands beside the collections."""
        if values.get("format") != FORMAT:
            raise _Stop(*self._problems, FORM["not-a-register"].at("/format" if "format" in values else ""))
        fields: dict[str, Any] = {"version": self._checked_version(values)}
        for name in ("as_of", "custodian"):
            if values.get(name) is None:
                continue
            pointer = f"/{name}"
            plain, faults = self._reader.inspected(values[name], pointer, _BESIDE, parsed=parsed)
            built = self._reader.structure(field_types(Register)[name], plain, faults, pointer)
            if type(built) is not Unreadable:
                fields[name] = built
            elif self._newer and built.may_be_newer:
                self._keep_unread(None, {name: built.content}, pointer)
            else:
                self._reject(Rejected(pointer=pointer, content=built.content, problems=built.problems))
        return fields

    def _checked_version(self, values: dict[str, Any]) -> str:
        version = values.get("version")
        try:
            major, minor = _version_numbers(version)
        except ValueError:
            pointer = "/version" if "version" in values else ""
            raise _Stop(*self._problems, FORM["version-malformed"].at(pointer)) from None
        assert isinstance(version, str)
        self._version = self._version or version
        if major != _OURS[0] or minor < _OURS[1]:
            raise self._unsupported(version)
        self._newer = minor > _OURS[1]
        return version

    def _unsupported(self, version: str) -> _Stop:
        self._version = version
        context = {"version": version, "supported": FORMAT_VERSION}
        return _Stop(*self._problems, FORM["version-unsupported"].at("/version", context=context))

    def _set_aside(self, name: str, record: Unreadable, pointer: str) -> None:
        if self._newer and record.may_be_newer_record:
            self._keep_unread(name, record.content, pointer, record.id)
        else:
            content, problems = record.content, record.problems
            self._reject(Rejected(pointer=pointer, collection=name, content=content, problems=problems))

    def _keep_unread(self, collection: str | None, content: Any, pointer: str, id: str | None = None) -> None:
        self._problems.append(FORM["newer-record"].at(pointer, record=id, context={"version": self._version or ""}))
        self._unread.append(UnreadRecord(collection=collection, id=id, json=canonical(content)))

    def _reject(self, rejected: Rejected) -> None:
        self._problems += rejected.problems
        self._rejected.append(rejected)


def _version_numbers(version: object) -> tuple[int, int]:
    """Return the two numbers of a version.

    Raises:
        ValueError: when it is none.
    """
    try:
        Register(version=version)  # type: ignore[arg-type] # the constructor tells
    except InvalidValueError as error:
        if error.field != "/version":
            raise
        # another major version is well written, and told by who asks
        if error.code != "version-unsupported":
            raise ValueError from None
    major, minor = str(version).split(".")
    return int(major), int(minor)


def _length(envelope: Any) -> int:
    """Return how long a document without spaces is that holds these values once each."""
    size, fields = 1, 0
    for name in (*_HEAD, *COLLECTIONS):
        value = getattr(envelope, name)
        if value is UNSET:
            continue
        fields += 1
        size += len(name) + 4
        size += len(value) if isinstance(value, Raw) else 1 + sum(map(len, value)) + max(1, len(value))
    return size


_TOP: Final = msgspec.json.Decoder(dict[str, Raw])


def _keys_twice(text: bytes) -> bool:
    """Tell whether the document names a field twice: walk over it from field to field, by the values kept."""
    space = re.compile(rb"[ \t\r\n]*")
    field = re.compile(rb'("(?:[^"\\]|\\.)*")[ \t\r\n]*:[ \t\r\n]*')
    rest = re.compile(rb"[ \t\r\n]*,?[ \t\r\n]*")
    values = _TOP.decode(text)
    seen: set[str] = set()
    at = space.match(text, text.index(b"{") + 1).end()  # type: ignore[union-attr] # it matches everywhere
    while key_text := field.match(text, at):
        key = msgspec.json.decode(key_text[1])
        value = bytes(values[key])
        # the last of two values is the one kept: another one stands here
        if key in seen or not text.startswith(value, key_text.end()):
            return True
        seen.add(key)
        at = rest.match(text, key_text.end() + len(value)).end()  # type: ignore[union-attr] # likewise
    return text[at : at + 1] != b"}"
