"""Reading an employer's list (.csv, .xlsx): its sheets, their headings, their lines."""

import os
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Final

from attrs import frozen

from tracexpo.codecs.document import collector_paused
from tracexpo.codecs.reading import LIMITS, Limits, Reading
from tracexpo.codecs.tables.codes import TABLE
from tracexpo.codecs.tables.columns import Column
from tracexpo.codecs.tables.delimited import DELIMITERS, encoding_of, rows_of
from tracexpo.codecs.tables.grids import Progress, Row, Sheet, Unopened
from tracexpo.codecs.tables.layout import SEARCHED, Above, Layout, layout_of, said_above, score
from tracexpo.codecs.tables.lines import Gathered, SheetReader
from tracexpo.codecs.tables.mapping import TableMapping, mapping_of
from tracexpo.codecs.tables.template import is_own_sheet
from tracexpo.codecs.tables.workbooks import sheets_of
from tracexpo.problems import Cell, Problem
from tracexpo.register import Register

__all__ = ["read_list", "try_read_list"]

_PLACES: Final = (Column.SIRET, Column.ESTABLISHMENT_NAME, Column.COMPANY_NAME)


@frozen
class _Found:
    """A sheet whose headings were looked at."""

    sheet: Sheet
    layout: Layout
    above: Above
    rows: Iterator[Row]
    """The lines under the headings."""
    told: tuple[Problem, ...]
    """What is told of the headings and of what stands above them."""

    @property
    def is_list(self) -> bool:
        """Whether a line can be read from it."""
        return not any(p.kind.code in {"column-missing", "establishment-missing"} for p in self.told)


def read_list(
    path: str | os.PathLike[str],
    *,
    mapping: TableMapping | str | os.PathLike[str] | None = None,
    limits: Limits = LIMITS,
    progress: Progress | None = None,
) -> Register:
    """Read an employer's list of exposed workers; every error is told at once.

    Args:
        path: a .csv or .xlsx file.
        mapping: what the headings do not say, or the path of a TOML file that says it.
        limits: what is accepted at the most.
        progress: told how much is done, and of how much where that is known.

    Raises:
        ReadError: with every problem, each at its sheet, row and column.
        MissingExtraError: for a workbook, when openpyxl is not installed.
        OSError: when the file cannot be opened.
    """
    return try_read_list(path, mapping=mapping, limits=limits, progress=progress).register_or_raise()


def try_read_list(
    path: str | os.PathLike[str],
    *,
    mapping: TableMapping | str | os.PathLike[str] | None = None,
    limits: Limits = LIMITS,
    progress: Progress | None = None,
) -> Reading:
    """Read what can be read of a list: good lines are kept, bad ones set aside with their reasons.

    `Reading.origins` maps the id of each record to the line it comes from.

    Raises:
        ReadError: when the mapping itself is malformed.
        MissingExtraError: for a workbook, when openpyxl is not installed.
        OSError: when the file cannot be opened.
    """
    path, mapping = Path(path), mapping_of(mapping)
    is_workbook = path.suffix.lower() == ".xlsx"
    try:
        opened = sheets_of(path, limits, progress) if is_workbook else _text(path, mapping, limits, progress)
        with opened as (sheets, told), collector_paused():
            return _reading(sheets, told, mapping)
    except Unopened as stop:
        return Reading(register=None, problems=stop.problems)


@contextmanager
def _text(
    path: Path, mapping: TableMapping, limits: Limits, progress: Progress | None
) -> Generator[tuple[list[Sheet], list[Problem]]]:
    """Open a text as one sheet."""
    encoding = mapping.encoding or encoding_of(path, limits)
    delimiter = mapping.delimiter or _delimiter(path, encoding, mapping, limits)
    with closing(rows_of(path, encoding, delimiter, limits, progress)) as rows:
        yield [Sheet(None, rows)], []


def _delimiter(path: Path, encoding: str, mapping: TableMapping, limits: Limits) -> str:
    """Return the delimiter under which a row has most known headings; the first of equals."""

    def most(delimiter: str) -> int:
        with closing(rows_of(path, encoding, delimiter, limits)) as rows:
            first, _ = _begun(rows)
            return max((score(row.cells, mapping) for row in first), default=0)

    return max(DELIMITERS, key=most)


def _reading(sheets: list[Sheet], told: list[Problem], mapping: TableMapping) -> Reading:
    wanted = [sheet for sheet in sheets if mapping.sheet is None or sheet.name in (None, mapping.sheet)]
    into = Gathered()
    into.told.add(*told)
    looked = [(sheet, one) for sheet in wanted if (one := _found(sheet, mapping)) is not _OWN]
    found = [one for _, one in looked if isinstance(one, _Found)]
    lists = [one for one in found if one.is_list]
    if not lists:
        for candidate in found:
            into.told.add(*candidate.told)
        if not found:
            into.told.add(TABLE["no-heading-row"].at(context={"rows": SEARCHED}))
        return Reading(register=None, problems=into.told.problems())
    try:
        for sheet, one in looked:
            if not isinstance(one, _Found) or not one.is_list:
                into.told.add(TABLE["sheet-without-list"].at(cell=Cell(sheet=sheet.name, row=1)))
                continue
            into.told.add(*one.told)
            into.origins.update(_columns(one))
            _read_lines(one, mapping, into)
    except Unopened as stop:
        into.told.add(*stop.problems)
    if into.mark_begun_before():
        first = lists[0]
        columns = first.layout.columns
        column = columns.get(Column.START, columns.get(Column.PERIOD, (0,)))[0] + 1
        into.told.add(
            TABLE["all-start-on-legal-day"].at(cell=Cell(sheet=first.sheet.name, row=first.layout.row, column=column))
        )
    days = [one.above.as_of for one in lists if one.above.as_of is not None]
    register = into.register(as_of=mapping.as_of or max(days, default=None))
    return Reading(
        register=register,
        problems=into.told.problems(),
        rejected=tuple(into.rejected),
        origins=into.origins,
    )


_PATHS: Final = {
    "/agent": (Column.AGENT, Column.CAS),
    "/contract": (Column.CONTRACT,),
    "/employer": (Column.EMPLOYER_SIRET, Column.EMPLOYER_NAME),
    "/establishment": (Column.SIRET, Column.ESTABLISHMENT_NAME),
    "/workstation": (Column.WORKSTATION,),
    "/period": (Column.PERIOD, Column.START),
    "/period/start": (Column.START, Column.PERIOD),
    "/period/end": (Column.END, Column.PERIOD),
    "/place": (Column.PLACE,),
    "/conditions/nature": (Column.NATURE,),
    "/conditions/routes": (Column.ROUTES, Column.NATURE),
    "/conditions/duration": (Column.DURATION,),
    "/conditions/frequency": (Column.FREQUENCY,),
    "/conditions/degree": (Column.LEVEL,),
    "/conditions/degree/value/unit": (Column.UNIT, Column.LEVEL),
    "/conditions/degree/fraction": (Column.FRACTION, Column.LEVEL),
    "/conditions/degree/declared_limit": (Column.LIMIT,),
    "/conditions/degree/on": (Column.MEASURED_ON,),
}
"""Where a problem of an exposure stands in its line."""


def _columns(found: _Found) -> Iterator[tuple[str, Cell]]:
    """Yield, by path inside an exposure, the heading it was read under: for all lines of the sheet at once."""
    sheet, columns = found.sheet.name, found.layout.columns
    for path, candidates in _PATHS.items():
        column = next((columns[c][0] for c in candidates if columns.get(c)), None)
        if column is not None:
            yield f"{sheet or ''}*{path}", Cell(sheet=sheet, row=found.layout.row, column=column + 1)


_OWN: Final = "own"
"""A sheet that our template has beside the list: it is passed over."""


def _found(sheet: Sheet, mapping: TableMapping) -> _Found | str | None:
    """Look for the headings of a sheet; None where it has none and is not one of our own."""
    first, rest = _begun(sheet.rows)
    found = layout_of(first, mapping, sheet.name)
    if found is None:
        if isinstance(rest, _Stopped):
            next(rest)
        return _OWN if is_own_sheet(sheet.name, first) else None
    index, layout, told = found
    more: list[Problem] = []
    above = said_above(first[:index], sheet.name, more)
    named = any(column in layout.columns for column in _PLACES)
    if not (named or above.siret or above.establishment or above.company or _said(mapping)):
        more.append(TABLE["establishment-missing"].at(cell=Cell(sheet=sheet.name, row=layout.row)))
    return _Found(sheet, layout, above, chain(first[index + 1 :], rest), (*more, *told))


def _begun(rows: Iterator[Row]) -> tuple[list[Row], Iterator[Row]]:
    """Return the first rows and what follows them; where reading stops among them, what follows says so."""
    first: list[Row] = []
    try:
        first.extend(islice(rows, SEARCHED))
    except Unopened as stop:
        return first, _Stopped(stop)
    return first, rows


class _Stopped:
    """Rows that end where reading was stopped: the first one asked for raises."""

    def __init__(self, stop: Unopened) -> None:
        self._stop = stop

    def __iter__(self) -> Iterator[Row]:
        return self

    def __next__(self) -> Row:
        raise self._stop


def _said(mapping: TableMapping) -> bool:
    return any((mapping.siret, mapping.establishment, mapping.company))


def _read_lines(found: _Found, mapping: TableMapping, into: Gathered) -> None:
    reader = SheetReader(found.sheet.name, found.layout, found.above, mapping, into)
    empty = True
    for row in found.rows:
        empty = False
        reader.read(row)
    if empty:
        cell = Cell(sheet=found.sheet.name, row=found.layout.row)
        into.told.add(TABLE["list-without-lines"].at(cell=cell))
