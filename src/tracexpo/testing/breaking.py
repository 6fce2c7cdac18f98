"""Breaking exactly one fact of a register that coheres: what a constructor takes and a rule refuses."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tracexpo.companies import Company, Establishment
from tracexpo.exposures import CollectiveExposure, IndividualExposure, Level
from tracexpo.form import LAST_DAY, STATEMENTS
from tracexpo.periods import ExposureTime, Period
from tracexpo.references import references
from tracexpo.register import COLLECTIONS, Record, Register
from tracexpo.rules.context import Facts
from tracexpo.rules.days import bounds
from tracexpo.testing.registers import registers
from tracexpo.testing.spoiling import Spoiling, Step
from tracexpo.units import Measure
from tracexpo.vocabularies import TimeUnit
from tracexpo.work import Worker

__all__ = ["WAYS", "breakings", "broken_registers"]

_DAY: Final = dt.timedelta(days=1)
_NOBODY: Final = "nobody:nothing:nowhere"
_SIRETS: Final = ("40483304800022", "73282932000074")
_HISTORY: Final = frozenset({"supersedes", "of", "derived_from", "beside"})
"""Fields whose change would change which statements stand, and so more than one fact."""

_Change = tuple[str, tuple[Step, ...], Any]  # where it is told, what is replaced, by what

# -- changing a register


def _added(register: Register, record: Any, below: str = "") -> _Change:
    """The record stands in the register too, as the last of its collection."""
    records = getattr(register, record.COLLECTION)
    return f"/{record.COLLECTION}/{len(records)}{below}", (record.COLLECTION,), (*records, record)


def _replaced(pointer: str, value: object) -> _Change:
    return pointer, tuple(int(step) if step.isdigit() else step for step in pointer[1:].split("/")), value


def _new_id(register: Register) -> str:
    n = 0
    while register.get(id := f"broken-{n}") is not None:
        n += 1
    return id


def _unnamed(register: Register) -> Iterator[tuple[str, Record]]:
    """Yield every record that no other one names, with its pointer: a change of it touches nothing else."""
    named = {reference.id for record in register.records() for reference in references(record)}
    for name in COLLECTIONS:
        for i, record in enumerate(getattr(register, name)):
            if record.id not in named:
                yield f"/{name}/{i}", record


def _standing_exposures(register: Register) -> Iterator[tuple[str, Any]]:
    for pointer, record in _unnamed(register):
        if isinstance(record, IndividualExposure | CollectiveExposure) and register.is_current(record):
            yield pointer, record


def _closed_on(establishment: Establishment) -> dt.date:
    """The last day on which an establishment was active; the last of all days where it still is."""
    return (establishment.active.end if establishment.active is not None else None) or LAST_DAY


def _one_day(register: Register, establishment: Establishment, day: dt.date) -> Iterator[dict[str, Any]]:
    """Yield the fields of a new exposure on one day, to each agent."""
    for agent in register.agents:
        period = Period(day, day)
        yield {"id": _new_id(register), "establishment": establishment.id, "agent": agent.id, "period": period}


# -- the ways


def _references_to_nothing(register: Register) -> Iterator[_Change]:
    for pointer, record in _unnamed(register):
        for reference in references(record):
            if not _HISTORY.intersection(reference.pointer.split("/")):
                yield _replaced(pointer + reference.pointer, _NOBODY)


def _references_elsewhere(register: Register) -> Iterator[_Change]:
    """A record is there, but in a collection that does not belong."""
    homes = {name: [record.id for record in getattr(register, name)] for name in COLLECTIONS}
    for pointer, record in _unnamed(register):
        for reference in references(record):
            others = [id for name, ids in homes.items() if name not in reference.targets for id in ids]
            if others and not _HISTORY.intersection(reference.pointer.split("/")):
                yield _replaced(pointer + reference.pointer, others[0])


def _ids_twice(register: Register) -> Iterator[_Change]:
    for worker in register.workers:
        yield _added(register, attrs.evolve(worker, extensions={"org.example.other": 1}, aliases=()), "/id")
    for company in register.companies:
        yield _added(register, Worker(id=company.id), "/id")


def _starts_after_as_of(register: Register) -> Iterator[_Change]:
    as_of = register.as_of or LAST_DAY
    for establishment in register.establishments:
        if as_of < _closed_on(establishment):
            for fields in _one_day(register, establishment, as_of + _DAY):
                yield _added(register, CollectiveExposure(**fields), "/period/start")


def _after_closing(register: Register) -> Iterator[_Change]:
    as_of = register.as_of or LAST_DAY
    for establishment in register.establishments:
        if (closed := _closed_on(establishment)) < as_of:
            for fields in _one_day(register, establishment, closed + _DAY):
                yield _added(register, CollectiveExposure(**fields))


def _outside_assignments(register: Register) -> Iterator[_Change]:
    """On the day after the last assignment of the worker has ended."""
    as_of = register.as_of or LAST_DAY
    ends: dict[str, dt.date] = {}
    facts = Facts(register, as_of)
    for assignment in register.assignments:
        end = bounds(assignment.period, LAST_DAY).end_max
        ends[assignment.worker] = max(end, ends.get(assignment.worker, end))
    for worker, end in ends.items():
        there = {facts.establishment_of(a) for a in facts.assignments_of.get(worker, ())}
        for establishment in register.establishments:
            if end < min(as_of, _closed_on(establishment)) and establishment.id in there:
                for fields in _one_day(register, establishment, end + _DAY):
                    yield _added(register, IndividualExposure(worker=worker, **fields))


def _negative_levels(register: Register) -> Iterator[_Change]:
    for pointer, exposure in _standing_exposures(register):
        degree = exposure.conditions.degree
        if isinstance(degree, Level):
            value = Measure(Decimal("-0.012"), degree.value.unit)
            yield _replaced(f"{pointer}/conditions/degree/value", value)


def _thirty_hours_a_day(register: Register) -> Iterator[_Change]:
    for pointer, exposure in _standing_exposures(register):
        if isinstance(exposure.conditions.duration, ExposureTime):
            yield _replaced(f"{pointer}/conditions/duration", ExposureTime(Decimal(30), TimeUnit.H_DAY))


def _lines_twice(register: Register) -> Iterator[_Change]:
    for _, exposure in _standing_exposures(register):
        if exposure.provenance.supersedes is None:
            again = attrs.evolve(exposure, id=_new_id(register))
            yield "/exposures", ("exposures",), (*register.exposures, again)


def _corrected_twice(register: Register) -> Iterator[_Change]:
    """By a second statement that says the same as the first successor; either may be told."""
    for statement in register.statements():
        for successor in register.successors(statement.id):
            _, steps, value = _added(register, attrs.evolve(successor, id=_new_id(register)))
            yield f"/{steps[0]}", steps, value


def _corrected_in_a_circle(register: Register) -> Iterator[_Change]:
    """By its own successor; either may be told."""
    for name in STATEMENTS:
        for i, statement in enumerate(getattr(register, name)):
            last = [s for s in register.successors(statement.id) if not register.successors(s.id)]
            if last and statement.provenance.supersedes is None:
                _, steps, value = _replaced(f"/{name}/{i}/provenance/supersedes", last[0].id)
                yield f"/{name}", steps, value


def _sirets_of_others(register: Register) -> Iterator[_Change]:
    for i, establishment in enumerate(register.establishments):
        company = register.get(establishment.company or "")
        if isinstance(company, Company) and company.siren is not None and establishment.siret is not None:
            other = next(siret for siret in _SIRETS if not siret.startswith(company.siren))
            yield _replaced(f"/establishments/{i}/siret", other)


_BY_NAME: Final[Mapping[str, tuple[tuple[str, ...], Callable[[Register], Iterator[_Change]]]]] = {
    "reference-to-nothing": (("reference-missing",), _references_to_nothing),
    "reference-elsewhere": (("reference-missing",), _references_elsewhere),
    "id-twice": (("id-conflict",), _ids_twice),
    "start-after-as-of": (("starts-after-as-of",), _starts_after_as_of),
    "establishment-closed": (("establishment-not-active",), _after_closing),
    "outside-assignment": (("exposure-outside-assignment",), _outside_assignments),
    "negative-level": (("value-negative",), _negative_levels),
    "thirty-hours-a-day": (("duration-impossible",), _thirty_hours_a_day),
    "line-twice": (("duplicate-record",), _lines_twice),
    "corrected-twice": (("two-successors",), _corrected_twice),
    "corrected-in-a-circle": (("supersession-cycle",), _corrected_in_a_circle),
    "siret-of-another": (("siret-not-of-company",), _sirets_of_others),
}
WAYS: Final = tuple(_BY_NAME)
"""The names of the ways in which one fact of a register can be broken."""


def breakings(register: Register) -> Iterator[Spoiling]:
    """Yield every single fact of a coherent register that can be broken, and how.

    >>> register = Register().add(Worker(id="w1"))
    >>> [(breaking.way, breaking.pointer) for breaking in breakings(register)]
    [('id-twice', '/workers/1/id')]
    """
    for way, (codes, changes) in _BY_NAME.items():
        for pointer, steps, value in changes(register):
            yield Spoiling(way=way, pointer=pointer, codes=codes, steps=steps, value=value)


def broken_registers(
    whole: SearchStrategy[Register] | None = None, *, way: str | None = None
) -> SearchStrategy[tuple[Register, Register, Spoiling]]:
    """Return a coherent register, the same with exactly one fact broken, and which that is.

    Args:
        whole: the coherent registers; `registers(most=3)` by default.
        way: one of `WAYS`; all of them by default.

    Raises:
        ValueError: when there is no such way.
    """
    if way is not None and way not in WAYS:
        raise ValueError(f"way: expected one of {', '.join(WAYS)}")

    def by_way(register: Register) -> tuple[Register, list[list[Spoiling]]]:
        found: dict[str, list[Spoiling]] = {}
        for breaking in breakings(register):
            if way is None or breaking.way == way:
                found.setdefault(breaking.way, []).append(breaking)
        return register, list(found.values())

    possible = (registers(most=3) if whole is None else whole).map(by_way).filter(lambda pair: pair[1])
    return possible.flatmap(
        lambda pair: (
            st.sampled_from(pair[1])
            .flatmap(st.sampled_from)
            .map(lambda breaking: (pair[0], breaking.spoil(pair[0]), breaking))
        )
    )
