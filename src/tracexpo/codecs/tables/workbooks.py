"""Lists as workbooks (.xlsx), read by openpyxl row by row.

A workbook is looked at before openpyxl opens it: a zip archive can unpack to gigabytes, and XML can hold
entities or a row of millions of cells, which openpyxl would build in memory. Every part is streamed once, as
bytes: what it unpacks to is added up from the directory of the archive (reading stops at what is stated there),
a document type is refused (spreadsheet programs write none, so no entity can be defined), and no stretch
without the end of a row or of a shared string may be longer than 8 MiB, since that is what openpyxl holds at a time.
The same pass finds merged cells and formulas that were never computed, which openpyxl does not tell when it reads
row by row.
"""

import datetime as dt
import lzma
import re
import warnings
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import IO, Any, BinaryIO, Final, TypeVar
from zipfile import BadZipFile, ZipFile

from attrs import field, frozen

from tracexpo.codecs.reading import Limits
from tracexpo.codecs.tables.codes import TABLE
from tracexpo.codecs.tables.grids import Fault, Progress, Row, Sheet, Unopened, Value, spreadsheet_errors
from tracexpo.codecs.tables.template import is_own_sheet
from tracexpo.codes import FORM
from tracexpo.errors import MissingExtraError
from tracexpo.problems import Cell, Problem, Wording

__all__ = ["sheets_of"]

_BLOCK: Final = 1 << 20
_GRAIN: Final = 8 << 20
"""The longest stretch of XML without the end of a row or a shared string [byte]."""
_MOST_PARTS: Final = 10_000
_MOST_ROWS: Final = 1_048_576
"""The rows of a sheet, as every spreadsheet program has them."""
_MOST_STRINGS: Final = 4_000_000
_MOST_MARKS: Final = 500_000
"""Merged ranges and formulas without value that are remembered."""
_MOST_EXACT: Final = 10**15
_BATCH: Final = 50
_STEP: Final = 1000

_OLE: Final = b"\xd0\xcf\x11\xe0"
_XML: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?[ \t\r\n]*<")
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_ENDS: Final = re.compile(rb"</(?:\w+:)?(?:row|si)>|<(?:\w+:)?(?:row|si)(?:\s[^<>]*)?/>")
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_NO_VALUE: Final = re.compile(
    rb'<(?:\w+:)?c\s[^<>]*?r="([A-Z]{1,3})(\d{1,7})"[^<>]*>\s*<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)

_BYTES: Final = Wording("bytes", "octets")
_PARTS: Final = Wording("parts", "parties")
_STRINGS: Final = Wording("rows or texts", "lignes ou textes")
_MARKS: Final = Wording("merged or uncomputed cells", "cellules fusionnées ou non calculées")
_BETWEEN: Final = Wording("bytes in one row", "octets dans une ligne")

_DAMAGED: Final = (
    BadZipFile,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    zlib.error,
)
"""What zipfile raises for an archive that is cut short, spoiled, locked or packed in a way it does not know."""

T = TypeVar("T")


@frozen
class _Part:
    """What was seen in one part of the archive."""

    merged: list[tuple[int, int, int, int]] = field(factory=list[tuple[int, int, int, int]])
    """Merged ranges of several rows: first row, last row, first column, last column; from 1."""
    uncomputed: dict[int, list[int]] = field(factory=dict[int, list[int]])
    """Columns of the formulas without value, by row; from 1."""


def _refused(code: str, **context: Any) -> Unopened:
    return Unopened(TABLE[code].at(context=context))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


class _Inspection:
    """The pass over the bytes of an archive."""

    def __init__(self, archive: ZipFile, limits: Limits) -> None:
        self._archive = archive
        self._limits = limits
        self._marks = 0

    def parts(self) -> dict[str, _Part]:
        """Return what was seen, by the name of the part.

        Raises:
            Unopened: when the archive is one that must not be opened.
        """
        infos = self._archive.infolist()
        if len(infos) > _MOST_PARTS:
            raise _refused("workbook-too-large", limit=_MOST_PARTS, what=_PARTS)
        if sum(info.file_size for info in infos) > self._limits.workbook:
            raise _refused("workbook-too-large", limit=self._limits.workbook, what=_BYTES)
        found: dict[str, _Part] = {}
        for info in infos:
            with self._archive.open(info) as stream:
                found[info.filename] = self._part(stream)
        return found

    def _part(self, stream: IO[bytes]) -> _Part:
        part = _Part()
        block = stream.read(_BLOCK)
        if block.startswith(_UTF16):
            raise _refused("workbook-damaged", found="UTF-16")
        if not _XML.match(block):
            return part  # a picture, a macro: nobody reads it
        pending, ends = b"", 0
        while block:
            text = pending + block
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise _refused("workbook-with-entities")
            last = 0
            for match in _ENDS.finditer(text):
                ends += 1
                last = match.end()
            if ends > _MOST_STRINGS:
                raise _refused("workbook-too-large", limit=_MOST_STRINGS, what=_STRINGS)
            self._look(text[:last], part)
            pending = text[last:]
            if len(pending) > _GRAIN:
                raise _refused("workbook-too-large", limit=_GRAIN, what=_BETWEEN)
            block = stream.read(_BLOCK)
        self._look(pending, part)
        return part

    def _look(self, text: bytes, part: _Part) -> None:
        if b"mergeCell " in text:
            for first, top, last, bottom in _MERGED.findall(text):
                if int(bottom) > int(top):
                    part.merged.append((int(top), int(bottom), _column_number(first), _column_number(last)))
                    self._marks += 1
        if b"<f" in text or b":f" in text:
            for letters, row in _NO_VALUE.findall(text):
                part.uncomputed.setdefault(int(row), []).append(_column_number(letters))
                self._marks += 1
        if self._marks > _MOST_MARKS:
            raise _refused("workbook-too-large", limit=_MOST_MARKS, what=_MARKS)


def _careful(work: Callable[[], T]) -> T:
    """Let openpyxl work: it warns of what is of no concern here, and raises whatever its parsers do."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return work()
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 the file decides what is raised; the class is told, never its text
        raise _refused("workbook-damaged", found=type(error).__name__) from None


def _batch(rows: Iterator[tuple[Any, ...]]) -> tuple[list[tuple[Any, ...]], Unopened | None]:
    """Return the next rows, and what stops reading after them."""
    batch: list[tuple[Any, ...]] = []
    try:
        _careful(lambda: batch.extend(islice(rows, _BATCH)))
    except Unopened as stop:
        return batch, stop
    return batch, None


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError:
        raise MissingExtraError("reading a workbook (.xlsx)", "xlsx") from None
    return openpyxl


def _inspected(file: BinaryIO, limits: Limits) -> dict[str, _Part]:
    """Look at a workbook without opening it as one."""
    start = file.read(8)
    if start.startswith(_OLE):
        raise _refused("workbook-locked-or-old")
    if not start:
        raise Unopened(FORM["empty-document"].at())
    if not start.startswith(b"PK"):
        raise _refused("not-a-workbook")
    try:
        with ZipFile(file) as archive:
            return _Inspection(archive, limits).parts()
    except _DAMAGED as error:
        raise _refused("workbook-damaged", found=type(error).__name__) from None


def _number(value: float) -> str:
    # fifteen digits are what spreadsheet programs keep; the rest is noise of the binary fraction
    text = format(Decimal(format(value, ".15g")), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _hours(span: dt.timedelta) -> str:
    return f"{_number(span.total_seconds() / 3600)} h"


def _value(cell: Any, percents: dict[Any, bool]) -> Value:
    """Return the value of a cell of openpyxl as text or day."""
    value = cell.value
    if isinstance(value, str):
        return value.strip(" \t\r\n\u00a0\u202f\u200b\ufeff")
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int):
        value = float(value) if abs(value) < _MOST_EXACT else str(value)
    if isinstance(value, float):
        style = getattr(cell, "_style_id", None)
        percent = percents.get(style)
        if percent is None:
            percent = percents[style] = "%" in str(cell.number_format)
        return f"{_number(value * 100)} %" if percent else _number(value)
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, dt.timedelta):
        return _hours(value)
    if isinstance(value, dt.time):
        return _hours(dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second))
    return str(value)


class _SheetRows:
    """The rows of one sheet."""

    def __init__(self, sheet: Any, part: _Part, limits: Limits, progress: Progress | None) -> None:
        self._sheet = sheet
        self._limits = limits
        self._progress = progress
        self._uncomputed = part.uncomputed
        self._merged = sorted(part.merged)
        self._next = 0
        self._open: list[tuple[int, int, int, dict[int, Value]]] = []
        self._percents: dict[Any, bool] = {}

    def __iter__(self) -> Iterator[Row]:
        # the dimension that a sheet states can be too short, and rows beyond it would be lost
        self._sheet.reset_dimensions()
        rows = self._sheet.iter_rows()
        number = filled = 0
        stop: Unopened | None = None
        while stop is None:
            batch, stop = _batch(rows)
            if not batch and stop is None:
                return
            for cells in batch:
                number += 1
                if number > _MOST_ROWS:
                    raise self._too_many(number, _MOST_ROWS)
                row = self._row(number, cells)
                if row.faults or any(row.cells):
                    filled += 1
                    if filled > self._limits.rows:
                        raise self._too_many(number, self._limits.rows)
                    yield row
                if self._progress is not None and number % _STEP == 0:
                    self._progress(number, None)
        raise stop

    def _too_many(self, row: int, limit: int) -> Unopened:
        cell = Cell(sheet=self._sheet.title, row=row)
        return Unopened(TABLE["too-many-rows"].at(cell=cell, context={"limit": limit}))

    def _row(self, number: int, cells: tuple[Any, ...]) -> Row:
        limits = self._limits
        faults: list[Fault] = []
        values = [_value(cell, self._percents) for cell in cells[: limits.columns]]
        if any(cell.value is not None for cell in cells[limits.columns :]):
            faults.append(Fault(limits.columns, TABLE["too-many-columns"], {"limit": limits.columns}))
        for i, value in enumerate(values):
            if type(value) is str and len(value) * 4 > limits.cell and len(value.encode()) > limits.cell:
                faults.append(Fault(i, TABLE["cell-too-long"], {"limit": limits.cell}))
        faults += spreadsheet_errors(values)
        faults += (Fault(column - 1, TABLE["formula-without-value"]) for column in self._uncomputed.get(number, ()))
        faults += self._fill(number, values)
        return Row(number, values, tuple(faults))

    def _fill(self, number: int, values: list[Value]) -> Iterator[Fault]:
        """Fill in the value of the cells that are merged with one of a row above."""
        merged = self._merged
        while self._next < len(merged) and merged[self._next][0] <= number:
            top, bottom, first, last = merged[self._next]
            self._next += 1
            if top == number:
                held = {c: values[c - 1] for c in range(first, min(last, len(values)) + 1) if values[c - 1]}
                self._open.append((bottom, first, last, held))
        if not self._open:
            return
        self._open = [range_ for range_ in self._open if range_[0] >= number]
        for _, _, _, held in self._open:
            for column, value in held.items():
                while len(values) < column:
                    values.append("")
                if not values[column - 1]:
                    values[column - 1] = value
                    yield Fault(column - 1, TABLE["merged-cells"])


@contextmanager
def sheets_of(
    path: Path, limits: Limits, progress: Progress | None = None
) -> Generator[tuple[list[Sheet], list[Problem]]]:
    """Open a workbook and give its visible sheets, and what is told of the hidden ones.

    Raises:
        Unopened: when it cannot, or must not, be opened.
        MissingExtraError: when openpyxl is not installed.
        OSError: when the file cannot be opened.
    """
    with path.open("rb") as file:
        parts = _inspected(file, limits)
        file.seek(0)
        openpyxl = _openpyxl()
        workbook = _careful(lambda: openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False))
        sheets: list[Sheet] = []
        told: list[Problem] = []
        for sheet in workbook.worksheets:
            # openpyxl has no public name for it; without it merged cells and uncomputed formulas read as blank
            part = parts.get(sheet._worksheet_path, _Part())
            rows = iter(_SheetRows(sheet, part, limits, progress))
            if sheet.sheet_state == "visible":
                sheets.append(Sheet(sheet.title, rows))
            elif not is_own_sheet(sheet.title, rows):
                told.append(TABLE["sheet-hidden"].at(cell=Cell(sheet=sheet.title, row=1)))
        yield sheets, told
