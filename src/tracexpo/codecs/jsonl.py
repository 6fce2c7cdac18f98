"""JSON Lines: registers larger than memory, one record a line.

The first line is the envelope without its collections; every further line is
`{"in": "exposures", "record": {…}}`, descriptions before statements.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec
from attrs import evolve
from msgspec import Raw

from tracexpo.codecs.atomic import write_atomically
from tracexpo.codecs.canonical import canonical
from tracexpo.codecs.document import collector_paused, read_document
from tracexpo.codecs.plain import NotJsonError, json_type, keys_twice, parse
from tracexpo.codecs.quick import REFUSALS
from tracexpo.codecs.reading import LIMITS, Limits, Reading, Rejected
from tracexpo.codecs.records import IN_COLLECTION, RECORD_TYPES, RecordReader, Unreadable, lent_reader
from tracexpo.codecs.writing import RecordWriter, head_of, unread_bytes
from tracexpo.codes import FORM
from tracexpo.errors import InvalidValueError, ReadError
from tracexpo.form import STATEMENTS, type_name
from tracexpo.problems import Cell, Problem
from tracexpo.register import COLLECTIONS, FORMAT_VERSION, Record, Register, UnreadRecord

__all__ = ["ORDER", "read_head", "read_records", "try_read_lines", "write_records"]

ORDER: Final = (
    *(name for name in COLLECTIONS if name not in STATEMENTS and name != "withdrawals"),
    *STATEMENTS,
    "withdrawals",
)
"""The collections in the order of the lines: descriptions before statements."""

_Line: Final[Any] = msgspec.defstruct(
    "_Line", [("collection", str, msgspec.field(name="in")), ("record", Raw)], forbid_unknown_fields=True, gc=False
)
_SPACE: Final = b" \t\r\n"
_LINE_LENGTH: Final = len('{"in":"","record":}')


class _Lines:
    """The lines of one file."""

    def __init__(self, file: BinaryIO, limits: Limits, reader: RecordReader) -> None:
        self._file = file
        self._limits = limits
        self._reader = reader
        self._decode = msgspec.json.Decoder(_Line).decode
        self._counts: dict[str, int] = dict.fromkeys(COLLECTIONS, 0)
        self._row = 0
        self.reading = self._head()

    def _head(self) -> Reading:
        """Read the first line: an envelope without records."""
        reading = read_document(self._next() or b"", self._limits)
        told = list(reading.problems)
        head = reading.register
        if head is not None:
            if any(getattr(head, name) for name in COLLECTIONS):
                told.append(FORM["whole-document"].at())
            if head.version != reading.version:
                # a migration needs the whole document
                context = {"version": reading.version or "", "supported": FORMAT_VERSION}
                told.append(FORM["version-unsupported"].at("/version", context=context))
        bad = len(told) > len(reading.problems)
        return evolve(reading, register=None if bad else head, problems=tuple(map(self._here, told)))

    def _next(self) -> bytes | None:
        """Return the next line that is not blank, cut off where it is longer than a line may be; None at the end."""
        most = self._limits.document
        while line := self._file.readline(most + 2):
            self._row += 1
            rest = line
            while len(rest) == most + 2 and not rest.endswith(b"\n"):
                rest = self._file.readline(most + 2)
            if stripped := line.strip(_SPACE):
                return stripped
        return None

    def _here(self, problem: Problem) -> Problem:
        context = {**problem.context, "line": self._row} if "line" in problem.context else problem.context
        return evolve(problem, cell=Cell(row=self._row), context=context)

    def __iter__(self) -> Iterator[tuple[Record | UnreadRecord | Rejected, Problem | None]]:
        """Yield what each line holds, with what is told of a record kept unread."""
        version = self.reading.version or ""
        while (line := self._next()) is not None:
            name, pointer, record = self._item(line)
            if not isinstance(record, Unreadable):
                yield record, None
            elif version != FORMAT_VERSION and name and record.may_be_newer_record:
                told = self._here(FORM["newer-record"].at(pointer, record=record.id, context={"version": version}))
                yield UnreadRecord(collection=name, id=record.id, json=canonical(record.content)), told
            else:
                problems = tuple(map(self._here, record.problems))
                cell, content = Cell(row=self._row), record.content
                yield Rejected(pointer=pointer, cell=cell, collection=name, content=content, problems=problems), None

    def _item(self, line: bytes) -> tuple[str | None, str, Record | Unreadable]:
        """Return what a line holds, the collection and the place."""
        if len(line) > self._limits.document:
            context = {"limit": self._limits.document}
            return None, "", Unreadable(None, (FORM["too-large"].at(context=context),))
        try:
            parts: Any = self._decode(line)
        except REFUSALS:
            return self._careful(line)
        name = parts.collection
        # as long as its two keys and values, once each
        if name not in RECORD_TYPES or len(line) != _LINE_LENGTH + len(name) + len(parts.record):
            return self._careful(line)
        try:
            record: Record = self._reader.quick(name)(parts.record)
        except REFUSALS:
            return self._careful(line)
        return name, self._pointer(name), record

    def _pointer(self, name: str) -> str:
        index = self._counts[name]
        self._counts[name] += 1
        return f"/{name}/{index}"

    def _careful(self, line: bytes) -> tuple[str | None, str, Record | Unreadable]:
        """Read a line that has spaces, or something wrong with it."""
        try:
            value = parse(line, self._limits)
        except NotJsonError as error:
            return None, "", Unreadable(line, (error.problem,))
        name = value.get("in") if isinstance(value, dict) else None
        if not isinstance(name, str) or name not in RECORD_TYPES or value.keys() != {"in", "record"}:
            plain, faults = self._reader.inspected(value, depth=IN_COLLECTION - 1, parsed=True)
            return None, "", Unreadable(plain, (*faults, *_line_problems(plain)))
        pointer = self._pointer(name)
        plain, faults = self._reader.inspected(value["record"], pointer, parsed=True)
        twice = [FORM["duplicate-key"].at(pointer if key == "record" else "") for key in keys_twice(value)]
        return name, pointer, self._reader.structure(RECORD_TYPES[name], plain, twice + faults, pointer)


def _line_problems(value: Any) -> Iterator[Problem]:

    if not isinstance(value, dict):
        yield FORM["not-an-object"].at(context={"found": json_type(value)})
        return
    for key in ("in", "record"):
        if key not in value:
            yield FORM["missing-field"].at(f"/{key}", context={"field": key})
    if "in" in value and value["in"] not in COLLECTIONS:
        yield FORM["not-in-vocabulary"].at("/in", context={"allowed": COLLECTIONS})
    for key in value.keys() - {"in", "record"}:
        from tracexpo.codecs.converter import unknown_field

        yield unknown_field(key, ["in", "record"]).problem


def read_head(path: str | os.PathLike[str], *, limits: Limits = LIMITS) -> Register:
    """Read the first line: the register without its records.

    Raises:
        ReadError: when it is no envelope of this format.
        OSError: when the file cannot be opened.
    """
    with Path(path).open("rb") as file, lent_reader(limits) as reader:
        return _Lines(file, limits, reader).reading.register_or_raise()


def read_records(
    path: str | os.PathLike[str],
    *,
    limits: Limits = LIMITS,
    on_rejected: Callable[[Rejected], None] | None = None,
) -> Iterator[Record | UnreadRecord]:
    """Yield the records of a file one by one, in constant memory.

    Args:
        path: the file.
        limits: what is accepted at the most.
        on_rejected: is given each line that cannot be read; without it the first such line raises.

    Raises:
        ReadError: for the first line, and for a bad one when nobody takes it.
        OSError: when the file cannot be opened.
    """
    with Path(path).open("rb") as file, lent_reader(limits) as reader:
        lines = _Lines(file, limits, reader)
        lines.reading.register_or_raise()
        for item, _ in lines:
            if not isinstance(item, Rejected):
                yield item
            elif on_rejected is None:
                raise ReadError(item.problems)
            else:
                on_rejected(item)


def try_read_lines(path: str | os.PathLike[str], limits: Limits = LIMITS) -> Reading:
    """Read a whole file into a register: good lines are kept, bad ones set aside.

    Raises:
        OSError: when the file cannot be opened.
    """
    with Path(path).open("rb") as file, lent_reader(limits) as reader, collector_paused():
        lines = _Lines(file, limits, reader)
        reading = lines.reading
        if reading.register is None:
            return reading
        records: dict[str, list[Any]] = {}
        unread, problems, rejected = list(reading.register.unread), list(reading.problems), list(reading.rejected)
        for item, told in lines:
            if told is not None:
                problems.append(told)
            if isinstance(item, Rejected):
                rejected.append(item)
                problems += item.problems
            elif isinstance(item, UnreadRecord):
                unread.append(item)
            else:
                records.setdefault(item.COLLECTION, []).append(item)
        collections: dict[str, Any] = {name: tuple(found) for name, found in records.items()}
        register = evolve(reading.register, **collections, unread=tuple(unread))
        return evolve(reading, register=register, problems=tuple(problems), rejected=tuple(rejected))


def _head_line(head: Register) -> bytes:
    items = sorted(head_of(head, RecordWriter()).items(), key=lambda item: item[0].encode("utf-16-be"))
    return b"{" + b",".join(msgspec.json.encode(key) + b":" + value for key, value in items) + b"}\n"


def _line(record: Record | UnreadRecord, writer: RecordWriter) -> bytes:
    if isinstance(record, UnreadRecord):
        return b'{"in":' + msgspec.json.encode(record.collection) + b',"record":' + unread_bytes(record) + b"}\n"
    name = getattr(type(record), "COLLECTION", None)
    if name is None:
        raise InvalidValueError("wrong-type", context={"expected": "a record", "found": type_name(record)})
    return b'{"in":"' + str(name).encode() + b'","record":' + writer.write(record) + b"}\n"


def write_records(
    path: str | os.PathLike[str], records: Iterable[Record | UnreadRecord], *, head: Register | None = None
) -> None:
    """Write records one by one, in constant memory; the file appears whole or not at all.

    Args:
        path: the file.
        records: the records, descriptions before statements.
        head: a register whose version, day and custodian go to the first line (its records do not).

    Raises:
        OSError: when the file cannot be written.
    """
    writer = RecordWriter()

    def chunks() -> Iterator[bytes]:
        yield _head_line(head if head is not None else Register())
        for record in records:
            # what stood beside the collections is in the first line
            if not (isinstance(record, UnreadRecord) and record.collection is None):
                yield _line(record, writer)

    write_atomically(Path(path), chunks())


def write_register(path: Path, register: Register) -> None:
    """Write a whole register as JSON Lines, each collection sorted by id."""

    def records() -> Iterator[Record | UnreadRecord]:
        for name in ORDER:
            yield from sorted(getattr(register, name), key=lambda record: record.id)
            yield from (record for record in register.unread if record.collection == name)

    write_records(path, records(), head=register)
