"""From the lines of a sheet to exposures, and to the workers, places, workstations and agents they name."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from operator import itemgetter
from typing import Any, Final

from attrs import evolve

from tracexpo.agents import Agent
from tracexpo.codecs.reading import Rejected
from tracexpo.codecs.tables.codes import TABLE
from tracexpo.codecs.tables.columns import Column
from tracexpo.codecs.tables.conditions import ConditionsReader
from tracexpo.codecs.tables.descriptions import Descriptions, company_of, establishment_of, workstation_of
from tracexpo.codecs.tables.folding import contains, fold
from tracexpo.codecs.tables.grids import Fault, Row, Value
from tracexpo.codecs.tables.layout import Above, Layout
from tracexpo.codecs.tables.mapping import TableMapping
from tracexpo.codecs.tables.parts import (
    LEGAL_DAY,
    Finding,
    Part,
    Place,
    place_reader,
    read_agent,
    read_contract,
    read_employer,
    read_period,
    read_provenance,
)
from tracexpo.codecs.tables.people import PERSON_COLUMNS, Linked, People, read_person
from tracexpo.codecs.tables.told import Told
from tracexpo.codecs.tables.words import is_blank
from tracexpo.codecs.writing import RecordWriter
from tracexpo.codes import FORM
from tracexpo.errors import InvalidValueError
from tracexpo.exposures import IndividualExposure
from tracexpo.problems import Cell, Problem, Severity
from tracexpo.register import Register
from tracexpo.vocabularies import ContractType, Precision
from tracexpo.work import Workstation

__all__ = ["Gathered", "SheetReader"]

_WHOLE_LINE: Final = frozenset(
    {"character-not-text", "line-too-long", "quote-not-closed", "too-many-cells", "too-many-columns"}
)
"""Where cells may not stand where they should: nothing else is told of such a line."""
_FEW: Final = 4
"""With more filled cells a row is a line, or the headings again."""
_MOST_SHAPES: Final = 8
"""Lines set aside are compared with later ones by which of their cells are at fault: so many ways at the most."""


class Gathered:
    """What all sheets of a list give together."""

    def __init__(self) -> None:
        self.told: Told = Told()
        self.rejected: list[Rejected] = []
        self.origins: dict[str, Cell] = {}
        self.people: People = People()
        self.companies: Descriptions = Descriptions()
        self.establishments: Descriptions = Descriptions()
        self.workstations: Descriptions = Descriptions()
        self.agents: Descriptions = Descriptions()
        self._workers: dict[str, None] = {}
        self._exposures: list[IndividualExposure] = []
        self._places: dict[str, list[int]] = {}
        self._first: dict[str, int] = {}

    def take(self, exposure: IndividualExposure, cell: Cell) -> None:
        """Take an exposure in; its id is still that of all lines of its worker, agent, start and workstation."""
        index = len(self._exposures)
        self._exposures.append(exposure)
        self._workers[exposure.worker] = None
        first = self._first.setdefault(exposure.id, index)
        if first == index:
            self.origins[exposure.id] = cell
        else:
            self._places.setdefault(exposure.id, [first]).append(index)
            # under a key of its own until the ids are given
            self.origins[f"{exposure.id} {index}"] = cell

    def register(self, **head: Any) -> Register:
        """Return the register of all that was taken in."""
        self._give_ids()
        return Register(
            companies=self.companies.all(),
            establishments=self.establishments.all(),
            workstations=self.workstations.all(),
            workers=tuple(self.people.worker(id) for id in self._workers),
            agents=self.agents.all(),
            exposures=tuple(self._exposures),
            **head,
        )

    def _give_ids(self) -> None:
        """Number the exposures of one id by their content, so that the order of the lines does not count."""
        writer = RecordWriter()
        for base, indices in self._places.items():
            cells = {i: self.origins.pop(f"{base} {i}" if n else base) for n, i in enumerate(indices)}
            ordered = sorted(indices, key=lambda i: writer.write(self._exposures[i]))
            for number, i in enumerate(ordered, 1):
                if number > 1:
                    self._exposures[i] = evolve(self._exposures[i], id=f"{base}-{number}")
                self.origins[self._exposures[i].id] = cells[i]

    def mark_begun_before(self) -> bool:
        """Where all exposures start on the day from which the list was owed, keep them as begun before."""
        if not self._exposures or any(
            x.period.start != LEGAL_DAY or x.period.precision is not Precision.DAY for x in self._exposures
        ):
            return False
        self._exposures = [evolve(x, period=evolve(x.period, begun_before=True)) for x in self._exposures]
        return True


class SheetReader:
    """Reads the lines of one sheet."""

    def __init__(self, sheet: str | None, layout: Layout, above: Above, mapping: TableMapping, into: Gathered) -> None:
        self._sheet, self._layout, self._into = sheet, layout, into
        self._width = len(layout.headings)
        where = layout.columns
        place = place_reader(
            above.siret or mapping.siret,
            above.establishment or mapping.establishment,
            above.company or mapping.company,
        )
        self._place = Part((Column.SIRET, Column.ESTABLISHMENT_NAME, Column.COMPANY_NAME), where, place)
        self._employer = Part((Column.EMPLOYER_SIRET, Column.EMPLOYER_NAME), where, read_employer)
        self._person = Part(PERSON_COLUMNS, where, read_person)
        self._agent = Part(
            (
                Column.AGENT,
                Column.PRODUCT,
                Column.AGENT_KIND,
                Column.CAS,
                Column.EC,
                Column.CLP_INDEX,
                Column.CATEGORY,
            ),
            where,
            read_agent,
        )
        self._period = Part((Column.START, Column.END, Column.PERIOD), where, read_period)
        self._contract = Part((Column.CONTRACT,), where, read_contract)
        self._conditions = ConditionsReader(layout)
        self._provenance = Part((Column.EVIDENCE,), where, read_provenance)
        self._notes = where.get(Column.NOTE, ())
        self._places: dict[str, Place] = {}
        self._workstations: dict[tuple[str, str, str | None], Workstation] = {}
        self._headings = list(layout.headings)
        self._aside: dict[frozenset[int], tuple[Callable[[Sequence[Value]], object], dict[object, int]]] = {}
        employer = (Column.EMPLOYER_SIRET, Column.EMPLOYER_NAME)
        # "SIRET employeur (si intérim)": filled in, the heading says the contract
        self._employer_is_agency = any(
            contains(fold(layout.heading(column)), "interim", "ett", "temp", "agenc", "agency")
            for column in employer
            if column in where
        )

    def read(self, row: Row) -> None:
        """Read one line: an exposure, or a line set aside."""
        faults = [*row.faults, *self._shape(row)]
        cells = row.cells[: self._width] if len(row.cells) >= self._width else row.cells
        cells = [*cells, *[""] * (self._width - len(cells)), ""]
        if self._is_no_line(row, cells, faults):
            return
        if any(fault.kind.code in _WHOLE_LINE for fault in faults):
            self._set_aside(row, cells, faults)
            return
        self._read_parts(row, cells, faults)

    def _read_parts(self, row: Row, cells: Sequence[Value], faults: list[Fault]) -> None:
        place, person = self._place(cells), self._person(cells)
        employer, agent = self._employer(cells), self._agent(cells)
        period, contract = self._period(cells), self._contract(cells)
        conditions, provenance = self._conditions(cells), self._provenance(cells)
        linked: Linked | None = None
        if place.value is not None and person.value is not None:
            linked = self._into.people.link(place.value.id, person.value, row.number)
        bad = any(fault.kind.severity >= Severity.ERROR for fault in faults)
        # what is wrong with a cell as such is told alone
        seen = {fault.column for fault in faults if fault.column is not None and fault.kind.severity >= Severity.ERROR}
        for part in (place, person, linked, employer, agent, period, contract, conditions, provenance):
            if part is not None and (part.findings or part.bad):
                faults += (fault for fault in map(self._located, part.findings) if fault.column not in seen)
                bad = bad or part.bad
        if bad or linked is None or place.value is None or agent.value is None:
            self._set_aside(row, cells, faults)
            return
        self._tell(row, faults)
        said: dict[str, Any] = {
            "worker": linked.id,
            "period": period.value,
            "contract": contract.value,
            "conditions": conditions.value,
            "provenance": provenance.value,
            "note": self._note(row, cells, [*contract.kept, *agent.kept, *conditions.kept]),
        }
        try:
            self._take(row, cells, place.value, employer.value, agent.value, said)
        except InvalidValueError as error:
            self._set_aside(row, cells, [Fault(None, FORM[error.code], error.context)])
            return
        self._tell_repeated(row, cells)

    # -- what the line looks like

    def _shape(self, row: Row) -> list[Fault]:
        """Return what is wrong with the number of cells of a text."""
        faults: list[Fault] = []
        cells = row.cells
        if self._sheet is None and not row.faults:
            if len(cells) > self._width and any(cells[self._width :]):
                faults.append(Fault(self._width, TABLE["too-many-cells"]))
            elif len(cells) < self._width:
                faults.append(Fault(None, TABLE["lines-short"]))
        return faults

    def _is_no_line(self, row: Row, cells: Sequence[Value], faults: list[Fault]) -> bool:
        """Deal with what stands among the lines and is none: headings again, a total, a signature."""
        if len(row.cells) - row.cells.count("") > _FEW:
            return row.cells[: self._width] == self._headings
        filled = [i for i, value in enumerate(row.cells) if value and not (isinstance(value, str) and is_blank(value))]
        grave = any(fault.kind.severity >= Severity.ERROR for fault in faults)
        if not filled and not grave:
            return True
        if len(filled) == 1 and not grave:
            cell = Cell(sheet=self._sheet, row=row.number, column=filled[0] + 1)
            problem = self._into.told.tell(TABLE["text-outside-the-list"], cell)
            self._reject(row, cells, (problem,))
            return True
        return False

    # -- what is told

    def _located(self, finding: Finding) -> Fault:
        where = () if finding.column is None else self._layout.columns.get(finding.column, ())
        return Fault(where[0] if where else None, finding.kind, finding.context)

    def _tell(self, row: Row, faults: list[Fault]) -> list[Problem]:
        faults.sort(key=lambda fault: -1 if fault.column is None else fault.column)
        return [
            self._into.told.tell(
                kind, Cell(sheet=self._sheet, row=row.number, column=None if i is None else i + 1), context
            )
            for i, kind, context in faults
        ]

    def _set_aside(self, row: Row, cells: Sequence[Value], faults: list[Fault]) -> None:
        problems = self._tell(row, faults)
        errors = [problem for problem in problems if problem.severity >= Severity.ERROR]
        self._reject(row, cells, tuple(errors))
        columns = frozenset(
            problem.cell.column - 1 for problem in errors if problem.cell is not None and problem.cell.column
        )
        if not columns or (columns not in self._aside and len(self._aside) >= _MOST_SHAPES):
            return
        if columns not in self._aside:
            left = [i for i in range(self._width + 1) if i not in columns]
            self._aside[columns] = (itemgetter(*left, -1), {})
        without, lines = self._aside[columns]
        lines.setdefault(without(cells), row.number)

    def _reject(self, row: Row, cells: Sequence[Value], problems: tuple[Problem, ...]) -> None:
        content = {
            self._heading(i): value if isinstance(value, str) else value.isoformat()
            for i, value in enumerate(row.cells)
            if value
        }
        cell = Cell(sheet=self._sheet, row=row.number)
        self._into.rejected.append(Rejected(cell=cell, collection="exposures", content=content, problems=problems))

    def _tell_repeated(self, row: Row, cells: Sequence[Value]) -> None:
        """Tell a line that is, but for the cells at fault, one that was set aside."""
        for without, lines in self._aside.values():
            first = lines.get(without(cells))
            if first is not None:
                cell = Cell(sheet=self._sheet, row=row.number)
                self._into.told.tell(TABLE["repeats-line-set-aside"], cell, {"row": first})
                return

    def _heading(self, i: int) -> str:
        heading = self._layout.headings[i] if i < self._width else ""
        return heading or f"({Cell(row=0, column=i + 1)})".replace("0", "")

    def _note(self, row: Row, cells: Sequence[Value], kept: list[tuple[Column, str]]) -> str | None:
        """Join the remark, the cells that could not be used and the columns that are not known."""
        pieces = [_text(cells[i]) for i in self._notes if cells[i]]
        if not kept and not self._layout.unknown and len(row.cells) <= self._width:
            return "\n".join(pieces) or None
        pieces += (f"{self._layout.heading(column)}: {text}" for column, text in dict.fromkeys(kept))
        for i in (*self._layout.unknown, *range(self._width, len(row.cells))):
            value = row.cells[i] if i < len(row.cells) else ""
            if value and not (isinstance(value, str) and is_blank(value)):
                pieces.append(f"{self._heading(i)}: {_text(value)}")
        return "\n".join(pieces) or None

    # -- what the line gives

    def _take(
        self,
        row: Row,
        cells: Sequence[Value],
        place: Place,
        employer: Place | None,
        agent: Agent,
        said: dict[str, Any],
    ) -> None:
        into, cell = self._into, Cell(sheet=self._sheet, row=row.number)
        workstation = self._workstation(cells, place)
        employs = employer if employer is not None and employer.id != place.id else None
        if said["contract"] is None and employs is not None and self._employer_is_agency:
            said["contract"] = ContractType.TEMPORARY_AGENCY
        start = said["period"].start.isoformat()
        key = f"{agent.id}|{start}|{workstation.id if workstation is not None else ''}"
        exposure = IndividualExposure(
            id=f"{said['worker']}:x:{sha256(key.encode()).hexdigest()[:16]}",
            agent=agent.id,
            establishment=place.id,
            workstation=None if workstation is None else workstation.id,
            employer=None if employs is None else employs.id,
            place=self._said(cells, Column.PLACE),
            **said,
        )
        self._meet(self._into.agents, agent, Column.AGENT, row, cell)
        self._meet_place(place, row, cell)
        if employs is not None:
            self._meet_place(employs, row, cell)
        if workstation is not None:
            self._meet(into.workstations, workstation, Column.WORKSTATION, row, cell)
        into.origins.setdefault(exposure.worker, cell)
        into.take(exposure, cell)

    def _said(self, cells: Sequence[Value], column: Column) -> str | None:
        where = self._layout.columns.get(column)
        text = _text(cells[where[0]]) if where else ""
        return None if is_blank(text) else text

    def _workstation(self, cells: Sequence[Value], place: Place) -> Workstation | None:
        name, unit = self._said(cells, Column.WORKSTATION), self._said(cells, Column.WORK_UNIT)
        if name is None:
            return None
        key = (place.id, name, unit)
        known = self._workstations.get(key)
        if known is None:
            known = self._workstations[key] = workstation_of(place.id, name, unit)
        return known

    def _meet_place(self, place: Place, row: Row, cell: Cell) -> None:
        # equal cells give the same place: what it says has been met
        if self._places.get(place.id) is place:
            return
        self._places[place.id] = place
        company = company_of(place)
        if company is not None:
            self._meet(self._into.companies, company, Column.COMPANY_NAME, row, cell)
        self._meet(self._into.establishments, establishment_of(place, company), Column.ESTABLISHMENT_NAME, row, cell)

    def _meet(self, among: Descriptions, record: Any, column: Column, row: Row, cell: Cell) -> None:
        differs = among.meet(record, row.number)
        self._into.origins.setdefault(record.id, cell)
        if differs is not None:
            where = self._layout.columns.get(column)
            at = Cell(sheet=self._sheet, row=row.number, column=where[0] + 1 if where else None)
            self._into.told.tell(TABLE["described-twice"], at, {"what": differs[0], "row": differs[1]})


def _text(value: Value) -> str:
    return value if isinstance(value, str) else value.isoformat()
