"""What every source of a list gives: sheets of rows of cells, one row at a time."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from attrs import frozen

from tracexpo.codecs.tables.codes import TABLE
from tracexpo.codecs.tables.folding import listed
from tracexpo.problems import ContextValue, Kind, Problem

__all__ = ["Fault", "Progress", "Row", "Sheet", "Unopened", "Value", "spreadsheet_errors"]

Value = str | dt.date
"""What a cell holds: a text without outer spaces, empty for a blank cell, or a day of the spreadsheet."""

Progress = Callable[[int, int | None], None]
"""Told how much is done and of how much: bytes of a text, rows of a workbook (whose number is not known)."""


class Fault(NamedTuple):
    """What is wrong with a cell or a whole row, found by the source."""

    column: int | None
    """Column, the first is 0; None for the whole row."""
    kind: Kind
    """What is wrong."""
    context: dict[str, ContextValue] | None = None
    """The values of the message."""


_ERRORS: Final = frozenset(
    listed(
        "#N/A | #REF! | #VALUE! | #VALEUR! | #DIV/0! | #NAME? | #NOM? | #NULL! | #NUL! | #NUM! | "
        "#NOMBRE! | #SPILL! | #CALC!"
    )
)
"""What spreadsheet programs write in place of a value that they cannot compute."""


def spreadsheet_errors(cells: Iterable[Value]) -> Iterator[Fault]:
    """Yield the cells that hold an error of the spreadsheet, or a number too wide to be shown."""
    for i, value in enumerate(cells):
        if type(value) is str and value[:1] == "#" and (value in _ERRORS or not value.strip("#")):
            yield Fault(i, TABLE["spreadsheet-error"])


class Row(NamedTuple):
    """A row as a spreadsheet counts it."""

    number: int
    """The first is 1."""
    cells: list[Value]
    """Cells, from the first column."""
    faults: tuple[Fault, ...] = ()
    """What is wrong with it."""


@frozen
class Sheet:
    """A sheet of a workbook, or a text file as a whole."""

    name: str | None
    """Name; None for a text file."""
    rows: Iterator[Row]
    """The rows that are not blank, in order."""


class Unopened(Exception):  # noqa: N818 it ends the reading, it is no error of ours
    """The file cannot be read as a table at all, or no further."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__()
        self.problems = problems
