"""The parts of a line, each read from its own cells alone, so that equal cells are read once.

A part gives what it makes (None where nothing is said or something is wrong), what is told, and the cells
that it could not use, which go to the note.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final, Generic, NamedTuple, TypeVar

from attrs import frozen

from tracexpo.agents import Agent, AgentGroup, AgentKind, Process, UnidentifiedAgent
from tracexpo.codecs.tables.codes import TABLE
from tracexpo.codecs.tables.columns import REPEATABLE, Column
from tracexpo.codecs.tables.days import PIVOT, WrittenDay, day_in, is_ongoing, is_over, rule_of
from tracexpo.codecs.tables.folding import fold, folded_hash
from tracexpo.codecs.tables.grids import Value
from tracexpo.codecs.tables.naming import agent_of, numbers_in_name
from tracexpo.codecs.tables.words import (
    agent_kind_in,
    classifications_in,
    contract_in,
    document_in,
    evidence_in,
    is_blank,
    is_none,
    says_more,
)
from tracexpo.codes import FORM
from tracexpo.errors import InvalidValueError
from tracexpo.identifiers import parse_cas, parse_clp_index, parse_ec, parse_siret
from tracexpo.periods import COARSER, Period
from tracexpo.problems import ContextValue, Kind, Severity
from tracexpo.provenance import Provenance
from tracexpo.vocabularies import ContractType, DocumentKind, Precision

__all__ = [
    "LEGAL_DAY",
    "MOST_KEPT",
    "Cells",
    "Finding",
    "Outcome",
    "Part",
    "Place",
    "Telling",
    "place_reader",
    "read_agent",
    "read_contract",
    "read_employer",
    "read_period",
    "read_provenance",
]

_SCIENTIFIC: Final = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
"""4,04833E+13: what a spreadsheet shows of a long number."""

T = TypeVar("T")
Cells = Mapping[Column, Value]


class Finding(NamedTuple):
    """Something told of a cell of the line."""

    column: Column | None
    kind: Kind
    context: dict[str, ContextValue] | None = None


class Outcome(NamedTuple, Generic[T]):
    """What a part of a line gives."""

    value: T | None
    findings: tuple[Finding, ...] = ()
    kept: tuple[tuple[Column, str], ...] = ()
    """Cells that could not be used: column and text."""
    bad: bool = False
    """Whether an error is among the findings."""


class Telling:
    """Gathers what is told and kept while a part is read."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._findings: list[Finding] = []
        self._kept: list[tuple[Column, str]] = []

    def text(self, column: Column) -> str:
        """Return the text of a cell; empty where it says nothing, such as a dash."""
        value = self._cells.get(column, "")
        if not isinstance(value, str):
            return value.isoformat()
        return "" if is_blank(value) else value

    def value(self, column: Column) -> Value:
        """Return the text or the day of a cell."""
        value = self._cells.get(column, "")
        return value if not isinstance(value, str) else self.text(column)

    def tell(self, code: str, column: Column | None, /, **context: ContextValue) -> None:
        """Tell something of a cell."""
        self._findings.append(Finding(column, TABLE.get(code) or FORM[code], context or None))

    def keep(self, column: Column) -> None:
        """Keep a cell for the note."""
        self._kept.append((column, self.text(column)))

    def leave(self, code: str, column: Column, /, **context: ContextValue) -> None:
        """Tell that a cell is not used, and keep it for the note."""
        self.tell(code, column, **context)
        self.keep(column)

    @property
    def bad(self) -> bool:
        """Whether an error was told."""
        return any(finding.kind.severity >= Severity.ERROR for finding in self._findings)

    def outcome(self, value: T | None) -> Outcome[T]:
        """Return what the part gives."""
        return Outcome(value, tuple(self._findings), tuple(dict.fromkeys(self._kept)), self.bad)


MOST_KEPT: Final = 32_768
"""How many different contents of a part are remembered."""


class Part(Generic[T]):
    """Reads one part of every line; remembers what equal cells gave."""

    def __init__(
        self, columns: Sequence[Column], where: Mapping[Column, tuple[int, ...]], read: Callable[[Cells], Outcome[T]]
    ) -> None:
        self._places = [(column, i) for column in columns for i in where.get(column, ())]
        indices = [i for _, i in self._places]
        # two indices at least, so that itemgetter gives a tuple; the last cell of a line is always blank
        self._pick: Callable[[Sequence[Value]], Any] = itemgetter(*indices, -1, -1)
        self._read = read
        self._known: dict[Any, Outcome[T]] = {}

    def __call__(self, cells: Sequence[Value]) -> Outcome[T]:
        """Read the part from the cells of a line."""
        key = self._pick(cells)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            known = self._known[key] = self._read(self._cells(key))
        return known

    def _cells(self, values: Sequence[Value]) -> Cells:
        cells: dict[Column, Value] = {}
        for (column, _), value in zip(self._places, values, strict=False):
            if column in REPEATABLE and cells.get(column) and value:
                cells[column] = f"{cells[column]}\n{value}"
            else:
                cells.setdefault(column, "")
                cells[column] = value or cells[column]
        return cells


# -- places


@frozen
class Place:
    """What a line says of an establishment."""

    id: str
    siret: str | None
    name: str | None
    company: str | None = None
    """Name of the company."""


def _siret(telling: Telling, column: Column) -> str | None:
    value = telling.value(column)
    if not value:
        return None
    text = value.lstrip("'") if isinstance(value, str) else ""
    if not isinstance(value, str):
        telling.tell("became-a-date", column)
        return None
    if _SCIENTIFIC.fullmatch(text):
        telling.tell("siret-digits-lost", column)
        return None
    digits = "".join(c for c in text if not c.isspace() and c not in ".\u00a0\u202f-")
    if digits.isascii() and digits.isdigit() and len(digits) == 13:
        try:
            found = parse_siret("0" + digits)
        except InvalidValueError:
            telling.tell("siret-malformed", column)
            return None
        telling.tell("siret-zero-restored", column)
        return found
    try:
        return parse_siret(text)
    except InvalidValueError as error:
        telling.tell(error.code, column)
        return None


def _place(telling: Telling, siret: str | None, name: str | None, company: str | None) -> Place | None:
    if siret:
        return Place(siret, siret, name, company)
    named = name or company
    return Place(f"est:{folded_hash(company or '', name or '')}", None, name, company) if named else None


def place_reader(siret: str | None, name: str | None, company: str | None) -> Callable[[Cells], Outcome[Place]]:
    """Return what reads the establishment of a line; the arguments hold where the line says nothing."""

    def read(cells: Cells) -> Outcome[Place]:
        telling = Telling(cells)
        own = _siret(telling, Column.SIRET)
        own_name = telling.text(Column.ESTABLISHMENT_NAME) or None
        own_company = telling.text(Column.COMPANY_NAME) or None
        if telling.bad:
            return telling.outcome(None)
        said = any((own, own_name))
        # what is said above is of one establishment: a line that names another one has nothing of it
        other = said and siret is not None and own is not None and own != siret
        place = _place(
            telling,
            own or (None if own_name and name and fold(own_name) != fold(name) else siret),
            own_name or (None if other else name),
            own_company or (None if other else company),
        )
        if place is None:
            telling.tell("missing-cell", Column.SIRET, column=Column.SIRET.wording)
        return telling.outcome(place)

    return read


def read_employer(cells: Cells) -> Outcome[Place]:
    """Read who employs, where it is another than the establishment."""
    telling = Telling(cells)
    siret = _siret(telling, Column.EMPLOYER_SIRET)
    name = telling.text(Column.EMPLOYER_NAME) or None
    if name is not None and is_none(name):
        name = None
    return telling.outcome(None if telling.bad else _place(telling, siret, name, None))


# -- contract, provenance


def read_contract(cells: Cells) -> Outcome[ContractType]:
    """Read the type of contract."""
    telling = Telling(cells)
    text = telling.text(Column.CONTRACT)
    contract = contract_in(text) if text else None
    if text and contract is None:
        telling.leave("word-not-understood", Column.CONTRACT, column=Column.CONTRACT.wording)
    elif text and says_more(text):
        # "Intérim (Manpower)": the word is read, the rest is not ours to lose
        telling.keep(Column.CONTRACT)
    return telling.outcome(contract)


def read_provenance(cells: Cells) -> Outcome[Provenance]:
    """Read how it is known."""
    telling = Telling(cells)
    text = telling.text(Column.EVIDENCE)
    if not text:
        return telling.outcome(Provenance(document=DocumentKind.EXPOSURE_LIST))
    return telling.outcome(Provenance(evidence=evidence_in(text), document=document_in(text), source_text=text))


# -- agents

_NUMBERS: Final[tuple[tuple[Column, Callable[[str], str]], ...]] = (
    (Column.CAS, parse_cas),
    (Column.EC, parse_ec),
    (Column.CLP_INDEX, parse_clp_index),
)


def read_agent(cells: Cells) -> Outcome[Agent]:
    """Read the agent: its names, its numbers, its classes."""
    telling = Telling(cells)
    name, product = telling.text(Column.AGENT), telling.text(Column.PRODUCT)
    numbers: dict[Column, str | None] = {}
    for column, parse in _NUMBERS:
        value = telling.value(column)
        if not isinstance(value, str):
            telling.tell("became-a-date", column)
            continue
        # "sans", "mélange" in the column of the number: it has none
        if not any(c.isdigit() for c in value):
            continue
        try:
            numbers[column] = parse(value.lstrip("'"))
        except InvalidValueError as error:
            telling.tell(error.code, column)
    told_kind = telling.text(Column.AGENT_KIND)
    kind = agent_kind_in(told_kind) if told_kind else None
    bare, inside = numbers_in_name(name)
    # the number in the name of a mixture is that of a component
    if len(inside) == 1 and Column.CAS not in numbers and kind in (None, AgentKind.SUBSTANCE):
        try:
            numbers[Column.CAS], name = parse_cas(inside[0]), bare
        except InvalidValueError as error:
            telling.tell(error.code, Column.AGENT)
    category = telling.text(Column.CATEGORY)
    classifications = classifications_in(category) if category else ()
    if not any((name, product, *numbers.values())):
        if not telling.bad:
            telling.tell("missing-cell", Column.AGENT, column=Column.AGENT.wording)
        return telling.outcome(None)
    if telling.bad:
        return telling.outcome(None)
    agent = agent_of(
        name,
        product,
        cas=numbers.get(Column.CAS),
        ec=numbers.get(Column.EC),
        index=numbers.get(Column.CLP_INDEX),
        classifications=classifications,
        kind=kind,
    )
    if told_kind and kind is None:
        telling.leave("word-not-understood", Column.AGENT_KIND, column=Column.AGENT_KIND.wording)
    elif told_kind and kind is not AgentKind(agent.KIND):
        telling.keep(Column.AGENT_KIND)
    if category and (not classifications or isinstance(agent, Process | AgentGroup | UnidentifiedAgent)):
        telling.keep(Column.CATEGORY)
    if name and product and fold(name) != fold(product):
        telling.keep(Column.PRODUCT)
    return telling.outcome(agent)


# -- periods

_PRECISIONS: Final = {
    Precision.MONTH: "date-to-the-month",
    Precision.YEAR: "date-to-the-year",
    Precision.ESTIMATED: "date-estimated",
}


_BETWEEN: Final = re.compile(r"\s+(?:au|à|a|to|until|jusqu'au|jusqu’au|-|–|→)\s+", re.IGNORECASE)


def _day(telling: Telling, column: Column, value: Value) -> WrittenDay | None:
    day = day_in(value)
    if day is None:
        telling.tell("not-a-date", column)
        return None
    if day.precision in _PRECISIONS:
        telling.tell(_PRECISIONS[day.precision], column)
    if day.short_year:
        telling.tell("two-digit-years", column, rule=rule_of(PIVOT))
    return day


def read_period(cells: Cells) -> Outcome[Period]:
    """Read from when to when."""
    telling = Telling(cells)
    start = end = None
    ended = False
    begin, begin_column = telling.value(Column.START), Column.START
    finish, finish_column = telling.value(Column.END), Column.END
    if not begin and (whole := telling.value(Column.PERIOD)):
        # "du 01/02/2020 au 31/12/2021", in one cell
        begin, *after = [whole] if not isinstance(whole, str) else _BETWEEN.split(whole, 1)
        begin_column = Column.PERIOD
        if after and not finish:
            finish, finish_column = after[0], Column.PERIOD
    if begin:
        start = _day(telling, begin_column, begin)
    else:
        telling.tell("missing-cell", Column.START, column=Column.START.wording)
    if isinstance(finish, str) and is_over(finish):
        ended = True
    elif finish and not (isinstance(finish, str) and (is_ongoing(finish) or is_none(finish))):
        end = _day(telling, finish_column, finish)
    if start is None or telling.bad:
        return telling.outcome(None)
    if end is not None and end.last < start.first:
        telling.tell("period-end-before-start", finish_column)
        return telling.outcome(None)
    precisions = [day.precision for day in (start, end) if day is not None]
    return telling.outcome(
        Period(
            start.first,
            None if end is None else end.last,
            max(precisions, key=COARSER.index),
            start.before,
            ended,
        )
    )


LEGAL_DAY: Final = dt.date(2024, 7, 5)
"""The day from which the list was owed. Source: décret 2024-307."""
