"""Lists as text: encoding, delimiter, quotation marks and lines.

Encoding: the byte order mark where there is one, else UTF-8 if the whole file is, else Windows-1252.
Lines are read one at a time; a quotation mark that is never closed costs its own line and no other.
"""

import codecs
import csv
import re
from collections import deque
from collections.abc import Generator
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, Final

from tracexpo.codecs.reading import Limits
from tracexpo.codecs.tables.codes import TABLE
from tracexpo.codecs.tables.grids import Fault, Progress, Row, Unopened, Value, spreadsheet_errors
from tracexpo.codes import FORM
from tracexpo.problems import Cell

__all__ = ["DELIMITERS", "encoding_of", "rows_of"]

DELIMITERS: Final = (";", ",", "\t", "|")
"""The delimiters, the usual one first."""

_BLOCK: Final = 1 << 20
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OLE: Final = b"\xd0\xcf\x11\xe0"
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_AS_TEXT: Final = re.compile(r'="(.*)"', re.DOTALL)
_KEPT_TEXT: Final = re.compile(r"'+[=+\-@]")
"""A text that would be a formula stands behind an apostrophe, as we write it and as others do."""
_OUTER: Final = " \t\r\n\u00a0\u202f\u200b\ufeff"
_LINES_OF_A_CELL: Final = 50
"""How many lines of the file one line of the list may take; beyond, a quotation mark is not closed."""
_BLANK_FOR_ONE: Final = 4
"""Blank rows cost no memory but time: so many rows in all for each that may be filled."""
_CSV_CELL: Final = 131_072
"""What the csv module takes in a cell, unless an embedder has changed it for the whole process."""
_STEP: Final = 2000


def encoding_of(path: Path, limits: Limits) -> str:
    """Return the encoding of a file.

    Raises:
        Unopened: when it is too large, or no text.
        OSError: when it cannot be opened.
    """
    with path.open("rb") as file:
        if path.stat().st_size > limits.document:
            raise Unopened(FORM["too-large"].at(context={"limit": limits.document}))
        return _encoding(file)


def _encoding(file: BinaryIO) -> str:
    first = file.read(_BLOCK)
    if not first.strip():
        raise Unopened(FORM["empty-document"].at())
    for mark, encoding in _MARKS:
        if first.startswith(mark):
            return encoding
    if first.startswith(_ZIP):
        raise Unopened(TABLE["workbook-misnamed"].at())
    if first.startswith(_OLE):
        raise Unopened(TABLE["workbook-locked-or-old"].at())
    if first.count(b"\0") > max(16, len(first) // 20):
        raise Unopened(TABLE["not-a-text-file"].at())
    decoder = codecs.getincrementaldecoder("utf-8")()
    block = first
    while True:
        try:
            decoder.decode(block, final=not block)
        except UnicodeDecodeError:
            return "windows-1252"
        if not block:
            return "utf-8"
        block = file.read(_BLOCK)


def _longest(limits: Limits) -> int:
    """Return how many characters a line may have; a character is at least a byte."""
    return min(limits.columns, 64) * limits.cell


class _Lines:
    """The physical lines of a text, one at a time, with room to give some back."""

    def __init__(self, text: TextIOWrapper, limits: Limits) -> None:
        self._text = text
        self._most = _longest(limits)
        self._back: deque[str] = deque()

    def next(self) -> str:
        """Return the next line with its end, empty at the end of the file; a line cut short has no end."""
        if self._back:
            return self._back.popleft()
        line = self._text.readline(self._most)
        if len(line) >= self._most and not line.endswith("\n"):
            while (more := self._text.readline(self._most)) and not more.endswith("\n"):
                pass
        return line

    def give_back(self, lines: list[str]) -> None:
        """Take lines back, to be read again."""
        self._back.extendleft(reversed(lines))

    def is_cut(self, line: str) -> bool:
        """Tell whether a line was longer than what is read."""
        return len(line) >= self._most and not line.endswith("\n")


def _parse(text: str, delimiter: str) -> list[str] | None:
    """Parse one line of the list; None where its quotation marks do not agree."""
    try:
        rows = list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if rows else []


def _is_open(text: str, delimiter: str) -> bool:
    """Tell whether the last quotation mark of a text opens a cell that goes on: one more would close it."""
    return _parse(text + '"', delimiter) is not None


def _swallowed(first: str, last: str, cells: int, delimiter: str) -> bool:
    """Tell whether a cell of several lines looks like lines of the list: its first and its last line are whole ones."""
    return cells > 2 and min(first.count(delimiter), last.count(delimiter)) >= cells - 1


def _cells(lines: _Lines, line: str, delimiter: str, limits: Limits) -> list[str] | None:
    """Return the cells of a line that has quotation marks, None where they do not agree.

    A cell may hold line ends: further lines are taken while it is open, and given back if it never closes.
    """
    if (cells := _parse(line, delimiter)) is not None:
        return cells
    taken: list[str] = []
    text = line
    while _is_open(text, delimiter) and len(taken) < _LINES_OF_A_CELL and len(text) < len(line) + limits.cell:
        # only a line with a quotation mark can close the cell
        while following := lines.next():
            taken.append(following)
            text += following
            if '"' in following or len(taken) >= _LINES_OF_A_CELL:
                break
        if not following or lines.is_cut(following):
            break
        if (cells := _parse(text, delimiter)) is not None:
            if _swallowed(line, following, len(cells), delimiter):
                break
            return cells
    lines.give_back(taken)
    return None


def _value(cell: str) -> str:
    text = cell.strip(_OUTER)
    # ="40483304800022" is how a number is kept as text in CSV
    if text[:2] == '="' and (match := _AS_TEXT.fullmatch(text)):
        return match[1].strip(_OUTER)
    return text


def _row(lines: _Lines, line: str, number: int, delimiter: str, limits: Limits) -> Row:
    """Read one line of the list, with what is wrong with it."""
    if lines.is_cut(line) or ('"' in line and len(line) > _CSV_CELL):
        return Row(number, [], (Fault(None, TABLE["line-too-long"], {"limit": _longest(limits)}),))
    if '"' not in line:
        cells = line.rstrip("\n").split(delimiter)
    else:
        parsed = _cells(lines, line, delimiter, limits)
        if parsed is None:
            return Row(
                number, [_value(cell) for cell in line.split(delimiter)], (Fault(None, TABLE["quote-not-closed"]),)
            )
        cells = parsed
    faults: list[Fault] = []
    if _NOT_TEXT.search(line):
        faults.append(Fault(None, TABLE["character-not-text"]))
    if len(line) * 4 > limits.cell or len(cells) == 1:
        faults += (
            Fault(i, TABLE["cell-too-long"], {"limit": limits.cell})
            for i, cell in enumerate(cells)
            if len(cell) * 4 > limits.cell and len(cell.encode("utf-8", "surrogatepass")) > limits.cell
        )
    values: list[Value] = [cell.strip(_OUTER) for cell in cells]
    if '="' in line:
        values = [_value(cell) for cell in cells]
    if "'" in line:
        values = [v[1:] if type(v) is str and _KEPT_TEXT.match(v) else v for v in values]
    if "#" in line:
        faults += spreadsheet_errors(values)
    while len(values) > limits.columns and not values[-1]:
        values.pop()
    if len(values) > limits.columns:
        faults.append(Fault(limits.columns, TABLE["too-many-columns"], {"limit": limits.columns}))
        del values[limits.columns :]
    return Row(number, values, tuple(faults))


def _opened(file: BinaryIO, encoding: str) -> TextIOWrapper:
    # the five bytes that Windows-1252 lacks become lone surrogates, which no line may hold
    return TextIOWrapper(file, encoding, "surrogateescape" if encoding == "windows-1252" else "replace", newline=None)


def _too_many(row: int, limits: Limits) -> Unopened:
    return Unopened(TABLE["too-many-rows"].at(cell=Cell(row=row), context={"limit": limits.rows}))


def rows_of(
    path: Path, encoding: str, delimiter: str, limits: Limits, progress: Progress | None = None
) -> Generator[Row]:
    """Yield the rows of a text that are not blank.

    Raises:
        Unopened: when there are too many.
    """
    with path.open("rb") as file:
        size = path.stat().st_size
        lines = _Lines(_opened(file, encoding), limits)
        number = filled = 0
        blank = _OUTER + delimiter
        while line := lines.next():
            number += 1
            if not line.strip(blank):
                if number > _BLANK_FOR_ONE * limits.rows:
                    raise _too_many(number, limits)
                continue
            if progress is not None and number % _STEP == 0:
                progress(min(file.tell(), size), size)
            row = _row(lines, line, number, delimiter, limits)
            if not row.faults and not any(row.cells):
                continue
            filled += 1
            if filled > limits.rows:
                raise _too_many(number, limits)
            yield row
        if progress is not None:
            progress(size, size)
