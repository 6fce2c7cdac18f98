"""Where the headings of a sheet stand and what each column is; what the lines above them say."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Final

from attrs import field, frozen

from tracexpo.codecs.tables.codes import TABLE
from tracexpo.codecs.tables.columns import NEEDED, REPEATABLE, Column, candidates
from tracexpo.codecs.tables.days import day_in, days_in
from tracexpo.codecs.tables.folding import fold
from tracexpo.codecs.tables.grids import Row, Value
from tracexpo.codecs.tables.mapping import TableMapping
from tracexpo.codecs.tables.numbers import statistic_in, time_unit_in, units_in_heading
from tracexpo.errors import InvalidValueError
from tracexpo.identifiers import parse_siret
from tracexpo.problems import Cell, Problem, Wording
from tracexpo.units import Unit
from tracexpo.vocabularies import Statistic, TimeUnit

__all__ = ["SEARCHED", "Above", "Layout", "heading_of", "layout_of", "said_above", "score"]

SEARCHED: Final = 50
"""Among how many rows the headings are looked for."""
_FEWEST: Final = 3
"""A row of headings has at least so many known ones."""


@frozen(kw_only=True)
class Layout:
    """What each column of a sheet is."""

    row: int
    """Row of the headings."""
    headings: tuple[str, ...]
    """The headings as they stand."""
    columns: dict[Column, tuple[int, ...]]
    """Where each known column is; the first is 0."""
    unknown: tuple[int, ...] = ()
    """The columns whose content goes to the note under their heading."""
    duration_unit: TimeUnit | None = None
    """Unit of the durations that the heading states."""
    level_unit: Unit | None = None
    """Unit of the levels that the heading states."""
    limit_unit: Unit | None = None
    """Unit of the limits that the heading states."""
    level_statistic: Statistic | None = None
    """What the heading says the level is a statistic of."""
    limit_statistic: Statistic | None = None
    """What the heading says the limit is for."""

    def heading(self, column: Column) -> str:
        """Return the heading of a column as it stands, its label where there is none."""
        where = self.columns.get(column)
        return self.headings[where[0]] if where else column.wording.fr


def _text(value: Value) -> str:
    return value if isinstance(value, str) else value.isoformat()


def heading_of(value: Value, mapping: TableMapping) -> tuple[Column, ...] | None:
    """Return what a heading can say; None where the mapping leaves the column out."""
    if not isinstance(value, str) or not value:
        return ()
    folded = fold(value)
    if folded in mapping.columns:
        column = mapping.columns[folded]
        return None if column is None else (column,)
    found = candidates(value)
    if found or len(value) > 40:
        return found
    # "heures par semaine", "exposition (mg/m³)" say what they are by their unit
    if time_unit_in(value) is not None:
        return (Column.DURATION,)
    return (Column.LEVEL,) if units_in_heading(value) is not None else ()


def score(cells: Iterable[Value], mapping: TableMapping) -> int:
    """Return how many headings of a row are known, each once."""
    found = set()
    for value in cells:
        columns = heading_of(value, mapping)
        if columns is None:
            found.add(_text(value))
        elif columns:
            found.add(columns[0].value)
    return len(found)


def _heading_row(rows: Sequence[Row], mapping: TableMapping) -> int | None:
    """Return the index of the row of headings, None where there is none."""
    if mapping.heading_row is not None:
        return next((i for i, row in enumerate(rows) if row.number == mapping.heading_row), None)
    best, most = None, _FEWEST - 1
    for i, row in enumerate(rows):
        known = score(row.cells, mapping)
        if known > most:
            best, most = i, known
    return best


def layout_of(
    rows: Sequence[Row], mapping: TableMapping, sheet: str | None
) -> tuple[int, Layout, tuple[Problem, ...]] | None:
    """Find the row of headings among the first rows of a sheet.

    Returns:
        its index, what each column is, and what is told of the headings; None where there is no such row.
    """
    index = _heading_row(rows, mapping)
    if index is None:
        return None
    row = rows[index]
    told: list[Problem] = []
    columns, unknown = _assigned(row, mapping, sheet, told)
    headings = tuple(_text(value) for value in row.cells)
    _tell_missing(columns, row, sheet, told)
    absent = len(mapping.columns.keys() - {fold(heading) for heading in headings})
    if absent:
        told.append(
            TABLE["mapping-column-missing"].at(cell=Cell(sheet=sheet, row=row.number), context={"count": absent})
        )

    def heading(column: Column) -> str:
        return headings[columns[column][0]] if column in columns else ""

    layout = Layout(
        row=row.number,
        headings=headings,
        columns={column: tuple(where) for column, where in columns.items()},
        unknown=tuple(unknown),
        duration_unit=time_unit_in(heading(Column.DURATION)) or mapping.duration_unit,
        level_unit=units_in_heading(heading(Column.LEVEL)) or mapping.level_unit,
        limit_unit=units_in_heading(heading(Column.LIMIT)) or mapping.limit_unit,
        level_statistic=statistic_in(heading(Column.LEVEL)),
        limit_statistic=statistic_in(heading(Column.LIMIT)),
    )
    return index, layout, tuple(told)


def _assigned(
    row: Row, mapping: TableMapping, sheet: str | None, told: list[Problem]
) -> tuple[dict[Column, list[int]], list[int]]:
    """Say what each column is: those of one meaning first, then those of several, by what is still free."""
    found = [heading_of(value, mapping) for value in row.cells]
    columns: dict[Column, list[int]] = {}
    twice: dict[int, Column] = {}
    for i, options in sorted(enumerate(found), key=lambda one: _how_open(one[1])):
        if not options:
            continue
        first = options[0]
        left = options[1:] if first is Column.AGENT and len(options) > 1 and _is_person(columns) else options
        column = next((c for c in left if c not in columns or c in REPEATABLE), None)
        if column is None:
            twice[i] = first
        else:
            columns.setdefault(column, []).append(i)
    unknown: list[int] = []
    for i, options in enumerate(found):
        cell = Cell(sheet=sheet, row=row.number, column=i + 1)
        if i in twice:
            told.append(TABLE["column-twice"].at(cell=cell, context={"column": twice[i].wording}))
            unknown.append(i)
        elif options == () and row.cells[i]:
            told.append(TABLE["column-not-understood"].at(cell=cell))
            unknown.append(i)
        elif options == ():
            # a column without a heading: what stands there, if anything, is kept too
            unknown.append(i)
    return columns, unknown


def _how_open(options: tuple[Column, ...] | None) -> int:
    """Order headings: those of one meaning, then those of several, then those that may be a person or an agent."""
    if not options or len(options) == 1:
        return 0
    return 2 if options[0] is Column.AGENT else 1


def _is_person(columns: dict[Column, list[int]]) -> bool:
    """Tell whether "agent" is an employee, as in hospitals: what they are exposed to has a column, names have none."""
    names = (Column.USED_NAME, Column.FULL_NAME, Column.BIRTH_NAME)
    return any(c in columns for c in (Column.AGENT, Column.PRODUCT)) and not any(c in columns for c in names)


def _tell_missing(columns: dict[Column, list[int]], row: Row, sheet: str | None, told: list[Problem]) -> None:
    missing = [needed[0] for needed in NEEDED if not any(column in columns for column in needed)]
    if missing:
        names = Wording(
            ", ".join(column.wording.en for column in missing), ", ".join(column.wording.fr for column in missing)
        )
        told.append(TABLE["column-missing"].at(cell=Cell(sheet=sheet, row=row.number), context={"columns": names}))


# -- what stands above the headings


@frozen(kw_only=True)
class Above:
    """What the lines above the headings say."""

    siret: str | None = None
    """SIRET of the establishment."""
    establishment: str | None = field(default=None, repr=False)
    """Name of the establishment."""
    company: str | None = field(default=None, repr=False)
    """Name of the company."""
    as_of: dt.date | None = None
    """Day of the list."""


_SIRET_LABEL: Final = re.compile(r"\bsiret\b[^\d]{0,12}([\d\s\u00a0\u202f.]{9,24})", re.IGNORECASE)
_COMPANY: Final = re.compile(
    r"(?:nom de l['’])?(?:entreprise|raison sociale|société|company|firm|employeur|employer)\b", re.IGNORECASE
)
_ESTABLISHMENT: Final = re.compile(
    r"(?:nom de l['’])?(?:établissement|etablissement|site|establishment|plant)\b", re.IGNORECASE
)
_THEN_SIRET: Final = re.compile(r"\s+[-–—,;|]\s*(?:n°\s*)?SIRE[TN]\b|\s*\(?\bSIRE[TN]\b", re.IGNORECASE)
_UPDATED: Final = re.compile(r"mise? a jour|\bmaj\b|actualis|updated|last update|revis")
_DATED: Final = re.compile(r"\bdate\b|etabli|arrete|\bau\b|as of|\bon\b|edition|edite|version|dated|\bdu\b")
_COLON: Final = re.compile(r"\s*:\s*")


def said_above(rows: Sequence[Row], sheet: str | None, told: list[Problem]) -> Above:
    """Read the lines above the headings: firm, SIRET, day of the list."""
    said: dict[str, str] = {}
    dated: list[tuple[bool, dt.date]] = []
    for row in rows:
        for i, value in enumerate(row.cells):
            if not value or not isinstance(value, str):
                continue
            beside = next((v for v in row.cells[i + 1 :] if v), "")
            cell = Cell(sheet=sheet, row=row.number, column=i + 1)
            if "siret" not in said and (siret := _siret(value, beside, cell, told)):
                said["siret"] = siret
            for name, label in (("company", _COMPANY), ("establishment", _ESTABLISHMENT)):
                if name not in said and (text := _named(value, beside, label)):
                    said[name] = text
            dated += _days(value, beside)
    # the day of the last update counts before the day of making
    day = max((on for updated, on in dated if updated), default=None) or next((on for _, on in dated), None)
    return Above(as_of=day, **said)


def _siret(value: str, beside: Value, cell: Cell, told: list[Problem]) -> str | None:
    if "siret" not in fold(value).split():
        return None
    match = _SIRET_LABEL.search(value)
    digits = match[1] if match else (beside if isinstance(beside, str) else "")
    if not any(c.isdigit() for c in digits):
        return None
    try:
        return parse_siret(digits.strip())
    except InvalidValueError as error:
        problem = error.problem
        told.append(problem.kind.at(cell=cell))
        return None


def _named(value: str, beside: Value, label: re.Pattern[str]) -> str | None:
    match = label.match(value)
    if match is None:
        return None
    rest = value[match.end() :]
    if inside := _COLON.match(rest):
        text = _THEN_SIRET.split(rest[inside.end() :])[0].strip()
        if text:
            return text
    elif rest.strip():
        return None  # "Entreprise Martin", "Site internet …": no label
    return beside if isinstance(beside, str) and beside else None


def _days(value: str, beside: Value) -> list[tuple[bool, dt.date]]:
    folded = fold(value)
    updated = _UPDATED.search(folded) is not None
    if not updated and not _DATED.search(folded):
        return []
    days = days_in(value)
    if not days and len(value) <= 60 and (written := day_in(beside) if beside else None) is not None:
        days = (written.first,) if written.first == written.last else ()
    return [(updated, day) for day in days[-1:]]
